"""Charts: Vega-Lite specifications in charts/*.yml, drawn to SVG by vl-convert. No browser, no script, no network."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import vl_convert
import yaml
from markupsafe import Markup

from pipelines.pages.asking import Row
from pipelines.pages.figures import plain

KEPT_DRAWINGS = 256
LABEL = re.compile(r"^@(\w+)$")


@cache
def _specification(name: str) -> dict[str, Any]:
    folder = resources.files("pipelines.pages").joinpath("charts")
    found = yaml.safe_load(folder.joinpath(f"{name}.yml").read_text(encoding="utf-8"))
    return {**found, "config": yaml.safe_load(folder.joinpath("config.yml").read_text(encoding="utf-8"))}


def draw(name: str, rows: list[Row], say: Callable[[str], str], description: str) -> Markup:
    """An SVG with a text for those who do not see it; nothing when there is nothing to draw."""
    if not rows:
        return Markup("")
    chart = _said(copy.deepcopy(_specification(name)), say)
    chart["data"] = {"values": [{key: value if isinstance(value, int | float | str | None) else plain(value) for key, value in row.items()} for row in rows]}
    drawing = _svg(json.dumps(chart, ensure_ascii=False, sort_keys=True))
    return Markup('<figure class="chart" role="img" aria-label="{}">{}</figure>').format(description, Markup(drawing))


@lru_cache(maxsize=KEPT_DRAWINGS)
def _svg(chart: str) -> str:
    """Every text in the chart was escaped by the renderer. Roles (the figure is one image) and fonts (those of the page) are dropped."""
    drawing = str(vl_convert.vegalite_to_svg(chart, vl_version="5.21"))
    return re.sub(r' (role|aria-[a-z]+|font-family)="[^"]*"', "", drawing)


def _said(part: Any, say: Callable[[str], str]) -> Any:
    """`@key` in a specification becomes the text of that key."""
    if isinstance(part, dict):
        return {name: _said(value, say) for name, value in part.items()}
    if isinstance(part, list):
        return [_said(value, say) for value in part]
    found = LABEL.match(part) if isinstance(part, str) else None
    return say(found[1]) if found else part


def warm() -> None:
    """The first drawing loads the renderer (about a second); a server does it before anyone waits."""
    _svg(json.dumps({"mark": "bar", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}))
