"""The words of small talk in English, Japanese and Korean: what is true for minutes, and company.

Each pattern is one idea, read from folded text, all languages at once: the scripts keep them apart.
What a pattern can repeat is bounded, so that a long text costs its length and no more.
"""

from __future__ import annotations

import re
from typing import Final

from device.memory.sentence.pattern import Pattern

_BOARDED_EN: Final = (
    r"(?:bus|train|tube|tram|metro|subway|underground|overground|ferry|plane|platform|motorway|"
    r"m\d{1,2}|escalator|lift|sofa|loo)"
)
TRANSIENT: Final = Pattern(
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
# What is said to keep a conversation going; nothing of it is a memory.
CHATTER: Final = frozenset(
    """
    ok okay k kk yes yeah yep yup no nope nah sure right true nice cool great good fine lmao
    thank thanks thx ty you u so much hi hey hello bye night goodnight morning hm hmm oh ah wow omg
    really same exactly totally np yw that's i see
    はい いいえ うん ううん そう そうだ そうや せや せやな せやね ほんま ほんまに まじ マジ まじで
    おけ おっけー オッケー 了解 りょ りょうかい ありがとう ありがと さんきゅー おはよう おやすみ
    おつかれ お疲れ お疲れ様 おつ こんにちは こんばんは なるほど へー へえ ほー すごい やば やばい
    わろた え えっ あー おー いいね それな ほな どうも よろしく ごめん はーい バイバイ ばいばい
    また明日 またね いってきます 行ってきます いってらっしゃい ただいま おかえり
    응 어 엉 네 넵 넹 예 아니 아니요 그래 맞아 진짜 헐 대박 오 와 우와 아하 그렇구나 그치 고마워
    고마웡 감사 감사합니다 안녕 안녕하세요 잘자 굿밤 굿모닝 수고 ㅇㅋ ㅇㅇ ㄴㄴ ㄱㄱ ㄱㅅ ㅇㅈ ㄹㅇ
    오케이 콜 굿 알겠어 알았어 알겠어요 좋아 미안 미안해 잘가 조심히가 뭐해 수고했어 수고했어요
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
EMPTY_TALK: Final = Pattern(rf"(?>(?:{_WORDS})(?:{_ENDINGS})*+|{LAUGHTER})++")
WORD: Final = Pattern(r"[^\W_]+(?:'[^\W_]+)*")
# A spoken note's hesitations.
FILLER: Final = Pattern(
    r"(?:^|[\s,])(?:um+|uh+|erm?|hmm+)(?=$|[\s,])"
    r"|(?:えっと|ええと|えーと|えー|あのー|あの(?=\s|、)|うーん|んー)|(?:^|\s)あ(?=\s)"
    r"|(?:^|\s)(?:어|음|아|뭐|저기|그러니까)(?=\s)"
)
REACTION: Final = Pattern(
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
SECOND: Final = Pattern(
    r"\b(?:you|your|you're|you'll|you've|u|ur|yourself|mate|beta|babe|darling|let's|lets)\b"
    r"|あんた|お前|おまえ|あなた|きみ|自分ら|(?:して|やって|来て|見て|言って|って|で|れ|せ)(?:な|"
    r"や|ね|よ)(?=$|[。!〜ー])|(?:や|や)ん(?=$|[。!〜])"
    r"|(?<![가-힣])(?:너|네가|니가|니|넌|당신|형|누나|언니|오빠|인마|임마|새끼|"
    r"놈)(?=[는은가도를의랑\s,!?.]|$)|(?:해라|하지\s?마|해요\?|냐|니)(?=$|[?!.\sㅋ])"
)
# An order or an offer about the moment: "take care", おいで, 챙겨.
BIDDING: Final = Pattern(
    r"^(?:bring|take|come|go|put|make|let|send|tell|give|get|have|look|mind|stop|leave|enjoy|try|"
    r"turn|keep|hold)\b|\b(?:shall i|do you want|would you like|want me to|let me know|enjoy)\b"
    r"|おいで|(?:持って|買って|送って|見て|言って|帰って)(?:き|こい|来|な|ね|や)|しとき|ときや|"
    r"ください(?=$|[。!ね])|てね(?=$|[。!])|ましょうか|ときな|やめとく|しよか|するわ(?=$|[。、!])"
    r"|(?:묵|먹|가|오|사|챙기|챙겨|입|자|해|봐|와)(?:라|어라|아라|고와|세요)(?=$|[\s.!ㅋ])|"
    r"(?:할까요|드릴까요|하세요|보세요|주세요|되세요|바라요)(?=$|[\s.!])|걱정\s?마"
)
# A reply: it begins with what only the message before it explains.
REPLY: Final = Pattern(
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
LAUGHING: Final = Pattern(
    r"[ㅋㅎㅠㅜ]|(?<![a-z])w{2,}|笑(?=$|[。!\s)])|\b(?:lol|lmao|haha\w*)\b|\.{3}|…|[!?]{2,}"
)
JOKE: Final = Pattern(
    r"\b(?:like (?:a|an|lemons|some)|who have i become|define|jk|kidding|joking|furious and|"
    r"feel about|as if)\b"
    r"|冗談(?!抜き|じゃ|やな)|(?:かい|かよ)$|んのかい|(?:みたい|ちゃう)(?:やな|だな|か)|農담|"
    r"농담(?!\s?(?:아니|말고))|(?<!가)뻥|(?:인데|인줄)\s?ㅋ|생김\s?ㅋ|\blol\b"
)
# A program's "I have it", which restates nothing.
ACKNOWLEDGEMENT: Final = Pattern(
    r"(?:(?:ok|okay|sure|done|noted|saved|removed|deleted|got it|understood|all right|alright|"
    r"will do|of course|no problem|no worries|nice one|what's up|talk (?:later|soon)|"
    r"see you(?: tomorrow| later| soon| then)?|you're welcome|my pleasure|good night|morning|"
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
