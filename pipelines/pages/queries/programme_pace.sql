-- One row a moment: each measure with its value, light and sentence.
select
    fiscal_year, period_end, months, any_value(n_targets) as n_targets, any_value(money_share) as money_share, any_value(results_share) as results_share,
    list({'measure': measure, 'light': light, 'sentence_en': sentence_en, 'sentence_zh': sentence_zh, 'citation': citation} order by measure) as lights
from quality.fct_programme_pace
where programme_id = $id
group by fiscal_year, period_end, months
order by fiscal_year desc, period_end desc
limit 50
