"""The words and values by which `change` tells what a statement is about and where it points.

All are folded. Lists are of the languages, not of anybody's text: what anyone might say of where
they live, what they take, when they meet. Numbers are read with their units, so that 5 mg and five
o'clock never contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

# What a statement gives a value to. A slot that both statements have makes their words count more.
SLOTS: Final = {
    "residence": (
        r"\b(?:mov(?:e|ed|ing) (?:in|out|to|into|house|home)|live in|living in|flat|apartment|"
        r"rent|landlord|lease|address|house ?mate|room ?mate)\b|引っ?越|住ん|住所|家賃|部屋|賃貸|"
        r"マンション|アパート|下宿|実家|同居|一人暮らし|이사|살고|사는\s*(?:곳|데|집)|월세|전세|"
        r"자취|원룸|아파트|주소|집주인"
    ),
    "job": (
        r"\b(?:jobs?|work(?:ing)? (?:at|for)|boss|manager|employer|salary|contract|shifts?|"
        r"resign(?:ed)?|quit|hired|office|promot(?:ed|ion)|retire(?:d|ment)?|redundan\w+|"
        r"interview)\b|仕事|転職|職場|会社|部署|異動|上司|店長|勤務|シフト|給料|年収|退職|就職|"
        r"バイト|パート|内定|定年|夜勤|日勤|회사|직장|이직|퇴사|퇴직|입사|연봉|월급|팀장|부장|"
        r"사장|근무|출근|알바|면접|합격|부서|은퇴"
    ),
    "phone": (
        r"\b(?:phone|mobile|handset|iphone|galaxy|pixel|laptop|passcode|password|pin|code)\b|"
        r"電話番号|携帯|スマホ|機種|暗証|パスワード|合言葉|暗号|전화번호|휴대폰|핸드폰|폰|갤럭시|"
        r"아이폰|비밀번호|비번|번호"
    ),
    "diet": (
        r"\b(?:allerg\w*|vegan|vegetarian|diet|intoleran\w*|gluten|dairy|celiac|coeliac|"
        r"eat(?:ing)?|ate|drink(?:ing)?|sugar|salt|booze|alcohol|coffee|beer|wine|decaf|caffeine|"
        r"snacks?)\b|アレルギ|除去|食べ|飲み|飲む|飲ん|酒|ビール|コーヒー|珈琲|カフェ|甘い|塩分|"
        r"糖質|おやつ|菓子|肉|魚|牛乳|알레르기|알러지|먹|마시|마셔|마신|술|맥주|커피|소주|밀가루|"
        r"고기|채식|간식|카페인|믹스|설탕|우유"
    ),
    "taste": (
        r"\b(?:lov(?:e|ed|ing)|lik(?:e|ed)|hat(?:e|ed)|favou?rite|fan of|can'?t stand|prefer\w*|"
        r"bored of|sick of|enjoy\w*|into|dislik\w*)\b|好き|嫌い|好み|苦手|はまっ|ハマ|飽き|派や?|"
        r"推し|無理|お気に入り|好か|좋아|싫|최애|입맛|취향|질렸|질려|빠졌|꽂혔|별로"
    ),
    "appointment": (
        r"\b(?:appointment|booked|booking|book|reserv\w+|meeting|meet|dentist|doctor|surgery|"
        r"clinic|hospital|class|lesson|session|wedding|party|dinner|flight|train|trip|ceremony|"
        r"exam|test|scan|check-?up|deliver\w*|gig|concert|deadline|due|start(?:s|ing)?|launch|"
        r"match|race)\b|予約|約束|待ち合わせ|会議|面談|受診|通院|病院|検査|検診|手術|健診|"
        r"レッスン|教室|講座|結婚式|飲み会|忘年会|旅行|便|試験|配達|工事|引渡|締切|締め切り|大会|"
        r"発表会|法事|同窓会|会合|稽古|練習|ライブ|集合|예약|약속|회의|진료|병원|검사|수술|검진|"
        r"수업|강의|레슨|결혼식|모임|회식|여행|비행기|기차|시험|배송|공사|마감|대회|제사|돌잔치|"
        r"치과|공연|상견례|잔금|발표|출발|김장"
    ),
    "price": (
        r"[£$€¥₩]|\b(?:price|costs?|cost|quid|pounds|dollars|bucks|euros?|paid|pay|fee|rate|quote|"
        r"deposit|budget|interest|mortgage|loan|refund|bill|discount|rent|a month)\b|円|値段|料金|"
        r"金額|費用|会費|月謝|家賃|予算|金利|ローン|見積|返金|値上|値下|割引|万(?!博)|"
        r"원(?![룸장인하])|가격|요금|회비|비용|예산|금리|대출|견적|환불|할인|보증금|월세|만원|\d만"
    ),
    "size": (
        r"\b(?:size|inch(?:es)?|cm|waist|bust|ring|shoes?|fits?|tight|kg|kilos?|weigh\w*|stone|"
        r"feet|measured?)\b|サイズ|センチ|インチ|体重|身長|寸法|靴|号|きつ|測っ|キロ|사이즈|치수|"
        r"센치|체중|몸무게|신발|호수|반지|킬로|재보|작아|커서|키가"
    ),
    "dose": (
        r"\b(?:mg|ml|mcg|dose|dosage|tablets?|pills?|meds?|medication|prescri\w+|inhaler|insulin|"
        r"antibiotic\w*|injections?|units|drops|cream|patch|vitamin)\b|錠|薬|服用|処方|ミリ|血圧|"
        r"血糖|注射|点眼|目薬|朝晩|食後|食前|サプリ|漢方|湿布|알(?:씩|로|약)|정씩|약(?:을|은|이|"
        r"도|만|으로)?(?:\s|$|[.,])|복용|처방|혈압|혈당|주사|연고|영양제|수액|식후|식전|밀리"
    ),
    "habit": (
        r"\b(?:every|each|daily|weekly|twice|once|routine|habit|usually|always|gym|runs?|running|"
        r"swim\w*|yoga|pilates|smok\w+|cigarett\w+|commut\w+|cycl\w+|walk\w*|bed(?:time)?|wak\w+|"
        r"alarm)\b|毎(?:日|週|朝|晩|月|年)|週\d|日課|習慣|通っ|通う|ジム|ヨガ|散歩|ランニング|"
        r"走っ|走る|たばこ|煙草|タバコ|起き|寝る|自転車|通勤|プール|体操|水泳|ピアノ|ダンス|"
        r"매(?:일|주|달|번)|격일|주\s?\d|루틴|습관|헬스|요가|필라테스|러닝|달리기|산책|담배|수영|"
        r"출퇴근|기상|자전거|운동|등산|피아노|새벽|저녁반"
    ),
    "person": (
        r"\b(?:boyfriend|girlfriend|husband|wife|partner|boss|manager|neighbou?r|teacher|coach|"
        r"mother-in-law|friend|colleague|mate|trainer|landlady|landlord|dating|engaged)\b|彼氏|"
        r"彼女|夫|妻|旦那|嫁|上司|師長|店長|課長|部長|先生|担任|コーチ|隣の|友達|同僚|先輩|後輩|"
        r"姑|義母|担当|남친|여친|남자친구|여자친구|남편|아내|와이프|팀장|부장|과장|선생|담임|코치|"
        r"옆집|친구|동료|선배|후배|시어머니|원장|담당"
    ),
    "place": (
        r"\b(?:venue|restaurant|caf[eé]|pub|shop|station|hotel|hostel|airbnb|park|hall|at the|"
        r"store|cupboard|drawer|shelf|keys?)\b|会場|場所|集合|お?店|駅|ホテル|旅館|宿|公園|会館|"
        r"置い|しまっ|移し|引き出し|棚|玄関|鍵|장소|식당|가게|역|호텔|숙소|펜션|공원|카페|집결|"
        r"서랍|열쇠|보관|옮겼|현관"
    ),
}

# Something is otherwise than it was: said in so many words.
CHANGED: Final = (
    r"\b(?:chang(?:ed?|ing)|mov(?:ed|ing) (?:it|to|the|from|back|again|up|forward)|has moved|"
    r"pushed (?:it )?(?:back|to)|push(?:ed)? back|put back|brought forward|resched\w+|postponed|"
    r"delayed|slipp(?:ed|ing)|cancel\w*|called off|switch(?:ed|ing)|swapp?(?:ed|ing)|instead|"
    r"rather than|no longer|not any ?more|any ?more|anymore|used to|scrap that|scratch that|"
    r"correction|corrected|i was wrong|got (?:it|that) wrong|wrong|misread|misheard|mistake|"
    r"my bad|turns out|it'?s now|is now|are now|now it'?s|new (?:date|target|time|price|plan|"
    r"number|code|address|dose)|from now on|as of (?:today|now|this|next|monday)|up(?:ped)? to|"
    r"(?:gone|went|goes|bumped|put(?:ting)?|knocked) (?:up|down)|(?:down|up|reduced|dropped|"
    r"raised|increased|lowered) (?:to|from)|actually|again|after all|changed (?:my|his|her) mind|"
    r"the other way|back (?:to|on)|given up|gave up|giving up|quit(?:ting)?|stopp?(?:ed|ing)|"
    r"swore off|sworn off|off the|done with|over it|ditch\w*|replac\w+|final(?:ly)?|settled on|"
    r"ended up|went with|going with|decided|not the|update|still off|never mind|nevermind|"
    r"won'?t be|can'?t (?:do|make)|meant|sorry)\b|変え|変わ|変更|替え|換え|切り替え|乗り換え|"
    r"やっぱ|結局|延期|延び|延ば|伸び|ずれ|ずら|前倒し|繰り上|キャンセル|中止|取り消|取消|取り直|"
    r"やめ|辞め|止め|卒業|もう(?:行か|食べ|飲ま|使わ|し)|じゃなく|ではなく|やなく|ちゃう|違(?:う|"
    r"っ|い)|間違|訂正|勘違い|に(?:なった|なり(?:ま|そ)|なる[っらそん。、!]|した[わでよ。、!ん]|"
    r"しました|決まっ|決め|増え|減っ|減ら|増や|上が|下が|値上|値下)|まで(?:減|下|増|上)|に(?:移|"
    r"直し|戻)|戻し|戻っ|戻る|ことにした|ことにする|ことになっ|ことに決め|代わり|かわりに|"
    r"なくなっ|ようになっ|今は|今では|これからは|今度から|今日から|明日から|来月から|もう一回|"
    r"前は|昔は|以前は|のに|はずが|ずっと.{0,12}けど|実は|ごめん|すみません|まさか|新しい|"
    r"あかんように|無理に|撤回|上書き|交代|交替|諦め|断念|負けた|降参|気が変わ|바꾸|바꿨|바꿔|"
    r"바꿈|바뀌|바뀐|바뀜|변경|변동|변했|옮기|옮겼|옮김|이제|이젠|결국|역시|미뤄|미루|미룸|밀렸|"
    r"밀림|밀려|연기|당겨|당겼|취소|없던|정정|아니고|아니라|아니네|아니었|아니래|말고|대신|착각|"
    r"잘못|틀렸|틀림|끊었|끊는|끊기|끊음|끊을|그만|관두|접었|접음|접는|때려|갈아|안\s?(?:먹기|"
    r"마시기|하기|가기|먹어|마셔|해|가|쓰)|못\s?(?:먹|마시|하|가|해)|지\s?않기로|기로\s?(?:했|함|"
    r"결정|하)|늘(?:었|림|렸|려|어)|줄(?:었|임|였|이|여)|올랐|올라|올림|올렸|내렸|내려|됐|되었|"
    r"된다|됨|로\s?(?:정|결정|확정|했|함|감|간다|갈게)|확정|최종|다시|또|사실|알고\s?보니|옛날엔|"
    r"예전엔|원래|전에는|앞으로|오늘부터|내일부터|다음\s?달부터|부터는|이번엔|새로|새\s|드디어|"
    r"철회|미안|죄송|포기"
)
# Hardly anything else is meant by these.
CHANGED_SURELY: Final = (
    r"\b(?:chang(?:ed?|ing) (?:to|it|from|the|my)|has moved|moved (?:it )?(?:to|from|back|again|"
    r"forward)|pushed (?:it )?(?:back|to)|push(?:ed)? back|brought forward|resched\w+|postponed|"
    r"switch(?:ed|ing) (?:to|from|the)|instead of|rather than|no longer|scrap that|scratch that|"
    r"correction|corrected|misread|misheard|it'?s now|is now|now it'?s|new (?:date|target|code|"
    r"dose)|up from|down from|up to|down to|after all|changed (?:my|his|her) mind|given up|"
    r"gave up|quit|not the \d|not \d|called off|won'?t be|swapped|not any ?more)\b|変更|切り替え|"
    r"乗り換え|延期|延びた|延びる|ずれた|ずらし|取り直|じゃなくて?|ではなく|やなくて|ちゃう|訂正|"
    r"間違え|勘違い|もう[^。、]{0,8}?(?:ない|ません|へん|[まべむめん]ん)|[にへ](?:変え|変わ|替え|"
    r"換え|増え|減っ|減ら|増や|移っ|移し|直し|戻し)|やめ(?:た|る|て|ま)|辞め(?:た|る|て|ま)|"
    r"なくなっ|ようになっ|やっぱ|結局|代わりに|かわりに|撤回|交代|前は|取り消|바꾸|바꿨|바꿔|바꿈|"
    r"바뀌|바뀐|바뀜|바뀔|변경|미뤄|미루|미룸|밀렸|밀림|밀려|연기|당겨졌|정정|말고|끊었|끊는|끊기|"
    r"끊음|갈아탔|아니고|아니라|아니네|접었|접음|늘림|늘렸|줄였|줄임|옮겼|옮김|그만뒀|그만두|관뒀|"
    r"결국|취소|잘못"
)

LIKING: Final = (
    r"\b(?:lov(?:e|ed|es|ing)|lik(?:e|ed|es)|ador\w+|favou?rite|enjoy\w*|hooked|obsessed|addicted|"
    r"best|gorgeous|great|brilliant|lovely|delicious|can(?: now)? (?:eat|drink|have)|eating|"
    r"drinking|eat|drink|start(?:ed|ing)?|join(?:ed|ing)?|signed up|took up|allowed|having|"
    r"every (?:day|morning|night|week)|good|kind|proud|won over|converted|back on|always|fine|"
    r"yes)\b|好き|大好|うまい|美味|おいし|最高|はまっ|ハマ|始め|食べ(?:て|た|る|れ|よ)|飲ん|飲む|"
    r"飲み|通っ|通う|行く|行き|入っ|申し込|できる|いける|お気に入り|楽し|毎(?:日|朝|晩|週)|欠かせ|"
    r"ないと|推し|派|좋아|좋다|좋은|최고|맛있|최애|빠졌|꽂혔|시작|먹(?:는|었|고|어|음|"
    r"을)|마시(?:는|고|며|면)|마셨|등록|다니|다녀|가기로|할\s?수\s?있|매일|사랑|고마|인정|재밌|"
    r"없으면\s?못|즐"
)
DISLIKING: Final = (
    r"\b(?:hat(?:e|ed|es)|can'?t stand|can'?t bear|can'?t (?:eat|drink|have|do|face|look)|"
    r"dislik\w*|loath\w+|sick of|bored of|off (?:the )?(?:coffee|meat|sugar|dairy|booze|drink)|"
    r"allerg\w+|intoleran\w+|awful|terrible|disgusting|gave up|given up|giving up|quit(?:ting)?|"
    r"stopp?(?:ed|ing)?|cut(?:ting)? out|swore off|no more|never again|no longer|any ?more|"
    r"don'?t (?:eat|drink|like|do|want|go)|won'?t|never|cancelled|not (?:going|eating|drinking|"
    r"doing|a fan)|no \w+ (?:for me|please)|avoid\w*|banned|nope|not|worst|horrible|overrated|"
    r"can'?t|ditch\w*|sold|dropp?(?:ed|ing))\b|嫌い|嫌や|嫌だ|いや[やだ]|苦手|無理|あかん|ダメ|"
    r"だめ|やめ|辞め|止め|飽き|アレルギ|除去|禁(?:止|酒|煙)|断っ|控え|ない(?!と)|へん|ぬ[。、]|"
    r"なくなっ|られん|れん[。、わ]|行かん|食べん|飲まん|いらん|要らん|キャンセル|中止|しんど|"
    r"きつい|まず(?:い|か)|싫|별로|질렸|질려|못\s?(?:먹|마|하|가|해|참|쓰)|안\s?(?:먹|마|하|가|해|"
    r"쓰|사|할|갈)|끊|그만|관두|접|알레르기|알러지|금지|취소|최악|지\s?(?:않|못|말|마)|없다|없어|"
    r"아니|안\s?돼|안\s?된|안\s?됨|맛없|아닌"
)

ASKS: Final = (
    r"[?？]\s*\W*$|\b(?:what|when|where|who|which|how|why)\b[^.]{0,80}$(?<=\?)|(?:ですか|ますか|"
    r"でしょうか|かな|かしら|だっけ|やっけ|っけ|んか)[。…\s]*$|(?:까요|나요|는지|을까|ㄹ까|할까|"
    r"될까|갈까|인가|는가|던가|더라|냐)[.…~ㅋㅎ\s]*$"
)
WISHES: Final = (
    r"\b(?:i wish|if only|i'?d (?:love|like|rather) (?:to )?|would be nice|would love|one day i|"
    r"someday|dream of|hoping to|i hope|hopefully|thinking (?:of|about)|might|maybe|perhaps|"
    r"could always|considering|tempted|wonder if|imagine|suppose|what if|if i (?:were|was|had|"
    r"could|won)|if we (?:were|had|could|won)|should probably|half a mind)\b|(?:し|べ|み|き|り|い|"
    r"ち|え|け|て|め|れ)たい(?!し[たて])(?=なあ?|な[。ぁ]|ものだ|けど|わ|よ|$|[。、!…])|欲しい|"
    r"ほしいな|たらいい|といいな|ばいいのに|もし(?!もし)|かもしれ|かも(?=$|[。、!…\sな])|"
    r"迷(?:って|う|い中)|悩(?:んで|む|み中)|検討|考え中|夢は|いつか|고\s?싶(?!지\s?않)|싶다|싶네|"
    r"싶어|으면\s?좋겠|면\s?좋을|만약|혹시|언젠가|고민|생각\s?중|ㄹ까\s?말까|할까\s?말까|"
    r"지도\s?몰라|지도\s?모르|라면\s?좋|였으면|았으면|었으면"
)
JOKES: Final = (
    r"\b(?:just kidding|jk|only joking|i'?m joking|joking aside|\(joke\)|/s\b|april fool|as if|"
    r"not really lol)\b|冗談|なんちゃって|うそやで|嘘やで|うそうそ|嘘だよ|ジョーク|なんつって|"
    r"ネタや|ネタです|농담|뻥이|뻥임|구라|장난이|장난임|만우절|드립"
)
# Others, where they are what a sentence tells of.
OTHERS_EN: Final = (
    r"brother|sister|mum|mom|mam|dad|mother|father|wife|husband|son|daughter|cousin|aunt|uncle|"
    r"nan|gran|grandma|grandad|granddad|nephew|niece|friend|mate|colleague|neighbou?r|flatmate|"
    r"roommate|boss|manager|girlfriend|boyfriend|partner|fianc[eé]e?"
)
OTHERS: Final = (
    rf"\b(?:{OTHERS_EN})(?:'s| is| has| was| had| can'?t| does\w*| won'?t| moved| quit| hates|"
    rf" loves| likes| got"
    r"| went| takes| lives| works| eats| just| used)\b|\b(?:he|she|they)(?:'s|'ve|'re| is| has|"
    r" was| can'?t| does\w*| moved| quit| hates| loves| likes| got| lives| works| eats| takes)\b|"
    r"(?:兄|姉|弟|妹|母|父|夫|妻|旦那|主人|息子|娘|孫|祖母|祖父|友達|友人|同僚|先輩|後輩|隣の人|"
    r"奥さん|おじ|おば|甥|姪|彼氏|彼女|彼|お母さん|お父さん|お兄ちゃん|お姉ちゃん|おばあちゃん|"
    r"おじいちゃん|さん|くん|君|ちゃん|様)(?:が|は|も|って|ったら|の(?:とこ|家|方))|(?:엄마|아빠|"
    r"어머니|아버지|누나|언니|형|오빠|동생|남편|아내|와이프|아들|딸|손자|손녀|할머니|할아버지|"
    r"친구|동료|선배|후배|이모|고모|삼촌|사촌|조카|며느리|사위|시어머니|장모|걔|쟤|씨|님)(?:네|"
    r"이)?(?:가|이|은|는|도|께서|랑은)(?=\s|$)"
)
# How one speaks of oneself.
OWN: Final = (
    r"\b(?:i|i'm|i've|i'll|i'd|me|mine|myself|we|we're|we've|we'll|us)\b|私|わたし|僕|俺|"
    r"うち[はもが、]|自分|わし[はもが]|あたし|(?<![가-힣])(?:나|내가|제가|나는|저는|난|전|우리|"
    r"저도|나도)(?=[\s는도가]|$)"
)

# Words that many statements share, whatever they are about.
GENERIC_EN: Final = frozenset(
    """
    about after again ago all almost alreadi also alway anoth ani anyon anyth anyway around ask
    away back bad bag bad becaus befor best better big bit book boy bring buy call came chang come
    coupl cours day definit did didn't doesn't don't done down each earli easi either els end
    enough even ever everi everyon everyth everybodi exact fact feel felt few final find fine first
    forget forgot found from full fun gave get girl give go god goe gone gonna good got great had
    half happen hard hasn't haven't hello hey home hope hour idea isn't it's job just keep kept
    kind knew know known last late later least left less let life like line list littl ll long look
    lot love made main make mani mayb mean mind minut miss moment monday month more morn most move
    much must name near need never new next nice night noth now off offic old onc one onli open
    oper other over own part peopl perfect perhap person place plan play pleas pretti probabl
    properli put quit rather re read real realli reason remember remind rest right said same
    saturday saw say second see seem seen send sent set shall she show sick side sinc sit small
    someon someth sometim soon sorri sort sound start stay still stop stuff sunday sure take talk
    tell than thank thing think third thought three through thursday till time tini today togeth
    told tomorrow tonight took top total tri true tuesday turn twice two under until upon us use
    usual ve veri wait walk want wasn't watch way wednesday week weekend well went weren't what'll
    whether while whole won't wonder word work world worri wors would wouldn't write wrong yeah
    year yes yesterday yet you're you've you'll they're they've we're we've that's there's what's
    let's he's she's who's can't couldn't wouldn't shouldn't ain't friday four five six seven eight
    nine ten twelv twenti hundr thousand half quarter past january februari march april june juli
    august septemb octob novemb decemb jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed
    thu fri sat sun am pm mg ml kg cm min hr okay ok oh ah um uh er lol haha ha wow ye yep nope hi
    dear xx xxx x man babe love there out gon due photo actual basic honest liter apparent especi
    exact particular hate eat ate drink switch swap cancel postpon correct instead longer anymor
    updat everyday normal whatev
    """.split()
)
GENERIC_JA: Final = frozenset(
    "今日 明日 昨日 今年 去年 来年 今月 先月 来月 今週 先週 来週 今朝 今晩 今夜 今度 今回 最近 "
    "時間 時半 午前 午後 夕方 毎日 毎週 毎朝 毎晩 一人 二人 三人 自分 本当 全部 絶対 一番 一緒 "
    "結局 大事 大丈夫 大変 変更 電話 連絡 予定 予約 約束 確認 必要 普通 最高 最初 最後 以上 以下 "
    "一回 二回 三回 月曜 火曜 水曜 木曜 金曜 土曜 日曜 曜日 土日 平日 祝日 年前 週間 年間 時頃 "
    "分前 半分 少し 場所 気持 感じ 了解 記録 訂正 間違 丈夫 日間 万円 千円 百円 日目 回目 何日 "
    "何時 午後 無理 大好 大嫌 朝食 毎朝 昼食 夕食 苦手 最悪 最終 確定 確実 以前 現在 匂 臭 話 人 "
    "何 事 物 方 前 後 上 下 中 外 次 今 日 月 年 時 分 回 的 家 手 目 顔 声 気 心 頭 体 行 来 見 "
    "言 思 食 飲 買 出 入 帰 変 決 始 終 続 使 作 聞 書 読 待 持 取 置 知 会 合 寝 起 忘 覚 違 間 "
    "朝 昼 夜 晩 夕 週 曜 半 円 万 千 百 一 二 三 四 五 六 七 八 九 十 大 小 高 安 新 古 長 多 少 "
    "早 遅 近 遠 好 嫌 悪 良 元 全 無 先 私 僕 俺 彼 誰 君 様 達 度 番 本 枚 個 台 歳 才 名 所 店 "
    "駅 道 町 市 県 区 国 土 金 木 水 火 増 減 延 直 戻 切 替 換 代 訳 実 他 別 同 最 初 結 局 絶 "
    "対 毎 番 々 笑 泣 怒 嬉 楽 悲 怖 疲 休 働 送 届 頼 教 習 移 住 着 脱 払 返 貸 借 売 選 探 探 "
    "調 過 通 "
    "当 向 落 乗 降 立 座 歩 走".split()
)
GENERIC_KO: Final = frozenset(
    "오늘 내일 어제 모레 이번 다음 지난 올해 작년 내년 요즘 최근 아침 점심 저녁 새벽 오전 오후 "
    "주말 평일 시간 그냥 진짜 정말 너무 완전 아주 많이 조금 좀더 다시 계속 아직 벌써 이미 이제 "
    "이젠 지금 나중 먼저 일단 결국 역시 혹시 아마 제발 같이 함께 혼자 우리 나는 내가 제가 저는 "
    "너는 네가 그거 이거 저거 이건 그건 그게 이게 여기 거기 저기 이런 그런 저런 어떤 무슨 누가 "
    "누구 어디 언제 어떻게 어떡 왜냐 그래 그래서 그런데 근데 그리고 그러면 그럼 그러니까 하지만 "
    "하나 둘이 사람 생각 얘기 이야기 말이 말은 하는 하고 해서 했다 했어 했는데 한다 하면 하지 "
    "하기 하자 할게 할까 해야 해도 되는 되면 됐다 됐어 된다 되고 돼서 있다 있어 있는 있고 있음 "
    "있으 있었 없다 없어 없는 없이 없고 같다 같아 같은 같이 가고 가는 가서 간다 갔다 갔는 갔어 "
    "오고 오는 온다 왔다 왔어 와서 보고 보는 보니 봤다 봤어 보면 알고 알았 몰라 먹고 먹는 먹어 "
    "먹었 사서 샀다 받고 받아 받았 주고 줬다 줘서 나와 나온 나왔 들어 들었 맞아 맞다 아니 아니고 "
    "응응 네네 월요 화요 수요 목요 금요 토요 일요 하루 이틀 사흘 매일 매주 매달 일주 한번 두번 "
    "처음 마지막 전부 모두 거의 정도 때문 덕분 대신 말고 보다 부터 까지 에서 에게 한테 바꿨 바꾸 "
    "바뀌 바뀐 변경 예약 약속 확인 연락 전화 정정 취소 미뤄 미루 밀렸 좋아 좋은 싫어 싫다 그때 "
    "이때 ㅋㅋ ㅎㅎ ㅠㅠ 만원 천원 시반 분쯤 개월 이상 이하 안녕 감사 고마 미안 죄송 알겠 알았 "
    "어머 세상 아이 그치 글쎄 뭐가 뭔가 어차 것도 것은 거야 거지 거라 건데 하나도 아무 무조건 "
    "절대 원래 사실 갑자 솔직 오랜 가끔 자주 항상 월급 이랑 하니 해줘 것 거 게 수 때 데 줄 날 말 "
    "일 번 개 명 년 월 주 분 시 나 너 저 내 네 제 그 이 또 더 다 안 못 잘 좀 꼭 왜 뭐 만 천 원 반 "
    "장 억 박 첫 몇 살 권 조 쯤 씩 적어 둘게 두었 둘까 고쳐 그러 그날 통째 말씀 이라 아니 올라 응 "
    "아 어 오 와 야 음 한 두 세 전 후 중 속 안 밖 위 앞 뒤 옆 쪽 간 갈 온 올 할 함 됨 임 감 "
    "봄 해 돼 가 봐 와서".split()
)
_PARTICLES: Final = (
    "으로부터 에서부터 이라고 이라는 에서는 에서도 으로는 으로도 한테서 에게서 이랑은 까지는 "
    "부터는 이에요 예요 입니다 이었다 이라서 이라도 이지만 인데요 인데 하고는 에서 에게 한테 까지 "
    "부터 으로 이랑 이나 라고 라는 라도 마다 처럼 보다 조차 밖에 이야 이다 이고 이네 이지 이래 "
    "했다 했어 했는데 했음 한다 하는 하고 해서 하기 하러 하자 할게 하게 하면 하니 하던 에는 에도 "
    "와는 과는 로는 로도 은 는 이 가 을 를 에 의 도 만 와 과 로 랑 나 야 요 께 함 엔 네"
).split()
PARTICLE_KO: Final = re.compile("(?:" + "|".join(sorted(_PARTICLES, key=len, reverse=True)) + ")$")

VERB_KO: Final = re.compile(
    "(?:[었았했겠였렸졌갔왔봤됐샀났뒀줬켰꼈셨][다어지고네는던음습]?|[가-힣]다|니다|어요|아요|해요|네요|세요|지요|죠|거든|거든요|더니|는데|은데|인데|한데|건데|니까|면서|려고|라고|다고|냐고|자고|길래|드만|응께|잖아|어서|아서|해서|려면|으면|하면|지만|을까|을게|할게|는다|ㄴ다|구나|더라|더라고|는지|을지|도록|던데|던게|데요|대요|래요|습니다|[가-힣]게|못하|않고|않아|없이|있는|없는|하는|되는|같은|이런|그런)$"
)
# Nouns of one syllable.
SINGLE_KO: Final = frozenset(
    "집 약 눈 차 술 밥 배 발 목 손 폰 빵 국 물 떡 팀 방 돈 책 옷 신 귀 코 입 뼈 피 침 별 꽃 짐 "
    "굴 닭 콩 쌀 담".split()
) - {"이", "게", "면", "김"}
# The newer speaks of the older.
REFERS: Final = (
    r"\b(?:(?:i|you|we|they|he|she) (?:just |had |'d )?(?:said|told|wrote|mentioned|promised)|"
    r"what i (?:said|told|wrote)|i (?:was|got) (?:it )?wrong|i take (?:it|"
    r"that) back|i misread|i misheard|(?:was|were) (?:supposed|meant) to|"
    r"used to|not any ?more|forget (?:the|what)|ignore (?:the|what)|so much for|remember (?:when|"
    r"how) i|as i said|that thing about)\b|(?:言|い|ゆ)(?:う|っ)て(?:た|い|ま)|言ったけど|"
    r"って(?:言った|書いた|話した)|と(?:言った|書いた)(?:けど|の|が|男|こと)|前に(?:言|話|書)|"
    r"この(?:前|あいだ|間)の?|先日(?:の|申)|はずだった|つもりだった|予定だった|だったのが|"
    r"やったのが|って聞いて|読み間違|書き間違|見間違|言い間違|聞き間違|(?:라고|다고|자고|다던|"
    r"라던|한다던|하던|했던|한다고)\s?(?:한|했|하던|말|그랬|썼|적)|(?:다던|라던|했던|하던|"
    r"이던)\s?(?:거|게|것|데|건)|저번에|지난번에?|아까|말한\s?거|잘못\s?(?:봤|들|썼|적|말)|"
    r"원래는?|그때\s?(?:말|얘기)"
)
# Words of every day, of which two statements may well share one by chance; stemmed.
EVERYDAY_EN: Final = frozenset(
    """
    daddi mum mom mam dad mama papa grandad granddad sister brother wife husband son daughter kid
    friend mate doctor nurse kitchen tabl chair door window bed room hall street road high light
    dark lunch dinner breakfast tea dog cat phone car bus train hous garden shop hand head face eye
    foot leg arm hair water food rain sun snow weather cold hot warm white black red blue green
    cloth coat hat shoe money pound euro dollar school class student teacher kids church sunday
    people party music song film game team christma birthday summer winter spring autumn holiday
    email messag text number letter paper box bottl cup glass plate lost laugh cry smile tired
    happi quiet loud fast slow heavi deal cent base contract view park round run stood fair sing
    sang wait floor wall corner card note list
