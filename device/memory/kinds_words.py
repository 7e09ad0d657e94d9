"""The words by which a sentence shows what kind of thing it is, in English, Japanese and Korean.

Each pattern is one idea, read from folded text, all languages at once: the scripts keep them apart.
What a pattern can repeat is bounded, so that a long text costs its length and no more.
"""

from __future__ import annotations

import re
from typing import Final

# --- What is true for minutes ---

_BOARDED_EN: Final = (
    r"(?:bus|train|tube|tram|metro|subway|underground|overground|ferry|plane|platform|motorway|"
    r"m\d{1,2}|escalator|lift|sofa|loo)"
)
TRANSIENT: Final = re.compile(
    rf"\b(?:still )?on (?:the|this|a) (?:last |next |first |early |late |night |"
    rf"wrong )?{_BOARDED_EN}\b"
    r"|\bon (?:my|the|our) way\b|\b(?:nearly|almost) (?:home|there)\b|\bbe (?:there|back|"
    r"home) in\b"
    r"|\bin (?:the|a) (?:queue|line|bath|shower|lift|car park|checkout|cab|taxi|big \w{3,9})\b"
    r"|\b(?:stuck|sat|sitting|standing|waiting|queuing|lying|held) (?:in|on|at|here|outside|"
    r"under|by|behind)\b"
    r"|\bsignal failure|\brail replacement|\bno (?:seats?|aircon|signal|air on)\b|\ba seat\b"
    r"|\brunning (?:a bit |very |\d+ min(?:ute)?s? )?late\b|\btesting,? (?:is|this|testing|one)\b"
    r"|\bjust (?:leaving|left|parked|landed|got (?:off|on|in|home|here)|woke|sat down|"
    r"missed the)\b"
    r"|\b(?:is|are|'re|'s) (?:here|outside|delayed|boiling|cooking|burning)\b|^landed\b|^home\b"
    r"|\b(?:so|too|bloody|really|very) (?:tired|hungry|hot|cold|sleepy|knackered|full|bored)\b"
    r"|\b(?:off to|going to|in|to) bed\b|\bearly night\b|\bbrb\b|\bcan't sleep\b|\bbedtime\b"
    r"|\beverything hurts\b|\bkettle'?s? on\b|\b(?:raining|snowing|pouring|drizzl\w+)\b|\bfrost\b"
    r"|\bhalf asleep\b|\bslept badly\b|\bnothing (?:much|to report)\b|\bright now\b|"
    r"\bat the moment\b"
    r"|(?:^|[\s。、,!])(?:今|いま)(?!年|月|週|度|後|日|回|朝|の(?:家|会社|部屋|住|仕事|職)|まで|"
    r"より|は)"
    r"|今から|いまから|なう(?=$|[\s。!,、])|(?<!見)(?:着い|到着し)た|向かって(?:ま|る)|"
    r"並んで(?:る|ま|ん)"
    r"|(?:乗|逃|降り)(?:れ|し|っ)?(?:た|てる)(?!い)|遅(?:れる|なる|くなる|なります|れます|"
    r"れそう)|あと(?:ちょっと|少し|\d{1,3}分)で"
    r"|(?:眠|ねむ|だる|しんど|さむ|寒|暑|あつ|蒸し暑|腹減|はらへ)(?:い|た|っ|すぎ|かっ|く)|"
    r"おなか(?:が)?(?:すい|空い|へっ)"
    r"|疲れ(?:た|すぎ)|つかれた|風呂(?:入|はい|行)|(?:もう|そろそろ|先に)寝(?:る|ます|よ)|寝落ち|"
    r"起きた(?!時)|眠れ(?:ない|へん|ん)"
    r"|帰(?:る|ります|るわ|宅中|り道)(?=$|[\s。!,、わねで])|撤収|待機中|休憩中|移動中|渋滞|満員|"
    r"終電|始発|止まって(?:る|ま)|雨やば"
    r"|夜勤明け|(?:^|\s)明け(?=\s|$)"
    r"|지금|가는\s?중|오는\s?중|가는\s?길|오는\s?길|퇴근길|출근길|(?<!입)(?:도착)|(?:탔|내렸|"
    r"앉았|놓쳤|깼|일어났)(?:어|다|음|는데|습)"
    r"|기다리(?:는\s?중|고\s?있|는데)|줄\s?서|배고[파프]|배불러|졸[려리립]|피곤|(?:추워|춥다|"
    r"더워|덥다|더럽게)|자러|잘게|자야(?:지|겠|$)"
    r"|씻(?:고|으러|을)|막차|첫차|막혀|막히|늦을\s?(?:듯|거)|늦는다|퇴근(?!하면|시간|\s?후)|"
    r"비\s?(?:온다|와|오네|옴)|눈\s?(?:온다|와|오네)"
    r"|심심|누워\s?있|버스(?:\s?안|에서)|벤치|하는\s?중|먹는\s?중|"
    r"(?<=[하먹가오타걷보씻자리]는 )중(?:이야|임|이다|일\s?뿐)"
)

# --- What keeps a conversation going ---

# What is said to keep a conversation going; nothing of it is a memory.
CHATTER: Final = frozenset(
    """
    ok okay k kk yes yeah yep yup no nope nah sure right true nice cool great good fine lmao
    thank thanks thx ty you u so much hi hey hello bye night goodnight morning hm hmm oh ah wow omg
    really same exactly totally np yw that's i see
    はい いいえ うん ううん そう そうだ そうや せや せやな せやね ほんま ほんまに まじ マジ まじで
    おけ おっけー オッケー 了解 りょ りょうかい ありがとう ありがと さんきゅー おはよう おやすみ
    おつかれ お疲れ お疲れ様 おつ こんにちは こんばんは なるほど へー へえ ほー すごい やば やばい
    わろた え えっ あー おー いいね それな ほな どうも
    응 어 엉 네 넵 넹 예 아니 아니요 그래 맞아 진짜 헐 대박 오 와 우와 아하 그렇구나 그치 고마워
    고마웡 감사 감사합니다 안녕 안녕하세요 잘자 굿밤 굿모닝 수고 ㅇㅋ ㅇㅇ ㄴㄴ ㄱㄱ ㄱㅅ ㅇㅈ ㄹㅇ
    오케이 콜 굿
    """.split()
)
_ENDINGS: Final = (
    "ございます|ございました|です|でーす|っす|ます|だよ|だね|だな|やで|やな|やね|ね|よ|な|わ|〜|ー"
    "|요|용|죠"
)
LAUGHTER: Final = (
    "w+|笑+|草+|[ㄱ-ㆎ]+|a?(?:ha)+h?|(?:he)+h?|l(?:o+l)+"
    "|[あうえい]?[はふへひ]{2,}|[하호흐히헤크캬]{2,}"
)
# Longest first, so that a word is not taken for a shorter one with a rest.
_WORDS: Final = "|".join(map(re.escape, sorted(CHATTER, key=len, reverse=True)))
# Atomic groups: no text makes it try again what it has read.
EMPTY_TALK: Final = re.compile(rf"(?>(?:{_WORDS})(?:{_ENDINGS})*+|{LAUGHTER})++")
WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

