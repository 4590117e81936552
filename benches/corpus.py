#!/usr/bin/env python3
"""Write a site of N generated cases, the same for the same N: every feature in use, for benchmarks.

    benches/corpus.py N FOLDER [--hugo] [--fields F]

A case has about 600 words in four sections, six taxonomies, two to eight sources and about ten citations, links
to other cases, and now and then a table, a code block, a footnote, raw HTML, an event, a correction, an old address,
a shared source or a file of its own. Words, names and addresses are made up from syllables; nothing in them means
anything. With --hugo the same bodies are written for Hugo, with the citations and the marks of statements as Casebook
would show them and the terms with the broader ones, so that both render the same words and the same lists. With --fields
the site declares F fields of its own, one of each shape in turn, and each case has a value with a source under each; all else
stays as it is without.
"""

import os
import random
import re
import sys

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
KINDS = ["news", "news", "news", "paper", "company", "official", "vendor", "social"]
MONTHS = "January February March April May June July August September October November December".split()
SECTIONS = ("What they did", "How they did it", "Public response", "Departmental use")
CLOSED = ("adoption_type", "department", "sector", "region")
# Cases for each shared source.
SHARING = 50
# The first terms of this taxonomy have the others below them.
NESTED, ROOTS = "region", 6

CASEBOOK_YAML = """title: Generated
description: Cases made up from syllables.
base_url: https://example.org
licence: CC BY 4.0
sections:
{sections}matrix: [[adoption_type, department]]
charts: [[adoption_type, sector]]
# A generated case cites as it happens: what a person would mend is not worth a line for each case.
severities: {{uncited-statement: off, uncited-source: off, conflicting-source: off, near-term: off}}
"""

# Fields of the site's own, in turn: the rest of a declaration, and how a number becomes a value.
STAGES = ["planned", "in use", "ended"]
SHAPES = [
    ("number, facet: true", lambda number: number),
    ("money, unit: USD, many: true", lambda number: number * 1000),
    ("choice, range: [planned, in use, ended], facet: true", lambda number: STAGES[number % 3]),
    ("date", lambda number: f"{2015 + number % 10}-{number % 12 + 1:02d}"),
    ("percentage", lambda number: number % 101),
    ("duration, unit: mo", lambda number: number % 36 + 1),
    ("text", lambda number: f"Plan {number}"),
    ("url", lambda number: f'"https://example.org/plan/{number}"'),
    ("true/false", lambda number: "true" if number % 2 else "false"),
    ("number, unit: posts", lambda number: number % 500),
]

METHOD = "Every statement rests on a source. *Independent* means that the publisher is not the organisation.\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9V5h3v4zm3 0V3h3v6zm3 0V0h3v9z"/></svg>\n'


def word(rng, low=1, high=4):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(low, high)))


def in_words(year, month, day):
    return f"{day} {MONTHS[month - 1]} {year}"


