"""Institution, units, posts, holders, substitutes (Plt, Plh) and calendars (unit kerja, jabatan)."""
