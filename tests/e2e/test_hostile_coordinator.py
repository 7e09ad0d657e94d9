"""A coordinator that means harm: what it can make a worker do, hold, read or say."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from flwr.app import ConfigRecord
from flwr.supercore.constant import HEAD_BODY_DIVIDER
from flwr.supercore.inflatable.inflatable_utils import ObjectPullError, ObjectPushError

from device.federation.pipe import Delivered, EndReason, Undelivered
from device.federation.protocol import EVALUATE, PLAN_RECORD, STATISTICS, TRAIN, SentKind
from device.federation.sent import Consent
from tests.device.round_builders import content, gate, plan_for
from tests.device.test_flower_adapter import World, round_content, statistics

ROOT = Path(__file__).parents[2]


def with_body(part: bytes, **fields: object) -> bytes:
    """Gives an array's own part with other fields in its body."""
    head, _, body = part.partition(HEAD_BODY_DIVIDER)
    changed = json.dumps({**json.loads(body), **fields}).encode()
    kind, children, _ = head.split(b" ")
    return b" ".join([kind, children, str(len(changed)).encode()]) + HEAD_BODY_DIVIDER + changed


def with_array(world: World, **fields: object) -> None:
    """Changes the largest tensor of the message that waits, under its old name."""
    _, tree = world.link.waiting[-1]
    found = [
        name
        for name, part in world.link.contents.items()
        if part.startswith(b"Array ") and b"[32, 88]" in part
    ]
    assert tree.object_id in world.link.contents
    for name in found:
        world.link.contents[name] = with_body(world.link.contents[name], **fields)


@pytest.mark.parametrize("named", [[0] * 50_000, [0, 0], [], [0, -1]])
def test_array_that_names_a_part_again_and_again_is_not_put_together(named):
    """50,000 times 11 kB are half a gigabyte, out of a message of 150 kB."""
    world = World()
    world.link.ask(TRAIN, round_content())
    with_array(world, arraychunk_ids=named)
    world.link.ask(STATISTICS, statistics(), run_id=8)
    assert world.run().reason is EndReason.STOPPED
    assert world.link.reply(0).error.reason == "TooLarge"
    assert [sent.kind for sent in world.owner.sent] == [SentKind.ERROR, SentKind.STATISTICS]


@pytest.mark.parametrize(
    "fields",
    [
        {"shape": [10**18, 10**18]},
        {"shape": []},
        {"shape": "32"},
        {"dtype": "object"},
        {"dtype": "\x1b[2J"},
        {"stype": "pickle"},
        {"arraychunk_ids": None},
        {"arraychunk_ids": {"0": 0}},
    ],
)
def test_array_that_lies_about_itself_is_answered_by_a_types_name(fields):
    world = World()
    world.link.ask(TRAIN, round_content())
    with_array(world, **fields)
    assert world.run().reason is EndReason.STOPPED
    (sent,) = world.owner.sent
    assert sent.kind is SentKind.ERROR
    assert world.link.reply().error.reason == sent.error
    assert not world.link.reply().has_content()


@pytest.mark.parametrize(
    "fields",
    [
        {"epochs": True},
        {"round": "1"},
        {"round": 1.0},
        {"round": [1]},
        {"seed": 2**31},
        {"clip_norm": True},
        {"clip_norm": float("inf")},
        {"clip_norm": float("nan")},
        {"clip_norm": 10.000001},
        {"learning_rate": 0.0},
        {"learning_rate": -0.0},
        {"epochs": 51},
        {"batch_rows": 0},
        {"model": "A" * 64},
        {"model": b"a" * 64},
        {"v": 2},
        {"note": "\x1b]0;x\x07"},
    ],
)
@pytest.mark.parametrize("kind", [TRAIN, EVALUATE])
def test_plan_of_another_type_or_beyond_its_bounds_makes_nothing_happen(kind, fields):
    trained = []
    world = World(train=lambda model, *_: trained.append(model) or dict(model))
    model = gate()
    world.link.ask(kind, content(model, plan_for(model), **fields))
    world.run()
    assert world.link.reply().error.reason == "BadRequest"
    assert trained == []


@pytest.mark.parametrize(
    "fields",
    [
        {"period_days": 27},
        {"period_days": 1},
        {"period_days": True},
        {"period_days": "28"},
        {"view": "everyone"},
        {"view": ["regulator"]},
        {"view": True},
        {"v": 2},
        {"memory": 1},
    ],
)
def test_statistics_of_another_period_or_view_are_not_answered(fields):
    """Two periods that differ by a day would tell what happened on that day."""
    world = World()
    plan = {"v": 1, "view": "regulator", "period_days": 28, **fields}
    world.link.ask(STATISTICS, {PLAN_RECORD: ConfigRecord(plan)})
    world.run()
    assert world.link.reply().error.reason == "BadRequest"


