"""The mature case written plainly: SimPy for the months, dicts and classes for the terms; no engine, no arrays."""
