"""`bojagi doubts` as a person uses it: a list, an answer, and what cannot be answered."""

from __future__ import annotations

import pytest

from tests.people import Shell, parsed

OLDER, NEWER = "The choir meets in the old hall on Tuesdays", "Choir is in the chapel on Thursdays"


@pytest.fixture
def shell(tmp_path, capsys):
    shell = Shell(tmp_path)
    assert shell.init(step_up=False) == 0
    for text in (OLDER, NEWER):
        assert shell.run("remember", text) == 0
    capsys.readouterr()
    return shell


def told(shell, capsys, *words):
    assert shell.run(*words, "--json") == 0
    return parsed(capsys.readouterr().out)


def test_what_may_have_changed_is_listed_and_answered(shell, capsys):
    (one,) = told(shell, capsys, "doubts")["doubts"]
    assert (one["newer"]["text"], one["older"]["text"]) == (NEWER, OLDER)
    assert told(shell, capsys, "doubts", "2", "--replaces", "1") == {"id": 2, "replaces": 1}
    assert told(shell, capsys, "doubts")["doubts"] == []
    found = told(shell, capsys, "recall", "Where does the choir meet now?")["memories"]
    assert [card["id"] for card in found] == [2]


def test_both_hold_if_their_owner_says_so(shell, capsys):
    assert told(shell, capsys, "doubts", "2", "--both", "1") == {"id": 2, "both": 1}
    assert told(shell, capsys, "doubts")["count"] == 0
    found = told(shell, capsys, "recall", "Where does the choir meet now?")["memories"]
    assert {card["id"] for card in found} == {1, 2}


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_a_person_is_told_both_texts_and_how_to_answer(shell, capsys, language):
    assert shell.run("doubts", "--lang", language) == 0
    printed = capsys.readouterr().out
    for words in (OLDER, NEWER, "bojagi doubts 2 --replaces 1", "bojagi doubts 2 --both 1"):
        assert words in printed


@pytest.mark.parametrize(
    "words",
    [
        ("2",),
        ("2", "--replaces", "1", "--both", "1"),
        ("--both", "1"),
        ("2", "--replaces", "2"),
        ("2", "--both", "99"),
        ("0", "--both", "1"),
        ("99999999999999999999", "--both", "1"),
    ],
)
def test_what_cannot_be_answered_says_what_was_expected(shell, capsys, words):
    assert shell.run("doubts", *words) in {1, 2}
    assert "Traceback" not in (error := capsys.readouterr().err)
    assert error
    assert told(shell, capsys, "doubts")["count"] == 1


def test_where_nothing_is_in_doubt_it_says_so(shell, capsys):
    told(shell, capsys, "doubts", "2", "--both", "1")
    assert shell.run("doubts") == 0
    assert capsys.readouterr().out.splitlines()[0] == "Nothing is in doubt."
