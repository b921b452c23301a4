"""What an agreement's currencies must keep to: no clause counts money of another, unless it converts it."""

from collections.abc import Iterator

from suture.engine.clauses import kind_of
from suture.engine.clauses.kind import ClauseBase
from suture.engine.fault import Fault, refusal
from suture.engine.money import CURRENCIES
from suture.engine.terms.agreement import Agreement
from suture.engine.terms.references import charges_read, where

NO_CURRENCY = refusal(
    "currency_unknown",
    "'{found}' is no currency that is known",
    "Write the code of ISO 4217, such as USD, EUR or CNY.",
    "“{found}”不是已知的货币",
    "请填写 ISO 4217 货币代码，如 USD、EUR 或 CNY。",
)
MIXED = refusal(
    "currencies_mixed",
    "the clause counts in {currency}, and '{clause}' in {other}",
    "Let a clause of kind conversion charge '{clause}' in {currency}, and name that one; or write 'currency: {other}'.",
    "本条以 {currency} 计，而“{clause}”以 {other} 计",
    "请用 conversion 条款将“{clause}”折算为 {currency} 并引用该条款；或填写 currency: {other}。",
)
NOT_FROM = refusal(
    "conversion_from_another_currency",
    "it converts from {from_currency}, and '{clause}' counts in {found}",
    "Write one conversion for each currency, and the currency of the clauses under 'from_currency'.",
    "本条自 {from_currency} 折算，而“{clause}”以 {found} 计",
    "请为每种货币各写一条折算条款，并在 from_currency 中填写相应货币。",
)
NOTHING_TO_CONVERT = refusal(
    "conversion_of_its_own_currency",
    "it converts {currency} to {currency}",
    "Leave the clause out, or write the other currency.",
    "本条将 {currency} 折算为 {currency}",
    "请删去本条，或填写另一种货币。",
)
NAME_TAKEN = refusal(
    "clause_id_of_rounding",
    "'{id}' is the name under which invoices are rounded",
    "Give the clause another id.",
    "“{id}”是账单舍入行所用的名称",
    "请为该条款使用其他 id。",
)
TWICE = refusal(
    "converted_twice",
    "'{clause}' is converted by '{other}' too, and would be charged twice",
    "Name it in one conversion.",
    "“{clause}”已由“{other}”折算，将重复计收",
    "请只在一条折算条款中列出。",
)


INVOICE_ROUNDING = "invoice_rounding"
"""The name under which the sum of an invoice is rounded, with the currency behind it; no clause may have it."""


def check_currencies(agreement: Agreement, clause: ClauseBase) -> Iterator[Fault]:
    """The currency of a clause is known, and what it counts is money of the same one; a conversion's is not."""
    currency = agreement.currency_of(clause)
    if clause.id.startswith(INVOICE_ROUNDING):
        yield NAME_TAKEN.at("id", id=clause.id)
    if clause.currency is not None and clause.currency not in CURRENCIES:
        yield NO_CURRENCY.at("currency", found=clause.currency)
        return
    converts = kind_of(clause).converts(clause)
    if converts:
        yield from check_conversion(agreement, clause, converts)
        return
    others = {other.id: other for other in agreement.clauses if kind_of(other).effect != "gate"}
    for name in charges_read(clause):
        if name in others and (other := agreement.currency_of(others[name])) != currency:
            yield MIXED.at(*where(clause, name), clause=name, currency=currency, other=other)


def check_conversion(agreement: Agreement, clause: ClauseBase, converts: tuple[str, ...]) -> Iterator[Fault]:
    """All that it converts is of the one other currency, and nothing else converts it."""
    currency, wanted = agreement.currency_of(clause), getattr(clause, "from_currency", "")
    if wanted == currency:
        yield NOTHING_TO_CONVERT.at("from_currency", currency=currency)
        return
    by_id = {other.id: other for other in agreement.clauses}
    for name in converts:
        if name in by_id and (found := agreement.currency_of(by_id[name])) != wanted:
            yield NOT_FROM.at(*where(clause, name), clause=name, from_currency=wanted, found=found)
    for other in agreement.clauses:
        if other.id == clause.id:
            return  # the later one is told
        for name in set(converts) & set(kind_of(other).converts(other)):
            yield TWICE.at(*where(clause, name), clause=name, other=other.id)
