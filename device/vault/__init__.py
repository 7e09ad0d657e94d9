"""The vault: all that a person's memories are on disk, and the only code with their keys."""
