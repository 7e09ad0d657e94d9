"""The door: formats by content, encodings, zips, folders, limits; nothing but BadInput escapes."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.errors import BadInput
from device.importers.export import Export, SourceKind
from device.importers.read import read_export
from device.importers.sources import JSON_LIMIT_BYTES, TEXT_LIMIT_BYTES
from policy.catalog import Language

SEOUL = ZoneInfo("Asia/Seoul")

LINE_JA = """[LINE] 花子とのトーク履歴
保存日時：2026/05/12 21:30

2026/05/11(月)
09:12\t花子\tおはよう
09:13\t太郎\t雨だね
"""
KAKAO_KO = """지은 님과 카카오톡 대화
저장한 날짜 : 2026-05-12 21:04:33

--------------- 2026년 5월 11일 월요일 ---------------
[지은] [오전 9:12] 안녕
[민서] [오전 9:13] 응
"""
KAKAO_CSV = 'Date,User,Message\n2026-05-11 09:12:33,"지은","안녕"\n'
CHATGPT: list[Any] = [
    {
        "title": "Soup",
        "id": "c1",
        "create_time": 1_780_000_000,
        "current_node": "b",
        "mapping": {
            "a": {"message": None, "parent": None, "children": ["b"]},
            "b": {
                "message": {
                    "id": "m1",
                    "author": {"role": "user"},
                    "content": {"content_type": "text", "parts": ["How long do I boil it?"]},
                },
                "parent": "a",
                "children": [],
            },
        },
    }
]
LOCOMO = [{"sample_id": "s", "session_1": [{"speaker": "A", "text": "hello", "dia_id": "D1:1"}]}]
VALID = {
    "line": LINE_JA.encode(),
    "kakaotalk": KAKAO_KO.encode(),
    "csv": KAKAO_CSV.encode(),
    "chatgpt": json.dumps(CHATGPT, indent=1).encode(),
    "locomo": json.dumps(LOCOMO).encode(),
}

quick = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def put(folder: Path, data: bytes, name: str = "export.bin") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(path: Path, me: str | None = None) -> Export:
    return read_export(path, zone=SEOUL, me=me)


def outcome(path: Path) -> Export | BadInput:
    try:
        return read(path)
    except BadInput as fault:
        return fault


def refusal(path: Path) -> BadInput:
    with pytest.raises(BadInput) as refused:
        read(path)
    for language in get_args(Language):
        assert refused.value.tell(language)
    return refused.value


def pack(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("line", SourceKind.LINE),
        ("kakaotalk", SourceKind.KAKAOTALK),
        ("csv", SourceKind.KAKAOTALK),
        ("chatgpt", SourceKind.CHATGPT),
        ("locomo", SourceKind.LOCOMO),
    ],
)
def test_format_is_known_by_content_under_any_name(tmp_path: Path, kind: str, found: SourceKind):
    for name in ("chat.txt", "chat.json", "chat.csv", "picture.png", "chat"):
        export = read(put(tmp_path, VALID[kind], name))
        assert export.kind is found
        assert export.conversations[0].kind is found


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("kind", sorted(VALID))
def test_every_unicode_encoding_reads_alike(tmp_path: Path, codec: str, kind: str):
    text = VALID[kind].decode()
    expected = read(put(tmp_path, VALID[kind])).conversations
    assert read(put(tmp_path, text.encode(codec))).conversations == expected
    windows = text.replace("\n", "\r\n").encode(codec)
    assert read(put(tmp_path, windows)).conversations == expected


@pytest.mark.parametrize(("text", "codec"), [(LINE_JA, "cp932"), (KAKAO_KO, "cp949")])
def test_old_encoding_is_read_where_the_layout_proves_it(tmp_path: Path, text: str, codec: str):
    expected = read(put(tmp_path, text.encode())).conversations
    assert read(put(tmp_path, text.encode(codec))).conversations == expected


@pytest.mark.parametrize("codec", ["cp932", "cp949", "latin-1"])
def test_old_encoding_of_other_text_is_refused_with_the_byte(tmp_path: Path, codec: str):
    data = (
        "plain words, then " + {"cp932": "日本語", "cp949": "한국어"}.get(codec, "café")
    ).encode(codec)
    fault = refusal(put(tmp_path, data + b" and more\n"))
    assert fault.key == "import.undecodable"
    assert fault.values["offset"] == data.index(bytes([max(data[18:19] + data[21:22])]))


def test_damaged_byte_in_a_utf8_export_is_refused_and_not_read_as_gibberish(tmp_path: Path):
    data = LINE_JA.encode()
    at = data.index("雨".encode())
    fault = refusal(put(tmp_path, data[:at] + b"\xff" + data[at + 1 :]))
    assert (fault.key, fault.values["offset"]) == ("import.undecodable", at)


@pytest.mark.parametrize("kind", ["line", "kakaotalk"])
def test_file_that_ends_inside_a_character_is_cut_off(tmp_path: Path, kind: str):
    data = VALID[kind].rstrip()
    data = data + "あ".encode()
    fault = refusal(put(tmp_path, data[:-1]))
    assert (fault.key, fault.values["offset"]) == ("import.cut_off", len(data) - 3)


def test_utf16_with_half_a_character_at_its_end_is_cut_off(tmp_path: Path):
    assert refusal(put(tmp_path, LINE_JA.encode("utf-16")[:-1])).key == "import.cut_off"


@pytest.mark.parametrize(
    "data", [b"", b"  \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe"]
)
def test_empty_file_is_refused(tmp_path: Path, data: bytes):
    assert refusal(put(tmp_path, data)).key == "import.empty"


@pytest.mark.parametrize(
    "data",
    [
        b"Dear diary, nothing happened.\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64),
        b"\x00" * 300,
        b"\x7fELF" + bytes(range(256)) * 4,
        b"name;age\nA;3\n",
        b'["just", "words"]',
    ],
)
def test_other_files_are_refused_as_unknown(tmp_path: Path, data: bytes):
    assert refusal(put(tmp_path, data)).key == "import.unknown_format"


@pytest.mark.parametrize("data", [b"[]", b"{}", b'[{"a": 1}]', b"[" * 100_000, b'{"a":' * 50_000])
def test_json_without_conversations_is_refused(tmp_path: Path, data: bytes):
    assert refusal(put(tmp_path, data)).key in {"import.unknown_json", "import.json_cut_off"}


def test_truncated_json_is_refused_with_line_and_column(tmp_path: Path):
    data = VALID["chatgpt"]
    for at in (10, len(data) // 2, len(data) - 2):
        fault = refusal(put(tmp_path, data[:at]))
        kept = data[:at].decode().rstrip()
        assert fault.key == "import.json_cut_off"
        assert fault.values["line"] == kept.count("\n") + 1
        assert fault.values["column"] == len(kept) - kept.rfind("\n")


def test_broken_json_is_refused_with_line_and_column(tmp_path: Path):
    fault = refusal(put(tmp_path, b'[\n {"mapping": {},\n  oops}\n]'))
    assert (fault.key, fault.values["line"], fault.values["column"]) == ("import.broken_json", 3, 3)


def test_number_with_thousands_of_digits_is_no_error(tmp_path: Path):
    text = json.dumps(CHATGPT).replace("1780000000", "9" * 6_000)
    assert read(put(tmp_path, text.encode())).conversations[0].turns[0].sent_at is None


@pytest.mark.parametrize(
    "data",
    [b"[LINE] \xe3\x81\x82\nx\n", "지은 님과 카카오톡 대화\n".encode(), b"Date,User,Message\n"],
)
def test_export_without_messages_is_refused(tmp_path: Path, data: bytes):
    assert refusal(put(tmp_path, data)).key == "import.no_messages"


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path):
    assert refusal(tmp_path / "gone.txt").key == "import.missing"
    assert refusal(put(tmp_path, b"x", "a.txt") / "below.txt").key == "import.missing"
    assert refusal(tmp_path / "nul\0byte").key == "import.missing"
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").key == "import.not_a_file"


def test_file_that_cannot_be_read_is_refused(tmp_path: Path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert refusal(loop).key in {"import.unreadable", "import.missing"}
    assert refusal(Path("/proc/self/mem")).key in {"import.unreadable", "import.empty"}


@pytest.mark.parametrize(
    ("start", "limit"), [(b"[\n{", JSON_LIMIT_BYTES), (b"09:12\tA\tb\n", TEXT_LIMIT_BYTES)]
)
def test_file_above_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, start: bytes, limit: int
):
    path = put(tmp_path, start)
    os.truncate(path, limit + 1)  # sparse: takes no space
    fault = refusal(path)
    assert (fault.key, fault.values["limit_mib"]) == ("import.too_large", limit // 2**20)


def test_title_falls_back_to_the_file_name_and_places_do_not(tmp_path: Path):
    (conversation,) = read(put(tmp_path, KAKAO_CSV.encode(), "KakaoTalk_지은.csv")).conversations
    assert conversation.title == "KakaoTalk_지은"
    assert conversation.turns[0].place == "kakaotalk||2026-05-11T09:12:33|지은|0"


def test_zip_of_a_chatgpt_export_is_read_past_its_other_files(tmp_path: Path):
    members = {
        "out/conversations.json": VALID["chatgpt"],
        "out/user.json": b"{}",
        "out/chat.html": b"<html>",
        "__MACOSX/out/._conversations.json": b"junk",
    }
    export = read(pack(tmp_path / "export.zip", members))
    assert export.conversations == read(put(tmp_path, VALID["chatgpt"])).conversations


def test_split_conversations_are_read_in_order_from_zip_and_folder(tmp_path: Path):
    members = {
        f"conversations-{n:03}.json": json.dumps([{**CHATGPT[0], "title": f"t{n}"}]).encode()
        for n in (1, 0, 10, 2)
    }
    folder = tmp_path / "folder" / "deeper"
    folder.mkdir(parents=True)
    for name, data in members.items():
        put(folder, data, name)
    for path in (pack(tmp_path / "export.zip", members), tmp_path / "folder"):
        assert [c.title for c in read(path).conversations] == ["t0", "t1", "t2", "t10"]


@pytest.mark.parametrize("kind", ["line", "kakaotalk", "csv"])
def test_zip_and_folder_with_one_chat_are_read(tmp_path: Path, kind: str):
    name = "chat.csv" if kind == "csv" else "chat.txt"
    folder = tmp_path / "folder"
    folder.mkdir()
    put(folder, VALID[kind], name)
    put(folder, b"\x89PNG", "photo.png")
    put(folder, b"About this export.\n", "README.txt")
    packed = pack(tmp_path / "chat.zip", {at.name: at.read_bytes() for at in folder.iterdir()})
    assert len(read(folder).conversations) == len(read(packed).conversations) == 1


def test_numbered_parts_of_a_kakaotalk_export_are_read_as_one(tmp_path: Path):
    folder = tmp_path / "Talk"
    folder.mkdir()
    for number in (1, 2, 10):
        name = f"Talk_2026.5.12 10.20-{number}.txt"
        said = f"2026. 5. 11. 오전 9:12, 지은 : {number}\n"
        put(folder, f"{name}\n저장한 날짜 : 2026. 5. 12.\n\n{said}".encode(), name)
    (conversation,) = read(folder).conversations
    assert [turn.text for turn in conversation.turns] == ["1", "2", "10"]


def test_zip_or_folder_with_nothing_usable_is_refused(tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    assert refusal(folder).key == "import.nothing_inside"
    put(folder, b"hello\n", "a.txt")
    put(folder, b"{}", "b.json")
    assert refusal(folder).key == "import.nothing_inside"
    assert refusal(pack(tmp_path / "empty.zip", {})).key == "import.nothing_inside"
    assert refusal(pack(tmp_path / "other.zip", {"a.png": b"x"})).key == "import.nothing_inside"


def test_folder_with_two_exports_is_refused_with_their_number(tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    put(folder, VALID["line"], "a.txt")
    put(folder, VALID["kakaotalk"], "b.txt")
    fault = refusal(folder)
    assert (fault.key, fault.values["count"]) == ("import.several_inside", 2)


def test_numbered_files_that_are_no_parts_of_one_export_are_refused(tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("chat-1.txt", "chat-2.txt"):
        put(folder, VALID["line"], name)
    assert refusal(folder).key == "import.several_inside"


def test_candidates_that_are_too_large_together_are_refused_unread(tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        os.truncate(put(folder, b"", name), TEXT_LIMIT_BYTES // 2)
    assert refusal(folder).key == "import.too_large"


def test_fault_of_the_only_export_inside_is_the_one_told(tmp_path: Path):
    members = {"a/conversations.json": VALID["chatgpt"][:-3]}
    fault = refusal(pack(tmp_path / "export.zip", members))
    assert (fault.key, fault.values["file"]) == ("import.json_cut_off", "conversations.json")


def test_zip_bomb_is_refused_by_what_it_declares_and_by_what_comes_out(tmp_path: Path):
    honest = tmp_path / "honest.zip"
    with (
        zipfile.ZipFile(honest, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("conversations.json", "w", force_zip64=True) as stream,
    ):
        stream.write(b"[{")
        for _ in range(JSON_LIMIT_BYTES // 2**22 + 1):
            stream.write(b" " * 2**22)
    assert refusal(honest).key == "import.too_large"
    data = bytearray(honest.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")  # claims to be small
    assert refusal(put(tmp_path, bytes(data), "liar.zip")).key == "import.broken_zip"


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9, 0.99])
def test_truncated_zip_is_refused(tmp_path: Path, at: float):
    data = pack(tmp_path / "whole.zip", {"conversations.json": VALID["chatgpt"]}).read_bytes()
    assert refusal(put(tmp_path, data[: int(len(data) * at)])).key == "import.broken_zip"


def test_encrypted_zip_is_refused_as_locked(tmp_path: Path):
    data = bytearray(pack(tmp_path / "a.zip", {"chat.txt": VALID["line"]}).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(put(tmp_path, bytes(data))).key == "import.locked_zip"


def test_name_in_a_refusal_holds_no_control_characters(tmp_path: Path):
    fault = refusal(put(tmp_path, b"", "a\x1b[31m\nb.txt"))
    assert str(fault.values["file"]).isprintable()


def test_refusals_never_hold_a_word_of_a_message(tmp_path: Path):
    secret = "PersimmonOtter"
    for kind, data in VALID.items():
        marked = data.replace(b"How long", secret.encode()).replace(
            "おはよう".encode(), secret.encode()
        )
        for cut in range(1, len(marked), 7):
            told = outcome(put(tmp_path, marked[:cut], f"{kind}.txt"))
            assert not isinstance(told, BadInput) or secret not in told.tell("en")


def test_every_sentence_is_there_in_three_languages():
    path = Path(__file__).parents[2] / "device" / "locales" / "import.json"
    for texts in json.loads(path.read_text(encoding="utf-8")).values():
        assert set(texts) == set(get_args(Language))


def check_only_bad_input_escapes(path: Path) -> None:
    export = outcome(path)
    if isinstance(export, BadInput):
        assert export.tell("ja")
        return
    places = [turn.place for conversation in export.conversations for turn in conversation.turns]
    assert places
    for conversation in export.conversations:
        conversation.title.encode()
        for turn in conversation.turns:
            assert turn.text.encode()
            assert "\0" not in turn.text
            turn.place.encode()
            assert turn.sent_at is None or turn.sent_at.tzinfo is not None


@quick
@given(
    data=st.binary(max_size=400),
    head=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"[LINE] ", b"[{"]),
)
def test_any_bytes_give_an_export_or_bad_input(tmp_path: Path, data: bytes, head: bytes):
    check_only_bad_input_escapes(put(tmp_path, head + data))


@quick
@given(data=st.data())
def test_any_damage_to_an_export_gives_an_export_or_bad_input(tmp_path: Path, data: st.DataObject):
    original = data.draw(st.sampled_from(sorted(VALID.values())))
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, min(len(original), start + 40)))
    patch = data.draw(
        st.binary(max_size=6) | st.sampled_from([b'"', b"\t", b"\n", b" : ", b"[", b"9:12"])
    )
    check_only_bad_input_escapes(put(tmp_path, original[:start] + patch + original[end:]))


@quick
@given(data=st.data())
def test_any_damage_to_a_zip_gives_an_export_or_bad_input(tmp_path: Path, data: st.DataObject):
    original = pack(tmp_path / "whole.zip", {"chat.txt": VALID["line"]}).read_bytes()
    damaged = bytearray(original)
    for at in data.draw(st.lists(st.integers(4, len(original) - 1), min_size=1, max_size=6)):
        damaged[at] = data.draw(st.integers(0, 255))
    check_only_bad_input_escapes(put(tmp_path, bytes(damaged)))


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
keys = st.sampled_from(["a", "b", "c"])
authors = st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant", "tool"]) | values})
contents = st.fixed_dictionaries(
    {
        "content_type": st.sampled_from(["text", "multimodal_text"]) | values,
        "parts": st.lists(values) | values,
    }
)
messages = values | st.fixed_dictionaries(
    {"author": authors | values, "content": contents | values},
    optional={
        "create_time": values,
        "recipient": values,
        "metadata": values,
        "id": values,
        "channel": values,
    },
)
nodes = values | st.fixed_dictionaries(
    {"message": messages}, optional={"parent": keys | values, "children": st.lists(keys | values)}
)
trees = st.fixed_dictionaries(
    {"mapping": st.dictionaries(keys, nodes, max_size=3) | values},
    optional={"current_node": keys | values, "title": values, "id": values, "create_time": values},
)
talks = st.fixed_dictionaries(
    {
        "session_1": st.lists(
            values
            | st.fixed_dictionaries(
                {"speaker": values, "text": values}, optional={"dia_id": values}
            ),
            max_size=3,
        )
    },
    optional={"speaker_a": values, "session_1_date_time": values, "conversation": values},
)


@quick
@given(document=values | st.lists(trees | values, max_size=3) | st.lists(talks, max_size=2) | talks)
def test_any_json_gives_an_export_or_bad_input(tmp_path: Path, document: object):
    check_only_bad_input_escapes(put(tmp_path, json.dumps(document).encode()))
