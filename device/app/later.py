"""Loads by name what must not be loaded before the first frame is on screen.

`device.cli` may reach this package, but must reach no kivy; and a person who opens the app sees the
unlock screen before numpy, cryptography and the rule engine are read from disk. So kivy's side, the
screens behind the lock and the services are named here, and nowhere else imported by name.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_PLACES: Final = {
    "app": "kivy.app",
    "base": "kivy.base",
    "config": "kivy.config",
    "widget": "kivy.uix.widget",
    "window": "kivy.core.window",
    "application": "device.app.application",
    "models": "device.app.models",
    "vault_service": "device.app.services.vault_service",
    "text": "device.app.ui.text",
    "fields": "device.app.ui.fields",
    "hand": "device.app.hand",
    "first_run": "device.app.screens.first_run",
    "first_run_model": "device.app.viewmodels.first_run",
    "timeline": "device.app.screens.timeline",
    "upcoming": "device.app.screens.upcoming",
    "recall": "device.app.screens.recall",
    "detail": "device.app.screens.detail",
    "privacy": "device.app.screens.privacy",
    "federation": "device.app.screens.federation",
    "settings": "device.app.screens.settings",
    "restore": "device.app.screens.restore",
    "restore_model": "device.app.viewmodels.restore",
    "recovery": "device.app.screens.recovery",
    "owners": "device.app.screens.owners",
    "safekeeping": "device.app.screens.safekeeping",
    "step_up": "device.app.screens.step_up",
    "new_passphrase": "device.app.screens.secret_sheet",
    "new_step_up": "device.app.screens.secret_sheet",
    "add_key": "device.app.screens.add_key",
}


def load(name: str) -> Any:
    """Gives the module behind a name of the table above.

    Raises:
        KeyError: our own code asked for a name that is not in the table.
        ImportError: the package that it needs is not installed.
    """
    return import_module(_PLACES[name])
