"""Adapters of the effect machine, one folder per kind; none knows of another."""
