"""English patterns of love and sex: whom a person loves, and how.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

PATTERNS: Final = (
    (
        r"\b(?:i'm|im|i am|she's|he's|they're|is|be|being|as|am|was|that i'm|are|turned"
        r"|come out) (?:probably |maybe |actually |definitely |totally |also |openly |really "
        r"|both )?(?:bi|gay|lesbian|trans|queer|ace|aro|pan|enby|nb|asexual|demi|poly|ftm"
        r"|mtf)\b(?! (?:weekly|monthly|annual|of|at|pizza|pan|fried|reed|dan))"
    ),
    (
        r"\b(?:i'm|im|i am|she's|he's|they're) (?:not |not even )?(?:straight|cis|hetero)(?:$"
        r"|[.,!?]| (?:but|and|anymore|any more|or|as far))"
    ),
    (
        r"\b(?:her|she has a|she's got a|she had a) (?:new |first |ex )?(?:girlfriend|wife"
        r"|girlfriends)\b"
    ),
    (
        r"\b(?:his|he has a|he's got a|he had a) (?:new |first |ex )?(?:boyfriend|husband"
        r"|boyfriends)\b"
    ),
    (
        r"\b(?:started|start|on|stopped|off|inject|injecting) (?:t|testosterone|estrogen|oestrogen"
        r"|e|hormones)(?: |$|[.,!])(?=(?:\w+ )*(?:voice|month|year|january|in|since|$|[.,!]|shot"
        r"|gel|dose|blockers))"
    ),
    (
        r"\b(?:my (?:girlfriend|boyfriend|wife|husband)) \((?:i'm|im) a (?:girl|woman|guy|man"
        r"|bloke)"
    ),
    (
        r"\bleft (?:her husband|my dad|dad) for (?:a|another) woman|left (?:his wife|my mum"
        r"|mum) for (?:a|another) man\b"
    ),
    (
        r"\bgoes by (?:\w+) (?:now|these days)\b|\buses? (?:they|she|he)(?:/| and )(?:them|her"
        r"|him)\b|\buses (?:they|she|he) (?:pronouns|now)\b"
    ),
    (
        r"\bhaven't (?:had sex|slept together|been intimate|done it|touched (?:me|each other|her"
        r"|him))\b"
    ),
    r"\b(?:trying for (?:a|another) (?:baby|kid|child)|timing it with an app)\b",
    (
        r"\bpregnant\b[^.!?]{0,20}\b(?:isn't|not|wasn't) (?:his|mine|my husband's"
        r"|my boyfriend's)\b"
    ),
    (
        r"\b(?:not|n't|never|no longer|barely) (?:been |feel |felt |find |found "
        r"|really )*(?:attracted|turned on|aroused)\b"
    ),
    (
        r"\b(?:caught|found|saw) (?:\w+ ){1,5}(?:together|in bed|kissing|making out|at it|doing it"
        r"|naked)\b"
    ),
    (
        r"\b(?:better|good|bad|shy|boring|adventurous|rough|rubbish|amazing|things|up|problems"
        r"|issues|happening|happened) in (?:bed|the bedroom)\b"
    ),
    (
        r"\b(?:date|dating|married|marrying|marry|in love with|fell for|falling for|crush on"
        r"|kissed|kissing|slept with) (?:was |is )?(?:a|another|my|two) (?:woman"
        r"|girl)\b(?= (?:for the first|and i'm a (?:girl|woman)|too|as a woman))"
    ),
    (
        r"\b(?:brother|son|he|uncle|dad|father|nephew|grandson|boss|himself) (?:now )?(?:has|got"
        r"|had|have|'s got|is seeing|is dating|married|with) (?:a |his )?(?:new "
        r"|secret )?(?:boyfriend|husband|guy|man)\b(?! (?:who works|to fix|in to))"
    ),
    (
        r"\b(?:sister|daughter|she|aunt|mum|mom|mother|niece|granddaughter|girl) (?:now )?(?:has"
        r"|got|had|have|'s got|is seeing|is dating|married|with) (?:a |her )?(?:new "
        r"|secret )?(?:girlfriend|wife|woman)\b"
    ),
)

CASED: Final = (
    r"\bPrEP\b|\b(?:on|my|takes?|taking|started) prep\b(?! (?:for|work|list|course|school))",
)

PERSONAL: Final = (
    (
        r"\bkissed (?:a |my |another |some |this )?(?!the\b|it\b|dice|goodbye|baby|forehead|mum"
        r"|mom|dad|nan|gran|cat|dog)[a-z]+\b(?! (?:goodnight|goodbye|on the (?:cheek|forehead"
        r"|head)))"
    ),
    (
        r"\b(?:months?|weeks?|years?|ages|forever) since (?:we|i|he|she) (?:did it|had any|got any"
        r"|slept together|touched|had sex|were intimate|last did)\b"
    ),
    (
        r"\b(?:messag|text|sext|flirt|chatt|sleep|dm|snapchat)\w* (?:with |to )?(?:other|another"
        r"|random|some) (?:women|woman|men|man|girls?|guys?|people on (?:tinder|hinge|grindr))\b"
    ),
    (
        r"\b(?:on|deleted|downloaded|found|still on|back on|using|swiping) (?:tinder|grindr|hinge"
        r"|bumble|feeld|her app|onlyfans|pornhub|ashley madison)\b"
    ),
    (
        r"\b(?:is|'s|are|'m|was|been|being|isn't|not) out to (?:his|her|their|my|our|me|everyone"
        r"|some|most|anyone|mum|dad|family|friends|work|parents)\b"
    ),
    (
        r"\b(?:questioning|confused about|not sure about|figuring out|struggling with"
        r"|exploring) (?:everything about myself|my sexuality|my gender|if i'm|whether i'm"
        r"|who i like|what i am|who i am attracted)\b"
    ),
    (
        r"\b(?:seeing|sleeping with|dating|shagging|fell for|in love with|affair with) (?:a |my "
        r"|his |her |this )?(?:\w+ )?(?:married (?:man|woman|guy|men)|boss|neighbour|neighbor"
        r"|best friend's (?:husband|wife)|colleague|coworker|teacher|ex|someone's (?:husband|wife)"
        r"|trainer|therapist)\b"
    ),
    (
        r"\b(?:want|wants|wanted|have|has|had|need|needs|like|likes|enjoy|enjoys|hate|hates|avoid"
        r"|avoids|stopped|stop|initiat\w*|refus\w*|never|without|during|after|before|about|no|more"
        r"|less) (?:\w+ )?sex\b(?! (?:and the city|education|pistols|scene|on the beach"
        r"|of the (?:kitten|baby|puppy|fish)))"
    ),
    (
        r"\b(?:erection|erections|ejaculat\w+|orgasms?|libido|sex drive|vagin\w+|penis|foreskin"
        r"|clitoris|condoms?|lube|vibrator)\b"
    ),
    (
        r"\b(?:started|starting|on|began|taking|stopped) (?:hormones|hrt|estrogen|oestrogen"
        r"|testosterone|blockers|puberty blockers)\b"
    ),
    (
        r"\b(?:we're|we are|they're|they are|both) (?:both )?(?:guys|girls|women|men|lads"
        r"|boys)\b(?= and (?:the |people|landlord|everyone|my|his|her|we|they))"
    ),
    (
        r"\b(?:says?|said|tells?|told|thinks?|believes?|introduce\w*) (?:\w+ ){0,5}(?:we're|we are"
        r"|she's|he's|us as) (?:just |only |my |her |his )*(?:sisters|brothers|cousins|roommates?"
        r"|flatmates?|housemates?)\b"
    ),
    (
        r"\b(?:left|leave|leaving) (?:\w+ ){0,4}(?:to live with|to be with|for) (?:a"
        r"|another) (?:man|woman|guy|girl)\b"
    ),
    (
        r"\b(?:wish|always wanted|should have|want) (?:\w+ ){0,4}(?:been )?born (?:as )?a (?:man"
        r"|woman|boy|girl|guy)\b"
    ),
    (
        r"\b(?:kissed|touched|grabbed|groped|hugged|felt) (?:me|her|him) (?:by force"
        r"|without (?:asking|consent|permission)|up|inappropriately|in my sleep|while i)\b"
    ),
    (
        r"\bon my (?:husband|wife|boyfriend|girlfriend|partner)'s phone\b|\b(?:hearts|kisses|nudes"
        r"|messages|texts) from (?:another|some|his|her|a) (?:\w+ )?(?:man|woman|girl|guy|ex"
        r"|colleague|coworker)\b"
    ),
    (
        r"\b(?:caught|found out|discovered|learned|heard|know|suspect|think|thinks|saw"
        r"|seen) (?:\w+ ){0,4}(?:cheating|cheated|an affair|seeing (?:another|someone else)"
        r"|with another (?:man|woman|guy|girl)|sleeping with|kissing (?:another|someone))\b"
    ),
    (
        r"\bgirl\b[^.!?]{0,40}\band i'm (?:also )?a (?:girl|woman)\b|\b(?:boy|guy|man"
        r"|he)\b[^.!?]{0,40}\band i'm (?:also )?a (?:guy|man|boy|bloke)\b"
    ),
    (
        r"\b(?:touched|groped|grabbed|kissed|hugged|felt) (?:me|her|my \w+) (?:at|in|on|during"
        r"|after) (?:the |a |an )?(?:\w+ )?(?:party|drinks|office|train|tube|bus|lift|work do|taxi"
        r"|bar|club|corridor)\b"
    ),
    (
        r"\b(?:brought|introduced|bringing|brings) (?:his|her|their) (?:girlfriend|boyfriend"
        r"|partner)\b(?=[^.!?]*(?:sister|brother) )|\bsister (?:brought|introduced) (?:her"
        r"|home her|us to her) (?:girlfriend)\b|\bsister brought her girlfriend\b"
        r"|\bbrother brought his boyfriend\b"
    ),
)
