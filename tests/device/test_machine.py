"""A machine's name to a vault, and memories that are kept to one machine."""

from __future__ import annotations

from device.machine import device_name, machine_identity
from policy.vocabulary import Purpose
from tests.builders import wished
from tests.people import Clock, make_device, remember

OTHER_MACHINE = "ab" * 16


def test_machine_stays_the_same():
    assert machine_identity() == machine_identity()


def test_two_vaults_cannot_tell_that_they_share_a_machine():
    names = {device_name("machine", vault) for vault in ("one", "two")}
    assert len(names) == 2
    assert all(len(name) == 32 for name in names)


def test_machine_without_an_identity_has_no_name():
    assert device_name("", "vault") == ""


def test_memory_is_kept_to_the_device_that_its_owner_named(tmp_path):
    device = make_device(tmp_path / "vault", Clock())
    here, there = remember(device, "Diary: rain all day"), remember(device, "Diary: snow at last")
    for item_id, home in ((here, device.device_id), (there, OTHER_MACHINE)):
        row = device.vault.find_row(item_id)
        record = device.vault.record(int(row["rule"][0]))
        device.guard.rebind(item_id, wished(record, home=home))
    opened = device.guard.release([here, there], Purpose.RECALL)
    assert [int(one.row["id"][0]) for one in opened] == ([here] if device.device_id else [])
    assert device.recall.show(there, Purpose.RECALL, "en").rules == ("kept-to-its-device",)
    assert there not in {int(one) for ids in device.guard.searchable().values() for one in ids}
    device.close()
