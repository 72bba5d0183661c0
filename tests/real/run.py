# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole way on real archives with known outcomes, when ../shared/data stands beside the checkout;
skipped with a word when not. Prints TAP."""

import collections
import contextlib
import csv
import datetime
import gzip
import hashlib
import json
import lzma
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zoneinfo

PARIS = zoneinfo.ZoneInfo("Europe/Paris")


class Case:
    """One store, made by one import; the verbs that are asked of it."""

    def __init__(self, entente, folder):
        self.entente = entente
        self.environment = dict(
            os.environ, ENTENTE_STORE=folder + "/store.db", HOME=folder, ENTENTE_NOW="2026-06-30"
        )

    def json(self, *arguments):
        done = subprocess.run(
            [self.entente, *arguments, "--json"], env=self.environment, stdout=subprocess.PIPE, check=False
        )
        return json.loads(done.stdout)


def twisted(case, data, folder):
    """A company whose domain closed on 31 July 2009, while its people went on elsewhere."""
    mbox = pathlib.Path(folder, "twisted.mbox")
    mbox.write_bytes(lzma.open(data / "mail" / "twisted-python_2001-2009.mbox.xz").read())
    summary = case.json("import", "--client", "*", "--provider", "divmod.com", str(mbox))
    yield "every message is read", summary["messages"]["read"] == 42562
    yield "duplicates are known", summary["messages"]["known"] > 15000
    yield "nothing is rejected", summary["messages"]["rejected"] == 0
    answer = case.json("assess")
    onset = answer["onset"]
    yield "the organisation ended", answer["stage"] == "ended" and answer["ended"]["date"] == "2009-07-31"
    yield "its people go on", answer["ended"]["people_elsewhere"] >= 2
    yield "the interval holds the closing", onset["interval"][0] <= "2009-07-31" <= onset["interval"][1]
    lost = [f["indicator"] for f in answer["findings"] if f["side"] == "provider"]
    yield "the main contact is not called lost", "pivot_presence" not in lost
    advice = next(f for f in answer["findings"] + answer["not_worse"]
                  if f["indicator"] == "recommendations" and f["side"] == "provider")
    counted = recommended(case, answer["baseline"])
    print(f"# unasked advice of the provider in the healthy year: {counted} counted, {advice['n_before']} told")
    yield "unasked advice is counted alike", counted == advice["n_before"] > 0
    disputes = next(f for f in answer["findings"] + answer["not_worse"]
                    if f["indicator"] == "ownership_disputes" and f["side"] == "client")
    counted = disputed(case, answer["baseline"])
    print(f"# disputes of the client in the healthy year: {counted} counted, {disputes['n_before']} told")
    yield "disputes are counted alike", counted == disputes["n_before"] > 0
    yield from same_weeks(case, "escalation", "client", escalated(case), 100)
    yield from same_weeks(case, "style_matching", "none", likeness_of_style(case), 200, 0.001)
    again = case.json("import", "--client", "*", "--provider", "divmod.com", str(mbox))
    yield "a second import changes nothing", again["messages"]["new"] == 0 and case.json("assess") == answer


def monday_of(ms):
    day = datetime.datetime.fromtimestamp(ms / 1000, PARIS).date()
    return day - datetime.timedelta(days=day.weekday())


def same_weeks(case, indicator, side, counted, least, within=1e-6):
    """The values that are told of an indicator, week by week, against {Monday: value} counted anew; None: not counted."""
    shown = next(i for i in case.json("show")["indicators"] if i["indicator"] == indicator and i["side"] == side)
    first = datetime.date.fromisoformat(shown["first_week"])
    told = {first + datetime.timedelta(weeks=i): value for i, value in enumerate(shown["weeks"]) if value is not None}
    told = {day: value for day, value in told.items() if counted.get(day, 0) is not None}
    off = {day: abs(value - counted.get(day, 9)) for day, value in told.items()}
    wrong = [(day, told[day], counted.get(day)) for day in off if off[day] > within]
    print(f"# {indicator} of the {side}: {len(told)} weeks compared, mean {sum(told.values()) / max(len(told), 1):.4f}, "
          f"at most {max(off.values(), default=0):.6f} apart", wrong[:3])
    yield f"{indicator} is counted alike", len(told) >= least and not wrong


TITLES = set("direction directeur directrice director dg dga pdg ceo coo cio cto cfo president presidente presidence "
             "gerant gerante gerance management board comex codir juridique legal".split())


def names_title(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return bool(TITLES & set(re.split(r"[ .,;/()\[\]\"'_+0-9-]+", plain)))


def escalated(case):
    """{Monday: share} of the client's threads that it escalated, from the recipients as they stand in the mail."""
    with contextlib.closing(sqlite3.connect(case.environment["ENTENTE_STORE"])) as store:
        person = dict(store.execute("SELECT address, person FROM identity"))
        shared = dict(store.execute("SELECT person, shared FROM person"))
        rows = list(store.execute(
            "SELECT t.thread, t.sent_ms, t.side, t.n_provider, m.from_address, m.recipients, coalesce(r.formalities, 0)"
            " FROM timeline_message t JOIN message m USING (relationship_id, event_id)"
            " LEFT JOIN reading r USING (relationship_id, event_id)"
            " WHERE t.automatic = 0 AND t.channel = 0 ORDER BY t.position"))
    begun, known, ours, raised = {}, collections.defaultdict(set), set(), set()
    for thread, sent, side, readers, sender, recipients, formal in rows:
        first = thread not in begun
        begun.setdefault(thread, sent)
        known[thread].add(person.get(sender))
        joins = hierarchy = 0
        for line in (recipients or "").split("\n"):
            address, _, name = line.partition("\t")
            who = person.get(address)
            if who is None or who in known[thread]:
                continue
            known[thread].add(who)
            title = names_title(address.rpartition("@")[0]) or names_title(name)
            hierarchy += title
            joins += title or not shared[who]
        if side == 1 and readers and sent <= begun[thread] + 28 * 86400000:
            ours.add(thread)
            if formal or (not first and (hierarchy or joins >= 2)):
                raised.add(thread)
    weeks = collections.defaultdict(lambda: [0, 0])
    for thread in ours:
        week = weeks[monday_of(begun[thread])]
        week[0] += thread in raised
        week[1] += 1
    return {day: up / n for day, (up, n) in weeks.items()}


