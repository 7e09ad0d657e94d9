"""Reads vaults of format 1, which is what commit de3b9c9 wrote. Frozen with it.

It has its own copy of that format's key tree, row, places and schema, and changes only where it
reads them wrongly. `snapshot.open_format1` is the door.
"""
