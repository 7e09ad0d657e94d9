"""The remembered answers are those of Cedar's own engine, asked plainly: nothing remembered.

The requests that the engine gets are written here, from the words of the schema alone.
"""

import json
import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from functools import cache

import cedarpy
import numpy as np
import pytest

from policy.binding import ItemColumns, RuleRecord
from policy.decide import Decider, Permit, decide
from policy.obligations import ObligationKind
from policy.request import DAY_S, HOUR_S, Grant, Request
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    IdentifierKind,
    Label,
    Market,
    PrincipalKind,
    Purpose,
    Sensitivity,
)
from tests.policy.cases import WAYS_IN, composed, texts
from tests.policy.rules import HERE, NOW, THERE, a_request

BUNDLES = 30
ASKED_ALIKE = 10  # requests on each record, so that much is answered from memory
_ANNOTATION = re.compile(r'@(id|obligation)\("([^"]*)"\)')


@cache
def plain_bundle(number: int) -> tuple[cedarpy.PolicySet, dict[str, list[str]]]:
    """Gives a bundle as Cedar reads it, and each rule's obligations."""
    below, above = texts(number)
    duties: dict[str, list[str]] = {}
    for rule in (*below, *above):
        given = dict(_ANNOTATION.findall(rule))
        duties[given["id"]] = [duty for duty in given.get("obligation", "").split(", ") if duty]
    return cedarpy.PolicySet.from_str("\n".join((*below, *above))), duties


def told(record: RuleRecord, item: ItemColumns, request: Request) -> tuple[dict, str]:
    """Gives the request and the entities that tell Cedar a case."""
    age = request.now - request.auth_at
    clock = timezone(timedelta(seconds=request.utc_offset_s))
    local = datetime.fromtimestamp(request.now, clock)
    over = record.retain_s is not None and (
        request.now - item.created_at >= record.retain_s or item.created_at - request.now > DAY_S
    )
    audiences = list(record.audiences)
    if record.v == 1:
        audiences = ["owner"] + ["on_device"] * (record.sensitivity < 2)
        audiences += ["outside"] * record.may_leave
    attributes = {
        "labels": list(record.labels),
        "tags": list(record.tags),
        "domain": item.domain,
        "sensitivity": record.sensitivity.value,
        "purposes": list(record.purposes),
        "audiences": audiences,
        "min_auth": record.min_auth.value,
        "may_train": record.may_train,
        "may_leave": record.may_leave,
        "jurisdiction": record.jurisdiction,
        "home": record.home,
        "held": record.held,
    }
    context = {
        "purpose": request.purpose,
        "audience": request.audience,
        "auth": request.auth.value,
        "auth_age_s": age if age >= 0 else 2**53,
        "strongest": request.strongest.value,
        "foreground": request.foreground,
        "expired": over,
        "reads_spent": record.max_reads is not None and item.reads >= record.max_reads,
        "device": request.device,
        "hour": local.hour,
        "weekday": local.isoweekday(),
        "consented": list(request.consented),
        "granted_purposes": list(request.grant.purposes),
        "granted_labels": list(request.grant.labels),
        "granted_domains": list(request.grant.domains),
    }
    asked = {
        "principal": f'Bojagi::{request.principal.value}::"someone"',
        "action": f'Bojagi::Action::"{request.door.value}"',
        "resource": 'Bojagi::Memory::"something"',
        "context": context,
    }
    memory = {"type": "Bojagi::Memory", "id": "something"}
    return asked, json.dumps([{"uid": memory, "attrs": attributes, "parents": []}])


def is_permitted_plainly(number: int, case: tuple[RuleRecord, ItemColumns, Request]) -> bool:
    _, item, request = case
    policies, duties = plain_bundle(number)
    asked, entities = told(*case)
    answer = cedarpy.is_authorized(asked, policies, entities)
    if not answer.allowed or answer.diagnostics.errors:
        return False
    age = request.now - request.auth_at

    def can(duty: str) -> bool:
        kind, _, amount = duty.partition(":")
        if kind not in request.fulfils:
            return False
        if kind == "reauthenticate":
            return 0 <= age <= int(amount)
        return not (kind == "count" and amount) or item.reads < int(amount)

    permits = answer.diagnostics.id_annotations_by_reason.values()
    return any(all(map(can, duties[rule])) for rule in permits)


# --- random cases, fast


def one_of(rng: np.random.Generator, options):
    return options[int(rng.integers(len(options)))]


def some_of(rng: np.random.Generator, options, most: int = 2) -> tuple:
    options = list(options)
    return tuple(options[at] for at in rng.permutation(len(options))[: rng.integers(most + 1)])


