"""Reports of hostile bundles and hostile folders, beyond edited bytes (test_report_tamper)."""

import hashlib
import json
import os
import shutil
import tracemalloc
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest

from compliance.cli import main
from compliance.contents import ABOUT, MEMORIES, NAMES, ROUNDS, STATISTICS
from compliance.errors import ComplianceError, EvidenceError, ProofError
from compliance.evidence import write_manifest_bytes
from compliance.log.checkpoint import Checkpoint
from compliance.log.events import MAX_AT, EventKind
from compliance.log.merkle import leaf_hash, root
from compliance.log.note import Signer
from compliance.report import verify_report, write_report
from policy.catalog import LANGUAGES
from tests.compliance.bundles import (
    COORDINATOR,
    card,
    device_events,
    happened,
    name_of,
    rounds,
    table,
    write_coordinator_bundle,
    write_device_bundle,
)
from tests.compliance.test_evidence import NONCE, SIGNER, exported, write_folder

ABOUT_DEVICE = (
    b'{"v":1,"kind":"device","program":"0.1.0","market":"JP","language":"ja",'
    b'"zone":"Asia/Tokyo","simulated":false}'
)
ROUNDS_JSON = rounds().model_dump_json().encode()
THIEF = Signer(COORDINATOR.name, bytes(range(2, 34)))


@pytest.fixture
def consumer(tmp_path) -> Path:
    write_report(write_device_bundle(tmp_path / "device"), "consumer", "ja", tmp_path / "report")
    return tmp_path / "report"


@pytest.fixture
def regulator(tmp_path) -> Path:
    bundle = write_coordinator_bundle(tmp_path / "coordinator")
    write_report(bundle, "regulator", "en", tmp_path / "regulator")
    return tmp_path / "regulator"


def told(error: ComplianceError) -> ComplianceError:
    """Gives the error once its sentence is fit for a terminal in every language."""
    for language in LANGUAGES:
        assert error.tell(language).isprintable()
    return error


def refusal(folder: Path, *, vkey: str | None = None) -> ComplianceError:
    with pytest.raises(ComplianceError) as caught:
        verify_report(folder, vkey=vkey)
    return told(caught.value)


def no_report(bundle: Path, view: str, out: Path) -> ComplianceError:
    with pytest.raises(ComplianceError) as caught:
        write_report(bundle, view, "en", out)
    assert not out.exists()
    return told(caught.value)


def report_of(bundle: Path, view: str = "consumer", language="en") -> Path:
    out = bundle.parent / f"{bundle.name}-{view}"
    write_report(bundle, view, language, out)
    assert verify_report(out)
    return out


def values_of(folder: Path):
    return json.loads((folder / "report.json").read_bytes())


