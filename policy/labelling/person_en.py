"""What shows that an English sentence has a person in it: the writer, or someone they know.

"Cancer" in such a sentence is somebody's, elsewhere it may be a star sign or a headline.
"""

from __future__ import annotations

import re
from typing import Final

_NOT_A_NAME: Final = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December|I|The|God|English|French|Netflix)\b)"
)

_SOMEONE: Final = (
    r"\b(?:i|i'm|im|i've|ive|i'd|i'll|me|my|mine|myself|we|we're|we've|we'd|we'll|our|ours|us"
    r"|he|he's|he'd|he'll|him|his|she|she's|she'd|she'll|her|hers|they|they're|they've|their|them"
    r"|mum|mums|mom|moms|mam|mummy|mommy|dad|dads|daddy|parents|nan|nana|nanna|gran|granny"
    r"|grandma|grandmother|grandad|granddad|grandpa|grandfather|auntie|aunty|aunt|uncle|brother"
    r"|sister|sis|bro|cousin|husband|hubby|wife|partner|spouse|boyfriend|girlfriend|bf|gf|fiance"
    r"|fiancee|ex|flatmate|roommate|housemate|neighbou?rs?|friends?|mate|bestie|in laws)(?:'s)?\b"
)
# A diary leaves the "I" out: "Got the results", "finally told Mum", "Leaving for the station".
_DIARY: Final = (
    r"(?:\A|[.!?,:;] |\b(?:so|and|but|then) )(?:just |finally |also |still |really |only )?"
    r"(?:got|getting|had|having|been|being|woke|went|going|feeling|feel|felt|started|starting"
    r"|finished|saw|seeing|told|telling|booked|paid|spent|missed|thinking|trying|hoping|left"
    r"|came|took|taking|lost|found|met|made|cried|crying|slept|signed|applied|asked|called"
    r"|texted|need|gotta|can't|cant|couldn't|won't|don't|didn't|haven't|off to|back from|pick up"
    r"|picked up|picking up|dropped|dropping|doing|did|stopped|gave up|joined|quit|moved|moving"
    r"|waiting|heard|turns out|apparently|not allowed|no more|note to self|log)\b"
    r"|(?:\A|[.!?,:;] )[a-z]+(?:ing|ed)"
    r" (?:for|to|at|my|the|a|with|from|on|in|out|up|off|over|about)\b"
)
# What one says to an assistant, and the time of an appointment.
_ASSISTANT: Final = (
    r"\b(?:remind|reminders?|voice (?:note|memo)|memo|diary|note for|to (?:my |the )?calendar"
    r"|can you|could you|please|pls|book (?:a|an|the|me)|reschedule|tomorrow|tonight"
    r"|at (?:[0-9]{1,2}(?:[:.][0-9]{2})?(?: ?[ap]m)?|six|seven|eight|nine|ten|noon)"
    r"|on the [0-9]{1,2}(?:st|nd|rd|th)|this (?:morning|afternoon|evening)|last night)\b"
)
# A name: who does something at the beginning of a sentence, or who is spoken to or of.
_NAMED: Final = (
    r"(?:\A|[.!?:] )[A-Z][a-z]+'s (?:in|at|on|got|been|having|going|back|off|not|still|with"
    r"|getting|seeing|starting|started|lost|left|moving|taking|had|just|now|gone|doing|finally"
    r"|coming|leaving|trying)\b"
    r"|\b(?:told|tell|asked|ask|sent|with|and|for|from|remind|call|called|text|texted|pick|picked"
    r"|drop|dropped|put|got|get|give|gave|about|see|saw|meet|met|let|help|helped|that|because|when"
    rf"|if|to|of|at|like|think|thinks|says|said) {_NOT_A_NAME}[A-Z][a-z]+"
    r"(?:'s\b| (?:is|was|has|had|got|home|to|and|told|says|said|wants|needs|keeps|can|can't|won't"
    r"|didn't|doesn't|off|up|about|that)\b)"
    r"|\b[A-Z][a-z]+ (?:told me|said|says|texted|called|rang|reckons|thinks|wants me)\b"
)

PERSON: Final = re.compile(f"(?i:{_SOMEONE}|{_DIARY}|{_ASSISTANT})|{_NAMED}")
