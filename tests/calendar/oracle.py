# SPDX-License-Identifier: AGPL-3.0-or-later
"""Series of meetings against an independent judge: the rules of RFC 5545's own examples and rules drawn
by chance, in several zones and across changes of the clock, unrolled by python3-dateutil and by an
import; and the meetings of every simulated story against its calendar. The store is read as SQLite.
Prints TAP."""

import datetime
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import zoneinfo

from dateutil import rrule

WRITTEN = datetime.datetime(2024, 6, 1, tzinfo=datetime.timezone.utc)
AHEAD = datetime.timedelta(days=366)
ZONES = ["Europe/Paris", "America/New_York", "Australia/Sydney", "UTC"]
ORGANISER = "ORGANIZER:mailto:anne@acme.example\r\nATTENDEE:mailto:lea@infonet.example\r\n"

# RFC 5545, 3.8.5.3, but for those that repeat within a day.
PUBLISHED = [
    "FREQ=DAILY;COUNT=10",
    "FREQ=DAILY;INTERVAL=2",
    "FREQ=DAILY;INTERVAL=10;COUNT=5",
    "FREQ=YEARLY;UNTIL=20250131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
    "FREQ=WEEKLY;COUNT=10",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
    "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
    "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
    "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
    "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
    "FREQ=MONTHLY;BYMONTHDAY=-3",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
    "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
    "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
    "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
    "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
    "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
    "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
    "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
    "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
]


def drawn_rule(draw):
    """Rules as meeting programs write them."""
    day = draw.choice(["TU", "WE", "TH"])
    rule = draw.choice(
        [
            "FREQ=WEEKLY",
            f"FREQ=WEEKLY;BYDAY={day}",
            f"FREQ=WEEKLY;BYDAY=MO,{day},FR",
            f"FREQ=MONTHLY;BYDAY={draw.choice([1, 2, 3, 4, 5, -1])}{day}",
            f"FREQ=MONTHLY;BYDAY={day};BYSETPOS={draw.choice([1, 2, 3, -1])}",
            f"FREQ=MONTHLY;BYMONTHDAY={draw.choice([1, 15, 28, 29, 31, -1])}",
            "FREQ=MONTHLY",
            "FREQ=DAILY",
            "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
            f"FREQ=YEARLY;BYMONTH={draw.randint(1, 12)}",
            f"FREQ=YEARLY;BYMONTH={draw.randint(1, 12)};BYDAY=-1{day}",
        ]
    )
    interval = draw.choice([1, 1, 1, 2, 3, 6])
    rule += f";INTERVAL={interval}" if interval > 1 else ""
    ending = draw.choice(["", "count", "until"])
    rule += f";COUNT={draw.randint(1, 60)}" if ending == "count" else ""
    until = f"2024{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}T{draw.randint(0, 23):02d}0000Z"
    return rule + (f";UNTIL={until}" if ending == "until" else "")


