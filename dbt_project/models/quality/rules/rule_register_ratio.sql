-- What was reported is what an independent register or recount found; less than nine tenths of it there is an
-- exaggeration.
with judged as (
    select
        reports.*,
        reports.actual_value as observed,
        reports.verified_value as expected,
        0.1 * reports.actual_value as tolerance,
        forecasts.z_own,
        forecasts.z_together,
        forecasts.z_register,
        cast(forecasts.n_own as integer) as n_own,
        cast(forecasts.n_peers as integer) as n_peers,
        -- A register can be wrong too: against a report that money and the rest of its programme bear out, or its own years,
        -- or that says what changed, its word is a question.
        case
            when {{ is_explained(['definition', 'merger'], 'reports.stated_reason') }} then false
            when forecasts.z_together is null then coalesce(forecasts.z_own, 9) >= 1.5
            else least(forecasts.z_together, coalesce(-forecasts.z_cost, 9)) >= 1.2
        end as is_register_borne_out,
        coalesce(reports.actual_value between reports.target_value and 1.02 * reports.target_value, false) as is_just_met,
        case
            when reports.verified_value is null or reports.direction not in ('higher', 'unknown') then 'not_applicable'
            when reports.actual_value is null then 'no_data'
            when forecasts.slip_power is not null or reports.verified_value >= 0.9 * reports.actual_value then 'pass'
            -- Beyond the noise of the registers themselves, or beyond half of it where the own history says the same.
            when coalesce(forecasts.z_register, 99) >= 3 then 'fail'
            when
                forecasts.z_register >= 1.5
                and forecasts.z_register + greatest(forecasts.z_own, coalesce(forecasts.z_together, 0), 0) >= 4
                then 'fail'
            -- A target that is just met, and by the register it is not.
            when
                forecasts.z_register >= 2.5 and reports.verified_value < reports.target_value
                and reports.actual_value between reports.target_value and 1.02 * reports.target_value
                then 'fail'
            else 'pass'
        end as status
    from {{ ref('int_indicator_facts') }} as reports
    left join {{ ref('int_indicator_forecasts') }} as forecasts
        on reports.indicator_report_id = forecasts.indicator_report_id
)

select
    {{ indicator_rule_columns(
        'register_ratio',
        en='<$observed> is reported, the register holds <$expected>: exaggerated, unless the register is incomplete.',
        zh='填报<$observed>，独立来源为<$expected>，涉嫌夸大，除非登记不全。',
        pairs=[
            ('the register is incomplete or late', '登记不全或滞后'),
            ('register and report count different things', '两者口径不同'),
        ],
        severity="case when not is_register_borne_out then 'warning' end",
        strength='case when is_register_borne_out then least(0.85, 0.5 + 0.04 * (least(coalesce(z_register, 4), 6) + least(greatest(coalesce(z_together, z_own, 0), 0), 4))) when is_just_met then 0.5 else 0.3 end',
        suggested='verified_value'
    ) }}
from judged
