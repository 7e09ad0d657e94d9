"""Views: what each reader is told, taken from the log and the contents and from nowhere else."""

import json
from pathlib import Path
from typing import Any

import pytest

from compliance.bundle import read_bundle
from compliance.contents import MEMORIES
from compliance.errors import EvidenceError
from compliance.lawpacks import load_packs
from compliance.log.events import EventKind
from compliance.noise import covers, margin, stands_for
from compliance.reader import Reader
from compliance.report import make_report
from coordinator.noise import interval, noise_scale
from coordinator.settings import StatisticsSettings
from coordinator.statistics import threshold
from coordinator.validate import Reason
from device.federation.protocol import CELLS, SentKind, StatisticsView
from policy.bundles import load_base_bundle
from policy.catalog import LANGUAGES
from policy.load import load_catalog
from policy.vocabulary import ClassName, Label, PrincipalKind, Purpose
from tests.compliance.bundles import (
    STARTED,
    card,
    device_events,
    happened,
    model,
    name_of,
    permit,
    refuse,
    rounds,
    table,
    write_coordinator_bundle,
    write_device_bundle,
)


def report_of(folder: Path, view: str, language: str = "en") -> dict[str, Any]:
    return json.loads(make_report(read_bundle(folder), view, language).data)


@pytest.fixture
def consumer(tmp_path) -> dict[str, Any]:
    return report_of(write_device_bundle(tmp_path / "device"), "consumer")


@pytest.fixture
def regulator(tmp_path) -> dict[str, Any]:
    return report_of(write_coordinator_bundle(tmp_path / "coordinator"), "regulator")


@pytest.fixture
def developer(tmp_path) -> dict[str, Any]:
    return report_of(write_coordinator_bundle(tmp_path / "coordinator"), "developer")


# -- the person's


def test_every_memory_is_told_newest_first_with_its_rule_and_reads(consumer):
    assert [memory["id"] for memory in consumer["memories"]] == [4, 3, 2, 1]
    first = consumer["memories"][-1]
    assert first["text"] == "花火は8/8(土)に変更"
    assert first["day"] == "2026-05-02 12:44"
    assert first["source_word"] == "LINE chat"
    assert first["language_words"] == "Japanese"
    rule = load_base_bundle().rules["owner-recalls"]
    assert first["rules"] == [{"id": "owner-recalls", "text": rule.explanation["en"]}]
    assert first["reads"] == 3
    counted = {one["purpose"]: one["count"] for one in first["read_for"]}
    assert counted == {"export": 1, "recall": 2}
    assert first["last_read"] == "2026-07-26 02:34"
    assert consumer["memories"][2]["label_words"] == ["health"]


def test_accesses_say_who_what_for_what_and_why(consumer):
    by_event = {access["event"]: access for access in consumer["accesses"]}
    assert sorted(by_event) == [3, 4, 5, 10, 14]
    read = by_event[4]
    assert (read["who_word"], read["kind_word"], read["purpose_word"]) == ("you", "read", "recall")
    assert (read["memories"], read["others"], read["refused"]) == ([1], 1, 0)
    assert read["why"][0]["id"] == "owner-recalls"
    assert read["when"] == "2026-07-26 02:24"
    assert (by_event[5]["memories"], by_event[5]["refused"]) == ([1], 1)
    indexed = by_event[3]
    assert (indexed["who_word"], indexed["unnamed"], indexed["why"]) == ("Bojagi itself", 5, [])
    assert "names no rule" in indexed["why_note"]
    assert by_event[10]["memories"] == [1, 3]
    assert by_event[14]["memories"] == [1, 2, 3, 4]


def test_reading_that_released_nothing_says_so(tmp_path):
    events = [
        happened(EventKind.RELEASED, 0, purpose="recall"),
        happened(EventKind.RELEASED, 1, purpose="recall", decisions=(refuse(1),)),
    ]
    report = report_of(write_device_bundle(tmp_path / "d", events=events), "consumer")
    assert [access["why_note"] for access in report["accesses"]] == ["Nothing was released."] * 2
    assert [access["refused"] for access in report["accesses"]] == [1, 0]


