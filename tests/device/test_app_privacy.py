"""Who read what, and what is shared: the app's words for the log."""

from __future__ import annotations

import pytest

from compliance.log.events import EventKind
from device.app.services.access_words import DEVICE_KINDS
from device.app.viewmodels.federation import FederationModel
from device.app.viewmodels.privacy import PAGE, PrivacyModel
from device.app.viewmodels.recall import RecallModel
from device.app.viewmodels.settings import SettingsModel
from device.federation.protocol import SentKind
from device.settings import Membership
from policy.load import load_catalog
from policy.vocabulary import ClassName, Label, Purpose
from tests.builders import wished
from tests.device.app_desk import BUCKWHEAT, desk_at
from tests.people import reopen

DAY_S = 86_400


@pytest.fixture
def desk(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        desk.unlock()
        yield desk


def privacy(desk):
    model = PrivacyModel(desk.session)
    desk.settle()
    return model


def federation(desk):
    model = FederationModel(desk.session)
    desk.settle()
    return model


# -- who read what


def test_recall_is_listed_with_who_what_for_why_and_how_many(desk):
    recall = RecallModel(desk.session)
    recall.ask("미나 알레르기")
    desk.settle()
    count = len(recall.answer.cards)
    (day, rows), *_ = privacy(desk).days
    assert day == "Today"
    newest = rows[0]
    assert (newest.who, newest.what, newest.purpose) == ("You", "read", "recall")
    assert newest.why == "You may read your own memories."
    assert newest.count == count == len(newest.memory_ids)
    assert 2 in newest.memory_ids


def test_bojagi_s_own_openings_are_listed_too(desk):
    desk.session.work(lambda service: service.index_more(), lambda _: None)
    rows = [row for _, rows in privacy(desk).days for row in rows]
    indexed = next(row for row in rows if row.what == "indexed")
    assert (indexed.who, indexed.why) == ("Bojagi on this device", "So that you can search.")
    assert indexed.count == 3


def test_entries_carry_no_memory_text(desk):
    desk.timeline()
    assert BUCKWHEAT not in repr(privacy(desk).days)


def test_days_are_headings_newest_first(desk):
    desk.later(DAY_S)  # locks
    desk.unlock()
    days = [day for day, _ in privacy(desk).days]
    assert days == ["Today", "Yesterday"]


def test_log_is_read_page_by_page_and_nothing_is_repeated_or_left_out(desk):
    recall = RecallModel(desk.session)
    for number in range(PAGE):
        recall.ask(f"question {number}")
        desk.settle()
    model = privacy(desk)
    assert model.has_more
    recall.ask("one more, which shifts the log")
    desk.settle()
    for _ in range(3):  # more than there are pages
        model.load_more()
        desk.settle()
    assert not model.has_more
    numbers = [row.seq for _, rows in model.days for row in rows]
    assert numbers == list(range(len(numbers) - 1, -1, -1))
    model.refresh()
    desk.settle()
    assert model.days[0][1][0].seq == numbers[0] + 1


def test_reading_the_log_is_not_a_reading_of_memories(desk):
    first = privacy(desk)
    seqs = [row.seq for _, rows in first.days for row in rows]
    again = privacy(desk)
    assert [row.seq for _, rows in again.days for row in rows] == seqs


def test_changed_language_words_the_log_anew(desk):
    model = privacy(desk)
    SettingsModel(desk.session).set_language("ko")
    desk.settle()
    assert model.days[0][0] == "오늘"
    assert model.days[0][1][-1].who == "나"


def test_lock_empties_the_list(desk):
    model = privacy(desk)
    desk.session.lock()
    desk.settle()
    assert model.days == []


def test_refusal_and_erasure_say_their_reason(desk):
    detail = desk.detail(2)
    detail.forget()
    desk.later(30)
    rows = [row for _, rows in privacy(desk).days for row in rows]
    erased = next(row for row in rows if row.what == "erased")
    assert erased.why == "You asked to forget it."
    assert erased.memory_ids == ()
    assert erased.count == 1


@pytest.mark.parametrize("kind", ["used", "dismissed"])
def test_rating_says_what_was_thought_of_it(desk, kind):
    RecallModel(desk.session).rate(2, kind)
    desk.settle()
    rated = privacy(desk).days[0][1][0]
    assert (rated.what, rated.memory_ids) == ("rated", (2,))
    assert ("not" in rated.why) == (kind == "dismissed")


def test_damaged_log_is_told_and_not_shown(desk):
    damage = "UPDATE audit SET leaf = zeroblob(32) WHERE seq = 1"
    desk.session.work(lambda service: service._unlocked.vault._database.run(damage), lambda _: None)
    model = privacy(desk)
    assert "does not fit its seal from event 1" in model.error
    assert model.days == []
    assert not model.busy


# -- words for every member


@pytest.mark.parametrize("kind", DEVICE_KINDS)
def test_every_kind_of_event_of_a_device_says_why(kind):
    keys = load_catalog("device").texts
    found = [key for key in keys if key.startswith(f"app.access_why_{kind}")]
    assert found


def test_kinds_of_a_device_end_where_those_of_a_coordinator_begin():
    assert EventKind.REFUSED in DEVICE_KINDS
    assert EventKind.STARTED not in DEVICE_KINDS


@pytest.mark.parametrize(
    ("start", "members"),
    [
        ("class_", ClassName),
        ("label_", Label),
        ("sent_", SentKind),
        ("who_", ["owner", "client", "service"]),
        ("badge_", ["owner", "private", "step_up", "shared"]),
        ("month_", range(1, 13)),
        ("weekday_", range(7)),
        ("theme_", ["light", "dark", "system"]),
        ("text_", ["small", "normal", "large"]),
    ],
)
def test_every_member_of_a_family_has_its_words(start, members):
    keys = load_catalog("device").texts
    assert [name for name in members if f"app.{start}{name}" not in keys] == []


# -- what is shared


def test_nothing_is_shared_until_the_person_agrees(desk):
    state = federation(desk).state
    assert (state.joined, state.training, state.statistics, state.sent) == (False, False, False, ())


def test_each_consent_is_its_own_and_lasts(desk):
    model = federation(desk)
    model.set_training(True)
    desk.settle()
    assert (model.state.training, model.state.statistics) == (True, False)
    model.set_statistics(True)
    model.set_training(False)
    desk.settle()
    assert (model.state.training, model.state.statistics) == (False, True)
    desk.session.lock()
    desk.settle()
    assert model.state is None
    desk.unlock()
    assert (model.state.training, model.state.statistics) == (False, True)


def test_each_change_of_mind_is_in_the_log(desk):
    model = federation(desk)
    model.set_training(True)
    model.set_training(True)
    model.set_training(False)
    desk.settle()
    rows = [row.what for _, rows in privacy(desk).days for row in rows]
    assert rows[:2] == ["consent withdrawn", "consent given"]
    assert rows.count("consent given") == 1


def test_switch_falls_back_to_what_is_when_the_change_fails(desk):
    model = federation(desk)
    pragma = "PRAGMA query_only = ON"
    desk.session.work(lambda service: service._unlocked.vault._database.run(pragma), lambda _: None)
    model.set_training(True)
    desk.settle()
    assert not model.state.training
    assert "cannot be written" in model.error
    pragma = "PRAGMA query_only = OFF"
    desk.session.work(lambda service: service._unlocked.vault._database.run(pragma), lambda _: None)


def test_what_was_sent_is_listed_exactly_newest_first(tmp_path):
    with desk_at(tmp_path / "vault", "ko") as desk:
        device = reopen(desk.folder, desk.clock)
        joined = Membership(
            server="127.0.0.1:9092", ca_pem="ca", node_key_pem="key", node_public="public"
        )
        device.change_settings(
            device.settings.model_copy(update={"membership": joined}), EventKind.MAINTAINED
        )
        for number, kind in enumerate(SentKind, 1):
            device.guard.note(
                EventKind.SHARED,
                reason=kind.value,
                round=number,
                bytes=11_656,
                tensors=4,
                norm_micro=812_345,
                digest="ab" * 32,
            )
        device.close()
        desk.unlock()
        state = federation(desk).state
        assert (state.joined, state.server) == (True, "127.0.0.1:9092")
        assert [row.round for row in state.sent] == [4, 3, 2, 1]
        first = state.sent[-1]
        assert first.kind_word == "모델 업데이트"
        assert (first.bytes, first.tensors, first.norm) == (11_656, 4, 0.812345)
        assert first.digest == "ab" * 32
        assert (first.day, first.when) == ("오늘", "14:13")
        assert first.what == "숫자 2,914개(11,656바이트), 크기(norm) 0.812"
        assert "gate.hidden.weight  32 × 88" in first.shapes
        assert len(first.shapes) == 4
        assert "127.0.0.1:9092" in federation(desk).joined_text
        assert "key" not in repr(state)


def test_message_without_tensors_shows_no_figures_of_them(desk):
    def send(service):
        details = {"round": 0, "bytes": 0, "tensors": 0, "norm_micro": 0, "digest": "ab" * 32}
        for kind in ("evaluation", "statistics", "error"):
            service._unlocked.guard.note(EventKind.SHARED, reason=kind, **details)

    desk.session.work(send, lambda _: None)
    ((day, rows),) = federation(desk).days
    assert day == "Today"
    assert [row.shapes for row in rows] == [(), (), ()]
    assert [row.what for row in rows if any(letter.isdigit() for letter in row.what)] == []


def test_update_of_another_version_names_no_tensors(desk):
    details = {"reason": "update", "round": 1, "bytes": 40, "tensors": 2, "norm_micro": 1}
    note = lambda service: service._unlocked.guard.note(EventKind.SHARED, **details)  # noqa: E731
    desk.session.work(note, lambda _: None)
    ((_, (row,)),) = federation(desk).days
    assert (row.what, row.shapes) == ("10 numbers (40 bytes), norm 0.000", ())


def test_screen_says_what_leaves_and_who_sees_it(desk):
    model = federation(desk)
    assert "Nothing is sent" in model.joined_text
    assert "coordinator sees each device's update" in model.coordinator_text
    assert "10 devices" in model.statistics_text
    assert "stays in it" in model.withdraw_text


def test_whole_life_of_a_vault_is_worded_in_every_language(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        device = reopen(desk.folder, desk.clock)
        row = device.vault.find_row(1)
        record = device.vault.record(int(row["rule"][0]))
        device.guard.rebind(1, wished(record, retain_days=1))
        device.guard.rebind(2, wished(record, max_reads=1))
        for _ in range(2):
            device.recall.show(2, Purpose.RECALL, "en")
        device.recall.ask("花火大会", Purpose.MARKETING, "en", 5)
        device.rights.export_log(tmp_path / "log")
        device.guard.note(EventKind.EXPORTED, count=3)
        device.guard.note(EventKind.IMPORTED, count=70, source="line")
        device.close()
        desk.clock.now += 2 * DAY_S
        for language in ("en", "ja", "ko"):
            desk.session.set_language(language)
            desk.unlock()
            rows = [row for _, rows in privacy(desk).days for row in rows]
            assert all(row.what and row.why and row.who and row.day and row.when for row in rows)
            desk.session.lock()
            desk.settle()
        desk.session.set_language("en")
        desk.unlock()
        rows = [row for _, rows in privacy(desk).days for row in rows]
        assert next(row for row in rows if row.what == "erased").why == "Its time was over."
        assert next(row for row in rows if row.what == "import ended").count == 70
        whys = {row.why for row in rows if row.what == "read"}
        assert "This memory has been read as often as its rule allows." in whys
        assert "Nothing was opened." in whys
