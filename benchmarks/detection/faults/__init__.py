"""Planted faults, each at three strengths. What belongs here: how a report is falsified and what it should have said."""
