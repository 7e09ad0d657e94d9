"""The languages of a text, by its scripts and, for Latin letters, by its small words.

Kana means Japanese and Hangul Korean. Han alone is decided by characters that only one side writes
(図 is Japanese, 图 Chinese), then by the person's locale: 花火大会 tells nothing by itself. Latin
text is scored by small words, letters, endings and everyday English; the languages that are only
watched (Italian, Indonesian, ...) keep their text from being taken for one of ours.

What this does NOT do: split one Latin text into two Latin languages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

from device.encoder.language_words import COMMON_ENGLISH, ENDINGS, FUNCTION_WORDS, LETTERS
from policy.labelling.fold import fold

UNSURE: Final = "und"
_NAMED: Final = frozenset({"en", "de", "fr", "es"})

# A second language is named from this share of the letters on, or from so many words.
_MINOR_SHARE: Final = 0.2
_MINOR_WORDS: Final = 3
_MINOR_CJK: Final = 6
# One Latin word in a Japanese or Korean text is a name or a loan word (LINE, NISA, OK).
_LATIN_WORDS_IN_CJK: Final = 2
# A syllable block or an ideograph says about as much as two Latin letters.
_CJK_WEIGHT: Final = 2

# An address begins at the edge of a word and is no longer than addresses are: else a million
# letters without a space would be tried from each of them.
_NOT_WORDS: Final = re.compile(
    r"(?:https?://|www\.)[!-~]+|(?<![!-~])[!-~]{1,254}@[!-~]{1,254}\.[!-~]+"
    r"|[@#][A-Za-z0-9_]+|`[^`]*`",
    re.IGNORECASE,
)
_KANA: Final = re.compile("[ぁ-ゖァ-ヺ]ー?|ー")
_HANGUL: Final = re.compile("[가-힣]+|[ㄱ-ㆎ]+")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff々]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+(?:'[A-Za-z\u00c0-\u024f]+)*")
_OTHER: Final = re.compile("[\u0370-\u10ff\u1200-\u1dff\u2c00-\u2dff\ua000-\uabff]")

# Grammar of Chinese that Japanese does not write in kanji; two different ones decide.
_CHINESE_GRAMMAR: Final = frozenset("的了是我你他她们們在也就都和很吗嗎呢吧把被给讓让這这那沒没")

_FUNCTION, _COMMON, _LETTER, _ENDING, _ELISION = 2.0, 1.5, 1.5, 0.6, 1.5
_WATCHED_SHARE: Final = 0.6
_ENOUGH, _MARGIN, _PER_WORD = 1.5, 0.5, 0.25


def _word_scores() -> dict[str, tuple[tuple[str, float], ...]]:
    scores: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for language, words in FUNCTION_WORDS.items():
        for word in dict.fromkeys(words.split()):
            weight = _FUNCTION * (1.0 if language in _NAMED else _WATCHED_SHARE)
            scores[word].append((language, weight))
    for word in COMMON_ENGLISH:
        if all(language != "en" for language, _ in scores[word]):
            scores[word].append(("en", _COMMON))
    return {word: tuple(found) for word, found in scores.items()}


_WORDS: Final = _word_scores()
_BY_LETTER: Final = {
    letter: tuple(language for language, letters in LETTERS.items() if letter in letters)
    for letter in "".join(LETTERS.values())
}
_BY_ENDING: Final = tuple(
    (ending, language) for language, endings in ENDINGS.items() for ending in endings
)
# l'air, jusqu'ici, d'accord
_ELIDED: Final = re.compile("(?:[cdjlmnst]|(?:jus|lors|puis)?qu)'(?=[a-z\u00df-\u024f]{2})")
_PLAIN_FORMS: Final = (
    ("'s", ""), ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"),
    ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("ly", ""), ("y", ""),
)  # fmt: skip


def _is_everyday_english(word: str) -> bool:
    return ("en", _COMMON) in _WORDS.get(word, ())


def _is_inflected_english(word: str) -> bool:
    for ending, plain in _PLAIN_FORMS:
        if not word.endswith(ending):
            continue
        base = word.removesuffix(ending) + plain
        if _is_everyday_english(base):
            return True
        # stopped, running
        if len(base) > 3 and base[-1] == base[-2] and _is_everyday_english(base[:-1]):
            return True
    return False


@lru_cache(maxsize=8192)
def _scores_of(word: str) -> tuple[tuple[str, float], ...]:
    """Gives what one lower-case word says for each language."""
    if word in _WORDS:
        return _WORDS[word]
    scores: defaultdict[str, float] = defaultdict(float)
    if elided := _ELIDED.match(word):
        scores.update(_scores_of(word[elided.end() :]))
        scores["fr"] += _ELISION
        scores["it"] += _ELISION * _WATCHED_SHARE
    for letter in set(word) & _BY_LETTER.keys():
        for language in _BY_LETTER[letter]:
            scores[language] += _LETTER / len(_BY_LETTER[letter])
    if len(word) > 4:
        for ending, language in _BY_ENDING:
            if word.endswith(ending):
                scores[language] = max(scores[language], _ENDING)
    if _is_inflected_english(word):
        scores["en"] = max(scores["en"], _COMMON)
    return tuple(sorted(scores.items()))


def _latin_language(words: list[str], *, spanish_marks: bool) -> str:
    """Gives the language of Latin words, or `und` where no named language is clearly ahead."""
    totals: defaultdict[str, float] = defaultdict(float)
    if spanish_marks:
        totals["es"] += _LETTER
    for word in words:
        for language, score in _scores_of(word):
            totals[language] += score
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][0] not in _NAMED:
        return UNSURE
    language, score = ranked[0]
    runner_up = ranked[1][1] if len(ranked) > 1 else 0.0
    if score < max(_ENOUGH, _PER_WORD * len(words)) or score - runner_up < _MARGIN:
        return UNSURE
    return language


@lru_cache(maxsize=8192)
def _writer_of(character: str) -> str:
    """Gives the side that alone writes a Han character, by national character sets, or ''."""

    def is_in(charset: str) -> bool:
        try:
            character.encode(charset)
        except UnicodeEncodeError:
            return False
        return True

    japanese = is_in("cp932")
    chinese = is_in("gb2312") or is_in("cp950")
    if japanese == chinese:
        return ""
    return "ja" if japanese else "zh"


def _han_language(characters: list[str], prior: str) -> str:
    """Gives the language of Han characters that stand without kana."""
    writers = [_writer_of(character) for character in characters]
    chinese, japanese = writers.count("zh"), writers.count("ja")
    if chinese != japanese:
        return "zh" if chinese > japanese else "ja"
    if len(_CHINESE_GRAMMAR.intersection(characters)) > 1:
        return "zh"
    return prior if prior in {"ja", "ko", "zh"} else "zh"


@lru_cache(maxsize=64)
def _primary(locale: str | None) -> str:
    return (locale or "").replace("_", "-").split("-")[0].lower()


def _cjk_weights(text: str, prior: str) -> dict[str, int]:
    """Gives the weight of each East Asian language in the text."""
    kana = len(_KANA.findall(text))
    hangul = sum(map(len, _HANGUL.findall(text)))
    han = _HAN.findall(text)
    weights = {"ja": kana, "ko": hangul, "zh": 0}
    if han:
        owner = "ja" if kana else _han_language(han, "ko" if hangul and prior != "zh" else prior)
        # One の on a Chinese signboard does not make it Japanese.
        if kana == 1 and sum(_writer_of(character) == "zh" for character in han) > 1:
            owner, weights["ja"] = "zh", 0
        weights[owner] += len(han)
    return {language: _CJK_WEIGHT * weight for language, weight in weights.items() if weight}


def tag_language(text: str, locale: str | None = None) -> tuple[str, ...]:
    """Gives the primary BCP 47 tags of the languages in `text`, most of the text first.

    Args:
        text: Any string.
        locale: The person's locale, such as `ja-JP`; it decides Han-only text that tells nothing.

    Returns:
        At least one tag; `und` alone when there are no letters or no language is clearly ahead.
    """
    plain = _NOT_WORDS.sub(" ", fold(text).text)
    weights = {} if plain.isascii() else _cjk_weights(plain, _primary(locale))
    cjk = sum(weights.values())
    latin_words = [word.lower() for word in _LATIN.findall(plain)]
    latin = sum(map(len, latin_words))
    other = 0 if plain.isascii() else len(_OTHER.findall(plain))
    if latin_words and not (cjk and len(latin_words) < _LATIN_WORDS_IN_CJK):
        language = _latin_language(latin_words, spanish_marks="¿" in plain or "¡" in plain)
        if language != UNSURE:
            weights[language] = latin
    if other > sum(weights.values()):
        return (UNSURE,)
    if not weights:
        return (UNSURE,)
    total = cjk + latin + other
    ranked = sorted(weights, key=lambda language: (-weights[language], language))
    return (
        ranked[0],
        *(
            language
            for language in ranked[1:]
            if weights[language] >= _MINOR_SHARE * total
            or (language in _NAMED and len(latin_words) >= _MINOR_WORDS)
            or (language not in _NAMED and weights[language] >= _MINOR_CJK * _CJK_WEIGHT)
        ),
    )
