"""The memory engine: what is kept, how it is found, in whichever language it was said."""
