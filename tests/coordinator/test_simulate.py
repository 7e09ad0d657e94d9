"""The in-process driver and its devices: plausible, repeatable, and run by the real client."""

import numpy as np
import pytest
from flwr.app import RecordDict

from compliance.contents import StatisticsTable
from coordinator.rounds import run_rounds
from coordinator.settings import RoundSettings, StatisticsSettings
from coordinator.simulate import InProcessGrid, simulated_clients, simulated_devices
from coordinator.statistics import run_statistics
from device.federation.protocol import StatisticsView, unexpected_cells
from device.learning.rewards import value
from device.learning.train_gate import train
from tests.coordinator.hostile import NOW, new_state


def test_same_seed_gives_the_same_devices_and_another_gives_others():
    first, again, other = (simulated_devices(5, seed) for seed in (1, 1, 2))
    assert [one.rows.features.tobytes() for one in first] == [
        one.rows.features.tobytes() for one in again
    ]
    assert [one.cells for one in first] == [one.cells for one in again]
    assert first[0].rows.features.tobytes() != other[0].rows.features.tobytes()


def test_fewer_devices_are_the_first_of_more():
    few, many = simulated_devices(3, 1), simulated_devices(30, 1)
    assert [one.rows.features.tobytes() for one in few] == [
        one.rows.features.tobytes() for one in many[:3]
    ]


def test_devices_are_plausible():
    devices = simulated_devices(300, 4)
    assert len({one.node for one in devices}) == 300
    assert {one.language for one in devices} == {"ja", "ko", "en"}
    for one in devices:
        features, values = one.rows.features, one.rows.values
        assert 60 <= len(values) <= 160
        assert np.isfinite(features).all()
        assert np.abs(features).max() <= 1
        assert (values == np.float32(value(0, 0))).mean() > 0.6  # most were never shown
        for view, found in one.cells.items():
            assert unexpected_cells(view, found) is None
        assert one.cells[StatisticsView.DEVELOPER][f"language_{one.language}"] in {0, 1}
    of_korea = [one.cells[StatisticsView.DEVELOPER] for one in devices if one.language == "ko"]
    assert sum(one["imported_kakaotalk"] for one in of_korea) > 2 * sum(
        one["imported_line"] for one in of_korea
    )


def test_three_rounds_raise_the_reward_on_memories_that_were_held_out(tmp_path):
    grid = InProcessGrid(simulated_clients(simulated_devices(12, 1), train))
    with new_state(tmp_path / "state", simulated=True) as state:
        run_rounds(grid, state, RoundSettings(timeout_s=1.0), lambda: NOW)
        rewards = [line.reward for line in state.now.lines]
        final = state.now.final_reward
    assert all(line.accepted == 12 for line in state.now.lines)
    assert final > rewards[0] + 0.05
    assert [*rewards, final] == sorted([*rewards, final])


def test_messages_are_answered_by_the_device_they_are_for():
    grid = InProcessGrid({7: lambda message, context: (message, context.node_id)})
    message = grid.create_message(_nothing(), "train", 7, "1")
    (sent,) = grid.push_messages([message])
    ((seen, node),) = grid.pull_messages([sent])
    assert seen is message
    assert node == 7
    assert message.metadata.message_id == sent
    assert list(grid.pull_messages([sent])) == []  # each once
    assert list(grid.get_node_ids()) == [7]


def _nothing() -> RecordDict:

    return RecordDict()


def test_fault_of_a_devices_app_is_not_hidden():
    def broken(message, context):
        raise ZeroDivisionError

    grid = InProcessGrid({7: broken})
    with pytest.raises(ZeroDivisionError):
        grid.send_and_receive([grid.create_message(_nothing(), "train", 7, "1")])


@pytest.mark.parametrize(
    "count", [pytest.param(200, id="200"), pytest.param(1_000, id="1000", marks=pytest.mark.prove)]
)
def test_many_devices_train_and_answer(tmp_path, count):
    grid = InProcessGrid(simulated_clients(simulated_devices(count, 2), train))
    with new_state(tmp_path / "state", simulated=True) as state:
        run_rounds(grid, state, RoundSettings(), lambda: NOW)
        tables = [
            run_statistics(grid, state, view, StatisticsSettings(), lambda: NOW)
            for view in StatisticsView
        ]
        assert [line.accepted for line in state.now.lines] == [count] * 3
        assert state.now.final_reward > state.now.lines[0].reward + 0.12
    for table in tables:
        assert isinstance(table, StatisticsTable)
        assert table.simulated
        shown = [found for found in table.counts.values() if found is not None]
        assert len(shown) >= 3
    assert any(None in table.counts.values() for table in tables)  # rare things stay hidden
