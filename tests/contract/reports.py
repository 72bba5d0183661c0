# SPDX-License-Identifier: AGPL-3.0-or-later
"""Periodic reports from files and mail to the finding: reports that turn into copies of each other are said and dated,
fresh ones with much boilerplate are not; how much of real documents came back, against an exact count of shingles
written here anew. Prints TAP."""

import contextlib
import datetime
import itertools
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"]
LEGAL = ("Ce document est la propriété du prestataire ; il ne peut être reproduit ni transmis à un tiers sans son accord "
         "écrit, et ne vaut pas engagement contractuel de quelque nature que ce soit.")
NEWS = [
    "Le pare-feu du siège a été remplacé le {day} par un modèle récent, après deux coupures dues à son alimentation.",
    "La sauvegarde du serveur de paie échouait depuis la migration ; la cause est un compte expiré, remplacé depuis.",
    "Trois agences ont reçu leurs nouveaux postes, et les anciens ont été effacés puis rendus au loueur ce mois-ci.",
    "Une campagne d'hameçonnage a visé la comptabilité : aucun mot de passe n'a été saisi, la formation a porté.",
    "La liaison de Lyon sature aux heures de pointe ; un devis de l'opérateur pour la doubler est attendu en juin.",
    "Le nouvel outil de tickets est ouvert à tous depuis le {day}, et l'ancien reste lisible jusqu'à la fin de l'année.",
    "L'onduleur de la salle serveur arrive en fin de vie ; nous avons commandé ses batteries chez le constructeur.",
    "Les comptes des douze personnes parties depuis janvier ont été fermés après revue avec les ressources humaines.",
    "Le plan de reprise a été joué un samedi : la messagerie est revenue en quatre heures, la paie en neuf heures.",
    "Deux imprimantes du deuxième étage tombent souvent en panne, leur remplacement figure au budget de l'an prochain.",
]
STALE = ("L'ensemble des services a fonctionné de manière nominale sur la période et aucun fait marquant n'est à signaler "
         "par nos équipes, qui restent mobilisées au quotidien à vos côtés.")


def report(month, text):
    return (f"# Rapport mensuel de service - {MONTHS[month]} 2024\n\n{LEGAL}\n\n"
            f"Nous avons traité {20 + month} tickets en {MONTHS[month]}, dont 98,{month} % dans les délais convenus.\n\n"
            f"## Faits marquants\n\n{text.format(day=5 + month)}\n")


