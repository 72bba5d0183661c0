# SPDX-License-Identifier: AGPL-3.0-or-later
"""Importing tickets from a local server that answers as the vendors of help desks document (GLPI
apirest.md, docs.zammad.org, developer.atlassian.com, ServiceNow "Table API", developers.freshdesk.com,
iTop "REST/JSON services"), with its bad days. The judge is the same set of tickets as an export
file: both stores must hold the same rows. Prints TAP."""

import base64
import datetime
import http.server
import json
import pathlib
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import imap
from imap import SIDES, check, summary_of

COUNT = 230
SECRET = "s3cret-t0ken"
EVIDENCE = "SELECT * FROM ticket_event ORDER BY event_id"
FIRST = datetime.datetime(2024, 1, 3, 8, 0)


def instants(number):
    opened = FIRST + datetime.timedelta(hours=7 * number)
    return opened, opened + datetime.timedelta(hours=2), opened + datetime.timedelta(hours=5)


def plain(instant):
    return instant.strftime("%Y-%m-%d %H:%M:%S")


def zulu(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


class Tool:
    """A tool: its tickets, and how it answers. `heard` has (method, path, headers, form)."""

    base = ""
    user = ""
    size = 100
    parts = {}  # member of a ticket -> how many of them the tool tells at once, or None

    def __init__(self, count=COUNT):
        self.tickets = {}
        for number in range(1, count + 1):
            self.put(number)

    def put(self, number, moved=0):
        opened, resolved, updated = instants(number)
        updated += datetime.timedelta(days=moved)
        self.tickets[number] = self.ticket(number, opened, resolved, updated)

    def touch(self, number):
        self.put(number, moved=400)

    def export(self):
        return list(self.tickets.values())

    def without_parts(self, ticket):
        return {key: value for key, value in ticket.items() if key not in self.parts}

    def proves(self, headers):
        return headers.get("Authorization") == self.authorization


class Zammad(Tool):
    name = "zammad"
    authorization = f"Token token={SECRET}"
    parts = ("articles", "ticket_history")

    def ticket(self, number, opened, resolved, updated):
        stamp = [instant.strftime("%Y-%m-%dT%H:%M:%S.123Z") for instant in (opened, resolved, updated)]
        return {"id": number, "group_id": 1, "priority_id": 2, "state_id": 4, "owner_id": 3, "customer_id": 7,
                "number": f"7{number:04d}", "title": f"Écran {number}", "state": "closed", "priority": "2 normal",
                "group": "Support", "owner": "bruno@infonet.fr", "customer": "anne@acme.fr",
                "organization": "Acme", "first_response_at": stamp[1], "close_at": stamp[1],
                "created_at": stamp[0], "updated_at": stamp[2], "article_count": 1,
                "articles": [{"id": number, "body": f"Bonjour<br>{number} \"}}]", "internal": False}],
                "ticket_history": [{"object": "Ticket", "attribute": "state", "value_from": "new",
                                    "value_to": "open", "created_at": stamp[0], "created_by_id": 3}]}

    def answer(self, ask):
        if ask.where == "/api/v1/tickets":
            check(ask.query["expand"] == "true", "no names asked for")
            page, size = int(ask.query["page"]), int(ask.query["per_page"])
            rows = list(self.tickets.values())[(page - 1) * size:page * size]
            return [self.without_parts(row) for row in rows]
        ticket = self.tickets[int(ask.where.rsplit("/", 1)[1])]
        if ask.where.startswith("/api/v1/ticket_articles/by_ticket/"):
            return ticket["articles"]
        check(ask.where.startswith("/api/v1/ticket_history/"), ask.where)
        return {"history": ticket["ticket_history"], "assets": {"User": {"3": {"id": 3}}}}


class Freshdesk(Tool):
    name = "freshdesk"
    authorization = "Basic " + base64.b64encode(f"{SECRET}:X".encode()).decode()
    parts = ("conversations",)

    def ticket(self, number, opened, resolved, updated):
        return {"id": number, "subject": f"Sauvegarde {number}", "description_text": "Bonjour", "status": 4,
                "priority": 2, "type": "Incident", "responder_id": 7, "requester_id": 9, "group_id": None,
                "requester": {"id": 9, "email": "anne@acme.fr"}, "fr_escalated": False, "is_escalated": False,
                "created_at": zulu(opened), "updated_at": zulu(updated), "due_by": zulu(updated),
                "fr_due_by": zulu(resolved),
                "stats": {"resolved_at": zulu(resolved), "closed_at": None, "first_responded_at": zulu(resolved)},
                "conversations": [{"id": i, "body_text": f"Note {i}"} for i in range(130 if number == 5 else 1)]}

    def answer(self, ask):
        page, size = int(ask.query["page"]), int(ask.query["per_page"])
        check(size <= 100 and page <= 300, "more than is documented")
        if ask.where == "/api/v2/tickets":
            check(set(ask.query["include"].split(",")) == {"description", "stats", "requester"}, ask.query)
            rows = sorted((row for row in self.tickets.values() if row["updated_at"] >= ask.query["updated_since"]),
                          key=lambda row: row["updated_at"])
        else:
            rows = self.tickets[int(ask.where.split("/")[4])]["conversations"]
            return rows[(page - 1) * size:page * size]
        return [self.without_parts(row) for row in rows[(page - 1) * size:page * size]]


class Jira(Tool):
    name = "jira"
    authorization = f"Bearer {SECRET}"
    cap = 20  # what this server gives at most, whatever is asked

    def ticket(self, number, opened, resolved, updated):
        stamp = [instant.strftime("%Y-%m-%dT%H:%M:%S.000+0000") for instant in (opened, resolved, updated)]
        return {"id": str(10000 + number), "key": f"NET-{number}",
                "fields": {"summary": f"VPN {number}", "status": {"name": "Done"}, "issuetype": {"name": "Incident"},
                           "project": {"key": "NET"}, "priority": {"name": "High"},
                           "reporter": {"displayName": "Anne"}, "assignee": None, "created": stamp[0],
                           "updated": stamp[2], "resolutiondate": stamp[1], "duedate": None,
                           "description": "Bonjour", "comment": {"comments": [{"body": "Fait"}], "total": 1}},
                "changelog": {"histories": [{"created": stamp[1], "author": {"displayName": "Bruno"},
                                             "items": [{"field": "status", "toString": "Done"}]}]}}

    def rows(self, ask):
        check(ask.query["expand"] == "changelog", ask.query)
        jql = ask.query["jql"]
        check(jql.startswith('updated >= "') and jql.endswith('" ORDER BY created ASC'), jql)
        since = jql.split('"')[1].replace(" ", "T")
        check(len(since) == 16, "JQL has minutes")
        return [row for row in self.tickets.values() if row["fields"]["updated"] >= since]

    def answer(self, ask):
        check(ask.where == "/rest/api/2/search", ask.where)
        rows, start = self.rows(ask), int(ask.query["startAt"])
        return {"startAt": start, "maxResults": self.cap, "total": len(rows),
                "issues": rows[start:start + min(self.cap, int(ask.query["maxResults"]))]}


class JiraCloud(Jira):
    name = "jira-cloud"
    user = "anne%40acme.fr@"
    authorization = "Basic " + base64.b64encode(f"anne@acme.fr:{SECRET}".encode()).decode()

    def answer(self, ask):
        check(ask.where == "/rest/api/3/search/jql", ask.where)
        rows, start = self.rows(ask), 0
        if ask.query.get("nextPageToken"):
            start = int(ask.query["nextPageToken"].removeprefix("Ch0j&+/="))
        end = start + int(ask.query["maxResults"])
        last = end >= len(rows)
        return {"issues": rows[start:end], "isLast": last, **({} if last else {"nextPageToken": f"Ch0j&+/={end}"})}


class ServiceNow(Tool):
    name = "servicenow"
    user = "reader@"
    authorization = "Basic " + base64.b64encode(f"reader:{SECRET}".encode()).decode()
    parts = ("journal", "audit")

    def ticket(self, number, opened, resolved, updated):
        def both(shown, kept=None):
            return {"display_value": shown, "value": kept or shown}
        local = datetime.timedelta(hours=1)
        return {"sys_id": both(f"{number:032x}"), "number": both(f"INC{number:07d}"),
                "short_description": both(f"Réseau {number}"), "state": both("Resolved", "6"),
                "incident_state": both("Resolved", "6"), "priority": both("2 - High", "2"),
                "caller_id": both("Anne", "abc"), "assigned_to": both("Bruno", "def"),
                "sys_updated_on": both(plain(updated + local), plain(updated)),
                "opened_at": both(plain(opened + local), plain(opened)),
                "resolved_at": both(plain(resolved + local), plain(resolved)),
                "reassignment_count": both("1"),
                "journal": [{"element": "comments", "value": f"Appel {number}", "sys_created_on": plain(resolved)}],
                "audit": [{"fieldname": "state", "newvalue": "2", "oldvalue": "1", "user": "bruno",
                           "sys_created_on": plain(opened)}]}

    def answer(self, ask):
        table = ask.where.rsplit("/", 1)[1]
        start, size = int(ask.query["sysparm_offset"]), int(ask.query["sysparm_limit"])
        question = ask.query["sysparm_query"]
        if table != "incident":
            row = self.tickets[int(question.split("^")[0].split("=")[1], 16)]
            rows = row["journal" if table == "sys_journal_field" else "audit"]
            return {"result": rows[start:start + size]}
        check(ask.query["sysparm_display_value"] == "all", ask.query)
        since = question.removeprefix("sys_updated_on>=").split("^")[0]
        rows = [row for row in self.tickets.values() if row["sys_updated_on"]["value"] >= since]
        ask.headers_out["X-Total-Count"] = str(len(rows))
        # Rules of access hide one row of the first page; the page is that much shorter.
        page = [row for row in rows[start:start + size] if row["number"]["value"] != "INC0000003"]
        if not page and not rows:
            ask.status = 404
            return {"error": {"message": "No Record found", "detail": "Records matching query not found"}}
        return {"result": [self.without_parts(row) for row in page]}

    def export(self):
        return {"result": [row for number, row in self.tickets.items() if number != 3]}


class Glpi(Tool):
    name = "glpi"
    base = "/apirest.php"
    parts = ("followups", "solutions", "log")
    session = None

    def ticket(self, number, opened, resolved, updated):
        return {"1": f"Téléphone {number}", "2": number, "3": 4, "4": ["alice", "carole"], "5": "bruno", "7": "Poste",
                "8": "N1", "12": 5, "15": plain(opened), "16": None, "17": plain(resolved), "18": None,
                "19": plain(updated), "21": "Bonjour", "80": "Siège", "82": 0,
                "followups": [{"id": 1, "items_id": number, "content": "<p>Vu</p>"}],
                "solutions": [{"id": 1, "items_id": number, "content": f"Remplacé {number}"}],
                "log": [{"id": 1, "user_name": "bruno (3)", "date_mod": plain(resolved), "id_search_option": 12,
                         "old_value": "2", "new_value": "5"}]}

    def proves(self, headers):
        if headers.get("App-Token") != "app-t0ken":
            return False
        if headers.get("Session-Token"):
            return "Authorization" not in headers and headers["Session-Token"] == self.session
        return headers.get("Authorization") == f"user_token {SECRET}"

    def answer(self, ask):
        where = ask.where.removeprefix(self.base)
        if where == "/initSession":
            self.session = "83af7e62"
            return {"session_token": self.session}
        check(self.session is not None, "no session")
        if where == "/killSession":
            self.session = None
            return True
        start, end = (int(part) for part in ask.query["range"].split("-"))
        if where == "/search/Ticket":
            check(ask.query["criteria[0][searchtype]"] == "morethan", ask.query)
            rows = [row for row in self.tickets.values() if row["19"] > ask.query["criteria[0][value]"]]
            if start > 0 and start >= len(rows):
                ask.status = 400
                return ["ERROR_RANGE_EXCEED_TOTAL", "..."]
            data = [self.without_parts(row) for row in rows[start:end + 1]]
            ask.status = 200 if len(data) == len(rows) else 206
            return {"totalcount": len(rows), "count": len(data), "data": data, "content-range": "..."}
        number, resource = where.split("/")[2:4]
        member = {"ITILFollowup": "followups", "ITILSolution": "solutions", "Log": "log"}[resource]
        return self.tickets[int(number)][member][start:end + 1]


class Itop(Tool):
    name = "itop"
    base = "/itop"

    def ticket(self, number, opened, resolved, updated):
        return {"code": 0, "message": "", "class": "UserRequest", "key": str(number),
                "fields": {"ref": f"R-{number:06d}", "title": f"Accès {number}", "status": "resolved", "priority": "2",
                           "org_name": "Acme", "caller_id_friendlyname": "Anne", "agent_id_friendlyname": "Bruno",
                           "start_date": plain(opened), "last_update": plain(updated),
                           "resolution_date": plain(resolved), "close_date": "",
                           "public_log": {"entries": [{"date": plain(resolved), "message": f"Fait {number}"}]}}}

    def proves(self, headers):
        return headers.get("Auth-Token") == SECRET

    def answer(self, ask):
        check(ask.method == "POST" and ask.where == "/itop/webservices/rest.php", ask.method, ask.where)
        question = json.loads(ask.form["json_data"])
        check(question["operation"] == "core/get", "it writes")
        if question["class"] == "Incident":
            return {"code": 100, "message": "Error: Unknown class \u001b[2JIncident", "objects": None}
        since = question["key"].split("'")[1]
        rows = [row for row in self.tickets.values() if row["fields"]["last_update"] >= since]
        page, size = int(question["page"]), int(question["limit"])
        rows = rows[(page - 1) * size:page * size]
        return {"objects": {f"UserRequest::{row['key']}": row for row in rows} or None, "code": 0,
                "message": f"Found: {len(rows)}"}

    def export(self):
        return {"objects": {f"UserRequest::{row['key']}": row for row in self.tickets.values()}, "code": 0}


class Ask:
    status = 200

    def __init__(self, handler, form):
        path, _, query = handler.path.partition("?")
        self.method, self.where = handler.command, urllib.parse.unquote(path)
        self.query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        self.form, self.headers_out = form, {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer is one write
    place = None

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # the client had enough

    def log_message(self, *words):
        pass

    def send(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def misbehave(self):
        for trouble in list(self.place.trouble):
            part, what = trouble
            if part not in urllib.parse.unquote(self.path):
                continue
            if what == "forget":
                self.place.trouble.remove(trouble)
                self.place.tool.session = "another"
                return False
            if what not in ("html", "same", "403", "404", "302", "long"):
                self.place.trouble.remove(trouble)
            if what == "late":
                self.send(429, b"{}", Retry_After="1")
            elif what == "cut":
                self.send_response(200)
                self.send_header("Content-Length", "100000")
                self.end_headers()
                self.wfile.write(b'[{"id":')
                self.wfile.flush()
                self.connection.shutdown(2)
                self.close_connection = True
            elif what == "html":
                self.send(200, b"\n<!DOCTYPE html><html>Sign in</html>")
            elif what == "broken":
                self.send(200, b'[{"id":1,"title":"x"},{"id":')
            elif what == "long":
                self.send(200, b"[" + b" " * (9 << 20) + b"]")
            elif what == "302":
                self.send(302, b"", Location="https://login.example/")
            elif what == "same":
                self.path = self.path.replace("page=", "page=1&was=")
                return False
            else:
                self.send(int(what), b'{"error":"no"}')
            return True
        return False

    def take(self, form):
        place = self.place
        place.heard.append((self.command, self.path, dict(self.headers), form))
        if self.misbehave():
            return
        if not place.tool.proves(self.headers):
            expired = self.headers.get("Session-Token")
            self.send(401, b'["ERROR_SESSION_TOKEN_INVALID","..."]' if expired
                      else b'{"error":"Authentication required"}')
            return
        ask = Ask(self, form)
        try:
            body = json.dumps(place.tool.answer(ask), ensure_ascii=False).encode()
        except imap.Failed as trouble:
            place.failed.append(str(trouble))
            self.send(400, b"{}")
            return
        self.send(ask.status, body, **ask.headers_out)

    def do_GET(self):
        check("Content-Length" not in self.headers, "a body where none may be")
        self.take({})

    def do_POST(self):
        form = urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.take(dict(form))


class Place(imap.Place):
    def __init__(self, entente, folder, tool=Zammad):
        self.entente, self.folder = entente, pathlib.Path(folder)
        self.become(tool)
        handler = type("Here", (Handler,), {"place": self})
        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def become(self, tool):
        self.tool, self.trouble, self.heard, self.failed = tool(), [], [], []

    def close(self):
        self.listener.shutdown()
        self.listener.server_close()

    def address(self):
        return (f"{self.tool.name}+http://{self.tool.user}127.0.0.1:{self.listener.server_port}"
                f"{self.tool.base}")

    def fetch(self, *arguments, secret=None, **more):
        if secret is None:
            secret = SECRET + (" app-t0ken" if self.tool.name == "glpi" else "")
        done = self.run("import", "--json", *SIDES, "--password-command", f"echo '{secret}'", *arguments,
                        self.address(), **more)
        check(not self.failed, self.failed)
        return done

    def import_files(self):
        path = self.folder / "export.json"
        path.write_text(json.dumps(self.tool.export(), ensure_ascii=False))
        (self.folder / "files.db").unlink(missing_ok=True)
        return summary_of(self.run("import", "--json", *SIDES, str(path), store="files.db"))

    def check_same_as_files(self):
        tables = [row[0] for row in self.rows("SELECT name FROM sqlite_master WHERE type='table'"
                                              " AND name LIKE '%ticket%' ORDER BY name")]
        check(len(tables) >= 2, tables)
        for table in tables:
            got, want = (sorted(map(repr, self.rows(f"SELECT * FROM {table}", store)))
                         for store in ("remote.db", "files.db"))
            check(len(got) == len(want), table, len(got), len(want))
            check(got == want, table, [pair for pair in zip(got, want) if pair[0] != pair[1]][:1])

    def check_no_secret(self, *runs):
        for path in self.folder.rglob("*"):
            if path.is_file():
                check(SECRET.encode() not in path.read_bytes(), "the secret is kept in", path)
        for done in runs:
            check(SECRET not in done.stdout + done.stderr, "the secret is shown")

    def asked(self, part):
        return [heard for heard in self.heard if part in urllib.parse.unquote(heard[1])]


def same_store_as_export(tool, optional=False):
    def case(place):
        place.become(tool)
        done = place.fetch()
        got, want = summary_of(done), place.import_files()
        check(want["tickets"]["new"] >= COUNT - 1, want["tickets"])
        check(got["tickets"] == want["tickets"], got["tickets"], want["tickets"])
        check(got["rejected_count"] == 0 and got["not_read"] == [], got)
        place.check_same_as_files()
        place.check_no_secret(done)
        check(not any("\x1b" in text for text in (done.stdout, done.stderr)), "words of the server are obeyed")
        check(("Unknown class" in done.stderr) == optional, done.stderr)
        if tool is not Itop:
            check(all(heard[0] == "GET" for heard in place.heard), "something was posted")
        check(all(SECRET not in heard[1] for heard in place.heard), "the secret is in an address")
        if tool is Glpi:
            check(place.heard[-1][1] == "/apirest.php/killSession", place.heard[-1][:2])
        # Again: nothing new, and the tickets' own resources are not asked for again.
        place.heard.clear()
        again = summary_of(place.fetch())
        check(again["tickets"]["new"] == 0, again["tickets"])
        check(len(place.heard) < 12, len(place.heard))
        place.check_same_as_files()
        # A ticket moves and one is new: these two come.
        place.tool.touch(7)
        place.tool.put(COUNT + 300)
        more = summary_of(place.fetch())
        check((more["tickets"]["new"], more["tickets"]["updated"]) == (1, 1), more["tickets"])

    case.__name__ = f"{tool.name}_gives_what_its_export_gives"
    return case


def bad_days_are_survived(place):
    place.trouble = [("page=2", "late"), ("by_ticket/40", "cut"), ("by_ticket/150", "503"), ("page=1", "502")]
    began = time.monotonic()
    got = summary_of(place.fetch())
    check(time.monotonic() - began >= 1, "it did not wait as long as it was told")
    check(got["tickets"]["new"] == COUNT and place.trouble == [], got["tickets"], place.trouble)
    place.import_files()
    place.check_same_as_files()


def broken_page_keeps_what_came_and_goes_on(place):
    place.trouble = [("page=2", "broken")]
    done = place.fetch()
    check(done.returncode == 3 and "broken JSON" in done.stderr and "/api/v1/tickets" in done.stderr, done.stderr)
    check("what came so far is kept" in done.stderr, done.stderr)
    place.heard.clear()
    got = summary_of(place.fetch())
    check(got["tickets"]["new"] == COUNT - 100, got["tickets"])
    check(not place.asked("page=1&") and not place.asked("by_ticket/40"), "the first page was asked again")
    place.import_files()
    place.check_same_as_files()


def refusals_are_told_with_their_mend(place):
    done = place.fetch(secret="wrong-0ne")
    check(done.returncode == 3 and "401" in done.stderr and "ticket.agent" in done.stderr, done.stderr)
    check("wrong-0ne" not in done.stderr, "the secret is shown")
    for what, words in (("403", "lacks a right"), ("404", "The address is that of Zammad"),
                        ("html", "a page to sign in"), ("302", "elsewhere"), ("long", "8 MiB")):
        place.trouble = [("/api/v1/tickets", what)]
        done = place.fetch()
        check(done.returncode == 3 and words in done.stderr, what, done.stderr)
        check("127.0.0.1: GET /api/v1/tickets" in done.stderr, done.stderr)
    place.check_no_secret(done)


def session_that_runs_out_is_opened_anew(place):
    place.become(Glpi)
    place.trouble = [("/Ticket/150/ITILFollowup", "forget")]
    got = summary_of(place.fetch())
    check(got["tickets"]["new"] == COUNT, got["tickets"])
    check(len(place.asked("initSession")) == 2, "no new session")
    place.import_files()
    place.check_same_as_files()


def token_of_a_page_that_ran_out_begins_again(place):
    place.become(JiraCloud)
    place.trouble = [("nextPageToken=Ch0j&+/=150", "broken")]
    done = place.fetch()
    check(done.returncode == 3 and "broken JSON" in done.stderr, done.stderr)
    place.trouble = [("nextPageToken=Ch0j&+/=150", "400")]
    got = summary_of(place.fetch())
    check(got["tickets"]["new"] == COUNT - 150, got["tickets"])
    place.import_files()
    place.check_same_as_files()


def many_changes_of_one_hour_are_no_endless_walk(place):
    place.become(Jira)
    for number in place.tool.tickets:
        place.tool.tickets[number]["fields"]["updated"] = "2025-06-01T10:00:00.000+0000"
    check(summary_of(place.fetch())["tickets"]["new"] == COUNT, "not all came")
    got = summary_of(place.fetch())
    check(got["tickets"]["new"] == 0, got["tickets"])


def ticket_that_is_too_large_is_rejected(place):
    place.tool.tickets[9]["title"] = "x" * (4 << 20)
    del place.tool.tickets[8]["id"]
    got = summary_of(place.fetch(), 5)
    check(got["rejected_count"] == 2 and got["tickets"]["new"] == COUNT - 2, got["rejected"], got["tickets"])
    check([one["file"].rsplit("/", 1)[1] for one in got["rejected"]] ==
          [f";since=2000-01-01T00:00:00;page=1;item={item}" for item in (8, 9)], got["rejected"])


def endless_pages_end(place):
    place.trouble = [("page=", "same")]
    done = place.fetch()
    check(done.returncode == 3 and "without anything new" in done.stderr, done.stderr)
    check(len(place.asked("/api/v1/tickets?")) < 10, len(place.heard))


def missing_right_of_a_history_is_told_once(place):
    place.trouble = [("ticket_history", "403")]
    done = place.fetch()
    check(summary_of(done)["tickets"]["new"] == COUNT, done.stdout)
    check(done.stderr.count('read without "ticket_history"') == 1, done.stderr)
    check(len(place.asked("ticket_history")) == 1, "it was asked again and again")


def days_bound_what_is_read(place):
    got = summary_of(place.fetch("--since", "2024-02-01", "--until", "2024-02-10"))
    want = sum(instants(n)[2] >= datetime.datetime(2024, 2, 1) and instants(n)[0] < datetime.datetime(2024, 2, 11)
               for n in range(1, COUNT + 1))
    check(got["tickets"]["new"] == want > 0, got["tickets"], want)
    check(len(place.asked("by_ticket")) == want, "others were asked for")


def addresses_are_refused(place):
    for address, words in (("zammad+http://help.acme.fr", "http:// is for this machine only"),
                           ("zammad+https://anne:pw@help.acme.fr", "never holds a password"),
                           ("zammad+https://help.acme.fr/?token=x", "without anything behind"),
                           ("nothing+https://help.acme.fr", "known are freshdesk+https://")):
        done = place.run("import", "--password-command", "echo x", *SIDES, address)
        check(done.returncode != 0 and words in done.stderr, address, done.stderr)


def own_tool_is_two_files(place):
    folder = place.folder / "mappings"
    folder.mkdir()
    source = pathlib.Path(__file__).parents[2] / "data" / "mappings"
    for suffix in ("ini", "rest"):
        text = (source / f"zammad.{suffix}").read_text().replace("name=zammad", "name=ours")
        (folder / f"ours.{suffix}").write_text(text)
    place.tool.name = "ours"
    got = summary_of(place.fetch("--mappings", str(folder)))
    check(got["tickets"]["new"] == COUNT, got["tickets"])
    (folder / "ours.rest").write_text("[rest]\ntitle=x\npath=/{secret}\n")
    done = place.fetch("--mappings", str(folder))
    check(done.returncode == 3 and "unknown {word}" in done.stderr, done.stderr)


CASES = [
    *(same_store_as_export(tool) for tool in (Zammad, Freshdesk, Jira, JiraCloud, ServiceNow, Glpi)),
    same_store_as_export(Itop, optional=True),
    bad_days_are_survived,
    broken_page_keeps_what_came_and_goes_on,
    refusals_are_told_with_their_mend,
    session_that_runs_out_is_opened_anew,
    token_of_a_page_that_ran_out_begins_again,
    many_changes_of_one_hour_are_no_endless_walk,
    ticket_that_is_too_large_is_rejected,
    endless_pages_end,
    missing_right_of_a_history_is_told_once,
    days_bound_what_is_read,
    addresses_are_refused,
    own_tool_is_two_files,
]


def run_case(entente, case):
    with tempfile.TemporaryDirectory(prefix="entente-") as folder:
        place = Place(entente, folder)
        try:
            case(place)
            return None
        except imap.Failed as trouble:
            return f"{trouble}"
        finally:
            place.close()


if __name__ == "__main__":
    sys.exit(imap.main(sys.argv[1], sys.argv[2:], CASES, run_case, True))
