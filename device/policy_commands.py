"""`bojagi rule` and `bojagi policy`: what the owner wants of a memory, a kind, and altogether."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from device.book import MAX_READS, MAX_RETAIN_DAYS, OwnRule, Scope, Standing
from device.choices import add_rule, drop_wish, rebind, remove_rule, wish_for
from device.compose import Device
from device.encoder.tags import DOMAINS
from device.errors import BadInput
from device.own_rules import (
    Limit,
    NotFor,
    NotOutside,
    NotToPrograms,
    OnlyBetween,
    OnlyHere,
    Topic,
    checked,
    compiled,
    told,
)
from device.session import Session, help_text, in_session
from device.standing import changed, found, tag_named
from device.telling import decision_data, tell_absent, told_rule, told_standing
from policy.bundles import read_policy_file
from policy.console import DONE
from policy.vocabulary import ClassName, Label, Purpose
from policy.wishes import Wish

_ID: Final = click.IntRange(1, 2**63 - 1)
_LABEL: Final = click.Choice([label.value for label in Label])
_SCOPES: Final[tuple[tuple[str, Scope], ...]] = (
    ("conversation", "conversation"),
    ("category", "label"),
    ("tagged", "tag"),
)

_Command = Callable[..., int]


# -- rules of a memory, and of a kind


def _wishes(command: _Command) -> _Command:
    """Gives a command the options that say what is wanted otherwise."""
    for option in reversed(
        (
            click.option("--label", "labels", multiple=True, type=_LABEL, help=help_text("label")),
            click.option(
                "--unlabel", "unlabels", multiple=True, type=_LABEL, help=help_text("unlabel")
            ),
            click.option("--tag", "tags", multiple=True, metavar="TAG", help=help_text("tag")),
            click.option(
                "--untag", "untags", multiple=True, metavar="TAG", help=help_text("untag")
            ),
            click.option(
                "--retain-days",
                type=click.IntRange(0, MAX_RETAIN_DAYS),
                help=help_text("retain_days"),
            ),
            click.option(
                "--max-reads", type=click.IntRange(0, MAX_READS), help=help_text("max_reads")
            ),
            click.option("--train/--no-train", default=None, help=help_text("train")),
            click.option("--share/--no-share", default=None, help=help_text("share")),
            click.option("--programs/--no-programs", default=None, help=help_text("programs")),
            click.option("--remind/--no-remind", default=None, help=help_text("remind")),
            click.option("--guard/--no-guard", default=None, help=help_text("guard")),
            click.option("--only-here/--anywhere", default=None, help=help_text("only_here")),
            click.option("--hold/--no-hold", default=None, help=help_text("hold")),
        )
    ):
        command = option(command)
    return command


@click.command("rule", help=help_text("rule"))
@click.argument("memory_id", metavar="[ID]", type=_ID, required=False)
@click.option("--conversation", metavar="TITLE", help=help_text("rule_conversation"))
@click.option("--category", type=_LABEL, help=help_text("rule_category"))
@click.option("--tagged", metavar="TAG", help=help_text("rule_tagged"))
@click.option("--drop", is_flag=True, help=help_text("rule_drop"))
@_wishes
@in_session
def rule(
    session: Session,
    memory_id: int | None,
    conversation: str | None,
    category: str | None,
    tagged: str | None,
    *,
    drop: bool,
    only_here: bool | None,
    **points: Any,
) -> int:
    """Shows or changes the rule of a memory, or what is wanted of all of a kind."""
    given = {"conversation": conversation, "category": category, "tagged": tagged}
    kinds = [(scope, value) for key, scope in _SCOPES if (value := given[key]) is not None]
    if len(kinds) + (memory_id is not None) > 1:
        raise BadInput("rules.one_kind")
    for key in ("tags", "untags"):
        points[key] = [tag_named(tag) for tag in points[key]]
    for key in ("labels", "unlabels", "tags", "untags"):
        points[key] = frozenset(points[key])
    with session.device() as device:
        wish = Wish(**points, home=_home(device, only_here=only_here))
        if drop and (not kinds or wish != Wish()):
            raise BadInput("rules.drop_alone")
        if memory_id is not None:
            return _rule_of_memory(session, device, memory_id, wish)
        if not kinds:
            if wish != Wish():
                raise BadInput("rules.one_kind")
            return _show_wishes(session, device, device.book.standing)
        ((scope, name),) = kinds
        if drop:
            return _drop(session, device, scope, name)
        if wish == Wish():
            there = found(device.book, scope, name)
            return _show_wishes(session, device, () if there is None else (there,))
        return _wish(session, device, scope, name, wish)


def _home(device: Device, *, only_here: bool | None) -> str | None:
    """Gives the home that is wanted: this device, any, or no other than there is."""
    if only_here and not device.device_id:
        raise BadInput("rules.no_device_name")
    return None if only_here is None else device.device_id if only_here else ""


def _rule_of_memory(session: Session, device: Device, memory_id: int, wish: Wish) -> int:
    row = device.vault.find_row(memory_id)
    if row is None:
        closed = device.recall.closed(session.purpose, session.language)
        return tell_absent(session, memory_id, closed)
    before = device.vault.record(int(row["rule"][0]))
    wanted = changed(before, wish)
    if wanted != before and not rebind(device, {memory_id: wanted}):
        raise BadInput("rules.kept_by_own_rule")
    reads = device.vault.reads(memory_id)
    decision = device.guard.decide(row, wanted, session.purpose)
    lines = [told_rule(session, memory_id, wanted, reads, decision, device.device_id)]
    if wanted != before:
        lines.insert(0, session.say("rule_changed", id=memory_id))
    data = {
        "id": memory_id,
        "class": wanted.class_name.value,
        "reads": reads,
        "changed": wanted != before,
        "rule": wanted.model_dump(mode="json"),
        "decision": decision_data(session, decision),
    }
    session.tell("\n".join(lines), data)
    return DONE


def _wish(session: Session, device: Device, scope: Scope, name: str, wish: Wish) -> int:
    applied = wish_for(device, scope, name, wish)
    is_open = all(device.vault.is_open(one) for one in ClassName)
    lines = [
        told_standing(session, applied.standing, device.device_id),
        session.say("wish_applied", count=applied.count),
    ]
    if applied.kept:
        lines.append(session.say("wish_kept_by_own_rule", count=applied.kept))
    if not is_open:
        lines.append(session.say("wish_not_closed"))
    data = {**_wish_data(applied.standing), "changed": applied.count, "all_open": is_open}
    session.tell("\n".join(lines), data)
    return DONE


def _drop(session: Session, device: Device, scope: Scope, name: str) -> int:
    dropped = drop_wish(device, scope, name)
    if dropped is None:
        raise BadInput("rules.no_such_wish")
    session.tell(session.say("wish_dropped"), {**_wish_data(dropped), "dropped": True})
    return DONE


def _show_wishes(session: Session, device: Device, wishes: tuple[Standing, ...]) -> int:
    lines = [told_standing(session, one, device.device_id) for one in wishes]
    session.tell(
        "\n".join(lines or [session.say("wish_none")]), [_wish_data(one) for one in wishes]
    )
    return DONE


def _wish_data(standing: Standing) -> dict[str, Any]:
    wanted = standing.model_dump(
        mode="json", exclude={"scope", "name", "salt"}, exclude_defaults=True
    )
    return {"scope": standing.scope, "name": standing.name, "wish": wanted}


# -- rules of the owner's own


@click.group("policy", help=help_text("policy"))
def policy() -> None:
    """The owner's own rules, on top of those that ship."""


