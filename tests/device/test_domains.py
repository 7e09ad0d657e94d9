"""Domain tags: a domain that a reader expects is among the tags; `other` where no word speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.encoder.domains import MAX_TAGS, OTHER, tag_domains
from device.encoder.tags import DOMAINS

# A sentence and the domains that a reader would give it (any of them will do).
ENGLISH = """
booked two nights in Kyoto near the station | travel
window seat please, I like to see the wing | travel
our ferry to the island leaves at 9 | travel
I lost my suitcase somewhere between Rome and Athens | travel
how much is left in my savings | finance
the landlord raised the rent again | finance|home
put the gas bill on direct debit | finance
my knee still hurts after the run | health
allergic to peanuts, carries an epipen | health
slept four hours, feel like a zombie | health
the best ramen place is behind the library | food
she puts cinnamon in her coffee | food
try the oat flat white at the corner place | food
what goes well with roast pumpkin | food
grandma turns 90 in May | family
my brother and his fiancee are visiting | family
our wedding anniversary is next week | family
standup moved to ten, demo on Thursday | work
the client hated the second draft | work
I need to deploy the fix before the weekend | work
learning the ukulele, fingers hurt | hobby
beat the last boss in Elden Ring | hobby
we climbed at the bouldering gym | hobby
I knit while watching trains | hobby
finished the new Murakami novel | culture
the exhibition of prints closes soon | culture
that band's second album is better | culture
season two drops on Netflix on Friday | culture
the washing machine is leaking again | home
can you feed the cat while I'm away | home
the router needs a restart every evening | home
my thesis chapter is due on Monday | study
failed the statistics exam, retake in June | study
twenty new kanji a day | study
which flashcard app do you use for vocabulary | study
we got stuck at Heathrow for six hours | travel
thinking of doing the coast road to Lisbon | travel
split the electricity three ways this month | finance|home
bought 20 shares of that chip maker | finance
physio twice a week until Easter | health
migraine again, lying in the dark | health
that noodle place does a killer peanut sauce | food
I don't like coriander | food
leftover lasagne in the fridge, help yourself | food|home
Sophie's first tooth came out | family
my cousin eloped in Vegas | family|travel
spent all day in back to back calls | work
my contract runs out in June | work
painting miniatures until 2am | hobby
joined a five a side league | hobby
got tickets for Hamilton | culture
the poet we talked about won a prize | culture
the sink is blocked and it smells | home
assembled the bookcase, two screws left over | home
cramming for the chemistry mock | study
the lecturer speaks too fast | study
"""
JAPANESE = """
来月、一人で金沢に二泊する | travel
新幹線は窓側の席がいい | travel
パスポートの期限が切れそう | travel
沖縄の海が忘れられない | travel
家賃と光熱費で手取りの半分が消える | finance
ボーナスは全部貯金に回した | finance
ふるさと納税どこにした? | finance
花粉症の薬がきれた | health
膝が痛くて階段がつらい | health
毎朝ヨガを15分やってる | health
カレーの隠し味はインスタントコーヒー | food
駅前のラーメン屋が閉店した | food
パクチーだけは食べられない | food
週末に作り置きのおかずを五品 | food
妹が秋に結婚する | family
母の誕生日に花を贈った | family
娘が初めて自転車に乗れた | family
おじいちゃんの米寿のお祝い | family
来週の会議の資料まだできてない | work
上司が異動になって引き継ぎが大変 | work
リリース直前にバグが見つかった | work
最近ボルダリングにはまってる | hobby
ギターのFコードが押さえられない | hobby
休みの日は釣りばかり | hobby
プラモの塗装で一日つぶれた | hobby
推しのライブの抽選に外れた | culture
あの映画のラストで泣いた | culture
村上春樹の新刊を読み終えた | culture
歌舞伎を初めて観てきた | culture
洗濯機から水が漏れてる | home
猫がカーテンを破った | home
エアコンの掃除を頼んだ | home
引っ越しの段ボールが片付かない | home
TOEICで800点とりたい | study
卒論のテーマが決まらない | study
中間テストの範囲が広すぎる | study
韓国語の発音が難しい | study
ハワイのコンドミニアムって高いのかな | travel
飛行機が遅れて乗り継げなかった | travel
格安スマホにして月3000円浮いた | finance
株主優待の牛丼券が届いた | finance|food
寝違えて首が回らない | health
歯石取りに行ってきた | health
トマトが苦手で残しちゃう | food
コンビニの新作おにぎりが当たり | food
弟が彼女を連れてきた | family
いとこの結婚式の余興を頼まれた | family
月曜の朝会がつらい | work
見積もりの数字まちがえて怒られた | work
ロードバイクのタイヤ替えた | hobby
将棋アプリで三連勝 | hobby
美術館のモネ展が混んでた | culture
あのバンドの新曲、イントロが好き | culture
電球切れたから買い替え | home
隣の犬がずっと吠えてる | home
レポートの締め切り日曜だった | study
簿記三級うかった | study
"""
KOREAN = """
다음 달에 혼자 제주도 2박 3일 가려고 | travel
비행기는 통로 쪽 자리가 편해 | travel
여권 만료일이 다음 달이야 | travel
오사카 숙소 추천 좀 해줘 | travel
월급날까지 만 원으로 버텨야 돼 | finance
적금 만기 되면 뭐 하지 | finance
연말정산 서류 냈어? | finance
허리가 아파서 오래 못 앉아 있어 | health
알레르기 약 다 떨어졌어 | health
매일 아침 요가 20분씩 하는 중 | health
떡볶이에 치즈 추가는 필수지 | food
회사 앞 국밥집 문 닫았대 | food
나 고수는 절대 못 먹어 | food
주말에 반찬 세 가지 만들어 놨어 | food
여동생이 가을에 결혼해 | family
엄마 생신 선물 뭐가 좋을까 | family
우리 딸 드디어 두발자전거 탔다 | family
할아버지 팔순 잔치 준비해야 해 | family
내일 회의 자료 아직 못 만들었어 | work
팀장님이 바뀌어서 인수인계 정신없어 | work
배포 직전에 버그 나왔어 | work
요즘 클라이밍에 빠졌어 | hobby
기타 F코드 너무 어려워 | hobby
쉬는 날엔 낚시만 다녀 | hobby
프라모델 조립하다 밤샜어 | hobby
최애 콘서트 티켓팅 실패했어 | culture
그 영화 결말 보고 울었어 | culture
한강 소설 다 읽었어 | culture
뮤지컬 처음 봤는데 대박 | culture
세탁기에서 물이 새 | home
고양이가 커튼 다 뜯어놨어 | home
에어컨 청소 예약했어 | home
이삿짐 정리가 끝이 없다 | home
토익 800점 넘기고 싶어 | study
졸업논문 주제 못 정했어 | study
기말고사 범위 너무 넓어 | study
일본어 한자 외우는 법 알려줘 | study
하와이 콘도 가격 알아봤어? | travel
비행기 지연돼서 환승 놓쳤어 | travel
알뜰폰으로 바꿔서 달에 3만원 아꼈어 | finance
배당금으로 치킨 사 먹음 | finance|food
목에 담 와서 고개를 못 돌려 | health
스케일링 받고 왔어 | health
토마토 싫어해서 맨날 남겨 | food
편의점 신상 삼각김밥 대박 | food
동생이 여자친구 데려왔어 | family
사촌 결혼식 축가 부탁받았어 | family
월요일 아침 회의 너무 싫다 | work
견적서 숫자 틀려서 혼났어 | work
로드자전거 타이어 갈았어 | hobby
체스 앱에서 3연승 | hobby
모네 전시회 사람 너무 많더라 | culture
그 밴드 신곡 인트로 좋지 않아? | culture
전구 나가서 새로 사야 해 | home
옆집 개가 계속 짖어 | home
레포트 마감이 일요일이었네 | study
컴활 2급 붙었어 | study
"""


def rows(block: str) -> list[tuple[str, set[str]]]:
    lines = [line.split(" | ") for line in block.strip().splitlines()]
    return [(text, set(domains.split("|"))) for text, domains in lines]


@pytest.mark.parametrize("block", [ENGLISH, JAPANESE, KOREAN], ids=["en", "ja", "ko"])
def test_expected_domain_is_among_the_tags_per_language(block):
    sentences = rows(block)
    right = [bool(domains.intersection(tag_domains(text))) for text, domains in sentences]
    first = [tag_domains(text)[0] in domains for text, domains in sentences]
    assert len(sentences) >= 30
    assert sum(right) / len(sentences) >= 0.95
    assert sum(first) / len(sentences) >= 0.85


@pytest.mark.parametrize("block", [ENGLISH, JAPANESE, KOREAN], ids=["en", "ja", "ko"])
def test_every_domain_has_sentences_in_every_language(block):
    seen = set().union(*(domains for _, domains in rows(block)))
    assert seen == set(DOMAINS) - {OTHER}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lol ok",
        "see you then",
        "うん、わかった",
        "それでいいと思う",
        "그래 알았어",
        "12:30",
        "I voted",
        "\ud800",
    ],
)
def test_text_without_a_telling_word_is_other_alone(text):
    assert tag_domains(text) == (OTHER,)


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("flight to Rome for my sister's wedding", {"travel", "family"}),
        ("娘の風邪で会社を休んだ", {"family", "health", "work"}),
        ("부모님이랑 제주도 여행 가서 흑돼지 먹었어", {"family", "travel", "food"}),
    ],
)
def test_text_about_several_things_keeps_several_tags(text, domains):
    assert domains <= set(tag_domains(text))


@pytest.mark.parametrize(
    ("text", "domain"), [("방금 왔어 그 방법 좋다", "home"), ("大丈夫、工夫するよ", "family")]
)
def test_term_inside_an_innocent_word_does_not_count(text, domain):
    assert domain not in tag_domains(text)


def test_leading_domain_is_the_one_with_the_most_words():
    text = "ramen, sushi, curry and one beer with my brother"
    assert tag_domains(text)[0] == "food"


@given(st.text(st.characters(), max_size=80))
def test_tags_are_known_unique_and_few(text):
    tags = tag_domains(text)
    assert set(tags) <= set(DOMAINS)
    assert len(set(tags)) == len(tags)
    assert 1 <= len(tags) <= MAX_TAGS
    assert OTHER not in tags or tags == (OTHER,)
