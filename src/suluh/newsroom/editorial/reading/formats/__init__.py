"""One module per file format; each turns bytes into an `Extract` and decides nothing else."""
