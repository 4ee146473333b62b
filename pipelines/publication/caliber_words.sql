-- One row per caliber and dimension.
create or replace view marts.caliber_words as
select
    caliber_id,
    unnest([
        'scope', 'account', 'line', 'stage', 'recognition', 'basis', 'period_basis', 'comparison', 'netting', 'unit', 'classification', 'source', 'status'
    ]) as dimension,
    unnest([
        scope, account, line, stage, recognition, basis, period_basis, comparison, netting, unit, classification, source, status
    ]) as word
from marts.dim_calibers;
