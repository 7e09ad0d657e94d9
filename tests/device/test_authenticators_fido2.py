"""A security key as a factor: the real client of python-fido2 against a key in this process."""

from __future__ import annotations

import hmac
import logging
import sys
import threading
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from fido2.ctap import STATUS, CtapDevice
from fido2.ctap2.base import Info
from fido2.hid import ConnectionFailure, CtapHidDevice

from device.errors import DeviceError, IntegrityError, Locked, Unavailable
from device.vault.authenticators import ceremony
from device.vault.authenticators.authenticator import Authenticator, FactorKind
from device.vault.authenticators.fido2 import SecurityKeyFactor
from device.vault.authenticators.watched import Watched
from policy.vocabulary import AuthLevel
from tests.device.softkey import FINGERPRINT, PASSCODE, SoftHid, SoftKey


@dataclass
class Person:
    """Types the PIN that they know, if any."""

    pin: str | None = "2468"
    asked: int = 0
    told: list[int] = field(default_factory=list)

    def ask_pin(self) -> str | None:
        self.asked += 1
        return self.pin

    def touch(self) -> None:
        self.told.append(threading.get_ident())


def factor(*keys: SoftKey, person: Person | None = None, timeout_s: float = 20) -> Authenticator:
    return SecurityKeyFactor(person or Person(), lambda: iter(keys), timeout_s)


def refusal(key: str, kind: type[DeviceError], act) -> DeviceError:
    with pytest.raises(kind) as caught:
        act()
    assert caught.value.key == key
    return caught.value


@pytest.mark.parametrize("protocols", [(2, 1), (1,)])
@pytest.mark.parametrize("tokens", [True, False])
@pytest.mark.parametrize("sensor", [True, False])
def test_same_key_gives_the_same_secret_again(sensor, tokens, protocols):
    key = SoftKey(sensor=sensor, tokens=tokens, protocols=protocols)
    made = factor(key).enrol()
    assert made.kind is FactorKind.FIDO2
    assert made.level is (AuthLevel.BIOMETRIC if sensor else AuthLevel.STRONG)
    assert len(made.secret) == 32
    assert factor(key).prove(made.parameters) == made.secret
    assert key.closed == 2


def test_secret_is_the_one_of_a_verified_person():
    key = SoftKey()
    made = factor(key).enrol()
    (credential,) = key.credentials.values()
    salt = bytes.fromhex(str(made.parameters["salt"]))
    assert made.secret == hmac.digest(credential.with_verification, salt, "sha256")


def test_two_enrolments_of_one_key_have_nothing_in_common():
    key = SoftKey()
    first, second = factor(key).enrol(), factor(key).enrol()
    assert first.secret != second.secret
    assert not set(first.parameters.values()) & set(second.parameters.values()) - {"pin"}


def test_person_is_asked_once_for_the_pin_and_told_of_each_touch_in_their_own_thread():
    key, person = SoftKey(), Person()
    made = factor(key, person=person).enrol()
    assert (person.asked, key.touches) == (1, 2)
    assert person.told == [threading.get_ident()] * 2
    factor(key, person=person).prove(made.parameters)
    assert (person.asked, key.touches) == (2, 3)


def test_sensor_needs_no_pin():
    key, person = SoftKey(sensor=True), Person()
    made = factor(key, person=person).enrol()
    factor(key, person=person).prove(made.parameters)
    assert person.asked == 0


@pytest.mark.parametrize(
    ("modality", "bio_enrolled", "level"),
    [
        (FINGERPRINT, False, AuthLevel.BIOMETRIC),
        (FINGERPRINT | 0x800, True, AuthLevel.BIOMETRIC),
        (0, True, AuthLevel.BIOMETRIC),
        (0, False, AuthLevel.STRONG),  # it says no more than that it verifies: may be buttons
        (PASSCODE, True, AuthLevel.STRONG),  # a code on the key's own buttons
        (FINGERPRINT | PASSCODE, True, AuthLevel.STRONG),  # nobody can tell which it was
        (0x400, True, AuthLevel.STRONG),  # a way that is not known
    ],
)
def test_biometric_is_said_only_of_a_sensor_for_the_body(modality, bio_enrolled, level):
    key = SoftKey(sensor=True, modality=modality, bio_enrolled=bio_enrolled)
    made = factor(key).enrol()
    assert made.level is level
    assert factor(key).prove(made.parameters) == made.secret


