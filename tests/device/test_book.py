"""The book: what the owner decided beyond single memories, as it is sealed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from device.book import Book, Client, Consent, OwnRule, Standing, digest_of
from device.settings import Settings
from policy.vocabulary import Domain, Label, Purpose

CLIENT = Client(
    id="0a1b2c3d",
    name="reader",
    token_sha256="e" * 64,
    purposes=(Purpose.RECALL,),
    labels=(Label.HEALTH,),
    domains=(Domain.FOOD,),
    made_at=100,
    until=200,
)
WISH = Standing(
    scope="conversation",
    name="지은",
    labels=frozenset({Label.HEALTH, Label.MINORS, Label.BELIEF}),
    tags=frozenset({"일기", "diary", "日記"}),
    retain_days=30,
    hold=False,
)


def test_a_book_comes_back_from_sealed_settings():
    book = Book(
        clients=(CLIENT,),
        consents=(Consent(purpose=Purpose.SHARE, label=Label.HEALTH, given_at=5),),
        standing=(WISH,),
        own_rules=(OwnRule(id="own-quiet", text="forbid (principal, action, resource);"),),
        seen={"base": 3},
    )
    assert Settings.parse(Settings(book=book).model_dump_json().encode()).book == book


def test_settings_from_before_there_was_a_book_have_an_empty_one():
    assert Settings.parse(b'{"v":1,"owner":"Ann"}').book == Book()


@pytest.mark.parametrize(
    ("now", "counts"), [(99, False), (100, True), (199, True), (200, False), (10_000, False)]
)
def test_a_token_counts_from_when_it_was_made_until_it_ends(now, counts):
    assert CLIENT.is_valid(now) is counts


def test_a_revoked_token_never_counts_whatever_the_clock_says():
    revoked = CLIENT.model_copy(update={"revoked_at": 150})
    assert not any(revoked.is_valid(now) for now in (100, 149, 150, 151))


def test_a_token_without_an_end_counts_on():
    assert CLIENT.model_copy(update={"until": None}).is_valid(2**40)


def test_consents_are_told_by_purpose():
    given = [(Purpose.SHARE, Label.HEALTH), (Purpose.SHARE, Label.FINANCE)]
    given += [(Purpose.RESEARCH, Label.MINORS)]
    book = Book(consents=tuple(Consent(purpose=p, label=one, given_at=1) for p, one in given))
    assert book.consented(Purpose.SHARE) == {Label.HEALTH, Label.FINANCE}
    assert book.consented(Purpose.TRAIN) == frozenset()


def test_a_wish_has_one_digest_whatever_order_its_sets_have():
    again = Standing.model_validate_json(WISH.model_dump_json())
    backwards = {name: sorted(getattr(WISH, name), reverse=True) for name in ("labels", "tags")}
    built = Standing.model_validate({**WISH.model_dump(), **backwards})
    assert digest_of(again) == digest_of(built) == digest_of(WISH)


def test_equal_wishes_have_digests_that_nobody_can_guess():
    first, second = (Standing(scope="conversation", name="지은") for _ in range(2))
    assert digest_of(first) != digest_of(second)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Standing, {"scope": "label", "name": ""}),
        (Standing, {"scope": "everything", "name": "x"}),
        (Standing, {"scope": "tag", "name": "x", "retain_days": 73_001}),
        (Standing, {"scope": "tag", "name": "x", "max_reads": -1}),
        (Standing, {"scope": "tag", "name": "x", "tags": ['a"b']}),
        (Standing, {"scope": "tag", "name": "x", "home": "here"}),
        (Standing, {"scope": "tag", "name": "x", "colour": "red"}),
        (OwnRule, {"id": "health-only", "text": "x"}),
        (OwnRule, {"id": "own-Health", "text": "x"}),
        (OwnRule, {"id": "own-x", "text": "x" * 8_193}),
        (Client, {**CLIENT.model_dump(), "id": "0A1B2C3D"}),
        (Client, {**CLIENT.model_dump(), "token_sha256": "e" * 63}),
        (Client, {**CLIENT.model_dump(), "name": "x" * 61}),
    ],
)
def test_what_does_not_belong_into_a_book_is_refused(model, fields):
    with pytest.raises(ValidationError):
        model.model_validate(fields)
