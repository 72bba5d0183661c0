#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text and word vectors for tools/train_language (docs/language.md says when to run it).

    training_text.py FOLDER [MBOX.xz]

Downloads the documentation packages below with apt-get, takes their French and English prose,
and writes to FOLDER:

    vectors.rec      the model's word vectors: skip-grams by fasttext (Bojanowski et al. 2017),
                     weighted by rarity (Arora et al. 2017), rounded to int8
    background.tsv   ordinary prose, language and text: what hardly ever is defensive

A mail archive given as MBOX.xz adds its messages' own lines to the background, not to the vectors:
every other sender, so that the rest can show how often ordinary technical mail is flagged. Translations of one message stand mixed in
one line, so that the words of the two languages share one space. No text is kept in the repository.
"""
import gzip
import hashlib
import html
import html.parser
import lzma
import mailbox
import pathlib
import random
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata

# Licences, as their copyright files say: GPL-2+ but for debian-handbook and gnome-user-docs
# (CC-BY-SA-3.0), gimp-help (GFDL-1.2+), kicad-doc-fr (GPL-3+ or CC-BY-3.0+), libreoffice-help
# (MPL-2.0), manpages-fr (GPL-3+), manpages (several free ones).
PACKAGES = """aptitude-doc-en aptitude-doc-fr debian-edu-doc-en debian-edu-doc-fr debian-faq
debian-faq-fr debian-handbook debian-reference-en debian-reference-fr developers-reference
developers-reference-fr gimp-help-en gimp-help-fr git-doc gnome-user-docs installation-guide-amd64 kicad-doc-fr
libreoffice-help-en-us libreoffice-help-fr maint-guide maint-guide-fr manpages manpages-fr
manpages-fr-dev wesnoth-1.16-data""".split()

WIDTH, WORDS = 50, 22000
BACKGROUND_MAIL, BACKGROUND_FRENCH, BACKGROUND_ENGLISH = 26000, 12000, 10000
OTHER_LANGUAGES = re.compile(
    r"/(ar|ca|cs|da|de|el|es|fa|fi|hu|id|it|ja|ko|nb|nl|nn|pl|pt|ro|ru|sv|tr|uk|vi|zh)([-_@][A-Za-z]+)?[/.]")
COMMON = {"fr": set("le la les des une est pas que dans pour vous nous qui sur avec".split()),
          "en": set("the of and to is that in for you with this are not".split())}


class Prose(html.parser.HTMLParser):
    """The text of a page, a line for each block, without code."""
    HIDDEN = {"script", "style", "pre", "code", "screen", "programlisting"}
    BLOCKS = {"p", "para", "li", "td", "div", "h1", "h2", "h3", "dt", "dd", "br", "tr", "title", "item"}

    def __init__(self):
        super().__init__()
        self.out, self.hidden = [], 0

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in self.HIDDEN
        if tag in self.BLOCKS:
            self.out.append("\n\n")

    def handle_endtag(self, tag):
        if tag in self.HIDDEN and self.hidden:
            self.hidden -= 1

    def handle_data(self, data):
        if not self.hidden:
            self.out.append(data)


def prose_of_page(text):
    prose = Prose()
    prose.feed(text)
    return "".join(prose.out)


def prose_of_manual(text):
    text = re.sub(r'^\.\\".*$', "", text, flags=re.M)
    text = re.sub(r"^\.(TH|SH|SS|PP|TP|IP|nf|fi|RS|RE|sp|EX|EE|P|LP).*$", "\n", text, flags=re.M)
    text = re.sub(r"^\.[A-Z]+ ?", "", text, flags=re.M)
    text = re.sub(r"\\f[A-Z]|\\f\(..|\\&|\\c", "", text)
    for mark, plain in (("\\-", "-"), ("\\[aq]", "'"), ("\\(aq", "'"), ("\\~", " "), ("\\ ", " ")):
        text = text.replace(mark, plain)
    return text


def paragraphs(text):
    for block in re.split(r"\n\s*\n|\n(?=\s*[•*-])", text):
        block = " ".join(block.split())
        if len(block) > 25 and sum(c.isalpha() or c in " ,.'" for c in block) > 0.8 * len(block):
            yield block


def words_of(text):
    """As src/language/words.c and text/folded.h see them."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9\u0080-\uffff]+", re.sub("[0-9]", "0", text))


def language_of(words):
    french, english = (sum(w in COMMON[language] for w in words) for language in ("fr", "en"))
    return "fr" if french > english else "en" if english > french else None


def translations(data):
    """Message and translation of each entry of a compiled catalogue (GNU gettext, .mo)."""
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, originals, translated = struct.unpack(order + "3I", data[8:20])

    def entry(table, i):
        length, at = struct.unpack_from(order + "2I", data, table + 8 * i)
        return data[at:at + length].decode("utf-8", "replace").split("\0")[0].split("\x04")[-1]

    for i in range(count):
        pair = [re.sub(r"<[^>]+>|\$\w+|\|", " ", entry(table, i)) for table in (originals, translated)]
        if all(pair):
            yield pair


