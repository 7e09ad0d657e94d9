"""LINE exports: phones and desktop, four languages, quotes, gaps, fragments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from device.errors import BadInput
from device.importers import line
from device.importers.export import Export, SkipReason, Turn

TOKYO = ZoneInfo("Asia/Tokyo")
BERLIN = ZoneInfo("Europe/Berlin")

PHONE_JA = """[LINE] 花子とのトーク履歴
保存日時：2026/05/12 21:30

2026/05/11(月)
09:12\t花子\tおはよう
09:12\t太郎\t[スタンプ]
09:12\t花子\t今日は雨だね
21:05\t太郎\t"買うもの
牛乳
「""特売""」の卵"
21:06\t太郎\t☎ 通話時間 1:23
21:07\t☎ 不在着信
21:08\t太郎がメッセージの送信を取り消しました
21:09\t\t花子が参加しました。

2026/05/12(火)
00:05\t花子\t[写真]
00:06\t花子\t[写真]みたいな空だった
00:07\t太郎\t[ファイル] 見積書.pdf
"""

HEAD = "[LINE] 花子とのトーク履歴\n\n"
DAY = HEAD + "2026/05/11(月)\n"

DESKTOP_JA = """2026.05.11 月曜日
09:12 natsumi_ おはよう
今日もよろしく
09:13 衛藤 泰地 スタンプ
09:14 衛藤 泰地 了解です
09:15 衛藤 泰地 写真を見たよ
09:16 natsumi_ 写真
09:17 佐藤がグループに参加しました。
09:18 natsumi_ ようこそ
2026.05.12 火曜日
10:00 natsumi_ また明日
"""


def read(text: str, *, me: str | None = None, zone: tzinfo = TOKYO) -> Export:
    assert line.recognises(text)
    return line.parse(text, zone=zone, me=me)


def turns(text: str, *, me: str | None = None, zone: tzinfo = TOKYO) -> tuple[Turn, ...]:
    (conversation,) = read(text, me=me, zone=zone).conversations
    return conversation.turns


def said(text: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in turns(text)]


def test_phone_export_gives_words_without_media_calls_and_notices():
    assert said(PHONE_JA) == [
        ("花子", "おはよう"),
        ("花子", "今日は雨だね"),
        ("太郎", '買うもの\n牛乳\n「"特売"」の卵'),
        ("花子", "[写真]みたいな空だった"),
    ]
    assert read(PHONE_JA).skipped == {
        SkipReason.MEDIA: 3,
        SkipReason.CALL: 2,
        SkipReason.NOTICE: 2,
    }


def test_title_names_the_other_so_the_remaining_speaker_is_the_owner():
    export = read(PHONE_JA)
    assert export.conversations[0].title == "花子"
    assert {turn.speaker: turn.is_owner for turn in export.conversations[0].turns} == {
        "花子": False,
        "太郎": True,
    }


def test_group_has_no_owner_until_told():
    group = PHONE_JA + "00:08\t次郎\tやあ\n"
    assert {turn.is_owner for turn in turns(group)} == {None}
    assert [turn.speaker for turn in turns(group, me="次郎") if turn.is_owner] == ["次郎"]


def test_unknown_me_is_refused_with_the_number_of_speakers_and_no_name():
    with pytest.raises(BadInput) as refused:
        read(PHONE_JA, me="三郎")
    assert refused.value.key == "import.unknown_me"
    assert refused.value.values == {"speakers": 2}


def test_times_are_local_to_the_zone_given():
    first = turns(PHONE_JA)[0]
    assert first.sent_at == datetime(2026, 5, 11, 0, 12, tzinfo=UTC)
    assert first.sent_at.utcoffset() == timedelta(hours=9)


def test_places_name_time_and_ordinal_and_hold_no_text():
    places = [turn.place for turn in turns(PHONE_JA)]
    assert places[:2] == ["line|花子|2026-05-11T09:12|花子|0", "line|花子|2026-05-11T09:12|花子|1"]
    assert not any(turn.text in turn.place for turn in turns(PHONE_JA))


def test_places_stay_when_a_later_export_is_longer():
    longer = PHONE_JA + "00:09\t太郎\tおやすみ\n\n2026/05/13(水)\n07:00\t花子\tおはよう\n"
    before = [(turn.place, turn.text) for turn in turns(PHONE_JA)]
    assert [(turn.place, turn.text) for turn in turns(longer)][: len(before)] == before


def test_ordinal_counts_stickers_so_that_neighbours_keep_their_place():
    text = DAY + "09:12\t花子\t[スタンプ]\n09:12\t花子\tやあ\n"
    assert turns(text)[0].place.endswith("|花子|1")


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("午前12:05", 0),
        ("午前0:05", 0),
        ("午前9:05", 9),
        ("午後0:05", 12),
        ("午後12:05", 12),
        ("午後9:05", 21),
        ("오전 12:05", 0),
        ("오후 9:05", 21),
        ("下午09:05", 21),
        ("12:05AM", 0),
        ("12:05 PM", 12),
        ("9:05 p.m.", 21),
        ("09:05\u202fPM", 21),
        ("21:05", 21),
    ],
)
def test_times_of_day_in_every_notation(written: str, hour: int):
    text = f"[LINE] Chat history with Emma\n\n2026/05/11(Mon)\n{written}\tEmma\thello\n"
    sent_at = turns(text)[0].sent_at
    assert sent_at is not None
    assert (sent_at.hour, sent_at.minute) == (hour, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2026/05/11(月)",
        "2026/5/11(月)",
        "2026.05.11 月曜日",
        "2026/05/11(Mon)",
        "2026/05/11 Mon",
        "2026.05.11 Monday",
        "Mon, 05/11/2026",
        "Mon, 5/11/2026",
        "Monday, May 11, 2026",
        "2026/05/11(월)",
        "2026.05.11 월요일",
        "2026년 5월 11일 월요일",
        "2026/05/11（一）",
        "2026/5/11週一",
        "2026/05/11",
        "Mon, 11/05/2569 BE",
    ],
)
def test_dates_in_every_notation(written: str):
    text = (
        f"[LINE] Chat history with Emma\nSaved on: 2026/05/12 08:00\n\n{written}\n09:12\tEmma\thi\n"
    )
    assert turns(text)[0].sent_at == datetime(2026, 5, 11, 9, 12, tzinfo=TOKYO)


def test_weekday_tells_whether_the_day_comes_first():
    head = "[LINE] Chat history with Alex\nSaved on: 26/04/2026, 04:36PM\n\n"
    text = head + "Wed, 05/08/2026\n04:35PM\tAlex\tramen?\nTue, 06/01/2026\n04:36PM\tAlex\tudon?\n"
    assert [f"{turn.sent_at:%m-%d}" for turn in turns(text)] == ["08-05", "01-06"]


def test_impossible_date_gives_turns_without_time_but_with_a_place():
    text = f"{HEAD}2026/02/31(火)\n09:12\t花子\tやあ\n2026/03/01(日)\n09:13\t花子\tうん\n"
    lost, found = turns(text)
    assert lost.sent_at is None
    assert lost.place == "line|花子|2026-02-31T09:12|花子|0"
    assert found.sent_at is not None


@pytest.mark.parametrize(
    "zone", [ZoneInfo("America/New_York"), UTC, timezone(timedelta(hours=-12))]
)
def test_local_time_that_never_was_or_was_twice_is_no_error(zone: tzinfo):
    text = (
        "[LINE] Chat history with Emma\n\n2026/03/08(Sun)\n02:30\tEmma\tspring\n"
        "2026/11/01(Sun)\n01:30\tEmma\tautumn\n"
    )
    spring, autumn = turns(text, zone=zone)
    assert spring.sent_at is not None
    assert autumn.sent_at is not None
    assert autumn.sent_at.fold == 0


def test_an_hour_that_comes_twice_goes_on_where_the_talk_was() -> None:
    """25 October in Berlin: 2:50, then the clock goes back, then 2:10."""
    lines = "02:50\tAnn\tone\n02:10\tBen\ttwo\n02:10\tAnn\tthree\n03:00\tBen\tfour\n"
    export = line.parse(f"[LINE] Chat history with Ben\n\n2026/10/25(日)\n{lines}", zone=BERLIN)
    turns = export.conversations[0].turns
    sent = [turn.sent_at.timestamp() for turn in turns if turn.sent_at]
    assert sent == sorted(sent)
    assert len(sent) == len(turns) == 4
    again = line.parse(f"[LINE] Chat history with Ben\n\n2026/10/25(日)\n{lines}", zone=BERLIN)
    assert again == export


@pytest.mark.parametrize(
    "day", ["1899/12/31(日)", "1969/12/31(水)", "2106/02/08(月)", "9999/12/31(金)"]
)
def test_a_day_that_no_vault_can_tell_gives_turns_without_time(day: str) -> None:
    export = line.parse(f"[LINE] Chat history with Ben\n\n{day}\n02:50\tAnn\tone\n", zone=BERLIN)
    (turn,) = export.conversations[0].turns
    assert turn.sent_at is None
    assert day[:4] in turn.place


def test_quoted_message_keeps_lines_that_look_like_a_day():
    text = DAY + '09:12\t太郎\t"予定\n2026/05/20(水)\n\n駅に集合"\n09:13\t花子\tはい\n'
    first, second = turns(text)
    assert first.text == "予定\n2026/05/20(水)\n\n駅に集合"
    assert second.place.startswith("line|花子|2026-05-11T09:13")


def test_own_quote_that_never_closes_does_not_swallow_the_next_message():
    text = (
        '[LINE] 花子とのトーク履歴\n\n2026/05/11(月)\n09:12\t太郎\t"それな\n'
        '09:13\t花子\t"本当"だよ\n2026/05/12(火)\n09:14\t太郎\t"引用"\n'
    )
    assert said(text) == [("太郎", '"それな'), ("花子", '"本当"だよ'), ("太郎", '"引用"')]


def test_unquoted_lines_continue_the_message():
    text = f"{DAY}09:12\t花子\tおはよう！\n今日どうする？\n\n9時は早い\n09:13\t太郎\tうん\n"
    assert said(text)[0] == ("花子", "おはよう！\n今日どうする？\n\n9時は早い")


def test_tab_inside_a_message_stays():
    text = DAY + "09:12\t花子\t表\tの\t列\n"
    assert said(text) == [("花子", "表\tの\t列")]


def test_desktop_export_splits_names_that_recur_with_a_space():
    assert said(DESKTOP_JA) == [
        ("natsumi_", "おはよう\n今日もよろしく"),
        ("衛藤 泰地", "了解です"),
        ("衛藤 泰地", "写真を見たよ"),
        ("natsumi_", "ようこそ"),
        ("natsumi_", "また明日"),
    ]
    assert read(DESKTOP_JA).skipped == {SkipReason.MEDIA: 2, SkipReason.NOTICE: 1}


def test_desktop_line_with_a_time_and_one_word_continues_the_message():
    text = DESKTOP_JA + "10:05 natsumi_ 予定\n12:00 集合\n13:00 昼食\n"
    assert said(text)[-1] == ("natsumi_", "予定\n12:00 集合\n13:00 昼食")


@pytest.mark.parametrize("ending", ["10:05 nat", "10:05 natsumi_", "10:0"])
def test_desktop_line_that_breaks_off_is_counted_and_left_out(ending: str):
    assert said(DESKTOP_JA + ending) == said(DESKTOP_JA)
    assert read(DESKTOP_JA + ending).skipped[SkipReason.CUT_OFF] == 1


def test_desktop_export_takes_a_spaced_name_from_the_title_or_from_me():
    head = "[LINE] Chat history with Mary Ann\n\n2026.05.11 Monday\n"
    text = head + "09:12 Mary Ann hello\n09:13 Tom B hi there\n"
    assert said(text)[0] == ("Mary Ann", "hello")
    assert [turn.speaker for turn in turns(text, me="Tom B")] == ["Mary Ann", "Tom B"]
    assert [turn.is_owner for turn in turns(text, me="Tom B")] == [False, True]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("[LINE] 花子とのトーク履歴", "花子"),
        ("[LINE] 山登りのトーク履歴", "山登り"),
        ("[LINE] Chat history with Jordan Lee", "Jordan Lee"),
        ("[LINE] Chat history in Travel Friends", "Travel Friends"),
        ("Chat history with Emma", "Emma"),
        ("[LINE] 지은님과의 대화", "지은"),
        ("[LINE] 與小美的聊天記錄", "小美"),
        ("[LINE] 家族(5)のトーク履歴", "家族"),
        ("\u2068[LINE]\u2069 x", ""),
        ("[LINE] \u2068花子\u2069とのトーク履歴", "花子"),
    ],
)
def test_title_in_every_language(head: str, title: str):
    text = f"{head}\n\n2026/05/11(月)\n09:12\tA\thi\n"
    assert read(text).conversations[0].title == title


@pytest.mark.parametrize(
    "word",
    [
        *("[スタンプ]", "[写真]", "[動画]", "[ファイル]", "[ボイスメッセージ]", "[アルバム] 夏"),
        *("[Sticker]", "[Photo]", "[Video]", "[File] a.pdf", "[Voice message]", "[Album] x"),
        *("[스티커]", "[사진]", "[동영상]", "[파일]", "[貼圖]", "[照片]", "(emoji)"),
        "[位置情報] 東京都\nhttps://maps.example",
    ],
)
def test_media_words_are_skipped(word: str):
    text = f"{DAY}09:12\t花子\t{word}\n09:13\t花子\tうん\n"
    export = read(text)
    assert [turn.text for turn in export.conversations[0].turns] == ["うん"]
    assert export.skipped == {SkipReason.MEDIA: 1}


@pytest.mark.parametrize("ending", ["09", "09:1", "09:15\t花", "2026/05/1"])
def test_line_that_clearly_breaks_off_is_counted_and_left_out(ending: str):
    text = f"{DAY}09:12\t花子\tおはよう\n{ending}"
    assert said(text) == [("花子", "おはよう")]
    assert read(text).skipped == {SkipReason.CUT_OFF: 1}


def test_quoted_message_that_the_end_cuts_is_left_out():
    text = '[LINE] 花子とのトーク履歴\n\n2026/05/11(月)\n09:12\t花子\tやあ\n09:13\t花子\t"長い\n話'
    assert said(text) == [("花子", "やあ")]
    assert read(text).skipped == {SkipReason.CUT_OFF: 1}


def test_notice_without_a_line_feed_at_the_end_is_not_cut_off():
    text = f"{DAY}09:12\t花子\tやあ\n09:13\t花子がメッセージの送信を取り消しました"
    assert read(text).skipped == {SkipReason.NOTICE: 1}


def test_windows_and_old_mac_line_ends_make_no_difference():
    assert said(PHONE_JA.replace("\n", "\r\n")) == said(PHONE_JA)
    assert said(PHONE_JA.replace("\n", "\r")) == said(PHONE_JA)


def test_log_with_times_is_not_taken_for_line():
    assert not line.recognises("09:12 server started\n09:13 server stopped\n2026-05-11 INFO done\n")
    assert not line.recognises("Dear diary,\n2026/05/11\nIt rained.\n")
