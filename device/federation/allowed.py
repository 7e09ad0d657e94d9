"""The Flower apps that a device answers, by their hashes.

An app is a few bytes that name the ServerApp of an installed coordinator (coordinator/flower_app).
Devices never fetch or run it; the hash tells which questions a run may ask, and a run of any other
app is refused. tests/coordinator/test_superlink.py builds the app with the installed Flower and
expects its hash here.
"""

from __future__ import annotations

from typing import Final

# bojagi-round 1.0.0, which a coordinator of this version submits
CURRENT_APP: Final = "00e813b0d9850dc1ff18076f6607a1162d4bdcd65ba8d5a598e85dfbcc3ffb99"

ALLOWED_APPS: Final = frozenset({CURRENT_APP})
