# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rounds of the questionnaire drawn by chance: means, gaps, divergences, alpha and its interval, straight lines
and what may be shown by role are those of a slow count written apart; nothing in the store says who answered.
Prints TAP."""

import csv
import fractions
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PARTS = {"duty": ["fulfilment", "importance"], "tolerance": ["adequate", "desired", "perceived"], "words": []}
MOST = {"fulfilment": 7, "importance": 5, "adequate": 9, "desired": 9, "perceived": 9, "agreement": 7}
SCALES = {"provider_duties": ("p", 6), "client_duties": ("k", 6), "trust": ("t", 3), "commitment": ("c", 3)}
SIDES = ("client", "provider")


def items():
    lines = (ROOT / "data" / "survey" / "items.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            name, block, owes = line.split("\t")[:3]
            yield name, block, owes, PARTS.get(block, ["agreement"])


ITEMS = list(items())


def draw(chance):
    """{(side, role, respondent): {(item, part): value}}"""
    sheets = {}
    for side in SIDES:
        for person in range(chance.choice([1, 2, 4, 6, 9])):
            sheet = {}
            level = chance.random()
            flat = chance.random() < .15
            for name, block, _, parts in ITEMS:
                for part in parts:
                    if chance.random() < .9:
                        value = level if flat else min(1, max(0, level + chance.gauss(0, .25)))
                        sheet[name, part] = 1 + round(value * (MOST[part] - 1))
            if sheet:
                sheets[side, chance.choice(["it", "management"]), f"sheet-{side}-{person}"] = sheet
    return sheets


def mean(values):
    return fractions.Fraction(sum(values), len(values)) if values else None


def variance(values):
    middle = mean(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def f_below(value, d1, d2):
    """Share of F(d1, d2) below a value, by Simpson's rule on the beta distribution."""
    a, b, end, steps = d1 / 2, d2 / 2, d1 * value / (d1 * value + d2), 2000
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)

    def density(x):
        return math.exp(scale + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x)) if 0 < x < 1 else 0

    width = end / steps
    return width / 3 * sum((1 if i in (0, steps) else 4 if i % 2 else 2) * density(i * width) for i in range(steps + 1))


def quantile(share, d1, d2):
    low, high = 0, 200
    for _ in range(45):
        middle = (low + high) / 2
        low, high = (middle, high) if f_below(middle, d1, d2) < share else (low, middle)
    return low


def alpha(rows):
    if len(rows) < 5:
        return None
    n, k = len(rows), len(rows[0])
    total = variance([sum(row) for row in rows])
    if total == 0:
        return None
    value = float(fractions.Fraction(k, k - 1) * (1 - sum(variance(column) for column in zip(*rows)) / total))
    d1, d2 = n - 1, (n - 1) * (k - 1)
    return value, 1 - (1 - value) * quantile(.975, d1, d2), 1 - (1 - value) * quantile(.025, d1, d2)


def straight(sheet):
    rows = [[sheet[name, part] for name, _, _, parts in ITEMS for part in parts if part == one and (name, part) in sheet]
            for one in ("fulfilment", "importance", "perceived")]
    rows.append([sheet[name, "agreement"] for name, block, _, _ in ITEMS
                 if block in ("trust", "commitment") and (name, "agreement") in sheet])
    return [len(row) >= 5 and len(set(row)) == 1 for row in rows]


def same(got, want):
    if want is None or got is None:
        return want is None and got is None
    return abs(got - float(want)) <= 2e-5 * max(1, abs(float(want)))


def of_side(sheets, side):
    return [sheet for (one, _, _), sheet in sheets.items() if one == side]


def check_items(sheets, told):
    got = {one["id"]: one for one in told["items"]}
    for name, block, owes, parts in ITEMS:
        if block == "words":
            continue
        means = {}
        for answer in got[name]["answers"]:
            values = [sheet[name, answer["part"]] for sheet in of_side(sheets, answer["side"]) if (name, answer["part"]) in sheet]
            means[answer["side"], answer["part"]] = mean(values)
            assert answer["n"] == len(values) and same(answer["mean"], mean(values)), (name, answer)
            few = len(values) < 3 or len(of_side(sheets, answer["side"])) < 3
            counts = None if few else [values.count(value) for value in range(1, MOST[answer["part"]] + 1)]
            assert answer["counts"] == counts, (name, answer)
        assert len(means) == 2 * len(parts)
        if block == "duty":
            other = SIDES[1 - SIDES.index(owes)]
            pair = means[other, "fulfilment"], means[owes, "fulfilment"]
            assert same(got[name]["divergence"], None if None in pair else pair[0] - pair[1]), name
            for side in SIDES:
                pair = means[side, "importance"], means[side, "fulfilment"]
                want = None if None in pair else (pair[0] - 1) / 4 - (pair[1] - 1) / 6
                assert same(got[name][side]["gap"], want), name


