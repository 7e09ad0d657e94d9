"""The `bojagi` program: a person's memory from the command line.

Each command unlocks the vault, does one thing through the guard, and locks it again. Exit codes are
those of `policy.console`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import click

from compliance.report import EVIDENCE, View, require_new, write_report
from device import (
    backup_commands,
    context_commands,
    doubt_commands,
    encoder_commands,
    fading_commands,
    keeping_commands,
    policy_commands,
    program_commands,
    reminder_commands,
    talk_commands,
    thread_commands,
)
from device.compose import create_device
from device.encoder.tags import LANGUAGES as TAGS
from device.encoder.tags import mask_of
from device.errors import BadInput
from device.federation.commands import federation
from device.importers.read import read_export
from device.memory.records import Card
from device.memory.scanned import Within
from device.program_commands import program_at, tell_program
from device.session import DEFAULT_FOLDER, Session, help_text, in_session, read_secret
from device.settings import Settings, market_of, zone_named
from device.telling import (
    cards_data,
    closed_data,
    event_data,
    tell_absent,
    told_answer,
    told_card,
    told_closed,
    told_decision,
    told_event,
    told_import,
)
from device.thread_commands import thread_data, told_below
from device.vault.kdf import MAX_MEMORY_KIB, MIN_MEMORY_KIB, KdfParameters
from policy.catalog import LANGUAGES
from policy.console import DAMAGED, DONE, REFUSED, run
from policy.decide import Deny, Permit, StepUp
from policy.vocabulary import ClassName, Market, Purpose

_MIB_KIB = 1_024
_ID = click.IntRange(1, 2**63 - 1)  # what SQLite can number
_TOKEN = click.option(
    "--token-file", type=click.Path(path_type=Path), metavar="FILE", help=help_text("token_file")
)


@click.group(help=help_text("program"))
@click.version_option(package_name="bojagi")
def cli() -> None:
    """The program."""


@cli.command("init", help=help_text("init"))
@click.option("--owner", default="", help=help_text("owner"))
@click.option(
    "--market", type=click.Choice([market.value for market in Market]), help=help_text("market")
)
@click.option("--zone", help=help_text("zone"))
@click.option(
    "--kdf-memory-mib",
    type=click.IntRange(MIN_MEMORY_KIB // _MIB_KIB, MAX_MEMORY_KIB // _MIB_KIB),
    help=help_text("kdf_memory"),
)
@click.option("--keystore/--no-keystore", default=True, help=help_text("keystore"))
@click.option("--recovery-code", is_flag=True, help=help_text("init_recovery"))
@in_session
def init(
    session: Session,
    owner: str,
    market: str | None,
    zone: str | None,
    kdf_memory_mib: int | None,
    *,
    keystore: bool,
    recovery_code: bool,
) -> int:
    """Makes a vault; on a terminal it asks for the secrets that no file gives."""
    where = Market(market) if market else market_of(session.language)
    settings = Settings(
        owner=owner, language=session.language, market=where, zone=zone_named(zone, where)
    )  # fmt: skip
    passphrase = session.new_secret("ask_new_passphrase", session.passphrase_file)
    step_up = session.new_secret("ask_new_step_up", session.step_up_file, optional=True)
    if passphrase is None:
        raise BadInput("cli.secret_empty")
    if step_up == passphrase:
        raise BadInput("cli.secrets_equal")
    kdf = None if kdf_memory_mib is None else KdfParameters(memory_kib=kdf_memory_mib * _MIB_KIB)
    store = session.found_keystore() if keystore else None
    device = create_device(session.folder, passphrase, step_up, settings, kdf=kdf, keystore=store)
    vkey = str(device.vault.journal.signer.verifier)
    device.rights.note_notice(session.say("notice"), session.language)
    code = device.keeping.make_recovery_code() if recovery_code or sys.stdin.isatty() else None
    device.close()
    sentences = [session.say("made", folder=str(session.folder)), session.say("notice")]
    if store is not None:
        sentences.append(session.say("made_with_keystore", name=store.name))
    if code is None:
        sentences.append(session.say("made_without_recovery"))
    else:
        sentences.append(session.say("recovery_made", code=code))
    if step_up is None:
        sentences.append(session.say("made_without_step_up"))
    session.tell(
        "\n".join(sentences),
        {
            "vault": str(session.folder),
            "step_up": step_up is not None,
            "log_key": vkey,
            "recovery_code": code,
            "keystore": None if store is None else store.name,
        },
    )
    return DONE


@cli.command("import", help=help_text("import"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--me", help=help_text("me"))
@click.option("--zone", help=help_text("zone"))
@click.option("--gate", type=click.Choice(["on", "off"]), default="on", help=help_text("gate"))
@in_session
def import_(session: Session, file: Path, me: str | None, zone: str | None, gate: str) -> int:
    """Takes in an export. Nothing is stored twice, so running it again resumes it."""
    with session.device() as device:
        settings = device.settings
        if zone is not None:
            settings = settings.model_copy(update={"zone": zone_named(zone, settings.market)})
        export = read_export(file, zone=settings.timezone, me=me)

        def progress(done: int, total: int) -> None:
            if sys.stderr.isatty():
                click.echo(
                    "\r" + session.say("importing", done=done, total=total),
                    nl=done >= total,
                    err=True,
                )

        report = device.intake.take_in(export, gate=gate == "on", progress=progress)
        device.consolidate(report.stored, is_over=True)
        session.tell_faded(device.fading.run().faded)
    session.tell(
        told_import(session, report), {**asdict(report), "left_out": dict(report.left_out)}
    )
    return DONE


@cli.command("remember", help=help_text("remember"))
@click.argument("text")
@in_session
def remember(session: Session, text: str) -> int:
    """Keeps a sentence that the owner typed."""
    with session.device() as device:
        kept = device.intake.remember(text)
        is_open = device.vault.is_open(kept.record.class_name)
    name = session.say(f"class_{kept.record.class_name}")
    if kept.id is None:
        sentence = session.say("not_kept", reason=session.say(f"reason_{kept.reason}"))
    elif not kept.is_new:
        sentence = session.say("merged", id=kept.id)
    else:
        sentence = session.say(
            "remembered" if is_open else "remembered_closed", id=kept.id, name=name
        )
    data = {
        "id": kept.id,
        "class": kept.record.class_name.value,
        "labels": list(kept.record.labels),
        "replaces": list(kept.tie.replaces),
        "doubtful": list(kept.tie.doubtful),
    }
    lines = [sentence]
    for key, ids in (("replaces", kept.tie.replaces), ("doubtful", kept.tie.doubtful)):
        if ids:
            numbers = session.say("list_comma").join(map(str, ids))
            lines.append(session.say(f"remembered_{key}", ids=numbers))
    session.tell("\n".join(lines), {**data, "outcome": kept.reason, "stored": kept.is_new})
    return DONE


@cli.command("recall", help=help_text("recall"))
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, 200), default=10, help=help_text("limit"))
@click.option("--since", metavar="DATE", help=help_text("since"))
@click.option("--before", metavar="DATE", help=help_text("before"))
@click.option(
    "--in", "languages", multiple=True, type=click.Choice(TAGS), help=help_text("in_language")
)
@click.option("--threads", is_flag=True, help=help_text("recall_threads"))
@_TOKEN
@in_session
def recall(
    session: Session,
    query: str,
    limit: int,
    since: str | None,
    before: str | None,
    languages: tuple[str, ...],
    token_file: Path | None,
    *,
    threads: bool,
) -> int:
    """Finds memories for a question and says what stayed closed."""
    if threads and token_file is not None:
        raise BadInput("threads.not_for_programs")
    token = None if token_file is None else read_secret(token_file)
    with session.device() as device:
        within = Within(
            since=None if since is None else device.settings.moment(since),
            until=None if before is None else device.settings.moment(before) - 1,
            languages=mask_of(languages, TAGS),
        )
        if token is not None:
            program, purpose = program_at(session, device, token)
            excerpts = device.recall.ask_as(program, query, purpose, limit, within)
            return tell_program(session, excerpts)
        answer = device.recall.ask(query, session.purpose, session.language, limit, within)
        ids = [card.id for card in answer.memories if threads]
        woven = device.recall.threads(ids, session.purpose, session.language, answer.memories)
        damage = session.damage_lines(device.vault.damage, device.guard.damaged)
        damaged = sorted(device.guard.damaged)
    memories = cards_data(answer.memories)
    for card in memories if threads else ():
        card["thread"] = thread_data(woven[card["id"]], card["id"], session)
    data = {"memories": memories, "closed": closed_data(answer.closed), "unsure": answer.unsure}
    below = {one: told_below(session, lines, one) for one, lines in woven.items()}
    lines = [told_answer(session, answer, below), *damage]
    if answer.waiting:
        lines.append(session.say("words_waiting", count=answer.waiting))
    session.tell("\n".join(lines), {**data, "damaged": damaged, "waiting": answer.waiting})
    if damage:
        return DAMAGED
    return REFUSED if answer.is_refused else DONE


@cli.command("show", help=help_text("show"))
@click.argument("memory_id", metavar="ID", type=_ID)
@_TOKEN
@in_session
def show(session: Session, memory_id: int, token_file: Path | None) -> int:
    """Shows one memory."""
    token = None if token_file is None else read_secret(token_file)
    with session.device() as device:
        if token is not None:
            program, purpose = program_at(session, device, token)
            excerpts = device.recall.show_as(program, [memory_id], purpose)
            return tell_program(session, excerpts, by_id=True)
        closed = device.recall.closed(session.purpose, session.language)
        found = device.recall.show(memory_id, session.purpose, session.language)
        usage = device.vault.usage(memory_id)
    match found:
        case Card() as card:
            (shown,) = cards_data([card])
            shown |= {"faded": usage.faded > 0, "pinned": usage.is_pinned}
            data = {"memories": [shown], "closed": closed_data(closed)}
            state = fading_commands.told_state(session, memory_id, usage)
            session.tell("\n".join([told_card(session, card), *state]), data)
            return DONE
        case Permit() | StepUp() | Deny() as decision:
            told = told_decision(session, decision)
            session.tell(told, {"memories": [], "closed": closed_data(closed)})
            return REFUSED
        case None:
            return tell_absent(session, memory_id, closed)


@cli.command("rate", help=help_text("rate"))
@click.argument(
    "kind",
    metavar="used|dismissed|corrected",
    type=click.Choice(["used", "dismissed", "corrected"]),
)
@click.argument("memory_ids", metavar="ID...", type=_ID, nargs=-1, required=True)
@in_session
def rate(
    session: Session,
    kind: Literal["used", "dismissed", "corrected"],
    memory_ids: tuple[int, ...],
) -> int:
    """Says what memories were worth when they were shown; the write gate learns from it."""
    with session.device() as device:
        closed = device.recall.closed(session.purpose, session.language)
        absent = [one for one in memory_ids if device.vault.find_row(one) is None]
        if not absent:
            for memory_id in memory_ids:
                device.rights.rate(memory_id, kind)
    if absent:
        return tell_absent(session, absent[0], closed)
    ids = ", ".join(map(str, memory_ids))
    session.tell(session.say(f"rated_{kind}", ids=ids), {"ids": list(memory_ids), "rated": kind})
    return DONE


@cli.command("forget", help=help_text("forget"))
@click.argument("memory_ids", metavar="[ID]...", type=_ID, nargs=-1)
@click.option("--conversation", metavar="TITLE", help=help_text("forget_conversation"))
@click.option("--before", metavar="DATE", help=help_text("forget_before"))
@in_session
def forget(
    session: Session, memory_ids: tuple[int, ...], conversation: str | None, before: str | None
) -> int:
    """Forgets memories for good and prints the signed certificates."""
    matching = conversation is not None or before is not None
    if matching == bool(memory_ids) or (conversation is not None and not conversation.strip()):
        raise BadInput("cli.forget_what")
    memory_ids = tuple(dict.fromkeys(memory_ids))
    ids = ", ".join(map(str, memory_ids))
    if not session.confirm(
        session.say("ask_forget_matching") if matching else session.say("ask_forget", id=ids)
    ):
        return DONE
    with session.device() as device:
        keystore = device.keeping.keystore
        if matching:
            moment = None if before is None else device.settings.moment(before)
            count, certificates = device.rights.forget_matching(
                conversation=conversation, before=moment
            )
            is_open = all(device.vault.is_open(name) for name in ClassName)
        else:
            absent = [one for one in memory_ids if not device.vault.exists(one)]
            if absent:
                raise BadInput("cli.no_such_memory", id=absent[0])
            is_open = all(device.vault.find_row(one) is not None for one in memory_ids)
            count, certificates = len(memory_ids), device.rights.forget(memory_ids)
    told = [session.say("forgotten_count", count=count)] if matching else []
    told += [] if matching else [session.say("forgotten", id=ids)]
    promise = "none" if keystore is None else keystore[1].value
    closed = "" if is_open else "_closed"
    told += [*certificates, session.say(f"forgotten_promise_{promise}{closed}")]
    told.append(session.say("forgotten_not_reached"))
    data: dict[str, Any] = {"forgotten": count, "certificates": certificates}
    if len(memory_ids) == 1:
        data = {"id": memory_ids[0], "forgotten": True, "certificate": certificates[0]}
    session.tell("\n".join(told), data)
    return DONE


@cli.command("export", help=help_text("export"))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@in_session
def export(session: Session, folder: Path) -> int:
    """Writes everything that is open into an empty folder, laid out as evidence."""
    with session.device() as device:
        closed = device.recall.closed(Purpose.EXPORT, session.language)
        count = device.rights.export(
            folder,
            lambda: device.recall.all(Purpose.EXPORT, session.language),
            device.settings,
        )
    lines = [session.say("exported", count=count, folder=str(folder))]
    lines += [told_closed(session, one) for one in closed]
    data = {"folder": str(folder), "memories": count, "closed": closed_data(closed)}
    session.tell("\n".join(lines), data)
    return DONE


@cli.command("report", help=help_text("report"))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@in_session
def report(session: Session, folder: Path) -> int:
    """Writes the owner's report, with the evidence that it was made of, into an empty folder."""
    require_new(folder)  # a folder that is refused gets nothing, and nothing is read for it
    with session.device() as device:
        closed = device.recall.closed(Purpose.EXPORT, session.language)
        count = device.rights.export(
            folder / EVIDENCE,
            lambda: device.recall.all(Purpose.EXPORT, session.language),
            device.settings,
        )
    write_report(folder / EVIDENCE, View.CONSUMER, session.language, folder)
    lines = [session.say("reported", count=count, folder=str(folder))]
    lines += [told_closed(session, one) for one in closed]
    data = {"folder": str(folder), "memories": count, "closed": closed_data(closed)}
    session.tell("\n".join(lines), data)
    return DONE


