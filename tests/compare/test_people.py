import pytest

from benchmarks.compare.__main__ import _people
from benchmarks.lifelog.load import BadLifelog, Split, load_splits


@pytest.mark.parametrize("split", ["train", "dev"])
def test_the_test_people_are_in_nobody_elses_long_life(split: Split) -> None:
    lives, others = _people(split, None)
    asked, beside = ({one.person.id for one in part} for part in (lives, others))
    splits = load_splits()
    assert asked == set(getattr(splits, split))
    assert not beside & (asked | set(splits.test))


def test_a_name_that_nobody_has_is_told() -> None:
    with pytest.raises(BadLifelog, match="the dev split has nobody called ja/nobody"):
        _people("dev", ["ja/nobody"])
