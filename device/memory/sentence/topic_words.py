"""Words by which `topics` tells what a text is about from what any text says; all are folded."""

from __future__ import annotations

from typing import Final

from device.memory.sentence.pattern import Pattern

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

PARTICLE_KO: Final = Pattern("(?:" + "|".join(sorted(_PARTICLES, key=len, reverse=True)) + ")$")
VERB_KO: Final = Pattern(
    "(?:[었았했겠였렸졌갔왔봤됐샀났뒀줬켰꼈셨][다어지고네는던음습]?|[가-힣]다|니다|어요|아요|해요|네요|세요|지요|죠|거든|거든요|더니|는데|은데|인데|한데|건데|니까|면서|려고|라고|다고|냐고|자고|길래|드만|응께|잖아|어서|아서|해서|려면|으면|하면|지만|을까|을게|할게|는다|ㄴ다|구나|더라|더라고|는지|을지|도록|던데|던게|데요|대요|래요|습니다|[가-힣]게|못하|않고|않아|없이|있는|없는|하는|되는|같은|이런|그런)$"
)
# Nouns of one syllable.
SINGLE_KO: Final = frozenset(
    "집 약 눈 차 술 밥 배 발 목 손 폰 빵 국 물 떡 팀 방 돈 책 옷 신 귀 코 입 뼈 피 침 별 꽃 짐 "
    "굴 닭 콩 쌀 담".split()
) - {"이", "게", "면", "김"}

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
COUNTING_JA: Final = frozenset(
    "一二三四五六七八九十百千万円年月日時分回週間前後今来去毎人何本次中上下大小"
)
