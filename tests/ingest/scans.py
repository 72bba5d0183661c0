# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scanned contracts: pages that are pictures are recognised, each with its confidence; pages that have text keep it; without
the program the summary says which pages were left out. The PDF is written here page by page; its pictures are drawn by
pdftoppm from the same sentences. Prints TAP; skipped where tesseract or poppler is not installed."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CONTRACT = [
    ["CONTRAT D'INFOGÉRANCE", "", "Entre la société Acme (le Client) et la société Infonet (le Prestataire),",
     "signé le 12 janvier 2023.", "", "Article 1 - Durée", "",
     "Le contrat prend effet le 1er février 2023 pour une durée initiale de",
     "trente-six (36) mois. Il est ensuite renouvelé par tacite reconduction par",
     "périodes de douze (12) mois, sauf dénonciation par lettre recommandée",
     "moyennant un préavis de trois (3) mois avant l'échéance."],
    ["Article 2 - Obligations", "",
     "Le Prestataire s'engage à rétablir le service dans un délai de quatre (4)",
     "heures ouvrées. Le Client doit régler les factures sous trente (30) jours.", "",
     "Le Prestataire sauvegarde chaque jour les données du Client et en vérifie la",
     "restauration une fois par trimestre, en présence d'un représentant du Client."],
]


def pdf(objects):
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def stream(content, words=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), words, content)


def text_page(lines):
    shown = b"BT /F1 12 Tf 60 780 Td 18 TL\n"
    for line in lines:
        shown += b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*\n"
    return stream(shown + b"ET")


def picture_page(picture):
    return stream(b"q 595 0 0 842 0 0 cm /Im%d Do Q" % picture)


def jpeg_size(data):
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(data[at + 2:at + 4], "big")
    return int.from_bytes(data[at + 7:at + 9], "big"), int.from_bytes(data[at + 5:at + 7], "big")


def image(jpeg):
    size = jpeg_size(jpeg)
    return stream(jpeg, b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
                  b" /BitsPerComponent 8 /Filter /DCTDecode" % size)


def write_pdf(path, pages):
    """`pages`: lists of lines, or bytes of a JPEG."""
    n = len(pages)
    images = [page for page in pages if isinstance(page, bytes)]
    first = 4 + 2 * n
    resources = b"<< /Font << /F1 3 0 R >> /XObject << %s >> >>" % b" ".join(
        b"/Im%d %d 0 R" % (i, first + i) for i in range(len(images)))
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(n))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842] >>" % (n, kids),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    seen = 0
    for i, page in enumerate(pages):
        objects.append(b"<< /Type /Page /Parent 2 0 R /Resources %s /Contents %d 0 R >>" % (resources, 5 + 2 * i))
        objects.append(picture_page(seen) if isinstance(page, bytes) else text_page(page))
        seen += isinstance(page, bytes)
    path.write_bytes(pdf(objects + [image(one) for one in images]))


def picture(folder, lines, dots):
    write_pdf(folder / "drawn.pdf", [lines])
    subprocess.run(["pdftoppm", "-r", str(dots), "-jpeg", "-singlefile", folder / "drawn.pdf", folder / "drawn"],
                   check=True)
    return (folder / "drawn.jpg").read_bytes()


class Judge:
    """Runs the program in a folder of its own and prints TAP."""

    def __init__(self, entente, folder):
        self.entente, self.folder, self.count, self.failed = entente, folder, 0, 0

    def run(self, store, *arguments, path=None):
        environment = dict(os.environ, ENTENTE_STORE=str(self.folder / store), HOME=str(self.folder))
        if path is not None:
            environment["PATH"] = path
        done = subprocess.run([self.entente, *map(str, arguments)], env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        self.said = (done.stdout + done.stderr).decode("utf-8")
        return done.stdout.decode("utf-8")

    def read(self, store, document):
        self.run(store, "import", "-r", "acme", document)
        return json.loads(self.run(store, "contract", "read", "--json"))["documents"][0]

    def check(self, holds, title, detail=""):
        self.count += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.count} - {title}")
        if not holds:
            print(f"# {detail}\n# {self.said}")


def terms_of(document):
    return {one["term"]: (one["value"], one["measure"] and one["measure"].get("value"), one["page"])
            for one in document["terms"]}


def scanned(judge, folder):
    write_pdf(folder / "scan.pdf", [picture(folder, page, 200) for page in CONTRACT])
    document = judge.read("scan.db", folder / "scan.pdf")
    judge.check([one["page"] for one in document["scans"]] == [1, 2] and
                all(one["confidence"] >= 85 for one in document["scans"]), "each page has its confidence",
                document["scans"])
    words = sum(len(line.split()) for page in CONTRACT for line in page)
    seen = sum(one["words"] for one in document["scans"])
    judge.check(abs(seen - words) <= words // 20, "about all words are recognised", f"{seen} of {words}")
    write_pdf(folder / "text.pdf", CONTRACT)
    plain = judge.read("text.db", folder / "text.pdf")
    judge.check(plain["scans"] == [], "text is not recognised again", plain["scans"])
    judge.check(terms_of(document) == terms_of(plain) and len(plain["terms"]) >= 5,
                "the same terms on the same pages as in the text", (terms_of(document), terms_of(plain)))
    text = judge.run("scan.db", "contract", "read", "--lang", "fr")
    judge.check("numérisée, reconnue à" in text and "Numérisé, " in text, "the confidence is shown", text)
    first = judge.run("scan.db", "contract", "read", "--json")
    judge.run("again.db", "import", "-r", "acme", folder / "scan.pdf")
    judge.check(first == judge.run("again.db", "contract", "read", "--json"), "read twice is read the same")


def mixed(judge, folder):
    write_pdf(folder / "mixed.pdf", [CONTRACT[0], picture(folder, CONTRACT[1], 200), []])
    document = judge.read("mixed.db", folder / "mixed.pdf")
    judge.check([one["page"] for one in document["scans"]] == [2], "only the page that is a picture", document["scans"])
    judge.check(any(one["page"] == 2 for one in document["obligations"]), "its obligations stand on its page")
    worse = [picture(folder, CONTRACT[0], dots) for dots in (200, 60)]
    write_pdf(folder / "worse.pdf", worse)
    sure = [one["confidence"] for one in judge.read("worse.db", folder / "worse.pdf")["scans"]]
    judge.check(len(sure) == 1 or sure[1] < sure[0], "a worse scan is less sure", sure)


def without(judge, folder):
    tools = folder / "tools"
    tools.mkdir()
    for name in ("pdftotext", "pdftoppm"):
        (tools / name).symlink_to(shutil.which(name))
    judge.run("without.db", "import", "-r", "acme", folder / "mixed.pdf", path=str(tools))
    judge.check("pages 2, 3 hold next to no text" in judge.said and "tesseract-ocr-fra" in judge.said,
                "without the program the pages are named")
    judge.run("without.db", "import", "-r", "acme", folder / "text.pdf", path=str(tools))
    judge.check("tesseract" not in judge.said, "and a text is not troubled")


def main(entente):
    if not all(map(shutil.which, ("tesseract", "pdftoppm", "pdftotext"))):
        print("1..0 # SKIP tesseract or poppler is not installed")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        judge = Judge(entente, folder)
        for part in (scanned, mixed, without):
            part(judge, folder)
        print(f"1..{judge.count}")
        return 1 if judge.failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
