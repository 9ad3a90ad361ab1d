"""Suluh: the communications office of a public institution, as software."""

__version__ = "0.1.0"
