# SPDX-License-Identifier: AGPL-3.0-or-later
"""Importing from a real IMAP server. What the server's own files hold is the judge: the store is
compared with one that was filled from the same Maildir. Prints TAP; skips where Dovecot or openssl
is not installed."""

import contextlib
import http.server
import json
import os
import pathlib
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import dovecot
import mails

COUNT = 280
SIDES = ["--client", mails.CLIENT, "--provider", mails.PROVIDER]
# What of a message does not say where it stood.
EVIDENCE = "SELECT * FROM message ORDER BY event_id"
TEXTS = "SELECT event_id, own_text FROM message_text ORDER BY event_id"
WEEKS = "SELECT week, SUM(records) FROM source_week GROUP BY week ORDER BY week"
TIMELINE = "SELECT * FROM timeline_message ORDER BY position"
READINGS = "SELECT * FROM reading ORDER BY event_id"


class Failed(Exception):
    pass


def check(condition, *words):
    if not condition:
        raise Failed(" ".join(str(word) for word in words))


class Place:
    """A server with mail, and an empty store."""

    def __init__(self, entente, folder, count=COUNT, **settings):
        self.entente, self.folder = entente, pathlib.Path(folder)
        (self.folder / "server").mkdir()
        self.server = dovecot.Dovecot(self.folder / "server", **settings)
        for raw, number, message, flags in [*mails.make(count), *mails.unwanted(24)]:
            self.put(raw, number, message, flags)
        self.server.start()

    def put(self, raw, number, message, flags=""):
        path = self.server.folder(raw)
        name = f"{1600000000 + number}.M{number}P1.test"
        target = path / "cur" / f"{name}:2,{flags}" if flags else path / "new" / name
        target.write_bytes(message)
        self.server.give_to_user()

    def run(self, *arguments, store="remote.db", **more):
        environment = dict(os.environ, HOME=str(self.folder), ENTENTE_STORE=str(self.folder / store),
                           ENTENTE_NOW="2026-06-30T12:00:00Z",
                           XDG_CACHE_HOME=str(self.folder / "cache"))
        return subprocess.run([self.entente, *arguments], env=environment, text=True, timeout=250,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False, **more)

    def fetch(self, *arguments, scheme="imaps", port=None, password="s3cret", ca="authority.pem",
              user="anne", **more):
        if port is None:
            port = self.server.tls_port if scheme == "imaps" else self.server.plain_port
        secret = ["--password-command", f"printf '%s\\n' '{password}'"] if password else []
        trust = ["--ca-file", str(self.server.root / ca)] if ca else []
        return self.run("import", "--json", *SIDES, *secret, *trust, *arguments,
                        f"{scheme}://{user}@localhost:{port}/", **more)

    def rows(self, sql, store="remote.db"):
        with contextlib.closing(sqlite3.connect(self.folder / store)) as base:
            return base.execute(sql).fetchall()

    def import_files(self):
        """The same mail by file, from a copy without what is left out."""
        copy = self.folder / "copy"
        shutil.copytree(self.server.root / "mail", copy)
        for raw in mails.LEFT_OUT:
            shutil.rmtree(copy / dovecot.maildir_name(raw), ignore_errors=True)
        done = self.run("import", "--json", *SIDES, str(copy), store="files.db")
        check(done.returncode == 0, done.stdout, done.stderr)
        return json.loads(done.stdout)

    def check_same_as_files(self):
        for sql in (EVIDENCE, TEXTS, WEEKS, TIMELINE, READINGS):
            remote, files = self.rows(sql), self.rows(sql, "files.db")
            check(len(remote) == len(files), sql, len(remote), len(files))
            check(remote == files, sql, [pair for pair in zip(remote, files) if pair[0] != pair[1]][:1])


def summary_of(done, status=0):
    check(done.returncode == status, "exit", done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout)


# ---- the cases ----


def same_store_as_by_file(place):
    before = {path.split(":")[0]: path for path in place.server.files()}
    got = summary_of(place.fetch())
    check(got["messages"]["new"] == COUNT, got["messages"])
    want = place.import_files()
    check(got["messages"] == want["messages"], got["messages"], want["messages"])
    place.check_same_as_files()
    paths = {row[0] for row in place.rows("SELECT path FROM source")}
    name = f"imaps://anne@localhost:{place.server.tls_port}/"
    check(paths == {name + folder for folder in mails.SHOWN}, paths)
    files = place.rows("SELECT DISTINCT file FROM place")
    check(all(row[0].startswith(";UID=") for row in files), files[:3])
    after = {path.split(":")[0]: path for path in place.server.files()}
    check(all(after[path] == before[path] for path in before), "flags changed on the server")
    check(not any("S" in path.split(":2,")[1] for path in after.values() if path not in before.values()),
          "a message was marked as seen")
    check(not any((place.folder / "cache" / "entente").iterdir()), "the spool is not empty")