""".split()
)
# What is put away, before and after its name: "instead of X", "X 말고", "Xやめて".
STRUCK_BEFORE: Final = (
    r"(?:\binstead of|\brather than|\bnot|\boff|\bstop\w*|\bquit\w*|\bno more|\bcancel\w*|"
    r"\bg[ai]v\w+ up|\bdropp?\w*|\bdone with|\bsick of|\bcan'?t (?:stand|have|eat|do)|\bswapp?\w*|"
    r"\bswitch\w*|\bscrap\w*|\bchang\w+|\bmov(?:ed|ing)|\bpulling out of|\bno longer|\bditch\w*|"
    r"\bwrong about|\bpostpone\w*) (?:\w{1,12} ){0,2}$"
)
STRUCK_AFTER: Final = (
    r"[^。、.,\n]{0,6}?(?:やめ|辞め|止め|じゃな|ではな|やな[くい]|ちゃう|から.{1,8}[にへ]|"
    r"キャンセル|中止|延期|変更|変わ|変え|替え|替わ|無理|なし|取り消|より|延び|ずれ|말고|아니|"
    r"대신|끊|취소|접|뺐|빼|그만|관두|바꾸|바꿨|바뀌|변경|미뤄|미룸|밀렸|밀림|때문|에서|"
    r"안\s?(?:먹|마|가|해|하)|못\s?(?:먹|마|가|해|하))"
)
# The same of a value: "not 507", "28日から", "27일 말고".
NAMED_BEFORE: Final = (
    r"(?:\bnot (?:the |on |at |a )?|\binstead of (?:the )?|\brather than (?:the )?|"
    r"\bfrom (?:the )?|\bwas(?:n't)? (?:the )?|\bisn't (?:the )?|\bso much for )[£$€]?$"
)
NAMED_AFTER: Final = (
    r"[^\d,.。、\s]{0,4}\s?(?:아니고|아니네|아니라|말고|에서|아님|이던|이었|라고\s?한|ちゃう|"
    r"ちゃい|じゃな|ではな|やな|から|だったのが|やったのが|のはず|だった)"
)
# Where one is told of, the other is not meant.
OPPOSED: Final = (
    (
        r"\bleft\b|左|왼쪽|왼",
        r"\bright (?:eye|knee|hand|arm|leg|foot|ear|shoulder|hip|side)\b|右|오른",
    ),
    (r"\bupper\b|上の歯|윗", r"\blower\b|下の歯|아랫"),
)
COUNTING_JA: Final = frozenset(
    "一二三四五六七八九十百千万円年月日時分回週間前後今来去毎人何本次中上下大小"
)

# Of each kind of value, those that a text names.
Values: TypeAlias = Mapping[str, frozenset[str]]
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS: Final = {
    "weight": "kg|kilos?|キロ|킬로",
    "dose": "mg|ml|mcg|g|ミリ|밀리|units",
    "length": "cm|センチ|센치|센티|inch(?:es)?|インチ|mm|km|miles?|m",
    "share": "%|パーセント|프로|퍼센트",
    "pieces": "錠|tablets?|pills?|알|정|個|つ|本|枚|개|병|장|잔|杯|袋|箱|cups?",
    "times": "回|번|times|회|度|차",
    "people": "人|名|명|people|guests",
    "span": "時間|시간|hours?|hrs?|分間?|분|min(?:ute)?s?|週間?|주|weeks?|年間?|년|years?|か月|"
    "ヶ月|カ月|개월|months?"
    "|泊|박|日間|days?",
    "size": "号|호|サイズ|사이즈|文",
    "floor": "階|층|th floor|号室|호실",
    "age": "歳|才|살|세",
}
_MONTH_EN: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_VALUES: Final = re.compile(
    rf"(?P<money>[£$€¥₩]\s?(?:{_NUMBER})k?|(?:{_NUMBER})\s?(?:万(?!博)\s?(?:\d+千?)?円?|千円|円|"
    rf"만\s?(?:\d+천?)?\s?원?|천\s?원|원(?!룸)|억|엔|quid|pounds|dollars|bucks|euros|k\b))"
    r"|(?P<clock>\d{1,2}[:.]\d{2}(?!\d)|\d{1,2}\s?(?:am|pm)\b|\d{1,2}\s?o'?clock|"
    r"\d{1,2}\s?時(?!間)(?:半|\d{1,2}分)?|\d{1,2}\s?시(?!간)\s?(?:반|\d{1,2}분)?|\bnoon\b|"
    r"\bmidday\b|正午|정오|자정)"
    rf"|(?P<date>(?P<m1>\d{{1,2}})\s?[月월]\s?(?P<d1>\d{{1,2}})\s?[日일]|(?P<d2>\d{{1,2}})(?:st|"
    rf"nd|rd|th)?(?: of)? (?P<e1>{_MONTH_EN})\b|"
    rf"\b(?P<e2>{_MONTH_EN}) (?:the )?(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\b|"
    rf"(?P<d4>\d{{1,2}})\s?[日일](?![間간후後목])"
    r"|(?P<d5>\d{1,2})(?:st|nd|rd|th)\b(?! floor)|(?<![\d/.])(?P<m6>1[0-2]|[1-9])/(?P<d6>[12]\d|"
    r"3[01]|[1-9])(?![\d/]))|(?P<month>\d{1,2}\s?[月월](?!\s?\d))|(?P<weekday>\b(?:mon|tues?|"
    r"wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:days?)?\b|[月火水木金土日]曜|[월화수목금토일]요일|"
    r"[월화수목금토일]욜)"
    + "".join(f"|(?P<{name}>(?:{_NUMBER})\\s?(?:{unit})(?![a-z]))" for name, unit in _UNITS.items())
    + rf"|(?P<number>{_NUMBER})"
)
_WORD_NUMBERS: Final = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
    if value > 1
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60"}
_WORD_NUMBER: Final = re.compile(r"\b(?:" + "|".join(_WORD_NUMBERS) + r")\b")
_NATIVE_KO: Final = {
    "열한": 11, "열두": 12, "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7,
    "여덟": 8, "아홉": 9, "열": 10,
}  # fmt: skip
_NATIVE: Final = re.compile(
    rf"({'|'.join(_NATIVE_KO)})\s?(?=시(?![가-힣])|시\s?반|시[에로는]|알|번|개|명|살|병|잔)"
)
_SINO: Final = dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True)) | dict(
    zip("一二三四五六七八九", range(1, 10), strict=True)
)
_TENS: Final = {"십": 10, "백": 100, "천": 1000, "十": 10, "百": 100, "千": 1000}
_SINO_RUN: Final = re.compile(
    r"(?<![가-힣])[일이삼사오육칠팔구십백천]{1,7}(?=\s?(?:만|원|월|일(?![가-힣])|분|층|호|키로|"
    r"킬로|퍼센트|밀리|월달)|[일]에|[일]로)|"
    r"(?<![가-힣])[이삼사오육칠팔구]?[십백천][일이삼사오육칠팔구십백천]{0,6}(?![가-힣])|"
    r"[一二三四五六七八九十百千]{1,7}(?=[時月日円万回錠枚個人歳年階分週泊号])"
)


def _sino(match: re.Match[str]) -> str:
    total = current = 0
    for character in match[0]:
        if character in _TENS:
            total += (current or 1) * _TENS[character]
            current = 0
        else:
            current = current * 10 + _SINO[character]
    return str(total + current)


def in_digits(folded: str) -> str:
    """Gives the text with its numbers in digits: 三時, 열두 시, 구십오, twelve."""
    text = _SINO_RUN.sub(_sino, folded)
    text = _NATIVE.sub(lambda found: str(_NATIVE_KO[found[1]]), text)
    return _WORD_NUMBER.sub(lambda found: _WORD_NUMBERS[found[0]], text)


_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PLAIN: Final = str.maketrans(
    {
        "時": ":",
        "시": ":",
        ".": ":",
        "半": "30",
        "반": "30",
        "分": "",
        "분": "",
        "千": "천",
        "万": "만",
    }
)
_NOT_CLOCK: Final = re.compile(r"o'?clock|pm|am")
_CURRENCY: Final = re.compile("[£$€¥₩円원엔]|quid|pounds|dollars|bucks|euros")
_LEADING: Final = re.compile(r"[\d.]+")


def values(digits: str) -> Values:
    """Gives the values in a text that `in_digits` made: its numbers by unit, times and days."""
    found: dict[str, set[str]] = {}
    for match in _VALUES.finditer(digits):
        kind = match.lastgroup or "number"
        text = match[0].replace(",", "").replace(" ", "")
        match kind:
            case "date":
                day, month = _day_and_month(match)
                text = day
                if month:
                    found.setdefault("month", set()).add(month)
            case "weekday":
                text = text[:2] if text[0].isascii() else text[0]
            case "clock":
                text = text.translate(_PLAIN).strip(":").removesuffix(":00")
                text = _NOT_CLOCK.sub("", text)
            case "money":
                text = _CURRENCY.sub("", text).translate(_PLAIN)
            case _:
                text = _leading(text)
        found.setdefault(kind, set()).add(text)
    return {kind: frozenset(texts) for kind, texts in found.items()}


def _day_and_month(match: re.Match[str]) -> tuple[str, str | None]:
    days = (match[name] for name in ("d1", "d2", "d3", "d4", "d5", "d6") if match[name])
    month = match["m1"] or match["m6"]
    name = match["e1"] or match["e2"]
    if name:
        month = str(_MONTHS.index(name[:3]) + 1)
    return str(int(next(days))), month and str(int(month))


def _leading(text: str) -> str:
    number = _LEADING.match(text)
    return number[0] if number else text
