# SPDX-License-Identifier: AGPL-3.0-or-later
"""grey_zone_share and the list of holes, counted here: a drawn table of tickets whose titles are about known activities, and
a drawn grid whose rows change on drawn days. Prints TAP."""

import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

START = datetime.date(2023, 1, 2)
WEEKS = 120
TITLES = {"backup": "Échec de la sauvegarde nocturne", "printing": "Imprimante hors service", "certificates": "Certificat expiré",
          "remote_access": "VPN inaccessible", "leavers": "Départ d'un collaborateur", "licences": "Licence manquante",
          None: "Bonjour"}
ROLES = ("client: DSI", "client: RH", "provider: Support", "provider: Projet")


def drawn_grid(rng):
    """Rows (activity, since or None, letters by role); two activities have none."""
    rows = []
    for activity in list(TITLES)[:4]:
        days = [None] if rng.random() < .5 else []
        days += [START + datetime.timedelta(days=rng.randrange(WEEKS * 7)) for _ in range(rng.randrange(1, 4))]
        for since in dict.fromkeys(days):
            rows.append((activity, since, [rng.choice(["", "R", "A", "RA", "C", "I"]) for _ in ROLES]))
    return [row for row in rows if any(row[2])]


def accountable(rows, activity, day):
    held = [row for row in rows if row[0] == activity and (row[1] is None or row[1] <= day)]
    if not held:
        return 0
    latest = max(held, key=lambda row: row[1] or datetime.date.min)
    return sum("A" in letters for letters in latest[2])


def write(folder, rng, rows):
    tickets = []
    lines = ["Number;Title;Opened;Status;Requester"]
    for number in range(900):
        day = START + datetime.timedelta(days=rng.randrange(WEEKS * 7))
        activity = rng.choice(list(TITLES))
        tickets.append((day, activity))
        lines.append(f"{number};{TITLES[activity]} {number};{day} 10:00;closed;ann@acme.example")
    pathlib.Path(folder, "tickets.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    grid = ["activity,since," + ",".join(ROLES)]
    grid += [",".join([activity, str(since or ""), *letters]) for activity, since, letters in rows]
    pathlib.Path(folder, "grid.csv").write_text("\n".join(grid) + "\n", encoding="utf-8")
    return tickets


def judge(entente, seed):
    rng = random.Random(seed)
    rows = drawn_grid(rng)
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, ENTENTE_STORE=folder + "/store.db", HOME=folder, ENTENTE_NOW="2025-06-30T12:00:00Z")

        def run(*arguments):
            return subprocess.run([entente, *arguments], env=environment, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")

        tickets = write(folder, rng, rows)
        run("import", "-r", "acme", "--client", "acme.example", "--provider", "infonet.example", folder + "/tickets.csv",
            folder + "/grid.csv")
        shown = next(one for one in json.loads(run("show", "acme", "--json"))["indicators"] if one["indicator"] == "grey_zone_share")
        holes = json.loads(run("raci", "holes", "acme", "--json"))
    known = min(row[1] or datetime.date.min for row in rows)
    matters = [(day, activity, accountable(rows, activity, day)) for day, activity in tickets if activity and day >= known]
    wanted = sorted((str(day), activity, n) for day, activity, n in matters if n != 1)
    found = sorted((one["day"], one["activity"], one["accountable"]) for one in holes["holes"])
    first, wrong, told = datetime.date.fromisoformat(shown["first_week"]), 0, 0
    for i, value in enumerate(shown["weeks"]):
        end = first + datetime.timedelta(weeks=i + 1)
        window = [n for day, _, n in matters if end - datetime.timedelta(weeks=13) <= day < end]
        if value is None:
            wrong += len(window) >= 12
            continue
        told += 1
        wrong += len(window) < 12 or abs(value - sum(n != 1 for n in window) / len(window)) > 1e-3
    yield f"draw {seed}: {told} weeks, {wrong} differ", wrong == 0 and told > 20
    yield f"draw {seed}: {len(wanted)} holes of {len(matters)}, as counted", wanted == found and holes["tied"] == len(matters)


def main(entente):
    results = [result for seed in range(1, 6) for result in judge(os.path.abspath(entente), seed)]
    print(f"1..{len(results)}")
    for number, (name, right) in enumerate(results, 1):
        print(f"{'ok' if right else 'not ok'} {number} - {name}")
    return 0 if all(right for _, right in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
