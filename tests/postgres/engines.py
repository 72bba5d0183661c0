#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same evidence in SQLite and in PostgreSQL: every row and every answer alike, byte for byte; also
after imports that were killed, after a server that hung up, and with the oddest of mail and names.
Needs a server in ENTENTE_TEST_SERVER (see server.py). Prints TAP."""

import base64
import contextlib
import csv
import io
import json
import os
import pathlib
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time

KILLS = 4
HANG_UPS = 2
NULL = "<null>"
SERVER = os.environ.get("ENTENTE_TEST_SERVER", "")
# A page of every kind that is made from the store.
PAGES = [["assess", "--json"], ["assess", "--as-of", "2024-09-01", "--json"], ["list", "--json"],
         ["show", "--json"], ["show", "--lang", "fr"], ["source", "list", "--json"],
         ["contract", "read", "--json"], ["classify", "--corrections", "--json"],
         ["report", "--format", "html", "-o", "-"]]


def psql(sql, *options, user="keeper"):
    url = SERVER.replace("//keeper@", f"//{user}@")
    done = subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", *options, "-d", url, "-c", sql],
                          capture_output=True, check=True, text=True, stdin=subprocess.DEVNULL)
    return done.stdout


def rows_of_schema(schema):
    names = psql(f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}'", "-At").split()
    tables = {}
    for name in names:
        text = psql(f"SELECT * FROM {schema}.{name}", "--csv", "-t", "-P", f"null={NULL}")
        tables[name] = sorted(csv.reader(io.StringIO(text, newline="")))
    del tables["entente_schema"]
    return tables


def cell(value):
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return NULL if value is None else str(value)


def rows_of_file(path):
    with contextlib.closing(sqlite3.connect(path)) as base:
        names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted([cell(value) for value in row] for row in base.execute(f"SELECT * FROM {name}"))
                for name in names}


def differences(left, right):
    return [name for name in sorted(left.keys() | right.keys()) if left.get(name) != right.get(name)]


class Place:
    def __init__(self, entente, folder):
        self.entente, self.folder = entente, pathlib.Path(folder)
        self.story = self.folder / "story"
        self.run(None, "simulate", "--story", "pivot-leaves", "--seed", "2", "-o", self.story)
        truth = json.loads((self.story / "truth.json").read_text(encoding="utf-8"))
        self.sides = ["--client", truth["client"], "--provider", truth["provider"]]
        self.schemas = 0

    def command(self, store, arguments, given):
        environment = dict(os.environ, HOME=str(self.folder), ENTENTE_NOW="2026-06-30T12:00:00Z", NO_COLOR="1")
        words = [self.entente, *(["--store", str(store)] if store else []), *arguments]
        return {"args": words, "env": environment, "stdin": given, "cwd": self.folder}

    def run(self, store, *arguments, given=subprocess.DEVNULL):
        return subprocess.run(**self.command(store, arguments, given), capture_output=True, check=False, timeout=250)

    def start(self, store, *arguments):
        return subprocess.Popen(**self.command(store, arguments, subprocess.DEVNULL), stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)

    def schema(self):
        self.schemas += 1
        name = f"engines_{os.getpid()}_{self.schemas}"
        psql(f"CREATE SCHEMA {name}")
        return name

    def complete(self, store):
        done = self.run(store, "import", *self.sides, self.story)
        assert done.returncode == 0, done.stderr.decode()


def url_of(schema):
    return f"{SERVER}&options=-csearch_path%3D{schema}"


def answers(place, store):
    """Every page, and every finding down to its evidence."""
    pages = {" ".join(page): place.run(store, *page) for page in PAGES}
    found = set(re.findall(rb'"id": "([a-z][0-9a-f]+)"', pages["assess --json"].stdout))
    for identity in sorted(found):
        page = ["explain", "--json", identity.decode()]
        pages[" ".join(page)] = place.run(store, *page)
    return {name: (done.returncode, done.stdout, done.stderr) for name, done in pages.items()}


def compare_answers(place, schema, path):
    left, right = answers(place, url_of(schema)), answers(place, path)
    assert left.keys() == right.keys(), "other findings"
    return [name for name in left if left[name] != right[name]]


def the_same_rows_and_answers(place):
    path, schema = place.folder / "whole.db", place.schema()
    label = place.folder / "label"
    label.write_text("supportive\tLe lien est repassé par le boîtier bleu.\n", encoding="utf-8")
    for store in (path, url_of(schema)):
        place.complete(store)
        with open(label, "rb") as given:
            done = place.run(store, "classify", "--correct", given=given)
        assert done.returncode == 0, done.stderr
    wrong = differences(rows_of_file(path), rows_of_schema(schema))
    assert not wrong, f"rows of {wrong}"
    wrong = compare_answers(place, schema, path)
    assert not wrong, f"answers of {wrong}"
    again = place.run(url_of(schema), "import", "--json", place.story)
    assert b'"new": 0' in again.stdout and again.returncode == 0, again.stdout


def interrupted(place, stop, times):
    """Imports that end before their time, each run again; how many did."""
    begin = time.monotonic()
    whole = place.schema()
    place.complete(url_of(whole))
    seconds = time.monotonic() - begin
    rows = rows_of_schema(whole)
    draw = random.Random(11)
    early = 0
    for _ in range(times):
        schema = place.schema()
        process = place.start(url_of(schema), "import", *place.sides, place.story)
        time.sleep(seconds * draw.uniform(0.1, 0.8))
        stop(process, schema)
        words = process.communicate()[1].decode()
        if process.returncode > 0:
            assert process.returncode == 4 and "run the command again" in words, f"{process.returncode}: {words}"
        early += process.returncode != 0
        place.complete(url_of(schema))
        wrong = differences(rows, rows_of_schema(schema))
        assert not wrong, f"rows of {wrong}"
    assert early >= times // 2, f"only {early} of {times} ended early"


def imports_that_are_killed(place):
    interrupted(place, lambda process, schema: process.kill(), KILLS)


def a_server_that_hangs_up(place):
    def end(process, schema):
        psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'entente'",
             user="postgres")
    interrupted(place, end, HANG_UPS)


def odd_mail(draw):
    """Mail whose parts are longer or stranger than an index or an encoding likes."""
    long = base64.b32encode(draw.randbytes(6000)).decode().rstrip("=")
    head = "From x@y Mon Jan  6 10:00:00 2025\nDate: Mon, 6 Jan 2025 10:00:00 +0100\nTo: s@infonet.example\n"
    yield f"{head}From: {long}@acme.example\nMessage-ID: <{long}@acme.example>\nSubject: {long}\n\nLong.\n\n".encode()
    yield head.encode() + b"From: a@acme.example\nMessage-ID: <nul@acme.example>\nSubject: =?utf-8?Q?a=00b=ED=A0=80?=\n\n" \
        + b"NUL \0 and \xff\xfe and \xed\xa0\x80 and \xf4\x8f\xba\x80.\n\n"
    yield head.encode() + b"From: \"caf\xe9 \xf4\x8f\xbb\xbf\" <b@acme.example>\nMessage-ID: <\xe9@acme.example>\n" \
        b"Subject: caf\xe9\n\nPas d'UTF-8 : caf\xe9.\n\n"
    yield f"{head}From: c@acme.example\nMessage-ID: <large@acme.example>\nSubject: large\n\n{'mot ' * 400000}\n\n".encode()


def odd_evidence(folder):
    draw = random.Random(3)
    folder.mkdir()
    name = os.fsencode(folder) + b"/caf\xe9 \xff.mbox"
    with open(name, "wb") as file:
        file.writelines(odd_mail(draw))
    long = base64.b32encode(draw.randbytes(6000)).decode().rstrip("=")
    rows = "".join(f"{key};Panne {key[:9]};Résolu;2025-01-0{day} 10:00;2025-01-0{day} 12:00\n"
                   for day, key in enumerate(["1", "2", long, "é"], 2))
    (folder / "tickets.csv").write_text("ID;Titre;Statut;Date d'ouverture;Date de résolution\n" + rows, encoding="utf-8")


def what_is_odd(place):
    folder = place.folder / "odd"
    odd_evidence(folder)
    path, schema = place.folder / "odd.db", place.schema()
    sides = ["--client", "acme.example", "--provider", "infonet.example"]
    done = [place.run(store, "import", "--json", *sides, folder) for store in (path, url_of(schema))]
    assert done[0].returncode == done[1].returncode == 0, [one.stderr for one in done]
    assert done[0].stdout == done[1].stdout and b'"new": 4' in done[1].stdout, done[1].stdout.decode()
    wrong = compare_answers(place, schema, path)
    assert not wrong, f"answers of {wrong}"
    again = place.run(url_of(schema), "import", "--json")
    assert b'"new": 0' in again.stdout and again.returncode == 0, again.stdout


def main(entente):
    failed = 0
    cases = [the_same_rows_and_answers, imports_that_are_killed, a_server_that_hangs_up, what_is_odd]
    if not SERVER:
        print("1..0 # SKIP no server in ENTENTE_TEST_SERVER")
        return 0
    print(f"1..{len(cases)}")
    with tempfile.TemporaryDirectory() as folder:
        place = Place(os.path.abspath(entente), folder)
        for number, case in enumerate(cases, 1):
            title = f"{number} - {case.__name__.replace('_', ' ')}"
            try:
                case(place)
                print(f"ok {title}")
            except AssertionError as trouble:
                failed += 1
                print(f"not ok {title}\n# {trouble}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
