"""Settings all tests share. This file also puts tests/ on the import path, so that `one_file` can be imported."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

# Times vary with the machine and a slow example is no fault; the same examples on every run of `make test`.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# What takes a run of the whole line to make and is asked for by several files: these files stay in one process.
TOGETHER = (
    ("tests/integration/test_corrections.py", "tests/integration/test_diff.py", "tests/integration/test_worklist.py"),
    ("tests/integration/test_interruptions.py", "tests/integration/test_run.py"),
    ("tests/integration/test_real_labels.py", "tests/integration/test_real_release.py"),
    ("tests/unit/orchestration/",),
)


class WholeFiles(LoadFileScheduling):
    """Files go to the processes whole, so that what a file makes once is made once."""

    def _split_scope(self, nodeid: str) -> str:
        return next((files[0] for files in TOGETHER if nodeid.startswith(files)), super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> WholeFiles:
    return WholeFiles(config, log)