@policy.command("list", help=help_text("policy_list"))
@in_session
def policy_list(session: Session) -> int:
    """Shows the owner's own rules as sentences."""
    with session.device() as device:
        rules = device.book.own_rules
    lines = [f"{one.id}  {told(one, session.language)}" for one in rules]
    session.tell(
        "\n".join(lines or [session.say("policy_none")]),
        [_rule_data(session, one) for one in rules],
    )
    return DONE


@policy.command("add", help=help_text("policy_add"))
@click.option("--category", type=_LABEL, help=help_text("policy_category"))
@click.option("--tagged", metavar="TAG", help=help_text("policy_tagged"))
@click.option("--domain", type=click.Choice(DOMAINS), help=help_text("policy_domain"))
@click.option("--only-here", is_flag=True, help=help_text("policy_only_here"))
@click.option("--not-to-programs", is_flag=True, help=help_text("policy_not_to_programs"))
@click.option("--not-outside", is_flag=True, help=help_text("policy_not_outside"))
@click.option(
    "--not-for",
    type=click.Choice([one.value for one in Purpose if one is not Purpose.MAINTAIN]),
    help=help_text("policy_not_for"),
)
@click.option(
    "--only-between",
    nargs=2,
    type=click.IntRange(0, 24),
    metavar="FROM TO",
    help=help_text("policy_only_between"),
)
@click.option("--weekdays", is_flag=True, help=help_text("policy_weekdays"))
@click.option(
    "--file", type=click.Path(path_type=Path), metavar="FILE", help=help_text("policy_file")
)
@in_session
def policy_add(
    session: Session,
    category: str | None,
    tagged: str | None,
    domain: str | None,
    file: Path | None,
    **asked: Any,
) -> int:
    """Lays a rule on top: of plain options, or of a file."""
    topic = _topic(category, tagged, domain)
    on_workdays = asked.pop("weekdays")
    chosen = [name for name, value in asked.items() if value]
    if len(chosen) + (file is not None) != 1:
        raise BadInput("own.one_limit")
    if (on_workdays and chosen != ["only_between"]) or (file is not None and topic != Topic()):
        raise BadInput("own.stray_option")
    text = None if file is None else read_policy_file(file)
    with session.device() as device:
        book, bundle = device.book, device.guard.bundle
        if text is None:
            limit = _limit(device, chosen[0], asked[chosen[0]], on_workdays=on_workdays)
            added = compiled(topic, limit, book, bundle)
        else:
            added = checked(text, book, bundle)
        add_rule(device, added)
    sentence = session.say("policy_added", id=added.id, text=told(added, session.language))
    session.tell(sentence, _rule_data(session, added))
    return DONE


