"""Bundles: what ships is as it was signed, and no folder that was tampered with is used."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import policy
from policy.bundle import on_top
from policy.bundles import (
    base_schema,
    load_base_bundle,
    load_bundle,
    load_folder,
    read_policy_file,
    sign_bundle,
    trusted_keys,
)
from policy.bundles.manifest import (
    MANIFEST,
    SIGNATURE,
    Manifest,
    propose,
    sign_folder,
    verify_folder,
)
from policy.bundles.shelf import Shelf
from policy.bundles.signing import SigningKey, key_id
from policy.catalog import LANGUAGES
from policy.errors import PolicyError
from policy.vocabulary import Market
from tests.policy.rules import BASE_TEXT, a_rule

SHIPPED = Path(policy.__file__).parent / "bundles"
PARTS = ("base", "jp", "kr", "eu")
KEY = SigningKey(bytes(range(32)))
TRUSTED = {key_id(KEY.public): KEY.public}
NOW = load_bundle(Market.JP).versions
RULE = a_rule("xx-night", "forbid", "context.hour >= 22")
OWN = a_rule("own-diary", "forbid", 'resource.tags.contains("diary")')


def refusal(act, *args, **named) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        act(*args, **named)
    assert caught.value.exit_code == 2
    assert all(caught.value.tell(language) for language in LANGUAGES)
    return caught.value


@pytest.fixture
def folder(tmp_path) -> Path:
    """Gives a market's part by another author, signed."""
    place = tmp_path / "xx"
    place.mkdir()
    (place / "xx.cedar").write_text(RULE, encoding="utf-8")
    sign_bundle(place, KEY)
    return place


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    """Gives the shipped bundles, signed by another key."""
    shutil.copytree(SHIPPED, tmp_path / "bundles")
    shelf = Shelf(tmp_path / "bundles", TRUSTED)
    for name in PARTS:
        sign_bundle(tmp_path / "bundles" / name, KEY)
    return shelf


def rewrite(folder: Path, text: str, **fields: object) -> None:
    """Signs a folder as somebody with a trusted key could who does not look."""
    (folder / "xx.cedar").write_text(text, encoding="utf-8")
    manifest = propose(folder).manifest
    sign_folder(folder, Manifest.model_validate(manifest.model_dump() | fields), KEY)


# --- what ships


@pytest.mark.parametrize("name", PARTS)
def test_shipped_bundle_is_as_it_was_signed(name):
    try:
        contents = verify_folder(SHIPPED / name, trusted_keys())
    except PolicyError as error:
        pytest.fail(
            f"{error} Where the change is meant, sign it with the release key: "
            f"python -m policy sign policy/bundles/{name} --key FILE"
        )
    assert contents.manifest.name == name


@pytest.mark.parametrize("market", Market)
def test_every_market_has_its_rules_on_top_of_the_base(market):
    loaded = load_bundle(market)
    name = market.value.lower()
    assert set(loaded.versions) == {"base", name} - {"other"}
    base = load_base_bundle()
    above = {key: rule for key, rule in loaded.bundle.rules.items() if key not in base.rules}
    assert all(key.startswith(f"{name}-") and not above[key].permits for key in above)
    assert len(above) == (0 if market is Market.OTHER else 7)


def test_bundle_is_loaded_once_for_the_same_arguments():
    one = load_bundle(Market.JP, own=[OWN], seen={"jp": 1, "base": 1})
    assert load_bundle(Market.JP, own=(OWN,), seen={"base": 1, "jp": 1}) is one  # in any order
    assert load_bundle(Market.JP, own=[OWN], seen={}).bundle.digest == one.bundle.digest


def test_markets_have_their_own_digests():
    assert len({load_bundle(market).bundle.digest for market in Market}) == len(Market)
    assert load_bundle(Market.OTHER).bundle.digest == load_base_bundle().digest


# --- the person's own rules


def test_own_rule_lies_on_top_whatever_the_market():
    loaded = load_bundle(Market.KR, own=[OWN])
    assert "own-diary" in loaded.bundle.rules
    assert "own-diary" not in loaded.versions
    assert loaded.bundle.digest != load_bundle(Market.KR).bundle.digest


