"""What an import stores, and what it was asked not to keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.compose import Device
from device.importers.export import Conversation, Export, SourceKind, Turn
from policy.vocabulary import Purpose
from tests.people import Clock, make_device

SINCE = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def device(tmp_path: Path):
    device = make_device(tmp_path / "vault", Clock(), step_up=None)
    yield device
    device.close()


def talk(*said: tuple[str, str], kind: SourceKind = SourceKind.LINE, apart: int = 1) -> Export:
    turns = tuple(
        Turn(
            text=text,
            speaker=speaker,
            is_owner=speaker in {"Ann", "user"},
            sent_at=SINCE + timedelta(minutes=at * apart),
            place=f"chat:{at}",
            reference=str(at),
        )
        for at, (speaker, text) in enumerate(said)
    )
    return Export(kind, (Conversation(kind, "chat", turns),), {})


def kept(device: Device) -> list[str]:
    return [card.text for card in device.recall.all(Purpose.RECALL, "en")]


SECRET = (
    ("Ann", "The bakery on the corner shuts at six"),
    ("Ann", "I told the agent that I earn six hundred"),
    ("Ben", "Mina earns four hundred and fifty"),
    ("Ann", "forget that I said it"),
    ("Ben", "The train leaves at seven on Friday"),
)


def test_what_is_taken_back_is_never_stored(device):
    report = device.intake.take_in(talk(*SECRET))
    assert kept(device) == [SECRET[0][1], SECRET[4][1]]
    assert (report.stored, report.left_out["off_record"], report.taken_back) == (2, 3, 0)


def test_what_an_earlier_import_stored_is_destroyed_when_it_is_taken_back(device):
    assert device.intake.take_in(talk(*SECRET[:3])).stored == 3
    report = device.intake.take_in(talk(*SECRET))
    assert kept(device) == [SECRET[0][1], SECRET[4][1]]
    assert report.taken_back == 2
    again = device.intake.take_in(talk(*SECRET))
    assert (again.stored, again.taken_back, again.known) == (0, 0, 2)


def test_a_friends_confidence_is_not_kept_either(device):
    device.intake.take_in(
        talk(
            ("健人", "ここだけの話、実は競艇で40万溶かして嫁に言えとらん"),
            ("Ann", "週末は釣りに行こう"),
        )
    )
    assert kept(device) == ["週末は釣りに行こう"]


def test_a_programs_answer_to_what_is_not_kept_is_not_kept(device):
    device.intake.take_in(
        talk(
            ("user", "이건 기록하지 마세요. 아들이 카드 빚이 천이백만 원이래요"),
            ("assistant", "빚이 천이백만 원이라니 많이 놀라셨겠어요."),
            ("user", "내일은 교회에 가요"),
            kind=SourceKind.CHATGPT,
        )
    )
    assert kept(device) == ["내일은 교회에 가요"]


def test_without_a_gate_everything_is_stored(device):
    assert device.intake.take_in(talk(*SECRET), gate=False).stored == len(SECRET)


def test_a_request_of_another_day_takes_nothing_along(device):
    device.intake.take_in(talk(*SECRET, apart=24 * 60))
    assert len(kept(device)) == len(SECRET) - 1


def test_what_was_said_twice_and_forgotten_stays_forgotten(device):
    said = (("Ann", "The spare key is under the mat"), ("Ben", "See you at noon by the station"))
    report = device.intake.take_in(talk(*said, said[0]))
    assert report.stored == 3
    twice = [one.id for one in device.recall.all(Purpose.RECALL, "en") if one.text == said[0][1]]
    device.rights.forget(twice)
    again = device.intake.take_in(talk(*said, said[0]))
    assert (again.stored, again.forgotten) == (0, 2)
    assert kept(device) == [said[1][1]]


# -- what only says back


ASKED = (
    ("user", "My locker code at the pool is 4417"),
    ("assistant", "Noted: your locker code at the pool is 4417. Anything else?"),
    ("user", "What was the locker code?"),
    ("assistant", "Your locker code at the pool is 4417. The pool opens at 6:15 on Sundays."),
)


def test_an_answer_that_says_back_what_its_owner_said_is_left_out(device):
    report = device.intake.take_in(talk(*ASKED, kind=SourceKind.CHATGPT))
    assert report.left_out["echo"] == 1
    new = "The pool opens at 6:15 on Sundays."
    assert kept(device) == [ASKED[0][1], ASKED[2][1], new]
    again = device.intake.take_in(talk(*ASKED, kind=SourceKind.CHATGPT))
    assert (again.stored, again.known, again.left_out["echo"]) == (0, 3, 1)


def test_an_answer_that_says_back_what_an_earlier_import_told_is_left_out(device):
    device.intake.take_in(talk(("Ann", ASKED[0][1])))
    later = (
        "assistant",
        "Your locker code at the pool is 4417. The pool opens at 6:15 on Sundays.",
    )
    report = device.intake.take_in(talk(ASKED[2], ASKED[1], later, kind=SourceKind.CHATGPT))
    assert report.left_out["echo"] == 1
    assert kept(device)[-1] == "The pool opens at 6:15 on Sundays."


def test_a_persons_own_repetition_is_a_memory_of_its_own(device):
    said = ("Ann", "My locker code at the pool is 4417")
    assert device.intake.take_in(talk(said, ("Ben", said[1]), said)).stored == 3


def test_a_block_that_was_pasted_into_a_question_is_not_stored_again(device):
    said = (
        "<memory>\n- 2026-05-01 Ann: the locker code is 4417\n</memory>\nWhere can I swim in Busan?"
    )
    report = device.intake.take_in(talk(("user", said), kind=SourceKind.CHATGPT))
    assert (report.stored, kept(device)) == (1, ["Where can I swim in Busan?"])
    only = said.removesuffix("Where can I swim in Busan?")
    export = talk(("user", "hello there, a question"), ("user", only), kind=SourceKind.CHATGPT)
    assert device.intake.take_in(export).left_out["echo"] == 1


def test_without_a_gate_echoes_are_stored_too(device):
    export = talk(*ASKED, kind=SourceKind.CHATGPT)
    assert device.intake.take_in(export, gate=False).stored == len(ASKED)


def test_remembering_the_same_again_makes_it_last(device):
    first = device.intake.remember("My blood type is B negative")
    again = device.intake.remember("my blood type is  B negative")
    assert (again.id, again.is_new, again.reason) == (first.id, False, "merged")
    assert device.vault.usage(first.id).reviewed > 0
