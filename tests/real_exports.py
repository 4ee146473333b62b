"""Where real exports lie. They are no part of the repository: put them beside it (../shared/data) or name their folder in CALIBER_REAL_EXPORTS."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.settings import PROJECT

REAL = Path(os.environ.get("CALIBER_REAL_EXPORTS", PROJECT.parent / "shared" / "data"))
ABSENT = pytest.mark.skipif(not REAL.is_dir(), reason=f"no real exports in {REAL}; set CALIBER_REAL_EXPORTS")
