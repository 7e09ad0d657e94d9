"""The transparency log: its tree, its events and the signed checkpoints over them. Pure."""
