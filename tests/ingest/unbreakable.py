#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An import that is killed at twenty random moments and run again gives the store of an undisturbed
one; a full disk is told in words and leaves a store that the next import completes. Prints TAP."""

import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

KILLS = 20
SMALL_DISK = "3m"


def tables(path):
    """All rows of every table: what the store is, whatever the order of its pages."""
    with contextlib.closing(sqlite3.connect(path)) as base:
        names = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {name: sorted(map(repr, base.execute(f"SELECT * FROM {name}"))) for name in names}


def intact(path):
    with contextlib.closing(sqlite3.connect(path)) as base:
        return base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


class Place:
    def __init__(self, entente, folder):
        self.entente, self.folder = entente, pathlib.Path(folder)
        self.story = self.folder / "story"
        self.run("simulate", "--story", "healthy", "--seed", "3", "-o", str(self.story))
        truth = json.loads((self.story / "truth.json").read_text(encoding="utf-8"))
        packed = shutil.make_archive(str(self.folder / "tickets"), "zip", self.story, "tickets.csv")
        self.arguments = ["import", "--client", truth["client"], "--provider", truth["provider"],
                          str(self.story / "mail.mbox"), packed]

    def environment(self, **more):
        return dict(os.environ, HOME=str(self.folder), XDG_CACHE_HOME=str(self.folder / "cache"),
                    ENTENTE_NOW="2026-06-30T12:00:00Z", **more)

    def run(self, *arguments, **more):
        return subprocess.run([self.entente, *arguments], env=self.environment(**more), text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=250)

    def complete(self, store):
        done = self.run("--store", str(store), *self.arguments)
        if done.returncode != 0:
            raise AssertionError(done.stderr)


def differences(left, right):
    return [name for name in sorted(left.keys() | right.keys()) if left.get(name) != right.get(name)]


def killed(place, whole, seconds, moment, number):
    """None, or what is wrong after a kill at this share of the time."""
    store = place.folder / f"killed-{number}.db"
    process = subprocess.Popen([place.entente, "--store", str(store), *place.arguments],
                               env=place.environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds * moment)
    finished = process.poll() is not None
    process.send_signal(signal.SIGKILL)
    process.wait()
    if store.exists() and not intact(store):
        return f"killed at {moment:.2f}: the store is damaged", finished
    place.complete(store)
    wrong = differences(whole, tables(store))
    for path in place.folder.glob(f"killed-{number}.db*"):
        path.unlink()
    return (f"killed at {moment:.2f}: {wrong} differ" if wrong else None), finished


def kills(place):
    store = place.folder / "whole.db"
    begin = time.monotonic()
    place.complete(store)
    seconds = time.monotonic() - begin
    whole = tables(store)
    draw = random.Random(5)
    early = attempts = 0
    while early < KILLS:
        trouble, finished = killed(place, whole, seconds, draw.random(), attempts)
        if trouble:
            return trouble
        attempts += 1
        early += not finished
        if finished:  # the machine is less busy than when the time was taken
            seconds *= 0.8
        if attempts > 5 * KILLS:
            return f"only {early} of {attempts} kills came before the end"
    return None


def small_disk(place, folder):
    """Mounts a small disk there for one command; the words of `unshare`, or None where it may not."""
    here = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    mount = f"mount -t tmpfs -o size={SMALL_DISK} none {folder} && "
    probe = subprocess.run([*here, "sh", "-c", mount + "true"], capture_output=True, check=False)
    return None if probe.returncode else [*here, "sh", "-c", mount + 'exec sh -c "$0" "$@"']


def full_disk(place):
    disk = place.folder / "disk"
    disk.mkdir()
    around = small_disk(place, disk)
    if around is None:
        return "skip"
    # The first import fills the disk; what it left is copied away from it before it goes.
    kept = place.folder / "kept"
    kept.mkdir()
    script = f'"$@"; status=$?; cp {disk}/store.db* {kept}/; exit $status'
    done = subprocess.run([*around, script, "sh", place.entente, "--store", str(disk / "store.db"), *place.arguments],
                          env=place.environment(), text=True, stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, timeout=250)
    if done.returncode != 4:
        return f"exit {done.returncode}: {done.stderr}"
    if "disk" not in done.stderr or "full" not in done.stderr:
        return f"no word of the full disk: {done.stderr}"
    store = kept / "store.db"
    if not intact(store):
        return "the store is damaged"
    place.complete(store)
    wrong = differences(tables(place.folder / "whole.db"), tables(store))
    return f"{wrong} differ" if wrong else None


def main(entente):
    failed = 0
    cases = [kills, full_disk]
    print(f"1..{len(cases)}")
    with tempfile.TemporaryDirectory() as folder:
        place = Place(os.path.abspath(entente), folder)
        for number, case in enumerate(cases, 1):
            trouble = case(place)
            title = f"{number} - {case.__name__.replace('_', ' ')}"
            if trouble == "skip":
                print(f"ok {title} # SKIP no small disk can be mounted here")
                continue
            failed += trouble is not None
            print(f"not ok {title}\n# {trouble}" if trouble else f"ok {title}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
