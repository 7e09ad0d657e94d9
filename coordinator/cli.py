"""The `bojagi-coordinator` program: the demo, and the coordinator that devices take part with."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import available_timezones

import click

from compliance.report import View
from coordinator.assignment import Step
from coordinator.demo.run import run_demo
from coordinator.enrolment import admit as admit_device
from coordinator.enrolment import read_public_key, write_invitation
from coordinator.errors import OperatorError, StateUnavailable
from coordinator.folder import Folder
from coordinator.reporting import report_on
from coordinator.sentences import Teller
from coordinator.serve import Coordinator
from coordinator.settings import Settings, read_settings
from coordinator.state import State
from coordinator.status import read_status
from device.federation.protocol import StatisticsView
from policy.catalog import LANGUAGES
from policy.console import DONE, choose_language, run
from policy.load import load_catalog
from policy.vocabulary import Market


def _help(key: str) -> str:
    """Gives a help sentence in the language of the environment."""
    return load_catalog("coordinator").say(choose_language(), f"help.{key}")


@click.group(help=_help("program"))
@click.version_option(package_name="bojagi")
def cli() -> None:
    """The program."""


@cli.command(help=_help("demo"))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo-out"),
    help=_help("demo_out"),
)
@click.option("--lang", type=click.Choice(LANGUAGES), help=_help("lang"))
def demo(out: Path, lang: str | None) -> int:
    """Show Bojagi at work on three sample conversations, from import to forgetting."""
    run_demo(out, choose_language(lang))
    return DONE


def _with_state(command: Callable[..., int]) -> Callable[..., int]:
    state = click.option(
        "--state",
        type=click.Path(path_type=Path, file_okay=False),
        required=True,
        help=_help("state"),
    )
    language = click.option("--lang", type=click.Choice(LANGUAGES), help=_help("lang"))
    return state(language(command))


@cli.command(help=_help("serve"))
@_with_state
@click.option("--rounds", type=click.IntRange(1, 1_000_000), help=_help("rounds"))
@click.option(
    "--minimum-cohort",
    type=click.IntRange(2, 1_000_000),
    help=_help("cohort"),
)
@click.option(
    "--statistics",
    type=click.Choice([view.value for view in StatisticsView]),
    multiple=True,
    help=_help("statistics"),
)
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(path_type=Path),
    help=_help("settings"),
)
@click.option("--once", is_flag=True, help=_help("once"))
@click.option("--port", type=click.IntRange(1_024, 65_535), help=_help("port"))
def serve(
    state: Path,
    lang: str | None,
    rounds: int | None,
    minimum_cohort: int | None,
    statistics: tuple[str, ...],
    settings_file: Path | None,
    once: bool,
    port: int | None,
) -> int:
    """Serve devices: run rounds until they are done, whatever dies meanwhile."""
    teller = Teller(choose_language(lang))

    def tell(step: Step) -> None:
        told = teller.step(step)
        if told is not None:
            click.echo(told)

    settings = read_settings(settings_file) if settings_file else Settings()
    wishes = {"rounds": rounds, "minimum_cohort": minimum_cohort}
    given = {name: wish for name, wish in wishes.items() if wish is not None}
    training = settings.training.model_copy(update=given)
    settings = settings.model_copy(update={"training": training})
    views = [StatisticsView(view) for view in dict.fromkeys(statistics)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager's Ctrl-C
    with Coordinator(state, settings=settings, port=port, tell=tell) as coordinator:
        click.echo(teller.say("serve.serving", address=coordinator.address, folder=str(state)))
        click.echo(teller.say("serve.sees_updates"))
        done = coordinator.run(statistics=views)
        click.echo(teller.say("serve.done", rounds=done.rounds_done, digest=done.digest[:16]))
        if not once:
            click.echo(teller.say("serve.stays"))
            coordinator.stay()
    return DONE


@cli.command(help=_help("invite"))
@_with_state
@click.option("--out", type=click.Path(path_type=Path), required=True, help=_help("invite_out"))
def invite(state: Path, lang: str | None, out: Path) -> int:
    """Write an invitation for devices: the address, whom to trust, the apps that will ask."""
    if not State.exists(state):
        raise StateUnavailable("rounds.state_missing", folder=str(state))
    invitation = write_invitation(Folder(state.resolve()), out)
    said = Teller(choose_language(lang)).say(
        "serve.invited", file=str(out), address=invitation.server
    )
    click.echo(said)
    return DONE


@cli.command(help=_help("admit"))
@_with_state
@click.argument("public_key", type=click.Path(path_type=Path), metavar="PUBKEY_FILE")
def admit(state: Path, lang: str | None, public_key: Path) -> int:
    """Admit the device with this public key."""
    admitted = admit_device(Folder(state.resolve()), read_public_key(public_key))
    teller = Teller(choose_language(lang))
    click.echo(teller.say("serve.admitted", node=admitted.node, digest=admitted.digest[:16]))
    return DONE


@cli.command(help=_help("status"))
@_with_state
@click.option("--json", "as_json", is_flag=True, help=_help("json"))
def status(state: Path, lang: str | None, as_json: bool) -> int:
    """Tell how far the coordinator is, without disturbing it."""
    found = read_status(Folder(state.resolve()))
    told = Teller(choose_language(lang)).status(found)
    click.echo(found.model_dump_json(indent=2) if as_json else told)
    return DONE


@cli.command(help=_help("report"))
@_with_state
@click.option(
    "--view",
    type=click.Choice([View.REGULATOR.value, View.DEVELOPER.value]),
    required=True,
    help=_help("view"),
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help=_help("report_out"))
@click.option(
    "--market",
    type=click.Choice([market.value for market in Market]),
    default=Market.OTHER.value,
    help=_help("market"),
)
@click.option("--zone", default="UTC", help=_help("zone"))
def report(state: Path, lang: str | None, view: str, out: Path, market: str, zone: str) -> int:
    """Write a report for a regulator or a developer, with the evidence it is made of."""
    language = choose_language(lang)
    if zone not in available_timezones():
        raise OperatorError("serve.bad_zone", found=zone[:40])
    report_on(state, View(view), language, out, at=_now(), market=Market(market), zone=zone)
    click.echo(Teller(language).say("serve.reported", folder=str(out)))
    return DONE


@cli.command(help=_help("simulate"))
@_with_state
@click.option("--devices", type=click.IntRange(3, 10_000), default=200, help=_help("devices"))
def simulate(state: Path, lang: str | None, devices: int) -> int:
    """Run rounds and statistics over simulated devices, into a new folder of their own."""
    # Only here, and only when asked for: it needs Flower and torch.
    command = [sys.executable, "-m", "coordinator.rehearsal", str(state), str(devices)]
    code = subprocess.run(command, check=False).returncode  # noqa: S603  # a module of our own
    if code != DONE:
        return code
    teller = Teller(choose_language(lang))
    click.echo(teller.say("serve.simulated", devices=devices, folder=str(state)))
    click.echo(teller.status(read_status(Folder(state.resolve()))))
    return DONE


def _now() -> int:
    return int(time.time())


def main(args: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code."""
    return run(cli, "bojagi-coordinator", args)