def style_words():
    root = pathlib.Path(os.environ["ENTENTE_SOURCE_ROOT"], "data", "language", "style.tsv")
    rows = [line.split("\t") for line in root.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {language: {word: row[0] for row in rows if row[1] == language for word in row[2].split()}
            for language in ("fr", "en")}


def likeness_of_style(case):
    """{Monday: language style matching of the two sides over four covered weeks}, from the own words as they stand."""
    with contextlib.closing(sqlite3.connect(case.environment["ENTENTE_STORE"])) as store:
        covered = sorted(week for week, in store.execute(
            "SELECT week FROM coverage WHERE channel = 'mail' AND tool = '' AND state <> 0"))
        rows = list(store.execute(
            "SELECT t.sent_ms, t.side, t.n_client, t.n_provider, r.language, r.own_length, x.own_text, r.sentences"
            " FROM timeline_message t JOIN reading r USING (relationship_id, event_id)"
            " JOIN message_text x USING (relationship_id, event_id) WHERE t.automatic = 0 AND t.channel = 0"))
    lists, weeks = style_words(), collections.defaultdict(collections.Counter)
    for sent, side, client, provider, language, length, text, sentences in rows:
        if language not in lists or not (provider if side == 1 else client):
            continue
        if sentences >= 200:  # what is read of it ends within
            weeks[week_of(sent)]["long"] += 1
            continue
        plain = unicodedata.normalize("NFKD", text.encode()[:length].decode(errors="ignore").lower())
        plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("œ", "oe").replace("æ", "ae")
        for word in re.findall("[a-z]+", plain):
            weeks[week_of(sent)][language, side, lists[language].get(word)] += 1
    return dict(likeness_by_month(weeks, covered, {language: set(words.values()) for language, words in lists.items()}))


def likeness_by_month(weeks, covered, classes):
    for last in range(3, len(covered)):
        month, parts = sum((weeks[week] for week in covered[last - 3:last + 1]), collections.Counter()), []
        monday = datetime.date(1970, 1, 5) + datetime.timedelta(weeks=covered[last])
        if month.pop("long", 0):
            yield monday, None
            continue
        for language, names in classes.items():
            total = [sum(n for key, n in month.items() if key[:2] == (language, side)) for side in (1, 2)]
            if min(total) < 500:
                continue
            shares = [[month[language, side, name] / total[side - 1] for side in (1, 2)] for name in sorted(names)]
            parts.append((min(total), sum(1 - abs(a - b) / (a + b) if a + b else 1 for a, b in shares) / len(shares)))
        if parts:
            yield monday, sum(n * value for n, value in parts) / sum(n for n, _ in parts)


def recommended(case, period):
    """Events of the provider's unasked advice in a period, counted anew from the store: every message that advises,
    less those that name a ticket or answer a message of the other side that asks."""
    first, last = (datetime.datetime.fromisoformat(day).replace(tzinfo=PARIS) for day in period)
    with contextlib.closing(sqlite3.connect(case.environment["ENTENTE_STORE"])) as store:
        rows = {row[0]: row[1:] for row in store.execute(
            "SELECT t.position, t.side, t.automatic, t.asks, t.parent, t.ticket_key, t.n_client, t.sent_ms,"
            " coalesce(r.proposals, 0) FROM timeline_message t LEFT JOIN reading r USING (relationship_id, event_id)")}
    count = 0
    for side, automatic, _, parent, ticket, readers, sent, proposals in rows.values():
        asked = rows[parent][0] == 1 and rows[parent][2] if parent in rows else False
        inside = first.timestamp() <= sent / 1000 < last.timestamp() + 86400
        count += bool(side == 2 and not automatic and proposals and not ticket and readers and not asked and inside)
    return count


def disputed(case, period):
    """Messages of the client in a period that dispute whose it is and that the provider reads."""
    first, last = (datetime.datetime.fromisoformat(day).replace(tzinfo=PARIS) for day in period)
    with contextlib.closing(sqlite3.connect(case.environment["ENTENTE_STORE"])) as store:
        rows = list(store.execute(
            "SELECT t.side, t.automatic, t.n_provider, t.sent_ms, r.disputes"
            " FROM timeline_message t JOIN reading r USING (relationship_id, event_id)"))
    return sum(1 for side, automatic, readers, sent, disputes in rows
               if side == 1 and not automatic and readers and disputes
               and first.timestamp() <= sent / 1000 < last.timestamp() + 86400)


MOSHE = ["m@moshez.org", "m@zadka.site.co.il", "moshez@lerner.co.il", "moshez@twistedmatrix.com",
         "moshez@twistedmatrix.org", "moshez@zadka.com", "moshez@zadka.site.co.il", "twisted@moshez.org",
         "twisted@zadka.site.co.il"]
COLLEAGUES = ["foom@fuhm.net", "cce@clarkevans.com"]


def departed(case, data, folder):
    """One who carried a small team's mail and wrote no more: who went on with its partners, counted anew."""
    mbox = pathlib.Path(folder, "twisted.mbox")
    mbox.write_bytes(lzma.open(data / "mail" / "twisted-python_2001-2009.mbox.xz").read())
    case.json("import", "--client", "*", "--provider", ",".join(MOSHE + COLLEAGUES), str(mbox))
    share, partners = handed_over(case)
    shown = next(i for i in case.json("show", "--as-of", "2005-06-30")["indicators"]
                 if i["indicator"] == "handover_quality" and i["side"] == "provider")
    told = {value for value in shown["weeks"] if value is not None}
    print(f"# hand-over: {share:.4f} of {partners} partners counted, {sorted(told)} told")
    yield "the hand-over is counted alike", partners >= 3 and len(told) == 1 and abs(told.pop() - share) < 1e-6


def handed_over(case):
    """Share of the partners of MOSHE's last 26 weeks with whom one colleague exchanged in the eight weeks after."""
    with contextlib.closing(sqlite3.connect(case.environment["ENTENTE_STORE"])) as store:
        person = dict(store.execute("SELECT address, person FROM identity"))
        shared = dict(store.execute("SELECT person, shared FROM person"))
        covered = sorted(week for week, in store.execute(
            "SELECT week FROM coverage WHERE channel = 'mail' AND tool = '' AND state <> 0"))
        rows = {row[0]: row[1:] for row in store.execute(
            "SELECT position, sent_ms, person, side, parent FROM timeline_message WHERE automatic = 0")}
    gone = person[MOSHE[0]]
    last = max(sent for sent, who, _, _ in rows.values() if who == gone)
    place = covered.index(week_of(last))
    since, until = covered[max(place - 25, 0)], covered[place + 8]
    pairs = [(sent, own, other) for sent, own, other in answers_of(rows, 2) if not shared[own] and not shared[other]]
    partners = {other for sent, own, other in pairs if own == gone and since <= week_of(sent) <= covered[place]}
    taken = collections.defaultdict(set)
    for sent, own, other in pairs:
        if sent > last and week_of(sent) <= until and own != gone and other in partners:
            taken[own].add(other)
    return max(map(len, taken.values())) / len(partners), len(partners)


def answers_of(rows, side):
    """(instant, person of the side, person of the other side) of every answer between the two."""
    for sent, who, of, parent in rows.values():
        if parent not in rows or {of, rows[parent][2]} != {1, 2}:
            continue
        yield (sent, who, rows[parent][1]) if of == side else (sent, rows[parent][1], who)


def week_of(ms):
    """Mondays since 1970-01-05."""
    return (monday_of(ms) - datetime.date(1970, 1, 5)).days // 7


def digest(address):
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def judged_pairs():
    """(sample, the two digests, whether they are one person) of people.tsv."""
    lines = pathlib.Path(__file__).with_name("people.tsv").read_text(encoding="utf-8").splitlines()
    for line in [line for line in lines if not line.startswith("#")][1:]:
        sample, first, second, same = line.split("\t")
        yield sample, (first, second), same == "1"


def people(case, data, folder):
    """Who writes under several addresses, against what a reader judged."""
    mbox = pathlib.Path(folder, "twisted.mbox")
    mbox.write_bytes(lzma.open(data / "mail" / "twisted-python_2001-2009.mbox.xz").read())
    case.json("import", "--client", "*", "--provider", "divmod.com,twistedmatrix.com", str(mbox))
    doubts = case.json("people", "review")["doubts"]
    proposed = {frozenset((digest(d["first"]), digest(d["second"]))) for d in doubts if d["about"] == "person"}
    with contextlib.closing(sqlite3.connect(case.environment["ENTENTE_STORE"])) as store:
        person = {digest(address): number for address, number in store.execute("SELECT address, person FROM identity")}
    judged = [(sample, pair, same) for sample, pair, same in judged_pairs()]
    merged = [same for _, (a, b), same in judged if person[a] == person[b]]
    one = [pair for sample, pair, same in judged if sample == "a" and same]
    found = sum(person[a] == person[b] for a, b in one)
    asked = sum(person[a] != person[b] and frozenset((a, b)) in proposed for a, b in one)
    print(f"# {len(judged)} pairs judged; {len(merged)} merged, {sum(merged)} rightly; of {len(one)} that are one "
          f"person {found} are merged, {asked} asked about; {len(doubts)} doubts")
    yield "nobody is merged with somebody else", all(merged) and len(merged) >= 90
    yield "nearly all who are one are merged", found >= 0.9 * len(one)
    yield "the others are asked about", found + asked >= 0.95 * len(one)
    yield "the list is short enough to be read", len(doubts) < 100


def servicenow(case, data, folder):
    """A log collected by closing date: its end is not a collapse."""
    path = data / "tickets" / "servicenow_uci" / "incident_event_log.dev25.csv.gz"
    summary = case.json("import", "-r", "uci", str(path))
    yield "tickets are counted, not rows", summary["tickets"]["read"] == summary["tickets"]["new"] == 6243
    answer = case.json("assess")
    yield "no verdict", answer["stage"] == "unknown" and answer["onset"] is None
    yield "coverage ends", "coverage_ended" in [unknown["what"] for unknown in answer["unknown"]]


def log_instant(text):
    return datetime.datetime.strptime(text, "%d/%m/%Y %H:%M") if text not in ("", "?") else None


def end_of(rows):
    """When a ticket was first resolved or closed: as its columns say, else when its state became so and stayed so."""
    told = [log_instant(rows[-1][name]) for name in ("resolved_at", "closed_at")]
    if told[0] is None:
        for row in rows:
            if row["ident_state"] == "Resolved":
                told[0] = told[0] or log_instant(row["sys_updated_at"])
            elif row["ident_state"] != "Closed":
                told[0] = None
    return min((one for one in told if one is not None), default=None)


def outcomes_by_week(path):
    """For each Monday, of the tickets that ended in that week: how many were reopened, went round, kept
    their time, and how many there are."""
    tickets, weeks = collections.defaultdict(list), collections.defaultdict(collections.Counter)
    with gzip.open(path, "rt", encoding="utf-8") as log:
        for row in csv.DictReader(log):
            tickets[row["number"]].append(row)
    for rows in tickets.values():
        rows.sort(key=lambda row: int(row["sys_mod_count"]))
        end = end_of(rows)
        if end is None:
            continue
        count = weeks[end.date() - datetime.timedelta(days=end.weekday())]
        count["n"] += 1
        count["reopened_share"] += max(int(row["reopen_count"]) for row in rows) > 0
        count["reassignments"] += max(int(row["reassignment_count"]) for row in rows) >= 2
        count["sla_met"] += rows[-1]["made_sla"] == "true"
    return weeks


STATES = {"New": 1, "Resolved": 4, "Closed": 5}  # in the order of a ticket's life; what awaits is 3, the rest in progress


def longest_gaps(path):
    """For each ticket, in minutes: the longest time without a step while it was open and not set to wait."""
    tickets, gaps = collections.defaultdict(list), {}
    with gzip.open(path, "rt", encoding="utf-8") as log:
        for row in csv.DictReader(log):
            state = row["ident_state"]
            rank = STATES.get(state, 3 if state.startswith("Awaiting") else 2)
            opened = log_instant(row["opened_at"])
            at = log_instant(row["sys_updated_at"])
            if row["caller_id"] != row["sys_updated_by"] or row["caller_id"] == "?":
                tickets[row["number"]].append((at, rank, opened))
    for number, steps in tickets.items():
        steps.sort(key=lambda step: step[:2])
        since, state, best = steps[0][2], 1, None
        for at, rank, _ in steps:
            if state < 3 and at >= since:
                best = max(best or 0, round((at - since).total_seconds() / 60))
            since, state = at, rank
        if len(steps) >= 2 and best is not None:
            gaps[number] = best
    return gaps


def told_gaps(case):
    with contextlib.closing(sqlite3.connect(case.environment["ENTENTE_STORE"])) as store:
        return {number: gap // 60000 for number, gap in store.execute(
            "SELECT ticket_key, gap_to_ms - gap_from_ms FROM ticket WHERE gap_from_ms IS NOT NULL")}


