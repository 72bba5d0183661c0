#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes archives of known content, by another hand than the reader's, into a folder: honest
ones, nested ones, and those that mean harm."""

import gzip
import io
import struct
import sys
import tarfile
import zipfile
from pathlib import Path


def letter(number):
    return f"letter {number}\n".encode() * (1 + number % 50)


def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 10, 0, 0)), content,
                             zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tar_of(members, mode):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.mtime = 1709632800
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def tar_with_links():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE),
                           ("pipe", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("good.txt")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"good"))
    return out.getvalue()


def encrypted():
    """The flag of the old encryption set on every header: what a reader without a password sees."""
    raw = bytearray(zip_of([("secret.txt", b"nothing to see here" * 9)]))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.index(magic) + at
        flags = struct.unpack_from("<H", raw, place)[0]
        struct.pack_into("<H", raw, place, flags | 1)
    return bytes(raw)


def bomb():
    """A gigabyte of zeros, three times gzipped."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as stream:
        for _ in range(1024):
            stream.write(bytes(1 << 20))
    return out.getvalue()


def main():
    folder = Path(sys.argv[1])
    letters = [(f"mail/{i:04}.txt", letter(i)) for i in range(300)]
    big = bytes(i * 2654435761 >> 24 & 255 for i in range(3_000_000))
    files = {
        "letters.zip": zip_of(letters),
        "letters.tar": tar_of(letters, "w"),
        "letters.tar.gz": tar_of(letters, "w:gz"),
        "letters.tar.xz": tar_of(letters, "w:xz"),
        "nested.zip": zip_of([("plain.txt", b"plain"), ("in/letters.tar.gz",
                              tar_of(letters, "w:gz")), ("in/deep.zip",
                              zip_of([("letters.zip", zip_of(letters))]))]),
        "big.zip": zip_of([("small.txt", b"small"), ("big.bin", big),
                           ("big.bin.gz", gzip.compress(big, mtime=0)), ("after.txt", b"after")]),
        "names.zip": zip_of([("été/réunion d’août.txt", b"accents"), ("a//b.txt", b"slashes"),
                             ("./c.txt", b"dot")]),
        "outside.zip": zip_of([("../../outside.txt", b"x"), ("/etc/absolute.txt", b"x"),
                               ("C:\\drive.txt", b"x"), ("inside.txt", b"inside")]),
        "links.tar": tar_with_links(),
        "encrypted.zip": encrypted(),
        "bomb.gz": bomb(),
        "bomb.zip": zip_of([("zeros.bin", bytes(400 << 20)), ("after.txt", b"after")]),
        "cut.zip": zip_of(letters)[:9000],
        "cut.tar.gz": tar_of(letters, "w:gz")[:3000],
        "empty.zip": zip_of([]),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


main()
