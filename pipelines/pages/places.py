"""Regions and reporters: what they sent, what could be judged of it, what was found."""

from __future__ import annotations

from pipelines.pages.context import Context, Model

SHOWN = 10


def regions(context: Context) -> Model:
    """All regions of the release."""
    return {"rows": context.release.ask("regions")}


def region(context: Context) -> Model:
    """One region: exports, coverage, judgements, findings, programmes."""
    release, wanted = context.release, context.id
    return {
        "region": release.one("region", id=wanted), "exports": release.ask("region_exports", id=wanted), "coverage": release.ask("region_coverage", id=wanted),
        "missing": release.ask("coverage_missing", region=wanted), "judged": release.ask("judged", region=wanted),
        "findings": release.ask("findings", region=wanted, limit=SHOWN, offset=0), "n_findings": release.one("findings_count", region=wanted)["n"],
        "organisations": release.ask("organisations", region=wanted), "attention": release.further("region_attention", wanted),
    }  # fmt: skip


def organisations(context: Context) -> Model:
    """All reporters."""
    return {"rows": context.release.ask("organisations", region=None)}


def organisation(context: Context) -> Model:
    """One reporter: its record, programmes and findings."""
    release, wanted = context.release, context.id
    return {
        "organisation": release.one("organisation", id=wanted), "judged": release.ask("judged", organisation=wanted),
        "findings": release.ask("findings", organisation=wanted, limit=SHOWN, offset=0),
        "n_findings": release.one("findings_count", organisation=wanted)["n"], "programmes": release.ask("programmes", organisation=wanted),
        "credibility": release.further("organisation_credibility", wanted), "attention": release.further("organisation_attention", wanted),
    }  # fmt: skip
