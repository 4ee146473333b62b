select
    (select count(*) from marts.dim_exports where is_current) as n_exports,
    (select count(*) from quality.fct_coverage where status = 'received') as n_received,
    (select count(*) from quality.fct_coverage) as n_expected,
    (select count(*) from quality.fct_coverage where status = 'missing') as n_missing,
    (select count(*) from marts.fct_budget_lines) as n_lines,
    (select max(last_received_at) from marts.dim_exports) as newest,
    (select count(*) from marts.dim_calibers) as n_calibers,
    (select count(*) from quality.fct_findings) as n_findings,
    (select count(*) from quality.fct_findings where state = 'open' and severity <> 'info') as n_open,
    (select count(*) from quality.fct_findings where is_overdue) as n_overdue,
    (select count(*) from quality.fct_findings where is_repeat) as n_repeats
