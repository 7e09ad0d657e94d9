"""Forgetting in the app: hidden at once, undone within 30 s, destroyed after, or at the lock."""

from __future__ import annotations

import pytest

from compliance.log.events import EventKind
from device.app.viewmodels.forgetting import UNDO_S, Forgetting
from device.app.viewmodels.recall import RecallModel
from device.importers.export import Conversation, Export, SourceKind, Turn
from tests.device.app_desk import BUCKWHEAT, FERRY, FIREWORKS, desk_at
from tests.people import reopen

FERRY_ID, BUCKWHEAT_ID, SALARY_ID, FIREWORKS_ID = 1, 2, 3, 4


@pytest.fixture
def desk(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        desk.unlock()
        yield desk


def exists(desk, memory_id):
    """Tells whether the open vault still has a memory, open or closed."""
    got = []
    desk.session.work(lambda service: service._unlocked.vault.exists(memory_id), got.append)
    desk.settle()
    return got[0]


def forget(desk, memory_id):
    detail = desk.detail(memory_id)
    detail.forget()
    desk.settle()
    return detail


def test_forgotten_memory_is_hidden_everywhere_at_once_and_still_there(desk):
    timeline, recall = desk.timeline(), RecallModel(desk.session)
    recall.ask("미나 알레르기")
    desk.settle()
    other_window_of_it = desk.detail(BUCKWHEAT_ID)
    detail = desk.detail(BUCKWHEAT_ID)
    detail.forget()  # nothing was settled: it does not wait for the vault
    assert desk.texts(timeline) == [FIREWORKS, FERRY]
    assert BUCKWHEAT not in [card.row.text for card in recall.answer.cards]
    assert detail.detail is None
    assert other_window_of_it.detail is None
    assert exists(desk, BUCKWHEAT_ID)


def test_hidden_memory_stays_hidden_in_what_is_read_after(desk):
    forget(desk, BUCKWHEAT_ID)
    timeline, recall = desk.timeline(), RecallModel(desk.session)
    recall.ask("미나 알레르기")
    desk.settle()
    assert BUCKWHEAT not in desk.texts(timeline)
    assert BUCKWHEAT not in [card.row.text for card in recall.answer.cards]
    assert desk.detail(BUCKWHEAT_ID).detail is None


def test_undo_brings_it_back_where_it_was(desk):
    timeline = desk.timeline()
    detail = forget(desk, BUCKWHEAT_ID)
    desk.later(UNDO_S - 1)
    detail.undo()
    assert desk.texts(timeline) == [FIREWORKS, BUCKWHEAT, FERRY]
    desk.later(UNDO_S)
    assert exists(desk, BUCKWHEAT_ID)
    assert desk.texts(timeline) == [FIREWORKS, BUCKWHEAT, FERRY]


def test_toast_offers_to_undo_and_counts_down(desk):
    timeline = desk.timeline()
    forget(desk, BUCKWHEAT_ID)
    assert desk.session.toast.text == "Forgotten."
    assert desk.session.toast_action_word() == "Undo (30 s)"
    desk.later(12)
    assert desk.session.toast_action_word() == "Undo (18 s)"
    desk.session.toast.action()
    assert BUCKWHEAT in desk.texts(timeline)
    assert desk.session.toast.text == "It is back."


def test_offer_to_undo_comes_back_after_a_shorter_line(desk):
    forget(desk, BUCKWHEAT_ID)
    desk.session.tell("something else")
    assert desk.session.toast.action is None
    desk.later(4)
    assert desk.session.toast.text == "Forgotten."
    desk.later(UNDO_S)
    assert desk.session.toast is None


def test_dismissed_offer_does_not_come_back_and_the_memory_goes(desk):
    forget(desk, BUCKWHEAT_ID)
    desk.session.dismiss_toast()
    desk.session.tell("something else")
    desk.later(4)
    assert desk.session.toast is None
    desk.later(UNDO_S)
    assert not exists(desk, BUCKWHEAT_ID)


def test_after_thirty_seconds_it_is_destroyed_with_a_certificate_in_the_log(desk):
    timeline = desk.timeline()
    detail = forget(desk, BUCKWHEAT_ID)
    desk.later(UNDO_S)
    assert not exists(desk, BUCKWHEAT_ID)
    assert desk.texts(timeline) == [FIREWORKS, FERRY]
    detail.undo()  # too late
    desk.settle()
    assert desk.texts(timeline) == [FIREWORKS, FERRY]
    got = []
    desk.session.work(lambda service: list(service._unlocked.rights.log()), got.append)
    desk.settle()
    erased = [line.event for line in got[0] if line.event.kind is EventKind.ERASED]
    assert [event.details["reason"] for event in erased] == ["forget"]


def test_lock_destroys_at_once_what_was_forgotten(desk):
    forget(desk, BUCKWHEAT_ID)
    forget(desk, FERRY_ID)
    desk.session.lock()
    desk.settle()
    device = reopen(desk.folder, desk.clock)
    assert not device.vault.exists(BUCKWHEAT_ID)
    assert not device.vault.exists(FERRY_ID)
    assert device.vault.exists(FIREWORKS_ID)
    device.close()


def test_idle_lock_and_closing_the_app_destroy_it_too(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        desk.unlock()
        forget(desk, BUCKWHEAT_ID)
        desk.clock.now += 3_600
        desk.session.tick()
        desk.settle()
        assert not desk.session.is_unlocked
        desk.unlock()
        assert not exists(desk, BUCKWHEAT_ID)
        forget(desk, FERRY_ID)
    device = reopen(tmp_path / "vault", desk.clock)
    assert not device.vault.exists(FERRY_ID)
    device.close()


def test_each_of_several_has_its_own_time(desk):
    forget(desk, BUCKWHEAT_ID)
    desk.later(20)
    forget(desk, FERRY_ID)
    desk.later(10)
    assert not exists(desk, BUCKWHEAT_ID)
    assert exists(desk, FERRY_ID)
    assert desk.session.undo_forget(FERRY_ID)
    assert not desk.session.undo_forget(FERRY_ID)


def test_money_forgotten_during_a_step_up_is_destroyed_after_its_end(desk):
    desk.step_up()
    forget(desk, SALARY_ID)
    desk.session.end_step_up()
    desk.later(UNDO_S)
    assert not exists(desk, SALARY_ID)


def test_memory_that_cannot_be_destroyed_is_shown_again_and_told(desk):
    timeline = desk.timeline()
    forget(desk, BUCKWHEAT_ID)
    stop_writing(desk, is_stopped=True)
    desk.later(UNDO_S)
    assert "cannot be written" in desk.session.toast.text
    assert BUCKWHEAT in desk.texts(timeline)
    stop_writing(desk, is_stopped=False)
    forget(desk, BUCKWHEAT_ID)
    desk.later(UNDO_S)
    assert BUCKWHEAT not in desk.texts(timeline)


def test_failure_to_destroy_at_the_lock_is_told_on_the_unlock_screen(desk):
    forget(desk, BUCKWHEAT_ID)
    stop_writing(desk, is_stopped=True)
    desk.session.lock()
    desk.settle()
    assert "cannot be written" in desk.unlocking.notice
    device = reopen(desk.folder, desk.clock)  # it closed all the same
    assert device.vault.exists(BUCKWHEAT_ID)
    device.close()


def stop_writing(desk, *, is_stopped):
    pragma = f"PRAGMA query_only = {'ON' if is_stopped else 'OFF'}"
    desk.session.work(lambda service: service._unlocked.vault._database.run(pragma), lambda _: None)
    desk.settle()


def test_clock_set_back_costs_at_most_the_time_once_more():
    forgetting = Forgetting()
    forgetting.hide(1, 1_000)
    assert forgetting.take_due(400) == []
    assert forgetting.seconds_left(1, 400) == UNDO_S
    assert forgetting.take_due(400 + UNDO_S - 1) == []
    assert forgetting.take_due(400 + UNDO_S) == [1]


def test_forgetting_again_does_not_lengthen_the_time():
    forgetting = Forgetting()
    forgetting.hide(1, 0)
    forgetting.hide(1, 20)
    assert forgetting.take_due(UNDO_S) == [1]
    forgetting.hide(1, UNDO_S)
    assert forgetting.take_all() == []
    assert not forgetting.undo(1)
    assert forgetting.is_hidden(1)


TRIP = "京都の旅行 교토 여행"


@pytest.fixture
def chat_desk(tmp_path):
    """A desk over a vault with a chat of three messages, one about money; ids 5 to 7."""
    with desk_at(tmp_path / "vault") as desk:
        desk.unlock()
        turns = tuple(
            Turn(text, "지우", is_owner=False, sent_at=None, place=f"trip:{at}", reference=None)
            for at, text in enumerate(
                (
                    "京都のホテルは四条駅の近くに予約した",
                    "우리은행 계좌에서 호텔비 24만 원이 나갔어",
                    "둘째 날은 아라시야마에서 대나무 숲을 걷자",
                )
            )
        )
        chat = Export(SourceKind.KAKAOTALK, (Conversation(SourceKind.KAKAOTALK, TRIP, turns),), {})
        desk.session.work(
            lambda service: service._unlocked.intake.take_in(chat, gate=False), lambda _: None
        )
        desk.settle()
        yield desk


def chosen(desk):
    timeline = desk.timeline()
    (row, *_) = [row for row in timeline.rows if "ホテル" in row.text]
    detail = desk.detail(row.id)
    assert detail.detail.conversation == TRIP
    return timeline, detail


def test_whole_conversation_is_hidden_at_once_and_undone(chat_desk):
    timeline, detail = chosen(chat_desk)
    assert len(timeline.rows) == 5
    detail.forget_conversation()
    chat_desk.settle()
    assert chat_desk.texts(timeline) == [FIREWORKS, BUCKWHEAT, FERRY]
    assert detail.detail is None
    assert chat_desk.session.toast.text == "The conversation is forgotten: 2 memories."
    chat_desk.later(UNDO_S - 1)
    detail.undo()
    chat_desk.later(UNDO_S)
    assert len(chat_desk.texts(timeline)) == 5
    assert all(exists(chat_desk, memory_id) for memory_id in (5, 6, 7))


@pytest.mark.parametrize("by_lock", [False, True])
def test_whole_conversation_is_destroyed_in_closed_classes_too(chat_desk, by_lock):
    _, detail = chosen(chat_desk)
    detail.forget_conversation()
    chat_desk.settle()
    if by_lock:
        chat_desk.session.lock()
        chat_desk.settle()
        chat_desk.unlock()
    else:
        chat_desk.later(UNDO_S)
    assert [exists(chat_desk, memory_id) for memory_id in (1, 2, 3, 4)] == [True] * 4
    assert [exists(chat_desk, memory_id) for memory_id in (5, 6, 7)] == [False] * 3


def test_typed_memory_has_no_conversation_to_forget(chat_desk):
    detail = chat_desk.detail(FERRY_ID)
    assert detail.detail.conversation == ""
    detail.forget_conversation()
    chat_desk.settle()
    assert chat_desk.session.toast is None


def test_title_of_a_conversation_stands_in_no_repr(chat_desk):
    _, detail = chosen(chat_desk)
    assert TRIP not in repr(detail.detail)
    detail.forget_conversation()
    chat_desk.settle()
    assert TRIP not in repr(chat_desk.session.toast)
