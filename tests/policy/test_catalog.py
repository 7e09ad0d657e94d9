"""The sentences of every package: complete, in the right script, and there for each key in code."""

import ast
import json
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import compliance.errors  # noqa: F401  # the error tree is read from its subclasses
import device.errors  # noqa: F401
from compliance.log.events import EventKind
from policy.catalog import LANGUAGES, Catalog, as_language
from policy.errors import BojagiError
from policy.load import load_catalog
from policy.vocabulary import AuthLevel, ClassName, Purpose

ROOT = Path(__file__).parents[2]
LAYERS = ("policy", "compliance", "device", "coordinator")  # each may speak from those before it
PACKAGES = [name for name in LAYERS if (ROOT / name / "locales").is_dir()]

KANA_OR_KANJI = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff]")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")

# Proper names that are written the same everywhere, and lines that are all placeholders or marks.
NO_JAPANESE = {
    "cli.upcoming_line",
    "cli.upcoming_all_day",
    "cli.card",
    "cli.log_line",
    "cli.source_chatgpt",
    "cli.source_line",
    "cli.source_locomo",
    "app.list_comma",
    "cli.list_comma",
    "cli.sentence_gap",
    "recall.comma",
}
NO_KOREAN = {
    "cli.upcoming_line",
    "cli.upcoming_all_day",
    "cli.card",
    "cli.log_line",
    "cli.source_chatgpt",
    "app.list_comma",
    "cli.list_comma",
    "cli.sentence_gap",
    "cli.source_line",
    "cli.source_locomo",
    "recall.comma",
}
MARKS = {"app.list_comma", "cli.list_comma", "cli.sentence_gap", "recall.comma"}


def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Gives the object; JSON itself would let a repeated key silently win over the first."""
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"repeated: {keys}"
    return dict(pairs)


def sentences(package: str) -> dict[str, dict[str, str]]:
    return {
        f"{file.stem}.{key}": text
        for file in sorted((ROOT / package / "locales").glob("*.json"))
        for key, text in json.loads(
            file.read_text(encoding="utf-8"), object_pairs_hook=without_repeats
        ).items()
    }


SENTENCES = {package: sentences(package) for package in PACKAGES}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def error_packages() -> dict[str, str]:
    """Gives the package whose catalog each error class speaks from, by the class's name."""
    found, waiting = {}, [BojagiError]
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind.package
        waiting += kind.__subclasses__()
    return found


@dataclass(frozen=True)
class Use:
    """One place in code that asks for a sentence. `start` is all that an f-string tells."""

    place: str
    packages: tuple[str, ...]
    key: str
    values: frozenset[str] | None  # None: handed over as **values
    is_start: bool = False


