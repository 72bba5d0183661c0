# SPDX-License-Identifier: AGPL-3.0-or-later
"""The company against its contract, counted here: a simulated relationship, a contract with an amendment
that is typed in, and a table of facts with rows that cannot be. Prints TAP."""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

MONTH = 365.25 / 12
FACTS = """jour;fait;valeur
01/03/2023;effectif;40
01/06/2024;effectif;env. 52 personnes
15/01/2025;effectif;64
15/01/2025;sites;0
01/02/2025;télétravail;300 %
01/02/2025;effectif;beaucoup
"""


class Desk:
    """A store with one relationship of mail, filled by the program."""

    def __init__(self, entente, folder):
        self.entente, self.folder = entente, folder
        self.environment = dict(os.environ, ENTENTE_STORE=folder + "/store.db", HOME=folder, ENTENTE_NOW="2026-06-30T12:00:00Z")
        self.run("simulate", "--story", "pme-40", "--seed", "4", "-o", folder + "/story")
        truth = json.loads(pathlib.Path(folder, "story", "truth.json").read_text(encoding="utf-8"))
        self.run("import", "--read-later", "-r", "acme", "--client", truth["client"], "--provider", truth["provider"],
                 folder + "/story/mail.mbox")

    def run(self, *arguments):
        done = subprocess.run([self.entente, *arguments], env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode("utf-8")

    def finding(self):
        shown = json.loads(self.run("assess", "acme", "--json")[1])
        found = [one for one in shown["findings"] + shown["not_worse"] if one["indicator"] == "scope_lag"]
        return found[0] if found else None


def last_sunday(desk):
    """The last whole week of the mail, from the program's own coverage."""
    shown = json.loads(desk.run("assess", "acme", "--json")[1])
    end = datetime.date.fromisoformat(shown["coverage"][1])
    monday = end - datetime.timedelta(days=end.weekday())
    return monday - datetime.timedelta(days=1)


def first_beyond(difference, since, limit=3.0):
    """Monday of the first week at whose Sunday the difference times the months passes the limit."""
    day = since + datetime.timedelta(days=-since.weekday() + 6)
    while difference(day) * (day - since).days / MONTH <= limit:
        day += datetime.timedelta(weeks=1)
    return day - datetime.timedelta(days=6)


def headcount(day):
    return 64 if day >= datetime.date(2025, 1, 15) else 52 if day >= datetime.date(2024, 6, 1) else 40


def checks(desk):
    path = pathlib.Path(desk.folder, "facts.csv")
    path.write_text(FACTS, encoding="utf-8")
    status, told = desk.run("import", "-r", "acme", str(path))
    yield "rows that cannot be are named by line", status == 5 and all(
        f"line {line}:" in told for line in (5, 6, 7)) and "6 read, 3 new, 3 rejected" in told
    yield "without a contract there is nothing to compare", desk.finding() is None

    desk.run("contract", "add", "acme", "--start", "2023-03-01", "--duration", "36m", "--renewal", "tacit", "--notice", "3m")
    sunday, start = last_sunday(desk), datetime.date(2023, 3, 1)
    finding = desk.finding()
    lag = (64 / 40 - 1) * (sunday - start).days / MONTH
    since = first_beyond(lambda day: headcount(day) / 40 - 1, start)
    yield f"60 % more for {(sunday - start).days} days: {lag:.3f}", abs(finding["after"] - lag) < 1e-3
    yield f"beyond the limit since {since}", finding["status"] == "worse" and finding["onset"]["date"] == str(since)
    yield "from 40 to 64 since the contract began", finding["change"] == {
        "fact": "headcount", "then": 40, "now": 64, "since": "2023-03-01"}
    yield "each row of evidence can be opened", all(
        desk.run("explain", one["event"])[0] == 0 for one in finding["evidence"]) and len(finding["evidence"]) == 3

    contract = desk.run("contract", "list", "--json")[1]
    identity = json.loads(contract)["contracts"][0]["id"]
    desk.run("contract", "amend", identity, "--on", "2025-02-01", "--scope", "64 postes")
    finding = desk.finding()
    yield "an amendment follows", finding["status"] == "stable" and finding["after"] == 0


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//test//EN
{events}END:VCALENDAR
"""
EVENT = """BEGIN:VEVENT
UID:{number}@test
DTSTAMP:20260601T080000Z
DTSTART:{day}T090000Z
DTEND:{day}T100000Z
SUMMARY:{title}
ORGANIZER:mailto:ann@{client}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@{client}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@{provider}
END:VEVENT
"""


def renewals(desk):
    """A second contract from 15 March 2020, and the first one from 1 March 2023. A term of months runs out on the day of
    the same number (code de procédure civile art. 641), the next begins behind it. A committee met before the renewal of
    2023 alone; the amendment of February 2025 stands before that of 2025."""
    truth = json.loads(pathlib.Path(desk.folder, "story", "truth.json").read_text(encoding="utf-8"))
    visits = (datetime.date(2019, 1, 8) + datetime.timedelta(weeks=week) for week in range(387))
    days = [(visit.strftime("%Y%m%d"), f"Visite {visit}") for visit in visits] + [("20221116", "Comité de pilotage")]
    events = "".join(EVENT.format(number=day, day=day, title=title, client=truth["client"], provider=truth["provider"])
                     for day, title in days)
    path = pathlib.Path(desk.folder, "calendar.ics")
    path.write_text(CALENDAR.format(events=events).replace("\n", "\r\n"), encoding="utf-8")
    desk.run("import", "-r", "acme", str(path))
    desk.run("contract", "add", "acme", "--start", "2020-03-15", "--duration", "12m", "--renewal", "tacit", "--notice", "3m")
    shown = next(one for one in json.loads(desk.run("show", "acme", "--json")[1])["indicators"]
                 if one["indicator"] == "unreviewed_renewal")
    first = datetime.date.fromisoformat(shown["first_week"])
    told = {first + datetime.timedelta(weeks=i): value for i, value in enumerate(shown["weeks"]) if value is not None}
    run, changes = None, {datetime.date(2021, 3, 16): 1, datetime.date(2022, 3, 16): 2, datetime.date(2023, 3, 16): 0,
                          datetime.date(2024, 3, 16): 1, datetime.date(2025, 2, 1): 0, datetime.date(2026, 3, 2): 1,
                          datetime.date(2026, 3, 16): 2}
    wrong = 0
    for monday in sorted(told):
        for day, value in changes.items():
            if monday <= day <= monday + datetime.timedelta(days=6):
                run = value
        wrong += told[monday] != run
    yield f"renewals that nobody looked at: {len(told)} weeks, {wrong} differ", len(told) > 250 and wrong == 0
    shown = json.loads(desk.run("assess", "acme", "--json")[1])
    finding = next(one for one in shown["findings"]
                   if one["indicator"] == "unreviewed_renewal")
    yield "two running since the first", finding["status"] == "worse" and finding["after"] == 2 and all(
        desk.run("explain", one["event"])[0] == 0 for one in finding["evidence"]) and finding["evidence"] != []


def main(entente):
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(os.path.abspath(entente), folder)
        results = [*checks(desk), *renewals(desk)]
    print(f"1..{len(results)}")
    for number, (name, right) in enumerate(results, 1):
        print(f"{'ok' if right else 'not ok'} {number} - {name}")
    return 0 if all(right for name, right in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
