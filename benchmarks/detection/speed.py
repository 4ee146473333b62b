"""How long do the rules take over a million indicator reports? `python -m benchmarks.detection.speed --reports 1000000`

The reports are forms like those of the benchmark, written by one SQL statement a year. The line runs once; then its quality layer alone
(evidence, rules, findings) is built again by dbt in a process of its own, whose wall time and peak memory are printed with the slowest models.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.detection.generator.contracts import PUBLISHERS

PROJECT = Path(__file__).resolve().parent.parent.parent
YEARS = (2020, 2021, 2022, 2023, 2024)
ROWS_A_PROGRAMME = 10
SECONDS, MEGABYTES = 60, 2048
# Slot -> level 1, level 2, indicator, unit, weight. Values follow programme, slot and year, so that every run judges the same million.
FORM = """
create table slots as select * from (values
    (0, '预算执行', '预算执行', '预算执行率', '%', 10), (1, '产出指标', '数量指标', '服务人次', '人次', 15), (2, '产出指标', '数量指标', '核查户数', '户', 10),
    (3, '产出指标', '质量指标', '验收合格率', '%', 10), (4, '产出指标', '时效指标', '按时完成率', '%', 5),
    (5, '产出指标', '成本指标', '单位成本', '元/人次', 10),
    (6, '效益指标', '社会效益指标', '受益人数', '人', 15), (7, '效益指标', '社会效益指标', '覆盖率', '%', 10),
    (8, '效益指标', '可持续影响指标', '长效机制建设情况', '', 5), (9, '满意度指标', '服务对象满意度指标', '服务对象满意度', '%', 10)
) as slots(slot, level_1, level_2, name, unit, weight)
"""
YEAR = """
copy (
    with figures as (
        select p, slots.*, 200 + hash(p, slot) % 9000 as base, 0.9 + (hash(p, slot, {year}) % 1000) / 5000.0 as factor,
            100 + hash(p, 'budget') % 900 as budget, 0.85 + (hash(p, {year}) % 150) / 1000.0 as rate
        from range({programmes}) as programmes(p), slots
    ),
    said as (
        select *, case when unit = '%' and slot > 0 then 80 + base % 20 else base end as aim,
            case when slot = 0 then round(100 * round(budget * rate, 2) / budget, 2) when unit = '%' then least(100, round((80 + base % 20) * factor, 1))
                else round(base * factor) end as done
        from figures
    ),
    scored as (
        select *, case when slot = 0 then weight * least(1, done / 100) when slot = 8 then weight when slot = 5 then
            weight * greatest(0, least(1, 1 - (done - aim) / aim)) else weight * least(1, done / aim) end as score
        from said
    )
    select 'ZZ-99010' || 1 + p % 5 as 地区编码, 'U' || p // 2 as 单位编码, '单位' || p // 2 as 单位名称, 'P' || p as 项目编码, '项目' || p % 40 as 项目名称,
        level_1 as 一级指标, level_2 as 二级指标, name || p % 40 as 三级指标, unit as 计量单位,
        case slot when 0 then '100%' when 8 then '达成预期目标' when 5 then '≤' || aim
            else '≥' || aim || case unit when '%' then '%' else '' end end as 年度指标值,
        case slot when 8 then '达成年度指标' else done || case unit when '%' then '%' else '' end end as 实际完成值,
        weight as 分值, round(score, 2) as 得分, budget as 全年预算数, round(budget * rate, 2) as 全年执行数,
        case slot when 9 then 50 + base % 300 end as 样本量, null as 最大服务能力, case slot when 7 then base * 3 end as 应服务总数, null as 复核得分,
        '优' as 等级, case when score < weight then '受天气影响，进度滞后' end as 偏差原因及改进措施, '附件' || slot as 佐证材料,
        case slot when 0 then '单位' || p // 2 || '全年预算' || budget || '万元，执行' || round(budget * rate, 2) || '万元。' end as 项目总结
    from scored order by p, slot
) to '{file}' (format csv, header true)
"""


def write_inbox(inbox: Path, reports: int) -> None:
    """Five files of forms and their contract."""
    inbox.mkdir(parents=True)
    db = duckdb.connect()
    db.execute(FORM)
    for year in YEARS:
        db.execute(YEAR.format(year=year, programmes=reports // (ROWS_A_PROGRAMME * len(YEARS)), file=inbox / f"evaluation-{year}.csv"))
    (inbox / "evaluation.contract.yml").write_text(PUBLISHERS["evaluation"] % {"years": ", ".join(map(str, YEARS))}, encoding="utf-8")


def quality_layer(home: Path) -> tuple[float, resource.struct_rusage, list[tuple[str, float]]]:
    """Seconds of dbt over evidence, rules and findings, what its process used, and the seconds of each model.

    As in `caliber run` the project has been parsed before.
    """
    layer = [sys.executable, "-m", "benchmarks.quality_layer"]
    subprocess.run([*layer, "--parse-only"], cwd=PROJECT, check=True)
    settings = {"CALIBER_WAREHOUSE": str(home / "work" / "warehouse.duckdb"), "DBT_SEND_ANONYMOUS_USAGE_STATS": "False", "DO_NOT_TRACK": "1"}
    settings["CALIBER_MEMORY"] = os.environ.get("CALIBER_MEMORY", "1000MB")
    before = time.monotonic()
    child = subprocess.Popen([*layer, str(home)], cwd=PROJECT, env={**os.environ, **settings})
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - before
    if status:
        raise SystemExit("dbt failed; see above")
    results = json.loads((home / "work" / "speed" / "run_results.json").read_text(encoding="utf-8"))["results"]
    models = sorted(((r["unique_id"].split(".")[-1], r["execution_time"]) for r in results if r["unique_id"].startswith("model")), key=lambda m: -m[1])
    return seconds, usage, models


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print whole line, quality layer, and what is slow in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="a finished home of an earlier probe; only its quality layer is built again")
    parser.add_argument("--keep", type=Path, help="a new folder that keeps inbox and home")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = args.home or _whole_line(args.keep or Path(scratch) / "speed", args.reports)
        seconds, usage, models = quality_layer(home)
    work = sum(spent for _, spent in models)
    print(f"quality layer: {seconds:.1f} s (goal {SECONDS}), peak {_megabytes(usage):,.0f} MB (goal {MEGABYTES:,}), {os.cpu_count()} cores")
    # On a machine that does other work as well, these say more than the wall.
    print(f"  {usage.ru_utime + usage.ru_stime:.1f} s of processor time")
    print(f"  {len(models)} models take {work:.1f} s one after the other; the rest is dbt's start and the tests")
    for name, spent in models[:12]:
        print(f"  {spent:7.2f} s  {name}")


def _whole_line(folder: Path, reports: int) -> Path:
    write_inbox(folder / "inbox", reports)
    before = time.monotonic()
    command = [sys.executable, "-m", "pipelines.cli", "run", "--inbox", str(folder / "inbox"), "--home", str(folder / "home")]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    print(f"whole line over {reports:,} reports: {time.monotonic() - before:.1f} s")
    return folder / "home"


if __name__ == "__main__":
    main()
