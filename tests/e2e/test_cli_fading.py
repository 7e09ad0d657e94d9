"""`bojagi budget`, `faded` and `keep`, as a person uses them."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from tests.e2e.owner import Owner
from tests.people import Clock, make_device, remember

DAY = 86_400
BUS = "The bus was late again"
NOODLES = "We had noodles for lunch"
KEY = "Remember this: the spare key is under the fern"
EX = "Maybe the party of my ex is on the roof"
SCRIPTS = {"ja": "ぁ-んァ-ヶ一-龠", "ko": "가-힣"}


@pytest.fixture
def old(owner: Owner, templates: Path) -> Owner:
    """An owner who kept four sentences sixty days ago, and does not want one brought up."""

    def fill() -> None:
        clock = Clock(int(time.time()) - 60 * DAY)
        device = make_device(owner.vault, clock, step_up=None)
        ids = [remember(device, text) for text in (BUS, NOODLES, KEY, EX)]
        device.close()
        owner.ask("rule", str(ids[-1]), "--no-remind")

    return owner.prepared(templates / "old", fill)


def test_without_a_budget_nothing_has_faded(old):
    assert old.ask("budget") == {"budget": None, "considered": 4, "faded": 0}
    assert old.ask("faded") == {"faded": [], "count": 0}
    assert "Nothing has faded." in old.run("faded", "--lang", "en")[1]


def test_a_dry_run_says_what_would_fade_and_changes_nothing(old):
    told = old.ask("budget", "1", "--dry-run")
    assert (told["would_fade"], len(told["first"])) == (3, 3)
    assert BUS in [one["text"] for one in told["first"]]
    # What is not to be brought up is told by its number alone.
    assert {one["id"]: one["text"] for one in told["first"]}[4] is None
    _, out, _ = old.run("budget", "1", "--dry-run", "--lang", "en")
    assert "3 of 4 memories would fade" in out
    assert BUS in out
    assert EX not in out
    assert old.ask("budget") == {"budget": None, "considered": 4, "faded": 0}


def test_nothing_fades_before_its_owner_says_so(old):
    code, _, err = old.run("budget", "1", "--lang", "en")
    assert code == 2  # nobody is there to be asked
    assert "3 of 4 memories would fade" in err
    assert old.ask("budget")["budget"] is None


def test_what_fades_is_told_loudly_with_the_way_back(old):
    code, out, err = old.run("budget", "1", "--yes", "--lang", "en")
    assert code == 0
    assert "3 memories have faded" in err
    assert "bojagi faded" in err
    assert "bojagi keep" in err
    assert "Faded: 3." in out
    assert old.texts("noodles") == []
    assert KEY in old.texts("spare key")


def test_faded_tells_which_since_when_why_and_until_when(old):
    old.ask("rule", "1", "--retain-days", "90")
    old.ask("budget", "1", "--yes")
    told = {one["id"]: one for one in old.ask("faded")["faded"]}
    assert told[1]["text"] == BUS
    assert told[1]["why"] == "unasked"
    assert told[1]["since"][:10] == time.strftime("%Y-%m-%d", time.gmtime())
    assert told[1]["until"][:10] > told[1]["since"][:10]
    assert told[2]["until"] is None
    assert old.ask("faded", "--limit", "1")["count"] == 3
    _, out, _ = old.run("faded", "--limit", "1", "--lang", "en")
    assert "2 more" in out
    assert "bojagi keep ID" in out


def test_keep_brings_back_for_good_and_unpin_lets_go(old):
    old.ask("budget", "1", "--yes")
    assert old.ask("keep", "1", "2") == {"ids": [1, 2], "pinned": True}
    assert BUS in old.texts("the bus")
    assert {one["id"] for one in old.ask("faded")["faded"]} == {3, 4}  # the budget is one
    assert old.ask("keep", "1", "--unpin") == {"ids": [1], "pinned": False}
    code, _, err = old.run("status", "--lang", "en")
    assert code == 0
    assert "1 memories have faded" in err  # at the next unlock
    assert old.texts("the bus") == []


def test_no_budget_brings_everything_back(old):
    old.ask("budget", "1", "--yes")
    _, out, _ = old.run("budget", "none", "--lang", "en")
    assert "3 memories are back." in out
    assert old.ask("budget") == {"budget": None, "considered": 4, "faded": 0}
    assert BUS in old.texts("the bus")


def test_what_has_faded_is_shown_and_says_so(old):
    old.ask("budget", "1", "--yes")
    (card,) = old.ask("show", "1")["memories"]
    assert (card["text"], card["faded"], card["pinned"]) == (BUS, True, False)
    assert "bojagi keep 1" in old.run("show", "1", "--lang", "en")[1]
    old.ask("keep", "1")
    assert "it does not fade" in old.run("show", "1", "--lang", "en")[1]


def test_what_has_faded_is_exported_reported_and_forgotten(old, tmp_path):
    old.ask("budget", "2", "--yes")
    old.ask("keep", "3")
    old.ask("export", str(tmp_path / "out"))
    exported = json.loads((tmp_path / "out" / "memories.json").read_text(encoding="utf-8"))
    told = {one["text"]: (one["faded"] is not None, one["pinned"]) for one in exported}
    assert told[BUS] == (True, False)
    assert told[KEY] == (False, True)
    old.ask("report", str(tmp_path / "report"), "--lang", "en")
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert page.count("recall passes over it since") == sum(
        is_faded for is_faded, _ in told.values()
    )
    assert page.count("kept in sight by you") == 1
    old.ask("forget", "1", "--yes")
    assert 1 not in [one["id"] for one in old.ask("faded")["faded"]]


def test_a_correction_is_taken_and_worded(old):
    assert old.ask("rate", "corrected", "1") == {"ids": [1], "rated": "corrected"}
    code, out, _ = old.run("rate", "corrected", "1", "--lang", "en")
    assert code == 0
    assert "wrong or no longer so: 1" in out


@pytest.mark.parametrize("budget", ["0", "many", "1.5", "²", "1" * 5_000, ""])
def test_a_budget_that_is_none_is_refused_with_what_was_expected(old, budget):
    code, _, err = old.run("budget", budget, "--lang", "en")
    assert code == 2
    assert "Traceback" not in err
    assert "1 or more" in err
    assert len(err) < 200
    assert old.ask("budget")["budget"] is None


def test_a_budget_may_be_typed_in_full_width(old):
    assert old.ask("budget", "\uff11\uff10")["budget"] == 10


def test_keeping_what_was_never_there_is_refused(old):
    code, _, err = old.run("keep", "99", "--lang", "en")
    assert code == 2
    assert "99" in err


@pytest.mark.parametrize("language", ["ja", "ko"])
def test_every_sentence_is_in_the_language_that_was_asked_for(old, language):
    old.ask("budget", "1", "--yes")
    for words in (["faded"], ["budget"], ["budget", "3", "--dry-run"], ["keep", "2"]):
        _, out, _ = old.run(*words, "--lang", language)
        assert re.search(f"[{SCRIPTS[language]}]", out), words
