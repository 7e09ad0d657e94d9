"""The heavy side of the app: one thread that owns the vault, and what it answers."""
