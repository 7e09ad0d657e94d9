"""Reports: made of a verified bundle, and made again to check them.

A report folder holds

    report.json     the report as data, in canonical JSON (compliance.render.canonical)
    report.html     the same for people: one file that loads nothing
    evidence/       the bundle that it was made of

Invariants:

1. A report is a pure function of the bundle's bytes, the view, the language and this program's
   version. Nothing here asks a clock or draws a number.
2. So a report needs no signature of its own. To check one, its evidence is verified, the report is
   made again, and every byte of both files is compared; there is no figure that is not covered.
3. A changed bundle gets no report at all, and nothing is written for it.
4. What a report says of itself (view, language, version) is only used to make it again; a lie there
   gives other bytes.
5. Of a report's files no more is taken apart than what it says of itself; all else is compared as
   bytes. A huge report.json costs its size in RAM, not a multiple of it.

What an attacker tries: edit a figure in one file, or the same figure in both; put the report of
another bundle on top; name another view, language or version; links, huge files, a file more; a
folder whose name redraws the terminal that it is told on.

What this does NOT protect: a folder that was made anew from its first event on, with another key,
unless the reader brings the key; and whatever a bundle itself cannot prove (compliance.evidence).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from compliance.bundle import Bundle, CoordinatorBundle, DeviceBundle, read_bundle
from compliance.errors import ProofError, ReportError, WriteError
from compliance.evidence import (
    CHECKPOINT,
    LOG,
    MANIFEST,
    VKEY,
    Verdict,
    list_names,
    open_file,
    shown_name,
    verify_folder,
)
from compliance.reader import Reader
from compliance.render.canonical import to_canonical_json
from compliance.render.html import Report, render_page
from compliance.views.consumer import make_consumer_report
from compliance.views.developer import make_developer_report
from compliance.views.regulator import make_regulator_report
from policy.catalog import LANGUAGES, Language

EVIDENCE: Final = "evidence"
DATA: Final = "report.json"
PAGE: Final = "report.html"
MAX_REPORT_BYTES: Final = 1 << 29

_NAMES = frozenset({EVIDENCE, DATA, PAGE})
_COPY_BYTES = 1 << 20
_HEAD = re.compile(rb'"head"\s*:\s*(?={)')
_MAX_HEAD_BYTES = 1 << 17  # far more than the longest head of a bundle that can be read


class View(StrEnum):
    """For whom a report is."""

    CONSUMER = "consumer"
    REGULATOR = "regulator"
    DEVELOPER = "developer"


class _Claims(BaseModel):
    """What a report.json says of itself; all that is read of it before it is made again."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)

    view: Literal["consumer", "regulator", "developer"]
    language: Literal["en", "ja", "ko"]
    program: str = Field(max_length=200)


@dataclass(frozen=True, slots=True)
class Made:
    """A report as bytes, with the values that it was rendered from."""

    report: Report
    data: bytes
    page: bytes


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """What was written, or what a verified report is.

    Attributes:
        program: The version that made it.
        simulated: Whether simulated devices are in it.
        page: The path of report.html.
        data: The path of report.json.
        evidence: What verifying the bundle gave.
    """

    view: View
    language: Language
    program: str
    simulated: bool
    page: Path
    data: Path
    evidence: Verdict


def make_report(bundle: Bundle, view: View | str, language: Language) -> Made:
    """Gives the report of a bundle.

    Raises:
        ReportError: the view needs a bundle of the other kind.
        ValueError: there is no such view or language.
    """
    chosen = View(view)
    if language not in LANGUAGES:
        raise ValueError(f"expected a language of {LANGUAGES}")
    reader = Reader(language, bundle.zone)
    report = _make_values(bundle, chosen, reader)
    return Made(report, to_canonical_json(report), render_page(report, reader))


