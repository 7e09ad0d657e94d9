"""The page and the data: nothing loads, nothing hostile becomes markup, every word is there."""

import base64
import hashlib
import json
import re
import struct
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.bundle import read_bundle
from compliance.render.canonical import to_canonical_json
from compliance.render.chart import draw_line
from compliance.render.html import MOST_RANGES, as_ranges, clean, join_numbers
from compliance.report import make_report
from policy.catalog import LANGUAGES
from policy.load import load_catalog
from tests.compliance.bundles import (
    card,
    rounds,
    table,
    write_coordinator_bundle,
    write_device_bundle,
)

ROOT = Path(__file__).parents[2] / "compliance"
VIEWS = ("consumer", "regulator", "developer")
HOSTILE = [
    "<script>alert(1)</script>",
    "</p></article></main><h1>all is well</h1>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "<img src=http://evil.example/x.png>",
    "<style>body{display:none}</style>",
    "{{ 7 * 7 }} {% raw %}",
    "\u202egnp.exe \u2066hidden\u2069 \x00\x1b[2J\x7f\x9b",
    "&lt;b&gt; &#x3c;script&#x3e;",
    "a\r\nb\tc",
]
HANGUL = re.compile(r"[\uac00-\ud7a3]")
KANA = re.compile(r"[\u3041-\u30fa]")
VOID = {"meta", "br", "input", "link", "img", "hr"}


