#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes documents of known content, by another hand than the reader's, into a folder."""

import sys
import zipfile
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:styleId="Titre1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Enfant"><w:basedOn w:val="Titre1"/></w:style>
<w:style w:styleId="TM1"><w:name w:val="toc 1"/></w:style></w:styles>"""
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
NOTES = f"""<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>Une note.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
APP = "<Properties><Pages>2</Pages></Properties>"


def run(text, inside=""):
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def listed(level):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'


BODY = "".join([
    paragraph(run("Durée"), '<w:pStyle w:val="Titre1"/>'),
    paragraph(run("Premier point"), listed(1)),
    paragraph(run("sous-point"), listed(2)),
    paragraph(run("sous-point encore"), listed(2)),
    paragraph(run("Second point"), listed(1)),
    paragraph(run("Prix"), '<w:pStyle w:val="Enfant"/>'),
    paragraph(run("Retour"), listed(1)),
    paragraph(run("trois ") + "<w:del>" + '<w:r><w:delText>deux</w:delText></w:r></w:del><w:ins>' + run("quatre")
              + "</w:ins>" + run(" mois") + run(" caché", "<w:rPr><w:vanish/></w:rPr>")
              + run(" montré", '<w:rPr><w:vanish w:val="0"/></w:rPr>')),
    paragraph(run("Durée ......... 3"), '<w:pStyle w:val="TM1"/>'),
    paragraph('<w:hyperlink w:anchor="_Toc1">' + run("1. Lien de sommaire") + "</w:hyperlink>"),
    paragraph(run("Appel") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" de note.")),
    "<w:tbl><w:tr><w:tc>" + paragraph(run("Disponibilité")) + "</w:tc><w:tc>" + paragraph(run("99,9 %"))
    + paragraph(run("par mois")) + "</w:tc></w:tr><w:tr><w:tc>" + paragraph("") + "</w:tc></w:tr></w:tbl>",
    paragraph("<w:r><w:lastRenderedPageBreak/></w:r>" + run("Page suivante")),
    paragraph('<mc:AlternateContent xmlns:mc="m"><mc:Choice>' + run("une fois") + "</mc:Choice><mc:Fallback>"
              + run("deux fois") + "</mc:Fallback></mc:AlternateContent>"),
])

OFFICE = ('xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:style="s" xmlns:fo="f"')
ODT = f"""<office:document-content {OFFICE}><office:automatic-styles>
<style:style style:name="H1"><style:text-properties text:display="none"/></style:style></office:automatic-styles>
<office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><text:p>parti</text:p>
</text:deletion></text:changed-region></text:tracked-changes>
<text:table-of-content><text:p>Sommaire</text:p></text:table-of-content>
<text:h text:outline-level="2">Durée</text:h><text:p>Trois<text:s/>mois<text:span text:style-name="H1"> caché</text:span><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Une note.</text:p></text:note-body></text:note> fermes.</text:p>
<text:list><text:list-item><text:p>un point</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>GTI</text:p></table:table-cell><table:table-cell><text:p>4 h</text:p></table:table-cell></table:table-row></table:table>
<text:p>Avant<text:soft-page-break/> et après</text:p><text:p>Page deux</text:p></office:text></office:body></office:document-content>"""


def write_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 10, 0, 0)), content, kind)


def main(folder):
    word = f"<w:document {W}><w:body>{BODY}</w:body></w:document>"
    parts = [("[Content_Types].xml", "<Types/>"), ("word/document.xml", word), ("word/styles.xml", STYLES),
             ("word/numbering.xml", NUMBERING), ("word/footnotes.xml", NOTES), ("docProps/app.xml", APP)]
    write_zip(folder / "all.docx", parts)
    write_zip(folder / "bare.docx", parts[:2])
    write_zip(folder / "torn.docx", [parts[0], ("word/document.xml", word[:-60])])
    write_zip(folder / "nothing.docx", [parts[0], ("word/documents.txt", "x")])
    write_zip(folder / "all.odt", [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", ODT)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