def asked(argument: ast.expr) -> Iterator[tuple[str, bool]]:
    match argument:
        case ast.Constant(value=str(key)):
            yield key, False
        case ast.IfExp(body=body, orelse=orelse):
            yield from asked(body)
            yield from asked(orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            yield start, True


def uses_in(package: str, file: Path) -> Iterator[Use]:
    speakers = error_packages()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                pass
            case _:
                continue
        if name in speakers:
            homes, arguments = (speakers[name],), node.args[:1]
        elif name in {"say", "_say", "help_text"}:
            homes, arguments = LAYERS[: LAYERS.index(package) + 1], node.args[:2]
        else:
            continue
        names = [keyword.arg for keyword in node.keywords]
        values = None if None in names else frozenset(filter(None, names))
        place = f"{file.relative_to(ROOT)}:{node.lineno}"
        for argument in arguments:
            for key, is_start in asked(argument):
                if re.fullmatch(r"[a-z_]+(\.[a-z_0-9]*)?", key):
                    yield Use(place, homes, key, values, is_start)


USES = [
    use
    for package in LAYERS
    for file in sorted((ROOT / package).rglob("*.py"))
    for use in uses_in(package, file)
]


def texts_for(use: Use) -> list[dict[str, str]]:
    """Gives the texts that a use may mean; a key without a topic may be of any."""
    topic = "" if "." in use.key else r"[a-z_]+\."
    pattern = re.compile(f"{topic}{re.escape(use.key)}{'.*' if use.is_start else ''}")
    return [
        text
        for package in use.packages
        for key, text in SENTENCES.get(package, {}).items()
        if pattern.fullmatch(key)
    ]


def test_packages_that_speak_have_sentences():
    assert {"policy", "compliance", "device"} <= set(PACKAGES)
    assert all(SENTENCES.values())


@pytest.mark.parametrize("package", PACKAGES)
def test_every_sentence_has_three_languages_and_none_is_empty(package):
    for key, text in SENTENCES[package].items():
        assert list(text) == list(LANGUAGES), key
        assert all(text[language].strip() for language in LANGUAGES) or key in MARKS, key


@pytest.mark.parametrize("package", PACKAGES)
def test_languages_of_a_sentence_have_the_same_placeholders(package):
    for key, text in SENTENCES[package].items():
        names = placeholders(text["en"])
        assert all(name.isidentifier() for name in names), key
        assert {language: placeholders(text[language]) for language in LANGUAGES} == dict.fromkeys(
            LANGUAGES, names
        ), key


@pytest.mark.parametrize("package", PACKAGES)
def test_every_sentence_fills_in_every_language(package):
    catalog = load_catalog(package)
    for key, text in SENTENCES[package].items():
        for language in LANGUAGES:
            values = dict.fromkeys(placeholders(text[language]), "{x}")
            assert catalog.say(language, key, **values).count("{x}") >= len(values), key


@pytest.mark.parametrize("package", PACKAGES)
def test_each_language_is_written_in_its_own_script(package):
    for key, text in SENTENCES[package].items():
        assert not KANA_OR_KANJI.search(text["en"]), key
        assert not HANGUL.search(text["en"]), key
        assert KANA_OR_KANJI.search(text["ja"]) or key in NO_JAPANESE, key
        assert not HANGUL.search(text["ja"]), key
        assert HANGUL.search(text["ko"]) or key in NO_KOREAN, key
        assert not KANA.search(text["ko"]), key


def test_exceptions_from_the_script_are_still_needed():
    texts = {key: text for package in PACKAGES for key, text in SENTENCES[package].items()}
    assert not [key for key in NO_JAPANESE if KANA_OR_KANJI.search(texts[key]["ja"])]
    assert not [key for key in NO_KOREAN if HANGUL.search(texts[key]["ko"])]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_sentence_claims_compliance(package):
    for key, text in SENTENCES[package].items():
        assert "compliant" not in " ".join(text.values()).lower(), key


@pytest.mark.parametrize("package", PACKAGES)
def test_loaded_catalog_is_what_the_files_say(package):
    assert load_catalog(package).texts == SENTENCES[package]


def test_only_json_files_are_sentences(tmp_path, monkeypatch):
    locales = tmp_path / "speaking" / "locales"
    locales.mkdir(parents=True)
    (locales / "README.md").write_text("How to translate.", encoding="utf-8")
    (locales / "hello.json").write_text(
        '{"you": {"en": "Hi", "ja": "やあ", "ko": "안녕"}}', "utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert load_catalog("speaking").texts == {"hello.you": {"en": "Hi", "ja": "やあ", "ko": "안녕"}}


def test_every_key_in_code_has_its_sentence():
    # The scan must find work: one known use of each kind.
    assert {"policy.bad_schema", "explain.no_rule", "made", "init", "vault.damaged"} <= {
        use.key for use in USES
    }
    missing = [f"{use.place} {use.key}" for use in USES if not use.is_start and not texts_for(use)]
    assert not missing


def test_every_use_in_code_hands_over_the_values_that_its_sentence_needs():
    checked = [use for use in USES if not use.is_start and use.values is not None]
    assert len(checked) > 100
    lacking = [
        f"{use.place} {use.key}"
        for use in checked
        if not any(placeholders(text["en"]) <= use.values for text in texts_for(use))
    ]
    assert not lacking


def test_every_key_that_is_put_together_in_code_begins_as_some_sentence_does():
    starts = [use for use in USES if use.is_start]
    assert "explain.purpose_" in {use.key for use in starts}
    assert not [f"{use.place} {use.key}" for use in starts if not texts_for(use)]


@pytest.mark.parametrize(
    ("package", "start", "members"),
    [
        ("policy", "explain.level_", [level.name.lower() for level in AuthLevel]),
        ("policy", "explain.purpose_", Purpose),
        ("policy", "explain.", ["permit", "step_up", "deny"]),
        ("compliance", "events.", EventKind),
        ("device", "cli.class_", ClassName),
    ],
)
def test_every_member_of_a_family_has_its_sentence(package, start, members):
    assert not [name for name in members if f"{start}{name}" not in SENTENCES[package]]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("ja", "ja"),
        ("ko_KR.UTF-8", "ko"),
        ("en-GB", "en"),
        ("JA_jp", "ja"),
        ("ko.UTF-8", "ko"),
        ("kok_IN", "en"),
        ("fr_FR", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_tag_gives_its_language_and_english_if_unsure(tag, language):
    assert as_language(tag) == language


def test_unknown_key_and_missing_value_are_our_own_faults():
    catalog = Catalog({"a.b": {"en": "{x}", "ja": "{x}", "ko": "{x}"}})
    with pytest.raises(KeyError):
        catalog.say("en", "a.c")
    with pytest.raises(KeyError):
        catalog.say("en", "a.b")


def test_values_with_braces_are_not_filled_again():
    catalog = Catalog({"a.b": {"en": "<{x}>", "ja": "<{x}>", "ko": "<{x}>"}})
    assert catalog.say("en", "a.b", x="{y}{0}") == "<{y}{0}>"
