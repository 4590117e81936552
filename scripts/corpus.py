#!/usr/bin/env python3
"""Write a site of N generated cases, the same for the same N: every feature in use, for benchmarks.

    scripts/corpus.py N FOLDER [--hugo]

A case has about 600 words in four sections, six taxonomies, two to eight sources and about ten citations, links
to other cases, and now and then a table, a code block, a footnote or an event. Words, names and addresses are
made up from syllables; nothing in them means anything. With --hugo the same bodies are written for Hugo, their
citations as the text that Casebook would show, so that both render the same words.
"""

import os
import random
import sys

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
KINDS = ["news", "news", "news", "paper", "company", "official", "vendor", "social"]
MONTHS = "January February March April May June July August September October November December".split()


def word(rng, low=1, high=4):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(low, high)))


class Corpus:
    def __init__(self, count):
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

    def case(self, index):
        rng = random.Random(index * 7919 + 17)
        case = {"slug": f"case-{index:06d}", "title": self.sentence(rng, 6).rstrip(".") + f" {index}"}
        year = 2015 + int(10 * rng.random())
        case["date"] = f"{year}-{rng.randint(1, 12):02d}"
        case["added"] = f"{2020 + index % 5}-{index % 12 + 1:02d}-{index % 28 + 1:02d}"
        case["summary"] = self.sentence(rng, 18)
        case["terms"] = {
            name: sorted({self.pick(rng, terms) for _ in range(rng.randint(1, 3 if name in ("tag", "department") else 1))})
            for name, terms in self.taxonomies.items()
        }
        case["sources"] = []
        for number in range(rng.randint(2, 8)):
            year, month, day = 2015 + int(10 * rng.random()), rng.randint(1, 12), rng.randint(1, 28)
            case["sources"].append({
                "id": f"s{number}",
                "publisher": self.pick(rng, self.publishers),
                "kind": rng.choice(KINDS),
                "title": self.sentence(rng, 8).rstrip("."),
                "date": f"{year}-{month:02d}-{day:02d}",
                "words": f"{day} {MONTHS[month - 1]} {year}",
                # One work in ten is shared with a case nearby.
                "url": f"https://example.org/{index // 10 if rng.random() < 0.1 else index}/{number}-{self.words[rng.randrange(3000)]}",
            })
        case["body"] = self.body(rng, index, case["sources"])
        return case

    def sentence(self, rng, length):
        words = [self.words[int(3000 * rng.random() ** 1.5)] for _ in range(length)]
        return " ".join(words).capitalize() + "."

    def body(self, rng, index, sources):
        """Pieces of text: strings, ("cite", source), ("link", slug)."""
        sections = []
        for name in ("What they did", "How they did it", "Public response", "Departmental use"):
            blocks = []
            for number in range(3):
                pieces = [" ".join(self.sentence(rng, rng.randint(8, 18)) for _ in range(3))[:-1] + " "]
                if rng.random() < 0.85:
                    pieces.append(("cite", rng.choice(sources)))
                pieces.append(".")
                if rng.random() < 0.15:
                    pieces += [" " + self.words[rng.randrange(3000)].capitalize() + " ", ("link", (index * 31 + number * 7 + 1) % self.count), "."]
                blocks.append((name == "How they did it", pieces))
            sections.append((name, blocks))
        extras = ""
        if index % 10 == 3:
            extras += "\n| a | b |\n|:--|--:|\n| 1 | 2 |\n| 3 | 4 |\n"
        if index % 20 == 7:
            extras += "\n```python\nprint('x' * 3)\n```\n"
        return sections, extras


def casebook(case):
    lines = ["---", f"title: {case['title']}", f"date: {case['date']}", f"added: {case['added']}", f"summary: {case['summary']}"]
    for name, terms in case["terms"].items():
        lines.append(f"{name}: [{', '.join(terms)}]")
    lines.append("sources:")
    for source in case["sources"]:
        lines.append(f"  - id: {source['id']}")
        lines += [f"    {key}: {source[key]}" for key in ("publisher", "kind", "title", "date", "url")]
    lines.append("---")
    text = {"cite": lambda source: f"[@{source['id']}]", "link": lambda to: f"[[case-{to:06d}]]"}
    return "\n".join(lines) + "\n" + body(case["body"], text)


def hugo(case):
    lines = ["---", f"title: {case['title']}", f"date: {case['added']}", f"summary: {case['summary']}"]
    for name, terms in case["terms"].items():
        lines.append(f"{name}: [{', '.join(terms)}]")
    lines.append("sources:")
    for source in case["sources"]:
        lines.append(f"  - id: {source['id']}")
        lines += [f"    {key}: {source[key]}" for key in ("publisher", "kind", "title", "words", "url")]
    lines.append("---")
    text = {
        "cite": lambda source: f"([{source['publisher']}, {source['words']}](#source_{source['id']}))",
        "link": lambda to: f"[Case {to}](../case-{to:06d}/)",
    }
    return "\n".join(lines) + "\n" + body(case["body"], text)


def body(parts, text):
    sections, extras = parts
    out = []
    for name, blocks in sections:
        out.append(f"\n## {name}\n")
        for is_item, pieces in blocks:
            line = "".join(piece if isinstance(piece, str) else text[piece[0]](piece[1]) for piece in pieces)
            out.append(f"- {line}" if is_item else f"{line}\n")
    return "\n".join(out) + "\n" + extras


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    count, folder, for_hugo = int(sys.argv[1]), sys.argv[2], "--hugo" in sys.argv
    corpus = Corpus(count)
    if not for_hugo:
        sections = "".join(
            f"  - {{title: {name}, required: true}}\n"
            for name in ("What they did", "How they did it", "Public response", "Departmental use")
        )
        write(f"{folder}/casebook.yaml", f"title: Generated\nbase_url: https://example.org\nsections:\n{sections}matrix: [[adoption_type, department]]\n")
        for name, terms in corpus.taxonomies.items():
            label = name.replace("_", " ").capitalize()
            listed = "".join(f"  - label: {term}\n" for term in terms)
            kind = "open" if name in ("organisation", "tag") else "closed"
            write(f"{folder}/content/taxonomies/{name}.yaml", f"label: {label}\nplural: {label}s\nvocabulary: {kind}\nterms:\n{listed}")
        listed = "".join(f"  - label: {term}\n" for term in corpus.publishers)
        write(f"{folder}/content/publishers.yaml", f"label: Publisher\nvocabulary: open\nterms:\n{listed}")
    for index in range(count):
        case = corpus.case(index)
        part = f"{index // 1000:03d}"
        if for_hugo:
            write(f"{folder}/content/cases/{case['slug']}.md", hugo(case))
        else:
            write(f"{folder}/content/cases/{part}/{case['slug']}.md", casebook(case))


main()
