#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes workbooks of known content into a folder, by other hands than the reader's: openpyxl and
odfpy where they are installed, and zips of hand-made parts for what those never write. Beside
each stands what a reader should see (NAME.rows): a line a sheet, "# name", and a line a row,
"number|cell|cell". Tables of tickets stand beside a CSV of the same content instead."""

import csv
import datetime
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def write_zip(path, members, stored=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 10, 0, 0)), content, kind)


# ---- Excel, by hand ----


def relations(rows):
    inner = "".join(
        f'<Relationship Id="{i}" Type={quoteattr(kind)} Target={quoteattr(target)}/>' for i, kind, target in rows
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def excel(path, sheets, texts=None, formats=(), codes=(), date1904=False, strict=False, name="workbook"):
    """`sheets`: (name, state, xml of sheetData). `formats`: number format of each style; `codes`: (id, code)."""
    folder = "xl"
    base = STRICT_RELATIONS if strict else RELATIONS
    main = STRICT_MAIN if strict else MAIN
    parts = [("[Content_Types].xml", "<Types/>"), ("_rels/.rels", relations([("r1", base + "/officeDocument", f"{folder}/{name}.xml")]))]
    rows = [(f"s{i}", base + "/worksheet", f"/{folder}/sheets/{i}.xml" if i % 2 else f"sheets/{i}.xml") for i in range(len(sheets))]
    rows += [("st", base + "/styles", "styles.xml"), ("c0", base + "/chartsheet", "chart.xml")]
    if texts is not None:
        rows.append(("ss", base + "/sharedStrings", "texts.xml"))
    named = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{i + 7}" {f"state={quoteattr(state)}" if state else ""} r:id="s{i}"/>'
        for i, (title, state, _) in enumerate(sheets)
    )
    parts.append((f"{folder}/_rels/{name}.xml.rels", relations(rows)))
    parts.append(
        (
            f"{folder}/{name}.xml",
            f'<workbook xmlns="{main}" xmlns:r="{base}"><workbookPr{" date1904=" + chr(34) + "1" + chr(34) if date1904 else ""}/>'
            f'<sheets><sheet name="Chart" sheetId="1" r:id="c0"/>{named}</sheets></workbook>',
        )
    )
    known = "".join(f'<numFmt numFmtId="{i}" formatCode={quoteattr(code)}/>' for i, code in codes)
    styles = "".join(f'<xf numFmtId="{i}"/>' for i in formats)
    parts.append(
        (
            f"{folder}/styles.xml",
            f'<styleSheet xmlns="{main}"><numFmts>{known}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
            f"<cellXfs>{styles}</cellXfs></styleSheet>",
        )
    )
    for i, (_, _, data) in enumerate(sheets):
        parts.append((f"{folder}/sheets/{i}.xml", data if data.startswith("<?") else f'<worksheet xmlns="{main}">{data}</worksheet>'))
    if texts is not None:
        parts.append((f"{folder}/texts.xml", f'<sst xmlns="{main}">{"".join(texts)}</sst>'))
    write_zip(path, parts)


def data(*rows):
    return f'<dimension ref="A1"/><sheetData>{"".join(rows)}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'


def shown(folder, name, *sheets):
    """`sheets`: (name, [(number, cell, cell...)])."""
    lines = []
    for title, rows in sheets:
        lines.append(f"# {title}")
        lines += ["|".join(str(cell) for cell in row) for row in rows]
    (folder / (name + ".rows")).write_text("".join(line + "\n" for line in lines), "utf-8")


def shared_texts(folder):
    texts = [
        "<si><t>ID</t></si>",
        "<si><t xml:space='preserve'> Titre </t></si>",
        "<si><r><rPr><b/></rPr><t>Impri</t></r><r><t>mante &amp; co</t></r><rPh sb='0' eb='1'><t>ALOUD</t></rPh></si>",
        "<si><t>a_x000D_\nb_x0009_c_x005F_d_xZZZZ_</t></si>",
        "<si/>",
        "<si><t>l\u2019\u00e9t\u00e9 \U0001f600</t></si>",
    ]
    cell = '<c r="{}" t="s"><v>{}</v></c>'
    rows = [
        '<row r="2">' + cell.format("A2", 0) + cell.format("C2", 1) + "</row>",
        '<row r="5">' + cell.format("A5", 2) + cell.format("B5", 3) + cell.format("C5", 4) + cell.format("D5", 5) + "</row>",
        '<row r="6">' + cell.format("A6", 0) + cell.format("B6", 99) + "</row>",
        '<row r="7">' + cell.format("A7", 5) + "</row>",
    ]
    excel(folder / "shared.xlsx", [("Feuille & co", None, data(*rows))], texts)
    shown(
        folder,
        "shared.xlsx",
        (
            "Feuille & co",
            [
                (2, "ID", "", " Titre "),
                (5, "Imprimante & co", "a\\nb\\tc_d_xZZZZ_", "", "l\u2019\u00e9t\u00e9 \U0001f600"),
                (6, "! a cell names a text that the workbook does not hold; open it in Excel and save it again"),
                (7, "l\u2019\u00e9t\u00e9 \U0001f600"),
            ],
        ),
    )


def too_many_texts(folder):
    """More shared texts than are kept; what stands before them is read."""
    texts = ["<si><t>first</t></si>"] + [f"<si><t>{'x' * 1000000}</t></si>"] * 70
    rows = ['<row><c t="s"><v>0</v></c></row>', '<row><c t="s"><v>70</v></c></row>', "<row><c><v>3</v></c></row>"]
    excel(folder / "texts.xlsx", [("S", None, data(*rows))], texts)
    shown(folder, "texts.xlsx", ("S", [(1, "first"), ("failed",)]))


def kinds_of_cells(folder):
    rows = [
        # No references at all, in the prefixed form that some programs write.
        "<row><c><v>1</v></c><c t='str'><f>A1&amp;\"x\"</f><v>1x</v></c><c t='b'><v>1</v></c><c t='b'><v>0</v></c>"
        "<c t='e'><f>NA()</f><v>#N/A</v></c><c t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r></is></c></row>",
        "<row><c r='B2'><f>1+1</f></c><c><v>1234567890123456</v></c><c><v>4.4999999999999998E-2</v></c>"
        "<c><v>1.2E3</v></c><c><v>-7.5</v></c><c><v>x</v></c></row>",
        "<row/>",
        "<row r='9'><c r='AA9' t='d'><v>2024-05-03T09:15:00.000</v></c><c t='d'><v>2024-05-03</v></c></row>",
        "<row r='9'><c t='n'><v>8</v></c></row>",
        "<row r='1002'><c r='XFD1002'><v>1</v></c></row>",
        "<row><c r='XFD1003' s='3'/><c r='A1003'><v>last</v></c></row>",
    ]
    expected = [
        (1, "1", "1x", "TRUE", "FALSE", "", "inline"),
        (2, "", "", "1234567890123456", "0.045", "1200", "-7.5", "x"),
        (9,) + ("",) * 26 + ("2024-05-03 09:15:00", "2024-05-03"),
        (10, "8"),
        (1002, "! a row with more than 1000 columns; delete what stands to the right of the table"),
        (1003, "last"),
    ]
    for name, strict in (("kinds.xlsx", False), ("kinds_strict.xlsm", True)):
        excel(folder / name, [("S", None, data(*rows))], strict=strict, name="classeur")
        shown(folder, name, ("S", expected))
    prefixed = data(*rows).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    excel(folder / "kinds_prefixed.xlsx", [("S", None, f"<?xml version='1.0'?><x:worksheet xmlns:x='{MAIN}'>{prefixed}</x:worksheet>")])
    shown(folder, "kinds_prefixed.xlsx", ("S", expected))


CODES = [
    # code, what it shows of a day and a time
    ("General", "number"),
    ("0.00", "number"),
    ("#,##0.00\\ [$\u20ac-40C];[Red]\\-#,##0.00", "number"),
    ('0.0" days"', "number"),
    ('"year "0', "number"),
    ("@", "number"),
    ("_-* #,##0_-", "number"),
    ("0.00E+00", "number"),
    ("yyyy\\-mm\\-dd", "day"),
    ("dd/mm/yy;@", "day"),
    ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "day"),
    ("mmm", "day"),
    ("[Red]d", "day"),
    ("dd/mm/yyyy\\ hh:mm", "both"),
    ("m/d/yy h:mm AM/PM", "both"),
    ("yyyy-mm-dd hh:mm:ss.000", "both"),
    ("h:mm", "time"),
    ("mm:ss.0", "time"),
    ("[$-409]h:mm:ss AM/PM", "time"),
    ("[h]:mm:ss", "elapsed"),
    ("[mm]:ss", "elapsed"),
]
BUILTIN = {0: "number", 9: "number", 14: "day", 17: "day", 18: "time", 21: "time", 22: "both", 37: "number", 45: "time", 46: "elapsed", 47: "time", 49: "number"}


def of_serial(serial, kind, date1904):
    """What a cell shows, by Python's calendar; the 60th day of the 1900 system is in none."""
    seconds = round(serial * 86400)
    if kind == "number":
        return f"{serial:.15g}"
    if kind == "elapsed":
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if date1904:
        start = datetime.datetime(1904, 1, 1)
    else:
        start = datetime.datetime(1899, 12, 31 if seconds < 60 * 86400 else 30)
    at = start + datetime.timedelta(seconds=seconds)
    if kind == "time" and seconds < 86400:
        return at.strftime("%H:%M:%S")
    day = "1900-02-29" if not date1904 and seconds // 86400 == 60 else f"{at.year:04}-{at:%m-%d}"
    return day if kind == "day" and seconds % 86400 == 0 else f"{day} {at:%H:%M:%S}"


