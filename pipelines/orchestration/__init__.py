"""The line in Dagster's words, one word per module. Nothing here knows how a step works: every asset calls the function `caliber run` calls.

Dagster reads the annotations of contexts and resources when a module is loaded, so modules that define assets, checks, sensors or schedules
must not postpone them (`from __future__ import annotations`).
"""