def test_same_own_rule_twice_is_refused():
    assert refusal(load_bundle, Market.JP, own=[OWN, OWN]).key == "policy.id_twice"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (a_rule("own-open"), "policy.permit_on_top"),
        (a_rule("diary", "forbid"), "bundles.own_id"),
        (a_rule("Own-diary", "forbid"), "bundles.own_id"),
        (a_rule("jp-my-number-stays", "forbid"), "bundles.own_id"),
        (OWN + a_rule("second", "forbid"), "bundles.own_id"),
        (OWN.replace("@explain_ja", "@explain_fr"), "policy.no_explanation"),
        ("", "bundles.own_empty"),
        ("// nothing yet\n", "bundles.own_empty"),
        (OWN.replace(";", ""), "policy.bad_syntax"),
        (OWN.replace("tags", "colour"), "policy.not_valid"),
    ],
)
def test_own_rule_at_fault_is_refused(text, key):
    assert refusal(load_bundle, Market.JP, own=[text]).key == key


# --- older versions


def test_version_that_decided_before_still_does():
    assert load_bundle(Market.JP, seen={**NOW, "kr": 99}).versions == NOW


@pytest.mark.parametrize("name", ["base", "jp"])
def test_older_version_than_decided_before_is_refused(name):
    error = refusal(load_bundle, Market.JP, seen={name: NOW[name] + 1})
    assert error.key == "bundles.older"
    assert error.values == {"name": name, "found": NOW[name], "seen": NOW[name] + 1}


def test_older_folder_than_decided_before_is_refused(folder):
    assert refusal(load_folder, folder, seen={"xx": 2}, trusted=TRUSTED).key == "bundles.older"


# --- folders from elsewhere


def test_signed_folder_of_a_market_lies_on_the_shipped_base(folder):
    loaded = load_folder(folder, trusted=TRUSTED)
    assert loaded.versions == {"base": NOW["base"], "xx": 1}
    assert loaded.bundle.rules.keys() == {*load_base_bundle().rules, "xx-night"}


def test_signed_folder_of_a_base_stands_by_itself(shelf):
    loaded = shelf.load_folder(shelf.root / "base")
    assert loaded.versions == {"base": NOW["base"]}
    assert loaded.bundle.digest == load_base_bundle().digest


def test_folder_by_an_unknown_signer_is_refused_with_what_to_do(folder):
    error = refusal(load_folder, folder)
    assert error.key == "bundles.unknown_signer"
    assert key_id(KEY.public) in str(error)


