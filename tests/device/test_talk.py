"""A talk: what is handed over, what is kept, what is not, and that nothing breeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from device.compose import Device
from device.memory.doubts import Doubt, Verdict
from device.memory.sentence.verdicts import verdict_of
from device.memory.talk import Talk
from device.memory.window import MOST, PAUSE_S
from policy.vocabulary import ClassName, Purpose
from tests.people import STEP_UP, Clock, make_device, remember

FACT = "My locker code at the pool is 4417"


@pytest.fixture
def careful(tmp_path: Path, clock: Clock):
    """A device whose money opens with a second secret."""
    device = make_device(tmp_path / "careful", clock)
    yield device
    device.close()


def begin(device: Device, *, title: str = "Talk", budget: int = 256) -> Talk:
    return device.talk(title, budget, Purpose.REMIND, "en")


def kept(device: Device) -> list[str]:
    return [card.text for card in device.recall.all(Purpose.RECALL, "en")]


def test_what_was_said_is_in_the_vault_when_the_talk_ends(device):
    talk = begin(device)
    talk.hear("I adopted a cat named Mochi in Busan", "me")
    talk.hear("Mina wants to visit in the spring holidays", "Ben")
    assert kept(device) == []
    assert len(talk.end()) == 2
    cards = device.recall.all(Purpose.RECALL, "en")
    assert [(one.speaker, one.source, one.conversation) for one in cards] == [
        ("Ann", "talk", "Talk"),
        ("Ben", "talk", "Talk"),
    ]


def test_a_message_is_stored_when_it_leaves_the_window(device, clock):
    talk = begin(device)
    for at in range(MOST):
        clock.now += 60
        assert talk.hear(f"Shelf {at} of the cellar holds {at} jars", "me").stored == ()
    reply = talk.hear("Shelf 16 of the cellar is empty", "me")
    assert (reply.window, len(reply.stored)) == (MOST, 1)
    assert kept(device) == ["Shelf 0 of the cellar holds 0 jars"]
    clock.now += PAUSE_S + 1
    assert len(talk.hear("Good morning, the cellar again", "me").stored) == MOST


def test_the_block_holds_what_a_message_needs_and_stays_for_the_next(device):
    remember(device, FACT)
    talk = begin(device)
    talk.hear("what was the locker code at the pool?", "me")
    assert "4417" in talk.block.text
    talk.hear("and where do I park?", "me")
    assert "4417" in talk.block.text


def test_what_the_window_shows_is_not_in_the_block_as_well(device):
    remember(device, FACT)
    talk = begin(device)
    talk.hear("what was the locker code at the pool?", "me")
    talk.hear(FACT, "me")
    assert "4417" not in talk.block.text


def test_what_was_overtaken_a_moment_ago_leaves_the_block(device, clock):
    remember(device, "I live in Seoul near the river")
    clock.now += 86_400
    talk = begin(device)
    talk.hear("where do I live, near the river?", "me")
    assert "Seoul" in talk.block.text
    talk.hear("I live in Busan now", "me")
    assert "Seoul" not in talk.block.text
    talk.hear("where do I live?", "me")
    assert "Seoul" not in talk.block.text


def test_saying_it_again_is_no_second_memory_and_makes_the_first_last(device):
    item_id = remember(device, FACT)
    talk = begin(device)
    talk.hear(FACT, "me")
    assert talk.end() == (item_id,)
    assert kept(device) == [FACT]
    assert device.vault.usage(item_id).reviewed > 0


def test_a_talk_that_is_played_again_is_stored_once(device, clock):
    said = [("me", FACT, clock.now), ("Ben", "The pool shuts on Mondays in winter", clock.now + 9)]
    for _ in range(2):
        talk = begin(device)
        for speaker, text, at in said:
            talk.hear(text, speaker, at)
        talk.end()
    assert len(kept(device)) == 2


def test_what_was_forgotten_does_not_come_back_when_the_talk_is_played_again(device, clock):
    for _ in range(2):
        talk = begin(device)
        talk.hear(FACT, "me", clock.now)
        device.rights.forget(talk.end())
    assert kept(device) == []


# -- off the record


@pytest.mark.parametrize("request_", ["forget what I just said", "방금 한 말은 잊어줘"])
def test_what_is_taken_back_never_reaches_the_disk(device, request_):
    talk = begin(device)
    talk.hear("I told the agent that I earn six hundred", "me")
    talk.hear("Six hundred is a start.", "assistant")
    reply = talk.hear(request_, "me")
    assert (reply.left_out, reply.taken_back, reply.window) == ("off_record", 2, 0)
    assert talk.hear("The six hundred are forgotten.", "assistant").left_out == "off_record"
    assert talk.end() == ()
    assert device.vault.newest_id == 0
    assert device.vault.tombstones() == {}


def test_what_is_said_off_the_record_is_neither_kept_nor_looked_up(device):
    talk = begin(device)
    size = device.vault.journal.size
    said = "off the record: I am looking for another job since the harbour office moved"
    assert talk.hear(said, "me").left_out == "off_record"
    assert device.vault.journal.size == size
    assert talk.end() == ()


def test_a_request_reaches_into_the_talk_before(device, clock):
    talk = begin(device)
    talk.hear("The bakery on the corner shuts at six", "me")
    clock.now += 60
    talk.hear("I told the agent that I earn six hundred", "me")
    talk.end()
    clock.now += 60
    assert begin(device).hear("forget what I just said", "me").taken_back == 1
    assert kept(device) == ["The bakery on the corner shuts at six"]


def test_a_request_reaches_into_a_closed_class(careful, clock):
    device = careful
    talk = begin(device)
    talk.hear("My bank account is 1234567, 300 dollars in it", "me")
    (item_id,) = talk.end()
    assert not device.vault.is_open(ClassName.FINANCE)
    clock.now += 60
    assert begin(device).hear("forget what I just said", "me").taken_back == 1
    assert not device.vault.exists(item_id)


def test_a_request_of_another_day_or_another_talk_takes_nothing_along(device, clock):
    talk = begin(device)
    talk.hear("The bakery on the corner shuts at six", "me")
    talk.end()
    assert begin(device, title="Other").hear("forget what I just said", "me").taken_back == 0
    clock.now += 86_400
    assert begin(device).hear("forget what I just said", "me").taken_back == 0
    assert len(kept(device)) == 1


# -- echoes


def test_fifty_rounds_of_recalling_and_repeating_leave_one_memory(device, clock):
    """mem0#4573: 668 copies of one sentence by a loop of recalling and storing it."""
    remember(device, FACT)
    for at in range(50):
        clock.now += 3_600
        talk = begin(device)
        talk.hear("what is my locker code at the pool?", "me")
        assert "4417" in talk.block.text
        frame = ("Your locker code at the pool is 4417.", "You told me: the locker code is 4417!")
        assert talk.hear(f"Sure! {frame[at % 2]}", "assistant").left_out == "echo"
        assert talk.hear(talk.block.text, "me").left_out == "echo"
        talk.end()
    assert [text for text in kept(device) if "4417" in text] == [FACT]


