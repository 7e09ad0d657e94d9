"""Tells findings and comparisons in a person's language.

Words of rules ("release", "health") stay as rules write them: who reads this writes rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, assert_never

from policy.analysis.findings import (
    Breaks,
    Comparison,
    Conflict,
    DoorClosed,
    Finding,
    NeverFires,
    OutOfRange,
    PropertyBroken,
    Redundant,
    RuleFault,
    Shadowed,
    Undecided,
    UnknownWord,
)
from policy.analysis.values import DEVICES, ORDINARY_VALUES, TAGS
from policy.analysis.witness import Key, Witness, values_of
from policy.catalog import Catalog, Language
from policy.obligations import Obligation
from policy.vocabulary import AuthLevel

# Between facts, and between words.
_GAPS: Final[Mapping[Language, tuple[str, str]]] = {
    "en": ("; ", ", "),
    "ja": ("、", "・"),
    "ko": ("; ", ", "),
}
_LEVELS: Final = {("context", "strongest"), ("resource", "min_auth")}  # told whatever they are
_IN_THE_SENTENCE: Final = {
    ("request", "principal"),
    ("request", "door"),
    ("context", "purpose"),
    ("context", "auth"),
    ("context", "auth_age_s"),
}


def tell(finding: Finding, catalog: Catalog, language: Language) -> str:
    """Gives a finding as sentences."""
    return _Teller(catalog, language).finding(finding)


def tell_case(witness: Witness, catalog: Catalog, language: Language) -> str:
    """Gives who asks for what, and what is out of the ordinary about it; no whole sentence."""
    return _Teller(catalog, language).case(witness)


def tell_comparison(
    comparison: Comparison, catalog: Catalog, language: Language
) -> tuple[str, ...]:
    """Gives how two bundles compare, a sentence or two in each line."""
    return tuple(_Teller(catalog, language).comparison(comparison))


@dataclass(frozen=True, slots=True)
class _Teller:
    catalog: Catalog
    language: Language

    def finding(self, finding: Finding) -> str:
        match finding:
            case DoorClosed(door):
                told = self._say("analysis.door_closed", door=door)
            case PropertyBroken(wanted, rules, witness):
                told = self._say(
                    "analysis.property_broken", promise=wanted.explanation[self.language],
                    property=wanted.id, by=self._list(rules), case=self.case(witness),
                )  # fmt: skip
            case Conflict(permit, permit_line, forbid, forbid_line, witness):
                told = self._say(
                    "analysis.conflict", permit=permit, permit_line=permit_line,
                    forbid=forbid, forbid_line=forbid_line, case=self.case(witness),
                )  # fmt: skip
            case Undecided(question, about):
                asked = self._say(f"analysis.question_{question}")
                told = self._say("analysis.undecided", question=asked, about=self._list(about))
            case _:
                told = self._of_rule(finding)
        return told

    def _of_rule(self, finding: RuleFault) -> str:
        match finding:
            case UnknownWord():
                told = " ".join(self._unknown_word(finding))
            case OutOfRange(rule, line, attribute, found, lowest, highest):
                told = self._say(
                    "analysis.out_of_range", rule=rule, line=line, attribute=attribute,
                    found=found, lowest=lowest, highest=highest,
                )  # fmt: skip
            case NeverFires(rule, line):
                told = self._say("analysis.never_fires", rule=rule, line=line)
            case Breaks(rule, line, witness):
                case = self.case(witness)
                told = self._say("analysis.breaks", rule=rule, line=line, case=case)
            case Shadowed(rule, line, by, witness):
                others, case = self._list(by), self.case(witness)
                told = self._say("analysis.shadowed", rule=rule, line=line, by=others, case=case)
            case Redundant(rule, line, by, witness):
                others, case = self._list(by), self.case(witness)
                told = self._say("analysis.redundant", rule=rule, line=line, by=others, case=case)
            case _:
                assert_never(finding)
        return told

    def comparison(self, comparison: Comparison) -> Iterator[str]:
        yield self._say(f"analysis.relation_{comparison.relation}")
        if isinstance(comparison.more, Witness):
            yield self._say("analysis.only_new", case=self.case(comparison.more))
        if isinstance(comparison.less, Witness):
            yield self._say("analysis.only_old", case=self.case(comparison.less))
        for change in comparison.dropped:
            duty, case = written(change.duty), self.case(change.witness)
            yield self._say("analysis.duty_dropped", duty=duty, case=case)
        for change in comparison.added:
            duty, case = written(change.duty), self.case(change.witness)
            yield self._say("analysis.duty_added", duty=duty, case=case)
        for undecided in comparison.undecided:
            yield self._say("analysis.duty_undecided", duty=written(undecided))

    def case(self, witness: Witness) -> str:
        request = witness.request
        who = self._say(f"analysis.who_{request.principal.value.lower()}")
        gap, _ = _GAPS[self.language]
        facts = gap.join((self._shown(witness), *self._facts(witness)))
        return self._say(
            "analysis.case", who=who, purpose=request.purpose, door=request.door, facts=facts
        )

    def _shown(self, witness: Witness) -> str:
        level, age = witness.request.auth, witness.request.auth_age_s
        if level is AuthLevel.LOCKED:
            return self._say("analysis.shown_nothing")
        return self._say("analysis.shown", level=self._level(level), age=age)

    def _facts(self, witness: Witness) -> Iterator[str]:
        """Gives what is out of the ordinary: of the request first, then of the memory."""
        values = values_of(witness)
        for key in sorted(values, key=lambda key: key[0]):
            told = key in _LEVELS or values[key] != ORDINARY_VALUES[key]
            if told and key not in _IN_THE_SENTENCE:
                yield self._fact(key, values[key])

    def _unknown_word(self, finding: UnknownWord) -> Iterator[str]:
        yield self._say(
            "analysis.unknown_word", rule=finding.rule, line=finding.line,
            attribute=finding.attribute, found=finding.found,
        )  # fmt: skip
        if finding.nearest is not None:
            yield self._say("analysis.did_you_mean", nearest=finding.nearest)
        if finding.known:
            yield self._say("analysis.known_words", known=self._list(finding.known))
        owner, name = finding.attribute.split(".")
        if (owner, name) in DEVICES:
            yield self._say("analysis.about_devices")
        if (owner, name) == TAGS:
            yield self._say("analysis.about_tags")

    def _fact(self, key: Key, value: Any) -> str:
        if key in _LEVELS:
            value = self._level(AuthLevel(value))
        elif isinstance(value, frozenset):
            value = self._list(sorted(value))
        return self._say("analysis." + "_".join(key), value=value)

    def _level(self, level: AuthLevel) -> str:
        return self._say(f"analysis.level_{level.name.lower()}")

    def _list(self, words: Iterable[str]) -> str:
        _, gap = _GAPS[self.language]
        return gap.join(words) or self._say("analysis.nothing")

    def _say(self, key: str, **values: object) -> str:
        return self.catalog.say(self.language, key, **values)


def written(duty: Obligation) -> str:
    """Gives a duty as rules write it."""
    return f"{duty.kind}:{'+'.join(duty.redacts)}" if duty.redacts else duty.word
