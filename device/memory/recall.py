"""Recall: from a question to cards, each with why it came and under which rule it was opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from device.access import Guard
from device.book import Client
from device.encoder.goals import Expansion, Goals, name_of
from device.encoder.language import UNSURE, tag_language
from device.encoder.tags import LANGUAGES, mask_of
from device.errors import IntegrityError, Unavailable
from device.memory.ahead import Occasion
from device.memory.current import CurrentEncoder
from device.memory.index import Hit, MemoryIndex, Within
from device.memory.rank import Asked
from device.memory.records import Card, Closed, Memory
from device.memory.terms import question_terms, shared_words
from device.memory.times import tense_of, time_named
from device.opened import Opened
from device.settings import Settings
from device.vault.store import Vault
from policy.catalog import Catalog, Language
from policy.decide import Decision, StepUp
from policy.explain import explain, opens_with
from policy.obligations import Obligation
from policy.vocabulary import ClassName, Domain, Purpose

_SHOWN_WORDS: Final = 4
_SENTENCE: Final = 3  # terms from which on a question is one


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question brought: cards, and the classes that stayed closed.

    Attributes:
        is_refused: Nothing may be released for this purpose at all.
        waiting: How many memories are not yet found by their words, only by likeness.
    """

    memories: tuple[Card, ...]
    closed: tuple[Closed, ...]
    is_refused: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A day to come that a memory speaks of.

    Attributes:
        minute: Of the day; None where none is named.
    """

    day: date
    minute: int | None
    occasion: Occasion
    card: Card


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a program gets of a memory. Of rules, classes and numbers it is told nothing.

    Attributes:
        when: ISO 8601 in the vault's time zone; None where nobody knows.
        obligations: What was done to it, and what the program has to keep.
    """

    text: str
    when: str | None
    domain: str
    language: str
    obligations: tuple[Obligation, ...]