def test_finger_that_is_blocked_at_enrolment_falls_back_to_the_pin_and_is_strong():
    key, person = SoftKey(sensor=True), Person()
    key.finger = "blocked"
    made = factor(key, person=person).enrol()
    assert made.level is AuthLevel.STRONG
    assert person.asked == 1
    assert factor(key).prove(made.parameters) == made.secret


def test_biometric_factor_is_not_proved_by_a_pin():
    key, person = SoftKey(sensor=True), Person()
    made = factor(key, person=person).enrol()
    key.finger = "blocked"
    prove = factor(key, person=person).prove
    refusal("vault.key_unverified", Locked, lambda: prove(made.parameters))
    assert person.asked == 0


def test_wrong_finger_is_refused():
    key = SoftKey(sensor=True)
    made = factor(key).enrol()
    key.finger = "wrong"
    refusal("vault.key_unverified", Locked, lambda: factor(key).prove(made.parameters))


def test_answer_without_the_flag_of_verification_is_refused():
    key = SoftKey()
    made = factor(key).enrol()
    key.hides_verification = True
    refusal("vault.key_unverified", Locked, lambda: factor(key).prove(made.parameters))
    refusal("vault.key_unverified", Locked, factor(key).enrol)


def test_wrong_pin_tells_how_many_tries_are_left():
    key = SoftKey()
    made = factor(key).enrol()
    wrong = factor(key, person=Person("1357"))
    for left in (7, 6):
        error = refusal("vault.key_pin_wrong", Locked, lambda: wrong.prove(made.parameters))
        assert error.values == {"tries": left}
    refusal("vault.key_replug", Locked, lambda: wrong.prove(made.parameters))
    refusal("vault.key_replug", Locked, lambda: factor(key).prove(made.parameters))
    key.replug()
    assert factor(key).prove(made.parameters) == made.secret


def test_pin_that_was_blocked_is_told():
    key = SoftKey()
    made = factor(key).enrol()
    key.tries = 0
    refusal("vault.key_pin_blocked", Locked, lambda: factor(key).prove(made.parameters))


@pytest.mark.parametrize("pin", [None, ""])
def test_person_who_gives_no_pin_refuses(pin):
    key = SoftKey()
    refusal("vault.key_refused", Locked, factor(key, person=Person(pin)).enrol)
    assert not key.credentials


def test_korean_pin_is_the_same_from_every_keyboard():
    composed = "비밀번호가"
    decomposed = "\u1107\u1175\u1106\u1175\u11af\u1107\u1165\u11ab\u1112\u1169\u1100\u1161"
    key = SoftKey(pin=composed)
    made = factor(key, person=Person(decomposed)).enrol()
    assert factor(key, person=Person(composed)).prove(made.parameters) == made.secret


def test_pin_that_is_no_text_is_a_wrong_pin():
    key = SoftKey()
    odd = Person("혼자\ud800뿐")
    error = refusal("vault.key_pin_wrong", Locked, factor(key, person=odd).enrol)
    assert "혼자" not in "".join(traceback.format_exception(error))


def test_key_without_pin_or_sensor_is_told_to_need_one():
    refusal("vault.key_no_verification", Unavailable, factor(SoftKey(pin=None)).enrol)


@pytest.mark.parametrize("sensor", [True, False])
def test_refused_touch_is_locked(sensor):
    key = SoftKey(sensor=sensor)
    made = factor(key).enrol()
    key.touched = "refused"
    refusal("vault.key_refused", Locked, factor(key).enrol)
    refusal("vault.key_refused", Locked, lambda: factor(key).prove(made.parameters))


@pytest.mark.parametrize("sensor", [True, False])
def test_touch_that_does_not_come_ends_in_time(sensor):
    key = SoftKey(sensor=sensor)
    made = factor(key).enrol()
    key.touched = "never"
    prove = factor(key, timeout_s=0.2).prove
    refusal("vault.key_untouched", Locked, lambda: prove(made.parameters))