class Page(HTMLParser):
    """A parsed page: its elements in order, and the faults that a browser would mend silently."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.faults: list[str] = []
        self.content: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"not closed: {name}" for name in self._open]

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"closed out of turn: {tag}")

    def handle_data(self, data):
        if self._open and self._open[-1] in {"style", "script"}:
            self.content[self._open[-1]] = data
        else:
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def pages(tmp_path: Path, language: str = "en", **fields) -> dict[str, str]:
    device = read_bundle(write_device_bundle(tmp_path / "device", **fields))
    coordinator = read_bundle(write_coordinator_bundle(tmp_path / "coordinator"))
    return {
        view: make_report(
            device if view == "consumer" else coordinator, view, language
        ).page.decode("utf-8")
        for view in VIEWS
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_whole_and_written_in_their_language(tmp_path, language):
    for view, text in pages(tmp_path, language).items():
        page = Page(text)
        assert not page.faults, view
        assert page.all("html") == [{"lang": language}]
        assert len(page.all("h1")) == 1
        words = page.text
        assert len(words) > 1_000
        if language == "ja":
            assert len(KANA.findall(words)) > 300
        if language == "ko":
            assert len(HANGUL.findall(words)) > 300
        assert "compliant" not in text.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_data_never_says_compliant_either(tmp_path, language):
    for folder, view in (
        (write_device_bundle(tmp_path / "d", about={"market": "KR"}), "consumer"),
        (write_coordinator_bundle(tmp_path / "c", about={"market": "other"}), "regulator"),
    ):
        assert b"compliant" not in make_report(read_bundle(folder), view, language).data.lower()


@pytest.mark.parametrize("view", VIEWS)
def test_page_loads_nothing_and_its_policy_allows_its_own_style_and_script_only(tmp_path, view):
    page = Page(pages(tmp_path)[view])
    loading = {"link", "img", "iframe", "object", "embed", "audio", "video", "source", "base"}
    assert not loading & {name for name, _ in page.elements}
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        assert "src" not in attributes
        assert "style" not in attributes  # the policy's hash does not cover these
    assert all(re.fullmatch(r"#[\w-]+|evidence/[\w.-]+", link["href"]) for link in page.all("a"))
    assert not re.search(r"url\((?!\"data:image/svg)|@import", page.content["style"])
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") is not None)
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src '{hash_of(page.content['style'])}'" in policy
    if view == "consumer":
        assert f"script-src '{hash_of(page.content['script'])}'" in policy
    else:
        assert not page.all("script")
        assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def hash_of(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


@pytest.mark.parametrize("view", VIEWS)
def test_tables_have_captions_and_scoped_headers_and_sections_have_names(tmp_path, view):
    text = pages(tmp_path)[view]
    page = Page(text)
    assert len(page.all("table")) >= 3
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(header.get("scope") in {"row", "col"} for header in page.all("th"))
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(names) == len(set(names))
    for section in page.all("section"):
        assert section["aria-labelledby"] in names
    for link in page.all("a"):
        if link["href"].startswith("#"):
            assert link["href"][1:] in names


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_memory_stays_text(tmp_path, text):
    fields = ("text", "speaker", "conversation", "source", "class_name", "when")
    odd = card(1, text, labels=[text], languages=[text], **dict.fromkeys(fields[1:], text))
    tame = card(1, "x", conversation="x", labels=["x"])
    expected = Page(pages(tmp_path, cards=[tame])["consumer"])
    hostile = pages(tmp_path, cards=[odd])["consumer"]
    page = Page(hostile)
    assert not page.faults
    assert [name for name, _ in page.elements] == [name for name, _ in expected.elements]
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", hostile)
    shown = clean(text).replace("\r\n", "\n").strip()
    assert shown in page.text.replace("\r\n", "\n")


def test_hostile_memory_stands_in_the_data_as_it_was(tmp_path):
    cards = [card(at, text) for at, text in enumerate(HOSTILE)]
    made = make_report(
        read_bundle(write_device_bundle(tmp_path / "d", cards=cards)), "consumer", "en"
    )
    told = {memory["id"]: memory["text"] for memory in json.loads(made.data)["memories"]}
    assert told == dict(enumerate(HOSTILE))


def test_hostile_names_in_a_coordinators_bundle_stay_text(tmp_path):
    odd = rounds(tensors={"<script>x</script>": (2, 3)})
    about = {"program": "<b onclick=x>9</b>\u202e"}
    folder = write_coordinator_bundle(tmp_path / "c", rounds_=odd, about=about)
    for view in ("regulator", "developer"):
        page = Page(make_report(read_bundle(folder), view, "ko").page.decode())
        assert not page.faults
        assert not page.all("script")
        assert not page.all("b")


def test_memories_are_searchable_and_all_there_without_the_script(tmp_path):
    text = pages(tmp_path)["consumer"]
    page = Page(text)
    form = next(one for one in page.all("form"))
    assert "hidden" in form  # the script shows it
    assert len([one for one in page.all("li") if one.get("class") == "memory"]) == 4
    assert all("hidden" not in one for one in page.all("li"))
    status = next(one for one in page.all("p") if one.get("role") == "status")
    assert "{shown}" in status["data-said"]
    assert "{all}" in status["data-said"]


@pytest.mark.parametrize(
    ("language", "word"), [("en", "SIMULATED"), ("ja", "シミュレーション"), ("ko", "시뮬레이션")]
)
@pytest.mark.parametrize("view", ["regulator", "developer"])
def test_simulated_devices_are_marked_on_every_section(tmp_path, view, language, word):
    folder = write_coordinator_bundle(tmp_path / "c", about={"simulated": True})
    made = make_report(read_bundle(folder), view, language)
    page = Page(made.page.decode())
    assert page.text.count(word) > len(page.all("section"))
    assert "data:image/svg+xml," in page.content["style"]
    assert next(one for one in page.all("body"))["class"] == f"{view} simulated"
    assert json.loads(made.data)["head"]["simulated"] is True
    real = make_report(read_bundle(write_coordinator_bundle(tmp_path / "r")), view, language)
    assert word not in real.page.decode()
    assert "data:image" not in real.page.decode()


def test_simulated_table_among_real_ones_is_marked_itself(tmp_path):
    tables = [table(), table(simulated=True, at=table().at + 60)]
    folder = write_coordinator_bundle(tmp_path / "c", tables=tables)
    page = Page(make_report(read_bundle(folder), "regulator", "en").page.decode())
    assert [one.get("class") for one in page.all("figure")] == ["", "simulated-part"]


def test_suppressed_cells_say_so_and_others_show_their_noise(tmp_path):
    text = Page(pages(tmp_path)["regulator"]).text
    assert "suppressed" in text
    assert "± 12" in text
    assert "141" in text


def test_developers_page_draws_the_rewards_and_tells_them_in_a_table_too(tmp_path):
    page = Page(pages(tmp_path)["developer"])
    assert len(page.all("svg")) == 2
    picture = page.all("svg")[1]
    assert picture["role"] == "img"
    assert picture["aria-labelledby"] == "chart-title chart-note"
    assert len(page.all("circle")) == 4
    for figure in ("0.0312", "0.1188", "0.2741"):
        assert page.text.count(figure) >= 2


def test_chart_needs_two_points_and_keeps_inside_its_box():
    assert draw_line([]) is None
    assert draw_line([("0", 0.5)]) is None
    chart = draw_line([(str(at), at / 100 - 0.5) for at in range(100)])
    assert all(
        0 <= point.x <= chart.width and 0 <= point.y <= chart.height for point in chart.points
    )
    assert len(chart.columns) <= 14
    flat = draw_line([("0", 0.1), ("1", 0.1)])
    assert flat.points[0].y == flat.points[1].y


def test_many_ranges_are_cut_and_counted():
    shown = join_numbers(range(0, 100, 2))
    assert len(shown.spans) == MOST_RANGES
    assert shown.more == 50 - MOST_RANGES
    assert as_ranges([(1, 500)]).spans == ((1, 500),)
    assert join_numbers([]).spans == ()


# -- words


def test_every_sentence_of_the_reports_is_used_and_every_one_used_exists():
    code = "".join(path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py")))
    templates = "".join(
        path.read_text("utf-8") for path in sorted((ROOT / "templates").glob("*.j2"))
    )
    asked = set(re.findall(r"\"((?:report|consumer|figures|law|check)\.[a-z_]+)\"", code))
    asked |= set(re.findall(r"say\([\"']([a-z_]+\.[a-z_]+)[\"']", templates))
    texts = load_catalog("compliance").texts
    assert len(asked) > 100
    known = {
        key
        for key in texts
        if key.split(".")[0] in {"report", "consumer", "figures", "law", "check"}
    }
    assert asked - known - {"report.html", "report.json"} == set()
    assert known - asked == set()


def test_templates_never_unescape():
    for path in (ROOT / "templates").glob("*.j2"):
        text = path.read_text("utf-8")
        assert "safe" not in re.findall(r"\|\s*(\w+)", text)
        assert "autoescape" not in text


# -- canonical JSON


@pytest.mark.parametrize(
    ("bits", "spelled"),
    [  # RFC 8785, appendix B
        ("0000000000000000", b"0"),
        ("8000000000000000", b"0"),
        ("0000000000000001", b"5e-324"),
        ("8000000000000001", b"-5e-324"),
        ("7fefffffffffffff", b"1.7976931348623157e+308"),
        ("4340000000000000", b"9007199254740992"),
        ("c340000000000000", b"-9007199254740992"),
        ("4430000000000000", b"295147905179352830000"),
        ("44b52d02c7e14af5", b"9.999999999999997e+22"),
        ("44b52d02c7e14af6", b"1e+23"),
        ("44b52d02c7e14af7", b"1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", b"999999999999999700000"),
        ("444b1ae4d6e2ef4f", b"999999999999999900000"),
        ("444b1ae4d6e2ef50", b"1e+21"),
        ("3eb0c6f7a0b5ed8c", b"9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", b"0.000001"),
        ("41b3de4355555553", b"333333333.3333332"),
        ("41b3de4355555554", b"333333333.33333325"),
        ("becbf647612f3696", b"-0.0000033333333333333333"),
        ("43143ff3c1cb0959", b"1424953923781206.2"),
    ],
)
def test_numbers_are_spelled_as_rfc_8785_says(bits, spelled):
    assert to_canonical_json(struct.unpack(">d", bytes.fromhex(bits))[0]) == spelled


def test_names_are_sorted_by_utf16_and_texts_escaped_as_rfc_8785_says():
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\u00f6": 7}
    spelled = to_canonical_json(value).decode()
    assert re.findall(r":(\d)", spelled) == ["2", "4", "6", "7", "1", "5", "3"]
    assert (
        to_canonical_json('\u20ac$\x0f\nA\'B"\\"/') == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"'.encode()
    )


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_json_does_not_have_are_refused(number):
    with pytest.raises(ValueError, match="finite"):
        to_canonical_json({"reward": number})


def test_value_that_json_does_not_have_is_refused():
    with pytest.raises(TypeError, match="bytes"):
        to_canonical_json([b"x"])


WHOLE = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=20,
)


@given(JSON)
def test_canonical_json_reads_back_as_the_same_value_and_is_its_own_canonical_form(value):
    spelled = to_canonical_json(value)
    read = json.loads(spelled, parse_int=float)  # JSON has one kind of number
    assert read == value
    assert to_canonical_json(read) == spelled
