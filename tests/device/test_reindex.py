"""Re-indexing: what waits, what is replaced, and what holds while it is not done."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from benchmarks.ngrams import NgramEncoder
from benchmarks.traces import texts_left, vectors_left
from device import reindex
from device.access import Guard
from device.compose import Device, open_device
from device.encoder.encode import Encoder
from device.encoder.foreign import ForeignModel
from device.encoder.own import ForeignEncoder
from device.errors import BadInput, Unavailable
from device.memory.index import _comparable
from device.memory.records import Memory
from device.settings import EncoderRecord, OwnEncoder, Settings
from device.vault.rows import DIMENSIONS, NO_ENCODER, quantise, sign_codes
from policy.vocabulary import ClassName, Purpose
from tests.device.app_desk import desk_at
from tests.device.onnx_folders import folder_of, gathering
from tests.people import (
    PASSPHRASE,
    STEP_UP,
    Clock,
    Shell,
    copied_device,
    make_device,
    parsed,
    remember,
    reopen,
)

TEXTS = (
    "My sister is allergic to peanuts",
    "来週の土曜日に京都へ行く",
    "지난주에 새 자전거를 샀어",
    "The spare key is under the flowerpot",
    "Dad takes his pills after breakfast",
)
MONEY = "My savings account at the bank holds 9,000 pounds"


class Mirrored(NgramEncoder):
    """Another encoder: the same vectors, backwards."""

    identity = "mirrored/1"

    def __init__(self) -> None:
        self.fails = False
        self.asked: list[list[str]] = []

    def encode(self, texts):
        if self.fails:
            raise Unavailable("encoder.gone", folder="nowhere")
        self.asked.append(list(texts))
        return super().encode(texts)[:, ::-1].copy()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return tmp_path_factory.mktemp("made") / "vault"


@pytest.fixture
def device(tmp_path, made):
    device = copied_device(made, tmp_path / "vault", Clock())
    yield device
    with contextlib.suppress(AttributeError):
        device.abandon()


def filled(device: Device, count: int = 0) -> list[int]:
    ids = [remember(device, text) for text in TEXTS]
    return ids + [remember(device, f"note {at} of many, wagon {at * 7}") for at in range(count)]


def ask(device: Device, question: str) -> list[str]:
    answer = device.recall.ask(question, Purpose.RECALL, "en", 10)
    return [card.text for card in answer.memories]


def made_by(device: Device) -> dict[int, int]:
    return {one: int(device.vault.find_row(one)["encoder"][0]) for one in device.vault.open_ids()}


def stored_vectors(device: Device) -> dict[int, np.ndarray]:
    rows = {one: device.vault.find_row(one) for one in device.vault.open_ids()}
    return {one: row["vector"][0] * np.float32(row["scale"][0]) for one, row in rows.items()}


def texts_by_id(device: Device) -> dict[int, str]:
    return {card.id: card.text for card in device.recall.all(Purpose.EXPORT, "en")}


def events(device: Device, reason: str) -> list[int]:
    details = [line.event.details or {} for line in device.rights.log()]
    return [int(one.get("count", 0)) for one in details if one.get("reason") == reason]


def require_new_vectors(device: Device, encoder: Encoder) -> None:
    """Every open row has the vector of its text, in every part of it, on the disk too."""
    for item_id, text in texts_by_id(device).items():
        (vector,) = encoder.encode([Memory(text=text, speaker="Ann").index_text])
        small, scale = quantise(vector[None])
        row = device.vault.find_row(item_id)
        np.testing.assert_array_equal(row["vector"][0], small[0])
        assert float(row["scale"][0]) == pytest.approx(float(scale[0]))
        found = device.recall.index.alike(vector, Purpose.RECALL, 1)
        assert text in {texts_by_id(device)[hit.id] for hit in found}
        for name in ClassName:
            for chunk in device.vault.chunks(name):
                (at,) = np.nonzero(chunk.ids[: chunk.n] == item_id)
                if len(at):
                    (code,) = sign_codes(vector[None])
                    np.testing.assert_array_equal(chunk.code_rows()[at[0]], code)


# --- What is replaced ---


def test_all_memories_get_vectors_of_the_new_encoder(device):
    filled(device)
    other = Mirrored()
    device.use_encoder(other, None)
    assert device.reindex.waiting == len(TEXTS)
    told = []
    assert device.reindex.run(lambda *at: told.append(at)) == len(TEXTS)
    assert told[-1] == (len(TEXTS), len(TEXTS))
    assert device.reindex.waiting == 0
    assert set(made_by(device).values()) == {1}
    require_new_vectors(device, other)


def test_nothing_but_the_vector_changes(device):
    filled(device)

    def shown():
        rows = [device.vault.find_row(one) for one in device.vault.open_ids()]
        names = [one for one in rows[0].dtype.names if one not in {"vector", "scale", "encoder"}]
        return [[row[name].tobytes() for name in names] for row in rows], texts_by_id(device)

    before = shown()
    names = device.vault.names(device.vault.open_ids())
    device.use_encoder(Mirrored(), None)
    device.reindex.run()
    assert shown() == before
    assert device.vault.names(device.vault.open_ids()) == names
    assert device.vault.journal.verify() > 0


def test_segments_and_the_tail_are_both_replaced_and_read_back(tmp_path):
    clock, folder = Clock(), tmp_path / "vault"
    device = make_device(folder, clock)
    device.vault._shelves._segment_rows = 8
    filled(device, 30)
    device.guard.erase([3, 12, 13], "asked")
    assert len(device.vault.segments(ClassName.EVERYDAY)) >= 3
    texts = texts_by_id(device)
    device.use_encoder(Mirrored(), None)
    while device.reindex.step(7):
        pass
    require_new_vectors(device, Mirrored())
    vectors = stored_vectors(device)
    device.close()
    again = reopen(folder, clock)
    for item_id, vector in stored_vectors(again).items():
        np.testing.assert_array_equal(vector, vectors[item_id])
    assert texts_by_id(again) == texts
    assert again.vault.damage == []
    again.close()


def test_one_event_a_batch_is_logged_before_anything_is_opened(device, monkeypatch):
    filled(device, 5)
    device.use_encoder(Mirrored(), None)
    opened = []
    original = device.guard._opener.open_all

    def open_all(ids, receipt):
        opened.append((len(ids), events(device, "new-vectors")))
        return original(ids, receipt)

    monkeypatch.setattr(device.guard._opener, "open_all", open_all)
    while device.reindex.step(4):
        pass
    sizes = [size for size, _ in opened]
    assert sum(sizes) == len(TEXTS) + 5
    assert max(sizes) == 4
    for at, (_, logged) in enumerate(opened):
        assert logged == sizes[: at + 1]
    assert events(device, "encoder") == [0]


def test_an_encoder_in_force_twice_keeps_its_number_and_renews_nothing(device):
    filled(device)
    device.use_encoder(Mirrored(), None)
    device.reindex.run()
    device.use_encoder(Mirrored(), None)
    assert device.reindex.waiting == 0
    device.use_encoder(Encoder.default(), None)
    assert device.encoder.number == 0
    assert device.reindex.run() == len(TEXTS)
    assert len(device.settings.encoders) == 2


def test_there_are_only_so_many_numbers(device):
    many = tuple(EncoderRecord(id=f"e/{at}") for at in range(NO_ENCODER))
    device.settings = device.settings.model_copy(update={"encoders": many})
    with pytest.raises(BadInput, match="255"):
        device.use_encoder(Mirrored(), None)


def test_texts_of_every_kind_are_encoded_anew(device):
    for text in ("🎆", "a" * 20_000, "\ud800 lone", "مرحبا שלום", "Z̸̡͉̖a̵̛̤l̷̹̈́g̶̣̿o̷͍͝"):
        device.intake.remember(text)
    count = len(device.vault.open_ids())
    device.use_encoder(Mirrored(), None)
    assert device.reindex.run() == count
    assert device.reindex.waiting == 0


# --- While it is not done ---


def test_memories_that_wait_are_found_by_their_words_and_not_by_their_old_vectors(device):
    filled(device)
    other = Mirrored()
    device.use_encoder(other, None)
    assert "My sister is allergic to peanuts" in ask(device, "allergic")
    assert "来週の土曜日に京都へ行く" in ask(device, "京都")
    # Its mirrored image is all that an old vector would be like.
    (query,) = NgramEncoder().encode(["The spare key is under the flowerpot"])
    assert device.recall.index.alike(query, Purpose.RECALL, 5) == []
    assert device.recall.index.nearest(query, 5) == []


def test_those_that_are_done_are_found_by_likeness_too(device):
    ids = filled(device)
    other = Mirrored()
    device.use_encoder(other, None)
    assert device.reindex.step(2) == 2
    assert device.reindex.waiting == len(TEXTS) - 2
    (query,) = other.encode([TEXTS[-1]])
    found = [hit.id for hit in device.recall.index.alike(query, Purpose.RECALL, 5)]
    done = [one for one, number in made_by(device).items() if number == 1]
    assert set(found) <= set(done)
    for text in TEXTS:  # and nobody is pushed out by those that have a vector already
        assert text in ask(device, text)
    assert set(ids) == set(device.vault.open_ids())


def test_the_app_renews_vectors_while_nobody_waits(tmp_path):
    with desk_at(tmp_path / "vault", does_chores=True) as desk:
        desk.unlock()
        waiting = [-1]
        desk.session.work(
            lambda service: service._unlocked.use_encoder(Mirrored(), None), lambda _: None
        )
        for _ in range(200):
            desk.session.work(lambda service: service._unlocked.reindex.waiting, waiting.append)
            desk.settle()
            if waiting[-1] == 0:
                break
            time.sleep(0.05)
        assert waiting[-1] == 0
        assert max(waiting) > 0


def test_what_agrees_is_not_looked_at_again(device):
    filled(device)
    chunks = [chunk for name in ClassName for chunk in device.vault.chunks(name)]
    assert all(chunk.others_than(0) is None for chunk in chunks)
    assert [chunk._agreed for chunk in chunks] == [(0, chunk.n) for chunk in chunks]
    others = device.recall.index._others(chunks)
    assert others is None
    masks = [None for _ in chunks]
    assert _comparable(chunks, masks, others) is masks  # no mask is made


def test_new_memories_get_the_new_vector_at_once(device):
    filled(device)
    device.use_encoder(Mirrored(), None)
    new = remember(device, "The ferry to Jeju leaves at eight")
    assert made_by(device)[new] == 1
    assert device.reindex.waiting == len(TEXTS)


def test_without_its_encoder_a_vault_reads_and_writes_and_says_so(device):
    filled(device)
    other = Mirrored()
    device.use_encoder(other, None)
    device.reindex.run()
    other.fails = True
    assert "My sister is allergic to peanuts" in ask(device, "allergic")
    assert device.encoder.problem is not None
    assert device.encoder.problem.key == "encoder.gone"
    new = remember(device, "The ferry to Jeju leaves at eight")
    assert made_by(device)[new] == NO_ENCODER
    assert "The ferry to Jeju leaves at eight" in ask(device, "ferry")
    before = device.vault.journal.size
    with pytest.raises(Unavailable):
        device.reindex.run()
    assert device.vault.journal.size == before  # nothing was opened for it
    other.fails = False
    assert device.reindex.run() == 1
    assert device.encoder.problem is None
    require_new_vectors(device, other)


def test_an_encoder_that_fails_in_the_middle_leaves_the_batch_as_it_was(device):
    filled(device)

    class Failing(Mirrored):
        identity = "failing/1"

        def encode(self, texts):
            if texts and len(self.asked) > 1:
                raise Unavailable("encoder.fails", fault="Fail")
            return super().encode(texts)

    device.use_encoder(Failing(), None)
    before = stored_vectors(device)
    device.reindex.step(2)
    with pytest.raises(Unavailable):
        device.reindex.step(2)
    assert device.reindex.waiting >= len(TEXTS) - 2
    left = [one for one, number in made_by(device).items() if number == 0]
    after = stored_vectors(device)
    assert all(np.array_equal(after[one], before[one]) for one in left)


def test_step_up_classes_wait_for_the_step_up(device):
    filled(device)
    device.guard.step_up(STEP_UP)
    secret = remember(device, MONEY)
    assert device.vault.find_row(secret) is not None
    device.guard.end_step_up()
    device.use_encoder(Mirrored(), None)
    inbox = remember(device, "My other bank account holds 12 pounds")  # sealed, by the new one
    assert device.reindex.run() == len(TEXTS)
    assert device.reindex.waiting == 0
    device.guard.step_up(STEP_UP)
    assert device.reindex.waiting == 1
    assert MONEY in ask(device, "savings")
    assert device.reindex.run() == 1
    assert made_by(device)[secret] == made_by(device)[inbox] == 1
    assert MONEY in ask(device, "savings")


def test_a_step_up_that_ends_in_the_middle_of_it_takes_nothing_along(device):
    device.guard.step_up(STEP_UP)
    secret = remember(device, MONEY)
    other = Mirrored()
    device.use_encoder(other, None)
    original = other.encode

    def encode(texts):
        if texts:
            device.guard.end_step_up()
        return original(texts)

    other.encode = encode
    assert device.reindex.run() == 1
    other.encode = original
    device.guard.step_up(STEP_UP)
    assert device.reindex.run() == 1
    assert MONEY in ask(device, "savings")
    assert made_by(device)[secret] == 1


def test_a_damaged_memory_keeps_no_other_from_its_vector(device):
    ids = filled(device)
    with device.vault.transaction():
        device.vault.database.run("UPDATE item SET payload = x'00' WHERE id = ?", ids[1])
    device.use_encoder(Mirrored(), None)
    assert device.reindex.run() == len(TEXTS) - 1
    assert device.reindex.step() == 0
    assert device.guard.damaged == {ids[1]}


def test_a_slice_grows_while_it_is_quick_and_shrinks_when_it_is_slow(device):
    filled(device, 30)
    device.use_encoder(Mirrored(), None)
    assert device.reindex.step_a_little(iter((0.0, 0.01, 0.01)).__next__)
    assert device.reindex._slice == 32
    assert device.reindex.step_a_little(iter((0.0, 9.0)).__next__)
    assert device.reindex._slice == 16
    while device.reindex.step_a_little():
        pass
    assert device.reindex.waiting == 0


# --- From one version to the next ---


def test_settings_of_the_time_before_records_open(tmp_path):
    old = json.dumps({"owner": "Ann", "encoders": ["ngram-hash-256/1", "old/2"]}).encode()
    settings = Settings.parse(old)
    assert settings.encoders[0] == EncoderRecord.of(NgramEncoder())
    assert settings.encoders[1] == EncoderRecord(id="old/2", dimensions=DIMENSIONS)
    assert Settings.parse(settings.model_dump_json().encode()) == settings


def test_a_vault_of_an_older_encoder_is_found_and_renewed(tmp_path):
    clock, folder = Clock(), tmp_path / "vault"
    device = make_device(folder, clock)
    filled(device)
    with device.vault.transaction():  # as an older Bojagi wrote them, which shipped another
        device.vault.write_settings(b'{"owner": "Ann", "encoders": ["spelling/0"]}')
    device.close()
    device = reopen(folder, clock)
    shipped = Encoder.default()
    assert [one.id for one in device.settings.encoders] == ["spelling/0", shipped.identity]
    assert device.reindex.waiting == len(TEXTS)
    assert "My sister is allergic to peanuts" in ask(device, "allergic")
    assert device.reindex.run() == len(TEXTS)
    require_new_vectors(device, shipped)
    device.close()
    device = reopen(folder, clock)
    assert device.reindex.waiting == 0
    assert len(device.settings.encoders) == 2
    device.close()


def test_an_update_of_the_shipped_encoder_is_noticed_told_and_done(tmp_path, capsys):
    shell = Shell(tmp_path)
    assert shell.init() == 0
    device = open_device(shell.vault, lambda: PASSPHRASE)
    device.use_encoder(Mirrored(), None)
    filled(device)
    # As if Mirrored had been the shipped one, when there was no other yet.
    device.close()
    capsys.readouterr()
    assert shell.run("encoder", "show", "--json") == 0
    shown = parsed(capsys.readouterr().out)
    assert shown["id"] == Encoder.default().identity
    assert shown["waiting"] == len(TEXTS)
    assert shell.run("recall", "allergic") == 0
    captured = capsys.readouterr()
    assert "peanuts" in captured.out
    assert f"{len(TEXTS)}" in captured.err
    assert "bojagi encoder reindex" in captured.err
    assert shell.run("encoder", "reindex", "--json") == 0
    captured = capsys.readouterr()
    assert parsed(captured.out)["done"] == len(TEXTS)
    assert captured.err == ""
    assert shell.run("encoder", "reindex", "--json") == 0
    assert parsed(capsys.readouterr().out)["done"] == 0


# --- Killed ---


KILLED = """
import os, sys
from device.compose import open_device
from tests.device.test_reindex import Mirrored
device = open_device(__import__("pathlib").Path(sys.argv[1]), lambda: sys.argv[2])
device.use_encoder(Mirrored(), None)
done = 0
original = device.vault.replace_vectors
at, batches = int(sys.argv[3]), 0
def replace(ids, placed):
    global batches
    original(ids, placed)
    batches += 1
    if batches == at:  # after the rows were written, before the transaction is durable
        os.kill(os.getpid(), 9)