def read(path):
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def texts_of_package(folder):
    """(paragraph) or (message, translation) tuples."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        name = str(path.relative_to(folder))
        if name.endswith(".mo") and "/fr/" in name:
            yield from translations(read(path))
        elif OTHER_LANGUAGES.search("/" + name):
            continue
        elif re.search(r"\.(x?html?|page|docbook)(\.gz)?$", name):
            yield from ((p,) for p in paragraphs(prose_of_page(read(path).decode("utf-8", "replace"))))
        elif re.search(r"/man\d?/.*\.\d\w*\.gz$", name):
            yield from ((p,) for p in paragraphs(prose_of_manual(read(path).decode("utf-8", "replace"))))
        elif re.search(r"\.txt(\.gz)?$", name):
            yield from ((p,) for p in paragraphs(read(path).decode("utf-8", "replace")))


def packages(folder):
    debs = folder / "packages"
    debs.mkdir(exist_ok=True)
    for package in PACKAGES:
        if not list(debs.glob(package + "_*.deb")):
            subprocess.run(["apt-get", "download", package], cwd=debs, check=True)
        with tempfile.TemporaryDirectory() as unpacked:
            deb = next(debs.glob(package + "_*.deb"))
            subprocess.run(["dpkg-deb", "-x", deb, unpacked], check=True)
            yield package, list(texts_of_package(pathlib.Path(unpacked)))


def digest(text):
    return int(hashlib.md5(text.encode()).hexdigest(), 16)


def own_paragraphs(archive):
    """Of every other sender of an archive; quoted lines and what follows "-- " are left out."""
    with tempfile.NamedTemporaryFile() as plain:
        plain.write(lzma.open(archive).read())
        plain.flush()
        for message in mailbox.mbox(plain.name):
            payload = message.get_payload(decode=True)
            if digest(str(message["From"])) % 2 == 0 or payload is None:
                continue
            text = payload.decode("utf-8", "replace").split("\n-- \n")[0]
            lines = (line for line in text.split("\n") if not re.match(r"\s*>|.*wrote:\s*$", line))
            yield from paragraphs("\n".join(lines))


class Collected:
    def __init__(self):
        self.seen, self.lines, self.background = set(), [], {"mail": [], "fr": [], "en": []}

    def add(self, text, mail=False):
        text = " ".join(text.split())
        words = words_of(text)
        line, language = " ".join(words), language_of(words)
        if len(words) < 5 or language is None or line in self.seen:
            return
        self.seen.add(line)
        if not mail:
            self.lines.append(line)
        if 30 < len(text) < 400 and not re.search(r"[{}\\<>_=|@#]|https?:", text):
            self.background["mail" if mail else language].append(language + "\t" + text)

    def add_pair(self, message, translation):
        left, right = words_of(message), words_of(translation)
        self.add(message)
        self.add(translation)
        if left != right and 3 <= len(left) <= 200 and len(right) >= 3:
            mixed = sorted([(i / len(left), 0, w) for i, w in enumerate(left)]
                           + [(i / len(right), 1, w) for i, w in enumerate(right)])
            self.lines.append(" ".join(w for _, _, w in mixed))

    def add_mail(self, text, draw):
        sentences = re.split(r'(?<=[.!?]) +(?=[A-Z"])', text)
        self.add(draw.choice(sentences) if draw.random() < 0.5 else text, mail=True)


def hash_of(word):
    """As word_hash of src/language/stems.c."""
    value = 2166136261
    for byte in word.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value ^ value >> 15


def train_vectors(lines, folder):
    (folder / "words.txt").write_text("\n".join(lines) + "\n")
    subprocess.run(["fasttext", "skipgram", "-input", folder / "words.txt", "-output", folder / "words",
                    "-dim", str(WIDTH), "-minCount", "5", "-epoch", "8", "-thread", "1"], check=True)


def write_vectors(lines, folder):
    count = {}
    for line in lines:
        for word in line.split():
            count[word] = count.get(word, 0) + 1
    total, records = sum(count.values()), {}
    for row in (folder / "words.vec").read_text().splitlines()[1:]:
        word, *numbers = row.split()
        if len(numbers) == WIDTH and word in count and len(records) < WORDS:
            rarity = 1e-3 / (1e-3 + count[word] / total)
            records.setdefault(hash_of(word), [float(number) * rarity for number in numbers])
    largest = sorted(abs(v) for vector in records.values() for v in vector)
    scale = 127 / largest[int(0.9995 * len(largest))]
    with open(folder / "vectors.rec", "wb") as out:
        for key in sorted(records):
            rounded = [max(-127, min(127, round(v * scale))) for v in records[key]]
            out.write(struct.pack("<I%db" % WIDTH, key, *rounded))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("training_text.py FOLDER [MBOX.xz]")
    folder, draw, collected = pathlib.Path(sys.argv[1]).resolve(), random.Random(1), Collected()
    folder.mkdir(parents=True, exist_ok=True)
    for package, texts in packages(folder):
        for text in texts:
            (collected.add if len(text) == 1 else collected.add_pair)(*text)
        print(package, len(texts), flush=True)
    for text in own_paragraphs(sys.argv[2]) if len(sys.argv) == 3 else ():
        collected.add_mail(text, draw)
    draw.shuffle(collected.lines)
    train_vectors(collected.lines, folder)
    write_vectors(collected.lines, folder)
    with open(folder / "background.tsv", "w") as out:
        for kind, most in (("mail", BACKGROUND_MAIL), ("fr", BACKGROUND_FRENCH), ("en", BACKGROUND_ENGLISH)):
            draw.shuffle(collected.background[kind])
            out.writelines(text + "\n" for text in collected.background[kind][:most])


if __name__ == "__main__":
    main()
