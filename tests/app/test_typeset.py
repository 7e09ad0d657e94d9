"""Where lines break, which face draws what, and what is not drawn at all.

Every letter is 10 wide; Han characters, kana, Hangul and emoji are 20.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.app.ui.typeset import Run, lines, plain, script_of, units


def measure(run: Run) -> float:
    wide = run.script in {"ja", "ko", "emoji"}
    return sum(20.0 if wide and char != " " else 10.0 for char in run.text)


def broken(text: str, width: float, most: int | None = None) -> list[str]:
    return [plain(line) for line in lines(text, width, measure, most=most)]


def test_words_break_at_spaces_which_vanish_at_the_end_of_a_line():
    assert broken("one two three", 80) == ["one two", "three"]


def test_han_and_kana_break_anywhere():
    assert broken("美奈はそばが苦手", 80) == ["美奈はそ", "ばが苦手"]


def test_line_ends_before_a_phrase_that_would_not_fit():
    assert broken("端末の中で暗号化されています", 180) == ["端末の中で", "暗号化されています"]
    assert broken("暗号化。開けるのは", 120) == ["暗号化。", "開けるのは"]


def test_line_does_not_end_after_a_polite_prefix():
    assert broken("あのお金持ち", 100) == ["あのお金持", "ち"]


@pytest.mark.parametrize("width", range(60, 400, 10))
def test_no_line_begins_with_a_space(width):
    text = "追加の本人確認をすると 5 分間開きます。お金と 本人情報 の記憶"
    assert not any(line.startswith(" ") for line in broken(text, width))


def test_long_phrase_breaks_anywhere():
    assert broken("端末どうしでそれぞれがそだてます", 260)[0] == "端末どうしでそれぞれがそだ"


@pytest.mark.parametrize("mark", "、。」』）！？ー々っゃ…")
def test_closing_marks_and_small_kana_never_begin_a_line(mark):
    assert broken(f"あいうえ{mark}か", 80) == ["あいう", f"え{mark}か"]


@pytest.mark.parametrize("mark", "「『（【")
def test_opening_marks_never_end_a_line(mark):
    assert broken(f"あいう{mark}え」", 80) == ["あいう", f"{mark}え」"]


def test_hangul_words_stay_whole():
    assert broken("평양냉면을 못 먹는다", 130) == ["평양냉면을 못", "먹는다"]


def test_latin_letters_stay_with_their_hangul_particle():
    assert broken("나는 AI를 써", 70) == ["나는", "AI를 써"]


def test_latin_words_may_break_off_from_kanji():
    assert broken("朝はcoffeeだ", 80) == ["朝は", "coffeeだ"]


def test_word_wider_than_the_line_is_cut():
    assert broken("abcdefgh", 30) == ["abc", "def", "gh"]


def test_new_lines_are_kept_also_empty_ones():
    assert broken("a\r\nb\n\nc", 100) == ["a", "b", "", "c"]


def test_too_many_lines_end_in_an_ellipsis_that_fits():
    assert broken("one two three four", 80, most=1) == ["one two…"]
    assert broken("あいうえおかきくけこ", 80, most=2) == ["あいうえ", "おかき…"]


def test_text_that_just_fits_is_not_shortened():
    assert broken("one two", 70, most=1) == ["one two"]


@pytest.mark.parametrize("emoji", ["🍜", "👨‍👩‍👧‍👦", "🇰🇷", "👍🏽", "1️⃣", "♨️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "⭐"])
def test_emoji_with_all_its_parts_is_one_run(emoji):
    (line,) = lines(f"가{emoji}나", 1000, measure)
    assert [run.text for run in line] == ["가", emoji, "나"]
    assert line[1].script == "emoji"


@pytest.mark.parametrize("sign", ["1", "#", "©", "☎\ufe0e", "→"])
def test_signs_that_are_no_emoji_are_text(sign):
    (line,) = lines(sign, 1000, measure)
    assert line[0].script != "emoji"


def test_two_flags_are_two_emoji():
    (line,) = lines("🇰🇷🇯🇵", 1000, measure)
    assert [run.text for run in line] == ["🇰🇷", "🇯🇵"]


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("a", "latin"), ("é", "latin"), ("“", "latin"), ("€", "latin"), ("Я", "latin"),
        ("漢", "ja"), ("か", "ja"), ("カ", "ja"), ("。", "ja"), ("→", "ja"), ("Ａ", "ja"),
        ("한", "ko"), ("ㅎ", "ko"),
    ],
)  # fmt: skip
def test_each_character_goes_to_the_face_that_has_it(char, script):
    assert script_of(char) == script


def test_controls_and_direction_overrides_are_left_out():
    assert broken("a\u202eb\u2066c\x07d\u200be", 1000) == ["abcde"]


def test_decomposed_text_is_composed():
    assert broken("한", 1000) == ["한"]
    assert broken("が", 1000) == ["が"]


def test_markup_is_plain_text():
    assert broken("[b]x[/b] &amp;", 1000) == ["[b]x[/b] &amp;"]


def test_empty_text_is_one_empty_line():
    assert broken("", 100) == [""]
    assert broken("   ", 100) == [""]


ALPHABET = "ab 가나 漢字かな、。「」（）ー\n🍜👨‍👩🇰🇷\u202e\ufe0f\u20e31[&"


@given(st.text(alphabet=ALPHABET, max_size=60), st.integers(20, 300))
def test_no_line_is_wider_than_its_box_unless_one_unit_of_it_is(text, width):
    for line in lines(text, width, measure):
        assert sum(map(measure, line)) <= width or len("".join(run.text for run in line)) <= 8


@given(st.text(alphabet=ALPHABET, max_size=60), st.integers(20, 300))
def test_no_visible_character_is_lost_or_moved(text, width):
    whole = "".join(run.text for unit in units(text) for run in unit.clusters)
    assert "".join(broken(text, width)).replace(" ", "") == whole.replace(" ", "")


@given(st.text(max_size=80), st.integers(1, 300), st.integers(1, 4))
def test_any_text_can_be_set_in_any_box(text, width, most):
    assert 1 <= len(broken(text, width, most)) <= most
