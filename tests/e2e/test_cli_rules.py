"""Rules, programs and consents from the command line, as an owner and a program meet them."""

from __future__ import annotations

import json

import pytest

from compliance.cli import main as verify
from tests.e2e.owner import JA, TITLE_JA, TITLE_KO, Owner
from tests.people import STEP_UP

FERRY = "Remember this: the ferry to Naoshima leaves at 9:10"
KEEPS = ("--promise", "no_train", "--promise", "no_share")
DIARY = """@id("own-diary-at-home")
@explain_en("My diary stays with me.")
@explain_ja("日記は自分だけのものです。")
@explain_ko("일기는 나만 봅니다.")
forbid (principal is Bojagi::Client, action, resource)
when { resource.tags.contains("日記") };
"""


def token_for(owner: Owner, name: str, *options: str) -> str:
    """Gives a program a token. Gives the file that it lies in."""
    answer = owner.ask("client", "add", name, *options)
    return str(owner.file(f"{name}.token", answer["token"] + "\n"))


def asked(owner: Owner, token: str, question: str = "ferry", *words: str, expect: int = 0):
    return owner.ask("recall", question, "--token-file", token, *words, expect=expect)


def found(owner: Owner, question: str) -> int:
    return owner.ask("recall", question)["memories"][0]["id"]


# --- The rule of one memory ---


def test_every_point_of_a_memorys_rule_can_be_changed_and_is_told(ready):
    item_id = str(found(ready, "ferry"))
    options = (
        *("--tag", "Travel", "--tag", "旅", "--no-programs", "--only-here", "--hold"),
        *("--retain-days", "30", "--max-reads", "9", "--no-train"),
    )
    answer = ready.ask("rule", item_id, *options)
    assert answer["changed"] is True
    rule = answer["rule"]
    assert (rule["tags"], rule["audiences"], rule["held"]) == (["travel", "旅"], ["owner"], True)
    assert len(rule["home"]) == 32
    code, told, _ = ready.run("rule", item_id, "--lang", "en")
    assert code == 0
    assert "Tags: travel, 旅." in told
    assert "Opens on: this device only." in told
    assert "Held:" in told
    back = ready.ask("rule", item_id, "--untag", "ＴＲＡＶＥＬ", "--anywhere", "--no-hold")["rule"]
    assert (back["tags"], back["home"], back["held"]) == (["旅"], "", False)
    assert ready.ask("rule", item_id)["changed"] is False


def test_the_rule_of_a_memory_that_is_not_open_is_told_as_if_there_were_none(ready):
    answers = [ready.run("rule", str(item_id), "--no-train", "--json") for item_id in (4, 99)]
    assert {code for code, _, _ in answers} == {1}
    assert len({out for _, out, _ in answers}) == 1
    assert ready.code("rule", "99", step_up=STEP_UP) == 2


def test_a_rule_of_the_owners_that_stops_upkeep_is_named_as_the_reason(ready):
    frozen = DIARY.replace("principal is Bojagi::Client, action", "principal, action")
    frozen = frozen.replace('resource.tags.contains("日記")', 'context.purpose == "maintain"')
    added = ready.ask("policy", "add", "--file", str(ready.file("frozen.cedar", frozen)))
    code, out, err = ready.run("rule", "1", "--no-train", "--lang", "en")
    assert (code, out) == (2, "")
    assert "bojagi policy list" in err
    _, told, _ = ready.run("rule", "--conversation", TITLE_KO, "--tag", "x", "--lang", "en")
    assert "Left as they are: 2." in told
    ready.ask("policy", "remove", added["id"])
    assert ready.ask("rule", "--conversation", TITLE_KO, "--tag", "x")["changed"] == 2


# --- Wishes for all of a kind ---


