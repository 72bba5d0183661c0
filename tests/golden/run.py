# SPDX-License-Identifier: AGPL-3.0-or-later
"""Golden tests of the command line. A case is a folder with `command` (a shell script that calls
$ENTENTE in an empty folder, $CASE being the case's own), and `expected`: what it printed on both
outputs, then its exit status. ENTENTE_UPDATE_GOLDEN=1 writes `expected` anew: read the difference.
With ENTENTE_TEST_SERVER each case has an empty schema of that PostgreSQL server for its store, and
prints the same. Prints TAP."""

import difflib
import os
import pathlib
import subprocess
import sys
import tempfile


def schema_of(case):
    return "golden_" + case.name.replace("-", "_")


def store_of(case, folder):
    """URL of the case's store: a file, or a new schema of the server."""
    server = os.environ.get("ENTENTE_TEST_SERVER")
    if server is None:
        return folder + "/store.db"
    made = ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", server, "-c", f"CREATE SCHEMA {schema_of(case)}"]
    subprocess.run(made, check=True)
    return f"{server}&options=-csearch_path%3D{schema_of(case)}"


def run(entente, case):
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "TMPDIR": folder,
            "ENTENTE": entente,
            "ENTENTE_STORE": store_of(case, folder),
            "ENTENTE_NOW": "2026-06-30T12:00:00Z",
            "CASE": str(case),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NO_COLOR": "1",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "ENTENTE_SHARED"):
            if name in os.environ:
                environment[name] = os.environ[name]
        done = subprocess.run(
            ["sh", str(case / "command")],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=300,
            check=False,
        )
        text = done.stdout.decode("utf-8", "replace")
        text = text.replace("entente/" + schema_of(case), "TEMPORARY/store.db")
        text = text.replace(folder, "TEMPORARY").replace(str(case), "CASE")
        return text + f"exit {done.returncode}\n"


def compare(entente, case):
    expected = case / "expected"
    got = run(entente, case)
    if os.environ.get("ENTENTE_UPDATE_GOLDEN"):
        expected.write_text(got, encoding="utf-8")
    want = expected.read_text(encoding="utf-8") if expected.exists() else ""
    return list(difflib.unified_diff(want.splitlines(), got.splitlines(), "expected", "got", lineterm=""))


def main(entente, root):
    entente = os.path.abspath(entente)
    cases = sorted(path.parent for path in pathlib.Path(root).resolve().glob("*/command"))
    failed = 0
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        difference = compare(entente, case)
        failed += bool(difference)
        print(f"{'not ' if difference else ''}ok {number} - {case.name}")
        for line in difference[:60]:
            print("# " + line)
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