def test_no_key_is_told():
    made = factor(SoftKey()).enrol()
    refusal("vault.key_absent", Unavailable, factor().enrol)
    refusal("vault.key_absent", Unavailable, lambda: factor().prove(made.parameters))


def test_other_key_is_told_without_a_touch():
    made = factor(SoftKey()).enrol()
    other, person = SoftKey(), Person()
    error = refusal(
        "vault.key_other", Locked, lambda: factor(other, person=person).prove(made.parameters)
    )
    assert (person.asked, other.touches, person.told) == (0, 0, [])
    assert made.secret.hex() not in repr(error)


def test_key_that_tells_nothing_without_the_person_is_asked():
    key, other = SoftKey(), SoftKey()
    key.answers_unasked = other.answers_unasked = False
    made = factor(key).enrol()
    assert factor(key).prove(made.parameters) == made.secret
    refusal("vault.key_other", Locked, lambda: factor(other).prove(made.parameters))


def test_enrolled_key_is_found_among_several():
    mine = SoftKey()
    made = factor(mine).enrol()
    gone, u2f, other = SoftKey(), SoftKey(ctap2=False), SoftKey()
    gone.pulled_out_after = 0
    assert factor(gone, u2f, other, mine).prove(made.parameters) == made.secret
    assert other.touches == 0
    assert [key.closed for key in (gone, u2f, other, mine)] == [1, 1, 1, 2]


def test_enrolment_wants_one_key_only():
    keys = SoftKey(), SoftKey()
    error = refusal("vault.key_several", Unavailable, factor(*keys).enrol)
    assert error.values == {"count": 2}
    assert not any(key.commands for key in keys)


@pytest.mark.parametrize("key", [SoftKey(ctap2=False), SoftKey(hmac_secret=False)])
def test_key_that_keeps_no_secret_is_told(key):
    refusal("vault.key_too_old", Unavailable, factor(key).enrol)
    assert not key.credentials


def outcome(
    subject: Authenticator, parameters: Mapping[str, str | int]
) -> tuple[bytes | None, str | None]:
    try:
        return subject.prove(parameters), None
    except DeviceError as error:
        return None, error.key


def test_key_that_is_pulled_out_at_any_moment_is_told():
    whole = SoftKey()
    made = factor(whole).enrol()
    commands = len(whole.commands)
    for moment in range(commands):
        key = SoftKey()
        key.pulled_out_after = moment
        refusal("vault.key_gone", Unavailable, factor(key).enrol)
    for moment in range(commands):
        whole.pulled_out_after = len(whole.commands) + moment
        secret, key = outcome(factor(whole), made.parameters)
        if secret is not None:
            break
        assert key == "vault.key_gone"
    assert secret == made.secret
    assert moment > 3  # it was pulled out in the middle of a proof too


@pytest.mark.parametrize("answer", [b"", b"\x00", b"\x00\xff", b"\x00\xa0", b"\x00\x01", b"\xf5"])
def test_nonsense_from_a_key_is_told(answer):
    key = SoftKey()
    made = factor(key).enrol()
    key.answers_with = answer
    for act in (factor(key).enrol, lambda: factor(key).prove(made.parameters)):
        refusal("vault.key_failed", Unavailable, act)


def test_silent_key_is_given_up():
    class Silent(SoftKey):
        def call(self, cmd, data=b"", event=None, on_keepalive=None):
            threading.Event().wait(60)

    with pytest.raises(ConnectionFailure):
        Watched(Silent(), silence_s=0.05).call(0x10, b"\x04")
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with pytest.raises(ConnectionFailure):
        Watched(Silent(), silence_s=0.05).call(0x10, b"\x04", stop)


def test_key_is_told_to_stop_where_the_person_breaks_off():
    key = SoftKey()
    made = factor(key).enrol()
    key.touched = "never"
    stopped = threading.Event()

    class Leaving(Person):
        def touch(self) -> None:
            raise KeyboardInterrupt

    class Seen(SoftKey):
        def call(self, cmd, data=b"", event=None, on_keepalive=None):
            try:
                return key.call(cmd, data, event, on_keepalive)
            finally:
                if event is not None and event.is_set():
                    stopped.set()

    with pytest.raises(KeyboardInterrupt):
        factor(Seen(), person=Leaving()).prove(made.parameters)
    assert stopped.wait(30)


