# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts test cases in the logs of `meson test`: TAP lines where a test speaks TAP, else the test
itself. Prints `N passed, N failed` alone on the last line; exits 1 when one failed or none ran."""

import json
import pathlib
import re
import sys

TAP = re.compile(r"^(not )?ok \d+(.*)$", re.MULTILINE)


def cases_of(test):
    """(passed, failed, skipped) of one test program; cmocka skips as "not ok N # SKIP"."""
    if test["result"] == "SKIP":
        return 0, 0, 1
    lines = TAP.findall(test.get("stdout") or "")
    skipped = sum("# SKIP" in rest for _, rest in lines)
    failed = sum(bool(no) and "# SKIP" not in rest for no, rest in lines)
    passed = len(lines) - failed - skipped
    if test["result"] not in ("OK", "EXPECTEDFAIL"):
        return passed, max(failed, 1), skipped
    return (passed, failed, skipped) if lines else (1, 0, 0)


def main(builds):
    totals = [0, 0, 0]
    for build in builds:
        log = pathlib.Path(build) / "meson-logs" / "testlog.json"
        for line in log.read_text(encoding="utf-8").splitlines():
            totals = [a + b for a, b in zip(totals, cases_of(json.loads(line)))]
    passed, failed, skipped = totals
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
