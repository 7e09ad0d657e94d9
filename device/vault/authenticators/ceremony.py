"""The talk with a security key, over python-fido2: make a credential, take its secret, close.

Only `device.vault.authenticators.fido2` imports this module, and late: it needs the extra `keys`.
Whatever a key answers, or does not, ends as one of this package's errors.
"""

from __future__ import annotations

import contextlib
import secrets
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from fido2.client import (
    ClientError,
    DefaultClientDataCollector,
    Fido2Client,
    PinRequiredError,
    UserInteraction,
)
from fido2.cose import ES256
from fido2.ctap import CtapDevice, CtapError
from fido2.ctap2.base import Ctap2, Info
from fido2.ctap2.extensions import HmacSecretExtension
from fido2.ctap2.pin import ClientPin
from fido2.hid import (
    CAPABILITY,
    ConnectionFailure,
    CtapHidDevice,
    list_descriptors,
    open_connection,
)
from fido2.webauthn import (
    AuthenticatorData,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRequestOptions,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from device.errors import DeviceError, Locked, Unavailable
from device.vault.authenticators.watched import SILENCE_S, Watched
from device.vault.keystores.lane import Lane, Late
from device.vault.seal import KEY_BYTES

# No site can ever own a name under .invalid (RFC 6761, 6.4), so no page can ask for the secret.
RP_ID: Final = "bojagi.invalid"

# FIDO Registry of Predefined Values, 3.1: how a key verifies. Fingerprint, voice, face, eye, hand;
# and what may stand beside them: presence, location, and the PIN that goes through this program.
_BODY: Final = 0x002 | 0x008 | 0x010 | 0x040 | 0x100
_HARMLESS: Final = 0x001 | 0x020 | 0x800

_ERR: Final = CtapError.ERR
# A key that was pulled out, that another program took, or whose answer is cut off or no answer.
_GONE: Final = (OSError, ConnectionFailure, struct.error)
_NONSENSE: Final = (ValueError, TypeError, LookupError, AttributeError, AssertionError)


class Person(Protocol):
    """As `device.vault.authenticators.fido2.KeyInteraction`."""

    def ask_pin(self) -> str | None:
        """Asks for the PIN."""

    def touch(self) -> None:
        """Tells to touch."""


@dataclass(frozen=True, slots=True)
class Made:
    """A credential that a key has just made, and its secret for the salt."""

    credential: bytes
    secret: bytes = field(repr=False)
    by_sensor: bool


def plugged_in() -> list[CtapDevice]:
    """Opens the security keys on USB; one that another program holds is left out.

    Raises:
        Unavailable: one of them does not answer.
    """
    try:
        return Lane(SILENCE_S).call(_open_all)
    except (Late, OSError) as error:
        raise Unavailable("vault.key_gone") from error


def enrol(devices: Sequence[CtapDevice], person: Person, salt: bytes, timeout_s: float) -> Made:
    """Makes a credential on the only device, and takes its secret.

    Raises:
        Locked: the person refused, did not touch in time, or could not be verified.
        Unavailable: there is not exactly one device, or it cannot do this.
    """
    with _closing(devices):
        if len(devices) > 1:
            raise Unavailable("vault.key_several", count=len(devices))
        if not devices:
            raise Unavailable("vault.key_absent")
        talk = _Talk(devices[0], _Answers(person, pin_allowed=True), timeout_s)
        credential = talk.make_credential()
        secret = talk.take_secret(credential, salt)
        return Made(credential, secret, talk.was_by_sensor())


def prove(
    devices: Sequence[CtapDevice],
    person: Person,
    credential: bytes,
    salt: bytes,
    timeout_s: float,
    *,
    pin_allowed: bool,
) -> bytes:
    """Takes the secret of a credential from the device that made it. *Length:* 32.

    Raises:
        Locked: none of the devices made it, or the person refused, did not touch in time, or could
            not be verified in the way that is allowed.
        Unavailable: there is no device, or it was pulled out.
    """
    with _closing(devices):
        if not devices:
            raise Unavailable("vault.key_absent")
        answer: Locked | Unavailable = Locked("vault.key_other")
        for device in devices:
            talk = _Talk(device, _Answers(person, pin_allowed=pin_allowed), timeout_s)
            try:
                held = talk.holds(credential)
            except Unavailable as error:  # one that was pulled out does not stop the others
                answer = error
                continue
            if held:
                return talk.take_secret(credential, salt)
        raise answer


def has_body_sensor(info: Info) -> bool:
    """Tells whether a key's own verification reads a body, and nothing but a body.

    A key may call a code typed on its own buttons user verification too. So one that says neither
    that fingers are enrolled nor how it verifies counts as having no sensor.
    """
    if not info.options.get("uv"):
        return False
    if info.uv_modality:
        return bool(info.uv_modality & _BODY) and not info.uv_modality & ~(_BODY | _HARMLESS)
    return any(info.options.get(name) for name in ("bioEnroll", "userVerificationMgmtPreview"))


class _Answers(UserInteraction):
    """Hands the library's questions to the person, and keeps how they were answered."""

    def __init__(self, person: Person, *, pin_allowed: bool) -> None:
        self._person = person
        self.pin_allowed = pin_allowed
        self.sensor_used = False
        self.pin_used = False
        self._pin: str | None = None

    def prompt_up(self) -> None:
        self._person.touch()

    def request_pin(
        self,
        permissions: ClientPin.PERMISSION,  # noqa: ARG002  # the library's signature
        rp_id: str | None,  # noqa: ARG002
    ) -> str | None:
        if not self.pin_allowed:
            return None
        self.pin_used = True
        if self._pin is None:  # asked once for both steps of an enrolment
            typed = self._person.ask_pin() or ""
            # CTAP 2.1, 6.5.1 wants NFC. A lone surrogate has no UTF-8 form, and the error that the
            # library would raise for it carries the PIN.
            spelled = unicodedata.normalize("NFC", typed)
            self._pin = spelled.encode("utf-8", "replace").decode()
        return self._pin or None

    def request_uv(
        self,
        permissions: ClientPin.PERMISSION,  # noqa: ARG002
        rp_id: str | None,  # noqa: ARG002
    ) -> bool:
        self.sensor_used = True
        return True


class _Talk:
    """One device, one person, one purpose."""

    def __init__(self, device: CtapDevice, answers: _Answers, timeout_s: float) -> None:
        self._device = Watched(device)
        self._answers = answers
        self._timeout_ms = int(timeout_s * 1000)

    def holds(self, credential: bytes) -> bool:
        """Asks without a touch whether the device made a credential.

        Raises:
            Unavailable: the device was pulled out, or answers nonsense.
        """
        if not self._device.capabilities & CAPABILITY.CBOR:
            return False
        with self._errors_told():
            try:
                Ctap2(self._device).get_assertion(
                    RP_ID,
                    bytes(32),
                    [{"type": "public-key", "id": credential}],
                    options={"up": False},
                )
            except CtapError as error:
                # Any other refusal is no answer to the question: then the person is asked.
                return error.code not in {_ERR.NO_CREDENTIALS, _ERR.INVALID_CREDENTIAL}
        return True

    def make_credential(self) -> bytes:
        """Makes a credential that keeps a secret, and gives its id."""
        options = PublicKeyCredentialCreationOptions(
            rp=PublicKeyCredentialRpEntity(id=RP_ID, name="Bojagi"),
            user=PublicKeyCredentialUserEntity(id=secrets.token_bytes(16), name="Bojagi"),
            challenge=secrets.token_bytes(32),
            pub_key_cred_params=[
                PublicKeyCredentialParameters(
                    type=PublicKeyCredentialType.PUBLIC_KEY, alg=ES256.ALGORITHM
                )
            ],
            timeout=self._timeout_ms,
            authenticator_selection=AuthenticatorSelectionCriteria(
                # Not listed on the key: who finds it does not learn that there is a vault.
                resident_key=ResidentKeyRequirement.DISCOURAGED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            extensions={"hmacCreateSecret": True},
        )
        with self._errors_told():
            made = self._client().make_credential(options)
            data = made.response.attestation_object.auth_data
            keeps_secret = made.client_extension_results.hmac_create_secret is True
        self._require_verified(data)
        if not keeps_secret:
            raise Unavailable("vault.key_too_old")
        return bytes(made.raw_id)

    def take_secret(self, credential: bytes, salt: bytes) -> bytes:
        """Gives the secret of a credential for a salt."""
        options = PublicKeyCredentialRequestOptions(
            challenge=secrets.token_bytes(32),
            timeout=self._timeout_ms,
            rp_id=RP_ID,
            allow_credentials=[
                PublicKeyCredentialDescriptor(
                    type=PublicKeyCredentialType.PUBLIC_KEY, id=credential
                )
            ],
            user_verification=UserVerificationRequirement.REQUIRED,
            extensions={"hmacGetSecret": {"salt1": salt}},
        )
        with self._errors_told():
            response = self._client().get_assertion(options).get_response(0)
            data = response.response.authenticator_data
            answer = response.client_extension_results.hmac_get_secret
            secret = b"" if answer is None else bytes(answer.output1)
        self._require_verified(data)
        if len(secret) != KEY_BYTES:
            raise Unavailable("vault.key_too_old")
        return secret

    def was_by_sensor(self) -> bool:
        """Tells whether the person was verified by the body alone."""
        with self._errors_told():
            info = Ctap2(self._device).info
        answers = self._answers
        return answers.sensor_used and not answers.pin_used and has_body_sensor(info)

    def _client(self) -> Fido2Client:
        if not self._device.capabilities & CAPABILITY.CBOR:  # U2F only
            raise Unavailable("vault.key_too_old")
        if HmacSecretExtension.NAME not in Ctap2(self._device).info.extensions:
            raise Unavailable("vault.key_too_old")
        return Fido2Client(
            self._device,
            DefaultClientDataCollector(f"https://{RP_ID}"),
            user_interaction=self._answers,
            extensions=[
                HmacSecretExtension(allow_hmac_secret=True)  # type: ignore[no-untyped-call]
            ],
        )

    @staticmethod
    def _require_verified(data: AuthenticatorData) -> None:
        if not data.is_user_verified():
            raise Locked("vault.key_unverified")

    @contextlib.contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except DeviceError:
            raise
        except PinRequiredError as error:
            refused = self._answers.pin_allowed
            raise Locked("vault.key_refused" if refused else "vault.key_unverified") from error
        except ClientError as error:
            raise self._answer_to(error) from error
        except CtapError as error:
            raise self._answer_to_code(error.code) from error
        except _GONE as error:
            raise Unavailable("vault.key_gone") from error
        except _NONSENSE as error:
            raise Unavailable("vault.key_failed", code="answer") from error

    def _answer_to(self, error: ClientError) -> DeviceError:
        if isinstance(error.cause, CtapError):
            return self._answer_to_code(error.cause.code)
        unsupported = error.code is ClientError.ERR.CONFIGURATION_UNSUPPORTED
        if unsupported and not isinstance(error.cause, Exception):  # else it is a garbled answer
            return Unavailable("vault.key_no_verification")
        return Unavailable("vault.key_failed", code=error.code.name)

    def _answer_to_code(self, code: CtapError.ERR) -> DeviceError:
        answer: DeviceError
        match code:
            case _ERR.NO_CREDENTIALS:
                answer = Locked("vault.key_other")
            case _ERR.OPERATION_DENIED | _ERR.NOT_ALLOWED:
                answer = Locked("vault.key_refused")
            case _ERR.KEEPALIVE_CANCEL | _ERR.ACTION_TIMEOUT | _ERR.USER_ACTION_TIMEOUT:
                answer = Locked("vault.key_untouched")
            case _ERR.UV_INVALID | _ERR.UV_BLOCKED | _ERR.PUAT_REQUIRED:
                answer = Locked("vault.key_unverified")
            case _ERR.PIN_INVALID:
                answer = Locked("vault.key_pin_wrong", tries=self._tries_left())
            case _ERR.PIN_AUTH_BLOCKED:
                answer = Locked("vault.key_replug")
            case _ERR.PIN_BLOCKED:
                answer = Locked("vault.key_pin_blocked")
            case _ERR.PIN_NOT_SET | _ERR.PIN_POLICY_VIOLATION:
                answer = Unavailable("vault.key_no_verification")
            case _:
                answer = Unavailable("vault.key_failed", code=f"0x{int(code):02X}")
        return answer

    def _tries_left(self) -> int:
        with self._errors_told():
            return ClientPin(Ctap2(self._device)).get_pin_retries()[0]


def _open_all() -> list[CtapDevice]:
    opened: list[CtapDevice] = []
    for descriptor in list_descriptors():  # type: ignore[no-untyped-call]
        with contextlib.suppress(OSError):  # another program holds it
            connection = open_connection(descriptor)  # type: ignore[no-untyped-call]
            try:
                opened.append(CtapHidDevice(descriptor, connection))
            except (*_GONE, CtapError):
                connection.close()
    return opened


@contextlib.contextmanager
def _closing(devices: Sequence[CtapDevice]) -> Iterator[None]:
    try:
        yield
    finally:
        for device in devices:
            with contextlib.suppress(OSError):  # pulled out
                device.close()
