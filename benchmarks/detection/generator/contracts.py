"""The contracts of the made-up publishers, as a region would write them."""

from __future__ import annotations

from pathlib import Path

PUBLISHERS = {
    "evaluation": """\
id: zz-bench.evaluation
title: {zh: 项目支出绩效自评表, en: Self-evaluation of projects}
publisher: {name: benchmark finance bureau (made up), cadence: yearly}
kind: indicators
region: "ZZ"
score_pack: cn_self_evaluation
unit: {currency: CNY, scale: 10000}
format: {encoding: utf-8, delimiter: ",", numbers: "1,234.56"}
editions:
  - years: [%(years)s]
    files: "evaluation-{year}{version}.csv"
    layout:
      columns:
        {region: 地区编码, organisation_code: 单位编码, organisation_name: 单位名称, programme_code: 项目编码, programme_name: 项目名称,
         level_1: 一级指标, level_2: 二级指标, indicator_name: 三级指标, unit: 计量单位, target: 年度指标值, actual: 实际完成值, weight: 分值, score: 得分,
         budget: 全年预算数, executed: 全年执行数, sample_size: 样本量, maximum: 最大服务能力, denominator: 应服务总数, review_score: 复核得分, grade: 等级,
         explanation: 偏差原因及改进措施, proof: 佐证材料, narrative: 项目总结}
      roles:
        - {where: {level_1: "^总分$"}, role: grand_total, over: above}
""",
    "targets": """\
id: zz-bench.targets
title: {zh: 批复的项目绩效目标, en: Approved performance targets}
publisher: {name: benchmark finance bureau (made up), cadence: yearly}
kind: indicators
region: "ZZ"
format: {encoding: utf-8, delimiter: ",", numbers: "1,234.56"}
editions:
  - years: [%(years)s]
    files: "targets-{year}.csv"
    layout:
      columns:
        {region: 地区编码, organisation_code: 单位编码, organisation_name: 单位名称, programme_code: 项目编码, programme_name: 项目名称,
         level_1: 一级指标, level_2: 二级指标, indicator_name: 三级指标, unit: 计量单位, target: 年度指标值, target_version: 版本, target_date: 批复日期}
""",
    "register": """\
id: zz-register.values
title: {zh: 行业主管部门登记数及第三方调查, en: Registers and surveys}
publisher: {name: benchmark registers (made up), cadence: yearly}
source: {role: yardstick}
kind: indicators
region: "ZZ"
format: {encoding: utf-8, delimiter: ",", numbers: "1,234.56"}
editions:
  - years: [%(years)s]
    files: "register-{year}.csv"
    layout:
      columns:
        {region: 地区编码, organisation_code: 单位编码, organisation_name: 单位名称, programme_code: 项目编码, programme_name: 项目名称,
         indicator_name: 三级指标, unit: 计量单位, actual: 登记数, sample_size: 样本量}
""",
    "outputs": """\
id: zz-bench.outputs
title: {zh: 主要产出分月表, en: Main outputs month by month}
publisher: {name: benchmark finance bureau (made up), cadence: yearly}
kind: indicators
region: "ZZ"
caliber: {period_basis: month}
format: {encoding: utf-8, delimiter: ",", numbers: "1,234.56"}
editions:
  - years: [%(years)s]
    files: "outputs-{year}.csv"
    layout:
      columns:
        {region: 地区编码, organisation_code: 单位编码, organisation_name: 单位名称, programme_code: 项目编码, programme_name: 项目名称,
         indicator_name: 三级指标, unit: 计量单位}
      indicators: [%(months)s]
""",
    "budget": """\
id: zz-bench.budget
title: {zh: 项目预算与决算, en: Budget and execution by programme}
publisher: {name: benchmark finance bureau (made up), cadence: yearly}
kind: expenditure
region: "ZZ"
%(money)s
    files: "budget-{year}.csv"
    layout:
      columns: {%(unit)s, programme_code: 项目编码, programme_name: 项目名称, item_code: 科目编码, item_name: 科目名称}
      amounts:
        - {column: 年初预算数, stage: adopted, recognition: authorised}
        - {column: 预算调整数, measure: change, stage: adjusted, recognition: authorised}
        - {column: 调整预算数, stage: adjusted, recognition: authorised}
        - {column: 决算数, stage: final, recognition: cash_paid}
      roles:
        - {where: {item_name: "^单位合计$"}, role: subtotal, over: above}
""",
    "ledger": """\
id: zz-treasury.ledger
title: {zh: 国库集中支付台账, en: Payments of the treasury}
publisher: {name: benchmark treasury (made up), cadence: yearly}
source: {role: yardstick}
kind: expenditure
region: "ZZ"
%(money)s
    files: "ledger-{year}.csv"
    layout:
      columns: {%(unit)s, programme_code: 项目编码, programme_name: 项目名称, item_code: 科目编码, item_name: 科目名称}
      amounts:
        - {column: 国库支付数, stage: final, recognition: cash_paid}
""",
    "monthly": """\
id: zz-bench.monthly
title: {zh: 项目支出分月累计表, en: Payments since January}
publisher: {name: benchmark finance bureau (made up), cadence: yearly}
kind: expenditure
region: "ZZ"
%(money_months)s
    files: "monthly-{year}.csv"
    layout:
      columns: {%(unit)s, programme_code: 项目编码, programme_name: 项目名称, item_code: 科目编码, item_name: 科目名称}
      amounts:
        - {column: "*月", header_is: month, stage: flash, recognition: cash_paid}
""",
    "calibers": """\
id: zz-bench.calibers
title: {zh: 单位支出本级与全辖, en: Expenditure of units under two calibers}
publisher: {name: benchmark finance bureau (made up), cadence: yearly}
kind: expenditure
region: "ZZ"
%(money)s
    files: "calibers-{year}.csv"
    layout:
      columns: {%(unit)s}
      amounts:
        - {column: 本级支出, stage: final, recognition: cash_paid, scope: own_level}
        - {column: 全辖支出, stage: final, recognition: cash_paid, scope: area_total}
""",
    "transfers_out": """\
id: zz-bench.transfers_out
title: {zh: 对下转移支付分单位表, en: Transfers paid}
publisher: {name: benchmark finance bureau (made up), cadence: yearly}
kind: expenditure
region: "ZZ"
%(money_transfers)s
    files: "transfers-out-{year}.csv"
    layout:
      columns: {%(unit)s, item_code: 科目编码, item_name: 科目名称}
      amounts:
        - {column: 拨付数, stage: final, recognition: cash_paid, line: transfer_out}
""",
    "transfers_in": """\
id: zz-bench.transfers_in
title: {zh: 上级补助收入表, en: Transfers received}
publisher: {name: benchmark finance bureau (made up), cadence: yearly}
kind: revenue
region: "ZZ"
%(money_transfers)s
    files: "transfers-in-{year}.csv"
    layout:
      columns: {%(unit)s, item_code: 科目编码, item_name: 科目名称}
      amounts:
        - {column: 收到数, stage: final, recognition: cash_paid, line: transfer_in}
""",
}
MONEY = """\
unit: {{currency: CNY, scale: 10000}}
format: {{encoding: utf-8, delimiter: ",", numbers: "1,234.56"}}
classification: {{item: {{system: {system}}}}}
caliber: {{{scope}account: general, {line}basis: cash, period_basis: {basis}, comparison: natural, netting: gross, source: all_sources}}
editions:
  - years: [{years}]"""
UNIT = "region: 地区编码, organisation_code: 单位编码, organisation_name: 单位名称"


def write_contracts(inbox: Path, years: list[int], recent: list[int]) -> None:
    """One contract a publisher and export."""
    shown = ", ".join(map(str, years))
    line = "line: current_expenditure, "
    for name, text in PUBLISHERS.items():
        system = "cn_revenue" if name == "transfers_in" else "cn_functional"
        scope = "" if name == "calibers" else "scope: own_level, "
        words = {
            "years": ", ".join(map(str, recent)) if name == "outputs" else shown,
            "months": ", ".join(f'{{actual: "{month}月", month: {month}}}' for month in range(1, 13)),
            "money": MONEY.format(system=system, scope=scope, line=line, basis="year", years=shown),
            "money_months": MONEY.format(system=system, scope=scope, line=line, basis="cumulative", years=shown),
            "money_transfers": MONEY.format(system=system, scope=scope, line="", basis="year", years=shown),
            "unit": UNIT,
        }
        (inbox / f"{name}.contract.yml").write_text(text % words, encoding="utf-8")