# A spoken note's hesitations.
FILLER: Final = re.compile(
    r"(?:^|[\s,])(?:um+|uh+|erm?|hmm+)(?=$|[\s,])"
    r"|(?:えっと|ええと|えーと|えー|あのー|あの(?=\s|、)|うーん|んー)|(?:^|\s)あ(?=\s)"
    r"|(?:^|\s)(?:어|음|아|뭐|저기|그러니까)(?=\s)"
)
REACTION: Final = re.compile(
    r"^(?:oh|omg|ha+h?|aw+|ooh+|ugh|wow|yay|ta|lol|blimey|hooray|haha\w*|hey|congrat\w*|sorry|"
    r"cheers|thanks?|thank)\b"
    r"|^(?:right|yes|no|nope|yep|ok|okay|well|fine|lovely|good|grand|mate|please|happy|welcome|"
    r"proud|morning|love|alright|sure|what)(?=\s*(?:[,.!?…]|$))"
    r"|\b(?:thank you|thanks|well done|good luck|congratulations|good (?:night|morning)|"
    r"sleep well|love you|no worries|can't wait|so (?:happy|proud|sorry|excited) for|see you|"
    r"speak soon|take care|go on|you poor|bless|proud of)\b"
    r"|大変失礼|失礼し(?:た|まし)|誤送信|申し訳|お願い(?=$|[。し!])|楽しみ|さみし|寂し|泣(?:く|"
    r"ける|いた|いてる|きよ)|おめで|ありがと|お疲れ|おつかれ|(?:まじ|マジ|ほんま|本当|"
    r"ほんと)(?:か|に\?|で\?|や|かい)|すご(?:い|っ)?(?=$|[。!、〜ー])|やば|えら(?:い|すぎ)|"
    r"さすが|うそ(?:や|だ|で)"
    r"|うける|ウケる|わかる|それな|なんでやねん|知らんけど|ごちそうさま|よろしく|がんばれ|頑張|"
    r"ファイト|楽しんで|気をつけ|お大事|無理せ|ええな[ぁあ]|いいな"
    r"|はじめまして|おやすみ|おはよ|こんばん|こんにち|承知|了解|りょ(?=$|[。、!\s])|わかりました|"
    r"ごめん|すみません|やった[ー〜!]|ようやった|草(?=$|[。!\s])"
    r"|(?<![a-z])w+(?=$|[\s。!])|[ㅋㅎㅠㅜ]{2,}|ㅊㅋ|축하|고마[워웠]|감사|미쳤|대박|헐(?=$|"
    r"[\s,.!ㅋ])|진짜\?|화이팅|파이팅|수고|고생|부럽|귀엽|웃[기겨]|인정|잘했"
    r"|오메|여보세요|걱정\s?마|잘못\s?보냈|보고\s?싶|잘\s?자|힘내|조심히|다행|ㅇㅋ|오케이|미안|"
    r"죄송|굿(?=$|[\s!ㅋ])|짱|레전드|개(?:웃|꿀|쩔|좋|멋|이득|귀)"
)
# What is asked of someone else, or said of the one who listens.
SECOND: Final = re.compile(
    r"\b(?:you|your|you're|you'll|you've|u|ur|yourself|mate|beta|babe|darling|let's|lets)\b"
    r"|あんた|お前|おまえ|あなた|きみ|自分ら|(?:して|やって|来て|見て|言って|って|で|れ|せ)(?:な|"
    r"や|ね|よ)(?=$|[。!〜ー])|(?:や|や)ん(?=$|[。!〜])"
    r"|(?<![가-힣])(?:너|네가|니가|니|넌|당신|형|누나|언니|오빠|인마|임마|새끼|"
    r"놈)(?=[는은가도를의랑\s,!?.]|$)|(?:해라|하지\s?마|해요\?|냐|니)(?=$|[?!.\sㅋ])"
)
# An order or an offer about the moment: "take care", おいで, 챙겨.
BIDDING: Final = re.compile(
    r"^(?:bring|take|come|go|put|make|let|send|tell|give|get|have|look|mind|stop|leave|enjoy|try|"
    r"turn|keep|hold)\b|\b(?:shall i|do you want|would you like|want me to|let me know|enjoy)\b"
    r"|おいで|(?:持って|買って|送って|見て|言って|帰って)(?:き|こい|来|な|ね|や)|しとき|ときや|"
    r"ください(?=$|[。!ね])|てね(?=$|[。!])|ましょうか|ときな|やめとく|しよか|するわ(?=$|[。、!])"
    r"|(?:묵|먹|가|오|사|챙기|챙겨|입|자|해|봐|와)(?:라|어라|아라|고와|세요)(?=$|[\s.!ㅋ])|"
    r"(?:할까요|드릴까요|하세요|보세요|주세요|되세요|바라요)(?=$|[\s.!])|걱정\s?마"
)
# A reply: it begins with what only the message before it explains.
REPLY: Final = re.compile(
    r"^(?:he|she|they)\b(?! (?:only |never |always |really )?(?:prefers?|likes?|hates?|loves?|"
    r"drinks?|eats?|lives?|works?|wants?|needs?|has|quit|moved|bought))|^(?:it|it's|that|that's|"
    r"this|those|and|but|or|so|then|both|either|neither|unless|because|or|you|please (?:tell|say|"
    r"don't|dont|give|send)|(?:don't|dont)|(?:delighted|furious|screaming|crying|dying)|over|"
    r"on to|in that|i already|i am \w+ing|already|not (?!a )|no (?!\w+ (?:in|for|on|after|"
    r"before))|yes|what|one of)\b"
    r"|^(?:それ|そっち|そこ|あれ|あそこ|その|で、|じゃ|ほな|でも|だって|だから|はい。|いえ|"
    r"いや(?!ホン)|ええ|うん|わかった|分かった|だめ|さあ|どうぞ|どういたし|なら|俺が|考え)"
    r"|(?:かしら|ですから|でしょうか|にします|何よりです|しよる|んといて|なあ?|やん|やろ|やぞ|"
    r"わよ|わね|かな)$"
    r"|^(?:그건|그거|그게|그걸|그럼|그람|그러|근데|그래|이거|이게|와\s|오\s|야\s|아니|네\s|응|"
    r"아뇨|저런|에이|헉|허|말하니|좋)|(?:지요?|네요?|나요?|건데|구나|군요?|라고|인데)$"
)
# Laughter and tears in the middle of a sentence or at its end.
LAUGHING: Final = re.compile(
    r"[ㅋㅎㅠㅜ]|(?<![a-z])w{2,}|笑(?=$|[。!\s)])|\b(?:lol|lmao|haha\w*)\b|\.{3}|…|[!?]{2,}"
)
JOKE: Final = re.compile(
    r"\b(?:like (?:a|an|lemons|some)|who have i become|define|jk|kidding|joking|furious and|"
    r"feel about|as if)\b"
    r"|冗談(?!抜き|じゃ|やな)|(?:かい|かよ)$|んのかい|(?:みたい|ちゃう)(?:やな|だな|か)|農담|"
    r"농담(?!\s?(?:아니|말고))|(?<!가)뻥|(?:인데|인줄)\s?ㅋ|생김\s?ㅋ|\blol\b"
)
# A program's "I have it", which restates nothing.
ACKNOWLEDGEMENT: Final = re.compile(
    r"(?:(?:ok|okay|sure|done|noted|saved|removed|deleted|got it|understood|all right|alright|"
    r"will do|of course|no problem|of course|you're welcome|my pleasure|good night|morning|"
    r"good luck|i'll remember(?: that)?|i've (?:saved|noted|got) (?:that|it)|"
    r"(?:that's )?(?:saved|noted|done)|i won't (?:keep|save|store|remember) (?:that|it|this)|"
    r"nothing (?:is )?(?:kept|saved)|updated|congratulations|happy to help|anything else|"
    r"is there anything else|let me know)[\s.,!?]*)+"
    r"|(?:(?:はい|承知(?:しました|です)|了解(?:しました|です)?|わかりました|分かりました|"
    r"かしこまりました|覚え(?:ました|ておきます(?:ね)?|ます)|記録しました|保存しました|"
    r"更新しました|修正しました|直しました|メモしました|削除しました|消しました|残しません|"
    r"聞かなかったことにします|覚えずにおきますね?|おつかれさまです|お疲れさまです|"
    r"おやすみなさい|おめでとうございます|お大事に|どういたしまして|また(?:何か)?あれば(?:どうぞ|"
    r"言ってください))[\s。、!]*)+"
    r"|(?:(?:네|예|넵|알겠(?:습니다|어요)|알았(?:어요|습니다)|저장(?:했어요|했습니다|할게요)|"
    r"기억(?:할게요|했어요|했습니다|하겠습니다|해\s?둘게요)|기록(?:했어요|했습니다|할게요|"
    r"해\s?둘게요)|메모(?:했어요|해\s?둘게요)|적어\s?둘게요|수정(?:했어요|했습니다)|바꿨어요|"
    r"고쳤어요|지웠(?:어요|습니다)|남기지\s?않(?:을게요|겠습니다)|확인(?:했어요|했습니다)|"
    r"안녕히\s?주무세요|축하(?:해요|드려요|합니다)|천만에요|좋아요)[\s.,!]*)+"
)

