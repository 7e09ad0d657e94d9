"""Talk as it really comes: much at once, out of order, undated, quoted, pasted, repeated, garbled.

Whatever comes: nothing said is lost, nothing is stored twice, nothing is made up, what was said off
the record stays off it, and nobody sees a stack trace.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from device.compose import Device
from device.importers import chatgpt, kakaotalk, line
from device.importers.export import Conversation, Export, SourceKind, Turn
from device.memory.block import Block, Passage
from device.memory.intake import ImportReport
from device.memory.records import Card
from device.telling import printable
from policy.vocabulary import Purpose
from tests.people import START, Clock, make_device, remember

SINCE = datetime(2026, 5, 1, 9, tzinfo=UTC)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
TOKYO, SEOUL = ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Seoul")


@pytest.fixture
def device(tmp_path: Path):
    device = make_device(tmp_path / "vault", Clock(START), step_up=None)
    yield device
    device.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One vault for what is told apart by what it is: making one costs more than most tests."""
    device = make_device(tmp_path_factory.mktemp("shared") / "vault", Clock(START), step_up=None)
    yield device
    device.close()


def talk(*said: str | tuple[str, str], since: datetime = SINCE) -> Export:
    """Gives a talk of Ann's, who owns the vault, and of whoever is named."""
    name = hashlib.sha256(repr(said).encode()).hexdigest()
    pairs = [one if isinstance(one, tuple) else ("Ann", one) for one in said]
    turns = tuple(
        Turn(text, who, who == "Ann", since + timedelta(seconds=60 * at), f"{name}:{at}", None)
        for at, (who, text) in enumerate(pairs)
    )
    return Export(SourceKind.LINE, (Conversation(SourceKind.LINE, "talk", turns),), {})


def phone(day: str, *lines: str, zone: tzinfo = TOKYO) -> Export:
    """Gives what LINE on a phone writes of one day."""
    head = f"[LINE] 美咲とのトーク履歴\n保存日時：2026/07/12 21:04\n\n{day}\n"
    return line.parse(head + "\n".join(lines) + "\n", zone=zone)


def cards(device: Device) -> list[Card]:
    return device.recall.all(Purpose.RECALL, "en")


def made_of(device: Device, report: ImportReport) -> list[Card]:
    """Gives what an import stored."""
    return [card for card in cards(device) if card.id in report.ids]


def texts(device: Device) -> list[str]:
    return [card.text for card in cards(device)]


def found(device: Device, question: str, limit: int = 5) -> list[str]:
    answer = device.recall.ask(question, Purpose.RECALL, "en", limit)
    return [card.text for card in answer.memories]


def accounted(report: ImportReport) -> int:
    """Gives how many messages a report says something of."""
    left_out = report.left_out.total()
    return report.stored + report.known + report.forgotten + report.too_long + left_out


# -- much at once


def parcels(count: int) -> list[str]:
    roads = ("Oak Road", "Elm Lane", "Ash Street", "Birch Way", "Cedar Close")
    return [f"Parcel {at} went to house {at % 97} on {roads[at % 5]}" for at in range(count)]


def cpu_of(device: Device, export: Export) -> tuple[float, ImportReport]:
    before = time.process_time()
    report = device.intake.take_in(export)
    return time.process_time() - before, report


@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.prove)])
def test_hundreds_and_thousands_of_messages_at_once_are_all_kept_once_at_the_price_of_a_few(
    tmp_path, count
):
    few = make_device(tmp_path / "few", Clock(), step_up=None)
    each, _ = cpu_of(few, talk(*parcels(100)))
    few.close()
    device = make_device(tmp_path / "many", Clock(), step_up=None)
    spent, report = cpu_of(device, talk(*parcels(count)))
    assert (report.stored, accounted(report)) == (count, count)
    assert sorted(texts(device)) == sorted(parcels(count))
    # Each is compared with its nearest: what an import costs grows with its length alone.
    assert spent / count < 3 * each / 100
    again = device.intake.take_in(talk(*parcels(count)))
    assert (again.stored, again.known) == (0, count)
    device.close()


ADVERT = "LIMITED OFFER on garden hoses! Visit https://deals.example now, 50% OFF today only"


def test_an_advert_hundreds_of_times_hides_nothing_and_costs_no_more_than_other_talk(tmp_path):
    other = make_device(tmp_path / "other", Clock(), step_up=None)
    plain, _ = cpu_of(other, talk(*parcels(200)))
    other.close()
    device = make_device(tmp_path / "spammed", Clock(), step_up=None)
    told = "The garden hose is in the shed behind the oak"
    spent, report = cpu_of(device, talk(told, *[("Promo", ADVERT)] * 199))
    assert accounted(report) == 200
    assert spent < 3 * plain
    assert found(device, "Where is the garden hose?")[0] == told
    device.close()


