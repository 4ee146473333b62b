"""The words of the made-up publishers: sectors with their indicators, names of places, sentences of reports.

What belongs here: vocabulary. What does not: figures and draws.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# The places of an indicator within a programme, in the order of the form.
EXECUTION, MAIN, SECOND, QUALITY, TIMELY, COST, BENEFIT, COVERAGE, QUALITATIVE, SATISFACTION, WIDER = range(11)
SLOTS = 11
LEVELS = [
    ("预算执行", "预算执行"), ("产出指标", "数量指标"), ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"),
    ("产出指标", "成本指标"), ("效益指标", "社会效益指标"), ("效益指标", "社会效益指标"), ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标"),
    ("效益指标", "社会效益指标"),
]  # fmt: skip
# Without and with a benefit that is stated under two calibers.
WEIGHTS = [10, 15, 10, 10, 5, 10, 15, 10, 5, 10, 0]
WEIGHTS_TWO_CALIBERS = [10, 15, 10, 10, 5, 10, 10, 10, 5, 10, 5]
COUNTS = (MAIN, SECOND, BENEFIT, WIDER)
SHARES = (QUALITY, TIMELY, COVERAGE, SATISFACTION)


@dataclass(frozen=True)
class Sector:
    """One kind of programme: what it counts, what a piece of it costs, and what else is known about it."""

    name: str
    item: tuple[str, str]
    main: tuple[str, str]
    second: tuple[str, str, float]
    benefit: tuple[str, str, float]
    quality: str
    timely: str
    coverage: str
    base: float
    unit_cost: float
    has_wider: bool = False
    has_capacity: bool = False
    registers: tuple[int, ...] = ()
    norms: tuple[int, ...] = field(default=())


SECTORS = [
    Sector("义务教育保障", ("20502", "普通教育"), ("资助学生人数", "人次"), ("教师培训场次", "场", 0.08), ("受益家庭户数", "户", 0.7),
           "资助对象审核合格率", "补助按时发放率", "适龄儿童入学保障率", 1400, 900, has_wider=True, registers=(MAIN, SATISFACTION), norms=(TIMELY,)),
    Sector("城乡社会救助", ("20801", "人力资源和社会保障管理事务"), ("救助服务人次", "人次"), ("入户核查户数", "户", 0.45), ("受助对象人数", "人", 0.8),
           "救助对象认定准确率", "救助金及时到账率", "困难群众覆盖率", 2600, 420, registers=(MAIN, BENEFIT)),
    Sector("基层卫生服务", ("21003", "基层医疗卫生机构"), ("门诊服务人次", "人次"), ("健康档案更新份数", "份", 0.6), ("慢病管理人数", "人", 0.2),
           "诊疗规范合格率", "传染病按时报告率", "家庭医生签约覆盖率", 5200, 160, has_wider=True, has_capacity=True, registers=(MAIN, SECOND), norms=(TIMELY,)),
    Sector("污水治理", ("21103", "污染防治"), ("污水处理量", "百吨"), ("管网巡查公里数", "公里", 0.12), ("受益居民人数", "人", 1.3),
           "出水水质达标率", "设施按时检修率", "生活污水收集率", 3300, 240, has_capacity=True, registers=(MAIN,), norms=(QUALITY,)),
    Sector("城乡环境整治", ("21203", "城乡社区公共设施"), ("垃圾清运车次", "车次"), ("整治点位个数", "个", 0.15), ("受益居民户数", "户", 0.9),
           "整治验收合格率", "清运及时率", "生活垃圾分类覆盖率", 2100, 310, has_wider=True, has_capacity=True, registers=(BENEFIT,)),
    Sector("高标准农田", ("21301", "农业农村"), ("建成农田面积", "亩"), ("灌溉渠道长度", "百米", 0.2), ("带动农户户数", "户", 0.35),
           "工程验收合格率", "工程按期完工率", "农田灌溉保证率", 1200, 1500, registers=(MAIN, SECOND), norms=(QUALITY,)),
    Sector("农村公路养护", ("21401", "公路水路运输"), ("养护里程", "百米"), ("修补路面面积", "平方米", 1.6), ("受益村民人数", "人", 1.1),
           "养护质量合格率", "养护按时完成率", "通村公路养护覆盖率", 900, 1900, has_wider=True, registers=(BENEFIT, SATISFACTION)),
    Sector("公共文化服务", ("20701", "文化和旅游"), ("文化活动参加人次", "人次"), ("举办活动场次", "场", 0.05), ("服务点借阅册次", "册次", 1.4),
           "场馆开放达标率", "活动按时举办率", "公共文化设施覆盖率", 4100, 95, has_capacity=True, norms=(TIMELY,)),
]  # fmt: skip
REGIONS = [
    ("ZZ-990101", "东汀区"), ("ZZ-990102", "西汀区"), ("ZZ-990103", "南苇县"), ("ZZ-990104", "北苇县"),
    ("ZZ-990105", "湖心岛县"), ("ZZ-990181", "芦川市"), ("ZZ-990100", "临湖市"), ("ZZ-990000", "云泽省"),
]  # fmt: skip
TRANSFERS = [("02", "均衡性转移支付"), ("07", "县级基本财力保障机制奖补资金"), ("26", "农村综合改革转移支付")]
FIRST, LAST, KIND = "青白石桥溪云松竹柳荷金银玉龙凤鹤鹿雁", "湖山坪岭湾塘洲渡桥村堡集营铺", ("镇", "乡", "街道")
BANDS = ("达成年度指标", "部分达成并具有一定效果", "未达成且效果较差")
MISSED = ["受{0}影响，{1}进度滞后，已安排下年补齐", "{1}招标推迟，{0}后恢复实施", "{0}致部分{1}未能开展，已制定整改措施并明确责任人"]
ABOVE = ["{0}带动{1}需求增加，超出年初预计", "上级追加{1}任务，{0}后按新任务组织实施", "年初按保守口径测算{1}，{0}后实际需求较大"]
CAUSES = ["连续降雨", "汛期提前", "人员调整", "设备检修", "政策衔接", "材料涨价", "施工许可延后", "冬季低温", "村级换届", "集中申报"]
WORKS = ["现场施工", "对象核查", "物资采购", "宣传培训", "资料归档", "竣工验收", "入户走访", "设施维护", "名册更新", "质量抽检"]
PROOFS = ["验收单", "发放清册", "签到表", "台账", "银行回单", "监理报告", "问卷汇总", "系统截图"]
WHO = ["项目组", "村级协管员", "第三方监理", "财政所", "业务科室", "驻村工作队", "设施管护员", "志愿服务队", "群众代表", "联席会议"]
WHEN = ["三月上旬", "春耕之前", "五月下旬", "汛期来临前", "入夏以后", "七月中旬", "八月下旬", "秋收期间", "十月初", "十一月中旬", "年底之前", "每季度末"]
DID = ["完成了", "组织了", "复核了", "重新安排了", "逐户落实了", "分批推进了", "按图验收了", "通报了", "整改了", "抽查了", "公示了", "移交了"]
WHAT = [
    "北片三个村的基础设施检修", "南片道路两侧的隐患点排查", "新增受益对象的资格比对", "历史遗留档案的清理补录", "重点对象的上门服务", "老旧设备的更换与调试",
    "河道沿线的保洁责任划分", "季度资金拨付进度的核对", "施工单位的履约评价", "群众反映问题的答复", "跨村线路的衔接方案", "应急备用物资的盘点",
    "集中居住点的服务半径测算", "管护费用的分摊办法", "数据采集终端的校准", "合同尾款的支付条件", "偏远组的接送安排", "年度培训教材的修订",
    "中标单位的进场手续", "结余材料的退库登记",
]  # fmt: skip
RESULT = [
    "效果较上年稳定", "群众知晓度有所提高", "存在个别点位反复", "后续将纳入常态管护",
    "相关台账已归档备查", "发现的三处问题已销号", "费用控制在预算之内", "经验已在片区推广",
]  # fmt: skip
OPENING = "{unit}{year}年{name}项目全年预算{budget}万元，执行{executed}万元。全年完成{main_name}{main}{main_unit}，服务对象满意度{satisfaction}。"