# --- What makes a sentence worth keeping ---

NUMBER: Final = re.compile(r"\d+(?:[.,:/]\d+)*")
WEEKDAY: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:jan|febr)uary\b|\bapril\b|\bju(?:ne|"
    r"ly)\b|\baugust\b"
    r"|\b(?:septem|octo|novem|decem)ber\b|\bin (?:march|may)\b"
    r"|[月火水木金土日]曜|[月火水木金土日](?:・|、)[月火水木金土日]|(?:元日|お盆|正月|彼岸|"
    r"ゴールデンウィーク)|[월화수목금토일]요일|[월화수목금토일]욜|추석|설날"
)
# A number in words, with what it counts.
NUMERAL: Final = re.compile(
    r"[一二三四五六七八九十百千]+(?:日(?!本)|月|時|分(?!か|の)|年|週|回|人(?!で)|円|万|歳|才|"
    r"か月|ヶ月|個|枚|本|台|階|番(?!い)|泊|キロ|錠|杯|つ)|半年|半額"
    r"|(?:[일이삼사오육칠팔구십백천유시]|하나|한|두|세|네|다섯|여섯|일곱|여덟|아홉|"
    r"열)\s?(?:시(?=[\s에까부]|$)|월|분(?=[\s에이]|$)|번|명|살|개(?![가-힣])|층|박(?=[으\s]|$)|"
    r"달|킬로|만\s|일에|통|병|알(?=[\s씩]|$))"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|hundred|thousand|dozen) (?:times|days|weeks|months|years|hours|minutes|kilos?|"
    r"people|o'clock|pills?|pounds?|euros?|dollars?|quid|bags?|bottles?|kilomet\w+|miles?|of)\b|"
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) of\b"
)
COMING: Final = re.compile(
    r"\b(?:tomorrow|yesterday|next (?:week|month|year|time|term|spring|summer|autumn|winter)|"
    r"last (?:week|month|year)|every (?:day|week|month|year|morning|night|other)|once a|twice a|"
    r"daily|weekly|monthly|on the \w+th|since|by the end of|until|from now on|o'clock|"
    r"\d{1,2}(?::\d\d)? ?[ap]m)\b"
    r"|明日|明後日|あさって|来週|先週|来月|先月|今月|来年|去年|毎[日朝晩週月年回]|週末|月末|月初|"
    r"上旬|下旬"
    r"|내일|모레|다음\s?[주달해]|지난\s?[주달해]|이번\s?[주달]|내년|작년|매[일주달년]|[밤날]마다|"
    r"주말|월말|연말"
)
RELATIVE: Final = re.compile(
    r"\b(?:tonight|today|this (?:week|month|year|summer|winter|spring|autumn|weekend|morning)|"
    r"ago|end of|noon|midnight|anniversary|after (?:lunch|dinner|breakfast|work|school))\b"
    r"|昨日|きのう|今週|今年|午前|午後|正午|記念日|まで|から(?=[でに、。]|$)|以来|어제|그저께|"
    r"올해|오전|오후|정오|기념일|까지|부터"
)
_NUMBERS_EN: Final = (
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|dozen|half|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"
)
NUMBER_WORD: Final = re.compile(_NUMBERS_EN)
NAME: Final = re.compile(
    r"「[^」]{1,40}」|『[^』]{1,40}』|\b(?:mr|mrs|ms|dr)\.? [a-z]|(?:さん|ちゃん|くん|先生|様|"
    r"先輩|課長|部長|師長)(?!か)"
    r"|[가-힣]{2}(?:\s?씨|\s?쌤|선생님|팀장|과장|부장|대리|사장님|원장님|교수님|삼촌|이모|고모|"
    r"할머니|할아버지)"
)
# Read with its capitals.
TASTE: Final = re.compile(
    r"\b(?:prefers?|favou?rites?|hates?|loves?|can't stand|allerg\w+|vegan|vegetarian|"
    r"intoleran\w+|don't (?:like|eat|drink|want|do)|doesn't (?:like|eat|drink)|(?:i|i'd|he|she|"
    r"we|they) (?:really |never |don't |only |always )?(?:like|love|hate|rather|drink|eat|"
    r"want)s?|no \w+ in|not (?:a fan|keen)|instead of|rather than|usually|always|never|into)\b"
    r"|好き|嫌い|きらい|嫌や|嫌だ|苦手|大好物|アレルギー|はまって|ハマって|気に入|派(?=$|"
    r"[。、やだでな])|のほうが(?:いい|ええ|好)|いつも|絶対|一番|やめた|しか(?:飲|食|使|行|着|買)|"
    r"で(?:ええ|いい)(?=$|[。、やわ])"
    r"|좋아[하해했]|싫어|싫다|질색|알레르기|즐겨|최애|취향|못\s?먹|안\s?먹|끊[는었기]|파(?:인데|"
    r"야|임|다)(?=$|[\s.])|제일|항상|맨날|절대|무조건"
)
PLAN: Final = re.compile(
    r"\b(?:will|won't|going to|gonna|plan(?:s|ned|ning)?|book(?:ed|ing)|reserv\w+|appointments?|"
    r"deadlines?|due|promised?|meetings?|schedul\w+|have to|has to|need to|needs to|must|moving|"
    r"getting|starts?|starting|hoping|thinking of|want to|wants to|signed up|tickets?|reminder|"
    r"remind)\b"
    r"|(?:i|we|he|she|they|it)'ll\b"
    r"|予定|予約|約束|締切|締め切り|〆切|つもり|(?:し|せ|行か|買わ|出さ)な(?:きゃ|あかん|いと|"
    r"くちゃ)|せなあかん|ことに(?:した|なった|する|しました|なりました)|決まっ|決め|変更|申し込|"
    r"抽選|(?:行|買|作|会|や|始め|取|使|出)(?:う|お|こ|よう|ろう)(?:と思|か|や|ね|!|$|。)"
    r"|(?:したい|行きたい|習いたい|やりたい|ほしい|欲しい)|通う|始め(?:る|ます|た)|引っ越|会お|"
    r"行くわ|やて(?=$|[。、!])|らしい"
    r"|예정|예약|약속|마감|기로\s?(?:했|함|하)|해야|(?:할|갈|살|볼|먹을|줄)\s?(?:거|게|꺼)|"
    r"하려고|가려고|잡(?:았|혔|음)|바뀌|바꾸|바꿈|신청|등록|시작|이사|대래|(?:래|대)(?=$|"
    r"[\s.,!])|싶"
)
CHANGE: Final = re.compile(
    r"\b(?:actually|instead|correction|corrected|scratch that|i meant|i mean it's|changed|"
    r"moved (?:to|it|from|the)|swapped|switched|cancelled|canceled|postponed|rescheduled|"
    r"no longer|not \w+ (?:but|any ?more)|turns out|was wrong|got (?:it|that|the \w+) wrong|"
    r"mistake|wrong (?:date|day|number|one)|any ?more|now (?:it's|at|on|in|costs?|we|i'm)|"
    r"after all|forget (?:the|what)|pushed (?:back|to)|brought forward|went (?:up|down)|"
    r"it's (?:now|not))\b|, not (?:the )?\w+"
    r"|やっぱ|訂正|間違え|まちごう|見間違|勘違い|変わっ|変わり|変更|変え|じゃなく|ではなく|"
    r"やなくて|ちゃうくて|ちゃうわ|ちゃう、|(?:に|へ)(?:なった|なりました|なってもう|した(?=$|"
    r"[。、!よわで])|しました|延期)|延期|延び|中止|キャンセル|値上がり|値下|下げて|結局|戻し|"
    r"取り消し|から.{1,12}に(?:変|なっ)|違って|ちごて"
    r"|정정|아니라|아니고|말고|바꿨|바꿈|바뀌|바꿔|변경|취소|미뤄|미뤘|연기|밀[렸림]|당겨|앞당|"
    r"잘못|착각|헷갈|(?:이|가)\s?아니|다시\s?(?:보니|재|확인)|알고\s?보니|결국|안\s?(?:하기로|"
    r"가기로)|못\s?가|오른|올랐|내렸"
)
EVENT: Final = re.compile(
    r"\b(?:bought|got|passed|failed|finished|started|quit|resigned|moved|signed|paid|sold|won|"
    r"lost|broke|broken|died|born|ordered|arrived|accepted|offered|booked|went|met|saw|did|made|"
    r"ran|swam|walked|had|took|gave|told|said|visited|cooked|planted|fixed|handed|applied|"
    r"entered|joined|came|left|found|fell|hurt|came|called|rang|came back|exchanged|completed|"
    r"graduated|engaged|married|pregnant|approved)\b|\w{3}ed\b"
    r"|(?:買|行|会|もら|払|受か|落ち|当た|決ま|終わ|辞め|死ん|壊れ|届|見つけ|借り|返し|渡し|作|"
    r"食べ|観|送|治|戻|走|泳|登|始ま|生まれ|入|出|申し込ん|産|痛め|捻|転)[^。、!\s]{0,3}(?:た|"
    r"てん|だ)"
    r"|(?:まし|でし)た|(?:落選|当選|合格|内定|退職|入院|退院|手術|完了|契約|納車|入籍|妊娠|卒業|"
    r"入学|優勝|済み)"
    r"|(?:샀|갔|왔|받았|냈|붙었|붙음|떨어졌|떨어짐|끝났|끝냈|그만뒀|죽었|고장|도착했|찾았|빌렸|"
    r"줬|만들었|먹었|봤|보냈|났|시켰|질렀|주문|결제|합격|퇴사|입사|수술|계약|당첨|탈락|잡았|"
    r"했)(?:어|다|음|는데|습니다|고|지|네|대)?"
)
HEALTH: Final = re.compile(
    r"\b(?:allerg\w+|doctor|gp|hospital|surgery|operation|pills?|tablets?|medicine|medication|mg|"
    r"dose|clinic|physio|dentist|blood|scan|diagnos\w+|migraines?|knee|back pain|tooth|fever|"
    r"asthma|vet|prescri\w+|sprain\w*|iron|anaemi\w+|pressure|hurts?)\b"
    r"|病院|医者|先生|手術|薬|錠|血圧|検査|診断|熱|歯医者|通院|症|痛|注射|予防接種|卵(?:黄|白)|"
    r"発作|骨折|捻挫|ワクチン"
    r"|병원|의사|수술|약(?=[\s은을이도]|$)|혈압|검사|진단|치과|치료|주사|디스크|통증|아프|아파|"
    r"안과|한의원|당뇨|처방|접종|골절|인대"
)
MONEY: Final = re.compile(
    r"[$€£¥₩]|\b(?:rent|mortgage|loan|salary|deposit|bill|bills|paid|costs?|price|refund|"
    r"insurance|bonus|fee|k a year|contract|job|offer|interview|keys?|password|code|address|flat|"
    r"landlord|visa|passport|licence|license)\b"
    r"|家賃|ローン|給料|年収|敷金|保険|手取|円|万|暗証|番号|住所|契約|更新|内見|鍵|免許|面接|"
    r"内定|転勤|賃貸|バス停|合鍵"
    r"|월세|전세|대출|연봉|월급|보증금|보험|원(?=[\s이에을]|$)|만\s?원|비밀번호|번호|주소|계약|"
    r"면접|이직|열쇠|면허|관리비|환불|비번"
)
# What changes a life or a household, however shortly it is said.
LIFE: Final = re.compile(
    r"\b(?:allerg\w+|vegan|pregnant|engaged|married|divorc\w+|died|passed(?! (?:me|the|it))|"
    r"failed|born|diagnosed|cancer|surgery|hired|fired|redundan\w+|resigned|quit|evicted|"
    r"moved (?:in|out|to)|broke up|got in|offered|accepted|exchanged|leak(?:s|ed|ing)?|stolen|"
    r"lost my|password|passcode|out of|ran out|no more|keys?|code|cancelled|canceled|favou?rite|"
    r"birthday|hurts|can't stand|used to|won(?:'t)? eat|flight|lands|lunch with|dinner with)\b"
    r"|止まった|遅延|運休|停電|断水|閉鎖|亡くな|死んだ|逝|生まれ|妊娠|婚|離婚|別れ(?!際)|落選|"
    r"当選|当たった|受かっ|合格|落ちた|内定|退職|辞め|転職|転勤|出張|入院|退院|手術|骨折|引っ越|"
    r"引越|漏(?:れ|り|っ)|壊れ|割れ|盗|なくし|落とし(?:た|て|まし)|無くな|切れ(?:た|て)|もうない|"
    r"アレルギー|蕁麻疹|じんましん|飲めな|食べられ(?:へん|な)|食べれ|だめ(?:だ|や|って|に)|禁止|"
    r"苦手|誕生日|始め(?:た|ます|る)|名前|という"
    r"|돌아가셨|돌아가시|죽었|태어났|임신|결혼|이혼|헤어졌|합격|불합격|붙었|붙음|떨어[졌짐]|"
    r"그만[둔뒀두]|퇴사|이직|출장|입원|퇴원|수술|골절|이사(?=[를했해 간가]|$)|새(?:요|는데|더라)|"
    r"샌다|고장|깨졌|잃어버|잃었|엎어|빠졌|없어졌|알레르기|두드러기|확정|못\s?먹|안\s?먹|안\s?묵|"
    r"금지|생일|질색|디스크|이름|반찬통|빌려"
)
# Something that holds: where one lives, comes from, keeps things; who one is to another.
STANDING: Final = re.compile(
    r"\b(?:grew up|lives?|lived|works? (?:at|in|for|as)|is called|was called|belongs?|"
    r"comes? from|born in|called|named|keeps?|lent|borrowed|goes to|teaches|studies|studied|"
    r"speaks?|owns?|wears?|plays|sings|left (?:the|my|our|his|her)|found (?:the|my)|is (?:it|"
    r"this|that) \w+'s|(?:near|opposite|next to|behind|under|above|beside) (?:the|my|our|a)|"
    r"a present from|went to school|school for)\b"
    r"|住ん|育っ|育ち|出身|生まれ|勤め|働い|通っ|通う|飼っ|という|名前|置い(?:た|て|てき|とい)|"
    r"忘れた|しまっ|入ってる|預け|貸し|借り|くれた|もろた|もらった"
    r"|(?:父|母|兄|姉|弟|妹|夫|妻|旦那|主人|息子|娘|孫|祖母|祖父|猫|犬|担任|上司|友達|彼)(?:は|"
    r"が|の|を)"
    r"|살(?:아|고|았|거든|지)(?![가-힣])|자랐|자라(?=[서다])|출신|다니|다녀|키우|키워|"
    r"두고\s?(?:왔|옴)|놔뒀|둬|빌려|맡[겼기]|일해|일하|근무|가르치|이름|담임|치료받"
    r"|(?:엄마|아빠|아버지|어머니|누나|언니|오빠|동생|남편|아내|와이프|아들|딸|손주|친구|할머니|"
    r"할아버지|고양이|강아지|담임|시어머니|장모)(?:은|는|이|가)\s"
    r"|넣어\s?(?:마|먹)|(?:に|で)(?:いる|います|おる|ある|あります|あるよ|おるよ)$|(?:에|"
    r"에서)\s?(?:있어|있다|있음|있습니다|있어요|만나|만나자)$|限らない|が(?:ある|いる|おる)$"
)
PLACED: Final = re.compile(
    r"\b(?:in|at|near|from|to|for|with|called|is|it) (?:the )?[A-Z][a-z]{2,}"
)
# What no one says lightly.
GRAVE: Final = re.compile(
    r"\b(?:died|passed away|pregnant|engaged|diagnosed|cancer|born|got in|passed!|i passed|"
    r"i failed|we got the|i got the|allergic|allergy)\b"
    r"|亡くな|逝去|他界|生まれた|生まれまし|妊娠|婚約|入籍|合格|受かっ|落選|当選|内定|アレルギー|"
    r"癌|[一-鿿ぁ-んァ-ヶ]\([ぁ-ん]{1,8}\)"
    r"|돌아가셨|돌아가시|별세|태어났|낳았|임신|약혼|합격|붙었|붙음|알레르기|살\s?(?:됐|되었|"
    r"이\s?됐)"
)
SELF: Final = re.compile(
    r"\b(?:i|my|me|mine|myself|we|our|us|ours|i'm|i've|i'll|i'd|we're|we've|we'll|we'd)\b"
    r"|私|僕|ぼく|俺|おれ|わたし|あたし|わし|(?<!その)うち(?!側|わけ|上|ら?の(?:一|二))|自分|"
    r"我が家|わい(?=[はがの])"
    r"|(?<![가-힣])(?:저(?=[는도를의희한랑\s]|$)|제(?=가\s|\s)|나(?=[는도를의한랑\s]|$)|난|"
    r"내(?=가\s|가$|\s)|날(?=\s)|우리|전(?=\s))"
)
# Who the sentence is about, where that is not the one who speaks.
OTHER_SUBJECT: Final = re.compile(
    r"\b(?:he|she|they|his|her|their|he's|she's|they're|he'll|she'll)\b"
    r"|(?:さん|ちゃん|くん|先輩|先生|父|母|兄|姉|弟|妹|夫|妻|旦那|嫁|主人|息子|娘|孫|友達|彼|"
    r"彼女|あの人|お母さん|お父さん|義母さん)(?:が|は|も|の|、|って)"
    r"|(?:씨|님|엄마|아빠|아버지|어머니|누나|언니|오빠|동생|남편|아내|와이프|아들|딸|손주|친구|"
    r"팀장|선생님|할머니|할아버지|걔|쟤|그\s?사람|그분)(?:이|가|은|는|도|의|네|께서)?\s"
)
WORLD: Final = re.compile(
    r"\b(?:forwarded|breaking|news|weather|the government|prime minister|wimbledon|world cup|"
    r"fireworks|they say|people (?:say|are)|everyone (?:is|says)|the match|celsius|forecast)\b|"
    r"\d+ degrees"
    r"|ニュース|地震|台風|天気|気温|猛暑|政府|首相|総理|選挙|優勝|甲子園|紅白|大谷|世の中|世間|"
    r"物価|円安|津波|梅雨|予報|最高気温|万博"
    r"|뉴스|지진|태풍|날씨|기온|폭염|정부|대통령|선거|우승|결승|야구|세상|물가|장마|미세먼지|"
    r"예보|주가|\[펌\]|사람들은"
)
# A statement's bones in languages without spaces: a topic or a subject.
TOPIC: Final = re.compile(
    r"[\u3400-\u9fff\u30a1-\u30fcの](?:は|が)|[가-힣]{1,6}(?:은|는|이|가)\s|\b(?:is|are|was|were|"
    r"has|have|had|'s|'re|'ve)\b"
)

