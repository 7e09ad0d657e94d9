"""`bojagi client` and `bojagi consent`: who besides the owner may read, and what for.

And what a program gets that asks with its token.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import click
from click.core import ParameterSource

from compliance.log.events import EventKind
from device.book import Client
from device.choices import give_consent, withdraw_consent
from device.compose import Device
from device.encoder.tags import DOMAINS
from device.errors import BadInput, Locked
from device.memory.recall import Excerpt
from device.programs import PROMISES, add, find, out_of_reach, revoke
from device.session import Session, help_text, in_session
from device.settings import Settings
from device.telling import printable
from policy.console import DONE, REFUSED
from policy.load import load_catalog
from policy.obligations import ObligationKind
from policy.vocabulary import Audience, Domain, Label, Purpose

_PURPOSE: Final = click.Choice([purpose.value for purpose in Purpose])
_LABEL: Final = click.Choice([label.value for label in Label])
_MAX_DAYS: Final = 3_660


# -- tokens


@click.group("client", help=help_text("client"))
def client() -> None:
    """Programs that hold a token."""


@client.command("add", help=help_text("client_add"))
@click.argument("name")
@click.option("--purpose", multiple=True, type=_PURPOSE, help=help_text("client_purpose"))
@click.option("--label", "labels", multiple=True, type=_LABEL, help=help_text("client_label"))
@click.option(
    "--domain",
    "domains",
    multiple=True,
    type=click.Choice(DOMAINS),
    help=help_text("client_domain"),
)
@click.option("--outside", is_flag=True, help=help_text("client_outside"))
@click.option("--days", type=click.IntRange(1, _MAX_DAYS), help=help_text("client_days"))
@click.option(
    "--promise",
    "promises",
    multiple=True,
    type=click.Choice([kind.value for kind in PROMISES]),
    help=help_text("client_promise"),
)
@partial(in_session, own_purpose=True)
def client_add(
    session: Session,
    name: str,
    purpose: tuple[str, ...],
    labels: tuple[str, ...],
    domains: tuple[str, ...],
    days: int | None,
    promises: tuple[str, ...],
    *,
    outside: bool,
) -> int:
    """Gives a program a token and shows it once."""
    with session.device() as device:
        added, token = add(
            device,
            name,
            audience=Audience.OUTSIDE if outside else Audience.ON_DEVICE,
            purposes=[Purpose(one) for one in purpose],
            labels=[Label(one) for one in labels],
            domains=[Domain(one) for one in domains],
            days=days,
            promises=[ObligationKind(one) for one in promises],
        )
        settings, now = device.settings, device.clock()
        missing = out_of_reach(added, device.guard.bundle, now)
    told = [session.say("client_added", name=added.name, id=added.id, token=token)]
    told += _told_client(session, settings, added, now)[1:]
    told += [_told_missing(session, aim, duties) for aim, duties in missing.items()]
    gets_nothing = [{"purpose": aim, "promises": list(duties)} for aim, duties in missing.items()]
    data = {"token": token, **_client_data(settings, added, now), "gets_nothing_for": gets_nothing}
    session.tell("\n".join(told), data)
    return DONE


@client.command("list", help=help_text("client_list"))
@in_session
def client_list(session: Session) -> int:
    """Shows who holds a token, and who did."""
    with session.device() as device:
        clients, settings, now = device.book.clients, device.settings, device.clock()
    lines = [line for one in clients for line in _told_client(session, settings, one, now)]
    session.tell(
        "\n".join(lines or [session.say("client_none")]),
        [_client_data(settings, one, now) for one in clients],
    )
    return DONE


@client.command("revoke", help=help_text("client_revoke"))
@click.argument("client_id", metavar="ID")
@in_session
def client_revoke(session: Session, client_id: str) -> int:
    """Takes a program's token back."""
    with session.device() as device:
        ended = revoke(device, client_id)
    session.tell(
        session.say("client_ended", name=ended.name, id=ended.id),
        {"id": ended.id, "name": ended.name, "revoked": True},
    )
    return DONE


def _told_client(session: Session, settings: Settings, one: Client, now: int) -> list[str]:
    """Says who holds a token, and what for."""
    policy, gap = load_catalog("policy"), session.say("list_comma")
    none, anything = session.say("no_labels"), session.say("client_any")
    if one.revoked_at is not None:
        state = session.say("client_state_revoked", when=_day(settings, one.revoked_at))
    elif one.is_valid(now):
        state = (
            session.say("client_state_open")
            if one.until is None
            else session.say("client_state_until", when=_day(settings, one.until))
        )
    else:
        state = session.say("client_state_ended")
    promised = (policy.say(session.language, f"explain.duty_{kind}") for kind in one.promises)
    return [
        f"{one.id}  {one.name}: {state}",
        session.say(f"client_{one.audience}"),
        session.say("client_purposes", purposes=_aims(session, one.purposes)),
        session.say(
            "client_scope",
            labels=gap.join(_said(session, f"app.label_{name}") for name in one.labels) or none,
            domains=gap.join(_said(session, f"own.domain_{name}") for name in one.domains)
            or anything,
        ),
        session.say("client_promises", promises=gap.join(promised) or none),
    ]


def _told_missing(session: Session, purpose: Purpose, duties: Sequence[ObligationKind]) -> str:
    aim = _aims(session, [purpose])
    if not duties:
        return session.say("client_gets_nothing", purpose=aim)
    options = " ".join(f"--promise {kind}" for kind in duties)
    return session.say("client_must_promise", purpose=aim, options=options)


def _client_data(settings: Settings, one: Client, now: int) -> dict[str, Any]:
    fields = one.model_dump(mode="json", exclude={"token_sha256"})
    for name in ("made_at", "until", "revoked_at"):
        fields[name] = None if fields[name] is None else settings.iso(fields[name])
    return {**fields, "valid": one.is_valid(now)}


