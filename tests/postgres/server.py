# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real PostgreSQL in a temporary folder: a socket and no port, nothing kept. Its ordinary order of
texts is the French one, so that whatever forgets to compare bytes is found out. As a program:
server.py COMMAND [ARGUMENT...] [-- COMMAND...]: runs the commands one after the other with the
server's URL in ENTENTE_TEST_SERVER; exits 77 where PostgreSQL is not installed."""

import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SKIP = 77
PROGRAMS = ("initdb", "postgres", "psql")
PASSWORD = "a secret%word"
ROLES = f"""
CREATE ROLE keeper LOGIN;
CREATE ROLE locked LOGIN PASSWORD '{PASSWORD}';
CREATE DATABASE entente OWNER keeper;
CREATE DATABASE latin OWNER keeper ENCODING LATIN1 TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C';
"""
ACCESS = "local all locked scram-sha-256\nlocal all all trust\n"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "20",
}


def programs():
    """The folder of initdb and postgres, which Debian keeps out of PATH; None where they are not."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    folders += os.environ["PATH"].split(":")
    return next((folder for folder in folders if all(os.path.exists(f"{folder}/{name}") for name in PROGRAMS)), None)


def as_another(command):
    """PostgreSQL refuses root: then the command runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return command
    users = {entry.pw_name for entry in pwd.getpwall()}
    return ["setpriv", "--reuid", "postgres" if "postgres" in users else "nobody", "--clear-groups", *command]


class Server:
    def __init__(self):
        self.programs = programs()
        self.place = tempfile.TemporaryDirectory(prefix="entente-pg-")
        self.folder = pathlib.Path(self.place.name)
        self.process = None

    def run(self, program, *arguments):
        command = as_another([f"{self.programs}/{program}", *arguments])
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise OSError(f"{program}: {done.stdout}{done.stderr}")
        return done.stdout

    def url(self, user="keeper", database="entente", schema=None):
        url = f"postgresql://{user}@/{database}?host={self.folder}"
        return url + (f"&options=-csearch_path%3D{schema}" if schema else "")

    def sql(self, text, database="entente", user="postgres"):
        return self.run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", self.url(user, database), "-c", text)

    def schema(self, name):
        """Makes a schema, and gives the URL of the store in it."""
        self.sql(f"CREATE SCHEMA {name}", user="keeper")
        return self.url(schema=name)

    def wait(self):
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                return self.sql("SELECT 1", "postgres")
            except OSError:
                time.sleep(0.1)
        raise OSError((self.folder / "log").read_text(errors="replace"))

    def __enter__(self):
        data = self.folder / "data"
        data.mkdir()
        self.folder.chmod(0o777)
        data.chmod(0o777)
        if os.geteuid() == 0:
            user = as_another([])[2]
            shutil.chown(data, user)
        self.run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
                 "--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "fr")
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                as_another([f"{self.programs}/postgres", "-D", str(data), "-k", str(self.folder), *settings]),
                cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait()
        for statement in filter(None, map(str.strip, ROLES.split(";\n"))):
            self.sql(statement, "postgres")
        (data / "pg_hba.conf").write_text(ACCESS)
        self.sql("SELECT pg_reload_conf()", "postgres")
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()
        self.place.cleanup()


def commands(words):
    command = []
    for word in [*words, "--"]:
        if word != "--":
            command.append(word)
        elif command:
            yield command
            command = []


def main(*words):
    if programs() is None:
        print("PostgreSQL is not installed: skipped")
        return SKIP
    failed = 0
    with Server() as server:
        environment = dict(os.environ, ENTENTE_TEST_SERVER=server.url())
        for command in commands(words):
            done = subprocess.run(command, env=environment, check=False)
            failed += done.returncode not in (0, SKIP)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
