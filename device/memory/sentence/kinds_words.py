"""The words by which a sentence shows what kind of thing it is, in English, Japanese and Korean.

Each pattern is one idea, read from folded text, all languages at once: the scripts keep them apart.
What a pattern can repeat is bounded, so that a long text costs its length and no more.
"""

from __future__ import annotations

from typing import Final

from device.memory.sentence.pattern import Pattern

NUMBER: Final = Pattern(r"\d+(?:[.,:/]\d+)*")
WEEKDAY: Final = Pattern(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:jan|febr)uary\b|\bapril\b|\bju(?:ne|"
    r"ly)\b|\baugust\b"
    r"|\b(?:septem|octo|novem|decem)ber\b|\bin (?:march|may)\b"
    r"|[月火水木金土日]曜|[月火水木金土日](?:・|、)[月火水木金土日]|(?:元日|お盆|正月|彼岸|"
    r"ゴールデンウィーク)|[월화수목금토일]요일|[월화수목금토일]욜|추석|설날"
)
# A number in words, with what it counts.
NUMERAL: Final = Pattern(
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
COMING: Final = Pattern(
    r"\b(?:tomorrow|yesterday|next (?:week|month|year|time|term|spring|summer|autumn|winter)|"
    r"last (?:week|month|year)|every (?:day|week|month|year|morning|night|other)|once a|twice a|"
    r"daily|weekly|monthly|on the \w+th|since|by the end of|until|from now on|o'clock|"
    r"\d{1,2}(?::\d\d)? ?[ap]m)\b"
    r"|明日|明後日|あさって|来週|先週|来月|先月|今月|来年|去年|毎[日朝晩週月年回]|週末|月末|月初|"
    r"上旬|下旬"
    r"|내일|모레|다음\s?[주달해]|지난\s?[주달해]|이번\s?[주달]|내년|작년|매[일주달년]|[밤날]마다|"
    r"주말|월말|연말"
)
RELATIVE: Final = Pattern(
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
NUMBER_WORD: Final = Pattern(_NUMBERS_EN)
NAME: Final = Pattern(
    r"「[^」]{1,40}」|『[^』]{1,40}』|\b(?:mr|mrs|ms|dr)\.? [a-z]|(?:さん|ちゃん|くん|先生|様|"
    r"先輩|課長|部長|師長)(?!か)"
    r"|[가-힣]{2}(?:\s?씨|\s?쌤|선생님|팀장|과장|부장|대리|사장님|원장님|교수님|삼촌|이모|고모|"
    r"할머니|할아버지)"
)
# Read with its capitals.
TASTE: Final = Pattern(
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
PLAN: Final = Pattern(
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
CHANGE: Final = Pattern(
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
EVENT: Final = Pattern(
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
HEALTH: Final = Pattern(
    r"\b(?:allerg\w+|doctor|gp|hospital|surgery|operation|pills?|tablets?|medicine|medication|mg|"
    r"dose|clinic|physio|dentist|blood|scan|diagnos\w+|migraines?|knee|back pain|tooth|fever|"
    r"asthma|vet|prescri\w+|sprain\w*|iron|anaemi\w+|pressure|hurts?)\b"
    r"|病院|医者|先生|手術|薬|錠|血圧|検査|診断|熱|歯医者|通院|症|痛|注射|予防接種|卵(?:黄|白)|"
    r"発作|骨折|捻挫|ワクチン"
    r"|병원|의사|수술|약(?=[\s은을이도]|$)|혈압|검사|진단|치과|치료|주사|디스크|통증|아프|아파|"
    r"안과|한의원|당뇨|처방|접종|골절|인대"
)
MONEY: Final = Pattern(
    r"[$€£¥₩]|\b(?:rent|mortgage|loan|salary|deposit|bill|bills|paid|costs?|price|refund|"
    r"insurance|bonus|fee|k a year|contract|job|offer|interview|keys?|password|code|address|flat|"
    r"landlord|visa|passport|licence|license)\b"
    r"|家賃|ローン|給料|年収|敷金|保険|手取|円|万|暗証|番号|住所|契約|更新|内見|鍵|免許|面接|"
    r"内定|転勤|賃貸|バス停|合鍵"
    r"|월세|전세|대출|연봉|월급|보증금|보험|원(?=[\s이에을]|$)|만\s?원|비밀번호|번호|주소|계약|"
    r"면접|이직|열쇠|면허|관리비|환불|비번"
)
# What changes a life or a household, however shortly it is said.
LIFE: Final = Pattern(
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
STANDING: Final = Pattern(
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
PLACED: Final = Pattern(r"\b(?:in|at|near|from|to|for|with|called|is|it) (?:the )?[A-Z][a-z]{2,}")
# What no one says lightly.
GRAVE: Final = Pattern(
    r"\b(?:died|passed away|pregnant|engaged|diagnosed|cancer|born|got in|passed!|i passed|"
    r"i failed|we got the|i got the|allergic|allergy)\b"
    r"|亡くな|逝去|他界|生まれた|生まれまし|妊娠|婚約|入籍|合格|受かっ|落選|当選|内定|アレルギー|"
    r"癌|[一-鿿ぁ-んァ-ヶ]\([ぁ-ん]{1,8}\)"
    r"|돌아가셨|돌아가시|별세|태어났|낳았|임신|약혼|합격|붙었|붙음|알레르기|살\s?(?:됐|되었|"
    r"이\s?됐)"
)
SELF: Final = Pattern(
    r"\b(?:i|my|me|mine|myself|we|our|us|ours|i'm|i've|i'll|i'd|we're|we've|we'll|we'd)\b"
    r"|私|僕|ぼく|俺|おれ|わたし|あたし|わし|(?<!その)うち(?!側|わけ|上|ら?の(?:一|二))|自分|"
    r"我が家|わい(?=[はがの])"
    r"|(?<![가-힣])(?:저(?=[는도를의희한랑\s]|$)|제(?=가\s|\s)|나(?=[는도를의한랑\s]|$)|난|"
    r"내(?=가\s|가$|\s)|날(?=\s)|우리|전(?=\s))"
)
# Who the sentence is about, where that is not the one who speaks.
OTHER_SUBJECT: Final = Pattern(
    r"\b(?:he|she|they|his|her|their|he's|she's|they're|he'll|she'll)\b"
    r"|(?:さん|ちゃん|くん|先輩|先生|父|母|兄|姉|弟|妹|夫|妻|旦那|嫁|主人|息子|娘|孫|友達|彼|"
    r"彼女|あの人|お母さん|お父さん|義母さん)(?:が|は|も|の|、|って)"
    r"|(?:씨|님|엄마|아빠|아버지|어머니|누나|언니|오빠|동생|남편|아내|와이프|아들|딸|손주|친구|"
    r"팀장|선생님|할머니|할아버지|걔|쟤|그\s?사람|그분)(?:이|가|은|는|도|의|네|께서)?\s"
)
WORLD: Final = Pattern(
    r"\b(?:forwarded|breaking|news|weather|the government|prime minister|wimbledon|world cup|"
    r"fireworks|they say|people (?:say|are)|everyone (?:is|says)|the match|celsius|forecast)\b|"
    r"\d+ degrees"
    r"|ニュース|地震|台風|天気|気温|猛暑|政府|首相|総理|選挙|優勝|甲子園|紅白|大谷|世の中|世間|"
    r"物価|円安|津波|梅雨|予報|最高気温|万博"
    r"|뉴스|지진|태풍|날씨|기온|폭염|정부|대통령|선거|우승|결승|야구|세상|물가|장마|미세먼지|"
    r"예보|주가|\[펌\]|사람들은"
)
# A statement's bones in languages without spaces: a topic or a subject.
TOPIC: Final = Pattern(
    r"[\u3400-\u9fff\u30a1-\u30fcの](?:は|が)|[가-힣]{1,6}(?:은|는|이|가)\s|\b(?:is|are|was|were|"
    r"has|have|had|'s|'re|'ve)\b"
)

# More than one sentence.
SEVERAL: Final = Pattern(r"[.!?。\n]\s*\w")
ASKED: Final = Pattern(
    r"^(?:does|do|did|is|are|was|were|can|could|should|would|what|when|where|who|why|how|which)\b"
    r"|(?:です|ます|でした|ました)か$|(?:(?<!니)까|까요|나요|던가요|냐|니)$"
)
# What was said before is put right.
CORRECTING: Final = Pattern(
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
