"""Words and plain parts of the app's models, without a vault."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from device.app.viewmodels.backoff import BackOff
from device.app.viewmodels.observed import Observed
from device.app.viewmodels.settings import SettingsModel
from device.app.viewmodels.wording import day_word, moment_words
from tests.device.app_desk import Desk

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "en", "ja", "ko"),
    [
        (date(2026, 11, 21), "Today", "今日", "오늘"),
        (date(2026, 11, 20), "Yesterday", "昨日", "어제"),
        (date(2026, 11, 19), "Thu, November 19", "11月19日(木)", "11월 19일 (목)"),
        (date(2025, 2, 28), "Fri, February 28, 2025", "2025年2月28日(金)", "2025년 2월 28일 (금)"),
        (date(2026, 11, 22), "Sun, November 22", "11月22日(日)", "11월 22일 (일)"),
    ],
)
def test_day_is_worded_as_each_language_writes_it(day, en, ja, ko):
    assert day_word("en", day, TODAY) == en
    assert day_word("ja", day, TODAY) == ja
    assert day_word("ko", day, TODAY) == ko


def test_moment_is_a_day_and_a_time_and_may_be_unknown():
    assert moment_words("en", "2026-11-21T09:05+09:00", "2026-11-21") == ("Today", "09:05")
    assert moment_words("ja", "", "2026-11-21") == ("日付なし", "")


def test_wait_doubles_up_to_a_minute_and_no_clock_shortens_it():
    backoff, waits = BackOff(), []
    assert backoff.seconds_left(0) == 0
    for _ in range(9):
        backoff.wrong(100)
        waits.append(backoff.seconds_left(100))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert backoff.seconds_left(-5_000) == 60
    assert backoff.seconds_left(130.5) == 30
    assert backoff.seconds_left(160) == 0
    backoff.right()
    assert backoff.seconds_left(100) == 0


def test_several_changes_are_told_once_and_the_next_one_again():
    posted, told = [], []
    observed = Observed(posted.append)
    observed.bind(lambda: told.append("told"))
    observed.changed()
    observed.changed()
    assert told == []
    posted.pop()()
    assert (told, posted) == (["told"], [])
    observed.changed()
    posted.pop()()
    assert told == ["told", "told"]


def test_listener_is_called_once_however_often_bound_and_never_after_unbind():
    told = []

    def listener():
        told.append("told")

    observed = Observed(lambda tell: tell())
    observed.bind(listener)
    observed.bind(listener)
    observed.changed()
    assert told == ["told"]
    observed.unbind(listener)
    observed.unbind(listener)
    observed.changed()
    assert told == ["told"]


def test_listener_that_another_one_unbinds_is_not_called():
    told = []
    observed = Observed(lambda tell: tell())

    def second():
        told.append("second")

    observed.bind(lambda: observed.unbind(second))
    observed.bind(second)
    observed.changed()
    assert told == []


def test_settings_say_their_choices_in_the_language_and_tell_of_changes(tmp_path):
    desk = Desk(tmp_path, "ja")
    model, told = SettingsModel(desk.session), []
    model.bind(lambda: told.append(model.theme))
    assert dict(model.languages()) == {"en": "English", "ja": "日本語", "ko": "한국어"}
    assert dict(model.themes())["dark"] == "ダーク"
    assert dict(model.text_scales())[1.0] == "標準"
    assert dict(model.idle_choices())[15] == "15 分"
    model.set_theme("dark")
    model.set_text_scale(1.25)
    model.set_language("ko")
    desk.settle()
    assert (model.theme, model.text_scale, model.language) == ("dark", 1.25, "ko")
    assert told[-1] == "dark"
    assert dict(model.themes())["dark"] == "다크"
    desk.session.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("language", "fr"), ("theme", "pink"), ("text_scale", 9), ("idle_minutes", 0)],
)
def test_choice_that_was_never_offered_is_our_own_fault(tmp_path, setting, value):
    desk = Desk(tmp_path)
    model = SettingsModel(desk.session)
    with pytest.raises(ValueError, match="not a"):
        getattr(model, f"set_{setting}")(value)
    desk.session.close()


def test_models_load_nothing_heavy_and_the_service_no_kivy_torch_or_flower():
    light = (
        "import sys\n"
        "import device.app.viewmodels.detail, device.app.viewmodels.federation\n"
        "import device.app.viewmodels.privacy, device.app.viewmodels.recall\n"
        "import device.app.viewmodels.settings, device.app.viewmodels.step_up\n"
        "import device.app.viewmodels.timeline, device.app.viewmodels.unlock\n"
        "heavy = {'numpy', 'cryptography', 'cedarpy', 'pydantic', 'sqlite_utils', 'kivy', 'flwr'}\n"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))\n"
        "print('device.compose' in sys.modules)\n"
        "import device.app.services.vault_service\n"
        "print(sorted({'kivy', 'torch', 'flwr', 'matplotlib', 'onnxruntime'} & set(sys.modules)))\n"
        "print('device.compose' in sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", light], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split("\n")[:4] == ["[]", "False", "[]", "True"]
