"""Rows for the screens of this room: plain dictionaries that templates print, no writes."""
