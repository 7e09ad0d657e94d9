"""English patterns of politics: votes, parties, protest, unions.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

_ELECTED: Final = (
    r"(?:council|parliament|congress|senate|mayor|school board|office|mp|president|governor"
    r"|the seat|local council|city council|parish council|county|the assembly|state (?:house"
    r"|senate|rep)|union rep|as an independent)"
)

PATTERNS: Final = (
    (
        rf"\b(?:stand|standing|stood|running|run|ran|runs|elected) (?:for|to|as) (?:the "
        rf"|a )?(?:\w+ )?{_ELECTED}\b"
    ),
    r"\b(?:never|not|n't|always|first time|bother\w*|still) (?:\w+ ){0,2}vot(?:ed?|es|ing)\b",
    (
        r"\b(?:donat\w+|gave|chipped in|volunteer\w*|signed up|phone ?bank\w*"
        r"|knock\w*) (?:[\w$£]+ ){0,5}(?:campaign|candidate|senate|congress|labour|the greens"
        r"|democrats|republicans|election|the party|lib dems|tories|bernie|poll)\b"
    ),
    (
        r"\b(?:arrested|kettled|moved on|tear gassed|chanting|marched|marching"
        r"|demo) (?:\w+ ){0,4}(?:protest|march|demo|demonstration|rally|sit in|rights|justice"
        r"|climate|gaza|palestine|peace|pride|women)\b"
    ),
    (
        r"\b(?:at|to|from|on) (?:the|a|that) (?:\w+ ){0,2}(?:march|demo|demonstration|protest"
        r"|rally|picket|vigil)\b(?! (?:\d|driver|car|stage))"
    ),
    (
        r"\b(?:glued|chained|superglued) (?:myself|herself|himself|themselves)\b|\bblock(?:ing"
        r"|ed)? the (?:\w+ )?(?:pipeline|road|motorway|bridge|site|port)\b"
    ),
    (
        r"\b(?:i'm|im|he's|she's|they're|i am|dad's|mum's|mom's|always been|become|gone|going"
        r"|lifelong|parents are|card carrying) (?:a |an |so |very |pretty |quite |more |full "
        r"|full on |proper |a lifelong |lifelong |staunch |a staunch |a bit |really "
        r"|such a )*(?:tory|labour|conservative|liberal|lib dem|green|republican|democrat"
        r"|socialist|marxist|libertarian|leftie|lefty|left wing|right wing|far right|far left|maga"
        r"|woke|anarchist|communist|feminist|royalist|brexiteer|remainer|nationalist)\b(?! (?:with"
        r"|tea|thumb|screen|around|party hat|estimate))"
    ),
)

PERSONAL: Final = (
    (
        r"\b(?:elected|ran|running|stood|standing|campaign\w*|flyers?|leaflets?|canvass\w*) (?:to"
        r"|for|as) (?:the |our |my )?(?:\w+ )?(?:council|parliament|congress|senate|mayor|labour"
        r"|democrats?|republicans?|tories|greens?|lib dems?|party|candidate|governor|school board"
        r"|office|election|referendum)\b"
    ),
    (
        r"\b(?:for|at|to|from|on) (?:the |a |that )(?:\w+ ){0,2}(?:demo|demonstration|vigil|picket"
        r"|protest|march|rally|sit in|walkout|strike)\b(?! (?:version|tape|disc|mode|song|track"
        r"|account|video|of the penguins|car|driver|madness))"
    ),
    (
        r"\b(?:quit|left|joined|rejoined|resigned from|leaving|joining|cancelled|expelled from"
        r"|kicked out of|suspended from) (?:the |my )?(?:party|labour|tories|greens|lib dems|snp"
        r"|democrats|republicans|gop|union|movement|campaign)\b(?! (?:early|at|around"
        r"|because i was (?:tired|drunk)|bag|hat|popper))"
    ),
    (
        r"\b(?:organi[sz]ing|organi[sz]ed|planning|leading|led|started|starting|hosting|attending"
        r"|attended|going to|went to|joined|joining) (?:a |the |an )?(?:\w+ )?(?:vigil|protest"
        r"|march|demo|demonstration|boycott|petition|rally|campaign|rent strike|strike|sit in"
        r"|walkout|teach in|blockade|occupation|fundraiser for (?:gaza|ukraine|labour"
        r"|the greens))\b"
    ),
    (
        r"\b(?:for|against|over|about|because of) (?:iraq|brexit|gaza|palestine|israel|ukraine"
        r"|trump|immigration|abortion|gun control|the war|climate|apartheid|vietnam|austerity"
        r"|the cuts|tuition fees|free speech|trans rights|vaccines|lockdown|the monarchy"
        r"|independence|the referendum)\b"
    ),
    r"\b(?:asylum|migrant) (?:hotel|seekers?|camp|boats?|centre)\b",
    (
        r"\b(?:cut ties|fell out|stopped talking|not speaking|broke up|argued|fought|fight|row"
        r"|rowed|awkward|silent|divorce\w*)\b[^.!?]{0,40}\b(?:election|vot(?:e|ed|ing)|politics"
        r"|party|president|brexit|trump|referendum|candidate)\b"
    ),
    r"\bfor (?:not )?(?:saluting|standing for|kneeling during|taking a knee)\b",
    (
        r"\b(?:for|against|about|favou?r|oppose|support) (?:changing|amending|revising|scrapping"
        r"|reforming|keeping) the (?:constitution|monarchy|electoral|voting|law|benefit|nhs)\b"
    ),
    (
        r"\b(?:drafting|draft|signed|sign|writing|wrote|read) (?:a |the "
        r"|an )?(?:\w+ )?(?:statement|letter|manifesto|declaration|petition) (?:against|to|for"
        r"|demanding|condemning) (?:the )?(?:government|president|minister|mp|council|war|regime"
        r"|parliament|senator|mayor)\b"
    ),
    (
        r"\b(?:left|right|centre|center|conservative|liberal|progressive|authoritarian"
        r"|libertarian) (?:end|side|wing|quadrant|corner) of\b|\b(?:far|hard|extreme|radical"
        r"|centre|center) (?:left|right)\b(?! (?:hand|side|corner|lane|now|away|turn))"
    ),
)
