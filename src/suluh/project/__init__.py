"""Puts the rooms together; holds no rule."""
