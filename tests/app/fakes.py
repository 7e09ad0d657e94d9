"""A vault for screens: it answers at once, in three languages, with text that is hard to set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from device.app.viewmodels.day_rows import Answer, DayRow, Reminded, Standing, TiedRow
from device.app.viewmodels.keeping_rows import (
    NO_DAMAGE,
    BackedUp,
    CheckedState,
    Conversation,
    DamageState,
    FactorRow,
    OwnersState,
)
from device.app.viewmodels.key_talk import KeyTalk
from device.app.viewmodels.rows import (
    AccessRow,
    ClosedRow,
    FederationState,
    MemoryDetail,
    MemoryRow,
    OpenedVault,
    PartPhase,
    PartState,
    RecallAnswer,
    RecallCard,
    RecallFilter,
    RememberedRow,
    SentRow,
    TimelinePage,
)
from device.app.viewmodels.wording import badge, class_word, say
from device.errors import Locked, Unavailable
from policy.catalog import Language
from tests.people import START

PASSPHRASE = "open sesame"
STEP_UP = "second secret"
PIN = "123456"
CODE = "7K3M-9QXW-0HTB-V2RE-8ZND-4SJC-6YGP-1FA5-T8KQ"
GRANT_S = 300
CLOSED_TEXT = "우리은행 계좌에 월급 320만 원이 들어왔어"
HARD_TEXTS = (
    "미나는 메밀 알레르기가 있어서 평양냉면을 못 먹는다 🍜",
    "来週の土曜日、午後3時に「下北沢」のカフェで健二さんと勉強会。持ち物は、ノートとペン。",
    "[b]no markup[/b] & [color=#ff0000]not red[/color] [ref=x]",
    "https://example.org/a/very/long/address/without/any/space/in/it/at/all/0123456789/" * 2,
    "家族👨‍👩‍👧‍👦と旗🇰🇷🇯🇵と👍🏽、それから1️⃣と♨️。",
    "漢字" * 60,
    "Line one\nline two\n\nline four",
    "\u202eevil override\u202c and a bell \x07",
    " ",
)


@dataclass
class FakeVault:
    """What `VaultService` is to the models, without a vault.

    Attributes:
        calls: Names of what was asked, in order.
    """

    language: Language = "en"
    calls: list[str] = field(default_factory=list)
    is_stepped_up: bool = False
    training: bool = False
    statistics: bool = False
    forgotten: set[int] = field(default_factory=set)
    remembered: list[str] = field(default_factory=list)
    texts: tuple[str, ...] = HARD_TEXTS
    is_made: bool = True
    is_older: bool = False
    has_recovery: bool = False
    kinds: tuple[str, ...] = ("passphrase",)
    keystore: str = ""
    damaged: DamageState = NO_DAMAGE
    words_waiting: int = 0
    unsure: str = ""
    asked_within: RecallFilter | None = None
    now: int = START
    may_touch: Event = field(default_factory=Event)
    may_back_up: Event = field(default_factory=Event)
    part: PartState = field(default_factory=lambda: PartState(PartPhase.WAITING))
    has_days: bool = True
    stands: Standing = field(default_factory=Standing)
    due_at: int | None = None  # when something is to be told of; None: nothing is

    def open(self, folder: Path, passphrase: str, *, is_code: bool = False) -> OpenedVault:
        self.calls.append("open with code" if is_code else "open")
        if self.is_older:
            raise Unavailable("vault.older_format", found=1, known=2)
        if passphrase != (CODE if is_code else PASSPHRASE):
            raise Locked("vault.wrong_passphrase")
        return self._opened()

    def upgrade(self, folder: Path, passphrase: str, step_up: str) -> OpenedVault:
        self.calls.append("upgrade")
        if passphrase != PASSPHRASE or step_up != STEP_UP:
            raise Locked("vault.wrong_step_up")
        self.is_older = False
        return self._opened()

    def restore(
        self,
        backup: Path,
        folder: Path,
        secret: str,
        *,
        is_code: bool,
        progress: Callable[[int, int], None],
    ) -> tuple[OpenedVault, str]:
        self.calls.append(f"restore {backup}")
        if secret != (CODE if is_code else PASSPHRASE):
            raise Locked("vault.wrong_passphrase")
        progress(1, 2)
        self.is_made = True
        return self._opened(), "2026-11-20 14:05"

    def _opened(self) -> OpenedVault:
        return OpenedVault(self.language, True, self.step_up_kinds(), self.keystore)

    @property
    def keeping(self) -> FakeVault:
        return self

    def owners(self) -> OwnersState:
        factors = tuple(
            FactorRow(f"{at}" * 32, kind, "strong") for at, kind in enumerate(self.kinds, 1)
        )
        return OwnersState(factors, self.has_recovery, self.keystore, self.is_stepped_up)

    def make_recovery_code(self) -> str:
        self.has_recovery = True
        return CODE

    def drop_recovery_code(self) -> None:
        self.has_recovery = False

    def change_passphrase(self, passphrase: str) -> None:
        self.calls.append("change passphrase")

    def set_step_up(self, secret: str) -> OwnersState:
        self.calls.append("set step-up")
        self.is_stepped_up = False
        return self.owners()

    def add_keychain(self) -> str:
        self.kinds = (*self.kinds, "keychain")
        return "strong"

    def add_key(self, talk: KeyTalk) -> str:
        self._ask(talk)
        self.kinds = (*self.kinds, "fido2")
        return "biometric"

    def remove_factor(self, factor_id: str) -> OwnersState:
        self.kinds = self.kinds[:-1]
        return self.owners()

    def rotate(self, progress: Callable[[int, int], None]) -> int:
        progress(1, 2)
        self.calls.append("rotate")
        return 2

    def step_up_kinds(self) -> tuple[str, ...]:
        return self.kinds

    def step_up_with_key(self, talk: KeyTalk) -> int:
        self._ask(talk)
        self.is_stepped_up = True
        return GRANT_S

    def step_up_with_keychain(self) -> int:
        self.is_stepped_up = True
        return GRANT_S

    def _ask(self, talk: KeyTalk) -> None:
        if talk.ask_pin() != PIN:
            raise Locked("vault.key_refused")
        talk.touch()
        self.may_touch.wait(60)
        if talk.is_cancelled:
            raise Locked("vault.key_refused")

    def backup(
        self, folder: Path, progress: Callable[[int, int], None], should_stop: Callable[[], bool]
    ) -> BackedUp | None:
        self.calls.append(f"backup {folder}")
        progress(37, 100)
        self.may_back_up.wait(60)
        return None if should_stop() else BackedUp(412, 3, 100)

    def note_deletions(self, folder: Path) -> None:
        self.calls.append(f"deletions {folder}")

    def check(self) -> CheckedState:
        return CheckedState(1234, 5678, self.damaged)

    @property
    def days(self) -> FakeVault:
        return self

    def upcoming(self) -> tuple[DayRow, ...]:
        if not self.has_days:
            return ()
        far = (0, 1, 1, 12, 319)
        days = (21, 22, 22, 3, 6)
        return tuple(self._day(at + 1, *one) for at, one in enumerate(zip(far, days, strict=True)))

    def _day(self, number: int, far: int, day: int) -> DayRow:
        date = f"2026-{'11' if far < 2 else '12'}-{day:02}"
        key = "how_far_today" if not far else "how_far_tomorrow" if far == 1 else "how_far_days"
        how_far = self._say(key, days=far)
        month = self._say("month_12")
        weekday = self._say("weekday_3")
        heading = self._say("day_this_year", weekday=weekday, month=month, day=day)
        return DayRow(
            self._row(number, self.texts[(number - 1) % len(self.texts)], "everyday"),
            day=how_far if far < 2 else heading,
            when="15:00" if number % 2 else "",
            how_far=how_far,
            occasion=self._say("occasion_appointment" if number < 4 else "occasion_birthday"),
            date=date,
        )

    def due(self, since: int | None) -> Reminded:
        self.calls.append("due")
        now, moment = self.now, self.due_at
        is_due = moment is not None and moment <= now and (since is None or moment > since)
        rows = (self._day(1, 1, 22),) if is_due else ()
        return Reminded(rows, now, (moment,) if moment is not None and moment > now else ())

    def set_reminders(self, frequency: str) -> None:
        self.calls.append(f"reminders {frequency}")

    def standing(self, memory_id: int) -> Standing:
        return self.stands

    def set_quiet(self, memory_id: int, *, is_quiet: bool) -> Standing:
        self.stands = replace(self.stands, is_quiet=is_quiet)
        return self.stands

    def set_pinned(self, memory_id: int, *, is_pinned: bool) -> Standing:
        self.stands = replace(self.stands, is_pinned=is_pinned, is_faded=False)
        return self.stands

    def doubted(self, other: int) -> MemoryRow:
        return self._row(other, self.texts[other - 1], "everyday")

    def settle(self, memory_id: int, other: int, answer: Answer) -> Standing:
        self.calls.append(f"{answer} of {memory_id} and {other}")
        self.stands = replace(self.stands, doubt=None)
        return self.stands

    def thread(self, memory_id: int) -> tuple[TiedRow, ...]:
        self.calls.append("thread")
        rows = self._rows()[:4]
        return tuple(
            TiedRow(
                row,
                self._say("tie_replaces" if at % 2 else "tie_by_way"),
                is_replaced=at == 1,
                is_seed=row.id == memory_id,
            )
            for at, row in enumerate(rows)
            if self.has_days or row.id == memory_id
        )

    def index_more(self) -> bool:
        return False

    def waiting(self) -> int:
        return self.words_waiting

    def conversation(self, title: str) -> Conversation:
        return Conversation(title, frozenset({1, 2, 77}), 2)

    def forget_conversation(self, title: str) -> list[str]:
        self.forgotten |= {1, 2, 77}
        return []

    def create(self, folder: Path, passphrase: str, step_up: str, owner: str) -> OpenedVault:
        self.calls.append(f"create {owner}")
        assert passphrase == PASSPHRASE
        self.is_made = True
        return OpenedVault(self.language, bool(step_up), self.kinds, self.keystore)

    def close(self) -> None:
        self.calls.append("close")
        self.is_stepped_up = False

    def step_up(self, secret: str) -> int:
        if secret != STEP_UP:
            raise Locked("vault.wrong_step_up")
        self.is_stepped_up = True
        return GRANT_S

    def end_step_up(self) -> None:
        self.is_stepped_up = False

    def set_language(self, language: Language) -> None:
        self.calls.append(f"language {language}")

    def remember(self, text: str) -> RememberedRow:
        self.remembered.append(text)
        row = self._row(1000 + len(self.remembered), text, "everyday")
        return RememberedRow(row.id, is_new=True, notice=self._say("remembered"), row=row)

    def timeline(self, offset: int, limit: int) -> list[MemoryRow]:
        return list(self.timeline_page(offset, limit).rows)

    def timeline_page(self, offset: int, limit: int) -> TimelinePage:
        rows = [row for row in self._rows() if row.id not in self.forgotten]
        return TimelinePage(
            tuple(rows[offset : offset + limit]), len(rows), "2026-11-21", self.damaged
        )

    def recall(self, question: str, within: RecallFilter | None = None) -> RecallAnswer:
        self.asked_within = within
        cards = tuple(
            RecallCard(row, f"It has the words {question}.", "Your own memories.", "Open")
            for row in self._rows()[:3]
            if row.id not in self.forgotten
        )
        if self.is_stepped_up:
            row = self._row(77, CLOSED_TEXT, "finance")
            cards = (RecallCard(row, "why", "rule", "Open"), *cards)
        return RecallAnswer(cards, self.closed(), self.words_waiting, self.damaged, self.unsure)

    def closed(self) -> tuple[ClosedRow, ...]:
        if self.is_stepped_up:
            return ()
        word = class_word(self.language, "finance")
        opens = self._say("step_up_body", minutes=5)
        return (ClosedRow("finance", word, "Money stays closed.", opens, can_step_up=True),)

    def detail(self, memory_id: int) -> MemoryDetail:
        every = [*self._rows(), self._row(77, CLOSED_TEXT, "finance")]
        row = next(row for row in every if row.id == memory_id)
        lines = tuple(
            self._say(key) for key in ("rule_keep_forever", "rule_train_no", "rule_leave_no")
        )
        return MemoryDetail(row, lines, tuple(self.accesses(0, 12)), "여름 여행 🏖 夏の旅行の相談")

    def forget(self, memory_id: int) -> str | None:
        self.forgotten.add(memory_id)
        return None

    def rate(self, memory_id: int, kind: str) -> None:
        self.calls.append(f"rate {kind}")

    def accesses(self, offset: int, limit: int, *, before: int | None = None) -> list[AccessRow]:
        count = 12 if before is None else 0
        return [
            AccessRow(
                when=f"14:{at:02}",
                day=self._say("day_today" if at > 6 else "day_yesterday"),
                what="read",
                purpose="recall",
                why=self._say("access_why_engine"),
                memory_ids=(1,),
                count=at,
                who=self._say("who_service"),
                seq=at,
            )
            for at in range(count, 0, -1)
        ]

    def federation(self) -> FederationState:
        figures = {
            "update": (
                3,
                11_656,
                4,
                0.987654,
                ("gate.hidden.weight  32 × 88", "gate.action.bias  2"),
            ),
            "evaluation": (0, 0, 0, 0.0, ()),
            "statistics": (0, 0, 0, 0.0, ()),
            "error": (0, 0, 0, 0.0, ()),
        }
        sent = tuple(
            SentRow(
                when=f"10:0{at}",
                day=self._say("day_today" if at < 2 else "day_yesterday"),
                kind_word=self._say(f"sent_{kind}"),
                what=self._say(
                    f"sent_what_{kind}", numbers="2,914", bytes="11,656", norm=f"{norm:.3f}"
                ),
                round=number,
                bytes=size,
                tensors=tensors,
                norm=norm,
                digest="3f2a91c07be4d85a" * 4,
                shapes=shapes,
                seq=at + 1,
            )
            for at, (kind, (number, size, tensors, norm, shapes)) in enumerate(figures.items())
        )
        return FederationState(
            joined=True,
            server="coordinator.example:9092",
            training=self.training,
            statistics=self.statistics,
            sent=sent if self.training else (),
        )

    def take_part(self) -> PartState:
        is_agreed = self.training or self.statistics
        return self.part if is_agreed else PartState(PartPhase.OFF)

    def try_now(self) -> None:
        self.calls.append("try now")

    def wait_ended(self) -> None:
        self.calls.append("wait ended")

    def set_consent(
        self, *, training: bool | None = None, statistics: bool | None = None
    ) -> FederationState:
        self.training = self.training if training is None else training
        self.statistics = self.statistics if statistics is None else statistics
        return self.federation()

    def _rows(self) -> list[MemoryRow]:
        names = ("everyday", "private", "finance", "guarded")
        return [
            self._row(at, text, names[at % 4] if at % 4 < 2 or self.is_stepped_up else "everyday")
            for at, text in enumerate(self.texts, 1)
        ]

    def _row(self, number: int, text: str, class_name: str) -> MemoryRow:
        badge_name = {"everyday": "owner", "private": "private"}.get(class_name, "step_up")
        row = MemoryRow(
            id=number,
            text=text,
            when="14:05",
            day=self._say("day_today" if number < 3 or number > 900 else "day_yesterday"),
            language="ko",
            source="KakaoTalk",
            speaker="김민서",
            class_name=class_name,
            class_word=class_word(self.language, class_name),
            labels=(self._say("label_health"),),
            rule_badge=badge(self.language, badge_name),
            at="2026-11-21T14:05+09:00",
            source_name="kakaotalk",
            label_names=("health",),
        )
        return replace(row, badge_name=badge_name)

    def _say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)
