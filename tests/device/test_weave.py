"""Threads: what belongs to a memory, why, and what only looks as if it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from compliance.log.events import EventKind
from device.compose import Device
from device.memory.recall import ThreadLine
from device.memory.tie_words import told_tie
from device.memory.weave import MOST, TieKind
from device.standing import changed
from policy.catalog import LANGUAGES, Language
from policy.decide import Deny
from policy.vocabulary import Purpose
from policy.wishes import Wish
from tests.people import Clock, make_device, remember

DAY = 86_400
BEGINS = int(datetime(2025, 5, 1, 9, tzinfo=UTC).timestamp())


@dataclass
class Life:
    """A vault of somebody who said each sentence on its day."""

    device: Device
    ids: dict[str, int]

    def thread(self, text: str, purpose: Purpose = Purpose.RECALL) -> list[ThreadLine]:
        found = self.device.recall.thread(self.ids[text], purpose, "en")
        assert isinstance(found, list)
        return found

    def texts(self, text: str) -> list[str]:
        return [line.card.text for line in self.thread(text)]


def lived(folder: Path, said: dict[str, int], language: Language = "en") -> Life:
    clock = Clock(BEGINS)
    device = make_device(folder / "vault", clock, step_up=None, language=language)
    ids = {}
    for text, day in said.items():
        clock.now = BEGINS + day * DAY
        ids[text] = remember(device, text)
    return Life(device, ids)


KYOTO = {
    "We're going to Kyoto in June, the hotel is near the station": 0,
    "Bought rail passes for the Kyoto trip": 2,
    "Kyoto trip: the bamboo grove closes at five": 9,
    "The dentist found a cavity": 40,
    "Kyoto again next month, this time with the kids": 365,
    "The kids want to see the deer on the Kyoto trip": 368,
    "The car needs new tyres": 370,
}
BENS = {
    "Ben from the climbing club broke his ankle": 0,
    "Ben at the office is leaving for a job in Lisbon": 1,
    "The climbing club meets on Thursdays now": 3,
    "Collected money for a leaving present at the office": 5,
    "Ben's ankle is in a cast for six weeks, no climbing": 8,
    "I water the tomatoes every evening": 12,
}
KYOTO_JA = {
    "6月に京都へ旅行、宿は駅の近くを予約した": 0,
    "京都旅行のために乗り放題パスを買った": 2,
    "京都の竹林は5時に閉まるらしい": 9,
    "歯医者で虫歯が見つかった": 40,
    "来月また京都に行く、今度は子どもたちと": 365,
    "子どもたちは京都で鹿を見たいらしい": 368,
    "車のタイヤを替えないと": 370,
}
KENTAS = {
    "大学の健太が登山で足首を折った": 0,
    "会社の健太が来月リスボンに転勤する": 1,
    "登山部の集まりが木曜に変わった": 3,
    "転勤する健太の送別会の店を予約した": 5,
    "健太の足首、ギプスが六週間外れないらしい。登山は当分無理": 8,
    "毎晩トマトに水をやっている": 12,
}
FEAST = {
    "子どものころ、祖母と地蔵盆で数珠を回したのを覚えている": 0,
    "歯医者の予約を取り直した": 100,
    "今年の地蔵盆に子どもを連れて行くことにした": 400,
    "地蔵盆のお供え用に和菓子を予約した": 402,
    "エアコンの掃除を頼んだ": 405,
}
BEEF = {
    "소고기 진짜 좋아해 특히 스테이크": 0,
    "자전거를 새로 샀어": 5,
    "소고기 알레르기래, 이제 못 먹어": 10,
    "알레르기 약을 처방받았어": 20,
}


@pytest.mark.parametrize(("language", "said"), [("en", KYOTO), ("ja", KYOTO_JA)])
def test_two_trips_to_the_same_city_a_year_apart_are_two_threads(tmp_path, language, said):
    life = lived(tmp_path, said, language)
    texts = list(said)
    assert life.texts(texts[0]) == texts[:3]
    assert life.texts(texts[4]) == texts[4:6]
    life.device.close()


@pytest.mark.parametrize(("language", "said"), [("en", BENS), ("ja", KENTAS)])
def test_two_friends_of_the_same_name_are_two_threads(tmp_path, language, said):
    life = lived(tmp_path, said, language)
    texts = list(said)
    assert life.texts(texts[0]) == [texts[0], texts[2], texts[4]]
    assert set(life.texts(texts[1])) <= {texts[1], texts[3]}
    life.device.close()


def test_a_childhood_memory_is_woven_into_what_is_planned_years_later(tmp_path):
    life = lived(tmp_path, FEAST, "ja")
    texts = list(FEAST)
    assert life.texts(texts[2]) == [texts[0], texts[2], texts[3]]
    life.device.close()


def test_what_no_longer_holds_is_in_the_thread_and_marked(tmp_path):
    life = lived(tmp_path, BEEF, "ko")
    liked, _, allergic, pills = BEEF
    lines = {line.card.text: line for line in life.thread(allergic)}
    assert list(lines) == [liked, allergic, pills]
    assert [line.is_replaced for line in lines.values()] == [True, False, False]
    assert lines[liked].tie.kind is TieKind.REPLACED
    assert lines[allergic].tie.kind is TieKind.SEED
    back = {line.card.text: line.tie.kind for line in life.thread(liked)}
    assert back[allergic] is TieKind.REPLACES
    life.device.close()


def test_a_chain_of_changes_is_one_thread_from_either_end(tmp_path):
    moved = ["I live in Leeds", "I moved to York last week", "I've moved to Hull"]
    life = lived(tmp_path, {text: at * 150 for at, text in enumerate(moved)})
    for text in moved:
        assert life.texts(text) == moved
    life.device.close()


def test_a_slot_of_another_person_ties_nothing(tmp_path):
    life = lived(
        tmp_path,
        {
            "My shoe size is 42": 0,
            "Tom's shoe size is 45": 150,
            "New insoles, as my shoe size is 42": 160,
        },
    )
    kinds = {line.card.text: line.tie.kind for line in life.thread("My shoe size is 42")}
    assert kinds.get("Tom's shoe size is 45") is not TieKind.SLOT
    life.device.close()


def test_what_is_due_on_the_same_day_is_tied_by_it(tmp_path):
    flight, hotel = "The flight to Porto is on 3 October", "The hotel is booked from 3 October"
    life = lived(tmp_path, {flight: 120, "I hate ironing": 122, hotel: 125})
    lines = {line.card.text: line.tie for line in life.thread(flight)}
    assert lines[hotel].kind is TieKind.DAY
    assert lines[hotel].day is not None
    assert lines[hotel].day.isoformat() == "2025-10-03"
    life.device.close()


def test_a_thread_is_no_hairball(tmp_path):
    said = {f"The choir sang hymn number {at} in the chapel": at for at in range(40)}
    life = lived(tmp_path, said)
    assert len(life.thread(next(iter(said)))) == MOST + 1
    life.device.close()


def test_nothing_is_tied_to_what_nothing_has_to_do_with(tmp_path):
    life = lived(tmp_path, {"The boiler makes a noise": 0, "Nina plays the cello": 200})
    assert life.texts("Nina plays the cello") == ["Nina plays the cello"]
    life.device.close()


def test_threads_give_nothing_that_the_rules_do_not_release_for_the_purpose(tmp_path):
    life = lived(tmp_path, KYOTO)
    first, second, third, *_ = KYOTO
    row = life.device.vault.find_row(life.ids[second])
    assert row is not None
    record = life.device.vault.record(int(row["rule"][0]))
    life.device.guard.rebind(life.ids[second], changed(record, Wish(remind=False)))
    reminded = [line.card.text for line in life.thread(first, Purpose.REMIND)]
    assert reminded == [first, third]
    assert second in life.texts(first)
    denied = life.device.recall.thread(life.ids[second], Purpose.REMIND, "en")
    assert isinstance(denied, Deny)
    assert life.device.recall.thread(999, Purpose.RECALL, "en") is None
    life.device.close()


def test_a_forgotten_memory_is_in_no_thread(tmp_path):
    life = lived(tmp_path, KYOTO)
    first, second, third, *_ = KYOTO
    life.device.rights.forget([life.ids[second]])
    assert life.texts(first) == [first, third]
    life.device.close()


def test_a_thread_is_released_in_one_event_after_it_was_compared(tmp_path):
    life = lived(tmp_path, KYOTO)
    first = next(iter(KYOTO))
    life.thread(first)  # the index is built
    before = life.device.vault.journal.size
    shown = life.thread(first)
    events = [line.event for line in life.device.rights.log() if line.seq >= before]
    assert [event.kind for event in events] == [
        EventKind.ENGINE, EventKind.ENGINE, EventKind.RELEASED,
    ]  # fmt: skip
    assert len(events[-1].decisions) == len(shown)
    life.device.close()


def test_what_is_shown_already_is_not_read_again(tmp_path):
    life = lived(tmp_path, KYOTO)
    first, second, *_ = KYOTO
    answer = life.device.recall.ask("rail passes for Kyoto", Purpose.RECALL, "en", 10)
    (card,) = (one for one in answer.memories if one.text == first)
    threads = life.device.recall.threads([card.id], Purpose.RECALL, "en", answer.memories)
    assert {line.card.text for line in threads[card.id]} > {second}
    assert life.device.vault.reads(card.id) == 1
    assert life.device.vault.reads(life.ids[first]) == 1
    life.device.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tie_is_told_in_the_reader_s_language(tmp_path, language):
    life = lived(tmp_path, BEEF, "ko")
    lines = life.thread("소고기 알레르기래, 이제 못 먹어")
    told = [told_tie(line, life.ids["소고기 알레르기래, 이제 못 먹어"], language) for line in lines]
    assert len(set(told)) == len(lines)
    assert all(told)
    assert not any("{" in one for one in told)
    life.device.close()
