"""Fading on a vault: what recall passes over, what still reaches it, and how it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compliance.log.events import EventKind
from device.compose import Device
from device.memory.records import Card
from device.vault.upkeep import Usage
from policy.vocabulary import Purpose
from tests.builders import wished
from tests.fakes import Witness
from tests.people import PASSPHRASE, STEP_UP, Clock, make_device, remember, reopen

DAY = 86_400
BUS = "The bus was late again"
FILM = "Maybe we could see a film"
KEY = "Remember this: the spare key is under the fern"
LOCKER = "My locker at the gym is number 114"
SAID = (BUS, FILM, KEY, LOCKER)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def device(tmp_path: Path, clock: Clock) -> Iterator[Device]:
    """A device with four memories that are old enough to fade; the key is worth most."""
    device = make_device(tmp_path / "vault", clock, step_up=None)
    for text in SAID:
        remember(device, text)
    clock.now += 20 * DAY
    yield device
    device.abandon()


def found(device: Device, question: str) -> list[str]:
    answer = device.recall.ask(question, Purpose.RECALL, "en", 10)
    return [card.text for card in answer.memories]


def faded(device: Device) -> list[int]:
    return device.fading.ids().tolist()


def put_under(device: Device, item_id: int, **wish: object) -> None:
    row = device.vault.find_row(item_id)
    assert row is not None
    record = device.vault.record(int(row["rule"][0]))
    device.guard.rebind(item_id, wished(record, **wish))


def test_without_a_budget_nothing_fades(device, clock):
    clock.now += 4_000 * DAY
    assert device.fading.run() == device.fading.last
    assert device.fading.last.faded == 0
    assert faded(device) == []
    assert device.fading.considered == 4


def test_over_the_budget_recall_passes_over_what_is_worth_least(device):
    expected = device.fading.would_fade(2)
    assert device.change_budget(2).faded == 2
    assert faded(device) == sorted(expected)
    texts = {SAID[one - 1] for one in expected}
    assert KEY not in texts
    for text in SAID:
        assert (text in found(device, text)) == (text not in texts)
    assert device.fading.considered == 2


def test_what_has_faded_is_in_no_block_and_no_list_of_days(device, clock):
    device.change_budget(4)
    party = remember(device, "My birthday party was on 3 May 2020")
    clock.now += 20 * DAY
    device.fading.budget = 1
    device.fading.run()
    assert party in faded(device)
    answer = device.recall.ask("party", Purpose.REMIND, "en", 200)
    assert party not in [card.id for card in answer.memories]
    assert device.recall.upcoming(400, "en") == []


def test_what_has_faded_is_shown_by_number_exported_and_forgotten_like_the_rest(device):
    device.change_budget(1)
    first, *_ = faded(device)
    shown = device.recall.show(first, Purpose.RECALL, "en")
    assert isinstance(shown, Card)
    assert first in [card.id for card in device.recall.all(Purpose.EXPORT, "en")]
    device.rights.forget([first])
    assert first not in faded(device)
    assert not device.vault.exists(first)


def test_what_has_faded_is_still_erased_when_its_retention_ends(device, clock):
    for item_id in (1, 2, 4):
        put_under(device, item_id, retain_days=30)
    device.change_budget(1)
    (one, *_) = device.fading.listed()
    assert one.until == Clock().now + 30 * DAY
    clock.now += 10 * DAY
    assert device.retention.run() == 3
    assert not {1, 2, 4} & set(faded(device))
    assert device.fading.listed() == []


def test_what_is_kept_comes_back_and_never_fades_again(device, clock):
    device.change_budget(1)
    first, second, *_ = faded(device)
    assert device.fading.keep([first]) == 1
    assert first not in faded(device)
    assert SAID[first - 1] in found(device, SAID[first - 1])
    clock.now += 2 * DAY
    device.fading.run()
    assert first not in faded(device)
    device.fading.unpin([first])
    device.fading.keep([second])
    clock.now += 2 * DAY
    device.fading.run()
    assert first in faded(device)
    assert second not in faded(device)


def test_a_larger_budget_brings_back_what_is_worth_most_and_none_brings_back_all(device):
    device.change_budget(1)
    order = device.fading.would_fade(1)
    assert order == []  # nothing more
    went = faded(device)
    assert device.change_budget(3).back == 2
    assert len(faded(device)) == 1
    assert set(faded(device)) < set(went)
    assert device.change_budget(None).back == 1
    assert faded(device) == []
    assert all(not usage.faded for usage in device.vault.usages().values())


def test_it_is_remembered_and_goes_on_at_the_next_unlock(tmp_path, device, clock):
    device.change_budget(2)
    before = faded(device)
    remember(device, "We had noodles")
    clock.now += 8 * DAY
    device.close()
    again = reopen(tmp_path / "vault", clock)
    assert again.fading.last.faded == 1
    assert set(before) < set(faded(again))
    again.close()


def test_what_was_stored_this_week_does_not_fade(device):
    new = [remember(device, f"We had noodles, the number {number}") for number in range(3)]
    device.change_budget(1)
    assert not set(new) & set(faded(device))
    assert device.fading.considered == 4  # three new, and the best of the rest


def test_a_day_to_come_does_not_fade_before_it_is_over(device, clock):
    day = remember(device, "The barbecue is on 24 December 2026")
    clock.now += 8 * DAY
    assert device.recall.upcoming(400, "en")
    device.change_budget(1)
    assert day not in faded(device)
    assert len(faded(device)) == 4  # the others go in its place
    clock.now += 200 * DAY
    device.fading.keep([1])
    assert day in device.fading.would_fade(1)


def test_what_is_about_health_or_held_never_fades(device, clock):
    allergy = remember(device, "I am allergic to peanuts")
    clock.now += 20 * DAY
    put_under(device, 1, hold=True)
    device.change_budget(1)
    assert {allergy, 1}.isdisjoint(faded(device))
    assert set(faded(device)) == {2, 3, 4}


def test_what_replaced_something_fades_no_sooner_than_that(device, clock):
    old = remember(device, "Remember this: my phone number is 555 0101")
    clock.now += 30 * DAY
    new = remember(device, "My phone number changed to 555 0199")
    clock.now += 30 * DAY
    ((_, memory),) = device.guard.engine([new], "test")
    assert memory.replaces == (old,)
    for budget in range(5, 0, -1):
        device.change_budget(budget)
        assert not (new in faded(device) and old not in faded(device)), budget


def test_behind_a_step_up_nothing_fades_open_or_closed(tmp_path, clock):
    device = make_device(tmp_path / "guarded", clock)
    for text in SAID:
        remember(device, text)
    money = remember(device, "Transfer 300 pounds to account 12345678")
    clock.now += 20 * DAY
    device.guard.step_up(STEP_UP)
    opened = device.fading.would_fade(2)
    device.guard.end_step_up()
    assert device.fading.would_fade(2) == opened
    assert money not in opened
    device.close()


def test_every_act_is_logged_with_its_reason_and_no_text(device):
    device.change_budget(2)
    first, *_ = faded(device)
    device.fading.keep([first])
    device.fading.unpin([first])
    device.change_budget(None)
    expected = ["budget", "faded", "pinned", "unpinned", "brought-back", "budget"]
    reasons = [line.event.details.get("reason") for line in device.rights.log()]
    assert [one for one in reasons if one in expected] == expected
    event = [line.event for line in device.rights.log()][reasons.index("faded")]
    assert event.kind is EventKind.MAINTAINED
    assert (event.details["count"], len(event.memories)) == (2, 2)
    of_it = [line.event.details.get("reason") for line in device.rights.log(first)]
    assert [one for one in of_it if one in expected][:3] == ["faded", "pinned", "unpinned"]


def test_nothing_is_opened_that_does_not_fade(device):
    before = device.vault.journal.size
    device.change_budget(2)
    events = [line.event for line in device.rights.log() if line.seq >= before]
    assert sum(int(one.details["count"]) for one in events if one.kind is EventKind.INDEXED) == 2


def test_being_asked_for_changes_the_curve_and_being_leafed_through_does_not(device, clock):
    found(device, "spare key")
    asked = device.vault.usage(3)
    assert asked.reviewed == clock.now
    assert asked.stability > 0
    clock.now += 2 * DAY
    device.recall.ask("spare key", Purpose.REMIND, "en", 200)
    device.recall.all(Purpose.EXPORT, "en")
    device.recall.page(Purpose.RECALL, "en", offset=0, limit=50)  # the app's list of all
    later = device.vault.usage(3)
    assert later.reads == asked.reads + 3
    assert (later.stability, later.reviewed) == (asked.stability, asked.reviewed)


def test_what_fades_least_is_what_is_asked_for(device, clock):
    for _ in range(5):
        clock.now += 6 * DAY
        assert BUS in found(device, "bus late")
        device.rights.rate(1, "used")
    assert device.fading.would_fade(3) != [1]
    assert device.vault.usage(1).stability > 30


def test_what_is_said_again_comes_back(device, clock):
    device.change_budget(1)
    assert 1 in faded(device)
    assert device.intake.remember(BUS).id == 1
    assert 1 not in faded(device)
    assert BUS in found(device, "the bus")


def test_what_is_stored_after_others_have_faded_is_found(device, clock):
    device.change_budget(1)
    found(device, "noodles")  # the masks are made
    remember(device, "A parcel came from Leeds")  # a row more than they cover
    assert "A parcel came from Leeds" in found(device, "the parcel")
    assert BUS not in found(device, "the bus")


def test_a_clock_of_no_calendar_lets_nothing_fade(device, clock):
    clock.now = 10**15
    device.change_budget(1)
    assert faded(device) == []


def test_killed_at_any_moment_the_vault_opens_and_goes_on(tmp_path, device, clock):
    scenes = Witness(device.vault, None, tmp_path).watch(lambda: device.change_budget(1))
    expected = faded(device)
    device.close()
    assert len(scenes) > 3
    for scene in scenes:
        again = reopen(scene.folder, clock)
        assert faded(again) in ([], expected), scene.seam
        if again.settings.budget == 1:
            assert faded(again) == expected
        again.close()


def test_usage_in_ram_and_on_disk_tells_no_word(device):
    device.change_budget(2)
    assert "fern" not in repr(device.fading.listed())
    assert PASSPHRASE not in repr(device.vault.usages())
    assert all(isinstance(one, Usage) for one in device.vault.usages().values())
