"""Institution, units, posts, holders, substitutes (Plt, Plh), calendars (unit kerja, jabatan)."""
