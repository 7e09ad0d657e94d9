"""Law packs: dated, sourced, and no harsher or milder than the facts that were read."""

import re
from datetime import date

import pytest

from compliance.bundle import read_bundle
from compliance.checks import answer
from compliance.lawpacks import (
    Applies,
    Check,
    Pack,
    SanctionKind,
    load_packs,
    packs_for,
    parse_pack,
)
from policy.catalog import LANGUAGES
from tests.compliance.bundles import write_coordinator_bundle, write_device_bundle

PACKS = {pack.jurisdiction: pack for pack in load_packs()}
KOREA, JAPAN = PACKS["KR"], PACKS["JP"]
HANGUL = re.compile(r"[\uac00-\ud7a3]")
KANA_OR_KANJI = re.compile(r"[\u3041-\u30fa\u4e00-\u9fff]")


def row(pack: Pack, name: str):
    return next(row for row in pack.rows if row.id == name)


def sanction(pack: Pack, name: str):
    return pack.sanctions[row(pack, name).sanction]


def every_text(pack: Pack):
    yield from (pack.title, pack.short, pack.act, pack.version)
    yield from (source.text for source in pack.sources.values())
    for one in pack.sanctions.values():
        yield one.conditions
        if one.maximum:
            yield one.maximum
    for one in pack.rows:
        yield from (one.article, one.duty)


def test_both_packs_ship_and_say_which_text_they_follow_and_when_they_were_gathered():
    assert sorted(PACKS) == ["JP", "KR"]
    assert KOREA.act["ko"] == "법률 제21311호"
    assert KOREA.title["ko"] == "인공지능 발전과 신뢰 기반 조성 등에 관한 기본법"
    assert JAPAN.act["ja"] == "令和7年法律第53号"
    assert JAPAN.title["ja"] == "人工知能関連技術の研究開発及び活用の推進に関する法律"
    assert {pack.as_of for pack in PACKS.values()} == {"2026-11"}


def test_fines_stand_only_at_the_three_cases_of_article_43():
    fined = {one.id for one in KOREA.rows if sanction(KOREA, one.id).kind is SanctionKind.FINE}
    assert fined == {"kr-31-1", "kr-36-1", "kr-40-3"}
    for name in fined:
        assert "KRW 30 million" in sanction(KOREA, name).maximum["en"]
        assert "3천만원 이하" in sanction(KOREA, name).maximum["ko"]
        assert "43(1)" in sanction(KOREA, name).conditions["en"]
    for one in KOREA.rows:
        if one.id not in fined:
            assert "30 million" not in sanction(KOREA, one.id).conditions["en"]
            assert sanction(KOREA, one.id).maximum is None


@pytest.mark.parametrize("name", ["kr-31-2", "kr-31-3", "kr-32", "kr-34-1-1", "kr-34-1-5"])
def test_breaches_without_a_fine_get_a_corrective_order_first(name):
    assert sanction(KOREA, name).kind is SanctionKind.ORDER_FIRST
    assert "40(1)" in sanction(KOREA, name).conditions["en"]


def test_japan_has_no_penalty_anywhere():
    assert {one.kind for one in JAPAN.sanctions.values()} == {SanctionKind.GUIDANCE}
    assert "no penalties" in JAPAN.sanctions["guidance"].conditions["en"]
    assert not any(one.maximum for one in JAPAN.sanctions.values())


def test_impact_assessment_is_a_duty_of_effort_for_a_person():
    one = row(KOREA, "kr-35-1")
    assert "duty of effort" in one.duty["en"]
    assert "2026년 7월 21일" in one.duty["ko"]
    assert (one.check, one.needs_person) == (Check.NONE, True)


def test_korean_rows_rest_on_the_text_but_where_the_decree_was_not_read():
    accounts = {one.id for one in KOREA.rows if KOREA.sources[one.source].quality == "secondary"}
    assert accounts == {"kr-32", "kr-34-1-5"}
    assert all(JAPAN.sources[one.source].quality == "secondary" for one in JAPAN.rows)


