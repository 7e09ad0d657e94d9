"""Tags as bits: each has its own, for good."""

from __future__ import annotations

from device.encoder.tags import DOMAINS, LANGUAGES, mask_of


def test_every_tag_has_its_own_bit():
    for table in (LANGUAGES, DOMAINS):
        masks = [mask_of([tag], table) for tag in table]
        assert masks == [1 << at for at in range(len(table))]
        assert mask_of(table, table) == 2 ** len(table) - 1


def test_tags_keep_the_bits_that_are_on_disk():
    assert LANGUAGES[:8] == ("und", "en", "ja", "ko", "zh", "de", "fr", "es")
    assert DOMAINS[:11] == (
        "other",
        "travel",
        "finance",
        "health",
        "food",
        "family",
        "work",
        "hobby",
        "culture",
        "home",
        "study",
    )


def test_unknown_and_repeated_tags_add_nothing():
    assert mask_of(["ja", "ja", "xx"], LANGUAGES) == 1 << 2
    assert mask_of([], LANGUAGES) == 0