FAULTS = {
    "unsigned": (lambda at: (at / SIGNATURE).unlink(), "bundles.unsigned"),
    "no-manifest": (lambda at: (at / MANIFEST).unlink(), "bundles.unsigned"),
    "no-folder": (shutil.rmtree, "bundles.unsigned"),
    "rule-changed": (
        lambda at: (at / "xx.cedar").write_text(RULE.replace("22", "23"), encoding="utf-8"),
        "bundles.changed_file",
    ),
    "rule-missing": (lambda at: (at / "xx.cedar").unlink(), "bundles.missing_file"),
    "rule-renamed": (lambda at: (at / "xx.cedar").rename(at / "yy.cedar"), "bundles.missing_file"),
    "file-added": (lambda at: (at / "note.txt").write_text("hello"), "bundles.extra_file"),
    "hidden-file-added": (lambda at: (at / ".DS_Store").write_text(""), "bundles.extra_file"),
    "folder-added": (lambda at: (at / "more").mkdir(), "bundles.extra_file"),
    "version-raised": (
        lambda at: resign(
            at, lambda text: text.replace(b'"version":1', b'"version":2'), sign=False
        ),
        "bundles.bad_signature",
    ),
    "manifest-spaced": (
        lambda at: resign(at, lambda text: text.replace(b",", b", ")),
        "bundles.bad_manifest",
    ),
    "manifest-with-a-field-twice": (
        lambda at: resign(at, lambda text: text.replace(b'"v":1', b'"v":1,"v":1')),
        "bundles.bad_manifest",
    ),
    "manifest-with-an-unknown-field": (
        lambda at: resign(at, lambda text: text.replace(b'"v":1', b'"u":1,"v":1')),
        "bundles.bad_manifest",
    ),
    "manifest-that-is-no-json": (lambda at: resign(at, lambda _: b"{"), "bundles.bad_manifest"),
    "manifest-that-leads-elsewhere": (
        lambda at: resign(at, lambda text: text.replace(b"xx.cedar", b"../x.cedar")),
        "bundles.bad_manifest",
    ),
    "manifest-of-a-base-without-a-schema": (
        lambda at: resign(at, lambda text: text.replace(b"market", b"base")),
        "bundles.bad_manifest",
    ),
    "manifest-of-a-newer-version": (
        lambda at: resign(at, lambda text: text.replace(b'"v":1', b'"v":2')),
        "bundles.newer_manifest",
    ),
    "permits": (lambda at: rewrite(at, a_rule("xx-open")), "policy.permit_on_top"),
    "id-of-the-base": (
        lambda at: rewrite(at, a_rule("retention-ended", "forbid")),
        "policy.id_twice",
    ),
    "id-of-the-owner": (
        lambda at: rewrite(at, a_rule("own-diary", "forbid")),
        "bundles.id_is_owners",
    ),
    "unknown-attribute": (
        lambda at: rewrite(at, a_rule("xx", "forbid", "context.mood")),
        "policy.not_valid",
    ),
    "not-utf-8": (lambda at: respell(at, b"// \xff\n"), "policy.unreadable"),
}


def resign(at: Path, change, *, sign: bool = True) -> None:
    """Changes a manifest, and signs what came of it, as a careless holder of the key might."""
    changed = change((at / MANIFEST).read_bytes())
    (at / MANIFEST).write_bytes(changed)
    if sign:
        (at / SIGNATURE).write_bytes(KEY.sign(changed))


def respell(at: Path, data: bytes) -> None:
    (at / "xx.cedar").write_bytes(data)
    sign_folder(at, propose(at).manifest, KEY)


@pytest.mark.parametrize("fault", FAULTS)
def test_folder_with_a_fault_is_refused(folder, fault):
    spoil, key = FAULTS[fault]
    spoil(folder)
    assert refusal(load_folder, folder, trusted=TRUSTED).key == key