def test_question_that_is_asked_a_hundred_times_is_told_a_hundred_times_with_one_answer():
    world = World()
    for _ in range(100):
        world.link.ask(TRAIN, round_content())
    for _ in range(100):
        world.link.ask(STATISTICS, statistics())
    world.run()
    assert len(world.owner.sent) == len(world.link.replies) == 200
    assert len({sent.digest for sent in world.owner.sent}) == 2  # nothing more is learned by it
    assert world.owner.events == [Delivered(digest=sent.digest) for sent in world.owner.sent]


def test_consent_to_one_thing_is_never_asked_around():
    world = World(consent=Consent(statistics=True))
    for kind in (TRAIN, EVALUATE):
        world.link.ask(kind, round_content())
    world.link.ask(TRAIN, statistics())
    world.link.ask(STATISTICS, round_content())
    world.run()
    assert [sent.error for sent in world.owner.sent] == ["NoConsent"] * 3 + ["BadRequest"]


@pytest.mark.parametrize("scale", [1e-30, 1e10, 3e38])
def test_model_that_is_made_to_break_training_leaves_by_numbers_in_bounds_or_not_at_all(scale):
    model = {name: (tensor * 0 + scale).astype("<f4") for name, tensor in gate().items()}
    world = World(train=lambda received, *_: {name: one * 3 for name, one in received.items()})
    world.link.ask(TRAIN, content(model, plan_for(model)))
    world.run()
    (sent,) = world.owner.sent
    assert sent.kind in {SentKind.UPDATE, SentKind.ERROR}
    assert sent.norm <= 1.0001
    assert world.link.reply().has_error() is (sent.kind is SentKind.ERROR)


def test_superlink_that_forgot_what_it_asked_leaves_the_worker_for_the_next():
    world = World(break_at={"push": ObjectPushError("object", 7, "session")})
    world.link.ask(TRAIN, round_content())
    world.link.ask(TRAIN, round_content(), run_id=8)
    assert world.run().reason is EndReason.STOPPED
    kinds = [type(event) for event in world.owner.events]
    assert kinds == [Undelivered, Delivered]


def test_message_whose_parts_are_gone_is_answered_by_a_types_name():
    world = World(break_at={"pull": ObjectPullError("object", "it is gone")})
    world.link.ask(TRAIN, round_content())
    world.run()
    assert [sent.error for sent in world.owner.sent] == ["ObjectPullError"]


FENCED = """
import json, os, resource, sys
from pathlib import Path
from device.federation.fence import put_up

home, outside = Path(sys.argv[1]), Path(sys.argv[2])
(home / "own").write_text("x")
put_up("127.0.0.1", int(sys.argv[3]), home)
TRIES = {
    "rename out": lambda: os.rename(home / "own", outside / "own"),
    "replace out": lambda: os.replace(home / "own", outside / "own"),
    "rename in": lambda: os.rename(outside / "vault", home / "vault"),
    "link out": lambda: os.link(home / "own", outside / "own"),
    "link in": lambda: os.link(outside / "vault", home / "vault"),
    "symlink out": lambda: os.symlink(home / "own", outside / "own"),
    "go there and list": lambda: (os.chdir(outside), os.listdir()),
    "go there and read": lambda: (os.chdir(outside), open("vault").read()),
    "mark": lambda: os.setxattr(outside / "vault", "user.x", b"1"),
    "much memory": lambda: bytearray(1 << 30),
    "some memory": lambda: bytearray(64 << 20) and None,
    "rename at home": lambda: os.rename(home / "own", home / "other"),
}
def tried(attempt):
    try:
        attempt()
    except MemoryError:
        return "memory"
    except PermissionError as error:
        return "fence" if "the worker does not" in str(error) else "system"
    return "done"
print(json.dumps({name: tried(attempt) for name, attempt in TRIES.items()}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux")
def test_fence_holds_in_both_directions_and_bounds_memory(tmp_path):
    home, outside = tmp_path / "home", tmp_path / "person"
    for folder in (home, outside):
        folder.mkdir()
    (outside / "vault").write_text("sealed", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        words = [sys.executable, "-c", FENCED, home, outside, server.getsockname()[1]]
        done = subprocess.run(
            [str(word) for word in words], cwd=ROOT, capture_output=True, check=True, text=True
        )
    results = json.loads(done.stdout)
    assert results.pop("some memory") == results.pop("rename at home") == "done"
    assert results.pop("much memory") == "memory"
    assert set(results.values()) == {"fence"}, results
    assert [file.name for file in outside.iterdir()] == ["vault"]
    assert (outside / "vault").read_text(encoding="utf-8") == "sealed"
