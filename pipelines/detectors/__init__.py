"""Statistics: a frame of figures in, a frame of evidence out.

What belongs here: forecasts, peers, digits, patterns of reporters, as pure functions over columns. What does not: SQL, files, dbt, sentences, verdicts.
"""
