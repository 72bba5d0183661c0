# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contracts from the command line to the calendar: the dates that users of asset managers were told wrong, typed in and
from a table; what the table says next time; relationships that come after their contract; and the iCalendar file as an
independent reader understands it. Prints TAP."""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import icalendar
except ImportError:
    icalendar = None

# The case, what was typed, the day it was asked, the kind of duty and the usual day of it.
CASES = [
    ("GLPI #15893", "--start 2020-08-01 --duration 36m --renewal tacit --renewal-duration 12m --notice 3m",
     "2021-01-15", "term_end", "2023-08-01"),
    ("GLPI #23084", "--start 2024-08-28 --end 2025-08-28 --renewal tacit --renewal-duration 12m --notice 2m",
     "2026-02-11", "notice", "2026-06-28"),
    ("GLPI #6004", "--start 2018-09-27 --duration 36m --notice 3m --warning 21d", "2019-06-01", "warning", "2021-06-06"),
    ("Snipe-IT #5515", "--start 2018-05-01 --end 2019-05-01 --notice 3m --form registered", "2018-06-01", "notice",
     "2019-02-01"),
]
TABLE = """Fournisseur;Objet;Début;Durée;Reconduction;Durée de reconduction;Préavis;Responsable
Infonet SAS;Infogérance;01/02/2023;36 mois;tacite;12 mois;{notice};DSI
Autre Maison;Sauvegarde;01/01/2024;1 an;expresse;;2 mois;DSI
Illisible;Réseau;bientôt;1 an;tacite;;2 mois;DSI
"""
MAIL = "".join(f"""From x@y Mon Jan  {day} 10:00:00 2024
From: {sender}
To: {other}
Date: Mon, {day} Jan 2024 10:00:00 +0100
Message-ID: <{day}@test>
Subject: point {day}

Bonjour, voici le point du {day}.

