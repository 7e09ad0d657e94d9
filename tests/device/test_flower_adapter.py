"""The one file that knows Flower's internals, against a SuperLink in memory, honest and hostile."""

import ast
import threading
from pathlib import Path

import httpx
import pytest
from flwr.app import ConfigRecord, RecordDict
from flwr.proto.message_pb2 import ObjectTree
from flwr.supercore.inflatable.inflatable_object import get_all_nested_objects, get_object_tree
from flwr.supercore.inflatable.inflatable_utils import inflate_object_from_contents
from flwr.supercore.run import Run, RunNotRunningException

import device.federation.flower_adapter as adapter
from device.federation.client import make_client
from device.federation.flower_adapter import attend
from device.federation.pipe import Delivered, EndReason, Refused, Undelivered
from device.federation.protocol import (
    CELLS,
    EVALUATE,
    MEASURES_RECORD,
    PLAN_RECORD,
    STATISTICS,
    TRAIN,
    UPDATE_RECORD,
    SentKind,
    StatisticsView,
)
from device.federation.sent import Consent, Withheld
from tests.device.round_builders import content, gate, message, plan_for, synthetic_rows

OURS, FOREIGN = "a" * 64, "b" * 64
BITS = {view: dict.fromkeys(CELLS[view], 0) for view in StatisticsView}
UNREACHABLE = httpx.ConnectError("no route")


class Superlink:
    """Flower's SuperLink as a device meets it: it hands out messages and takes replies in parts.

    `break_at` names a call that raises what it maps to, once.
    """

    node_id = 2

    def __init__(self, stop, break_at=None):
        self.waiting, self.contents, self.apps = [], {}, {}
        self.replies, self.parts, self.asked = [], {}, []
        self.stop, self.break_at = stop, dict(break_at or {})
        self.runtimes = []

    def ask(self, kind, records, *, app=OURS, run_id=7):
        asked = message(kind, records, run_id=run_id)
        asked.metadata.__dict__["_message_id"] = asked.object_id
        tree = get_object_tree(asked)
        self.contents |= {
            name: part.deflate() for name, part in get_all_nested_objects(asked).items()
        }
        shell = message(kind, RecordDict(), run_id=run_id)
        shell.metadata.__dict__["_message_id"] = tree.object_id
        self.waiting.append((shell, tree))
        self.apps[run_id] = app

    def _note(self, call):
        self.asked.append(call)
        if call in self.break_at:
            raise self.break_at.pop(call)

    def receive(self):
        self._note("receive")
        if not self.waiting:
            self.stop.set()
            return None
        return self.waiting.pop(0)

    def get_run(self, run_id):
        self._note("get_run")
        run = Run.create_empty(run_id)
        run.fab_hash = self.apps[run_id]
        return run

    def get_fab(self, *_):
        raise AssertionError("a device never fetches an app")

    def pull(self, run_id, object_id):
        self._note("pull")
        return self.contents[object_id]

    def confirm(self, run_id, object_id):
        self._note("confirm")

    def send(self, reply, tree, runtime):
        self._note("send")
        self.runtimes.append(runtime)
        self.replies.append((reply, tree))
        return {node.object_id for node in walk(tree)}, "session"

    def push(self, run_id, session_id, object_id, part):
        self._note("push")
        assert session_id == "session"
        self.parts[object_id] = part

    def reply(self, at=0):
        """Gives a reply as the coordinator puts it together of what was pushed."""
        _, tree = self.replies[at]
        return inflate_object_from_contents(tree.object_id, self.parts, keep_object_contents=True)


def walk(tree):
    yield tree
    for child in tree.children:
        yield from walk(child)


class Owner:
    def __init__(self, lets_go=True):
        self.events, self.sent, self.lets_go = [], [], lets_go

    def tell(self, event):
        self.events.append(event)

    def before_send(self, sent):
        self.sent.append(sent)
        if not self.lets_go:
            raise Withheld

    def after_send(self, *, is_delivered):
        event = Delivered if is_delivered else Undelivered
        self.events.append(event(digest=self.sent[-1].digest))


