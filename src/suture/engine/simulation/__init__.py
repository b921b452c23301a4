"""Strategy x world x terms: outcomes of every scenario, a block of scenarios at a time."""