def test_what_left_the_device_is_told_exactly(consumer):
    assert consumer["sent"] == [
        {
            "event": 11,
            "at": STARTED + 660,
            "when": "2026-07-26 02:31",
            "kind": "update",
            "kind_word": "model update",
            "round": 1,
            "bytes": 11_656,
            "tensors": 4,
            "norm": 0.734211,
            "digest": "cd" * 32,
        }
    ]
    assert [(one["event"], one["given"]) for one in consumer["consents"]] == [
        (13, False),
        (9, True),
    ]


def test_message_of_which_the_log_says_little_is_told_with_gaps(tmp_path):
    events = [happened(EventKind.SHARED, 0)]
    report = report_of(write_device_bundle(tmp_path / "d", events=events), "consumer")
    sent = report["sent"][0]
    assert (sent["kind_word"], sent["round"], sent["norm"]) == ("sent out", None, None)


def test_forgotten_memories_are_told_by_what_their_certificates_name(tmp_path):
    events = [
        happened(EventKind.ERASED, 0, memories=(name_of(9),), details={"reason": "forget"}),
        happened(EventKind.ERASED, 1, details={"reason": "retention"}),
    ]
    lines = report_of(write_device_bundle(tmp_path / "d", events=events), "consumer")["forgotten"]
    assert [(line["event"], line["commitment"]) for line in lines] == [(1, ""), (0, name_of(9))]
    assert [line["reason_word"] for line in lines] == [
        "its retention period ended",
        "you asked for it",
    ]


def test_closed_classes_are_told_by_rule_without_numbers_of_memories(consumer):
    assert [(line["rule"]["id"], line["times"]) for line in consumer["closed"]] == [
        ("finance-needs-step-up", 1),
        ("guarded-needs-step-up", 1),
    ]
    assert "step-up" in consumer["closed"][0]["rule"]["text"]


def test_rule_of_another_rule_set_is_named_but_not_put_into_words(tmp_path):
    other = happened(
        EventKind.RELEASED, 0, purpose="recall", bundle="ef" * 32, decisions=(permit(1),)
    )
    report = report_of(write_device_bundle(tmp_path / "d", events=[other]), "consumer")
    assert report["accesses"][0]["why"] == [{"id": "owner-recalls", "text": ""}]
    assert report["memories"][0]["rules"] == [{"id": "owner-recalls", "text": ""}]


def test_words_that_this_version_does_not_know_are_shown_as_they_are(tmp_path):
    odd = card(1, "x", source="diary2", labels=["weather"], class_name="blue", languages=["tlh"])
    memory = report_of(write_device_bundle(tmp_path / "d", cards=[odd]), "consumer")["memories"][0]
    assert (memory["source_word"], memory["label_words"]) == ("diary2", ["weather"])
    assert (memory["class_word"], memory["language_words"]) == ("blue", "tlh")


def test_memory_without_a_time_or_with_a_strange_one_is_shown(tmp_path):
    cards = [card(1, "a", when=None), card(2, "b", when="once")]
    memories = report_of(write_device_bundle(tmp_path / "d", cards=cards), "consumer")["memories"]
    assert [memory["day"] for memory in memories] == ["once", "no date"]


def test_person_sees_the_law_of_their_market_and_none_where_there_is_none(tmp_path):
    for market, ids in (
        ("JP", ["jp_ai_promotion_act"]),
        ("KR", ["kr_ai_basic_act"]),
        ("EU", []),
        ("other", []),
    ):
        folder = write_device_bundle(tmp_path / market, about={"market": market})
        assert [pack["id"] for pack in report_of(folder, "consumer")["law"]] == ids


