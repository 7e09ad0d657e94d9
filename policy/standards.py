"""The vocabulary in the words of others: fideslang's keys, and IRIs of the W3C's DPV.

They are nearest meanings, not equal ones: fideslang and DPV speak of what organisations do.

Source: fideslang's default taxonomy 3.2; Data Privacy Vocabulary 2, with its extension `pd`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from policy.binding import RuleRecord
from policy.vocabulary import Label, Purpose

_Word = TypeVar("_Word", Label, Purpose)

_DPV: Final = "https://w3id.org/dpv#"
_PD: Final = "https://w3id.org/dpv/pd#"

DATA_CATEGORIES: Final[Mapping[Label, str]] = {
    Label.FINANCE: "user.financial",
    Label.HEALTH: "user.health",
    Label.LOCATION: "user.location",
    Label.MINORS: "user.children",
    Label.BELIEF: "user.demographic.religious_belief",
    Label.POLITICS: "user.demographic.political_opinion",
    Label.SEXUALITY: "user.demographic.sexual_orientation",
    Label.BIOMETRICS: "user.biometrics",
    Label.WORKPLACE: "user.professional_information",
    Label.IDENTITY: "user.government_id",
}
_UNLABELLED: Final = "user.content.private"
DATA_USES: Final[Mapping[Purpose, str]] = {
    Purpose.RECALL: "functional.service",
    Purpose.REMIND: "essential.service.notifications",
    Purpose.EXPORT: "essential.legal_obligation",
    Purpose.SHARE: "third_party_sharing",
    Purpose.TRAIN: "train_ai_system",
    Purpose.MAINTAIN: "functional.storage",
    Purpose.RESEARCH: "analytics",
    Purpose.MARKETING: "marketing",
}
_DPV_DATA: Final[Mapping[Label, str]] = {
    Label.FINANCE: f"{_PD}Financial",
    Label.HEALTH: f"{_PD}MedicalHealth",
    Label.LOCATION: f"{_PD}Location",
    Label.BELIEF: f"{_PD}ReligiousBelief",
    Label.POLITICS: f"{_PD}PoliticalOpinion",
    Label.SEXUALITY: f"{_PD}Sexual",
    Label.BIOMETRICS: f"{_PD}Biometric",
    Label.WORKPLACE: f"{_PD}Professional",
    Label.IDENTITY: f"{_PD}OfficialID",
}
_DPV_SUBJECTS: Final[Mapping[Label, str]] = {Label.MINORS: f"{_DPV}Child"}
_DPV_PURPOSES: Final[Mapping[Purpose, str]] = {
    Purpose.RECALL: f"{_DPV}RequestedServiceProvision",
    Purpose.REMIND: f"{_DPV}CommunicationManagement",
    Purpose.EXPORT: f"{_DPV}FulfilmentOfObligation",
    Purpose.TRAIN: f"{_DPV}ServicePersonalisation",
    Purpose.MAINTAIN: f"{_DPV}RecordManagement",
    Purpose.RESEARCH: f"{_DPV}ResearchAndDevelopment",
    Purpose.MARKETING: f"{_DPV}Marketing",
}
_DPV_PROCESSING: Final[Mapping[Purpose, str]] = {Purpose.SHARE: f"{_DPV}Share"}


def categories_of(record: RuleRecord) -> tuple[str, ...]:
    """Gives fideslang's keys of what a record's memories are about."""
    return tuple(DATA_CATEGORIES[label] for label in record.labels) or (_UNLABELLED,)


def uses_of(record: RuleRecord) -> tuple[str, ...]:
    """Gives fideslang's keys of what a record's memories may be read for."""
    return tuple(DATA_USES[purpose] for purpose in record.purposes)


def dpv_of(record: RuleRecord) -> dict[str, tuple[str, ...]]:
    """Gives a record in DPV: IRIs by the vocabulary's properties."""
    told: dict[str, tuple[str, ...]] = {
        "hasPersonalData": _named(_DPV_DATA, record.labels) or (f"{_DPV}PersonalData",),
        "hasDataSubject": _named(_DPV_SUBJECTS, record.labels),
        "hasPurpose": _named(_DPV_PURPOSES, record.purposes),
        "hasProcessing": _named(_DPV_PROCESSING, record.purposes),
    }
    return {f"{_DPV}{name}": iris for name, iris in told.items() if iris}


def _named(table: Mapping[_Word, str], words: Iterable[_Word]) -> tuple[str, ...]:
    return tuple(filter(None, map(table.get, words)))
