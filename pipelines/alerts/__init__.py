"""Alerts: what is new and material since the last one, to whom it may concern. Not here: what is a finding or a duty (quality schema)."""