@policy.command("remove", help=help_text("policy_remove"))
@click.argument("rule_id", metavar="ID")
@in_session
def policy_remove(session: Session, rule_id: str) -> int:
    """Takes one of the owner's own rules away."""
    with session.device() as device:
        removed = remove_rule(device, rule_id)
    session.tell(session.say("policy_removed", id=removed.id), {"id": removed.id, "removed": True})
    return DONE


def _topic(category: str | None, tagged: str | None, domain: str | None) -> Topic:
    given = [one is not None for one in (category, tagged, domain)]
    if sum(given) > 1:
        raise BadInput("own.one_topic")
    if category is not None:
        return Topic("label", category)
    if tagged is not None:
        return Topic("tag", tag_named(tagged))
    return Topic() if domain is None else Topic("domain", domain)


def _limit(device: Device, name: str, value: Any, *, on_workdays: bool) -> Limit:
    """Gives what an option of `policy add` asks for."""
    match name:
        case "only_here":
            if not device.device_id:
                raise BadInput("rules.no_device_name")
            return OnlyHere(device.device_id)
        case "not_to_programs":
            return NotToPrograms()
        case "not_outside":
            return NotOutside()
        case "not_for":
            return NotFor(Purpose(value))
        case _:
            first, last = value
            return OnlyBetween(first % 24, last or 24, on_workdays=on_workdays)


def _rule_data(session: Session, own: OwnRule) -> dict[str, Any]:
    return {"id": own.id, "says": told(own, session.language), "text": own.text}


COMMANDS: Final = (rule, policy)