# -- order and time


def test_an_older_chat_that_is_imported_later_does_not_undo_what_is_newer(device):
    june = datetime(2026, 6, 1, 9, tzinfo=UTC)
    now, once = "I moved to Lisbon last week, I live in Lisbon now", "I live in Munich"
    device.intake.take_in(talk(now, since=june))
    device.intake.take_in(phone("2026/05/01(金)", f"09:00\tAnn\t{once}"))
    assert found(device, "Where do I live now?")[0] == now
    assert set(texts(device)) == {now, once}


def test_messages_out_of_the_order_of_time_keep_their_own_times(device):
    export = phone(
        "2026/05/11(月)", "21:00\t健太\t夜は雷がひどかった", "08:00\t美咲\t朝は港で虹を見た"
    )
    device.intake.take_in(export)
    when = {card.text: card.when for card in cards(device)}
    assert when == {
        "夜は雷がひどかった": "2026-05-11T12:00+00:00",
        "朝は港で虹を見た": "2026-05-10T23:00+00:00",
    }


@pytest.mark.parametrize("part", [slice(0, 2), slice(1, 4), slice(0, 4)])
def test_exports_that_overlap_store_each_message_once(device, part):
    lines = [f"09:{at:02}\t健太\t{at}番倉庫の鍵は棚に置いた" for at in range(4)]
    for chosen in (lines[part], lines, lines[part]):
        device.intake.take_in(phone("2026/05/11(月)", *chosen))
    assert Counter(texts(device)) == Counter(one.split("\t")[2] for one in lines)


def test_a_conversation_that_stands_twice_in_one_export_is_stored_once(device):
    once = talk("The boiler was serviced by Olsen", "The loft hatch key hangs on the nail")
    report = device.intake.take_in(Export(once.kind, once.conversations * 2, {}))
    assert (report.stored, report.known) == (2, 2)


@pytest.mark.parametrize(
    "export",
    [
        kakaotalk.parse(["[지은] [오전 9:12] 자전거는 창고에 있어\n"], zone=SEOUL, file="talk.txt"),
        phone("2026/02/30(月)", "09:12\t健太\t自転車は倉庫にある"),
        phone("1900/01/01(月)", "09:12\t健太\t自転車は倉庫にある"),
        phone("2200/01/01(水)", "09:12\t健太\t自転車は倉庫にある"),
        phone("1970/01/01(木)", "00:12\t健太\t自転車は倉庫にある"),
        kakaotalk.parse(
            ["------- 2200년 1월 1일 수요일 -------\n[지은] [오전 9:12] 자전거는 창고에 있어\n"],
            zone=SEOUL,
            file="talk.txt",
        ),
    ],
    ids=["no day", "no such day", "1900", "2200", "before 1970 in UTC", "2200 in Korean"],
)
def test_what_has_no_time_that_can_be_kept_is_kept_without_one(shared, export):
    (card,) = made_of(shared, shared.intake.take_in(export))
    assert card.when is None
    assert card.id not in {one.card.id for one in shared.recall.upcoming(400, "en")}


@pytest.mark.parametrize(
    "sent",
    [None, -62_135_596_800, -1e12, 1e18, "-0044-03-15T12:00:00", "9999-12-31", True, [], "?"],
)
def test_a_time_that_no_talk_can_have_is_no_time(shared, sent):
    export = chatgpt.parse([asked("The bike is in the shed", sent, repr(sent))], zone=UTC)
    (card,) = made_of(shared, shared.intake.take_in(export))
    assert card.when is None
    assert card.text in found(shared, "Where is the bike?", 50)


def asked(text: str, sent: object, name: str = "c") -> dict[str, object]:
    """Gives a talk with ChatGPT of one message."""
    content = {"content_type": "text", "parts": [text]}
    message = {"id": name, "author": {"role": "user"}, "create_time": sent, "content": content}
    return {"id": name, "title": name, "mapping": {"a": {"id": "a", "message": message}}}


def test_times_of_two_zones_in_one_export_are_compared_as_instants(device):
    said = {
        "My first bicycle was stolen in Seoul": "2026-05-01T09:00:00+09:00",  # 00:00 UTC
        "My second bicycle rusted in Boston": "2026-04-30T21:00:00-04:00",  # 01:00 UTC
        "My third bicycle hangs in Busan": "2026-05-01T11:30:00+09:00",  # 02:30 UTC
    }
    talks = [asked(text, sent, text[:9]) for text, sent in said.items()]
    device.intake.take_in(chatgpt.parse([*talks[::-1]], zone=NEW_YORK))
    (first, second, third) = sorted(cards(device), key=lambda card: card.when or "")
    assert [first.text, second.text, third.text] == list(said)
    assert first.when == "2026-05-01T00:00+00:00"


