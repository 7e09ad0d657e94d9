"""`bojagi-policy explain`: why a memory can or cannot be seen, and what would change it."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import click
from pydantic import ValidationError

from policy.bundles import load_defaults
from policy.console import DONE, REFUSED
from policy.decide import Decider, Permit
from policy.desk.cases import complaint
from policy.desk.situation import MAX_AGE_S, MAX_READS, Situation, names_of
from policy.desk.sources import FILE, MARKETS, choose_rules
from policy.desk.telling import decision_data, told_decision
from policy.desk.voice import Voice, help_text, speaking
from policy.errors import PolicyError
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    PrincipalKind,
    Purpose,
)


def _words(kind: type[Enum]) -> click.Choice[str]:
    return click.Choice([str(item.value) for item in kind])


def _names(kind: type[Enum]) -> click.Choice[str]:
    return click.Choice(list(names_of(kind)))


# Named as `Situation` has it; what is left out, it knows better.
_OPTIONS = (
    click.option(
        "--principal", "who", type=_names(PrincipalKind), help=help_text("help_principal")
    ),
    click.option("--purpose", "for", type=_words(Purpose), help=help_text("help_purpose")),
    click.option("--door", type=_words(Door), help=help_text("help_door")),
    click.option("--audience", type=_words(Audience), help=help_text("help_audience")),
    click.option("--auth", type=_names(AuthLevel), help=help_text("help_auth")),
    click.option(
        "--auth-age", "auth_age_s", type=click.IntRange(0, MAX_AGE_S), metavar="SECONDS",
        help=help_text("help_auth_age"),
    ),
    click.option("--strongest", type=_names(AuthLevel), help=help_text("help_strongest")),
    click.option(
        "--foreground/--background", default=None, help=help_text("help_foreground")
    ),
    click.option("--device", metavar="NAME", help=help_text("help_device")),
    click.option("--at", metavar="TIME", help=help_text("help_at")),
    click.option(
        "--consent", "consented", multiple=True, type=_words(Label), help=help_text("help_consent")
    ),
    click.option(
        "--grant-purpose", "granted_purposes", multiple=True, type=_words(Purpose),
        help=help_text("help_grant_purpose"),
    ),
    click.option(
        "--grant-label", "granted_labels", multiple=True, type=_words(Label),
        help=help_text("help_grant_label"),
    ),
    click.option(
        "--grant-domain", "granted_domains", multiple=True, type=_words(Domain),
        help=help_text("help_grant_domain"),
    ),
    click.option(
        "--label", "labels", multiple=True, type=_words(Label), help=help_text("help_label")
    ),
    click.option("--tag", "tags", multiple=True, metavar="TAG", help=help_text("help_tag")),
    click.option("--domain", type=_words(Domain), help=help_text("help_domain")),
    click.option("--market", type=MARKETS, default="other", help=help_text("help_market")),
    click.option("--share/--no-share", default=None, help=help_text("help_share")),
    click.option("--train/--no-train", default=None, help=help_text("help_train")),
    click.option("--programs/--no-programs", default=None, help=help_text("help_programs")),
    click.option("--home", metavar="NAME", help=help_text("help_home")),
    click.option("--expired", is_flag=True, help=help_text("help_expired")),
    click.option("--reads", type=click.IntRange(0, MAX_READS), help=help_text("help_reads")),
    click.option(
        "--max-reads", type=click.IntRange(0, MAX_READS), help=help_text("help_max_reads")
    ),
)  # fmt: skip


def _situated(command: Any) -> Any:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command("explain", help=help_text("help_explain"))
@_situated
@click.option("--bundle", type=FILE, metavar="FILE", help=help_text("help_bundle"))
@click.option("--on-top", multiple=True, type=FILE, metavar="FILE", help=help_text("help_on_top"))
@speaking
def explain(voice: Voice, *, bundle: Path | None, on_top: tuple[Path, ...], **told: Any) -> int:
    """Decides one situation, and says all about it."""
    situation = _situation({name: value for name, value in told.items() if value is not None})
    rules = choose_rules(bundle, situation.market, on_top)
    case = situation.case(load_defaults())
    decision = Decider(rules).decide(case.record, case.columns, case.request)
    zone = situation.at.tzinfo or UTC
    voice.tell(
        told_decision(decision, rules, voice, zone), decision_data(decision, rules, voice, zone)
    )
    return DONE if isinstance(decision, Permit) else REFUSED


def _situation(told: dict[str, Any]) -> Situation:
    told.setdefault("at", datetime.now(UTC).astimezone().isoformat(timespec="seconds"))
    try:
        return Situation.model_validate(told)
    except ValidationError as error:
        key, values = complaint(error, Situation)
        raise PolicyError(key, **values) from error
