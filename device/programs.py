"""Programs that ask with a token of the owner's, and what a token is good for.

Invariants:
1. A token is 32 random bytes. It is shown once and kept nowhere: the book holds its SHA-256.
2. What it may ask for stands in the book, not in the token: a program claims nothing, and a token
   is revoked by the owner alone.
3. A token counts in the very letters in which it was given. A look-alike has another hash.
4. Each comparison takes as long as any other, and every token is compared.

What an attacker tries: a revoked or expired token, a clock set back, full-width letters, a space
more, another spelling of the same bytes.

Not protected: whoever holds a token and meets an unlocked vault is that program.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from typing import Final

from compliance.log.events import EventKind
from device.book import Book, Client, digest_of
from device.compose import Device
from device.errors import BadInput
from device.fulfilment import fulfilled_for
from policy.binding import ItemColumns, RuleRecord
from policy.bundle import Bundle
from policy.decide import Deny, decide
from policy.obligations import ObligationKind
from policy.request import DAY_S, Request
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    PrincipalKind,
    Purpose,
)

MAX_PROGRAMS: Final = 100
# What a program itself has to keep; all else is the guard's work.
PROMISES: Final = (
    ObligationKind.NO_TRAIN,
    ObligationKind.NO_SHARE,
    ObligationKind.LOCAL_ONLY,
    ObligationKind.EXPIRE,
)

_PREFIX: Final = "bjg_"
_TOKEN_BYTES: Final = 32
_ID_BYTES: Final = 4
_MAX_NAME: Final = 60


def add(
    device: Device,
    name: str,
    *,
    audience: Audience,
    purposes: Sequence[Purpose],
    labels: Collection[Label] = (),
    domains: Collection[Domain] = (),
    days: int | None = None,
    promises: Collection[ObligationKind] = (),
) -> tuple[Client, str]:
    """Gives a program a token, and the token itself, which nobody can show again.

    Args:
        purposes: The first is the one that it asks for where it names none.
        labels: What sensitive memories it may meet; a memory with any other label stays closed.
        domains: The parts of life that it may read of; none: any.
        days: How long the token lasts; None: until it is revoked.

    Raises:
        BadInput: the name is empty, too long or taken, no purpose is given, or there are too many.
    """
    now, book = device.clock(), device.book
    name = " ".join(name.split())
    if not 0 < len(name) <= _MAX_NAME or not name.isprintable():
        raise BadInput("programs.bad_name", limit=_MAX_NAME)
    if any(one.is_valid(now) and _alike(one.name) == _alike(name) for one in book.clients):
        raise BadInput("programs.name_taken", name=name)
    if not purposes:
        raise BadInput("programs.no_purpose")
    token = _PREFIX + urlsafe_b64encode(secrets.token_bytes(_TOKEN_BYTES)).decode().rstrip("=")
    client = Client(
        id=_new_id(book),
        name=name,
        token_sha256=_hash(token),
        audience=audience,
        purposes=tuple(dict.fromkeys(purposes)),
        labels=tuple(sorted(set(labels))),
        domains=tuple(sorted(set(domains))),
        promises=tuple(sorted(set(promises))),
        made_at=now,
        until=None if days is None else now + days * DAY_S,
    )
    clients = (*_with_room(book.clients, now), client)
    device.change_book(
        book.model_copy(update={"clients": clients}),
        EventKind.CLIENT_ADDED,
        source=client.id,
        reason=audience.value,
        digest=digest_of(client),
    )
    return client, token


def revoke(device: Device, client_id: str) -> Client:
    """Takes a program's token back, at once and for good. Again, it changes nothing.

    Raises:
        BadInput: no program has this id.
    """
    book = device.book
    client = next((one for one in book.clients if one.id == client_id), None)
    if client is None:
        raise BadInput("programs.unknown", id=client_id[:40])
    if client.revoked_at is not None:
        return client
    ended = client.model_copy(update={"revoked_at": device.clock()})
    clients = tuple(ended if one is client else one for one in book.clients)
    changed = book.model_copy(update={"clients": clients})
    device.change_book(changed, EventKind.CLIENT_REVOKED, source=client.id)
    return ended


def find(book: Book, token: str, now: int) -> Client | None:
    """Gives the program that a token was given to, or None where it does not count."""
    shown, found = _hash(token), None
    for client in book.clients:
        if secrets.compare_digest(shown, client.token_sha256):
            found = client
    return found if found is not None and found.is_valid(now) else None


def out_of_reach(
    client: Client, bundle: Bundle, now: int
) -> dict[Purpose, tuple[ObligationKind, ...]]:
    """Gives the purposes for which not even the mildest memory would reach a program.

    With each, what the rules ask it to promise and it does not, where that is all that is missing.
    """
    mildest = RuleRecord(purposes=tuple(Purpose), audiences=tuple(Audience), may_leave=True)
    columns = ItemColumns(now, domain=(*client.domains, Domain.OTHER)[0])
    found: dict[Purpose, tuple[ObligationKind, ...]] = {}
    for purpose in client.purposes:
        request = Request(
            principal=PrincipalKind.CLIENT,
            door=Door.RELEASE,
            purpose=purpose,
            auth=AuthLevel.BIOMETRIC,
            auth_at=now,
            strongest=AuthLevel.BIOMETRIC,
            now=now,
            fulfils=fulfilled_for(PrincipalKind.CLIENT, purpose, frozenset(ObligationKind), client),
            audience=client.audience,
            consented=frozenset(Label),
            grant=client.grant,
        )
        decision = decide(bundle, mildest, columns, request)
        if isinstance(decision, Deny):
            asked = {duty.kind for duty in decision.obligations}
            found[purpose] = tuple(
                kind for kind in PROMISES if kind in asked and kind not in client.promises
            )
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _alike(name: str) -> str:
    """Gives what names that look the same share."""
    return unicodedata.normalize("NFKC", name).casefold()


def _new_id(book: Book) -> str:
    taken = {client.id for client in book.clients}
    while (fresh := secrets.token_hex(_ID_BYTES)) in taken:
        pass
    return fresh


def _with_room(clients: tuple[Client, ...], now: int) -> tuple[Client, ...]:
    """Gives the programs with a place left: the oldest whose token is over makes room."""
    if len(clients) < MAX_PROGRAMS:
        return clients
    ended = next((one for one in clients if not one.is_valid(now)), None)
    if ended is None:
        raise BadInput("programs.too_many", limit=MAX_PROGRAMS)
    return tuple(one for one in clients if one is not ended)
