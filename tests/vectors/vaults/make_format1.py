"""Makes the vaults of format 1 that the tests open, with the code that wrote that format.

They were made once and are not made again: keys and nonces are random, so every run gives other
bytes. With commit de3b9c9 of this repository cloned to OLD (and no later one: see `main`):

    PYTHONPATH=OLD python tests/vectors/vaults/make_format1.py tests/vectors/vaults

Each vault is NAME.db.gz (and NAME.db-wal.gz where it was copied while open) and NAME.json: what
must be found in it. The answers are the old code's own, read from a copy. `chat.txt` is the export
that `everything` was fed with. All texts, names and numbers are made up.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from device.rules import changed_record

from compliance.log.events import Event, EventKind
from compliance.log.merkle import leaf_hash, root
from device.compose import Device, _wire, open_device
from device.encoder.encode import Encoder
from device.federation.consent import set_consent
from device.importers.read import read_export
from device.memory.intake import _clean
from device.memory.records import Memory
from device.settings import EncoderRecord, Membership, Settings
from device.vault import upkeep
from device.vault.kdf import KdfParameters
from device.vault.keyring import UPKEEP_KEY
from device.vault.seal import FORMAT, seal
from device.vault.store import Vault
from policy.vocabulary import ClassName, Market, Purpose

PASSPHRASE: Final = "保管庫を包む 보자기 2024"
STEP_UP: Final = "둘째 비밀 no. 2"
SEGMENT_ROWS: Final = 8
START: Final = 1_755_000_000  # August 2025

EVERYDAY: Final = (
    "駅前の新しいパン屋はくるみパンが一番おいしい",
    "土曜の朝は川沿いを五キロ走ることにした",
    "図書館で借りた『山の一日』は二十日までに返す",
    "妹の誕生日には青い陶器の皿を贈りたい",
    "引っ越し先の本棚は幅九十センチまで入る",
    "来月の出張は名古屋、帰りに味噌煮込みを食べる",
    "ベランダのバジルは二日に一度水をやる",
    "英会話は水曜の夜八時から",
    "苦手な食べ物はパクチー",
    "卒業旅行で行った屋久島の雨が忘れられない",
    "오늘 저녁은 된장찌개, 두부는 냉장고 아래 칸에 있다",
    "민준이는 커피를 못 마셔서 항상 유자차를 시킨다",
    "다음 주 금요일에 부산 가는 기차를 예매했다",
    "자전거 비밀은 뒷바퀴 공기압을 조금 낮게 두는 것",
    "할머니 댁 감나무는 시월 말에 딴다",
    "새로 산 카메라는 밤 사진이 훨씬 좋다",
    "동네 도서관은 월요일에 쉰다",
    "한글날에는 친구들과 북한산에 오르기로 했다",
    "고양이 이름은 보리, 참치는 안 먹는다",
    "기타 연습은 하루에 이십 분씩",
    "The spare key hangs behind the blue mug",
    "Mina prefers window seats on the left side of the train",
    "The good stapler is in the second drawer",
    "We plant tomatoes after the fifth of May",
    "My favourite poem is the one about the lighthouse",
    "Book club meets on the last Thursday of the month",
    "The neighbour's dog is called Biscuit and hates bicycles",
    "Pancakes: two eggs, one cup of milk, one cup of flour 🥞",
)
PRIVATE: Final = (
    "花粉症の薬は食後に一錠、眠くなる",
    "母は血圧の薬を朝だけ飲んでいる",
    "歯医者の予約は十一日の午後三時",
    "I am allergic to peanuts and carry an epinephrine pen",
    "The physiotherapist said no running until the knee heals",
    "My blood pressure medicine was changed to the small tablets",
    "우울증 약을 줄이는 중이라고 의사가 말했다",
    "새우 알레르기가 있어서 초밥집에서는 꼭 말해야 한다",
    "허리 통증으로 병원에서 물리치료를 받는다",
    "鍼の治療は月に二回通っている",
)
FINANCE: Final = (
    "みずほ銀行の口座は家賃専用にしている",
    "給料日は二十五日、手取りは二十四万円",
    "国民年金の手続きは来月までに済ませる",
    "신한은행 계좌 110-123-456789 는 여행 적금용",
    "마이너스 통장 한도는 오백만 원",
    "my salary is 4 million won a month before tax",
    "The mortgage rate at the bank is fixed until 2031",
    "住宅ローンの残高は千二百万円",
    "credit card 4111 1111 1111 1111 is the one for trains",
    "주식 계좌에 이백만 원을 넣어 두었다",
    "The savings account at the bank has a monthly limit",
)
GUARDED: Final = (
    "My passport number is TK1234567",
    "주민등록번호 900101-1234568 은 예시로 적어 둔 것",
    "マイナンバーは1234 5678 9018と控えてある",
    "내 여권번호는 M12345678",
)
CHAT: Final = """[LINE] 悠人とのトーク履歴
保存日時:2025/08/10 21:30

