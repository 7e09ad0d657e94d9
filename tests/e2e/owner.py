"""An owner at the real command line: secrets in files, answers as data, a keystore in a drawer."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from device.cli import main
from tests.people import PASSPHRASE, STEP_UP

JA = """[LINE] 美咲とのトーク履歴
保存日時：2026/07/12 21:04

2026/05/11(月)
09:12\t美咲\t花火大会のチケット取れた？
09:13\t健太\t取れた！8月8日の夜、ポートタワーの下で
2026/06/02(火)
09:14\t美咲\t浴衣は紺色のを着ていくね
"""
KO = """지은 님과 카카오톡 대화
저장한 날짜 : 2026-07-12 21:04:33

--------------- 2026년 5월 20일 수요일 ---------------
[지은] [오전 9:12] 부산 숙소는 광안리 앞으로 잡았어
[민서] [오전 9:13] 좋아, 기차는 금요일 저녁에 타자
"""
MONEY_JA = "09:16\t健太\t給料日に口座番号 1234567 へ3万円振り込む\n"
TITLE_JA, TITLE_KO = "美咲", "지은"


@dataclass(frozen=True)
class Owner:
    """Somebody who runs `bojagi` in this process and reads what it prints."""

    home: Path
    printed: pytest.CaptureFixture[str]

    @property
    def vault(self) -> Path:
        """Where the vault is."""
        return self.home / "vault"

    def file(self, name: str, text: str) -> Path:
        """Writes a small file. Gives its path."""
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        return path

    def words(
        self,
        *words: str,
        vault: Path | None = None,
        passphrase: str = PASSPHRASE,
        step_up: str | None = None,
        recovery: str | None = None,
    ) -> list[str]:
        """Gives a command with the options that name its vault and the secrets to show."""
        shown = {"step-up": step_up, "recovery": recovery, "passphrase": passphrase}
        options = ["--vault", str(vault or self.vault)]
        for name, secret in shown.items():
            if secret is not None:
                options += [f"--{name}-file", str(self.file(name, secret + "\n"))]
        return [*words, *options]

    def run(self, *words: str, **secrets: Any) -> tuple[int, str, str]:
        """Runs a command. Gives exit code, answer and what was said beside it."""
        self.printed.readouterr()
        code = main(self.words(*words, **secrets))
        out, err = self.printed.readouterr()
        return code, out, err

    def code(self, *words: str, **secrets: Any) -> int:
        """Runs a command. Gives its exit code."""
        return self.run(*words, **secrets)[0]

    def ask(self, *words: str, expect: int = 0, **secrets: Any) -> Any:
        """Runs a command that must end with `expect`. Gives its answer as data."""
        code, out, err = self.run(*words, "--json", **secrets)
        assert code == expect, (code, out, err)
        return json.loads(out)

    def texts(self, question: str, *words: str, **secrets: Any) -> list[str]:
        """Gives the texts that a question finds."""
        answer = self.ask("recall", question, *words, **secrets)
        return [card["text"] for card in answer["memories"]]

    def command(self, *words: str, **secrets: Any) -> list[str]:
        """Gives a command for a process of its own."""
        return [sys.executable, "-m", "device", *self.words(*words, **secrets)]

    def init(self, *words: str, step_up: str | None = STEP_UP, **secrets: Any) -> Any:
        """Makes a vault of the least cost, as a Japanese owner would. Gives the answer."""
        common = ("--kdf-memory-mib", "64", "--lang", "en", "--market", "JP")
        return self.ask("init", *common, *words, step_up=step_up, **secrets)

    def take_in(self, name: str, text: str, **secrets: Any) -> Any:
        """Imports an export of this text. Gives the report."""
        return self.ask("import", str(self.file(name, text)), **secrets)

    def prepared(self, template: Path, fill: Callable[[], None]) -> Owner:
        """Gives this owner a copy of a vault; `fill` makes it where there is none yet."""
        if template.exists():
            shutil.copytree(template, self.vault)
        else:
            fill()
            shutil.copytree(self.vault, template)
        return self


class Drawer:
    """A backend of the `keyring` library in memory; it passes for Secret Service's."""

    __module__ = "keyring.backends.SecretService"
    __qualname__ = "Keyring"

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Gives a text, or None where there is none."""
        return self.texts.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Stores a text."""
        self.texts[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Drops a text."""
        del self.texts[service, username]
