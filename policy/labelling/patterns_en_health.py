"""English patterns of health: the body and the mind, and who looks after them.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

_BODY: Final = (
    r"(?:back|knees?|ankles?|wrists?|elbows?|shoulders?|neck|hips?|legs?|arms?|foot|feet|toes?"
    r"|fingers?|thumb|hands?|head|chest|ribs?|stomach|tummy|belly|throat|ears?|eyes?|nose|jaw"
    r"|tooth|teeth|gums?|tongue|lips?|skin|scalp|face|muscles?|hamstring|calf|calves|achilles"
    r"|groin|spine|tailbone|lungs?|heart|kidneys?|liver|bladder|bowels?|guts?|sinuses|joints"
    r"|tonsils|collarbone|shin|thigh|heel|acl|tendon|ligament|disc|breasts?|boob|testicle|balls"
    r"|womb|ovar(?:y|ies)|uterus|brain|bones?|knuckles?|cheekbone|eardrum|kneecap|vertebrae?"
    r"|nostril|eyelids?|eyebrow|forehead|bum|buttock|armpit|nipple|airway|arter(?:y|ies)|veins?"
    r"|hearing|eyesight|vision|memory|balance|blood|pelvi[cs]|nerves?|voice|left side|right side)"
)
_WHOSE: Final = (
    r"\b(?:my|his|her|their|mum's|mom's|dad's|gran's|nan's|grandad's|[a-z]+'s)(?: \w+){0,2} "
)
_AILS: Final = (
    r"(?:hurts?|hurting|killing|aching|aches?|achy|sore|swollen|swelling|swole|playing up"
    r"|acting up|stiff|throbb\w+|itch\w*|bleed\w*|numb|tingl\w+|click\w+|locked|gone again"
    r"|went out|gone out|out again|in bits|in agony|agony|racing|pounding|broken|broke|snapped"
    r"|infected|fractur\w+|sprain\w*|cramp\w*|blurr\w+|weaker|packed in|packing up|failing"
    r"|inflam\w+|burning|burns|bruis\w+|blocked|flar\w+|painful|pain|ulcer\w*|giving (?:me|him"
    r"|her) (?:grief|trouble|gyp|jip)|fallen out|falling out|giv\w+ way|seized|spasm\w*|twitch\w+"
    r"|worn|rash|scans?|surgery|operation|replacement|transplant|ringing|popping|watering|peeling"
    r"|twinge|tender|sensitive|loose|chipped|stings?|stinging|puffy|lumpy|droop\w*|weeping|oozing"
    r"|blister\w*|feels? (?:weird|funny|odd|off|heavy|tight|hot)|getting worse|is worse|got worse"
    r"|is going|isn't right|not right|wobbly|infection|xray|x ray)"
)
_HURT: Final = (
    r"\b(?:hurt|hurting|broke|broken|pulled|twisted|sprained|strained|tore|torn|burnt|burned"
    r"|scalded|bust|busted|dislocated|fractured|bruised|popped|tweaked|injured|smashed|sliced"
    r"|jammed|stubbed|cracked|knackered|rolled|jarred|wrecked|banged|bumped|blew|blown|cut"
    r"|(?:pains?|aches?|lumps?|numbness|rash|swelling|stiffness|mole|bruise|feeling|sensation|cyst"
    r"|clot|growth|infection|arthritis|cramp|stitches|screws|pins|tingling|throbbing|operation"
    r"|surgery) (?:in|on|under|behind|down|to)) (?:my|his|her|their|the|a|both|both my|one|up my"
    r"|all over my|mum's|dad's)? ?(?:\w+ ){0,2}"
)

PATTERNS: Final = (
    (
        rf"{_WHOSE}{_BODY}(?:'s| is| are| was| has| have| been| be| just| really| feels?| keeps?"
        rf"| still| all| so| got| gets| completely| started| went| gone| always| won't stop"
        rf"| hasn't stopped| a bit){{0,4}} {_AILS}\b"
    ),
    rf"{_HURT}{_BODY}\b",
    (
        r"\btemp(?:erature)?(?:'s| is| was| of| at| hit| up to)? (?:up to )?(?:3[789]|4[01]"
        r"|10[0-4])\b"
    ),
    r"\bperiods?(?:'s| is| are| was)? (?:\w+ ){0,3}(?:late|due|heavy|irregular|overdue)\b",
    (
        r"\b(?:i'm|im|i am|she's|she is|we're|wife's) (?:about |only |nearly |just )?(?:[4-9]"
        r"|[1-3][0-9]|\w+teen|twenty \w+|thirty \w+|twelve|eleven|ten) weeks(?! (?:old|ago|away"
        r"|behind|late|into|in\b))"
    ),
    (
        r"\b(?:bp|blood pressure|pulse|heart rate|sugars?)(?:'s| is| was| at| up to"
        r"|:)* (?:[0-9]{2,3})\b"
    ),
    (
        r"\b(?:clean|sober) (?:for )?(?:[0-9]+|a|one|two|three|six|nine|ten) (?:days?|weeks?"
        r"|months?|years?)"
    ),
    (
        r"\b(?:[0-9]+|one|two|three|six|nine|ten) (?:days?|weeks?|months?|years?) (?:clean"
        r"|sober)\b"
    ),
    (
        r"\b(?:lost|gained|put on|dropped|shed) (?:\w+ )?(?:[0-9.]+|a|two|three|four|five|six|ten"
        r"|half a) ?(?:kgs?|kilos?|lbs?|stone|pounds(?= (?:since|in|this|on|of|already|now)))"
    ),
    (
        r"\b(?:allergic|intolerant|immune|sensitive) to (?!mornings|mondays|work|nonsense|drama"
        r"|bs\b|fun|people)"
    ),
    (
        r"\b(?:can't|cant|cannot|couldn't|barely|hardly|struggling to|trouble) (?:sleep(?:ing)?"
        r"|breathe|breathing|walk(?:ing)?|swallow|stand up|move my|bend|hear|see out|eat anything"
        r"|keep (?:anything|food|it) down|lift my|feel my)\b"
    ),
    r"\b[0-9]+ ?mg\b",
    (
        r"\b(?:off|stopped|skipping|forgot|forgetting|take|taking|takes|took|taken"
        r"|on) (?:\w+ ){0,2}(?:pills?|tablets?|meds|antibiotics|statins|steroids)\b"
    ),
    (
        r"\b(?:got|have|has|had|having|with|caught|getting) (?:a |an |the |this |another |such a "
        r"|some )?(?:\w+ ){0,2}(?:cough|cold|fever|flu|stomach bug|nasty bug|lurgy|infection|rash"
        r"|ulcer|cyst|migraine|operation|seizure|jab|scan)s?\b(?! (?:shower|snap|case|war|feet"
        r"|brew|beer|drink|one))"
    ),
    r"\bhands? (?:\w+ )?(?:shak\w+|trembl\w+|tremor)\b",
    r"\bward [0-9a-z]{1,2}\b",
    (
        r"\b(?:haven't|not|hasn't|barely|hardly) (?:eaten(?! (?:pork|meat|there|out|sushi|beef))"
        r"|eating(?! (?:meat|pork|beef|out|there|chocolate|sugar))|slept(?! (?:together|with))"
        r"|sleeping(?! (?:together|with))|showered|left (?:the house|my bed|bed))\b"
    ),
    r"\b(?:weigh|weighs|weighing|scales? (?:say|says|said)) (?:\w+ )?[0-9]{2,3}\b",
    (
        r"\b(?:see|seeing|saw|call|called|ring|rang|ask|asking|told|tell|phone|phoned|visit|from"
        r"|to|by) (?:the |my |a |his |her |another )?(?:doc|doctor|gp|nurse|consultant|specialist"
        r"|physio|dentist|shrink|vet nurse|surgeon|midwife|optician|pharmacist)\b(?! (?:who"
        r"|strange|doom|octopus))"
    ),
    (
        r"\b(?:it |still |really |only )?hurts? (?:so |really |too )?(?:much|bad|badly|behind|when"
        r"|to (?:walk|sit|stand|breathe|swallow|laugh|pee|bend|move|talk|eat|sleep|touch)"
        r"|every time|all the time|like hell)\b"
    ),
    (
        r"\b(?:took|taking|take|need|popped|had) (?:\w+ )?(?:two|three|four|a couple|some|another"
        r"|a few|[0-9]) (?:ibuprofen|paracetamol|tylenol|advil|aspirin|pills|tablets|painkillers"
        r"|xanax|valium|nurofen)s?\b"
    ),
    (
        r"\b(?:smok(?:e|es|ing)|drink(?:s|ing)?|vap(?:e|es|ing)) (?:again|too much|every|half"
        r"|a pack|like a|himself|herself|myself|most)\b|\bwon't stop (?:smoking|drinking|vaping"
        r"|coughing|crying|bleeding|throwing up|shaking|scratching)\b"
    ),
)

CASED: Final = (r"\bPrEP\b",)

PERSONAL: Final = (
    (
        r"\b(?:since|after|had|having|have|no|my|her|his|without|the|a) (?:my |his |her |a "
        r"|the )?last drink\b|\b(?:days|weeks|months|years) since (?:my|his|her) last (?:drink"
        r"|cigarette|drug|hit|fix|relapse|panic|seizure|period)\b"
    ),
    (
        r"\b(?:with|had|has|have|running|spiked|spiking|a) (?:a |the )?(?:high |slight "
        r"|bit of a )?temperature\b(?! (?:of the oven|outside|sensor|control))"
    ),
    (
        r"\bpollen(?:'s| is| count)? (?:\w+ )?(?:murder\w*|kill\w*|bad|awful|high|destroy\w*"
        r"|brutal|wreck\w*)"
    ),
    r"\b(?:measuring|measured) (?:small|big|large|ahead|behind)\b",
    (
        r"\b(?:limping|hobbling|wheezing|itching|scratching|sneezing|coughing|vomiting|retching"
        r"|shivering|sweating|bleeding|fainting|shaking|bruised|swollen|blistered|sunburnt"
        r"|sunburned|feverish|jaundiced)\b"
    ),
    (
        r"\b(?:was|were|got|been|be|being|getting) (?:hospitali[sz]ed|sectioned|intubated"
        r"|resuscitated|diagnosed|misdiagnosed|admitted|discharged|operated|scanned|x rayed|tested"
        r"|vaccinated|jabbed|sedated|transferred to icu|signed off|referred)\b(?! (?:for drugs at"
        r"|on))"
    ),
    (
        r"\b(?:can't|cant|couldn't|cannot) (?:hear|see|feel|smell|taste|lift|bend|straighten|move"
        r"|grip|chew|stand|sit|kneel|climb|focus)\b (?:\w+ ){0,3}(?:out of|properly|my|anything"
        r"|since|at all|from|without|for long|straight|well|much)\b"
    ),
    r"\b[0-9]{1,2} ?lbs? ?[0-9]{1,2} ?oz\b",
    r"\b(?:blood|urine|stool|semen|sputum) (?:draw|sample|tests?|count|work|group|panel)\b",
    (
        r"\b(?:on|during|bad|good|worst|flare|sick|pain|low|dark) days? (?:i|she|he) (?:can't|use"
        r"|need|stay|don't|struggle)\b"
    ),
    (
        r"\b(?:i|she|he) (?:use|uses|need|needs) (?:a |the )?(?:cane|walker|stick|wheelchair|frame"
        r"|inhaler|hearing aid|cpap|scooter)\b|\bon (?:bad|good|flare|pain) days\b"
    ),
    (
        r"\b(?:swallowed|choked on|choking on|inhaled|overdosed on) (?:a |an |some |the |her |his "
        r"|my )?(?:battery|magnet|coin|bead|pill|pills|bleach|bone|lego|marble|grape|tablet)\w*"
    ),
    (
        r"\b(?:first|second|third|fourth|fifth|another|two|three|four"
        r"|whole) nights? (?:\w+ ){0,3}(?:no|without|zero) sleep\b"
    ),
    (
        r"\b(?:chest|throat|jaw|head|stomach) feels? (?:tight|weird|funny|odd|heavy|hot|sore"
        r"|strange|like)\b"
    ),
    r"\b[0-9]{3,4} calories\b",
    (
        r"\b(?:had|have|touched|smoked|want|wanted|craving|quit|given up|gave up) (?:a |any |my "
        r"|the )?(?:cigarettes?|smokes?|ciggies?|fags?|cig|vape|drink|joint|hit) (?:in|for"
        r"|since) (?:[0-9]+|a|one|two|three|six|over|nearly)\b"
    ),
    (
        r"\b(?:days?|weeks?|months?|years?) (?:without|off|since) (?:a |the |my )?(?:cigarettes?"
        r"|smok\w+|drinks?|drinking|booze|alcohol|weed|drugs?|vap\w+|pills|sugar because|meds)\b"
    ),
    (
        r"\b(?:in|into|to|out of|from|on) (?:special care|the nicu|icu|hdu|a&e|casualty|triage"
        r"|theatre for|recovery|hospice|rehab|therapy|counselling|isolation|quarantine|traction"
        r"|remission|labour|surgery|palliative care|respite|the ward|the clinic|detox|dialysis"
        r"|chemo|radiotherapy|physio)\b"
    ),
    (
        r"\b(?:check|checked|checking|look at|looked at|examine\w*|test(?:ed|ing)?|scan(?:ned)?"
        r"|x ray(?:ed)?|operate(?:d)? on) (?:my|his|her|the baby's|mum's|dad's) (?:\w+ )?(?:heart"
        r"|lungs?|liver|kidneys?|eyes?|ears?|breasts?|blood|bloods|thyroid|prostate|mole|lump|skin"
        r"|back|knee|hip|teeth|hearing|head|brain|womb|bowel|stomach|chest|spine|bones|hormones)\b"
    ),
    (
        r"\b(?:feel(?:ing|s)?|felt|been|getting) (?:\w+ ){0,2}(?:dizzy|faint|sick|rough|ropey"
        r"|poorly|ill|queasy|feverish|shivery|achy|low|anxious|depressed|suicidal|hopeless|numb"
        r"|worthless|empty|nauseous|lightheaded|light headed|weak|breathless|shaky|paranoid|manic"
        r"|overwhelmed|burnt out|burned out|unwell|down lately|down again|off colour"
        r"|under the weather)\b(?! (?:of|to my stomach at the price))"
    ),
    (
        r"\b(?:can't|cant|couldn't|stop|don't|haven't been|hardly|barely) (?:\w+ )?(?:eat|eating"
        r"|sleep|sleeping|keep food down|keep anything down|function|cope|concentrate"
        r"|get out of bed|leave the house|shower)\b(?! (?:meat|pork|beef|gluten free out|out|here"
        r"|there|sushi|in (?:this|that) (?:heat|hotel)|due to|well in hotels|together|with (?:him"
        r"|her|my)))"
    ),
    (
        r"\b(?:died|dying|die|passed away|lost (?:him|her|my \w+|our \w+)) (?:of|from|to"
        r"|after) (?:a |an |the |long |short |lung |breast |bowel |pancreatic |liver |prostate "
        r"|brain |ovarian )*(?:cancer|covid|stroke|heart attack|overdose|pneumonia|sepsis"
        r"|leukaemia|leukemia|suicide|aneurysm|dementia|alzheimer's|als|mnd|complications|illness"
        r"|tumou?r|infection|disease)\b"
    ),
    (
        r"\b(?:my|his|her|mum's|dad's|mom's|gran's|nan's) (?:\w+ )?(?:sugars?|bp|blood pressure"
        r"|cholesterol|iron|platelets|hormones|thyroid|bloods|levels|oxygen|sats|temperature|temp"
        r"|pulse|heart rate|weight|bmi|ferritin|vitamin d)(?:'s| is| are| was| were| has| came"
        r"| keeps| dropped| spiked| went)\b"
    ),
    r"\b(?:pregnancy|baby|menopause|chemo|adhd|covid) brain\b",
    (
        r"\b(?:wander\w*|sleepwalk\w*|confused|lost) (?:\w+ ){0,3}at night\b|\bpolice (?:found"
        r"|brought|returned) (?:her|him|gran|nan|grandma|grandad|mum|dad)\b"
    ),
    (
        r"\b(?:took|taken|take|taking|missed|skipped|forgot|forgotten|remember(?:ed)?"
        r"|remind) (?:\w+ ){0,4}(?:my|his|her|mum's|dad's|gran's|the) (?:\w+ )?(?:pills?|tablets?"
        r"|meds|medicine|medication|insulin|inhaler|drops|injection|jab|dose|patch|pump"
        r"|eye drops)\b"
    ),
    (
        r"\b(?:getting|get|got|having|had|want|wants|considering|thinking about) (?:my|her|his"
        r"|a) (?:\w+ )?(?:eyelids?|nose|boobs?|breasts?|lips|teeth|tummy|face|hair|ears|jaw|veins"
        r"|mole|tonsils|appendix|gallbladder|womb|coil|tubes|wisdom teeth|knee|hip|back"
        r"|eyes) (?:done|fixed|lifted|filled|tied|removed|replaced|lasered|straightened"
        r"|whitened professionally|out|taken out)\b"
    ),
    (
        r"\b(?:hand|hands|legs?|fingers|head|body|voice|whole body) (?:\w+ )?(?:trembl\w+"
        r"|shak(?:es|ing)|tremor|go(?:es)? numb|gone numb|went numb|stiffen\w*|cramp\w*|won't move"
        r"|wouldn't move|can't move)\b"
    ),
    (
        r"\b(?:white|red) (?:blood )?cells?\b|\b(?:liver|kidney|thyroid|heart) (?:numbers?"
        r"|function|values?|readings?|enzymes?)\b"
    ),
    (
        r"\b(?:my|his|her|mum's|dad's) hair(?:'s| is| has| was)? (?:\w+ )?(?:com(?:ing|e) out"
        r"|falling out|fell out|thinning|gone|growing back|shedding)\b"
    ),
    (
        r"\b(?:want|wants|wanted|wanting) to (?:die|disappear|end it|kill (?:myself|herself"
        r"|himself))\b"
    ),
    (
        r"\b(?:keeps?|always|started|starting) (?:\w+ ){0,2}(?:forgetting|misplacing|repeating"
        r"|asking the same|losing her way|losing his way|getting lost|wandering off|falling"
        r"|fainting|throwing up|coughing|bleeding|sneezing|scratching)\b"
    ),
)
