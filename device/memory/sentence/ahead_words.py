"""The words in Japanese, Korean and English that `ahead` looks for; all are folded."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from device.memory.sentence.pattern import Pattern


class Occasion(StrEnum):
    """What a day ahead is for."""

    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    APPOINTMENT = "appointment"
    TRAVEL = "travel"
    EVENT = "event"
    DEADLINE = "deadline"
    OTHER = "other"


# A feast is a day ahead only where something is to be done on it.
PLAN: Final = Pattern(
    r"行[くきこっ]|帰[るりろ省っ]|予約|予定|集ま|泊ま|約束|来[るま]"
    r"|過ごす|する(?:こと|つもり|予定)|ことに(?:し|な)|会[うい]"
    r"|作る"
    r"|年越し|挨拶|旅行|가기로|[가간갈감](?:다|요|거|게|아|\s"
    r"|기|$)|내려|올라[가간갈]|예약|만나|모이|모여|하기로|할\s?거"
    r"|보내기로|[하보가]자|할게|할께|갈게|갈께"
    r"|오기로|온대|오신대|오세요|여행|출발"
    r"|\b(?:going|flying|coming|visiting|hosting|staying|spending"
    r"|driving|travelling|traveling|booked"
    r"|taking|having|cooking|seeing|meeting|heading|off to|will"
    r"|we'll|i'll|they'll|he'll|she'll)\b"
)

# -- what a day is for, the first that fits

_RESTAURANT: Final = (
    r"レストラン|イタリアン|フレンチ|居酒屋|席|ホテル|宿|焼肉"
    r"|寿司|鮨|店|레스토랑|식당|호텔|맛집|횟집|고깃집"
)
OCCASIONS: Final = tuple(
    (occasion, Pattern(pattern))
    for occasion, pattern in (
        (
            Occasion.BIRTHDAY,
            (
                r"(?:誕生日|誕(?=[は、])|バースデー)(?!の?(?:会|パーティ"
                r"|プレゼント|ケーキ|ディナー|ご?飯|お?祝い|旅行|カード"
                r"|おめ))"
                r"|(?<=日)\s?生まれ|日に生まれ|(?:생일|생신|탄신일|귀빠진\s?날)(?!\s*"
                r"(?:파티|잔치|선물|케이크|상|모임|밥|카드|축하))"
                r"|\d일\s?생(?![가-힣])|\d일생(?=이|입)|에\s?태어"
                r"|(?<!happy )\b(?:birthday|bday|b-day)\b(?!'?s? (?:party"
                r"|dinner|do|drinks|lunch|meal|bash|present|card|cake|tea"
                r"|weekend|trip|gift|list|brunch))|\bborn\b|\bturn(?:s|ing"
                r"|ed)? \d\d?\b(?![:.\d]| ?[ap]m)"
            ),
        ),
        (
            Occasion.ANNIVERSARY,
            (
                r"記念日(?!の?(?:ディナー|旅行|プレゼント))|命日|周年|入籍[しい]"
                r"|結婚し(?:た|まし)|기념일(?!\s?(?:여행|선물|저녁))"
                r"|(?<![가-힣])기일|주년|결혼했|혼인신고했|\banniversary\b(?! (?:party"
                r"|dinner|trip|meal|do|weekend))"
                r"|\b(?:got|were|was) married\b"
            ),
        ),
        (
            Occasion.DEADLINE,
            (
                r"締め?切|〆切|しめきり|期限|必着|納期|納品|提出|までに"
                r"|引き落とし|支払い?日|払込|納付|有効期間"
                r"|마감|기한|제출|납부|납기|납품|만료|유통기한|결제일|자동이체"
                r"|\bdeadline\b|\bdue\b(?! to\b)|\bexpir(?:es|y|ing)\b|\bsubmit"
                r"|\bhand(?:ed)? (?:it |them )?in\b"
                r"|\bhas to be in\b|\blast day\b|\b(?:lease|contract|trial"
                r"|subscription|tenancy|offer|sale) ends\b"
                r"|\bby (?:the |next |this |end )?(?=\d|mon|tue|wed|thu"
                r"|fri|sat|sun|tomorrow|noon|end|week|month"
                r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|christmas|easter|new year)"
            ),
        ),
        (
            Occasion.APPOINTMENT,
            (
                r"歯医者|歯科|病院|[健検]診|診察|再?検査|通院|外来|入院"
                r"|美容[院室]|床屋|散髪|カット(?=予約|に)|面接|面談|打ち?合わ?せ"
                r"|会議"
                r"|ミーティング|整体|[内眼外]科|皮膚科|耳鼻|整形外科|産婦人科"
                r"|小児科|クリニック|手術|予防接種|ワクチン|朝会|商談|カウンセリング"
                r"|リハビリ|獣医|マッサージ|ネイル|人間ドック|レントゲン|mri"
                r"|치과|병원|진료|검진|재?검사|미용실|면접|회의|미팅|상담"
                r"|피부과|안과|내과|외과|이비인후과|한의원|물리치료|도수치료"
                r"|수술|입원|외래|예방접종|백신|파마|네일|산부인과|소아과"
                r"|정형외과|동물병원|초음파|내시경|스케일링|헬스\s?pt"
                r"|\b(?:dentist|doctor'?s?|gp|dr|clinic|hospital|hairdresser'?s?"
                r"|haircut|barber'?s?|vet'?s?|interview"
                r"|appointment|appt|check-?up|scan|mri|x-?ray|physio|eye test"
                r"|outpatients|neurology|cardiology|x-ray|retest|optician'?s?"
                r"|surgery|operation"
                r"|vaccination|jab|blood test|therapy|therapist|consultation"
                r"|viewing|smear|midwife|massage)\b"
                r"|\bcall with\b|\bmeeting(?!\s(?:up|(?!is\b|on\b|at\b|next\b"
                r"|this\b|about\b|has\b|was\b|got\b"
                r"|moved\b|tomorrow\b|with\b|in\b|will\b)\w))|\bmeeting's\b"
            ),
        ),
        (
            Occasion.EVENT,
            (
                r"ライブ|コンサート|フェス(?!タ)|花火|祭り?(?=[、。はがにの\s]"
                r"|$)|盆踊り|結婚式|披露宴|試験|テスト|検定|発表会|運動会"
                r"|卒業式|入学式|成人式"
                r"|公演|開演|開場|試合|大会|飲み会|忘年会|新年会|送別会"
                r"|歓迎会|同窓会|女子会|パーティ|誕生日会|葬儀|お葬式|通夜"
                r"|法事|一周忌|展覧会|模試"
                r"|演奏会|舞台|参観|文化祭|マラソン|toeic|説明会|式典|懇親会"
                r"|打ち上げ|オフ会|握手会|学会|セミナー|七五三|お宮参り"
                r"|콘서트|공연|축제|결혼식|시험|수능|발표회|운동회|졸업식"
                r"|입학식|돌잔치|잔치|장례식|경기(?!도)|대회|파티|회식|동창회"
                r"|송년회"
                r"|신년회|송별회|환영회|모임|뮤지컬|연주회|음악회|모의고사"
                r"|토익|토플|전시회|팬미팅|마라톤|체육대회|학예회|청첩|세미나"
                r"|페스티벌|연극"
                r"|\b(?:concert|gig|festival|wedding|exam|finals|test|show"
                r"|match|game|recital|play|party|ceremony"
                r"|graduation|race|marathon|funeral|exhibition|sports day"
                r"|parents' evening|reunion|hen do|stag do"
                r"|works do|christening|baptism|conference|performance|ballet"
                r"|opera|matinee|tournament|quiz night"
                r"|prom|open day|fair|birthday (?:dinner|do|drinks|lunch"
                r"|meal|bash|tea|brunch)|assembly)\b"
            ),
        ),
        (
            Occasion.TRAVEL,
            (
                r"旅行|出張|飛行機|フライト|[のる]便|新幹線|帰省|温泉|[一二三\d]泊"
                r"|泊まり|実家に帰|夜行バス|キャンプ|チェックイン|出国|帰国"
                r"|渡航"
                r"|空港|[航]空|旅"
                r"|여행|출장|비행기|ktx|srt|기차|출국|귀국|입국|내려가|내려갈"
                r"|내려간|올라가|공항|숙소|\d박|휴가|캠핑|펜션|체크인|고속버스"
                r"|\b(?:flights?|fly|flying|flies|trip|train|holiday|vacation"
                r"|off to|travel(?:ling|ing)?|ferry|camping"
                r"|airport|eurostar|check(?:ing)? in|landing|leav(?:e|ing) for"
                r"|road trip|cruise|coach to|drive up|driving to)\b"
            ),
        ),
        (
            Occasion.APPOINTMENT,
            rf"^(?!.*(?:{_RESTAURANT})).*(?:(?:の|を|、)予約|예약)",
        ),
    )
)
YEARLY: Final = frozenset({Occasion.BIRTHDAY, Occasion.ANNIVERSARY})

# -- what is said of a day without committing to it

QUESTION: Final = Pattern(
    r"(?:です|ます|でしょう|ましょう|だろう|いい|る|う)か$|(?:かな"
    r"|かなあ|っけ|かしら)[ー〜~]?$"
    r"|(?:까|까요|니|냐|나요|인가요|건가요|었지|였지|려나|던가)[ㅋㅎㅠㅜ\s~]{0,9}$"
    r"|며칠(?=이|인|에)|언제(?![나든])|몇\s?시(?=[에인지야부]"
    r"|$)|何時(?![間か])|何日(?!か)|いつ(?![もか])"
)
ASKED_TO: Final = Pattern(r"\bremind\b|思い出させ|リマインド|알려\s?[줘주]|알림")
_MAYBE_EN: Final = (
    r"\bif\b|\bmaybe\b|\bperhaps\b|\bpossibly\b|\bmight\b|\bcould\b"
    r"|\bwould\b|\b(?:i|we|he|she|they|you|it) may\b"
    r"|\bwish\b|\b(?:i|we)'d (?:like|love|rather|prefer)\b|\bthinking "
    r"(?:of|about)\b|\bwonder|\bunless\b|\bsomeday\b|\bwhether\b"
    r"|\bhop(?:e|ing) to\b|\bwant to\b|\bnot sure\b|\bin case\b"
    r"|\btempted\b|\bshall we\b|\bwho knows\b"
    r"|\bfingers crossed\b|\bimagine\b|\bsuppose (?:we|i)\b|\b(?:if|when)ever\b"
)
_MAYBE_JA: Final = (
    r"もし|かも|たら(?!し)|なら[、ば]?|れば|けば|せば|たいな"
    r"|たい(?=[。、ー〜!]|けど|と思|$|ね|です|なあ)|ほうがいい"
    r"|方がいい|迷[いうっ]"
    r"|できれば|あたり|どこか|候補|かしら|だろう|でもいい|ようか"
    r"|ても|はず(?!かし)|うか(?:な|と|どう|$)|気がする|未定"
)
_MAYBE_KO: Final = (
    r"만약|혹시|(?:으|하|되|이|오|가|나|지|리|치|키|니|주|내)면은?(?="
    r"[\s,]|$)|지도\s?(?:모|몰)|(?:할|갈|볼|올|먹을|살)까|까\s?(?:봐"
    r"|말|싶|생각)"
    r"|고\s?싶|[갈올할볼살]지(?!도)|고민|아마|것\s?같|듯(?!이)"
    r"|모르겠|언젠가|미정|쯤\s|텐데"
)
MAYBE: Final = Pattern(f"{_MAYBE_EN}|{_MAYBE_JA}|{_MAYBE_KO}")
NOT_TO_BE: Final = Pattern(
    r"\bcancell?ed\b|\bcall(?:ed|ing) off\b|\bcried off\b|\bnot (?:going"
    r"|coming|happening|doing)\b|\bno longer\b"
    r"|\bwon't\b|\bcan't (?:make|come|go)\b|\b(?:was|were) (?:meant"
    r"|supposed|going|due) to\b"
    r"|\b(?:were|was) (?:on|tomorrow|next)\b|\binstead of going\b"
    r"|\bcan't stand\b|\bskipping\b|\bis off\b(?! to)|\bclash"
    r"|\bdouble.booked|\bcan ?not\b|\bnot (?:\w+ing|in|at|be"
    r"|complete)\b|\boff (?:my|the) calendar\b"
    r"|中止|キャンセル|取りやめ|は?[な無]し(?=[。、に]|$)|無理(?!や?り)"
    r"|ダメにな|だめにな|お休みさせ|見送|なくなった|行かない"
    r"|行けな[いく]|やめ(?:た|る|に|とく)|欠席|流れた|(?:予定"
    r"|つもり|はず|締め?切り?)だった"
    r"|しないことに|お流れ|来[なれ]ない|来れなく|来られなく"
    r"|취소|무산|안\s[가하오간]|못\s?[가갈간하할오올끝나섭선앉]"
    r"|무리(?!\s?없)|힘들(?:\s?것|겠|지)|안\s?갈|파토|없던\s?일"
    r"|(?:려고|려다|기로)\s?(?:했는데|했었|했다가)|였는데|었는데"
    r"|[가하오]지\s?않|엎어졌"
)
POSTPONED: Final = Pattern(
    r"延期|先送り|リスケ|무기한|연기|미뤄|미뤘|\bpostponed\b|\bput off\b|\bpushed back\b"
)
MOVED: Final = Pattern(
    r"変更|変わ[っりる]|延期|ずれ|ずらし|前倒し|繰り上|リスケ"
    r"|振り?替|移動に?なっ|옮[겨기겼김]|변경|미뤄|미뤘|미루"
    r"|연기|바뀌|바뀜|바뀐|바뀔|바꿨|바꾸|바꿔|바꼈|당겨|당겼"
    r"|앞당|늦춰"
    r"|\bmov(?:ed?|ing)\b(?! (?:house|in|out|home|flat|away"
    r"|to \w+ on))|\bpushed (?:back|to)\b|\bbrought forward\b"
    r"|\bput back\b"
    r"|\breschedul|\bpostponed\b|\bshifted\b|\bchanged\b|\bbumped\b|\bswitched\b"
)
HABIT: Final = Pattern(
    r"毎(?![年々])|いつも(?!の)|たいてい|大抵|だいたい毎|固定"
    r"|ごとに|おきに|隔週|週[に\d一二三]|月謝|習慣|普段|に[一1]度"
    r"|に[一1]回"
    r"|매[주달월번일]|마다|항상|늘\s|보통(?!\s?우편)|원래|격주"
    r"|주\s?\d\s?[회번]|번씩|맨날"
    r"|\bevery\b|\beach\b|\balways\b|\busually\b|\bnormally\b"
    r"|\btypically\b|\bweekly\b|\bmonthly\b|\bas usual\b"
    r"|\bday (?:nights|mornings|evenings|afternoons)\b|\b(?:nights"
    r"|mornings|evenings|afternoons)\b|\btends? to\b"
    r"|\bmost weeks\b|\bfortnightly\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
)
NEWS: Final = Pattern(
    r"^\s*forwarded|\bfwd:|転送|ニュース|速報|報道|記事|新聞"
    r"|政府|首相|総理|日銀|選挙|予報|警報|気象庁|梅雨|天気|雨"
    r"|雪(?!ま)|晴れ|台風|放送|値上げ|発売|気温|猛暑"
    r"|뉴스|속보|보도|기사(?!님)|신문|정부|대통령|국회|선거"
    r"|예보|기상청|장마|비\s?(?:온|와|올|오|가)|눈\s?(?:온|올)"
    r"|태풍|날씨|인상된|출시|방영"
    r"|\bnews\b|\bheadline|\baccording to\b|\bgovernment\b|\bforecast"
    r"|\bparliament\b|\belection\b|\bminister\b"
    r"|\brain(?:ing|y)?\b|\bsnow(?:ing|y)?\b|\bsunny\b|\bweather\b"
    r"|\bheatwave\b|\bstorms?\b|\bthe strike\b"
    r"|\bpremieres?\b|\breleased?\b|\bthe paper says\b|\barticle\b"
)
FEELING: Final = Pattern(
    r"つらい|嫌[いだ]|しんど|憂鬱|だるい|싫[다어은]|짜증|우울"
    r"|귀찮|\bhate\b|\bdread|\blove a\b|\bugh\b|\bfeels? like\b"
    r"|\bthank(?:s| you) for\b|月から|월부터|\b(?:starting|from) (?:jan"
    r"|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
LUNAR: Final = Pattern(r"음력|旧暦|\blunar\b(?! new)")
BEFORE: Final = Pattern(
    r"\s?(?:の?前|より前|以前|以来|から(?:ずっと|休み続け)|생까지|\s?전(?:에|까지|날)|이후로)"
)
SINCE: Final = Pattern(
    r"(?:\bsince|\bbefore|\blast|\buntil|\btill?|\bthrough|\bthru"
    r"|\bfirst|\bsecond|\bthird|\bfourth)"
    r"\s(?:the |on |about |around )?$|(?:[첫둘셋넷]째?|마지막"
    r"|두\s?번째|세\s?번째)\s?주?\s?$"
)
UNTIL: Final = Pattern(r"\s?(?:まで(?!に)|까지)")
SENT_OFF: Final = Pattern(
    r"出[さすし]|払|返[さすし]|申し?込|決め|送|仕上|終わらせ|有効|車検|締|期限|必着|受付"
    r"|내야|보내|끝내|제출|마감|납부|신청|야\s?(?:해|되|돼|됩|하|한)|반납|등록|접수|갚|결제|기한"
)

# -- what has been

_DOUBLE_S: Final = "".join(
    one for one in map(chr, range(0xAC00, 0xD7A4)) if (ord(one) - 0xAC00) % 28 == 20
).translate({ord("있"): None, ord("겠"): None})
_ARRANGED_KO: Final = (
    r"(?:예약|접수|신청|등록|약속|예매|결정|초대|확정|결제|구매"
    r"|계약)\s?(?:을\s?)?(?:해\s?[놨뒀]|했)|잡았|잡혔|정했|정해졌"
    r"|됐|되었|기로\s?했"
    r"|끊었|샀|받았|바꿨|바뀌었|옮겼|옮겨졌|미뤄졌|미뤘|당겨졌"
    r"|당겼|[놨뒀]|놓았|두었|걸렸|생겼|떴|동그라미|표시"
)
# A past that speaks of what was arranged, not of the day itself.
ARRANGED: Final = Pattern(
    rf"(?:{_ARRANGED_KO})"
    r"|予約(?:を|が)?(?:し|入|取|と)|申し?込|[取とれ]れた|取った"
    r"|とった|取りま|取れま|決ま|決め|にな[りっ]|ことにし|ことになり"
    r"|入れた|入れまし|もらっ"
    r"|言[わっい]|頼まれ|誘われ|招待|変更|約束|届い|押さえ|当たっ"
    r"|買っ|くれ|渡され|連絡|組まれ|ずれた|ずらし|入った|できた"
    r"|\b(?:booked|moved|scheduled|rescheduled|arranged|planned"
    r"|reserved|postponed|confirmed|changed|agreed"
    r"|promised|invited|decided|signed up|registered|brought forward"
    r"|pushed|offered|asked me|asked us|set for"
    r"|got (?:tickets|a ticket|an? \w+ (?:for|on)|moved|invited"
    r"|booked|the \w+ (?:booked|for))|bought (?:the )?tickets"
    r"|been given|made an appointment|fixed|enrolled|entered|put (?:me |us )?down)\b"
)
PAST_CJK: Final = Pattern(
    rf"[{_DOUBLE_S}](?![가-힣]{0, 3}을\s?(?:거|것))|까먹|잊어버"
    r"|(?:飲ん|休ん|遊ん|読ん|頼ん|済ん|死ん|泳い|混ん)だ"
    r"|(?:(?<!あ)し|[いきちにひみりえけせてねへめれっ見出来寝])た(?="
    r"[。!、\s…ー〜~)よねけがしのからわなっ]|$)(?!ら|り)"
    r"|して(?:い)?た|終わって|済み(?!$)"
)
PAST_EN: Final = Pattern(
    r"\b(?:was|were|went|had|did|didn't|wasn't|weren't|came"
    r"|left|saw|got|took|made|bought|ate|drank|slept|met|spent"
    r"|felt|ran|drove|flew|said|told|knew|thought|gave|found"
    r"|lost|won|broke|began|fell|forgot|wrote|stood"
    r"|read it|cost|paid|sold|sent|rang|woke|swam|sang|kept"
    r"|held|heard|brought|caught|taught|hurt"
    r"|(?!booked|need|indeed|speed|feed|exceed|succeed|proceed"
    r"|wicked|naked|sacred|hundred|united|tired|excited"
    r"|scheduled|supposed|married)[a-z]{2,}ed)\b"
)
PRESENT_EN: Final = Pattern(
    r"\b(?:is|are|will|need|needs|must|due|going|gonna|leaves?"
    r"|starts?|begins?|has to|have to|gotta|coming|i'm"
    r"|we're|they're|he'll|she'll|i'll|we'll|they'll|it's|that's|there's)\b"
)


PM: Final = Pattern(
    r"午後|夜|夕方|夕飯|晩|昼|オフ会|飲み|pm|오후|저녁|(?<![가-힣])밤|점심|낮|회식"
    r"|\b(?:evening|tonight|night|afternoon|dinner|drinks|pub|supper|p\.m)\b"
)
AM: Final = Pattern(
    r"午前|朝|早朝|深夜|未明|始発|오전|아침|새벽|\b(?:morning"
    r"|early|breakfast|a\.m)\b|(?<=\d)\s?am\b"
)
EVENING: Final = Pattern(
    r"開演|開場|ライブ|花火|콘서트|공연|축제|\b(?:concert|gig|doors|show|play)\b"
)
STARTS: Final = Pattern(
    r"^\W*(?:開[演場始]|集合|スタート|朝|夜|午[前後]|夕方|昼"
    r"|\d{1,2}時|\d{1,2}:\d\d|시작|집합|오[전후]|저녁|아침|낮"
    r"|\d{1,2}시"
    r"|starts|doors|kick-?off|curtain|at \d|\d{1,2}(?::\d\d)? ?[ap]m"
    r"|it starts|from \d|half past|be there)"
)
