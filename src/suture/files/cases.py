"""A case from a file, with every fault of it; and the hash of what was read."""

import hashlib

from suture.engine.fault import Faulty, refusal
from suture.engine.strategy.case import Case
from suture.engine.strategy.case_faults import case_faults
from suture.engine.terms.document import Document
from suture.engine.terms.reading import in_file, mapping, written_in
from suture.files.opening import text_of

NOT_A_CASE = refusal(
    "not_a_case",
    "this is no case: it has no key 'case' at its top",
    "Begin with 'case: its name'; see examples/cases.",
    "这不是案例：顶层没有键“case”",
    "请以“case: 名称”开头；参见 examples/cases。",
)


def case_of(path: str) -> tuple[Case, str]:
    """The case in a file, and the hash of its text. Raises ``Faulty``."""
    text = text_of(path)
    document = mapping(text, path)
    try:
        if isinstance(document.data, dict) and "case" not in document.data:
            raise Faulty([NOT_A_CASE.at(line=1)])
        return case_in(document), hashlib.sha256(text.encode()).hexdigest()
    except Faulty as faulty:
        raise Faulty(in_file(faulty.faults, path)) from None


def case_in(document: Document) -> Case:
    """The case in a document that was parsed. Raises ``Faulty``."""
    return written_in(document, Case, case_faults)
