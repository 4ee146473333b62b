-- One row a moment: each measure with its value, light and sentence.
select
    organisation_name, fiscal_year, period_end, months, any_value(n_targets) as n_targets, any_value(money_share) as money_share, any_value(results_share) as results_share,
    list({'measure': measure, 'light': light, 'sentence_en': sentence_en, 'sentence_zh': sentence_zh, 'citation': citation} order by measure) as lights
from quality.fct_programme_pace
left join marts.dim_organisations using (organisation_id)
where programme_id = $id
group by organisation_id, organisation_name, fiscal_year, period_end, months
order by fiscal_year desc, period_end desc, organisation_name
limit 50
