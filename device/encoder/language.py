"""The languages of a text, by its scripts and, for Latin letters, by its small words.

Kana means Japanese and Hangul Korean. Han alone is decided by characters that only one side writes
(図 is Japanese, 图 Chinese), then by the person's locale: 花火大会 tells nothing by itself. Latin
text is scored word by word: a small word, an everyday word or a form of one; an unknown word by
its letters and ending. Languages that are only watched (Italian, Indonesian, ...) keep their text
from being taken for one of ours.

What this does NOT do: split one Latin text into two Latin languages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from math import exp, log
from typing import Final

from device.encoder.everyday_words import EVERYDAY
from device.encoder.language_words import (
    CLITIC_HOSTS,
    CLITICS,
    ENDINGS,
    FUNCTION_WORDS,
    GERMAN_PREFIXES,
    INFLECTIONS,
    INTERNATIONAL,
    LETTERS,
    STRONG_ENDINGS,
    VERB_STEMS,
)
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

# Words that Chinese does not have, in characters that it does.
_JAPANESE_WORDS: Final = re.compile(
    "本当|大丈夫|友達|仕事|残念|怪我|風邪|素敵|携帯|駐車|切符|財布|割引"
)

_FUNCTION, _COMMON, _LETTER, _ELISION = 2.0, 1.5, 1.5, 2.0
_STRONG_ENDING, _ENDING = 1.2, 0.6
# What a watched language shares with a named one speaks for it only so far.
_WATCHED_SHARE: Final = 0.6
_ENOUGH, _MARGIN, _PER_WORD = 1.5, 0.5, 0.25
# No word of ours is longer; letters without end are not searched for stems.
_LONGEST_WORD: Final = 40
_SHORTEST_NOUN: Final = 4
_SHORTEST_PART: Final = 3

# The languages with words enough to show which letters they set together.
_MODELLED: Final = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "id")
_SHORTEST_GUESS: Final = 4
_SEEN, _UNSEEN = 0.8, 0.2 / 5000
_GUESS, _SURE = 1.2, 0.6
# A long word that looks like one language alone may name it without a second word.
_VERY_SURE, _LONG = 0.97, 8

_Scores = tuple[tuple[str, float], ...]

# People leave the accents out in chats, and German writes ue for ü.
_PLAIN_LETTERS: Final = str.maketrans(
    "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ", "aaaaaaceeeeiiiinoooooouuuuyy", "\u0301"
) | {ord("ß"): "ss", ord("œ"): "oe", ord("æ"): "ae"}
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# Languages whose words are also known without their accents.
_OFTEN_PLAIN: Final = frozenset({"de", "fr", "es", "pt", "it", "sv"})


def _plain(word: str) -> str:
    return word if word.isascii() else word.translate(_PLAIN_LETTERS)


def _spellings(word: str, language: str) -> tuple[str, ...]:
    if word.isascii() or language not in _OFTEN_PLAIN:
        return (word,)
    if language == "de":
        return (word, _plain(word), word.translate(_UMLAUTS))
    return (word, _plain(word))


def _word_scores() -> dict[str, dict[str, float]]:
    scores: dict[str, dict[str, float]] = {word: {} for word in INTERNATIONAL}
    for table, weight in ((FUNCTION_WORDS, _FUNCTION), (EVERYDAY, _COMMON)):
        for language, words in table.items():
            for word in words.split():
                for spelling in _spellings(word, language):
                    scores.setdefault(spelling, {}).setdefault(language, weight)
    return scores


def _word_class(word: str, language: str) -> tuple[str, str]:
    """Gives the stem of a noun or an adjective and the class of its endings."""
    if language == "it" and word[-1] in "oaie":
        return word[:-1], "it"
    if language in {"es", "pt"} and word[-1] in "oa":
        return word[:-1], f"{language}-{word[-1]}"
    if language == "de" and word[-1] == "e":
        return word[:-1], language
    return word, language


def _stem_classes() -> dict[str, tuple[tuple[str, str], ...]]:
    classes: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for name, stems in VERB_STEMS.items():
        for stem in stems.split():
            for spelling in _spellings(stem, name[:2])[-2:]:
                classes[_plain(spelling)][name[:2], name] = None
    for language, words in (*FUNCTION_WORDS.items(), *EVERYDAY.items()):
        if language not in INFLECTIONS:
            continue
        for word in words.split():
            if len(word) >= _SHORTEST_NOUN:
                for spelling in _spellings(word, language)[-2:]:
                    stem, name = _word_class(_plain(spelling), language)
                    classes[stem][language, name] = None
    return {stem: tuple(found) for stem, found in classes.items()}


def _inflections() -> dict[str, frozenset[str]]:
    endings = {name: set(listed.split()) for name, listed in INFLECTIONS.items()}
    for name, hosts in CLITIC_HOSTS.items():
        endings[name].update(host + clitic for host in hosts.split() for clitic in CLITICS)
    return {name: frozenset(listed) for name, listed in endings.items()}


_WORDS: Final = _word_scores()
_STEMS: Final = _stem_classes()
_INFLECTIONS: Final = _inflections()
_LONGEST_ENDING: Final = max(len(ending) for listed in _INFLECTIONS.values() for ending in listed)
_ACCENTED: Final = {"en": "", "de": "äöüß", "fr": "àâæçéèêëîïôœùûüÿ", "es": "áéíóúüñ"}
# Classes with verb forms that are the bare stem: komm, werk, il attend.
_BARE: Final = frozenset({"de", "nl", "fr-re"})
_BY_LETTER: Final = {
    letter: tuple(language for language, letters in LETTERS.items() if letter in letters)
    for letter in "".join(LETTERS.values())
}
_BY_ENDING: Final = tuple(
    (ending, language, weight)
    for table, weight in ((ENDINGS, _ENDING), (STRONG_ENDINGS, _STRONG_ENDING))
    for language, endings in table.items()
    for ending in endings
)
_ANY_ENDING: Final = tuple({ending for ending, _, _ in _BY_ENDING})
# l'air, jusqu'ici, d'accord
_ELIDED: Final = re.compile("(?:[cdjlmnst]|(?:jus|lors|puis)?qu)'(?=[a-z\u00df-\u024f]{2}|[ayà]$)")
_GERMAN_PREFIX: Final = re.compile(
    f"(?:{'|'.join(sorted(GERMAN_PREFIXES.split(), key=len, reverse=True))})?(?:ge|zu)?"
)
# holaaa, sooooo
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh", "o")
_PLAIN_FORMS: Final = (
    ("'s", ""), ("ies", "y"), ("ied", "y"), ("ily", "y"), ("ier", "y"), ("iest", "y"),
    ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("in'", ""),
    ("er", ""), ("er", "e"), ("est", ""), ("ly", ""), ("y", ""),
)  # fmt: skip


def _is_everyday_english(word: str) -> bool:
    return _WORDS.get(word, {}).get("en") == _COMMON


def _is_inflected_english(word: str) -> bool:
    for ending, plain in _PLAIN_FORMS:
        if not word.endswith(ending):
            continue
        base = word.removesuffix(ending) + plain
        # boxes and wishes, but not totales
        if ending == "es" and not base.endswith(_SIBILANTS):
            continue
        if _is_everyday_english(base):
            return True
        # stopped, running
        if len(base) > 3 and base[-1] == base[-2] and _is_everyday_english(base[:-1]):
            return True
    return False


def _inflected(plain: str) -> set[str]:
    """Gives the languages of which the word, without accents, is a known stem and an ending."""
    found: set[str] = set()
    for cut in range(max(2, len(plain) - _LONGEST_ENDING), len(plain) + 1):
        ending = plain[cut:]
        for language, name in _STEMS.get(plain[:cut], ()):
            if ending in _INFLECTIONS[name] or (not ending and name in _BARE):
                found.add(language)
    return found


def _is_german_part(plain: str) -> bool:
    return "de" in _WORDS.get(plain, ()) or "de" in _inflected(plain)


def _is_german_composed(plain: str) -> bool:
    """Tells whether the word is a prefix with a stem (abgeholt) or two words (Milchkaffee)."""
    prefix = _GERMAN_PREFIX.match(plain)
    # ab-zu-geben, ge-kauf-t, and ge- that belongs to the stem
    longest = prefix.end() if prefix else 0
    for length in (longest, longest - len("ge")):
        rest = plain[max(length, 0) :]
        if length > 1 and len(rest) >= _SHORTEST_PART and "de" in _inflected(rest):
            return True
    for cut in range(_SHORTEST_PART, len(plain) - _SHORTEST_PART):
        tail = plain[cut:]
        # Yoga-kurs
        if not (_is_german_part(plain[:cut]) or plain[:cut] in INTERNATIONAL):
            continue
        # Tomate-n-salat, Geburt-s-tag
        if _is_german_part(tail) or (tail[0] in "sn" and _is_german_part(tail[1:])):
            return True
    return False


def _may_be(word: str, language: str) -> bool:
    """Tells whether the language has the accents of the word: raté is no English rate."""
    letters = _ACCENTED.get(language)
    return letters is None or all(letter.isascii() or letter in letters for letter in word)


def _known(word: str) -> dict[str, float]:
    """Gives the scores of a word that stands in the tables or derives from one that does."""
    plain = _plain(word)
    scores = dict(_WORDS.get(word) or _WORDS.get(plain) or {})
    if word not in _WORDS:
        for language in scores.keys() & _ACCENTED.keys():
            if not _may_be(word, language):
                del scores[language]
    # An English word is no rare form of a Spanish or French verb (care, tires), and a word known
    # with its accents is none of one without (água).
    if "en" not in scores and (word not in _WORDS or word.isascii()):
        for language in _inflected(plain):
            if _may_be(word, language):
                scores.setdefault(language, _COMMON)
        if _is_inflected_english(word):
            scores["en"] = _COMMON
    if not scores and len(plain) >= 2 * _SHORTEST_PART and _is_german_composed(plain):
        scores["de"] = _COMMON
    return scores


@cache
def _letter_groups() -> dict[str, tuple[float, ...]]:
    """Gives for each group of three letters how likely each language is to write it (log).

    Counted from the tables when the first unknown word asks, so that the import stays quick.
    """
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(_MODELLED))
    totals = [1] * len(_MODELLED)
    for place, language in enumerate(_MODELLED):
        words = f"{FUNCTION_WORDS.get(language, '')} {EVERYDAY.get(language, '')}".split()
        for word in words:
            marked = f"^{word}$"
            for start in range(len(marked) - 2):
                counts[marked[start : start + 3]][place] += 1
            totals[place] += len(word)
    return {
        group: tuple(
            log(_SEEN * count / total + _UNSEEN) for count, total in zip(found, totals, strict=True)
        )
        for group, found in counts.items()
    }


def _by_letter_groups(word: str) -> tuple[str, float]:
    """Gives the language that an unknown word looks like, and how sure that is."""
    groups = _letter_groups()
    marked = f"^{word}$"
    found = [groups.get(marked[start : start + 3]) for start in range(len(marked) - 2)]
    sums = [sum(column) for column in zip(*filter(None, found), strict=True)]
    if not sums:
        return UNSURE, 0.0
    best = max(sums)
    return _MODELLED[sums.index(best)], 1 / sum(exp(value - best) for value in sums)


def _guessed(word: str) -> dict[str, float]:
    """Gives what the letters and the ending of an unknown word say."""
    scores: defaultdict[str, float] = defaultdict(float)
    for letter in set(word) & _BY_LETTER.keys():
        for language in _BY_LETTER[letter]:
            scores[language] += _LETTER / len(_BY_LETTER[letter])
    if len(word) > 4 and word.endswith(_ANY_ENDING):
        # The strong endings stand last and so count alone where both kinds fit.
        best = {name: weight for ending, name, weight in _BY_ENDING if word.endswith(ending)}
        for language, weight in best.items():
            scores[language] += weight
    if len(word) >= _SHORTEST_GUESS:
        language, sure = _by_letter_groups(word)
        if sure > _SURE:
            plain_to_see = sure > _VERY_SURE and len(word) >= _LONG
            weight = _COMMON if plain_to_see else _GUESS
            if language not in _NAMED:
                weight *= _WATCHED_SHARE
            scores[language] = max(scores[language], round(weight * sure, 1))
    return scores


@lru_cache(maxsize=16384)
def _scores_of(word: str) -> _Scores:
    """Gives what one lower-case word says for each language."""
    # María, bars, Tom's
    if word in INTERNATIONAL or (
        word not in _WORDS and not INTERNATIONAL.isdisjoint({_plain(word), word.rstrip("'s")})
    ):
        return ()
    elided = _ELIDED.match(word)
    stem = word[elided.end() :] if elided and word not in _WORDS else word
    scores = _known(stem)
    if not scores and _DRAWN_OUT.search(stem):
        scores = _known(_DRAWN_OUT.sub(r"\1", stem))
    scores = scores or _guessed(stem)
    if stem is not word:
        scores.pop("en", None)
        scores["fr"] = scores.get("fr", 0.0) + _ELISION
        scores["it"] = scores.get("it", 0.0) + _ELISION
    if not _NAMED.isdisjoint(scores):
        for language in scores.keys() - _NAMED:
            scores[language] *= _WATCHED_SHARE
    return tuple(scores.items())


def _latin_language(words: list[str], prior: str, *, spanish_marks: bool) -> str:
    """Gives the language of Latin words, or `und` where no named language is clearly ahead."""
    totals: defaultdict[str, float] = defaultdict(float)
    if spanish_marks:
        totals["es"] += _LETTER
    for word in words:
        if len(word) > _LONGEST_WORD:
            continue
        for language, score in _scores_of(word):
            totals[language] += score
    # The person's own language wins a tie (excellent), but never without a word of its own.
    if totals.get(prior, 0.0) >= _ENOUGH:
        totals[prior] += _MARGIN
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
    if prior in {"ja", "ko", "zh"}:
        return prior
    return "ja" if _JAPANESE_WORDS.search("".join(characters)) else "zh"


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
        locale: The person's locale, such as `ja-JP`; it decides Han-only text that tells nothing
            and a tie between Latin languages.

    Returns:
        At least one tag; `und` alone when there are no letters or no language is clearly ahead.
    """
    plain = _NOT_WORDS.sub(" ", fold(text).text)
    prior = _primary(locale)
    weights = {} if plain.isascii() else _cjk_weights(plain, prior)
    cjk = sum(weights.values())
    latin_words = [word.lower() for word in _LATIN.findall(plain)]
    latin = sum(map(len, latin_words))
    other = 0 if plain.isascii() else len(_OTHER.findall(plain))
    if latin_words and not (cjk and len(latin_words) < _LATIN_WORDS_IN_CJK):
        language = _latin_language(latin_words, prior, spanish_marks="¿" in plain or "¡" in plain)
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


def forget_words() -> None:
    """Lets go of the words that were kept to be quick."""
    _scores_of.cache_clear()
