"""What a person sees and does, by taps and keys, in three languages, two themes, two sizes."""

from __future__ import annotations

from itertools import product

import pytest

from device.app.later import load
from device.app.ui.theme import DARK, LIGHT
from device.app.viewmodels.forgetting import UNDO_S
from policy.catalog import LANGUAGES
from tests.app.driver import SIZES, drive
from tests.app.fakes import CLOSED_TEXT, GRANT_S, HARD_TEXTS, STEP_UP, FakeVault

PLACES = ("timeline", "recall", "upcoming", "privacy", "federation", "settings")


# A theme changes colours and no box: two of six are enough for the dark one.
LOOKS = [*product(LANGUAGES, ["light"], SIZES), ("en", "dark", "phone"), ("ko", "dark", "desktop")]


@pytest.mark.parametrize(("language", "theme", "size"), LOOKS)
def test_every_screen_is_painted_and_keeps_its_text_in_its_boxes(window, language, theme, size):
    with drive(language, size=size, theme=theme, vault=FakeVault(training=True)) as app:

        def check(place):
            assert app.colours() > 12, place
            assert not app.too_wide(), place
            assert not app.outside(), place

        check("unlock")
        app.unlock()
        for place in PLACES:
            app.go(place)
            if place == "recall":
                app.ask("메밀")
            check(place)
        app.go("recall")
        app.hand.tap("step_up:finance")
        check("step-up")
        app.hand.press("escape")
        app.hand.tap("card:1")
        app.hand.until(lambda: app.shell.models.detail.detail is not None, "detail")
        check("detail")


@pytest.mark.parametrize("scale", [0.9, 1.25])
@pytest.mark.parametrize("size", SIZES)
def test_other_text_sizes_stay_in_their_boxes_too(window, size, scale):
    with drive("ja", size=size) as app:
        app.session.set_text_scale(scale)
        app.hand.turn()
        assert not app.too_wide()
        app.unlock()
        for place in PLACES:
            app.go(place)
            assert not app.too_wide(), place
            assert not app.outside(), place


@pytest.mark.parametrize(("theme", "ground"), [("light", LIGHT.ground), ("dark", DARK.ground)])
def test_ground_has_the_theme_s_colour_from_the_first_frame_on(window, theme, ground):
    for size in ("desktop", "phone", "phone"):  # also where the window has its size already
        with drive(theme=theme, size=size) as app:
            _, _, rows = app.hand.look()
            assert list(rows[:3]) == pytest.approx([part * 255 for part in ground[:3]], abs=2)


def test_wrong_passphrase_says_so_and_waits_before_the_next_try(phone):
    phone.hand.tap("passphrase")
    phone.hand.type("not it")
    phone.hand.tap("unlock")
    phone.hand.until(phone.shows_error, "error")
    assert phone.shell.here == "unlock"
    assert phone.hand.find("passphrase").text == ""
    phone.hand.tap("passphrase")
    phone.hand.type("open sesame")
    phone.hand.press("enter")
    phone.hand.turn(20)
    assert phone.vault.calls.count("open") == 1
    phone.turn_clock(2)
    phone.hand.press("enter")
    phone.hand.until(lambda: phone.shell.here == "timeline", "timeline")


def test_language_is_chosen_before_unlocking(phone):
    phone.hand.tap("language:ko")
    assert phone.hand.shows("잠금 해제")
    phone.hand.tap("language:ja")
    assert phone.session.language == "ja"
    assert not phone.hand.shows("잠금 해제")


def test_typed_korean_and_japanese_are_remembered_as_typed(phone):
    phone.unlock()
    for sentence in ("내일 아침 7시 조깅", "明日は「うどん」の日"):
        phone.hand.tap("draft")
        phone.hand.type(sentence)
        assert phone.hand.find("draft").text == sentence
        phone.hand.tap("remember")
        phone.hand.until(lambda: not phone.shell.models.timeline.saving, "saved")
        assert phone.hand.shows(sentence)
        assert phone.hand.find("draft").text == ""
    assert phone.vault.remembered == ["내일 아침 7시 조깅", "明日は「うどん」の日"]


def test_composition_of_an_input_method_is_shown_and_its_enter_does_not_send(phone):
    phone.unlock()
    field = phone.hand.find("draft")
    phone.hand.tap("draft")
    phone.hand.compose("ㅎ", "하", "한")
    assert field.text == "한"
    phone.hand.press("enter")
    assert phone.vault.remembered == []
    phone.hand.compose("")
    phone.hand.type("한")
    assert field.text == "한"
    phone.hand.press("enter")
    phone.hand.until(lambda: phone.vault.remembered == ["한"], "sent")