def test_korean_person_reads_that_they_were_told_first_and_which_fine_stands_there(tmp_path):
    folder = write_device_bundle(tmp_path / "d", about={"market": "KR", "zone": "Asia/Seoul"})
    rows = {row["id"]: row for row in report_of(folder, "consumer", "ko")["law"][0]["rows"]}
    told = rows["kr-31-1"]
    assert (told["result"], told["needs_person"]) == ("pass", True)
    assert told["evidence"] == [{"file": "log.jsonl", "count": 2, "events": [[1, 2]]}]
    assert told["sanction"]["maximum"] == "3천만원 이하의 과태료"
    assert rows["kr-31-2"]["result"] == "not_applicable"
    assert not rows["kr-31-2"]["needs_person"]
    assert rows["kr-3-2"]["result"] == "pass"
    assert rows["kr-33-1"]["result"] == "fail"
    assert rows["kr-40-1"]["result"] == "pass"
    assert "kr-32" not in rows


# -- the coordinator's


def test_rounds_are_told_with_reward_before_and_after(regulator):
    lines = regulator["training"]["rounds"]
    assert [line["reward_before"] for line in lines] == [0.0312, 0.1188, 0.1188]
    assert [line["reward_after"] for line in lines] == [0.1188, 0.1188, 0.2741]
    assert [line["aggregated"] for line in lines] == [True, False, True]
    assert [(line["before"], line["after"]) for line in lines] == [
        (model(0), model(1)),
        (model(1), model(1)),
        (model(1), model(2)),
    ]
    assert [one["name"] for one in regulator["training"]["refused"]] == ["norm", "not-finite"]
    assert regulator["training"]["sees_single_updates"] is True
    assert "single_updates" in [limit["id"] for limit in regulator["head"]["limits"]]


def test_model_that_nobody_measured_has_no_reward(tmp_path):
    folder = write_coordinator_bundle(tmp_path / "c", rounds_=rounds(final_reward=None))
    training = report_of(folder, "developer")["training"]
    assert training["rounds"][-1]["reward_after"] is None
    assert training["final_reward"] is None


def test_each_view_gets_its_own_statistics_with_their_noise(regulator, developer):
    told = regulator["statistics"]["tables"]
    assert len(told) == 1
    cells = {cell["name"]: cell["count"] for cell in told[0]["cells"]}
    assert cells == {"recall_answered": 141, "exported": None, "forgotten": 37}
    keys = ("threshold", "bound", "epsilon", "scale", "interval", "suppressed")
    assert [told[0][key] for key in keys] == [10, 8, 2, 4, 12, 1]
    assert regulator["statistics"]["epsilon_spent"] == 4
    names = {cell["name"] for cell in developer["statistics"]["tables"][0]["cells"]}
    assert names == {"rated_used", "rated_dismissed", "language_ja"}


def test_tensors_are_told_with_their_size(developer):
    sizes = {
        one["name"]: (one["numbers"], one["bytes"]) for one in developer["training"]["tensors"]
    }
    assert sizes["gate.hidden.weight"] == (2_816, 11_264)


def test_developers_are_told_no_law_and_regulators_no_ratings(developer, regulator):
    assert "law" not in developer
    assert "rated_used" not in json.dumps(regulator)


@pytest.mark.parametrize("view", ["regulator", "developer"])
def test_simulated_devices_are_told_in_the_head(tmp_path, view):
    folders = [
        write_coordinator_bundle(tmp_path / "about", about={"simulated": True}),
        write_coordinator_bundle(tmp_path / "table", tables=[table(view, simulated=True)]),
    ]
    for folder in folders:
        head = report_of(folder, view)["head"]
        assert head["simulated"]
        assert "simulated" in head["simulated_note"]
    other = "developer" if view == "regulator" else "regulator"
    folder = write_coordinator_bundle(tmp_path / "other", tables=[table(other, simulated=True)])
    assert not report_of(folder, view)["head"]["simulated"]


def test_operator_without_a_market_sees_every_pack(tmp_path):
    folder = write_coordinator_bundle(tmp_path / "c", about={"market": "other"})
    packs = report_of(folder, "regulator")["law"]
    assert [pack["id"] for pack in packs] == [pack.id for pack in load_packs()]
    assert all(row["sanction"]["kind"] == "guidance" for row in packs[0]["rows"])


