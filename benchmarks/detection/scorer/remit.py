"""Which faults a rule is there to find, by the check catalogue. A rule that is missing here gets false alarms and precision, but no recall."""

from __future__ import annotations

# rule -> (fault type, variants; none means all)
REMIT: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "score_above_formula": ((14, ("score",)),),
    "weight_arithmetic": ((14, ("weight",)),),
    "grade_band": ((14, ("grade",)),),
    "qualitative_band": ((14, ("band",)),),
    "roll_up": ((11, ()),),
    "cumulative_never_falls": ((10, ("month_in_cumulative",)),),
    "cumulative_or_month": ((10, ()),),
    "ledger_match": ((12, ()),),
    "same_figure_two_reports": ((12, ()),),
    "transfer_mirror": ((13, ()),),
    "caliber_switch": ((9, ()),),
    "unit_slip": ((8, ()),),
    "register_ratio": ((1, ("second_source",)), (3, ("second_source",))),
    "possible_maximum": ((1, ()),),
    "unlike_own_history": ((1, ()), (8, ())),
    "unlike_peers": ((1, ()), (8, ())),
    "unit_cost": ((1, ()), (16, ())),
    "unit_cost_arithmetic": ((16, ()),),
    "spend_output_frontier": ((1, ()),),
    "exact_repeat": ((6, ()),),
    "block_repeat": ((6, ("block",)), (7, ())),
    "satisfaction_saturation": ((15, ()),),
    "survey_against_report": ((15, ()),),
    "too_easy": ((5, ()),),
    "target_below_last_actual": ((5, ()),),
    "moved_target": ((4, ("with_trail",)),),
    "full_output_unspent": ((16, ()),),
    "spent_without_output": ((17, ()),),
    "year_end_rush": ((18, ()),),
    "too_smooth": ((19, ()),),
    "denominator_moved": ((21, ()),),
    "near_duplicate_text": ((23, ()),),
    "foreign_entity": ((23, ()),),
    "text_against_table": ((24, ()),),
}


def is_in_remit(rule_id: str, kind: int, variant: str) -> bool:
    return any(kind == own and (not variants or variant in variants) for own, variants in REMIT.get(rule_id, ()))