@pytest.mark.parametrize(
    "change",
    [
        {"credential": ""},
        {"credential": "ab+/" * 8},
        {"credential": "A" * 1367},
        {"credential": "AAAAAAAAAAAAAAAAB"},  # 17 letters are no number of bytes
        {"salt": "00" * 31},
        {"salt": "00" * 33},
        {"salt": 7},
        {"verified": "trust me"},
        {"more": 1},
    ],
)
def test_changed_parameters_are_damage(change):
    key = SoftKey()
    made = factor(key).enrol()
    used = len(key.commands)
    refusal(
        "vault.bad_header",
        IntegrityError,
        lambda: factor(key).prove({**made.parameters, **change}),
    )
    assert len(key.commands) == used


@pytest.mark.parametrize(
    ("code", "key", "values"),
    [
        (0x28, "vault.key_failed", {"code": "0x28"}),  # no room left on it
        (0xF2, "vault.key_failed", {"code": "0xF2"}),  # the maker's own
        (0x37, "vault.key_no_verification", {}),  # it wants another PIN first
    ],
)
def test_refusal_of_the_key_itself_is_told_with_its_code(code, key, values):
    soft = SoftKey()
    made = factor(soft).enrol()
    soft.fails_with = code
    for act in (factor(soft).enrol, lambda: factor(soft).prove(made.parameters)):
        assert refusal(key, Unavailable, act).values == values


def test_key_that_promises_the_extension_and_lacks_it_is_told():
    key = SoftKey()
    made = factor(key).enrol()
    prove = factor(key).prove
    key.extension = "denied"
    refusal("vault.key_too_old", Unavailable, factor(key).enrol)
    key.extension = "dropped"
    refusal("vault.key_too_old", Unavailable, lambda: prove(made.parameters))
    key.extension = "garbled"
    refusal("vault.key_failed", Unavailable, lambda: prove(made.parameters))


def test_credential_that_would_fill_the_header_is_refused():
    key = SoftKey()
    key.credential_bytes = 1024
    made = factor(key).enrol()
    assert len(str(dict(made.parameters))) < 2048
    assert factor(key).prove(made.parameters) == made.secret
    key.credential_bytes = 1025
    refusal("vault.key_failed", Unavailable, factor(key).enrol)


# Over USB


def usb(monkeypatch: pytest.MonkeyPatch, *connections: SoftHid | OSError) -> None:
    """Puts keys where the library looks for USB devices."""
    waiting = dict(enumerate(connections))

    def open_one(at: int) -> SoftHid:
        found = waiting[at]
        if isinstance(found, OSError):
            raise found
        return found

    monkeypatch.setattr(ceremony, "list_descriptors", lambda: list(waiting))
    monkeypatch.setattr(ceremony, "open_connection", open_one)
    monkeypatch.setattr(CtapHidDevice, "__init__", described(CtapHidDevice.__init__))


def described(init):
    def with_descriptor(self, descriptor, connection):
        init(self, SoftHid.DESCRIPTOR, connection)

    return with_descriptor


@pytest.mark.parametrize("sensor", [True, False])
def test_key_on_usb_works_beside_one_that_another_program_holds(monkeypatch, sensor):
    hid = SoftHid(SoftKey(sensor=sensor))
    usb(monkeypatch, PermissionError(13, "Permission denied"), hid)
    subject = SecurityKeyFactor(Person())
    made = subject.enrol()
    assert subject.prove(made.parameters) == made.secret
    assert hid.closed == 2


def test_key_on_usb_is_told_to_stop_when_no_touch_came(monkeypatch):
    key, person = SoftKey(), Person()
    hid = SoftHid(key)
    usb(monkeypatch, hid)
    made = SecurityKeyFactor(person).enrol()
    key.touched = "never"
    prove = SecurityKeyFactor(person, timeout_s=0.3).prove
    refusal("vault.key_untouched", Locked, lambda: prove(made.parameters))
    assert hid.cancelled
    key.touched = "yes"
    assert SecurityKeyFactor(person).prove(made.parameters) == made.secret


