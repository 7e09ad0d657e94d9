"""The device's side of a federation: what it agreed to, what it sends, the worker that sends it."""