2025/08/09(土)
09:12\t悠人\t来週の花火大会、河川敷で見ようよ
09:13\t美咲\tいいね、北側の土手が空いているらしい
09:15\t悠人\t[スタンプ]
09:20\t美咲\tレジャーシートは私が持っていくね
09:21\t悠人\t飲み物は冷たい麦茶を用意する

2025/08/10(日)
20:05\t美咲\t浴衣の帯の結び方を動画で練習した
20:06\t悠人\t弟も連れていっていい?甘いものが好きなんだ
20:07\t美咲\tもちろん。りんご飴の屋台を探そう
"""


class Clock:
    """A clock that moves on by itself a little whenever it is read."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        self.now += 1
        return self.now


def new_device(folder: Path, step_up: str | None, settings: Settings, clock: Clock) -> Device:
    """Does what `create_device` does, with small segments."""
    settings = settings.model_copy(update={"encoders": (EncoderRecord.of(Encoder.default()),)})
    vault = Vault.create(
        folder,
        PASSPHRASE,
        step_up,
        KdfParameters(),
        settings=settings.model_dump_json().encode(),
        segment_rows=SEGMENT_ROWS,
    )
    device = _wire(vault, settings, clock)
    device.guard.note_unlocked(EventKind.CREATED)
    device.guard.end_step_up()
    return device


def remember(device: Device, *texts: str) -> list[int]:
    """Remembers each text. None of them says what another says, so all are new."""
    kept = [device.intake.remember(text, device.recall.nearest) for text in texts]
    assert all(one.is_new and one.id is not None for one in kept), texts
    return [one.id for one in kept if one.id is not None]


def rebind(device: Device, item_id: int, **changes: Any) -> None:
    """Puts an open memory under another rule."""
    row = device.vault.find_row(item_id)
    assert row is not None
    before = device.vault.record(int(row["rule"][0]))
    device.guard.rebind(item_id, changed_record(before, **changes))


def reopen(device: Device, clock: Clock) -> Device:
    """Locks and unlocks, so that the log and its checkpoints grow as they do in use."""
    device.close()
    opened = open_device(device.vault.folder, lambda: PASSPHRASE, clock=clock)
    opened.vault._shelves._segment_rows = SEGMENT_ROWS
    return opened


def everything(folder: Path, clock: Clock) -> list[str]:
    """Fills a vault with what format 1 can hold. Gives the certificates, in order."""
    settings = Settings(owner="美咲", language="ja", market=Market.JP, zone="Asia/Tokyo")
    device = new_device(folder, STEP_UP, settings, clock)
    membership = Membership(
        server="fleet.example:9443",
        ca_pem="(a certificate authority of the tests)\n",
        node_key_pem="(a key of the tests; it opens nothing)\n",
        node_public="ecdsa-sha2-nistp384 AAAA(tests) みどり医療連合",
    )
    joined = device.settings.model_copy(update={"membership": membership})
    device.change_settings(joined, EventKind.MAINTAINED, reason="federation-joined")
    set_consent(device, training=True)

    everyday = remember(device, *EVERYDAY[:14])
    private = remember(device, *PRIVATE[:5])
    finance = remember(device, *FINANCE[:5])  # closed: into the inbox
    guarded = remember(device, *GUARDED[:2])

    device = reopen(device, clock)
    device.guard.step_up(STEP_UP)  # folds the inbox in
    finance += remember(device, *FINANCE[5:9])  # and a segment comes of it
    everyday += remember(device, *EVERYDAY[14:])
    private += remember(device, *PRIVATE[5:])
    device.recall.ask("銀行の口座はどれ?", Purpose.RECALL, "ja", 5)
    rebind(device, finance[1], retain_days=3_650)
    rebind(device, guarded[0], max_reads=40)
    device.guard.end_step_up()

    chat = folder.parent / "chat.txt"
    chat.write_text(CHAT, encoding="utf-8")
    report = device.intake.take_in(read_export(chat, zone=settings.timezone, me="美咲"), gate=False)
    assert report.stored == 7, report

    for question in ("パン屋", "알레르기 음식", "spare key", "花火大会", "고양이"):
        device.recall.ask(question, Purpose.RECALL, "en", 6)
    device.rights.rate(everyday[0], "used")
    device.rights.rate(everyday[0], "used")
    device.rights.rate(everyday[3], "dismissed")
    device.rights.rate(private[0], "used")
    rebind(device, everyday[4], retain_days=365)
    rebind(device, everyday[5], labels=["health"], train=False)
    rebind(device, everyday[6], share=True)
    rebind(device, everyday[7], guard=True)  # into a closed class
    rebind(device, private[2], max_reads=3, retain_days=30)

    gone = [everyday[1], report.ids[2], finance[0], finance[8]]
    certificates = [device.rights.forget(item_id) for item_id in gone]
    device = reopen(device, clock)
    finance += remember(device, *FINANCE[9:])
    guarded += remember(device, *GUARDED[2:])
    device.recall.show(everyday[2], Purpose.RECALL, "ja")
    write_short_usage(device, everyday[2], 3, clock.now)
    certificates.append(device.rights.forget(finance[9]))  # in the inbox
    stored = device.vault._database.all("SELECT id, pending FROM tombstone ORDER BY id")
    assert {pending for _, pending in stored} >= {0, -1}, stored
    assert any(int(str(pending)) > 0 for _, pending in stored), stored
    device.close()
    return [one for one in certificates if one is not None]


