"""The words that speak for each domain of life, in English, Japanese and Korean.

How terms are written: see `policy.labelling.terms`. The sensitive categories bring their own words
(`device.encoder.domains` adds them), so illnesses, debts and children need not be listed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policy.labelling.terms import Terms, words

if TYPE_CHECKING:
    from collections.abc import Mapping

DOMAIN_TERMS: Final[Mapping[str, Mapping[str, Terms]]] = {
    "travel": {
        "en": Terms(
            strong=words("""
                travel*, trip, journey, flight, flights, fly to, flew to, flying to, airport,
                airline, plane ticket, boarding pass, layover, passport, visa, hotel, hostel,
                airbnb, resort, check in at, itinerary, luggage, suitcase, backpacking, sightseeing,
                tourist, tour, cruise, ferry, train to, train ticket, train from, bullet train,
                shinkansen, rail pass, road trip, vacation, holiday in, on holiday, go abroad,
                abroad, overseas, jet lag, jetlag, window seat, aisle seat, rent a car, rental car,
                car hire, beach holiday, city break, weekend away, honeymoon, camping trip,
                hot springs, onsen, ryokan, going to japan, going to korea, currency exchange,
                timetable, departure, arrivals, platform, eurostar, uber to, directions to, map of,
                souvenir, plug adapter, plug type, socket, carry on, place to stay, places to stay,
                somewhere to stay, delta, exchange rate, how do you say, how do i say, translate,
                travel alert, vaccinations, shots before, sightsee*, gate change, boarding, customs,
                immigration officer, canada, mexico, turkey, africa, greece, portugal, singapore,
                taiwan, india, iceland, norway, sweden, switzerland, scotland, ireland, hike the,
                national park, campsite, heathrow, gatwick, jfk, narita, haneda, incheon,
                things to do in, safe to go to, safe to travel, car rental, vacation in, cancun,
                bali, alps, cornwall, normandy, tuscany, missed my connection, coast road
            """),
            weak=words("""
                train, bus, taxi, uber, station, seat, ticket, map, beach, mountain, island, bag,
                packing, pack, booking, booked, book a, reservation, drive, driving, drove, traffic,
                directions, tube, metro, subway, port, border, tokyo, kyoto, osaka, seoul, busan,
                jeju, paris, london, rome, spain, italy, france, germany, japan, korea, thailand,
                vietnam, hawaii, okinawa, new york, lisbon, barcelona, visit, explore, landed,
                depart, arrive, miles, holiday, plug, country, pesos, stay in, stay at, going to,
                returning, weekend in, days in, nights in, flights to, coast, lake, south of,
                north of
            """),
        ),
        "ja": Terms(
            strong=words("""
                旅行, 旅先, 一人旅, 海外, 国内旅行, 温泉, 旅館, ホテル, 民泊, 宿を, 宿泊, 宿の,
                飛行機, 航空券, 空港, フライト, 機内, 搭乗, 乗り継ぎ, 時差, 新幹線, 特急, 夜行バス,
                高速バス, 青春18きっぷ, 観光, 名所, 世界遺産, お土産, おみやげ, パスポート, ビザ,
                スーツケース, 荷造り, 日帰り, 一泊, 二泊, 三泊, 連泊, 帰省, レンタカー, ドライブ,
                キャンプ場, ツアー, 修学旅行, 卒業旅行, 新婚旅行, ハネムーン, 窓側, 通路側, 出国,
                入国, 乗り換え, 終電, 時刻表, 離島, クルーズ, フェリー, 金沢, 箱根, 軽井沢, 熱海,
                日光, 鎌倉, 名古屋, 広島, 長崎, 仙台, 札幌, 函館, 屋久島, 石垣, 宮古島, ソウル,
                釜山, 台北, バンコク, ベトナム, シンガポール, グアム, イタリア, フランス, スペイン,
                ドイツ, アメリカ, 機内持ち込み, 手荷物, 変換プラグ, 両替, 泊まる, 泊まった, 泊まり,
                夜景, 展望台, ロープウェイ, 道の駅, サービスエリア, ご当地, 散策, 街歩き, 旅の, 旅に
            """),
            weak=words("""
                電車, バス, <駅>, 切符, 地図, <海>, <山>, <島>, 景色, 京都, 沖縄, 北海道, 大阪,
                福岡, 台湾, 韓国, ハワイ, パリ, ロンドン, タイ, 予約し, 予約した, <席>, 渋滞,
                道に迷, 出発, 到着, 荷物, 連休, 夏休み, ゴールデンウィーク, 泊ま, 歩いて回, 遠出,
                車で, 乗る, 乗っ
            """),
        ),
        "ko": Terms(
            strong=words("""
                여행, 해외, 비행기, 항공권, 공항, 비행, 환승, 경유, 시차, 호텔, 숙소, 펜션,
                게스트하우스, 에어비앤비, 리조트, 호캉스, 여권, 비자, 캐리어, 짐 싸, 관광, 명소,
                기념품, 면세점, 기차표, ktx, srt, 고속버스, 렌터카, 렌트카, 드라이브, 캠핑,
                당일치기, 1박, 2박, 3박, 배낭여행, 신혼여행, 패키지, 투어, 온천, 휴가, 창가 자리,
                통로 쪽, 통로석, 체크인, 체크아웃, 입국, 출국, 크루즈, 유람선, 오사카, 나라 여행,
                삿포로, 오키나와, 홍콩, 마카오, 싱가포르, 발리, 괌, 호주, 스페인, 이탈리아, 프랑스,
                독일, 스위스, 체코, 튀르키예, 터키, 캐나다, 기내 수하물, 수하물, 어댑터, 야경,
                전망대, 케이블카, 휴게소, 여행지, 일정 짜, 동선, 박물관 투어, 관광지, 떠나고 싶,
                떠나자, 유럽 여행, 성수기, 비수기, 왕복, 편도 티켓, 직항, 마일리지, 콘도, 연착,
                지연, 항공사, 비행시간, 면세, 장거리 운전, 국도, 해안도로
            """),
            weak=words("""
                기차, 버스, 지하철, 택시, <표 예매, 좌석, 지도, 바다, <섬, 풍경, 경치, 제주, 부산,
                강릉, 경주, 여수, 속초, 일본, 도쿄, 교토, 후쿠오카, 대만, 태국, 베트남, 다낭, 방콕,
                파리, 런던, 유럽, 미국, 하와이, 예약했, 길을 잃, 길 막, 출발, 도착, 연휴, 역에서,
                막차, 환전, 다녀왔, 갔다 왔, 가려고, 타고, 근교
            """),
        ),
    },
    "finance": {
        "en": Terms(
            strong=words("""
                price of, cheap flights, refund, receipt, invoice, budget, expense, exchange rate,
                discount code, subscription fee, payment, afford, dollars to, pounds to, card, bank,
                account, credit
            """),
            weak=words("""
                price, buy, bought, cost, paid, cheap, expensive, sale, discount, coupon, dollars,
                pounds, euros, yen, won, money, pin, balance, due
            """),
        ),
        "ja": Terms(
            strong=words("""
                割引, 返金, 領収書, 会計, 値段, 請求書, 為替, 円安, 円高, 節約, クーポン, 支払い,
                銀行, atm, お金, 家賃, 光熱費, 手取り, 収入, 支出, 割り勘, 立て替え, 金額, 価格,
                相場, 保険, 年金, <税>, ポイント還元, paypay, クレカ, カード払い, 電子マネー, 定価,
                半額, 格安スマホ, 浮いた, スマホ代, 家計簿
            """),
            weak=words("""
                <円>, 買っ, 高い, 安い, 高かっ, 安かっ, セール, 無料, 課金, 値上, 払っ, 払う, <万>
            """),
        ),
        "ko": Terms(
            strong=words("""
                할인, 환불, 영수증, 가격, 환율, 쿠폰, 지출, 결제, 은행, 절약, 돈을, 돈이, <돈>,
                재무, 월세, 관리비, 더치페이, 정산, 금액, 시세, 보험, 세금, 적립, 카카오페이,
                네이버페이, 신용카드, 체크카드, 정가, 반값, 월급날, 만 원으로
            """),
            weak=words("<원>, 샀, 비싸, 비싼, 싸게, 싼, 세일, 무료, 만원, 용돈, 버텨, 내야"),
        ),
    },
    "health": {
        "en": Terms(
            strong=words("""
                workout, gym, jogging, exercise, yoga, pilates, diet, sleep better, slept badly,
                sleep schedule, hydrated, drink more water, steps a day, calories, vitamin, protein,
                stretching, meditation, meditate, posture, doctor, dentist, pharmacy, medicine,
                pain, sick, hurts, allergic, tired, heart rate, allergies, sunburn, headache, cold,
                flu, fever, physio, stretch, insomnia, nap, blister, bruise, checkup, therapist,
                mental health, anxiety, glasses, contact lenses
            """),
            weak=words("""
                sleep, slept, rest, body, weight, walk, running, run, healthy, stress, skin, eyes,
                water, feel, hours of sleep, smoking
            """),
        ),
        "ja": Terms(
            strong=words("""
                運動, 筋トレ, ジム, ヨガ, ストレッチ, ダイエット, ジョギング, ランニング, 睡眠,
                寝不足, 早寝, サプリ, プロテイン, 健康, 体重, 体脂肪, 疲れ, 肩こり, 風邪, <薬>,
                医者, 痛い, 歯磨き, マッサージ, 整体, 姿勢, 瞑想, 水分, 花粉症, 膝が, 腰が, 頭痛,
                通院, 目の疲れ, 眠れ, 禁煙, 日焼け, 筋肉痛, 歯医者, 健診, 血圧, 食事制限, 糖質,
                カロリー, 腹筋, スクワット, プランク, 徒歩通勤, 一万歩, ツボ, 半身浴, サウナ, 歯石,
                寝違え, 首が, ぎっくり腰, 鼻づまり
            """),
            weak=words("寝る, 寝た, 眠い, <体>, 歩い, 歩く, 歩数, <肌>, 目が, だるい, 休む, 調子"),
        ),
        "ko": Terms(
            strong=words("""
                운동, 헬스, 헬스장, 요가, 필라테스, 스트레칭, 다이어트, 조깅, 러닝, 수면, 영양제,
                단백질, 건강, 체중, 몸무게, 피곤, 감기, <약>, 의사, 아파, 아프, 양치, 마사지,
                자세 교정, 명상, 물 많이, 허리가, 무릎이, 두통, 눈 피로, 금연, 선크림, 근육통, 치과,
                검진, 혈압, 식단, 탄수화물, 칼로리, 복근, 스쿼트, 플랭크, 반신욕, 사우나, 병원,
                알레르기, 담 와, 담 왔, 담이 와, 스케일링, 목에 담, 거북목, 눈 떨림
            """),
            weak=words("""
                자야, 잤, 잠, 졸려, 몸이, 걷기, 걸음, 만보, 피부, 눈이, 살 빼, 스트레스, 쉬어,
                컨디션, 앉아
            """),
        ),
    },
    "food": {
        "en": Terms(
            strong=words("""
                food, eat, ate, eating, eaten, meal, breakfast, lunch, dinner, supper, brunch,
                snack, cook, cooked, cooking, recipe, bake, baking, restaurant, cafe, coffee, tea,
                beer, wine, cocktail, whisky, pub, ramen, sushi, curry, pasta, pizza, burger,
                sandwich, salad, soup, steak, beef, chicken, pork, fish and chips, seafood, noodle,
                rice, bread, cake, cookie, dessert, ice cream, chocolate, cheese, egg, milk, butter,
                fruit, apple, banana, strawberry, vegetable, potato, tomato, onion, garlic, spicy,
                delicious, tasty, yummy, hungry, starving, thirsty, vegan, vegetarian, menu,
                takeaway, takeout, delivery, groceries, supermarket, oven, tapas, kimchi, bibimbap,
                tofu, dumpling, taco, pancake, flavour, flavor, latte, espresso, allergic to, roast,
                fried, grilled, barbecue, bbq, leftovers, drinks, calorie, nutrition, ingredient,
                spaghetti, macaroni, pie, steakhouse, grill, chicken wings, shrimp, lobster, crab,
                cheesecake, burrito, nachos, cereal, yogurt, yoghurt, honey, jam, mushroom, carrot,
                bacon, sausage, ham, table for, reservation at, dinner reservation, diner, bistro,
                buffet, kebab, falafel, hummus, waffle, muffin, donut, doughnut, bagel, oat, oats,
                flat white, cinnamon, pumpkin, lemon, lime, orange juice, juice, smoothie, avocado,
                cucumber, pepper, chilli, chili, ginger, tuna, salmon, prawn, lamb, turkey sandwich,
                stew, casserole, lasagne, lasagna, noodles, matcha, boba, bubble tea, soda, coke,
                lemonade, picnic, potluck, gravy, crisps, fries, biscuit, toast, porridge,
                coriander, basil, mint, parsley, herb, spices, vinegar, mayo, mustard, ketchup,
                broccoli, spinach, lettuce, cabbage, aubergine, eggplant, courgette, zucchini,
                mango, grape, cherry, peach, pear, melon, pineapple, coconut, nuts, almonds,
                popcorn, candy, dough
            """),
            weak=words("""
                drink, drank, sweet, salty, bitter, taste, order, kitchen, fridge, cup, plate, bowl,
                chef, sauce, salt, sugar, oil, fish, beans, hot, diet, water, restaurant reviews,
                reservation, wings, chips, ripe, fresh, portion, serve
            """),
        ),
        "ja": Terms(
            strong=words("""
                食べ, 飲み, 飲んだ, 飲む, 飲もう, ご飯, ごはん, 朝食, 昼食, 夕食, 朝ごはん,
                昼ごはん, 晩ごはん, ランチ, ディナー, おやつ, 料理, 自炊, 弁当, レシピ, レストラン,
                居酒屋, カフェ, 喫茶, コーヒー, 紅茶, お茶, ビール, ワイン, 日本酒, 焼酎,
                ウイスキー, ハイボール, ラーメン, 寿司, 刺身, カレー, パスタ, ピザ, ハンバーガー,
                パン, サンドイッチ, うどん, そば, 蕎麦, そうめん, 焼肉, 牛肉, 豚肉, 鶏肉, 唐揚げ,
                <魚>, 海鮮, 天ぷら, <鍋>, おでん, 餃子, 味噌, 醤油, 豆腐, 納豆, <卵>, 牛乳, チーズ,
                バター, 野菜, 果物, りんご, いちご, みかん, ケーキ, アイス, チョコ, お菓子,
                スイーツ, プリン, 和菓子, 美味し, おいし, 美味しい, うまい, まずい, 辛い, 甘い,
                お腹すい, お腹空, お腹が空, 腹減, スーパー, 出前, ウーバー, 薬味, 隠し味, 味が,
                食材, 冷蔵庫, 献立, ビーガン, パン屋, 屋台, 外食, おかず, 作り置き, 惣菜, 味見,
                枝豆, たこ焼き, お好み焼き, 焼き鳥, 牛丼, 親子丼, カツ丼, 定食, 食堂, 麻婆, 春巻き,
                サラダ, スープ, ヨーグルト, はちみつ, ジャム, バナナ, ぶどう, メロン, スイカ,
                キムチ, トッポギ, かぼちゃ, カボチャ, さつまいも, じゃがいも, 玉ねぎ, にんじん,
                トマト, きゅうり, ナス, キャベツ, 大根, きのこ, パクチー, にんにく, 生姜, 胡椒,
                <塩>, 砂糖, マヨネーズ, <油>, 抹茶, タピオカ, ジュース, コーラ, <酒>, 飲み会,
                二次会, 乾杯, 焼き立て, 手料理, 炊飯, 給食, 食欲, 夜食, ビュッフェ, 食べログ,
                回転寿司, <鰻>, うなぎ, カニ, エビ, 牡蠣, ステーキ, しゃぶしゃぶ, すき焼き,
                おにぎり, コンビニ, <丼>, 蜂蜜, ナッツ, 苦手で残, オムライス, ハンバーグ, 生姜焼き
            """),
            weak=words("""
                <味>, <店>, 焼い, <煮>, 揚げ, <皿>, 台所, <米>, <肉>, 一杯, 注文, メニュー, <甘>,
                匂い, 塩気, 香り, 一口, レシート
            """),
        ),
        "ko": Terms(
            strong=words("""
                먹, 밥, 아침밥, 점심, 저녁밥, 저녁 뭐, 저녁 메뉴, 간식, 야식, 요리, 도시락, 레시피,
                맛집, 식당, 카페, 커피, 홍차, 녹차, 맥주, 와인, 소주, 막걸리, 위스키, 칵테일, 술집,
                이자카야, 라면, 라멘, 초밥, 생선회, 카레, 파스타, 피자, 햄버거, <빵, 샌드위치, 국수,
                냉면, 우동, 삼겹살, 소고기, 돼지고기, 닭고기, 치킨, 생선, 해산물, 튀김, 찌개, 전골,
                만두, 된장, 간장, 고추장, 두부, 김치, 계란, 달걀, 우유, 치즈, 버터, 야채, 채소,
                과일, 사과, 딸기, 수박, 귤, 케이크, 케익, 아이스크림, 초콜릿, 과자, 디저트, 푸딩,
                떡볶이, <떡, 김밥, 비빔밥, 갈비, 국밥, 맛있, 맛없, 매콤, 매워, 매운, 달아, 달다,
                배고, 배달, 마트, 장 보, 장보, 냉장고, 반찬, 비건, 외식, 돈까스, 돈가스, 마셔, 마시,
                마셨, 한잔, 국물, 분식, 순대, 족발, 보쌈, 곱창, 회덮밥, 파전, 빙수, 호떡, 붕어빵,
                요거트, 요구르트, <꿀>, <잼>, 바나나, 포도, 복숭아, 고수는, 마늘, 양파, 감자,
                고구마, 버섯, 콩나물, 시리얼, 뷔페, 안주, 소금, 설탕, 간이, 참기름, 마요네즈, 케첩,
                샐러드, 스프, 수프, 미역국, 설렁탕, 순두부, 부대찌개, 닭갈비, 막국수, 칼국수,
                쌀국수, 짜장면, 짬뽕, 탕수육, 마라탕, 스테이크, 새우, 오징어, 낙지, 게장, 굴, 연어,
                참치, 밀크티, 버블티, 주스, 콜라, 사이다, 회식, 건배, 해장, 급식, 밥솥, 배달의민족,
                쿠팡이츠, 원두, 라떼, 아메리카노, 토마토, 당근, 오이, 상추, 호박, 가지볶, 시금치,
                두유, 견과류, 오므라이스, 함박, 편의점
            """),
            weak=words("""
                맛, 가게, 굽, 볶, 끓, 접시, 주방, <쌀, 고기, <술>, 주문, 메뉴, 달콤, 냄새, 식감,
                향이, 한입
            """),
        ),
    },
    "family": {
        "en": Terms(
            strong=words("""
                family, mum, mom, mother, dad, father, parents, grandma, grandpa, grandmother,
                grandfather, nan, grandad, brother, sister, sibling, uncle, aunt, auntie, cousin,
                niece, nephew, husband, wife, fiance, fiancee, boyfriend, girlfriend, in laws, son,
                daughter, kid, kids, child, children, baby, twins, wedding, married, marriage,
                engaged, anniversary, divorce, birthday, family dinner, relatives, reunion,
                mother in law, father in law, partner, mum's, dad's, granny, gran, stepdad, stepmum,
                stepmom, in law, sister's, brother's, newborn, toddler, godmother, proposal,
                proposed to, bridesmaid, best man, honeymoon, son's, daughter's
            """),
            weak=words("""
                home for christmas, christmas, together, love, date, dating, friend, miss you,
                thanksgiving, pregnant, baby shower, turns, her birthday
            """),
        ),
        "ja": Terms(
            strong=words("""
                家族, <母>, <父>, 両親, お母さん, お父さん, ママ, パパ, 祖母, 祖父, おばあちゃん,
                おじいちゃん, <兄>, <姉>, <弟>, <妹>, 兄弟, 姉妹, <夫>, <妻>, 旦那, <嫁>, 奥さん,
                彼氏, 彼女と, 彼女が, 彼女の, 婚約, 結婚, 入籍, 離婚, 結婚式, 記念日, 誕生日, <娘>,
                息子, 子供, 子ども, 赤ちゃん, <孫>, 親戚, いとこ, 叔父, 叔母, 実家, 親が, 親に,
                親の, 親と, 義母, 義父, 義理の, 同棲, 双子, 親孝行, 母の日, 父の日, <甥>, <姪>,
                米寿, 還暦, 喜寿, 七五三, 成人式, 母親, 父親, 兄貴, 姉ちゃん, 弟が, 妹が, 婚約者,
                プロポーズ, 両家, 顔合わせ, 披露宴, 出産祝い, 里帰り, 家系, 親子, 夫婦, 嫁姑,
                義実家, 一人息子, 一人娘, 孫と
            """),
            weak=words("""
                友達, 付き合, デート, 一緒に, 仲良く, お盆, 正月, 恋人, 帰省, お祝い, 贈っ, 手紙
            """),
        ),
        "ko": Terms(
            strong=words("""
                가족, 엄마, 아빠, 어머니, 아버지, 부모님, 할머니, 할아버지, 외할, <형이, <형은,
                <형>, 누나, 오빠, 언니, <동생, 여동생, 남동생, 남매, 형제, 자매, 남편, 아내, 와이프,
                신랑, 신부, 남친, 여친, 남자친구, 여자친구, 약혼, 결혼, 이혼, 결혼식, 기념일, 생일,
                생신, <아들, <딸>, 우리 딸, 아이들, 아기, 손주, 친척, 사촌, 삼촌, 이모, 고모, 조카,
                시댁, 시어머니, 친정, 처가, 장모, 쌍둥이, 어버이날, 돌잔치, 명절, 본가, 팔순, 칠순,
                환갑, 성년, 모친, 부친, 친형, 친누나, 친오빠, 약혼자, 프로포즈, 상견례, 예식장,
                청첩장, 출산 선물, 제사, 가족 모임, 가족여행, 부부, 외동, 시누이, 처남, 매형, 형부,
                손녀, 손자, 엄빠
            """),
            weak=words("친구, 사귀, 데이트, 같이, 설날, 추석, 애인, <애>, 애들, 잔치, 편지, 선물"),
        ),
    },
    "work": {
        "en": Terms(
            strong=words("""
                work, working, worked, job, office, boss, manager, colleague, coworker, meeting,
                deadline, project, client, customer, presentation, report, slides, spreadsheet,
                salary, promotion, interview, resume, cv, career, overtime, shift, business trip,
                contract, proposal, team, standup, sprint, deploy, code review, bug, pull request,
                release, server, email the client, invoice, startup, company, hr>, remote work,
                work from home, commute, intern, freelance*, quarterly, kpi, stakeholder,
                conference call, zoom, slack, onboarding, resign*, hired, fired, redundan*, layoff,
                pto, days off, day off, time off, vacation request, vacation days,
                draft for the client, second draft, demo on, onsite, offsite, performance, workload,
                coworkers, workplace, payroll, demo, kickoff, handover, all hands, retro, okrs>,
                jira, powerpoint, vacation time, leave request, conference room, meeting room,
                back to back calls, days taken off, free day
            """),
            weak=words("""
                email, call, task, schedule, plan, agenda, minutes, document, draft, launch,
                product, design, budget, build, version, test, code, holiday request, off sick,
                monday morning
            """),
        ),
        "ja": Terms(
            strong=words("""
                仕事, 会社, 職場, 上司, 部長, 課長, 社長, 同僚, 後輩, 先輩社員, 会議, 打ち合わせ,
                打合せ, ミーティング, 締め切り, 締切, 納期, 案件, プロジェクト, クライアント,
                取引先, 顧客, プレゼン, 資料, 報告書, 企画書, 残業, 出勤, 退勤, 出社, 在宅勤務,
                リモートワーク, テレワーク, 出張, 転職, 転勤, 異動, 昇進, 面接, 就活, 履歴書,
                バイト, アルバイト, シフト, 有給, 給料, ボーナス, 契約, 営業, 商談, 研修, 新人,
                業務, 上場, 起業, フリーランス, 副業, 名刺, 議事録, デプロイ, リリース, バグ,
                コードレビュー, サーバー, 進捗, 部署, 月曜の朝会, 朝会, 社内, 社外, 引き継ぎ,
                人手不足, 繁忙期, 月末, 稟議, 見積, 発注, 納品, 在庫, 売上, 予算, 上半期, 四半期,
                朝礼, 日報, エクセル, パワポ, slack, zoom, teams, 名刺交換, 商社, 派遣, 正社員,
                店長, 本番環境, 仕様, 要件, 障害対応, リモート会議, 懇親会, 忘年会, 仕事納め
            """),
            weak=words("""
                メール, 電話, 予定, 担当, 提出, 作業, 通勤, 発表, 設計, 開発, 実装, 社員, チーム,
                締め, ミス, 対応, 依頼, 承認
            """),
        ),
        "ko": Terms(
            strong=words("""
                회사, 직장, 상사, 부장, 과장, 대리님, 팀장, 사장, 대표님, 동료, 후배 직원, 회의,
                미팅, 마감, 프로젝트, 클라이언트, 거래처, 고객, 발표 자료, 프레젠테이션, 피피티,
                ppt, 보고서, 기획서, 제안서, 야근, 출근, 퇴근, 재택, 출장, 이직, 승진, 면접, 취업,
                취준, 이력서, 자소서, 알바, 근무, 연차, 월차, 월급, 연봉, 계약서, 영업, 교육 연수,
                신입, 업무, 창업, 프리랜서, 부업, 명함, 회의록, 배포, 버그, 코드 리뷰, 서버,
                진행 상황, 부서, 인턴, 스타트업, 사무실, 일이 많, 일 많, 인수인계, 사내, 바쁜 시즌,
                월말, 결재, 견적, 발주, 납품, 재고, 매출, 예산, 상반기, 하반기, 분기, 조회, 엑셀,
                파워포인트, 슬랙, 줌 회의, 파견, 정규직, 계약직, 점장, 운영 환경, 스펙, 요구사항,
                장애 대응, 워크숍, 회식, 송년회, 클레임, 컨펌, 기획안, 성과, 사수, 부서장, 입사,
                퇴사, 사표, 연봉 협상
            """),
            weak=words("""
                메일, 전화, 일정, 담당, 제출, 작업, 발표, 설계, 개발, 구현, 직원, 팀, 일하, 실수,
                대응, 요청, 승인, 자료
            """),
        ),
    },
    "hobby": {
        "en": Terms(
            strong=words("""
                hobby, hobbies, game, gaming, board game, video game, chess, guitar, piano, drums,
                violin, ukulele, band practice, knitting, crochet, sewing, painting, drawing,
                sketch, photography, camera, hiking, hike, climbing, bouldering, cycling, bike ride,
                running club, marathon, swim, swimming, surf, ski, snowboard, tennis, football,
                soccer, basketball, baseball, golf, rugby, match, gardening, plants, fishing,
                camping, birdwatching, crafts, model kit, lego, puzzle, collect, collection, cards,
                d&d, cosplay, karaoke, dance class, dancing, pottery, diy, playstation, switch,
                steam, level, boss fight, minecraft, pokemon, playlist, podcast, elden ring, zelda,
                mario, nintendo, xbox, ps5, last boss, final boss, speedrun, quest, raid, guild,
                knit, trainspotting, telescope, stargazing, bonsai, calligraphy, origami, woodwork*,
                whittling, skateboard*, roller skat*, scuba, snorkel*, kayak*, archery, badminton,
                volleyball, ice skating, strava, parkrun, half marathon, 10k, personal best, chord,
                league, miniatures, warhammer, five a side, sudoku, crossword, wordle, dnd, vlog,
                blog
            """),
            weak=words("""
                play, played, playing, practice, team, score, won, lost, win, race, ride, sport,
                club, weekend, fun, beat the, boss, speed, gear, lens
            """),
        ),
        "ja": Terms(
            strong=words("""
                趣味, ゲーム, ボドゲ, ボードゲーム, 将棋, 囲碁, チェス, 麻雀, ギター, ピアノ,
                ドラム, バイオリン, バンド, 編み物, 手芸, 裁縫, 絵を描, イラスト, 塗り絵, 写真,
                カメラ, 登山, 山登り, ハイキング, クライミング, ボルダリング, サイクリング,
                ロードバイク, マラソン, 水泳, プール, サーフィン, スキー, スノボ, テニス, サッカー,
                フットサル, バスケ, 野球, ゴルフ, ラグビー, バドミントン, 卓球, ガーデニング, 園芸,
                家庭菜園, 釣り, キャンプ, プラモ, ガンプラ, フィギュア, レゴ, パズル, コレクション,
                コスプレ, カラオケ, ダンス, 陶芸, diy, スイッチ, プレステ, ポケモン, マイクラ,
                ソシャゲ, ガチャ, レベル上げ, 推し活, ツーリング, 競馬, 散歩, 試合, 勝っ, 逆転勝ち,
                Fコード, コード進行, 釣った, 釣れ, 盆栽, 書道, 折り紙, 天体観測, 望遠鏡, 鉄道模型,
                撮り鉄, 乗り鉄, 御朱印, 切手, レコード, ボウリング, ダーツ, ビリヤード, スケボー,
                スケート, ヨット, カヌー, ダイビング, 乗馬, 弓道, 剣道, 柔道, 空手, バレーボール,
                ラン, 自己ベスト, 縄跳び, ドット絵, 作曲, dtm, 塗装, 水彩, 油絵
            """),
            weak=words("""
                遊び, 遊ん, 練習, 大会, 部活, サークル, 週末, 楽し, 選手, チーム, 応援, 始めた,
                はまって, ハマって, 休みの日, 没頭, ハマる, 夢中
            """),
        ),
        "ko": Terms(
            strong=words("""
                취미, 게임, 보드게임, 보드 게임, 체스, 바둑, 장기 두, 기타 연습, 기타 치, 기타를,
                피아노, 드럼, 바이올린, 밴드, 뜨개질, 자수, 바느질, 그림 그리, 그림을 그, 드로잉,
                사진 찍, 카메라, 등산, 하이킹, 클라이밍, 볼더링, 자전거, 마라톤, 수영, 서핑, 스키,
                보드 타, 테니스, 축구, 풋살, 농구, 야구, 골프, 배드민턴, 탁구, 가드닝, 화분, 식물,
                낚시, 캠핑, 프라모델, 건담, 피규어, 레고, 퍼즐, 수집, 코스프레, 노래방, 댄스, <춤,
                도예, 공방, 스위치, 플스, 플레이스테이션, 포켓몬, 마크, 레벨, 가챠, 덕질, 산책,
                경기, 역전승, 이겼, f코드, 코드 잡, 통기타, 우쿨렐레, 분재, 캘리그라피, 종이접기,
                별 보러, 망원경, 우표, lp, 볼링, 다트, 당구, 스케이트보드, 스케이트, 요트, 카약,
                다이빙, 승마, 양궁, 검도, 유도, 태권도, 배구, 러닝크루, 개인 기록, 줄넘기, 십자수,
                비즈, 유화, 수채화, 작곡, 미니어처, 방탈출, 롤, 오버워치, 배그, 스팀
            """),
            weak=words("""
                놀, 연습, 대회, 동아리, 동호회, 주말, 재밌, 재미, 선수, 응원, 빠졌, 배우고, 쉬는 날,
                푹 빠, 빠져, 밤샜
            """),
        ),
    },
    "culture": {
        "en": Terms(
            strong=words("""
                movie, film, cinema, netflix, series, episode, season finale, anime, manga, comic,
                book, novel, reading, author, poem, poetry, library, museum, exhibition, gallery,
                art, painting by, concert, gig, festival, theatre, theater, play tickets, musical,
                opera, ballet, album, song, singer, band, lyrics, music, vinyl, k pop, kpop, bts,
                idol, actor, actress, director, documentary, drama, podcast, architecture, temple,
                shrine, church, history, mythology, tradition, language exchange, murakami, spotify,
                trailer, plot twist, ending, character, novel by, exhibition of, poet, playwright,
                sculpture, premiere, box office, streaming, disney, hbo, studio ghibli, ghibli,
                anime series, comics, webtoon, radio, chapter, biography, memoir, audiobook
            """),
            weak=words("""
                watch, watched, read, ticket, show, stage, story, culture, artist, star, review,
                sequel, fan, season two, second album, directed, stars
            """),
        ),
        "ja": Terms(
            strong=words("""
                映画, 映画館, ドラマ, アニメ, 漫画, マンガ, 小説, 文庫, 読書, 本を読, 作家, 作者,
                <詩>, 図書館, 美術館, 博物館, 展覧会, 美術展, 展示, 絵画, コンサート, ライブ,
                フェス, 演劇, 舞台, ミュージカル, 歌舞伎, 能楽, 落語, オペラ, バレエ, クラシック,
                アルバム, <曲>, 歌手, 歌詞, 音楽, バンド, アイドル, 推し, 俳優, 女優, 監督, 声優,
                ドキュメンタリー, <寺>, 神社, <城>, 祭り, 花火, 茶道, 華道, 書道, 歴史, 伝統,
                ネトフリ, netflix, アマプラ, spotify, 主人公, 最終回, 結末, 続編, 配信, テレビ,
                新刊, 村上春樹, 東野圭吾, 書店, 本屋, ジブリ, 宮崎駿, 名作, 短編, 長編, 朗読, 俳句,
                短歌, 浮世絵, 印象派, 陶器市, 聖地巡礼, 抽選, ファンクラブ, グッズ, サントラ,
                ヒット曲, 歌い, ラジオ, ポッドキャスト, 作風, 監督の, 主演, 脚本, 伏線, 原作, 実写,
                民謡, 三味線
            """),
            weak=words("""
                観た, 観る, 見た, 読ん, 読む, 感動, 泣け, 号泣, チケット, ファン, 作品, 上映, 二期,
                漫才, お笑い, ラスト, 面白かっ, 話題の
            """),
        ),
        "ko": Terms(
            strong=words("""
                영화, 영화관, 드라마, 애니, 만화, 웹툰, 소설, <책, 독서, 작가, <시집, 도서관,
                미술관, 박물관, 전시, 전시회, 그림 전, 콘서트, 공연, 페스티벌, 연극, 뮤지컬, 오페라,
                발레, 클래식, 앨범, 노래, 가수, 가사, 음악, 밴드, 아이돌, 최애, 덕질, 배우, 감독,
                성우, 다큐, 절에, 사찰, 경복궁, 축제, 불꽃놀이, 역사, 전통, 넷플릭스, 넷플, 유튜브,
                멜론, 스포티파이, 주인공, 결말, 마지막 회, 속편, 타이틀곡, 티켓팅, 팬미팅, 예능,
                신간, 서점, 책방, 한강 소설, 무라카미, 지브리, 명작, 단편, 장편, 낭독, 시인, 수묵화,
                도자기, 성지순례, 팬클럽, 굿즈, ost, 히트곡, 라디오, 팟캐스트, 주연, 각본, 복선,
                원작, 실사, 판소리, 국악, 사극, 느와르, 로맨스, 스릴러, 왓챠, 티빙, 디즈니플러스,
                음원, 컴백, 뮤비, 무대 영상, 연출
            """),
            weak=words("""
                봤어, 볼까, 읽, 감동, 울었, 펑펑, 티켓, <팬, 작품, 상영, 시즌, 개그, 대박, 재미있,
                명대사, 엔딩
            """),
        ),
    },
    "home": {
        "en": Terms(
            strong=words("""
                house, flat, apartment, room, kitchen, bathroom, bedroom, living room, furniture,
                sofa, couch, bed, curtain, carpet, lamp, light bulb, laundry, washing machine,
                dryer, dishwasher, fridge, vacuum, clean the, cleaning, tidy, bins, trash, rubbish,
                recycling, rent, landlord, mortgage, moving house, moved in, neighbour, neighbor,
                garden, lawn, plants, water the plants, plumber, electrician, leak, boiler, heating,
                air con, thermostat, wifi, router, ikea, paint the, renovat*, repair, broken,
                window, door, key, lock, dog, cat, puppy, kitten, pet, vet, kettle, sink, toilet,
                shower, duvet, mattress, chores, shopping list, grocery list, to do list, todo list,
                turn on the light, turn off the light, turn the lights, turn on the, turn off the,
                microwave, oven, the bins, the flat, the house, curtains, feed the cat,
                walk the dog, moving boxes, mould, mold, ceiling, gutter, ironing, fold the,
                bookcase, shelves, screws, screwdriver, drill, flat pack, air conditioner,
                lawn mower, light switch, the tv, sofa bed, the light, brighter, dim the
            """),
            weak=words("""
                home, wall, floor, roof, street, plug, tap, box, parcel, shelf, chair, table,
                lights, smart home, purchase, order more, list, need to buy
            """),
        ),
        "ja": Terms(
            strong=words("""
                家賃, 引っ越し, 引っ越, 部屋, 台所, キッチン, 風呂, お風呂, トイレ, 寝室, リビング,
                家具, ソファ, ベッド, 布団, カーテン, 絨毯, カーペット, 照明, 電球, 洗濯, 洗濯機,
                乾燥機, 食洗機, 冷蔵庫, 掃除, 掃除機, 片付け, 断捨離, ゴミ, ごみ出し, 大家,
                マンション, アパート, 一人暮らし, 隣人, <庭>, 観葉植物, 水やり, 水漏れ, エアコン,
                暖房, 冷房, ストーブ, こたつ, wi fi, wifi, ルーター, ニトリ, イケア, 模様替え,
                リフォーム, 修理, 壊れ, <窓>, 玄関, <鍵>, <犬>, <猫>, 子犬, 子猫, ペット, 動物病院,
                家事, 電気つけ, 電気消し, 宅配, 荷物が届, 収納, <棚>, 段ボール, 実家, 庭の, カビ,
                結露, 水道管, 排水, 鍵を忘れ, 鍵をなくし, 植木, 芝生, 草むしり, ベランダ, 布団干し,
                アイロン, 衣替え, 買い物リスト, トイレットペーパー, 洗剤, ロボット掃除機, ルンバ,
                照明を, 電気を消, 電気をつけ, 同居, ルームシェア, 間取り, 日当たり, 騒音, 虫が出,
                ゴキブリ, 雨漏り, ハムスター, インコ, 金魚, メダカ
            """),
            weak=words("""
                <家>, 電気, <机>, 椅子, <床>, <壁>, ドア, 近所, 住ん, 住む, 暮らし, ガス, 水道,
                部屋の, 家の, 届いた
            """),
        ),
        "ko": Terms(
            strong=words("""
                월세, 전세, 이사, <방>, 방 청소, 방을, 부엌, 주방, 욕실, 화장실, 침실, 거실, 가구,
                소파, 침대, 이불, 커튼, 카펫, 조명, 전구, 빨래, 세탁기, 건조기, 식기세척기, 냉장고,
                청소, 청소기, 정리, 쓰레기, 분리수거, 집주인, 아파트, 원룸, 자취, 이웃, 층간소음,
                윗집, 옆집, 정원, 마당, 화분, 식물, 물 주, 누수, 보일러, 에어컨, 난방, 히터,
                와이파이, 공유기, 이케아, 인테리어, 리모델링, 수리, 고장, 창문, 현관, 열쇠, 도어락,
                강아지, 고양이, 반려, 동물병원, 집안일, 설거지, 불 켜, 불 꺼, 택배, 수납, 선반,
                본가, 살림, 곰팡이, 결로, 수도관, 하수구, 배수, 열쇠 잃, 잔디, 베란다, 다림질,
                옷장 정리, 장보기 목록, 쇼핑 리스트, 휴지, 세제, 로봇청소기, 불을 켜, 불을 끄, 룸메,
                룸메이트, 하우스메이트, 햇빛 잘, 채광, 소음, 바퀴벌레, 벌레, 이삿짐, 포장이사,
                햄스터, 앵무새, 금붕어, 어항, 물이 새, 전등, 콘센트, 도배, 장판
            """),
            weak=words("""
                <집>, 집에, 집이, 전기, 책상, 의자, 바닥, <벽, <문>, 동네, 살아, 살고, 가스, 수도,
                우리 집, 집안, 새로 산, 고쳐
            """),
        ),
    },
    "study": {
        "en": Terms(
            strong=words("""
                study, studying, student, school, university, college, class, lecture, lesson,
                course, homework, assignment, essay, thesis, dissertation, exam, exams, quiz, grade,
                gpa, professor, teacher, tutor, textbook, library card, scholarship, semester,
                term paper, graduate, graduation, degree, phd, masters, learn, learning, vocabulary,
                grammar, flashcards, toefl, toeic, ielts, jlpt, topik, math, maths, physics,
                chemistry, biology, history class, language course, duolingo, kanji, hangul,
                translate, coding bootcamp, revise for, revision, campus, dorm, major in,
                certificate, research paper, flashcard, thesis chapter, statistics exam, retake,
                midterm, finals week, lecture notes, study group, supervisor, entrance exam,
                sat prep, gcse, a levels, spelling test, dean, freshman, sophomore, seminar,
                workshop, tutorial, online course, coursera, mooc
            """),
            weak=words("""
                read, notes, practice, pass, fail, test, memorise, memorize, english, japanese,
                korean, spanish, word, explain, question, understand, due on, chapter, topic
            """),
        ),
        "ja": Terms(
            strong=words("""
                勉強, 学校, 大学, 大学院, 高校, 中学, 小学校, 授業, 講義, ゼミ, 宿題, 課題,
                レポート, 論文, 卒論, 修論, 試験, テスト, 受験, 模試, 単位, 成績, 先生, 教授, <塾>,
                家庭教師, 教科書, 参考書, 奨学金, 留学, 学期, 卒業, 入学, 学位, 博士, 修士, 学ぶ,
                学び, 英語, 韓国語, 中国語, 単語, 文法, 英会話, 発音, toeic, toefl, 英検, 漢検,
                資格, 簿記, 検定, 数学, 物理, 化学, 生物, 歴史の授業, 独学, 暗記, 復習, 予習, 翻訳,
                図書館で勉強, 合格, 不合格, 浪人, 学費, 自習, プログラミングを, 中間テスト, 期末,
                問題集, 過去問, 偏差値, 志望校, 推薦, 大学受験, 中学受験, 卒業論文, 研究室, 実験,
                学会, 語学, フランス語, ドイツ語, スペイン語, リスニング, スピーキング, 発音が,
                単語帳, 漢字, 通信講座, 講座, 宅建, 国家試験, 司法試験, 医学部, 図書室, 自由研究,
                読書感想文, 作文
            """),
            weak=words("""
                ノート, 問題, 練習, 覚え, 質問, 読解, 意味, 訳し, 教え, 解け, 学生, 範囲, 解説,
                テーマ
            """),
        ),
        "ko": Terms(
            strong=words("""
                공부, 학교, 대학, 대학원, 고등학교, 중학교, 초등학교, 수업, 강의, 강의실, 과제,
                숙제, 레포트, 리포트, 논문, 시험, 중간고사, 기말고사, 기말, 모의고사, 수능, 학점,
                성적, 선생님, 교수님, 학원, 과외, 교과서, 문제집, 장학금, 유학, 학기, 졸업, 입학,
                학위, 박사, 석사, 배우고, 배우는, 배워, 영어, 일본어, 중국어, 단어 외, 단어 암기,
                문법, 회화, 발음, 토익, 토플, 오픽, 자격증, 한자, 수학, 물리학, 화학, 생물, 독학,
                암기, 복습, 예습, 번역, 도서관, 합격, 불합격, 재수, 스터디, 인강, 코딩 배, 졸업논문,
                기출, 등급, 지원 학교, 수시, 정시, 연구실, 실험, 학회, 어학, 프랑스어, 독일어,
                스페인어, 리스닝, 스피킹, 단어장, 온라인 강의, 강좌, 공인중개사, 국가고시, 변시,
                의대, 독후감, 글쓰기, 휴학, 복학, 교환학생, 동아리방, 학과, 전공, 교양, 팀플,
                조별 과제, 컴활, 급 붙, 급 따, 한능검, 필기시험, 실기시험
            """),
            weak=words("""
                노트, 문제, 연습, 외우, 질문, 독해, 뜻, 가르, 풀이, 학생, 조별, 범위, 외워, 해설,
                주제
            """),
        ),
    },
}

# Phrases that hold a term without its meaning.
DOMAIN_LOOKALIKES: Final = (
    *words("""
        house music, apple watch, apple music, first class, world class, hot take, work out fine,
        game changer, fan heater, play it by ear, save the date, cookie banner, cookie consent,
        spam filter, dog days, bed of roses, train of thought, train the model, black friday,
        open source, lock screen, on the same page
    """),
    *words("""
        電気屋, 大丈夫, 工夫, 丈夫, 家電量販, 意味がない, 味方, 体制, 猫舌, 猫背, 鍵盤, 窓口, 魚座,
        会社員, 痛い出費, お茶目, 油を売, 甘えて, 甘える, 仕事人
    """),
    *words("""
        먹통, 먹먹, 밥벌이, 사과드, 사과해, 사과하, 사과했, 사과문, 떡밥, 떡상, 맵시, 잠깐, 잠시,
        잠실, 잠금, 놀라, 놀랐, 놀랍, 뜻밖, 눈이 와, 눈이 오, 눈이 내, 눈이 많이, 읽씹, 달아나,
        팀워크, 팬데믹, 약속, 방금, 방법, 방향, 집중, 집단, 고집, 마시멜로
    """),
)