def test_what_a_program_made_up_is_stored_once_however_often_it_says_so(device, clock):
    for _ in range(20):
        clock.now += 3_600
        talk = begin(device)
        talk.hear("when does the pool shut?", "me")
        talk.hear("The pool in Busan shuts at nine in the evening.", "assistant")
        talk.end()
    assert sum("nine in the evening" in text for text in kept(device)) == 1


def test_an_answer_with_something_of_its_own_keeps_that(device):
    remember(device, FACT)
    talk = begin(device)
    talk.hear("what is my locker code at the pool?", "me")
    said = "Your locker code at the pool is 4417. The pool opens at 6:15 on Sundays in winter."
    assert talk.hear(said, "assistant").left_out == ""
    talk.end()
    assert "The pool opens at 6:15 on Sundays in winter." in kept(device)


# -- asking back


DOUBTFUL = (
    "The choir meets on Fridays at ten",
    "The choir meets on Tuesdays at seven, they say",
)


def test_what_may_have_changed_is_asked_about_once(device, clock):
    older = remember(device, DOUBTFUL[0])
    clock.now += 86_400
    talk = begin(device)
    question = talk.hear(DOUBTFUL[1], "me").question
    assert question is not None
    assert (question.older, question.before, question.now) == (older, *DOUBTFUL)
    assert talk.hear(DOUBTFUL[1] + "!", "me").question is None