def test_bundle_of_a_coordinator_with_memories_in_it_gets_no_report(tmp_path):
    folder = write_coordinator_bundle(tmp_path / "c", files={MEMORIES: b'[{"text":"peanuts"}]'})
    with pytest.raises(EvidenceError) as caught:
        read_bundle(folder)
    assert (caught.value.key, caught.value.values["file"]) == ("report.file_foreign", MEMORIES)


# -- words


@pytest.mark.parametrize(
    ("family", "names"),
    [
        ("cell", [name for names in CELLS.values() for name in names]),
        ("reason", [reason.value for reason in Reason]),
        ("sent", [kind.value for kind in SentKind]),
        ("label", [label.value for label in Label]),
        ("class", [name.value for name in ClassName]),
        ("purpose", [purpose.value for purpose in Purpose]),
        ("who", [kind.value.lower() for kind in PrincipalKind]),
        ("source", ["typed", "line", "kakaotalk", "chatgpt", "locomo"]),
        ("consent", ["updates", "statistics"]),
        ("erased", ["forget", "retention"]),
        ("result", ["pass", "fail", "review", "not_applicable"]),
        ("sanction", ["fine", "order_first", "guidance", "none_named"]),
        ("quality", ["primary", "secondary"]),
    ],
)
def test_every_name_of_a_set_has_its_word(family, names):
    texts = load_catalog("compliance").texts
    assert not [name for name in names if f"word.{family}_{name.replace('-', '_')}" not in texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_written_as_the_language_does(tmp_path, language):
    reader = Reader(language, read_bundle(write_device_bundle(tmp_path / "d")).zone)
    expected = {"en": "November 2026", "ja": "2026年11月", "ko": "2026년 11월"}
    assert reader.month(2026, 11) == expected[language]
    assert reader.time(2**53 - 1) == "@9007199254740991"


def test_events_of_the_builder_are_in_order():
    times = [event.at for event in device_events()]
    assert times == sorted(times)


# -- what a threshold stands for


def test_threshold_of_a_real_release_stands_for_k_of_ten(tmp_path):
    counts = dict.fromkeys(CELLS["regulator"])
    real = table("regulator", counts=counts, threshold=44, interval=12)
    report = report_of(write_coordinator_bundle(tmp_path / "c", tables=[real]), "regulator")
    shown = report["statistics"]["tables"][0]
    assert (shown["threshold"], shown["k"], shown["margin"]) == (44, 10, 35)
    assert (shown["suppressed"], shown["bound"], shown["epsilon"]) == (10, 8, 2)


@pytest.mark.parametrize("milli", [10, 333, 2_000, 20_000])
@pytest.mark.parametrize("view", StatisticsView)
def test_k_is_worked_out_as_the_coordinator_put_it_in(view, milli):
    settings = StatisticsSettings(k=25, epsilon_milli=milli)
    scale = noise_scale(milli / 1_000)
    assert stands_for(threshold(view, settings), scale, len(CELLS[view])) == 25
    assert covers(interval(scale), scale)
    assert not covers(interval(scale) - 1, scale)


@pytest.mark.parametrize("language", LANGUAGES)
def test_threshold_too_low_for_its_noise_is_told_so(tmp_path, language):
    for least, key, k in ((44, "threshold", 10), (43, "threshold_low", None)):
        counts = dict.fromkeys(CELLS["regulator"])
        low = table("regulator", counts=counts, threshold=least)
        bundle = read_bundle(write_coordinator_bundle(tmp_path / key, tables=[low]))
        made = make_report(bundle, "regulator", language)
        catalog = load_catalog("compliance")
        said = catalog.say(language, f"figures.{key}", threshold=least, margin=35, k=10)
        assert said in made.page.decode()
        assert json.loads(made.data)["statistics"]["tables"][0]["k"] == k


@pytest.mark.parametrize("scale", [5e-324, 1e-9, 0.4, 4.0, 9e15])
def test_noise_of_any_scale_has_a_margin(scale):
    assert margin(scale, 10) >= 1
    assert margin(scale, 0) >= 1
    assert covers(2**53 - 1, min(scale, 1e9))