def test_the_same_chat_read_in_another_zone_is_not_stored_again(device):
    lines = ("09:12\t健太\t自転車は倉庫にある", "23:50\t美咲\t切符は引き出しの中")
    device.intake.take_in(phone("2026/05/11(月)", *lines, zone=TOKYO))
    again = device.intake.take_in(phone("2026/05/11(月)", *lines, zone=NEW_YORK))
    assert (again.stored, again.known) == (0, 2)


@pytest.mark.parametrize(
    ("zone", "day", "clocks", "instants"),
    [
        # An hour that is left out, and one that comes twice.
        (BERLIN, "2026/03/29(日)", ("01:50", "02:30", "03:40"), ("00:50", "01:30", "01:40")),
        (NEW_YORK, "2026/03/08(日)", ("01:50", "02:30", "03:40"), ("06:50", "07:30", "07:40")),
        (BERLIN, "2026/10/25(日)", ("02:50", "02:10", "03:05"), ("00:50", "01:10", "02:05")),
        (NEW_YORK, "2026/11/01(日)", ("01:50", "01:10", "02:05"), ("05:50", "06:10", "07:05")),
    ],
)
def test_where_the_clock_jumps_talk_stays_in_its_order(shared, zone, day, clocks, instants):
    texts = ("The ferry left the harbour", "The cook burnt the fish", "Everyone sang at the table")
    lines = [f"{clock}\tAnn\t{text}" for clock, text in zip(clocks, texts, strict=True)]
    stored = made_of(shared, shared.intake.take_in(phone(day, *lines, zone=zone)))
    when = {card.text: card.when for card in stored}
    assert [when[text][11:16] for text in texts] == list(instants)


# -- names


def test_two_people_of_one_name_do_not_overwrite_each_other(device):
    mine, theirs = "I live in Munich", "I live in Lisbon now, I moved last week"
    export = talk(mine, ("Anne", theirs))
    (conversation,) = export.conversations
    first, second = conversation.turns
    same = Turn(theirs, "Ann", is_owner=False, sent_at=second.sent_at, place="x", reference=None)
    turns = (first, same)
    device.intake.take_in(Export(export.kind, (Conversation(export.kind, "talk", turns),), {}))
    assert set(found(device, "Who lives where?")) == {mine, theirs}
    assert mine in found(device, "Where do I live now?")


def test_a_friend_with_the_owners_name_is_not_taken_for_the_owner(device):
    """The chat's title names the other one, who is called Ann as well."""
    head = "[LINE] Chat history with Ann\nSaved on: 2026/07/12 21:04\n\n2026/05/11(月)\n"
    export = line.parse(head + "09:12\tAnn\tI am allergic to walnuts\n", zone=UTC)
    assert [turn.is_owner for one in export.conversations for turn in one.turns] == [False]
    device.intake.take_in(export)
    assert len(texts(device)) == 1


# -- what is no statement of its speaker's


@pytest.mark.parametrize(
    "text", ["😂😂😂", "👍🏽", "❤️", "🇯🇵🇰🇷", "^^", "ㅠㅠㅠ", "!!!", "。。。", "\u200b\u200b"]
)
def test_signs_without_a_word_are_counted_and_not_stored(shared, text):
    report = shared.intake.take_in(talk(text))
    assert (report.stored, accounted(report)) == (0, 1)


HOME = "I live in Munich"
PASSED_ON = {
    "quote": "> I live in Berlin now\nReally? That is news to me, when did it happen?",
    "reply": "In reply to Ben: I live in Berlin now\nReally? When did that happen?",
    "letter": "On Friday, Ben wrote:\n> I moved to Berlin, I live in Berlin now\nLucky him, I say",
    "code": "def home():\n    # I live in Berlin now\n    return 'I live in Berlin now'",
    "advert": "I live in Berlin now and earn 900 a day! Click here: https://deals.example 50% OFF",
    "article": "I live in Berlin now, said the minister on Friday. " * 400,
}


@pytest.mark.parametrize("kind", PASSED_ON)
def test_what_is_quoted_or_pasted_is_kept_and_changes_nothing_of_its_speakers(device, kind):
    remember(device, HOME)
    device.intake.take_in(talk(PASSED_ON[kind], since=datetime(2026, 12, 1, tzinfo=UTC)))
    assert PASSED_ON[kind] in texts(device)  # it was said: nothing is lost
    assert HOME in found(device, "Where do I live now?")


@pytest.mark.parametrize("kind", ["code", "advert", "article"])
def test_what_is_pasted_is_the_first_to_give_way(device, kind):
    (pasted, typed) = device.intake.take_in(
        talk(PASSED_ON[kind], "I am allergic to walnuts and carry a pen for it")
    ).ids
    strength = {one: device.vault.find_row(one)["strength"][0] for one in (pasted, typed)}
    assert strength[pasted] < strength[typed] / 2


