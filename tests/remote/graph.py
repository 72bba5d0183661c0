# SPDX-License-Identifier: AGPL-3.0-or-later
"""Importing from a local server that answers as the documentation of Microsoft Graph says
(learn.microsoft.com: "List mailFolders", "message: delta", "Get message", "Throttling guidance",
"OAuth 2.0 device authorization grant"), with its bad days: throttling, a token that runs out, a
link that has expired, answers cut in the middle. Prints TAP."""

import http.server
import json
import pathlib
import random
import shutil
import ssl
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import dovecot
import imap
import mails
from imap import SIDES, check, summary_of

COUNT = 120
PAGE = 25
FOLDERS = {
    "id-inbox": ("Boîte de réception", None),
    "id-clients": ("Clients", "id-inbox"),
    "id-sent": ("Éléments envoyés", None),
    "id-trash": ("Éléments supprimés", None),
    "id-trash-old": ("Vieux", "id-trash"),
    "id-junk": ("Pourriel", None),
    "id-drafts": ("Brouillons", None),
}
USUAL = {"deleteditems": "id-trash", "junkemail": "id-junk", "drafts": "id-drafts"}
READ = ["id-inbox", "id-clients", "id-sent"]


class Mailbox:
    """What the server holds, and what it does wrong next."""

    def __init__(self):
        draw = random.Random(7)
        self.messages = {}  # id -> (folder, bytes)
        self.mails = draw
        for number in range(COUNT):
            self.add(number, READ[number % 3])
        for number in range(6):
            self.add(500 + number, ["id-trash", "id-trash-old", "id-junk"][number % 3])
        self.token, self.refresh = "first-token", "first-refresh"
        self.pending, self.slow = 1, 0
        self.trouble = []       # (part of the path, what happens), each once
        self.heard = []         # (method, path, bearer)
        self.forms = []
        self.declined = False

    def add(self, number, folder):
        maker = mails.ODD[number // 7 % len(mails.ODD)] if number % 7 == 0 else mails.plain
        self.messages[f"AAMk{number:04d}_-="] = (folder, number, maker(number, self.mails))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mailbox = None
    base = ""

    def log_message(self, *words):
        pass

    def answer(self, status, body, **headers):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fail(self, status, code, **headers):
        self.answer(status, {"error": {"code": code, "message": code}}, **headers)

    def misbehave(self):
        for trouble in list(self.mailbox.trouble):
            part, what = trouble
            if part not in self.path:
                continue
            self.mailbox.trouble.remove(trouble)
            if what == "cut":
                self.send_response(200)
                self.send_header("Content-Length", "100000")
                self.end_headers()
                self.wfile.write(b"From: half\r\n" * 20)
                self.wfile.flush()
                self.connection.shutdown(2)
                self.close_connection = True
            elif what == "late":
                self.fail(429, "TooManyRequests", Retry_After="1")
            elif what == "expire":
                self.mailbox.token = "second-token"
                return False
            elif what == "elsewhere":
                self.answer(200, {"value": [], "@odata.nextLink": "https://evil.example/v1.0/me"})
            elif what == "endless":
                self.answer(200, b"x" * (65 << 20))
            else:
                self.fail(int(what), what)
            return True
        return False

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        form = {name: values[0] for name, values in form.items()}
        self.mailbox.heard.append(("POST", self.path, None))
        self.mailbox.forms.append(form)
        if self.path == "/organizations/oauth2/v2.0/devicecode":
            self.answer(200, {"device_code": "device", "user_code": "ABCD-EFGH", "interval": 1,
                              "verification_uri": "https://microsoft.com/devicelogin",
                              "expires_in": 900, "message": "\x1b[2Jnot shown"})
        elif self.path == "/organizations/oauth2/v2.0/token":
            self.give_token(form)
        else:
            self.fail(404, "notFound")

    def give_token(self, form):
        mailbox = self.mailbox
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] != mailbox.refresh:
                return self.answer(400, {"error": "invalid_grant"})
        elif mailbox.declined:
            return self.answer(400, {"error": "authorization_declined"})
        elif mailbox.pending > 0:
            mailbox.pending -= 1
            return self.answer(400, {"error": "authorization_pending"})
        return self.answer(200, {"token_type": "Bearer", "expires_in": 3599, "scope": "Mail.Read",
                                 "access_token": mailbox.token, "refresh_token": mailbox.refresh})

    def do_GET(self):
        bearer = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        self.mailbox.heard.append(("GET", self.path, bearer))
        if self.misbehave():
            return
        if bearer != self.mailbox.token:
            self.fail(401, "InvalidAuthenticationToken")
            return
        path = urllib.parse.unquote(self.path)
        where, _, query = path.partition("?")
        parts = where.strip("/").split("/")
        if parts[:2] != ["v1.0", "me"]:
            self.fail(404, "notFound")
        elif parts[2:] == ["mailFolders"]:
            self.give_folders(None)
        elif parts[2] == "mailFolders" and len(parts) == 4:
            usual = USUAL.get(parts[3])
            self.answer(200, {"id": usual}) if usual else self.fail(404, "ErrorItemNotFound")
        elif parts[2] == "mailFolders" and parts[4] == "childFolders":
            self.give_folders(parts[3])
        elif parts[2] == "mailFolders" and parts[4:] == ["messages", "delta"]:
            self.give_delta(parts[3], urllib.parse.parse_qs(query))
        elif parts[2] == "messages" and parts[4] == "$value":
            self.answer(200, self.mailbox.messages[parts[3]][2])
        else:
            self.fail(404, "notFound")

    def give_folders(self, above):
        rows = [{"id": name, "displayName": shown,
                 "childFolderCount": sum(row[1] == name for row in FOLDERS.values()),
                 "totalItemCount": sum(row[0] == name for row in self.mailbox.messages.values())}
                for name, (shown, parent) in FOLDERS.items() if parent == above]
        skip = "skip=3" in self.path
        if above is None and not skip:
            self.answer(200, {"value": rows[:3], "@odata.nextLink": f"{self.base}/me/mailFolders?$skip=3"})
        else:
            self.answer(200, {"value": rows[3:] if skip else rows})

    def give_delta(self, folder, query):
        check("IdType" in str(self.headers.get_all("Prefer")), "no immutable ids")
        ids = sorted(name for name, row in self.mailbox.messages.items() if row[0] == folder)
        start = int((query.get("$skiptoken") or query.get("$deltatoken") or ["0"])[0])
        page = ids[start:start + PAGE]
        value = [{"id": name, "isDraft": False,
                  "receivedDateTime": self.received(self.mailbox.messages[name][1])} for name in page]
        if start == 0:
            value.append({"id": "gone", "@removed": {"reason": "deleted"}})
            value.append({"id": "draft", "isDraft": True})
        link = f"{self.base}/me/mailFolders/{folder}/messages/delta"
        end = start + len(page)
        if end < len(ids):
            self.answer(200, {"value": value, "@odata.nextLink": f"{link}?$skiptoken={end}"})
        else:
            self.answer(200, {"value": value, "@odata.deltaLink": f"{link}?$deltatoken={end}"})

    @staticmethod
    def received(number):
        month = number // 25
        return f"{2022 + month // 12}-{month % 12 + 1:02d}-{number % 25 + 1:02d}T09:00:00Z"


