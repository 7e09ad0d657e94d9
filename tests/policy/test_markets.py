"""What each market's rules close on top of the base, and what they leave open."""

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given

import policy
from policy.binding import ItemColumns, RuleRecord
from policy.bundles import default_record, load_bundle, read_policy_file
from policy.catalog import LANGUAGES
from policy.decide import Deny, Permit, decide
from policy.explain import explain
from policy.load import load_catalog
from policy.request import Facts, Grant, attributes_of, owners_audience, scene_of
from policy.vocabulary import Audience, Door, Label, Market, PrincipalKind, Purpose
from tests.policy.cases import BASE, FRESH, PROPERTY, cases, is_permitted
from tests.policy.rules import NOW, a_request

MARKETS = {market: load_bundle(market).bundle for market in (Market.JP, Market.KR, Market.EU)}
EVERY_TOKEN = Grant(frozenset(Purpose), frozenset(Label))


def recipes() -> dict[str, dict[str, object]]:
    """Gives ways to ask: the owner for each purpose, programs here and outside, and training."""
    owner = {
        f"owner-{purpose}": {"purpose": purpose, "audience": owners_audience(purpose)}
        for purpose in Purpose
    }
    client = {
        f"{audience}-{purpose}": {
            "principal": PrincipalKind.CLIENT,
            "purpose": purpose,
            "audience": audience,
            "grant": EVERY_TOKEN,
        }
        for audience, purpose in product((Audience.ON_DEVICE, Audience.OUTSIDE), Purpose)
    }
    service = {"principal": PrincipalKind.SERVICE}
    train = {**service, "door": Door.TRAIN, "purpose": Purpose.TRAIN}
    index = {**service, "door": Door.INDEX, "purpose": Purpose.MAINTAIN}
    return owner | client | {"training": train, "index": index}


ASKED = recipes()


def loosened(*labels: Label) -> RuleRecord:
    """Gives the record of an owner who allows everything for a memory with these labels."""
    return RuleRecord(
        labels=labels, may_leave=True, purposes=tuple(Purpose), audiences=tuple(Audience)
    )


def fired(market: Market, asked: str, labels: list[Label], consented: list[Label]) -> set[str]:
    """Gives the market's own rules that forbid."""
    record = loosened(*labels)
    request = a_request(**ASKED[asked], consented=frozenset(consented))
    scene = scene_of(attributes_of(record), Facts.of(record, ItemColumns(NOW), NOW, ()), request)
    rules = MARKETS[market].rules.items()
    return {key for key, rule in rules if key not in BASE.rules and rule.condition(scene)}


