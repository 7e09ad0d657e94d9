"""The words by which `slots` reads what somebody says of their own affairs.

All are folded, with numbers in digits. Lists are of the languages, not of anybody's text.
"""

from __future__ import annotations

from typing import Final

# What is added to what there is replaces nothing.
ADDED: Final = (
    r"\b(?:too|as well|also|another|second|both|besides|on top of)\b|[一-龥ァ-ヺー]も|"
    r"[でに]も(?=[働勤住])|掛け持ち|追加|ほかに|他に|[가-힣](?:에서도|도)(?=\s)|추가|따로|또한"
)
NOW: Final = r"\bnow\b|\bthese days\b|今は|今では|最近|이제|이젠|지금은|요즘|요새"
# Told of one day, not of how things are.
ONE_DAY: Final = (
    r"\b(?:today|tonight|yesterday|this (?:morning|evening|afternoon|week)|last night|early)\b|"
    r"今日(?!から)|昨日|今夜|今晩|今朝|さっき|오늘(?!부터)|어제|오늘밤|아까|방금"
)
SUPPOSED: Final = (
    r"^if\b|\bif (?:i|we|they|it)\b|\b(?:would|could|should i|planning|plan to|want to|wants to|"
    r"trying to|almost|nearly|used to)\b|もし|つもり|予定|ほうがいい|たいな|たい(?:$|けど|と)|"
    r"ようかと|そうに|만약|[가-힣]려고|고\s?싶|[을갈할살볼]까|뻔"
)

# What was once: it does not tell how things are now.
LONG_AGO: Final = (
    r"\bwhen i was\b|\bas an? (?:kid|child|teenager|student)\b|\byears ago\b|\bback in\b|"
    r"\bin (?:19|20)\d\d\b|\boriginally\b|(?:子ども|子供|小さい|若い|学生)(?:の)?(?:頃|ころ|時)|"
    r"\d年前(?!から)|昔は|以前は|어릴\s?(?:때|적)|어렸을|\d년\s?전(?!부터)|옛날에|예전엔|예전에|"
    r"학생\s?때"
)
KIN_CJK: Final = (
    r"^(?:うちの|お)?(?:兄|姉|弟|妹|母|父|夫|妻|旦那|主人|息子|娘|孫|祖母|祖父|友達|友人|同僚|先輩|"
    r"後輩|上司|甥|姪|彼氏|彼女|彼|嫁|母さん|父さん|親|子)$|(?:さん|ちゃん|くん|君|さま|先生)$|"
    r"^(?:우리\s?)?(?:엄마|아빠|어머니|아버지|누나|언니|형|오빠|동생|남동생|여동생|남편|아내|"
    r"와이프|"
    r"아들|딸|손자|손녀|할머니|할아버지|친구|동료|선배|후배|이모|고모|삼촌|사촌|조카|신랑|여친|"
    r"남친|"
    r"막내|첫째|둘째|걔|쟤)$|[가-힣]씨$|[가-힣]님$"
)