class Recall:
    """Answers questions from one unlocked vault, through the guard."""

    def __init__(
        self,
        vault: Vault,
        guard: Guard,
        index: MemoryIndex,
        encoder: CurrentEncoder,
        settings: Settings,
        catalogs: tuple[Catalog, Catalog],
        clock: Callable[[], int],
    ) -> None:
        self._vault = vault
        self._guard = guard
        self._encoder = encoder
        self._settings = settings
        self._clock = clock
        self._device_catalog, self._policy_catalog = catalogs
        self.index = index

    def ask(
        self,
        question: str,
        purpose: Purpose,
        language: Language,
        limit: int,
        within: Within | None = None,
    ) -> Answer:
        """Gives the memories that answer a question, best first."""
        self._guard.tick()
        hits = self.index.rank(self._asked(question, language), purpose, limit, within)
        opened = self._guard.release([hit.id for hit in hits], purpose)
        scored = {hit.id: hit for hit in hits}
        cards = tuple(
            self._card(question, item, scored[int(item.row["id"][0])], language) for item in opened
        )
        everything = len(self._guard.closed(purpose)) == len(ClassName)
        refused = everything and not len(self._permitted(purpose)[0])
        closed = self.closed(purpose, language, all_of_them=refused)
        return Answer(cards, closed, is_refused=refused, waiting=self.index.waiting)

    def show(self, item_id: int, purpose: Purpose, language: Language) -> Card | Decision | None:
        """Gives one memory; the decision that refuses it; or None: no open memory has this id.

        Raises:
            IntegrityError: it is damaged.
        """
        self._guard.tick()
        opened = self._guard.release([item_id], purpose)
        if opened:
            return self._card("", opened[0], Hit(item_id, 0.0, 0.0, 0.0), language)
        row = self._vault.find_row(item_id)
        if row is None:
            return None
        if item_id in self._guard.damaged:
            raise IntegrityError("vault.row_damaged", id=item_id)
        return self._guard.decide(row, self._vault.record(int(row["rule"][0])), purpose)

    def ask_as(
        self,
        client: Client,
        question: str,
        purpose: Purpose,
        limit: int,
        within: Within | None = None,
    ) -> list[Excerpt]:
        """Gives a program what its token lets it have for a question, best first."""
        self._guard.tick()
        asked = self._asked(question, self._settings.language)
        hits = self.index.rank(asked, purpose, limit, within, client)
        return self.show_as(client, [hit.id for hit in hits], purpose)

    def show_as(self, client: Client, ids: Sequence[int], purpose: Purpose) -> list[Excerpt]:
        """Gives a program those of these memories that its token lets it have.

        What is closed to it, and what is not there, it cannot tell apart.
        """
        opened = self._guard.release_to(client, ids, purpose)
        return [self._excerpt(item) for item in opened]

    def all(self, purpose: Purpose, language: Language) -> list[Card]:
        """Gives every memory that may be released for a purpose, oldest first."""
        opened = self._guard.release([int(one) for one in self._permitted(purpose)[0]], purpose)
        return [
            self._card("", item, Hit(int(item.row["id"][0]), 0.0, 0.0, 0.0), language)
            for item in opened
        ]

    def page(
        self, purpose: Purpose, language: Language, *, offset: int, limit: int
    ) -> tuple[list[Card], int]:
        """Gives a page of what may be released, the last said first, and how many there are in all.

        A page may be short: what was read as often as its rule allows is told by the decision only.
        """
        self._guard.tick()
        ids, at = self._permitted(purpose)
        newest = np.lexsort((ids, at))[::-1][offset : offset + limit]
        if not len(newest):
            return [], len(ids)  # nothing is opened, so there is nothing to log
        opened = self._guard.release([int(item_id) for item_id in ids[newest]], purpose)
        cards = [
            self._card("", item, Hit(int(item.row["id"][0]), 0.0, 0.0, 0.0), language)
            for item in opened
        ]
        return cards, len(ids)

    def _asked(self, question: str, language: Language) -> Asked:
        tags = tag_language(question, language)
        now = self._clock()
        span = time_named(question, now, self._settings.timezone)
        return Asked(
            question,
            self._encoder.query(question),
            self._expansion(question, language if tags[0] == UNSURE else tags[0]),
            span,
            tense_of(question),
            span is not None and span.until < now,
            _spoken(question, tags),
        )

    def _expansion(self, question: str, spoken: str) -> Expansion | None:
        """Gives what the goal of a question brings, in the language that it is asked in."""
        try:
            return Goals.shipped().expand(question, spoken, self._encoder.encoder)
        except Unavailable:  # an encoder of one's own that is gone: words alone find then
            return None

    def upcoming(
        self, within_days: int, language: Language, purpose: Purpose = Purpose.REMIND
    ) -> list[Upcoming]:
        """Gives what lies ahead by what memories say, the next first."""
        self._guard.tick()
        try:
            today = datetime.fromtimestamp(self._clock(), self._settings.timezone).date()
        except (OverflowError, OSError, ValueError):
            return []  # a clock of no calendar tells of no day to come
        due = self.index.coming(today, within_days)
        opened = self._guard.release([item_id for _, item_id, _ in due], purpose)
        cards = {
            int(item.row["id"][0]): self._card("", item, Hit(0, 0.0, 0.0, 0.0), language)
            for item in opened
        }
        return [
            Upcoming(day, ahead.minute, ahead.occasion, cards[item_id])
            for day, item_id, ahead in due
            if item_id in cards
        ]

    def closed(
        self, purpose: Purpose, language: Language, *, all_of_them: bool = False
    ) -> tuple[Closed, ...]:
        """Gives the classes that stay closed and what would open them, whatever they hold.

        Args:
            all_of_them: Those too that only the purpose closes, memory by memory.
        """
        return tuple(
            Closed(
                class_name=name.value,
                rule=", ".join(decision.rules),
                rule_text=explain(decision, self._guard.bundle, self._policy_catalog, language),
                opens_with=opens_with(
                    decision, self._policy_catalog, language, zone=self._settings.timezone
                ),
            )
            for name, decision in self._guard.closed(purpose).items()
            if all_of_them or isinstance(decision, StepUp) or not self._vault.is_open(name)
        )

    def _permitted(self, purpose: Purpose) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """The ids that may be released for a purpose, ascending, and when each was said."""
        ids, at = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
        for _, chunk, mask in self._guard.masks(purpose):
            chosen = slice(None) if mask is None else mask
            ids.append(chunk.ids[: chunk.n][chosen])
            at.append(chunk.columns["at"][: chunk.n][chosen])
        found = np.concatenate(ids)
        order = np.argsort(found)
        return found[order], np.concatenate(at)[order]

    def _excerpt(self, item: Opened) -> Excerpt:
        memory = item.memory
        return Excerpt(
            text=memory.text,
            when=self._settings.iso(int(item.row["at"][0])) if memory.dated else None,
            domain=memory.domains[0] if memory.domains else Domain.OTHER.value,
            language=memory.languages[0] if memory.languages else "und",
            obligations=item.decision.obligations,
        )

    def _card(self, question: str, item: Opened, hit: Hit, language: Language) -> Card:
        memory, row = item.memory, item.row
        return Card(
            id=int(row["id"][0]),
            text=memory.text,
            when=self._settings.iso(int(row["at"][0])) if memory.dated else None,
            speaker=memory.speaker,
            source=memory.source,
            conversation=memory.conversation,
            reference=memory.reference,
            language=memory.languages[0] if memory.languages else "und",
            languages=memory.languages,
            domains=memory.domains,
            labels=tuple(item.record.labels),
            class_name=item.record.class_name.value,
            why=self._why(question, memory, hit, language),
            rule=", ".join(item.decision.rules),
            rule_text=explain(item.decision, self._guard.bundle, self._policy_catalog, language),
            reads=self._vault.reads(int(row["id"][0])),
            score=round(hit.score, 4),
        )

    def _why(self, question: str, memory: Memory, hit: Hit, language: Language) -> str:
        """Gives why a memory came: what it shares, then who said it and when, if asked for."""
        say = partial(self._device_catalog.say, language)
        if not question:
            return say("recall.asked_by_id")
        told = []
        if words := shared_words(question, memory.index_text)[:_SHOWN_WORDS]:
            told.append(say("recall.shares_words", words=say("recall.comma").join(words)))
        elif hit.helps:
            told.append(say("recall.helps", goal=name_of(language, hit.helps)))
        elif hit.is_beside:
            told.append(say("recall.beside"))
        elif not (hit.is_timely or hit.is_named):
            told.append(say("recall.alike"))
        if hit.is_named:
            told.append(say("recall.spoken", speaker=memory.speaker))
        if hit.is_timely:
            told.append(say("recall.timely"))
        if hit.is_replaced:
            told.append(say("recall.replaced"))
        return ("" if language == "ja" else " ").join(told)


def _spoken(question: str, tags: Sequence[str]) -> int:
    """Gives the languages that a question is in, as a bit mask; 0 where it is but a word or two.

    One word is a little like something in every language.
    """
    if len(question_terms(question)) < _SENTENCE:
        return 0
    return mask_of([tag for tag in tags if tag != UNSURE], LANGUAGES)
