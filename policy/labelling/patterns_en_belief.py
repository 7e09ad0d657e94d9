"""English patterns of belief: faith, its customs, and leaving it.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

PATTERNS: Final = (
    (
        r"\b(?:pray|prays|praying|prayed)\b (?:\w+ ){0,3}(?:five|times|a day|every|before|together"
        r"|for|at|in|over|about|on|with|to)\b"
    ),
    (
        r"\bfasting\b(?! (?:blood|glucose|window|app|diet))(?= (?:today|tomorrow|this|all|for|from"
        r"|until|till|since|on|so|day|during|and|with|again)|[.,!?]|$)"
    ),
    (
        r"\b(?:don't|dont|do not|doesn't|stopped|never|no longer|not sure i|still|lost) (?:really "
        r"|even )?(?:believe|belief|believing|faith) in (?:god|any god|anything up|jesus|heaven"
        r"|hell|the church)\b"
    ),
    (
        r"\b(?:raised|brought up|grew up|raising them|born) (?:a |an |in a |very |strict |super "
        r"|really )*(?:religious|catholic|christian|muslim|jewish|hindu|mormon|baptist|sikh"
        r"|evangelical|orthodox|buddhist|methodist|jehovah's|pentecostal|amish|quaker|the church"
        r"|church|godly)\b"
    ),
    (
        r"\b(?:don't|doesn't|do not|can't|does not|won't) (?:eat|drink|touch|have"
        r"|mix) (?:\w+ ){0,3}(?:pork|beef|onion|garlic|alcohol"
        r"|meat)(?: or \w+)?(?: (?:\w+ ){0,3}(?:religious|faith|lent|friday|fridays|jain|hindu"
        r"|muslim|halal|kosher))"
    ),
    r"\bgive?(?:n|s|ing)? up \w+ for lent\b|\bgave up \w+ for lent\b",
    (
        r"\b(?:light|lit|lighting) (?:the |a |our )?candles? (?:\w+ ){0,3}(?:friday|shabbat|church"
        r"|for (?:my|mum|dad|gran|nan|him|her))\b"
    ),
)
