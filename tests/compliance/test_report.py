"""Reports as files: the same bundle gives the same bytes, and each view takes only its bundle."""

import io
import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from compliance.cli import main
from compliance.contents import ABOUT, MEMORIES, NAMES, ROUNDS, STATISTICS
from compliance.errors import ComplianceError, EvidenceError, ProofError, ReportError, WriteError
from compliance.evidence import verify_folder
from compliance.report import ReportSummary, View, verify_report, write_report
from policy.catalog import LANGUAGES
from tests.compliance.bundles import (
    COORDINATOR,
    happened,
    rounds,
    table,
    write_coordinator_bundle,
    write_device_bundle,
)
from tests.compliance.test_evidence import SIGNER, write_folder

VIEWS = [view.value for view in View]


@pytest.fixture
def device(tmp_path) -> Path:
    return write_device_bundle(tmp_path / "device")


@pytest.fixture
def coordinator(tmp_path) -> Path:
    return write_coordinator_bundle(tmp_path / "coordinator")


def bundle_for(view: str, device: Path, coordinator: Path) -> Path:
    return device if view == "consumer" else coordinator


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refusal(kind: type[ComplianceError], *arguments, **named) -> ComplianceError:
    with pytest.raises(kind) as caught:
        write_report(*arguments, **named)
    for language in LANGUAGES:
        assert caught.value.tell(language)
    return caught.value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_report_is_written_with_its_evidence_and_verifies(
    device, coordinator, tmp_path, view, language
):
    bundle = bundle_for(view, device, coordinator)
    out = tmp_path / "out"
    summary = write_report(bundle, view, language, out)
    assert sorted(path.name for path in out.iterdir()) == ["evidence", "report.html", "report.json"]
    assert files_in(out / "evidence") == files_in(bundle)
    assert summary == verify_report(out)
    assert isinstance(summary, ReportSummary)
    assert (summary.view, summary.language, summary.simulated) == (view, language, False)
    assert (summary.page, summary.data) == (out / "report.html", out / "report.json")
    assert summary.evidence == verify_folder(bundle)
    head = json.loads(summary.data.read_bytes())["head"]
    assert (head["view"], head["language"], head["program"]) == (view, language, summary.program)
    assert head["evidence"]["root"] == summary.evidence.root


@pytest.mark.parametrize("view", VIEWS)
def test_same_bundle_gives_the_same_bytes_in_another_process_zone_and_language(
    device, coordinator, tmp_path, view
):
    bundle = bundle_for(view, device, coordinator)
    write_report(bundle, view, "ja", tmp_path / "first")
    program = (
        "import sys; from pathlib import Path; from compliance.report import write_report; "
        "write_report(Path(sys.argv[1]), sys.argv[2], 'ja', Path(sys.argv[3]))"
    )
    surroundings = {"TZ": "America/Caracas", "LANG": "ko_KR.UTF-8", "PYTHONHASHSEED": "7"}
    subprocess.run(
        [sys.executable, "-c", program, str(bundle), view, str(tmp_path / "second")],
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, **surroundings},
    )
    assert files_in(tmp_path / "first") == files_in(tmp_path / "second")