@cli.command("app", help=help_text("app"))
@click.option(
    "--vault", type=click.Path(path_type=Path), envvar="BOJAGI_VAULT", help=help_text("vault")
)
@click.option("--lang", type=click.Choice(LANGUAGES), help=help_text("lang"))
def app(vault: Path | None, lang: str | None) -> int:
    """Opens the app's window, in a process of its own: the command line never loads Kivy."""
    words = [f"--vault={(vault or DEFAULT_FOLDER).expanduser()}"]
    if lang is not None:
        words.append(f"--lang={lang}")
    # The only words from outside are a folder and a language, each behind its option's name.
    command = [sys.executable, "-m", "device.app", *words]
    return subprocess.run(command, check=False).returncode  # noqa: S603


@cli.command("log", help=help_text("log"))
@click.option("--memory", "memory_id", metavar="ID", type=_ID, help=help_text("log_memory"))
@click.option("--verify", is_flag=True, help=help_text("log_verify"))
@click.option(
    "--export",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=help_text("log_export"),
)
@in_session
def log(session: Session, memory_id: int | None, *, verify: bool, folder: Path | None) -> int:
    """Shows the log; checks it, or hands it over without content."""
    if sum((memory_id is not None, verify, folder is not None)) > 1:
        raise BadInput("cli.one_log_option")
    with session.device() as device:
        if verify:
            count = device.vault.journal.verify()
            session.tell(
                session.say("log_verified", count=count), {"verified": True, "events": count}
            )
        elif folder is not None:
            count = device.rights.export_log(folder)
            told = session.say("exported_log", count=count, folder=str(folder))
            session.tell(told, {"folder": str(folder), "events": count})
        else:
            lines = list(device.rights.log(memory_id))
            if memory_id is not None and not lines:
                session.tell(session.say("log_nothing", id=memory_id), [])
                return REFUSED
            told = "\n".join(told_event(session, device.settings, line) for line in lines)
            session.tell(told, [event_data(device.settings, line) for line in lines])
    return DONE


