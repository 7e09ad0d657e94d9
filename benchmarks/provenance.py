"""On what a figure was measured."""

from __future__ import annotations

import subprocess


def commit_name() -> str:
    """Gives the commit, with a plus sign where files were changed since."""
    named = _git("rev-parse", "--short", "HEAD")
    return f"{named}{'+' if _git('status', '--porcelain') else ''}" if named else "unknown"


def _git(*words: str) -> str:
    answer = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    return answer.stdout.strip()
