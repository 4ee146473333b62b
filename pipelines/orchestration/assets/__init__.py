"""Assets: what exists after a step, one module for each stretch of the line. Not here: how a step works, and what must hold before the next."""