class Place(imap.Place):
    def __init__(self, entente, folder):
        self.entente, self.folder = entente, pathlib.Path(folder)
        self.mailbox = Mailbox()
        dovecot.make_authority(self.folder, "authority", "localhost")
        handler = type("Here", (Handler,), {"mailbox": self.mailbox})
        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "server.pem", self.folder / "server.key")
        self.listener.socket = context.wrap_socket(self.listener.socket, server_side=True)
        self.root = f"https://localhost:{self.listener.server_port}"
        handler.base = self.root + "/v1.0"
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def close(self):
        self.listener.shutdown()
        self.listener.server_close()

    def fetch(self, *arguments, token="first-token", client=None, **more):
        secret = ["--token-command", f"echo {token}"] if token else []
        secret += ["--client-id", client] if client else []
        return self.run("import", "--json", *SIDES, *secret, "--graph-url", self.root + "/v1.0",
                        "--login-url", self.root, "--ca-file", str(self.folder / "authority.pem"),
                        *arguments, "graph://me", **more)

    def import_files(self):
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        for folder, number, message in self.mailbox.messages.values():
            if folder not in READ:
                continue
            for part in ("cur", "new", "tmp"):
                (copy / folder / part).mkdir(parents=True, exist_ok=True)
            (copy / folder / "cur" / f"{number}:2,").write_bytes(message)
        return summary_of(self.run("import", "--json", *SIDES, str(copy), store="files.db"))


def same_store_as_by_file(place):
    got = summary_of(place.fetch())
    check(got["messages"]["new"] == COUNT, got["messages"])
    want = place.import_files()
    check(got["messages"] == want["messages"], got["messages"], want["messages"])
    place.check_same_as_files()
    paths = {row[0] for row in place.rows("SELECT path FROM source")}
    check(paths == {"graph://me/Boîte de réception", "graph://me/Boîte de réception/Clients",
                    "graph://me/Éléments envoyés"}, paths)
    check(all(heard[0] == "GET" for heard in place.mailbox.heard), "something was posted")


def second_visit_asks_only_for_new(place):
    summary_of(place.fetch())
    place.mailbox.heard.clear()
    got = summary_of(place.fetch())
    check(got["messages"]["new"] == 0 and got["messages"]["known"] == COUNT, got["messages"])
    check(not any("$value" in heard[1] for heard in place.mailbox.heard), "messages were fetched again")
    for number in range(900, 903):
        place.mailbox.add(number, "id-sent")
    got = summary_of(place.fetch())
    check(got["messages"]["new"] == 3, got["messages"])
    place.import_files()
    place.check_same_as_files()