class Corpus:
    def __init__(self, count, fields=0):
        self.fields = [(f"field_{number}", *SHAPES[number % len(SHAPES)]) for number in range(fields)]
        rng = random.Random(20250513)
        self.count = count
        self.words = [word(rng) for _ in range(3000)]
        # Many terms for what is open, few for what is closed; used by rank, so that some are common.
        self.taxonomies = {
            "adoption_type": self.terms(rng, 8),
            "department": self.terms(rng, 24),
            "sector": self.terms(rng, 40),
            "region": self.terms(rng, 60),
            "organisation": self.terms(rng, max(20, count // 5)),
            "tag": self.terms(rng, max(30, count // 20)),
        }
        self.publishers = self.terms(rng, max(40, count // 25))
        self.broader = {
            term: self.taxonomies[NESTED][place % ROOTS]
            for place, term in enumerate(self.taxonomies[NESTED]) if place >= ROOTS
        }
        self.shared = [self.shared_source(number) for number in range(max(1, count // SHARING))]

    @staticmethod
    def terms(rng, count):
        seen = []
        names = set()
        while len(seen) < count:
            name = (word(rng, 2, 4) + " " + word(rng, 2, 4)).capitalize()
            if name not in names:
                names.add(name)
                seen.append(name)
        return seen

    @staticmethod
    def pick(rng, terms):
        """By rank: the first terms are the most frequent."""
        return terms[int(len(terms) * rng.random() ** 2)]

    def shared_source(self, number):
        rng = random.Random(number * 104729 + 5)
        year, month, day = 2012 + number % 12, number % 12 + 1, number % 28 + 1
        return {
            "id": f"shared-{number:05d}",
            "publisher": self.pick(rng, self.publishers),
            "kind": "paper",
            "title": self.sentence(rng, 7).rstrip("."),
            "date": f"{year}-{month:02d}-{day:02d}",
            "url": f"https://example.org/shared/{number}",
            "author": "Doe, Jane and Roe, Richard",
            "doi": f"10.5555/shared.{number}",
            "words": in_words(year, month, day),
        }

    def title(self, index):
        return self.sentence(self.rng(index), 6).rstrip(".") + f" {index}"

    @staticmethod
    def rng(index):
        return random.Random(index * 7919 + 17)

    def case(self, index):
        case = {"slug": f"case-{index:06d}", "index": index, "title": self.title(index)}
        rng = self.rng(index)
        self.sentence(rng, 6)
        year = 2015 + int(10 * rng.random())
        case["date"] = f"{year}-{rng.randint(1, 12):02d}"
        case["added"] = f"{2020 + index % 5}-{index % 12 + 1:02d}-{index % 28 + 1:02d}"
        case["summary"] = self.sentence(rng, 18)
        case["terms"] = {
            name: sorted({self.pick(rng, terms) for _ in range(rng.randint(1, 3 if name in ("tag", "department") else 1))})
            for name, terms in self.taxonomies.items()
        }
        case["sources"] = [self.source(rng, index, number) for number in range(rng.randint(2, 8))]
        if index % 7 == 1:
            case["shared"] = self.shared[index // SHARING % len(self.shared)]
        case["body"] = self.body(rng, case)
        case["extras"] = extras(index, case["sources"])
        # Numbers of their own, so that the cases are the same without them.
        numbers = random.Random(index * 6007 + 3)
        case["own"] = [
            (name, value(numbers.randrange(10_000)), numbers.choice(case["sources"])["id"]) for name, _, value in self.fields
        ]
        return case

    def source(self, rng, index, number):
        year, month, day = 2015 + int(10 * rng.random()), rng.randint(1, 12), rng.randint(1, 28)
        source = {
            "id": f"s{number}",
            "publisher": self.pick(rng, self.publishers),
            "kind": rng.choice(KINDS),
            "title": self.sentence(rng, 8).rstrip("."),
            "date": f"{year}-{month:02d}-{day:02d}",
            # One work in ten is shared with a case nearby.
            "url": f"https://example.org/{index // 10 if rng.random() < 0.1 else index}/{number}-{self.words[rng.randrange(3000)]}",
            "words": in_words(year, month, day),
        }
        place = index + number
        if source["kind"] == "paper":
            source["author"] = "Doe, Jane and Roe, Richard"
            source["doi"] = f"10.5555/{index}.{number}"
        if place % 5 == 2:
            source["archive_url"] = f"https://archive.example/{index}/{number}"
            source["archive_date"] = f"{year + 1}-01-05"
        if place % 40 == 2:
            source["url_status"] = "dead"
        if place % 9 == 4:
            source["quote"] = " ".join(self.words[(place * 31 + step) % 3000] for step in range(9)).capitalize() + "."
        if place % 11 == 6:
            source["accessed"] = f"{year + 1}-02-07"
            source["note"] = "Read in the printed edition."
        return source

    def sentence(self, rng, length):
        words = [self.words[int(3000 * rng.random() ** 1.5)] for _ in range(length)]
        return " ".join(words).capitalize() + "."

    def body(self, rng, case):
        """Sections of blocks of pieces: strings, ("cite", …) as in [`casebook`] and [`hugo`], ("link", slug, title)."""
        index, sources = case["index"], case["sources"]
        sections = []
        for name in SECTIONS:
            blocks = []
            for number in range(3):
                pieces = [" ".join(self.sentence(rng, rng.randint(8, 18)) for _ in range(3))[:-1]]
                if rng.random() < 0.85:
                    pieces += [" ", ("cite", rng.choice(sources))]
                pieces.append(".")
                if rng.random() < 0.15:
                    other = (index * 31 + number * 7 + 1) % self.count
                    pieces += [" " + self.words[rng.randrange(3000)].capitalize() + " ", ("link", other, self.title(other)), "."]
                if number == 1:
                    pieces += self.aside(case, name)
                blocks.append((name == "How they did it", pieces))
            sections.append((name, blocks))
        return sections

    @staticmethod
    def aside(case, section):
        """What stands in some cases only."""
        index, sources = case["index"], case["sources"]
        if section == "What they did" and index % 6 == 2:
            return [" Others agree ", ("cites", sources[0], sources[1]), "."]
        if section == "Public response" and index % 6 == 4:
            return [" ", ("says", sources[1]), " says so too."]
        if section == "Departmental use" and "shared" in case:
            return [" It is a pattern ", ("cite", case["shared"]), "."]
        if section == "What they did" and index % 15 == 4:
            return [" Not everywhere.[^where]"]
        if section == "Public response" and index % 33 == 17:
            return [" They used H<sub>2</sub>O and <abbr title=\"made up\">XYZ</abbr>."]
        if section == "Departmental use" and index % 20 == 14:
            return [" It was ~~planned~~ *done* with `code`, for **all**."]
        return []


def extras(index, sources):
    """Front matter that some cases have: with what Hugo needs of it in words."""
    found = {}
    if index % 3 == 0:
        found["reviewed"] = f"{2021 + index % 4}-{index % 12 + 1:02d}-{index % 27 + 1:02d}"
    if index % 8 == 2:
        found["authors"] = ["Jane Doe", "Richard Roe"]
    if index % 12 == 5:
        found["events"] = [
            {"date": f"{2019 + step}-{index % 12 + 1:02d}-11", "words": in_words(2019 + step, index % 12 + 1, 11),
             "text": text, "source": sources[step]}
            for step, text in enumerate(["A pilot begins.", "The pilot ends."])
        ]
    if index % 25 == 9:
        found["corrections"] = [{"date": "2025-01-15", "words": in_words(2025, 1, 15), "note": "A figure was corrected."}]
    if index % 40 == 11:
        found["alias"] = f"old-{index:06d}"
    if index % 50 == 21:
        found["extra"] = f"{{cost: {index}, currency: EUR}}"
    if index % 100 == 50:
        found["file"] = "notes.txt"
    return found


def publisher_and_date(source):
    return f"{source['publisher']}, {source['words']}"


def casebook(case):
    extra = case["extras"]
    lines = ["---", f"title: {case['title']}", f"date: {case['date']}", f"added: {case['added']}", f"summary: {case['summary']}"]
    for name, terms in case["terms"].items():
        lines.append(f"{name}: [{', '.join(terms)}]")
    if "reviewed" in extra:
        lines.append(f"reviewed: {extra['reviewed']}")
    if "authors" in extra:
        lines.append(f"authors: [{', '.join(extra['authors'])}]")
    if "alias" in extra:
        lines.append(f"aliases: [{extra['alias']}]")
    if "extra" in extra:
        lines.append(f"extra: {extra['extra']}")
    lines += [f"{name}: {{value: {value}, sources: [{source}]}}" for name, value, source in case["own"]]
    lines.append("sources:")
    for source in case["sources"]:
        lines += source_lines(source, "words")
    if "events" in extra:
        lines.append("events:")
        lines += [f"  - {{date: {one['date']}, text: {one['text']}, sources: [{one['source']['id']}]}}" for one in extra["events"]]
    if "corrections" in extra:
        lines.append("corrections:")
        lines += [f"  - {{date: {one['date']}, note: {one['note']}}}" for one in extra["corrections"]]
    lines.append("---")
    text = {
        "cite": lambda source: f"[@{source['id']}]",
        "cites": lambda one, other: f"[see @{one['id']}, p. 3; @{other['id']}]",
        "says": lambda source: f"@{source['id']}",
        "link": lambda to, _: f"[[case-{to:06d}]]",
        # Casebook finds the statements itself.
        "statement": lambda anchor, is_cited: "",
    }
    beside = f"{case['slug']}-{extra['file']}" if "file" in extra else None
    return "\n".join(lines) + "\n" + body(case, text, beside)


def hugo(case, broader):
    extra = case["extras"]
    lines = ["---", f"title: {case['title']}", f"date: {case['added']}", f"when: {when(case['date'])}", f"summary: {case['summary']}"]
    for name, terms in case["terms"].items():
        all_terms = terms + [broader[term] for term in terms if term in broader and broader[term] not in terms]
        lines.append(f"{name}: [{', '.join(all_terms)}]")
    sources = case["sources"] + ([case["shared"]] if "shared" in case else [])
    publishers = sorted({source["publisher"] for source in sources})
    lines.append(f"publisher: [{', '.join(publishers)}]")
    if "reviewed" in extra:
        lines.append(f"reviewed: {extra['reviewed']}")
    if "authors" in extra:
        lines.append(f"authors: [{', '.join(extra['authors'])}]")
    if "alias" in extra:
        lines.append(f"aliases: [/cases/{extra['alias']}.html]")
    lines.append("sources:")
    for source in sources:
        lines += source_lines(source, "date")
    if "events" in extra:
        lines.append("events:")
        lines += [
            f"  - {{words: {one['words']}, text: {one['text']}, source: {one['source']['id']}, label: \"{publisher_and_date(one['source'])}\"}}"
            for one in extra["events"]
        ]
    if "corrections" in extra:
        lines.append("corrections:")
        lines += [f"  - {{words: {one['words']}, note: {one['note']}}}" for one in extra["corrections"]]
    lines.append("---")
    link = lambda source, text: f"[{text}](#source_{source['id']})"
    citation = lambda inner: f'<span class="citation">({inner})</span>'
    text = {
        "cite": lambda source: citation(link(source, publisher_and_date(source))),
        "cites": lambda one, other: citation(f"see {link(one, publisher_and_date(one))}, p. 3; {link(other, publisher_and_date(other))}"),
        "says": lambda source: link(source, f"{source['publisher']} ({source['words']})"),
        "link": lambda to, title: f"[{title}](case-{to:06d}.html)",
        # What Casebook adds to a statement: a mark where it cites nothing, and the address that it has.
        "statement": lambda anchor, is_cited: ("" if is_cited else ' <a class="unsourced" href="#count_statements">(no source)</a>')
        + f' <a class="self" id="{anchor}" href="#{anchor}" aria-label="Copy link to this statement"></a>',
    }
    beside = f"{case['slug']}/{extra['file']}" if "file" in extra else None
    return "\n".join(lines) + "\n" + body(case, text, beside)


def when(date):
    year, month = date.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def source_lines(source, left_out):
    """The keys of a source, in YAML."""
    lines = [f"  {'- ' if key == 'id' else '  '}{key}: {value}" for key, value in source.items() if key != left_out]
    # Dates in words are for Hugo, which would read a date as a time.
    return lines


def body(case, text, beside):
    """The text below the front matter. `text` says how each kind of piece is written."""
    index = case["index"]
    out, statement = [], 0
    for name, blocks in case["body"]:
        out.append(f"\n## {name}\n")
        for is_item, pieces in blocks:
            line = "".join(piece if isinstance(piece, str) else text[piece[0]](*piece[1:]) for piece in pieces)
            statement += 1
            line += text["statement"](f"s-{index:05x}{statement:03x}", any(piece[0].startswith("cite") for piece in pieces))
            out.append(f"- {line}" if is_item else f"{line}\n")
    more = ""
    if index % 15 == 4:
        more += "\n[^where]: Two of the sites went without.\n"
    if index % 10 == 3:
        more += "\n| a | b |\n|:--|--:|\n| 1 | 2 |\n| 3 | 4 |\n"
    if index % 20 == 7:
        more += "\n```python\nprint('x' * 3)\n```\n"
    if beside:
        more += f"\nThe [notes]({beside}) lie beside it.\n"
    return "\n".join(out) + "\n" + more


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def slug(text):
    return re.sub("[^a-z0-9]+", "-", text.lower())


def write_site(corpus, folder):
    """What is there once."""
    sections = "".join(f"  - {{title: {name}, required: true}}\n" for name in SECTIONS)
    fields = "".join(f"  - {{id: {name}, shape: {rest}}}\n" for name, rest, _ in corpus.fields)
    config = CASEBOOK_YAML.format(sections=sections) + (f"fields:\n{fields}" if fields else "")
    write(f"{folder}/casebook.yaml", config)
    for name, terms in corpus.taxonomies.items():
        label = name.replace("_", " ").capitalize()
        lines = []
        for place, term in enumerate(terms):
            lines.append(f"  - label: {term}")
            if name in CLOSED:
                lines.append(f"    definition: What is meant by {term.lower()}.")
                lines.append(f"    aliases: [{term} {place}]")
            if name == NESTED and term in corpus.broader:
                lines.append(f"    broader: {slug(corpus.broader[term])}")
        kind = "closed" if name in CLOSED else "open"
        required = "required: true\n" if name == "adoption_type" else ""
        listed = "\n".join(lines)
        write(f"{folder}/content/taxonomies/{name}.yaml", f"label: {label}\nplural: {label}s\nvocabulary: {kind}\n{required}terms:\n{listed}\n")
    listed = "".join(f"  - label: {term}\n" for term in corpus.publishers)
    write(f"{folder}/content/publishers.yaml", f"label: Publisher\nvocabulary: open\nterms:\n{listed}")
    shared = "".join("\n".join(source_lines(source, "words")) + "\n" for source in corpus.shared)
    write(f"{folder}/content/sources/shared.yaml", shared)
    write(f"{folder}/content/pages/method.md", f"---\ntitle: Method\n---\n\n{METHOD}")
    write(f"{folder}/static/picture.svg", PICTURE)


def write_case(case, folder):
    path = f"{folder}/content/cases/{case['index'] // 1000:03d}"
    write(f"{path}/{case['slug']}.md", casebook(case))
    if "file" in case["extras"]:
        write(f"{path}/{case['slug']}-{case['extras']['file']}", "Notes that were taken on the spot.\n")


def write_for_hugo(case, folder, broader):
    path = f"{folder}/content/cases/{case['slug']}"
    if "file" in case["extras"]:
        write(f"{path}/index.md", hugo(case, broader))
        write(f"{path}/{case['extras']['file']}", "Notes that were taken on the spot.\n")
    else:
        write(f"{path}.md", hugo(case, broader))


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--hugo"]
    fields = "0"
    if "--fields" in arguments:
        place = arguments.index("--fields")
        fields = "".join(arguments[place + 1 : place + 2])
        del arguments[place : place + 2]
    if len(arguments) != 2 or not arguments[0].isdigit() or not fields.isdigit():
        sys.exit(__doc__)
    count, folder = int(arguments[0]), arguments[1]
    corpus = Corpus(count, int(fields))
    if "--hugo" in sys.argv:
        write(f"{folder}/content/method.md", f"---\ntitle: Method\n---\n\n{METHOD}")
        write(f"{folder}/static/picture.svg", PICTURE)
        for index in range(count):
            write_for_hugo(corpus.case(index), folder, corpus.broader)
    else:
        write_site(corpus, folder)
        for index in range(count):
            write_case(corpus.case(index), folder)


if __name__ == "__main__":
    main()