def number_formats(folder):
    styles = list(BUILTIN) + [200 + i for i in range(len(CODES))]
    kinds = list(BUILTIN.values()) + [kind for _, kind in CODES]
    serials = [1.5, 59, 60, 61.25, 25569, 45415, 45415.385416666664, 36526.999999999, 73050.5, 2958465]
    for name, date1904 in (("formats.xlsx", False), ("formats_1904.xlsx", True)):
        rows, expected = [], []
        for number, serial in enumerate(serials, 1):
            if date1904:
                serial = min(serial, 2957003)
            rows.append(f'<row r="{number}">' + "".join(f'<c s="{i}"><v>{serial!r}</v></c>' for i in range(len(styles))) + "</row>")
            expected.append((number, *(of_serial(serial, kind, date1904) for kind in kinds)))
        codes = [(200 + i, code) for i, (code, _) in enumerate(CODES)]
        excel(folder / name, [("S", None, data(*rows))], formats=styles, codes=codes, date1904=date1904)
        shown(folder, name, ("S", expected))
    # What no calendar holds stays a number.
    excel(folder / "no_dates.xlsx", [("S", None, data("<row>" + "".join(f'<c s="0"><v>{v}</v></c>' for v in ("-1", "2958466", "1E300", "0.5", "NaN")) + "</row>"))], formats=[22])
    shown(folder, "no_dates.xlsx", ("S", [(1, "-1", "2958466", "1e+300", "12:00:00", "NaN")]))


