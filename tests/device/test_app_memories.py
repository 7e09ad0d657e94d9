"""Remembering, recalling and stepping up in the app, on real vaults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compliance.log.events import EventKind
from device.app.viewmodels.recall import RecallModel
from device.app.viewmodels.settings import SettingsModel
from device.app.viewmodels.step_up import StepUpModel
from device.app.viewmodels.timeline import PAGE
from policy.vocabulary import Purpose
from tests.builders import wished
from tests.device.app_desk import BUCKWHEAT, FERRY, FIREWORKS, SALARY, desk_at
from tests.people import STEP_UP, make_device, remember, reopen


@pytest.fixture
def desk(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        desk.unlock()
        yield desk


@pytest.fixture
def timeline(desk):
    return desk.timeline()


@pytest.fixture
def recall(desk):
    return RecallModel(desk.session)


def ask(desk, recall, question):
    recall.ask(question)
    desk.settle()
    return [card.row.text for card in recall.answer.cards]


def events(desk, kind):
    """Gives how many events of a kind the log has."""
    got = []
    desk.session.work(
        lambda service: [
            line for line in service._unlocked.rights.log() if line.event.kind is kind
        ],
        got.append,
    )
    desk.settle()
    return len(got[0])


# -- the list


def test_timeline_shows_what_is_open_newest_first(desk, timeline):
    assert desk.texts(timeline) == [FIREWORKS, BUCKWHEAT, FERRY]
    assert not timeline.has_more
    assert not timeline.is_empty


def test_row_says_all_that_a_card_shows(desk, timeline):
    private = timeline.rows[1]
    assert private.day == "Today"
    assert private.language == "ko"
    assert private.source == "typed"
    assert private.speaker == "Ann"
    assert (private.class_name, private.class_word) == ("private", "Private")
    assert private.labels == ("health",)
    assert private.rule_badge == "Only me, never trains"
    assert timeline.rows[0].rule_badge == "Only me"


@pytest.mark.parametrize(
    ("language", "notice"), [("ja", "覚えました。"), ("ko", "기억했습니다."), ("en", "Remembered.")]
)
@pytest.mark.parametrize("text", ["母は柚子茶が好き ☕", "토요일에 엄마랑 김치전 만들기"])
def test_typed_sentence_comes_first_in_the_list_and_in_the_vault(desk, language, notice, text):
    desk.session.set_language(language)
    timeline = desk.timeline()
    timeline.draft = text
    timeline.remember()
    assert timeline.saving
    desk.settle()
    assert desk.texts(timeline)[0] == text
    assert (timeline.notice, timeline.draft, timeline.error) == (notice, "", "")
    desk.session.lock()
    desk.settle()
    desk.unlock()
    assert desk.texts(desk.timeline())[0] == text


def test_row_of_a_typed_sentence_is_the_row_that_a_reading_would_give(desk, timeline):
    desk.clock.now += 60
    timeline.remember("내일은 병원 예약이 있어")
    desk.settle()
    shown = timeline.rows[0]
    timeline.refresh()
    desk.settle()
    assert timeline.rows[0] == shown


def test_showing_a_typed_sentence_is_not_a_reading(desk, timeline):
    before = events(desk, EventKind.RELEASED)
    timeline.remember("母は柚子茶が好き")
    desk.settle()
    assert events(desk, EventKind.RELEASED) == before


def test_sentence_for_a_closed_class_is_sealed_without_being_shown(desk, timeline):
    timeline.remember("급여 계좌 비밀번호를 바꿨다")
    desk.settle()
    assert desk.texts(timeline) == [FIREWORKS, BUCKWHEAT, FERRY]
    assert "“Money”" in timeline.notice


def test_same_sentence_again_is_kept_once(desk, timeline):
    timeline.remember(BUCKWHEAT)
    desk.settle()
    assert desk.texts(timeline).count(BUCKWHEAT) == 1
    assert timeline.notice == desk.session.say("merged")


def test_blank_draft_does_nothing(desk, timeline):
    timeline.remember("  \n ")
    desk.settle()
    assert (timeline.notice, timeline.error, len(timeline.rows)) == ("", "", 3)


def test_failed_remembering_keeps_the_draft_and_tells(desk, timeline):
    long = "가" * (2 << 20)
    timeline.remember(long)
    desk.settle()
    assert "4 MiB" in timeline.error
    assert timeline.draft == long
    assert not timeline.saving


def remember_a_page_and_more(desk):
    device = reopen(desk.folder, desk.clock)
    for number in range(PAGE + 7):
        desk.clock.now += 1
        remember(device, f"Note {number} about the garden fence number {number * 37}")
    device.close()
    desk.unlock()


def test_long_list_is_read_page_by_page_each_one_reading(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        remember_a_page_and_more(desk)
        timeline = desk.timeline()
        assert len(timeline.rows) == PAGE
        assert timeline.has_more
        assert events(desk, EventKind.RELEASED) == 1
        timeline.load_more()
        timeline.load_more()  # while the first is under way
        desk.settle()
        assert len(timeline.rows) == PAGE + 10
        assert len({row.id for row in timeline.rows}) == PAGE + 10
        assert not timeline.has_more
        timeline.load_more()
        desk.settle()
        assert events(desk, EventKind.RELEASED) == 2


def test_sentence_typed_between_two_pages_repeats_and_skips_nothing(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        remember_a_page_and_more(desk)
        timeline = desk.timeline()
        last_of_page = timeline.rows[-1].id
        desk.clock.now += 1
        timeline.remember("Something quite new about a lighthouse")
        desk.settle()
        timeline.load_more()
        desk.settle()
        ids = [row.id for row in timeline.rows]
        assert ids == sorted(ids, reverse=True)
        assert len(ids) == len(set(ids)) == PAGE + 11
        reads = []
        desk.session.work(lambda service: service._unlocked.vault.reads(last_of_page), reads.append)
        desk.settle()
        assert reads == [1]


def test_memory_destroyed_between_two_pages_leaves_no_gap(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        remember_a_page_and_more(desk)
        timeline = desk.timeline()
        desk.session.forget(timeline.rows[0].id)
        desk.later(30)
        timeline.load_more()
        desk.settle()
        assert len({row.id for row in timeline.rows}) == PAGE + 9


def test_empty_vault_is_known_to_be_empty(tmp_path):
    with desk_at(tmp_path / "other") as desk:
        make_device(tmp_path / "vault", desk.clock).close()
        desk.session.folder = tmp_path / "vault"
        desk.unlock()
        timeline = desk.timeline()
        assert timeline.is_empty
        assert events(desk, EventKind.RELEASED) == 0


def test_changed_language_words_the_rows_anew_without_another_reading(desk, timeline):
    before = events(desk, EventKind.RELEASED)
    SettingsModel(desk.session).set_language("ja")
    desk.settle()
    row = timeline.rows[1]
    assert (row.day, row.class_word, row.labels) == ("今日", "プライベート", ("健康",))
    assert row.rule_badge == "自分だけ・学習なし"
    assert row.text == BUCKWHEAT
    assert events(desk, EventKind.RELEASED) == before


def test_page_skips_what_was_read_as_often_as_its_rule_allows(tmp_path):
    with desk_at(tmp_path / "vault") as desk:
        device = reopen(desk.folder, desk.clock)
        row = device.vault.find_row(1)
        record = device.vault.record(int(row["rule"][0]))
        device.guard.rebind(1, wished(record, max_reads=1))
        cards, size = device.recall.page(Purpose.RECALL, "en", offset=0, limit=50)
        assert ([card.text for card in cards], size) == ([FIREWORKS, BUCKWHEAT, FERRY], 3)
        cards, size = device.recall.page(Purpose.RECALL, "en", offset=0, limit=50)
        assert ([card.text for card in cards], size) == ([FIREWORKS, BUCKWHEAT], 3)
        cards, size = device.recall.page(Purpose.RECALL, "en", offset=1, limit=1)
        assert [card.text for card in cards] == [BUCKWHEAT]
        device.close()


# -- recall


def test_answer_says_why_and_under_which_rule(desk, recall):
    assert ask(desk, recall, "미나 알레르기")[0] == BUCKWHEAT
    card = recall.answer.cards[0]
    assert "미나" in card.why
    assert card.rule_text == "You may read your own memories."
    assert card.opens == "Open while unlocked"


@pytest.mark.parametrize(
    ("language", "rule"),
    [("ja", "自分の記憶は自分で読めます。"), ("ko", "내 기억은 내가 읽을 수 있습니다.")],
)
def test_answer_is_in_the_person_s_language(desk, recall, language, rule):
    desk.session.set_language(language)
    assert ask(desk, recall, "花火大会の席")[0] == FIREWORKS
    assert recall.answer.cards[0].rule_text == rule


def test_closed_classes_are_told_with_what_opens_them(desk, recall):
    assert SALARY not in ask(desk, recall, "월급 계좌")
    assert [closed.class_word for closed in recall.answer.closed] == ["Money", "Identity"]
    money = recall.answer.closed[0]
    assert money.can_step_up
    assert "step-up" in money.opens_with
    assert money.rule_text == "Money matters stay closed until your step-up."


def test_closed_part_of_an_answer_is_the_same_with_and_without_a_match(desk, recall):
    ask(desk, recall, "월급 계좌")
    with_match = recall.answer.closed
    ask(desk, recall, "no such thing at all")
    assert recall.answer.closed == with_match


def test_without_a_second_secret_money_is_open_and_no_badge_promises_more(tmp_path):
    with desk_at(tmp_path / "vault", with_step_up=False) as desk:
        desk.unlock()
        recall = RecallModel(desk.session)
        assert SALARY in ask(desk, recall, "월급 계좌")
        money = next(card for card in recall.answer.cards if card.row.text == SALARY)
        assert money.row.rule_badge == "Only me, never trains"
        assert money.opens == "Open while unlocked"
        assert recall.answer.closed == ()
        assert not desk.session.has_step_up


def test_later_question_wins_over_an_earlier_one(desk, recall):
    recall.ask("미나 알레르기")
    recall.ask("花火大会の席")
    desk.settle()
    assert recall.question == "花火大会の席"
    assert recall.answer.cards[0].row.text == FIREWORKS


def test_blank_question_empties_the_answer(desk, recall):
    ask(desk, recall, "미나 알레르기")
    recall.ask("  ")
    desk.settle()
    assert recall.answer is None
    assert not recall.busy


def test_rating_reaches_the_vault_once_for_each_change_of_mind(desk, recall):
    ask(desk, recall, "미나 알레르기")
    memory_id = recall.answer.cards[0].row.id
    for kind in ("used", "used", "dismissed"):
        recall.rate(memory_id, kind)
    desk.settle()
    assert recall.rated == {memory_id: "dismissed"}
    assert events(desk, EventKind.RATED) == 2
    assert desk.session.toast.text == desk.session.say("rated")


def test_rating_of_a_memory_that_is_gone_is_told(desk, recall):
    recall.rate(99, "used")
    desk.settle()
    assert desk.session.toast.text == desk.session.say("not_open")


def stop_writing(desk, *, is_stopped):
    pragma = f"PRAGMA query_only = {'ON' if is_stopped else 'OFF'}"
    desk.session.work(lambda service: service._unlocked.vault._database.run(pragma), lambda _: None)
    desk.settle()


@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_nothing_is_shown_where_it_cannot_be_logged_and_every_screen_says_so(desk, language):
    desk.session.set_language(language)
    timeline, recall = desk.timeline(), RecallModel(desk.session)
    shown = desk.texts(timeline)
    stop_writing(desk, is_stopped=True)
    timeline.refresh()
    recall.ask("미나 알레르기")
    detail = desk.detail(1)
    words = {"en": "cannot be written", "ja": "書き込めません", "ko": "쓸 수 없습니다"}[language]
    for model in (timeline, recall, detail):
        assert words in model.error
        assert not model.busy
    assert recall.answer is None
    assert detail.detail is None
    assert desk.texts(timeline) == shown
    stop_writing(desk, is_stopped=False)
    timeline.refresh()
    recall.ask()
    desk.settle()
    assert (timeline.error, recall.error) == ("", "")
    assert recall.answer.cards


def test_answer_goes_when_the_language_changes_and_the_question_stays(desk, recall):
    ask(desk, recall, "미나 알레르기")
    desk.session.set_language("ko")
    assert recall.answer is None
    assert recall.question == "미나 알레르기"
    recall.clear()
    assert recall.question == ""


# -- step-up


def test_step_up_opens_money_in_the_list_and_in_the_answer(desk, timeline, recall):
    ask(desk, recall, "월급 계좌")
    step_up = desk.step_up()
    assert step_up.is_open
    assert step_up.seconds_left() == 300
    assert "5:00" in step_up.left_text()
    assert SALARY in desk.texts(timeline)
    assert recall.answer.cards[0].row.text == SALARY
    assert recall.answer.cards[0].row.rule_badge == "After step-up"
    assert recall.answer.cards[0].opens == "Open until your step-up ends"
    assert recall.answer.closed == ()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "step-up secret"),
        ("ja", "合言葉が違います"),
        ("ko", "추가 인증 암호가 맞지 않습니다"),
    ],
)
def test_wrong_step_up_secret_opens_nothing_and_makes_wait(desk, timeline, language, words):
    desk.session.set_language(language)
    step_up = desk.step_up("not it")
    assert words in step_up.error
    assert not step_up.is_open
    assert SALARY not in desk.texts(timeline)
    step_up.step_up(STEP_UP)
    desk.settle()
    assert not step_up.is_open
    desk.later(1)
    step_up.step_up(STEP_UP)
    desk.settle()
    assert step_up.is_open


def test_empty_step_up_secret_costs_no_wait(desk):
    step_up = desk.step_up("")
    assert step_up.error == desk.session.say("step_up_empty")
    step_up.dismiss()
    assert step_up.error == ""
    step_up.step_up(STEP_UP)
    desk.settle()
    assert step_up.is_open


def test_try_during_the_wait_says_how_long_it_is(desk):
    step_up = desk.step_up("not it")
    step_up.step_up(STEP_UP)
    desk.settle()
    assert not step_up.is_open
    assert "1 s" in step_up.error


def test_step_up_without_an_enrolled_secret_says_so(tmp_path):
    with desk_at(tmp_path / "vault", with_step_up=False) as desk:
        desk.unlock()
        step_up = desk.step_up("anything")
        assert "no step-up secret" in step_up.error
        assert not step_up.is_open


def test_end_of_step_up_takes_money_off_every_screen(desk, timeline, recall):
    desk.step_up()
    ask(desk, recall, "월급 계좌")
    detail = desk.detail(recall.answer.cards[0].row.id)
    assert detail.detail.row.text == SALARY
    desk.session.set_idle_minutes(15)
    desk.later(299)
    assert SALARY in desk.texts(timeline)
    desk.later(1)
    assert SALARY not in desk.texts(timeline)
    assert SALARY not in [card.row.text for card in recall.answer.cards]
    assert [closed.class_word for closed in recall.answer.closed] == ["Money", "Identity"]
    assert detail.detail is None
    assert detail.error == desk.session.say("not_open")
    assert not StepUpModel(desk.session).is_open
    assert SALARY not in ask(desk, recall, "월급 계좌")


def test_step_up_can_be_ended_by_hand(desk, timeline):
    step_up = desk.step_up()
    step_up.end()
    desk.settle()
    assert SALARY not in desk.texts(timeline)
    assert not step_up.is_open


def test_lock_ends_the_step_up(desk):
    desk.step_up()
    desk.session.lock()
    desk.settle()
    desk.unlock()
    assert SALARY not in desk.texts(desk.timeline())
    assert desk.session.step_up_seconds_left() == 0


def test_step_up_secret_is_in_no_model_after_use(desk):
    step_up = desk.step_up()
    assert STEP_UP not in repr(vars(step_up)) + repr(vars(desk.session))


# -- one memory


def test_detail_says_its_rule_in_words_and_who_read_it(desk, timeline):
    private = timeline.rows[1]
    detail = desk.detail(private.id).detail
    assert replace(detail.row) == private
    assert detail.rule_lines[:2] == ("Class: Private", "About: health")
    assert "Never trains a model" in detail.rule_lines
    assert "Kept until you forget it" in detail.rule_lines
    assert "Read so far: 2" in detail.rule_lines  # the list, and this screen
    what = [access.what for access in detail.accesses]
    assert what[:2] == ["read", "read"]
    assert what[-1] == "stored"
    assert all(private.id in access.memory_ids for access in detail.accesses)
    assert detail.accesses[0].why == "You may read your own memories."
    assert detail.accesses[0].who == "You"


def test_limits_of_a_rule_are_said_in_words(tmp_path):
    with desk_at(tmp_path / "vault", "ko") as desk:
        device = reopen(desk.folder, desk.clock)
        record = device.vault.record(int(device.vault.find_row(1)["rule"][0]))
        limited = wished(record, retain_days=30, max_reads=9, share=True)
        device.guard.rebind(1, limited)
        device.close()
        desk.unlock()
        detail = desk.detail(1).detail
        assert "30일 동안 보관" in detail.rule_lines
        assert "읽힌 횟수: 1(최대 9)" in detail.rule_lines
        assert detail.row.rule_badge == "공유 가능"


@pytest.mark.parametrize("memory_id", [3, 99])  # in a closed class; not there
def test_memory_that_is_not_open_is_told_alike_whether_closed_or_absent(desk, memory_id):
    model = desk.detail(memory_id)
    assert model.detail is None
    assert model.error == desk.session.say("not_open")


def test_later_choice_wins_over_an_earlier_one(desk):
    model = desk.detail(1)
    model.open(2)
    model.open(4)
    desk.settle()
    assert model.detail.row.text == FIREWORKS
    model.open(2)
    model.close()
    desk.settle()
    assert model.detail is None
