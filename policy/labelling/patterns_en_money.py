"""English patterns of money: what a person earns, owes, saves and is paid.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

_NUMBER: Final = (
    r"(?:[0-9][0-9,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|eighty|ninety|half a|a couple of|a few|(?:a |few |two "
    r"|three )?hundred)"
)
_BIG: Final = rf"(?:[£$€]?{_NUMBER} ?(?:grand|thousand|mill?|million)|[£$€]?[0-9][0-9.,]*k)\b"
_SUM: Final = rf"(?:{_BIG}|[£$€]{_NUMBER}|{_NUMBER} ?(?:quid|pounds|dollars|bucks|euros)\b)"
_A_LITTLE: Final = (
    r"(?:about |around |like |nearly |almost |over |just |only |another |an extra |roughly )?"
)
_WHOM: Final = r"(?:\w+ ){0,2}"

PATTERNS: Final = (
    rf"\b(?:owes?|owed|owing|lent|lend|loaned|borrow(?:ed)?) {_WHOM}{_A_LITTLE}[£$€]?[0-9]",
    (
        rf"\b(?:owes?|owed|lent|lend|loaned|borrow(?:ed)?|saved|saving|inherited|earns?|earned"
        rf"|earning|makes|making|clears|takes home|short by|short|in the hole|won"
        rf"|lost) {_WHOM}{_A_LITTLE}{_SUM}"
    ),
    (
        rf"\b(?:on|got|get|getting|left|spent|blew|blown|down|up|made|paid|raise|need|offered"
        rf"|want) {_WHOM}{_A_LITTLE}{_BIG}"
    ),
    (
        rf"\b(?:makes?|earns?|on) {_A_LITTLE}[0-9][0-9,.]+k?(?: now| a year| an hour| a month"
        rf"| a week)\b|\b(?:makes?|earns?|on) {_A_LITTLE}[0-9]{{2,}}k\b"
    ),
    (
        rf"{_SUM} (?:left|to my name|to last|in (?:my|the|our|his|her) (?:account|bank|savings"
        rf"|purse|wallet))"
    ),
    r"\b(?:to my name|in (?:my|our|his|her) (?:account|bank account|savings)|off my savings)\b",
    (
        rf"\b(?:paid|pays?|paying|charg(?:e|ing)) (?:me |us |him |her |them "
        rf"|only )?{_A_LITTLE}[£$€]?[0-9.]+"
        r" ?(?:quid|pounds|dollars|bucks|euros)? ?(?:an|per) hour"
    ),
    (
        rf"\b(?:transfer|move|send|put|pay|wire|chuck|stick|set aside|moved|transferred"
        rf"|paid)(?:red|ed|ing)? {_WHOM}[£$€]?[0-9][0-9,.]*k? (?:\w+ ){{0,3}}(?:to|into|in|toward"
        rf"|towards|for) (?:the |my |our |her |his )?"
        r"(?:\w+ )?(?:isa|savings|pot|account|pension|fund|rent|deposit|bills|mortgage|joint"
        r"|stocks|shares|loan)"
    ),
    (
        rf"{_SUM} (?:a|per|every|each) (?:year|month|week|fortnight) (?:on|for|to|into|in|from"
        rf"|after) (?:the |my |our )?"
        r"(?:rent|mortgage|pension|savings|childcare|nursery|debt|car|bills|loan|insurance|tax)"
    ),
    (
        r"\b(?:rent|mortgage|pension|debt|nursery fees|childcare|bills|salary|wages?)(?:'s| is"
        r"| are| was| costs?)? (?:\w+ ){0,2}[£$€]?[0-9]"
    ),
    (
        r"\b(?:pay|paid|paying)(?:s|ing)? (?:\w+ )?(?:me|him|her|them|us|mum|dad|my \w+) (?:back"
        r"|\w+day)\b"
    ),
    (
        r"\bcost(?:s|ing)? (?:me|us|him|her) (?:\w+ ){0,2}(?:grand|thousand|hundreds|thousands"
        r"|fortune)"
    ),
    (
        r"\b(?:gave|left|given|lent|sent|inherit\w*|win|won|owes?|lost|borrowed"
        r"|saved) (?:\w+ ){0,5}(?:[0-9]+|an?|two|three|four|five|six|seven|eight|nine|ten|fifteen"
        r"|twenty|thirty|fifty) (?:thousand|hundred|grand|k|lakhs?)\b(?! (?:steps|people|miles"
        r"|words|points|times|followers|years|songs|photos))"
    ),
    (
        r"\b(?:my|your|her|his) (?:share|half|bit|part) (?:is|was|comes to|of the (?:rent|bills?"
        r"|deposit|mortgage|boiler|holiday))\b"
    ),
    r"\bleaves? (?:us|me|him|her) (?:with |on )?(?:about |only |just )?[£$€]?[0-9]",
    (
        r"\bhaven't (?:told|mentioned to) \w+ (?:about|how much) (?:the (?:money|debt|loan|card)"
        r"|i (?:owe|spent|lost))"
    ),
    (
        r"\b(?:put|set|putting|setting|stash\w*) (?:\w+ )?[£$€]?[0-9][0-9,.]*k? (?:\w+ )?(?:aside"
        r"|away|by|back)\b"
    ),
    (
        r"\b[0-9.]+ ?(?:%|percent) (?:pay )?(?:raise|rise|increase|interest|apr|less than"
        r"|more than (?:me|him|her)|pay|bonus|commission|match)\b"
    ),
    (
        r"\b(?:hit|stung|charged|fined|billed) (?:me|us|him|her) (?:with |for )?(?:a "
        r"|an )?[£$€]?[0-9]"
    ),
    (
        r"\b(?:loan|debt|mortgage|finance|lease|payments?|installments?"
        r"|instalments?)[^.!?]{0,30}\b[0-9]+ (?:months|years)\b"
    ),
    (
        r"\b(?:i|we|he|she|they|mum|dad|mom|husband|wife|brother|sister|who) (?:\w+ ){0,2}(?:bets?"
        r"|lost|won|owes?|owed|lends?|lent|borrow(?:ed|s)?|saved?|earns?|earned|invest(?:s|ed)?"
        r"|withdrew|deposited|transferr?ed) (?:him |her |me |them |us |about |around |another "
        r"|over |like )?[£$€]?[0-9]{2,}[0-9,.]*\b(?!-[0-9]| ?(?:kg|lbs?|pounds in|followers|games"
        r"|points|photos|emails|hours|minutes|%|goals|runs|miles|km|to [0-9]))"
    ),
    (
        r"\b(?:sold|selling|sell|inherit\w*|left (?:me|us|him|her)) (?:the |his |her |our |my "
        r"|their )(?:\w+ )?(?:farm\w*|land|house|flat|shop|business|property|estate|plot"
        r"|restaurant|boat|jewell?ery|gold|ring|car to pay)\b"
    ),
    (
        r"\bsav(?:e|es|ing|ed) (?:about |around |up )?(?:[£$€]?[0-9]+|twenty|thirty|forty|fifty"
        r"|sixty|eighty|a hundred|two hundred) (?:\w+ )?(?:a|per|each|every) (?:week|month|year"
        r"|payday)\b"
    ),
)

PERSONAL: Final = (
    r"\b[0-9]+(?:\.[0-9]+)? ?grand\b",
    (
        r"[£$€][0-9]{1,3}(?:,[0-9]{3})+\b|[£$€][0-9]{3,}\b|[£$€][0-9.]+ ?(?:k|grand|thousand|m"
        r"|million)\b"
    ),
    (
        r"\b[0-9]{1,3},[0-9]{3}\b(?! ?(?:people|steps|words|miles|mile|followers|views|years|feet"
        r"|ft|km|kms|metres|meters|calories|points|likes|songs|species|stars|square|sq|photos|pics"
        r"|emails|messages|hours|minutes|seconds|times|pages|books|bees|votes|fans|race|run|runs"
        r"|runner|jog|swim|km|pieces|piece|lego|bc|ad|litres|views|subscribers|kg|lbs|degrees"
        r"|watts|mah|px|pixels))"
    ),
    (
        r"\b[1-9][0-9]{1,2}k\b(?! ?(?:people|steps|words|miles|mile|followers|views|years|feet|ft"
        r"|km|kms|metres|meters|calories|points|likes|songs|species|stars|square|sq|photos|pics"
        r"|emails|messages|hours|minutes|seconds|times|pages|books|bees|votes|fans|race|run|runs"
        r"|runner|jog|swim|km|pieces|piece|lego|bc|ad|litres|views|subscribers|kg|lbs|degrees"
        r"|watts|mah|px|pixels))"
    ),
    r"\b(?:how long will|will|make|making|made) [£$€]?[0-9][0-9,.]*k? (?:\w+ )?last\b",
    r"\b(?:worth|valued at|worth about|worth around) [£$€]?[0-9]",
    (
        r"\b(?:save|saved|saving|put|keep|kept|hid|hiding|stash\w*) (?:some |any |all |the |our "
        r"|his |her |my )?(?:money|cash)\b"
    ),
    (
        r"\b(?:cover|covering|covers|paying|pay|pays|paid) (?:my|his|her|their|your|our"
        r"|the) (?:half|share|rent|part|bills?|mortgage|tuition|fees|tax(?:es)?|phone|car"
        r"|insurance|way)\b"
    ),
    (
        r"\bsplit (?:the |it |everything |all |our )*(?:[0-9]+/[0-9]+|fifty ?fifty|down the middle"
        r"|equally|bills|rent|costs|equity|assets)\b"
    ),
    (
        r"\b(?:cash|cashed|cashing|bounced|deposit\w*|wrote|write) (?:the|a|my|her|his|that"
        r"|your) (?:che(?:que|ck))\b"
    ),
    (
        r"\bleft (?:the|her|his|everything|all|me|us|it all|nothing) [^.!?]{0,25}\bto (?:my|her"
        r"|his|the|us|me|charity|nobody)\b|\bnothing (?:to us|to me|left for)\b"
    ),
    r"\bminus (?:[£$€]?[0-9]+|[a-z]+) (?:quid|pounds|dollars|bucks|euros)\b",
    (
        r"\b[0-9]+k? (?:rupees|yen|won|pesos|dirhams|baht|rand|francs|kroner|zloty|lira)\b|\b(?:rs"
        r"|inr) ?[0-9]{3,}\b"
    ),
    (
        r"\b(?:advisor|adviser|bank|broker|lender|lawyer|solicitor|landlord|hmrc"
        r"|irs)(?: just)? (?:says?|said|reckons|told|wants?|offered|refused|approved|agreed|thinks"
        r"|called|rang|wrote)\b[^.!?]{0,40}\b(?:borrow|lend|pay|owe|rent|money|deposit"
        r"|[0-9]{3,})\b"
    ),
    (
        r"\b(?:had to|having to|need to|needed to|forced to) (?:borrow|sell|remortgage|pawn"
        r"|cash in|dip into|downsize)\b"
    ),
    (
        r"\bhow (?:much|long) (?:\w+ ){0,6}(?:paid off|pay off|cost me|owe|earn|save|retire"
        r"|left (?:in|after|till|until))\b"
    ),
    r"\b(?:work out|remind me|log|add|note)\b[^.!?]{0,40}\b[0-9]+ (?:a|per) (?:week|month)\b",
    (
        r"\b(?:bank|they|lender|landlord|building society) (?:turned|knocked) (?:us|me|him|her"
        r"|them) (?:down|back)\b"
    ),
    (
        r"\b(?:disability|housing|child|carer's|attendance|jobseeker's|maternity|sickness"
        r"|unemployment) (?:allowance|benefit|benefits|payment|payments|credit)\b"
    ),
    r"\bzero hours? contract\b",
    (
        r"\b(?:slip(?:s|ped)?|bung(?:s|ed)?|gives?|gave|hands?|handed|lends?|lent|sneaks?) (?:me"
        r"|him|her|us|them) (?:a |some |the )?(?:tenner|fiver|twenty|fifty|tenners|few quid"
        r"|few bucks|cash|money|hundred|pocket money)\b"
    ),
    (
        r"\b(?:quote|estimate|invoice|bill|fine|fee|damage|total|deposit|excess|repair"
        r"|repairs)(?:'s| is| was| came to| comes to| for it is| of| will be)+ (?:about |around "
        r"|nearly |over |like )?[£$€]?[0-9][0-9,.]*(?:k|\b)"
    ),
    (
        r"\b(?:brings?|brought|pulls?|pulled|rakes?|raked|takes?|took) (?:\w+ ){0,2}(?:in"
        r"|home) (?:about |around |nearly |over |like |only )?[£$€]?[0-9]{2,}"
    ),
    (
        r"\b(?:house|flat|car|business|farm|land|shop|place|painting|ring|collection)(?: was| is"
        r"|'s)? (?:sold for|went for|worth|valued at|on the market for|listed at) "
    ),
    (
        r"\b(?:hid|hides?|hiding|hidden) (?:the |my |his |her |all |our )?(?:receipts?|purchases"
        r"|statements?|bills?|letters from the bank|bank letters|spending|debts?|credit cards?"
        r"|payslips?)\b"
    ),
    (
        r"\bcan't (?:really )?spare (?:it|any|the|a|that|much)\b|\bspare (?:some|any) (?:cash"
        r"|money)\b"
    ),
    (
        r"\b(?:find|found|get|raise|scrape together|scraping together|come up with|where'll"
        r"|magic up) (?:the |that kind of |enough |this much )(?:money|cash|deposit|rent|funds)\b"
        r"|\bwhere (?:we'll|i'll|we|i|he'll|she'll) (?:find|get) (?:it|the money|that)\b"
    ),
    (
        r"\b(?:can't|couldn't|can|could|cannot|to|ever) (?:really |even |ever )?afford\b"
        r"|\bafford (?:it|the|a|to|this|that|rent|anything)\b"
    ),
    (
        r"\b(?:paid|pay|paying|pays) (?:for )?(?:my|his|her|our|their) (?:\w+ )?(?:rent|tuition"
        r"|fees|uni|college|funeral|wedding|surgery|rehab|degree|mortgage|bail|debts?|loan|bills?"
        r"|phone|insurance|flat|deposit)\b"
    ),
    (
        r"\b(?:money|cash|savings|inheritance|pension|salary|wages|bonus|debt|loan|mortgage"
        r"|rent)(?:'s| is| was| has| are) (?:\w+ ){0,2}(?:gone|tight|short|late|due|frozen|stuck"
        r"|missing|overdue|spent|not enough|running out|dwindling|tied up|in (?:his|her"
        r"|my) name)\b"
    ),
    (
        r"\b(?:spend|spends|spent|spending|blew|wasted|lost|gambled|invested|put"
        r"|sank) (?:\w+ ){0,3}(?:my|his|her|our|their|mum's|dad's|mom's|all the|the rest of the"
        r"|half the) (?:\w+ )?(?:money|savings|pension|wages|salary|inheritance|bonus|student loan"
        r"|rent|benefits|paycheck|allowance|fund)\b"
    ),
    (
        r"\b(?:i|we|she|he|they|dad|mum|mom) (?:\w+ )?(?:make|makes|earn|earns|get|gets|clear"
        r"|clears|bring|brings|take|takes) (?:\w+ ){0,3}(?:an hour|a month|a year|a week|per hour"
        r"|per month|a night in tips|after tax|before tax|net|gross)\b"
    ),
    (
        r"\b(?:in|into|out of) (?:my|our|his|her|their) (?:name|account|savings|isa|pension"
        r"|overdraft|pot|roth|401k)\b"
    ),
    (
        r"\b(?:cut|stop|stopped|lose|lost|losing|sanctioned|slashed) (?:my|his|her|our"
        r"|their) (?:\w+ )?(?:benefits|pay|wages|allowance|pension|pip|universal credit|disability"
        r"|tax credits|maintenance)\b"
    ),
    r"\bout of (?:pocket|work and|money|cash|funds|savings)\b",
    (
        r"\b(?:two|three|four|several|multiple|too many|maxed|all my|both my"
        r"|five) (?:\w+ )?(?:loans|debts|credit cards|mortgages|store cards|payday loans|jobs)\b"
    ),
    (
        r"\bspent (?:about |around |nearly |over |like )?[£$€]?[0-9]{3,}\b(?! (?:hours|minutes"
        r"|days|years))"
    ),
    (
        r"\bneed(?:s|ed)? (?:to find |to come up with |another |about "
        r"|like )?[£$€]?[0-9][0-9,]{2,}k?\b(?! (?:people|words|steps|characters|calories|grams|g\b"
        r"|ml))"
    ),
    (
        r"\b(?:shares?|stocks?|portfolio|tesla|apple|nvidia|bitcoin|crypto|fund|investments?|isa"
        r"|pension)\b[^.!?]{0,30}\b(?:down|up|lost|gained|halved|tripled|doubled|tanked|crashed"
        r"|minus|recovered|plummeted|soared|mooned)\b"
    ),
    (
        r"\b(?:side (?:business|hustle|gig|job)|shop|business|stall|etsy|youtube|channel"
        r"|freelancing|farm)\b[^.!?]{0,30}\b(?:made|makes|earned|brought|turnover|profit|loss"
        r"|losing|revenue|took)\b"
    ),
    (
        r"\b(?:estimate|quote|price|budget|cost|loan|mortgage)\b[^.!?]{0,40}\b(?:build|extension"
        r"|land|house|flat|renovation|wedding|funeral|surgery|care)\b[^.!?]{0,30}[0-9]"
    ),
    r"\b(?:lent|lend|borrow|owe|gave|sent|wired)(?:s|ed)? (?:\w+ ){0,4}(?:money|cash)\b",
    (
        r"\b(?:live|living|survive|surviving|get by|getting by|manage|managing|eat"
        r"|eating) on (?:about |just |only )?(?:[£$€]?[0-9]{2,}|one (?:salary|wage|income)"
        r"|his (?:salary|wage)|her (?:salary|wage)|benefits|nothing|noodles|toast|beans|rice|ramen"
        r"|tofu)\b"
    ),
    r"\b[0-9]+ (?:quid|pounds|dollars|bucks|euros|pence) (?:left|to last|till|until)\b",
    (
        r"\b(?:going|went|gone|go) (?:under|bust|bankrupt|broke)\b(?! (?:the|anaes|water"
        r"|a bridge))"
    ),
    (
        r"\b(?:food|groceries|shopping|spending|rent|bills|budget|outgoings|expenses"
        r"|costs)\b[^.!?]{0,25}\b(?:under|below|to|at|down to|within|over) [£$€]?[0-9]{2,}"
    ),
    (
        r"\b(?:loan|debt|account|house|flat|land|card|mortgage|money)\b[^.!?]{0,20}\bin (?:my|his"
        r"|her|our|their|dad's|mum's|mom's|gran's|grandpa's|the kids'|my husband's"
        r"|my wife's) name\b"
    ),
    (
        r"\b(?:saving|save|saved) (?:up )?(?:from now|for (?:the|a|our|my|her|his)|since|towards?"
        r"|every|like mad|hard|again|so that|to (?:buy|move|get|pay|go|leave))\b(?! (?:dessert"
        r"|later|last|best))"
    ),
    (
        r"\b(?:lost|blew|dropped|won|lose|losing) [£$€]?[0-9]+ (?:quid |pounds |dollars "
        r"|bucks )?(?:at|on|in|to) (?:the )?(?:casino|slots|pachinko|horses|poker|blackjack"
        r"|roulette|bingo|machines|bookies|crypto|forex|stocks|races|football|betting|scratch\w+"
        r"|a bet|bets)\b"
    ),
    (
        r"\b(?:fight|fought|fighting|row|rowed|argue|argued|arguing|argument"
        r"|fell out) (?:\w+ ){0,4}(?:about|over) (?:\w+ ){0,2}(?:money|bills|rent|spending|costs"
        r"|inheritance|will|house|land|debt|debts|savings|finances|pension|credit card)\b"
    ),
    (
        r"\b(?:afraid|scared|dread\w*|frightened|nervous|hate) (?:\w+ ){0,3}(?:to )?(?:look at"
        r"|open|check|opening|checking|looking at) (?:my|the|our) (?:\w+ )?(?:statement|bank"
        r"|balance|bill|bills|account|banking app|payslip)\b"
    ),
    (
        r"\b(?:gifted|gave|given|left|lent|leaving) (?:me|us|him|her"
        r"|my \w+) (?:about )?[£$€]?[0-9][0-9,.]*k?\b"
    ),
    r"\boffered? (?:me |him |her )?[£$€]?[0-9]{2,3}k\b",
    (
        r"\b(?:premium|insurance|rent|mortgage|fees|tuition|nursery|bills?)\b[^.!?]{0,25}\b(?:up"
        r"|going up|gone up|went up|rising|rose|increas\w+|jumped|doubled|tripled"
        r"|more expensive)\b"
    ),
    (
        r"\b(?:[£$€]?[0-9]{2,}|[a-z]+ (?:grand|hundred|thousand)) short\b|\bshort (?:by"
        r"|of) [£$€]?[0-9]{2,}"
    ),
    r"\b(?:instal?ments?|payments?|months?|repayments?) (?:left|to go|remaining)\b",
    (
        r"\b(?:got|have|with|only|just|has) [£$€]?[0-9][0-9,.]*(?:k| grand)? (?:saved|in savings"
        r"|in the bank|left|to my name|put by|stashed|in my account|in total)\b"
    ),
    r"\b(?:when|once|until|till|after) (?:i|he|she|we|they) (?:get|gets|got) paid\b",
    (
        r"\b(?:cost|costs|costing) (?:us |me |him |her )?[£$€]?[0-9]{3,}|\b(?:came"
        r"|comes) to [£$€]?[0-9]{3,}"
    ),
    r"\b[£$€]?[0-9]{2,}[0-9,.]* (?:a|per|every|each) (?:month|week|year|term)\b",
)