def several_sheets(folder):
    row = "<row><c t='inlineStr'><is><t>{}</t></is></c></row>".format
    excel(
        folder / "sheets.xlsx",
        [("A", "hidden", data(row("a"))), ("B", "visible", data(row("b"))), ("C", "veryHidden", data(row("c"))), ("D", None, data()), ("E", None, "<sheetPr/>")],
    )
    shown(folder, "sheets.xlsx", ("B", [(1, "b")]), ("D", []), ("E", []), ("A (hidden)", [(1, "a")]), ("C (hidden)", [(1, "c")]))
    whole = data(*(f"<row r='{i}'><c><v>{i}</v></c></row>" for i in range(1, 4)))
    excel(folder / "cut.xlsx", [("S", None, "<?xml version='1.0'?><worksheet>" + whole[: whole.index("3</v>")])])
    shown(folder, "cut.xlsx", ("S", [(1, "1"), (2, "2"), ("failed",)]))


# ---- OpenDocument, by hand ----

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("draw", "drawing"))
)


def ods(path, tables, manifest="<manifest/>"):
    content = (
        f"<?xml version='1.0'?><office:document-content {NAMESPACES}><office:automatic-styles>"
        "<style:style style:name='ta2' style:family='table'><style:table-properties table:display='false'/></style:style>"
        "<style:style style:name='ta1' style:family='table'><style:table-properties table:display='true'/></style:style>"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    write_zip(path, [("mimetype", ODS), ("content.xml", content), ("META-INF/manifest.xml", manifest)], stored=("mimetype",))


def text_cell(text, more=""):
    return f"<table:table-cell office:value-type='string' {more}><text:p>{escape(text)}</text:p></table:table-cell>"


def odd_ods(folder):
    first = (
        "<table:tracked-changes><table:table-row><table:table-cell><text:p>old</text:p></table:table-cell></table:table-row></table:tracked-changes>"
        "<table:table table:name='Un' table:style-name='ta1'><table:shapes><draw:frame><draw:text-box><text:p>drawn</text:p></draw:text-box></draw:frame></table:shapes>"
        "<table:table-column table:number-columns-repeated='16384'/>"
        "<table:table-header-rows><table:table-row>" + text_cell("ID") + text_cell("x", "table:number-columns-repeated='3'") + "</table:table-row></table:table-header-rows>"
        "<table:table-row table:number-rows-repeated='4'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
        "<table:table-row><table:table-cell office:value-type='float' office:value='1234.5'><text:p>1 234,50 \u20ac</text:p></table:table-cell>"
        "<table:table-cell office:value-type='date' office:date-value='2024-05-03T09:15:00.500'><text:p>03/05/24</text:p></table:table-cell>"
        "<table:table-cell office:value-type='date' office:date-value='2024-05-03'/>"
        "<table:table-cell office:value-type='time' office:time-value='PT36H05M07.5S'/>"
        "<table:table-cell office:value-type='boolean' office:boolean-value='true'><text:p>VRAI</text:p></table:table-cell>"
        "<table:table-cell office:value-type='percentage' office:value='0.5'><text:p>50 %</text:p></table:table-cell>"
        "<table:table-cell office:value-type='string' office:string-value=''><text:p>#N/A</text:p></table:table-cell>"
        "<table:table-cell office:value-type='string'><office:annotation><text:p>note</text:p></office:annotation><text:p>one<text:s text:c='2'/>two<text:line-break/>"
        "<text:span>three</text:span><text:tab/></text:p><text:p>four<draw:frame><text:p>no</text:p></draw:frame></text:p></table:table-cell></table:table-row>"
        "<table:table-row-group><table:table-row table:number-rows-repeated='2'>"
        + text_cell("merged", "table:number-columns-spanned='2'")
        + "<table:covered-table-cell office:value-type='string'><text:p>covered</text:p></table:covered-table-cell>"
        + text_cell("b")
        + "</table:table-row></table:table-row-group>"
        "<table:table-row>" + text_cell("wide", "table:number-columns-repeated='1048576'") + "</table:table-row>"
        "<table:table-row table:number-rows-repeated='1048000'><table:table-cell/></table:table-row></table:table>"
    )
    hidden = "<table:table table:name='Deux' table:style-name='ta2'><table:table-row>" + text_cell("z") + "</table:table-row></table:table>"
    bomb = "<table:table table:name='Trois'><table:table-row table:number-rows-repeated='2000000000'>" + text_cell("x") + "</table:table-row><table:table-row>" + text_cell("y") + "</table:table-row></table:table>"
    links = "<table:dde-links><table:dde-link><table:table><table:table-row>" + text_cell("link") + "</table:table-row></table:table></table:dde-link></table:dde-links>"
    ods(folder / "odd.ods", first + hidden + bomb + links)
    many = [(i, "x") for i in range(1, 1001)]
    shown(
        folder,
        "odd.ods",
        (
            "Un",
            [
                (1, "ID", "x", "x", "x"),
                (6, "1234.5", "2024-05-03 09:15:00", "2024-05-03", "36:05:07", "TRUE", "0.5", "", "one  two\\nthree\\t\\nfour"),
                (7, "merged", "", "b"),
                (8, "merged", "", "b"),
                (9, "! a row with more than 1000 columns; delete what stands to the right of the table"),
            ],
        ),
        ("Trois", [*many, (1001, "! the row stands more than 1000 times one after the other; keep it once"), (2000000001, "y")]),
        ("Deux (hidden)", [(1, "z")]),
    )
    ods(folder / "locked.ods", "", "<manifest><file-entry><encryption-data/></file-entry></manifest>")


# ---- other tables, and what is not read ----


def cell(value, style=None):
    if style is not None:
        return f'<c s="{style}"><v>{value}</v></c>'
    return f"<c t='inlineStr'><is><t>{escape(value)}</t></is></c>"


def line(*cells):
    return "<row>" + "".join(cells) + "</row>"


def other_tables(folder):
    """Days, times and instants in the styles 1, 2 and 3; the sheet before the table fits nobody."""
    note = ("Lisez-moi", None, data(line(cell("Export du mois"))))
    formats = [0, 14, 21, 22]
    facts = [line(cell("date"), cell("fait"), cell("valeur")), line(cell(45017, 1), cell("Canal ouvert"), cell("Teams")), line(cell(""), cell("effectif"), cell("43"))]
    excel(folder / "facts.xlsx", [note, ("Faits", None, data(*facts))], formats=formats)
    calls = [
        line(*map(cell, ("Date", "Heure", "Appelant", "Appelé", "Durée"))),
        line(cell(45017, 1), cell(0.385416666666667, 2), cell("+33123456789"), cell("+33612345678"), cell(0.00222222222222222, 2)),
    ]
    excel(folder / "calls.xlsx", [note, ("Appels", None, data(*calls))], formats=formats)
    trace = [
        line(*map(cell, ("Received", "SenderAddress", "RecipientAddress", "Subject", "MessageId"))),
        line(cell(45017.5, 3), cell("a@acme.fr"), cell("b@infonet.fr"), cell("Panne"), cell("<1@acme.fr>")),
    ]
    excel(folder / "trace.xlsx", [note, ("Trace", None, data(*trace))], formats=formats)
    write_zip(folder / "books.zip", [("docs/facts.xlsx", (folder / "facts.xlsx").read_bytes())])


def old_excel(path):
    """The header and the directory of a compound file, 300 kB apart."""
    sector = 600
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = sector.to_bytes(4, "little")
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", "Workbook"))
    path.write_bytes(bytes(header) + bytes(512 * sector) + directory.ljust(512, b"\0"))


# ---- tickets, by other writers, and their CSV ----

HEADER = ["ID", "Titre", "Statut", "Date d'ouverture", "Derni\u00e8re modification", "Date de cl\u00f4ture", "Priorit\u00e9", "Demandeur - Demandeur", "Attribu\u00e9 \u00e0 - Technicien", "Description"]


def tickets():
    start = datetime.datetime(2023, 1, 2, 8, 0, 5)
    states = ["Nouveau", "En cours (Attribu\u00e9)", "Clos", "En attente"]
    for i in range(400):
        opened = start + datetime.timedelta(hours=7 * i, minutes=13 * i % 60)
        closed = opened + datetime.timedelta(days=2, seconds=i) if i % 4 == 2 else None
        yield [
            i + 1000, f"Ticket \u00ab {i} \u00bb; \"{i}\"", states[i % 4], opened, opened + datetime.timedelta(hours=1), closed,
            ["Haute", "Moyenne"][i % 2], f"personne{i % 17}", None if i % 5 == 0 else f"tech{i % 3}", "Ligne un\nligne deux <3" if i % 3 else None,
        ]  # fmt: skip


def as_text(value):
    return "" if value is None else value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime.datetime) else str(value)


