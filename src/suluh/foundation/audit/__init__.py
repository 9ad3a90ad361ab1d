"""Who did what to what, chained and checkpointed (jejak audit)."""