class Page(HTMLParser):
    """What a browser would make of a page: the elements, and the text outside of our own code."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self._in_code = False
        self.feed((folder / "report.html").read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self._in_code = tag in {"script", "style"}

    def handle_endtag(self, tag):
        self._in_code = self._in_code and tag not in {"script", "style"}

    def handle_data(self, data):
        if not self._in_code:
            self.texts.append(data)


# -- content that can be read in two ways


@pytest.mark.parametrize(
    "content",
    [
        ABOUT_DEVICE[:-1] + b',"simulated":true}',
        ABOUT_DEVICE[:-1] + b',"simulated":false}',
        b"\xef\xbb\xbf" + ABOUT_DEVICE,
        ABOUT_DEVICE.decode().encode("utf-16"),
        ABOUT_DEVICE + b"{}",
        ABOUT_DEVICE + b"\x00",
        ABOUT_DEVICE.replace(b"false", b'"false"'),
        ABOUT_DEVICE.replace(b"false", b"0"),
        ABOUT_DEVICE.replace(b"0.1.0", b"x" * 201),
        ABOUT_DEVICE.replace(b"0.1.0", b"\\ud800"),
        b"",
    ],
)
def test_about_that_two_programs_would_read_differently_is_refused(tmp_path, content):
    bundle = write_device_bundle(tmp_path / "device", files={ABOUT: content})
    fault = no_report(bundle, "consumer", tmp_path / "report")
    assert (fault.key, fault.values["file"]) == ("report.content_form", ABOUT)


@pytest.mark.parametrize(
    "content",
    [
        b'[{"id":1,"text":"a","text":"b"}]',
        b'[{"id":1,"text":"a","extra":{"x":1,"x":2}}]',
        b'[{"id":1,"text":"a"},{"id":1,"text":"b"}]',
        b'[{"id":1,"text":"a","score":NaN}]',
        b'[{"id":1,"text":"a","score":-Infinity}]',
        b'[{"id":1,"text":"a","score":1' + b"0" * 100_000 + b"}]",
        b'[{"id":1' + b"0" * 30 + b',"text":"a"}]',
        b'[{"id":1,"text":"a","score":' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
        b'[{"id":1,"text":"\\ud800"}]',
        b'[{"id":1,"text":"\xed\xa0\x80"}]',
        b'[{"id":1.0,"text":"a"}]',
        b"null",
        b"",
    ],
)
def test_memories_that_two_programs_would_read_differently_are_refused(tmp_path, content):
    files = {MEMORIES: content, NAMES: b"{}"}
    bundle = write_device_bundle(tmp_path / "device", files=files)
    fault = no_report(bundle, "consumer", tmp_path / "report")
    assert (fault.key, fault.values["file"]) == ("report.content_form", MEMORIES)


@pytest.mark.parametrize(
    "names",
    [
        json.dumps({name_of(1): 999}),
        json.dumps({name_of(1): 1, name_of(2): 1}),
        f'{{"{name_of(1)}":1,"{name_of(1)}":2}}',
        json.dumps({name_of(1): 1.0}),
        json.dumps({"not a commitment": 1}),
    ],
)
def test_names_that_lead_nowhere_or_to_the_same_memory_are_refused(tmp_path, names):
    bundle = write_device_bundle(tmp_path / "device", files={NAMES: names.encode()})
    fault = no_report(bundle, "consumer", tmp_path / "report")
    assert (fault.key, fault.values["file"]) == ("report.content_form", NAMES)


def test_memories_that_the_log_has_no_name_for_are_shown_all_the_same(tmp_path):
    bundle = write_device_bundle(tmp_path / "device", files={NAMES: b"{}"})
    report = values_of(report_of(bundle))
    assert len(report["memories"]) == 4
    assert all(access["memories"] == [] for access in report["accesses"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"accepted":3', b'"accepted":2,"accepted":3'),
        (b'"reward":0.0312', b'"reward":NaN'),
        (b'"reward":0.0312', b'"reward":-Infinity'),
        (b'"reward":0.0312', b'"reward":1e999'),
        (b'"reward":0.0312', b'"reward":"0.0312"'),
        (b'"mean_norm":0.8125', b'"mean_norm":"0.8125"'),
        (b'"aggregated":true', b'"aggregated":"yes"'),
        (b'"asked":3', b'"asked":3.0'),
        (b'"at":1785000000', b'"at":1' + b"0" * 400),
        (b'"sees_single_updates":true', b'"sees_single_updates":false'),
    ],
)
def test_rounds_that_only_look_like_figures_are_refused(tmp_path, old, new):
    assert old in ROUNDS_JSON
    files = {ROUNDS: ROUNDS_JSON.replace(old, new, 1)}
    bundle = write_coordinator_bundle(tmp_path / "coordinator", files=files)
    fault = no_report(bundle, "developer", tmp_path / "report")
    assert (fault.key, fault.values["file"]) == ("report.content_form", ROUNDS)


# -- figures that cannot all be true


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'"accepted":3', b'"accepted":4', "/rounds/0"),
        (b'"missing":2', b'"missing":3', "/rounds/1"),
        (b'"reward":0.0312', b'"reward":1.5', "/rounds/0"),
        (b'"final_reward":0.2741', b'"final_reward":-9e15', "/final_reward"),
    ],
)
def test_rounds_that_contradict_themselves_get_no_report(tmp_path, old, new, place):
    assert old in ROUNDS_JSON
    files = {ROUNDS: ROUNDS_JSON.replace(old, new, 1)}
    bundle = write_coordinator_bundle(tmp_path / "coordinator", files=files)
    fault = no_report(bundle, "regulator", tmp_path / "report")
    assert (fault.key, fault.exit_code) == ("report.figures_contradict", 3)
    assert fault.values == {"file": ROUNDS, "place": place}


@pytest.mark.parametrize(
    "fields",
    [
        {"epsilon": 0.1},
        {"epsilon": -2.0, "scale": -4.0},
        {"epsilon": 0.0},
        {"scale": 0.0},
        {"scale": 5e-324},
        {"interval": 11},
        {"counts": {"exported": 9}},
        {"counts": {"exported": -50}},
    ],
)
def test_statistics_that_contradict_themselves_get_no_report(tmp_path, fields):
    tables = [table("developer"), table("regulator", **fields)]
    bundle = write_coordinator_bundle(tmp_path / "coordinator", tables=tables)
    fault = no_report(bundle, "developer", tmp_path / "report")
    assert (fault.key, fault.exit_code) == ("report.figures_contradict", 3)
    assert fault.values == {"file": STATISTICS, "place": "/tables/1"}


def test_privacy_loss_below_that_of_the_tables_gets_no_report(tmp_path):
    one = table("developer").model_dump_json()
    content = f'{{"v":1,"tables":[{one},{one}],"epsilon_spent":3.9}}'.encode()
    bundle = write_coordinator_bundle(tmp_path / "coordinator", files={STATISTICS: content})
    fault = no_report(bundle, "developer", tmp_path / "report")
    assert fault.values == {"file": STATISTICS, "place": "/epsilon_spent"}


# -- bundles and folders that are not what they seem


@pytest.mark.parametrize("name", ["About.json", "LOG.jsonl", "report.html", "evidence", "x"])
def test_signed_file_that_no_view_knows_is_neither_shown_nor_linked(tmp_path, name):
    bundle = write_device_bundle(tmp_path / "device", files={name: b"<script>alert(1)</script>"})
    fault = no_report(bundle, "consumer", tmp_path / "report")
    assert (fault.key, fault.values["file"]) == ("report.file_foreign", name)


def test_memories_under_a_coordinators_about_are_no_coordinators_bundle(tmp_path):
    about = ABOUT_DEVICE.replace(b"device", b"coordinator")
    bundle = write_device_bundle(tmp_path / "device", files={ABOUT: about})
    fault = no_report(bundle, "regulator", tmp_path / "report")
    assert fault.key == "report.file_foreign"


@pytest.mark.parametrize(
    "zone", ["localtime", "posixrules", "right/UTC", "posix/Asia/Tokyo", "Asia/../UTC", "./UTC"]
)
def test_zone_that_is_another_on_the_next_machine_is_refused(tmp_path, zone):
    bundle = write_device_bundle(tmp_path / "device", about={"zone": zone})
    assert no_report(bundle, "consumer", tmp_path / "report").key == "report.zone"


def test_evidence_of_another_device_beneath_an_old_report_is_found(consumer, tmp_path):
    other = write_device_bundle(
        tmp_path / "other",
        signer=Signer("device.example/other", bytes(32)),
        cards=[card(1, "別の記憶")],
    )
    shutil.rmtree(consumer / "evidence")
    shutil.copytree(other, consumer / "evidence")
    fault = refusal(consumer)
    assert (fault.key, fault.values["file"]) == ("report.changed", "report.json")
    assert refusal(consumer, vkey=str(SIGNER.verifier)).key == "evidence.vkey_other"


def test_statistics_edited_under_a_manifest_made_anew_are_found(regulator):
    evidence = regulator / "evidence"
    statistics = (evidence / STATISTICS).read_bytes().replace(b"141", b"941")
    (evidence / STATISTICS).write_bytes(statistics)
    contents = {name: (evidence / name).read_bytes() for name in (ABOUT, ROUNDS, STATISTICS)}
    (evidence / "manifest.json").write_bytes(write_manifest_bytes(contents, NONCE))
    assert (refusal(regulator).key, refusal(regulator).exit_code) == (
        "evidence.manifest_changed",
        3,
    )


def forge_export(regulator: Path) -> None:
    """Edits a figure and appends an export event for it, signed by whoever has the thief's key."""
    evidence = regulator / "evidence"
    statistics = (evidence / STATISTICS).read_bytes().replace(b"141", b"941")
    contents = {name: (evidence / name).read_bytes() for name in (ABOUT, ROUNDS)}
    manifest = write_manifest_bytes({**contents, STATISTICS: statistics}, NONCE)
    leaves = (evidence / "log.jsonl").read_bytes().splitlines()
    leaves.append(exported(manifest, 99).to_leaf())
    checkpoint = Checkpoint(THIEF.name, len(leaves), root([leaf_hash(leaf) for leaf in leaves]))
    (evidence / STATISTICS).write_bytes(statistics)
    (evidence / "manifest.json").write_bytes(manifest)
    (evidence / "log.jsonl").write_bytes(b"".join(leaf + b"\n" for leaf in leaves))
    (evidence / "checkpoint").write_text(THIEF.sign(checkpoint.to_text()), "utf-8", newline="")