L = Label
# market, who asks for what, labels, what was consented to, the rules that forbid
TABLE = [
    ("JP", "owner-recall", [*Label], [], ""),
    ("JP", "owner-export", [*Label], [], ""),
    ("JP", "index", [*Label], [], ""),
    ("JP", "owner-share", [], [], ""),
    ("JP", "owner-research", [], [], ""),
    ("JP", "owner-share", [L.IDENTITY], [L.IDENTITY], "jp-my-number-stays"),
    ("JP", "outside-recall", [L.IDENTITY], [L.IDENTITY], "jp-my-number-stays"),
    ("JP", "training", [L.IDENTITY], [L.IDENTITY], "jp-my-number-stays"),
    ("JP", "on_device-recall", [L.IDENTITY], [], ""),
    ("JP", "on_device-recall", [L.HEALTH], [], "jp-special-care-needs-consent"),
    ("JP", "on_device-recall", [L.BELIEF], [L.HEALTH], "jp-special-care-needs-consent"),
    ("JP", "on_device-recall", [L.POLITICS], [], "jp-special-care-needs-consent"),
    ("JP", "on_device-recall", [L.HEALTH, L.BELIEF], [L.HEALTH, L.BELIEF], ""),
    ("JP", "on_device-recall", [L.FINANCE], [], ""),
    ("JP", "owner-share", [L.FINANCE], [], "jp-third-party-needs-consent"),
    ("JP", "outside-recall", [L.LOCATION], [L.FINANCE], "jp-third-party-needs-consent"),
    ("JP", "owner-share", [L.FINANCE], [L.FINANCE], ""),
    ("JP", "owner-research", [L.FINANCE], [], "jp-new-purpose-needs-consent"),
    ("JP", "owner-research", [L.FINANCE], [L.FINANCE], ""),
    ("JP", "owner-marketing", [], [], "jp-new-purpose-needs-consent"),
    ("JP", "owner-marketing", [L.FINANCE], [L.FINANCE], ""),
    ("JP", "outside-share", [L.MINORS], [L.MINORS], "jp-children-stay-home"),
    ("JP", "training", [L.MINORS], [L.MINORS], "jp-children-stay-home"),
    ("JP", "owner-share", [L.MINORS], [L.MINORS], ""),
    ("JP", "owner-share", [L.BIOMETRICS], [L.BIOMETRICS], "jp-body-stays"),
    ("JP", "on_device-recall", [L.BIOMETRICS], [], ""),
    ("JP", "outside-share", [L.WORKPLACE], [L.WORKPLACE], "jp-work-stays-with-owner"),
    ("JP", "owner-share", [L.WORKPLACE], [L.WORKPLACE], ""),
    ("KR", "owner-recall", [*Label], [], ""),
    ("KR", "owner-remind", [*Label], [], ""),
    ("KR", "index", [*Label], [], ""),
    ("KR", "owner-share", [], [], ""),
    ("KR", "on_device-recall", [L.IDENTITY], [L.IDENTITY], "kr-resident-number-stays"),
    ("KR", "owner-share", [L.IDENTITY], [L.IDENTITY], "kr-resident-number-stays"),
    ("KR", "training", [L.IDENTITY], [L.IDENTITY], "kr-resident-number-stays"),
    *(
        ("KR", "on_device-recall", [label], [L.FINANCE], "kr-sensitive-needs-own-consent")
        for label in (L.HEALTH, L.BELIEF, L.POLITICS, L.SEXUALITY, L.BIOMETRICS)
    ),
    ("KR", "training", [L.HEALTH], [], "kr-sensitive-needs-own-consent"),
    ("KR", "training", [L.HEALTH], [L.HEALTH], ""),
    ("KR", "owner-share", [L.WORKPLACE], [], "kr-third-party-needs-consent"),
    ("KR", "owner-share", [L.WORKPLACE], [L.WORKPLACE], ""),
    ("KR", "owner-share", [L.MINORS], [L.MINORS], ""),
    ("KR", "on_device-recall", [L.MINORS], [L.MINORS], "kr-children-stay-home"),
    ("KR", "training", [L.MINORS], [L.MINORS], "kr-children-stay-home"),
    ("KR", "on_device-recall", [L.LOCATION], [], "kr-location-needs-consent"),
    ("KR", "on_device-recall", [L.LOCATION], [L.LOCATION], ""),
    ("KR", "on_device-recall", [L.FINANCE], [], "kr-credit-needs-consent"),
    ("KR", "on_device-recall", [L.FINANCE], [L.FINANCE], ""),
    ("KR", "outside-share", [L.WORKPLACE], [L.WORKPLACE], "kr-work-stays-with-owner"),
    ("EU", "owner-recall", [*Label], [], ""),
    ("EU", "owner-export", [*Label], [], ""),
    ("EU", "index", [*Label], [], ""),
    ("EU", "owner-share", [], [], ""),
    ("EU", "training", [], [], ""),
    *(
        ("EU", "on_device-recall", [label], [L.FINANCE], "eu-special-category-needs-consent")
        for label in (
            L.HEALTH, L.BELIEF, L.POLITICS, L.SEXUALITY, L.BIOMETRICS, L.WORKPLACE,
        )
    ),
    ("EU", "on_device-recall", [L.SEXUALITY], [L.SEXUALITY], ""),
    ("EU", "owner-share", [L.LOCATION], [], "eu-disclosure-needs-consent"),
    ("EU", "owner-share", [L.LOCATION], [L.LOCATION], ""),
    ("EU", "on_device-recall", [L.MINORS], [], "eu-children-need-consent"),
    ("EU", "on_device-recall", [L.MINORS], [L.MINORS], ""),
    ("EU", "owner-research", [L.MINORS], [L.MINORS], "eu-children-need-consent"),
    ("EU", "owner-research", [L.FINANCE], [], "eu-new-purpose-needs-consent"),
    ("EU", "owner-research", [], [], ""),
    ("EU", "owner-marketing", [], [], "eu-new-purpose-needs-consent"),
    ("EU", "owner-share", [L.IDENTITY], [L.IDENTITY], "eu-national-number-stays"),
    ("EU", "on_device-recall", [L.IDENTITY], [], ""),
    ("EU", "training", [L.FINANCE], [], "eu-training-needs-consent"),
    ("EU", "training", [L.FINANCE], [L.FINANCE], ""),
    ("EU", "outside-share", [L.WORKPLACE], [L.WORKPLACE], "eu-work-stays-with-owner"),
]  # fmt: skip


