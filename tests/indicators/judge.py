# SPDX-License-Identifier: AGPL-3.0-or-later
"""Escalations of drawn mail, where who was brought in is known: list archives keep no recipients. Prints TAP."""

import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zoneinfo

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
START = datetime.datetime(2023, 1, 2, 9, tzinfo=PARIS)
WEEKS = 60
CLIENT = [f"{name}@acme.fr" for name in ("anne", "bea", "chloe", "denis", "emile", "farid", "direction")]
PROVIDER = [f"{name}@infonet.fr" for name in ("gaston", "hugo", "ines", "jules", "karim", "lea", "support")]
NAMES = {"emile@acme.fr": "Emile Zani (Directeur)", "lea@infonet.fr": "Lea Marchand"}
NOTICE = "La présente vaut mise en demeure de rétablir le service."
ROUTINE = "Voici le point de la semaine pour votre dossier."


def side_of(address):
    return "client" if address.endswith("@acme.fr") else "provider"


def draw(seed):
    """Threads: lists of messages (instant, sender, recipients, formal, robot)."""
    lots, threads = random.Random(seed), []
    for _ in range(WEEKS * 12):
        at = START + datetime.timedelta(minutes=lots.randrange(WEEKS * 7 * 1440))
        thread = []
        for number in range(lots.choice((1, 2, 2, 3, 4, 6))):
            sender = lots.choice(CLIENT[:5] if lots.random() < 0.5 else PROVIDER[:5])
            others = [p for p in CLIENT + PROVIDER if p != sender]
            to = lots.sample(others, lots.choice((1, 1, 1, 2, 2, 3, 4)))
            thread.append((at, sender, to, lots.random() < 0.03, number > 0 and lots.random() < 0.05))
            at += datetime.timedelta(hours=lots.choice((2, 5, 30, 100, 400)))
        threads.append(thread)
    return threads


def mailbox(address):
    name = NAMES.get(address)
    return f'"{name}" <{address}>' if name else address


def write(threads, path):
    messages = sorted((one[0], t, n) for t, thread in enumerate(threads) for n, one in enumerate(thread))
    with open(path, "w", encoding="utf-8") as out:
        for _, t, n in messages:
            at, sender, to, formal, robot = threads[t][n]
            out.write(f"From {sender} {at.astimezone(datetime.timezone.utc):%a %b %d %H:%M:%S %Y}\n")
            out.write(f"From: {mailbox(sender)}\nTo: {mailbox(to[0])}\nDate: {at:%a, %d %b %Y %H:%M:%S %z}\n")
            if to[1:]:
                out.write("Cc: " + ", ".join(mailbox(one) for one in to[1:]) + "\n")
            if robot:
                out.write("Auto-Submitted: auto-generated\n")
            if n:
                out.write(f"In-Reply-To: <{t}.{n - 1}@judge>\n")
                out.write("References: " + " ".join(f"<{t}.{before}@judge>" for before in range(n)) + "\n")
            out.write(f"Message-ID: <{t}.{n}@judge>\nSubject: {'Re: ' if n else ''}Dossier {t:05d} agence\n")
            out.write("Content-Type: text/plain; charset=utf-8\n\n")
            out.write(f"Bonjour,\n\n{NOTICE if formal else ROUTINE}\n\n")


def counted(threads, side):
    """{Monday: share}."""
    weeks = {}
    for thread in threads:
        people, began, ours, up = set(), None, False, False
        for at, sender, to, formal, robot in thread:
            if robot or {side_of(one) for one in (sender, *to)} != {"client", "provider"}:
                continue  # mail of one side alone is not of the relationship
            first, began = began is None, began or at
            people.add(sender)
            joins = {one for one in to if one not in people}
            people |= joins
            titled = joins & {"direction@acme.fr", "emile@acme.fr"}
            persons = joins - {"support@infonet.fr"}
            read = any(side_of(one) != side for one in to)
            if side_of(sender) == side and read and at - began <= datetime.timedelta(days=28):
                ours = True
                up = up or formal or (not first and (len(persons) >= 2 or bool(titled)))
        if ours:
            monday = began.date() - datetime.timedelta(days=began.weekday())
            weeks.setdefault(monday, []).append(up)
    return {day: sum(all_of) / len(all_of) for day, all_of in weeks.items()}


def judge(entente, folder, seed):
    threads = draw(seed)
    mbox = pathlib.Path(folder, "drawn.mbox")
    write(threads, mbox)
    environment = dict(os.environ, ENTENTE_STORE=folder + "/store.db", HOME=folder, ENTENTE_NOW="2024-06-30")

    def ask(*arguments):
        done = subprocess.run([entente, *arguments, "--json"], env=environment, stdout=subprocess.PIPE, check=False)
        return json.loads(done.stdout)

    ask("import", "--client", "acme.fr", "--provider", "infonet.fr", str(mbox))
    for shown in ask("show")["indicators"]:
        if shown["indicator"] != "escalation":
            continue
        first = datetime.date.fromisoformat(shown["first_week"])
        told = {first + datetime.timedelta(weeks=i): v for i, v in enumerate(shown["weeks"]) if v is not None}
        known = counted(threads, shown["side"])
        wrong = [(day, value, known.get(day)) for day, value in told.items() if abs(value - known.get(day, -1)) > 1e-6]
        mean = sum(told.values()) / max(len(told), 1)
        print(f"# seed {seed}, {shown['side']}: {len(told)} weeks, mean {mean:.3f}, {len(wrong)} differ", wrong[:3])
        yield f"escalation of the {shown['side']}, seed {seed}", len(told) > 45 and 0.05 < mean < 0.95 and not wrong


def main(entente):
    number = failed = 0
    for seed in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            for title, holds in judge(os.path.abspath(entente), folder, seed):
                number += 1
                failed += not holds
                print(f"{'ok' if holds else 'not ok'} {number} - {title}")
    print(f"1..{number}")
    return 1 if failed or number != 4 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