def write_report(
    bundle: Path, view: View | str, language: Language, out: Path, *, vkey: str | None = None
) -> ReportSummary:
    """Writes report.json, report.html and the evidence into a folder, readable by its owner alone.

    Args:
        bundle: The evidence folder. It may be `out / "evidence"` itself, which then stays.
        view: consumer needs a device's bundle, regulator and developer a coordinator's.
        language: The reader's.
        out: A new or empty folder.
        vkey: The verifier key of who made the bundle, from elsewhere.

    Raises:
        ProofError: the bundle was changed. Nothing is written.
        EvidenceError: it is no bundle that this version can read.
        ReportError: the view does not fit the bundle, or `out` is not empty.
        WriteError: `out` cannot be written.
    """
    source = read_bundle(bundle, vkey=vkey)
    made = make_report(source, view, language)
    in_place = _prepare(bundle, out)
    try:
        if not in_place:
            _copy_evidence(bundle, out / EVIDENCE, source.digests)
        _write(out / DATA, [made.data])
        _write(out / PAGE, [made.page])
    except OSError as error:
        raise _unwritable(out, error) from error
    if verify_folder(out / EVIDENCE, vkey=vkey) != source.verdict:
        raise ProofError("report.bundle_moved")
    return _summary(out, made, source.verdict)


def shown_path(path: Path) -> str:
    """Gives a path as it may be printed: hostile folders have names that redraw a terminal."""
    return "".join(
        char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(path)
    )


def is_report(folder: Path) -> bool:
    """Tells whether a folder is to be checked as a report: it holds a part of one, and no log."""
    names = list_names(folder)
    return not _NAMES.isdisjoint(names) and LOG not in names


def verify_report(folder: Path, *, vkey: str | None = None) -> ReportSummary:
    """Verifies a report's evidence, makes the report again and compares every byte.

    Args:
        folder: The folder that `write_report` wrote.
        vkey: The verifier key of who made the bundle, from elsewhere.

    Raises:
        ProofError: a file was changed, added, taken away or swapped; it is named.
        EvidenceError: this version cannot read the evidence.
        ReportError: another version of the program made the report.
    """
    names = list_names(folder)
    for name in sorted(names - _NAMES):
        raise ProofError("report.file_unlisted", file=shown_name(name))
    for name in sorted(_NAMES - names):
        raise ProofError("report.file_missing", file=name)
    evidence = folder / EVIDENCE
    if evidence.is_symlink() or not evidence.is_dir():
        # A link could lead to evidence that the reader may see and the sender may not.
        raise ProofError("report.evidence_kind")
    bundle = read_bundle(evidence, vkey=vkey)
    data = _read(folder, DATA)
    claims = _read_claims(data)
    if claims.program != _program():
        found = shown_name(claims.program)
        raise ReportError("report.other_program", expected=_program(), found=found)
    try:
        made = make_report(bundle, claims.view, claims.language)
    except ReportError as error:  # a view that this bundle never had a report for
        raise ProofError("report.data_form") from error
    if data != made.data:
        place = _differing_entry(made.data, data)
        raise ProofError("report.changed", file=DATA, place=place)
    page = _read(folder, PAGE)
    if page != made.page:
        place = f"{PAGE}:{_differing_line(made.page, page)}"
        raise ProofError("report.changed", file=PAGE, place=place)
    return _summary(folder, made, bundle.verdict)


def _make_values(bundle: Bundle, view: View, reader: Reader) -> Report:
    match view:
        case View.CONSUMER:
            if not isinstance(bundle, DeviceBundle):
                raise ReportError("report.needs_device", view=view.value)
            return make_consumer_report(bundle, reader, _program())
        case View.REGULATOR:
            return make_regulator_report(_coordinators(bundle, view), reader, _program())
        case View.DEVELOPER:
            return make_developer_report(_coordinators(bundle, view), reader, _program())


def _coordinators(bundle: Bundle, view: View) -> CoordinatorBundle:
    if not isinstance(bundle, CoordinatorBundle):
        raise ReportError("report.needs_coordinator", view=view.value)
    return bundle


def _program() -> str:
    return version("bojagi")


def _summary(folder: Path, made: Made, verdict: Verdict) -> ReportSummary:
    head = made.report.head
    return ReportSummary(
        view=View(head.view),
        language=head.language,
        program=head.program,
        simulated=head.simulated,
        page=folder / PAGE,
        data=folder / DATA,
        evidence=verdict,
    )


