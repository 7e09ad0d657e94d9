"""The words by which a sentence shows how firmly it was meant, in English, Japanese and Korean.

Each pattern is one idea, read from folded text, all languages at once: the scripts keep them apart.
What a pattern can repeat is bounded, so that a long text costs its length and no more.
"""

from __future__ import annotations

from typing import Final

from device.memory.sentence.pattern import Pattern

_OPENING: Final = r"(?:^|[.!?,;:\-–—~)]\s*|\b(?:please|so|and|but|just|oh|also|then)\s+)"
_NOT_TO_FORGET: Final = (
    r"(?:don't|do not|can't|cannot|mustn't|must not|never|not to|let's not)"
    r"(?: you)?(?: let (?:me|us|yourself|anyone|him|her|them))?(?: ever| dare)? forget"
)
# An order to remember, or the word that it matters.
EMPHASIS: Final = Pattern(
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
INSISTENCE: Final = Pattern(
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
HEAT: Final = Pattern(
    r"\b(?:really|truly|totally|completely|literally|genuinely|honestly|utterly|so much|of all|"
    r"always|never|ever)\b|!{2,}"
    r"|めっちゃ|めちゃ|すごく|とても|むっちゃ|ごっつ|超|(?:や|だ|よ|ね|な|で)!+$|!{1,}$|ほんま|"
    r"ホンマ|本当|まじ|マジ"
    r"|진짜|정말|너무|엄청|완전|매우|아주|참말|억수로|겁나|허벌나게|!+$"
)
# The same words said twice.
TWICE: Final = Pattern(
    r"\b([a-z']{2,20})[,.!\s]{1,3}\1\b|([ぁ-ゖァ-ヺ一-鿿ー]{2,10})[、。!,\s]{0,2}\2|"
    r"(?<![가-힣])([가-힣]{2,10})[,.!\s]{1,3}\3(?![가-힣])"
)
# Three capitals in a row or more, read before folding.
SHOUTED: Final = Pattern(r"\b[A-Z]{3,}(?:\s+[A-Z]{2,})*\b|\b(?:NOT|NO|ALL)\b")
