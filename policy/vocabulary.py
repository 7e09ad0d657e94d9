"""The words that rules, records and requests are made of.

Closed sets: an unknown word is refused.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Label(StrEnum):
    """What a memory is about, where that makes it sensitive.

    `identity`: a national identifier is in it.
    """

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


class Purpose(StrEnum):
    """What a reader wants a memory for."""

    RECALL = "recall"
    REMIND = "remind"
    EXPORT = "export"
    SHARE = "share"
    TRAIN = "train"
    MAINTAIN = "maintain"
    RESEARCH = "research"
    MARKETING = "marketing"


class Door(StrEnum):
    """The guard's five ways from ciphertext to plaintext. The Cedar actions have the same names."""

    RELEASE = "release"
    INDEX = "index"
    ENGINE = "engine"
    MAINTAIN = "maintain"
    TRAIN = "train"


class Audience(StrEnum):
    """Whom a released memory reaches."""

    OWNER = "owner"  # shown to the person
    ON_DEVICE = "on_device"  # a program of the person's, on this device, that sends nothing away
    OUTSIDE = "outside"  # whoever else: a program that may send it on, another person, a service


class Domain(StrEnum):
    """What part of life a memory is about. The order is that of bits on disk: add at the end."""

    OTHER = "other"
    TRAVEL = "travel"
    FINANCE = "finance"
    HEALTH = "health"
    FOOD = "food"
    FAMILY = "family"
    WORK = "work"
    HOBBY = "hobby"
    CULTURE = "culture"
    HOME = "home"
    STUDY = "study"


class PrincipalKind(StrEnum):
    """Who asks: the person, a program of theirs that holds a token, or a part of Bojagi itself."""

    OWNER = "Owner"
    CLIENT = "Client"
    SERVICE = "Service"


class AuthLevel(IntEnum):
    """How strongly the person has shown who they are; ordered.

    `UNLOCKED` is the vault's passphrase. `STRONG` adds a second secret (passphrase, PIN, key
    touch), `BIOMETRIC` one that a built-in sensor or a platform keystore releases.
    """

    LOCKED = 0
    UNLOCKED = 1
    STRONG = 2
    BIOMETRIC = 3


class Sensitivity(IntEnum):
    """How much harm a leak would do; ordered."""

    ORDINARY = 0
    PERSONAL = 1
    SENSITIVE = 2
    CRITICAL = 3


class Market(StrEnum):
    """Where the person lives, which picks the default rules and, later, the law pack."""

    JP = "JP"
    KR = "KR"
    EU = "EU"
    OTHER = "other"


class ClassName(StrEnum):
    """The classes of a vault: each has its own key. The last two need the step-up secret."""

    EVERYDAY = "everyday"
    PRIVATE = "private"
    FINANCE = "finance"
    GUARDED = "guarded"

    @property
    def needs_step_up(self) -> bool:
        """Tells whether this class's key is wrapped under the step-up secret too."""
        return self in {ClassName.FINANCE, ClassName.GUARDED}
