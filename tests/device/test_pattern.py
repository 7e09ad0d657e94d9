"""Patterns are compiled when they are first used, and not before."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from device.memory.sentence.pattern import Pattern

TEXT = "8 August, 8 p.m."


def test_a_pattern_finds_what_a_compiled_one_finds():
    lazy, compiled = Pattern(r"(\d) ?(\w)"), re.compile(r"(\d) ?(\w)")
    assert lazy.findall(TEXT) == compiled.findall(TEXT)
    assert lazy.sub("x", TEXT) == compiled.sub("x", TEXT)
    assert lazy.split(TEXT) == compiled.split(TEXT)
    for name in ("search", "match", "fullmatch"):
        one, other = getattr(lazy, name)(TEXT), getattr(compiled, name)(TEXT)
        assert (one and one.span()) == (other and other.span())


def test_a_mistake_shows_at_the_first_use():
    broken = Pattern("(")
    with pytest.raises(re.error):
        broken.search(TEXT)


def test_it_has_no_other_attributes():
    with pytest.raises(AttributeError):
        Pattern("x").flags  # noqa: B018


def test_reading_nothing_compiles_none_of_the_words():
    counts = """
import re
import numpy, pydantic
compiled, real = [], re.compile
re.compile = lambda source, flags=0: compiled.append(source) or real(source, flags)
import device.memory.sentence.reading, device.memory.sentence.slots, device.memory.sentence.kinds
import device.memory.sentence.ahead, device.memory.sentence.off_record
long = [one for one in compiled if isinstance(one, str) and len(one) > 400]
assert not long, long
from device.memory.sentence.kinds import tell
tell("Got the tickets for 8 August", by_owner=True)
assert [one for one in compiled if isinstance(one, str) and len(one) > 400]
"""
    done = subprocess.run(
        [sys.executable, "-c", counts], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
