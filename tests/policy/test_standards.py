"""The vocabulary in the words of others."""

import pytest

from policy.bundles import default_record
from policy.standards import DATA_CATEGORIES, DATA_USES, categories_of, dpv_of, uses_of
from policy.vocabulary import Label, Market, Purpose

DPV = "https://w3id.org/dpv#"


@pytest.mark.parametrize("label", Label)
def test_every_label_has_a_category_and_an_iri(label):
    record = default_record([label], Market.JP)
    assert categories_of(record) == (DATA_CATEGORIES[label],)
    told = dpv_of(record)
    assert told[f"{DPV}hasPersonalData"]
    assert (f"{DPV}hasDataSubject" in told) == (label is Label.MINORS)


@pytest.mark.parametrize("purpose", Purpose)
def test_every_purpose_has_a_use_and_an_iri(purpose):
    record = default_record([], Market.KR).changed(purposes=(purpose,))
    assert uses_of(record) == (DATA_USES[purpose],)
    told = dpv_of(record)
    named = told.get(f"{DPV}hasPurpose", ()) + told.get(f"{DPV}hasProcessing", ())
    assert len(named) == 1
    assert named[0].startswith("https://w3id.org/dpv")


def test_memory_without_a_label_is_personal_data_all_the_same():
    record = default_record([], Market.EU)
    assert categories_of(record) == ("user.content.private",)
    assert dpv_of(record)[f"{DPV}hasPersonalData"] == (f"{DPV}PersonalData",)
