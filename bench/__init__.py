"""Measures, run by hand on an idle machine; a line of JSON each."""
