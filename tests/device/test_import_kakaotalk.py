"""KakaoTalk exports: Windows, phones, macOS; Korean and English; notices, parts, fragments."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from device.errors import BadInput
from device.importers import kakaotalk
from device.importers.export import Export, SkipReason, Turn

SEOUL = ZoneInfo("Asia/Seoul")

WINDOWS_KO = """지은 님과 카카오톡 대화
저장한 날짜 : 2026-05-12 21:04:33

--------------- 2026년 5월 11일 월요일 ---------------
[지은] [오전 9:12] 출근했어?
[민서] [오전 9:12] 응
방금 앉았어
[지은] [오전 9:12] 사진
[지은] [오전 9:12] 사진 3장
[민서] [오후 12:05] 점심 먹자
[민서] [오전 12:05] 자니?
[지은] [오후 1:00] 보이스톡 해요
[지은] [오후 1:02] 보이스톡 2:13
[지은] [오후 1:03] 삭제된 메시지입니다.
[지은] [오후 1:04] 사진 보내줄게
--------------- 2026년 5월 12일 화요일 ---------------
[민서] [오전 8:00] 파일: 일정표.xlsx
[민서] [오전 8:01] (이모티콘) 굿모닝
"""

PHONE_KO = """친구들 3 님과 카카오톡 대화
저장한 날짜 : 2026년 5월 12일 오후 9:04

2026년 5월 11일 월요일
2026년 5월 11일 오전 9:12, 지은 : 다들 뭐해?
2026년 5월 11일 오전 9:13, 민서 : 비율은 1 : 2로
둘째 줄

