"""Keys tell deliveries apart, stay readable and stay short."""

from dataclasses import dataclass

from pipelines.orchestration.partitions import LONGEST_KEY, partition_key, partition_keys, range_tags


@dataclass(frozen=True)
class Slotted:
    slot: str


def test_a_key_is_the_contract_and_the_path():
    assert partition_key(Slotted("es-testland.spending|2020/spending.csv")) == "es-testland.spending|2020/spending.csv"


def test_long_paths_stay_apart_and_short():
    common = "a" * 400
    first, second = (partition_key(Slotted(f"es-testland.spending|{start}{common}.csv")) for start in ("x", "y"))
    assert first != second
    assert {len(first), len(second)} == {LONGEST_KEY}
    assert first.startswith("es-testland.spending|")
    assert first.endswith("a.csv")


def test_the_range_mark_of_dagster_never_stands_in_a_key():
    assert "..." not in partition_key(Slotted("es-testland.spending|to be continued....csv"))


def test_versions_of_one_file_are_one_partition():
    assert partition_keys([Slotted("c|b.csv"), Slotted("c|a.csv"), Slotted("c|b.csv")]) == ["c|b.csv", "c|a.csv"]


def test_one_range_spans_all_chosen_keys():
    tags = range_tags(["a", "b", "c", "d"], ["d", "b"])
    assert tags == {"dagster/asset_partition_range_start": "b", "dagster/asset_partition_range_end": "d"}