def test_export_that_another_key_signed_is_found_under_the_true_key(regulator):
    forge_export(regulator)
    for vkey in (None, str(COORDINATOR.verifier)):
        assert refusal(regulator, vkey=vkey).key == "evidence.note_unsigned"


def test_export_that_another_key_signed_with_its_own_vkey_is_found_where_the_key_is_pinned(
    regulator,
):
    forge_export(regulator)
    (regulator / "evidence" / "vkey").write_text(f"{THIEF.verifier}\n", "utf-8", newline="")
    write_report(regulator / "evidence", "regulator", "en", regulator.parent / "forged")
    fault = refusal(regulator.parent / "forged", vkey=str(COORDINATOR.verifier))
    assert (fault.key, fault.exit_code) == ("evidence.vkey_other", 3)


@pytest.mark.parametrize("kind", ["file", "pipe", "link to a folder", "broken link"])
def test_evidence_that_is_no_folder_of_the_report_is_a_change(consumer, tmp_path, kind):
    evidence = consumer / "evidence"
    evidence.rename(tmp_path / "away")
    match kind:
        case "file":
            evidence.write_bytes(b"")
        case "pipe":
            os.mkfifo(evidence)
        case "link to a folder":
            evidence.symlink_to(tmp_path / "away")
        case "broken link":
            evidence.symlink_to(tmp_path / "nowhere")
    assert (refusal(consumer).key, refusal(consumer).exit_code) == ("report.evidence_kind", 3)


