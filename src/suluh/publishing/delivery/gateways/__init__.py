"""The ways outside, one folder per kind."""