def test_shift_enter_begins_a_line_and_the_field_grows(phone):
    phone.unlock()
    phone.hand.tap("draft")
    phone.hand.type("one")
    before = phone.hand.find("draft").height
    phone.hand.press("enter", "shift")
    phone.hand.type("two")
    phone.hand.turn(6)
    assert phone.hand.find("draft").text == "one\ntwo"
    assert phone.hand.find("draft").height > before
    assert phone.vault.remembered == []


def test_markup_in_a_memory_is_shown_as_it_is(phone):
    phone.unlock()
    assert phone.hand.shows("[b]no markup[/b] & [color=#ff0000]not red[/color] [ref=x]")
    drawn = [line for one in phone.texts_of("[b]no") for line in one.drawn_lines]
    assert "".join(drawn).startswith("[b]no markup[/b]")


def test_direction_overrides_are_not_drawn(phone):
    phone.unlock()
    (text,) = phone.texts_of("\u202e")
    assert "".join(text.drawn_lines).replace(" ", "") == "eviloverrideandabell"


def test_taps_lead_to_every_screen_and_back(phone):
    phone.unlock()
    for place in (*PLACES[1:], "timeline"):
        phone.hand.tap(f"nav:{place}")
        assert phone.shell.here == place
    phone.hand.tap("memory:1")
    assert phone.shell.here == "detail"
    phone.hand.tap("back")
    assert phone.shell.here == "timeline"


def test_recall_shows_reason_rule_and_badge_and_what_is_closed(phone):
    phone.unlock()
    phone.go("recall")
    phone.ask("메밀")
    for words in ("It has the words 메밀.", "Your own memories.", phone.say("badge_private")):
        assert phone.hand.shows(words), words
    assert phone.hand.shows(phone.say("closed_title"))
    assert phone.hand.shows("Money stays closed.")
    assert not phone.hand.shows(CLOSED_TEXT)


def test_step_up_opens_the_class_and_its_end_closes_it(phone):
    phone.unlock()
    phone.go("recall")
    phone.ask("월급")
    phone.hand.tap("step_up:finance")
    phone.hand.type("wrong")
    phone.hand.press("enter")
    phone.hand.until(lambda: bool(phone.shell.models.step_up.error), "refused")
    assert phone.hand.find("step_up_secret") is not None
    assert not phone.hand.shows(CLOSED_TEXT)
    phone.turn_clock(2)
    phone.hand.type(STEP_UP)
    phone.hand.press("enter")
    phone.hand.until(lambda: phone.hand.shows(CLOSED_TEXT), "opened")
    assert phone.hand.find("step_up_secret") is None
    assert phone.hand.find("step_up:end") is not None
    phone.turn_clock(GRANT_S + 1)
    phone.hand.until(lambda: not phone.hand.shows(CLOSED_TEXT), "closed again")
    assert phone.hand.find("step_up:end") is None


@pytest.mark.parametrize("how", ["escape", "button", "beside"])
def test_sheet_closes_without_a_secret(phone, how):
    phone.unlock()
    phone.go("recall")
    phone.ask("x")
    phone.hand.tap("step_up:finance")
    match how:
        case "escape":
            phone.hand.press("escape")
        case "button":
            phone.hand.tap("sheet:close")
        case _:
            phone.hand.tap_at(200, 840)
    assert phone.hand.find("sheet") is None
    assert phone.shell.here == "recall"


def test_taps_do_not_reach_what_is_behind_a_sheet(phone):
    phone.unlock()
    phone.go("recall")
    phone.ask("x")
    phone.hand.tap("step_up:finance")
    before = phone.shell.here
    x, y = phone.hand.find("nav:settings").center
    phone.hand.tap_at(x, y)
    assert phone.shell.here == before


def test_forgotten_memory_goes_at_once_and_undo_brings_it_back(phone):
    phone.unlock()
    phone.hand.tap("memory:1")
    phone.hand.until(lambda: phone.hand.find("forget") is not None, "detail")
    phone.hand.tap("forget")
    assert not phone.hand.shows(HARD_TEXTS[0])
    assert phone.hand.shows(str(UNDO_S))
    phone.turn_clock(7)
    assert phone.hand.shows(phone.say("undo_seconds", seconds=UNDO_S - 7))
    phone.hand.tap("toast:act")
    assert phone.hand.shows(HARD_TEXTS[0])
    phone.turn_clock(UNDO_S + 1)
    assert phone.vault.forgotten == set()


