"""What a speaker only passes on: it is told from their own words, which nothing is taken from."""

from __future__ import annotations

import pytest

from device.memory.sentence.quoted import own_words

ARTICLE = (
    "The bank raised its rate on Thursday. I am convinced, said its president, that it helps. "
)
ARTICLE_JA = "日本銀行は木曜日に金利を上げた。私は引っ越しました、と総裁は述べた。"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> I live in Berlin now\nReally?", "Really?"),
        (">> I live in Berlin\n> Oh?\nMe too", "Me too"),
        ("＞ 明日は仕事だよ\nそうなんだ", "そうなんだ"),
        ("In reply to Ben: I quit my job\nOh no!", "Oh no!"),
        ("On Friday, Ben wrote:\n> I quit my job\nGood for him", "Good for him"),
        ("美咲さんへの返信：引っ越したよ\nおめでとう", "おめでとう"),
        ("지은님에게 답장: 나 이사했어\n축하해", "축하해"),
        ("Look\n```\n# I live in Berlin\n```\nnice", "Look\n\nnice"),
        ("Fine.\n---- Original Message ----\nI quit my job", "Fine."),
    ],
)
def test_what_is_quoted_is_left_out_and_the_rest_stays(text, own):
    assert own_words(text).strip() == own


@pytest.mark.parametrize(
    "text",
    [
        "def add(a, b):\n    return a + b\n\nprint(add(1, 2))",
        "SELECT * FROM users WHERE name = 'Ann' AND age > 30;",
        '{"name": "Ann", "city": "Berlin"}',
        'Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: "I am allergic"',
        "<div class='x'>I live in Berlin</div>",
        "git push origin main --force",
        "const city = 'Berlin';\nmove(city);",
        "def home():\n    # I live in Berlin now\n    return 'I live in Berlin now'",
        "LIMITED OFFER! https://example.com 50% OFF",
        "【当選】今すぐ http://example.com で10万円を受け取る",
        "[광고] 무료 쿠폰 지급! 무료수신거부 080-123-4567",
        ARTICLE * 60,
        ARTICLE_JA * 80,
    ],
)
def test_code_adverts_and_articles_hold_nothing_of_their_own(text):
    assert own_words(text).strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        "I live in Berlin now",
        ">_< I failed the exam",
        "-> turn left at the mill",
        "5 > 3, obviously",
        "Ben wrote to me: he is well",
        "My plan: move to Berlin (finally)",
        "Reply to the bank by Friday",
        "The wifi password = hunter2!",
        "I bought it here: https://example.com/shoes",
        "There was 50% off on shoes, so I bought two pairs",
        "Import duties went up again",
        "Return the drill to Ken (he needs it)",
        "クーポンで安く買えた",
        "返信：明日なら大丈夫",
        "할인해서 두 켤레 샀어",
        "(웃음) 나 이사했어",
        "광고 회사에서 일해",
        "Select the red one",
        "Dinner with Mia (her treat)",
        "class reunion at 7",
        "class party: Friday at seven",
        "rent = 900",
        "password = hunter2",
        "UPDATE: I got the job",
        "import duties went up again",
        "return the book tomorrow (it is late)",
        "$ 500 for the plumber",
        '"Dune": I loved it',
        "Error: I mailed the wrong Ken",
        "for the party:\nmilk\neggs",
        "# 1 fan of Mia",
        "- milk\n- eggs",
        "* milk\n* eggs",
        "Fridge: milk, eggs, rice",
        ARTICLE * 20,
        ARTICLE_JA * 20,
        "x" * 5_000,
    ],
)
def test_what_people_say_is_their_own_to_the_letter(text):
    assert own_words(text) == text
