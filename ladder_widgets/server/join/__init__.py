"""The join application: what phones in a workshop talk to, and nothing else."""
