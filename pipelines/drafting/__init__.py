"""Propose a contract for a file nobody has seen: every line with its confidence, its evidence and, where unsure, a question.

Judgement from words (words.yml), shapes of cells, seeds and arithmetic. Nothing here knows a publisher or a file; nothing is written to the book.
"""