def _aims(session: Session, purposes: Sequence[Purpose]) -> str:
    policy = load_catalog("policy")
    return session.say("list_comma").join(
        policy.say(session.language, f"explain.purpose_{name}") for name in purposes
    )


def _said(session: Session, key: str) -> str:
    return load_catalog("device").say(session.language, key)


def _day(settings: Settings, at: int) -> str:
    return settings.iso(at).replace("T", " ")[:16]


# -- consents


@click.group("consent", help=help_text("consent"))
def consent() -> None:
    """What the owner agreed to, apart from any federation."""


@consent.command("give", help=help_text("consent_give"))
@click.option("--purpose", multiple=True, type=_PURPOSE, help=help_text("consent_purpose"))
@click.option("--label", "labels", multiple=True, type=_LABEL, help=help_text("consent_label"))
@partial(in_session, own_purpose=True)
def consent_give(session: Session, purpose: tuple[str, ...], labels: tuple[str, ...]) -> int:
    """Agrees that memories with these labels serve these purposes."""
    return _consent(session, purpose, labels, given=True)


@consent.command("withdraw", help=help_text("consent_withdraw"))
@click.option("--purpose", multiple=True, type=_PURPOSE, help=help_text("consent_purpose"))
@click.option("--label", "labels", multiple=True, type=_LABEL, help=help_text("consent_label"))
@partial(in_session, own_purpose=True)
def consent_withdraw(session: Session, purpose: tuple[str, ...], labels: tuple[str, ...]) -> int:
    """Takes an agreement back, from now on."""
    return _consent(session, purpose, labels, given=False)


@consent.command("list", help=help_text("consent_list"))
@in_session
def consent_list(session: Session) -> int:
    """Shows what the owner agreed to."""
    with session.device() as device:
        consents, settings = device.book.consents, device.settings
    lines = [
        session.say(
            "consent_line",
            purpose=_aims(session, [one.purpose]),
            label=_said(session, f"app.label_{one.label}"),
            when=_day(settings, one.given_at),
        )
        for one in consents
    ]
    data = [
        {"purpose": one.purpose, "label": one.label, "given_at": settings.iso(one.given_at)}
        for one in consents
    ]
    session.tell("\n".join(lines or [session.say("consent_none")]), data)
    return DONE


def _consent(
    session: Session, purpose: Sequence[str], labels: Sequence[str], *, given: bool
) -> int:
    if not purpose or not labels:
        raise BadInput("programs.consent_what")
    change = give_consent if given else withdraw_consent
    wanted = [Label(name) for name in labels]
    with session.device() as device:
        changed = {aim: change(device, aim, wanted) for aim in map(Purpose, purpose)}
    key = "consent_given" if given else "consent_withdrawn"
    lines = [
        session.say(
            key,
            purpose=_aims(session, [aim]),
            labels=session.say("list_comma").join(
                _said(session, f"app.label_{name}") for name in fresh
            ),
        )
        for aim, fresh in changed.items()
        if fresh
    ]
    unchanged = session.say("consent_unchanged")
    data = [
        {"purpose": aim, "label": name, "given": given}
        for aim, fresh in changed.items()
        for name in fresh
    ]
    session.tell("\n".join(lines or [unchanged]), data)
    return DONE


# -- asking with a token


def program_at(session: Session, device: Device, token: str) -> tuple[Client, Purpose]:
    """Gives the program that shows a token, and what it asks for.

    The purpose is the token's first, or that of its purposes which the command line names.

    Raises:
        Locked: the token does not count, whatever the reason; or it has no such purpose.
    """
    asking = find(device.book, token, device.clock())
    if asking is None:
        device.guard.note(EventKind.REFUSED, reason="token")
        raise Locked("programs.refused")
    source = click.get_current_context().get_parameter_source("purpose")
    if source is ParameterSource.DEFAULT:
        return asking, asking.purposes[0]
    if session.purpose not in asking.purposes:
        device.guard.note(EventKind.REFUSED, reason="purpose", source=asking.id)
        raise Locked("programs.not_for_this", purpose=session.purpose.value)
    return asking, session.purpose


def tell_program(session: Session, excerpts: Sequence[Excerpt], *, by_id: bool = False) -> int:
    """Hands a program what it may have, and says nothing of what it may not."""
    lines = [line for one in excerpts for line in _told_excerpt(session, one)]
    session.tell(
        "\n".join(lines or [session.say("nothing_for_program")]),
        {"memories": [_excerpt_data(one) for one in excerpts]},
    )
    return REFUSED if by_id and not excerpts else DONE


def duties_of(session: Session, one: Excerpt) -> list[str]:
    """Says what a program has to keep that was given this."""
    policy = load_catalog("policy")
    return [policy.say(session.language, f"explain.duty_{duty.kind}") for duty in one.obligations]


def _told_excerpt(session: Session, one: Excerpt) -> list[str]:
    duties = session.say("list_comma").join(duties_of(session, one))
    head = session.say(
        "excerpt",
        when=(one.when or session.say("undated")).replace("T", " ")[:16],
        lang=one.language,
        domain=_said(session, f"own.domain_{one.domain}"),
    )
    body = [f"   {line}" for line in printable(one.text).splitlines()]
    return [head, *body, session.say("excerpt_duties", duties=duties)] if duties else [head, *body]


def _excerpt_data(one: Excerpt) -> dict[str, Any]:
    return {
        "text": one.text,
        "when": one.when,
        "domain": one.domain,
        "language": one.language,
        "obligations": [duty.word for duty in one.obligations],
    }


COMMANDS: Final = (client, consent)
