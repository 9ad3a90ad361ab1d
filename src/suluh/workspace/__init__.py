"""The staff desk: pages that cross rooms (meja kerja)."""
