"""What every room needs: the institution's units, people, audit, facts and effects, notices."""
