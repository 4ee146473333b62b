"""What people answer to findings: the ledger of replies, who may reply what, sheets out and back, and what the models get of it."""
