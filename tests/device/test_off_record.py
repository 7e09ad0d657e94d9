"""What is asked not to be kept is not kept, and what only sounds like it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.memory.sentence.off_record import OffRecord, Said, not_to_keep, off_record

EARLIER = """
forget all that. the soup's cold
Forget that I said it.
forget what I just told you
no stop don't keep that
scratch that out of your memory
you didn't hear nothing from me
Wipe that please
please take that out
今の忘れて。
まって今のは記録しないで
今のなし、消して
さっきの話は忘れてください
あら、そのことは記録しないでくださいませ
聞かなかったことにして
書かなかったことにしてちょうだい
どこにも残さんどってね
方言やけど今の残さんといて
방금 한 말은 잊어줘
아까 한 얘기 지워 주세요
없던 얘기로 해주세요 꼭
지금 한 말은 없던 걸로 혀
못 들은 걸로 해 줘
아니에요 방금 한 말은 잊어주세요
""".strip().splitlines()
ITSELF = """
don't keep this one. I cried in the car park for an hour and nobody knows
Off the record: Tom is leaving the company at the end of May, he told me over lunch
between us and not for keeping, the number is a hundred and twenty-one thousand
this don't go in the book. Tate told me he interviewed somewhere else last week
Not to be kept, any of this. My brother rang and roared at me for forty minutes
ここだけの話、部長は来月で会社を辞めて田舎に帰るらしい
これは記録しないでほしい、実は去年の借金がまだ百万円残っている
オフレコで頼むけど、来年の春に結婚することになったんだ
지금부터 하는 말은 기록하지 마세요. 우리 반 아이 어머니가 밤에 또 전화해서
이건 남기지 말아주세요. 몸무게 쟀는데 육십일 킬로가 나왔어요 세상에
우리끼리만 하는 얘기인데 팀장님이 내년 봄에 회사를 그만두신대 아직 비밀이래
""".strip().splitlines()
KEPT = """
I never remember this song's name
I don't keep sugar in the house any more
Can you keep a record of my runs?
Forget about the gym today, my knee hurts
I forgot that it was Tuesday
You told me to forget it
Scratch that, it was Tuesday the ninth, not Monday
The difference between us and them is money
She never told anyone where she lived
We deleted the old photos yesterday
Remember to take the bins out
I keep forgetting that the shop shuts at five
メモをなくした
名前を覚えないと困る
傘を忘れてきた
忘れてた、今日は燃えるゴミの日
この本のことは忘れられない
電気を消して寝た
残さず食べた
記録を更新した、10キロ52分
パンを残しておいて
給食を残さないで食べる子
聞かなかったことにするよ
今のうちに予約する
비밀번호를 바꿨어
기억이 안 나
사진을 다 지웠다
월세는 없던 걸로 하고 다시 계약하기로 했대
약속을 잊어버렸어
그 일은 잊어버리고 싶다
메모를 남겼어
일기를 적었다
밥을 남기지 않고 다 먹었어
""".strip().splitlines()


@pytest.mark.parametrize("text", EARLIER)
def test_a_request_alone_speaks_of_what_was_said_before(text):
    assert off_record(text) is OffRecord.EARLIER


@pytest.mark.parametrize("text", ITSELF)
def test_a_confidence_with_its_request_speaks_of_itself(text):
    assert off_record(text) is OffRecord.ITSELF


@pytest.mark.parametrize("text", KEPT)
def test_what_only_sounds_like_it_is_kept(text):
    assert off_record(text) is OffRecord.NOTHING


def said(speaker: str, text: str, at: int | None = 0) -> Said:
    return Said(text, speaker, speaker == "assistant", at)


def test_what_was_said_before_is_taken_back_with_what_was_answered():
    talk = [
        said("me", "Lunch at noon"),
        said("me", "I lied about my salary to the agent"),
        said("assistant", "That can be awkward later."),
        said("me", "forget that I said it"),
        said("assistant", "Done, I won't keep it."),
        said("me", "Dentist on Tuesday"),
    ]
    assert not_to_keep(talk) == {1, 2, 3, 4}


def test_a_friends_secret_is_taken_back_by_the_friend():
    talk = [
        said("지은", "사실 회사 그만둘까 해"),
        said("me", "왜?"),
        said("지은", "아니다, 방금 한 말은 잊어줘"),
        said("me", "내일 일곱 시에 봐"),
    ]
    assert not_to_keep(talk) == {0, 1, 2}


def test_what_stands_in_one_message_takes_nothing_else_along():
    talk = [
        said("me", "卵を買った"),
        said("me", "ここだけの話、部長は来月で会社を辞めて田舎に帰るらしい"),
        said("me", "牛乳も買った"),
    ]
    assert not_to_keep(talk) == {1}


def test_what_was_said_hours_ago_stays():
    talk = [said("me", "I bought eggs", 0), said("me", "forget that I said it", 7 * 3600)]
    assert not_to_keep(talk) == {1}


def test_a_message_that_may_speak_of_itself_reaches_back_minutes_only():
    request = "ボーナスは手取りで四十八万二千円だったわ、あ、今の金額は残さんといてな"
    for apart, struck in ((60, {0, 1}), (3600, {1})):
        talk = [said("me", "昼はうどん", 0), said("me", request, apart)]
        assert not_to_keep(talk) == struck


def test_without_times_the_message_before_is_meant():
    talk = [said("me", "x y z", None), said("me", "forget that I said it", None)]
    assert not_to_keep(talk) == {0, 1}


def test_an_assistant_takes_nothing_back():
    talk = [said("me", "I bought eggs"), said("assistant", "Forget that I said it.")]
    assert not_to_keep(talk) == set()


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([*EARLIER, *ITSELF, *KEPT]))))
def test_every_request_is_struck_and_what_follows_the_last_stays(talk):
    struck = not_to_keep([said(speaker, text) for speaker, text in talk])
    asks = {at for at, (_, text) in enumerate(talk) if off_record(text) is not OffRecord.NOTHING}
    assert asks <= struck
    assert max(struck, default=-1) == max(asks, default=-1)


@given(st.text(max_size=300))
def test_any_text_is_judged(text):
    assert off_record(text) in OffRecord