def test_bundle_that_lies_where_the_report_goes_stays_there(tmp_path):
    bundle = write_device_bundle(make(tmp_path / "out") / "evidence")
    before = files_in(bundle)
    write_report(bundle, View.CONSUMER, "ko", tmp_path / "out")
    assert files_in(bundle) == before
    assert verify_report(tmp_path / "out").view is View.CONSUMER


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_report_is_readable_by_its_owner_alone(device, tmp_path):
    write_report(device, "consumer", "en", tmp_path / "out")
    for path in [tmp_path / "out", *(tmp_path / "out").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize(
    ("view", "of", "key"),
    [
        ("consumer", "coordinator", "report.needs_device"),
        ("regulator", "device", "report.needs_coordinator"),
        ("developer", "device", "report.needs_coordinator"),
    ],
)
def test_view_of_the_other_bundle_is_refused_and_nothing_is_written(
    request, tmp_path, view, of, key
):
    bundle = request.getfixturevalue(of)
    assert refusal(ReportError, bundle, view, "en", tmp_path / "out").key == key
    assert not (tmp_path / "out").exists()


def test_changed_bundle_gets_no_report(device, tmp_path):
    path = device / MEMORIES
    path.write_bytes(path.read_bytes().replace(b"8/8", b"8/9"))
    fault = refusal(ProofError, device, "consumer", "ja", tmp_path / "out")
    assert (fault.key, fault.exit_code) == ("evidence.file_changed", 3)
    assert not (tmp_path / "out").exists()


def test_bundle_signed_by_another_key_than_the_pinned_one_gets_no_report(device, tmp_path):
    other = str(COORDINATOR.verifier)
    assert refusal(ProofError, device, "consumer", "en", tmp_path / "o", vkey=other).exit_code == 3
    write_report(device, "consumer", "en", tmp_path / "out", vkey=str(SIGNER.verifier))
    assert verify_report(tmp_path / "out", vkey=str(SIGNER.verifier)).evidence.key_pinned


def test_pinned_key_leaves_no_mark_in_the_report(device, tmp_path):
    write_report(device, "consumer", "en", tmp_path / "a", vkey=str(SIGNER.verifier))
    write_report(device, "consumer", "en", tmp_path / "b")
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")


@pytest.mark.parametrize("name", [ABOUT, MEMORIES, NAMES])
def test_evidence_without_a_content_file_is_no_bundle(device, tmp_path, name):
    contents = {one: (device / one).read_bytes() for one in (ABOUT, MEMORIES, NAMES) if one != name}
    folder = write_folder(tmp_path / "less", files=contents)
    fault = refusal(EvidenceError, folder, "consumer", "en", tmp_path / "out")
    assert (fault.key, fault.values) == ("report.no_bundle", {"file": name})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (ABOUT, b"{}"),
        (ABOUT, b'{"v":2,"kind":"device","program":"9"}'),
        (ABOUT, b'{"kind":"device","program":"0.1.0","owner":"x"}'),
        (MEMORIES, b"{}"),
        (MEMORIES, b'[{"id":1}]'),
        (MEMORIES, b'[{"id":"1","text":"a"}]'),
        (MEMORIES, b'[{"id":1,"text":"\\ud800"}]'),
        (MEMORIES, b"[" * 100_000),
        (NAMES, b'{"abc":1}'),
        (NAMES, b'{"' + b"0" * 64 + b'":-1}'),
    ],
)
def test_signed_content_of_another_form_is_refused_by_name(tmp_path, name, content):
    bundle = write_device_bundle(tmp_path / "device", files={name: content})
    fault = refusal(EvidenceError, bundle, "consumer", "en", tmp_path / "out")
    assert (fault.key, fault.values, fault.exit_code) == ("report.content_form", {"file": name}, 2)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ROUNDS, b"0.2741", b"NaN"),
        (ROUNDS, b"0.2741", b"1e400"),
        (ROUNDS, b"[32,88]", b"[9007199254740991,9007199254740991]"),
        (STATISTICS, b'"counts":{', b'"counts":{"huge":9007199254740993,'),
        (STATISTICS, b'"threshold":10', b'"threshold":9'),
    ],
)
def test_signed_figures_that_no_report_can_carry_are_refused(coordinator, tmp_path, name, old, new):
    content = (coordinator / name).read_bytes()
    assert old in content
    files = {name: content.replace(old, new)}
    bundle = write_coordinator_bundle(tmp_path / "odd", files=files)
    fault = refusal(EvidenceError, bundle, "regulator", "en", tmp_path / "out")
    assert (fault.key, fault.values) == ("report.content_form", {"file": name})


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "../../etc/passwd", "/etc/passwd", "Asia", "", "\x1b[2J"]
)
def test_zone_that_is_none_is_told_without_redrawing_the_terminal(tmp_path, zone):
    bundle = write_device_bundle(tmp_path / "device", about={"zone": zone})
    fault = refusal(EvidenceError, bundle, "consumer", "en", tmp_path / "out")
    assert fault.key == "report.zone"
    assert str(fault).isprintable()


def test_folder_with_something_in_it_is_not_written_to(device, tmp_path):
    out = make(tmp_path / "out")
    (out / "mine").write_bytes(b"x")
    assert refusal(ReportError, device, "consumer", "en", out).key == "report.out_not_empty"
    assert files_in(out) == {"mine": b"x"}


def test_folder_inside_the_bundle_would_spoil_it_and_is_refused(device, tmp_path):
    for out in (device, device / "report"):
        assert refusal(ReportError, device, "consumer", "en", out).key == "report.out_inside"
    assert verify_folder(device)