def check_scales(sheets, told):
    for scale in told["scales"]:
        letter, k = SCALES[scale["scale"]]
        part = "fulfilment" if k == 6 else "agreement"
        rows = [[sheet.get((f"{letter}{i + 1}", part)) for i in range(k)] for sheet in of_side(sheets, scale["side"])]
        rows = [row for row in rows if None not in row]
        want = alpha(rows)
        assert scale["n"] == len(rows), scale
        assert same(scale["alpha"], want and want[0]), (scale, want)
        assert all(same(got, want and want[i + 1]) for i, got in enumerate(scale["interval"])), (scale, want)


def check_sides(sheets, told):
    for side in told["sides"]:
        mine = of_side(sheets, side["side"])
        lines = [straight(sheet) for sheet in mine]
        assert side["respondents"] == len(mine) and side["one_voice"] == (len(mine) < 3)
        assert side["straight_lines"]["respondents"] == sum(any(line) for line in lines), side
        for i, name in enumerate(("fulfilment", "importance", "perceived", "attitude")):
            assert side["straight_lines"][name] == sum(line[i] for line in lines), side
        roles = [role for one, role, _ in sheets if one == side["side"]]
        count = {role: roles.count(role) for role in roles}
        assert (side["roles"] is None) == (len(mine) < 3)
        assert side["roles"] is None or {one["role"]: one["n"] for one in side["roles"]} == count
        # Of two roles both have three, or the one that is alone has.
        want = {role for role in count if min(count.values()) >= 3}
        assert {one["role"] for one in told["by_role"] if one["side"] == side["side"]} == want, (count, told["by_role"])


def run(entente, folder, *arguments):
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "ENTENTE_STORE": folder + "/store.db", "LC_ALL": "C.UTF-8",
                   "TZ": "UTC", "ENTENTE_NOW": "2026-06-30T12:00:00Z"}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    return subprocess.run([entente, *arguments], env=environment, cwd=folder, stdout=subprocess.PIPE, check=True).stdout


def judge(entente, seed):
    sheets = draw(random.Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "facts.csv").write_text("date,fact,value\n2025-01-06,headcount,40\n", encoding="utf-8")
        run(entente, folder, "import", "-r", "Acme", "--client", "acme.example", "--provider", "infonet.example", "facts.csv")
        run(entente, folder, "survey", "open", "Round", "--from", "2026-05-01", "--until", "2026-05-31")
        rows = [[side, role, person, name, part, value] for (side, role, person), sheet in sheets.items()
                for (name, part), value in sheet.items()]
        random.Random(seed).shuffle(rows)
        with open(folder + "/answers.csv", "w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([["side", "role", "respondent", "item", "part", "value"], *rows])
        run(entente, folder, "survey", "import", "answers.csv")
        run(entente, folder, "survey", "close")
        told = json.loads(run(entente, folder, "survey", "results", "--json"))
        check_sides(sheets, told)
        check_items(sheets, told)
        check_scales(sheets, told)
        stored = b"".join(path.read_bytes() for path in pathlib.Path(folder).glob("store.db*"))
        assert b"sheet-client" not in stored and b"sheet-provider" not in stored


def main(entente):
    entente = os.path.abspath(entente)
    seeds = range(1, 9)
    failed = 0
    print(f"1..{len(seeds)}")
    for number, seed in enumerate(seeds, 1):
        try:
            judge(entente, seed)
            print(f"ok {number} - round of seed {seed}")
        except (AssertionError, subprocess.CalledProcessError) as problem:
            failed += 1
            print(f"not ok {number} - round of seed {seed}\n# {str(problem)[:400]}")
    return 1 if failed else 0


sys.exit(main(sys.argv[1]))
