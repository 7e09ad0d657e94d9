"""The keyword index in the app: built while nobody waits, gone at the lock."""

from __future__ import annotations

import time

import pytest

from compliance.log.events import EventKind
from device.app.services import vault_service
from device.app.viewmodels.recall import RecallModel
from device.app.viewmodels.rows import RecallFilter
from tests.device.app_desk import desk_at


@pytest.fixture
def desk(tmp_path):
    with desk_at(tmp_path / "vault", does_chores=True) as desk:
        yield desk


def asked(desk, job):
    got = []
    desk.session.work(job, got.append)
    desk.settle()
    return got[0]


def until_indexed(desk):
    for _ in range(400):
        if asked(desk, lambda service: service.waiting()) == 0:
            return
        time.sleep(0.05)  # a quiet moment
    raise AssertionError("words were never taken in")


def index_events(desk):
    def count(service):
        lines = service._unlocked.rights.log()
        return sum(line.event.kind is EventKind.INDEXED for line in lines)

    return asked(desk, count)


def test_words_are_taken_in_after_the_unlock_without_a_question(desk):
    desk.unlock()
    until_indexed(desk)
    assert index_events(desk) == 1


def test_what_is_remembered_later_and_what_opens_is_taken_in_too(desk):
    desk.unlock()
    until_indexed(desk)
    asked(desk, lambda service: service.remember("横浜で餃子を食べた"))
    until_indexed(desk)
    desk.step_up()
    until_indexed(desk)
    sizes = asked(
        desk,
        lambda s: [len(ids) for ids in s._unlocked.recall.index.texts._covered.values()],
    )
    assert sorted(sizes) == [1, 4]


def test_nothing_is_taken_in_after_the_lock(desk, monkeypatch):
    monkeypatch.setattr(vault_service, "_SLICE", 1)
    desk.unlock()
    desk.session.lock()
    desk.settle()
    service = desk.session._service
    assert service.index_more() is False
    desk.unlock()
    until_indexed(desk)


def test_bounds_narrow_what_is_found(desk):
    desk.unlock()
    recall = RecallModel(desk.session)
    recall.ask("花火 フェリー 미나")
    desk.settle()
    everything = {card.row.id for card in recall.answer.cards}
    assert len(everything) == 3
    recall.bound(RecallFilter(language="ko"))
    recall.ask()
    desk.settle()
    assert {card.row.id for card in recall.answer.cards} == {2}
    today = asked(desk, lambda service: service.today())
    for within, found in (
        (RecallFilter(since=today), everything),
        (RecallFilter(before=today), set()),
    ):
        recall.bound(within)
        recall.ask()
        desk.settle()
        assert {card.row.id for card in recall.answer.cards} == found


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "昨日", "9999999-01-01"])
def test_a_bound_that_is_no_date_is_told_and_nothing_is_asked(desk, text):
    desk.unlock()
    recall = RecallModel(desk.session)
    recall.bound(RecallFilter(since=text))
    recall.ask("花火")
    desk.settle()
    assert text[:20] in recall.error
    assert "2026-01-31" in recall.error
    assert recall.answer is None


def test_bounds_go_at_the_lock(desk):
    desk.unlock()
    recall = RecallModel(desk.session)
    recall.bound(RecallFilter(since="2026-01-01"))
    desk.session.lock()
    assert not recall.within
