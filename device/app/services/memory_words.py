"""Makes of what the vault released the rows that screens show."""

from __future__ import annotations

from dataclasses import dataclass

from device.app.services.rule_words import badge_name
from device.app.viewmodels.rows import ClosedRow, MemoryRow
from device.app.viewmodels.wording import badge, class_word, moment_words, say, source_word
from device.memory.records import Card, Closed
from device.vault.store import Vault
from policy.catalog import Language
from policy.vocabulary import ClassName


@dataclass(frozen=True, slots=True)
class MemoryWords:
    """The words of one vault in one language.

    Attributes:
        today: The date in the vault's zone, ISO 8601.
    """

    vault: Vault
    language: Language
    today: str

    def of_card(self, card: Card) -> MemoryRow:
        """Gives the row of a memory that was released."""
        return self.row(
            card.id, card.text, card.when or "", card.language, card.source, card.speaker
        )

    def row(
        self, memory_id: int, text: str, at: str, language: str, source: str, speaker: str
    ) -> MemoryRow:
        """Gives the row of an open memory.

        Args:
            at: When it was said, ISO 8601; empty where nobody knows.
        """
        found = self.vault.find_row(memory_id)
        assert found is not None, "only what is open becomes a row"
        record = self.vault.record(int(found["rule"][0]))
        rule_badge = badge_name(record, has_step_up=self.vault.has_step_up)
        day, when = moment_words(self.language, at, self.today)
        return MemoryRow(
            id=memory_id,
            text=text,
            when=when,
            day=day,
            language=language,
            source=source_word(self.language, source),
            speaker=speaker,
            class_name=record.class_name.value,
            class_word=class_word(self.language, record.class_name),
            labels=tuple(say(self.language, f"label_{label}") for label in record.labels),
            rule_badge=badge(self.language, rule_badge),
            at=at,
            source_name=source,
            label_names=tuple(label.value for label in record.labels),
            badge_name=rule_badge,
        )

    def of_closed(self, closed: Closed) -> ClosedRow:
        """Gives the row of a class that stayed closed."""
        return ClosedRow(
            class_name=closed.class_name,
            class_word=class_word(self.language, closed.class_name),
            rule_text=closed.rule_text,
            opens_with=closed.opens_with,
            can_step_up=self._is_second_lock(closed.class_name),
        )

    def opens(self, class_name: str) -> str:
        """Says how long what is shown of a class stays open."""
        key = "opens_step_up" if self._is_second_lock(class_name) else "opens_unlocked"
        return say(self.language, key)

    def _is_second_lock(self, class_name: str) -> bool:
        return self.vault.has_step_up and ClassName(class_name).needs_step_up
