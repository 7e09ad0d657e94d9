"""ChatGPT's conversations.json: the path that was seen, hidden nodes, damaged trees."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from device.importers import chatgpt
from device.importers.export import Export, SkipReason

LONDON = ZoneInfo("Europe/London")


def message(
    role: str, *parts: Any, at: float | None = 1_780_000_000.5, **extra: Any
) -> dict[str, Any]:
    content = {"content_type": "text", "parts": list(parts)}
    return {"author": {"role": role}, "create_time": at, "content": content, **extra}


def chain(*messages: dict[str, Any] | None, **extra: Any) -> dict[str, Any]:
    """A conversation whose messages follow each other: nodes n0, n1, ..."""
    mapping = {
        f"n{index}": {
            "id": f"n{index}",
            "message": None if said is None else {"id": f"m{index}", **said},
            "parent": f"n{index - 1}" if index else None,
            "children": [f"n{index + 1}"] if index + 1 < len(messages) else [],
        }
        for index, said in enumerate(messages)
    }
    return {
        "title": "Garden",
        "conversation_id": "c1",
        "create_time": 1_780_000_000.0,
        "mapping": mapping,
        "current_node": f"n{len(messages) - 1}",
        **extra,
    }


def read(*conversations: Any) -> Export:
    assert chatgpt.is_chatgpt(list(conversations))
    return chatgpt.parse([list(conversations)], zone=LONDON)


def said(*conversations: Any) -> list[str]:
    return [
        turn.text
        for conversation in read(*conversations).conversations
        for turn in conversation.turns
    ]


def test_user_is_the_owner_and_the_message_id_is_the_reference():
    (conversation,) = read(
        chain(None, message("user", "Hello"), message("assistant", "Hi!"))
    ).conversations
    assert conversation.title == "Garden"
    asked, answered = conversation.turns
    assert (asked.speaker, asked.is_owner, asked.reference) == ("user", True, "m1")
    assert (answered.speaker, answered.is_owner) == ("assistant", False)
    assert asked.place == "chatgpt|c1|m1"
    assert asked.sent_at == datetime.fromtimestamp(1_780_000_000.5, tz=UTC)


def test_only_the_branch_that_was_seen_last_is_read():
    tree = chain(None, message("user", "first try"), message("assistant", "old answer"))
    tree["mapping"]["n3"] = {
        "message": message("user", "second try"),
        "parent": "n0",
        "children": [],
    }
    tree["current_node"] = "n3"
    assert said(tree) == ["second try"]


@pytest.mark.parametrize("current", [None, "nowhere", 7])
def test_without_a_current_node_the_newest_leaf_counts(current: object):
    tree = chain(None, message("user", "q", at=1e9), message("assistant", "old", at=2e9))
    tree["mapping"]["n3"] = {"message": message("assistant", "new", at=3e9), "parent": "n1"}
    tree["current_node"] = current
    assert said(tree) == ["q", "new"]


def test_hidden_system_tool_code_thoughts_and_empty_nodes_are_counted_as_hidden():
    hidden = {"is_visually_hidden_from_conversation": True}
    thoughts = {"content_type": "thoughts", "thoughts": [{"content": "hmm"}]}
    code = {"content_type": "code", "text": "print(1)"}
    conversation = chain(
        message("system", ""),
        message("user", "my profile", metadata=hidden),
        message("user", "What is the weather?"),
        {**message("assistant"), "content": code},
        message("assistant", "search('weather')", recipient="web"),
        message("tool", "sunny"),
        {**message("assistant"), "content": thoughts},
        message("assistant", ""),
        message("assistant", "Sunny.", recipient="all", channel="final"),
    )
    assert said(conversation) == ["What is the weather?", "Sunny."]
    assert read(conversation).skipped == {SkipReason.HIDDEN: 7}


def test_parts_give_their_text_and_the_transcript_of_a_voice():
    voice = {"content_type": "audio_transcription", "text": "spoken words", "direction": "in"}
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"}
    spoken = message("user", voice, {"content_type": "real_time_user_audio_video_asset_pointer"})
    spoken["content"]["content_type"] = "multimodal_text"
    shown = message("user", picture, "What is this?")
    shown["content"]["content_type"] = "multimodal_text"
    alone = message("user", picture)
    alone["content"]["content_type"] = "multimodal_text"
    conversation = chain(None, spoken, shown, alone)
    assert said(conversation) == ["spoken words", "What is this?"]
    assert read(conversation).skipped == {SkipReason.MEDIA: 1}


def test_missing_time_is_that_of_the_turn_before_or_of_the_conversation():
    conversation = chain(
        message("user", "a", at=None),
        message("assistant", "b", at=1_780_000_100),
        message("user", "c", at=None),
    )
    times = [
        turn.sent_at.timestamp()
        for turn in read(conversation).conversations[0].turns
        if turn.sent_at
    ]
    assert times == [1_780_000_000, 1_780_000_100, 1_780_000_100]


@pytest.mark.parametrize("time", [float("nan"), float("inf"), -1, 1e300, True, "yesterday", [], {}])
def test_impossible_time_is_none(time: object):
    conversation = chain(message("user", "a"), create_time=time)
    conversation["mapping"]["n0"]["message"]["create_time"] = time
    assert read(conversation).conversations[0].turns[0].sent_at is None


def test_citation_marks_are_taken_out():
    assert said(chain(message("assistant", "It rains. \ue200cite\ue202turn0search1\ue201"))) == [
        "It rains."
    ]


def test_cycle_of_parents_ends():
    tree = chain(message("user", "a"), message("assistant", "b"))
    tree["mapping"]["n0"]["parent"] = "n1"
    assert said(tree) == ["a", "b"]


def test_broken_parent_is_found_by_the_node_that_lists_the_child():
    tree = chain(message("user", "a"), message("assistant", "b"), message("user", "c"))
    tree["mapping"]["n2"]["parent"] = "lost"
    tree["mapping"]["n1"]["parent"] = None
    assert said(tree) == ["a", "b", "c"]


def test_half_a_surrogate_pair_becomes_storable_text():
    conversation = chain(
        message("user", "wave \ud83d there"), title="\udc00", conversation_id="\ud800"
    )
    (turn,) = read(conversation).conversations[0].turns
    assert turn.text.encode()
    assert turn.place.encode()
    assert read(conversation).conversations[0].title.encode()


def test_conversations_in_several_files_keep_their_order():
    first, second = [chain(message("user", "one"))], [chain(message("user", "two"))]
    export = chatgpt.parse([first, second], zone=LONDON)
    assert [c.turns[0].text for c in export.conversations] == ["one", "two"]


@pytest.mark.parametrize(
    "document", [[], {}, [1, "a", None], [{"messages": []}], {"mapping": 1}, "text", None]
)
def test_document_without_a_conversation_is_not_chatgpts(document: object):
    assert not chatgpt.is_chatgpt(document)


def test_entries_that_are_no_conversation_are_passed_over():
    assert said(1, {"mapping": []}, chain(message("user", "kept")), None) == ["kept"]
