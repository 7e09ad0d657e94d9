"""The rules that decide in one vault, and the guard that decides by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from device.access import Guard
from device.machine import device_name, machine_identity
from device.presence import Circumstances
from device.settings import Settings
from device.vault.store import Vault
from policy.bundles import load_bundle
from policy.bundles.shelf import Loaded
from policy.errors import PolicyError

# Stands for own rules that cannot be read.
_UNREADABLE: Final = """
@id("own-unreadable")
@explain_en("A rule of your own cannot be read by this version. Take it back, or update Bojagi.")
@explain_ja("自分で決めたルールを、このバージョンでは読めません。ルールを外すか、更新してください。")
@explain_ko("직접 정한 규칙을 이 버전에서 읽을 수 없습니다. 규칙을 빼거나 업데이트하세요.")
forbid (
  principal,
  action in
    [Bojagi::Action::"release",
     Bojagi::Action::"index",
     Bojagi::Action::"engine",
     Bojagi::Action::"train"],
  resource
);
"""


def load_rules(settings: Settings, *, closed_at_need: bool = False) -> Loaded:
    """Gives the rules that decide in a vault: the shipped ones, its market's, its owner's own.

    Args:
        closed_at_need: An own rule that this program cannot read may have forbidden anything, so
            all stays closed until its owner takes it back.

    Raises:
        PolicyError: one of them cannot be used.
    """
    own = tuple(rule.text for rule in settings.book.own_rules)
    try:
        return load_bundle(settings.market, own=own, seen=settings.book.seen)
    except PolicyError:
        if not own or not closed_at_need:
            raise
        return load_bundle(settings.market, own=(_UNREADABLE,), seen=settings.book.seen)


def make_guard(
    vault: Vault, settings: Settings, clock: Callable[[], int]
) -> tuple[Guard, Mapping[str, int]]:
    """Gives the guard of a vault, and the versions of the rules that it decides by."""
    loaded = load_rules(settings, closed_at_need=True)
    return Guard(vault, loaded.bundle, clock, circumstances_of(vault, settings)), loaded.versions


def circumstances_of(vault: Vault, settings: Settings) -> Circumstances:
    """Gives what decisions need to know of a vault's owner and this machine."""
    return Circumstances(
        book=settings.book,
        market=settings.market,
        language=settings.language,
        zone=settings.timezone,
        device=device_name(machine_identity(), vault.keys.header.vault),
    )
