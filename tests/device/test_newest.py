"""What was said later of a matter comes first where both come up, and nothing else moves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from device.memory.newest import newest_ahead
from policy.vocabulary import Purpose
from tests.people import Clock, make_device, remember

DAY = 86_400


def ahead(said, table):
    return newest_ahead(said, lambda item_id: table.get(item_id, set()))


def test_of_one_matter_what_was_said_last_is_first():
    assert ahead({7: 10, 8: 30, 9: 20}, {7: {8, 9}}) == [8, 9, 7]


def test_what_did_not_come_up_is_not_brought_up():
    assert ahead({7: 10, 8: 30}, {7: {99}}) == [7, 8]


def test_what_was_said_sooner_is_not_put_ahead():
    assert ahead({7: 30, 8: 10}, {7: {8}}) == [7, 8]


IDS = st.integers(1, 9)


@given(
    st.dictionaries(IDS, st.integers(0, 5), max_size=9),
    st.dictionaries(IDS, st.frozensets(IDS, max_size=3), max_size=9),
)
def test_each_stays_there_once_and_the_first_moves_only_for_what_is_later(said, table):
    order = ahead(said, table)
    assert sorted(order) == sorted(said)
    if said and order[0] != (first := next(iter(said))):
        assert order[0] in table[first]
        assert said[order[0]] >= said[first]


def test_a_later_plan_of_one_thing_is_recalled_before_the_sooner(tmp_path):
    clock = Clock()
    device = make_device(tmp_path / "v", clock, step_up=None)
    sooner = remember(device, "My dog's name is Rex")
    clock.now += 90 * DAY
    later = remember(device, "My dog's name is Bruno")
    cards = device.recall.ask("What is my dog's name?", Purpose.RECALL, "en", 10).memories
    assert [card.id for card in cards] == [later, sooner]
    device.close()


def test_what_no_longer_holds_is_found_behind_what_does_and_never_volunteered(tmp_path):
    clock = Clock()
    device = make_device(tmp_path / "v", clock, step_up=None)
    old = remember(device, "読書会は毎週火曜の19時から")
    clock.now += 90 * DAY
    new = remember(device, "読書会は毎週木曜の20時からに変わった")

    def found(question, purpose):
        return [card.id for card in device.recall.ask(question, purpose, "ja", 10).memories]

    assert found("読書会は何曜日？", Purpose.RECALL) == [new, old]
    assert found("読書会は何曜日？", Purpose.REMIND) == [new]
    assert old in found("以前は読書会は何曜日だった？", Purpose.REMIND)
    device.close()
