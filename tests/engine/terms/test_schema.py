"""The JSON Schema says what is read, in the forms in which people write it."""

import json
import re

from suture.engine.clauses import KINDS
from suture.engine.rating.fact import COLUMNS, MEASURES
from suture.engine.terms.document import parse
from suture.engine.terms.schema import agreement_schema, facts_schema
from tests.supply import AGREEMENT


def fits(data, schema, defs):
    """Whether data has the form of a schema; the few words of JSON Schema that ours uses."""
    if "$ref" in schema:
        return fits(data, defs[schema["$ref"].removeprefix("#/$defs/")], defs)
    if "anyOf" in schema or "oneOf" in schema:
        return any(fits(data, each, defs) for each in schema.get("anyOf", schema.get("oneOf")))
    if "const" in schema:
        return str(data) == str(schema["const"])
    if "enum" in schema:
        return data in schema["enum"]
    if not meets(data, schema, defs):
        return False
    kind = schema.get("type")
    if kind == "object":
        known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        return isinstance(data, dict) and set(schema.get("required", ())) <= data.keys() and all(
            fits(value, known[key], defs) if key in known
            else fits(value, more, defs) if isinstance(more, dict) else more
            for key, value in data.items()
        )  # fmt: skip
    if kind == "array":
        return isinstance(data, list) and all(fits(each, schema.get("items", {}), defs) for each in data)
    if kind == "string":
        return isinstance(data, str) and bool(re.search(schema.get("pattern", ""), data))
    return kind in ("number", "integer", "boolean", None)


def meets(data, schema, defs):
    """Whether data meets the conditions of a schema that names no type: what is required, where, and if what."""
    if "not" in schema:
        return not meets(data, schema["not"], defs)
    if "if" in schema and meets(data, schema["if"], defs) and not meets(data, schema["then"], defs):
        return False
    if not all(meets(data, each, defs) for each in schema.get("allOf", ())):
        return False
    if "const" in schema and str(data) != str(schema["const"]):
        return False
    if "type" in schema:  # the other words are looked at by its type
        return True
    if isinstance(data, list):
        return all(meets(each, schema.get("items", {}), defs) for each in data)
    if not isinstance(data, dict):
        return True
    known, more = schema.get("properties", {}), schema.get("additionalProperties", {})
    return set(schema.get("required", ())) <= data.keys() and all(
        meets(value, known.get(key, more), defs) for key, value in data.items()
    )


def test_a_good_agreement_fits_and_a_misspelt_one_does_not():
    schema = agreement_schema()
    data = parse(AGREEMENT).data
    assert fits(data, schema, schema["$defs"])
    assert not fits(data | {"curency": "USD"}, schema, schema["$defs"])
    assert not fits({**data, "clauses": [{**data["clauses"][0], "window": "fortnight"}]}, schema, schema["$defs"])


def test_a_figure_may_be_a_number_a_text_a_range_or_dated():
    schema = agreement_schema()
    figure, defs = schema["$defs"]["Figure"], schema["$defs"]
    good = [
        "22.00", "22.00 USD/piece", "8 %", "unknown", {"low": "5", "value": "9", "high": "16", "assumption": "habit"},
        [{"from": "2027-01-01", "value": "22 USD"}, {"from": "2028-01-01", "low": "5", "high": "6"}],
    ]  # fmt: skip
    assert [each for each in good if not fits(each, figure, defs)] == []
    assert {"type": "number"} in figure["anyOf"]
    strings = [each for each in figure["anyOf"] if each.get("type") == "string"]
    assert [bad for bad in ("abc", "22,00", "1 000", "") if any(fits(bad, each, defs) for each in strings)] == []
    assert not any(fits({"vale": "3"}, each, defs) for each in figure["anyOf"] if each.get("type") == "object")


def test_a_schema_names_its_dialect_title_and_version():
    for schema, title in ((agreement_schema(), "Agreement"), (facts_schema(), "Facts")):
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert (schema["title"], schema["version"]) == (title, 1)
        assert json.loads(json.dumps(schema)) == schema


def test_every_kind_is_in_the_schema_and_every_key_is_as_people_write_it():
    text = json.dumps(agreement_schema())
    assert all(f'"const": "{kind}"' in text for kind in KINDS)
    assert '"from_"' not in text


def test_the_facts_have_the_columns_and_kinds_that_are_read():
    row = facts_schema()["items"]
    assert tuple(row["properties"]) == COLUMNS
    assert tuple(row["properties"]["kind"]["enum"]) == MEASURES
