"""Consolidation: what lasts, what goes with its episode, and that it happens once."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from compliance.log.events import EventKind
from device.compose import Device
from device.importers.export import Conversation, Export, SourceKind, Turn
from device.memory.consolidate import Consolidated
from device.memory.episodes import PAUSE_S
from policy.vocabulary import Purpose
from tests.people import START, make_device, remember, reopen

MANY = 1_000


def take_in(
    device: Device,
    *said: tuple[str, str],
    kind: SourceKind = SourceKind.LINE,
    title: str = "chat",
    ago: timedelta = timedelta(days=90),
    apart: timedelta = timedelta(minutes=1),
) -> None:
    first = datetime.fromtimestamp(START, UTC) - ago
    turns = tuple(
        Turn(
            text=text,
            speaker=speaker,
            is_owner=speaker in {"Ann", "user"},
            sent_at=first + at * apart,
            place=f"{title}:{ago}:{at}",
            reference=None,
        )
        for at, (speaker, text) in enumerate(said)
    )
    export = Export(kind, (Conversation(kind, title, turns),), {})
    device.intake.take_in(export, gate=False)


def episodic(device: Device) -> set[str]:
    """Gives the texts of what goes when its episode does."""
    usages = device.vault.usages()
    return {
        card.text
        for card in device.recall.all(Purpose.EXPORT, "en")
        if card.id in usages and usages[card.id].is_episodic
    }


def texts(said: tuple[tuple[str, str], ...]) -> set[str]:
    return {text for _, text in said}


LASTING = (
    ("Ann", "I'm allergic to eggs since I was seven"),
    ("Ann", "I love the dark chocolate from the shop on Mill Street"),
    ("Ben", "My sister Mina works at the harbour office"),
    ("Ann", "The dentist is on 14 March at 15:30"),
    ("Ann", "Actually no, we meet on Friday, not on Thursday"),
    ("Ann", "Remember: the kitchen timer for eggs is set to 7 minutes"),
    ("Ann", "来週の土曜に京都で友だちの結婚式がある"),
    ("Ann", "나는 회를 못 먹어서 초밥집은 싫어해"),
)
PASSING = (
    ("Ben", "haha ok"),
    ("Ann", "on the bus now"),
    ("Ben", "how was it?"),
    ("Ann", "お疲れさま〜"),
    ("Ann", "ㅋㅋㅋ 진짜"),
)


def test_facts_tastes_plans_people_and_settings_last_and_small_talk_passes(device):
    take_in(device, *LASTING, *PASSING)
    told = device.consolidate(MANY, is_over=True)
    assert episodic(device) == texts(PASSING)
    assert told == Consolidated(lasting=len(LASTING), episodic=len(PASSING))


def test_what_a_program_answered_stays_in_its_episode(device):
    said = (
        ("user", "I'm allergic to eggs since I was seven"),
        ("assistant", "Mayonnaise holds raw egg, and so do many cakes from the shop."),
    )
    take_in(device, *said, kind=SourceKind.CHATGPT)
    device.consolidate(MANY, is_over=True)
    assert episodic(device) == {said[1][1]}


def test_what_was_typed_to_be_remembered_lasts_whatever_it_is(device):
    for text in ("on the bus now", "where did I leave the blue umbrella?"):
        remember(device, text)
    assert device.consolidate(MANY, is_over=True) == Consolidated(lasting=2)


def test_what_replaced_something_lasts_however_lightly_it_was_said(device):
    take_in(device, ("Ann", "I work at the harbour office in Busan"))
    take_in(
        device, ("Ann", "I quit the harbour office, I work at a bakery now"), ago=timedelta(days=9)
    )
    device.consolidate(MANY, is_over=True)
    assert episodic(device) == set()


def test_a_repetition_makes_the_first_last_longer_and_stays_in_its_episode(device):
    fact = "My blood type is B negative"
    take_in(device, ("Ann", fact), ("Ben", "The gate code is 4417, use the left door"))
    take_in(device, ("Ann", "my blood type is B negative!"), title="other", ago=timedelta(days=40))
    told = device.consolidate(MANY, is_over=True)
    assert (told.lasting, told.repeated) == (2, 1)
    first, other, again = device.vault.open_ids()
    assert device.vault.usage(again).is_episodic
    assert not device.vault.usage(first).is_episodic
    said = int(device.vault.find_row(again)["at"][0])
    assert device.vault.usage(first).reviewed == said
    assert device.vault.usage(first).stability > device.vault.usage(other).stability == 0
    # Each keeps its own place, so neither comes back for the other's sake.
    device.rights.forget([first])
    assert [one.text for one in device.recall.all(Purpose.RECALL, "en")][-1].startswith("my blood")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Ann", "My blood type is B negative"), ("Ben", "My blood type is B negative")),
        (("Ann", "The gate code is 4417"), ("Ann", "The gate code is 4418")),
        (("Ann", "I eat fish on Fridays"), ("Ann", "I don't eat fish on Fridays")),
        (("Ann", "I ran 5 km along the river today"), ("Ann", "I ran 5 km along the river today")),
        (("Ann", "Dentist tomorrow at 15:30"), ("Ann", "Dentist tomorrow at 15:30")),
    ],
)
def test_what_only_sounds_the_same_is_no_repetition(device, first, second):
    take_in(device, first)
    take_in(device, second, title="other", ago=timedelta(days=40))
    assert device.consolidate(MANY, is_over=True).repeated == 0


def test_everything_is_gone_through_once(device):
    take_in(device, *LASTING, *PASSING)
    first = device.consolidate(MANY, is_over=True)
    size = device.vault.journal.size
    assert first.count == len(LASTING) + len(PASSING)
    assert device.consolidate(MANY, is_over=True) == Consolidated()
    assert device.vault.journal.size == size  # nothing was opened either


def test_what_may_go_on_waits_and_what_was_typed_does_not(device, clock):
    remember(device, "I'm allergic to eggs since I was seven")
    assert device.consolidate(1).count == 1
    take_in(device, ("Ben", "haha ok"), ago=timedelta(minutes=5))
    assert device.consolidate(1).count == 0
    clock.now += 2 * PAUSE_S
    assert device.consolidate(1).count == 1


def test_only_exceptions_write_a_row(device):
    take_in(device, *LASTING, *PASSING)
    device.consolidate(MANY, is_over=True)
    assert len(device.vault.usages()) == len(PASSING)


def test_it_goes_on_where_it_stopped_after_a_restart(tmp_path, clock):
    device = make_device(tmp_path / "vault", clock, step_up=None)
    take_in(device, *LASTING)
    device.consolidate(MANY, is_over=True)
    device.close()
    again = reopen(tmp_path / "vault", clock)
    take_in(again, *PASSING, title="later", ago=timedelta(days=2))
    assert again.consolidate(MANY, is_over=True) == Consolidated(episodic=len(PASSING))
    again.close()


def test_killed_after_opening_and_before_writing_it_does_the_slice_again(tmp_path, clock):
    """The vault is copied as a kill would leave it: the opening is logged, nothing else is."""
    device = make_device(tmp_path / "vault", clock, step_up=None)
    take_in(device, *LASTING, *PASSING)
    ids = device.vault.open_ids()
    device.guard.engine(ids, "consolidate")
    shutil.copytree(tmp_path / "vault", tmp_path / "killed")
    device.close()
    left = reopen(tmp_path / "killed", clock)
    assert left.settings.consolidated == 0
    assert left.consolidate(MANY, is_over=True).count == len(ids)
    left.close()


def test_a_pass_is_logged_with_counts_and_no_text(device):
    take_in(device, *LASTING[:2], *PASSING[:1])
    device.consolidate(MANY, is_over=True)
    *_, opened, done = (
        line.event for line in device.rights.log() if line.event.kind is EventKind.ENGINE
    )
    assert opened.details["reason"] == done.details["reason"] == "consolidate"
    assert len(opened.memories) == 3
    assert (done.details["count"], done.details["accepted"]) == (3, 2)


def test_what_its_owner_pinned_lasts_whatever_it_says(device):
    take_in(device, ("Ben", "haha ok"), ago=timedelta(days=200))
    (item_id,) = device.vault.open_ids()
    device.fading.keep([item_id])
    device.consolidate(MANY, is_over=True)
    assert not device.vault.usage(item_id).is_episodic


def test_what_lies_in_a_closed_class_is_left_alone(tmp_path, clock):
    device = make_device(tmp_path / "money", clock)
    take_in(device, ("Ann", "My account number is 1234567 and I owe 300 dollars"))
    assert device.consolidate(MANY, is_over=True).count == 0
    assert device.vault.usages() == {}
    device.close()
