"""JSON Schema of what people write, so that an editor completes it and another program can check it.

A schema shows form only; that tiers have no gap or that a clause exists is found by ``faults``.
"""

from typing import Any, Final, get_args

from suture.engine.clauses.figure import Written
from suture.engine.clauses.kind import Measure
from suture.engine.terms.agreement import SCHEMA_VERSION, Agreement

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[Written], *, name: str, title: str) -> dict[str, Any]:
    """The schema of one kind of document."""
    return _headed(model.model_json_schema(by_alias=True, mode="validation"), name=name, title=title)


def agreement_schema() -> dict[str, Any]:
    """The schema of an agreement."""
    return schema_of(Agreement, name="agreement", title="Agreement")


def facts_schema() -> dict[str, Any]:
    """The schema of facts as a list; a table has the same columns."""
    text = {"type": "string"}
    number = {
        "anyOf": [
            {"type": "number"},
            {"type": "string", "pattern": r"^[-+]?([0-9]{1,15}(\.[0-9]{1,12})?|\.[0-9]{1,12})$"},
        ]
    }
    columns: dict[str, Any] = {
        "agreement": {**text, "description": "number of the agreement"},
        "service": {**text, "description": "a service or an index of the agreement, or 'agreement'"},
        "date": {**text, "format": "date"},
        "quantity": {**number, "description": "a whole number of steps of the service's unit"},
        "unit": {**text, "description": "unit of the service; empty for an index"},
        "kind": {"enum": list(get_args(Measure)), "description": "what happened"},
        "event": {**text, "description": "the order, lot or event that may not be split"},
        "source_id": {**text, "description": "the fact's own number, needed to reverse it"},
        "reverses": {**text, "description": "source_id of the fact that this one cancels"},
        "note": {**text, "description": "needed where a quantity below zero reverses nothing: what is taken back"},
        "for": {**text, "format": "date", "description": "the day it is about, where that is not the day it happened"},
    }
    required = ["agreement", "service", "date", "quantity", "unit", "kind"]
    row = {"type": "object", "properties": columns, "required": required, "additionalProperties": False}
    return _headed({"type": "array", "items": row}, name="facts", title="Facts")


def _headed(schema: dict[str, Any], *, name: str, title: str) -> dict[str, Any]:
    """The schema with its dialect, name and version in front."""
    head = {
        "$schema": DIALECT,
        "$id": f"urn:suture:{name}:{SCHEMA_VERSION}",
        "title": title,
        "version": SCHEMA_VERSION,
    }
    return {**head, **{key: value for key, value in schema.items() if key not in head}}