def test_a_wish_for_a_conversation_holds_now_and_for_its_next_import(ready):
    answer = ready.ask("rule", "--conversation", TITLE_JA, "--retain-days", "90")
    assert answer == {
        "scope": "conversation",
        "name": TITLE_JA,
        "wish": {"retain_days": 90},
        "changed": 3,
        "all_open": False,
    }
    ready.take_in("ja.txt", JA + "09:20\t健太\t集合は駅前の時計台にしよう\n")
    rules = [
        ready.ask("rule", str(found(ready, question)))["rule"]["retain_s"]
        for question in ("浴衣", "時計台", "광안리")
    ]
    assert rules == [90 * 86_400, 90 * 86_400, None]


def test_wishes_are_listed_added_to_shown_and_dropped(ready):
    ready.ask("rule", "--category", "health", "--no-share", "--tag", "Body")
    ready.ask("rule", "--tagged", "ｂｏｄｙ", "--max-reads", "5")
    ready.ask("rule", "--category", "health", "--retain-days", "30", "--untag", "body")
    assert ready.ask("rule") == [
        {"scope": "tag", "name": "body", "wish": {"max_reads": 5}},
        {
            "scope": "label",
            "name": "health",
            "wish": {"share": False, "retain_days": 30, "untags": ["body"]},
        },
    ]
    assert [one["scope"] for one in ready.ask("rule", "--category", "health")] == ["label"]
    assert ready.ask("rule", "--conversation", TITLE_KO) == []
    assert ready.ask("rule", "--tagged", "body", "--drop")["dropped"] is True
    assert [one["scope"] for one in ready.ask("rule")] == ["label"]
    assert ready.code("rule", "--tagged", "body", "--drop") == 2


def test_closed_classes_are_said_not_to_be_reached_and_are_after_the_step_up(ready):
    words = ("rule", "--category", "finance", "--retain-days", "7")
    code, told, _ = ready.run(*words, "--lang", "en")
    assert code == 0
    assert "Open memories changed: 0." in told
    assert "Closed classes were not reached" in told
    assert ready.ask(*words, step_up=STEP_UP)["changed"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("1", "--category", "health"),
        ("--category", "health", "--tagged", "x"),
        ("--retain-days", "3"),
        ("--drop",),
        ("1", "--drop"),
        ("--tagged", "x", "--drop", "--no-train"),
        ("--tagged", 'a"b', "--no-train"),
        ("--tagged", "x", "--tag", " "),
        ("--conversation", "  ", "--no-train"),
        ("--category", "secrets"),
        ("1", *(word for n in range(17) for word in ("--tag", f"t{n}"))),
    ],
)
def test_a_wish_that_cannot_be_meant_is_bad_usage(ready, words):
    code, out, err = ready.run("rule", *words)
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err


# --- Programs ---


def test_a_program_asks_with_its_token_and_gets_text_and_duties_alone(ready):
    token = token_for(ready, "reader", "--purpose", "recall", *KEEPS)
    (memory,) = asked(ready, token)["memories"]
    assert memory.pop("when").startswith("20")
    assert memory == {
        "text": FERRY,
        "domain": "travel",
        "language": "en",
        "obligations": ["count", "no_share", "no_train", "notify"],
    }
    code, told, beside = ready.run("recall", "ferry", "--token-file", token, "--lang", "en")
    assert code == 0
    assert FERRY in told
    assert "reader read 1 of your memories." in beside
    assert not any(word in told for word in ("Rule", "Why", "Closed", "everyday"))


def test_a_program_hears_nothing_of_what_is_closed_or_not_there(ready):
    token = token_for(ready, "reader", "--purpose", "recall", *KEEPS)
    money = asked(ready, token, "給料日 口座番号")
    assert not any("口座" in one["text"] for one in money["memories"])
    assert set(money) == {"memories"}
    answers = [
        ready.run("show", str(item_id), "--token-file", token, "--json") for item_id in (3, 4, 999)
    ]
    closed = [one for one in answers if json.loads(one[1])["memories"] == []]
    assert len({(code, out) for code, out, _ in closed}) == 1
    assert closed[0][0] == 1


