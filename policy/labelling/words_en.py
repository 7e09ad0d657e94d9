"""The English words of each sensitive category, and the English phrases that only look like it.

How terms are written: see `policy.labelling.terms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policy.labelling.person_en import PERSON as PERSON
from policy.labelling.words_en_belief import BELIEF
from policy.labelling.words_en_body_keys import BIOMETRICS
from policy.labelling.words_en_children import MINORS
from policy.labelling.words_en_health import HEALTH
from policy.labelling.words_en_love import SEXUALITY
from policy.labelling.words_en_money import FINANCE
from policy.labelling.words_en_not import FICTION as FICTION
from policy.labelling.words_en_not import LOOKALIKES as LOOKALIKES
from policy.labelling.words_en_politics import POLITICS
from policy.labelling.words_en_where import LOCATION
from policy.labelling.words_en_work import WORKPLACE
from policy.vocabulary import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policy.labelling.terms import Terms

TERMS: Final[Mapping[Label, Terms]] = {
    Label.FINANCE: FINANCE,
    Label.HEALTH: HEALTH,
    Label.LOCATION: LOCATION,
    Label.MINORS: MINORS,
    Label.BELIEF: BELIEF,
    Label.POLITICS: POLITICS,
    Label.SEXUALITY: SEXUALITY,
    Label.BIOMETRICS: BIOMETRICS,
    Label.WORKPLACE: WORKPLACE,
}
