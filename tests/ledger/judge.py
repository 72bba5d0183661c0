# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ledgers drawn by chance: the gaps and the weekly shares that the program tells are those of a slow
count written apart. Also: what is exported and imported elsewhere is exported the same. Prints TAP."""

import csv
import datetime
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

NOW = datetime.date(2025, 6, 2)
HOURS = {"h": 1, "j": 24}


def draw(chance):
    rows = []
    for number in range(40):
        kind = chance.choice(["expectation", "commitment"])
        row = {"kind": kind, "side": chance.choice(["client", "provider"]), "text": f"Point {number}",
               "importance": chance.choice(["", "1", "3", "5"]), "stated": chance.choice(["", "implicit", "written"]),
               "since": "", "target": "", "broken": ""}
        if chance.random() < .85:
            row["since"] = str(datetime.date(2023, 1, 2) + datetime.timedelta(chance.randrange(800)))
        if chance.random() < .6:
            row["target"] = f"{chance.randrange(1, 30)} {chance.choice('hj')}"
        if kind == "commitment" and chance.random() < .3:
            row["broken"] = str(datetime.date(2024, 1, 1) + datetime.timedelta(chance.randrange(700)))
        rows.append(row)
    return rows


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def hours(text):
    return int(text.split()[0]) * HOURS[text.split()[1]] if text else None


def latest(*days):
    return max((one for one in days if one), default=None)


def failings(expectation, commitment, today):
    """(kind, since) of what is wrong between the two on a day, or None."""
    if day(commitment["broken"]) and day(commitment["broken"]) <= today:
        return "broken", latest(day(commitment["broken"]), day(expectation["since"]))
    wanted, given = hours(expectation["target"]), hours(commitment["target"])
    if wanted is not None and given is not None and given > wanted:
        return "short", latest(day(expectation["since"]), day(commitment["since"]))
    return None


def known(row, today):
    return not row["since"] or day(row["since"]) <= today


def gaps(rows, pairs, today):
    out = []
    for row in rows:
        if not known(row, today):
            continue
        if row["kind"] == "expectation":
            answers = [one for one in rows if (row["id"], one["id"]) in pairs and known(one, today)]
            for one in answers:
                wrong = failings(row, one, today)
                if wrong:
                    out.append((wrong[0], row["id"], one["id"], int(row["importance"] or 3), wrong[1]))
            if not answers and row["stated"] != "written":
                out.append(("unwritten", row["id"], None, int(row["importance"] or 3), day(row["since"])))
        elif not any((one["id"], row["id"]) in pairs and known(one, today) for one in rows):
            broken = day(row["broken"]) and day(row["broken"]) <= today
            out.append(("broken" if broken else "unexpected", None, row["id"], int(row["importance"] or 3),
                        day(row["broken"] if broken else row["since"])))
    return out


def share(rows, pairs, side, today):
    mine = [row for row in rows if row["kind"] == "expectation" and row["side"] == side and row["since"] and known(row, today)]
    if len(mine) < 3:
        return None
    open_ones = {gap[1] for gap in gaps(rows, pairs, today)}
    weight = sum(int(row["importance"] or 3) for row in mine)
    return sum(int(row["importance"] or 3) for row in mine if row["id"] in open_ones) / weight


class Entente:
    def __init__(self, program, store):
        self.command = [program, "--store", store, "--lang", "en"]

    def __call__(self, *arguments):
        environment = dict(os.environ, ENTENTE_NOW=f"{NOW}T12:00:00Z", TZ="UTC")
        return subprocess.run(self.command + list(arguments), env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False, text=True).stdout


def put(entente, folder, text):
    path = pathlib.Path(folder, "ledger.csv")
    path.write_text(text, encoding="utf-8")
    entente("import", "-r", "Acme", "--client", "acme.fr", "--provider", "infonet.fr", str(path))


def table(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


MAIL = "From x Mon Jun  2 00:00:00 2025\nFrom: a@acme.fr\nTo: b@infonet.fr\nMessage-ID: <{0}@x>\nDate: {1} 10:00:00 +0000\nSubject: s{0}\n\nBonjour, {0} ?\n\n"


def put_mail(entente, folder):
    days = [datetime.date(2023, 1, 2) + datetime.timedelta(7 * week) for week in range(127)]
    path = pathlib.Path(folder, "mail.mbox")
    path.write_text("".join(MAIL.format(i, one.strftime("%a, %d %b %Y")) for i, one in enumerate(days)), encoding="utf-8")
    entente("import", "-r", "Acme", "--client", "acme.fr", "--provider", "infonet.fr", str(path))


def told_gaps(entente):
    told = json.loads(entente("ledger", "gaps", "--json"))["gaps"]
    return {(gap["kind"], gap["expectation"], gap["commitment"], gap["importance"], day(gap["since"])) for gap in told}


def wrong_weeks(entente, rows, pairs):
    wrong = 0
    for series in json.loads(entente("show", "Acme", "--json"))["indicators"]:
        if series["indicator"] != "expectation_gap":
            continue
        assert any(value is not None for value in series["weeks"]), "no week is known"
        for number, value in enumerate(series["weeks"]):
            sunday = day(series["first_week"]) + datetime.timedelta(7 * number + 6)
            right = share(rows, pairs, series["side"], min(sunday, NOW))
            wrong += (value is None) != (right is None) or (value is not None and abs(value - right) > 1e-4)
    return wrong


def trial(program, seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        entente, other = (Entente(program, f"{folder}/{name}.db") for name in "ab")
        put(entente, folder, table(draw(chance)))
        put_mail(entente, folder)
        exported = entente("ledger", "export")
        rows = list(csv.DictReader(io.StringIO(exported)))
        assert len(rows) == 40, len(rows)
        pairs = set()
        for row in rows:
            for one in rows:
                if row["kind"] == "expectation" and one["kind"] == "commitment" and row["side"] != one["side"] and chance.random() < .08:
                    pairs.add((row["id"], one["id"]))
                    entente("ledger", "confirm", row["id"], one["id"])
        assert told_gaps(entente) == set(gaps(rows, pairs, NOW))
        assert wrong_weeks(entente, rows, pairs) == 0
        put(other, folder, exported)
        assert other("ledger", "export") == exported
        entente("rebuild")
        assert told_gaps(entente) == set(gaps(rows, pairs, NOW)), "rebuild"


def main(program):
    for seed in (1, 2, 3):
        try:
            trial(program, seed)
            print(f"ok {seed} - ledger of seed {seed}")
        except AssertionError as problem:
            print(f"not ok {seed} - ledger of seed {seed}\n# {problem!r}")
    print("1..3")


if __name__ == "__main__":
    main(sys.argv[1])