def tickets_csv(folder, name):
    with open(folder / name, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow(HEADER)
        writer.writerows([as_text(value) for value in row] for row in tickets())


def tickets_openpyxl(folder):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Export", "du", "jour"])
    sheet = book.create_sheet("Tickets")
    sheet.append(["Tickets ouverts"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    for row in [HEADER, *tickets()]:
        sheet.append(row)
    book.create_sheet("Brouillon").sheet_state = "hidden"
    book["Brouillon"].append(["vieux"])
    book.save(folder / "tickets.xlsx")
    tickets_csv(folder, "tickets.xlsx.csv")


def tickets_odfpy(folder):
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Tickets")
    document.spreadsheet.addElement(table)
    for row in [HEADER, *tickets()]:
        line = TableRow()
        table.addElement(line)
        for value in row:
            if value is None:
                line.addElement(TableCell())
                continue
            if isinstance(value, datetime.datetime):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
                cell.addElement(P(text=value.strftime("%d/%m/%y")))
            elif isinstance(value, int):
                cell = TableCell(valuetype="float", value=str(value))
                cell.addElement(P(text=f"{value:,}"))
            else:
                cell = TableCell(valuetype="string")
                for part in value.split("\n"):
                    cell.addElement(P(text=part))
            line.addElement(cell)
    document.save(str(folder / "tickets.ods"))
    tickets_csv(folder, "tickets.ods.csv")


def main(folder):
    shared_texts(folder)
    too_many_texts(folder)
    kinds_of_cells(folder)
    number_formats(folder)
    several_sheets(folder)
    odd_ods(folder)
    other_tables(folder)
    old_excel(folder / "old.xls")
    for write in (tickets_openpyxl, tickets_odfpy):
        try:
            write(folder)
        except ImportError as missing:
            print(f"{missing.name} is not installed: its workbooks are not compared", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
