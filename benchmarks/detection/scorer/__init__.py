"""From a release and an answer key to numbers: what was found, what was accused wrongly, and how sure the numbers are."""
