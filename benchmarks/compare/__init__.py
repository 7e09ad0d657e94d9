"""The rule engine beside static stores and beside everything in context; see `__main__`."""