def require_new(out: Path) -> None:
    """Checks that a report may go into a folder, before evidence is gathered for it.

    Raises:
        ReportError: it holds something already.
        WriteError: it is no folder, or cannot be looked into.
    """
    try:
        is_used = out.exists() and any(out.iterdir())
    except (OSError, ValueError) as error:
        raise _unwritable(out, error) from error
    if is_used:
        raise ReportError("report.out_not_empty", folder=shown_path(out))


def _prepare(bundle: Path, out: Path) -> bool:
    """Makes the folder for a report; tells whether the bundle lies where a report keeps it."""
    try:
        source, target = bundle.resolve(), out.resolve()
        in_place = source == target / EVIDENCE
        if target.is_relative_to(source):
            raise ReportError("report.out_inside", folder=shown_path(out))
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        names = {entry.name for entry in out.iterdir()}
    except (OSError, ValueError) as error:
        raise _unwritable(out, error) from error
    if names - ({EVIDENCE} if in_place else set()):
        raise ReportError("report.out_not_empty", folder=shown_path(out))
    return in_place


def _copy_evidence(bundle: Path, target: Path, digests: Mapping[str, str]) -> None:
    target.mkdir(mode=0o700)
    for name in (LOG, CHECKPOINT, VKEY, MANIFEST, *digests):
        _write(target / name, _pieces(bundle, name))


def _pieces(folder: Path, name: str) -> Iterator[bytes]:
    with open_file(folder, name, MAX_REPORT_BYTES) as file:
        while piece := file.read(_COPY_BYTES):
            yield piece


def _read(folder: Path, name: str) -> bytes:
    return b"".join(_pieces(folder, name))


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            file.write(piece)


def _unwritable(out: Path, error: OSError | ValueError) -> WriteError:
    reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    return WriteError("report.out_unwritable", folder=shown_path(out), reason=reason)


def _read_claims(data: bytes) -> _Claims:
    """Gives what a report.json says of itself. Its other parts are not even parsed."""
    place = _HEAD.search(data)
    if place is None:
        raise ProofError("report.data_form")
    text = data[place.end() : place.end() + _MAX_HEAD_BYTES].decode("utf-8", errors="replace")
    try:
        head, _ = json.JSONDecoder().raw_decode(text)
        return _Claims.model_validate(head)
    except (ValidationError, ValueError, RecursionError) as error:
        raise ProofError("report.data_form") from error


def _differing_entry(expected: bytes, found: bytes) -> str:
    """Gives where two reports part: an entry's path, or the byte where only the spelling differs.

    Written alike in every language, for whoever checks may not speak the report's.
    """
    at = f"{DATA}+{_first_differing_byte(expected, found)}"
    if len(found) > 2 * len(expected):  # not an edited figure, and costly to take apart
        return at
    try:
        return _first_difference(from_json(expected), from_json(found)) or at
    except ValueError:  # no JSON any more
        return at


def _first_differing_byte(expected: bytes, found: bytes) -> int:
    same, end = 0, min(len(expected), len(found))
    while same < end:  # halves the stretch in which they part
        middle = (same + end + 1) // 2
        if expected[same:middle] == found[same:middle]:
            same = middle
        else:
            end = middle - 1
    return same


def _first_difference(expected: Any, found: Any, path: str = "") -> str:
    """Gives the path of the first entry that differs, in names of ours only; else nothing."""
    match expected, found:
        case dict(), dict():
            for name, value in expected.items():
                inner = _first_difference(value, found.get(name), f"{path}/{name}")
                if inner:
                    return inner
            return "" if len(expected) == len(found) else path or "/"
        case list(), list():
            for at, (mine, theirs) in enumerate(zip(expected, found, strict=False)):
                inner = _first_difference(mine, theirs, f"{path}/{at}")
                if inner:
                    return inner
            return "" if len(expected) == len(found) else path or "/"
        case _:
            return "" if type(expected) is type(found) and expected == found else path or "/"


def _differing_line(expected: bytes, found: bytes) -> int:
    return expected.count(b"\n", 0, _first_differing_byte(expected, found)) + 1
