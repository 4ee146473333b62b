"""The pictures of the README, taken from the dashboard over the sample: `make pictures`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent
SIZE = {"width": 1280, "height": 860}
A_FINDING = "select finding_id from quality.fct_findings where rule_id = 'roll_up' order by difference_money desc nulls last, finding_id limit 1"


def main() -> None:
    """Make the sample's book in a folder of its own, show it, take the pictures, clear up."""
    with tempfile.TemporaryDirectory() as scratch:
        home, port = Path(scratch) / "book", _free_port()
        caliber = [sys.executable, "-m", "pipelines.cli"]
        subprocess.run([*caliber, "run", "--sample", "--home", str(home), "--json"], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
        with duckdb.connect(str(home / "published" / "warehouse.duckdb"), read_only=True) as db:
            finding = db.execute(A_FINDING).fetchall()[0][0]
        server = subprocess.Popen([*caliber, "dashboard", "--home", str(home), "--port", str(port)], cwd=PROJECT, stdout=subprocess.DEVNULL)
        try:
            _wait(port)
            _take(f"http://127.0.0.1:{port}", {"overview": "en/overview", "finding": f"en/finding?id={finding}"})
        finally:
            server.terminate()
            server.wait()


def _take(url: str, wanted: dict[str, str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CALIBER_CHROMIUM") or None)
        page: Page = browser.new_page(viewport=SIZE)
        for name, address in wanted.items():
            page.goto(f"{url}/{address}")
            target = FOLDER / f"{name}.png"
            page.screenshot(path=target)
            print(f"{target.relative_to(PROJECT)}  {target.stat().st_size / 1000:.0f} kB")
        browser.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the dashboard did not start within a minute")


if __name__ == "__main__":
    main()