def test_key_on_usb_that_is_pulled_out_is_told(monkeypatch):
    key = SoftKey()
    usb(monkeypatch, SoftHid(key))
    made = SecurityKeyFactor(Person()).enrol()
    key.pulled_out_after = len(key.commands) + 3
    refusal(
        "vault.key_gone", Unavailable, lambda: SecurityKeyFactor(Person()).prove(made.parameters)
    )


def test_key_on_usb_that_refuses_to_start_is_left_out_and_closed(monkeypatch):
    class Lying(SoftHid):
        def write_packet(self, data: bytes) -> None:
            self._send(0xFFFFFFFF, 0x06, bytes(17))

    lying = Lying(SoftKey())
    usb(monkeypatch, lying)
    refusal("vault.key_absent", Unavailable, SecurityKeyFactor(Person()).enrol)
    assert lying.closed == 1


def test_usb_that_cannot_be_listed_is_told(monkeypatch):
    def broken() -> list[object]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(ceremony, "list_descriptors", broken)
    refusal("vault.key_gone", Unavailable, SecurityKeyFactor(Person()).enrol)


# The parts


@pytest.mark.parametrize(
    ("options", "modality", "has"),
    [
        ({}, FINGERPRINT, False),
        ({"uv": False, "bioEnroll": False}, FINGERPRINT, False),  # none enrolled yet
        ({"uv": True}, FINGERPRINT, True),
        ({"uv": True}, 0x001, False),  # presence is no verification
        ({"uv": True, "userVerificationMgmtPreview": True}, 0, True),
    ],
)
def test_sensor_of_the_body_is_told_by_what_the_key_says(options, modality, has):
    info = Info(versions=["FIDO_2_1"], options=options, uv_modality=modality)
    assert ceremony.has_body_sensor(info) is has


def test_watched_device_hands_on_what_it_hears():
    class Waiting(SoftKey):
        def call(self, cmd, data=b"", event=None, on_keepalive=None):
            on_keepalive(STATUS.PROCESSING)
            on_keepalive(STATUS.UPNEEDED)
            return b"done"

    heard: list[STATUS] = []
    assert Watched(Waiting()).call(0x10, on_keepalive=heard.append) == b"done"
    assert heard == [STATUS.PROCESSING, STATUS.UPNEEDED]
    assert Watched(Waiting()).call(0x10) == b"done"
    assert not list(Watched.list_devices())


def test_fault_of_our_own_is_not_taken_for_a_missing_library(monkeypatch):
    monkeypatch.delitem(sys.modules, ceremony.__name__)
    monkeypatch.setitem(sys.modules, "device.vault.authenticators.watched", None)
    with pytest.raises(ModuleNotFoundError):
        factor(SoftKey()).enrol()


def test_other_salt_gives_another_secret():
    key = SoftKey()
    made = factor(key).enrol()
    assert factor(key).prove({**made.parameters, "salt": "5a" * 32}) != made.secret


def test_missing_library_names_the_extra(monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "fido2"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, ceremony.__name__)
    monkeypatch.setitem(sys.modules, "fido2", None)  # as Python marks what cannot be imported
    refusal("vault.key_library", Unavailable, factor(SoftKey()).enrol)


def test_machine_without_keys_finds_none():
    found = ceremony.plugged_in()
    assert all(isinstance(device, CtapDevice) for device in found)
    for device in found:
        device.close()


def test_no_secret_is_in_a_repr_or_a_log(caplog):
    with caplog.at_level(1):
        key = SoftKey(pin="24681357")
        subject = SecurityKeyFactor(Person("24681357"), lambda: [key])
        made = subject.enrol()
        assert subject.prove(made.parameters) == made.secret
    said = caplog.text + repr(subject) + repr(made) + str(dict(made.parameters))
    assert made.secret.hex() not in said
    assert repr(made.secret)[2:-1] not in said
    assert "24681357" not in said
    assert any(record.levelno <= logging.DEBUG for record in caplog.records)  # it did listen
    assert len(str(dict(made.parameters))) < 2048
