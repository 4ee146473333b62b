"""Settings all tests share. This file also puts tests/ on the import path, so that `one_file` can be imported."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# Times vary with the machine and a slow example is no fault; the same examples on every run of `make test`.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# What takes a run of the whole line to make and is asked for by several files: tests that share it stay in one process.
SHARED = ("revised", "second", "definitions")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Files go to the processes whole, so that what a file makes once is made once."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(next((name for name in SHARED if name in item.fixturenames), str(item.path))))
