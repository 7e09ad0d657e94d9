"""Says in a sentence by what a memory is tied to the one that its thread was asked of."""

from __future__ import annotations

from device.memory.recall import ThreadLine
from device.memory.weave import TieKind
from policy.catalog import Language
from policy.load import load_catalog


def told_tie(line: ThreadLine, seed_id: int, language: Language) -> str:
    """Gives the sentence, and that it no longer holds where something newer replaced it.

    Args:
        seed_id: The memory that the thread was asked of.
    """
    catalog, tie = load_catalog("device"), line.tie
    what = catalog.say(language, f"threads.slot_{tie.slot}") if tie.slot else ""
    comma = catalog.say(language, "recall.comma")
    told = catalog.say(
        language,
        f"threads.tie_{tie.kind}",
        id=seed_id if tie.via is None else tie.via,
        what=what,
        day="" if tie.day is None else tie.day.isoformat(),
        words=comma.join(tie.words),
    )
    if not line.is_replaced or tie.kind is TieKind.REPLACED:
        return told
    gap = "" if language == "ja" else " "
    return gap.join([told, catalog.say(language, "recall.replaced")])
