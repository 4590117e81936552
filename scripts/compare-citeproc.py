#!/usr/bin/env python3
"""Compare our citations with Pandoc's citeproc, text by text.

Usage: scripts/compare-citeproc.py FOLDER [STYLE ...]      (styles: apa and ieee unless named)

FOLDER holds a folder per paper: a Markdown file with Pandoc citations, and its bibliographies (*.bib). Each paper
becomes a temporary site of one case; the same paper goes through `pandoc --citeproc` with the very same style (the
archive's, written as XML by `examples/csl-style.rs`). The text of every citation group and of every entry is
compared. Differences are listed with their reason, from scripts/citeproc-differences.tsv; one without a reason,
or a group that did not render, makes the exit code 1.

Needs pandoc (Debian's package), and the binary: CASEBOOK, else `cargo run`.
"""

import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
from difflib import SequenceMatcher

ROOT = pathlib.Path(__file__).resolve().parent.parent
REASONS = ROOT / "scripts" / "citeproc-differences.tsv"


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    return done


def text_of(fragment):
    """The text of some HTML, white space folded."""
    text = html.unescape(re.sub(r"<[^>]*>", "", fragment))
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").split())


def anchor(key):
    """The anchor that a key becomes, near enough to tell keys apart."""
    plain = unicodedata.normalize("NFKD", key)
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c)).lower()).strip("-")


def spans(page):
    """Every `<span class="citation" …>…</span>`, nested spans included: (opening tag, content)."""
    for opening in re.finditer(r'<span\s[^>]*class="citation"[^>]*>', page):
        depth, at = 1, opening.end()
        while depth:
            tag = re.compile(r"<(/?)span\b").search(page, at)
            depth += -1 if tag.group(1) else 1
            at = tag.end()
        yield opening.group(0), page[opening.end():tag.start()]


def ours(paper, bibliographies, style, folder):
    """Groups and entries as we write them."""
    site = folder / "site"
    (site / "content/cases").mkdir(parents=True)
    (site / "content/sources").mkdir(parents=True)
    config = "title: Comparison\nlanguage: en\nsections: []\ncitations: {style: %s}\n" % style
    config += "severities: {broken-link: off, uncited-statement: off, unknown-section: off, heading-level: off}\n"
    (site / "casebook.yaml").write_text(config)
    for number, bibliography in enumerate(bibliographies):
        (site / f"content/sources/b{number}.bib").write_text(bibliography.read_text())
    body = re.sub(r"\A---\n.*?\n(---|\.\.\.)\n", "", paper.read_text(), flags=re.S)
    body = re.sub(r"^# ", "## ", body, flags=re.M)
    front = "---\ntitle: Paper\ndate: 2025\nsummary: A paper.\nsources: []\n---\n\n"
    (site / "content/cases/paper.md").write_text(front + body)
    command = [os.environ["CASEBOOK"]] if "CASEBOOK" in os.environ else ["cargo", "run", "-q", "--"]
    built = run(*command, "build", "--root", site, cwd=ROOT)
    page = site / "public/cases/paper.html"
    if not page.exists():
        sys.exit(f"{paper.parent.name} does not build:\n{built.stderr}")
    page = page.read_text()
    body_html, _, list_html = page.partition('id="sources"')
    groups = []
    for _, content in spans(body_html):
        cited = re.findall(r'href="#source_([^"]+)"', content)
        groups.append((sorted(set(cited)), text_of(content)))
    entries = re.findall(r'<li id="source_([^"]+)"[^>]*>.*?<p class="work">(.*?)</p>', list_html, flags=re.S)
    return groups, {key: text_of(entry) for key, entry in entries}


def theirs(paper, bibliographies, style, folder):
    """Groups and entries as Pandoc writes them."""
    csl = folder / f"{style}.csl"
    csl.write_text(run("cargo", "run", "-q", "--example", "csl-style", "--", style, cwd=ROOT).stdout)
    options = [f"--bibliography={path}" for path in bibliographies]
    done = run("pandoc", "--citeproc", f"--csl={csl}", *options, "-t", "html", "--wrap=none", paper)
    if done.returncode:
        sys.exit(f"pandoc: {done.stderr}")
    page = done.stdout
    groups = []
    for opening, content in spans(re.sub(r'alt="[^"]*"', "", page)):
        keys = re.search(r'data-cites="([^"]*)"', opening).group(1)
        groups.append((sorted({anchor(key) for key in html.unescape(keys).split()}), text_of(content)))
    entries = re.findall(r'<div id="ref-([^"]+)" class="csl-entry"[^>]*>(.*?)</div>\n(?=<div id="ref-|</div>)', page, flags=re.S)
    spaced = lambda entry: re.sub(r'(</div>)(<div class="csl-right-inline")', r"\1 \2", entry)
    return groups, {anchor(html.unescape(key)): text_of(spaced(entry)) for key, entry in entries}