class World:
    """A device, its owner and a SuperLink that stops the device when it has nothing more to ask."""

    def __init__(self, *, lets_go=True, train=None, consent=None, break_at=None):
        self.stop = threading.Event()
        self.owner = Owner(lets_go)
        self.link = Superlink(self.stop, break_at)
        self.client = make_client(
            synthetic_rows(1),
            BITS,
            consent or Consent(training=True, statistics=True),
            self.owner.before_send,
            train=train or (lambda model, *_: dict(model)),
        )

    def run(self):
        return attend(self.link, self.client, frozenset({OURS}), self.owner, self.stop)


def round_content():
    model = gate()
    return content(model, plan_for(model))


def statistics():
    return {PLAN_RECORD: ConfigRecord({"v": 1, "view": "regulator", "period_days": 28})}


def test_questions_of_an_allowed_app_are_answered_and_told():
    world = World()
    for kind in (TRAIN, EVALUATE):
        world.link.ask(kind, round_content())
    world.link.ask(STATISTICS, statistics())
    assert world.run().reason is EndReason.STOPPED
    assert set(world.link.reply(0).content) == {UPDATE_RECORD, MEASURES_RECORD}
    assert set(world.link.reply(1).content) == {MEASURES_RECORD}
    assert [sent.kind for sent in world.owner.sent] == [
        SentKind.UPDATE, SentKind.EVALUATION, SentKind.STATISTICS,
    ]  # fmt: skip
    assert world.owner.events == [Delivered(digest=sent.digest) for sent in world.owner.sent]


def test_reply_goes_back_to_who_asked():
    world = World()
    world.link.ask(TRAIN, round_content(), run_id=41)
    world.run()
    metadata = world.link.reply().metadata
    asked = world.link.waiting
    assert not asked
    assert (metadata.run_id, metadata.src_node_id, metadata.dst_node_id) == (41, 2, 1)
    assert metadata.reply_to_message_id in world.link.contents


def test_how_long_an_answer_took_is_not_told():
    world = World()
    world.link.ask(TRAIN, round_content())
    world.run()
    assert world.link.runtimes == [0.0]


def test_foreign_app_gets_an_error_and_nothing_of_its_message_is_pulled():
    trained = []
    world = World(train=lambda model, *_: trained.append(model) or dict(model))
    world.link.ask(TRAIN, round_content(), app=FOREIGN)
    world.link.ask(TRAIN, round_content(), run_id=8)
    world.run()
    first = world.link.reply(0)
    assert not first.has_content()
    assert first.error.reason == "ForeignApp"
    assert world.owner.events[0] == Refused(app=FOREIGN)
    assert world.link.asked.index("pull") > world.link.asked.index("push")
    assert world.link.reply(1).has_content()
    assert len(trained) == 1


@pytest.mark.parametrize("app", ["", "A" * 64, "a" * 63, "../../etc", "私の秘密" * 40])
def test_app_whose_hash_is_none_is_refused_and_not_repeated(app):
    world = World()
    world.link.ask(TRAIN, round_content(), app=app)
    world.run()
    assert world.owner.events[0] == Refused(app="")
    assert world.link.reply().error.reason == "ForeignApp"


def test_app_is_asked_for_anew_with_each_message():
    """A run that changes its app in the middle is a foreign one from then on."""
    world = World()
    world.link.ask(TRAIN, round_content())
    world.link.ask(TRAIN, round_content())
    hashes = iter([OURS, FOREIGN])
    run = Run.create_empty(7)

    def changing(_):
        run.fab_hash = next(hashes)
        return run

    world.link.get_run = changing
    world.run()
    assert world.link.reply(0).has_content()
    assert world.link.reply(1).error.reason == "ForeignApp"