def test_place_that_cannot_be_written_exits_5(device, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    fault = refusal(WriteError, device, "consumer", "en", tmp_path / "file" / "out")
    assert (fault.key, fault.exit_code) == ("report.out_unwritable", 5)


def test_disk_that_fills_up_meanwhile_exits_5_with_a_sentence(device, tmp_path):
    program = (
        "import resource, sys; from compliance.cli import main; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["report", str(device), "--view", "consumer", "--out", str(tmp_path / "out")]
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert run.returncode == 5
    assert run.stderr.startswith(b"Expected to write the report to")


def test_unknown_view_or_language_is_our_own_fault(device, tmp_path):
    with pytest.raises(ValueError, match="auditor"):
        write_report(device, "auditor", "en", tmp_path / "out")
    with pytest.raises(ValueError, match="language"):
        write_report(device, "consumer", "fr", tmp_path / "out")


def test_log_at_the_end_of_time_is_still_told(tmp_path):
    late = happened("created", 0, at=253_402_300_799)
    bundle = write_device_bundle(tmp_path / "device", events=[late], cards=[])
    summary = write_report(bundle, "consumer", "en", tmp_path / "out")
    assert (
        json.loads(summary.data.read_bytes())["head"]["evidence"]["last"] == "9999-12-31 23:59 UTC"
    )


def test_bundle_without_rounds_tables_or_memories_has_a_report(tmp_path):
    empty = write_coordinator_bundle(
        tmp_path / "c", rounds_=rounds(rounds=(), final_reward=None), tables=(), events=[]
    )
    for view in ("regulator", "developer"):
        write_report(empty, view, "ja", tmp_path / view)
        assert verify_report(tmp_path / view)
    nothing = write_device_bundle(tmp_path / "d", events=[], cards=[])
    write_report(nothing, "consumer", "ko", tmp_path / "consumer")
    assert verify_report(tmp_path / "consumer")


def test_ten_thousand_memories_fit_a_report(tmp_path):
    cards = [{"id": number, "text": f"memory {number}"} for number in range(10_000)]
    bundle = write_device_bundle(tmp_path / "device", cards=cards)
    summary = write_report(bundle, "consumer", "en", tmp_path / "out")
    page = summary.page.read_text("utf-8")
    assert page.count('<li class="memory"') == 10_000
    assert len(page) < 10_000 * 1_000


def test_no_socket_is_opened_to_write_or_verify(device, coordinator, tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for view in VIEWS:
        write_report(bundle_for(view, device, coordinator), view, "en", tmp_path / view)
        assert verify_report(tmp_path / view).view == view


# -- the program


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("BOJAGI_LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_program_writes_a_report_and_verifies_it(
    device, coordinator, tmp_path, capsys, view, language
):
    bundle, out = bundle_for(view, device, coordinator), tmp_path / "out"
    options = ["--view", view, "--lang", language, "--out", str(out)]
    assert main(["report", str(bundle), *options]) == 0
    said = capsys.readouterr()
    assert str(out / "report.html") in said.out
    assert not said.err
    for path in (out, out / "report.html", out / "report.json"):
        assert main(["verify", str(path), "--lang", language]) == 0
        said = capsys.readouterr().out
        assert f"{view}" in said.splitlines()[0]
        assert "compliant" not in said.lower()


def test_program_says_that_memories_are_in_the_clear_and_devices_simulated(
    device, tmp_path, capsys
):
    assert main(["report", str(device), "--view", "consumer", "--out", str(tmp_path / "a")]) == 0
    assert "plain text" in capsys.readouterr().out
    simulated = write_coordinator_bundle(tmp_path / "s", tables=[table(simulated=True)])
    out = str(tmp_path / "b")
    assert main(["report", str(simulated), "--view", "regulator", "--out", out]) == 0
    assert "simulated" in capsys.readouterr().out


def test_json_of_report_and_verify_is_one_object(device, tmp_path, capsys):
    out = str(tmp_path / "out")
    options = ["--view", "consumer", "--lang", "ko", "--out", out, "--json"]
    assert main(["report", str(device), *options]) == 0
    written = json.loads(capsys.readouterr().out)
    assert written["written"] is True
    assert (written["view"], written["language"]) == ("consumer", "ko")
    assert main(["verify", out, "--json"]) == 0
    verified = json.loads(capsys.readouterr().out)
    assert verified["verified"] is True
    assert verified["size"] == 16
    assert verified["report"] == {key: written[key] for key in verified["report"]}
    page = tmp_path / "out" / "report.html"
    page.write_bytes(page.read_bytes() + b"\n")
    assert main(["verify", out, "--json", "--lang", "ja"]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verified"], answer["error"]) == (False, "report.changed")
    assert "report.html" in answer["message"]
    assert main(["report", str(device), *options]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert (answer["written"], answer["error"]) == (False, "report.out_not_empty")


@pytest.mark.parametrize(
    "arguments",
    [
        ["report"],
        ["report", "{device}"],
        ["report", "{device}", "--view", "consumer"],
        ["report", "{device}", "--view", "auditor", "--out", "{out}"],
        ["report", "{device}", "--view", "regulator", "--out", "{out}"],
        ["report", "{out}/nowhere", "--view", "consumer", "--out", "{out}"],
        ["report", "{device}", "--view", "consumer", "--out", "{device}"],
    ],
)
def test_bad_usage_exits_2_with_a_sentence(device, tmp_path, capsys, arguments):
    values = {"device": device, "out": tmp_path / "out"}
    assert main([argument.format(**values) for argument in arguments]) == 2
    said = capsys.readouterr().err
    assert said.strip()
    assert "Traceback" not in said


def test_program_writes_reports_to_a_terminal_that_knows_no_korean(device, tmp_path, monkeypatch):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    out = ["--out", str(tmp_path / "out"), "--lang", "ko"]
    assert main(["report", str(device), "--view", "consumer", *out]) == 0
