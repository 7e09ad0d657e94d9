"""Which domains a question is about, and what that changes in a search."""

from __future__ import annotations

import numpy as np
import pytest

from device.encoder.tags import DOMAINS, mask_of
from device.memory.domain_gate import lift, quotas, shares_of
from device.memory.rank import Asked
from device.memory.records import Memory
from policy.vocabulary import Purpose
from tests.device.test_index import EN, ENCODER, Indexed, item_of

QUESTIONS = {
    "food": ("What should I cook for dinner?", "晩ごはんのレシピ", "저녁에 뭐 요리하지?"),
    "health": ("Which pills does the doctor want?", "病院でもらった薬", "병원에서 받은 약"),
    "travel": ("What time is my flight to Narita?", "京都旅行のホテル", "제주 여행 비행기"),
}


@pytest.mark.parametrize(
    ("domain", "question"), [(name, one) for name, some in QUESTIONS.items() for one in some]
)
def test_the_domain_of_a_question_has_the_most_in_every_language(domain, question):
    shares = shares_of(question)
    assert shares is not None
    assert DOMAINS[int(shares.argmax())] == domain
    assert float(shares.sum()) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("question", ["", "?!", "   "])
def test_a_question_without_words_has_no_domain(question):
    assert shares_of(question) is None


def shares(**of: float):
    given = np.zeros(len(DOMAINS), np.float32)
    for name, share in of.items():
        given[DOMAINS.index(name)] = share
    return given


def test_the_best_two_domains_have_a_floor_and_the_unlikely_none():
    wanted = quotas(shares(food=0.9, family=0.06, work=0.04), keep=400)
    assert wanted[DOMAINS.index("food")] == 90
    assert wanted[DOMAINS.index("family")] > 0.06 * 100
    assert DOMAINS.index("work") not in wanted


def test_a_third_domain_is_searched_where_it_is_likely():
    wanted = quotas(shares(food=0.4, family=0.35, work=0.25), keep=400)
    assert wanted[DOMAINS.index("work")] == 25


def test_a_memory_is_lifted_by_the_likeliest_of_its_domains():
    masks = [mask_of(one, DOMAINS) for one in (["food", "work"], ["work"], ["home"], [])]
    domains, here = np.array(masks, np.uint16), np.zeros(4, np.bool_)
    by_two, by_one, by_none, of_nothing = lift(shares(food=0.7, work=0.3), domains, here)
    assert by_two > by_one > by_none == of_nothing == 0


def test_the_domain_counts_for_more_between_two_languages():
    domains = np.full(2, mask_of(["food"], DOMAINS), np.uint16)
    here, across = lift(shares(food=1.0), domains, np.array([False, True]))
    assert across > here


def found_with(share):
    """Gives what a question finds whose nearest is none of the food memories."""
    found = Indexed()
    found.remember(*EN)
    food = DOMAINS.index("food")
    memory = Memory(text="Soba with grated radish at the corner place", domains=("food",))
    (item_id,) = found.add(item_of(memory, domain=food, domains=1 << food))
    (query,) = ENCODER.encode_query(["When is Tom's birthday?"])
    asked = Asked("When is Tom's birthday?", query, shares=share)
    return item_id, found.index.rank(asked, Purpose.RECALL, 20)


def test_a_wrong_domain_hides_nothing():
    _, hits = found_with(shares(food=1.0))
    assert hits[0].id == EN.index("Tom's birthday is on the ninth of June") + 1


def test_the_domain_alone_brings_nothing_that_does_not_fit():
    item_id, hits = found_with(shares(food=1.0))
    assert item_id not in [hit.id for hit in hits]


@pytest.mark.parametrize("share", [None, shares(food=1.0), shares(family=0.5, travel=0.5)])
def test_every_memory_that_fits_is_found_whatever_the_domain(share):
    _, without = found_with(None)
    _, hits = found_with(share)
    assert {hit.id for hit in hits} == {hit.id for hit in without}