def test_any_changed_byte_of_a_signed_folder_is_noticed(folder):
    for file in sorted(folder.iterdir()):
        sound = file.read_bytes()
        for at in range(len(sound)):
            file.write_bytes(sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
            with pytest.raises(PolicyError):
                verify_folder(folder, TRUSTED)
        file.write_bytes(sound)
    assert verify_folder(folder, TRUSTED).manifest.name == "xx"


def test_file_that_is_too_large_is_refused(folder):
    (folder / "xx.cedar").write_text("//" + " " * (1 << 20), encoding="utf-8")
    assert refusal(load_folder, folder, trusted=TRUSTED).key == "policy.too_large"


def test_shelf_whose_part_was_changed_is_refused(shelf):
    (shelf.root / "jp" / "jp.cedar").write_text("// none\n", encoding="utf-8")
    assert refusal(shelf.load, Market.JP).key == "bundles.changed_file"
    assert set(shelf.load(Market.KR).versions) == {"base", "kr"}


@pytest.mark.parametrize(("there", "instead"), [("jp", "kr"), ("jp", "base"), ("base", "jp")])
def test_signed_part_does_not_stand_in_for_another(shelf, there, instead):
    shutil.rmtree(shelf.root / there)
    shutil.copytree(shelf.root / instead, shelf.root / there)
    error = refusal(shelf.load, Market.JP)
    assert error.key == "bundles.other_part"
    assert error.values == {"name": there, "found": instead}


def test_market_that_calls_itself_base_does_not_stand_in_for_it(shelf):
    rogue = shelf.root / "base"
    shutil.rmtree(rogue)
    rogue.mkdir()
    (rogue / "base.cedar").write_text(RULE, encoding="utf-8")
    sign_bundle(rogue, KEY)
    assert refusal(shelf.load, Market.OTHER).key == "bundles.other_part"


# --- signing


def test_version_rises_with_each_change_and_only_then(folder):
    assert sign_bundle(folder, KEY) == {"xx": 1}
    (folder / "xx.cedar").write_text(RULE + "// more\n", encoding="utf-8")
    assert sign_bundle(folder, KEY) == {"xx": 2}
    assert sign_bundle(folder, KEY, version=7) == {"xx": 7}
    assert load_folder(folder, trusted=TRUSTED).versions["xx"] == 7


def test_signed_folder_keeps_its_name_wherever_it_lies(folder):
    moved = folder.rename(folder.with_name("download-1"))
    assert sign_bundle(moved, KEY) == {"xx": 1}


def test_cases_beside_the_rules_are_signed_with_them(folder):
    (folder / "xx.cases.yaml").write_text("- deny\n", encoding="utf-8")
    sign_bundle(folder, KEY)
    assert load_folder(folder, trusted=TRUSTED).versions["xx"] == 2
    (folder / "xx.cases.yaml").write_text("- permit\n", encoding="utf-8")
    assert refusal(load_folder, folder, trusted=TRUSTED).key == "bundles.changed_file"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (a_rule("xx-open"), "policy.permit_on_top"),
        (a_rule("own-diary", "forbid"), "bundles.id_is_owners"),
        ("forbid (principal action, resource);", "policy.bad_syntax"),
    ],
)
def test_rules_that_could_not_be_loaded_are_not_signed(folder, text, key):
    before = (folder / MANIFEST).read_bytes()
    (folder / "xx.cedar").write_text(text, encoding="utf-8")
    assert refusal(sign_bundle, folder, KEY).key == key
    assert (folder / MANIFEST).read_bytes() == before


def test_base_that_does_not_parse_is_not_signed(shelf):
    (shelf.root / "base" / "base.cedar").write_text("permit;", encoding="utf-8")
    assert refusal(sign_bundle, shelf.root / "base", KEY).key == "policy.bad_syntax"


@pytest.mark.parametrize("name", ["second.cedar", ".hidden", "Notes.txt"])
def test_folder_with_an_unfit_file_is_not_signed(folder, name):
    (folder / name).write_text("", encoding="utf-8")
    assert refusal(sign_bundle, folder, KEY).key == "bundles.bad_folder"


@pytest.mark.parametrize("version", [0, -1, 2**31])
def test_version_out_of_bounds_is_not_signed(folder, version):
    assert refusal(sign_bundle, folder, KEY, version=version).key == "bundles.bad_folder"


def test_folder_that_is_none_is_not_signed(tmp_path):
    assert refusal(sign_bundle, tmp_path / "none", KEY).key == "policy.unreadable"


def test_folder_that_cannot_be_written_to_is_told(folder):
    (folder / SIGNATURE).unlink()
    (folder / SIGNATURE).mkdir()
    assert refusal(sign_bundle, folder, KEY).key == "bundles.unwritable"


# --- files


@given(st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
@settings(max_examples=6)
def test_rule_file_reads_alike_whatever_the_editor(tmp_path_factory, end, mark):
    file = tmp_path_factory.mktemp("rules") / "a.cedar"
    file.write_bytes((mark + RULE.replace("\n", end)).encode())
    assert read_policy_file(file) == RULE


def test_on_top_of_the_shipped_schema_every_part_is_valid():
    assert base_schema() in read_policy_file(SHIPPED / "base" / "bojagi.cedarschema")
    assert on_top(load_base_bundle(), []) is load_base_bundle()
    assert BASE_TEXT.count("@id(") == len(load_base_bundle().rules)


def test_path_that_no_system_can_have_is_told():
    assert refusal(read_policy_file, Path("x" * 5_000)).key == "policy.unreadable"
