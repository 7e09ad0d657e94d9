"""What is told to who asks for something that they never said, and what is handed out with it."""

from __future__ import annotations

import pytest

from policy.vocabulary import Purpose
from tests.device.test_index import EN, JA, KO
from tests.people import Clock, make_device, remember

SAID = {"en": EN, "ja": JA, "ko": KO}
NEAR = {
    "en": ("the spaceship key", "spaceship"),
    "ja": ("宇宙船の合鍵", "宇宙船"),
    "ko": ("우주선 열쇠", "우주선"),
}
KNOWN = {
    "en": "When is Tom's birthday?",
    "ja": "トムの誕生日はいつ？",
    "ko": "지민이 생일이 언제야?",
}


@pytest.fixture(params=SAID)
def lived(request, tmp_path):
    """Gives a language and the vault of someone who speaks it."""
    device = make_device(tmp_path / "vault", Clock(), step_up=None, language=request.param)
    for text in SAID[request.param]:
        remember(device, text)
    yield request.param, device
    device.close()


@pytest.mark.parametrize("reader", SAID)
def test_what_is_nearest_comes_all_the_same_and_is_told_as_such(lived, reader):
    language, device = lived
    question, word = NEAR[language]
    answer = device.recall.ask(question, Purpose.RECALL, reader, 5)
    assert SAID[language][8] in [card.text for card in answer.memories]
    assert answer.is_unsure
    assert word in answer.unsure


def test_what_was_said_is_answered_without_a_word_of_doubt(lived):
    language, device = lived
    answer = device.recall.ask(KNOWN[language], Purpose.RECALL, language, 5)
    assert answer.memories[0].text == SAID[language][3]
    assert not answer.unsure


def test_who_asks_what_to_do_asks_for_no_fact(tmp_path):
    device = make_device(tmp_path / "vault", Clock(), step_up=None, language="en")
    for text in EN:
        remember(device, text)
    answer = device.recall.ask("going to the fireworks tonight", Purpose.RECALL, "en", 5)
    device.close()
    assert answer.memories
    assert not answer.unsure
