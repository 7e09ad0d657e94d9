"""What the command line says: sentences for people, plain data for machines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from device.book import Standing
from device.errors import BadInput
from device.memory.intake import ImportReport
from device.memory.recall import Answer
from device.memory.records import Card, Closed
from device.rights import LogLine
from device.session import Session
from device.settings import Settings
from policy.binding import RuleRecord
from policy.console import REFUSED
from policy.decide import Decision
from policy.explain import explain, opens_with, outcome_of
from policy.load import load_catalog
from policy.vocabulary import Audience

_DAY_S = 86_400
_HARMLESS = frozenset("\n\t\u200c\u200d")  # the joiners hold emoji together


def cards_data(cards: Iterable[Card]) -> list[dict[str, Any]]:
    """Gives cards as the JSON that scripts may rely on."""
    fields = [asdict(card) for card in cards]
    return [{"class": one.pop("class_name"), **one} for one in fields]


def closed_data(closed: Iterable[Closed]) -> list[dict[str, str]]:
    """Gives closed classes as the JSON that scripts may rely on."""
    return [
        {
            "class": one.class_name,
            "rule": one.rule,
            "why": one.rule_text,
            "opens_with": one.opens_with,
        }
        for one in closed
    ]


def told_answer(
    session: Session, answer: Answer, below: Mapping[int, Sequence[str]] | None = None
) -> str:
    """Says what was found and what stayed closed.

    Args:
        below: Lines that belong under a memory, by its number.
    """
    lines = [printable(answer.unsure)] if answer.is_unsure else []
    for card in answer.memories:
        lines += [told_card(session, card), *(below or {}).get(card.id, ())]
    if not lines:
        lines.append(session.say("refused" if answer.is_refused else "nothing_found"))
    return "\n".join(lines + [told_closed(session, one) for one in answer.closed])


def told_card(session: Session, card: Card) -> str:
    """Says one memory: when, who, where from, the text, and why."""
    card = replace(
        card,
        text=printable(card.text),
        speaker=one_line(card.speaker),
        conversation=one_line(card.conversation),
        why=printable(card.why),
    )
    source = session.say(f"source_{card.source}")
    head = session.say(
        "card",
        id=card.id,
        when=(card.when or session.say("undated")).replace("T", " ")[:16],
        speaker=card.speaker or session.say("someone"),
        source=f"{source} {card.conversation}".strip(),
    )
    body = "\n".join(f"   {line}" for line in card.text.splitlines())
    return "\n".join([head, body, session.say("card_why", why=card.why, rule=card.rule)])


def told_closed(session: Session, closed: Closed) -> str:
    """Says that a whole class is closed and what opens it."""
    name = session.say(f"class_{closed.class_name}")
    why, opens = closed.rule_text, closed.opens_with
    told = session.say("closed", name=name, text=why, opens=opens, rule=closed.rule)
    return told.replace("  ", " ").removesuffix("()").rstrip()


def told_decision(session: Session, decision: Decision) -> str:
    """Says a decision with its reasons and what would change it."""
    data = decision_data(session, decision)
    gap = session.say("sentence_gap")
    return gap.join(filter(None, (data["answer"], data["why"], data["opens_with"])))


def decision_data(session: Session, decision: Decision) -> dict[str, str]:
    """Gives a decision's outcome, reasons and remedy."""
    catalog, language = load_catalog("policy"), session.language
    outcome = outcome_of(decision)
    return {
        "outcome": outcome,
        "answer": catalog.say(language, f"explain.{outcome}"),
        "rules": ", ".join(decision.rules),
        "why": explain(decision, session.bundle, catalog, language),
        "opens_with": opens_with(decision, catalog, language, zone=session.zone),
    }