def signs_in_by_code(place):
    done = place.fetch(token=None, client="app-1")
    check(summary_of(done)["messages"]["new"] == COUNT, done.stdout)
    check("https://microsoft.com/devicelogin" in done.stderr and "ABCD-EFGH" in done.stderr, done.stderr)
    check("\x1b" not in done.stderr, "the server's words were shown")
    forms = place.mailbox.forms
    check(forms[0] == {"client_id": "app-1",
                       "scope": "https://graph.microsoft.com/Mail.Read offline_access"}, forms[0])
    check(forms[1]["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code", forms[1])
    for path in place.folder.rglob("*"):
        if path.is_file():
            check(b"first-refresh" not in path.read_bytes(), "a token is kept in", path)


def token_that_runs_out_is_renewed(place):
    place.mailbox.trouble = [("AAMk0040", "expire")]
    got = summary_of(place.fetch(token=None, client="app-1"))
    check(got["messages"]["new"] == COUNT, got["messages"])
    check(sum(form.get("grant_type") == "refresh_token" for form in place.mailbox.forms) == 1,
          place.mailbox.forms)


def given_token_that_runs_out_is_asked_anew(place):
    tokens = place.folder / "tokens"
    tokens.write_text("first-token\nsecond-token\n")
    command = f"head -n1 {tokens}; sed -i 1d {tokens}"
    place.mailbox.trouble = [("AAMk0100", "expire")]
    done = place.fetch("--token-command", command, token=None)
    check(summary_of(done)["messages"]["new"] == COUNT, done.stdout, done.stderr)
    place.import_files()
    place.check_same_as_files()


def declined_is_an_end(place):
    place.mailbox.declined = True
    done = place.fetch(token=None, client="app-1")
    check(done.returncode == 3 and "authorization_declined" in done.stderr, done.stderr)
    done = place.fetch(token=None)
    check(done.returncode == 3 and "--client-id" in done.stderr, done.stderr)
    done = place.fetch(token="stolen")
    check(done.returncode == 3 and "not accepted" in done.stderr, done.stderr)


def bad_days_are_survived(place):
    place.mailbox.trouble = [("AAMk0003", "cut"), ("AAMk0010", "late"), ("mailFolders", "503"),
                             ("delta", "late"), ("AAMk0007", "404"), ("skiptoken=25", "502")]
    began = time.monotonic()
    got = summary_of(place.fetch())
    check(time.monotonic() - began >= 2, "it did not wait as long as it was told")
    check(got["messages"]["new"] == COUNT - 1, got["messages"])
    check(place.mailbox.trouble == [], place.mailbox.trouble)


def expired_link_begins_anew(place):
    summary_of(place.fetch())
    place.mailbox.trouble = [("id-sent/messages/delta?$deltatoken", "410")]
    got = summary_of(place.fetch())
    check(got["messages"]["known"] == COUNT and got["messages"]["new"] == 0, got["messages"])
    place.import_files()
    place.check_same_as_files()


def links_elsewhere_are_not_followed(place):
    place.mailbox.trouble = [("id-sent/messages/delta", "elsewhere")]
    done = place.fetch()
    check(done.returncode == 3 and "no next link" in done.stderr, done.stderr)
    check(len(place.rows(imap.EVIDENCE)) == COUNT * 2 // 3, "what came before is kept")


def endless_message_is_rejected(place):
    place.mailbox.trouble = [("AAMk0003", "endless")]
    got = summary_of(place.fetch(), 5)
    check(got["rejected_count"] == 1 and ";ID=AAMk0003" in got["rejected"][0]["file"], got["rejected"])
    check(got["messages"]["new"] == COUNT - 1, got["messages"])


def folders_and_days_are_chosen(place):
    got = summary_of(place.fetch("--folder", "*clients", "--since", "2022-02-01", "--until", "2022-03-31"))
    check([source["path"] for source in got["sources"]] == ["graph://me/Boîte de réception/Clients"], got)
    want = sum(row[0] == "id-clients" and 25 <= row[1] < 75 for row in place.mailbox.messages.values())
    check(got["messages"]["read"] == want > 0, got["messages"], want)


def wrong_authority(place):
    dovecot.make_authority(place.folder, "stranger", None)
    shutil.copy(place.folder / "stranger.pem", place.folder / "authority.pem")
    done = place.fetch()
    check(done.returncode == 3 and "certificate" in done.stderr, done.stderr)
    check(place.mailbox.heard == [], "a token was sent")


CASES = [
    same_store_as_by_file,
    second_visit_asks_only_for_new,
    signs_in_by_code,
    token_that_runs_out_is_renewed,
    given_token_that_runs_out_is_asked_anew,
    declined_is_an_end,
    bad_days_are_survived,
    expired_link_begins_anew,
    links_elsewhere_are_not_followed,
    endless_message_is_rejected,
    folders_and_days_are_chosen,
    wrong_authority,
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
    sys.exit(imap.main(sys.argv[1], sys.argv[2:], CASES, run_case, shutil.which("openssl")))
