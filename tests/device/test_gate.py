"""The write gate: real sentences are kept, chatter and what was said off the record are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.memory.gate import GateReason, judge
from device.memory.sentence.small_talk_words import CHATTER

KEPT_EN = """
My sister Hana moved to Busan in March.
I'm allergic to shellfish, so no shrimp for me.
The spare key is under the blue flowerpot.
We booked the dentist for Tuesday at half past three.
Dad takes his blood pressure pills after breakfast.
Our wifi router restarts itself every Sunday night.
I finished the first draft of the grant proposal.
Tom's birthday is on the ninth of June.
The landlord wants the rent on the first, not the fifth.
I ran ten kilometres in fifty-two minutes today.
She prefers oat milk in her coffee.
We left the tent poles at Jiro's place.
The car is parked on level B3, row 14.
I want to learn the cello next year.
Our flight lands at Narita at 6:40.
He quit his job at the bakery last week.
The blue paint in the hallway is called Harbour Mist.
I paid 48 euros for the concert ticket.
Mum grew up in a village near Nagano.
The vet said the cat should lose a kilo.
My new phone number ends in 0417.
We are out of rice again.
I passed the driving test!
Lunch with Mina tomorrow, usual place
no sugar in tea
7 pm Shibuya
I can't stand the smell of lavender.
"""
KEPT_JA = """
来週の火曜日に歯医者の予約がある。
妹が三月に釜山へ引っ越した。
えびアレルギーだから天ぷらは食べられない。
合鍵は青い植木鉢の下にあるよ
父は朝食のあとに血圧の薬を飲む。
誕生日は六月九日です
家賃は毎月二十七日に引き落とされる
京都の旅館を二泊で予約した
コーヒーにはオートミルクを入れるのが好き
車は地下三階の十四番に停めた
来年からチェロを習いたい
成田には六時四十分に着く
先週パン屋の仕事を辞めたんだ
母は長野の近くの村で育った
猫を一キロ痩せさせるように言われた
今日は五十二分で十キロ走った
お米がもうない
運転免許の試験に受かった！
明日みなとランチ
19時に渋谷
ラベンダーの香りが苦手
新しい電話番号の末尾は0417
テントのポールを次郎の家に忘れた
廊下の色は港の霧という名前らしい
コンサートのチケットは四千八百円だった
日曜の夜になるとルーターが勝手に再起動する
息子の担任は田中先生です
"""
KEPT_KO = """
다음 주 화요일에 치과 예약이 있어.
여동생이 삼월에 부산으로 이사했어
새우 알레르기가 있어서 튀김은 못 먹어.
여분 열쇠는 파란 화분 밑에 있어
아빠는 아침 먹고 혈압약을 드셔.
내 생일은 유월 구일이야
월세는 매달 이십칠일에 빠져나가
교토 료칸을 이박으로 예약했어
커피에는 귀리 우유를 넣어 마셔
차는 지하 삼층 십사번에 세웠어
내년부터 첼로를 배우고 싶어
비행기는 여섯 시 사십 분에 도착해
지난주에 빵집 일을 그만뒀어
엄마는 춘천 근처 마을에서 자랐어
고양이 살을 일 킬로 빼야 한대
오늘 오십이 분에 십 킬로 뛰었어
쌀이 떨어졌어
운전면허 시험에 붙었다!
내일 미나랑 점심
7시 강남역
라벤더 향은 질색이야
새 전화번호 끝자리는 0417
텐트 폴대를 지호네 집에 두고 왔어
복도 페인트 이름은 항구 안개래
공연 표는 사만 팔천 원이었어
일요일 밤마다 공유기가 저절로 꺼져
아들 담임은 김 선생님이야
"""
DROPPED_EN = """
ok
Okay!
Thanks :)
lol
LMAO
haha
hahahaha
Yeah, totally
Good morning!
good night
Oh wow
Hi
Hello?
No, really
nice, great, cool
Hmm...
bye bye
yes. exactly.
ＯＫ
same
"""
DROPPED_JA = """
はい
うん、うん
そうそう
おはよう！
おやすみ〜
ありがとう！！
了解
りょ
なるほど…
まじ？
ﾏｼﾞ
笑
(笑)
ww
ｗｗｗｗ
草
えっ
おつかれ
すごい！
オッケー👌
"""
DROPPED_KO = """
네
넵!
응응
그래
맞아 맞아
아니요
진짜?
헐 대박
오 와
고마워~
감사합니다
안녕!
잘자
굿모닝
수고
하하
오케이
아하, 그렇구나
"""
EMPTY = ["", " ", "\n\t", "!!!", "…", "👍", "❤️🎉", "---", "？！", "___", "\u200b", "　", ":)"]


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


KEPT = lines(KEPT_EN) + lines(KEPT_JA) + lines(KEPT_KO)
DROPPED = lines(DROPPED_EN) + lines(DROPPED_JA) + lines(DROPPED_KO)


def is_jamo(text: str) -> bool:
    """Tells whether there are Korean letters that stand alone, as they do in chat."""
    return any("\u3130" <= character <= "\u318f" for character in text)


# --- What is kept, and what is not ---


@pytest.mark.parametrize("group", [KEPT_EN, KEPT_JA, KEPT_KO])
def test_each_language_has_enough_sentences_to_be_kept(group):
    assert len(set(lines(group))) >= 25


@pytest.mark.parametrize("group", [DROPPED_EN, DROPPED_JA, DROPPED_KO])
def test_each_language_has_enough_chatter_to_be_dropped(group):
    assert len(set(lines(group))) >= 15


@pytest.mark.parametrize("text", KEPT)
def test_real_sentence_is_kept_at_plain_strength(text):
    verdict = judge(text)
    assert (verdict.store, verdict.reason) == (True, GateReason.KEPT)
    assert 0.25 <= verdict.strength <= 0.7


@pytest.mark.parametrize("text", DROPPED)
def test_chatter_is_dropped(text):
    verdict = judge(text)
    assert (verdict.store, verdict.reason, verdict.strength) == (False, GateReason.CHATTER, 0.0)


@pytest.mark.parametrize("text", EMPTY)
def test_text_without_letters_is_empty(text):
    assert judge(text).reason is GateReason.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "Thanks to Ken I found the wallet",
        "Good school for Yuki: the one in Meguro",
        "ok, so the surgery is on Friday",
        "lol I left my passport in Osaka",
        "Right knee still hurts",
        "Cool jazz is my favourite",
        "Hello Kitty mug was a present from Aya",
        "Nope, the meeting moved to Monday",
        "草むしりは来週やる",
        "笑い話が好きな人だった",
        "はい、七時に駅で待ってます",
        "すごい雨で電車が止まった",
        "ありがとう、鍵は玄関に置いたよ",
        "了解、金曜までに送る",
        "대박이네 가게는 월요일에 쉬어",
        "진짜 이름은 박서준이래",
        "응 내일 병원 가",
        "네 시에 만나",
        "오 분 거리에 살아",
        "고마워 우산은 내일 돌려줄게",
        "하하 어제 지갑을 잃어버렸어",
    ],
)
def test_sentence_that_only_contains_a_chatter_word_is_kept(text):
    assert judge(text).store


@pytest.mark.parametrize("word", sorted(word for word in CHATTER if not is_jamo(word)))
def test_listed_chatter_word_is_dropped_in_any_case_and_with_marks_around_it(word):
    for text in (word, word.upper(), f"  {word}!! ", f"({word})", f"{word} {word}"):
        assert judge(text).reason is GateReason.CHATTER


@pytest.mark.parametrize(
    "text",
    [
        *sorted(word for word in CHATTER if is_jamo(word)),
        "ㅋㅋㅋ",
        "ㅎㅎ",
        "ㅠㅠ",
        "ㅜㅜ",
        "ㅋㅋㅋㅠㅠ",
        "헐 ㅋㅋ",
    ],
)
def test_korean_chat_letters_are_dropped(text):
    assert judge(text).reason is GateReason.CHATTER


@pytest.mark.parametrize(
    "text", ["あはは", "えへへ", "うふふ", "ははは", "ふふふ", "hahah", "lolol", "크크크", "하하하"]
)
def test_laughter_of_any_length_is_dropped(text):
    assert not judge(text).store


@pytest.mark.parametrize(
    "text",
    [
        "Thank you!",
        "That's right",
        "I see",
        "ありがとうございます",
        "了解です",
        "お疲れ様です",
        "そうですね",
        "はいはい",
        "네네",
        "고마워요",
        "안녕하세요",
        "그래요",
    ],
)
def test_polite_or_doubled_acknowledgement_is_dropped(text):
    assert not judge(text).store


@pytest.mark.parametrize(
    "text",
    [
        "on the bus, so tired",
        "stuck in the queue",
        "今から風呂",
        "いま電車、眠い",
        "지금 버스 탔어",
        "배고파 죽겠다",
    ],
)
def test_what_is_true_for_minutes_is_left_out_with_a_reason_of_its_own(text):
    verdict = judge(text)
    assert (verdict.store, verdict.reason, verdict.strength) == (False, GateReason.TRANSIENT, 0.0)


@pytest.mark.parametrize("text", ["Noted.", "わかりました。", "저장했어요", "OK, done."])
def test_bare_acknowledgement_of_the_assistant_is_left_out(text):
    assert judge(text, by_assistant=True).reason is GateReason.CHATTER


@pytest.mark.parametrize(
    "text",
    [
        "Noted: the rent is 940 from June.",
        "わかりました。家賃は六月から七万四千円ですね。",
        "네, 월세는 유월부터 62만 원이네요.",
    ],
)
def test_assistant_that_restates_a_fact_is_kept_at_low_strength(text):
    verdict = judge(text, by_assistant=True)
    assert verdict.store
    assert verdict.strength <= 0.25


# --- Off the record ---


@pytest.mark.parametrize(
    "text",
    [
        "This is off the record: I'm quitting.",
        "Don't remember this, but I failed the exam",
        "dont save that please",
        "Don't store this: the code is 4411",
        "please don't keep this",
        "Forget I said anything about Paul",
        "forget that I said it",
        "Strictly between us, they are divorcing",
        "OFF THE RECORD he was fired",
        "オフレコだけど、来月辞める",
        "ここだけの話、部長は転職するらしい",
        "これは覚えなくていいよ",
        "今のは覚えないでね",
        "記録しないでほしい、借金がある",
        "聞かなかったことにして",
        "ｵﾌﾚｺで頼む",
        "오프 더 레코드인데 다음 달에 그만둬",
        "오프더레코드야",
        "이건 기억하지 마, 시험 떨어졌어",
        "기록하지마 제발",
        "못 들은 걸로 해 줘",
        "이건 비밀인데 둘이 헤어졌대",
    ],
)
def test_off_the_record_is_dropped(text):
    verdict = judge(text)
    assert (verdict.store, verdict.reason, verdict.strength) == (False, GateReason.OFF_RECORD, 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Off the record and important: never forget it",
        "ここだけの話、絶対忘れないで",
        "이건 비밀이야, 꼭 기억해",
    ],
)
def test_off_the_record_outweighs_emphasis(text):
    assert judge(text).reason is GateReason.OFF_RECORD


@pytest.mark.parametrize(
    "text",
    [
        "Don’t remember this: I failed the exam",
        "please don’t save that",
        "Don’t store this",
        "Do not remember this",
        "do not save this",
        "Never remember this",
    ],
)
def test_off_the_record_holds_for_the_curly_apostrophe_and_for_do_not(text):
    assert not judge(text).store


@pytest.mark.parametrize(
    "text",
    [
        "Don't write this down: my PIN is 4411",
        "Keep this between us, she is pregnant",
        "これは保存しないで",
        "メモしないでね、借金がある",
        "誰にも言わないで、離婚する",
        "이거 기억하지 말아줘",
        "기록하지 말아 주세요",
        "저장하지 마",
        "우리끼리 얘기인데 둘이 헤어졌대",
    ],
)
def test_other_ways_to_ask_for_forgetting_are_heard(text):
    assert not judge(text).store


@pytest.mark.parametrize(
    "text",
    [
        "I don't remember that restaurant's name, only that it was in Ueno",
        "Did you forget I said we'd meet Paul at seven?",
        "単語を覚えないで試験に行ったら落ちた",
        "이건 비밀번호 관리 앱 말고 수첩에 적어 둔 계좌야",
    ],
)
def test_plain_sentence_with_words_of_the_wish_is_kept(text):
    assert judge(text).store


# --- Emphasis ---


@pytest.mark.parametrize(
    "text",
    [
        "Remember this: the gate code is 4411",
        "Please remember Mina can't eat nuts",
        "Don't forget the tickets are in the drawer",
        "don't ever forget to feed the fish",
        "Never forget her birthday",
        "Always remember to lock the shed",
        "IMPORTANT: the boiler valve turns left",
        "絶対に卵は食べさせないで",
        "覚えておいて、鍵は植木鉢の下",
        "忘れないで、金曜は燃えるごみ",
        "忘れんといてな、日曜は祭りや",
        "必ず薬を飲む",
        "大事な書類は青い箱の中",
        "꼭 아침에 약 먹어야 해",
        "절대 땅콩은 안 돼",
        "기억해, 열쇠는 화분 밑이야",
        "잊지 마 금요일은 쓰레기 버리는 날",
        "잊으면 안 돼, 일요일은 제사야",
        "중요한 서류는 파란 상자에 있어",
    ],
)
def test_emphasis_makes_a_memory_strong(text):
    verdict = judge(text)
    assert (verdict.store, verdict.reason) == (True, GateReason.EMPHASISED)
    assert verdict.strength > judge("The spare key is under the flowerpot.").strength


@pytest.mark.parametrize(
    "text",
    [
        "Don’t forget the tickets are in the drawer",
        "Do not forget the tickets are in the drawer",
        "重要：ボイラーの栓は左に回す",
        "잊지 말아줘, 일요일은 제사야",
    ],
)
def test_emphasis_in_other_spellings_is_heard(text):
    assert judge(text).reason is GateReason.EMPHASISED


@pytest.mark.parametrize(
    "text",
    [
        "Do you remember that cafe near the station?",
        "兄は絶対音感がある",
        "高いものが必ずしも良いとは限らない",
        "꼭대기 층에 살아",
        "집중요법으로 치료받는 중이야",
    ],
)
def test_emphasis_inside_another_word_is_not_heard(text):
    assert judge(text).reason is GateReason.KEPT


# --- Questions ---


@pytest.mark.parametrize(
    "text", ["Where is the spare key?", "合鍵はどこ？", "열쇠 어디 있어?", "is it Mina's?  "]
)
def test_question_is_kept_weaker_than_a_statement(text):
    verdict = judge(text)
    assert (verdict.store, verdict.reason) == (True, GateReason.KEPT)
    assert 0 < verdict.strength < judge("The spare key is under the flowerpot.").strength


def test_emphasis_outweighs_the_question_mark():
    assert judge("Don't forget the tickets, ok?").strength == judge("Don't forget it").strength


# --- What a program said, and what holds for any text ---


@pytest.mark.parametrize("text", KEPT[::9])
def test_assistant_is_kept_weaker_than_the_person(text):
    verdict = judge(text, by_assistant=True)
    assert verdict.store
    assert 0 < verdict.strength < judge(text).strength


def test_emphasis_of_the_assistant_counts_no_more():
    assert judge("Remember this: drink water.", by_assistant=True).reason is GateReason.KEPT


@pytest.mark.parametrize("text", ["ok", "", "off the record: x", "笑", "네"])
def test_assistant_is_dropped_for_the_same_reasons(text):
    assert judge(text, by_assistant=True) == judge(text)


@given(st.text(st.characters()), st.booleans())
def test_any_text_gets_a_verdict_that_agrees_with_itself(text, by_assistant):
    verdict = judge(text, by_assistant=by_assistant)
    assert verdict.store == (verdict.reason in {GateReason.KEPT, GateReason.EMPHASISED})
    assert verdict.store == (verdict.strength > 0)
    assert verdict.strength <= 1


@given(st.text(st.characters(), max_size=30), st.sampled_from([" ", "\n", "　", "!", "。", "✨"]))
def test_marks_and_spaces_around_a_text_change_nothing(text, mark):
    assert judge(f"{mark}{text}{mark}").store == judge(text).store


def test_long_laughter_is_judged_at_once():
    assert judge("haha" * 50_000).reason is GateReason.CHATTER
    assert judge("haha" * 50_000 + "x").store
