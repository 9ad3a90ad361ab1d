"""A house of one's own: set-up, imports, backup, restore, the doctor."""
