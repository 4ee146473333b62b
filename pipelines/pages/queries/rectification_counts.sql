select
    count(*) filter (where is_overdue) as n_overdue,
    count(*) filter (where state = 'open' and due_on is not null and not is_overdue) as n_due,
    count(*) filter (where state = 'explained') as n_explained,
    count(*) filter (where state = 'waived') as n_waived,
    count(*) filter (where state = 'confirmed') as n_confirmed,
    count(*) filter (where is_repeat) as n_repeats,
    (select count(*) from quality.fct_finding_history where closed_on is not null) as n_closed
from quality.fct_findings