def test_a_token_is_shown_once_and_listed_without_itself(ready):
    options = ("--purpose", "recall", "--label", "health", "--domain", "food", "--days", "30")
    added = ready.ask("client", "add", "kitchen", *options, *KEEPS)
    assert added["token"].startswith("bjg_")
    assert added["gets_nothing_for"] == []
    (listed,) = ready.ask("client", "list")
    assert added["token"] not in json.dumps(listed)
    assert "token_sha256" not in listed
    assert (listed["name"], listed["valid"], listed["labels"]) == ("kitchen", True, ["health"])
    assert listed["until"] > listed["made_at"]


def test_a_program_that_promises_too_little_is_said_to_get_nothing(ready):
    answer = ready.ask("client", "add", "reader", "--purpose", "recall", "--purpose", "marketing")
    assert answer["gets_nothing_for"] == [
        {"purpose": "recall", "promises": ["no_train", "no_share"]},
        {"purpose": "marketing", "promises": []},
    ]
    code, told, _ = ready.run("client", "add", "other", "--purpose", "recall", "--lang", "en")
    assert code == 0
    assert "--promise no_train --promise no_share" in told


def test_a_token_that_does_not_count_gets_one_sentence_and_exit_4_whatever_the_reason(ready):
    token = token_for(ready, "reader", "--purpose", "recall", *KEEPS)
    (client,) = ready.ask("client", "list")
    assert asked(ready, token)["memories"]
    ready.ask("client", "revoke", client["id"])
    unknown = str(ready.file("unknown", "bjg_" + "A" * 43))
    strange = str(ready.file("strange", "ｂｊｇ_"))
    said = set()
    for file in (token, unknown, strange):
        for words in (("recall", "ferry"), ("show", "1")):
            code, out, err = ready.run(*words, "--token-file", file)
            assert (code, out) == (4, "")
            said.add(err)
    assert len(said) == 1
    kinds = [event["kind"] for event in ready.ask("log")]
    assert kinds.count("refused") == 6


def test_the_purpose_is_the_tokens_and_not_the_command_lines(ready):
    token = token_for(ready, "reader", "--purpose", "remind", *KEEPS)
    assert asked(ready, token)["memories"]
    assert asked(ready, token, "ferry", "--purpose", "remind")["memories"]
    for purpose in ("recall", "export", "maintain"):
        code, out, err = ready.run("recall", "ferry", "--token-file", token, "--purpose", purpose)
        assert (code, out) == (4, "")
        assert purpose in err
    reads = [event for event in ready.ask("log") if event["principal"] == "client"]
    assert {event["purpose"] for event in reads} == {"remind"}


def test_nothing_about_health_goes_to_a_program_outside_whatever_it_holds(ready):
    ready.ask("remember", "I am allergic to peanuts, says my doctor at the hospital")
    item_id = str(found(ready, "peanuts"))
    ready.ask("rule", item_id, "--share")
    ready.ask("rule", str(found(ready, "ferry")), "--share")
    token = token_for(ready, "away", "--outside", "--purpose", "share", "--label", "health", *KEEPS)
    assert [one["text"] for one in asked(ready, token, "peanuts ferry")["memories"]] == [FERRY]


@pytest.mark.parametrize(
    "words",
    [
        ("add", "reader"),
        ("add", "", "--purpose", "recall"),
        ("add", "x" * 61, "--purpose", "recall"),
        ("add", "reader", "--purpose", "snooping"),
        ("add", "reader", "--purpose", "recall", "--days", "0"),
        ("add", "reader", "--purpose", "recall", "--promise", "count"),
        ("add", "reader", "--purpose", "recall", "--domain", "nowhere"),
        ("revoke", "12345678"),
        ("revoke", "不明"),
    ],
)
def test_a_token_that_cannot_be_made_or_taken_back_is_bad_usage(ready, words):
    code, out, err = ready.run("client", *words)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert ready.ask("client", "list") == []