@cli.command("status", help=help_text("status"))
@in_session
def status(session: Session) -> int:
    """Shows what is open, what is closed, and the key that verifies the log."""
    with session.device() as device:
        counts = {
            name.value: device.vault.count(name) for name in ClassName if device.vault.is_open(name)
        }
        closed = device.recall.closed(session.purpose, session.language)
        vkey, events = str(device.vault.journal.signer.verifier), device.vault.journal.size
        has_step_up = device.vault.has_step_up
        keystore = device.keeping.keystore
        damage = list(device.vault.damage)
    lines = [
        session.say(
            "status_open", folder=str(session.folder), count=sum(counts.values()), events=events
        ),
        *(
            session.say("status_class", name=session.say(f"class_{k}"), count=n)
            for k, n in counts.items()
        ),
        *(told_closed(session, one) for one in closed),
        session.say("status_no_keystore")
        if keystore is None
        else session.say(f"status_keystore_{keystore[1]}", name=keystore[0]),
        session.say("status_key", vkey=vkey),
        *session.damage_lines(damage, ()),
    ]
    data = {
        "vault": str(session.folder),
        "open": counts,
        "events": events,
        "step_up": has_step_up,
        "keystore": None if keystore is None else keystore[0],
        "damaged_segments": [one.seg for one in damage],
    }
    session.tell("\n".join(lines), {**data, "closed": closed_data(closed), "log_key": vkey})
    return DAMAGED if damage else DONE


for command in (
    *policy_commands.COMMANDS,
    *program_commands.COMMANDS,
    *context_commands.COMMANDS,
    *thread_commands.COMMANDS,
    *reminder_commands.COMMANDS,
    *doubt_commands.COMMANDS,
    *talk_commands.COMMANDS,
    *fading_commands.COMMANDS,
    *keeping_commands.COMMANDS,
    *backup_commands.COMMANDS,
    *encoder_commands.COMMANDS,
    federation,
):
    cli.add_command(command)


def main(args: Sequence[str] | None = None) -> int:
    """Runs the program and gives its exit code."""
    return run(cli, "bojagi", args)