def test_forgotten_memory_is_destroyed_when_the_time_to_undo_is_over(phone):
    phone.unlock()
    phone.hand.tap("memory:1")
    phone.hand.until(lambda: phone.hand.find("forget") is not None, "detail")
    phone.hand.tap("forget")
    phone.turn_clock(UNDO_S + 1)
    phone.hand.until(lambda: phone.vault.forgotten == {1}, "destroyed")
    assert phone.hand.find("toast:act") is None
    assert not phone.hand.shows(HARD_TEXTS[0])


def test_toast_covers_no_field_and_no_list_that_has_a_place_beside_it(window):
    for size in SIZES:
        with drive(size=size) as app:
            app.unlock()
            app.session.tell("A line for a few seconds")
            app.hand.turn(6)
            toast, draft = app.hand.find("toast"), app.hand.find("draft")
            assert toast.y >= draft.top or toast.x >= draft.right


def test_rating_is_told_and_marked(phone):
    phone.unlock()
    phone.go("recall")
    phone.ask("x")
    phone.hand.tap("rate:used:1")
    phone.hand.until(lambda: "rate used" in phone.vault.calls, "rated")
    assert phone.shell.here == "recall"
    assert phone.hand.shows(phone.say("rated"))


def test_settings_change_language_theme_and_text_at_once(phone):
    phone.unlock()
    phone.go("settings")
    _, _, light = phone.hand.look()
    phone.hand.tap("theme:dark")
    _, _, dark = phone.hand.look()
    assert sum(dark[:3000]) < sum(light[:3000]) / 2
    phone.hand.tap("text:1.25")
    assert phone.shell.look.text_scale == 1.25
    phone.hand.tap("language:ja")
    assert phone.hand.shows("設定")
    assert phone.shell.here == "settings"
    phone.hand.until(lambda: "language ja" in phone.vault.calls, "kept")


def test_idle_time_locks_and_empties_the_screen(phone):
    phone.unlock()
    assert phone.hand.shows(HARD_TEXTS[0])
    phone.turn_clock(5 * 60 + 1)
    assert phone.shell.here == "unlock"
    assert not phone.hand.shows(HARD_TEXTS[0])
    assert phone.hand.shows(phone.say("locked_idle", minutes=5))
    phone.hand.until(lambda: "close" in phone.vault.calls, "closed")


def test_lock_drops_the_pictures_of_memories(phone):
    ink = load("text").INK
    phone.unlock()
    assert any("평양냉면" in run.text for run, _, _ in ink._drawn)
    phone.hand.tap("lock")
    phone.hand.turn()
    assert not [run for run, _, _ in ink._drawn if "평양냉면" in run.text]
    assert not [run for run, _, _ in ink._widths if "평양냉면" in run.text]


def test_four_million_characters_do_not_stop_the_screen(window):
    with drive(vault=FakeVault(texts=("끝없는 기억 " * 600_000,))) as app:
        app.unlock()
        (card,) = app.texts_of("끝없는")
        assert len(card.drawn_lines) == 6
        app.hand.tap("memory:1")
        app.hand.until(lambda: app.hand.find("detail:text") is not None, "detail")
        before = app.hand.find("detail:text").height
        app.hand.tap("more")
        assert app.hand.find("detail:text").height > before
        assert not app.too_wide()


def test_taps_and_keys_put_the_idle_lock_off(phone):
    phone.unlock()
    for _ in range(4):
        phone.turn_clock(4 * 60)
        phone.hand.tap("draft")
        phone.hand.type("x")
    assert phone.shell.here == "timeline"


def test_keyboard_alone_unlocks_moves_and_presses(phone):
    phone.hand.until(lambda: phone.hand.find("passphrase").focus, "focus")
    phone.hand.type("open sesame")
    phone.hand.press("enter")
    phone.hand.until(lambda: phone.shell.here == "timeline", "timeline")
    phone.hand.press("k", "ctrl")
    assert phone.shell.here == "recall"
    phone.hand.press(",", "ctrl")
    assert phone.shell.here == "settings"
    phone.hand.press("tab")
    assert [one for one in phone.hand.widgets() if getattr(one, "focus", False)]
    for _ in range(40):
        phone.hand.press("tab")
        if phone.hand.find("theme:dark").focus:
            break
    phone.hand.press("enter")
    assert phone.session.theme == "dark"
    phone.hand.press("l", "ctrl")
    assert phone.shell.here == "unlock"