KIN_EN: Final = (
    r"brothers?|sisters?|mum|mom|mam|dad|mother|father|wife|husband|sons?|daughters?|cousins?|"
    r"aunt|auntie|uncle|nan|gran|grandma|grandad|granddad|grandpa|nephew|niece|friends?|"
    r"mate|colleague|neighbou?rs?|flatmates?|roommate|housemate|boss|manager|girlfriend|"
    r"boyfriend|partner|fianc[eé]e?|kids?|twins|baby|he|she"
)
NO_NAMES_EN: Final = frozenset(
    "it that this what here there let today tomorrow next week month who how where when women men "
    "doctor dr i we my our the rent".split()
)
ADVERBS_EN: Final = (
    r"(?:(?:really|also|just|now|actually|still|absolutely|always|usually|only|both|do|quite|"
    r"especially|kind of|sort of|finally|since|have|am|recently|already|currently|officially|"
    r"totally|completely|properly) ){0,3}"
)
# Where the name of a thing ends.
ENDS_EN: Final = frozenset(
    "now these any anymore every at in on for because cause cos especially from since when with "
    "and or too so but as of to after before until again last this that than is are was were "
    "though although if while by about like most more here there today tonight which who about "
    "weirdly lately already instead either even though during without per each around i we it's "
    "just not completely altogether entirely forever cold".split()
)
DETERMINERS_EN: Final = frozenset(
    "a an the my our some all any eating drinking having taking using new old little bit of more "
    "much many fresh about two lot lots loads plenty".split()
)
NO_THINGS_EN: Final = frozenset(
    "it that this you him her them me us one ones what how going being job work day days time idea "
    "thing things lot people everything anything something nothing someone everyone way week "
    "sister brother mum dad mom wife husband son daughter friend boss place him feeling getting "
    "seeing think know sound look breakfast lunch dinner out well home first course house".split()
)
LIKES_EN: Final = (
    rf"(?:^|\b(?:i|we)(?:'ve)? |, |\b(?:and|but|so) ){ADVERBS_EN}(?P<yes>love|like|adore|enjoy|eat|"
    r"drink|started (?:eating|drinking)|can (?:now )?(?:eat|drink|have)|got into)(?= )|"
    rf"\b(?:i'm|i am|we're|^){ADVERBS_EN} ?(?P<am>hooked on|addicted to|obsessed with|fond of|"
    r"a (?:big |huge )?fan of|(?:very )?keen on|back on|into)(?= )"
)
DISLIKES_EN: Final = (
    rf"(?:^|\b(?:i|we)(?:'ve)? |, |\b(?:and|but|so) ){ADVERBS_EN}(?:hate|loathe|dislike|detest|"
    r"can(?:'?t|not) (?:stand|bear|eat|drink|have|stomach|touch)|(?:don'?t|never|no longer) "
    r"(?:really )?(?:eat|drink|like|touch|enjoy|have|love)|stopped (?:eating|drinking|having)|quit|"
    r"(?:gave|given) up|cut(?: right)? out|(?:went|gone) off|(?:swore|sworn) off|avoid|"
    r"packed in|ditched)(?= )|"
    rf"\b(?:i'm|i am|we're|^){ADVERBS_EN} ?(?:not (?:\w+ )?(?:keen on|a fan of|into|fond of)|"
    r"off|sick of|done with|over|intolerant (?:to|of))(?= )|\ballergic to(?= )|\bno more(?= )"
)
ALLERGY_EN: Final = r"\b([a-z]{3,12}) allergy\b"
WAYS_EN: Final = r"\b(?P<way>vegetarian|veggie|vegan|pescatarian|teetotal|keto)\b"
WAY_ENDS_EN: Final = (
    r"\b(?:no longer|not|stopped|quit|gave up|given up|was|used to be|isn't|ex)\b[^.,]{0,20}$"
)
LIVES_EN: Final = (
    rf"(?:^|\b(?:i|we)(?:'m|'ve|'re| am| have| are)? ){ADVERBS_EN}(?:liv(?:e|ing) in|based in|"
    r"(?:have |back )?moved (?:back |down |up |over |in)?to|relocated to|settled in) "
    r"(?:an? (?:\w+ )?(?:flat|house|room|place|studio|bedsit|apartment) in )?"
)
LIVES_NOT_EN: Final = (
    r"\b(?:i|we) (?:don'?t live in|no longer live in)|\b(?:i|we)(?:'ve)? moved (?:out of|away from)"
)
WORKS_EN: Final = (
    rf"(?:^|\b(?:i|we)(?:'m|'ve| am)? |\b(?:and|but) ){ADVERBS_EN}(?:work (?:at|for|in an?|in the)|"
    r"working (?:at|for)|employed (?:at|by)|"
    r"(?:got|started|have|took|begun|began|landed) (?:an?|my|the) (?:new )?job (?:at|with|"
    r"in))(?= )|"
    r"\bnew job (?:is )?(?:at|with)(?= )"
)
WORKS_NOT_EN: Final = (
    rf"(?:^|\b(?:i|we)(?:'ve)? |, |\b(?:and|but|so) ){ADVERBS_EN}(?:left|quit|resigned from|"
    r"retired from|don'?t work (?:at|for)|no longer work (?:at|for)|stopped working (?:at|for)|"
    r"handed in my notice at|"
    r"got (?:laid off|fired|made redundant) (?:from|by|at))(?= )"
)
NO_WORK_EN: Final = frozenset(
    "home night hour hours moment garden kitchen morning evening shed office weekend noon "
    "party house school early bit while myself me you him them pub".split()
)
SMOKES_NOT_EN: Final = (
    r"\b(?:quit|(?:gave|given|giving) up|stopped|packed in|kicked|off) (?:the )?(?:smoking|"
    r"cigarettes|fags|ciggies)\b|\b(?:don'?t|no longer|never) smoke\b|\bnon-?smoker\b"
)
SMOKES_EN: Final = r"\b(?:i|i still|we|i do) smoke\b|\bi'm (?:still )?a smoker\b|^smoke \d"
COUNT_EN: Final = (
    r"\b(\d{1,3}) (?:(?:cups?|cans?|glasses|pints?|mugs?|bottles?) of )?([a-z]{3,12}) "
    r"(?:a|per|each|every) (?:day|night|week)\b"
)