@pytest.mark.parametrize(("market", "asked", "labels", "consented", "rule"), TABLE)
def test_market_closes_what_its_rule_says_and_no_more(market, asked, labels, consented, rule):
    assert fired(Market(market), asked, labels, consented) == ({rule} - {""})


@pytest.mark.parametrize("market", MARKETS)
def test_every_rule_of_a_market_closes_something_that_nothing_else_does(market):
    alone = {rule for name, *_, rule in TABLE if name == market.value} - {""}
    assert alone == set(MARKETS[market].rules) - set(BASE.rules)


@pytest.mark.parametrize("market", MARKETS)
@given(cases)
@PROPERTY
def test_market_never_opens_what_the_base_closes(market, case):
    if is_permitted(MARKETS[market], case):
        assert is_permitted(BASE, case)


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("label", Label)
def test_owner_reads_the_same_in_every_market(market, label):
    record = default_record([label], market)
    for purpose in (Purpose.RECALL, Purpose.REMIND, Purpose.EXPORT):
        for request in (a_request(purpose=purpose), a_request(purpose=purpose, auth=2)):
            bundle, base = MARKETS[market], decide(BASE, record, FRESH, request)
            assert decide(bundle, record, FRESH, request).rules == base.rules


def test_consent_opens_what_only_lacked_it():
    record = loosened(Label.FINANCE)
    closed = a_request(purpose=Purpose.SHARE, audience=Audience.OUTSIDE)
    agreed = a_request(
        purpose=Purpose.SHARE, audience=Audience.OUTSIDE, consented=frozenset({Label.FINANCE})
    )
    for bundle in MARKETS.values():
        assert isinstance(decide(bundle, record, FRESH, closed), Deny)
        assert isinstance(decide(bundle, record, FRESH, agreed), Permit)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusal_says_the_rule_in_the_persons_words(language):
    bundle = MARKETS[Market.JP]
    request = a_request(purpose=Purpose.SHARE, audience=Audience.OUTSIDE)
    decision = decide(bundle, loosened(Label.FINANCE), FRESH, request)
    told = explain(decision, bundle, load_catalog("policy"), language)
    assert told == bundle.rules["jp-third-party-needs-consent"].explanation[language]


@pytest.mark.parametrize("market", MARKETS)
def test_rules_name_their_article_in_a_comment_and_never_to_the_person(market):
    name = market.value.lower()
    file = Path(policy.__file__).parent / "bundles" / name / f"{name}.cedar"
    text = read_policy_file(file)
    for rule in MARKETS[market].rules.values():
        if rule.id not in BASE.rules:
            above = text[: text.index(f'@id("{rule.id}")')].rstrip().split("\n\n")[-1]
            assert re.search(r"^// .*(Art\.|Act|Directive|policy)", above)
            told = " ".join(rule.explanation.values())
            assert not re.search(r"Art\.|第|제\d|GDPR|APPI|PIPA|法", told)
    assert "complian" not in text.lower()