def write_short_usage(device: Device, item_id: int, reads: int, last_read: int) -> None:
    """Puts a read counter back to the shape it had before memories could be rated: 12 bytes."""
    vault = device.vault
    assert item_id in vault._usage
    data = upkeep._READS.pack(reads, last_read)
    sealed = seal(vault._keyring.named[UPKEEP_KEY], data, vault._keyring.place("usage", item_id))
    with vault.transaction():
        vault._database.run("UPDATE usage SET sealed = ? WHERE id = ?", sealed, item_id)


def without_step_up(folder: Path, clock: Clock) -> list[str]:
    """Fills a vault that has no second secret: all four classes open with the passphrase."""
    settings = Settings(owner="Mina", language="ko", market=Market.KR, zone="Asia/Seoul")
    device = new_device(folder, None, settings, clock)
    ids = remember(device, *EVERYDAY[10:16], *PRIVATE[6:9], *FINANCE[3:5], *GUARDED[1:2])
    device.recall.ask("고양이 이름", Purpose.RECALL, "ko", 3)
    device.rights.rate(ids[1], "dismissed")
    certificate = device.rights.forget(ids[9])
    device = reopen(device, clock)
    device.close()
    assert certificate is not None
    return [certificate]


def empty(folder: Path, clock: Clock) -> list[str]:
    """Makes a vault, and nothing more."""
    device = new_device(folder, None, Settings(), clock)
    device.close()
    return []


def left_open(folder: Path, clock: Clock) -> list[str]:
    """Writes, and is gone before anything was folded into the file: the WAL holds it all."""
    device = new_device(folder, STEP_UP, Settings(market=Market.EU, zone="Europe/Vienna"), clock)
    remember(device, EVERYDAY[20], PRIVATE[3])
    device = reopen(device, clock)
    remember(device, EVERYDAY[24], FINANCE[5], PRIVATE[4])
    device.recall.ask("lighthouse poem", Purpose.RECALL, "en", 2)
    kept = folder.with_name(f"{folder.name}-copied")
    shutil.copytree(folder, kept)
    device.close()
    shutil.rmtree(folder)
    kept.rename(folder)
    return []


def facts(folder: Path, step_up: str | None, certificates: list[str]) -> dict[str, Any]:
    """Reads with the old code what must be found in a vault. The folder is spent afterwards."""
    vault = Vault.unlock(folder, lambda: PASSPHRASE, segment_rows=SEGMENT_ROWS)
    leaves = [leaf for _, leaf in vault.journal.leaves()]
    checkpoints = vault._database.all("SELECT size FROM checkpoint ORDER BY size")
    pending = vault._database.all("SELECT id FROM tombstone WHERE pending <> 0 ORDER BY id")
    inbox = vault._database.all("SELECT id FROM inbox ORDER BY id")
    graves = vault._database.all("SELECT id FROM tombstone ORDER BY id")
    segments = vault._database.one("SELECT count(*) FROM seg")
    settings = Settings.parse(vault.read_settings())
    next_id = vault._roster.next_id
    if step_up is not None:
        vault.step_up(step_up)
    items = {}
    for name in ClassName:
        for row in vault.rows(name):
            items[int(row["id"])] = item_facts(vault, name, vault.rows(name), int(row["id"]))
    found = {
        "format": FORMAT,
        "passphrase": PASSPHRASE,
        "step_up": step_up,
        "vault": vault._keyring.header.vault,
        "verifier": str(vault.journal.signer.verifier),
        "settings": settings.model_dump(mode="json"),
        "next_id": next_id,
        "segments": segments[0] if segments else 0,
        "log_size": len(leaves),
        "log_root": root([leaf_hash(leaf) for leaf in leaves]).hex(),
        "checkpoints": [size for (size,) in checkpoints],
        "forgotten": [item_id for (item_id,) in graves],
        "pending": [item_id for (item_id,) in pending],
        "in_inbox": [item_id for (item_id,) in inbox],
        "certificates": certificates,
        "items": [items[item_id] for item_id in sorted(items)],
    }
    vault.close()
    return found


