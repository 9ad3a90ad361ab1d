"""Facts announced between rooms, and the effect machine that carries decisions outside."""
