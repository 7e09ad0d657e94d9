"""The stories that Bojagi was asked for, each in its language, through the real engine.

Each person says something over some weeks, among things that have nothing to do with it. Then they
ask, or an assistant is handed its block, or a day comes near.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from device.compose import Device
from device.memory.block import Block, Passage
from device.standing import changed
from policy.catalog import Language
from policy.vocabulary import Purpose
from policy.wishes import Wish
from tests.device.test_index import EN, JA, KO
from tests.people import STEP_UP, Clock, make_device, remember

DAY = 86_400
BEGINS = int(datetime(2026, 5, 1, 9, tzinfo=UTC).timestamp())
OTHERS: dict[Language, list[str]] = {"en": EN, "ja": JA, "ko": KO}


@dataclass(frozen=True, slots=True)
class Story:
    """What was said, a day apart, what is asked then, and what must come, or must not."""

    language: Language
    said: tuple[str, ...]
    asked: str
    comes: tuple[str, ...]
    stays_away: tuple[str, ...] = field(default=())


STORIES = {
    "fireworks": Story(
        "ja",
        (
            "人混みに長くいると気分が悪くなる",
            "浴衣は紺色のを実家から持ってきた",
            "確定申告の書類を出した",
        ),
        "花火大会に行くんだけど、何か気をつけることある?",
        ("人混みに長くいると気分が悪くなる",),
        ("確定申告の書類を出した",),
    ),
    "kimchi pancake": Story(
        "ko",
        (
            "나는 밀가루를 많이 먹으면 속이 더부룩해",
            "냉장고에 신김치가 반 통 남았어",
            "차 보험을 갱신했어",
        ),
        "김치전 만드는 법 알려 줘",
        ("냉장고에 신김치가 반 통 남았어", "나는 밀가루를 많이 먹으면 속이 더부룩해"),
        ("차 보험을 갱신했어",),
    ),
    "wedding in Japan": Story(
        "en",
        (
            "Yuki's wedding is in Kanazawa in October and we are invited",
            "We set aside 1,800 for the trip to the wedding in Japan",
            "At a Japanese wedding the gift money goes into an envelope with crisp new notes",
            "The washing machine is making that noise again",
        ),
        "What do I need to know for the wedding in Japan?",
        (
            "We set aside 1,800 for the trip to the wedding in Japan",
            "At a Japanese wedding the gift money goes into an envelope with crisp new notes",
        ),
        ("The washing machine is making that noise again",),
    ),
    "jazz": Story(
        "ja",
        (
            "夜はジャズのピアノばかり聴いている",
            "トランペットを習い始めた",
            "冷蔵庫の電球が切れた",
        ),
        "ジャズでおすすめのアルバムある?",
        ("夜はジャズのピアノばかり聴いている",),
    ),
    "places stayed": Story(
        "ko",
        (
            "경주에서는 황리단길 근처 한옥 숙소에 묵었는데 정말 좋았어",
            "부산 호텔은 엘리베이터가 너무 느렸어",
        ),
        "전에 묵었던 숙소 중에 좋았던 데가 어디였지?",
        ("경주에서는 황리단길 근처 한옥 숙소에 묵었는데 정말 좋았어",),
    ),
    "restaurants for the household": Story(
        "en",
        (
            "Minji can't eat anything with peanuts",
            "The kids won't touch anything spicy",
            "My brother-in-law's car is a Skoda",
        ),
        "Plan a week of restaurants for the family",
        ("Minji can't eat anything with peanuts", "The kids won't touch anything spicy"),
    ),
    "strength training": Story(
        "en",
        (
            "I started lifting three times a week",
            "I can't drink milk, so whey is out for me",
            "The library card runs out in August",
        ),
        "How do I get enough protein for my training?",
        ("I can't drink milk, so whey is out for me", "I started lifting three times a week"),
    ),
    "injured knee": Story(
        "ko",
        (
            "풋살하다가 무릎 연골이 찢어졌어",
            "의사가 뛰는 운동은 석 달 동안 하지 말래",
            "자전거 자물쇠 번호를 바꿨어",
        ),
        "주말에 할 만한 운동 추천해 줘",
        ("의사가 뛰는 운동은 석 달 동안 하지 말래",),
    ),
    "childhood festival": Story(
        "ja",
        ("子どものころ、祖母と地蔵盆で数珠を回したのを覚えている", "エアコンの掃除を頼んだ"),
        "子どもの頃のお祭りの思い出って何があったっけ?",
        ("子どものころ、祖母と地蔵盆で数珠を回したのを覚えている",),
    ),
}


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGINS)


def lived(folder: Path, clock: Clock, language: Language, said: tuple[str, ...]) -> Device:
    """Gives the vault of someone who said this, a day apart, among other things; all is open."""
    device = make_device(folder / "vault", clock, step_up=None, language=language)
    for at, text in enumerate([*said, *OTHERS[language]]):
        clock.now = BEGINS + at * DAY
        remember(device, text)
    return device


def found(device: Device, question: str, language: Language, limit: int = 5) -> list[str]:
    answer = device.recall.ask(question, Purpose.RECALL, language, limit)
    return [card.text for card in answer.memories]


@pytest.mark.parametrize("name", STORIES)
def test_what_helps_comes_and_what_does_not_stays_away(tmp_path, clock, name):
    story = STORIES[name]
    device = lived(tmp_path, clock, story.language, story.said)
    texts = found(device, story.asked, story.language)
    device.close()
    assert set(story.comes) <= set(texts), texts
    assert not set(story.stays_away) & set(texts)


BEEF: dict[Language, tuple[str, str, str, str]] = {
    "en": (
        "I love beef, especially steak",
        "I got diagnosed, I'm allergic to beef now",
        "My sister loves beef",
        "What should I cook for dinner tonight?",
    ),
    "ja": (
        "牛肉が大好き、特にステーキ",
        "牛肉アレルギーと診断された。もう食べられない",
        "妹は牛肉が好き",
        "今夜の夕飯は何を作ろう?",
    ),
    "ko": (
        "소고기 진짜 좋아해 특히 스테이크",
        "소고기 알레르기래, 이제 못 먹어",
        "동생은 소고기를 좋아해",
        "오늘 저녁 뭐 해 먹지?",
    ),
}


@pytest.mark.parametrize("language", BEEF)
def test_beef_was_liked_and_dinner_knows_of_the_allergy(tmp_path, clock, language):
    liked, allergic, sister, asked = BEEF[language]
    device = lived(tmp_path, clock, language, (liked, allergic, sister))
    texts = found(device, asked, language)
    device.close()
    assert allergic in texts
    assert liked not in texts


def block_of(device: Device, message: str) -> str:
    cards = device.recall.ask(message, Purpose.REMIND, "en", 50).memories
    block = Block(512)
    block.take_in(message, [Passage(one.id, one.text, one.when, one.speaker) for one in cards])
    return block.text


def test_an_embarrassing_moment_is_found_when_asked_for_and_never_brought_up(tmp_path, clock):
    moment = "I tripped on the stage at my own graduation and tore my gown"
    device = lived(tmp_path, clock, "en", (moment, "Graduation photos are in the blue album"))
    (kept,) = [one.id for one in device.recall.all(Purpose.RECALL, "en") if one.text == moment]
    assert moment in block_of(device, "Help me write a speech about my graduation")
    row = device.vault.find_row(kept)
    assert row is not None
    record = device.vault.record(int(row["rule"][0]))
    device.guard.rebind(kept, changed(record, Wish(remind=False)))
    assert moment not in block_of(device, "Help me write a speech about my graduation")
    assert moment in found(device, "What happened on the stage at my graduation?", "en")
    device.close()


@pytest.mark.parametrize(
    ("language", "text", "day", "occasion"),
    [
        ("ja", "10月3日のビルボードのライブ、チケット取れた", date(2026, 10, 3), "event"),
        ("ko", "민지 생일은 9월 3일이야", date(2026, 9, 3), "birthday"),
        ("en", "Our wedding anniversary is 20 September", date(2026, 9, 20), "anniversary"),
    ],
)
def test_a_day_that_was_told_of_comes_up_by_itself(tmp_path, clock, language, text, day, occasion):
    device = lived(tmp_path, clock, language, (text,))
    clock.now = int(datetime(2026, 9, 1, 9, tzinfo=UTC).timestamp())
    due = [one for one in device.recall.upcoming(40, language) if one.card.text == text]
    device.close()
    assert [(one.day, one.occasion.value) for one in due] == [(day, occasion)]


FESTIVAL: dict[Language, tuple[str, str, str]] = {
    "en": (
        "When I was a kid my grandmother took me to the lantern festival in Nagasaki",
        "We're taking the children to the lantern festival this winter",
        "The lantern festival hotel is booked, two rooms",
    ),
    "ja": (
        "子どものころ、祖母と地蔵盆で数珠を回したのを覚えている",
        "今年の地蔵盆に子どもを連れて行くことにした",
        "地蔵盆のお供え用に和菓子を予約した",
    ),
    "ko": (
        "어릴 때 할머니랑 단오제에서 그네를 탔던 게 기억나",
        "올해 단오제에 아이들을 데려가기로 했어",
        "단오제 근처 숙소를 예약했어",
    ),
}


@pytest.mark.parametrize("language", FESTIVAL)
def test_a_childhood_festival_is_woven_into_this_year_s(tmp_path, clock, language):
    childhood, plan, booking = FESTIVAL[language]
    device = lived(tmp_path, clock, language, (childhood,))
    clock.now += 300 * DAY
    kept = remember(device, plan)
    remember(device, booking)
    thread = device.recall.thread(kept, Purpose.RECALL, language)
    assert isinstance(thread, list)
    texts = [line.card.text for line in thread]
    device.close()
    assert texts == [childhood, plan, booking]


def test_money_stays_behind_the_fingerprint(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock, language="ja")
    remember(device, "みずほ銀行の口座に給料 32万円が入った")
    assert found(device, "給料はいくら入った?", "ja") == []
    device.guard.step_up(STEP_UP)
    assert found(device, "給料はいくら入った?", "ja") != []
    device.close()
