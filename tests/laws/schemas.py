# SPDX-License-Identifier: AGPL-3.0-or-later
"""The JSON forms are what docs/schemas says: the examples there, and what the program prints on a
simulated relationship, validate against their schema. Prints TAP."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import jsonschema


TEXTS = """{"text": "Hors périmètre : nous vous avions prévenus.", "id": "a"}

{"text": "It was our mistake, fixed by noon.", "lang": "en"}
{"text": 7}
{"text": "Merci.", "id": 12}
"""


def schema_of(root, name):
    return json.loads((root / "docs" / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def printed(entente, folder):
    """(schema name, text) of each verb on a story."""
    environment = dict(os.environ, ENTENTE_STORE=folder + "/store.db", HOME=folder)

    def run(*arguments, given=""):
        done = subprocess.run([entente, *arguments], env=environment, input=given.encode("utf-8"),
                              stdout=subprocess.PIPE, check=False)
        return done.stdout.decode("utf-8")

    run("simulate", "--story", "pivot-leaves", "--seed", "1", "-o", folder + "/story")
    truth = json.loads(pathlib.Path(folder, "story", "truth.json").read_text(encoding="utf-8"))
    sides = ["--client", truth["client"], "--provider", truth["provider"]]
    yield "import", run("import", "--json", *sides, folder + "/story")
    assessment = run("assess", "--json")
    yield "assess", assessment
    yield "assess", run("assess", "--json", "--as-of", "2023-06-30")
    yield "list", run("list", "--json")
    yield "show", run("show", "--json")
    yield "source", run("source", "list", "--json")
    yield "import", run("import", "--json")
    yield "people", run("people", "review", "--json")
    run("people", "same", "a@acme.example", "b@acme.example")
    run("people", "side", "new.example", "neither")
    yield "people", run("people", "corrections", "--json")
    run("contract", "add", json.loads(assessment)["relationship"], "--start", "2022-05-31", "--duration", "9m", "--renewal", "tacit",
        "--renewal-duration", "1m", "--notice", "10bd", "--warning", "15d", "--clause", "« dix jours »")
    run("contract", "add", "Another", "--end", "2027-01-31", "--renewal", "express", "--notice", "2m")
    contracts = run("contract", "list", "--json")
    yield "contract_list", contracts
    run("contract", "amend", json.loads(contracts)["contracts"][0]["id"], "--on", "2026-01-01", "--notice", "1m")
    yield "contract", run("contract", "show", "--json")
    yield "contract_deadlines", run("contract", "deadlines", "--within", "1y", "--json")
    table = pathlib.Path(folder, "ledger.csv")
    table.write_text("kind,side,text,importance,since\nattente,client,Un test de restauration,4,2023-01-01\n"
                     "engagement,prestataire,Restauration testée,,2024-01-01\n", encoding="utf-8")
    yield "import", run("import", "--json", str(table))
    for view in ("list", "match", "gaps", "commitments"):
        yield "ledger", run("ledger", view, "--json")
    table = pathlib.Path(folder, "actions.csv")
    table.write_text("type,partie,texte,échéance,statut\naction,client,Nommer un référent,2024-01-10,en cours\n"
                     "décision,client,Valider le devis,2024-02-01,\n", encoding="utf-8")
    yield "import", run("import", "--json", str(table))
    yield "actions", run("action", "list", "--json")
    table = pathlib.Path(folder, "grid.csv")
    table.write_text("activité,depuis,client: DSI,prestataire: Support,clause\nSauvegardes,,A,R,Annexe 2\n"
                     "Impression,2024-01-01,,R,\n", encoding="utf-8")
    yield "import", run("import", "--json", str(table))
    for view in ("catalogue", "list", "check", "holes"):
        yield "responsibilities", run("raci", view, "--json")
    run("survey", "open", "Spring", "--from", "2024-01-08", "--until", "2024-01-19")
    table = pathlib.Path(folder, "answers.csv")
    table.write_text("side,role,respondent,item,part,value\n" + "".join(
        f"{side},it,{person},{item},fulfilment,{1 + person}\n"
        for side in ("client", "provider") for person in range(6) for item in ("p1", "p2", "p3", "p4", "p5", "p6")),
        encoding="utf-8")
    yield "import", run("import", "--json", str(table))
    yield "survey_rounds", run("survey", "list", "--json")
    yield "survey", run("survey", "results", "--json")
    yield "survey", run("survey", "results", "--json", "--as-of", "2024-01-10")
    run("survey", "open", "Autumn")
    run("survey", "invite", "--round", "Autumn", "--side", "client", "--role", "it")
    yield "survey_rounds", run("survey", "list", "--json")
    yield "survey", run("survey", "results", "--json", "--as-of", "2124-01-10")
    yield "assess", run("assess", "--json")
    yield "list", run("list", "--json")
    table = pathlib.Path(folder, "strange.csv")
    table.write_text("Lfd;Vom;Zustand\n" + "".join(f"{i};2024-01-{i:02d} 10:00;closed\n" for i in range(1, 20)), encoding="utf-8")
    yield "mapping_guess", run("mapping", "guess", "--json", str(table))
    finding = json.loads(assessment)["findings"][0]
    yield "explain", run("explain", "--json", finding["id"])
    yield "explain", run("explain", "--json", finding["evidence"][0]["event"])
    events = [one["event"] for one_finding in json.loads(assessment)["findings"] for one in one_finding["evidence"]]
    yield "explain", run("explain", "--json", next(event for event in events if event.startswith("t")))
    table = pathlib.Path(folder, "table.csv")
    table.write_text("".join(f"{2020 + i // 50}-W{1 + i % 50:02d},{i * 37 % 11}\n" for i in range(100)), encoding="utf-8")
    for view in ("segment", "onset", "watch"):
        yield "detect", run("detect", "--json", "--as", view, str(table))
    table.write_text("1\n2\n", encoding="utf-8")
    yield "detect", run("detect", "--json", "--as", "onset", str(table))
    yield "calibrate", run("calibrate", "--json", "-n", "10")
    for line in run("classify", "--json", given=TEXTS).splitlines():
        yield "classify", line
    for line in run("classify", "--json", "--correct", given="defensive\tMerci.\nrien\tMerci.\n").splitlines():
        yield "classify", line
    yield "corrections", run("classify", "--json", "--corrections")


def cases(root, entente, folder):
    for path in sorted((root / "docs" / "schemas" / "examples").glob("*.json")):
        yield path.name, path.name.split("-")[0], path.read_text(encoding="utf-8")
    for name, text in printed(entente, folder):
        yield f"printed {name}", name, text


def main(root, entente):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (title, name, text) in enumerate(cases(root, entente, folder), 1):
            try:
                jsonschema.validate(json.loads(text), schema_of(root, name))
                print(f"ok {number} - {title}")
            except (ValueError, jsonschema.ValidationError) as problem:
                failed += 1
                print(f"not ok {number} - {title}\n# {str(problem).splitlines()[0]}")
        print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), os.path.abspath(sys.argv[2])))
