"""Check files against the JSON Schemas that Casebook prints, with Python's jsonschema: validate-schemas.py CASEBOOK.

The demonstration's files, and in a site that `casebook init` starts the example and a fresh draft. Where Node.js is at
hand, it compiles every pattern, as its validators do, with the flag `u` and without.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """Dates stay texts, as JSON has no others."""


Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

casebook = str(pathlib.Path(sys.argv[1]).resolve())
patterns = set()


def run(folder, *arguments):
    done = subprocess.run([casebook, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def validator(folder, kind):
    schema = json.loads(run(folder, "schema", kind))
    jsonschema.Draft7Validator.check_schema(schema)

    def gather(value):
        if isinstance(value, dict):
            patterns.update([value["pattern"]] if isinstance(value.get("pattern"), str) else [])
            value = list(value.values())
        for inner in value if isinstance(value, list) else []:
            gather(inner)

    gather(schema)
    return jsonschema.Draft7Validator(schema)


def front_matter(path):
    return path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")


def check(folder):
    count = 0
    for kind, files in {
        "case": sorted(folder.glob("content/cases/**/*.md")),
        "config": [folder / "casebook.yaml"],
        "vocabulary": sorted(folder.glob("content/taxonomies/*.yaml")),
        "publishers": sorted(folder.glob("content/publishers.yaml")),
    }.items():
        of_kind = validator(folder, kind)
        for path in files:
            text = front_matter(path) if kind == "case" else path.read_text(encoding="utf-8")
            errors = [error.message for error in of_kind.iter_errors(yaml.load(text, Loader))]
            if errors:
                sys.exit(f"{path}: {errors[0]}")
            count += 1
    return count, validator(folder, "case")


count, _ = check(pathlib.Path("."))
with tempfile.TemporaryDirectory() as folder:
    run(folder, "init", "--title", "Examples")
    run(folder, "new", "A draft")
    of_new, of_case = check(pathlib.Path(folder))
    draft = yaml.load(front_matter(pathlib.Path(folder, "content/cases/a-draft.md")), Loader)
    # It would notice: the same, no longer a draft.
    if of_case.is_valid({**draft, "draft": False}):
        sys.exit("an unfinished case was found valid")
print(f"{count + of_new} files are valid by their JSON Schemas")

if node := shutil.which("node"):
    script = "for (const p of JSON.parse(process.argv[1])) { new RegExp(p); new RegExp(p, 'u'); }"
    subprocess.run([node, "-e", script, json.dumps(sorted(patterns))], check=True)
    print(f"JavaScript reads their {len(patterns)} patterns")
