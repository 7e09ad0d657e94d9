"""The guard's side of obligations: which it can fulfil for whom, and what it does to fulfil them.

A permit whose obligations are not all in `fulfilled_for` denies. So nothing here may be named that
nobody does: `count` rises in the release event's transaction, `redact` and `summarise` change the
text, `reauthenticate` is weighed in the decision. The rest somebody else has to keep: whoever
shows the answer (`expire`, `notify`), or the program that holds a token, as its owner enrolled it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, assert_never

from device.book import Client
from device.memory.records import Memory
from device.vault.rows import Rows
from policy.binding import RuleRecord
from policy.catalog import Language
from policy.decide import Permit
from policy.labelling import label
from policy.load import load_catalog
from policy.obligations import ObligationKind
from policy.vocabulary import PrincipalKind, Purpose

_MASK: Final = "█"
_BY_THE_GUARD: Final = frozenset(
    {
        ObligationKind.COUNT,
        ObligationKind.REDACT,
        ObligationKind.SUMMARISE,
        ObligationKind.REAUTHENTICATE,
    }
)
_PROMISED: Final = frozenset(
    {
        ObligationKind.NO_TRAIN,
        ObligationKind.NO_SHARE,
        ObligationKind.LOCAL_ONLY,
        ObligationKind.EXPIRE,
    }
)
# Read on the screen: it trains nothing, goes to nobody, and the reader is told by reading it.
_SEEN: Final = frozenset(
    {
        ObligationKind.NOTIFY,
        ObligationKind.NO_TRAIN,
        ObligationKind.NO_SHARE,
        ObligationKind.LOCAL_ONLY,
    }
)
# An export is the owner's own copy; where they carry it, nobody here can tell.
_EXPORTED: Final = _SEEN - {ObligationKind.LOCAL_ONLY}
_SHARED: Final = frozenset({ObligationKind.NOTIFY})


def fulfilled_for(
    principal: PrincipalKind,
    purpose: Purpose,
    fronts: frozenset[ObligationKind],
    client: Client | None,
) -> frozenset[ObligationKind]:
    """Gives the obligations that will be fulfilled for one who asks.

    Args:
        fronts: Those that what shows the answers can fulfil.
    """
    match principal:
        case PrincipalKind.OWNER:
            if purpose in {Purpose.RECALL, Purpose.REMIND}:
                return _BY_THE_GUARD | _SEEN | (fronts & {ObligationKind.EXPIRE})
            return _BY_THE_GUARD | (_EXPORTED if purpose is Purpose.EXPORT else _SHARED)
        case PrincipalKind.CLIENT:
            promised = _PROMISED.intersection(() if client is None else client.promises)
            return _BY_THE_GUARD | promised | (fronts & {ObligationKind.NOTIFY})
        case PrincipalKind.SERVICE:
            # Nothing is counted or masked on the way to an index or a trainer; nothing leaves.
            inside = _SEEN - {ObligationKind.NOTIFY}
            return inside - ({ObligationKind.NO_TRAIN} if purpose is Purpose.TRAIN else set())
        case _:
            assert_never(principal)


def fulfil(
    memory: Memory, row: Rows, record: RuleRecord, permit: Permit, language: Language
) -> Memory:
    """Gives a memory as its permit lets it out."""
    for duty in permit.obligations:
        match duty.kind:
            case ObligationKind.REDACT:
                kinds = duty.redacts or record.redactions
                memory = memory.model_copy(update={"text": redact(memory.text, kinds)})
            case ObligationKind.SUMMARISE:
                memory = _summarised(memory, row, language)
            case (
                ObligationKind.COUNT  # raised with the event
                | ObligationKind.REAUTHENTICATE  # weighed in the decision
                | ObligationKind.EXPIRE
                | ObligationKind.NOTIFY
                | ObligationKind.NO_TRAIN
                | ObligationKind.NO_SHARE
                | ObligationKind.LOCAL_ONLY
            ):
                pass
            case _:
                assert_never(duty.kind)
    return memory


def redact(text: str, kinds: Iterable[str]) -> str:
    """Masks the identifiers of these kinds."""
    masked = list(text)
    wanted = frozenset(kinds)
    for found in label(text).identifiers:
        if found.kind in wanted:
            masked[found.start : found.end] = _MASK * (found.end - found.start)
    return "".join(masked)


def _summarised(memory: Memory, row: Rows, language: Language) -> Memory:
    """Tells what a memory is about and from when, and none of its words nor of its speaker."""
    catalog = load_catalog("device")
    month = f"{datetime.fromtimestamp(int(row['at'][0]), UTC):%Y-%m}"
    domain = catalog.say(language, f"summary.{memory.domains[0] if memory.domains else 'other'}")
    text = catalog.say(language, "summary.about", domain=domain, month=month)
    gone = {"text": text, "speaker": "", "conversation": "", "reference": None}
    return memory.model_copy(update=gone)