SIZE_EN: Final = (
    r"\b(?P<item>[a-z]{3,10}) sizes?(?:'s| is| was|:)? (?:now |actually )?(?:an? )?(?P<n>\d[\d.]*)|"
    r"\bsize (?P<n2>\d[\d.]*) (?:in )?(?P<item2>shoes?|dress|ring|boots?|trainers|jeans|shirt|"
    r"gloves?|hat|coat)"
)
PRICES_EN: Final = (
    r"rent|gym|phone bill|mobile bill|broadband|internet|netflix|spotify|council tax|mortgage|"
    r"membership|subscription|nursery|childcare|service charge|insurance|pilates|yoga|club fees?"
)
PRICES: Final = (
    rf"\b(?:{PRICES_EN})\b|家賃|ジム|携帯代|スマホ代|通信費|保険料|会費|月謝|管理費|積立|駐車場|"
    r"ネット代|保育料|学費|サブスク|월세|관리비|헬스장|헬스|통신비|폰\s?요금|핸드폰\s?요금|"
    r"휴대폰\s?요금|보험료|회비|학원비|구독료|주차비|넷플릭스"
)
AMOUNT_EN: Final = (
    r"(?:[£$€]\s?(\d[\d,.]*\d|\d)|\b(\d[\d,.]*\d|\d) ?(?:quid|pounds|dollars|bucks|euros)?"
    r"(?= (?:a|per|each) (?:month|week|year))|\b(\d[\d,.]*\d|\d) ?(?:quid|pounds|dollars|bucks|"
    r"euros))"
)
EVENTS_EN: Final = (
    r"dentist|optician|haircut|hairdresser|wedding|exam|driving test|interview|surgery|operation|"
    r"birthday|physio|vet|mot|scan|graduation|funeral|christening|check-?up|smear|launch|"
    r"appraisal|recital|viewing|housewarming|hen do|stag do"
)
EVENTS: Final = (
    rf"\b(?:{EVENTS_EN})\b|歯医者|歯科|眼科|皮膚科|内科|整形外科|美容院|床屋|試験|結婚式|面接|健診|"
    r"検診|手術|同窓会|発表会|誕生日|飲み会|法事|模試|運動会|치과|안과|피부과|내과|정형외과|미용실|"
    r"시험|결혼식|면접|검진|수술|동창회|돌잔치|생일|상견례|공연|발표회"
)
ACTIVITIES: Final = (
    r"\b(?:gym|yoga|pilates|swimming|choir|football|tennis|badminton|spanish|piano|guitar|"
    r"karate|running club|book club|pottery|spin|boxing)\b|ジム|ヨガ|水泳|プール|ピアノ|英会話|塾|"
    r"ピラティス|ダンス|テニス|書道|운동|헬스|요가|수영|피아노|필라테스|학원|테니스|러닝|발레|"
    r"복싱|기타"
)
DOSES: Final = (
    r"(?:mg|mcg|ml|units) (?:of )?(?:my )?(?P<after>[a-z]{4,})|"
    r"(?:my |the |^)(?P<my>[a-z]{5,})(?: [a-z']{1,9}){0,4} (?:\d[\d.]* ?mg to )?\d[\d.]* ?(?:mg|"
    r"mcg|units)|"
    r"(?P<ja>[一-龥]{1,5}の薬|[ァ-ヺー]{3,12}|[一-龥]{2,6}[薬剤])(?=[はがをも、\s\d])|"
    r"(?P<ko>[가-힣]{1,6}약|[가-힣]{3,7}?)(?=(?:은|는|이|가|을|를|도)?\s)"
)
NO_DOSES: Final = frozenset(
    "doctor dose tablets pills daily morning night ミリ 錠 グラム まいにち".split()
)
TAKES: Final = (
    r"[mμ]c?g\b|units\b|ミリ.{0,12}?(?:飲|服|増|減|変|$)|錠|밀리.{0,12}?(?:먹|복용|늘|줄|바뀌|바꿨|"
    r"올|내|$)"
)
PHONES: Final = (
    r"iphone|pixel|galaxy|samsung|xperia|nokia|motorola|oneplus|xiaomi|huawei|fairphone|"
    r"アイフォン|アイフォーン|ギャラクシー|ピクセル|エクスペリア|アクオス|아이폰|갤럭시|픽셀|샤오미"
)
OWNS_PHONE: Final = (
    rf"(?:phone|mobile|handset)(?:'s| is|"
    rf":) (?:\w+ ){{0,3}}?(?P<a>(?:{PHONES})(?: \w{{0,3}}\d\w*)?)|"
    rf"\bi(?:'ve)? (?:now )?(?:got|have|bought|use|own|switched to|upgraded to|moved to|went for) "
    rf"(?:\w+ ){{0,2}}?(?P<b>(?:{PHONES})(?: \w{{0,3}}\d\w*)?)|"
    rf"(?:スマホ|携帯|機種|폰|휴대폰|핸드폰)[^。.]{{0,8}}?(?P<c>(?:{PHONES})\s?\d*)|"
    rf"(?P<d>(?:{PHONES})\s?\d*)[^。.]{{0,6}}?(?:使って|使っと|に(?:変|替|換|機種|し[たま]|乗)|"
    r"써|쓰고|쓴다|로\s?(?:바꿨|바꾸|바꿈|갈아|갔|샀))"
)
GOES_EN: Final = (
    r"\b(?:going|off|flying|heading|travelling|booked (?:\w+ ){0,3}|go|changed it|switched) to "
)
GOES_NOT_EN: Final = (
    r"\b(?:instead of|rather than|not|scrapp?ed|cancelled|ditched|dropped|binned) (?:the )?"
)
GOES_CJK: Final = (
    r"([一-龥ァ-ヺー]{2,8})(?:に|へ)(?=旅行|行[くきっ]|した|する|しま|変|決|なった)|"
    r"([가-힣]{2,6}?)(?:으로|로|에)\s(?=여행|가|갈|간다|바꾸|바꿨|바꿈|정했|변경)"
)
GOES_NOT_CJK: Final = (
    r"([一-龥ァ-ヺー]{2,8})(?:[はを]|旅行は)?(?=やめ|じゃな|ではな|やなくて|キャンセル|中止)|"
    r"([가-힣]{2,6}?)(?:은|는|을|를)?\s(?=말고|취소|대신|아니고|접고|포기|안 가)"
)

