"""Makes the Word templates of an agreement's text anew; run by hand when their layout is to change.

The templates are kept in the repository, for lawyers restyle them in Word. Their tags are those of docxtpl.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FOLDER = Path(__file__).resolve().parent.parent / "src/suture/files/documents/templates"
LATIN, CHINESE = "Noto Serif", "Noto Serif CJK SC"


def blank() -> Word:
    """A4, quiet margins, one serif for each script, headings in black."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    for name, size in (("Normal", 10), ("Title", 18), ("Heading 1", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:ascii"), LATIN)
        fonts.set(qn("w:hAnsi"), LATIN)
        fonts.set(qn("w:eastAsia"), CHINESE)
        style.paragraph_format.space_after = Pt(4)
    document.styles["Heading 1"].paragraph_format.keep_with_next = True
    return document


def head(document: Word) -> None:
    """Title, and below it the number and the parties."""
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ subtitle }}")


def foot(document: Word) -> None:
    """Lines to sign on, and from which data the text was made."""
    table = document.add_table(rows=2, cols=2)
    for cell, tag in zip(table.rows[0].cells, ("{{ buyer }}", "{{ seller }}"), strict=True):
        cell.paragraphs[0].paragraph_format.space_before = Pt(30)
        cell.paragraphs[0].add_run("_" * 30)
        cell.add_paragraph(tag)
    for cell in table.rows[1].cells:
        cell.paragraphs[0].add_run("{{ signed }}")
    made = document.sections[0].footer.paragraphs[0]
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = made.add_run("{{ made_from }}")
    run.font.size = Pt(7.5)


def one_language() -> Word:
    """Articles one below the other."""
    document = blank()
    head(document)
    document.add_paragraph("{%p for article in articles %}")
    document.add_paragraph("{{ article.number }}  {{ article.title }}", style="Heading 1")
    document.add_paragraph("{%p for sentence in article.sentences %}")
    document.add_paragraph("{{ sentence }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    foot(document)
    return document


def two_languages() -> Word:
    """Both languages side by side, article beside article."""
    document = blank()
    head(document)
    table = document.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for article in articles %}"
    for cell, side in zip(table.rows[1].cells, ("article", "article.beside"), strict=True):
        cell.paragraphs[0].style = document.styles["Heading 1"]
        cell.paragraphs[0].add_run(f"{{{{ article.number }}}}  {{{{ {side}.title }}}}")
        cell.add_paragraph(f"{{%p for sentence in {side}.sentences %}}")
        cell.add_paragraph("{{ sentence }}")
        cell.add_paragraph("{%p endfor %}")
    table.rows[2].cells[0].text = "{%tr endfor %}"
    foot(document)
    return document


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    one_language().save(str(FOLDER / "agreement.docx"))
    two_languages().save(str(FOLDER / "agreement-both.docx"))