def random_record(rng: np.random.Generator) -> RuleRecord:
    if rng.random() < 0.15:
        given = {"v": 1}
    else:
        given = {
            "audiences": one_of(rng, [tuple(Audience), tuple(Audience), (Audience.OWNER,), ()]),
            "tags": one_of(rng, [(), ("diary",), ("work", "diary"), ("日記",)]),
            "home": one_of(rng, ["", "", "", HERE, THERE]),
            "held": rng.random() < 0.1,
        }
    return RuleRecord(
        **given,
        labels=some_of(rng, Label),
        sensitivity=one_of(rng, [*Sensitivity, Sensitivity.ORDINARY, Sensitivity.ORDINARY]),
        purposes=one_of(rng, [tuple(Purpose), tuple(Purpose), some_of(rng, Purpose, 4)]),
        min_auth=one_of(rng, [*AuthLevel, AuthLevel.LOCKED, AuthLevel.UNLOCKED]),
        retain_s=one_of(rng, [None, None, None, 0, 50, 400]),
        max_reads=one_of(rng, [None, None, 0, 1, 3]),
        may_train=rng.random() < 0.7,
        may_leave=rng.random() < 0.7,
        redactions=some_of(rng, IdentifierKind, 5),
        jurisdiction=one_of(rng, tuple(Market)),
    )


def random_item(rng: np.random.Generator) -> ItemColumns:
    created_at = NOW + one_of(rng, [-1_000, -100, -49, -50, 0, 100, DAY_S, DAY_S + 1])
    return ItemColumns(created_at, int(rng.integers(5)), one_of(rng, tuple(Domain)))


def random_request(rng: np.random.Generator) -> Request:
    way = one_of(rng, WAYS_IN)
    if rng.random() < 0.3:
        way = {
            "principal": one_of(rng, tuple(PrincipalKind)),
            "door": one_of(rng, tuple(Door)),
            "purpose": one_of(rng, tuple(Purpose)),
            "audience": one_of(rng, tuple(Audience)),
            "grant": Grant(
                frozenset(some_of(rng, Purpose, 8)),
                frozenset(some_of(rng, Label, 10)),
                frozenset(some_of(rng, Domain, 4)),
            ),
        }
    every = frozenset(ObligationKind)
    return a_request(
        **way,
        age_s=one_of(rng, [0, 10, 11, 30, 31, 60, 61, 300, 301, 900, 901, 10_000, -1]),
        auth=one_of(rng, [*AuthLevel, AuthLevel.UNLOCKED, AuthLevel.STRONG]),
        strongest=one_of(rng, tuple(AuthLevel)),
        fulfils=one_of(rng, [every, every, frozenset(some_of(rng, ObligationKind, 9))]),
        foreground=rng.random() < 0.8,
        device=one_of(rng, ["", HERE, HERE, THERE]),
        utc_offset_s=one_of(rng, [0, 9 * HOUR_S, -5 * HOUR_S, -3 * HOUR_S, 20_700]),
        consented=frozenset(some_of(rng, Label, 10)),
    )


def compare(count: int, seed: int) -> Counter[str]:
    """Asks both `count` times; gives how often what came out."""
    rng = np.random.default_rng(seed)
    deciders = [Decider(composed(number)) for number in range(BUNDLES)]
    found: Counter[str] = Counter()
    while found.total() < count:
        number = int(rng.integers(BUNDLES))
        record, item, request = random_record(rng), random_item(rng), random_request(rng)
        for _ in range(ASKED_ALIKE):
            case = record, item, request
            answer = deciders[number].answer(*case)
            expected = is_permitted_plainly(number, case)
            assert answer.allowed == expected, (number, case)
            found["permit" if expected else "deny"] += 1
            if found.total() % 250 == 0:  # with its remedies it takes a hundred times as long
                assert isinstance(deciders[number].decide(*case), Permit) == expected
                assert deciders[number].decide(*case) == decide(composed(number), *case)
            item = random_item(rng) if rng.random() < 0.5 else item
            request = random_request(rng) if rng.random() < 0.5 else request
    return found


def test_ten_thousand_random_requests_come_out_as_cedar_says():
    found = compare(10_000, seed=1)
    assert min(found["permit"], found["deny"]) > 1_000


@pytest.mark.prove
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_fifty_thousand_random_requests_come_out_as_cedar_says(seed):
    found = compare(50_000, seed=seed)
    assert min(found["permit"], found["deny"]) > 5_000