2026년 5월 11일 오전 9:14, 하늘님이 들어왔습니다.
2026년 5월 11일 오전 9:15, 하늘 : 안녕
2026년 5월 11일 오후 9:16, 하늘 :
"""

MACOS_CSV = '''Date,User,Message
2026-05-11 09:12:33,"지은","쉼표, 그리고 ""따옴표"""
2026-05-11 09:12:33,"지은","두 줄
메시지"
2026-05-11 09:13:00,"민서","이모티콘"
,,"삭제된 메시지입니다."
2026-05-11 09:14:00,"민서",따옴표 없이, 쉼표
'''


def read(*texts: str, me: str | None = None) -> Export:
    assert all(kakaotalk.recognises(text) for text in texts)
    return kakaotalk.parse(texts, zone=SEOUL, me=me, file="chat.txt")


def turns(*texts: str, me: str | None = None) -> tuple[Turn, ...]:
    (conversation,) = read(*texts, me=me).conversations
    return conversation.turns


def said(*texts: str) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in turns(*texts)]


def test_windows_export_gives_words_without_media_calls_and_deleted_messages():
    assert said(WINDOWS_KO) == [
        ("지은", "출근했어?"),
        ("민서", "응\n방금 앉았어"),
        ("민서", "점심 먹자"),
        ("민서", "자니?"),
        ("지은", "사진 보내줄게"),
        ("민서", "굿모닝"),
    ]
    assert read(WINDOWS_KO).skipped == {
        SkipReason.MEDIA: 3,
        SkipReason.CALL: 2,
        SkipReason.NOTICE: 1,
    }


def test_noon_and_midnight_are_told_apart():
    times = [f"{turn.sent_at:%H:%M}" for turn in turns(WINDOWS_KO)]
    assert times[2:4] == ["12:05", "00:05"]


def test_phone_export_keeps_colons_and_lines_and_counts_notices_and_empty_messages():
    assert said(PHONE_KO) == [
        ("지은", "다들 뭐해?"),
        ("민서", "비율은 1 : 2로\n둘째 줄"),
        ("하늘", "안녕"),
    ]
    assert read(PHONE_KO).skipped == {SkipReason.NOTICE: 1, SkipReason.EMPTY: 1}


def test_macos_csv_keeps_commas_quotes_lines_and_seconds():
    assert said(MACOS_CSV) == [
        ("지은", '쉼표, 그리고 "따옴표"'),
        ("지은", "두 줄\n메시지"),
        ("민서", "따옴표 없이, 쉼표"),
    ]
    assert turns(MACOS_CSV)[1].place == "kakaotalk||2026-05-11T09:12:33|지은|1"
    assert read(MACOS_CSV).skipped == {SkipReason.MEDIA: 1, SkipReason.NOTICE: 1}


def test_member_count_is_no_part_of_the_title_of_a_group_nor_of_places():
    export = read(PHONE_KO)
    assert export.conversations[0].title == "친구들"
    grown = PHONE_KO.replace("친구들 3", "친구들 4")
    assert [turn.place for turn in turns(grown)] == [turn.place for turn in turns(PHONE_KO)]


def test_chat_of_two_shows_its_owner_and_a_group_does_not():
    assert {turn.speaker: turn.is_owner for turn in turns(WINDOWS_KO)} == {
        "지은": False,
        "민서": True,
    }
    assert {turn.is_owner for turn in turns(PHONE_KO)} == {None}


@pytest.mark.parametrize("own", ["회원님", "나"])
def test_kakaotalks_own_word_for_the_owner_counts_in_a_group_too(own: str):
    group = PHONE_KO.replace(", 민서 :", f", {own} :")
    assert {turn.speaker: turn.is_owner for turn in turns(group)} == {
        "지은": False,
        own: True,
        "하늘": False,
    }


def test_me_names_the_owner_and_an_unknown_name_is_refused():
    assert [turn.is_owner for turn in turns(PHONE_KO, me="하늘")] == [False, False, True]
    with pytest.raises(BadInput) as refused:
        read(PHONE_KO, me="없는사람")
    assert refused.value.values == {"speakers": 3}


@pytest.mark.parametrize(
    "line",
    [
        "2026년 5월 11일 오후 9:12, 지은 : 글",
        "2026년 5월 11일 21:12, 지은 : 글",
        "2026. 5. 11. 오후 9:12, 지은 : 글",
        "2026. 5. 11. 21:12, 지은 : 글",
        "2026-05-11 오후 9:12, 지은 : 글",
        "2026-05-11 21:12, 지은 : 글",
        "May 11, 2026 at 9:12 PM, 지은 : 글",
        "May 11, 2026 at 9:12\u202fPM, 지은 : 글",
        "May 11, 2026 at 21:12, 지은 : 글",
        "May 11, 2026, 9:12 p.m., 지은 : 글",
        "May 11, 2026 21:12, 지은 : 글",
        "11 May 2026 at 21:12, 지은 : 글",
        "2026年5月11日 午後9:12, 지은 : 글",
    ],
)
def test_dated_lines_in_every_notation(line: str):
    (turn,) = turns(f"Talk_2026.5.12 10:20-1.txt\nDate Saved : May 12, 2026 at 10:38\n\n{line}\n")
    assert (turn.speaker, turn.text) == ("지은", "글")
    assert turn.sent_at == datetime(2026, 5, 11, 21, 12, tzinfo=SEOUL)
    assert turn.place == "kakaotalk||2026-05-11T21:12|지은|0"


@pytest.mark.parametrize(
    "day",
    [
        "--------------- 2026년 5월 11일 월요일 ---------------",
        "--------------- Monday, May 11, 2026 ---------------",
        "2026년 5월 11일 월요일",
        "2026. 5. 11. 월요일",
        "Monday, May 11, 2026",
        "Monday, 11 May 2026",
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "[Jieun] [오후 9:12] hi",
        "[Jieun] [9:12 PM] hi",
        "[Jieun] [PM 9:12] hi",
        "오후 9:12, Jieun : hi",
    ],
)
def test_lines_take_their_day_from_the_line_above(day: str, line: str):
    (turn,) = turns(
        f"KakaoTalk Chats with Jieun\nDate Saved : 2026-05-12 10:00:00\n\n{day}\n{line}\n"
    )
    assert (turn.speaker, turn.text) == ("Jieun", "hi")
    assert turn.sent_at == datetime(2026, 5, 11, 21, 12, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("지은 님과 카카오톡 대화", "지은"),
        ("지은님과의 카카오톡 대화", "지은"),
        ("우리 팀 카카오톡 대화", "우리 팀"),
        ("KakaoTalk Chats with Jieun Kim", "Jieun Kim"),
        ("KakaoTalk Chats with Jieun.txt", "Jieun"),
        ("Study Room with KakaoTalk Chats", "Study Room"),
        ("Minseo saved KakaoTalk Chats with Jieun", "Jieun"),
        ("우리 스터디방", "우리 스터디방"),
        ("Talk_2026.5.11 10:20-1.txt", ""),
    ],
)
def test_title_in_every_notation(head: str, title: str):
    text = f"{head}\n저장한 날짜 : 2026-05-12 10:00:00\n\n2026. 5. 11. 오전 9:12, 가람 : 안녕\n"
    assert read(text).conversations[0].title == title


@pytest.mark.parametrize(
    "notice",
    [
        "지은님이 나갔습니다.",
        "지은님이 들어왔습니다.",
        "지은님이 민서님을 초대했습니다.",
        "삭제된 메시지입니다.",
        "채팅방 관리자가 메시지를 가렸습니다.",
        "Jieun joined this chatroom.",
        "민서 left.",
        "민서 invited Haneul.",
        "The message has been deleted.",
    ],
)
def test_line_of_the_room_does_not_join_the_message_above(notice: str):
    text = WINDOWS_KO + f"{notice}\n[지은] [오전 8:02] 응\n"
    assert said(text)[-2:] == [("민서", "굿모닝"), ("지은", "응")]


def test_plain_english_about_leaving_is_no_notice():
    text = WINDOWS_KO + "[지은] [오전 8:02] Then it rained.\nShe left.\nI invited Tom.\n"
    assert said(text)[-1] == ("지은", "Then it rained.\nShe left.\nI invited Tom.")


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("동영상", SkipReason.MEDIA),
        ("이모티콘", SkipReason.MEDIA),
        ("음성메시지", SkipReason.MEDIA),
        ("Photo", SkipReason.MEDIA),
        ("3 photos", SkipReason.MEDIA),
        ("Emoticons", SkipReason.MEDIA),
        ("File: plan.pdf", SkipReason.MEDIA),
        ("0123456789abcdef.jpg", SkipReason.MEDIA),
        ("페이스톡 취소", SkipReason.CALL),
        ("부재중 보이스톡", SkipReason.CALL),
        ("Voice Call 01:12", SkipReason.CALL),
        ("This message was deleted.", SkipReason.NOTICE),
    ],
)
def test_words_of_the_app_are_skipped_and_counted(word: str, reason: SkipReason):
    before = read(WINDOWS_KO).skipped.get(reason, 0)
    assert read(WINDOWS_KO + f"[지은] [오전 8:02] {word}\n").skipped[reason] == before + 1


@pytest.mark.parametrize("word", ["사진 봤어?", "보이스톡 할래?", "나갔습니다.", "이모티콘 샀어"])
def test_sentence_about_such_things_is_kept(word: str):
    assert said(WINDOWS_KO + f"[지은] [오전 8:02] {word}\n")[-1] == ("지은", word)


def test_brackets_in_a_name_stay_in_the_name():
    assert said(WINDOWS_KO + "[가람 [분석]] [오전 8:02] [민서] [오전 8:01] 인용\n")[-1] == (
        "가람 [분석]",
        "[민서] [오전 8:01] 인용",
    )


def test_pasted_line_of_another_style_stays_in_its_message():
    pasted = "2026년 5월 3일 오후 4:01, 하늘 : 공지"
    assert said(WINDOWS_KO + f"{pasted}\n2026년 5월 3일 일요일\n끝\n")[-1] == (
        "민서",
        f"굿모닝\n{pasted}\n2026년 5월 3일 일요일\n끝",
    )


def test_numbered_parts_of_a_phone_export_are_one_conversation():
    head = "Talk_2026.5.12 10:20-{}.txt\n저장한 날짜 : 2026. 5. 12. 오전 10:20\n\n"
    one = head.format(1) + "2026. 5. 11. 오전 9:12, 지은 : 하나\n"
    two = head.format(2) + "2026. 5. 11. 오전 9:12, 지은 : 둘\n"
    assert [turn.place[-2:] for turn in turns(one, two)] == ["|0", "|1"]
    assert said(one, two) == [("지은", "하나"), ("지은", "둘")]


@pytest.mark.parametrize(
    "ending", ["[지은", "[지은] ", "[지은] [오전 8:0", "---------- 2026년", "-"]
)
def test_line_that_clearly_breaks_off_is_counted_and_left_out(ending: str):
    assert said(WINDOWS_KO + ending) == said(WINDOWS_KO)
    assert read(WINDOWS_KO + ending).skipped[SkipReason.CUT_OFF] == 1


@pytest.mark.parametrize(
    "ending", ["2026년 5월 11일 오후 9:1", "2026년 5월 1", "2026년 5월 11일 오후 9:16, 하"]
)
def test_dated_line_that_breaks_off_is_counted_and_left_out(ending: str):
    assert said(PHONE_KO + ending) == said(PHONE_KO)
    assert read(PHONE_KO + ending).skipped[SkipReason.CUT_OFF] == 1


def test_csv_that_ends_inside_quotes_loses_only_that_row():
    cut = MACOS_CSV + '2026-05-11 09:15:00,"지은","길게 쓰'
    assert said(cut) == said(MACOS_CSV)
    assert read(cut).skipped[SkipReason.CUT_OFF] == 1


def test_csv_with_an_endless_field_is_refused_with_its_line():
    with pytest.raises(BadInput) as refused:
        read(MACOS_CSV + '2026-05-11 09:15:00,"지은","' + "가" * 140_000 + "\n")
    assert refused.value.key == "import.broken_csv"
    assert refused.value.values["line"] == 8


def test_impossible_day_gives_turns_without_time():
    day = "--------------- 2026년 2월 31일 화요일 ---------------"
    text = f"지은 님과 카카오톡 대화\n\n{day}\n[지은] [오전 9:12] 어?\n"
    (turn,) = turns(text)
    assert turn.sent_at is None
    assert turn.place == "kakaotalk|지은|2026-02-31T09:12|지은|0"


def test_messages_without_any_day_are_kept_without_time():
    assert (
        turns("우리 방\n저장한 날짜 : 2026-05-12\n\n[지은] [오전 9:12] 날짜가 없네\n")[0].sent_at
        is None
    )