def reasons():
    """Rules: what they apply to (style or *, citation or entry or *), pattern, replacement (LOWER: in lower case),
    reason."""
    rules = []
    for line in REASONS.read_text().splitlines():
        if line and not line.startswith("#"):
            style, place, pattern, replacement, reason = line.split("\t")
            replacement = (lambda found: found.group(0).lower()) if replacement == "LOWER" else replacement
            rules.append((style, place, re.compile(pattern), replacement, reason))
    return rules


def explain(mine, other, rules):
    """The reasons that make two texts one; None where none do."""

    def rewritten(left_out=None):
        a, b = mine, other
        for number, (_, _, pattern, replacement, _) in enumerate(rules):
            if number != left_out:
                a, b = pattern.sub(replacement, a), pattern.sub(replacement, b)
        return a, b

    a, b = rewritten()
    if a != b:
        return None
    needed = []
    for number, rule in enumerate(rules):
        a, b = rewritten(left_out=number)
        if a != b:
            needed.append(rule[4])
    return list(dict.fromkeys(needed)) or ["several of the known reasons, each of which would do"]


def compare(name, style, place, pairs, rules):
    """Print differences; the number of texts, of equal ones, and of unexplained ones."""
    rules = [rule for rule in rules if rule[0] in ("*", style) and rule[1] in ("*", place)]
    equal = unexplained = 0
    for mine, other in pairs:
        if mine == other:
            equal += 1
            continue
        found = explain(mine, other, rules)
        unexplained += found is None
        print(f"{name} {style} {place}\n  ours    {mine}\n  pandoc  {other}")
        print(f"  reason  {'; '.join(found) if found else 'UNKNOWN'}")
    return len(pairs), equal, unexplained


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, styles = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:] or ["apa", "ieee"]
    rules = reasons()
    total = {"citation": [0, 0, 0], "entry": [0, 0, 0]}
    failed = False
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        paper = next(iter(sorted(place.glob("*.md"))))
        bibliographies = sorted(place.glob("*.bib"))
        for style in styles:
            with tempfile.TemporaryDirectory() as temporary:
                temporary = pathlib.Path(temporary)
                our_groups, our_entries = ours(paper, bibliographies, style, temporary)
                their_groups, their_entries = theirs(paper, bibliographies, style, temporary)
            empty = [keys for keys, text in our_groups if not text]
            if empty:
                failed = True
                print(f"{place.name} {style}: nothing was written for {empty}")
            matcher = SequenceMatcher(None, [str(k) for k, _ in our_groups], [str(k) for k, _ in their_groups], False)
            pairs = []
            for tag, a0, a1, b0, b1 in matcher.get_opcodes():
                if tag == "equal":
                    pairs += [(our_groups[a0 + i][1], their_groups[b0 + i][1]) for i in range(a1 - a0)]
                else:
                    for keys, text in our_groups[a0:a1]:
                        failed = True
                        print(f"{place.name} {style}: only ours: {keys} {text}")
                    for keys, text in their_groups[b0:b1]:
                        # A caption is the text of a picture to us, and holds no citations.
                        in_caption = re.search(r"!\[[^\n]*@", paper.read_text())
                        failed |= not in_caption
                        print(f"{place.name} {style}: only Pandoc's{' (in a caption)' if in_caption else ''}: {keys} {text}")
            shared = [key for key in our_entries if key in their_entries]
            for key in sorted(set(our_entries) ^ set(their_entries)):
                failed = True
                print(f"{place.name} {style}: entry of one only: {key}")
            for what, found in (("citation", pairs), ("entry", [(our_entries[k], their_entries[k]) for k in shared])):
                counts = compare(place.name, style, what, found, rules)
                total[what] = [a + b for a, b in zip(total[what], counts)]
                failed |= counts[2] > 0
    for what, (count, equal, unexplained) in total.items():
        print(f"{what}: {count} compared, {equal} equal, {count - equal - unexplained} explained, {unexplained} not")
    sys.exit(failed)


if __name__ == "__main__":
    main()