def mail(number, day, sender, other, subject, body):
    return (f"From x@y Mon Jan  1 10:00:00 2024\nFrom: {sender}\nTo: {other}\n"
            f"Date: {day.strftime('%a, %d %b %Y')} 10:00:00 +0100\nMessage-ID: <{number}@test>\nSubject: {subject}\n"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n\n")


def weekly_mail():
    """Two messages a week for ten months, so that there is a time to speak of."""
    first = datetime.date(2024, 1, 1)
    for week, (sender, other) in itertools.product(range(44), [("anne@acme.example", "paul@infonet.example"),
                                                               ("paul@infonet.example", "anne@acme.example")]):
        day = first + datetime.timedelta(days=7 * week + 1)
        yield mail(f"{week}-{sender}", day, sender, other, f"Sujet {week} de {sender[:4]}", f"Bonjour, voici le {week}.")


class Judge:
    """Runs the program in a folder of its own and prints TAP."""

    def __init__(self, entente):
        self.entente = entente
        self.count = self.failed = 0

    def begin(self, folder):
        self.folder = pathlib.Path(folder)

    def run(self, *arguments, language="en"):
        environment = dict(os.environ, ENTENTE_STORE=str(self.folder / "store.db"), HOME=str(self.folder),
                           ENTENTE_NOW="2024-11-04T12:00:00Z", COLUMNS="80")
        done = subprocess.run([self.entente, *arguments, "--lang", language], env=environment, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.said = done.stderr.decode("utf-8")
        return done.stdout.decode("utf-8")

    def json(self, *arguments, **options):
        return json.loads(self.run(*arguments, "--json", **options))

    def bring(self, files):
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        sides = ("--client", "acme.example", "--provider", "infonet.example")
        documents = [name for name in files if name.endswith(".md")]
        self.run("import", *sides, "mail.mbox")
        if documents:
            self.run("import", *sides, "--as", "documents", *documents)

    def novelty(self, side="provider"):
        answer = self.json("assess")
        return next((one for one in answer["findings"] + answer["not_worse"]
                     if one["indicator"] == "report_novelty" and one["side"] == side), None)

    def check(self, holds, title, detail=""):
        self.count += 1
        self.failed += not holds
        print(f"{'ok' if holds else 'not ok'} {self.count} - {title}")
        if not holds:
            print(f"# {detail}\n# {self.said}")


def frozen(judge):
    """New every month until April, then the same but for its figures."""
    texts = [report(i, NEWS[i] if i < 4 else STALE) for i in range(10)]
    judge.bring({"mail.mbox": "".join(weekly_mail()), **{f"rapport-{i:02}.md": one for i, one in enumerate(texts)}})
    found = judge.novelty()
    judge.check(found["status"] == "worse", "reports that repeat each other are a finding", found)
    # May is the first of its kind, June the first that repeats: 24 June is the Monday before its end
    judge.check((found["onset"] or {}).get("date") == "2024-06-24", "dated where they began to", found["onset"])
    judge.check(found["after"] < 0.05 < 0.2 == found["limit"] < found["before"], "what is new now and was before", found)
    judge.check(all(one["excerpt"].startswith("L'ensemble") for one in found["evidence"]), "what they repeat is shown",
                found["evidence"])
    # June to September; October ends after the last mail
    judge.check(len(found["evidence"]) == 4 and {one["role"] for one in found["evidence"]} == {"report"}, "evidence",
                found["evidence"])
    shown = judge.run("explain", found["evidence"][0]["event"])
    judge.check(len(set(re.findall(r"rapport-\d\d\.md", shown))) == 2, "which leads to the two reports", shown)
    for language, words in (("en", "Beyond the limit of 20"), ("fr", "Au-delà de la limite de 20")):
        text = judge.run("assess", language=language)
        judge.check(words in " ".join(text.split()), f"told beyond its limit ({language})", text)
        judge.check(max(map(len, text.splitlines())) <= 80, f"in 80 columns ({language})")
    judge.check(judge.novelty("client") is None, "nothing is said of the client's reports")


def with_figures(judge):
    """The same report again and again, its figures too."""
    texts = [report(i, STALE).replace(f"{20 + i} tickets", "20 tickets").replace(f"98,{i}", "98,1") for i in range(10)]
    judge.bring({"mail.mbox": "".join(weekly_mail()), **{f"rapport-{i:02}.md": one for i, one in enumerate(texts)}})
    found = judge.novelty()
    judge.check({one["reason"] for one in found["evidence"]} == {"said_again_with_figures"}, "unmoved figures are said",
                found["evidence"])
    judge.check(found["onset"]["date"] == "2024-02-26", "since the second report", found["onset"])


def fresh(judge):
    """Something new every month below ten times as much boilerplate."""
    texts = [report(i, "\n\n".join([LEGAL + f" Annexe {letter}." for letter in "abc"] + [NEWS[i]])) for i in range(10)]
    judge.bring({"mail.mbox": "".join(weekly_mail()), **{f"rapport-{i:02}.md": one for i, one in enumerate(texts)}})
    found = judge.novelty()
    judge.check(found["status"] == "stable" and found["after"] > 0.25, "boilerplate makes no report stale", found)


def by_mail(judge):
    """Reports in the text of mail; those that only announce an attachment are none."""
    news = [report(i, NEWS[i % 2] + " " + (STALE if i > 3 else NEWS[i])).split("\n", 2)[2] for i in range(10)]
    body = "".join(mail(f"r{i}", datetime.date(2024, i + 1, 28), "paul@infonet.example", "anne@acme.example",
                        f"Rapport mensuel - {MONTHS[i]}", text) for i, text in enumerate(news))
    notes = "".join(mail(f"n{i}", datetime.date(2024, i + 1, 27), "anne@acme.example", "paul@infonet.example",
                         f"Rapport d'activité {MONTHS[i]}", "Bonjour, ci-joint le rapport du mois.") for i in range(10))
    judge.bring({"mail.mbox": "".join(weekly_mail()) + body + notes})
    found = judge.novelty()
    judge.check(found["n_after"] == 1 and found["after"] is not None, "mail reports are compared", found)
    judge.check(judge.novelty("client") is None, "notes that announce a report are none")


# ---- an exact count, written anew ----

CALENDAR = {"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
            "decembre", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "am", "pm",
            "mer", "mar", "lun", "jeu", "ven", "sam", "jan", "janv", "fev", "fevr", "avr", "juil", "sept", "oct", "nov",
            "dec", "sep", "sun", "sat", "mon", "tue", "wed", "thu", "fri", "apr", "aug", "feb", "jul", "jun"}


def folded(text):
    text = text.replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(one for one in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(one))


def words_of(text):
    words = []
    for word in re.findall(r"[a-z0-9\u0080-\uffff]+", folded(text)):
        mark = word in CALENDAR or re.search(r"\d", word)
        if not mark or words[-1:] != ["#"]:
            words.append("#" if mark else word)
    return words


def shingles(text):
    words = words_of(text)
    width = min(4, len(words))
    return {tuple(words[i:i + width]) for i in range(len(words) - width + 1)}, sum(one != "#" for one in words)


def exact(before, after):
    """Share of the words of `after` that came back: two reports, so that nothing is shared by all."""
    old = [shingles(text)[0] for text in before if shingles(text)[1]]
    same = total = 0
    for text in after:
        runs, words = shingles(text)
        best = max((len(runs & one) / len(runs | one) for one in old if runs | one), default=0)
        same += words * (best if best >= 0.5 else 0)
        total += words
    return same / total


def paragraphs(judge):
    """Of each report, by its first day, without headings."""
    with contextlib.closing(sqlite3.connect(judge.folder / "store.db")) as store:
        rows = store.execute("SELECT r.first_day, p.text FROM periodic_report r JOIN document_paragraph p USING"
                             " (relationship_id, event_id) WHERE p.level = 0 ORDER BY r.first_day, p.number").fetchall()
    return [[text for _, text in group] for _, group in itertools.groupby(rows, key=lambda row: row[0])]


def real_pairs(judge, data):
    """The same contract documents of one house, half a year apart, brought as two reports."""
    pairs = [(old, data / "cloudtemple_fr_2025-08" / old.relative_to(data / "cloudtemple_fr_2025-01"))
             for old in sorted((data / "cloudtemple_fr_2025-01").rglob("*.md"))]
    worst = 0
    for old, new in [(old, new) for old, new in pairs if new.exists()]:
        with tempfile.TemporaryDirectory() as folder:
            judge.begin(folder)
            judge.bring({"mail.mbox": "".join(weekly_mail()), **{
                f"rapport-{i}.md": f"# Rapport mensuel de service - {MONTHS[i]} 2024\n\n" + path.read_text("utf-8")
                for i, path in enumerate((old, new))}})
            told = [one["report"]["resemblance"] for one in judge.json("contract", "read")["documents"]
                    if one["report"] and one["report"]["previous"]]
            before, after = paragraphs(judge)
            counted = exact(before[:1000], after[:1000])
            worst = max(worst, abs(told[0] - counted))
            print(f"# {old.relative_to(data)}: {told[0]:.3f}, exact {counted:.3f}")
    # shares of whole documents: the errors of their paragraphs, 0.044 each at most, even out
    judge.check(worst < 0.03, f"real documents half a year apart: the sketches are within {worst:.3f} of the exact count")


def main(entente):
    judge = Judge(entente)
    for part in (frozen, with_figures, fresh, by_mail):
        with tempfile.TemporaryDirectory() as folder:
            judge.begin(folder)
            part(judge)
    data = pathlib.Path(os.environ.get("ENTENTE_SHARED", "/nowhere")) / "data" / "contracts"
    if data.is_dir():
        real_pairs(judge, data)
    else:
        judge.check(True, "# SKIP the real contracts are not here")
    print(f"1..{judge.count}")
    return 1 if judge.failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
