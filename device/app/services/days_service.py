"""What the app asks of days to come, of threads, and of how a memory stands. On the worker only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from compliance.log.events import EventKind
from device.app.services.memory_words import MemoryWords
from device.app.viewmodels.day_rows import Answer, DayRow, Reminded, Standing, TiedRow
from device.app.viewmodels.rows import MemoryRow
from device.app.viewmodels.wording import coming_day_word, how_far_word, say
from device.choices import rebind
from device.compose import Device
from device.errors import BadInput, Locked
from device.memory.doubts import Verdict
from device.memory.recall import ThreadLine, Upcoming
from device.memory.records import Card
from device.memory.reminders import Frequency
from device.memory.sentence.ahead import Occasion
from device.memory.tie_words import told_tie
from device.memory.weave import TieKind
from device.reminding import Reminding
from device.standing import changed
from policy.vocabulary import Purpose
from policy.wishes import Wish

_DAYS = 180
_MOST = 50
_BY_NUMBER = frozenset({TieKind.REPLACED, TieKind.REPLACES, TieKind.BY_WAY})


class DaysService:
    """One unlocked vault, looked at ahead."""

    def __init__(self, device: Device, words: MemoryWords) -> None:
        self._device = device
        self._words = words

    # -- days to come

    def upcoming(self) -> tuple[DayRow, ...]:
        """Releases what lies ahead, the next first."""
        due = self._device.recall.coming(_DAYS)[:_MOST]
        found = self._device.recall.days(due, self._words.language) if due else []
        return self._rows(found)

    def due(self, since: int | None) -> Reminded:
        """Releases what is to be told now.

        Args:
            since: When it was looked last, Unix seconds; None: not in this session.
        """
        reminding, now = Reminding(self._device), self._device.clock()
        found = reminding.due(since, self._words.language)
        return Reminded(self._rows(found), now, reminding.moments())

    @property
    def reminders(self) -> str:
        """How much the owner wants to be reminded: off, few or normal."""
        return self._device.settings.reminders.value

    def set_reminders(self, frequency: str) -> None:
        """Keeps how much the owner wants to be reminded."""
        settings = self._device.settings
        if settings.reminders != frequency:
            wanted = settings.model_copy(update={"reminders": Frequency(frequency)})
            self._device.change_settings(wanted, EventKind.MAINTAINED, reason="reminders")

    def _rows(self, found: Sequence[Upcoming]) -> tuple[DayRow, ...]:
        language, today = self._words.language, date.fromisoformat(self._words.today)
        return tuple(
            DayRow(
                self._words.of_card(one.card),
                day=coming_day_word(language, one.day, today),
                when="" if one.minute is None else f"{one.minute // 60:02}:{one.minute % 60:02}",
                how_far=how_far_word(language, (one.day - today).days),
                occasion=""
                if one.occasion is Occasion.OTHER
                else say(language, f"occasion_{one.occasion}"),
                date=one.day.isoformat(),
            )
            for one in found
        )

    # -- one memory

    def thread(self, memory_id: int) -> tuple[TiedRow, ...]:
        """Releases what belongs to a memory, itself included, in the order of time.

        Raises:
            Locked: it is not open, or not there.
        """
        found = self._device.recall.thread(memory_id, Purpose.RECALL, self._words.language)
        if not isinstance(found, list):
            raise Locked("app.not_open")
        return tuple(
            TiedRow(
                self._words.of_card(line.card),
                self._tie(line, memory_id),
                line.is_replaced,
                line.tie.kind is TieKind.SEED,
            )
            for line in found
        )

    def _tie(self, line: ThreadLine, memory_id: int) -> str:
        language = self._words.language
        if line.tie.kind in _BY_NUMBER:  # no screen shows numbers
            return say(language, f"tie_{line.tie.kind}")
        return told_tie(replace(line, is_replaced=False), memory_id, language)  # that has its mark

    def standing(self, memory_id: int) -> Standing:
        """Tells how an open memory stands; opens nothing.

        Raises:
            Locked: it is not open, or not there.
        """
        row = self._device.vault.find_row(memory_id)
        if row is None:
            raise Locked("app.not_open")
        record = self._device.vault.record(int(row["rule"][0]))
        usage = self._device.vault.usage(memory_id)
        return Standing(
            is_quiet=Purpose.REMIND not in record.purposes,
            is_pinned=usage.is_pinned,
            is_faded=memory_id in set(self._device.fading.ids().tolist()),
            doubt=self._doubt(memory_id),
        )

    def _doubt(self, memory_id: int) -> int | None:
        """Gives the other memory of an open question; none before everything is indexed."""
        index = self._device.recall.index
        pairs = set() if index.texts.waiting else index.texts.doubts()
        of_it = {pair for pair in pairs if memory_id in pair}
        for doubt in self._device.doubts.all(of_it):
            return doubt.older if doubt.newer == memory_id else doubt.newer
        return None

    def doubted(self, other: int) -> MemoryRow:
        """Releases the memory that says something else.

        Raises:
            Locked: it is not open, or not there.
        """
        card = self._device.recall.show(other, Purpose.RECALL, self._words.language)
        if not isinstance(card, Card):
            raise Locked("app.not_open")
        return self._words.of_card(card)

    def settle(self, memory_id: int, other: int, answer: Answer) -> Standing:
        """Keeps what the owner says of the two. Gives how the memory stands then."""
        newer, older = (other, memory_id) if answer is Answer.OTHER else (memory_id, other)
        verdict = Verdict.BOTH if answer is Answer.BOTH else Verdict.REPLACES
        self._device.doubts.settle(newer, older, verdict)
        return self.standing(memory_id)

    def set_quiet(self, memory_id: int, *, is_quiet: bool) -> Standing:
        """Has a memory never brought up, or lets it be. Gives how it stands then.

        Raises:
            Locked: it is not open, or not there.
            BadInput: a rule of the owner's own keeps it as it is.
        """
        row = self._device.vault.find_row(memory_id)
        if row is None:
            raise Locked("app.not_open")
        before = self._device.vault.record(int(row["rule"][0]))
        wanted = changed(before, Wish(remind=not is_quiet))
        if wanted != before and not rebind(self._device, {memory_id: wanted}):
            raise BadInput("rules.kept_by_own_rule")
        return self.standing(memory_id)

    def set_pinned(self, memory_id: int, *, is_pinned: bool) -> Standing:
        """Keeps a memory from fading, and brings it back; or lets it fade. Gives how it stands."""
        fading = self._device.fading
        (fading.keep if is_pinned else fading.unpin)([memory_id])
        return self.standing(memory_id)
