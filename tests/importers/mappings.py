# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a table that no mapping knows to its tickets: proposed, kept, corrected, tried, used again, and the same as a
conversation on a terminal. The headers of shipped mappings are guessed with the words of their cells alone. Prints TAP."""

import configparser
import datetime
import json
import os
import pathlib
import pty
import random
import select
import subprocess
import sys
import tempfile

HEADER = "Nummer;Betreff;Angelegt;Erledigt;Zustand;Wichtigkeit;Bearbeiter"
SUBJECTS = ["Drucker druckt nicht im Büro", "VPN Verbindung bricht ab", "Neues Konto für Frau Meier",
            "Bildschirm flackert seit gestern", "Passwort vergessen; gesperrt"]


def table(states, header=HEADER, rows=60):
    """Tickets in a language that no mapping speaks, one a line, and how many are closed."""
    chance = random.Random(3)
    day, lines, closed = datetime.datetime(2024, 1, 3, 9, 0), [header], 0
    for number in range(rows):
        day += datetime.timedelta(hours=chance.randint(1, 40))
        state = chance.choice(states)
        done = state == states[-1]
        closed += done
        end = f"{day + datetime.timedelta(hours=chance.randint(2, 90)):%d.%m.%Y %H:%M}" if done else ""
        lines.append(f'T{1000 + number};"{chance.choice(SUBJECTS)} {number}";{day:%d.%m.%Y %H:%M};{end};{state};hoch;Kurt')
    return "\n".join(lines) + "\n", closed


class Judge:
    """Runs the program in a folder of its own and prints TAP."""

    def __init__(self, entente, folder):
        self.entente, self.folder, self.count, self.failed = entente, pathlib.Path(folder), 0, 0
        self.environment = dict(os.environ, HOME=folder, XDG_DATA_HOME=folder + "/data", COLUMNS="80",
                                ENTENTE_STORE=folder + "/store.db", LC_ALL="C.UTF-8")

    def run(self, *arguments):
        done = subprocess.run([self.entente, *arguments], env=self.environment, cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        self.status = done.returncode
        self.said = (done.stdout + done.stderr).decode("utf-8")
        return done.stdout.decode("utf-8")

    def talk(self, answers, *arguments, **environment):
        """The same on a terminal: (end of a question, answer) one after the other."""
        child, screen = pty.fork()
        if child == 0:
            os.chdir(self.folder)
            os.execvpe(self.entente, [self.entente, *arguments], {**self.environment, **environment})
        shown, left = b"", list(answers)
        while select.select([screen], [], [], 30)[0]:
            try:
                part = os.read(screen, 4096)
            except OSError:
                break
            shown += part
            if left and left[0][0].encode() in shown[-120:] and shown.endswith(b"] "):
                os.write(screen, left.pop(0)[1].encode() + b"\n")
        os.waitpid(child, 0)
        self.said = shown.decode("utf-8")
        return not left

    def check(self, holds, title, detail=""):
        self.count += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.count} - {title}")
        if not holds:
            print(f"# {detail}\n" + "".join(f"# {line}\n" for line in self.said.splitlines()))


def fields_of(guess):
    return {column["name"]: column["field"] for column in guess["columns"]}


def strange(judge):
    text, closed = table(["Offen", "In Arbeit", "Geschlossen"])
    (judge.folder / "hilfe.csv").write_text(text, encoding="utf-8")
    judge.run("import", "--client", "a.example", "--provider", "b.example", "hilfe.csv")
    judge.check(judge.status != 0 and "entente mapping guess FILE" in judge.said, "an unknown table names the way")
    guess = json.loads(judge.run("mapping", "guess", "--json", "hilfe.csv"))
    judge.check(fields_of(guess) == {"Nummer": "key", "Betreff": "title", "Angelegt": "opened", "Erledigt": "closed",
                                     "Zustand": None, "Wichtigkeit": None, "Bearbeiter": None} and guess["suffices"],
                "columns are guessed by what they hold", guess)
    judge.check(guess["columns"][4]["samples"] and guess["columns"][3]["filled"] == closed and guess["rows"] == 60,
                "samples and counts are told", guess)
    wide = [line for line in judge.run("mapping", "guess", "hilfe.csv").splitlines() if len(line) > 80]
    judge.check(not wide and "key, by its cells" in judge.said, "shown in 80 columns", wide)
    judge.run("mapping", "guess", "--save", "hilfe", "hilfe.csv")
    kept = judge.folder / "data/entente/mappings/hilfe.ini"
    judge.check(kept.exists() and judge.status == 0, "the proposal is kept")
    before = kept.read_bytes()
    judge.run("mapping", "guess", "--save", "hilfe", "hilfe.csv")
    judge.check(judge.status != 0 and kept.read_bytes() == before, "and not overwritten")
    corrected(judge, kept, closed)


def corrected(judge, kept, closed):
    text = kept.read_text(encoding="utf-8").replace("#=Zustand", "status=Zustand").replace(
        "[states]\n", "[states]\nnew=Offen\nclosed=Geschlossen\n")
    kept.write_text(text, encoding="utf-8")
    judge.run("mapping", "check", str(kept), "hilfe.csv")
    judge.check(judge.status == 0 and "60; rejected: 0" in judge.said and "state not known: In Arbeit" in judge.said,
                "a mapping is tried")
    judge.run("mapping", "list")
    judge.check("hilfe            yours" in judge.said and "glpi             built in" in judge.said, "and listed")
    judge.run("mapping", "show", "hilfe")
    judge.check(judge.said == text, "and shown")
    judge.run("mapping", "show", "glpi")
    judge.check("[columns]" in judge.said, "so are those that are built in")
    summary = json.loads(judge.run("import", "--json", "--client", "a.example", "--provider", "b.example", "hilfe.csv"))
    judge.check(summary["tickets"]["new"] == 60 and not summary["rejected"]["count"] if isinstance(
        summary.get("rejected"), dict) else summary["tickets"]["new"] == 60, "the next import reads the table", summary)
    other = table(["Offen", "Geschlossen"], rows=20)[0].replace("T10", "U10")
    (judge.folder / "later.csv").write_text(other, encoding="utf-8")
    summary = json.loads(judge.run("import", "--json", "--client", "a.example", "--provider", "b.example", "later.csv"))
    judge.check(summary["tickets"]["new"] == 20, "and the next file of its kind", summary)
    judge.run("mapping", "check", "nowhere.ini", "hilfe.csv")
    judge.check(judge.status != 0 and "nowhere.ini" in judge.said, "a mapping that is not there is named")
    judge.run("mapping", "guess", "later.ini")
    judge.check(judge.status != 0, "a table that is not there, too")


def terminal(judge):
    text = table(["Offen", "Geschlossen"], header="Lfd;Thema;Vom;Bis;Zustand;Stufe;Wer")[0]
    (judge.folder / "neu.csv").write_text(text, encoding="utf-8")
    done = judge.talk([("mean?", "y"), ("mapping?", "neues"), ("editor?", "y")],
                      "import", "--client", "a.example", "--provider", "b.example", "neu.csv",
                      EDITOR="sed -i s/^#=Wer/assignee=Wer/", ENTENTE_STORE=str(judge.folder / "talk.db"))
    kept = judge.folder / "data/entente/mappings/neues.ini"
    judge.check(done and kept.exists() and "assignee=Wer" in kept.read_text(encoding="utf-8"),
                "on a terminal it is offered, kept and corrected")
    judge.check("tickets: 60 read, 60 new" in judge.said, "and the table is read at once")
    (judge.folder / "nein.csv").write_text(text.replace("Lfd;", "Zahl;"), encoding="utf-8")
    done = judge.talk([("mean?", "")], "import", "--client", "a.example", "--provider", "b.example", "nein.csv")
    judge.check(done and "mapping?" not in judge.said, "who says no is left alone")


def shipped(judge, root):
    """A header in the first language of each shipped mapping, cells that say little: what is found without that mapping
    stands in the answer of the others; with all of them it must be whole."""
    wanted = ("key", "title", "opened", "status")
    for path in sorted((root / "data/mappings").glob("*.ini")):
        mapping = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
        mapping.optionxform = str
        mapping.read(path, encoding="utf-8")
        names = {}
        for key, value in mapping["columns"].items():
            field, language = key.split("[")[0], key.partition("[")[2]
            if field in wanted and not language.startswith("json"):
                names.setdefault(field, value.split(";")[0].lstrip("="))
        if set(names) != set(wanted) or len(set(names.values())) != len(wanted):
            continue
        lines = [",".join(names[field] for field in wanted)]
        lines += [f"{number},A subject of {number} words,2024-02-{1 + number % 28:02d} 10:00:00,x" for number in range(9)]
        (judge.folder / "shipped.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        guess = json.loads(judge.run("mapping", "guess", "--json", "shipped.csv"))
        found = {column["field"]: column["name"] for column in guess["columns"]}
        judge.check(all(found.get(field) == names[field] for field in wanted), f"headers of {path.stem}", guess)


def main(root, entente):
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(entente, folder)
        strange(judge)
        terminal(judge)
        shipped(judge, root)
        print(f"1..{judge.count}")
        return 1 if judge.failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), os.path.abspath(sys.argv[2])))
