"""What this room keeps outside the database."""
