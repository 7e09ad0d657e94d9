"""The Japanese words of each sensitive category, and the Japanese phrases that only look like it.

How terms are written: see `policy.labelling.terms`. A noun that names a topic (病院, 上司) is weak
or a hint; what happens to somebody (入院, 怒られた) makes it count. Speech puts anything in between
(腰のあたりがずっと痛くて), so patterns look for the two halves a few characters apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policy.labelling.words_ja_health import HEALTH
from policy.labelling.words_ja_home import LOCATION, MINORS
from policy.labelling.words_ja_money import FINANCE
from policy.labelling.words_ja_not import FICTION, LOOKALIKES
from policy.labelling.words_ja_private import BIOMETRICS, SEXUALITY
from policy.labelling.words_ja_public import BELIEF, POLITICS
from policy.labelling.words_ja_work import WORKPLACE
from policy.vocabulary import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policy.labelling.terms import Terms

__all__ = ["FICTION", "LOOKALIKES", "TERMS"]

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