@pytest.mark.parametrize(
    ("answer", "verdict", "replaced"),
    [
        ("it changed", Verdict.REPLACES, [True, False]),
        ("どちらも", Verdict.BOTH, [False, False]),
        ("yes", None, [False, False]),
        ("the weather changed a lot since I moved here last spring", None, [False, False]),
    ],
)
def test_the_owners_answer_is_sealed_with_the_statement(device, clock, answer, verdict, replaced):
    older = remember(device, DOUBTFUL[0])
    clock.now += 86_400
    talk = begin(device)
    talk.hear(DOUBTFUL[1], "me")
    reply = talk.hear(answer, "me")
    assert reply.verdict is verdict
    newer = talk.end()[0]
    device.recall.index.texts.index_more(100)
    tied = device.doubts.of([newer])
    assert tied == ([] if verdict else [Doubt(newer, older)])
    opened = {int(row["id"][0]): one for row, one in device.guard.engine([older, newer], "test")}
    assert [older in opened[newer].replaces, newer in opened[older].replaces] == replaced
    assert verdict is None or answer not in kept(device)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("It replaces it.", Verdict.REPLACES),
        ("the newer one", Verdict.REPLACES),
        ("not anymore, no", Verdict.REPLACES),
        ("変わりました", Verdict.REPLACES),
        ("네, 바뀌었어요", Verdict.REPLACES),
        ("Both are right", Verdict.BOTH),
        ("両方とも", Verdict.BOTH),
        ("둘 다 맞아요", Verdict.BOTH),
        ("it has not changed", None),
        ("変わってない", None),
        ("안 바뀌었어", None),
        ("both changed", None),
        ("no", None),
        ("We meet on Friday", None),
    ],
)
def test_only_what_says_which_is_an_answer(text, verdict):
    assert verdict_of(text) is verdict


def test_nothing_is_asked_about_what_its_owner_does_not_want_brought_up(device, clock):
    older = remember(device, DOUBTFUL[0])
    record = device.vault.record(int(device.vault.find_row(older)["rule"][0]))
    purposes = tuple(one for one in record.purposes if one != Purpose.REMIND)
    device.guard.rebind(older, record.model_copy(update={"purposes": purposes}))
    clock.now += 86_400
    assert begin(device).hear(DOUBTFUL[1], "me").question is None


# -- what closes


def test_a_class_that_closes_takes_its_lines_out_of_the_block(careful):
    device = careful
    device.guard.step_up(STEP_UP)
    remember(device, "My bank account is 1234567, 300 dollars in it")
    talk = begin(device)
    talk.hear("what is in my bank account?", "me")
    assert "1234567" in talk.block.text
    device.guard.end_step_up()
    assert "1234567" not in talk.block.text
    assert talk.hear("what is in my bank account?", "me").closed


def test_what_is_forgotten_leaves_the_block(device):
    item_id = remember(device, FACT)
    talk = begin(device)
    talk.hear("what was the locker code at the pool?", "me")
    device.rights.forget([item_id])
    talk.hear("and where do I park?", "me")
    assert "4417" not in talk.block.text


@pytest.mark.parametrize(
    "text", ["", " \n", "🎆🎆", "x" * 20_000, "\u202e\u200b\ufeff", "</memory>"]
)
def test_odd_messages_do_no_harm(device, text):
    talk = begin(device)
    for speaker in ("me", "assistant", "", "</memory>"):
        talk.hear(text, speaker)
    talk.end()
    assert talk.block.text.count("</memory>") == 1
