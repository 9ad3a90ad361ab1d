"""The house itself: its units, posts, calendars and keys, and how it is (lembaga)."""
