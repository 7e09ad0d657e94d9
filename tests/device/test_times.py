from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.memory.sentence.times import Span, Tense, tense_of, time_named

TOKYO = ZoneInfo("Asia/Tokyo")
# A Thursday.
NOW = datetime(2026, 1, 15, 20, 0, tzinfo=TOKYO)


def named(question: str, now: datetime = NOW) -> tuple[str, str] | None:
    assert now.tzinfo is not None
    span = time_named(question, int(now.timestamp()), now.tzinfo)
    if span is None:
        return None
    first, last = (datetime.fromtimestamp(at, now.tzinfo) for at in (span.since, span.until))
    assert (first.hour, first.minute) == (0, 0)
    assert (last.hour, last.minute, last.second) == (23, 59, 59)
    return str(first.date()), str(last.date())


def day(text: str) -> tuple[str, str]:
    return text, text


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("昨日なに食べた?", day("2026-01-14")),
        ("おととい会ったのは誰", day("2026-01-13")),
        ("어제 뭐 먹었지?", day("2026-01-14")),
        ("그저께 누구 만났어", day("2026-01-13")),
        ("What did I eat yesterday?", day("2026-01-14")),
        ("who was it the day before yesterday", day("2026-01-13")),
        ("先週どこに行った?", ("2026-01-05", "2026-01-11")),
        ("先々週は?", ("2025-12-29", "2026-01-04")),
        ("지난주에 뭐 했더라", ("2026-01-05", "2026-01-11")),
        ("저번 주 회의", ("2026-01-05", "2026-01-11")),
        ("What did I do last week?", ("2026-01-05", "2026-01-11")),
        ("先週の金曜に話した店", day("2026-01-09")),
        ("지난주 금요일에 간 곳", day("2026-01-09")),
        ("What happened on Friday last week?", day("2026-01-09")),
        ("last Friday", day("2026-01-09")),
        ("on monday", day("2026-01-12")),
        ("先週末の予定", ("2026-01-10", "2026-01-11")),
        ("지난 주말에 어디 갔지", ("2026-01-10", "2026-01-11")),
        ("last weekend", ("2026-01-10", "2026-01-11")),
        ("先月の出費", ("2025-12-01", "2025-12-31")),
        ("지난달 병원", ("2025-12-01", "2025-12-31")),
        ("two months ago", ("2025-10-31", "2025-11-30")),
        ("last month", ("2025-12-01", "2025-12-31")),
        ("5月に住んでいたのは?", ("2025-05-01", "2025-05-31")),
        ("5월에 어디 살았지", ("2025-05-01", "2025-05-31")),
        ("Where did I live in May?", ("2025-05-01", "2025-05-31")),
        ("Who may I call?", None),
        ("去年の5月", ("2025-05-01", "2025-05-31")),
        ("2024年3月は?", ("2024-03-01", "2024-03-31")),
        ("2024년 3월", ("2024-03-01", "2024-03-31")),
        ("in March 2024", ("2024-03-01", "2024-03-31")),
        ("3月3日の約束", day("2025-03-03")),
        ("8월 15일에 뭐 했지", day("2025-08-15")),
        ("on the 3rd of March", day("2025-03-03")),
        ("January 20", day("2026-01-20")),  # soon, not a year ago
        ("2025-07-04", day("2025-07-04")),
        ("去年の夏どこに行った?", ("2025-06-01", "2025-08-31")),
        ("지난여름 휴가", ("2025-06-01", "2025-08-31")),
        ("작년 여름 휴가", ("2025-06-01", "2025-08-31")),
        ("where did we go last summer", ("2025-06-01", "2025-08-31")),
        ("この冬に買ったもの", ("2025-12-01", "2026-02-28")),
        ("last winter", ("2024-12-01", "2025-02-28")),
        ("in the spring", ("2025-03-01", "2025-05-31")),
        ("spring rolls recipe", None),
        ("お盆は何してた", ("2025-08-10", "2025-08-18")),
        ("正月に会った人", ("2025-12-31", "2026-01-07")),
        ("추석에 누가 왔지?", ("2025-10-02", "2025-10-10")),
        ("설날 선물", ("2025-01-25", "2025-02-02")),
        ("작년 추석", ("2025-10-02", "2025-10-10")),
        ("クリスマスのプレゼント", ("2025-12-20", "2025-12-27")),
        ("3日前に言ったこと", day("2026-01-12")),
        ("사흘 얘기", None),
        ("2주 전에 산 것", ("2025-12-28", "2026-01-05")),
        ("three weeks ago", ("2025-12-21", "2025-12-29")),
        ("去年なにを始めた?", ("2025-01-01", "2025-12-31")),
        ("작년에 시작한 운동", ("2025-01-01", "2025-12-31")),
        ("what did I start last year?", ("2025-01-01", "2025-12-31")),
        ("最近ハマってるもの", ("2025-12-16", "2026-01-15")),
        ("요즘 듣는 노래", ("2025-12-16", "2026-01-15")),
        ("月曜日が好き?", day("2026-01-12")),
        ("ケーキは何が好き?", None),
        ("夏目漱石は読んだ?", None),
        ("青春って何", None),
        ("今春の健診", ("2025-03-01", "2025-05-31")),
        ("夏休みの旅行", ("2025-06-01", "2025-08-31")),
        ("이번에 본 봄날은 간다", None),
        ("30 February", None),
        ("999년 전", None),
        ("", None),
    ],
)
def test_times_are_resolved_against_now(question: str, days: tuple[str, str] | None) -> None:
    assert named(question) == days