def item_facts(vault: Vault, name: ClassName, rows: Any, item_id: int) -> dict[str, Any]:
    """Gives what must be found of one memory."""
    (row,) = [rows[at : at + 1] for at in range(len(rows)) if int(rows["id"][at]) == item_id]
    event = Event(
        at=START, kind=EventKind.RELEASED, principal="owner", purpose="", auth="", bundle="",
        nonce="00" * 16,
    )  # fmt: skip
    with vault.transaction():
        receipt = vault.append(event, [item_id])
    memory = Memory.from_bytes(vault.open_payload(item_id, receipt))
    return {
        "id": item_id,
        "class": name.value,
        "memory": memory.model_dump(mode="json"),
        "rule": vault.record(int(row["rule"][0])).digest.hex(),
        "expires": vault._upkeep.read(item_id).expires,
        "at": int(row["at"][0]),
        "created": int(row["created"][0]),
        "encoder": int(row["encoder"][0]),
        "languages": int(row["languages"][0]),
        "domains": int(row["domains"][0]),
        "strength": float(row["strength"][0]),
        "scale": float(row["scale"][0]),
        "vector": hashlib.sha256(row["code"].tobytes() + row["vector"].tobytes()).hexdigest()[:32],
        "name": vault.commitment(row),
        "usage": asdict(vault.usage(item_id)),
    }


def chat_names(folder: Path, found: dict[str, Any]) -> dict[str, list[str]]:
    """Gives the raw names that an import of the chat compares, as hex: known, and forgotten."""
    chat = read_export(folder / "chat.txt", zone=Settings(zone="Asia/Tokyo").timezone, me="美咲")
    turns = [turn for conversation in chat.conversations for turn in conversation.turns]
    kept = {one["memory"]["text"] for one in found["items"]}
    names: dict[str, list[str]] = {"sources": [], "forgotten_places": []}
    for turn in turns:
        place, text = turn.place.encode(), _clean(turn.text)
        if text in kept:
            source = place + b"\0" + hashlib.sha256(text.encode()).digest()
            names["sources"].append(source.hex())
        else:
            names["forgotten_places"].append(place.hex())
    assert len(names["sources"]) == 6, names
    assert len(names["forgotten_places"]) == 1, names
    return names


def told(found: dict[str, Any]) -> str:
    """Gives JSON with one memory a line, so that a reader can look one up."""
    items = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in found["items"])
    text = json.dumps({**found, "items": []}, ensure_ascii=False, indent=1)
    return text.replace('"items": []', f'"items": [\n  {items}\n ]') + "\n"


def main(target: Path) -> None:
    """Makes every vault and writes it, packed, beside its answers."""
    assert FORMAT == 1, "this makes vaults of format 1; run it with commit de3b9c9"
    makers: dict[str, tuple[Callable[[Path, Clock], list[str]], str | None]] = {
        "everything": (everything, STEP_UP),
        "without_step_up": (without_step_up, None),
        "empty": (empty, None),
        "left_open": (left_open, STEP_UP),
    }
    with tempfile.TemporaryDirectory() as scratch:
        for name, (make, step_up) in makers.items():
            folder = Path(scratch) / name
            certificates = make(folder, Clock())
            for file in sorted(folder.iterdir()):
                packed = gzip.compress(file.read_bytes(), mtime=0)
                part = file.name.removeprefix("vault")
                (target / f"format1_{name}{part}.gz").write_bytes(packed)
            found = facts(folder, step_up, certificates)
            if name == "everything":
                found |= chat_names(Path(scratch), found)
            (target / f"format1_{name}.json").write_text(told(found), encoding="utf-8")
        shutil.copy(Path(scratch) / "chat.txt", target / "chat.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
