"""English patterns of work: the job, the people there, and what must not get out.

They run over text as `policy.labelling.terms` compares it; those of `CASED` see capital letters.
"""

from __future__ import annotations

from typing import Final

from policy.labelling.names_en import NAME

_FIRM: Final = (
    r"(?:company|firm|startup|start up|team|department|office|plant|factory|branch|division|site"
    r"|store|depot|warehouse|agency|studio|boss|manager|lead|ceo)"
)

PATTERNS: Final = (
    r"\bhand(?:ed|ing|s)? (?:\w+ ){0,2}(?:notice|resignation)(?: in)?\b",
    (
        r"\b(?:i|we|she|he|they|mum|mom|dad|husband|wife|sister|brother|boyfriend|girlfriend"
        r"|partner|son|daughter|uncle|aunt|cousin|flatmate)(?: used to| now| still| also| both"
        r"| only)? works? (?:at|for|as|in|with|nights|shifts|part|full|from home|from the|weekends"
        r"|\w+ hours)\b(?! (?:me\b|progress|general))"
    ),
    (
        r"\b(?:i'm|i am|been|she's|he's|we're|i was) working (?:at|for|as|in|nights|late|weekends"
        r"|on a|with|from|overtime|\w+ hours|double)\b"
    ),
    (
        r"\b(?:got|get|getting|had|accepted|accept|took|turned down|rejected|declined|received"
        r"|negotiat\w+|considering) (?:\w+ ){0,2}offer(?:s|ed)? (?:from|at|for|with"
        r"|to)\b(?! (?:the house|the flat|a house))"
    ),
    (
        r"\b(?:start|starting|starts|started|begin) (?:\w+ ){0,2}(?:at|with) (?:the |my |a "
        r"|our )?(?:new (?:place|job|company|firm|role|school)|\w+ (?:in|on) (?:january|february"
        r"|march|april|may|june|july|august|september|october|november|december|monday))"
    ),
    (
        rf"\b(?:my|our|her|his|their|the|whole|entire|dublin|london) (?:\w+ )?{_FIRM}(?:'s| is"
        rf"| are|'re|has| has) (?:being |getting |about to |going to |definitely |all "
        rf"|likely to )?(?:be )?"
        r"(?:clos\w+|shut\w*|mov\w+|merg\w+|cut\w*|sold|bought|acquir\w+|laid|lay\w*|fir\w+"
        r"|folding|going under|restructur\w+|hiring|let go|gone|leaving|resign\w+|promot\w+"
        r"|replac\w+|relocat\w+|losing|axed|dissolv\w+)"
    ),
    (
        r"\b(?:cut|cutting|slash\w*|reduc\w*|chang\w*|mess\w*) (?:\w+ ){0,2}(?:my|our|his|her"
        r"|their) (?:hours|shifts?|rota|days)\b"
    ),
    (
        r"\b(?:they|management|the company|work|head office)(?:'re|'s| are| is|'ve)? (?:laying off"
        r"|letting (?:\w+ )*go|cutting|firing|sacking|axing|making (?:\w+ )*redundant|merging"
        r"|moving us|closing)\b(?! (?:the (?:cake|grass|ribbon|tree|hedge|road)))"
    ),
    (
        r"\b(?:put|putting) (?:me|him|her|us|them) on (?:a |an |the )?(?:pip|probation|performance"
        r"|notice|nights|earlies|lates|garden\w*|action plan|furlough)\b"
    ),
    (
        r"\b(?:keeps?|kept|always|constantly) (?:making|commenting|making comments|touching"
        r"|interrupting|dumping|giving me|emailing me)\b[^.!?]*\b(?:comments|jokes|work|weekend"
        r"|late|body|desk|credit)\b"
    ),
    (
        r"\b(?:work|work's|office|they)(?:'s| is| are|'re)? (?:making|forcing|letting|asking"
        r"|moving|wants?) us\b"
    ),
    (
        r"\bon (?:my|her|his) (?:lunch )?break at work\b|\bfrom (?:accounts|legal|sales|marketing"
        r"|finance|payroll|it support|engineering) (?:keeps?|is|told|said|got|has|wants|complained"
        r"|quit|left)\b"
    ),
    (
        r"\b(?:i|we|he|she|they) (?:got|was|were|been|have been|has been|just got) (?:a "
        r"|the )?(?:promoted|hired|fired(?! up)|sacked|demoted|suspended|transferred|headhunted"
        r"|furloughed|reprimanded|written up|passed over|made (?:permanent|redundant|partner"
        r"|manager|head|lead|director|supervisor))\b"
    ),
    (
        r"\boffered (?:me|her|him|us) (?:\w+ ){0,4}(?:job|role|position|lead|manager|post|contract"
        r"|promotion|raise|partnership|place on the team|money|hours|%)\b"
    ),
    (
        r"\b(?:my|our|her|his) (?:\w+ )?(?:contract|probation|secondment|placement|apprenticeship"
        r"|internship)(?:'s| is| ends?| runs?| finish\w*| got| was| has)\b"
    ),
    (
        r"\b(?:flogging|selling|closing|shutting|mothballing|relocating"
        r"|moving) (?:\w+ ){0,3}(?:site|plant|office|branch|factory|depot|warehouse|division"
        r"|store)\b"
    ),
    (
        r"\b(?:make|makes|earn|earns|paid|making) (?:[0-9]+ ?%|percent|\w+) (?:less"
        r"|more) than (?:the |my |him|her|them|todd|[a-z]+) (?:in|for|and|who|doing|same|at|men"
        r"|man|guy|guys|colleague|coworker|colleagues|coworkers)"
    ),
)