# More than one sentence.
SEVERAL: Final = re.compile(r"[.!?。\n]\s*\w")
ASKED: Final = re.compile(
    r"^(?:does|do|did|is|are|was|were|can|could|should|would|what|when|where|who|why|how|which)\b"
    r"|(?:です|ます|でした|ました)か$|(?:(?<!니)까|까요|나요|던가요|냐|니)$"
)
# What was said before is put right.
CORRECTING: Final = re.compile(
    r"\b(?:actually|correction|corrected|scratch that|i meant|changed (?:it|to|my|the|our|from)|"
    r"moved (?:to|it|from)|swapped|switched|cancelled|canceled|postponed|rescheduled|no longer|"
    r"any ?more|turns out|was wrong|got (?:it|that) wrong|mistake|after all|pushed (?:back|to)|"
    r"brought forward|it's now|instead of|instead)\b|, not \w+"
    r"|訂正|間違え|見間違|勘違い|変わ(?:っ|り)|変更|変え|じゃなく|ではなく|やなくて|延期|延び|"
    r"中止|キャンセル|値上がり|値下|下げて|結局|やっぱ|になってもう|(?:に|へ)(?:なった|"
    r"なりました)"
    r"|정정|아니라|말고|바꿨|바꿈|바뀌|바뀐|변경|취소|미뤄|미뤘|연기|밀[렸림]|당겨|앞당|잘못|"
    r"착각|헷갈|알고\s?보니|결국|올랐|내렸|깎"
)