def test_evidence_within_evidence_is_not_looked_for(consumer, tmp_path):
    shutil.copytree(consumer / "evidence", tmp_path / "copy")
    shutil.move(tmp_path / "copy", consumer / "evidence" / "evidence")
    fault = refusal(consumer)
    assert (fault.key, fault.values["file"]) == ("evidence.file_unlisted", "evidence")
    for path in list((consumer / "evidence").iterdir()):
        if path.is_file():
            path.unlink()
    assert refusal(consumer).exit_code == 2


@pytest.mark.parametrize("name", ["Report.json", "REPORT.HTML", "Evidence", "report.json "])
def test_twin_that_another_file_system_would_take_for_a_part_is_refused(consumer, name):
    (consumer / name).write_bytes(b"")
    assert refusal(consumer).key == "report.file_unlisted"


def test_part_under_a_twins_name_is_missing(consumer):
    (consumer / "report.json").rename(consumer / "Report.json")
    assert refusal(consumer).key == "report.file_unlisted"


def test_hard_link_is_as_good_as_what_is_in_it(consumer, tmp_path):
    for name in ("report.html", "evidence/log.jsonl"):
        path = consumer / name
        os.link(path, tmp_path / "twin")
        assert verify_report(consumer)
        (tmp_path / "twin").write_bytes(path.read_bytes() + b" ")  # the same file, by another name
        assert refusal(consumer).exit_code == 3
        path.write_bytes(path.read_bytes()[:-1])
        (tmp_path / "twin").unlink()
    assert verify_report(consumer)


@pytest.mark.parametrize("name", ["report.html", "report.json"])
@pytest.mark.parametrize(
    "respell",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("e", "\uff45", 1),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n") if "\n" in text else text + "\r\n",
        lambda text: text + "\n",
        lambda text: text.replace("花火", "花\u200b火"),
        lambda text: text.replace("花火", "&#33457;火").replace('"花', '"\\u82b1'),
        lambda text: text.replace("{", '{"head":{},', 1) if text[0] == "{" else text + "<p>",
    ],
)
def test_what_looks_the_same_in_other_bytes_is_a_change(consumer, name, respell):
    text = (consumer / name).read_text("utf-8")
    assert respell(text) != text
    (consumer / name).write_text(respell(text), "utf-8", newline="")
    fault = refusal(consumer)
    assert fault.exit_code == 3
    assert fault.key in {"report.changed", "report.data_form"}


def test_data_in_another_language_over_the_page_is_found(regulator, tmp_path):
    write_report(regulator / "evidence", "regulator", "ja", tmp_path / "japanese")
    shutil.copy(tmp_path / "japanese" / "report.json", regulator / "report.json")
    fault = refusal(regulator)
    assert (fault.key, fault.values["file"]) == ("report.changed", "report.html")


