"""What partners and products are called: by their title where they have one, else by the name the case gives them."""

from suture.engine.strategy.case import Case


def title(case: Case, name: str) -> str:
    """A partner as sentences name it."""
    return case.partners[name].title or short(name)


def short(name: str) -> str:
    """What the case calls a partner or a product, as a word."""
    return name.replace("_", " ")