OWN_CJK: Final = frozenset(
    "私 わたし 僕 ぼく 俺 おれ うち 自分 わし あたし 내 제 나 저 내가 제가 우리 난 전".split()
)
# What may stand as a theme without being somebody.
NOBODY_JA: Final = (
    r"^(?:.曜日?|今.?|最近|現在|実|結局|家|住まい|職場|仕事|勤務先|本当|昔|前|以前|朝|昼|夜|晩|"
    r"冬|夏|春|"
    r"秋|毎.|先.|来.|去年|次|今度|バイト|会社|部屋|スマホ|携帯|機種|旅行|やっぱり?|正直|実家|"
    r".*[月年日週時回間]|.*\d.*|会費|値段|サイズ|.*サイズ|もう|もとも?と?|新しい|うちの?|いつも|"
    r"眠れなくなる|検査|病院|医者|測.*|先生|お?薬|体質|名前|.{7,})$"
)
NOBODY_KO: Final = frozenset(
    "지금 이제 이젠 요즘 요새 집 오늘 내일 다음 이번 지난 저번 그 이 저 새 월 달 주 결국 원래 사실 "
    "아침 저녁 점심 밤 여름 겨울 봄 가을 평일 주말 매일 하루 하루에 회사 직장 일 이번달 다음달 "
    "다음주 이번주 지난달 지난주 폰 휴대폰 핸드폰 여행 요일 날짜 시간 사이즈 치수 호수 다시 재 "
    "재니까 보니까 진짜 정말 너무 완전 되게 별로 특히 이제는 더 또 좀 다 그냥 전에 예전 "
    "예전엔 병원 의사 몸 몸무게 검사 결과 처음 처음엔 달에 한 두 세 이사 예약 약속 드디어 운동 "
    "걍 아 음 매주 격주 역 앞 모퉁이 동네 근처 가격 요금 잠 배 역시 솔직히 약".split()
)
ADVERBS_JA: Final = (
    r"(?:本当に|ほんまに?|ほんとに?|めっちゃ|とても|すごく|ちょっと|もう|毎日|毎朝|毎晩|よく|全然|"
    r"絶対に?|あまり|あんまり|ずっと|また|まだ|だいぶ|かなり|一番|やっぱり?|最近|今は|実は|"
    r"どうしても|昔から|けっこう|結構|特に|なぜか|完全に|ついに|とうとう|今日から|"
    r"1日\d+[杯本缶個回])"
)
LIKES_JA: Final = (
    r"(?P<no>好き(?:じゃ|では|や)な|大?嫌い(?!じゃ|では|やな)|苦手(?!じゃ|では|やな|だった|"
    r"でした)|無理(?=$|や|だ|に|で)|"
    r"アレルギ|食べ(?:られ|れ)(?:ない|な[くか]|へん|ません|ん)|食べ(?:ない|へん|ません)|"
    r"飲[ままめ](?:ない|な[くか]|へん|ん|ません)|飲め(?:ない|へん|ません)|やめ(?:た|て|ました|"
    r"とる|る)|"
    r"辞め(?:た|て|ました)|断っ(?:た|て)|控え(?:て|た|る)|卒業|飽き(?:た|て)|あかん)|"
    r"(?P<yes>大?好き(?!な[^んの]|だった|でした)|好物|嫌いじゃな|苦手じゃな|お気に入り|"
    r"[はハ][まマ]っ[てた]|"
    r"食べられるように|飲めるように|食べて[るい]|食べとる|食べる(?=$|わ|よ|ね)|食べます|"
    r"飲んで[るい]|"
    r"飲んどる|飲む(?=$|わ|よ|ね|の)|飲みます|欠かせな)"
)
LIKES_KO: Final = (
    r"(?P<no>싫(?:어(?!했|하던|하는)|다|음|은)|안\s좋아|별로|못\s?먹|못\s?마|알레르기|알러지|"
    r"끊[었음는]|안\s?먹|"
    r"안\s?마[시셔신심]|질렸|질려|그만\s?[먹마]|(?:먹|마시)지\s?않|입에\s?안)|"
    r"(?P<yes>좋아(?!하는\s|했|하던)|좋다|최애|맛있어[졌서]|빠졌|꽂혔|없으면\s?못|먹을\s?수\s?있|"
    r"먹어(?=$|요|\s?$)|"
    r"먹는다|먹음|먹고\s?있|마[셔](?=$|요)|마신다|마심|마시고\s?있|마셔요|즐겨)"
)
LIVES_JA: Final = (
    r"(?:住んで(?!い?な|い?た|い?ました|へん)|住んどる|住み始|引っ越し(?:た|て|ま)|引っ越しして|"
    r"引越し?(?:た|しま)|"
    r"転居し|越して|移り住|暮らして(?!い?た)|暮らし始)"
)
LIVES_KO: Final = (
    r"(?:살아(?!\s?(?:보|봤))|살고|산다|삽니다|살지(?!\s?않)|살게 됐|살아요|이사\s?(?:했|왔|갔|"
    r"함|옴|해서|와서|"
    r"완료)|이사를\s?(?:했|왔|갔)|자취)"
)
WORKS_JA: Final = (
    r"(?P<no>辞め(?:た|て|ました)|やめ(?:た|て|ました)|退職し|退社し|クビ)|"
    r"(?P<yes>働(?:いて(?!い?た)|いとる|き始|いてます|くように)|勤め(?:て(?!い?た)|とる|始)|"
    r"勤務(?:して|だ|です|$)|"
    r"就職し|転職し|入社し|バイトして|パートして)"
)
WORKS_KO: Final = (
    r"(?P<no>그만[두뒀둠]|그만\s[두뒀]|관[뒀두둠]|퇴사|퇴직|때려치)|"
    r"(?P<yes>일해|일하고|일한다|일합니다|일함|일하게|다녀(?=$|요)|다니고|근무|취직|취업|이직|입사|"
    r"출근하(?:게|기)|알바해|알바하)"
)
WAYS_CJK: Final = (
    r"(?P<way>ベジタリアン|菜食主義者?|ヴィーガン|ビーガン|채식주의자?|채식|비건|페스코)"
    r"(?P<end>[^。.]{0,8}?(?:やめ|卒業|じゃな|ではな|やな|그만|아니|접|포기|끝|끊))?"
)
SMOKES_CJK: Final = (
    r"(?:たばこ|タバコ|煙草|담배)[^。.]{0,12}?(?:(?P<no>やめ|辞め|卒業|吸わ|断|끊|안\s?피|안\s?펴|"
    r"그만)|(?P<yes>吸う|吸って|吸います|吸っと|피워|피운|핀다|피움|펴|피고))|(?P<no2>禁煙し|"
    r"禁煙中|"
    r"금연\s?(?:했|중|성공|시작))"
)
COUNT_CJK: Final = (
    r"([一-龥ァ-ヺーぁ-ん]{2,8}?)[はを、]?(?:1日|毎日)に?(\d{1,3})[杯本缶個]|"
    r"([가-힣]{2,6}?)(?:은|는|을|를)?\s(?:하루|매일)에?\s?(\d{1,3})\s?(?:잔|캔|병|개|컵)"
)
SIZED: Final = (
    r"靴|指輪|服|シャツ|スニーカー|ズボン|ブーツ|帽子|手袋|スカート|ワンピース|신발|운동화|등산화|"
    r"구두|반지|바지|상의|하의|원피스|모자|장갑|치마"
)
SIZE_CJK: Final = (
    rf"(?P<item>{SIZED})(?P<between>[^\d。.]{{0,16}})(?P<n>\d{{1,3}}(?:\.\d)?)"
    r"(?!\d|\s?[円만千万원年月日년월일時시足켤回])"
)
# The old value stands before, the new one behind.
FROM: Final = r"\bto\b|から|じゃなくて?|ではなく|やなくて|ちゃうて|에서|말고|아니고|아니라|아니네"
INSTEAD_EN: Final = r"\b(?:instead of|not|rather than|from)\b (?:the |on |at |a )?[^,.]{1,14}"
# Who bears a name, right before it.
NAMED_EN: Final = (
    r"\b(?:(?:my|our) (?P<whose>[a-z-]+(?: [a-z-]+)?)(?:'s name(?:'s| is)| is(?: now)? (?:called|"
    r"named))|my name(?:'s| is))(?: now)? "
)
NAMED_JA: Final = (
    r"(?:(?P<whose>[^\s、,。のはがを]{1,8})の)?名前[はがを、]{1,2}(?:今では|今は|もう)?"
    r"(?P<name>[^\s、,。はがを]{1,14}?)(?=です|でした|だ|や|に(?:変|なっ|なり|し[たま]|改)|って|と(?:いう|"
    r"言)|$)"
)
NAMED_KO: Final = (
    r"(?:(?P<whose>[가-힣]{1,6}) )?이름(?:은|이|을) (?:이제는? |이젠 |지금은 )?"
    r"(?P<name>[가-힣a-z]{1,10}?)(?=이야|야|이에요|예요|입니다|이다|임|으로|로|래|이래|$|\s)"
)
PHONE_NUMBERS: Final = (
    r"\b(?:phone|mobile|cell) number\b|電話番号|携帯(?:の)?番号|전화\s?번호|(?:휴대폰|핸드폰) 번호"
)
DIALLED: Final = r"\+?\d[\d -]{4,}\d"