@pytest.mark.parametrize(
    "tail",
    [
        b',"x":[' + b"0," * 20_000_000 + b"0]}",
        b',"x":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}",
        b',"x":1' + b"0" * 1_000_000 + b"}",
        b',"x":' + b"[" * 190 + b"]" * 190 + b"}",
        b',"x":NaN}',
        b',"\\ud800":1}',
    ],
)
def test_costly_data_is_refused_without_being_taken_apart(regulator, tail):
    path = regulator / "report.json"
    path.write_bytes(path.read_bytes()[:-1] + tail)
    tracemalloc.start()
    fault = refusal(regulator)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (fault.key, fault.values["file"]) == ("report.changed", "report.json")
    assert most < 2 * path.stat().st_size + (64 << 20)


def test_head_without_end_is_refused(regulator):
    for content in (b'{"head":{' * 100_000, b'{"head":' + b'{"a":' * 100_000, b'{"head":{"a":"'):
        (regulator / "report.json").write_bytes(content)
        assert refusal(regulator).key == "report.data_form"


def test_file_of_100_megabytes_in_the_pages_place_is_told_by_its_first_other_line(regulator):
    path = regulator / "report.html"
    lines = path.read_bytes().count(b"\n") + 1
    path.write_bytes(path.read_bytes() + b"\n" * 100_000_000)
    assert refusal(regulator).values["place"] == f"report.html:{lines}"


@pytest.mark.parametrize("name", ["report.json", "report.html", "evidence/log.jsonl"])
def test_zero_bytes_are_a_change(regulator, name):
    (regulator / name).write_bytes(b"")
    assert refusal(regulator).exit_code == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("name", ["report.json", "report.html", "evidence", "evidence/about.json"])
def test_part_that_may_not_be_read_is_told_as_such(regulator, name):
    (regulator / name).chmod(0)
    fault = refusal(regulator)
    (regulator / name).chmod(0o700)
    assert (fault.exit_code, isinstance(fault, EvidenceError)) == (2, True)


