"""JSON Schema of what people write, so that an editor completes it and another program can check it.

A schema shows form only; that tiers have no gap or that a clause exists is found by ``faults``. What a profile fills is
needed only where an agreement names no profile; which one fills what stands in docs/rules/profiles.md.
"""

from collections.abc import Sequence
from typing import Any, Final, get_args

from suture.engine.clauses.figure import Written
from suture.engine.clauses.kind import Measure
from suture.engine.terms.agreement import SCHEMA_VERSION, Agreement
from suture.engine.terms.published import AMENDMENT, HEAD, PROFILES

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[Written], *, name: str, title: str) -> dict[str, Any]:
    """The schema of one kind of document."""
    return _headed(model.model_json_schema(by_alias=True, mode="validation"), name=name, title=title)


def agreement_schema() -> dict[str, Any]:
    """The schema of an agreement: where it names no profile, also what profiles fill is required."""
    schema = schema_of(Agreement, name="agreement", title="Agreement")
    schema["if"], schema["then"] = {"not": {"required": ["profiles"]}}, needed_without_profile(schema)
    return schema


def needed_without_profile(schema: dict[str, Any]) -> dict[str, Any]:
    """Takes what a profile may fill out of what is required, and gives what is required where there is no profile."""
    needed: dict[str, list[tuple[tuple[str, ...], dict[str, Any]]]] = {}
    for kind, fields in fillable().items():
        for field in fields:
            of_kind = {HEAD: schema, AMENDMENT: schema["$defs"]["Amendment"]}.get(kind) or definition(schema, kind)
            holder = inside(schema, of_kind, field[:-1])
            if field[-1] in holder.get("required", ()):
                needed.setdefault(kind, []).append((field, holder))
    for field, holder in (each for found in needed.values() for each in found):
        holder["required"] = [key for key in holder["required"] if key != field[-1]]
    then = {kind: [required(field) for field, _ in fields] for kind, fields in needed.items()}
    head, amendment = then.pop(HEAD, []), then.pop(AMENDMENT, [])
    clauses = [
        {"if": {"properties": {"kind": {"const": kind}}}, "then": {"allOf": parts}} for kind, parts in then.items()
    ]
    each_clause = {"items": {"allOf": clauses}}
    amended = {"items": {"properties": {"clauses": each_clause}, "allOf": amendment}}
    return {"allOf": head, "properties": {"clauses": each_clause, "amendments": amended}}


def fillable() -> dict[str, list[tuple[str, ...]]]:
    """The fields that profiles fill, by clause kind; in the head also what holds them, for it may be left out whole."""
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for profile in PROFILES.values():
        for choice in profile.choices:
            field = tuple(choice.field.split("."))
            if choice.kind == HEAD and "*" not in field:
                found.setdefault(choice.kind, {})[field[:1]] = None
            found.setdefault(choice.kind, {})[field] = None
    return {kind: list(fields) for kind, fields in found.items()}


def definition(schema: dict[str, Any], kind: str) -> dict[str, Any]:
    """The part of a schema that is of one clause kind."""
    of_kind: dict[str, Any] = next(
        each for each in schema["$defs"].values() if each.get("properties", {}).get("kind", {}).get("const") == kind
    )
    return of_kind


HOLDERS: Final = frozenset({"$ref", "properties", "patternProperties"})


def inside(schema: dict[str, Any], holder: dict[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """The part of a schema that lies below some keys; ``*`` is any."""
    for key in keys:
        part = next(iter(holder["patternProperties"].values())) if key == "*" else holder["properties"][key]
        named = next(found for found in [part, *part.get("anyOf", ())] if found.keys() & HOLDERS)
        holder = schema["$defs"][named["$ref"].removeprefix("#/$defs/")] if "$ref" in named else named
    return holder


def required(field: Sequence[str]) -> dict[str, Any]:
    """That the last key is there where what holds it is."""
    if len(field) == 1:
        return {"required": list(field)}
    below = required(field[1:])
    return {"additionalProperties": below} if field[0] == "*" else {"properties": {field[0]: below}}


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