""" for day, sender, other in [(8, "anne@acme.example", "paul@infonet.example"),
                              (15, "paul@infonet.example", "anne@acme.example")])


class Judge:
    """Runs the program in a folder of its own and prints TAP."""

    def __init__(self, entente, folder):
        self.entente, self.folder = entente, pathlib.Path(folder)
        self.count = self.failed = 0

    def run(self, *arguments, store="store.db", language="en", day="2026-02-11"):
        environment = dict(os.environ, ENTENTE_STORE=str(self.folder / store), HOME=str(self.folder),
                           ENTENTE_NOW=day + "T12:00:00Z", COLUMNS="80")
        done = subprocess.run([self.entente, *arguments, "--lang", language], env=environment, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.status, self.said = done.returncode, done.stderr.decode("utf-8")
        return done.stdout.decode("utf-8")

    def json(self, *arguments, **options):
        return json.loads(self.run(*arguments, "--json", **options))

    def check(self, holds, title, detail=""):
        self.count += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.count} - {title}")
        if not holds:
            print(f"# {detail}\n# {self.said}")


def typed(judge):
    for number, (title, options, day, kind, usual) in enumerate(CASES):
        store = f"case{number}.db"
        judge.run("contract", "add", "Infonet", *options.split(), store=store, day=day)
        found = [one for one in judge.json("contract", "deadlines", store=store, day=day)["deadlines"]
                 if one["kind"] == kind]
        judge.check([one["usual"] for one in found] == [usual], title, found)
        judge.check(all(one["date"] == min(reading["date"] for reading in one["readings"]) for one in found),
                    title + ": the earliest reading is the headline", found)


def amended(judge):
    judge.run("contract", "add", "Infonet", *CASES[1][1].split(), store="amended.db")
    contract = judge.json("contract", "list", store="amended.db")["contracts"][0]["id"]
    judge.run("contract", "amend", contract, "--on", "2026-01-01", "--notice", "4m", store="amended.db")
    notices = [one["usual"] for one in judge.json("contract", "deadlines", store="amended.db")["deadlines"]
               if one["kind"] == "notice"]
    judge.check(notices == ["2026-04-28"], "an amendment moves the notice", notices)
    judge.run("contract", "amend", contract, "--on", "2026-02-01", "--terminated", "2026-02-01", store="amended.db")
    shown = judge.json("contract", "show", contract, store="amended.db")["contracts"][0]
    judge.check(shown["state"] == "terminated" and [one["usual"] for one in shown["deadlines"]] == ["2026-08-28"],
                "a notice in time ends it", shown)
    judge.run("contract", "remove", contract, store="amended.db")
    judge.check(judge.json("contract", "list", store="amended.db")["contracts"] == [], "what was typed can be removed")
    judge.run("contract", "add", "Infonet", "--start", "2026-02-30", store="amended.db")
    judge.check(judge.status == 2 and "--start 2026-02-30: give a day" in judge.said, "a day that is none is refused")


def from_table(judge):
    table = judge.folder / "contrats.csv"
    table.write_text(TABLE.format(notice="3 mois"), encoding="utf-8")
    summary = judge.json("import", "contrats.csv")
    contracts = {one["provider"]: one for one in judge.json("contract", "list")["contracts"]}
    judge.check(sorted(contracts) == ["Autre Maison", "Infonet SAS"], "rows of a table are contracts", contracts)
    judge.check("bient" in json.dumps(summary, ensure_ascii=False), "a bad row is told", summary)
    judge.check(contracts["Infonet SAS"]["relationship"] is None and
                contracts["Infonet SAS"]["source"]["line"] == 2, "it waits for its relationship, its place known")
    judge.run("contract", "remove", contracts["Infonet SAS"]["id"])
    judge.check(judge.status == 2 and "contrats.csv, line 2" in judge.said, "rows are changed in their table")
    (judge.folder / "mail.mbox").write_text(MAIL, encoding="utf-8")
    judge.run("import", "--client", "acme.example", "--provider", "infonet.example", "mail.mbox")
    contracts = {one["provider"]: one for one in judge.json("contract", "list")["contracts"]}
    judge.check(contracts["Infonet SAS"]["relationship"] == "acme-infonet",
                "mail that comes later finds its contract by the provider's name", contracts["Infonet SAS"])
    judge.check(contracts["Autre Maison"]["relationship"] is None, "another provider's goes on waiting")
    judge.run("contract", "link", contracts["Autre Maison"]["id"], "acme-infonet")
    contracts = {one["provider"]: one for one in judge.json("contract", "list")["contracts"]}
    judge.check(contracts["Autre Maison"]["relationship"] == "acme-infonet", "a name can be linked by hand")
    changed(judge, table)


def changed(judge, table):
    assessed = judge.json("assess")["contract"]
    judge.check(assessed["known"] == 2 and assessed["next"]["date"] == "2026-10-26", "assess tells the next duty",
                assessed)
    table.write_text(TABLE.format(notice="6 mois"), encoding="utf-8")
    judge.run("import")
    contracts = judge.json("contract", "list")["contracts"]
    notices = sorted(one["notice"] for one in contracts)
    judge.check(notices == ["2m", "6m"], "a row that was changed replaces what it said", contracts)
    judge.run("source", "remove", "contrats.csv")
    judge.check(judge.json("contract", "list")["contracts"] == [], "contracts go with their table")
    judge.check("contract" not in judge.json("assess"), "and so does the duty")
    judge.run("import", "contrats.csv")


def shown(judge):
    for language, word in (("en", "Next dated duty"), ("fr", "Prochaine échéance")):
        text = judge.run("assess", language=language)
        judge.check(word in text, f"assess in {language}", text)
        judge.check("2026" in judge.run("list", language=language).splitlines()[1], f"list in {language}")
        for verb in (("contract", "list"), ("contract", "show"), ("contract", "deadlines"), ("assess",), ("list",)):
            wide = [line for line in judge.run(*verb, language=language).splitlines() if len(line) > 80]
            judge.check(not wide, f"{' '.join(verb)} fits 80 columns in {language}", wide)
    far = judge.json("contract", "deadlines")["deadlines"]
    near = judge.json("contract", "deadlines", "--within", "9m")["deadlines"]
    judge.check(0 < len(near) < len(far) and all(one["date"] <= "2026-11-11" for one in near), "--within", near)


def calendar(judge, language):
    raw = judge.run("contract", "deadlines", "--ics", language=language).encode("utf-8")
    judge.check(all(len(line) <= 75 for line in raw.split(b"\r\n")) and b"\n" not in raw.replace(b"\r\n", b""),
                f"lines of the calendar ({language})")
    if icalendar is None:
        judge.check(True, "# SKIP python3-icalendar is not installed")
        return
    duties = judge.json("contract", "deadlines", language=language)["deadlines"]
    events = [one for one in icalendar.Calendar.from_ical(raw).walk("VEVENT")]
    dates = sorted(one["DTSTART"].dt.isoformat() for one in events)
    judge.check(dates == sorted(one["date"] for one in duties), f"an event a duty ({language})", dates)
    judge.check(all(one["DTEND"].dt - one["DTSTART"].dt == datetime.timedelta(days=1) for one in events), "all day")
    judge.check(len({str(one["UID"]) for one in events}) == len(events), "each its own UID")
    judge.check(all(len(list(one.walk("VALARM"))) == 1 for one in events), "each with an alarm")
    workings = {reading["working"] for one in duties for reading in one["readings"]}
    told = {line for one in events for line in str(one["DESCRIPTION"]).split("\n")}
    judge.check(workings <= told, f"every working is in a description ({language})", workings - told)


def main(entente):
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(entente, folder)
        for part in (typed, amended, from_table, shown):
            part(judge)
        for language in ("en", "fr"):
            calendar(judge, language)
        print(f"1..{judge.count}")
        return 1 if judge.failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