def outcomes(case, data, folder):
    """Weekly shares of tickets by what became of them, counted here from the log."""
    path = data / "tickets" / "servicenow_uci" / "incident_event_log.dev25.csv.gz"
    case.json("import", "-r", "uci", str(path))
    counted, told = longest_gaps(path), told_gaps(case)
    wrong = [number for number in counted.keys() | told.keys() if abs(counted.get(number, -99) - told.get(number, -99)) > 61]
    print(f"# longest waits between two updates: {len(told)} tickets told, {len(counted)} counted, {len(wrong)} differ")
    print("#", [(n, counted.get(n), told.get(n)) for n in wrong[:8]])
    yield "waits between updates are counted alike", len(told) > 4000 and len(wrong) < 5
    weeks = outcomes_by_week(path)
    for shown in case.json("show", "uci")["indicators"]:
        if shown["side"] != "provider" or shown["indicator"] not in ("reopened_share", "reassignments", "sla_met"):
            continue
        first = datetime.date.fromisoformat(shown["first_week"])
        got = {first + datetime.timedelta(weeks=i): value for i, value in enumerate(shown["weeks"]) if value is not None}
        wrong = [day for day, value in got.items() if abs(value - weeks[day][shown["indicator"]] / weeks[day]["n"]) > 1e-6]
        tickets = sum(weeks[day]["n"] for day in got)
        yield f"{shown['indicator']}: {len(got)} weeks, {tickets} tickets, {len(wrong)} differ", tickets > 4000 and not wrong


def bpi2014(case, data, folder):
    """Incidents and their activities in two files: one ticket is one ticket."""
    summary = case.json("import", "-r", "bpi", str(data / "tickets" / "rabobank_bpi2014"))
    yield "one ticket counts once", summary["tickets"]["new"] == 4000
    yield "too short for a date", case.json("assess")["stage"] == "unknown"


def main(entente):
    data = pathlib.Path(os.environ["ENTENTE_SHARED"]) / "data"
    if not data.is_dir():
        print("1..0 # SKIP ../shared/data is not beside the checkout")
        return 0
    number = failed = 0
    for story in (twisted, departed, people, servicenow, outcomes, bpi2014):
        with tempfile.TemporaryDirectory() as folder:
            for title, holds in story(Case(os.path.abspath(entente), folder), data, folder):
                number += 1
                failed += not holds
                print(f"{'ok' if holds else 'not ok'} {number} - {story.__name__}: {title}")
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