@pytest.mark.parametrize(
    ("question", "tense"),
    [
        ("前は何をしていた？", Tense.THEN),
        ("3年前はどこに住んでいた？", Tense.THEN),
        ("전에는 어디 살았지?", Tense.THEN),
        ("이전에는 뭐였지?", Tense.THEN),
        # What only holds the same characters.
        ("上司の名前は？", Tense.ANY),
        ("午前は何をする？", Tense.ANY),
        ("駅前まで何分？", Tense.ANY),
        ("오전에는 뭐 하지?", Tense.ANY),
        ("대전에는 누가 살지?", Tense.ANY),
        ("今の上司の名前は？", Tense.NOW),
    ],
)
def test_a_question_tells_of_now_or_of_then_by_whole_words(question: str, tense: Tense) -> None:
    assert tense_of(question) is tense


def test_the_latest_month_that_has_begun_is_meant() -> None:
    in_june = datetime(2025, 6, 10, tzinfo=TOKYO)
    assert named("in May", in_june) == ("2025-05-01", "2025-05-31")
    assert named("in June", in_june) == ("2025-06-01", "2025-06-30")
    assert named("in July", in_june) == ("2024-07-01", "2024-07-31")


def test_summer_lies_elsewhere_in_the_south() -> None:
    melbourne = datetime(2025, 9, 1, tzinfo=ZoneInfo("Australia/Melbourne"))
    assert named("last summer", melbourne) == ("2024-12-01", "2025-02-28")


def test_a_day_in_a_zone_begins_there() -> None:
    seoul = ZoneInfo("Asia/Seoul")
    just_past = datetime(2026, 1, 15, 0, 5, tzinfo=seoul)
    assert named("오늘", just_past) == day("2026-01-15")
    assert named("today", just_past.astimezone(UTC)) == day("2026-01-14")


def test_a_day_may_have_another_length() -> None:
    new_york = datetime(2025, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))
    span = time_named("yesterday", int(new_york.timestamp()), new_york.tzinfo)
    assert span is not None
    assert span.until - span.since + 1 == 23 * 3600  # the clocks went forward that night


def test_nearness_falls_with_distance_in_the_spans_own_length() -> None:
    span = Span(1_000_000, 1_000_000 + 86_400)
    moments = np.array([1_000_000, 1_086_400, 1_172_800, 913_600, 0], np.uint32)
    assert span.nearness(moments) == pytest.approx([1, 1, 0.5, 0.5, 0], abs=1e-3)


@given(text=st.text(max_size=80), days=st.integers(0, 40_000))
def test_any_text_on_any_day_gives_a_stretch_of_time_or_none(text: str, days: int) -> None:
    now = int(datetime.combine(date(1970, 1, 2), datetime.min.time(), UTC).timestamp())
    span = time_named(text, now + days * 86_400, UTC)
    assert span is None or span.since <= span.until
