"""The whole way through the app, on a real vault, as the demo walks it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.people import PASSPHRASE, STEP_UP, Clock, make_device, remember

WORDS = {
    "en": {
        "kept": "Mina is allergic to buckwheat",
        "closed": "My bank account pays the mortgage, 850 a month",
        "remember": "The spare key is with the neighbour 🔑",
        "ask": "What is Mina allergic to?",
        "expect": "allergic to buckwheat",
        "ask_closed": "How much is the mortgage?",
        "expect_closed": "850 a month",
    },
    "ja": {
        "kept": "美奈はそばアレルギーだから、年越しはうどんにする",
        "closed": "みずほ銀行の口座から住宅ローン8万5千円を払った",
        "remember": "合鍵は隣の佐藤さんに預けた🔑",
        "ask": "美奈のアレルギー",
        "expect": "そばアレルギー",
        "ask_closed": "住宅ローン",
        "expect_closed": "8万5千円",
    },
    "ko": {
        "kept": "미나는 메밀 알레르기가 있어",
        "closed": "우리은행 계좌에 월급 320만 원이 들어왔어",
        "remember": "보자기 천은 옷장 맨 위 서랍에 있다",
        "ask": "미나 알레르기",
        "expect": "메밀 알레르기",
        "ask_closed": "월급",
        "expect_closed": "320만 원",
    },
}


def tour(folder, language, **changes):
    words = dict(WORDS[language])
    device = make_device(folder / "vault", Clock(), language=language)
    for name in ("kept", "closed"):
        remember(device, words.pop(name))
    device.close()
    spec = {
        "vault": str(folder / "vault"),
        "passphrase": PASSPHRASE,
        "step_up": STEP_UP,
        "language": language,
        "out": str(folder / "out"),
        "script": {**words, **changes},
    }
    return subprocess.run(
        [sys.executable, "-m", "device.app.tour", "--spec", "-"],
        input=json.dumps(spec),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "language",
    [
        "en",
        pytest.param("ja", marks=pytest.mark.prove),
        pytest.param("ko", marks=pytest.mark.prove),
    ],
)
def test_tour_sees_all_it_should_and_keeps_pictures(tmp_path, language):
    done = tour(tmp_path, language)
    assert done.returncode == 0, done.stderr
    pictures = sorted((tmp_path / "out").glob("*.png"))
    assert [str(file) for file in pictures] == json.loads(done.stdout)
    names = {file.stem.split("-", maxsplit=1)[1] for file in pictures}
    assert {"phone-unlock", "phone-step-up", "phone-undone", "desktop-federation"} <= names
    assert all(file.stat().st_size > 5_000 for file in pictures)
    assert "allergic" not in done.stdout + done.stderr


def test_tour_fails_where_the_app_does_not_show_what_it_should(tmp_path):
    done = tour(tmp_path, "en", expect="words that nobody ever said", patience_s=7)
    assert done.returncode == 3
    assert "recall" in done.stderr
    assert "Traceback" not in done.stderr


def test_spec_that_is_none_is_refused_without_showing_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "device.app.tour", "--spec", "-"],
        input=json.dumps({"passphrase": "not for your eyes"}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "not for your eyes" not in done.stderr
