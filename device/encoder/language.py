"""The languages of a text, by its scripts and, for Latin letters, by its small words.

Kana means Japanese and Hangul Korean. Han alone is decided by characters that only one side writes (図 is
Japanese, 图 Chinese), then by the person's locale: 花火大会 tells nothing by itself. Latin text is scored by
function words, common words, letters and word endings; the languages that are only watched (Italian,
Indonesian, ...) keep their text from being taken for one of ours.

What this does NOT do: split one Latin text into two Latin languages, or read romanised Japanese or Korean.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from device.encoder.language_words import COMMON_ENGLISH, ENDINGS, FUNCTION_WORDS, LETTERS
from policy.labelling.fold import fold

UNSURE: Final = "und"
_LATIN_LANGUAGES: Final = ("en", "de", "fr", "es")

# A second language is named from this share of the letters on, or from three words of it.
_MINOR_SHARE: Final = 0.2
_MINOR_WORDS: Final = 3
# A syllable block or an ideograph says about as much as two Latin letters.
_CJK_WEIGHT: Final = 2

_NOT_WORDS: Final = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#][A-Za-z0-9_]+|:[a-z_]+:|`[^`]*`", re.IGNORECASE
)
_KANA: Final = re.compile("[ぁ-ゖァ-ヺー]+")
_HANGUL: Final = re.compile("[가-힣ㄱ-ㆎ]+")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff々]+")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]+(?:'[A-Za-z\u00c0-\u024f]+)*")
_OTHER_LETTERS: Final = re.compile("[\u0370-\u1fff\ua000-\uabff]+")

# Characters as Japan writes them since 1946, and characters made in Japan.
_ONLY_JAPANESE: Final = frozenset(
    "亜悪圧囲医壱稲飲営栄衛駅円塩応欧殴桜奥横温穏仮価画会絵壊懐拡殻覚学岳楽渇缶巻陥勧寛漢関歓観"
    "気帰亀偽戯犠旧拠挙虚峡挟狭郷響暁勤謹区駆勲薫径茎恵掲渓経蛍軽継鶏芸撃県倹剣険圏検献権顕験厳"
    "広効恒黄鉱号国黒穀砕済斎剤雑参桟蚕惨賛残糸歯児辞湿実写釈寿収従渋獣縦粛処緒諸叙将称渉焼証奨"
    "条状乗浄剰畳壌嬢譲醸触嘱神真寝慎尽図粋酔随髄枢数瀬声斉静窃摂専浅戦践銭潜繊禅双壮争荘捜挿巣"
    "曽痩装総騒増蔵贈臓属続堕対帯滞滝択沢担単団断弾遅昼虫鋳庁徴聴勅鎮塚逓鉄点転伝灯当党盗稲闘徳"
    "独読届縄弐悩脳覇拝廃売麦発髪抜繁蛮秘浜瓶払仏並変辺弁歩宝豊訪没翻毎万満黙訳薬与予余誉揺様謡"
    "来頼覧竜虜両猟緑塁類礼励戻霊齢隷恋炉労楼湾働込峠畑辻枠栃匂枕咲"
) - frozenset("会号国学声点断当来万与余麦党虫灯独昼変担数条状宝号写双争将礼励炉楼湾区医営旧処辞")
_ONLY_CHINESE: Final = frozenset(
    "们这个来时说对没为过还后给让吗呢吧啊谁哪么几岁钱买卖东车书见觉认识话语请谢问题间门开关进远"
    "边动长张场块样种经济现实头发电脑网机飞饭馆饮汤鸡鱼鸟马龙风云应该愿意妈爸爷奶孩儿亲爱师员级"
    "课业习练试验写读听讲论医药疗术护苏刘陈赵黄吴孙杨郑叶卢韩邓许谭华历战争党产农严丽义乐专丰临"
    "举乌乡从仅仪优伟传伤伦价众伞体佣侠侣侦侧侨俩债倾兰兴养内冈册军决况冻净减凤凭凯击凿刚创别制"
    "剂剑剧劝办务劳势勋汇区协单卖卫厂厅厉压厌厕县叁双变叙叹吓吕吗启呜咏响哑哗唤啰喷嘱团园围图圆"
    "圣坏坚坛垒够夺奋奖妇娱学宁宝审宪宫宽宾对寻导寿将尔尘尝层属岗岛岭帅师帐帮带干并广庄庆库庙废"
    "录强当彻径忆忧怀态总恋恶恼悬惊惧惨惯愤懒戏户扑执扩扫扬扰抚抛护报担拟拥择挂挡挥损换据掷搅摄摆"
    "摇敌数断无显晓晕暂权条极构枪柜树桥检楼横欢欧歼残气汉沟泪泽洁浅测浓涛润涨温湾湿满滚滤灭灯灵灾"
    "炉点炼烂热焕爷牵牺状犹独狭狮猎猪猫环玛玩电画畅疯痴盐监盖盘眯着矿码确础碍礼祸离种积称稳穷窃竞笔"
    "筑签简纠红纤约纪纯纳纲纸纺线组细织终绍经结绕绘绝统继绩绪续维绿缓编缘缩网罗罚职联聪肃肠肤肿胜胶"
    "脉脏脸腊臭舰节芦苍范茧荐荣药莱获营萧蓝虑虽蚀蚕蚁蛮补衬袭装见观规视览触誉计订认讨训议讯记许设访"
    "证评诉词译试诗诚话询该详语误诱说请诸读谁调谈谊谋谎谐谓谜谢谣谦谨谱豆贝负财责败账货质贩贪贫购贯"
    "贴贵贷贸费贺贼资赏赔赖赚赛赞赢赶趋跃践踪轨转轮软轰轻载较辅辆输辑边达迁过迈运还进远违连迟适选逊"
    "递逻遗邮邻郁酱释里鉴针钉钓钟钢钥钩铁铃铜银链销锁锅错锦键镇镜门闪闭问闯闲间闷闹闻阅队阳阴阵阶际"
    "陆陈险随隐难雾韵页顶项顺须顾顿颁预领频颗题颜额风飘饥饰饱饼馆驰驱驳驴驶驻驾骂骄验骑骗鲁鲜鸣鸭鸿"
    "麦黄齐齿龄龟您她哦咱啥嘛哎挺俺甭很怎哪吃喝睡找"
)
_SHARED: Final = _ONLY_JAPANESE & _ONLY_CHINESE
# Post-war Japan and the mainland simplified many characters alike: 国, 学, 会.
_JAPANESE_HAN: Final = _ONLY_JAPANESE - _SHARED
_CHINESE_HAN: Final = _ONLY_CHINESE - _SHARED - frozenset(
    "内册写区并干庄录当径恋恶惨戏户担据数断条横欧残温湾湿満満点灯炉状独狭猫玩画痴盗眯着礼窃称"
    "経続総脉臭触誉豆践随険静黄麦黒双対属帯帰聴声変団囲図医圏円壮売寿将専尽来時書見車東馬風雲愛"
    "電開門間問語話買売飯鳥魚長張場様種現実頭発気体会学国乗万与両並台号旧虫蛮昼党吃喝睡找里制"
    "强宫别单很冈军协决岛帐广带弹户据损换检极构枪树桥楼毕气汉浅测温满灭灵热爷环电疗"
    "丰乡仅从优伟众伤儿云亲产义乐专争临举书习买马飞饭鱼鸟黄龙龟齐齿"
) | frozenset(
    "们这吗呢吧啊哪么您她哦咱啥嘛哎俺甭怎爸爷奶孩很吃喝睡找"
    "书习买马飞饭鱼鸟龙龟齐齿丰乡仅从优伟众伤儿云亲产义乐专临举军协决岛广带弹损换检极构枪树桥"
    "汉测满灭灵热环电疗强别单气爷"
) - frozenset("弹")


def _prior(locale: str | None) -> str:
    return (locale or "").replace("_", "-").split("-")[0].lower()
