"""Rows for the pages that cross rooms: plain dictionaries, no writes."""
