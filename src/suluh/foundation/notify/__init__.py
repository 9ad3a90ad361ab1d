"""Notices to staff, on the desk and by mail (pemberitahuan)."""