class Series:
    """One recurring event: its text, and the instants that dateutil gives it."""

    def __init__(self, uid, rule, zone, start, excluded):
        self.uid, self.rule, self.zone, self.start = uid, rule, zone, start
        self.until = None
        kept = [part for part in rule.split(";") if not part.startswith("UNTIL=")]
        for part in rule.split(";"):
            if part.startswith("UNTIL="):
                self.until = datetime.datetime.strptime(part[6:], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        self.steps = rrule.rrulestr(";".join(kept), dtstart=start)
        self.excluded = [step for step in self.walls() if excluded(step)]

    def instant(self, wall):
        """What is not there counts by the offset before, what is there twice is the first."""
        return wall.replace(tzinfo=zoneinfo.ZoneInfo(self.zone), fold=0).astimezone(datetime.timezone.utc)

    def walls(self):
        yield self.start
        for step in self.steps:
            instant = self.instant(step)
            if instant > WRITTEN + AHEAD or (self.until and instant > self.until):
                return
            if step != self.start:
                yield step

    def instants(self):
        out = {self.instant(step) for step in self.walls() if step not in self.excluded}
        return sorted(int(one.timestamp() * 1000) for one in out)

    def text(self):
        lines = f"BEGIN:VEVENT\r\nUID:{self.uid}\r\nDTSTAMP:{WRITTEN:%Y%m%dT%H%M%SZ}\r\n"
        lines += f"DTSTART;TZID={self.zone}:{self.start:%Y%m%dT%H%M%S}\r\nDURATION:PT1H\r\nRRULE:{self.rule}\r\n"
        for step in self.excluded:
            lines += f"EXDATE;TZID={self.zone}:{step:%Y%m%dT%H%M%S}\r\n"
        return lines + ORGANISER + "END:VEVENT\r\n"


def all_series():
    draw = random.Random(5545)
    for number, rule in enumerate(PUBLISHED):
        yield Series(f"rfc-{number}", rule, "America/New_York", datetime.datetime(2019, 9, 2, 9), lambda step: False)
    for number in range(300):
        start = datetime.datetime(draw.randint(2015, 2023), draw.randint(1, 12), draw.randint(1, 28),
                                  draw.choice([0, 1, 2, 9, 10, 14, 23]), draw.choice([0, 30]))
        excluded = draw.choice([lambda step: False, lambda step: step.day % 7 == 3 and step != start])
        yield Series(f"drawn-{number}", drawn_rule(draw), draw.choice(ZONES), start, excluded)


class Store:
    """A store of its own, filled by one import, read as a table."""

    def __init__(self, entente, folder):
        self.entente, self.path = entente, folder + "/store.db"
        self.environment = dict(os.environ, ENTENTE_STORE=self.path, HOME=folder, ENTENTE_NOW="2026-06-30T12:00:00Z")

    def run(self, *arguments):
        done = subprocess.run([self.entente, *arguments], env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False)
        return done.stdout.decode("utf-8")

    def rows(self, sql):
        connection = sqlite3.connect(self.path)
        rows = connection.execute(sql).fetchall()
        connection.close()
        return rows


def check_series(entente, folder):
    series = list(all_series())
    path = pathlib.Path(folder, "series.ics")
    path.write_text("BEGIN:VCALENDAR\r\n" + "".join(one.text() for one in series) + "END:VCALENDAR\r\n",
                    encoding="utf-8", newline="")
    store = Store(entente, folder)
    summary = json.loads(store.run("import", "--json", "--client", "acme.example", "--provider", "infonet.example", str(path)))
    got = {}
    for uid, start, planned in store.rows("SELECT uid, start_ms, planned FROM meeting ORDER BY uid, start_ms"):
        got.setdefault(uid, []).append((start, planned))
    count = 0
    for one in series:
        want = one.instants()
        starts = [start for start, planned in got.get(one.uid, [])]
        count += len(want)
        if starts != want:
            yield f"{one.uid} {one.zone} {one.start} {one.rule}: {len(starts)} for {len(want)}", False
    written = int(WRITTEN.timestamp() * 1000)
    yield f"{len(series)} series, {count} meetings", summary["meetings"]["new"] == count > 10000
    yield "what lies behind the writing is planned", all(
        (start > written) == bool(planned) for rows in got.values() for start, planned in rows)
    yield "nothing is covered behind it", covered_weeks(store)[1] == week_of(WRITTEN.date())


def week_of(day):
    return (day - datetime.date(1970, 1, 5)).days // 7


def covered_weeks(store):
    return store.rows("SELECT min(week), max(week) FROM coverage WHERE channel = 'meetings'")[0]


def truth_of(calendar):
    """Day of each committee and whether it was held, from the lines that the story wrote: the series
    is weekly, its exceptions are single."""
    events = [dict(line.split(":", 1) for line in event.replace("\r\n ", "").splitlines() if ":" in line)
              for event in calendar.read_text(encoding="utf-8").split("BEGIN:VEVENT")[1:]]
    stamp = "DTSTART;TZID=Europe/Paris"

    def day(event, name):
        return datetime.datetime.strptime(event[name], "%Y%m%dT%H%M%S").date()

    rule = dict(part.split("=") for part in events[0]["RRULE"].split(";"))
    first = day(events[0], stamp)
    days = {first + datetime.timedelta(weeks=int(rule["INTERVAL"]) * i): None for i in range(int(rule["COUNT"]))}
    meetings = {one: (one, True) for one in days}
    for event in events[1:]:
        meetings[day(event, "RECURRENCE-ID;TZID=Europe/Paris")] = (day(event, stamp), event["STATUS"] == "CONFIRMED")
    return sorted(meetings.values())


def check_story(entente, name):
    with tempfile.TemporaryDirectory() as folder:
        store = Store(entente, folder)
        store.run("simulate", "--story", name, "--seed", "7", "-o", folder + "/story")
        truth = json.loads(pathlib.Path(folder, "story", "truth.json").read_text(encoding="utf-8"))
        calendar = pathlib.Path(folder, "story", "meetings.ics")
        store.run("import", "--client", truth["client"], "--provider", truth["provider"], str(calendar))
        paris = zoneinfo.ZoneInfo("Europe/Paris")
        got = [(datetime.datetime.fromtimestamp(start / 1000, paris).date(), not cancelled)
               for start, cancelled in store.rows("SELECT start_ms, cancelled FROM timeline_meeting ORDER BY start_ms")]
        shown = json.loads(store.run("show", "--json"))["committees"]
        held = sum(one for day, one in got)
        yield f"{name}: {held} held of {len(got)}", sorted(got) == truth_of(calendar)
        days = [day for day, one in got]
        yield f"{name}: covered from the first to the last", covered_weeks(store) == (week_of(min(days)), week_of(max(days)))
        yield f"{name}: one committee", [(one["kind"], one["held"], one["cancelled"] + one["unknown"]) for one in shown] == [
            ("steering", held, len(got) - held)]


def shares_held(meetings):
    """Share held of the committees due over six rounds, at the end of each week that the calendar wholly
    covers, by its Monday: the round is the median distance of those held in the first 52 weeks."""
    first, last = week_of(meetings[0][0]), week_of(meetings[-1][0])
    held = [datetime.datetime.combine(day, datetime.time(10)) for day, one in meetings if one]
    monday = datetime.datetime(1970, 1, 5)
    start = monday + datetime.timedelta(weeks=first)
    learnt = [day for day in held if day < start + datetime.timedelta(weeks=52)]
    distances = sorted(b - a for a, b in zip(learnt, learnt[1:]))
    every = distances[len(distances) // 2]
    out = {}
    for week in range(first + 51, last):
        end = monday + datetime.timedelta(weeks=week + 1)
        rounds = min((end - start) / every, 6)
        n = sum(end - rounds * every <= day < end for day in held)
        out[(end - datetime.timedelta(weeks=1)).date()] = min(n / rounds, 1)
    return out


def check_steering(entente, seed):
    """The committees of pme-40 thin out: the last value and the day of the finding, counted here."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(entente, folder)
        store.run("simulate", "--story", "pme-40", "--seed", str(seed), "-o", folder + "/story")
        truth = json.loads(pathlib.Path(folder, "story", "truth.json").read_text(encoding="utf-8"))
        store.run("import", "--read-later", "--client", truth["client"], "--provider", truth["provider"], folder + "/story")
        shares = shares_held(truth_of(pathlib.Path(folder, "story", "meetings.ics")))
        shown = json.loads(store.run("assess", "--json"))
        shown = shown[0] if isinstance(shown, list) else shown
        finding = next(one for one in shown["findings"] + shown["not_worse"] if one["indicator"] == "steering_rhythm")
        beyond = [day for day in shares if all(shares[later] < .5 for later in shares if later >= day)]
        want = str(beyond[0]) if beyond else None
        got = finding["onset"]["date"] if finding["onset"] else None
        value = list(shares.values())[-1]
        yield f"pme-40 {seed}: {value:.0%} of the committees held, below the limit since {want}", (
            abs(finding["after"] - value) < .01 and got == want and (finding["status"] == "worse") == bool(beyond))


def main(entente):
    entente = os.path.abspath(entente)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        results += check_series(entente, folder)
    for name in ("pme-40", "healthy", "tool-migration", "moves-to-teams"):
        results += check_story(entente, name)
    for seed in (1, 2, 3):
        results += check_steering(entente, seed)
    print(f"1..{len(results)}")
    for number, (name, right) in enumerate(results, 1):
        print(f"{'ok' if right else 'not ok'} {number} - {name}")
    return 0 if all(right for name, right in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
