"""The names of what labelling finds. They are stored in rule records: never rename one."""

from __future__ import annotations

from enum import StrEnum


class IdentifierKind(StrEnum):
    """What an identifier is. SSN is also the United Kingdom's National Insurance number."""

    MY_NUMBER = "my_number"
    RRN = "rrn"
    CARD = "card"
    BANK_ACCOUNT = "bank_account"
    IBAN = "iban"
    SSN = "ssn"
    PASSPORT = "passport"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    DATE_OF_BIRTH = "date_of_birth"


class CategoryName(StrEnum):
    """A sensitive category. `identity` comes from identifiers alone, never from words."""

    FINANCE = "finance"
    HEALTH = "health"
    LOCATION = "location"
    MINORS = "minors"
    BELIEF = "belief"
    POLITICS = "politics"
    SEXUALITY = "sexuality"
    BIOMETRICS = "biometrics"
    WORKPLACE = "workplace"
    IDENTITY = "identity"
