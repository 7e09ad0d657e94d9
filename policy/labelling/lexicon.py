"""The words that speak for each sensitive category, and the phrases that only look like it.

How terms are written: see `policy.labelling.terms`. A strong term is enough; weak terms count from two on.
A category asks whether the person's OWN circumstances are told: a price in a shop is not finance, a film
about a hospital is not health, although a lexicon cannot always tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from policy.labelling.terms import Terms, words


class CategoryName(StrEnum):
    """A sensitive category. `identity` comes from identifiers alone, never from words."""

    FINANCE = "finance"
    HEALTH = "health"
    LOCATION = "location"
    MINORS = "minors"
    BELIEF = "belief"
    POLITICS = "politics"
    SEXUALITY = "sexuality"
    BIOMETRICS = "biometrics"
    WORKPLACE = "workplace"
    IDENTITY = "identity"


FINANCE: Final = {
    "en": Terms(
        strong=words("""
            salary, payslip, pay slip, pay stub, paycheck, paycheque, pay rise, pay raise, pay cut,
            payday, take home pay, got paid, get paid, wage, my income, household income, income,
            side income, earnings, overtime pay, severance, my bonus, annual bonus, year end bonus,
            christmas bonus, bonus came, bonus is, bonus this year, bonus was, our bonus, mortgage,
            remortgage, loan, overdraft, overdrawn, in debt, my debt, debt, debts, pay off,
            paid off, paying off, repay*, still owe, borrow money, borrowed money, lent him,
            lent her, instalment, installment, savings, savings account, saved up, saving up,
            saving for, save up, bank account, current account, checking account, joint account,
            bank balance, account balance, my balance, bank statement, bank transfer,
            wire transfer, direct debit, standing order, credit card bill, credit card debt,
            credit card, credit limit, credit score, credit rating, card bill, card repayment,
            minimum payment, maxed out, interest rate, net worth, pension, retirement fund, 401k,
            401(k), roth ira, an isa, my isa, cash isa, isa account, stocks and shares isa,
            lifetime isa, into an isa, isa allowance, invest, investment, investor, my shares,
            stock market, my portfolio, my stocks, index fund, mutual fund, etf, dividend,
            brokerage, crypto, bitcoin, ethereum, inheritance, inherited, tax return, tax bill,
            tax refund, income tax, council tax, property tax, capital gains, owe taxes, hmrc>,
            irs>, self assessment, my rent, the rent, our rent, pay rent, paying rent, rent is,
            rent went up, rent goes up, rent increase, behind on rent, month's rent, monthly rent,
            bankrupt*, foreclos*, bailiff, i'm broke, im broke, so broke, totally broke,
            flat broke, broke until, skint, can't afford, cannot afford, cant afford,
            couldn't afford, child support, alimony, tuition fees, student loan, down payment,
            household budget, monthly budget, payout, in the red, net pay, gross pay,
            a month after tax, after tax, before tax, a year before tax, grand a year, k a year,
            wired the money, my finances, our finances, money problems, money worries,
            universal credit, jobseeker's, unemployment benefit, emergency fund, money is tight,
            tight on money, on benefits, my taxes, taxes this year, gas bill, electricity bill,
            heating bill, energy bill, water bill, phone bill, bank loan, taxman, lent my,
            owe the bank, credit union loan, financial problems, financial trouble,
            financial situation, financially, probate, left us some money, left me some money,
            owe my, owe him, owe her, owe them, owe the, payday loan, rent's due, rent due,
            late on rent, evict*, debt collector, asked for a raise, got a raise,
            asking for a raise, hourly rate, minimum wage, house deposit, can't pay, couldn't pay,
            lost money, made money, won the lottery, gambling, refinance, escrow, home equity,
            stock options, rsus>, premium bonds, child benefit, food stamps, card declined,
            card got declined, blocked my card, salary sacrifice, short this month, overdue bill,
            unpaid bill, medical bills, money's tight, car finance, on finance, vat>, accountant,
            overpaid, underpaid, divorce settlement, spot me, till the first, lend him, lend her,
            lend them, lend you, lend me, gamble, car insurance, life insurance, home insurance,
            travel money, the bills, our bills, my bills, cash flow, cashflow, nest egg,
            college fund, retirement pot, retirement savings, arrears, payment plan, late fee,
            pay gap, my wallet is empty, earn more than, earns more than, earning, pocket money,
            child maintenance, took out a loan, ate into
        """),
        weak=words("""
            money, bank, rent, deposit, landlord, bonus, afford, shares, stock, fund, tax, bill,
            budget, transfer, account, interest, insurance, premium, isa>, ira>, balance, expense,
            withdraw*, fees, quid, grand, owe, lent, borrow, £, lender, taxes, financial*, raise,
            benefits, equity, invoice, atm>, this month, a month, cash, cheque, settlement, venmo,
            paypal, zelle, monzo, revolut, retire, retirement, penny, tenner, fiver, chip in,
            per month
        """),
    ),
    "ja": Terms(
        strong=words("""
            給料, 給与, 年収, 月収, 月給, 手取り, ボーナス, 賞与, 昇給, 減給, 時給, 日給, 初任給,
            残業代, 退職金, 収入, 副収入, 稼ぎ, 所得, ローン, 住宅ローン, 借金, 返済, 奨学金, 借入,
            借り入れ, 融資, キャッシング, リボ払い, 分割払い, 滞納, 督促, 自己破産, 破産, 債務,
            連帯保証, 担保, 頭金, 金利, 利息, 利子, 貯金, 貯蓄, 預金, 定期預金, 積立, 積み立て,
            つみたて, へそくり, 資産, 遺産, 相続, nisa, ideco, イデコ, ニーサ, 投資, 投信, 株式,
            株価, 株を, 株が, 株で, 持ち株, 配当, 証券, 仮想通貨, ビットコイン, fxで, 含み損,
            含み益, 利回り, 口座, 通帳, 残高, 引き落とし, 引落, 振込先, 給付金, 年金, 生活保護,
            保険料, 確定申告, 年末調整, 源泉徴収, 住民税, 所得税, 固定資産税, 贈与税, 相続税, 税金,
            税務署, 納税, ふるさと納税, 扶養控除, 家賃, 敷金, 礼金, 家計, 家計簿, 生活費, 仕送り,
            養育費, 慰謝料, 金欠, お金がない, お金ない, お金が足りない, お金に困, お金貸, お金を貸,
            お金借, お金を借, お金返, お金を返, 立て替え, カードの支払, カード代, クレカの支払,
            カードの請求, クレカの請求, 請求額, 利用限度額, 信用情報, 学費, 授業料, 赤字続き,
            リボ>, 手取りが, お小遣い, 小遣い, 払えない, 払えなく, 株主優待, 損切り, 債券, 国債,
            外貨, 国保, 還付金, 医療費控除, 副業, ギャンブル, 消費者金融, 生命保険, 学資保険,
            キャッシュカード, カードが止, カード止め, 光熱費, ゆうちょ, 金がない, 金ない, カツカツ,
            老後資金, 円しかない, 円しか残, 教育資金, 開業資金, 結婚資金, 金を貸, 金貸, 取り立て,
            差し押さえ, 元金, 手数料が, 家計が, 世帯年収, 貧乏, 財形, 社会保険, 報酬が, ギャラ,
            臨時収入
        """),
        weak=words("""
            お金, 万円, 億円, 稼い, 稼ぐ, 稼げ, 貯め, 貯まっ, 節約, 支払い, 支払う, 払え, 振込,
            振り込, 入金, 送金, 出金, 赤字, 黒字, 資金, 予算, <株>, カード, 銀行, 請求, 保険, 税,
            出費, 損し, 元本, クレカ, atm, 保証金, 管理費, 貸した, 貸して, 貸してる, 借りた,
            借りて, 返して, 電気代, ガス代, 水道代, 携帯代, 審査, パチンコ, 競馬, 香典, ご祝儀,
            暗証番号, 扶養, 控除, 副収, 万, 老後, 貧しい, 贅沢, 保証人, 入れといて
        """),
    ),
    "ko": Terms(
        strong=words("""
            월급, 연봉, 급여, 시급, 주급, 보너스, 성과급, 상여금, 수당, 퇴직금, 실수령, 소득,
            수입이, 부수입, 대출, 주담대, 융자, <빚>, 빚쟁이, 갚아야, 갚았, 갚을, 갚고, 갚느라,
            상환, 원리금, 이자율, <이자>, 대출이자, 금리, 연체, 독촉, 파산, 개인회생, 신용불량,
            신용등급, 신용점수, 담보, 보증금, 전세, 전세금, 전세 대출, 월세, 계약금, 중도금, 잔금,
            적금, 예금, 저축, 저금, 통장, 마이너스 통장, 마통, 계좌, 잔고, 잔액, 자동이체, 카드값,
            카드 값, 카드 대금, 카드비, 카드빚, 할부, 현금 서비스, 카드론, 리볼빙, 결제일, 주식,
            비트코인, 펀드, 투자, 배당, 수익률, 청약, 재테크, 자산, 재산, 상속, 유산을, 증여, 세금,
            연말정산, 종합소득세, 종소세, 소득세, 재산세, 주민세, 양도세, 취득세, 국세청, 홈택스,
            연금, 국민연금, 퇴직연금, isa 계좌, irp, 보험료, 건보료, 생활비, 용돈, 가계부, 양육비,
            위자료, 등록금, 학자금, 학원비, 돈 없, 돈이 부족, 돈 부족, 돈 빌, 돈을 빌, 돈 꿔,
            돈 갚, 돈을 갚, 돈 모으, 돈을 모으, 돈 모아, 돈 모았, 돈 벌, 돈을 벌, 텅장, 쪼들,
            생활고, 기초생활수급, 실업급여, 월급날, 곗돈, 급전, <돈이 없, <코인>, <일당>, 빚더미,
            대출금, 알바비, 세후, 세전, 원천징수, 사채, 카드 한도, 압류, 갭투자, 영끌, 빚투,
            배당금, 파킹통장, 실손보험, 보험금, 합의금, 위약금, 부업, 투잡, 도박, 돈 때문, 돈 문제,
            모기지, 학비, 돈이 모자, 돈 모자, 인센티브, 세뱃돈, 결혼 자금, 노후 자금, 사업 자금,
            보증 서, 보증을 서, 손 벌리, 손 벌림, 빚 갚, 빚내, 돈 다, 현금이 없, 돈줄, 생활이 어려,
            세입자, 집주인이, 중고차 할부, 자동차 할부, 폰 요금, 요금 내, 카드를 긁, 신불자,
            분할 납부
        """),
        weak=words("""
            <돈>, 만원, 만 원, 억원, 천만원, 백만원, 이체, 송금, 입금, 출금, 모았, 모아서, 모으,
            벌어, 아껴, 절약, 적자, 흑자, 납부, 결제, 지출, 은행, 관리비, 축의금, 부조, 보험, 예산,
            카드, 손해, 손절, 집값, 부동산, 내야, 물려받, 물렸, 벌금, 과태료, 가난, 돈이 안, 빌린,
            빌려준, 빌려줬, 못 갚, 토토, 한도, 월 300, 전기세, 가스비, 익절, <억>, 보태, 자금,
            날렸, 날림, 요금, 집주인, 빠듯
        """),
    ),
}

HEALTH: Final = {
    "en": Terms(
        strong=words("""
            diagnos*, symptom, prescri*, medication, antibiotic, painkiller, ibuprofen,
            paracetamol, tylenol, aspirin, insulin, inhaler, epipen, antidepressant, ssri>,
            blood test, blood pressure, blood sugar, cholesterol, x ray, mri>, ct scan, ultrasound,
            biopsy, test results, scan results, mammogram, colonoscopy, endoscopy, surgery,
            surgeon, chemo*, cancer, tumour, tumor, diabet*, asthma*, arthritis, eczema, epilep*,
            migraine, allerg*, anaphyla*, lactose intoleran*, gluten intoleran*, coeliac, celiac,
            intolerant to, hay fever, infection, infected, flu>, covid, pneumonia, bronchitis,
            tonsillitis, food poisoning, stomach ache, stomachache, stomach bug, toothache,
            headache, backache, back pain, chest pain, knee pain, bad back, sore throat, fever,
            runny nose, bad cold, have a cold, a cold again, caught a cold, nausea*, vomit*,
            threw up, throwing up, diarrh*, constipat*, rash, sprain*, fractur*, broke my arm,
            broke my leg, broke my wrist, broke my ankle, broken arm, broken leg, broken wrist,
            broken ankle, broken rib, concussion, stitches, injur*, my back hurts, my knee hurts,
            hurts when, pregnan*, miscarr*, ivf>, fertility, morning sickness, menopaus*,
            period pain, endometriosis, contracepti*, on the pill, depression, depressed, anxiety,
            panic attack, bipolar, adhd>, autis*, ptsd>, ocd>, eating disorder, anorexi*, bulimi*,
            insomnia, suicid*, self harm*, therapist, therapy, counselling, counseling, psychiatr*,
            psycholog*, antianxiety, burnout, burnt out, burned out, mental health, rehab, addict*,
            alcoholic, sober, relapse, hospital, a&e>, emergency room, physio*, chiropract*,
            dentist, root canal, wisdom tooth, cavity, gp appointment, see the doctor,
            saw the doctor, doctor said, doctor says, doctor's appointment, my doctor,
            doctors appointment, see a doctor, nurse said, vaccin*, booster shot, flu jab,
            flu shot, heart attack, heart condition, heart disease, stroke, seizure, fainted,
            passed out, dizzy, dizziness, feel sick, feeling sick, felt sick, off sick,
            called in sick, sick leave, unwell, been ill, i'm ill, poorly, overweight, obese,
            thyroid, hypertens*, anaemi*, anemi*, dementia, alzheimer*, parkinson*, hiv>, std>,
            sti>, herpes, kidney, liver, ulcer, ibs>, crohn*, hernia, slipped disc, sciatica,
            chronic, disability, disabled, wheelchair, hearing aid, side effect, ran a temperature,
            running a temperature, high temperature, have an operation, had an operation, baby due,
            my period, period is, period was, on my period, period late, sertraline, prozac,
            zoloft, citalopram, xanax, metformin, statin, warfarin, omeprazole, ozempic, ritalin,
            adderall, melatonin, cortisone, steroid injection, twisted my, twisted her,
            twisted his, twisted ankle, pulled a muscle, meds, pcos>, menstrua*, smear test,
            cervical, threw my back out, put my back out, stomach hurts, tummy ache,
            coming down with, under the weather, been sick, sleep apnea, lost weight, lose weight,
            weight loss, put on weight, hip replacement, knee replacement, crutches, in a cast,
            operated on, intensive care, icu>, palliative, hospice, terminal illness, urgent care,
            eye test, tinnitus, vertigo, lupus, multiple sclerosis, leukaemia, leukemia, lymphoma,
            melanoma, hepatitis, measles, chickenpox, chicken pox, shingles, tonsil*, appendi*,
            gout, gallstone*, psoriasis, acne, deficien*, nervous breakdown, mental breakdown,
            overdose*, quit smoking, stopped drinking, quit drinking, drinking problem, hives,
            can't have dairy, can't eat dairy, can't have gluten, can't eat gluten,
            can't have nuts, can't eat nuts, immune system, blood clot, heart rate, weeks along,
            waters broke, in labour, c section, had a fall, the doctor, my gp, the gp, the doctors,
            tested positive, tested negative, positive test, can't breathe, couldn't breathe,
            contagious, quarantine, trying for a baby, trying to conceive, midwife, week scan,
            care home, nursing home, paralys*, paralyz*, amputat*, deaf, going blind, dyslexi*,
            tourette*, schizo*, disorder, syndrome, disease, illness, hot flush*, hot flash*,
            night sweats, verruca, head lice, uti>, cystitis, haemorrhoid*, hemorrhoid*, reflux,
            heartburn, indigestion, broken hip, broken foot, broken toe, broken finger,
            broken nose, broken her, broken his, broke her, broke his, throat close, palpitation,
            cardiolog*, dermatolog*, gynaecolog*, gynecolog*, oncolog*, specialist appointment,
            blood work, bloodwork, sugar levels, short of breath, lactose
        """),
        weak=words("""
            doctor, gp>, clinic, nurse, pharmac*, pill, tablet, medicine, pain, painful, hurt,
            sore, ache, achy, sick, ill, cough, sneez*, swollen, swell*, bleed*, bruise, stress,
            stressed, tired all the time, can't sleep, cant sleep, couldn't sleep, weight, diet,
            vitamin, dose, checkup, check up, stomach, chest, knee, ankle, wrist, spine, doctor's,
            ward, ambulance, recover*, tooth, teeth, cramps, temperature, dairy, cold, appointment,
            results, lump, itchy, limp, limping, due date, operation, baby, my ankle, my back,
            my knee, my shoulder, my neck, my hip, trauma, breakdown, hormone, calories, blood,
            gluten, freaking out, physically, health, healthy, twisted, replacement, smoking,
            broken, throat, lungs, my heart, numb, panic, virus, bloated, peanuts, shellfish, scan,
            carer, a fall, salt, rest, hip, dizzy spell
        """),
    ),
    "ja": Terms(
        strong=words("""
            病院, 病気, 持病, 入院, 退院, 通院, 手術, 診断, 診察, 検査結果, 血液検査, 健康診断,
            人間ドック, 再検査, 要検査, 精密検査, 処方, 薬を飲, 薬飲, お薬, 飲み薬, 抗生物質,
            抗生剤, 鎮痛剤, 痛み止め, ロキソニン, 頭痛薬, 胃薬, 睡眠薬, 抗うつ, インスリン, 吸入器,
            注射, 点滴, 副作用, 服用, 癌, がん検診, ガン検診, がんが, がんの, がんで, ガンが,
            乳がん, 胃がん, 肺がん, 大腸がん, 腫瘍, ポリープ, 糖尿病, 高血圧, 血圧, 血糖,
            コレステロール, 尿酸, 痛風, 貧血, 喘息, ぜんそく, アトピー, 蕁麻疹, じんましん, 湿疹,
            アレルギー, 花粉症, アナフィラキシー, 乳糖不耐, インフル, コロナに, コロナ陽性,
            コロナかか, 陽性だっ, 陽性で, ノロウイルス, 肺炎, 気管支炎, 胃炎, 胃潰瘍, 胃腸炎,
            食中毒, 腸炎, 膀胱炎, 中耳炎, 結膜炎, 扁桃, 風邪ひ, 風邪を, 風邪で, 風邪気味, 風邪っぽ,
            風邪が, 風邪治, 発熱, 高熱, 微熱, 熱が出, 熱が下が, 熱っぽ, 熱が3, 熱が4, 熱出, 頭痛,
            腹痛, 腰痛, 胃痛, 歯痛, 生理痛, 筋肉痛, 頭が痛, 頭痛い, お腹が痛, お腹痛, おなか痛,
            腰が痛, 喉が痛, のどが痛, 喉痛, 歯が痛, 膝が痛, 胸が痛く, 背中が痛, 肩が痛, 関節痛,
            虫歯, 親知らず, 歯医者, 歯科, 吐き気, 吐いた, 吐いちゃ, 嘔吐, 下痢, 便秘, 血便, めまい,
            立ちくらみ, 耳鳴り, 動悸, 息切れ, 咳が, 鼻水, 骨折, 捻挫, ねんざ, 打撲, 肉離れ, 脱臼,
            ヘルニア, ぎっくり腰, 怪我, ケガ, けがを, けがし, 火傷, やけど, 縫った, 松葉杖,
            リハビリ, ギプス, 妊娠, 妊婦, つわり, 流産, 不妊, 出産予定, 臨月, 産婦人科, 生理が,
            生理不順, 更年期, ピルを, 避妊, うつ病, 鬱病, うつっぽ, 鬱っぽ, 適応障害, パニック障害,
            不安障害, 双極性, 発達障害, adhd, 自閉症, 摂食障害, 過食, 拒食, 不眠, 眠れない,
            眠れなく, 心療内科, 精神科, カウンセリング, 休職, 過呼吸, リストカット, リスカ, 自傷,
            自殺, 死にたい, 依存症, 禁酒, 断酒, 認知症, アルツハイマー, 脳梗塞, 心筋梗塞, 心臓,
            不整脈, 甲状腺, 腎臓, 肝臓, 胃カメラ, 内視鏡, 大腸検査, レントゲン, mri, ctスキャン,
            エコー検査, ワクチン, 予防接種, 整形外科, 皮膚科, 耳鼻科, 眼科, 内科, 外科, 小児科,
            婦人科, クリニック, 救急車, 救急外来, 体調, 具合が悪, 具合悪, だるくて, 倦怠感, 熱中症,
            脱水, 障害者手帳, 車椅子, 難病, 後遺症, 完治, 治療, 症状, 余命, 闘病, 主治医, 血圧の薬,
            卵アレルギー, 小麦アレルギー, メンタルやられ, メンタルが不調, メンタル不調,
            メンタルの不調, 合併症, 癌になっ, 靭帯, 半月板, 神経痛, 陰性だ, ピロリ, 検査の結果,
            調子が悪, 調子悪, 寝込んだ, 寝込んで, 湿布, 目薬, しびれ, 痺れ, むくみ, 口内炎, 水虫,
            <痔, 帯状疱疹, ヘルペス, 水疱瘡, 溶連菌, 手足口病, はしか, おたふく, けいれん, 痙攣,
            透析, 抗がん剤, 放射線治療, 緩和ケア, 要介護, 補聴器, 白内障, 緑内障, 抜歯,
            インプラント, 入れ歯, 授乳, 母乳, 出産, 陣痛, 帝王切開, 中絶, 体外受精, 妊活, 排卵,
            躁鬱, 躁うつ, <鬱, 禁煙, 酒やめ, 酒をやめ, お腹こわ, お腹を壊, お腹壊, 腹を壊,
            体がだる, 体が重, 過敏性, 低血圧, 低血糖, 血糖値, 心拍, 骨密度, 膝を痛, 腰を痛, 肩を痛,
            首を痛, <ピル>, ピル飲, 38度, 39度, 40度, 腰やっ, 腰をやっ, 子どもの熱, 子供の熱,
            熱を出, 熱がある, 熱ある, 熱で, 症候群, 障害があ, 発作, 聞こえにく, 見えにく, 体を壊,
            体壊, 倒れて運ば, 運ばれた, 安定期, 心電図, 医者に, 医者から, 病んで, 病んでる,
            食欲がな, 食欲ない, 声が出ない, 鼻づまり, 鼻詰まり, くしゃみ, むち打ち, 肺が, 胃が痛,
            胃が荒, 手の震え, 過敏症, 歩けない, 歩けなく, 寝たきり, 老眼, 円形脱毛, 薄毛
        """),
        weak=words("""
            薬, 熱, 医者, 先生に診, 痛い, 痛む, 痛く, 痛みが, 疲れが取れ, 疲労, だるい, しんどい,
            体重, 痩せ, 太っ, 太り, ダイエット, サプリ, 体質, 風邪, 咳, 喉, 腫れ, かゆい, 痒い,
            血が, 診て, 検査, 検診, 具合, 休んだ, 休む, ストレス, 寝不足, 飲めない, 食べられない,
            安静, 胃が, 胃もたれ, お腹, 腰, 膝, 肩こり, 肩が, 首が, 目が, 落ち込, 倒れ, メンタル,
            痛み, 介護, 視力, 矯正, トラウマ, 肌荒れ, ニキビ, 絆創膏, 包帯, 薬局, 喉の, 陽性, 陰性,
            動けない, 食欲, カロリー, 保険証, つらい, 休んで, 倒れて, 運動不足, 手首, 足首
        """),
    ),
    "ko": Terms(
        strong=words("""
            병원, 입원, 퇴원, 통원, 수술, 진단, 진료, 검사 결과, 검사결과, 피검사, 혈액 검사,
            건강검진, 종합검진, 재검, 처방, 처방전, 약 먹, 약을 먹, 약먹, 약 챙겨, 진통제, 항생제,
            소염제, 해열제, 수면제, 감기약, 두통약, 혈압약, 타이레놀, 항우울제, 인슐린, 흡입기,
            주사 맞, 링거, 수액, 부작용, 복용, 위암, 폐암, 유방암, 대장암, 갑상선, 종양, 용종,
            당뇨, 고혈압, 혈압, 혈당, 콜레스테롤, 통풍, 빈혈, 천식, 아토피, 두드러기, 습진,
            알레르기, 알러지, 비염, 아나필락시스, 유당불내증, 독감, 코로나 걸, 코로나 확진,
            코로나에, 확진, 양성 나, 폐렴, 기관지염, 위염, 위궤양, 장염, 식중독, 방광염, 중이염,
            결막염, 편도, 감기 걸, 감기에, 감기 때문, 감기가, 감기 기운, 감기 나, 몸살, 열이 나,
            열나, 열이 38, 열이 39, 고열, 미열, 열이 안 내, 두통, 복통, 요통, 치통, 생리통, 근육통,
            편두통, 머리가 아, 머리 아, 머리아, 배가 아, 배 아, 배아파, 허리가 아, 허리 아,
            허리 나, 목이 아, 목 아파, 이가 아, 무릎이 아, 무릎 아, 어깨가 아, 속이 안 좋,
            속 안 좋, 속이 쓰, 속쓰, 체했, 체한, 토했, 토할 것, 구토, 설사, 변비, 혈변, 어지러,
            어지럼, 두근거림, 숨이 차, 기침, 콧물, 골절, 뼈 부러, 뼈가 부러, 다리 부러, 팔 부러,
            삐었, 삐끗, 접질, 염좌, 인대, 탈구, 디스크, 다쳤, 다쳐서, 화상 입, 꿰맸, 목발, 깁스,
            재활, 물리치료, 도수치료, 임신, 임산부, 입덧, 유산했, 유산 했, 유산기, 난임, 시험관,
            출산 예정, 산부인과, 생리 안, 생리불순, 생리를, 생리가, 갱년기, 피임, 우울증,
            우울해서 상담, 공황, 불안장애, 조울증, 강박증, adhd, 자폐, 발달장애, 섭식장애, 거식증,
            폭식증, 불면증, 잠을 못, 잠이 안, 잠을 통, 정신과, 심리상담, 상담 치료, 정신건강,
            번아웃, 자해, 자살, 죽고 싶, 중독 치료, 알코올 중독, 금주, 치매, 알츠하이머, 뇌졸중,
            뇌경색, 심근경색, 심장, 부정맥, 콩팥, 간 수치, 간수치, 지방간, 위내시경, 대장내시경,
            내시경, 엑스레이, mri, ct 찍, 초음파, 백신, 예방접종, 예방 접종, 정형외과, 피부과,
            이비인후과, 내과, 외과, 소아과, 치과, 한의원, 응급실, 구급차, 119 불, 충치, 사랑니,
            임플란트, 신경치료, 컨디션 안 좋, 컨디션이 안, 컨디션 난조, 몸이 안 좋, 몸이 안좋,
            몸 안 좋, 몸이 아, 아파서, 아프대, 아프셔, 아프다고, 편찮, 휠체어, 장애 등급, 장애등급,
            희귀병, 후유증, 완치, 치료, 증상, 병가, 시한부, 투병, 주치의, 지병, 탈모, 염증, 과민성,
            <암이, <암에 걸, 암 진단, 암 수술, 암 판정, 암 투병, <암으로, <이명>, <안과, 신장결석,
            부상당, 부상을, 합병증, 항암, 배탈, 소화불량, 소화가 안, 역류성, 치질, 혈뇨, 무좀,
            대상포진, 수두, 수족구, 구내염, 다래끼, 안구건조, 백내장, 녹내장, 라식, 라섹, 발치,
            틀니, 보청기, 제왕절개, 출산, 모유, 배란, 낙태, 임테기, 산후우울, 폐경, 난소, 자궁,
            전립선, 호스피스, 요양원, 간병, 투석, 협심증, 저혈압, 저혈당, 담 걸, 담이 걸, 파스 붙,
            금연, 술 끊, 술을 끊, 담배 끊, 담배를 끊, 조직검사, 자가키트, 신속항원, 혈액검사,
            속이 더부룩, 식은땀, 산재, 목감기, 코감기, 몸무게가, 코로나 또, 코로나 다시, 증후군,
            이 부어, 이 부었, 가 부었, 맹장, 터널 증후, 과로, 쓰러지셔, 쓰러졌, 숨을 못, 숨이 막,
            호흡곤란, 앓고, 앓아, 희귀, 장애가 있, 장애 판정, 눈이 침침, 청력, 귀가 안 들,
            목소리가 안 나, 코가 막, 코막힘, 재채기, 심리 상담, 극단적 선택, 노안, 무기력,
            생리 시작, 못 걸, 골다공증, 관절염, 류마티스, 크론, 루푸스, 성형, 시술
        """),
        weak=words("""
            <약>, 의사, 아파, 아프, 아픈, 통증, 쑤시, 결려, 피곤, 기운이 없, 몸무게, 체중, 살이 쪘,
            살쪘, 다이어트, 영양제, 체질, 감기, 목이 부, 부었, 가려워, 간지러, 피가 나, 검사, 검진,
            스트레스, 잠을, 못 먹, 못먹, 안정을, 배가, 허리, 무릎, 어깨, 쓰러, 우울, 상담, 약국,
            열이, 체온, 간호사, 회복, 걸렸, 걸려서, 코로나, 두 줄, 저려, 시력, 교정, 트라우마,
            찜질, 식욕, 칼로리, <혹, 누워, 조퇴, 밤새, 몸이, 몸도, 새우, 견과류, 부어, 손목, 발목,
            운동 부족
        """),
    ),
}

LOCATION: Final = {
    "en": Terms(
        strong=words("""
            my address, our address, home address, new address, address is, i live in, i live on,
            i live at, i live near, i live by, i live next, we live in, we live on, we live at,
            we live near, she lives in, he lives in, she lives on, he lives on, she lives at,
            he lives at, they live in, they live on, lives at, lives on, lives near, lives next to,
            lives two, live two doors, lives in, living in, moved to, moving to, moved into,
            moving into, my flat is, our flat is, my apartment is, our house is, my house is,
            our place is, my place is, at my place, my postcode, postcode is, our postcode, my zip,
            zip code is, door code, gate code, buzzer, spare key, key is under, key under,
            house number, flat number, apartment number, my neighbourhood, my neighborhood,
            my street, our street, my road, our road, round the corner from my,
            around the corner from my, walk from my house, from my flat, from my apartment,
            near my house, near my flat, near my apartment, outside my house, outside my flat,
            i'm at home, home alone, i'm outside, i'm standing, currently at, currently in,
            sharing my location, share my location, live location, my location, dropped a pin,
            drop a pin, dropped you a pin, find my iphone, my hometown, grew up in,
            nearest station, nearest tube, hotel room number, staying at, room number,
            where i live, where she lives, where he lives, where we live, where you live,
            where they live, my building, our building, staying in a, i'm staying in, i'm parked,
            across from my, meet me at mine, come to mine, came to mine, home is, my door number,
            code for the gate, entry code, code for the door, alarm code, lockbox, i'm at my
        """),
        weak=words("""
            live, lives, address, street, avenue, flat, apartment, floor, postcode, neighbour,
            neighbor, next door, house, parked, corner, block, i'm at, i'm in, we're at, near the,
            station, upstairs, downstairs, door, gps>, neighbourhood, neighborhood, at mine,
            to mine, commute, hotel, airbnb, exit, standing, outside, gate, second floor,
            third floor, top floor, ground floor, turn left, turn right, on the left, on the right,
            above the, opposite the
        """),
    ),
    "ja": Terms(
        strong=words("""
            住所, 引っ越し先, 引越し先, 引っ越した, 引っ越して, 引越した, 引っ越す, 引っ越します,
            引っ越しました, 転居, 実家は, 実家の最寄, 住んでる, 住んでいる, 住んでいます,
            住んでます, 住んでて, 住んでた, 住んでい, 住まい, お住ま, 最寄り駅, 最寄りは, 最寄駅,
            最寄りの駅, 家の近く, 家の前, 家の裏, 家の隣, うちの近所, うちの近く, うちから徒歩,
            家から徒歩, 号室, 一人暮らしの部屋, うちのマンション, うちのアパート, 家は駅, 家の住所,
            郵便番号, 現在地, 位置情報, 今ここ, 居場所, 今いる場所, いまいる, 今いるの, 今いる所,
            今いるとこ, オートロック, 暗証番号は玄関, 合鍵, 鍵の場所, 鍵はポスト, 番地, 丁目,
            出身は, 出身です, 地元は, 家どこ, うちは駅, 泊まってる, 泊まっている, 待機場所, 自宅は,
            自宅の住所, 自宅から, 自宅まで, 自宅の最寄, 家までの道, 宿泊先は, 在住, 越してき,
            越して来, 赴任先, 家の場所, 家の鍵, うちの住所, うちの最寄, 暮らしてる, 暮らしている,
            暮らしてます, 暮らしています, 暮らしてい, エレベーター出て, 何号室, 部屋番号, 下宿,
            間借り
        """),
        weak=words("""
            住む, 住み, 住ん, 引っ越し, 引越, 実家, 家は, 家が, うちは, マンション, アパート, 寮,
            社宅, 徒歩, 近所, 地元, 最寄り, 部屋, 階の, 駅前, 今いる, 向かいの, 角の, 裏の,
            駅から徒歩, 自宅, 町内, gps, 宿泊先, 隣の部屋, 東口, 西口, 南口, 北口, 交番, 改札,
            前にいる, 口にいる, 前で待, コンビニの上, ホテル, 帰省, 在宅, 玄関, 暗証番号, 暮らし,
            エレベーター, 戻って
        """),
    ),
    "ko": Terms(
        strong=words("""
            주소, 집주소, 집은 역, 집이 역, 동네에 살, 살고 있, 살고있, 사는 곳, 사는곳, 사는 동네,
            사는 집, 사는 데, 에 살아, 에 살고, 에 산다, 에 사는, 에 살던, 에 살았, 에서 살아,
            에서 살고, 에서 자취, 에 사세요, 에 삽니다, 에 사셔, 에 사신, 이사했, 이사 했, 이사 왔,
            이사왔, 이사 갔, 이사갔, 이사 간, 이사 가, 이사가, 이사 와, 이사한, 이사할, 본가가,
            본가는, 본가 주소, 고향이, 고향은, 자취방, 오피스텔에, 우편번호, 현위치, 현 위치,
            현재 위치, 위치 공유, 위치 보내, 위치 찍, 위치 추적, 지금 위치, 내 위치, 지금 어디냐면,
            공동현관, 현관 비밀번호, 현관 비번, 도어락, 비밀번호 누르고 들어, 아파트 동호수,
            동호수, 몇 동 몇 호, 몇동 몇호, 호실, 숙소 주소, 묵고 있, 자취하는 곳, 우리 집 주소,
            거주, 자취하, 집 위치, 숙소 위치, 몇 호야, 방 번호, 벨 눌러, 벨 누르, 호로 와,
            집 비밀번호, 집 비번, 사는데 역, 에 집을 구, 에 집 구, 동에 사
        """),
        weak=words("""
            살아, 살고, 살아요, 사는, 이사, 아파트, 빌라, 오피스텔, 기숙사, 하숙, 본가, 고향, 동네,
            집이, 집은, 역에서, 역 근처, 근처에, 도보, 걸어서, 층에, 지금 나, 주차장, 번 출구,
            번출구, 골목, 맞은편, 숙소, 집 앞, 집 근처, 우리 동네, 우리 집, 원룸, gps, 옆집, 윗집,
            아랫집, 자취, 출구 앞, 앞에 있, 호텔, 내려가, 집 주변, 열쇠, 비번, 친정, 시댁,
            비밀번호, 역 앞
        """),
    ),
}

MINORS: Final = {
    "en": Terms(
        strong=words("""
            my son, my daughter, our son, our daughter, her son, her daughter, his son,
            his daughter, my kid, our kid, my kids, our kids, my child, our child, my children,
            our children, my little one, our little one, my baby, our baby, the baby's, baby boy,
            baby girl, newborn, toddler, my niece, my nephew, my grandson, my granddaughter,
            grandchild*, my godson, my goddaughter, stepson, stepdaughter, foster child,
            kindergarten, preschool*, nursery school, daycare, day care, childminder, babysit*,
            primary school, elementary school, school run, year old son, year old daughter,
            yr old son, yr old daughter, teenage son, teenage daughter, the kids, the twins,
            our twins, my twins, schoolboy, schoolgirl, parents evening, parents' evening,
            parent teacher, school play, potty train*, my youngest, my eldest, my oldest,
            our youngest, our eldest, little brother is in, little sister is in, custody,
            first grader, second grader, third grader, year old boy, year old girl, from nursery,
            to nursery, at nursery, nursery pickup, little girl, little boy, our lad, my lad,
            school pickup, pick up the kids, breastfe*, teething, tantrum, my teenager,
            our teenager, grandkid*, grandbaby, godchild*, stepkid*, her gcses, his gcses,
            first day of school, after school club, play date, playdate, child's, nap time,
            first tooth, lost a tooth, first steps, first word, first words, first birthday,
            school uniform, report card, sports day, kids club, her school, his school,
            grounded him, grounded her, foster*, adopt a child, adopting a child, our first grader
        """),
        weak=words("""
            kid, kids, child, children, baby, son, daughter, nursery, school, homework, year old,
            teenager, teen, grade, classroom, playground, bedtime, stroller, pram, nappies, diaper,
            crib, niece, nephew, mum, mummy, teacher, my boy, my girl, year 1, year 2, year 3,
            year 4, year 5, year 6, in reception, his teacher, her teacher, formula, gcse,
            little brother, little sister, bullied, naps, pick up, boys, girls, reception,
            turns one, turns two, turns three, turns four, turns five, turns six, turns seven,
            turns eight, turned four, turned five, turned six, turned seven, tooth, twins, pupil,
            crawling
        """),
    ),
    "ja": Terms(
        strong=words("""
            娘, 息子, うちの子, 我が子, わが子, 長男, 長女, 次男, 次女, 三男, 末っ子, 上の子,
            下の子, 赤ちゃん, 新生児, 乳児, 幼児, 保育園, 幼稚園, 保育所, こども園, 学童, 小学1年,
            小学2年, 小学3年, 小学4年, 小学5年, 小学6年, 小学生の, 中学生の, 子供の学校,
            子どもの学校, 子供の担任, 子供が, 子どもが, 子供たち, 子どもたち, 子供を, 子どもを,
            子供と, 子どもと, 子供に, 子どもに, 子供の, 子どもの, 子供は, 子どもは, 甥っ子, 姪っ子,
            甥が, 姪が, 甥の, 姪の, 孫が, 孫の, 孫に, 孫と, 授業参観, 入園, 卒園, 七五三,
            ランドセル, 離乳食, オムツ, おむつ, 夜泣き, 親権, 不登校, pta, 三者面談, 習い事の送り,
            <小1, <小2, <小3, <小4, <小5, <小6, <中1, <中2, <中3, <小一の, <小二の, <小三の,
            <小四の, <小五の, <小六の, 保育園のお迎え, 幼稚園のお迎え, 反抗期, ベビーカー,
            抱っこ紐, チャイルドシート, 中学受験, 登園, 降園, 子育て中, 哺乳瓶, 一歳児, 二歳児,
            三歳児, 孫ができ, 乳児健診, お食い初め, 妹の子, 姉の子, 弟の子, 兄の子, 初めて歩い,
            歩き始め, ハイハイ, 人見知り, 首がすわ, 乳歯, 入学準備, 宿題をやらな, 子供会, 子ども会,
            連絡帳, 園児, 生徒が
        """),
        weak=words("""
            子供, 子ども, こども, 小学校, 小学生, 中学校, 中学生, 歳の, 才の, 歳に, 歳だ, 担任,
            宿題, 寝かしつけ, ママ友, 幼い, 孫, 甥, 姪, 双子, 子育て, 育児, 学校, いじめ, お迎え,
            運動会, 入学式, <0歳, <1歳, <2歳, <3歳, <4歳, <5歳, <6歳, <7歳, <8歳, <9歳, ミルク,
            ママ, パパ, 塾, 受験, 園の, 寝ない, 遠足
        """),
    ),
    "ko": Terms(
        strong=words("""
            <아들, <딸>, <딸아이, <딸내미, <딸래미, 우리 딸, 우리딸, 우리 애, 우리애, <애가 유치원,
            우리 아이, 우리아이, <아이가, <아이는, <아이를, <아이랑, <아이들, <아이 학교, <아이 데,
            첫째가, 첫째는, 둘째가, 둘째는, 막내가, 첫째 아이, 큰애, 작은애, 아기가, 아기는,
            아기를, 우리 아기, 신생아, 갓난, 돌잔치, 어린이집, 유치원, 초등학생, 초등학교, 초등 1,
            초등 2, 초등 3, 중학생, 조카, 손자, 손녀, 등원, 하원, 등하원, 육아, 기저귀, 이유식,
            분유, 양육권, 학부모, 담임 선생, 담임선생, 쌍둥이, 늦둥이, 하교, 방과후, <초1, <초2,
            <초3, <초4, <초5, <초6, <중1, <중2, <중3, 애가 밤, 애가 안 자, 애가 울, 애 재우,
            애 키우, 애들 재우, 걸음마, 카시트, 유모차, 가정통신문, 학예회, 큰딸, 작은딸, 손주,
            외손, 친손, 애가 아프, 애가 학교, 애 학교, 재롱잔치, <애 낳, <애기가, <애기를, 젖병,
            어린애가, 우리 꼬맹이, 태권도 학원, 피아노 학원, 받아쓰기, 초딩, 중딩, 사춘기 딸,
            사춘기 아들, 학폭
        """),
        weak=words("""
            <아이>, <애가, <애는, <애를, 아기, 살짜리, 개월, 학교, 담임, 숙제, 학원, 입학, 재우,
            베이비시터, 시터, 어린, 꼬마, 육아휴직, 살인데, 살이야, <애들>, <애기, 첫째, 둘째,
            막내, 백일, 사춘기, 수학여행, 돌 지, 우유병
        """),
    ),
}

BELIEF: Final = {
    "en": Terms(
        strong=words("""
            church, mosque, synagogue, gurdwara, muslim, christian*, catholic*, protestant, jewish,
            judaism, hindu*, buddhis*, sikh*, mormon, jehovah's, atheis*, agnostic, ramadan, eid>,
            iftar, hajj, bible, quran, koran, torah, hijab, kosher, halal, rosary, baptis*,
            baptiz*, christening, bar mitzvah, bat mitzvah, my faith, our faith, lost my faith,
            converted to, believe in god, god exists, religio*, sunday mass, midnight mass,
            holy communion, bible study, prayer, sabbath, shabbat, yom kippur, passover, imam,
            rabbi, priest, pastor, vicar, meditation retreat, scientolog*, pagan, islam, islamic,
            church service, for lent, during lent, go to mass, went to mass, at mass,
            going to mass, umrah, believing in god, believe in jesus, hanukkah, born again,
            deconvert*, to confession, i pray, we pray, pray five, pray to, pray every,
            praying for, secular jew, holy water, communion, monastery, nun, zen buddh*,
            temple every, sunday school, quaker, evangelical, ex mormon
        """),
        weak=words("""
            faith, god>, pray, temple, worship, spiritual*, holy, mass, service, fasting, fast,
            sermon, choir, easter, belief, confession, jesus, christ, diwali, sunday, fridays, cult
        """),
    ),
    "ja": Terms(
        strong=words("""
            宗教, 信仰, 信者, 入信, 改宗, 教会, 礼拝, ミサに, 聖書, 洗礼, クリスチャン, キリスト教,
            カトリック, プロテスタント, イスラム, ムスリム, モスク, ラマダン, ハラール, ハラル,
            断食月, コーラン, ユダヤ教, ヒンドゥー, 仏教徒, 仏教を, 浄土真宗, 曹洞宗, 日蓮宗,
            真言宗, 創価学会, 学会員, 幸福の科学, 統一教会, 旧統一教会, エホバ, 天理教, 神道, 檀家,
            布教, 勧誘され, 新興宗教, カルト, 牧師, 神父, 無宗教, 無神論, お題目, 宗派, 宗教二世,
            宗教2世, 祈りを, お祈りし, 座禅会, お布施, 讃美歌, 賛美歌, 司祭, 教祖, 御本尊, 折伏,
            神を信じ, 神様を信じ, 仏様, 聖書の, 断食, お祓い, 数珠, 教徒
        """),
        weak=words("""
            お寺, 神社, 神様, お経, お祈り, 念仏, 集会, 教え, 信じて, 信じる, 仏壇, 修行, 入会,
            法事, 日曜, お盆
        """),
    ),
    "ko": Terms(
        strong=words("""
            종교, 신앙, 교회, 성당, 예배, 성경, 세례, 기독교, 개신교, 천주교, 가톨릭, 카톨릭, 불교,
            법회, 절에 다, 절에 다녀, 절에 가서 기도, 108배, 이슬람, 무슬림, 모스크, 라마단, 할랄,
            코란, 유대교, 힌두교, 원불교, 신천지, 여호와의 증인, 통일교, 무신론, 개종, 목사님,
            목사가, 신부님, 수녀님, 집사님, 권사님, 장로님, 새벽기도, 기도원, 십일조, 헌금, 묵주,
            믿음이, 사이비, 이단, 하나님, 하느님, 부처님, 구역예배, 청년부, 주일학교, <전도,
            <무교>, <미사>, <불자>, <스님>, <기도했, <기도해, <기도하, 찬송, 교인, 절에 같이,
            절에 가, 석가, 등 달았, 예수, 교리, 사순절, 신도, 큐티, 순모임, 독실한
        """),
        weak=words("""
            믿음, <절>에, 사찰, 신자, 찬양, 성가대, 주일, 점집, 무당, 굿을, 믿어, 믿는, <기도,
            부활절
        """),
    ),
}

POLITICS: Final = {
    "en": Terms(
        strong=words("""
            i voted, voted for, voting for, vote for, going to vote, voted against, who to vote,
            my vote, labour party, conservative party, tory, tories, lib dem, green party,
            reform uk, republican party, democratic party, republicans, democrats, a republican,
            a democrat, a socialist, communis*, marxis*, left wing, right wing, far right,
            far left, leftist, liberal party, trump, biden, brexit, remainer, party member*,
            joined the party, political view*, political belief*, my politics, politics,
            protest march, went to the protest, at the protest, canvass*, campaigning for,
            trade union, union member*, union rep, joined the union, the union, on strike,
            picket line, petition against, activis*, election, referendum, polling station,
            by election, pro choice, pro life, antifa, anarchis*, feminis*, voting labour,
            voting conservative, voting green, voting republican, voting democrat, voting tory,
            voting reform, vote labour, vote green, vote tory, vote conservative, vote republican,
            vote democrat, ballot, starmer, obama, kamala, maga>, farage, corbyn, gun control,
            abortion, death penalty, pro palestine, pro israel, immigration, voted reform,
            voted labour, voted tory, voted green, voted conservative, voted republican,
            voted democrat, voted leave, voted remain, voted trump, voted biden, libertarian,
            socialist, right winger, left winger, swing voter, political
        """),
        weak=words("""
            vote, government, prime minister, president, party, protest, strike, union, parliament,
            senator, mp>, policy, campaign, conservative, liberal, labour, petition, march, rally,
            minister, candidate, gaza, palestin*, israel*, ukraine, immigrant, government's,
            tax cuts, reform
        """),
    ),
    "ja": Terms(
        strong=words("""
            選挙, 投票し, 投票に, 投票先, 投票日, 期日前投票, 自民党, 立憲民主, 立民, 公明党,
            共産党, 維新の会, 日本維新, 国民民主, れいわ新選組, れいわに, 参政党, 社民党, 保守派,
            右翼, 左翼, リベラル派, 右派, 左派, 支持政党, 支持してる党, 政党, 政権交代, 党員,
            後援会, 政治, 改憲, 護憲, 憲法改正, デモに, デモ行進, 反原発, 労働組合, 労組, 組合員,
            組合に, ストライキ, 街頭演説, 総裁選, 都知事選, 参院選, 衆院選, 市議, 署名活動,
            原発反対, 維新に入れ, 維新に投票, 維新を, 自民に, 自民を, 立憲に, 立憲を, 一票入れ,
            ネトウヨ, パヨク, 極右, 極左, 内閣, 与党に, 野党に, 支持して, 増税反対, 入管, 反戦,
            右寄り, 左寄り, 保守的な政
        """),
        weak=words("""
            投票, 首相, 総理, 政府, 国会, 議員, 候補者, 政策, 支持, 与党, 野党, デモ, 組合, 署名,
            演説, 知事, 政権, 増税
        """),
    ),
    "ko": Terms(
        strong=words("""
            정치, 선거, 총선, 지방선거, 사전투표, 투표했, 투표하, 투표할, 투표소, 민주당, 국민의힘,
            국힘, 정의당, 진보당, 조국혁신당, 개혁신당, 더불어민주, 새누리, 진보 성향, 보수 성향,
            진보 쪽, 보수 쪽, 좌파, 우파, 좌빨, 극우, 수꼴, 보수 꼴통, 촛불집회, 촛불 집회,
            태극기 집회, 탄핵, 당원, 지지하는 당, 지지 정당, 후보를 지지, 대통령을 지지, 정권,
            윤석열, 이재명, 노조, 노동조합, 민노총, 민주노총, 한국노총, 파업, 시위에, 시위 나,
            시위 갔, 페미니스트, 페미니즘, 공산주의, 사회주의, <대선>, <여당>, <야당>, 누구 뽑,
            지지자, 계엄, 빨갱이, 일베, 내란, 집회 갔, 집회에, 정당, 우익, 좌익, 시국선언
        """),
        weak=words("""
            투표, 대통령, 국회, 의원, 후보, 지지, 정책, 집회, 시위, 정부, 보수, 진보, 서명, 광화문,
            뽑았
        """),
    ),
}

SEXUALITY: Final = {
    "en": Terms(
        strong=words("""
            gay>, gays>, lesbian, bisexual*, homosexual*, heterosexual*, pansexual, asexual,
            transgender, trans woman, trans man, non binary, nonbinary, queer, lgbt*,
            sexual orientation, sexuality, came out to, come out to, coming out to, come out as,
            came out as, out to my parents, gender identity, hormone therapy, hrt>,
            one night stand, had sex, having sex, sex life, sex with, sexual, slept with,
            sleeping with, hooked up, hook up with, libido, erectile, porn*, kink*, bdsm>, condom,
            grindr, tinder hookup, affair with, cheated on, same sex, is bi>, i'm bi>, am bi>,
            being bi>, as bi>, slept together, sleep together, sleeping together, horny, orgasm*,
            virginity, threesome, polyam*, open relationship, nudes, sexting, onlyfans, fwb>,
            friends with benefits, in bed with, i'm gay, i'm trans, straight guy, closeted,
            in the closet, top surgery, hookup, went down on, turned on by, viagra, my sexuality
        """),
        weak=words("""
            sex, bi>, trans>, closet, pride, affair, cheat, intimate, boyfriend's, his husband,
            her wife, crush, pronouns, transition
        """),
    ),
    "ja": Terms(
        strong=words("""
            ゲイ, <レズビアン, レズなん, レズだ, バイセクシュアル, バイセクシャル, 同性愛,
            同性が好き, 同性パートナー, 同性婚, 異性愛, トランスジェンダー, ノンバイナリー,
            アセクシャル, アセクシュアル, lgbt, 性的指向, 性自認, 性同一性, カミングアウト,
            女の子が好きなん, 男が好きなん, 性別適合, ホルモン治療, 性転換, セックス, エッチし,
            エッチが, 性行為, 性生活, 夜の営み, セックスレス, レスなん, 性欲, 勃起, ワンナイト,
            セフレ, 体の関係, 身体の関係, 不倫, 浮気し, 浮気され, 浮気が, コンドーム, 性病, 風俗に,
            風俗行, アダルト動画, av見, 年レス, 月レス, 童貞, 処女, 自慰, ポリアモリー, パパ活,
            性癖, 性感染症, クラミジア, 梅毒, 彼氏も彼女も, 女性が好き, 男性が好き, 女が好き,
            恋愛対象が, 恋愛対象は, ラブホ, ムラムラ
        """),
        weak=words("""
            浮気, エッチ, 恋愛対象, 同性, 性別, セクシュアリティ, 彼氏がいること, 下ネタ, 抱かれ,
            寝た
        """),
    ),
    "ko": Terms(
        strong=words("""
            레즈비언, <레즈, 양성애, 동성애, 이성애, 동성을 좋아, 동성 친구를 사랑, 동성 연인,
            동성 결혼, 동성혼, 트랜스젠더, 논바이너리, 무성애, 퀴어, lgbt, 성적 지향, 성지향,
            성정체성, 성 정체성, 커밍아웃, 아웃팅, 남자를 좋아하는 남자, 여자를 좋아하는 여자,
            성전환, 호르몬 치료, 섹스, 성관계, 성생활, 부부관계, 잠자리를, 잠자리 안, 원나잇, 성욕,
            섹스리스, 섹파, 파트너랑 잤, 잤어 걔랑, 같이 잤, 바람피, 바람 피, 바람났, 바람난, 불륜,
            콘돔, 성병, 몸 섞, <게이>, <발기>, <외도>, <야동>, <자위>, 첫경험, 첫 경험, 조건만남,
            매독, 에이즈, 바람나, 바람을 피, 여자 좋아하는 여자, 남자 좋아하는 남자, 러브호텔,
            성 경험, 성경험
        """),
        weak=words("동성, 성별, 키스, 바람, 잤어, 잤대, 모텔, 관계를, 야한, 스킨십"),
    ),
}

BIOMETRICS: Final = {
    "en": Terms(
        strong=words("""
            fingerprint, thumbprint, face id, faceid, touch id, touchid, facial recognition,
            face recognition, face scan, iris scan, retina scan, retinal scan, voiceprint,
            voice recognition login, biometric*, palm scan, palm vein, dna test, dna sample,
            dna results, 23andme, ancestry dna, genetic test, gene test, genome, gait recognition,
            face unlock, blood type, voice id, voice recognition, scans your palm, scans my face,
            scan my face, my face to unlock, retina
        """),
        weak=words("dna>, gene, iris, unlock, scan, scanner, genetic, palm"),
    ),
    "ja": Terms(
        strong=words("""
            指紋, 顔認証, 虹彩, 静脈認証, 生体認証, 生体情報, 声紋, 網膜, 掌紋, face id, faceid,
            touch id, 遺伝子検査, dna検査, dna鑑定, 遺伝子解析, ゲノム, 血液型, バイオメトリ,
            声認証, 音声認証, 手のひら認証, dna検
        """),
        weak=words("遺伝子, dna, 認証, 手のひら, スキャン"),
    ),
    "ko": Terms(
        strong=words("""
            안면인식, 안면 인식, 얼굴인식, 얼굴 인식, 홍채, 정맥 인증, 정맥인증, 생체인증,
            생체 인증, 생체정보, 생체 정보, 생체인식, 성문 인식, 망막, 페이스아이디, 페이스 아이디,
            face id, faceid, touch id, 유전자 검사, 유전자검사, dna 검사, dna검사, 친자확인,
            친자 확인, 혈액형, <지문
        """),
        weak=words("유전자, dna, 인증, 스캔, 손바닥"),
    ),
}

WORKPLACE: Final = {
    "en": Terms(
        strong=words("""
            layoff, laid off, lay off, laying off, got fired, getting fired, been fired, fire him,
            fire her, sacked, being let go, restructur*, reorg, reorgani*, downsiz*, hiring freeze,
            headcount, performance review, performance improvement plan, appraisal, disciplinary,
            grievance, hr meeting, hr said, hr told, told hr, human resources, demot*, resign*,
            handed in my notice, hand in my notice, handing in my notice, my notice period,
            notice period, quit my job, quitting my job, leaving the company, leave the company,
            job offer, counter offer, job interview, headhunt*, recruiter, new job, secondment,
            unreleased, unannounced, not announced, before the announcement, under nda, nda>,
            confidential*, trade secret, internal only, internal memo, company secret,
            source code leak, merger, acquisition, acquired by, acquire us, takeover, ipo>,
            due diligence, quarterly numbers, client contract, lost the client, big client,
            lawsuit against us, whistleblow*, harass*, bullied at work, toxic boss, product launch,
            launch date, project codename, codename, board meeting, keep it quiet at work,
            probation, got promoted, got a promotion, my promotion, up for promotion, was let go,
            been let go, got let go, get let go, being transferred, got transferred,
            transferred to the, relocated to, relocating to, redundancy, redundancies,
            made redundant, making redundant, hr called, hr complaint, written warning,
            verbal warning, gross misconduct, tribunal, office is closing, closing the office,
            term sheet, fundraising round, salary band, not public yet, isn't public yet,
            off the record, embargo*, haven't announced, before it's announced,
            nobody at work knows, at work knows, announcement monday, tell no one, not public,
            keep it quiet, being bought by, be bought by, getting acquired, under investigation,
            new starter, on the list of cuts, poach*, competitor offered, offer letter,
            references for the job, work visa, gardening leave, unfair dismissal, dismissed from,
            my contract ends, contract isn't being renewed, won't renew my contract
        """),
        weak=words("""
            boss, manager, hr>, office, colleague, coworker, company, client, project, contract,
            team, meeting, deadline, fired, cut, cutting, launch, prototype, internal, secret,
            board, staff, shift, branch, department, budget, leak, announce*, tell anyone, quit,
            interview, offer, promotion, promoted, let go, firing, my boss, ceo>, roadmap,
            transferred, relocat*, complaint, division, made public, runway, pitch, coworkers,
            layoffs, redundan*, at work, competitor, in legal, in accounting, bought by, job,
            career, salary
        """),
    ),
    "ja": Terms(
        strong=words("""
            転勤, 異動, 人事評価, 査定, 昇進, 昇格, 降格, 左遷, 出向, 内示, 辞令, 退職, 転職, 内定,
            リストラ, 解雇, クビ, 首になっ, 早期退職, 希望退職, 人員削減, 雇い止め, 契約打ち切り,
            退職届, 辞表, 会社を辞め, 会社辞め, 仕事を辞め, 仕事辞め, パワハラ, セクハラ, 懲戒,
            社外秘, 極秘, 機密, 守秘義務, 秘密保持, 未発表, 未公開, 情報解禁, リリース前, 発売前,
            発表前, 社内限, 内部資料, 買収, 合併, 上場, 決算, 売上目標, 顧客情報, 新製品,
            新プロジェクト, 新規事業, 経営会議, 役員会, 取締役, 不祥事, 内部告発, 情報漏洩,
            組織再編, 部署が, 試用期間, 休職中, nda>, ipo>, 業績悪化, 業績不振, <人事, 配置換え,
            始末書, 労基, サビ残, ブラック企業, 倒産, オフレコ, 口外, 他言無用, 公表前, 解禁前,
            面接を受け, 面接受け, 引き抜き, 契約更新され, 更新されな, 契約を切, 派遣切り, 店を畳,
            店をたた, 内部情報, 情報が漏れ, 部下が, 部署がなく, 部署、来年, 出世, 残業が, 過労,
            新作の情報
        """),
        weak=words("""
            会社, 社内, 社長, 部長, 課長, 部署, 同僚, 後輩, 職場, 案件, プロジェクト, 契約, 発表,
            企画, 会議, 納期, 支社, 本社, 内緒, まだ誰にも, 面接, 社員, 売上, 削減, 上司, 面談,
            取引先, クライアント, 業績, 後任, 引き継ぎ, 辞める, 辞めたい, ここだけの話, 起業, 独立
        """),
    ),
    "ko": Terms(
        strong=words("""
            인사 발령, 인사발령, 인사이동, 인사 이동, 인사팀, 인사 평가, 인사평가, 인사고과, 전근,
            발령, 부서 이동, 부서이동, 승진, 강등, 좌천, 파견, 구조조정, 정리해고, 희망퇴직,
            명예퇴직, 권고사직, 명퇴, 잘렸, 잘릴, 잘린, 감원, 인원 감축, 인력 감축, 퇴사, 사직서,
            사표, 이직, 최종 합격, 헤드헌터, 오퍼 받, 징계, 갑질, 직장 내 괴롭힘, 성희롱,
            사내 비밀, 대외비, 기밀, 극비, 비밀유지, 미공개, 미발표, 출시 전, 공개 전, 발표 전,
            출시 예정, 엠바고, 내부 자료, 내부자료, 인수합병, 인수 합병, 매각, 실적이, 실적 발표,
            매출, 거래처, 고객사, 신제품, 신규 프로젝트, 임원 회의, 임원회의, 이사회, 경영진, 유출,
            내부고발, 조직 개편, 조직개편, 수습 기간, 수습기간, 인턴 전환, 연봉 협상, 연봉협상,
            <고과, 합병>, <입사, <상장>, nda>, ipo>, <해고>, 해고되, 해고당, 해고됐, 해고 통, 부도,
            폐업, 노동청, 입찰, 수주, 내부 고발, 팀 해체, 공식 발표 전, 회사가 팔, 스카우트,
            계약 연장 안, 계약 만료, 재계약 안, 회사 그만두, 회사 그만둘, 회사 때려, 경쟁사,
            회사 망, 투자 유치, 시리즈 a, 지방 발령, 승진 누락, 왕따, 따돌림, 정년퇴직, 퇴직당,
            퇴직하, 퇴직했
        """),
        weak=words("""
            회사, 사내, 팀장, 부장, 과장, 대표, 부서, 동료, 후배, 직장, 업무, 프로젝트, 계약, 발표,
            회의, 마감, 지사, 본사, 비밀, 아직 아무, 면접, 직원, 출시, 감축, 인사, 사장, <상사>,
            클라이언트, 비공개, 그만두, 그만둘, 때려치
        """),
    ),
}

LEXICON: Final[Mapping[CategoryName, Mapping[str, Terms]]] = {
    CategoryName.FINANCE: FINANCE,
    CategoryName.HEALTH: HEALTH,
    CategoryName.LOCATION: LOCATION,
    CategoryName.MINORS: MINORS,
    CategoryName.BELIEF: BELIEF,
    CategoryName.POLITICS: POLITICS,
    CategoryName.SEXUALITY: SEXUALITY,
    CategoryName.BIOMETRICS: BIOMETRICS,
    CategoryName.WORKPLACE: WORKPLACE,
}
