"""Events: one spelling each, and no way in for content."""

import json
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from compliance.errors import EvidenceError, ProofError
from compliance.log.events import (
    MAX_AT,
    MAX_DECISIONS,
    MAX_LEAF_BYTES,
    MAX_MEMORIES,
    MAX_SAFE_INTEGER,
    Decision,
    Event,
    EventKind,
    Outcome,
    canonical_json,
)

NONCE = "0f" * 16
MEMORY = "ab" * 32


def event(**changes) -> Event:
    fields = {
        "at": 1_763_700_000,
        "kind": EventKind.RELEASED,
        "principal": "Owner",
        "purpose": "recall",
        "auth": "strong",
        "bundle": "cd" * 32,
        "decisions": (
            Decision(memory=MEMORY, outcome=Outcome.PERMIT, rules=("owner-recalls",)),
            Decision(
                memory="00" * 32,
                outcome=Outcome.STEP_UP,
                rules=("finance-steps-up",),
                obligations=("count", "redact"),
            ),
        ),
        "closed": ("finance-steps-up",),
        "details": {"count": 2, "reason": "asked"},
        "nonce": NONCE,
    }
    return Event(**{**fields, **changes})


WORD = string.ascii_letters + string.digits
identifiers = st.builds(str.__add__, st.sampled_from(WORD), st.text(f"{WORD}._:/@-", max_size=63))
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
visible = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\')
events = st.builds(
    Event,
    at=st.integers(0, MAX_AT),
    kind=st.sampled_from(EventKind),
    principal=identifiers,
    purpose=identifiers | st.just(""),
    auth=identifiers | st.just(""),
    bundle=hashes | st.just(""),
    decisions=st.lists(
        st.builds(
            Decision,
            memory=hashes,
            outcome=st.sampled_from(Outcome),
            rules=st.lists(identifiers, max_size=3).map(tuple),
            obligations=st.lists(identifiers, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    memories=st.lists(hashes, max_size=3).map(tuple),
    closed=st.lists(identifiers, max_size=3).map(tuple),
    details=st.dictionaries(
        st.sampled_from(["count", "before", "after", "reason", "format", "manifest", "source"]),
        st.integers(0, MAX_SAFE_INTEGER) | st.text(visible, max_size=80),
    ),
    nonce=st.binary(min_size=16, max_size=16).map(bytes.hex),
)


@given(events)
def test_any_event_reads_back_from_its_leaf(some):
    assert Event.from_leaf(some.to_leaf()) == some


@given(events)
def test_leaf_is_ascii_without_escapes_sorted_and_in_one_line(some):
    leaf = some.to_leaf()
    assert leaf.isascii()
    assert b"\\" not in leaf
    assert b"\n" not in leaf
    # RFC 8785, section 3.2.3 sorts by UTF-16 code units, which for ASCII is the order of the bytes.
    pairs = json.loads(leaf, object_pairs_hook=lambda items: [key for key, _ in items])
    assert pairs == sorted(pairs)


def test_leaf_has_the_same_bytes_whatever_the_order_of_the_details():
    one = event(details={"count": 2, "reason": "asked"})
    other = event(details={"reason": "asked", "count": 2})
    assert one.to_leaf() == other.to_leaf()


def test_leaf_is_spelled_as_documented():
    some = Event(
        at=7,
        kind=EventKind.LOCKED,
        principal="Service",
        purpose="",
        auth="",
        bundle="",
        nonce=NONCE,
    )
    assert some.to_leaf() == (
        b'{"at":7,"auth":"","bundle":"","closed":[],"decisions":[],"details":{},"kind":"locked",'
        b'"memories":[],"nonce":"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f","principal":"Service",'
        b'"purpose":"","v":1}'
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"at"', b'{ "at"'),
        (b'"v":1}', b'"v":1}\n'),
        (b'"v":1}', b'"v":1,"v":1}'),
        (b'"v":1}', b'"v":1.0}'),
        (b'"v":1}', b'"v":1e0}'),
        (b'"v":1}', b'"v":true}'),
        (b',"v":1}', b"}"),
        (b'"v":1}', b'"v":1,"w":1}'),
        (b'"count":2', b'"count":2.0'),
        (b'"count":2', b'"count":-2'),
        (b'"count":2', b'"count":9007199254740992'),
        (b'"count":2', b'"count":true'),
        (b'"count":2', b'"count":null'),
        (b'"count":2', b'"text":2'),
        (b'"count":2', b'"count":"a memory of mine"'),
        (b'"asked"', b'"ask\\u0065d"'),
        (b'"asked"', '"聞"'.encode()),
        (b'"Owner"', b'"Owner of it"'),
        (b'"Owner"', b'""'),
        (b'"at":1763700000', b'"at":1763700000.5'),
        (b'"at":1763700000', b'"at":"1763700000"'),
        (b'"at":1763700000', b'"at":-1'),
        (b'"at":1763700000', b'"at":253402300800'),
        (b'"released"', b'"leaked"'),
        (b'"permit"', b'"allow"'),
        (b"abab", b"ABAB"),
        (b"abab", b"ab"),
        (b'"obligations":[]', b'"obligations":null'),
        (b'"closed":[', b'"closed":["two words",'),
    ],
)
def test_leaf_of_another_spelling_or_shape_is_refused(old, new):
    leaf = event().to_leaf()
    assert old in leaf
    with pytest.raises(ProofError):
        Event.from_leaf(leaf.replace(old, new))


@given(st.binary())
@example(b"")
@example(b"null")
@example(b"{}")
@example(b"[" * 100_000)
@example(b'{"at":' + b"9" * 5000 + b"}")
@example(b"\xff")
def test_any_bytes_are_refused(data):
    with pytest.raises(ProofError):
        Event.from_leaf(data)


def test_event_of_a_newer_version_is_told_as_such():
    with pytest.raises(EvidenceError):
        Event.from_leaf(event().to_leaf().replace(b'"v":1}', b'"v":2,"w":[]}'))


@pytest.mark.parametrize(
    "changes",
    [
        {"principal": "アリス"},
        {"principal": "a" * 65},
        {"principal": "-a"},
        {"purpose": "tell my wife"},
        {"auth": "strong\n"},
        {"bundle": "cd" * 31},
        {"nonce": ""},
        {"at": True},
        {"at": 1.0},
        {"memories": ("ab",)},
        {"closed": ("",)},
        {"details": {"note": "x"}},
        {"details": {"reason": "two words"}},
        {"details": {"reason": 'quo"te'}},
        {"details": {"reason": "back\\slash"}},
        {"details": {"reason": "x" * 81}},
        {"details": {"count": 1.5}},
        {"details": {"count": True}},
        {"details": {"count": 2**53}},
        {"decisions": ({"memory": MEMORY, "outcome": "permit", "rules": (), "text": "x"},)},
        {"text": "x"},
        {"v": 2},
    ],
)
def test_event_has_no_room_for_content(changes):
    with pytest.raises(ValidationError) as caught:
        event(**changes)
    assert "two words" not in str(caught.value)
    assert "アリス" not in str(caught.value)


def test_event_cannot_be_changed():
    with pytest.raises(ValidationError):
        event().at = 1


def test_longest_event_fits_the_longest_leaf():
    decision = Decision(
        memory=MEMORY, outcome=Outcome.STEP_UP, rules=("r" * 64,) * 16, obligations=("o" * 64,) * 16
    )
    longest = event(
        at=MAX_AT,
        principal="p" * 64,
        purpose="p" * 64,
        auth="a" * 64,
        decisions=(decision,) * MAX_DECISIONS,
        memories=(MEMORY,) * MAX_MEMORIES,
        closed=("c" * 64,) * 256,
        details={
            "count": "x" * 80,
            "before": "x" * 80,
            "after": "x" * 80,
            "reason": "x" * 80,
            "format": "x" * 80,
            "manifest": "x" * 80,
            "source": "x" * 80,
            "reads": "x" * 80,
        },
    )
    assert len(longest.to_leaf()) < MAX_LEAF_BYTES
    with pytest.raises(ValidationError):
        event(memories=(MEMORY,) * (MAX_MEMORIES + 1))


def test_canonical_json_refuses_numbers_that_are_none():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"at": float("nan")})
