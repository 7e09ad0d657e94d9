"""English patterns of the body as a key: fingerprints, faces, voices, genes.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

_PART: Final = (
    r"(?:face|fingers?|thumbs?|voice|palms?|iris|irises|retinas?|eyes?|fingerprints?|thumbprints?"
    r"|hand|veins?)"
)

PATTERNS: Final = (
    (
        rf"\b(?:unlock|register|enrol|authenticat|log|sign|clock|pay|check|open|verif|board"
        rf"|buzz)\w*(?: in| on| up| into| through)? (?:\w+ ){{0,4}}(?:with|using|by|via|off) (?:my"
        rf"|a|his|her|your|our|their|just a|just my|the) (?:\w+ )?{_PART}\b"
    ),
    (
        rf"\b(?:registered|register|re ?register\w*|enrol\w*|re enrol\w*|re ?scan\w*|scan\w*"
        rf"|captured?|record\w*|stor\w+|saved?|recogni[sz]e\w*|read|hand over|gave|give|giving"
        rf"|takes?|took|want\w*|collect\w*|have|has|got|keep\w*|swab\w*|photograph\w*"
        rf"|map\w*) (?:all |both |of |down )*(?:my|our|his|her|their|your|everyone's|staff"
        rf"|ten of my|all ten|the kids'|kids') (?:\w+ )?{_PART}\b(?! (?:on|in the|off|to (?:it|the"
        rf"|him|her|them|me|us)|back|when|for granted|full|out|contact|line))(?= (?:template|data"
        rf"|scan|at|for|on file|before|to (?:use|get|unlock|open|clock|enter|log)|so|and a photo"
        rf"|print|wrong|with|properly|$)|$|[.,!?])"
    ),
    (
        rf"\b(?:my|his|her|our|their|\w+'s) (?:\w+ )?{_PART}(?: and \w+'s \w+)? (?:is |are |was "
        rf"|still )?(?:saved|stored|registered|enrolled|on file|unlocks?|to unlock|scanned"
        rf"|in (?:the|their) (?:system|database|app)|wouldn't read|won't read|doesn't read"
        rf"|not recogni\w+)\b"
    ),
    (
        r"\b(?:phone|app|alexa|siri|google|laptop|gate|door|camera|machine|doorbell|system|tablet"
        r"|ipad|lock|software|computer|car)\W+(?:\w+ ){0,3}(?:recogni[sz]es?|recogni[sz]ed|knows?"
        r"|learned|learnt|match\w*|identif\w+) (?:\w+ ){0,2}(?:my|me|his|her|our|their"
        r"|your) ?(?:face|voice|eyes|fingerprint|by (?:my )?(?:face|voice))"
    ),
    (
        r"\b(?:unlock\w*|opens?|opened) (?:\w+ ){0,4}(?:with|using) (?:my|his|her|your"
        r"|their) (?:\w+ )?(?:finger|thumb|face|eye)\b"
    ),
    (
        r"\bscans? (?:your|my|our|his|her|the kids'|everyone's) (?:palms?|faces?|eyes?|iris|hands?"
        r"|veins?|fingers?)\b"
    ),
    (
        r"\b(?:spit|spat|saliva|cheek swab|swab)\b[^.!?]{0,40}\b(?:ancestry|dna|tube|kit|lab"
        r"|relatives)\b"
    ),
    (
        r"\b(?:scan\w*|reader|sensor|unlock\w*|e ?gates?|turnstile|border|immigration"
        r"|passport control|police|database|register\w*|enrol\w*|verif\w*|identif\w*|template"
        r"|on file|stored|storing|teach|taught|photograph\w*|capture\w*|clock(?:s|ed|ing)? (?:us "
        r"|me )?(?:in|out))\b[^.!?]{0,40}\b(?:my|his|her|our|their|your|everyone's|employees'"
        r"|students'|pupils') (?:\w+ )?(?:fingers?|thumbs?|prints|palms?|iris|irises|retinas?"
        r"|eyeballs?)\b"
    ),
    (
        r"\b(?:my|his|her|our|their|your|everyone's|employees'|students'"
        r"|pupils') (?:\w+ )?(?:fingers?|thumbs?|prints|palms?|iris|irises|retinas?"
        r"|eyeballs?)\b[^.!?]{0,30}\b(?:scan\w*|reader|sensor|unlock\w*|e ?gates?|turnstile"
        r"|database|register\w*|enrol\w*|verif\w*|template|on file|stored|log (?:me )?in"
        r"|open the)\b"
    ),
    (
        r"\b(?:photograph\w*|scan\w*|match\w*|recogni\w*|verif\w*|unlock\w*|register\w*|enrol\w*"
        r"|stor(?:e|es|ed|ing)|teach|taught|identif\w*|ran|run|running|map\w*|upload\w*"
        r"|captur\w*) (?:\w+ ){0,4}(?:my|his|her|our|their|your|everyone's|employees'|students'"
        r"|pupils'|people's|the kids'|kids') (?:\w+ )?(?:faces?"
        r"|voices?)\b(?! (?:on (?:the )?(?:cover|screen|tv|stage)|in the crowd|from the (?:film"
        r"|show)|off (?:the|that)))(?= (?:to|for|at|through|before|without|with|when|and|so|is"
        r"|in (?:the|their|its)|every|against|again|by|into|onto)|[.,!?]|$)"
    ),
)

PERSONAL: Final = (
    (
        r"\bscan of (?:my|her|his|our|their|your|the kids') (?:\w+(?:'s)? )?(?:palm|face|hand"
        r"|fingers?|iris|eyes?|retina|prints)\b"
    ),
    (
        r"\b(?:selfie|video|photo)s? (?:\w+ ){0,3}(?:to|that|and) (?:prove|verify|confirm) (?:it's"
        r"|it was|that i'm|i'm|my)\b"
    ),
    (
        r"\b(?:unlock|open|start)s?(?:ed|ing)? (?:it|the \w+|my \w+) with (?:my|her|his"
        r"|a) (?:\w+ )?(?:face|thumb|finger|voice|eye|palm|fingerprint)\b"
    ),
    (
        r"\b(?:gave|give|sent|send|mailed|posted) (?:\w+ ){0,3}(?:spit|saliva|dna|swab"
        r"|cheek cells)\b"
    ),
    (
        r"\b(?:mistakes?|mistook|confus\w+|mixes up|can't tell|thinks?) (?:\w+ ){0,4}(?:voice|face"
        r"|fingerprint|thumb)s?\b[^.!?]{0,25}\b(?:mine|me|hers|his|apart|is my|for my)\b"
    ),
    (
        r"\b(?:finger|thumb|face|palm|iris|eye|hand|voice|retina|vein) (?:scanner|reader|scan"
        r"|print|recognition|unlock|login|lock|id|verification|authentication|gate|sensor"
        r"|password)s?\b"
    ),
    (
        r"\b(?:register\w*|enrol\w*|record\w*|set up|add(?:ed)?|teach|taught"
        r"|train(?:ed)?) (?:\w+ ){0,3}(?:the |our |my |all |everyone's |whole )?(?:\w+(?:'s"
        r"|s') )?(?:voices?|faces?|fingerprints?|fingers?|thumbs?|palms?"
        r"|iris(?:es)?)\b(?=[^.!?]*\b(?:unlock|open|run|control|phone|door|lock|app|speaker|work"
        r"|gym|entry|log|pay|atm|bank|safe|so)\b)"
    ),
    (
        r"\b(?:with|by) (?:my|your|his|her|a|their|our) (?:\w+ )?(?:face|finger|thumb|palm|iris"
        r"|voice|eye)\b[^.!?]{0,20}\b(?:unlock|open|pay|log|sign|get in|enter|board|clock)\b"
    ),
    (
        r"\b(?:pay|payment|paid|withdraw|board|enter|check in|clock in) (?:\w+ ){0,2}(?:with|by"
        r"|using) (?:my |your |a |his |her )?(?:face|finger|fingerprint|palm|iris|voice|veins?)\b"
    ),
)
