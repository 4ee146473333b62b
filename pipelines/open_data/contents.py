"""What one edition holds, written into an empty folder. The same release and day give the same bytes. Not here: which edition is current."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines.open_data.changelog import write_changelog
from pipelines.open_data.descriptor import About, write_descriptor
from pipelines.open_data.dictionary import ESCAPING, write_dictionary
from pipelines.open_data.rule_book import write_rule_book
from pipelines.open_data.sums import SUMS, files_of, write_sums
from pipelines.open_data.tables import Table, public_tables, withhold, write_table
from pipelines.pages.edition import Edition

# Writes the folder `site` of an edition. It is given the folder of the edition and nothing else of the release: what is withheld there
# can't be shown by pages that are made of it.
WriteSite = Callable[[Path, Edition], None]
README = """# Open data, edition {name} 开放数据

Release {release} of {created} UTC, as it may be known on {day}. 第{release}次发布，以{day}为公开基准日。

{withheld} findings are left out: their reply period is not over and the accountable unit has not answered yet.
Judgements, histories, recommendations and records of reporters that would tell of them are left out too.
尚在答复期内且责任单位未答复的疑点{withheld}条，未予公开；可据以推知的判定、记录与建议一并不予公开。
Names of people (who replied, who owns a waiver, who reviewed a label) are no open data. 人员姓名不公开。
A finding is a signal, not a verdict. 疑点仅为提示，不作结论。

| what 内容 | where 位置 |
|---|---|
| tables as CSV 数据表 | `csv/` |
| the same tables as Parquet | `parquet/` |
| Fiscal Data Package | `datapackage.json` |
| data dictionary 数据字典 | `dictionary.md`, `dictionary.csv` |
| rule book 规则手册 | `rule_book.md` |
| what changed since the edition before 更新记录 | `changelog.md`, `changelog.json` |
| checksums 校验和 | `{sums}`: `sha256sum -c {sums}` |

{escaping}

Amounts of different calibers must not be added up: see `caliber_id` and `dim_calibers`. Totals are rows of their own (`row_role`); add up `leaf` rows only.
口径不同的金额不可相加；合计行单列，只可对leaf行求和。

| table 表 | rows 行 |
|---|---:|
{tables}
"""


@dataclass(frozen=True)
class Wanted:
    """One edition to be made; `before` is the release file of the edition before, where it is still kept, `told` says which that is."""

    name: str
    release: Path
    day: date
    before: Path | None
    told: str
    write_site: WriteSite | None = None


def write_contents(wanted: Wanted, folder: Path) -> None:
    """Everything, the checksums last."""
    for kind in ("csv", "parquet"):
        (folder / kind).mkdir(parents=True)
    with duckdb.connect(str(wanted.release), read_only=True) as db:
        db.execute("set timezone = 'UTC'")
        withhold(db, wanted.day)
        secret = [row[0] for row in db.execute("select finding_id from withheld order by 1").fetchall()]
        tables = [write_table(db, table, folder) for table in public_tables(db)]
        about = _about(db, wanted)
        write_rule_book(db, folder)
    write_dictionary(folder, tables)
    write_changelog(folder, wanted.before, wanted.release, secret, wanted.told)
    write_descriptor(folder, about, tables)
    _write_readme(folder, about, tables, len(secret))
    if wanted.write_site is not None:
        wanted.write_site(folder, Edition(wanted.name, about.release, wanted.day, len(secret), files_of(folder)))
    write_sums(folder)


def _about(db: duckdb.DuckDBPyConnection, wanted: Wanted) -> About:
    def column(query: str) -> list[str]:
        return [str(row[0]) for row in db.execute(query).fetchall()]

    number, created = db.execute("select number, strftime(published_at, '%Y-%m-%dT%H:%M:%SZ') from quality.release").fetchall()[0]
    publishers = db.execute("select distinct publisher, url from marts.dim_exports where publisher is not null order by all").fetchall()
    years = db.execute("select coalesce(min(fiscal_year), 0), coalesce(max(fiscal_year), 0) from marts.fct_budget_lines").fetchall()[0]
    return About(
        wanted.name, int(number), str(created), wanted.day, publishers,
        column("select distinct currency from marts.fct_budget_lines where regexp_full_match(currency, '[A-Z]{3}') order by 1"),
        column("select distinct left(region_code, 2) from marts.fct_budget_lines where regexp_matches(region_code, '^[A-Z]{2}-') order by 1"),
        (int(years[0]), int(years[1])),
    )  # fmt: skip


def _write_readme(folder: Path, about: About, tables: list[Table], withheld: int) -> None:
    rows = "\n".join(f"| {table.title} | {table.n_rows:,} |" for table in tables)
    text = README.format(
        name=about.edition, release=about.release, created=about.created, day=about.day, withheld=withheld, sums=SUMS, escaping=ESCAPING, tables=rows
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