device.vault.replace_vectors = replace
while device.reindex.step(3):
    pass
"""


@pytest.mark.parametrize("batch", [1, 2, 4])
def test_killed_in_the_middle_it_goes_on_where_it_was(tmp_path, batch):
    clock, folder = Clock(), tmp_path / "vault"
    device = make_device(folder, clock, step_up=None)
    filled(device, 9)
    texts = texts_by_id(device)
    device.close()
    program = tmp_path / "killed.py"
    program.write_text(textwrap.dedent(KILLED), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(program), str(folder), PASSPHRASE, str(batch)],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    device = reopen(folder, clock)
    numbers = [one.id for one in device.settings.encoders]
    assert numbers == [Encoder.default().identity, "mirrored/1"]
    done = [one for one, number in made_by(device).items() if number == 1]
    assert len(done) == 3 * (batch - 1)
    device.use_encoder(Mirrored(), None)
    assert device.reindex.run() == len(texts) - len(done)
    assert texts_by_id(device) == texts
    require_new_vectors(device, Mirrored())
    device.close()


# --- By command, with a folder ---


@pytest.fixture
def shell(tmp_path):
    shell = Shell(tmp_path)
    assert shell.init() == 0
    for text in (*TEXTS, MONEY):
        assert shell.run("remember", text) == 0
    return shell


def test_an_encoder_is_used_shown_and_given_up_by_command(shell, tmp_path, capsys):
    folder = folder_of(tmp_path / "model", gathering(300))
    capsys.readouterr()
    assert shell.run("encoder", "use", str(folder), "--json") == 0
    used = parsed(capsys.readouterr().out)
    assert (used["dimensions"], used["done"], used["waiting"]) == (300, len(TEXTS), 0)
    assert used["closed"] == ["finance", "guarded"]
    assert used["milliseconds"] >= 0
    assert shell.run("encoder", "show") == 0
    told = capsys.readouterr().out
    assert used["id"] in told
    assert used["sha256"] in told
    assert str(folder) in told
    assert shell.run("recall", "allergic") == 0
    assert "peanuts" in capsys.readouterr().out
    assert shell.run("encoder", "reindex", "--json", step_up=True) == 0
    assert parsed(capsys.readouterr().out)["done"] == 1  # the money, which waited for its key
    assert shell.run("encoder", "use", str(folder), "--json", step_up=True) == 0
    assert parsed(capsys.readouterr().out)["done"] == 0  # the same files, the same directions
    assert shell.run("encoder", "use", "default", "--json", step_up=True) == 0
    back = parsed(capsys.readouterr().out)
    assert (back["id"], back["folder"]) == (Encoder.default().identity, None)
    assert back["done"] == len(TEXTS) + 1


def test_a_folder_that_is_gone_leaves_words_and_says_what_to_do(shell, tmp_path, capsys):
    folder = folder_of(tmp_path / "model")
    assert shell.run("encoder", "use", str(folder)) == 0
    folder.rename(tmp_path / "moved")
    capsys.readouterr()
    assert shell.run("recall", "allergic") == 0
    captured = capsys.readouterr()
    assert "peanuts" in captured.out
    assert "bojagi encoder use" in captured.err
    assert shell.run("remember", "The ferry to Jeju leaves at eight") == 0
    assert "waits for its vector" in capsys.readouterr().err
    assert shell.run("recall", "ferry") == 0
    assert "Jeju" in capsys.readouterr().out
    assert shell.run("encoder", "show", "--json") == 0
    shown = parsed(capsys.readouterr().out)
    assert (shown["waiting"], shown["problem"]) == (1, "encoder.gone")
    assert shell.run("encoder", "reindex") == 5
    (tmp_path / "moved").rename(folder)
    assert shell.run("encoder", "reindex", "--json") == 0
    assert parsed(capsys.readouterr().out)["done"] == 1


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_a_refusal_has_its_reason_an_exit_code_and_changes_nothing(
    shell, tmp_path, capsys, language
):
    folder = folder_of(tmp_path / "model", gathering(8))
    capsys.readouterr()
    assert shell.run("encoder", "use", str(folder), "--lang", language) == 2
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    assert "4096" in captured.err
    assert captured.out == ""
    assert shell.run("encoder", "use", str(tmp_path / "nowhere"), "--lang", language) == 2
    assert "model.onnx" in capsys.readouterr().err
    assert shell.run("encoder", "show", "--json") == 0
    assert parsed(capsys.readouterr().out)["id"] == Encoder.default().identity


@pytest.mark.parametrize(
    "name", ["~nobody-at-all/model", os.fsdecode(b"\xff\xfe"), "\0", "", "x" * 5_000]
)
def test_names_that_are_no_folder_are_refused(shell, name, capsys):
    assert shell.run("encoder", "use", name) in {2, 5}
    assert "Traceback" not in capsys.readouterr().err


def test_interrupted_it_says_how_to_go_on(shell, tmp_path, capsys, monkeypatch):
    folder = folder_of(tmp_path / "model")
    original = Guard.encode_anew

    def interrupted(self, ids, encode, encoder):
        original(self, ids, encode, encoder)
        raise KeyboardInterrupt

    monkeypatch.setattr(Guard, "encode_anew", interrupted)
    monkeypatch.setattr(reindex.Reindex.step, "__defaults__", (2,))
    capsys.readouterr()
    assert shell.run("encoder", "use", str(folder)) == 130
    assert "bojagi encoder reindex" in capsys.readouterr().out
    monkeypatch.undo()
    assert shell.run("encoder", "reindex", "--json") == 0
    done = parsed(capsys.readouterr().out)["done"]
    assert 0 < done < len(TEXTS)


def test_a_basis_that_was_changed_is_not_used(shell, tmp_path, capsys):
    folder = folder_of(tmp_path / "model", gathering(300))
    assert shell.run("encoder", "use", str(folder)) == 0
    device = open_device(shell.vault, lambda: PASSPHRASE)
    with device.vault.transaction():
        device.vault.write_basis(bytes(len(device.vault.read_basis())))
    device.close()
    capsys.readouterr()
    assert shell.run("recall", "allergic") == 0
    captured = capsys.readouterr()
    assert "peanuts" in captured.out
    assert "bojagi encoder use DIR" in captured.err
    assert shell.run("encoder", "use", str(folder), "--json") == 0
    assert parsed(capsys.readouterr().out)["problem"] is None


def test_a_backup_and_a_rotation_keep_the_encoder_and_its_directions(shell, tmp_path, capsys):
    folder = folder_of(tmp_path / "model", gathering(300))
    assert shell.run("encoder", "use", str(folder)) == 0
    assert shell.run("rotate", step_up=True) == 0
    assert shell.run("backup", str(tmp_path / "backup")) == 0
    shell.vault.rename(tmp_path / "lost")
    assert shell.run("restore", str(tmp_path / "backup")) == 0
    capsys.readouterr()
    assert shell.run("encoder", "show", "--json") == 0
    shown = parsed(capsys.readouterr().out)
    assert (shown["dimensions"], shown["waiting"], shown["problem"]) == (300, 0, None)
    assert shell.run("recall", "My sister is allergic to peanuts") == 0
    captured = capsys.readouterr()
    assert "peanuts" in captured.out
    assert captured.err == ""


def test_no_plaintext_and_no_vector_is_left_and_the_log_carries_no_text(shell, tmp_path):
    folder = folder_of(tmp_path / "model", gathering(300))
    assert shell.run("encoder", "use", str(folder), step_up=True) == 0
    assert shell.run("encoder", "use", "default", step_up=True) == 0
    texts = dict(enumerate((*TEXTS, MONEY)))
    written = [shell.vault]
    assert texts_left(texts, written) == {}
    model = ForeignModel.load(folder)
    own = ForeignEncoder.chosen(folder, model, None)
    assert own.dimensions == 300
    for encode in (model.passages, Encoder.default().encode):
        vectors = dict(enumerate(encode(list(texts.values()))))
        assert vectors_left(vectors, written) == {}
    device = open_device(shell.vault, lambda: PASSPHRASE)
    leaves = b"".join(leaf for _, leaf in device.vault.journal.leaves())
    device.close()
    words = {word for text in texts.values() for word in text.split() if len(word) > 5}
    assert not [word for word in words if word.encode() in leaves]
    assert str(folder).encode() not in leaves


# --- What trained models see ---


def test_training_rows_have_vectors_that_all_devices_share(tmp_path):
    clock = Clock()
    plain, own = (make_device(tmp_path / name, clock) for name in ("plain", "own"))
    for device in (plain, own):
        filled(device)
    own.use_encoder(Mirrored(), OwnEncoder(folder="x", encoder=EncoderRecord.of(Mirrored())))
    own.reindex.run()
    ours, theirs = (
        sorted(tuple(row.features.tolist()) for row in device.guard.train())
        for device in (plain, own)
    )
    assert ours == theirs
    plain.close()
    own.close()


def test_settings_name_the_folder_and_nothing_of_it_is_told_when_they_are_shown(tmp_path):
    own = OwnEncoder(folder=str(Path("/home/ann/models")), encoder=EncoderRecord(id="x"))
    settings = Settings(own_encoder=own, encoders=(own.encoder,))
    assert Settings.parse(settings.model_dump_json().encode()) == settings
