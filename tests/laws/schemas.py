# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every example fits the schema of its verb, every schema has two examples at least, and a schema
refuses an example that lost one of its keys. Exits 77 where python3-jsonschema is missing."""

import copy
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def losses(example):
    """The example without one of its keys, for each key."""
    for key in example if isinstance(example, dict) else ():
        less = copy.deepcopy(example)
        del less[key]
        yield key, less


def breaches(verb, schema, examples):
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    if len(examples) < 2:
        yield f"{verb}: {len(examples)} examples, two are wanted"
    for name, example in examples:
        for error in validator.iter_errors(example):
            yield f"{name}: {error.json_path}: {error.message}"
        for key, less in losses(example):
            if validator.is_valid(less):
                yield f"{name}: the schema does not ask for {key}"


def additions(example):
    """Sums that a schema cannot say."""
    parts = [one["contribution"] for one in example.get("dimensions", ())]
    if parts and abs(sum(parts) - 1) > 1e-9:
        yield f"dimensions sum to {sum(parts)}"
    for kind in ("messages", "tickets", "meetings", "documents", "facts"):
        counts = example.get(kind)
        if isinstance(counts, dict) and 2 * counts["read"] != sum(counts.values()):
            yield f"{kind}: read is not the sum of the others"


def main(root):
    folder = root / "docs" / "schemas"
    found = []
    for path in sorted(folder.glob("*.schema.json")):
        verb = path.name.split(".")[0]
        examples = [
            (one.name, json.loads(one.read_text(encoding="utf-8")))
            for one in sorted((folder / "examples").glob(f"{verb}-*.json"))
        ]
        found += breaches(verb, json.loads(path.read_text(encoding="utf-8")), examples)
        found += [f"{name}: {what}" for name, example in examples for what in additions(example)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
