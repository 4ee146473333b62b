"""Settings all tests share. This file also puts tests/ on the import path, so that `one_file` can be imported."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Times vary with the machine and a slow example is no fault; the same examples on every run of `make test`.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