def without_an_address_the_server_is_visited_again(place):
    summary_of(place.fetch())
    for raw, number, message, flags in list(mails.make(COUNT + 3))[COUNT:]:
        place.put(raw, number, message, flags)
    done = place.run("import", "--json", "--password-command", "printf '%s\\n' 's3cret'",
                     "--ca-file", str(place.server.root / "authority.pem"))
    got = summary_of(done)
    check(got["messages"]["new"] == 3, got["messages"])
    roots = json.loads(place.run("source", "list", "--json").stdout)[0]["roots"]
    check([root["path"] for root in roots] == [f"imaps://anne@localhost:{place.server.tls_port}"], roots)
    place.server.stop()
    got = summary_of(place.run("import", "--json", "--password-command", "echo s3cret"))
    check([one["path"] for one in got["not_read"]] == [root["path"] for root in roots], got)


def second_visit_fetches_only_new(place):
    summary_of(place.fetch())
    got = summary_of(place.fetch())
    check(got["messages"]["new"] == 0 and got["messages"]["known"] == COUNT, got["messages"])
    check(all(source["unchanged"] for source in got["sources"]), got["sources"])
    more = list(mails.make(COUNT + 5))[COUNT:]
    for raw, number, message, flags in more:
        place.put(raw, number, message, flags)
    served = place.server.log().count("body_count=")
    got = summary_of(place.fetch())
    check(got["messages"]["new"] == 5 and got["messages"]["read"] == COUNT + 5, got["messages"])
    last = [line for line in place.server.log().splitlines() if "body_count=" in line][served:]
    check(sum("body_count=5 " in line for line in last) == 1, last)
    place.import_files()
    place.check_same_as_files()


def another_validity_reads_anew(place):
    summary_of(place.fetch())
    place.server.stop()
    place.server.forget_identifiers("Clients")
    place.server.start()
    got = summary_of(place.fetch())
    check(got["messages"]["new"] == 0 and got["messages"]["known"] == COUNT, got["messages"])
    place.import_files()
    place.check_same_as_files()
    again = [source["path"] for source in got["sources"] if not source["unchanged"]]
    check(len(again) == 1 and again[0].endswith("/Clients"), again)


def broken_line_goes_on(place):
    proxy = dovecot.CuttingProxy(place.server.tls_port, [6000, 60000, 120000, 9000])
    # The same source whatever the port: the name of the server is what the store keeps.
    done = place.fetch(port=proxy.port)
    proxy.close()
    got = summary_of(done)
    check(proxy.connections == 5, "connections", proxy.connections)
    check(done.stderr.count("connection") >= 4, done.stderr)
    check(got["messages"]["new"] == COUNT, got["messages"])
    place.import_files()
    place.check_same_as_files()


def dead_line_is_given_up(place):
    proxy = dovecot.CuttingProxy(place.server.tls_port, [250000] + [5000] * 20)
    done = place.fetch(port=proxy.port)
    proxy.close()
    check(done.returncode == 3, done.returncode, done.stderr)
    check("is kept" in done.stderr and "goes on" in done.stderr, done.stderr)
    kept = len(place.rows(EVIDENCE))
    check(0 < kept < COUNT, kept)
    derived = place.rows("SELECT COUNT(*) FROM timeline_message")[0][0]
    check(derived > 0, "nothing derived of what was kept")


def wrong_password(place):
    done = place.fetch(password="wrong")
    check(done.returncode == 3 and "does not let anne in" in done.stderr, done.stderr)
    check("wrong" not in done.stderr.replace("does not", ""), "the password is shown")
    check(place.rows(EVIDENCE) == [], "something was stored")


def wrong_authority(place):
    dovecot.make_authority(place.server.root, "stranger", None)
    done = place.fetch(ca="stranger.pem")
    check(done.returncode == 3 and "not trusted" in done.stderr, done.stderr)
    done = place.fetch(ca=None)
    check(done.returncode == 3 and "not trusted" in done.stderr, done.stderr)
    check("Login" not in place.server.log(), "a secret was sent")


