"""One file per claim; each prints one JSON line. See README.md for the exact commands."""
