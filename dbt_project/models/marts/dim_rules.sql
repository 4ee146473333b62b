select
    rule_id,
    check_code,
    sentence_en,
    sentence_zh,
    family,
    evidence_class,
    severity,
    tolerance_text,
    min_sample,
    pack,
    citation,
    certainty,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    version as rule_version,
    status
from {{ ref('rules') }}
