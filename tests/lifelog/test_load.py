from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.lifelog.load import BadLifelog, load_life, load_split, load_splits
from benchmarks.lifelog.records import DATA, write_schemas
from tests.lifelog.logs import (
    TURNS,
    Row,
    label,
    person,
    question,
    turn,
    write_life,
    write_lines,
    write_splits,
)


def test_a_log_comes_back_as_it_was_written(tmp_path: Path) -> None:
    life = load_life(write_life(tmp_path))
    assert [one.text for one in life.turns] == [row["text"] for row in TURNS]
    assert life.questions[0].evidence == ("t003",)
    assert life.readings == ()


def test_only_what_was_said_before_can_answer(tmp_path: Path) -> None:
    life = load_life(write_life(tmp_path))
    noon = datetime.fromisoformat("2025-06-02T12:00:00+09:00")
    assert [one.id for one in life.turns_before(noon)] == ["t001", "t002"]


def test_a_question_is_cross_language_by_what_answers_it(tmp_path: Path) -> None:
    folder = write_life(
        tmp_path,
        turns=[turn(1, "beef hives", language="en"), turn(2, "昼寝した")],
        questions=[
            question(1, ["t001"], language="ja"),
            question(2, ["t001"], language="en"),
            question(3, ["t002"], language="en"),
            question(4, ["t001", "t002"], language="ja"),
            question(5, [], language="ja"),
        ],
    )
    life = load_life(folder)
    crosses = [life.is_cross_language(one) for one in life.questions]
    assert crosses == [True, False, True, False, False]


BROKEN: dict[str, tuple[dict[str, list[Row]], str]] = {
    "evidence-that-does-not-exist": ({"questions": [question(1, ["t009"])]}, "t009"),
    "stale-that-does-not-exist": ({"questions": [question(1, ["t003"], stale=["t008"])]}, "t008"),
    "forbidden-that-does-not-exist": (
        {"questions": [question(1, [], forbidden=["t007"])]},
        "t007",
    ),
    "evidence-said-after-the-question": (
        {"questions": [question(1, ["t003"], at="2025-06-02T08:00:00+09:00")]},
        "said later",
    ),
    "evidence-that-is-stale-too": ({"questions": [question(1, ["t003"], stale=["t003"])]}, "once"),
    "an-answer-to-what-was-never-said": ({"questions": [question(1, [], answer="牛")]}, "answer"),
    "a-question-without-evidence": ({"questions": [question(1, [], kind="time")]}, "evidence"),
    "a-question-without-an-answer": ({"questions": [question(1, ["t003"], answer=" ")]}, "answer"),
    "an-unknown-kind": ({"questions": [question(1, ["t003"], kind="riddle")]}, "kind"),
    "an-unknown-field": ({"questions": [question(1, ["t003"], hint="beef")]}, "hint"),
    "two-questions-of-one-name": (
        {"questions": [question(1, ["t003"]), question(1, ["t001"])]},
        "q01",
    ),
    "a-moment-without-a-zone": ({"turns": [turn(1, "朝", at="2025-06-01T08:00:00")]}, "timezone"),
    "turns-out-of-order": ({"turns": [turn(2, "後"), turn(1, "先")]}, "order"),
    "two-turns-of-one-name": (
        {"turns": [turn(1, "先"), turn(1, "後")], "questions": [question(1, ["t001"])]},
        "twice",
    ),
    "an-empty-turn": ({"turns": [turn(1, "")]}, "text"),
    "a-message-of-no-chat": ({"turns": [turn(1, "やあ", where="messages")]}, "chat"),
    "a-diary-with-a-chat": ({"turns": [turn(1, "やあ", chat="mika")]}, "chat"),
    "a-label-of-no-turn": ({"labels": [label(9)]}, "t009"),
    "a-turn-labelled-twice": ({"labels": [label(1), label(1)]}, "twice"),
    "a-correction-of-what-comes-later": (
        {"labels": [label(1, kind="correction", of="t003")]},
        "earlier",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_log_is_refused_with_what_to_mend(tmp_path: Path, fault: str) -> None:
    rows, told = BROKEN[fault]
    with pytest.raises(BadLifelog, match=told):
        load_life(write_life(tmp_path, **rows))


def test_a_person_in_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadLifelog, match="ja/hana"):
        load_life(write_life(tmp_path, "ja/sora", about=person("ja/hana")))


@pytest.mark.parametrize("file", ["person.json", "turns.jsonl", "questions.jsonl", "labels.jsonl"])
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    folder = write_life(tmp_path)
    (folder / file).unlink()
    with pytest.raises(BadLifelog, match=file):
        load_life(folder)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = write_life(tmp_path)
    (folder / "turns.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadLifelog, match="UTF-8"):
        load_life(folder)


def test_the_line_of_a_fault_is_told(tmp_path: Path) -> None:
    folder = write_life(tmp_path)
    write_lines(folder / "turns.jsonl", [*TURNS, {"id": "t004"}])
    with pytest.raises(BadLifelog, match="line 4"):
        load_life(folder)


def test_nobody_is_in_two_splits(tmp_path: Path) -> None:
    write_life(tmp_path)
    write_splits(tmp_path, train=["ja/hana"], test=["ja/hana"])
    with pytest.raises(BadLifelog, match=r"ja/hana is in train and in test"):
        load_splits(tmp_path)


def test_nobody_is_twice_in_a_split(tmp_path: Path) -> None:
    write_life(tmp_path)
    write_splits(tmp_path, dev=["ja/hana", "ja/hana"])
    with pytest.raises(BadLifelog, match=r"ja/hana is in dev and in dev"):
        load_splits(tmp_path)


@pytest.mark.parametrize("named", [[], ["ja/hana", "ja/nobody"]])
def test_everyone_has_a_folder_and_a_split(tmp_path: Path, named: list[str]) -> None:
    write_life(tmp_path)
    write_splits(tmp_path, dev=named)
    with pytest.raises(BadLifelog, match="one of the two"):
        load_split("dev", tmp_path)


def test_missing_splits_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadLifelog, match=r"splits\.json"):
        load_splits(tmp_path)


@given(broken=st.binary(max_size=60))
def test_no_bytes_bring_it_down(tmp_path_factory: pytest.TempPathFactory, broken: bytes) -> None:
    folder = write_life(tmp_path_factory.mktemp("life"))
    (folder / "questions.jsonl").write_bytes(broken)
    try:
        load_life(folder)
    except BadLifelog as error:
        assert "questions.jsonl" in str(error)  # noqa: PT017 - either way is right
    else:
        assert not broken.strip()


def test_the_schemas_that_are_kept_are_those_of_the_records(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    kept = {path.name: path.read_text() for path in (DATA / "schema").iterdir()}
    assert kept == {path.name: path.read_text() for path in tmp_path.iterdir()}