@pytest.mark.parametrize("name", [b"\xff\xfe", "a\nb\u202e\x1b[31m".encode()])
@pytest.mark.parametrize("place", ["", "evidence"])
def test_name_that_is_no_text_or_moves_the_cursor_is_shown_without_it(consumer, place, name):
    try:
        (Path(os.fsdecode(os.fsencode(consumer / place) + b"/" + name))).write_bytes(b"")
    except OSError:
        pytest.skip("this file system takes text only")
    assert refusal(consumer).key in {"report.file_unlisted", "evidence.file_unlisted"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_path_cannot_redraw_the_terminal_and_is_whole_in_json(tmp_path, capsys, language):
    bundle = str(write_device_bundle(tmp_path / "device"))
    out = tmp_path / "a\nb\u202ec\x1b[31m"
    asked = ["report", bundle, "--view", "consumer", "--out", str(out), "--lang", language]
    for code in (0, 2):  # made; then there is something already
        assert main(asked) == code
        said = "".join(capsys.readouterr())
        assert not any(not char.isprintable() and char != "\n" for char in said)
        assert "\nb" not in said
    assert main(["report", bundle, "--view", "consumer", "--out", f"{bundle}/\x1b"]) == 2
    assert "\x1b" not in capsys.readouterr().err
    assert main(["verify", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["report"]["page"] == str(out / "report.html")


# -- hostile words


HOSTILE = [
    "<script>alert(1)</script>",
    "</p></article></li></ol></main><script src=//evil.example></script>",
    "{{7*7}}{% for x in ().__class__.__mro__ %}{{x}}{% endfor %}",
    "]]><!--<![CDATA[<img src=x onerror=alert(1)>--!>",
    "\u202egnp.exe\u2066\u200f",
    "a\x00b\x01c\x08d\x7fe\x9b31mf\x1b[2J\x1b]0;title\x07\ufffe\uffff",
    "'\"` onmouseover=alert(1) x='",
    "{shown} {0} {} %s {memory.text}",
    "\ud55c\u1100\u1161\u11a8e\u0301\U0001f468\u200d\U0001f469\u200d\U0001f467",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_memory_is_text_in_the_page_whole_in_the_data_and_nowhere_on_the_terminal(
    tmp_path, capsys, text
):
    plain = Page(report_of(write_device_bundle(tmp_path / "plain", cards=[card(1, "x")])))
    fields = dict.fromkeys(("speaker", "conversation", "source", "class_name", "when"), text)
    hostile = card(1, text, **fields, labels=[text], languages=[text], rule=text.replace(",", ""))
    bundle = write_device_bundle(tmp_path / "device", cards=[hostile])
    out = tmp_path / "report"
    assert main(["report", str(bundle), "--view", "consumer", "--out", str(out)]) == 0
    assert main(["verify", str(out)]) == 0
    assert text not in capsys.readouterr().out
    page = Page(out)
    assert page.tags.count("script") == 1
    assert not {"img", "iframe", "object", "form onsubmit"} & set(page.tags)
    assert set(page.tags) <= set(plain.tags) | {"span"}
    assert page.links == plain.links
    whole = "".join(page.texts)
    assert all(char.isprintable() or char in "\n\u200b\u200d\u200f" for char in whole)
    assert ("{{7*7}}" in whole) is ("{{7*7}}" in text)
    assert values_of(out)["memories"][0]["text"] == text


def test_memory_of_a_million_characters_is_shown_whole(tmp_path):
    for number, text in enumerate(("記" * 1_000_000, "\u202e" * 1_000_000, "<" * 1_000_000)):
        out = report_of(write_device_bundle(tmp_path / str(number), cards=[card(1, text)]))
        assert max(map(len, Page(out).texts)) >= 1_000_000
        assert values_of(out)["memories"][0]["text"] == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_bundle_without_memories_has_a_report(tmp_path, language):
    bundle = write_device_bundle(tmp_path / "device", cards=[], events=[])
    report = values_of(report_of(bundle, language=language))
    assert (report["memories"], report["accesses"], report["closed"]) == ([], [], [])


def test_events_of_the_future_and_of_the_epoch_keep_their_times(tmp_path):
    events = [happened(EventKind.CREATED, 0, at=0), *device_events()]
    for number, zone in enumerate(("Asia/Tokyo", "Pacific/Kiritimati", "America/Los_Angeles")):
        bundle = write_device_bundle(
            tmp_path / str(number), events=events, exported_at=MAX_AT, about={"zone": zone}
        )
        evidence = values_of(report_of(bundle))["head"]["evidence"]
        assert (evidence["first_at"], evidence["last_at"]) == (0, MAX_AT)
        assert evidence["first"].startswith(("1970-01-01", "1969-12-31"))
        assert evidence["last"].startswith("9999-12-31")


def test_tensor_of_a_hostile_name_is_text(tmp_path):
    name = "<script>\u202e" + "x" * 10_000
    bundle = write_coordinator_bundle(tmp_path / "c", rounds_=rounds(tensors={name: (1,)}))
    page = Page(report_of(bundle, "developer"))
    assert "script" not in page.tags
    assert "\u202e" not in "".join(page.texts)


# -- the wrong bundle for a view, as a person meets it


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("make", "view", "key"),
    [
        (write_device_bundle, "regulator", "report.needs_coordinator"),
        (write_device_bundle, "developer", "report.needs_coordinator"),
        (write_coordinator_bundle, "consumer", "report.needs_device"),
    ],
)
def test_view_of_the_other_kind_exits_2_and_writes_nothing(
    tmp_path, capsys, make, view, key, language
):
    bundle = make(tmp_path / "bundle")
    out = tmp_path / "out"
    asked = ["report", str(bundle), "--view", view, "--out", str(out), "--lang", language]
    assert main([*asked, "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert (answer["written"], answer["error"]) == (False, key)
    assert not out.exists()


def test_evidence_without_about_is_no_bundle(tmp_path):
    bundle = write_folder(tmp_path / "log")
    fault = no_report(bundle, "consumer", tmp_path / "out")
    assert (fault.key, fault.values["file"]) == ("report.no_bundle", ABOUT)


def test_digest_of_each_content_file_is_the_files_own(consumer):
    files = values_of(consumer)["head"]["evidence"]["files"]
    for name, digest in files.items():
        content = (consumer / "evidence" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
    assert set(files) == {ABOUT, MEMORIES, NAMES}


def test_changed_bundle_exits_3_and_writes_nothing(tmp_path):
    bundle = write_device_bundle(tmp_path / "device")
    (bundle / MEMORIES).write_bytes((bundle / MEMORIES).read_bytes() + b"\n")
    fault = no_report(bundle, "consumer", tmp_path / "out")
    assert isinstance(fault, ProofError)
