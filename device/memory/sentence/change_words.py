"""The words by which `change` tells what a statement is about and where it points.

All are folded. Lists are of the languages, not of anybody's text: what anyone might say of where
they live, what they take, when they meet.
"""

from __future__ import annotations

from typing import Final

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
    r"(?<!名)前は|昔は|以前は|のに|はずが|ずっと.{0,12}けど|実は|ごめん|すみません|まさか|新しい|"
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
    r"なくなっ|ようになっ|やっぱ|結局|代わりに|かわりに|撤回|交代|(?<!名)前は|取り消|바꾸|바꿨|바꿔|바꿈|"
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
