"""The desktop's keystore: which backends count, and what becomes of late, lying and dying ones."""

from __future__ import annotations

import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from types import SimpleNamespace

import keyring
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, Windows, chainer, fail, kwallet, null
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError, PasswordSetError

from device.errors import Unavailable
from device.vault.keystores.keystore import Keystore, Promise
from device.vault.keystores.lane import Lane, Late
from device.vault.keystores.system import KNOWN, Known, SystemKeystore, find_keystore

ENTRY = "bojagi-0123456789abcdef0123456789abcdef"
SECRET = bytes(range(200, 232))
ROW = Known("secret-service", Promise.HIDES)


class Drawer:
    """A backend in memory, as the library has them."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.calls = 0
        self.before: Callable[[str], None] = lambda act: None

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        self.before("get")
        return self.texts.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.calls += 1
        self.before("set")
        self.texts[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.calls += 1
        self.before("delete")
        if (service, username) not in self.texts:
            raise PasswordDeleteError("No such password!")
        del self.texts[service, username]


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


def keystore(backend: object, timeout_s: float = 20, known: Known = ROW) -> Keystore:
    return SystemKeystore(backend, known, timeout_s)  # type: ignore[arg-type]


def all_calls(subject: Keystore) -> list[Callable[[], object]]:
    return [
        lambda: subject.read(ENTRY),
        lambda: subject.write(ENTRY, SECRET),
        lambda: subject.remove(ENTRY),
    ]


def refused(key: str, act: Callable[[], object]) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        act()
    assert caught.value.key == key
    return caught.value


@given(secret=st.binary(max_size=1024))
@settings(max_examples=30, deadline=None)
def test_what_was_written_is_read_and_is_ascii_text_to_the_backend(secret: bytes):
    drawer = Drawer()
    keystore(drawer).write(ENTRY, secret)
    assert keystore(drawer).read(ENTRY) == secret
    ((place, text),) = drawer.texts.items()
    assert place == ("bojagi", ENTRY)
    assert text.isascii()


def test_entry_that_is_not_there_is_none_and_is_removed_without_an_error(drawer):
    subject = keystore(drawer)
    assert subject.read(ENTRY) is None
    subject.remove(ENTRY)
    subject.write(ENTRY, SECRET)
    subject.write(ENTRY, b"new")
    assert subject.read(ENTRY) == b"new"
    subject.remove(ENTRY)
    assert subject.read(ENTRY) is None
    assert not drawer.texts


@pytest.mark.parametrize("entry", ["", "x" * 101, "비밀", "a\nb", "a\x00"])
def test_entry_that_is_no_short_name_is_our_own_fault(drawer, entry):
    subject = keystore(drawer)
    for act in (
        lambda: subject.read(entry),
        lambda: subject.write(entry, b""),
        lambda: subject.remove(entry),
    ):
        with pytest.raises(ValueError, match="entry"):
            act()
    with pytest.raises(ValueError, match="1025"):
        subject.write(ENTRY, bytes(1025))
    assert drawer.calls == 0


# Late


def test_late_backend_fails_the_call_and_those_behind_it_until_it_is_back(drawer):
    back = threading.Event()
    drawer.before = lambda act: back.wait(30) and None
    subject = keystore(drawer, timeout_s=0.05)
    error = refused("vault.keystore_silent", lambda: subject.write(ENTRY, SECRET))
    assert error.values == {"name": "secret-service"}
    for act in all_calls(subject):
        refused("vault.keystore_silent", act)
    assert drawer.calls == 1  # none of them reached it
    back.set()
    for thread in threading.enumerate():
        if thread.name == "bojagi-keystore":
            thread.join(30)
    assert subject.read(ENTRY) == SECRET  # the late one was done whole
    assert not drawer.texts.keys() - {("bojagi", ENTRY)}


def test_call_that_waits_its_whole_time_for_its_turn_is_late():
    lane = Lane(0.05)
    with lane._turn, pytest.raises(Late):
        lane.call(lambda: pytest.fail("it had no turn"))
    assert lane.call(lambda: "turn") == "turn"


def test_calls_of_two_threads_wait_for_each_other(drawer):
    inside, most = 0, 0
    lock = threading.Lock()

    def before(act: str) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        threading.Event().wait(0.002)
        with lock:
            inside -= 1

    drawer.before = before
    subject = keystore(drawer)
    threads = [
        threading.Thread(target=subject.write, args=(f"entry-{at}", bytes([at]))) for at in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 1
    assert [subject.read(f"entry-{at}") for at in range(8)] == [bytes([at]) for at in range(8)]


def test_process_ends_though_a_call_never_comes_back():
    script = """