def test_adapter_never_fetches_an_app():
    tree = ast.parse(Path(adapter.__file__).read_text("utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert "get_run" in names
    assert not {name for name in names if "fab" in name.lower()} - {"fab_hash"}


def test_exception_leaves_as_the_name_of_its_type():
    def fail(*_):
        raise LookupError("Minjun's blood test is at 10.15")

    world = World(train=fail)
    world.link.ask(TRAIN, round_content())
    assert world.run().reason is EndReason.STOPPED
    assert world.link.reply().error.reason == "LookupError"
    assert not any(b"blood" in part for part in world.link.parts.values())
    assert world.owner.sent[-1].error == "LookupError"


def test_nothing_leaves_that_was_not_let_go():
    world = World(lets_go=False)
    world.link.ask(TRAIN, round_content())
    world.link.ask(STATISTICS, statistics())
    world.link.ask(TRAIN, {})
    world.link.ask(TRAIN, round_content(), app=FOREIGN, run_id=9)
    assert world.run().reason is EndReason.STOPPED
    assert len(world.owner.sent) == 4
    assert not world.link.replies
    assert not world.link.parts


def test_owner_is_asked_before_the_first_byte_of_a_reply():
    world = World()
    seen = []
    world.owner.before_send = lambda sent: seen.append(list(world.link.asked))
    world.owner.after_send = lambda **_: None
    world.client = make_client(
        synthetic_rows(1), BITS, Consent(training=True), world.owner.before_send,
        train=lambda model, *_: dict(model),
    )  # fmt: skip
    world.link.ask(TRAIN, round_content())
    world.run()
    ((*before,),) = seen
    assert "send" not in before
    assert {"send", "push"} <= set(world.link.asked)


# -- a coordinator that sends what it should not


def test_message_of_too_many_parts_is_not_pulled():
    world = World()
    world.link.ask(TRAIN, round_content())
    shell, tree = world.link.waiting.pop()
    flood = ObjectTree(object_id=tree.object_id, children=[tree] * 20)
    world.link.waiting.append((shell, flood))
    world.run()
    assert world.link.reply().error.reason == "TooLarge"
    assert "pull" not in world.link.asked


def test_message_of_too_many_bytes_is_given_up():
    world = World()
    record = ConfigRecord({"text": "x" * (2 << 20)})
    world.link.ask(TRAIN, {PLAN_RECORD: record})
    world.run()
    assert world.link.reply().error.reason == "TooLarge"


def garbage():
    yield "empty", b""
    yield "no-head", b"nothing at all"
    yield "unknown-type", b"CustomDataClass  3\0abc"
    yield "noise", b"Message  8\0" + b"\xff" * 8


@pytest.mark.parametrize("part", [pytest.param(part, id=name) for name, part in garbage()])
def test_message_that_cannot_be_put_together_gets_an_error_and_work_goes_on(part):
    world = World()
    world.link.ask(TRAIN, round_content())
    _, tree = world.link.waiting[0]
    world.link.contents[tree.object_id] = part
    world.link.ask(EVALUATE, round_content(), run_id=8)
    assert world.run().reason is EndReason.STOPPED
    assert world.link.reply(0).has_error()
    assert world.link.reply(1).has_content()


@pytest.mark.parametrize("kind", ["train.other", "evaluate.other", "query", "query.rows"])
def test_question_that_nobody_registered_gets_an_error(kind):
    world = World()
    world.link.ask(kind, round_content())
    world.run()
    assert world.link.reply().error.reason == "ValueError"


# -- a run that ends, a coordinator that is away


@pytest.mark.parametrize("call", ["receive", "get_run", "pull", "confirm", "send", "push"])
def test_run_that_ends_at_any_moment_leaves_the_worker_for_the_next(call):
    world = World(break_at={call: RunNotRunningException()})
    world.link.ask(TRAIN, round_content())
    world.link.ask(TRAIN, round_content(), run_id=8)
    assert world.run().reason is EndReason.STOPPED
    assert world.owner.events[-1] == Delivered(digest=world.owner.sent[-1].digest)


@pytest.mark.parametrize("call", ["receive", "get_run", "pull", "confirm", "send", "push"])
def test_coordinator_that_stays_away_ends_the_worker(call):
    world = World(break_at={call: UNREACHABLE})
    world.link.ask(TRAIN, round_content())
    ended = world.run()
    assert (ended.reason, ended.error) == (EndReason.LOST, "ConnectError")


@pytest.mark.parametrize("call", ["send", "push"])
def test_reply_that_was_let_go_and_did_not_arrive_is_told(call):
    world = World(break_at={call: RunNotRunningException()})
    world.link.ask(TRAIN, round_content())
    world.run()
    assert world.owner.events == [Undelivered(digest=world.owner.sent[0].digest)]


def test_worker_that_was_told_to_stop_asks_for_nothing():
    world = World()
    world.stop.set()
    world.link.ask(TRAIN, round_content())
    assert world.run().reason is EndReason.STOPPED
    assert not world.link.asked
