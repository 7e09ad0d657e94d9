"""LoCoMo files: sessions in order, times, pictures, references. The sample here is our own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from device.errors import BadInput
from device.importers import locomo
from device.importers.export import Export, SkipReason

PARIS = ZoneInfo("Europe/Paris")

TALK: dict[str, Any] = {
    "speaker_a": "Nora",
    "speaker_b": "Theo",
    "session_2_date_time": "12:30 am on 1 January, 2024",
    "session_2": [{"speaker": "Theo", "dia_id": "D2:1", "text": "Happy new year!"}],
    "session_10_date_time": "9:00 am on 2 February, 2024",
    "session_10": [{"speaker": "Nora", "dia_id": "D10:1", "text": "Ten is after two."}],
    "session_1_date_time": "1:56 pm on 8 May, 2023",
    "session_1": [
        {"speaker": "Nora", "dia_id": "D1:1", "text": "I planted basil."},
        {"speaker": "Theo", "dia_id": "D1:2", "text": "Look!", "blip_caption": "a cat in a pot"},
        {"speaker": "Theo", "dia_id": "D1:3", "text": "", "img_url": ["x"]},
        {"speaker": "Theo", "dia_id": "D1:4", "text": "", "blip_caption": "a green leaf"},
    ],
    "session_3_date_time": "no idea",
    "session_3": [{"speaker": "Nora", "dia_id": "D3:1", "text": "When was this?"}, "damaged", None],
    "session_4": "damaged",
}
SAMPLE: dict[str, Any] = {"sample_id": "own-1", "conversation": TALK, "qa": [{"question": "Who?"}]}


def read(document: object, *, me: str | None = None) -> Export:
    assert locomo.is_locomo(document)
    return locomo.parse(document, zone=PARIS, me=me)


def test_sessions_are_read_in_the_order_of_their_numbers():
    (conversation,) = read([SAMPLE]).conversations
    assert conversation.title == "own-1"
    assert [turn.reference for turn in conversation.turns] == [
        "D1:1", "D1:2", "D1:4", "D2:1", "D3:1", "D10:1",
    ]  # fmt: skip
    assert read([SAMPLE]).skipped == {SkipReason.EMPTY: 3}


def test_caption_of_a_picture_is_part_of_the_text():
    texts = [turn.text for turn in read([SAMPLE]).conversations[0].turns]
    assert texts[1:3] == ["Look! [picture: a cat in a pot]", "[picture: a green leaf]"]


def test_turns_follow_the_time_of_their_session_by_minutes():
    turns = read([SAMPLE]).conversations[0].turns
    assert turns[0].sent_at == datetime(2023, 5, 8, 13, 56, tzinfo=PARIS)
    assert turns[2].sent_at == datetime(2023, 5, 8, 13, 59, tzinfo=PARIS)
    assert turns[3].sent_at == datetime(2024, 1, 1, 0, 30, tzinfo=PARIS)
    assert turns[2].place == "locomo|own-1|2023-05-08T13:59|Theo|0"


def test_session_without_a_readable_time_keeps_its_turns():
    turn = read([SAMPLE]).conversations[0].turns[4]
    assert turn.sent_at is None
    assert turn.place == "locomo|own-1|session_3+0|Nora|0"


def test_first_speaker_owns_unless_me_names_the_other():
    assert [t.is_owner for t in read([SAMPLE]).conversations[0].turns[:2]] == [True, False]
    assert [t.is_owner for t in read([SAMPLE], me="Theo").conversations[0].turns[:2]] == [
        False,
        True,
    ]


def test_me_that_speaks_in_no_sample_is_refused():
    with pytest.raises(BadInput) as refused:
        read([SAMPLE], me="Zoe")
    assert refused.value.key == "import.unknown_me"


@pytest.mark.parametrize(
    "document", [SAMPLE, [{"sample_id": "own-1", **TALK}], {"sample_id": "own-1", **TALK}]
)
def test_sample_alone_or_with_sessions_at_its_top_is_read_alike(document: object):
    assert read(document).conversations == read([SAMPLE]).conversations


@pytest.mark.parametrize(
    "document", [[], {}, [{"conversation": {}}], [{"session_1": 1}], [[]], None, 5]
)
def test_document_without_a_session_is_not_locomo(document: object):
    assert not locomo.is_locomo(document)
