"""Reports of one region and period for people who do not query. Not here: arithmetic beyond the questions in questions.sql."""