def test_an_article_costs_no_more_than_as_much_small_talk(tmp_path):
    said = [
        f"The minister spoke on item {at} of the list, and the house went on." for at in range(100)
    ]
    apart = make_device(tmp_path / "apart", Clock(), step_up=None)
    plain, _ = cpu_of(apart, talk(*said))
    apart.close()
    device = make_device(tmp_path / "whole", Clock(), step_up=None)
    spent, report = cpu_of(device, talk(" ".join(said)))
    assert report.stored == 1
    assert spent < plain
    device.close()


# -- signs that nobody sees, and halves of signs


@pytest.mark.parametrize(
    ("text", "asked_for"),
    [
        ("The k\u200be\u200by is under the mat", "key"),
        ("\u202eThe drill hangs in the shed\u202c", "drill"),
        ("\ufeffThe ladder is behind the garage", "ladder"),
        ("The Za\u0336l\u0337go poster is in the hall", "Zalgo"),
        ("\u2067مفتاح البيت تحت الحصيرة\u2069", "مفتاح"),
        ("カ\u3099ラスの靴は箱の中", "ガラス"),
        ("가방은\u200b 서랍에 있다", "가방"),
        ("half \ud83d of a face, the saw is at Ken's", "saw"),
        ("the other \udc4d half, the tent is on the shelf", "tent"),
        ("a\0b the canoe lies at the lake", "canoe"),
    ],
)
def test_unseen_signs_hide_no_word_and_never_reach_a_screen(shared, text, asked_for):
    report = shared.intake.take_in(talk(text))
    assert shared.intake.take_in(talk(text)).known == 1
    (card,) = made_of(shared, report)
    assert card.text in found(shared, asked_for, 50)
    shown = printable(card.text)
    assert shown.encode("utf-8")
    assert not set(shown) & {"\u202e", "\u2067", "\ufeff", "\0"}


@pytest.mark.parametrize(
    "request_",
    [
        "ｏｆｆ　ｔｈｅ　ｒｅｃｏｒｄ: I owe Ken six hundred",
        "Off the rec\u200bord, I owe Ken six hundred",
        "オフレコで、健に六百借りている",
        "오프\u200b 더 레코드로, 켄한테 육백 빌렸어",
    ],
)
def test_what_is_off_the_record_stays_off_it_however_it_is_spelled(shared, request_):
    report = shared.intake.take_in(talk(request_, "The bakery on the corner shuts at six"))
    (card,) = made_of(shared, report)
    assert card.text == "The bakery on the corner shuts at six"
    assert report.left_out["off_record"] == 1


# -- anything at all

PIECES = (
    "I live in|Berlin|now|not|2026-13-45|明日|来週の月曜|花火|です|じゃない|오늘|다음 주|생일|야|"
    "\u202e|\u200b|\ud83d|\0|\n|\n> |```|{|}|(|[|\u0345|\t|\x1b[2J|。|?|？|!|'|\"|\\|http://|"
    "99999999999999999999|1/0|25:99|-1|2月30日|令和-1年|3월 32일|on the 99th|at 24:00|½|²|٣|every|"
    "tomorrow|birthday|forget|off the record|remember this|絶対|꼭|一二三|億|만원|¥|😂|<memory>|"
    "</memory>|🇯🇵|ｱ|㈱|①|ⅷ|𝔅|ﷺ|Ǆ|ß|İ"
).split("|")


def test_talk_made_of_anything_is_kept_or_counted_and_never_ends_in_an_error(device):
    rng = np.random.default_rng(8)

    def anything() -> str:
        pieces = rng.choice(PIECES, size=rng.integers(0, 14)).tolist()
        return str(rng.choice(["", " ", ", "])).join(pieces)

    for at in range(24):
        names = rng.choice(["Ann", "Ben", "", "\u202e", "健太", "\ud83d"], size=6).tolist()
        turns = tuple(
            Turn(
                text=anything(),
                speaker=name,
                is_owner=[True, False, None][rng.integers(3)],
                sent_at=[None, SINCE + timedelta(days=int(rng.integers(-9_999, 9_999)))][at % 2],
                place=f"{at}:{number}",
                reference=None,
            )
            for number, name in enumerate(names)
        )
        kind = list(SourceKind)[at % len(SourceKind)]
        export = Export(kind, (Conversation(kind, anything(), turns),), {})
        report = device.intake.take_in(export, gate=at % 5 > 0)
        assert accounted(report) == len(turns)
        question = anything()
        answer = device.recall.ask(question, Purpose.REMIND, "en", 200)
        block = Block(256)
        shown = [Passage(c.id, printable(c.text), c.when, c.speaker) for c in answer.memories]
        block.take_in(question, shown)
        assert block.text.count("</memory>") == 1
        device.recall.upcoming(400, "ja")
