"""The algebra of calibers: which definition of an amount can be turned into which other one, by which named rule, at what cost.

Belongs here: words, rules, paths and their compilation to SQL text. Does not belong here: amounts, files, databases. What a word or a rule
means stands in dbt_project/seeds/caliber_vocabulary.csv and caliber_conversions.csv.
"""