# --- Consents ---


def test_a_consent_is_given_listed_and_withdrawn(ready):
    both = ("--purpose", "share", "--label", "health", "--label", "minors")
    assert len(ready.ask("consent", "give", *both)) == 2
    assert ready.ask("consent", "give", *both) == []
    listed = ready.ask("consent", "list")
    assert [(one["purpose"], one["label"]) for one in listed] == [
        ("share", "health"),
        ("share", "minors"),
    ]
    ready.ask("consent", "withdraw", "--purpose", "share", "--label", "health")
    assert [one["label"] for one in ready.ask("consent", "list")] == ["minors"]
    kinds = [event["kind"] for event in ready.ask("log")]
    assert (kinds.count("consented"), kinds.count("withdrawn")) == (2, 1)
    assert ready.ask("federation", "consent") == {"updates": False, "statistics": False}
    assert ready.code("consent", "give", "--label", "health") == 2
    assert ready.code("consent", "give", "--purpose", "share") == 2


# --- The owner's own rules ---


def test_my_diary_only_on_this_laptop(ready):
    item_id = found(ready, "ferry")
    ready.ask("rule", str(item_id), "--tag", "日記")
    added = ready.ask("policy", "add", "--only-here", "--tagged", "日記", "--lang", "ja")
    assert added["says"] == "タグ「日記」の記憶は、決めた端末だけで読めるようにしています。"
    assert ready.texts("ferry") == [FERRY]
    elsewhere = str(ready.file("elsewhere.cedar", added["text"].replace("own-only", "own-not")))
    text = (ready.home / "elsewhere.cedar").read_text("utf-8")
    start = text.index('context.device != "') + len('context.device != "')
    (ready.home / "elsewhere.cedar").write_text(text[:start] + "0" * 32 + text[start + 32 :])
    other = ready.ask("policy", "add", "--file", elsewhere)
    assert FERRY not in ready.texts("ferry")
    code, told, _ = ready.run("show", str(item_id), "--lang", "en")
    assert code == 1
    assert "You keep memories tagged '日記' to one device of yours." in told
    ready.ask("policy", "remove", other["id"])
    assert ready.texts("ferry") == [FERRY]


def test_a_rule_from_a_file_keeps_programs_from_the_diary(ready):
    token = token_for(ready, "reader", "--purpose", "recall", *KEEPS)
    assert asked(ready, token)["memories"]
    ready.ask("rule", str(found(ready, "ferry")), "--tag", "日記")
    ready.ask("policy", "add", "--file", str(ready.file("my.cedar", DIARY)))
    assert asked(ready, token) == {"memories": []}
    (rule,) = ready.ask("policy", "list", "--lang", "ko")
    assert (rule["id"], rule["says"]) == ("own-diary-at-home", "일기는 나만 봅니다.")
    assert rule["text"].endswith(DIARY)


