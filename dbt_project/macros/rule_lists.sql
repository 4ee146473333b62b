{#-
  Which rules there are and what they judge. Belongs here: names. Does not belong here: what a rule or its result is made of (rules.sql,
  rule_results.sql).
-#}

{#- Every rule there is. int_rule_outcomes refuses to build while a rule model is missing here. -#}
{% macro rule_ids() -%}
    {{ return(report_rule_ids() + [
        'budget_bridge',
        'bunching_at_target',
        'caliber_difference',
        'caliber_switch',
        'code_of_another_edition',
        'consolidation',
        'content_period',
        'content_repeats_other_year',
        'control_total',
        'correction_obsolete',
        'cumulative_never_falls',
        'cumulative_or_month',
        'full_output_unspent',
        'fund_balance',
        'grade_band',
        'grade_despite_contradiction',
        'growth_against_prior_publication',
        'heaped_counts',
        'last_digit',
        'ledger_match',
        'not_assessable_target',
        'one_sided_revisions',
        'opening_is_last_closing',
        'perfect_scores',
        'programme_roster',
        'rating_without_consequence',
        'recomputed_growth',
        'recomputed_rate',
        'rectification_overdue',
        'repeated_figures',
        'reporter_excess',
        'retrofitted_programme',
        'roll_up',
        'same_figure_two_reports',
        'same_line_two_reports',
        'score_arithmetic',
        'spent_without_output',
        'stage_ceiling',
        'stage_order',
        'target_coverage',
        'too_smooth',
        'transfer_mirror',
        'undeclared_caliber',
        'vanished_indicator',
        'weight_arithmetic',
        'women_and_men',
        'year_end_rush',
    ]) }}
{%- endmacro %}

{#- The rules about single indicator reports, no more than one judgement a report: models of indicator_rule_columns. -#}
{% macro report_rule_ids() -%}
    {{ return([
        'block_repeat',
        'denominator_moved',
        'exact_repeat',
        'flat_attainment',
        'foreign_entity',
        'indicator_domain',
        'infeasible',
        'missing_evidence',
        'missing_explanation',
        'moved_target',
        'near_duplicate_text',
        'overshoot',
        'points_above_weight',
        'possible_maximum',
        'qualitative_band',
        'register_ratio',
        'review_gap',
        'satisfaction_saturation',
        'score_above_formula',
        'spending_as_output',
        'target_below_last_actual',
        'template_left',
        'text_against_table',
        'too_easy',
        'unit_cost',
        'unit_cost_arithmetic',
        'unit_slip',
        'unlike_own_history',
        'unlike_peers',
        'wrong_direction',
    ]) }}
{%- endmacro %}

{#-
  Rules that judge what other rules found, each after those before it: they read int_rule_results and not fct_findings, so that their
  own failures can stand there. The last one judges deadlines, those of the others too.
-#}
{% macro second_order_rule_ids() -%}
    {{ return(['grade_despite_contradiction', 'rectification_overdue']) }}
{%- endmacro %}
