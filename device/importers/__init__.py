"""Importers: what other apps exported, read into conversations. `read.read_export` is the door."""
