"""XML of others, read safely: no entities, nothing fetched, nothing larger than an invoice is.

A document type is refused before anything is parsed: it is what entities that grow without end are declared in, and
no invoice has one.
"""

import io
import logging
import re
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from suture.engine.fault import Faulty, refusal
from suture.engine.terms.refused import shown

XML_LIMIT: Final = 50_000_000
"""Bytes of a document; the scans that some senders put into it are most of them."""
PDF_LIMIT: Final = 100_000_000
ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})
ATTACHED: Final = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
"""What Factur-X, ZUGFeRD and XRechnung call the XML in a PDF, in small letters."""

NOT_XML = refusal(
    "xml_not_read",
    "this is not readable as XML: {why}",
    "Ask the sender for the invoice as a file of its own.",
    "无法作为 XML 读取：{why}",
    "请向开票方索取单独的发票文件。",
)
DOCUMENT_TYPE = refusal(
    "xml_document_type",
    "it declares a document type or entities, which no invoice does",
    "Do not open it elsewhere; ask the sender for the invoice as plain UBL or CII.",
    "其中声明了文档类型或实体，发票不应如此",
    "请勿用其他程序打开；请向开票方索取纯 UBL 或 CII 格式的发票。",
)
ENCODED = refusal(
    "xml_encoding",
    "it is encoded as {found}",
    "Save it as UTF-8.",
    "其编码为 {found}",
    "请另存为 UTF-8。",
)
NOT_PDF = refusal(
    "pdf_not_read",
    "this is not readable as PDF: {why}",
    "Save it again without a password, or give the XML by itself.",
    "无法作为 PDF 读取：{why}",
    "请另存为不带密码的 PDF，或直接给出 XML。",
)
NO_XML = refusal(
    "pdf_without_xml",
    "no invoice is attached to this PDF as XML; its picture is not read",
    "Ask the sender for Factur-X, ZUGFeRD or XML, or enter its lines into a table.",
    "该 PDF 未附 XML 发票；版面图像不予读取",
    "请向开票方索取 Factur-X、ZUGFeRD 或 XML，或将明细录入表格。",
)
MANY_XML = refusal(
    "pdf_with_many_xml",
    "{n} XML files are attached to this PDF, and none has the name of an invoice",
    "Save the one that is the invoice, and give it by itself.",
    "该 PDF 附有 {n} 个 XML，且均非发票文件名",
    "请将其中的发票另存后单独给出。",
)
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_TYPE: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def parsed(data: bytes) -> Any:
    """The top element of an XML text. Raises ``Faulty``."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        raise Faulty([ENCODED.at(found="UTF-16")])
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(data[:500])
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if encoding not in ENCODINGS:
        raise Faulty([ENCODED.at(found=shown(encoding))])
    if _TYPE.search(data):
        raise Faulty([DOCUMENT_TYPE.at()])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Faulty([NOT_XML.at(line=error.lineno or None, why=shown(error.msg or "empty"))]) from None
    except ValueError as error:
        raise Faulty([NOT_XML.at(why=shown(error))]) from None


def attached(data: bytes) -> bytes:
    """The XML of the invoice that is attached to a PDF. Raises ``Faulty``."""
    import pypdf

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it would say of the file we say as a fault
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Faulty([NOT_PDF.at(why="it has a password")])
        files = {name: contents[0] for name, contents in reader.attachments.items() if contents}
    except Faulty:
        raise
    except Exception as error:  # of a broken file anything may come out of the library
        raise Faulty([NOT_PDF.at(why=shown(error))]) from None
    named = [each for name, each in files.items() if name.lower() in ATTACHED]
    xml = named or [each for name, each in files.items() if name.lower().endswith(".xml")]
    if not xml:
        raise Faulty([NO_XML.at()])
    if len(xml) > 1:
        raise Faulty([MANY_XML.at(n=len(xml))])
    if len(xml[0]) > XML_LIMIT:
        raise Faulty([NOT_XML.at(why=f"> {XML_LIMIT // 1_000_000} MB")])
    return xml[0]
