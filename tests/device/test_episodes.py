"""Episodes: where a conversation is cut, what a summary knows, and what it forgets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from device.compose import Device
from device.memory.episodes import PAUSE_S, Episodes
from device.vault.items import NewItem
from device.vault.rows import DIMENSIONS
from policy.bundles import default_record
from policy.vocabulary import Label, Market
from tests.people import START, STEP_UP, Clock, make_device

TOPICS = np.eye(4, DIMENSIONS, dtype=np.float32)


@pytest.fixture
def device(tmp_path: Path):
    device = make_device(tmp_path / "vault", Clock(), step_up=None)
    yield device
    device.close()


def say(
    device: Device, topic: int, at: int, *, talk: str = "chat", labels: tuple[Label, ...] = ()
) -> int:
    """Stores a turn whose vector is nearly the topic's. Gives its number."""
    vector = TOPICS[topic] + np.float32(0.01) * np.roll(TOPICS[topic], 7 + at % 5)
    item = NewItem(
        payload=b"{}",
        record=default_record(labels, Market.OTHER),
        vector=vector / np.linalg.norm(vector),
        at=START + at,
        created=START + at,
        encoder=0,
        languages=1,
        domains=1,
        strength=0.5,
        conversation=talk,
    )
    return device.guard.store([item], "test")[0]


def episodes(device: Device) -> Episodes:
    return Episodes(device.vault, device.guard)


def numbers(ids: list[int]) -> np.ndarray:
    return np.array(ids, np.uint32)


def test_hours_of_silence_end_an_episode(device):
    before = [say(device, 0, at) for at in (0, 60, 120)]
    after = [say(device, 0, PAUSE_S + at) for at in (121, 180)]
    found = episodes(device)
    assert found.turns(before[1]) == tuple(before)
    assert found.turns(after[0]) == tuple(after)


def test_another_topic_begins_another_episode_within_the_same_sitting(device):
    bread = [say(device, 0, at) for at in range(5)]
    trains = [say(device, 1, at) for at in range(5, 10)]
    found = episodes(device)
    assert found.turns(bread[0]) == tuple(bread)
    assert found.turns(trains[-1]) == tuple(trains)


def test_a_single_remark_does_not_cut_a_conversation(device):
    ids = [say(device, topic, at) for at, topic in enumerate((0, 0, 0, 0, 1, 0, 0, 0, 0))]
    assert episodes(device).turns(ids[0]) == tuple(ids)


def test_conversations_at_the_same_time_are_apart(device):
    ids = [say(device, 0, at, talk=("one", "two")[at % 2]) for at in range(6)]
    assert episodes(device).turns(ids[0]) == tuple(ids[::2])


def test_turns_that_came_out_of_order_stand_in_the_order_of_time(device):
    later, sooner = say(device, 0, 60), say(device, 0, 0)
    assert episodes(device).turns(later) == (sooner, later)


def test_a_summary_is_the_mean_of_its_turns(device):
    ids = [say(device, topic, topic) for topic in (0, 1)]
    found = episodes(device)
    assert found.likeness(TOPICS[0], numbers(ids)) == pytest.approx([0.707, 0.707], abs=0.02)
    assert found.likeness(TOPICS[3], numbers(ids)) == pytest.approx([0, 0], abs=0.02)
    assert found.of(numbers([*ids, 999])).tolist() == [0, 0, -1]
    assert found.likeness(TOPICS[0], numbers([999])).tolist() == [0]


def test_a_summary_forgets_what_is_forgotten(device):
    ids = [say(device, topic, topic) for topic in (0, 1)]
    found = episodes(device)
    assert found.likeness(TOPICS[1], numbers(ids[:1]))[0] > 0.6
    device.rights.forget(ids[1:])
    assert found.likeness(TOPICS[1], numbers(ids[:1]))[0] == pytest.approx(0, abs=0.02)
    assert found.turns(ids[0]) == (ids[0],)


def test_episodes_that_followed_every_change_are_those_of_a_new_start(device):
    rng = np.random.default_rng(7)
    followed, ids, at = episodes(device), [], 0
    for _ in range(60):
        at += int(rng.choice([30, 600, 2 * PAUSE_S], p=[0.5, 0.4, 0.1]))
        ids.append(say(device, int(rng.integers(4)), at, talk=f"chat {rng.integers(3)}"))
        if rng.random() < 0.2:
            device.rights.forget([ids.pop(int(rng.integers(len(ids))))])
        if rng.random() < 0.5:
            followed.turns(ids[0])
    fresh = episodes(device)
    assert [followed.turns(one) for one in ids] == [fresh.turns(one) for one in ids]
    for topic in TOPICS:
        now, then = (one.likeness(topic, numbers(ids)) for one in (fresh, followed))
        assert np.array_equal(now, then)


def test_a_class_that_closes_takes_its_episodes_along_and_was_in_no_other(tmp_path):
    device = make_device(tmp_path / "money", Clock())
    device.guard.step_up(STEP_UP)
    here = say(device, 0, 0)
    money = say(device, 1, 1, labels=(Label.FINANCE,))
    found = episodes(device)
    assert (found.turns(here), found.turns(money)) == ((here,), (money,))
    assert found.likeness(TOPICS[1], numbers([here]))[0] == pytest.approx(0, abs=0.02)
    device.guard.end_step_up()
    assert found.turns(money) == ()
    assert found.of(numbers([money])).tolist() == [-1]
    assert found.turns(here) == (here,)
    device.close()


def test_a_vector_of_another_encoder_is_in_no_summary(device):
    ids = [say(device, topic, topic) for topic in (0, 1)]
    assert (
        Episodes(device.vault, device.guard, lambda: 3).likeness(TOPICS[0], numbers(ids)).sum() == 0
    )


# -- what has ended


def test_an_episode_that_may_go_on_has_not_ended(device):
    old = [say(device, 0, at) for at in (0, 1)]
    new = [say(device, 0, 2 * PAUSE_S + at) for at in (0, 1)]
    found, now = episodes(device), START + 2 * PAUSE_S + 10
    assert found.ended(0, now, 10) == old
    assert found.ended(0, now, 10, is_over=True) == [*old, *new]
    assert found.ended(0, now + PAUSE_S, 10) == [*old, *new]


def test_a_number_tells_how_far_somebody_came(device):
    ids = [say(device, 0, at) for at in range(5)]
    found, later = episodes(device), START + 2 * PAUSE_S
    assert found.ended(0, later, 3) == ids[:3]
    assert found.ended(ids[2], later, 3) == ids[3:]
    assert found.ended(ids[-1], later, 3) == []


def test_what_was_typed_stands_by_itself(device):
    typed = say(device, 0, 0, talk="")
    assert episodes(device).ended(0, START + 1, 10) == [typed]
