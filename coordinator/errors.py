"""What the coordinator tells.

CoordinatorError
└── DemoError       the demo could not show what it promises (exit 5)
"""

from __future__ import annotations

from policy.errors import BojagiError


class CoordinatorError(BojagiError):
    """Base of what the coordinator package tells."""

    package = "coordinator"


class DemoError(CoordinatorError):
    """The demo's folder cannot be used, or a step did not give what it should have."""

    exit_code = 5