def test_focus_is_seen(phone):
    phone.unlock()
    phone.go("settings")
    _, _, before = phone.hand.look()
    phone.hand.find("settings:lock").focus = True
    phone.hand.turn()
    _, _, after = phone.hand.look()
    assert before != after


def test_tab_stays_in_the_sheet(phone):
    phone.unlock()
    phone.go("recall")
    phone.ask("x")
    phone.hand.tap("step_up:finance")
    inside = {"step_up_secret", "step_up_secret:show", "step_up", "sheet:close"}
    for _ in range(8):
        phone.hand.press("tab")
        focused = [one.name for one in phone.hand.widgets() if getattr(one, "focus", False)]
        assert set(focused) <= inside
        assert focused


def test_secret_is_hidden_until_it_is_shown_and_kept_by_no_widget(phone):
    field = phone.hand.find("passphrase")
    phone.hand.tap("passphrase")
    phone.hand.type("open 秘密")
    assert field.password
    phone.hand.tap("passphrase:show")
    assert not field.password
    phone.hand.tap("passphrase:show")
    assert field.password
    phone.hand.tap("unlock")
    assert field.text == ""


def test_targets_are_large_enough_for_a_finger(phone):
    phone.unlock()
    small = []
    for place in PLACES:
        phone.go(place)
        small += [
            (place, one.name, one.size)
            for one in phone.hand.widgets()
            if hasattr(one, "act") and one.width and min(one.width, one.height) < 32
        ]
    assert not small


def test_wide_window_shows_a_memory_beside_the_list(window):
    with drive(size="desktop") as app:
        app.unlock()
        assert app.hand.shows(app.say("choose_memory"))
        app.hand.tap("memory:2")
        app.hand.until(lambda: app.hand.find("forget") is not None, "detail")
        assert app.shell.here == "timeline"
        app.hand.resize(*SIZES["phone"])
        assert app.hand.find("nav:recall").y < 100
        app.hand.resize(*SIZES["desktop"])
        assert not app.too_wide()


def test_long_lists_come_in_pages(window):
    texts = tuple(f"memory number {at}" for at in range(120))
    with drive(vault=FakeVault(texts=texts)) as app:
        app.unlock()
        assert len(app.names("memory:")) == 50
        app.hand.tap("more")
        app.hand.until(lambda: len(app.names("memory:")) == 100, "second page")


def test_swipe_scrolls_and_opens_nothing(window):
    texts = tuple(f"memory number {at}" for at in range(40))
    with drive(vault=FakeVault(texts=texts)) as app:
        app.unlock()
        before = app.hand.find("memory:1").to_window(0, 0)[1]
        app.hand.drag(200, 300, 300)
        assert app.shell.here == "timeline"
        assert app.hand.find("memory:1").to_window(0, 0)[1] > before


def test_empty_vault_teaches_what_to_do(window):
    with drive(vault=FakeVault(texts=())) as app:
        app.unlock()
        assert app.hand.shows(app.say("timeline_empty_title"))


def test_memory_beside_the_list_is_marked_in_it(window):
    with drive(size="desktop") as app:
        app.unlock()
        app.hand.tap("memory:2")
        app.hand.until(lambda: app.hand.find("forget") is not None, "detail")
        accent = app.shell.look.palette.accent
        assert app.hand.find("memory:2").edge == accent
        assert app.hand.find("memory:1").edge != accent
        app.go("recall")
        app.ask("x")
        assert app.hand.find("card:2").edge == accent
        app.hand.tap("card:1")
        app.hand.until(lambda: app.hand.find("card:1").edge == accent, "the other")
        assert app.hand.find("card:2").edge != accent


def test_another_memory_begins_with_its_newest_readings(window):
    with drive(size="desktop") as app:
        app.unlock()
        app.hand.tap("memory:1")
        app.hand.until(lambda: app.hand.find("more_accesses") is not None, "detail")
        app.hand.tap("more_accesses")
        assert app.hand.find("more_accesses") is None
        app.hand.tap("memory:2")
        app.hand.until(lambda: app.hand.find("more_accesses") is not None, "the other")