def test_rows_are_in_force_when_the_facts_say():
    assert {one.in_force_from for one in KOREA.rows} == {date(2026, 1, 22)}
    by_source = {one.source: one.in_force_from for one in JAPAN.rows}
    assert by_source == {"act": date(2025, 9, 1), "guideline": date(2025, 12, 19)}


def test_article_34_applies_only_where_the_service_is_high_impact():
    for one in KOREA.rows:
        assert (one.applies_if is Applies.HIGH_IMPACT) == one.id.startswith("kr-34-")


def test_what_no_check_answers_needs_a_person():
    for pack in PACKS.values():
        for one in pack.rows:
            assert one.check is not Check.NONE or one.needs_person, one.id


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_texts_stand_in_three_languages_and_their_own_scripts(pack):
    for text in every_text(pack):
        assert set(text) == set(LANGUAGES)
        assert HANGUL.search(text["ko"]), text
        assert KANA_OR_KANJI.search(text["ja"]), text
        assert "compliant" not in " ".join(text.values()).lower()


@pytest.mark.parametrize(
    ("market", "packs"),
    [("KR", ["KR"]), ("JP", ["JP"]), ("EU", []), ("other", ["JP", "KR"])],
)
def test_market_picks_its_pack_and_an_unnamed_one_gets_all(market, packs):
    assert [pack.jurisdiction for pack in packs_for(market)] == packs


def test_every_check_of_the_closed_set_is_answered_for_both_bundles(tmp_path):
    bundles = [
        read_bundle(write_device_bundle(tmp_path / "device")),
        read_bundle(write_coordinator_bundle(tmp_path / "coordinator")),
    ]
    for check in Check:
        for bundle in bundles:
            assert answer(check, bundle).key.startswith("check.")


def test_every_check_is_asked_for_by_some_row():
    assert {one.check for pack in PACKS.values() for one in pack.rows} == set(Check)


PACK = """
id = "x"
jurisdiction = "KR"
as_of = "2026-11"
utc_offset_h = 9
title = {T}
short = {T}
act = {T}
version = {T}
[sources.act]
quality = "primary"
text = {T}
[sanctions.none]
kind = "none_named"
conditions = {T}
[[rows]]
id = "x-1"
source = "act"
in_force_from = 2026-01-22
applies_if = "always"
check = "evidence_verifies"
sanction = "none"
needs_person = false
views = ["regulator"]
article = {T}
duty = {T}
""".replace("{T}", '{ en = "a", ja = "b", ko = "c" }')


def test_small_pack_is_read():
    assert parse_pack(PACK).rows[0].check is Check.EVIDENCE_VERIFIES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"evidence_verifies"', '"run_this_code"'),
        ('"always"', '"when_i_say"'),
        ('"primary"', '"hearsay"'),
        ('source = "act"', 'source = "elsewhere"'),
        ("[[rows]]", PACK[PACK.index("[[rows]]") :] + "[[rows]]"),
        ('sanction = "none"', 'sanction = "prison"'),
        ('kind = "none_named"', 'kind = "fine"'),
        ('"evidence_verifies"', '"none"'),
        ("utc_offset_h = 9", "utc_offset_h = 99"),
        ('as_of = "2026-11"', 'as_of = "lately"'),
        ('views = ["regulator"]', "views = []"),
        ('{ en = "a", ja = "b", ko = "c" }', '{ en = "a", ja = "b" }'),
        ('{ en = "a", ja = "b", ko = "c" }', '{ en = "a", ja = "b", ko = "" }'),
        ("needs_person = false", 'needs_person = false\nverdict = "compliant"'),
    ],
)
def test_pack_that_names_what_is_not_there_is_refused(old, new):
    assert old in PACK
    with pytest.raises(ValueError, match="Pack"):
        parse_pack(PACK.replace(old, new))