CASED: Final = (
    (
        rf"\b(?:I|[Ww]e|[Hh]e|[Ss]he|[Mm]um|[Dd]ad|[Bb]rother|[Ss]ister|[Hh]usband|[Ww]ife"
        rf"|[Pp]artner) (?:used to |now |still |just )?(?:work(?:s|ed)?|intern(?:s|ed)?"
        rf"|interviewed|interviewing|applied|temp(?:s|ed)?|started|contract(?:s"
        rf"|ed)?) (?:\w+ ){{0,2}}(?:at|for|with) {NAME}"
    ),
    (
        rf"\b(?:job|offer|interview|role|position|contract|internship|shift|fired|hired|laid off"
        rf"|recruiter|promotion) (?:\w+ )?(?:at|with|from|by) {NAME}"
    ),
    (
        rf"\b(?:lost|won|landed|closed|signed|saved) the {NAME} (?:account|contract|deal|pitch"
        rf"|client|project|tender)"
    ),
    (
        rf"\b{NAME} from (?:sales|accounts|HR|legal|IT|marketing|finance|payroll|engineering"
        rf"|reception|ops|head office|upstairs|the office|work)\b"
    ),
    (
        rf"\b{NAME} (?:got|is getting|was|is being|is|has been|'s being|got) (?:promoted|fired"
        rf"|sacked|let go|laid off|hired|demoted|suspended|made redundant|transferred|poached"
        rf"|written up|leaving the company|off sick again)\b"
    ),
    (
        rf"\b(?:told|tell|asked|emailed|reported|complained about|reported|escalated|covering for"
        rf"|report to|reports to) {NAME} (?:to HR|to the manager|to management|at work"
        rf"|in the meeting)"
    ),
)