def wrong_name(place):
    port = place.server.tls_port
    done = place.run("import", *SIDES, "--password-command", "echo s3cret", "--ca-file",
                     str(place.server.root / "authority.pem"), f"imaps://anne@127.0.0.1:{port}/")
    check(done.returncode == 3 and "not trusted" in done.stderr, done.stderr)
    check("Login" not in place.server.log(), "a secret was sent")


def start_tls(place):
    got = summary_of(place.fetch(scheme="imap"))
    check(got["messages"]["new"] == COUNT, got["messages"])
    check("TLS, session" in place.server.log(), place.server.log())


class Talker:
    """A server that says what it is told, line for line, and notes what it hears."""

    def __init__(self, greeting, answers):
        self.heard = []
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, args=(greeting, answers), daemon=True).start()

    def serve(self, greeting, answers):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client, client.makefile("rb") as lines, contextlib.suppress(OSError):
                client.sendall(greeting)
                for line in lines:
                    self.heard.append(line)
                    tag, verb = line.split()[:2]
                    for said in answers.get(verb.decode().upper(), [b"%s BAD what\r\n"]):
                        client.sendall(said.replace(b"%s", tag))

    def close(self):
        self.listener.close()


CAPABLE = [b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n%s OK done\r\n"]


def nothing_without_encryption(place):
    talks = {
        "no STARTTLS": Talker(b"* OK hello\r\n", {"CAPABILITY": [b"* CAPABILITY IMAP4rev1\r\n%s OK\r\n"]}),
        "PREAUTH": Talker(b"* PREAUTH welcome\r\n", {"CAPABILITY": CAPABLE}),
        "refused": Talker(b"* OK hello\r\n", {"CAPABILITY": CAPABLE, "STARTTLS": [b"%s NO not now\r\n"]}),
        "injected": Talker(b"* OK hello\r\n", {
            "CAPABILITY": CAPABLE, "STARTTLS": [b"%s OK go\r\n* OK injected\r\n"]}),
    }
    for name, talker in talks.items():
        done = place.fetch(scheme="imap", port=talker.port)
        talker.close()
        check(done.returncode == 3, name, done.returncode, done.stderr)
        check(not any(b"LOGIN" in line or b"AUTH" in line for line in talker.heard), name, talker.heard)


def endless_answers_are_cut_off(place):
    talker = Talker(b"* OK " + b"x" * (4 << 20) + b"\r\n", {})
    done = place.fetch(scheme="imap", port=talker.port)
    talker.close()
    check(done.returncode == 3 and "longer than it may be" in done.stderr, done.stderr)


def folders_are_chosen(place):
    got = summary_of(place.fetch("--folder", "CLIENTS*"))
    names = sorted(source["path"].split("/", 3)[3] for source in got["sources"])
    check(names == ["Clients", "Clients/Été 2023"], names)
    got = summary_of(place.fetch("--folder", "corbeille", store="trash.db"))
    check(got["messages"]["new"] == 6, got["messages"])
    done = place.fetch("--folder", "nowhere")
    check(done.returncode == 3 and "no folder" in done.stderr, done.stderr)


def days_are_bounds(place):
    got = summary_of(place.fetch("--since", "2022-03-10", "--until", "2022-05-20"))
    days = place.rows("SELECT MIN(sent_ms), MAX(sent_ms), COUNT(*) FROM message")[0]
    check(days[0] >= 1646866800000 and days[1] < 1653084000000, days)
    check(got["messages"]["read"] == days[2] > 0, got["messages"], days)
    # Other days are another question: all is asked again, and nothing is doubled.
    got = summary_of(place.fetch())
    check(got["messages"]["read"] == COUNT, got["messages"])
    place.import_files()
    place.check_same_as_files()


def sides_are_proposed(place):
    secret = ["--password-command", "echo s3cret", "--ca-file", str(place.server.root / "authority.pem")]
    url = f"imaps://anne@localhost:{place.server.tls_port}/"
    done = place.run("import", *secret, url)
    check(done.returncode == 2 and "--client" in done.stderr and mails.CLIENT in done.stderr, done.stderr)
    check(place.rows(EVIDENCE) == [], "something was stored")
    got = summary_of(place.run("import", "--json", *SIDES, *secret, url))
    check(got["messages"]["new"] == COUNT, got["messages"])


def large_and_empty_are_rejected(place):
    place.put("Clients", 5000, mails.plain(300, random.Random(3)) + b"y" * (65 << 20))
    place.put("Clients", 5001, mails.plain(301, random.Random(3)) + b"z\n" * (5 << 20))
    done = place.fetch("--folder", "Clients")
    got = summary_of(done, 5)
    check(got["rejected_count"] == 1, got["rejected"])
    check(got["rejected"][0]["file"].split(";")[1].startswith("UID="), got["rejected"])
    check("64 MiB" in got["rejected"][0]["reason"], got["rejected"])
    check(got["messages"]["new"] == 57, got["messages"])
    got = summary_of(place.fetch("--folder", "Clients"), 5)
    check(got["rejected_count"] == 1 and got["messages"]["new"] == 0, got)


def raw_mail_is_kept(place):
    keep = place.folder / "kept"
    summary_of(place.fetch("--keep-raw", str(keep)))
    names = sorted(path.name for path in keep.iterdir())
    check(len(names) == len(mails.SHOWN) and "R&D" in names, names)
    check(len(list(keep.rglob("*.eml"))) == COUNT, "files")
    done = place.run("import", "--json", *SIDES, str(keep), store="files.db")
    summary_of(done)
    place.check_same_as_files()


class Introspection(http.server.BaseHTTPRequestHandler):
    """Tells Dovecot whose a token is (RFC 7662)."""

    def do_GET(self):
        good = self.headers.get("Authorization") == "Bearer anne-token"
        body = json.dumps({"active": good, "username": "anne"}).encode()
        self.send_response(200 if good else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def token_is_presented(place):
    introspection = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Introspection)
    threading.Thread(target=introspection.serve_forever, daemon=True).start()
    (place.server.root / "oauth2").write_text(
        f"introspection_mode = auth\nintrospection_url = http://127.0.0.1:{introspection.server_port}/\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n")
    for mechanism in ("xoauth2", "oauthbearer"):
        place.server.stop()
        place.server.settings.update(mechanisms=mechanism, more=(
            "passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n"
            f"  args = {place.server.root}/oauth2\n}}\n"))
        place.server.start()
        done = place.fetch("--token-command", "echo anne-token", password=None, store=mechanism)
        check(summary_of(done)["messages"]["new"] == COUNT, done.stdout, place.server.log())
        check(f"method={mechanism.upper()}" in place.server.log(), place.server.log())
        done = place.fetch("--token-command", "echo other", password=None, store="other.db")
        check(done.returncode == 3 and "does not let anne in" in done.stderr, done.stderr)
        done = place.fetch(store="other.db")
        check(done.returncode == 3, done.stderr)
    introspection.shutdown()


def secrets_are_private(place):
    path = place.folder / "secret"
    path.write_text("s3cret\n")
    path.chmod(0o644)
    done = place.fetch("--password-file", str(path), password=None)
    check(done.returncode == 2 and "chmod 600" in done.stderr, done.stderr)
    path.chmod(0o600)
    summary_of(place.fetch("--password-file", str(path), password=None))
    done = place.run("import", f"imaps://anne:s3cret@localhost:{place.server.tls_port}/")
    check(done.returncode == 2 and "never holds a password" in done.stderr, done.stderr)
    check("s3cret" not in done.stderr, "the password is shown")


CASES = [
    same_store_as_by_file,
    second_visit_fetches_only_new,
    without_an_address_the_server_is_visited_again,
    another_validity_reads_anew,
    broken_line_goes_on,
    dead_line_is_given_up,
    wrong_password,
    wrong_authority,
    wrong_name,
    start_tls,
    nothing_without_encryption,
    endless_answers_are_cut_off,
    folders_are_chosen,
    days_are_bounds,
    sides_are_proposed,
    large_and_empty_are_rejected,
    raw_mail_is_kept,
    token_is_presented,
    secrets_are_private,
]


def run_case(entente, case):
    with tempfile.TemporaryDirectory(prefix="entente-") as folder:
        os.chmod(folder, 0o755)
        place = Place(entente, folder)
        try:
            case(place)
            return None
        except Failed as trouble:
            return f"{trouble}"
        finally:
            place.server.stop()


def main(entente, wanted, cases, run, present):
    cases = [case for case in cases if not wanted or case.__name__ in wanted]
    if not present:
        print("1..0 # SKIP dovecot or openssl is not installed")
        return 0
    failed = 0
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        trouble = run(os.path.abspath(entente), case)
        failed += trouble is not None
        print(f"{'not ok' if trouble else 'ok'} {number} - {case.__name__.replace('_', ' ')}", flush=True)
        if trouble:
            print("# " + trouble.replace("\n", "\n# "), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:], CASES, run_case, dovecot.present()))
