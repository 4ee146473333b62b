"""The deliveries as landed rows: one partition a delivered file, and the gate behind which all of them are one book."""

import dagster as dg

from pipelines.intake import land_all, land_one, take_in
from pipelines.landing.write import is_landed
from pipelines.orchestration.metadata import book_facts, landing_facts
from pipelines.orchestration.partitions import deliveries, partition_key
from pipelines.orchestration.resources import LANDING_POOL, RETRIES, ReservedWorkspace
from pipelines.unchanged import landed_fingerprint


@dg.asset(partitions_def=deliveries, pool=LANDING_POOL, retry_policy=RETRIES, group_name="landing", kinds={"python", "parquet"})
def landed_exports(context: dg.AssetExecutionContext, reserved: ReservedWorkspace) -> None:
    """One delivered file under one contract: its cells as rows with an address, or parked with a reason.

    A partition is a contract and a path; a restated file is a further version in the same partition. What is landed already, from the
    same bytes, contract and decoder, is left as it is, so that running a partition again is free of consequences.
    """
    home = reserved.home
    wanted = take_in(home, reserved.inbox).wanted
    for key in context.partition_keys:
        chosen = [assignment for assignment in wanted if partition_key(assignment) == key]
        for assignment in chosen:
            if not is_landed(home.landed, assignment.landed_key):
                outcome = land_one(home, assignment)
                context.log.info(f"{outcome.path}: {outcome.status} {outcome.reason or ''} {outcome.detail or ''}".rstrip())
        facts = landing_facts(home, [assignment.landed_key for assignment in chosen])
        context.add_asset_metadata(facts, asset_key=context.asset_key, partition_key=key)


@dg.asset(deps=[landed_exports], pool=LANDING_POOL, retry_policy=RETRIES, group_name="landing", kinds={"python", "parquet"})
def landed_rows(context: dg.AssetExecutionContext, reserved: ReservedWorkspace) -> dg.MaterializeResult[None]:
    """All landed rows as one book: complete, without what no contract asks for any more, and with the table of receipts.

    Whatever no partition has landed yet is landed here, so that the book is whole however the run was started.
    """
    home = reserved.home
    land_all(home, take_in(home, reserved.inbox), context.log.info)
    fingerprint = landed_fingerprint(home, ())
    return dg.MaterializeResult(metadata={**book_facts(home), "hash": fingerprint}, data_version=dg.DataVersion(fingerprint))
