"""Reports that were tampered with: every byte is covered, and the file is named."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from compliance.errors import ComplianceError, ProofError, ReportError
from compliance.log.note import Signer
from compliance.report import verify_report, write_report
from policy.catalog import LANGUAGES
from tests.compliance.bundles import card, write_coordinator_bundle, write_device_bundle
from tests.compliance.test_evidence import SIGNER

DEVICE_FIGURES = [
    ("花火", "雨天"),
    ('"reads":3', '"reads":0'),
    ('"bytes":11656', '"bytes":11655'),
    ('"norm":0.734211', '"norm":0.134211'),
    ('"round":1', '"round":2'),
    ('"others":1', '"others":0'),
    ('"refused":1', '"refused":0'),
    ('"given":true', '"given":false'),
    ('"kind":"released"', '"kind":"indexed"'),
    ('"purpose":"recall"', '"purpose":"marketing"'),
    ('"commitment":"', '"commitment":"0'),
    ('"simulated":false', '"simulated":true'),
    ('"market":"JP"', '"market":"KR"'),
    ('"zone":"Asia/Tokyo"', '"zone":"Asia/Seoul"'),
    ('"events":16', '"events":17'),
    ('"result":"pass"', '"result":"fail"'),
    ('"needs_person":true', '"needs_person":false'),
    ('"root":"', '"root":"0'),
]
COORDINATOR_FIGURES = [
    ('"accepted":3', '"accepted":4'),
    ('"asked":4', '"asked":3'),
    ('"count":2,"name":"not-finite"', '"count":0,"name":"not-finite"'),
    ('"missing":2', '"missing":0'),
    ('"final_reward":0.2741', '"final_reward":0.9741'),
    ('"mean_norm":0.8125', '"mean_norm":0.8126'),
    ('"aggregated":false', '"aggregated":true'),
    ('"sees_single_updates":true', '"sees_single_updates":false'),
    ('"count":141', '"count":140'),
    ('"count":null', '"count":0'),
    ('"epsilon":2', '"epsilon":1'),
    ('"epsilon_spent":4', '"epsilon_spent":2'),
    ('"threshold":10', '"threshold":20'),
    ('"interval":12', '"interval":2'),
    ('"result":"fail"', '"result":"pass"'),
    ('"result":"review"', '"result":"pass"'),
    ("30 million", "10 million"),
    ('"in_force_from":"2026-01-22"', '"in_force_from":"2027-01-22"'),
]


@pytest.fixture
def consumer(tmp_path) -> Path:
    write_report(write_device_bundle(tmp_path / "device"), "consumer", "ja", tmp_path / "report")
    return tmp_path / "report"


@pytest.fixture
def regulator(tmp_path) -> Path:
    bundle = write_coordinator_bundle(tmp_path / "coordinator")
    write_report(bundle, "regulator", "en", tmp_path / "regulator")
    return tmp_path / "regulator"


def refusal(folder: Path) -> ComplianceError:
    with pytest.raises(ComplianceError) as caught:
        verify_report(folder)
    for language in LANGUAGES:
        assert caught.value.tell(language).isprintable()
    return caught.value


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert old in content, old
    path.write_text(content.replace(old, new, 1), "utf-8", newline="")


@pytest.mark.parametrize(("old", "new"), DEVICE_FIGURES)
def test_no_figure_of_the_persons_data_can_be_edited(consumer, old, new):
    change(consumer / "report.json", old, new)
    fault = refusal(consumer)
    assert (fault.key, fault.exit_code, fault.values["file"]) == (
        "report.changed",
        3,
        "report.json",
    )


@pytest.mark.parametrize(("old", "new"), COORDINATOR_FIGURES)
def test_no_figure_of_the_regulators_data_can_be_edited(regulator, old, new):
    change(regulator / "report.json", old, new)
    fault = refusal(regulator)
    assert (fault.key, fault.values["file"]) == ("report.changed", "report.json")


def test_edited_figure_is_named_by_its_entry_and_its_value_is_not_told(consumer):
    change(consumer / "report.json", '"bytes":11656', '"bytes":54321')
    fault = refusal(consumer)
    assert "/sent/0/bytes" in str(fault)
    assert "54321" not in str(fault)


def test_entry_that_was_added_or_taken_away_is_found(consumer):
    path = consumer / "report.json"
    whole = path.read_bytes()
    report = json.loads(whole)
    for edited in (
        {**report, "note": "all is well"},
        {**report, "memories": report["memories"][1:]},
        {**report, "memories": [*report["memories"], report["memories"][0]]},
        {name: part for name, part in report.items() if name != "sent"},
        {**report, "sent": None},
    ):
        path.write_text(
            json.dumps(edited, ensure_ascii=False, sort_keys=True, separators=(",", ":")), "utf-8"
        )
        assert refusal(consumer).key == "report.changed"
    path.write_bytes(whole)
    assert verify_report(consumer)


def test_same_data_in_another_spelling_is_not_the_report(consumer):
    path = consumer / "report.json"
    path.write_text(json.dumps(json.loads(path.read_bytes())), "utf-8")
    fault = refusal(consumer)
    assert fault.key == "report.changed"
    assert fault.values["place"] == "report.json+12"


def test_no_byte_of_the_page_or_the_data_can_be_flipped_unseen(regulator):
    flips = 0
    for name in ("report.json", "report.html"):
        path = regulator / name
        whole = path.read_bytes()
        for at in range(0, len(whole), 997):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x01]) + whole[at + 1 :])
            assert refusal(regulator).exit_code in {2, 3}
            flips += 1
        path.write_bytes(whole)
    assert flips > 50
    assert verify_report(regulator)


@pytest.mark.prove
def test_no_byte_at_all_can_be_flipped_unseen(regulator):
    for path in sorted(path for path in regulator.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        for at in range(0, len(whole), 31):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
            refusal(regulator)
        path.write_bytes(whole)
    assert verify_report(regulator)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("141", "841"),
        ("suppressed", "0"),
        ("evidence missing", "evidence found"),
        ("KRW 30 million", "KRW 3 million"),
        ("default-src", "default-off"),
        ("</main>", "<p>x</p></main>"),
        ('<html lang="en">', '<html lang="ja">'),
    ],
)
def test_no_word_of_the_page_can_be_edited_and_the_line_is_told(regulator, old, new):
    change(regulator / "report.html", old, new)
    fault = refusal(regulator)
    assert (fault.key, fault.values["file"]) == ("report.changed", "report.html")
    assert re.fullmatch(r"report\.html:\d+", str(fault.values["place"]))


@pytest.mark.parametrize("name", ["report.json", "report.html"])
@pytest.mark.parametrize("tail", [b"\n", b" ", b"\x00", b"<!-- -->"])
def test_nothing_can_be_appended(regulator, name, tail):
    path = regulator / name
    path.write_bytes(path.read_bytes() + tail)
    fault = refusal(regulator)
    assert fault.exit_code == 3
    assert fault.key in {"report.changed", "report.data_form"}


def test_figure_edited_in_data_and_page_alike_is_found(regulator):
    for name in ("report.json", "report.html"):
        change(regulator / name, "141", "941")
    assert refusal(regulator).key == "report.changed"


def test_figure_edited_in_data_page_and_evidence_alike_is_found_beneath(regulator):
    for name in ("report.json", "report.html", "evidence/statistics.json"):
        change(regulator / name, "141", "941")
    fault = refusal(regulator)
    assert (fault.key, fault.values["file"]) == ("evidence.file_changed", "statistics.json")


@pytest.mark.parametrize(
    "name", ["log.jsonl", "checkpoint", "vkey", "manifest.json", "about.json", "rounds.json"]
)
def test_no_file_of_the_evidence_can_be_edited(regulator, name):
    path = regulator / "evidence" / name
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0x01]) + whole[middle + 1 :])
    assert refusal(regulator).exit_code == 3


def test_report_of_another_bundle_on_top_is_found(consumer, tmp_path):
    other = write_device_bundle(tmp_path / "other", cards=[card(1, "別の記憶")])
    write_report(other, "consumer", "ja", tmp_path / "their")
    for names in (("report.json",), ("report.html",), ("report.json", "report.html")):
        mixed = tmp_path / "mixed"
        shutil.copytree(consumer, mixed)
        for name in names:
            shutil.copy(tmp_path / "their" / name, mixed / name)
        assert refusal(mixed).values["file"] == names[0]
        shutil.rmtree(mixed)


def test_report_of_the_other_kind_or_view_on_top_is_found(consumer, regulator, tmp_path):
    write_report(regulator / "evidence", "developer", "en", tmp_path / "developer")
    shutil.copy(tmp_path / "developer" / "report.html", regulator / "report.html")
    assert refusal(regulator).values["file"] == "report.html"
    shutil.copy(regulator / "report.json", consumer / "report.json")
    assert (refusal(consumer).key, refusal(consumer).exit_code) == ("report.data_form", 3)


def test_page_in_another_language_on_top_is_found(regulator, tmp_path):
    write_report(regulator / "evidence", "regulator", "ko", tmp_path / "korean")
    shutil.copy(tmp_path / "korean" / "report.html", regulator / "report.html")
    assert refusal(regulator).values["file"] == "report.html"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"view":"regulator"', '"view":"developer"'),
        ('"language":"en"', '"language":"ko"'),
    ],
)
def test_report_that_says_it_is_another_is_found(regulator, old, new):
    change(regulator / "report.json", old, new)
    assert refusal(regulator).key == "report.changed"


def test_report_of_another_version_cannot_be_made_again_and_says_so(regulator):
    report = json.loads((regulator / "report.json").read_bytes())
    found = report["head"]["program"]
    change(regulator / "report.json", f'"program":"{found}"', '"program":"9.9.9\u202e"')
    fault = refusal(regulator)
    assert isinstance(fault, ReportError)
    assert (fault.key, fault.exit_code) == ("report.other_program", 2)
    assert "9.9.9" in str(fault)


def test_report_of_another_version_over_changed_evidence_is_a_change(regulator):
    report = json.loads((regulator / "report.json").read_bytes())
    found = report["head"]["program"]
    change(regulator / "report.json", f'"program":"{found}"', '"program":"9.9.9"')
    change(regulator / "evidence" / "rounds.json", "0.2741", "0.9741")
    assert refusal(regulator).exit_code == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff", b"[" * 200_000, b'{"head":{"view":"owner"}}', b'{"head":7}'],
)
def test_data_that_says_nothing_of_itself_is_a_change(regulator, content):
    (regulator / "report.json").write_bytes(content)
    fault = refusal(regulator)
    assert isinstance(fault, ProofError)
    assert fault.key == "report.data_form"


@pytest.mark.parametrize("name", ["report.json", "report.html", "evidence"])
def test_no_part_can_be_removed(regulator, name):
    (regulator / name).rename(regulator.parent / "away")
    fault = refusal(regulator)
    assert (fault.key, fault.values) == ("report.file_missing", {"file": name})


def test_extra_file_is_refused_and_its_name_cannot_redraw_the_terminal(regulator):
    (regulator / "\x1b[2Jnote\u202e.txt").write_bytes(b"")
    assert refusal(regulator).key == "report.file_unlisted"


def test_what_file_managers_leave_behind_is_ignored(regulator):
    (regulator / ".DS_Store").write_bytes(b"junk")
    assert verify_report(regulator)


@pytest.mark.parametrize("name", ["report.json", "report.html", "evidence"])
def test_link_is_not_followed(regulator, tmp_path, name):
    away = tmp_path / "away"
    (regulator / name).rename(away)
    (regulator / name).symlink_to(away)
    fault = refusal(regulator)
    assert fault.exit_code == 3
    if name == "evidence":
        assert fault.key == "report.evidence_kind"
    else:
        assert (fault.key, fault.values["file"]) == ("evidence.file_kind", name)


def test_pipe_or_folder_in_a_files_place_is_refused_without_waiting(regulator):
    for make in (os.mkfifo, os.mkdir):
        (regulator / "report.html").unlink(missing_ok=True)
        make(regulator / "report.html")
        assert refusal(regulator).key == "evidence.file_kind"
        if make is os.mkfifo:
            (regulator / "report.html").unlink()


def test_endless_file_is_refused_without_reading_it(regulator):
    with (regulator / "report.html").open("r+b") as file:
        file.truncate(1 << 40)
    assert refusal(regulator).key == "evidence.file_large"


def test_folder_made_anew_with_another_key_passes_only_without_the_key(tmp_path):
    thief = Signer(SIGNER.name, bytes(32))
    bundle = write_device_bundle(tmp_path / "device", signer=thief, cards=[card(1, "嘘")])
    write_report(bundle, "consumer", "ja", tmp_path / "report")
    assert not verify_report(tmp_path / "report").evidence.key_pinned
    with pytest.raises(ProofError):
        verify_report(tmp_path / "report", vkey=str(SIGNER.verifier))
