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
from device.encoder.tags import LANGUAGES, mask_of, tags_of
from device.errors import IntegrityError, Unavailable
from device.memory.current import CurrentEncoder
from device.memory.domain_gate import shares_of
from device.memory.index import Hit, MemoryIndex
from device.memory.rank import Asked
from device.memory.records import Card, Closed, Memory
from device.memory.reminders import Due
from device.memory.scanned import Within
from device.memory.sentence.ahead import Occasion
from device.memory.sentence.times import tense_of, time_named
from device.memory.terms import question_terms, shared_words
from device.memory.threads import Threads
from device.memory.translate import senses, sure_terms, words_that_say
from device.memory.weave import Tie, TieKind
from device.memory.wording import asks_number
from device.opened import Opened
from device.settings import Settings
from device.vault.store import Vault
from policy.catalog import Catalog, Language
from policy.decide import Decision, Permit, StepUp
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
        unsure: Says what was never said of what the question names; the cards are what is nearest
            all the same. Empty where they may answer.
    """

    memories: tuple[Card, ...]
    closed: tuple[Closed, ...]
    is_refused: bool
    waiting: int
    unsure: str = ""

    @property
    def is_unsure(self) -> bool:
        """Whether nothing seems to be what was asked."""
        return bool(self.unsure)


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
class ThreadLine:
    """A memory of a thread.

    Attributes:
        tie: By what it is tied to the memory that the thread was asked of.
        is_replaced: Something newer replaced it.
    """

    card: Card
    tie: Tie
    is_replaced: bool


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
        self._threads = Threads(vault, guard, index)

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
        asked = self._asked(question, language)
        hits = self.index.rank(asked, purpose, limit, within)
        opened = self._guard.release([hit.id for hit in hits], purpose)
        scored = {hit.id: hit for hit in hits}
        sure = sure_terms(asked.senses)
        cards = tuple(
            self._card(question, item, scored[int(item.row["id"][0])], language, sure)
            for item in opened
        )
        everything = len(self._guard.closed(purpose)) == len(ClassName)
        refused = everything and not len(self._permitted(purpose)[0])
        closed = self.closed(purpose, language, all_of_them=refused)
        unsure = self._unsure(asked, opened, language)
        return Answer(cards, closed, refused, self.index.texts.waiting, unsure)

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
        every = [int(one) for one in self._permitted(purpose)[0]]
        opened = self._guard.release(every, purpose, is_answer=False)
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
        shown = [int(item_id) for item_id in ids[newest]]
        opened = self._guard.release(shown, purpose, is_answer=False)
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
            senses(question, tags, tags_of(self.index.languages(), LANGUAGES)),
            shares_of(question),
            asks_number(question),
        )

    def _unsure(self, asked: Asked, opened: Sequence[Opened], language: Language) -> str:
        """Says which words of a question no memory has, where that leaves little of it.

        Not of a question that shows a goal, for it asks for no fact; nor where what was found is in
        another language and has no word of it.
        """
        if asked.expansion is not None or not opened:
            return ""
        spoken = [int(item.row["languages"][0]) & asked.languages for item in opened]
        if asked.languages and sum(map(bool, spoken)) * 2 < len(spoken):
            return ""
        say = partial(self._device_catalog.say, language)
        words = self.index.texts.never_said(asked.text)[:_SHOWN_WORDS]
        return say("recall.never_said", words=say("recall.comma").join(words)) if words else ""

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
        today = self._today()
        due = [] if today is None else self.index.texts.coming(today, within_days)
        return self.days(due, language, purpose)

    def coming(self, within_days: int, purpose: Purpose = Purpose.REMIND) -> list[Due]:
        """Gives the days ahead that may be brought up. Nothing that is indexed is opened."""
        self._guard.tick()
        today = self._today()
        if today is None:
            return []
        due = self.index.texts.coming(today, within_days)
        allowed = set(self._permitted(purpose)[0].tolist()) if due else set()
        return [one for one in due if one[1] in allowed]

    def days(
        self, due: Sequence[Due], language: Language, purpose: Purpose = Purpose.REMIND
    ) -> list[Upcoming]:
        """Releases the memories of these days, as far as rules permit, in the order given."""
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

    def _today(self) -> date | None:
        try:
            return datetime.fromtimestamp(self._clock(), self._settings.timezone).date()
        except (OverflowError, OSError, ValueError):
            return None  # a clock of no calendar tells of no day to come

    def thread(
        self, item_id: int, purpose: Purpose, language: Language
    ) -> list[ThreadLine] | Decision | None:
        """Gives the thread of a memory, itself included; or what `show` gives where it is closed.

        Raises:
            IntegrityError: the memory is damaged.
        """
        self._guard.tick()
        row = self._vault.find_row(item_id)
        if row is None:
            return None
        decision = self._guard.decide(row, self._vault.record(int(row["rule"][0])), purpose)
        if not isinstance(decision, Permit):
            return decision
        (found,) = self.threads([item_id], purpose, language).values()
        if item_id in self._guard.damaged:
            raise IntegrityError("vault.row_damaged", id=item_id)
        return found

    def threads(
        self,
        ids: Sequence[int],
        purpose: Purpose,
        language: Language,
        known: Sequence[Card] = (),
    ) -> dict[int, list[ThreadLine]]:
        """Gives the threads of memories, each in the order of time and with the memory itself.

        Args:
            known: What is shown already, and is not read again.
        """
        woven = self._threads.of(ids, purpose)
        cards = {card.id: card for card in known}
        wanted = [
            one for seed, tied in woven.items() for one in (seed, *(each.id for each in tied))
        ]
        missing = [one for one in dict.fromkeys(wanted) if one not in cards]
        for item in self._guard.release(missing, purpose) if missing else ():
            item_id = int(item.row["id"][0])
            cards[item_id] = self._card("", item, Hit(item_id, 0.0, 0.0, 0.0), language)
        replaced = {one for one in cards if self.index.texts.newer(one)}
        found: dict[int, list[ThreadLine]] = {item_id: [] for item_id in ids}
        for seed, tied in woven.items():
            ties = {seed: Tie(TieKind.SEED)} | {one.id: one.tie for one in tied}
            lines = [
                ThreadLine(cards[one], tie, is_replaced=one in replaced)
                for one, tie in ties.items()
                if one in cards
            ]
            found[seed] = sorted(lines, key=lambda line: (self._said(line.card.id), line.card.id))
        return found

    def _said(self, item_id: int) -> int:
        row = self._vault.find_row(item_id)
        return 0 if row is None else int(row["at"][0])

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

    def _card(
        self,
        question: str,
        item: Opened,
        hit: Hit,
        language: Language,
        sure: frozenset[str] = frozenset(),
    ) -> Card:
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
            why=self._why(question, memory, hit, language, sure),
            rule=", ".join(item.decision.rules),
            rule_text=explain(item.decision, self._guard.bundle, self._policy_catalog, language),
            reads=self._vault.reads(int(row["id"][0])),
            score=round(hit.score, 4),
        )

    def _why(
        self,
        question: str,
        memory: Memory,
        hit: Hit,
        language: Language,
        sure: frozenset[str],
    ) -> str:
        """Gives why a memory came: what it shares, then who said it and when, if asked for."""
        say = partial(self._device_catalog.say, language)
        if not question:
            return say("recall.asked_by_id")
        told = []
        if words := shared_words(question, memory.index_text)[:_SHOWN_WORDS]:
            told.append(say("recall.shares_words", words=say("recall.comma").join(words)))
        elif words := words_that_say(sure, memory.index_text)[:_SHOWN_WORDS]:
            told.append(say("recall.says", words=say("recall.comma").join(words)))
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