PERSONAL: Final = (
    (
        r"\b(?:my|an|the|his|her|this|got an|another|three|two|for"
        r"|job) interviews?\b(?! (?:with (?:the vampire|david|the cast|the director|a celebrity)"
        r"|of|about|on (?:tv|bbc|the radio)))"
    ),
    (
        r"\binterview(?:ed|ing|s)? (?:at|for|me|him|her|went|tomorrow|today|on (?:mon|tue|wed|thu"
        r"|fri))\b"
    ),
    (
        r"\bas (?:the |our )?(?:new |interim |acting )?(?:cfo|ceo|cto|coo|vp|team lead|team leader"
        r"|head of (?!the (?:family|shrine|house|table))\w+|director|manager|partner|chair"
        r"|supervisor|lead|foreman|department head|regional manager)\b"
    ),
    (
        r"\b(?:wants|needs|called|asked|dragged|rota'd|scheduled|put) me (?:in|on|to come in"
        r"|to work|to cover) (?:\w+ ){0,3}(?:day off|weekend|sunday|saturday|shift|holiday"
        r"|christmas|leave)\b"
    ),
    (
        r"\b(?:running|run|runs|ran|months|weeks) (?:\w+ ){0,2}(?:out of"
        r"|from running out of) (?:cash|runway|money)\b[^.!?]{0,30}\b(?:staff|team|investors"
        r"|payroll|nobody|employees|close|fold)\b"
    ),
    (
        r"\b(?:selling|sell|sold|buying|bought|closing|shutting|folding|floating|merging"
        r"|restructuring|downsizing|rebranding) (?:off )?(?:the|our|my) (?:company|business|firm"
        r"|department|team|division|agency|startup|restaurant|shop|branch|plant|factory"
        r"|practice)\b"
    ),
    (
        r"\b(?:told|asked|warned|instructed|ordered|made|forced) (?:us |me |not |him |her |staff "
        r"|everyone )*(?:to |not to )?(?:mention|say|tell|talk|discuss|disclose|lie|cover up"
        r"|delete|shred|sign|backdate|fake|keep quiet|keep it quiet"
        r"|stay quiet)\b[^.!?]{0,40}\b(?:customers?|clients?|press|investors|staff|team|auditors?"
        r"|regulators?|recall|hr|manager|boss|nda|layoffs|figures|numbers|report|data)\b"
    ),
    (
        r"\b(?:went|go|going|are|been|we're|they're|out|voted to) on strike\b|\bvoted (?:to"
        r"|for a) strike\b|\bwe (?:went on strike|walked out|struck)\b"
    ),
    (
        r"\b(?:the|a|our) new (?:guy|girl|hire|starter|bloke|woman|manager|boss|recruit|temp"
        r"|intern|lad|kid|director|head) (?:earns?|gets?|got|is|makes?|at work|started|starts|took"
        r"|keeps?|on my team|in (?:sales|accounts|marketing|hr|it))\b"
    ),
    (
        r"\b(?:trained|training|train|hired|hiring|fired|firing|manage|managing|supervise"
        r"|supervising|line manage|mentoring|interviewing|covering for|replacing) (?:him|her|them"
        r"|my replacement|the new|a new|two|three|someone|people|staff|juniors?|interns?)\b"
    ),
    (
        r"\b(?:my|his|her|our|their|mum's|dad's) (?:\w+ )?(?:boss|manager|supervisor|team"
        r"|team leader|line manager|shift|shifts|rota|contract|probation|appraisal|promotion"
        r"|interview|job|role|employer|workload|hours at work|notice|resignation|career|placement"
        r"|internship|apprenticeship|one to one|performance|redundancy|pension scheme|office"
        r"|coworkers?|colleagues?|clients?|department|company|firm|startup|commission)(?:'s| is"
        r"| was| has| are| texts?| says?| said| told| wants?| keeps?| got| hates?| left| quit"
        r"| ends?| gave| called| emailed| just| asked| won't| doesn't| didn't| makes?| made"
        r"| thinks?| never| always)\b"
    ),
    (
        r"\b(?:pushed out|managed out|forced out|edged out|sidelined|passed over|overlooked"
        r"|frozen out|written up|told off|sent home|put on notice|on a warning|signed off|let go"
        r"|laid off|furloughed|headhunted|poached)\b"
    ),
    (
        r"\b(?:cried|crying|cry|shouted|screamed|yelled|snapped"
        r"|broke down) (?:\w+ ){0,5}(?:at work|in my (?:one to one|1:1|review|appraisal|meeting"
        r"|office)|in the office|in front of (?:my boss|the team|everyone at work|a client|clients"
        r"|customers)|in the (?:meeting|stock room|staff room|loos at work))\b"
    ),
    (
        r"\b(?:magazine|paper|shop|store|restaurant|cafe|clinic|bar|branch|salon|school|label|site"
        r"|channel|team|department) (?:is|are|'s) (?:folding|closing|shutting|going under"
        r"|going bust|being sold|being wound up|moving out)\b"
    ),
    (
        r"\b(?:whole|entire|my|our) (?:company|office|department|team|firm) (?:is|are|was|were"
        r"|gets?|got|has to) (?:made|forced|told|asked|expected|pressured)\b"
    ),
    (
        r"\b(?:client|customer|supplier|contact|rep)(?:'s)? (?:\w+ )?(?:keeps?|kept|won't stop"
        r"|is) (?:pushing|asking|texting|messaging|touching|calling|inviting|hassling|harassing"
        r"|flirting)\b"
    ),
    (
        r"\b(?:don't|doesn't|can't) get (?:along|on) with (?:the|my|our) (?:head|boss|manager|chef"
        r"|sister|matron|lead|supervisor|foreman|director|team|owner)\b"
    ),
    (
        r"\b(?:haven't|not|hasn't|can't|didn't|don't want to|scared to|afraid to|how (?:do i|to)"
        r"|need to|have to|going to|gonna|about to) (?:\w+ )?(?:told?|tell|telling"
        r"|mention\w*) (?:them|him|her|my (?:boss|manager|team|work|company|supervisor|director)"
        r"|work|the (?:boss|manager|team|office|company)|hr"
        r"|anyone at work) (?:\w+ ){0,4}(?:i'm (?:leaving|quitting|pregnant|resigning|moving)"
        r"|i (?:quit|resigned|want to leave|got)|about (?:the|my) (?:job|offer|interview"
        r"|resignation|leave|pregnancy))\b"
    ),
    (
        r"\b(?:i'm|i am|we're|he's|she's) (?:leaving|quitting|resigning|changing jobs|moving jobs"
        r"|starting) (?:\w+ ){0,3}(?:next (?:month|week|year)|in (?:january|february|march|april"
        r"|may|june|july|august|september|october|november|december)|at the end of|on (?:mon|tue"
        r"|wed|thu|fri)\w*|the company|my job|this job|work)\b(?=[^.!?]*(?:told|tell|boss|manager"
        r"|job|company|work|yet|haven't|team|notice|office))"
    ),
    (
        r"\b(?:boss|manager|director|team leader|team lead|supervisor|foreman|head|chief|owner"
        r"|senior|coworker|colleague|ceo|site manager|line manager)\b(?:'s)? (?:\w+ ){0,2}"
        r"(?:shout\w*|yell\w*|scream\w*|sigh\w*|ignor\w*|hates?|bull\w+|threaten\w*|blam\w*"
        r"|mock\w*|touch\w*|undermin\w*|criticis\w*|critici[sz]\w*|told me off|humiliat\w*"
        r"|picks? on|picked on|snapped|swore|docked|denied|refus\w*|promis\w*|recommend\w*|cut"
        r"|moved|transferr\w*|fired|hired|promot\w*|called me|texts?|messag\w*|hit on"
        r"|asked me out)\b"
    ),
    (
        r"\b(?:got|been|being|was|were|am|is|are|get) (?:\w+ )?(?:transferred|relocated|reassigned"
        r"|posted|seconded|shortlisted|headhunted|onboarded|restructured|outsourced|underpaid"
        r"|overworked|micromanaged)\b"
    ),
    (
        r"\b(?:they|management|head office|the company|boss|ceo|hq|upstairs"
        r"|above)\b[^.!?]{0,20}\b(?:cut|let go|sack|fire|get rid of|lose|drop|axe"
        r"|lay off) (?:of )?(?:[0-9]+|two|three|four|five|six|ten|twenty|half|a third|some"
        r"|most) (?:of (?:us|the team|the staff|them)|people|jobs|staff|posts|roles|workers|heads"
        r"|temps|nurses|teachers|drivers)\b"
    ),
    (
        r"\bmy (?:account|client|customer|supplier|contractor|agency|landlord company|publisher"
        r"|label|gallery|editor)s? (?:\w+ )?(?:wants?|is|has|suddenly|might|are|cancelled"
        r"|terminat\w+|pulled)\b[^.!?]{0,30}\b(?:end|cancel|terminate|contract|deal|leave|pull"
        r"|invoice|pay|drop)\b"
    ),
    (
        r"\b(?:two|three|four|five|six|ten|[0-9]+) (?:years|months|weeks) (?:in|into (?:the"
        r"|this) job|at (?:this|the) (?:job|company|firm|place)|here) and\b"
    ),
    (
        r"\b(?:nurses?|teachers?|drivers?|waiters?|cooks?|chefs?|staff|juniors?|trainees?|interns?"
        r"|devs?|engineers?|temps?|part timers?|colleagues?|coworkers?) (?:\w+ ){0,4}(?:left|quit"
        r"|quitting|resigned|walked out|leaving|in tears|crying|burnt out|handed in)\b"
    ),
    (
        r"\b(?:broke|dropped|smashed|forgot|messed up|screwed up|lost|spilled|deleted"
        r"|crashed) [^.!?]{0,35}\b(?:out of my (?:pay|wages)|at work|on my first (?:day|shift)"
        r"|boss|manager|client|customer|production|server|warning)\b"
    ),
    (
        r"\bon the ward\b|\bin the (?:kitchen|warehouse|call centre|lab|factory) (?:where i work"
        r"|at work|today|tonight)\b"
    ),
)
