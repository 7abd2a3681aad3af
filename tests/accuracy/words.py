"""Word lists of the corpus, chosen here and not taken from the lists that the detectors use."""

from typing import Final

FAMILY: Final = "赵钱孙周郑冯陈褚卫蒋韩杨秦许何张曹严华金魏陶姜戚谢邹苏潘葛范彭鲁韦马方俞任袁柳史唐薛雷贺倪汤罗毕郝安常乐于傅齐康伍余顾孟黄萧尹姚邵汪祁毛贝明戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡霍万卢莫经房丁邓石崔龚程陆翁段侯叶黎白蒲向易廖耿关荣蒙"
COMPOUND: Final = ("欧阳", "司马", "上官", "诸葛", "慕容", "令狐", "皇甫", "尉迟")
GIVEN_ONE: Final = "磊洋勇艳娜敏军霞玲斌帆瑾琦昊宁璐朔钰骁茜岚薇"
_PAIRS: Final = (
    "承泽雅琴伟强秋月俊驰梦洁国栋翠萍鸿飞晓彤振华素芬启航佩玲绍辉若兰光耀婉清学军采薇"
    "仲文凤英天佑碧云耀东美玲泽楷诗涵福生雪梅立群冰洁柏林巧云少华含笑德胜亚男兴邦玉洁"
)
GIVEN_TWO: Final = tuple(_PAIRS[at : at + 2] for at in range(0, len(_PAIRS), 2))
PROVINCES: Final = (
    ("河北省石家庄市", "130102", "长安区"),
    ("辽宁省大连市", "210202", "中山区"),
    ("安徽省合肥市", "340103", "庐阳区"),
    ("福建省福州市", "350102", "鼓楼区"),
    ("江西省南昌市", "360102", "东湖区"),
    ("河南省郑州市", "410102", "中原区"),
    ("云南省昆明市", "530102", "五华区"),
    ("黑龙江省哈尔滨市", "230102", "道里区"),
    ("重庆市", "500103", "渝中区"),
    ("天津市", "120101", "和平区"),
)
STREETS: Final = (
    "云杉路",
    "槐荫大街",
    "青禾巷",
    "望江东路",
    "福田北街",
    "临溪路",
    "锦屏大道",
    "石桥铺正街",
    "月牙胡同",
    "兴业二路",
)
ESTATES: Final = ("翠湖花园", "阳光里小区", "金桂苑", "锦绣华庭", "和谐家园", "滨河新村")
COMPANY_HEADS: Final = ("禾润", "启帆", "远翔", "博睿", "天麓", "金穗", "蓝鲸", "云启", "众联", "恒达")
COMPANY_KINDS: Final = ("科技有限公司", "物流有限公司", "餐饮管理有限公司", "建材股份有限公司", "医疗器械有限公司")
MAIL_DOMAINS: Final = ("henrun-tech.cn", "qifanpost.com", "yx-mail.com.cn", "bluewhale-logistics.com", "tianlu.org.cn")
ENGLISH_FIRST: Final = ("Oliver", "Hannah", "Marcus", "Priya", "Elena", "Tobias", "Grace", "Nathan")
ENGLISH_LAST: Final = ("Whitfield", "Okafor", "Lindqvist", "Moreau", "Castellano", "Hargreaves", "Novak", "Tanaka")

CLEAN_CHINESE: Final = (
    "本季度的重点是提升仓库周转效率，减少退货造成的损耗。",
    "请各部门在周五下班前提交预算草案，逾期将影响审批进度。",
    "系统将于今晚进行例行维护，期间可能出现短暂的访问中断。",
    "新品试吃活动反响良好，建议下月在更多门店铺开。",
    "会议决定将培训改为线上进行，资料会提前两天发出。",
    "雨季将至，请检查库房的排水设施和防潮垫。",
    "图书角新到一批散文集，欢迎大家借阅，记得登记归还日期。",
    "高温天气请注意防暑，食堂中午供应绿豆汤。",
    "该模块的重构已经完成，代码评审通过后合入主干。",
    "黄山的云海和迎客松吸引了许多摄影爱好者。",
    "白酒和红酒的税率不同，开票时请选对商品编码。",
    "周末的马拉松路线途经滨江公园，部分道路临时管制。",
)
CLEAN_ENGLISH: Final = (
    "The build passed after the cache was cleared and the workers restarted.",
    "Please review the draft before the meeting and leave comments inline.",
    "Throughput improved by a third once batching was enabled.",
    "The warehouse reported no damage after the storm.",
    "Remember to rotate the plants near the window every other week.",
)
PLACE_SENTENCES: Final = (
    "四川省成都市今年新增绿道三百公里，沿线配套驿站同步开放。",
    "从南京到合肥的高铁只要一个小时，周末出行十分方便。",
    "浦东新区与临港新片区签署合作备忘录，推进产业协同。",
    "长江中下游地区未来三天有中到大雨，局地暴雨。",
    "昆明的花卉市场每天凌晨就开始交易。",
)
BRAND_SENTENCES: Final = (
    "王府井百货的春季促销本周开始，满减力度不小。",
    "这双李宁跑鞋穿着很轻，适合短途训练。",
    "张江高科的园区食堂换了承包商，口味有改进。",
    "马应龙的产品线今年扩展到眼部护理。",
    "同事推荐了老干妈和王老吉，说聚餐必备。",
    "于是大家决定改期，高铁票也改签到周一。",
    "金融街和陆家嘴的写字楼租金继续走低。",
    "任何人不得擅自进入机房，请严格遵守门禁规定。",
)
