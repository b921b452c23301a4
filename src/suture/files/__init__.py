"""Readers and writers that need no database: terms, facts, statements, and where compiled kernels are kept."""
