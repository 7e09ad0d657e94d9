"""Reminders out of one unlocked vault: when something is to be told of, and what.

Rules decide what may be brought up (purpose `remind`). The moments alone tell no content, and are
all that may outlive the lock; a memory is opened when its moment has come.
"""

from __future__ import annotations

from dataclasses import dataclass

from device.compose import Device
from device.memory.recall import Upcoming
from device.memory.reminders import LONGEST_DAYS, Due, Reminder, due, reminders
from device.memory.sentence.ahead import Ahead
from policy.catalog import Language

_NEXT_DAYS = LONGEST_DAYS + 1


@dataclass(frozen=True, slots=True)
class Reminding:
    """When to speak, and of what."""

    device: Device

    def ahead(self) -> list[Reminder]:
        """Gives every moment of the days near enough to be told of; opens nothing."""
        dues, settings = self.device.recall.coming(_NEXT_DAYS), self.device.settings
        return reminders(dues, settings.market, settings.reminders, settings.timezone)

    def moments(self) -> tuple[int, ...]:
        """Gives when something will be told of, Unix seconds, each once, the next first.

        They may outlive the lock, so what lies behind a step-up has none.
        """
        now = self.device.clock()
        coming = (one for one in self.ahead() if one.at > now)
        return tuple(sorted({one.at for one in coming if not self._needs_step_up(one.memory)}))

    def _needs_step_up(self, memory: int) -> bool:
        vault = self.device.vault
        row = vault.find_row(memory)
        if row is None or not vault.has_step_up:
            return False
        return vault.record(int(row["rule"][0])).class_name.needs_step_up

    def coming(self, language: Language) -> list[tuple[int, Upcoming]]:
        """Releases what will be told of, each with its moment, the next first."""
        now = self.device.clock()
        found = [one for one in self.ahead() if one.at > now]
        days = {(one.memory, one.day): _due(one) for one in found}
        opened = self.device.recall.days(list(days.values()), language) if days else []
        known = {(one.card.id, one.day): one for one in opened}
        return [
            (one.at, known[one.memory, one.day]) for one in found if (one.memory, one.day) in known
        ]

    def due(self, since: int | None, language: Language) -> list[Upcoming]:
        """Releases what is to be told now.

        Args:
            since: The last look, Unix seconds; None where there was none.
        """
        found = due(self.ahead(), since, self.device.clock())
        return self.device.recall.days([_due(one) for one in found], language) if found else []


def _due(reminder: Reminder) -> Due:
    ahead = Ahead(reminder.day, reminder.minute, reminder.occasion, yearly=False)
    return reminder.day, reminder.memory, ahead
