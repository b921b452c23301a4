"""Terms to charges: the plan, its exact fold over Decimal, and its lanes of float for the simulation."""
