"""`python -m device.app`: opens the app. `bojagi app` calls `main` too."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

from device.app.appearance import SystemTheme
from device.app.bootstrap import Stage, open_window, prepare
from device.app.later import load
from device.app.viewmodels.wording import say
from device.errors import DeviceError
from policy.catalog import LANGUAGES, as_language
from policy.console import DONE, INTERNAL, INTERRUPTED, choose_language

DEFAULT_FOLDER: Final = Path("~/.bojagi")


def main(vault: Path | None = None, language: str | None = None) -> int:
    """Opens the app on a vault, until its window closes. Gives the program's exit code.

    Args:
        vault: The vault's folder; None: the default one.
        language: What to speak; None: the environment's language, then the vault's.
    """
    spoken = choose_language(language)
    theme = SystemTheme(is_asked=True)
    try:
        prepare(Stage(home=Path(tempfile.gettempdir()) / "bojagi-app"))
        open_window()
        folder = (vault or DEFAULT_FOLDER).expanduser()
        app = load("application").BojagiApp(
            folder, spoken, follow_vault=language is None, system_theme=theme
        )
        try:
            app.run()
        finally:
            app.on_stop()
    except DeviceError as error:
        sys.stderr.write(error.tell(spoken) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the last stop: the type only, its words might hold anything
        sys.stderr.write(say(spoken, "fault", fault=type(error).__name__) + "\n")
        return INTERNAL
    return DONE


def _from_words() -> int:
    words = argparse.ArgumentParser(prog="python -m device.app")
    words.add_argument("--vault", type=Path)
    words.add_argument("--lang", choices=LANGUAGES, type=as_language)
    asked = words.parse_args()
    return main(asked.vault, asked.lang)


if __name__ == "__main__":
    sys.exit(_from_words())
