"""Check files against the JSON Schemas that Casebook prints, with Python's jsonschema and with Ajv, which runs in
Node.js: validate-schemas.py CASEBOOK.

The demonstration's files, and in a site that `casebook init` starts the example and a fresh draft. Ajv is one of the
packages of the browser tests (`npm ci`); without them it says so and ends well, unless CI is set.
"""

import json
import os
import pathlib
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
documents = []


def run(folder, *arguments):
    done = subprocess.run([casebook, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def schema_of(folder, kind):
    schema = json.loads(run(folder, "schema", kind))
    jsonschema.Draft7Validator.check_schema(schema)
    return schema


def judge(what, schema, document, valid):
    """Does a document fit a schema, as it should? Ajv is asked about all of them at the end."""
    errors = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(document)]
    if valid and errors:
        sys.exit(f"{what}: {errors[0]}")
    if not valid and not errors:
        sys.exit(f"{what} was found valid")
    documents.append({"what": str(what), "schema": schema, "document": document, "valid": valid})


def front_matter(path):
    return path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n")


def check(folder):
    for kind, files in {
        "case": sorted(folder.glob("content/cases/**/*.md")),
        "config": [folder / "casebook.yaml"],
        "vocabulary": sorted(folder.glob("content/taxonomies/*.yaml")),
        "publishers": sorted(folder.glob("content/publishers.yaml")),
    }.items():
        schema = schema_of(folder, kind)
        for path in files:
            text = front_matter(path) if kind == "case" else path.read_text(encoding="utf-8")
            judge(path, schema, yaml.load(text, Loader), True)


check(pathlib.Path("."))
for language in ["en", "de", "fr", "es"]:
    with tempfile.TemporaryDirectory() as folder:
        run(folder, "init", "--title", "Examples", "--language", language)
        run(folder, "new", "A draft")
        check(pathlib.Path(folder))
        draft = yaml.load(front_matter(pathlib.Path(folder, "content/cases/a-draft.md")), Loader)
        # It would notice: the same, no longer a draft.
        judge("an unfinished case", schema_of(folder, "case"), {**draft, "draft": False}, False)
count = sum(document["valid"] for document in documents)
print(f"{count} files are valid by their JSON Schemas, for Python's jsonschema")

if pathlib.Path("node_modules/ajv").is_dir():
    script = pathlib.Path(__file__).with_suffix(".mjs")
    subprocess.run(["node", script], input=json.dumps(documents), text=True, check=True)
    print("and for Ajv")
else:
    print("*** SKIPPED: Ajv was NOT asked, for it is not installed; run `npm ci` ***", file=sys.stderr)
    sys.exit(2 if os.environ.get("CI") else 0)
