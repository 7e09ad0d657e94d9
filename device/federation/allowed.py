"""The Flower apps that a device answers, by their hashes.

An app is a few bytes that name the ServerApp of an installed coordinator (coordinator/flower_app).
Devices never fetch or run it; the hash tells which questions a run may ask, and a run of any other
app is refused. tests/coordinator/test_superlink.py builds the app with the installed Flower and
expects its hash here.
"""

from __future__ import annotations

from typing import Final

ALLOWED_APPS: Final = frozenset(
    {
        # bojagi-round 1.0.0
        "59bb3dd2f718ce76ad01761017e8a2b8198b6c8b1fd1231add7a86bf29566eb3",
    }
)
