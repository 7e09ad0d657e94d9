"""Settings: read from TOML or JSON, and refused by name where they are wrong."""

import pytest

from coordinator.errors import OperatorError
from coordinator.settings import RoundSettings, Settings, StatisticsSettings, read_settings
from policy.catalog import LANGUAGES


def test_toml_and_json_are_read_alike(tmp_path):
    (tmp_path / "a.toml").write_text(
        "[training]\nrounds = 5\nclip_norm = 2\n[statistics]\nk = 12\n", encoding="utf-8"
    )
    (tmp_path / "a.json").write_text(
        '{"training": {"rounds": 5, "clip_norm": 2}, "statistics": {"k": 12}}', encoding="utf-8"
    )
    expected = Settings(
        training=RoundSettings(rounds=5, clip_norm=2.0), statistics=StatisticsSettings(k=12)
    )
    assert read_settings(tmp_path / "a.toml") == read_settings(tmp_path / "a.json") == expected


def test_defaults_are_a_cohort_of_three_and_k_of_ten(tmp_path):
    (tmp_path / "empty.toml").write_text("")
    settings = read_settings(tmp_path / "empty.toml")
    assert settings.training.minimum_cohort == 3
    assert settings.statistics.k == 10
    assert (settings.statistics.epsilon_milli, settings.statistics.budget_milli) == (2_000, 8_000)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[statistics]\nk = 9\n", "statistics.k"),
        ("[statistics]\nepsilon_milli = 0\n", "statistics.epsilon_milli"),
        ("[training]\nminimum_cohort = 1\n", "training.minimum_cohort"),
        ("[training]\nrounds = 0\n", "training.rounds"),
        ("[training]\nrounds = '3'\n", "training.rounds"),
        ("[training]\nclip_norm = inf\n", "training.clip_norm"),
        ("[training]\ntimeout_s = nan\n", "training.timeout_s"),
        ("[training]\nminimum_cohrt = 5\n", "training.minimum_cohrt"),
        ("[trainig]\n", "trainig"),
    ],
)
def test_wrong_setting_is_named_and_nothing_of_it_is_used(tmp_path, text, field):
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(OperatorError) as raised:
        read_settings(tmp_path / "a.toml")
    for language in LANGUAGES:
        assert field in raised.value.tell(language)


@pytest.mark.parametrize("content", [b"[training", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_file_that_is_no_toml_is_a_sentence(tmp_path, content):
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(OperatorError, match="cannot be read"):
        read_settings(tmp_path / "a.toml")


def test_missing_file_and_deep_json_are_sentences(tmp_path):
    with pytest.raises(OperatorError, match="cannot be read"):
        read_settings(tmp_path / "nowhere.toml")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    with pytest.raises(OperatorError, match="cannot be read"):
        read_settings(tmp_path / "deep.json")


def test_plan_of_a_round_is_one_that_devices_take():
    plan = RoundSettings(rounds=2, seed=7).plan(1, "a" * 64)
    assert (plan.round, plan.rounds, plan.seed, plan.model) == (1, 2, 7, "a" * 64)
