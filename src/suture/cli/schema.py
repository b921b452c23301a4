"""`suture schema`: the JSON Schema of a file that is read."""

import argparse
from typing import Any

from suture.cli import DONE
from suture.cli.screen import print_json
from suture.engine.strategy.case import Case
from suture.engine.terms.schema import agreement_schema, facts_schema, schema_of
from suture.files.facts.mapping import Translation


def case_schema() -> dict[str, Any]:
    """The schema of a case."""
    return schema_of(Case, name="case", title="Case")


def mapping_schema() -> dict[str, Any]:
    """The schema of a mapping of somebody else's columns."""
    return schema_of(Translation, name="mapping", title="Mapping")


SCHEMAS = {"agreement": agreement_schema, "case": case_schema, "facts": facts_schema, "mapping": mapping_schema}


def run(asked: argparse.Namespace) -> int:
    """Prints the schema."""
    print_json(SCHEMAS[asked.of]())
    return DONE