import threading
from device.errors import Unavailable
from device.vault.keystores.lane import Lane, Late
from device.vault.keystores.system import KNOWN, SystemKeystore

class Dead:
    def get_password(self, service, username):
        threading.Event().wait()

try:
    SystemKeystore(Dead(), KNOWN["keyring.backends.SecretService.Keyring"], 0.05).read("entry")
except Unavailable as error:
    print(error.key)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == "vault.keystore_silent"


# Refusing, lying and dying


def from_cause(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (KeyringLocked("Failed to unlock the collection!"), "vault.keystore_refused"),
        (PasswordSetError("Cancelled by user"), "vault.keystore_refused"),
        (InitError("the prompt was dismissed"), "vault.keystore_refused"),
        (RuntimeError("anything"), "vault.keystore_refused"),
        (ConnectionResetError(), "vault.keystore_missing"),
        (FileNotFoundError(2, "/run/user/0/bus"), "vault.keystore_missing"),
        (keyring.errors.NoKeyringError(), "vault.keystore_missing"),
        (from_cause(InitError("no bus"), BrokenPipeError()), "vault.keystore_missing"),
    ],
)
def test_error_of_a_backend_is_a_refusal_or_an_absence(drawer, error, key):
    def before(act: str) -> None:
        raise error

    drawer.before = before
    subject = keystore(drawer)
    for act in all_calls(subject):
        refused(key, act)


def test_backend_that_fails_later_has_stored_or_not_and_nothing_between(drawer):
    subject = keystore(drawer)
    subject.write(ENTRY, b"old")

    def before(act: str) -> None:
        if act == "get":
            raise ConnectionResetError

    drawer.before = before
    refused("vault.keystore_missing", lambda: subject.write(ENTRY, b"new"))
    drawer.before = lambda act: None
    assert subject.read(ENTRY) == b"new"  # it had been done; only the answer was lost


def test_backend_that_takes_everything_and_keeps_nothing_is_found_out(drawer):
    class Sink(Drawer):
        def set_password(self, service: str, username: str, password: str) -> None:
            """Loses it, as a wallet does whose error code nobody reads."""

        def delete_password(self, service: str, username: str) -> None:
            """Says yes and does nothing."""

    sink = Sink()
    refused("vault.keystore_refused", lambda: keystore(sink).write(ENTRY, SECRET))
    keystore(drawer).write(ENTRY, SECRET)
    sink.texts = drawer.texts
    refused("vault.keystore_refused", lambda: keystore(sink).remove(ENTRY))


@pytest.mark.parametrize("text", ["no base64 at all", "비밀", "AAA"])
def test_text_that_someone_else_wrote_is_no_secret(drawer, text):
    drawer.texts["bojagi", ENTRY] = text
    error = refused("vault.keystore_refused", lambda: keystore(drawer).read(ENTRY))
    assert text not in "".join(traceback.format_exception(error))


def test_no_error_carries_what_the_backend_said(drawer):
    texts: list[str] = []

    class Chatty(Drawer):
        def set_password(self, service: str, username: str, password: str) -> None:
            texts.append(password)
            raise PasswordSetError(f"cannot store {password}")

    error = refused("vault.keystore_refused", lambda: keystore(Chatty()).write(ENTRY, SECRET))
    assert error.__cause__ is None
    assert error.__context__ is None
    assert texts[0] not in "".join(traceback.format_exception(error)) + repr(error.values)


# Which backends count


class Plaintext(KeyringBackend):
    """A third party's."""

    priority = 0.1  # type: ignore[assignment]

    def get_password(self, service, username):
        raise AssertionError("asked for a secret")

    set_password = delete_password = get_password


def use(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)


@pytest.mark.parametrize("backend", [Plaintext, null.Keyring, fail.Keyring])
def test_backend_that_is_not_on_the_list_counts_as_none(monkeypatch, backend):
    use(monkeypatch, backend())
    assert find_keystore() is None
    assert find_keystore("secret-service") is None


