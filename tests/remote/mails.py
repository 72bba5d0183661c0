# SPDX-License-Identifier: AGPL-3.0-or-later
"""A few hundred mails of a client and its provider, some of them odd: 8-bit headers, long lines,
broken MIME, missing dates, lines that begin with From."""

import random

CLIENT, PROVIDER = "acme.example", "infonet.example"
FOLDERS = ["INBOX", "Clients", "Clients/&AMk-t&AOk- 2023", "&AMk-l&AOk-ments envoy&AOk-s", "R&-D"]
SHOWN = ["INBOX", "Clients", "Clients/Été 2023", "Éléments envoyés", "R&D"]
LEFT_OUT = ["Corbeille", "Brouillons", "Corbeille/2019", "Spam"]

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
WORDS = ("bonjour le serveur de messagerie est lent depuis hier pouvez vous regarder merci nous "
         "corrigeons la panne vient du disque la sauvegarde a fonctionné").split()


def date_of(number):
    month = number // 25
    return f"{number % 25 + 1} {MONTHS[month % 12]} {2022 + month // 12} {8 + number % 9:02d}:15:00 +0100"


def plain(number, draw):
    sender, reader = ("anne@" + CLIENT, "support@" + PROVIDER)
    if number % 2:
        sender, reader = reader, sender
    text = " ".join(draw.choices(WORDS, k=draw.randint(5, 60)))
    return (f"From: {sender}\nTo: {reader}\nDate: {date_of(number)}\n"
            f"Message-ID: <{number}@{sender.split('@')[1]}>\nSubject: Incident {number // 3}\n"
            f"Content-Type: text/plain; charset=utf-8\n\n{text}.\n").encode()


def with_8_bit(number, draw):
    return plain(number, draw).replace(b"Subject: ", b"Subject: \xe9\xe8\xff ").replace(
        b"utf-8", b"iso-8859-1") + b"caf\xe9 \x80\x81\n"


def with_long_line(number, draw):
    return plain(number, draw) + b"x" * 30000 + b"\n" + b"From the start\n>From again\n.\n..\n"


def with_broken_parts(number, draw):
    return plain(number, draw).replace(
        b"text/plain; charset=utf-8", b'multipart/mixed; boundary="=_a"') + (
        b"--=_a\nContent-Type: text/html\n\n<p>bonjour</p>\n--=_b\n\n--=_a\nContent-Type: message/"
        b"rfc822\n\nSubject: in it\n\n")


def without_end(number, draw):
    return plain(number, draw) + b"no line end"


def with_attachment(number, draw):
    return plain(number, draw).replace(
        b"text/plain; charset=utf-8", b'multipart/mixed; boundary="=_a"') + (
        b"--=_a\n\nvoici le fichier\n--=_a\nContent-Type: application/octet-stream\n\n" +
        b"QUJDREVG" * 9 * 40 + b"\n") * 3


def without_date(number, draw):
    return b"\n".join(line for line in plain(number, draw).split(b"\n") if not line.startswith(b"Date"))


def with_carriage_returns(number, draw):
    return plain(number, draw).replace(b"\n", b"\r\n")


ODD = [with_8_bit, with_long_line, with_broken_parts, without_end, with_attachment, without_date,
       with_carriage_returns]


def make(count, seed=1):
    """(folder, number, message, flags) of each."""
    draw = random.Random(seed)
    for number in range(count):
        maker = ODD[number // 7 % len(ODD)] if number % 7 == 0 else plain
        yield FOLDERS[number % len(FOLDERS)], number, maker(number, draw), "S" if number % 4 == 0 else ""


def unwanted(count):
    draw = random.Random(2)
    for number in range(count):
        yield LEFT_OUT[number % len(LEFT_OUT)], 90000 + number, plain(number + 400, draw), ""