def test_every_plain_rule_is_added_listed_and_removed(ready):
    asks = [
        ("--only-here", "--category", "health"),
        ("--not-to-programs", "--tagged", "diary"),
        ("--not-outside", "--domain", "work"),
        ("--not-for", "research"),
        ("--only-between", "9", "18", "--weekdays", "--category", "workplace"),
        ("--only-between", "22", "6"),
    ]
    ids = [ready.ask("policy", "add", *words)["id"] for words in asks]
    assert ids == [
        "own-only-here-label-health",
        "own-not-to-programs-tag-1",
        "own-not-outside-domain-work",
        "own-not-for-research",
        "own-between-9-18-weekdays-label-workplace",
        "own-between-22-6",
    ]
    assert [rule["id"] for rule in ready.ask("policy", "list")] == ids
    for rule_id in ids:
        ready.ask("policy", "remove", rule_id)
    assert ready.ask("policy", "list") == []


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--only-here", "--not-outside"),
        ("--only-here", "--category", "health", "--domain", "work"),
        ("--only-here", "--weekdays"),
        ("--only-between", "9", "9"),
        ("--only-between", "0", "24"),
        ("--only-between", "9"),
        ("--only-between", "9", "25"),
        ("--not-for", "maintain"),
        ("--not-for", "snooping"),
        ("--not-outside", "--tagged", 'a"); permit (principal, action, resource);'),
        ("--file", "nowhere.cedar"),
        ("--file", "nowhere.cedar", "--category", "health"),
        ("--file", "{permit}"),
        ("--file", "{broken}"),
        ("--file", "{binary}"),
    ],
)
def test_a_rule_that_cannot_be_laid_on_top_is_bad_usage(ready, words):
    ready.file("permit.cedar", DIARY.replace("forbid", "permit"))
    ready.file("broken.cedar", DIARY.replace("when {", "when"))
    (ready.home / "binary.cedar").write_bytes(b"\xff\xfe\x00")
    files = {f"{{{name}}}": str(ready.home / f"{name}.cedar") for name in
             ("permit", "broken", "binary")}  # fmt: skip
    code, out, err = ready.run("policy", "add", *(files.get(word, word) for word in words))
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err
    assert ready.ask("policy", "list") == []


# --- All of it ---


@pytest.mark.parametrize(
    ("language", "part"), [("en", "Removed"), ("ja", "削除しました"), ("ko", "지웠습니다")]
)
def test_every_command_speaks_the_language_asked_for(ready, language, part):
    token = token_for(ready, "reader", "--purpose", "recall", *KEEPS)
    (client,) = ready.ask("client", "list")
    every = ("--retain-days", "9", "--max-reads", "9", "--no-train", "--share", "--programs")
    commands = [
        ("rule", "1", "--tag", "x", "--only-here", "--hold"),
        ("rule",),
        ("rule", "--tagged", "x", *every, "--guard", "--anywhere", "--no-hold", "--untag", "y"),
        ("rule", "--category", "health", "--label", "minors", "--only-here", "--unlabel", "belief"),
        ("rule",),
        ("rule", "--tagged", "x", "--drop"),
        ("client", "add", "other", "--purpose", "recall", "--outside", "--days", "3"),
        ("client", "list"),
        ("recall", "ferry", "--token-file", token),
        ("recall", "zzz", "--token-file", token, "--before", "1990-01-01"),
        ("client", "revoke", client["id"]),
        ("client", "list"),
        ("consent", "list"),
        ("consent", "give", "--purpose", "share", "--label", "health"),
        ("consent", "give", "--purpose", "share", "--label", "health"),
        ("consent", "list"),
        ("consent", "withdraw", "--purpose", "share", "--label", "health"),
        ("policy", "list"),
        ("policy", "add", "--only-between", "9", "18", "--weekdays", "--domain", "work"),
        ("policy", "list"),
        ("policy", "remove", "own-between-9-18-weekdays-domain-work"),
    ]
    said = ""
    for words in commands:
        code, out, err = ready.run(*words, "--lang", language)
        assert code == 0, (words, err)
        assert out.strip()
        said += out
    assert part in said
    assert "{" not in said


def test_what_was_decided_is_in_a_log_that_verifies(ready, tmp_path):
    token_for(ready, "reader", "--purpose", "recall", *KEEPS)
    ready.ask("rule", "--conversation", TITLE_JA, "--no-train")
    ready.ask("policy", "add", "--only-here", "--tagged", "日記")
    ready.ask("consent", "give", "--purpose", "share", "--label", "health")
    ready.ask("log", "--export", str(tmp_path / "log"))
    assert verify(["verify", str(tmp_path / "log")]) == 0
    handed = b"".join(file.read_bytes() for file in (tmp_path / "log").iterdir())
    for word in ("reader", TITLE_JA, "日記"):
        assert word.encode() not in handed
