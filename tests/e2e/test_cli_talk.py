"""`bojagi talk`: a conversation line by line, and how it ends."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.traces import texts_left
from tests.e2e.owner import Owner
from tests.people import STEP_UP

FACT = "プールのロッカーの暗証番号は4417で、鍵は青い"
LINE_LIMIT = 4 << 20


@pytest.fixture
def say(ready: Owner, monkeypatch: pytest.MonkeyPatch):
    """Holds a talk of these lines. Gives exit code, answer and what was said beside it."""

    def hold(*lines: str | bytes | dict[str, Any], words: tuple[str, ...] = (), **secrets: Any):
        written = [json.dumps(one) if isinstance(one, dict) else one for one in lines]
        raw = b"".join((one if isinstance(one, bytes) else one.encode()) + b"\n" for one in written)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        return ready.run("talk", *words, **secrets)

    return hold


@pytest.fixture
def answers(say):
    """Holds a talk of these objects. Gives the objects that it answered."""

    def hold(*lines: dict[str, Any], **secrets: Any) -> list[dict[str, Any]]:
        code, out, err = say(*lines, words=("--json",), **secrets)
        assert code == 0, err
        return [json.loads(line) for line in out.splitlines()]

    return hold


def test_plain_lines_are_the_owners_and_each_is_answered_with_a_block(say, ready):
    code, out, _ = say("花火大会はいつだっけ？", FACT)
    assert code == 0
    assert out.count("<memory>") == 2
    assert "8月8日" in out
    assert FACT in ready.texts("プールのロッカーの暗証番号")


def test_every_object_is_answered_by_one(answers):
    told = answers(
        {"text": "花火大会はいつだっけ？"},
        {"speaker": "assistant", "text": "承知しました。"},
        {"speaker": "美咲", "text": "浴衣の帯は黄色にする", "at": "2026-07-01T10:00"},
    )
    assert [one.get("window") for one in told] == [1, 2, 3, None]
    assert "8月8日" in told[0]["block"]
    assert told[0]["memories"]
    assert told[1]["left_out"] == "chatter"
    assert told[3]["ended"]
    assert len(told[3]["stored"]) == 2


def test_an_answer_that_says_back_what_is_remembered_is_an_echo(answers, ready):
    said = {
        "speaker": "assistant",
        "text": "花火大会のチケットは8月8日の夜、ポートタワーの下ですね。",
    }
    told = answers({"text": "花火大会のチケットはどうなった？"}, said)
    assert told[1]["left_out"] == "echo"
    assert said["text"] not in ready.texts("花火大会のチケット")


def test_what_is_taken_back_is_told_and_stored_nowhere(answers, ready):
    told = answers({"text": "実は部長に80万円借りている"}, {"text": "今の話は忘れて"})
    assert (told[1]["left_out"], told[1]["taken_back"], told[1]["window"]) == ("off_record", 1, 0)
    assert told[2]["stored"] == []
    assert ready.texts("部長に借りた", step_up=STEP_UP) != ["実は部長に80万円借りている"]


def test_a_closed_class_is_told_of_once_and_not_in_the_block(say):
    code, out, _ = say("いくら振り込む?", "口座はどこの銀行？", words=("--lang", "en"))
    assert code == 0
    assert "3万円" not in out
    assert out.count("(finance-needs-step-up)") == 1
    assert "3万円" in say("いくら振り込む?", step_up=STEP_UP)[1]


def test_the_conversation_is_forgotten_by_its_title(say, ready):
    say(FACT, words=("--title", "夏の相談"))
    assert FACT in ready.texts("プールのロッカーの暗証番号")
    ready.ask("forget", "--conversation", "夏の相談", "--yes")
    assert FACT not in ready.texts("プールのロッカーの暗証番号")


def test_what_may_have_changed_is_asked_about_in_the_owners_language_and_settled(say, ready):
    before, now = (
        "The choir meets on Fridays at ten",
        "The choir meets on Tuesdays at seven, they say",
    )
    older = ready.ask("remember", before)["id"]
    _, out, _ = say({"text": now}, {"text": "바뀌었어"}, words=("--json", "--lang", "ko"))
    asked, answered, ended = map(json.loads, out.splitlines())
    (question,) = asked["asks"]
    assert question["memory"] == older
    assert question["text"].startswith(f"하나만 여쭐게요. 전에는 “{before}”라고 하셨어요.")
    assert (answered["answered"], answered["asks"]) == ("replaces", [])
    assert len(ended["stored"]) == 1
    assert ready.ask("doubts")["doubts"] == []


# -- bad input


@pytest.mark.parametrize(
    ("bad", "words", "key"),
    [
        ("花火", ("--json",), "not a JSON object"),
        ("[1]", ("--json",), "not a JSON object"),
        ('{"text": ', ("--json",), "not a JSON object"),
        ("[" * 200_000, ("--json",), "not a JSON object"),
        ('{"text": 1}', ("--json",), "other fields"),
        ('{"speaker": "me"}', ("--json",), "other fields"),
        ('{"text": "x", "mood": "secret"}', ("--json",), "other fields"),
        ('{"text": "x", "at": "yesterday"}', ("--json",), "yesterday"),
        (b"\xff\xfe\x00", (), "not UTF-8"),
        (b"x" * (LINE_LIMIT + 1), (), "longer than 4 MiB"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_what_was_before_it_is_kept(
    say, ready, bad, words, key
):
    good = {"text": FACT} if words else FACT
    code, _, err = say(good, bad, FACT, words=(*words, "--lang", "en"))
    assert code == 2
    assert key in err
    assert "Traceback" not in err
    assert "secret" not in err
    assert FACT in ready.texts("プールのロッカーの暗証番号")


def test_empty_lines_and_no_lines_are_nothing(say):
    for lines in ((), ("", "  ", "\t")):
        code, out, _ = say(*lines, words=("--json",))
        assert (code, json.loads(out)["stored"]) == (0, [])


def test_half_characters_and_nothing_at_all_do_no_harm(say):
    code, out, _ = say(
        '{"text": "\\ud83c broken \\u0000", "speaker": "\\ud800"}',
        '{"text": ""}',
        words=("--json",),
    )
    assert code == 0
    assert json.loads(out.splitlines()[1])["left_out"] == "empty"


@pytest.mark.parametrize("tokens", ["0", "63", "8193", "many"])
def test_a_budget_without_room_is_bad_usage(say, tokens):
    assert say(FACT, words=("--tokens", tokens))[0] == 2


# -- how it ends


def started(ready: Owner) -> subprocess.Popen[str]:
    """Starts a talk of its own, which has heard one message and waits for the next."""
    process = subprocess.Popen(
        ready.command("talk", "--json"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"text": FACT}) + "\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["window"] == 1
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_interrupts_it_keeps_what_was_said(ready, number):
    process = started(ready)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err) == (0, False)
    assert len(json.loads(out)["stored"]) == 1
    assert FACT in ready.texts("プールのロッカーの暗証番号")


def test_a_kill_loses_the_window_and_nothing_else(ready):
    process = started(ready)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert FACT not in ready.texts("プールのロッカーの暗証番号")
    assert ready.texts("花火大会")


def test_no_word_of_the_window_is_on_the_disk(ready: Owner):
    process = started(ready)
    written = [one for one in ready.home.rglob("*") if one.is_file()]
    assert Path(ready.vault) in {one.parent for one in written}
    assert texts_left({0: "ロッカーの暗証番号"}, [ready.vault]) == {}
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert texts_left({0: "ロッカーの暗証番号"}, [ready.vault]) == {}