# --- How firmly it was meant ---

_OPENING: Final = r"(?:^|[.!?,;:\-–—~)]\s*|\b(?:please|so|and|but|just|oh|also|then)\s+)"
_NOT_TO_FORGET: Final = (
    r"(?:don't|do not|can't|cannot|mustn't|must not|never|not to|let's not)"
    r"(?: you)?(?: let (?:me|us|yourself|anyone|him|her|them))?(?: ever| dare)? forget"
)
# An order to remember, or the word that it matters.
EMPHASIS: Final = re.compile(
    rf"{_OPENING}(?:do )?(?:remember|note)(?:(?: this| that| well)\b|[:,])|\b{_NOT_TO_FORGET}|"
    rf"\b(?:always|please|must|remind me to|help me|make me) remember"
    r"|\bimportant[:!]|\b(?:really|very|so|super|most|vitally|extremely|terribly|hugely|"
    r"dead) important\b|\b(?:this|it|that)(?:'s| is) (?:really )?(?:important|vital|crucial|"
    r"essential|critical)\b"
    r"|\b(?:important|importantly|vital|crucial|critical|essential|urgent)[:,!]|"
    r"\bimportant (?:that|thing|one|bit|note)\b|\bif you (?:only )?(?:remember|keep|learn|"
    r"take away) (?:only )?(?:one|anything|nothing)"
    r"|\b(?:keep|bear) (?:this |that |it |one thing )?(?:firmly )?in mind\b|\bmark my words\b|"
    r"\btake note\b|\bwhatever (?:you do|else|happens)\b|\bwithout fail\b|\bat all costs\b"
    r"|\bunder no circumstances\b|\bon no account\b|\b(?:for (?:the )?(?:last|hundredth|tenth|"
    r"third|second) time)\b|\bi can(?:'t|not) (?:stress|say|repeat|emphasi[sz]e)\b|"
    r"\blet me (?:repeat|stress|say (?:it|this|that))\b"
    r"|\bi repeat\b|\bsay (?:it|this|that) again\b|\b(?:write|jot|note|put|get) (?:this|that|"
    r"it) (?:one )?down\b|\bdon't lose (?:this|that|it)\b|\bn\.?b\.?[:, ]|\bnever,? ever\b|"
    r"\bno exceptions?\b"
    r"|絶対(?!音感|値|零度|的)|ぜったい|(?:覚|おぼ)え(?:て(?:おいて|て|ね|おけ|くださ|や|な)|"
    r"と(?:いて|き|けよ|いと))|忘れ(?:ないで|んといて|んとって|んとき|るな|んなよ|ないよう|"
    r"んように|へんように|たら(?:あかん|いけ|だめ|ダメ|困)|ちゃ(?:だめ|ダメ|いけ|いや)|てはい|"
    r"ず(?:に|$)|んで(?:な|ね|よ))"
    r"|必ず(?!しも)|かならず(?!しも)|大事な|重要:|(?:大事|大切|重要|肝心)(?:や|だ|です|なん|、|"
    r"!)|最重要|要注意|最優先|肝に銘じ|頭に(?:入れ|叩き込)|胸に刻|心に留め|くれぐれも|間違っても|"
    r"まちごうても|何があっても|なにがあっても|どんなことがあっても|何が何でも|死んでも|"
    r"念(?:の)?(?:ため|を押|押し)"
    r"|(?:もう一(?:回|度)|もっかい|何度(?:も|でも)|何回(?:も|でも)|何べんも|なんべんも|"
    r"大事なこと)(?:だから)?(?:言|いう|ゆう|書)|繰り返し(?:ます|言|に)|これだけは|それだけは|"
    r"ここだけは(?!の)|厳守|厳禁|必須|必着|鉄則"
    r"|꼭(?!대기|지|두각시|두새벽)|절대(?!음감|값|적)|기억(?:해(?!\s?(?:냈|낸|내는))|"
    r"하(?:고\s?있어야|자|세|셔|라)|\s?좀)|잊지\s*(?:마|말|않|도)|잊으면\s*(?:안|큰|절)|"
    r"잊어(?:버리면|선|서는)|까먹(?:지|으면|어선|었다간)|(?<!집)중요|명심|유념|반드시|기필코|"
    r"필히|무슨\s?일이\s?있어도|하늘이\s?무너져도|죽어도|결코"
    r"|(?:다시\s?(?:한\s?번\s?)?|또\s?|거듭\s?|몇\s?번(?:을|이고|이나)?\s?|두\s?번\s?|"
    r"재차\s?)(?:말[하할씀]|얘기|강조)|강조|단디|잊어뿌|잊어삐|이자뿌|까묵|잊아뿌|신신당부|필수|"
    r"이것만(?:은|큼)|이거\s?하나만|이거만은|무엇보다|뭣보다|새겨\s?(?:둬|두|들)"
)
# What insists, and yet orders no one to remember.
INSISTENCE: Final = re.compile(
    r"\b(?:no matter (?:what|how)|come what may|above all|first and foremost|more than anything|"
    r"for (?:goodness|heaven's|god's|pete's|the love of)|make (?:absolutely )?sure|be sure|"
    r"i'll say it|once (?:again|more)|again:|it matters|this matters|matters (?:a lot|to me)|"
    r"life or death|i mean (?:it|that|this)|i'm (?:not joking|not kidding|serious|dead serious|"
    r"begging)|no joke|not a joke|absolutely|definitely|positively|categorically|strictly|"
    r"seriously|i swear|i promise you|trust me|believe me|you have to know|underline|underlined|"
    r"bold letters|capital letters|learn this by heart|carve this|burn this|tattoo|stick (?:this|"
    r"that|it) on|get this (?:right|straight)|full stop|end of(?: story)?[\s.!]*$|no ifs|"
    r"non-negotiable|every single|one hundred per ?cent|top priority|number one|urgent(?:ly)?|"
    r"red alert|warning|beware|be (?:very )?careful|pay attention|hear me|listen(?: up|"
    r" carefully)?[:,.]|the one thing|one thing (?:to|you|i|above)|of all things|(?:you|i|"
    r"we) (?:really )?(?:must|have to|need to|had better|'d better) (?:always |"
    r"never )?(?:remember|know|keep)|remind me|please,? please|i insist|hand on heart|"
    r"cross my heart|heaven help|woe betide|don't you dare|be warned|i warn you|i'm warning you|"
    r"take it from me|i'm telling you|i tell you|how many times|i've (?:said|told you) (?:it|"
    r"this|that)?|in no uncertain terms|not ever|important|crucial|vital|essential|critical|"
    r"really and truly|with my life|mind you|believe you me|as god is my witness|is it clear|"
    r"am i clear|got that|okay\?|understood|it is .{1,40} that |what .{1,40} is )\b"
    r"|一切|決して|けっして|二度と|金輪際|断じて|断固|しつこい(?:よう|けど)|くどい(?:よう|けど)|"
    r"言うとく|言っておく|言っとく|ゆうとく|(?:ええ|いい)か[、,]|(?:ええ|いい)な[、,?]|よう聞|"
    r"よく聞|聞いと(?:き|いて)|(?:マジ|まじ|ガチ)(?:で|に|や|な)|ほんま(?:に|やで|のほんま)|"
    r"ホンマ|本当に|ほんと(?:う)?に|冗談(?:抜き|じゃ|やな|ちゃう)|嘘(?:じゃ|や)な"
    r"|死守|注意(?:して|せ|!|:|や|な|$)|用心|頼む(?:から|で|わ|し|よ|ね|$)|頼んだ|お願い(?:や|だ|"
    r"です|ね|$)|メモ(?:して|っと|しと)|書い(?:と(?:いて|き|け)|ておいて)|書き留め|赤(?:線|丸|字|"
    r"ペン)|太字|二重丸|花丸|付箋|命(?:に関わ|取り|がけ)|シャレにならん|洒落にならん|"
    r"何より(?!で)|なにより(?!で)|第一に|とにかく|ちゃんと|しっかり|きっちり|間違いなく|確実に"
    r"|リマインド|備忘|知っと(?:いて|き)|わかっといて|分かっといて|知っておいて|言うたで|"
    r"言うたから|言ったから(?:ね|な)|言いました(?:よ|から)|(?:や|だ|です|ます|た|る|ん|"
    r"い)(?:から|さかい|け)(?:ね|な)[。!]*$|あかんで|忘れ|念|覚えと|(?:だけ)は(?:譲れ|守|外せ|"
    r"ほんま|本当|マジ|頼|お願い)|大事|大切|重要|一番|ぞ[。!]*$|ってば|やってば|のです|なのだ|"
    r"んやで|からこそ|こそ"
    r"|절때|무조건|천하없어도|두\s?번\s?다시|다시는|맹세|진심|정말(?:로|\s?정말|이야|이지)|"
    r"진짜(?:로|\s?진짜|야|라니까|루|다)|참말|레알|찐으로|농담\s?아니|장난\s?아니|거짓말\s?아니|"
    r"주의|유의|다시\s?한\s?번|외워|외우|적어\s?(?:둬|놔|두|놓|주)|메모해|써\s?(?:둬|놔)|"
    r"박아\s?(?:둬|놔)|별표|별\s?다섯|밑줄|빨간\s?(?:펜|줄|글)|형광펜|포스트잇|알아\s?(?:둬|두|"
    r"놔)|알고\s?있어야"
    r"|알[제쟤]|알긋제|알겠[제지]|알았[지제]|알겠니|당부|부탁(?!받|드렸)|제발|필독|최우선|"
    r"[일1]순위|핵심|급해|긴급|비상|경고|조심(?!스)|목숨|큰일\s?(?:나|난)|클\s?나|난리\s?(?:나|"
    r"난)|다른\s?건\s?(?:몰라도|다)|이거만|그것만은|하나만(?:은|큼)|어떤\s?일이\s?있어도|"
    r"누가\s?뭐래도|어떻게든|확실히|똑똑히|분명히|틀림없이|(?:잘\s?)?들어(?:라|,|봐)|"
    r"한\s?번\s?더|예외\s?없|철저|엄수|신경\s?써"
    r"|챙겨야|놓치면|빼먹|빠뜨리|흘려듣|귀담아|못\s?박|두말|입이\s?닳|귀에\s?딱지|말했[다지제]|"
    r"했데이|데이[.,!]*$|(?:다|라|자)니까|(?:다|라)고!|래이|카이|(?<![가-힣])잉|라우|당께|랑께|"
    r"잊|기억|바로\s|만큼은|마이소|하이소|두이소|하랑|심더|(?:이|가)\s?(?:아니라|아니고)\s"
)
# Softer: heat, not an order to remember.
HEAT: Final = re.compile(
    r"\b(?:really|truly|totally|completely|literally|genuinely|honestly|utterly|so much|of all|"
    r"always|never|ever)\b|!{2,}"
    r"|めっちゃ|めちゃ|すごく|とても|むっちゃ|ごっつ|超|(?:や|だ|よ|ね|な|で)!+$|!{1,}$|ほんま|"
    r"ホンマ|本当|まじ|マジ"
    r"|진짜|정말|너무|엄청|완전|매우|아주|참말|억수로|겁나|허벌나게|!+$"
)
# The same words said twice.
TWICE: Final = re.compile(
    r"\b([a-z']{2,20})[,.!\s]{1,3}\1\b|([ぁ-ゖァ-ヺ一-鿿ー]{2,10})[、。!,\s]{0,2}\2|"
    r"(?<![가-힣])([가-힣]{2,10})[,.!\s]{1,3}\3(?![가-힣])"
)
# Three capitals in a row or more, read before folding.
SHOUTED: Final = re.compile(r"\b[A-Z]{3,}(?:\s+[A-Z]{2,})*\b|\b(?:NOT|NO|ALL)\b")
