"""English patterns of children: a person's own, or ones they know.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

from policy.labelling.names_en import NAME

_SMALL: Final = (
    r"(?:[0-9]|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen)"
)
_GROUP: Final = (
    r"(?:school|nursery|football|piano|ballet|swimming|practice|daycare|day care|gymnastics|karate"
    r"|judo|dance|scouts|cubs|brownies|guides|beavers|clubs?|preschool|kindergarten|camp|violin"
    r"|guitar|soccer|hockey|tennis|choir|the childminder's?|childminder|a sleepover|the playground"
    r"|play group|playgroup|soft play|drama|cheer|little league|creche|his dad's|her dad's"
    r"|grandma's|nan's|nana's|a play ?date|taekwondo|tutoring|training)"
)

PATTERNS: Final = (
    (
        rf"\b(?:he|she|who)(?:'s| is) (?:only |just |nearly |almost |now |still |about )?{_SMALL}"
        r"(?: (?:and|now|so|but|years?|yrs|today|tomorrow|next|this|on|in \w+)|[.,!?)]|$)"
    ),
    (
        rf"\b(?!it\b|that\b|this\b|there\b|which\b|answer\b|total\b|score\b|time\b|what\b|price\b"
        rf"|level\b|chapter\b|room\b|size\b|hill\b|stop\b|exit\b|limit\b|max\b|average\b|rating\b"
        rf"|number\b|seat\b|gate\b|today\b|tomorrow\b|mine\b|one\b|result\b|game\b)[a-z]+(?:'s"
        rf"| is) (?:only |just |nearly |almost |now )?{_SMALL} (?:and|now|so|but"
        rf"|already) (?:\w+ )?(?:already |still |can|can't|can’t|hates|loves|scared|afraid|wants"
        rf"|won't|doesn't|has|refuses|thinks|asks|likes|starts|starting|reading|walking|needs"
        rf"|keeps|cries|knows)"
    ),
    (
        rf"\b(?:turns|turning|turned|be) {_SMALL}(?: (?:on|in|next|this|today|tomorrow|last|soon"
        rf"|already|and|now|so|yesterday)|[.,!?)]|$)(?! ?(?:am|pm|points|pages|degrees|%|of))"
    ),
    (
        rf"(?<!twenty )(?<!thirty )(?<!forty )(?<!fifty )(?<!sixty )(?<!eighty )"
        rf"(?<!ninety )\b{_SMALL} ?(?:yo|y/o|yrs? old|years? old|months? old|weeks? old|mo old"
        rf"|month old)\b"
        r"(?! (?:\w+ )?(?:whisky|whiskey|scotch|dog|cat|puppy|kitten|car|laptop|phone|house"
        r"|building|bug|wine|rum|company|startup|tv|bike|boiler|fridge|tree|cheese|marriage"
        r"|account|computer|jumper|coat|sofa|kettle))"
    ),
    (
        r"\b(?:in|into|start|starts|starting|started|finished|finishing|going into|from|a|some"
        r"|the) year (?:[1-9]|1[0-3]|one|two|three|four|five|six|seven|eight|nine|ten"
        r"|eleven)\b(?! (?:of|in a|plan|project|budget))"
    ),
    (
        r"\byear (?:[1-9]|1[0-3]|seven|eight|nine|ten|eleven)s?(?: (?:girls?|boys?|kids?|class"
        r"|parents|teacher|maths|assembly|trip))\b"
    ),
    (
        r"\b(?:1st|2nd|3rd|[4-9]th|1[0-2]th|first|second|third|fourth|fifth|sixth|seventh|eighth"
        r"|ninth|tenth) grade(?:rs?)?\b"
    ),
    (
        rf"\b(?:pick|picks|picked|picking|collect|collects|collected|collecting|drop|drops|dropped"
        rf"|dropping|get|fetch|grab|take|taking|took|drive|driving) (?:\w+ ){{1,3}}?(?:up |off "
        rf"|over |back )?(?:from|at|to) (?:the |her |his |their )?{_GROUP}\b"
    ),
    (
        r"\b(?:son|daughter|kid|kids|child|children|little one|little man|nephew|niece|twins"
        r"|baby)(?:'s|s'|s)? (?:is|are|was|has|have|said|first|won't|started|starts|got|can|can't"
        r"|keeps|came|won|lost|cried|bit|hit|fell|wants|refuses|needs|loves|hates|turned|turns)\b"
    ),
    (
        r"\b(?:bit|hit|pushed|kicked|punched|bullied|picked on|shoved) (?:another|a|some) (?:boy"
        r"|girl|kid|child)\b"
    ),
    (
        r"\b(?:a|the|this|that|another|one) (?:little )?(?:girl|boy|kid|child"
        r"|lad)(?: \w+){0,2} (?:turning|aged|age|of|who's|who is) [0-9]{1,2}\b"
    ),
    (
        r"\b(?:teach|teaching|taught) (?:year [0-9]+|reception|kindergarten|[a-z]+ grade|primary"
        r"|infants|nursery|preschool)\b"
    ),
    (
        r"\bunder (?:[5-9]|1[0-7])s\b|\bu(?:[7-9]|1[0-7])s?\b(?= (?:team|match|training|squad"
        r"|girls|boys))"
    ),
    (
        r"\b(?:our|my|the) (?:little|wee|big|eldest|youngest|middle|older|younger) (?:one|man|guy"
        r"|lady|miss|fella|boy|girl|lad|dude|monster|monkey|human)\b"
    ),
    (
        r"(?<!twenty )(?<!thirty )(?<!forty )(?<!fifty )(?<!sixty )(?<!eighty )(?<!ninety )\b"
        r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
        r"|fifteen|sixteen|seventeen|[0-9]|1[0-7]) (?:year|yr)s? olds?\b(?! (?:whisky|whiskey"
        r"|scotch|dog|cat|puppy|kitten|car|laptop|phone|house|building|bug|wine|rum|company|boiler"
        r"|fridge|tree|cheese))"
    ),
    (
        r"\b(?:sign|signed|signing) (?:\w+ ){0,2}(?:permission|reading|homework|consent) (?:slip"
        r"|log|diary|form|record)\b"
    ),
    (
        r"\b(?:[a-z]+'s) (?:teacher|class|school|homework|nursery|daycare|babysitter|nanny"
        r"|form tutor|headteacher|kindergarten|preschool|recess|lunchbox|school bus|childminder"
        r"|head teacher|playgroup|science fair|recital|field trip|playdate|sports day|nativity)\b"
    ),
)

CASED: Final = (
    (
        rf"\b(?:[Pp]ut|[Pp]utting|[Gg]et|[Gg]etting|[Gg]ot|[Tt]uck\w*|[Rr]ead|[Bb]ath\w*|[Ww]ake"
        rf"|[Dd]ress\w*) {NAME} (?:\w+ )?(?:to bed|down for|to sleep|dressed|ready for school"
        rf"|off to school|in the bath|into the bath|into bed|up for school|a bedtime)"
    ),
    (
        rf"\b(?:[Dd]rop\w*|[Pp]ick\w*|[Cc]ollect\w*|[Tt]ak(?:e|ing)|[Dd]riv\w+"
        rf"|[Ff]etch\w*) {NAME}(?: and {NAME})? (?:up |off )?(?:at|from|to|for) (?:the |his "
        rf"|her )?{_GROUP}"
    ),
    rf"\b{NAME}(?: just| has| is)? (?:turn(?:s|ed|ing)) {_SMALL}\b",
    (
        rf"\b{NAME}(?:'s| is) (?:only |just |nearly |almost )?{_SMALL}(?:[.,!]| (?:and|now|so|but"
        rf"|years|on|next|this|in [A-Z])|$)"
    ),
    (
        rf"\b{NAME} (?:cut|lost|got|broke|bit|hit|ate|drew|wrote|said|learned|learnt"
        rf"|took) (?:\w+ ){{0,3}}(?:first (?:tooth|word|steps?|goal|haircut|day|bike)|own fringe"
        rf"|another (?:boy|girl|child|kid)|his teeth|her teeth|at school|at nursery|nap)"
    ),
    (
        rf"\b(?:collect|Collect|fetch|Fetch|collected|had to collect|pick up|picked up|Picked up"
        rf"|Pick up) {NAME} (?:early|late|from|at [0-9]|after)"
    ),
    rf"\b(?:hold|keep|move|put) {NAME} (?:back|down|up) a (?:year|grade|set|class)",
    (
        rf"\b(?:[Ll]ittle|[Bb]aby|[Ww]ee) {NAME}\b(?! (?:Italy|Richard|Mermaid|Women|Britain|Yoda"
        rf"|Spice|Shark))"
    ),
    (
        rf"\b(?:[Tt]ook|[Tt]aking|[Tt]ake) {NAME} (?:to|for) (?:\w+ ){{0,2}}(?:A&E|school|nursery"
        rf"|the park|swimming|ballet|the doctor|the doctors|the dentist|her jabs|his jabs|the zoo"
        rf"|soft play|a party|the playground|football)"
    ),
    (
        rf"\b{NAME} (?:won't|doesn't want to|refuses to|hates|wouldn't|will not) (?:wear|eat|sleep"
        rf"|brush|go to school|nap|share|get dressed|put on|sit still|do (?:his|her) homework"
        rf"|leave the house without)(?: (?:his|her|their))?"
    ),
    (
        rf"\b{NAME}(?:'s| is) (?:reading at|in reception|in nursery|in year|in kindergarten"
        rf"|in preschool|teething|crawling|walking|toilet trained|potty|weaning|starting school"
        rf"|starting nursery|learning to (?:read|walk|swim|ride)|off school|being bullied|grounded"
        rf"|failing|at a sleepover|at nursery|at school|at preschool|at daycare)"
    ),
    (
        rf"\b{NAME} (?:starts?|started|finish(?:es|ed)|loves|hates) (?:school|nursery|reception"
        rf"|kindergarten|preschool|primary|year [0-9]+|big school|daycare)\b"
    ),
)

PERSONAL: Final = (
    (
        r"\b(?:one|two|three|four|five) under (?:two|three|four|five|six|seven|eight|nine|ten"
        r"|twelve|1[0-8]|[1-9])\b"
    ),
    r"\bunder (?:[5-9]|1[0-8])s\b|\bu(?:[7-9]|1[0-8])s\b",
    (
        r"\b(?:it's|having|had|expecting|it is|carrying) (?:a |another )(?:healthy |beautiful "
        r"|baby |little )?(?:girl|boy)\b"
    ),
    (
        r"\b(?:nursery|school|daycare|preschool|kindergarten|creche|the nursery|camp|teacher|coach"
        r"|childminder|babysitter|head) (?:just )?(?:rang|called|phoned|sent|emailed|texted|says?"
        r"|said|told|wants?|thinks?|reckons|kicked|excluded|suspended|expelled|messaged|closed"
        r"|is closed|won't)\b"
    ),
    (
        r"\b(?:won|got|came|made|scored|joined|failed|passed|starts|hates|loves|likes"
        r"|finished) (?:\w+ ){0,4}(?:at school|in school|in her class|in his class|in class"
        r"|spelling|school team|reading level|sports day|nativity|11 plus|sats|gcses?|kindergarten"
        r"|nursery|playgroup)\b"
    ),
    (
        r"\balmost (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)\b"
        r"|\bnearly (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
        r"|thirteen)(?: (?:now|and|years|so)|[.,!?]|$)"
    ),
    (
        r"\b(?:babysat|babysitting|looking after|minding|taking care of|taking|raising|adopted"
        r"|adopting|fostering|teaching|coaching|tutoring) (?:\w+ ){0,4}(?:kids?|child|children"
        r"|boys?|girls?|toddlers?|baby|babies|twins|teenagers?|brothers|sisters|under|nephews?"
        r"|nieces?|little)\b"
    ),
    (
        r"\b(?:little|wee) (?:boy|girl|man|lady|one|ones|lad|kid|fella|dude)\b(?! (?:blue|mermaid"
        r"|women|britain|italy|mix|caesars))"
    ),
    (
        r"\b(?:he|she)(?:'s| is|'ll| has|'s been)? (?:failing|passing|struggling (?:with|in|at)"
        r"|behind in|behind at|top in|top of|acing|failed|passed|hates|loves|good at|bad at"
        r"|bottom of) (?:his |her |the )?(?:maths|math|algebra|english|science|reading|spelling"
        r"|french|history|geography|pe|gym class|chemistry|physics|biology|school|phonics|times"
        r"|exams?|gcses?|mocks|year [0-9]+|\w+ grade|class)\b"
    ),
    (
        r"\b(?:watching|minding|having|got|collect|collected|collecting) (?:the )?(?:girls|boys"
        r"|twins|kids|little ones|children|baby|grandkids)\b"
    ),
    (
        r"\b(?:already |now |nearly |almost )?taller than (?:his|her|me|their) (?:dad|mum|mom"
        r"|mother|father)?\b"
    ),
    (
        r"\bhold (?:\w+ )?back a (?:year|grade)\b|\b(?:call|calls|called) me (?:mum|mom|mummy"
        r"|mommy|dad|daddy|mama|papa)\b"
    ),
    r"\b(?:little|baby|younger|kid) (?:cousin|brother|sister|sibling|bro|sis)\b",
    r"\b(?:is|are|was) (?:[0-9]|1[0-7]) (?:too (?:young|old)|old enough)\b",
    (
        r"\b(?:lost|losing|lose|loose|wobbl\w+) (?:his|her|a|another|their|first|my daughter's"
        r"|my son's) (?:first |front |baby |milk |top |bottom )?(?:tooth|teeth)\b"
    ),
    (
        r"\b(?:headmaster|headmistress|head teacher|deputy head|form tutor|school nurse"
        r"|lollipop lady|playground|school gates?|parents' evening|pe teacher|class teacher)\b"
    ),
    (
        r"\b(?:my|our) (?:boy|boys|girls?(?! ?friend)|little man|little lady|little girl"
        r"|little boy|wee man|mini me|offspring|brood|lot)\b(?! (?:night|trip|group|chat|holiday"
        r"|s night|friend))"
    ),
    (
        r"\b(?:wants?|gets?|has|have|had|take|takes|took|taking|see|sees|seeing|got|share|pick up"
        r"|picked up|drop|dropped|feed|fed|bath|tell|told) (?:the|my|his|her|our|both"
        r"|all the) (?:kids|children|boys|girls|twins|little ones|grandkids|grandchildren|toddler"
        r"|baby)\b"
    ),
    (
        r"\b(?:first|new|last) day (?:of|at) (?:school|nursery|kindergarten|preschool|reception"
        r"|year [0-9]+|big school|secondary|high school|daycare|primary)\b"
    ),
    (
        r"\b(?:in|at|from|to|after|before) (?:nursery|reception|preschool|kindergarten|daycare"
        r"|playgroup|primary school|primary|big school|year [0-9]+|[0-9](?:st|nd|rd|th) grade"
        r"|middle school|junior school)\b(?! (?:colours?|key|election|care))"
    ),
    (
        r"\b(?:expecting|having|had|adopted|fostered|lost|carrying) (?:a |another |our |my |their "
        r"|her |twin )(?:\w+ )?(?:baby|child|son|daughter|boy|girl|twins|little one)\b"
    ),
    (
        r"\b(?:kids|children|son|daughter|toddler|teenager|baby)(?:'s|s')? (?:birthday|bedtime"
        r"|school|nursery|teacher|homework|toys|room|party|friends?|dentist|doctor|class|coach|dad"
        r"|mum|mother|father|bath|nap|lunch|photo|photos|phone|screen time)\b"
    ),
    (
        r"\b(?:at|in|from) (?:the )?(?:parent|parents'?|pta|class|school|teacher) (?:meeting"
        r"|evening|conference|group|chat|whatsapp|call)\b"
    ),
    (
        r"\b(?:wanders?|wandering|fidgets?|talks?|cries|cried|hits?|bites?|falls asleep|daydreams?"
        r"|plays up|misbehav\w+) (?:\w+ ){0,3}(?:in|during|at) (?:class|lessons?|school|nursery"
        r"|assembly|circle time|maths|reading)\b"
    ),
    (
        r"\b(?:my|our|his|her) (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
        r"|tenth) ?grader\b"
    ),
    (
        r"\b(?:[1-9]|1[0-9]|2[0-4]) (?:months|weeks)(?: old)? (?:and|now|today|already|next|on|but"
        r"|old)\b[^.!?]{0,40}\b(?:he|she|baby|still|doesn't|won't|can|says?|mama|walk\w*|crawl\w*"
        r"|teeth|sleep\w*|roll\w*)\b"
    ),
    (
        r"\b(?:raising|raise|bringing up|brought up|looking after) (?:\w+ ){0,2}(?:on my own|alone"
        r"|by myself|without (?:their|his|her) (?:father|mother|dad|mum))\b"
    ),
    r"\b(?:his|her) voice is (?:\w+ )?breaking\b|\bvoice broke\b|\bvoice has broken\b",
    (
        r"\b(?:kindergarten|nursery|school|preschool|daycare) (?:application|place|places|lottery"
        r"|admission|uniform|run|fees|list|waiting list|interview|entrance|open day)\b"
    ),
    (
        r"\bhitting (?:the|our|my|his|her) (?:children|kids|child|son|daughter)\b|\b(?:hits?"
        r"|beats?|smacks?|slaps?|hit|smacked) (?:the|our|my|his|her) (?:children|kids|child|son"
        r"|daughter)\b"
    ),
    (
        r"\b(?:taekwondo|karate|judo|ballet|piano|swimming|violin|gymnastics) (?:grading|belt|exam"
        r"|recital|badge|competition|lesson|class)\b[^.!?]{0,25}"
    ),
)