def told_rule(
    session: Session,
    item_id: int,
    record: RuleRecord,
    reads: int,
    decision: Decision,
    device_id: str,
) -> str:
    """Says what may be done with a memory.

    Args:
        device_id: This device, as records name their home.
    """
    policy = load_catalog("policy")
    reaches_programs = Audience.ON_DEVICE in record.reaches
    tags = session.say("list_comma").join(record.tags)
    keep = "keep_forever" if record.retain_s is None else "keep_days"
    limit = session.say("no_limit") if record.max_reads is None else str(record.max_reads)
    purposes = session.say("list_comma").join(
        policy.say(session.language, f"explain.purpose_{name}") for name in record.purposes
    )
    return "\n".join(
        [
            session.say(
                "rule_class",
                id=item_id,
                name=session.say(f"class_{record.class_name}"),
                labels=", ".join(record.labels) or session.say("no_labels"),
            ),
            session.say("rule_purposes", purposes=purposes),
            session.say(
                "rule_keeps",
                keep=session.say(keep, days=(record.retain_s or 0) // _DAY_S),
                reads=reads,
                limit=limit,
            ),
            session.say(
                "rule_use",
                train=session.say("yes" if record.may_train else "no"),
                leave=session.say("yes" if record.may_leave else "no"),
            ),
            session.say(
                "rule_reach",
                programs=session.say("yes" if reaches_programs else "no"),
                home=session.say(_home_key(record.home, device_id)),
            ),
            *([session.say("rule_tags", tags=tags)] if tags else []),
            *([session.say("rule_held")] if record.held else []),
            told_decision(session, decision),
        ]
    )


def told_standing(session: Session, standing: Standing, device_id: str) -> str:
    """Says what the owner wants of all of a kind."""
    name = standing.name
    if standing.scope == "label":
        name = load_catalog("device").say(session.language, f"app.label_{name}")
    wishes = session.say("list_comma").join(_told_wishes(session, standing, device_id))
    return session.say(f"standing_{standing.scope}", name=one_line(name), wishes=wishes)


def _told_wishes(session: Session, standing: Standing, device_id: str) -> Iterator[str]:
    for key in ("labels", "unlabels", "tags", "untags"):
        names = session.say("list_comma").join(sorted(getattr(standing, key)))
        if names:
            yield session.say(f"wish_{key}", names=names)
    if standing.retain_days is not None:
        days = standing.retain_days
        yield session.say("wish_retain_days" if days else "wish_retain_forever", days=days)
    if standing.max_reads is not None:
        count = standing.max_reads
        yield session.say("wish_max_reads" if count else "wish_max_reads_none", count=count)
    for key in ("train", "share", "programs", "remind", "guard", "hold"):
        wanted = getattr(standing, key)
        if wanted is not None:
            yield session.say(f"wish_{key}_{'yes' if wanted else 'no'}")
    if standing.home is not None:
        yield session.say(f"wish_{_home_key(standing.home, device_id)}")


def _home_key(home: str, device_id: str) -> str:
    if not home:
        return "home_any"
    return "home_here" if home == device_id else "home_other"


def tell_absent(session: Session, memory_id: int, closed: Sequence[Closed]) -> int:
    """Says that no open memory has this number: alike whether it is closed or was never there.

    Raises:
        BadInput: nothing is closed, so it was never there.
    """
    if not closed:
        raise BadInput("cli.no_such_memory", id=memory_id)
    told = session.say("not_among_open", id=memory_id)
    lines = [told, *(told_closed(session, one) for one in closed)]
    session.tell("\n".join(lines), {"memories": [], "closed": closed_data(closed)})
    return REFUSED


def told_import(session: Session, report: ImportReport) -> str:
    """Says what became of an export."""
    kind = session.say(f"source_{report.kind}")
    lines = [session.say("imported", stored=report.stored, found=report.found, kind=kind)]
    for key, count in (
        ("import_known", report.known),
        ("import_forgotten", report.forgotten),
        ("import_too_long", report.too_long),
        ("import_taken_back", report.taken_back),
    ):
        if count:
            lines.append(session.say(key, count=count))
    for reason, count in (*report.left_out.items(), *report.skipped.items()):
        if count:
            lines.append(
                session.say("import_left_out", count=count, reason=session.say(f"reason_{reason}"))
            )
    return "\n".join(lines)


def told_event(session: Session, settings: Settings, line: LogLine) -> str:
    """Says one event of the log."""
    catalog, event = load_catalog("policy"), line.event
    detail = " ".join(f"{key}={value}" for key, value in event.details.items() if key != "manifest")
    if line.ids:
        detail = f"{session.say('log_memories', ids=', '.join(map(str, line.ids)))} {detail}"
    purpose = (
        catalog.say(session.language, f"explain.purpose_{event.purpose}") if event.purpose else ""
    )
    return session.say(
        "log_line",
        seq=line.seq,
        when=settings.iso(event.at).replace("T", " ")[:16],
        kind=load_catalog("compliance").say(session.language, f"events.{event.kind}"),
        purpose=purpose,
        detail=detail,
    ).rstrip()


def event_data(settings: Settings, line: LogLine) -> dict[str, Any]:
    """Gives one event, with the ids of the open memories that it names."""
    fields = line.event.model_dump(mode="json", exclude={"v", "nonce"})
    return {
        "seq": line.seq,
        "when": settings.iso(line.event.at),
        "memories_open": list(line.ids),
        **fields,
    }


def one_line(text: str) -> str:
    """Gives a name or title that cannot pass for a line of ours."""
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """Replaces control characters: an imported message must not steer the terminal."""
    return "".join(char if _is_harmless(char) else "\ufffd" for char in text)


def _is_harmless(char: str) -> bool:
    return char.isprintable() or char in _HARMLESS or unicodedata.category(char) == "Zs"
