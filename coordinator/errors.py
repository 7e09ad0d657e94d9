"""What the coordinator tells.

CoordinatorError
├── DemoError         the demo could not show what it promises (exit 5)
├── OperatorError     a file or option that cannot be used (the operator; exit 2)
├── StateDamaged      stored bytes are not what was written (damage or an attacker; exit 3)
├── StateUnavailable  the folder is in use, not there, or cannot be written (the machine; exit 5)
├── FlowerUnavailable a process of Flower's does not come up, or ends again and again (exit 5)
└── RoundsFailed      no round came about: too few devices, or none that could be used (exit 5)
"""

from __future__ import annotations

from policy.errors import BojagiError


class CoordinatorError(BojagiError):
    """Base of what the coordinator package tells."""

    package = "coordinator"


class DemoError(CoordinatorError):
    """The demo's folder cannot be used, or a step did not give what it should have."""

    exit_code = 5


class OperatorError(CoordinatorError):
    """What was handed in cannot be used; nothing was changed. Mend it and try again."""

    exit_code = 2


class StateDamaged(CoordinatorError):
    """The operator's folder fails a check. Nothing was overwritten; restore from a backup."""

    exit_code = 3


class StateUnavailable(CoordinatorError):
    """The operator's folder cannot be used now. Nothing was lost."""

    exit_code = 5


class FlowerUnavailable(CoordinatorError):
    """Flower does not start, does not answer, or its run ends again and again."""

    exit_code = 5


class RoundsFailed(CoordinatorError):
    """The rounds did not come about within the attempts. The model is as it was before them."""

    exit_code = 5