@pytest.mark.parametrize(
    ("backend", "name"),
    [
        (SecretService.Keyring, "secret-service"),
        (kwallet.DBusKeyring, "kwallet"),
        (Windows.WinVaultKeyring, "windows-credentials"),
    ],
)
def test_backend_of_the_list_is_named_and_hides(monkeypatch, backend, name):
    use(monkeypatch, backend())
    for asked in (None, name):
        found = find_keystore(asked)
        assert found is not None
        assert (found.name, found.promise) == (name, Promise.HIDES)
    assert find_keystore("another") is None


def test_chain_is_taken_apart_and_only_its_known_members_are_used(monkeypatch):
    members = [Plaintext(), SecretService.Keyring(), kwallet.DBusKeyring()]
    monkeypatch.setattr(chainer.ChainerBackend, "backends", members)
    use(monkeypatch, chainer.ChainerBackend())
    best, named = find_keystore(), find_keystore("kwallet")
    assert best is not None
    assert named is not None
    assert (best.name, named.name) == ("secret-service", "kwallet")
    monkeypatch.setattr(chainer.ChainerBackend, "backends", members[:1])
    assert find_keystore() is None


def test_desktop_that_cannot_be_asked_or_is_late_has_none(monkeypatch):
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.module.Keyring")
    assert find_keystore() is None
    back = threading.Event()
    monkeypatch.setattr(keyring, "get_keyring", lambda: back.wait(30) and None)
    assert find_keystore(timeout_s=0.05) is None
    back.set()


def test_missing_library_is_no_keystore(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)  # as Python marks what cannot be imported
    assert find_keystore() is None


def test_every_name_fits_the_header_and_nothing_real_is_said_to_erase():
    for row in KNOWN.values():
        assert row.name.replace("-", "").isalpha()
        assert row.name == row.name.lower()
        assert row.promise is Promise.HIDES
    assert len({row.name for row in KNOWN.values()}) == len(KNOWN)


def test_listed_classes_are_there_under_those_names():
    for path in KNOWN:
        module, _, name = path.rpartition(".")
        __import__(module)
        assert issubclass(getattr(sys.modules[module], name), KeyringBackend)


def test_library_is_not_imported_before_it_is_needed():
    script = "import sys, device.vault.keystores.system; print('keyring' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == "False"


def test_replaced_secret_is_not_left_in_windows_under_another_name(monkeypatch):
    """The library's own Windows backend, on a Credential Manager in memory."""
    stored: dict[str, dict[str, object]] = {}

    class Missing(Exception):
        winerror, funcname = 1168, "CredRead"

    def read(Type: int, TargetName: str) -> dict[str, object]:  # noqa: N803  # as Windows has it
        if TargetName not in stored:
            raise Missing
        return stored[TargetName]

    def write(credential: dict[str, object], flags: int) -> None:
        blob = str(credential["CredentialBlob"]).encode("utf-16-le")
        stored[str(credential["TargetName"])] = credential | {"CredentialBlob": blob}

    def delete(Type: int, TargetName: str) -> None:  # noqa: N803
        del stored[TargetName]

    windows = SimpleNamespace(
        CRED_TYPE_GENERIC=1,
        CRED_PERSIST_ENTERPRISE=3,
        CredRead=read,
        CredWrite=write,
        CredDelete=delete,
    )
    monkeypatch.setattr(Windows, "win32cred", windows, raising=False)
    monkeypatch.setattr(Windows, "pywintypes", SimpleNamespace(error=Missing), raising=False)
    backend = Windows.WinVaultKeyring()
    known = KNOWN["keyring.backends.Windows.WinVaultKeyring"]

    def texts() -> set[str]:
        return {bytes(row["CredentialBlob"]).decode("utf-16-le") for row in stored.values()}

    once = keystore(backend, known=ROW)
    once.write(ENTRY, b"first")
    once.write(ENTRY, b"second")
    assert len(texts()) == 2  # the fault itself: the first secret is still there

    subject = keystore(backend, known=known)
    subject.write(ENTRY, b"third")
    subject.write("other", b"else")
    subject.write(ENTRY, b"fourth")
    subject.write("other", b"more")
    assert (subject.read(ENTRY), subject.read("other")) == (b"fourth", b"more")
    assert len(texts()) == 2
    subject.remove(ENTRY)
    assert (subject.read(ENTRY), subject.read("other")) == (None, b"more")
    subject.remove("other")
    assert not stored
