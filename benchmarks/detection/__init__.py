"""The open benchmark of findings: made-up exports with planted faults and honest hard cases, and the score of what the line finds in them.

What belongs here: generator, baselines, scorer, report. What does not: any detector. The line is met only as the command `caliber run`
over an inbox, and its release as tables; nothing here imports a rule or a detector, and no rule or detector imports this.
"""
