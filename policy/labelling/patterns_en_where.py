"""English patterns of where a person is: home, its keys, ways and absences.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

from policy.labelling.names_en import NO_NAME, PLACE

_KIN: Final = (
    r"(?:mum|mom|mam|dad|nan|nana|gran|granny|grandma|grandad|grandpa|parents|sister|brother|sis"
    r"|bro|cousin|aunt|auntie|uncle|mate|friend|boyfriend|girlfriend|partner|ex|fiance|fiancee"
    r"|in laws|folks|son|daughter|husband|wife|neighbou?r|flatmate|roommate)"
)
_WHO: Final = rf"(?:i|we|she|he|they|who|that|{_KIN}s?)"
_HOME: Final = (
    r"(?:house|flat|place|apartment|home|building|cottage|bungalow|room|studio|dorm|block|caravan"
    r"|condo|maisonette|bedsit|digs|houseboat|trailer|duplex|townhouse|street|road)"
)
_DAILY: Final = (
    r"every (?:single )?(?:morning|day|night|evening|afternoon|weekday|lunchtime|mon\w*|tue\w*"
    r"|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|other (?:day|morning))"
)

PATTERNS: Final = (
    (
        rf"\b{_WHO} (?:just |only |now |still |actually |both |currently |all |used to "
        rf"|basically )?lives?"
        r" (?:in|at|on|near|by|next|above|below|opposite|across|behind|over|round|around|with|two"
        r"|three|five|ten|a few|just|upstairs|downstairs|alone|here|there|off|between|outside"
        r"|about|literally|like|down|up|under)\b(?! the moment)"
    ),
    (
        rf"\b(?:my|our|his|her|their|your) (?:new |old )?{_HOME}(?:'s| is) (?:the|on|in|at|near|by"
        rf"|next|above|behind|just|two"
        r"|opposite|across|number|off|flat|no|round|around|a \w+ (?:walk|minute|min))\b"
    ),
    (
        r"\b(?:it's|we're|i'm|she's|he's|that's) the (?:one |house |flat )?(?:with the )?(?:red"
        r"|blue|green|yellow|white|black|pink|purple|grey|corner) (?:door|gate|house|fence|one"
        r"|bungalow|blinds|curtains|shutters)\b"
    ),
    (
        r"\b(?:flat|house|place|apartment|room|unit|bungalow|door|home) (?:is |just )?(?:next to"
        r"|above|over|near|behind|opposite|across from|round the corner|around the corner|by the"
        r"|beside|under|below|off|right by|with the \w+ (?:blinds|door|curtains|gate))\b"
    ),
    r"\bhome is (?:two|three|\w+) (?:stops?|minutes|mins|streets|blocks|doors|miles)\b",
    (
        rf"\b(?:staying|stay|stayed|crash(?:ed|ing)?|living|live|sleeping|stopping|based|kipping"
        rf"|holed up|lodging) (?:\w+ ){{0,2}}(?:at|with|over at|round|on) (?:(?:my|our|his|her|the"
        rf"|an?) )?(?:\w+ )?{_KIN}"
    ),
    (
        rf"\b(?:i'm|im|we're|she's|he's|they're|i am|we are|kids are|is|be|up|over) (?:round "
        rf"|over |up |down |back )?(?:at|in) (?:my |our |his |her )?{_KIN}(?:'s|s'|s)\b"
    ),
    (
        r"\bat (?:my |our |his |her )?(?:mum|mom|dad|nan|nana|gran|grandma|grandad|parents|sister"
        r"|brother|cousin|auntie|boyfriend|girlfriend|in laws)(?:'s|s'|') (?:house |place "
        r"|flat )?(?:til|till|until|all|for|this|tonight|now|from|over|in)\b"
    ),
    (
        r"\b(?:she|he|they|dad|mum|mom|tom|kids|ex)(?:'s|'re| is| are|'ll be) (?:at|in|over at"
        r"|up in|down in|back in|out in|away in) (?:the |a |his |her "
        r"|their )?(?:\w+ ){1,4}(?:all (?:week|day|weekend|month|summer)|till|until|til|this week"
        r"|for the week|right now|tonight|every)\b"
    ),
    r"\b(?:in|into|it's|i'm in|to|outside) room (?:number )?[0-9]{1,4}\b",
    (
        r"\b(?:code|pin|combination)(?:s)? (?:for|to|at|on) (?:the |my |our |mum's |her "
        r"|his )?(?:\w+ )?(?:house|flat|gate|door|building|garage|shed|alarm|block|side gate"
        r"|apartment|lobby|safe|keypad|lockbox)\b"
    ),
    (
        rf"\b(?:run|jog|walk|cycle|swim|commut|leave|drive|pass)(?:s|e|es|ing|ning"
        rf"|ging)? (?:[\w:']+ ){{0,12}}{_DAILY}\b"
    ),
    (
        r"\b(?:catch|get|take|ride|board)(?:s|es|ing|ting)? (?:the |my |a |his |her )?(?:same "
        r"|early |late )?(?:[\w:']+ ){0,3}(?:bus|train|tube|metro|tram|ferry|subway|line|bike|path"
        r"|route|coach|express)\b[^.!?]{0,30}\b(?:every|daily|each (?:day|morning)|to work"
        r"|to school|to the office|home|weekdays)\b"
    ),
    (
        rf"{_DAILY} (?:at |around |by )?(?:[\w:]+ )?(?:i|she|he|we) (?:run|jog|walk|cycle|swim"
        rf"|commute|catch|get|take|leave|ride|drive)"
    ),
    (
        r"\bleaves? (?:the )?(?:house|home|flat|work|school|for work) (?:at|around|by|before|every"
        r"|about)\b"
    ),
    (
        r"\b(?:nobody|no one|noone|no body|none of us|we won't)(?:'s| is|'ll be| will be"
        r"| are)? (?:be )?(?:home|in|at home|there|around|at the house)\b"
    ),
    (
        r"\b(?:i'm|im|we're|i am|car's|car is|bike's|i|we|van's) ?parked (?:\w+ ){0,3}(?:on|in|at"
        r"|by|near|behind|outside|level|opposite|round|under)\b"
    ),
    r"\bparked (?:on|at|in) (?:level|the \w+|floor|bay|\w+ street|\w+ road)\b",
    (
        r"\b(?:i'm|im|we're|i am|we are|she's|he's) (?:at|outside|near|by|next to|opposite|round"
        r"|stuck at|stuck in|stood|sat|waiting|standing|over"
        r"|in) (?:\w+ ){0,2}(?:the )?(?:\w+ ){0,2}(?:station|airport|exit|entrance|gate|platform"
        r"|hotel|mall|car ?park|bus stop|corner|pub|cafe|beach|library|gym|terminal|lobby|tesco"
        r"|aldi|starbucks|square|park|stop|house|flat|inn|hostel|campsite|caravan"
        r"|cabin)\b(?! (?:manager|wifi|project))"
    ),
    (
        r"\b(?:i'll be|we'll be|i'm|we're|she'll be|he'll be|she's|he's|they're|i will be) (?:in"
        r"|over in|down in|up in|back in|away in|off to|out in) (?!a |an |the |my |our |love"
        r"|trouble|charge|bed\b|shock|pain|tears|luck|year|grade|reception|class|form|school"
        r"|favou?r|no |two|need|debt|labou?r|hell|it\b)[a-z]+ (?:\w+ )?(?:from|until|till|til|for"
        r"|all|on|this|next|by|tonight|tomorrow|today|right now|[0-9])"
    ),
    r"\bat (?:a|my|her|his|our|their) (?:\w+ )?\w+'s (?:place |flat |house )?in \w+",
    (
        r"\b(?:place|house|flat)(?:'ll| will|'s| is)(?: be)? (?:dark|empty|unattended|unlocked"
        r"|wide open)\b"
    ),
    (
        r"\b(?:number|no\.?|flat|apt|unit) [0-9]{1,4}[a-d]?,? (?:on|in|at|with|above|opposite|near"
        r"|buzz|ring|next|second|first|third|top)\b"
    ),
    (
        r"\b(?:pitch|row|plot|berth|bay|bunk|bed) (?:number )?[0-9]{1,3}\b(?= (?:at|in|by|on"
        r"|near))"
    ),
    (
        r"\b(?:i|she|he|we|mum|dad) (?:always |usually |normally )?(?:walks?|cycles?|drives?"
        r"|commutes?|runs?|gets? the (?:bus|train|tube)|takes? the (?:bus|train|tube"
        r"|\w+ line)) (?:\w+ ){0,6}(?:to|from) (?:work|school|uni|college|the office|home)\b"
    ),
    r"\bhome (?:alone|by (?:my|him|her)self|on (?:my|his|her) own)\b",
    (
        r"\b(?:holiday inn|hilton|marriott|premier inn|travelodge|hyatt|best western|motel 6|ibis"
        r"|novotel|radisson|airbnb|hotel|hostel|motel|inn|b&b)\b[^.!?]{0,40}\b(?:room|until|till"
        r"|tonight|staying|checked|off exit|i'm|we're)\b"
    ),
    (
        r"\b(?:we're|i'm|im|we are|i am) at the (?!moment|end of my|point|stage|mercy|top of my"
        r"|bottom of|minute|same|beginning|start|edge|age)\w+"
    ),
    (
        r"\b(?:lives?|living|moved|moving|move) (?:\w+ ){0,3}(?:across|opposite|down|up|round"
        r"|around|over|behind|near|next|into|in with|back)\b (?:the |my |our |to |from )?(?:street"
        r"|road|corner|apartment|flat|unit|us|me|number|them|mum|mom|parents|hall)"
    ),
)

CASED: Final = (
    (
        rf"\b(?:[Ii]'m|[Ii]m|[Ww]e're|[Ss]he's|[Hh]e's|[Tt]hey're|I am|[Ww]e are|I'll be"
        rf"|[Ww]e'll be|[Mm]um's|[Dd]ad's|[Mm]om's) (?:(?:still|now|currently|just|stuck|staying"
        rf"|sitting|sat|over|up|down|back|here|away|off|living|based|parked|waiting|out|all|in bed"
        rf"|on holiday|on the \w+(?: \w+)?) ){{0,3}}(?:in|near|at|outside|around|by"
        rf"|close to) {PLACE}"
    ),
    (
        rf"\b(?:[Ll]ives?|[Ll]iving|[Mm]oved|[Mm]oving|[Ss]tay(?:ing|ed)?|[Bb]ased|[Gg]rew up"
        rf"|[Bb]orn and raised|[Rr]aised|[Ss]ettled|[Rr]elocat\w+|[Ss]tationed|[Dd]eployed"
        rf"|[Rr]ent(?:ing)?|[Pp]arked|[Cc]amp(?:ed|ing)|[Hh]iding) (?:\w+ ){{0,5}}(?:in|near|at|to"
        rf"|on|off|by|around|outside|from) {PLACE}"
    ),
    (
        rf"\b(?:[Oo]ur|[Mm]y|[Hh]er|[Hh]is|[Tt]heir|[Mm]um's|[Dd]ad's|[Nn]an's"
        rf"|[Gg]ran's) (?:\w+ )?(?:house|flat|apartment|place|cottage|cabin|home|room|studio|farm"
        rf"|caravan|allotment|gym|office) (?:is |was )?(?:in|near|at|on|off|by|outside) {PLACE}"
    ),
    (
        rf"\b(?:[Ll]anded|[Aa]rrived|[Cc]hecked in|[Cc]hecked into|[Oo]n my way|[Oo]n our way"
        rf"|[Cc]ommut\w+|[Dd]riving home|[Ww]alking home|[Ss]pending \w+ \w+|[Hh]oled up|[Ss]tuck"
        rf"|[Ww]e've been|I've been living) (?:\w+ ){{0,3}}(?:in|at|to|into|near|through|from|past"
        rf"|outside) {PLACE}"
    ),
    (
        rf"\b(?:[Oo]ff|[Gg]oing|[Hh]eading|[Ff]lying|[Dd]riving|[Mm]oving) (?:back |up |down "
        rf"|over |out )?to {PLACE} (?:for|from|until|till|tomorrow|tonight|on the|this weekend"
        rf"|next)\b"
    ),
    (
        rf"\b(?:flat|house|place|apartment|room)(?:'s| is) (?:\w+ ){{0,5}}(?:in|near|on"
        rf"|off) {PLACE}"
    ),
    (
        rf"\b(?:at|in|outside|by|near|off) (?:the )?{NO_NAME}[A-Z][a-z]+ (?:station|Station|Street"
        rf"|St|Road|Rd|Lane|Avenue|Ave|Park|Square|Airport|airport|Hospital|Close"
        rf"|Drive)\b[^.!?]{{0,30}}\b(?:now|come|meet me|waiting|till|until|pick me up|every)\b"
    ),
    (
        rf"\b(?:[Oo]n|[Ii]n|[Aa]t|[Bb]y|[Nn]ear) (?:a |the )?(?:bench|cafe|café|pub|park|corner"
        rf"|car park|bar|hotel|hostel|library|lobby) (?:in|at|by|near|on|off) {PLACE}"
    ),
    (
        rf"\b(?:[Gg]oing back|[Gg]o back|[Mm]oving back|[Cc]oming back|[Ss]tationed|[Pp]osted"
        rf"|[Tt]ransferred|[Ww]orking live in|[Bb]reak|[Ss]topped|[Rr]esting"
        rf"|[Ww]aiting) (?:\w+ ){{0,3}}(?:to|in|at|near|by) {PLACE}(?:,| |$)"
    ),
    (
        rf"\b(?:[Ff]amily|[Pp]arents|[Ff]olks|[Mm]um|[Dd]ad|[Gg]ran|[Gg]randma|[Ss]ister"
        rf"|[Bb]rother|[Dd]aughter|[Ss]on|[Ee]x|[Bb]oyfriend|[Gg]irlfriend)(?:'s|s| is| are|'re"
        rf"| lives?| live) (?:\w+ ){{0,2}}(?:in|near|outside|at) {PLACE}"
    ),
)

PERSONAL: Final = (
    (
        r"\b(?:we're|i'm|it's|ours is|mine is|ours|mine|hers is|we are) the (?:last|first|second"
        r"|third|end|corner|only|big|little|left hand|right hand|middle|top|bottom"
        r"|ground) (?:\w+ )?(?:house|flat|door|one|building|cottage|bungalow|place|floor|gate"
        r"|driveway)\b"
    ),
    (
        r"\b(?:keep|hide|hid|hidden|left|leave|leaving|taped|stash\w*) (?:the |a |my |our |her "
        r"|his )?(?:spare (?:under|in|with|behind|at|on)|spare keys?|keys? (?:under|with|in the"
        r"|behind|on the|at))\b"
    ),
    (
        r"\bsleeps?(?:ing)? (?:at|in|on|over at|behind|under|rough|round) (?:the |a |his |her |my "
        r"|our )?(?!morning|day|weekend|night|time|same bed|bed\b|peace|mind|way)\w+"
    ),
    (
        r"\b(?:leav\w+|fly\w*|flight|driv\w+|off|away|heading|travel\w*|gone"
        r"|trip)\b[^.!?]{0,50}\b(?:back|home|return\w*) (?:on |by |late "
        r"|early )?(?:the )?(?:[0-9]{1,2}(?:st|nd|rd|th)?|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*"
        r"|sat\w*|sun\w*|tomorrow|next week|in (?:a|two|three) (?:week|month|day)s?)\b"
    ),
    r"\bleaving for the (?:airport|station|coast|lake|cabin|villa)\b",
    (
        r"\b(?:turned up|showed up|waiting|waits|appeared|lurking|hanging around|stood"
        r"|parked) (?:at|outside|by|near|in front of) (?:my|our|her|the kids'"
        r"|your) (?:\w+ )?(?:house|flat|work|office|school|gym|studio|class|street|door|place|car"
        r"|gate|home|building)\b"
    ),
    (
        r"\b(?:where i'm|where we're|where she's|where he's) (?:sat|sitting|standing|staying"
        r"|living|parked|at|hiding|working)\b"
    ),
    (
        r"\b(?:neighbou?rs at|next door at|over at|lives? at|we're at|is at|flat at"
        r"|house at) (?:number |no )?[0-9]{1,3}[a-d]?,? (?:the (?:one|ones|house|door|blue|red)"
        r"|above the|opposite the|on the corner)\b"
    ),
    (
        r"\b(?:fled|ran away|escaped|evacuat\w+|moved out|kicked out"
        r"|relocat\w+) (?:\w+ ){0,3}to (?:\w+ ){0,3}(?:in|near)?\b"
    ),
    (
        r"\b(?:i'm|im|we're|she's|he's|they're|i am) on (?:the|a|my) (?:[0-9]{1,2}[:.]?[0-9]{2}"
        r"|bus|train|coach|tube|tram|ferry|flight|plane|boat|metro|subway|number [0-9]+|[0-9]+ bus"
        r"|night bus|last train|last bus|\w+ line|motorway|m[0-9]+|a[0-9]+|i [0-9]+|highway"
        r"|ring road)\b"
    ),
    (
        r"\b(?:moved|moving) to (?!the (?:next|left|right|top|bottom|front|back|window|south|end"
        r"|start|side|other)|[0-9]|mon|tue|wed|thu|fri|sat|sun|tomorrow|next|later|tears|january"
        r"|february|march|april|may\b|june|july|august|september|october|november|december|noon"
        r"|midday|spam|trash|zoom|online|a new (?:system|platform|time|date)|another (?:day|date"
        r"|time))[a-z]"
    ),
    (
        r"\b(?:he|she|they|i|we|dad|mum) (?:always |usually )?(?:drinks?|sits?|eats?|goes|go"
        r"|hangs? out|trains?|swims?|shops?|parks?) (?:\w+ ){0,2}(?:in|at|by|outside) (?:the "
        r"|a )?[\w ]{2,30}(?:every|on (?:mon|tues|wednes|thurs|fri|satur|sun)days?|after work"
        r"|most)\b"
    ),
    (
        r"\b(?:one|two|three|four|five|six|ten|a few|couple of|[0-9]+) (?:streets|doors|blocks"
        r"|stops|minutes|mins|roads|houses|floors|miles) (?:\w+ )?(?:from|away from|above|below"
        r"|down from|up from|along from|over from) (?:yours|mine|me|you|us|home|here|work|his|hers"
        r"|my|our|your|the)\b"
    ),
    (
        r"\b(?:found|find|left|leave|leaves|saw) (?:the |our |my |her )?(?:back|front|side|garage"
        r"|patio|balcony|car) (?:door|gate|window) (?:wide )?(?:open|unlocked|ajar|forced"
        r"|kicked in|smashed|broken)\b"
    ),
    (
        r"\b(?:at|in) (?:the|a|our|my|his|her) (?:\w+ )?(?:cottage|cabin|villa|caravan|campsite"
        r"|lodge|holiday let|airbnb|hotel|hostel|bungalow|farmhouse|lake house|beach house|refuge"
        r"|shelter|safe house|bedsit|squat|boat|narrowboat|houseboat|halls"
        r"|dorm)\b[^.!?]{0,30}\b(?:near|in|by|on|all|till|until|for|this|tonight|now|from)\b"
    ),
    (
        r"\b(?:goes|go|went|going|out) (?:running|jogging|walking|cycling|swimming|hiking|riding"
        r"|for (?:a|his|her|my|our) (?:run|walk|jog|ride|swim)) (?:\w+ ){0,6}(?:at (?:dusk|dawn"
        r"|night|[0-9]+|six|seven|five)|every|alone|before (?:work|dawn)|after (?:work|dark)"
        r"|each)\b"
    ),
    (
        r"\b(?:moored|parked|camped|camping|berthed|anchored|docked|staying|squatting|sleeping"
        r"|kipping|hiding|living|lodging|renting|couch surfing|housesitting"
        r"|house sitting) (?:up )?(?:by|at|in|on|behind|near|under|off|outside|next to|above|with"
        r"|around|opposite)\b(?! (?:positive|motivated|the dream|the moment|rent free))"
    ),
    (
        r"\b(?:cleaner|cleaners|nanny|babysitter|dog walker|gardener|plumber|builder"
        r"|carer)s? (?:comes?|lets? (?:himself|herself|themselves) in|has a key|have a key"
        r"|knows the code)\b"
    ),
    (
        r"\b(?:key|keys|fob|spare)(?:'s| is| are) (?:in|under|behind|on|with|inside|taped|hidden"
        r"|at)\b(?! (?:c|d|e|g|a minor|the lock of))"
    ),
    (
        r"\b(?:our|my|the) (?:post|parcels?|mail|bins?|milk) (?:when|while|is|are|piles?"
        r"|piling)\b[^.!?]{0,40}\b(?:away|door|week|holiday|out)\b"
    ),
    (
        r"\b(?:tell|told|give|gave|giving|send|sent|text|texted|share|shared|post|posted|knows?"
        r"|know|found out|find out|got) (?:\w+ ){0,3}(?:my|our|her|his) (?:\w+ )?(?:address"
        r"|postcode|location|whereabouts|room number|flat number|door code|street)\b"
    ),
    (
        r"\b(?:moving|move|moved) (?:\w+ ){0,2}(?:in|out|house|flat|home|back|away|abroad|cities"
        r"|countries|next door|nearer|closer|up north|down south|in together|next (?:week|month"
        r"|friday|saturday))\b(?! (?:on|forward|the needle))"
    ),
    (
        r"\bevery (?:mon|tues|wednes|thurs|fri|satur|sun)day[^.!?]{0,45}\b(?:at|from|until"
        r"|till) (?:[0-9]{1,2}|six|seven|eight|nine|ten|five)\b"
    ),
    (
        r"\b(?:yoga|gym|pilates|choir|class|practice|swimming|dance|club|bridge|bingo"
        r"|therapy group|training)\b[^.!?]{0,30}\b(?:every|on) (?:mon|tues|wednes|thurs|fri|satur"
        r"|sun)days?\b[^.!?]{0,25}(?:[0-9]|half|quarter)"
    ),
    (
        r"\bexit [0-9]+[a-d]?\b[^.!?]{0,20}\bstation\b|\b[0-9]+ (?:min|mins|minutes)(?:'s"
        r"| walk)? from (?:the )?[a-z ]{2,25}(?:station|tube|exit)\b"
    ),
    (
        r"\b(?:waiting|wait|stood|standing|sat|sitting) (?:\w+ ){0,4}(?:in front of|outside"
        r"|opposite|by|under|next to) (?:the|a) (?:\w+ ){0,3}(?:station|shop|store|bookshop|cinema"
        r"|bank|church|cafe|clock|fountain|entrance|exit|gate|statue|library|school|hospital|hotel"
        r"|stop)\b"
    ),
    (
        r"\b(?:in|at) (?:my|his|her|our) (?:\w+ )?(?:dorm|halls|studio|one room|capsule hotel"
        r"|guesthouse|hostel|barracks|site|digs|company housing)\b|\b(?:capsule hotel|guesthouse"
        r"|weekly apartment|company housing|boarding house)\b"
    ),
    (
        r"\b(?:services|service station|rest stop|rest area|lay ?by)\b[^.!?]{0,30}\b(?:now|break"
        r"|stopped|resting|arriv|hour|home)\b|\b(?:break|stopped"
        r"|resting) at [a-z ]{2,25}services\b"
    ),
    (
        r"\b(?:room|house|flat|place|apartment) (?:is |'s )?(?:above|over|behind|opposite|next to"
        r"|across from|on the other side of) (?:the|a) \w+"
    ),
    (
        r"\b(?:corner|end|last|first|top|middle|back) (?:room|flat|house|unit) (?:on|of|in|at)\b"
        r"|\b(?:third|second|first|fourth|fifth|top|ground) floor (?:of|room|flat|corner|at|,)"
    ),
    (
        r"\b(?:no|without) curtains\b|\b(?:see|look) (?:right )?in(?:to)? (?:my|our|the) (?:window"
        r"|room|flat|living room|house)\b|\bknows? (?:what|which|when) (?:time )?i (?:get|come"
        r"|leave|am|go) (?:home|back|out|in)\b"
    ),
    (
        r"\b(?:ran|run|running|runs) away\b[^.!?]{0,40}\b(?:friend'?s|in|to|at)\b|\b(?:pet sitter"
        r"|neighbour|neighbor|cleaner|dog sitter|cat sitter|landlord|ex|sister|brother|mum"
        r"|friend) (?:has|have|got|still has|keeps) (?:a |my |our |the )?(?:spare )?keys?\b"
    ),
    (
        r"\b(?:security|ring|door|video) (?:camera|cam|doorbell)s? (?:by|at|over|outside|on|in"
        r"|because|after|since)\b"
    ),
    (
        r"\bgoing back to (?:my|our) (?:home ?town|parents'?|village|mum's|old room"
        r"|childhood home)\b|\bmy (?:old )?room at (?:home|my parents)\b"
    ),
    (
        r"\b(?:live|lives|living|stay|staying) (?:\w+ ){0,2}with (?:my|his|her|our|the"
        r"|your) (?:\w+'?s? )?(?:parents|in laws|mum|mom|dad|family|grandparents|grandma|sister"
        r"|brother|aunt|uncle|cousin|ex|boyfriend|girlfriend|partner|friend|flatmates?|roommates?"
        r"|host family|husband's parents)\b"
    ),
    (
        r"\b(?:room|flat|apartment|house|place|window|balcony)(?:'s| is)? (?:on|in) the (?:first"
        r"|second|third|fourth|fifth|sixth|top|ground|[0-9]+(?:st|nd|rd|th)) floor\b"
    ),
    (
        r"\b(?:renting|rent|living|based|staying|studying|working|flat|room) in (?!the (?:game"
        r"|film|past|moment)|a (?:dream|bubble)|peace|fear|debt|sin|progress)[a-z]+ (?:now"
        r"|at the moment|these days|currently|since|for now|again)\b"
    ),
    (
        r"\bkeys? (?:in|into|through) the (?:letter ?box|mail ?box|post ?box|parcel box|locker"
        r"|meter box|flower ?pot|shed|garage)\b"
    ),
    (
        r"\b(?:away|gone|abroad|out) (?:for )?(?:two|three|four|five|six|seven|ten|[0-9]+) (?:days"
        r"|nights|weeks) (?:from|starting|until|till|from)\b"
    ),
    r"\b(?:laps?|circuits?|loop) (?:of|round|around) (?:the|our) [a-z ]+ (?:every|each|at)\b",
    (
        r"\b(?:front|back|main) (?:gate|door|entrance) of (?:our|my|the) (?:building|block|flat"
        r"|estate|complex|house|apartment)\b|\bour (?:building|block|estate"
        r"|complex)(?:'s)? (?:front|main|back)? ?(?:gate|entrance|car park|lobby|door)\b"
    ),
    (
        r"\b(?:stuck in|in) (?:a )?(?:traffic|jam|tailback)\b[^.!?]{0,30}\b(?:past|near|by|on|at"
        r"|just|junction|exit|m[0-9]+|a[0-9]+|interchange)\b"
    ),
    (
        r"\bonly (?:comes?|home|back) (?:home )?(?:at|on|for) (?:the )?weekends?\b"
        r"|\bboarding (?:school|high school|house)\b"
    ),
    (
        r"\b(?:toilet|bathroom|kitchen|bedroom|downstairs|upstairs|ground floor|living room|back"
        r"|front|side|patio) (?:\w+ )?(?:window|door|lock|gate)s? (?:\w+ )?(?:lock )?(?:is|'s|are"
        r"|doesn't|won't|has been|never)\b"
    ),
    (
        r"\b(?:run|walk|jog|ride|swim|route)\b(?:'s| is| goes)? [^.!?]{0,40}\b(?:start|laps?|same"
        r"|usual|always|past|every)\b[^.!?]{0,25}(?:[0-9]{1,2}[:.][0-9]{2}|[0-9] ?[ap]m|as always"
        r"|every|at six|at seven)"
    ),
    (
        r"\b(?:i'm|im|we're|she's|he's|i am) (?:\w+ ){0,2}(?:waiting|sitting|standing|sat|stood"
        r"|stuck|parked|hiding|staying) (?:\w+ ){0,2}(?:at|in|by|on|outside|under|near|behind"
        r"|inside|next to|opposite) "
    ),
    (
        r"\b(?:i|we|they|he|she) (?:\w+ )?(?:got|get|been|being|were|was|are|is) (?:evicted"
        r"|kicked out|rehoused|relocated|transferred to|posted to|moved to)\b"
    ),
)
