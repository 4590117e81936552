//! The workflows that `casebook init` writes, and the action of this repository: their shell steps are run here, one by
//! one, on a fresh clone.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::site::{Site, repository};
use crate::support::web::{Host, Reply};

/// A repository of a new site with a workflow, a fresh clone of it, and a release of the program.
struct Ci {
    room: TempDir,
    site: Site,
}

/// A step of a workflow.
#[derive(Debug)]
struct Step {
    script: String,
    /// It is run after a step that failed, too.
    is_always: bool,
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let done = git.args(arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", text(&done));
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

impl Ci {
    /// A site with a workflow, committed on `main`.
    fn of(kind: &str) -> Ci {
        let site = Site::empty();
        site.run(&["init", "--title", "Examples", "--ci", kind]).succeeds();
        git(site.root(), &["init", "--quiet", "--initial-branch=main"]);
        let ci = Ci { room: tempfile::tempdir().unwrap(), site };
        ci.commit("Begin");
        ci.release();
        ci
    }

    fn commit(&self, message: &str) {
        git(self.site.root(), &["add", "--all"]);
        git(self.site.root(), &["commit", "--quiet", "--message", message]);
    }

    /// What a release gives out, with the program under test in it.
    fn release(&self) {
        let version = env!("CARGO_PKG_VERSION");
        let machine = text(&Command::new("uname").arg("-m").output().unwrap());
        let target = match (std::env::consts::OS, machine.trim()) {
            ("macos", "arm64") => "aarch64-apple-darwin",
            ("macos", _) => "x86_64-apple-darwin",
            (_, "aarch64") => "aarch64-unknown-linux-musl",
            _ => "x86_64-unknown-linux-musl",
        };
        let name = format!("casebook-{version}-{target}");
        let folder = self.room.path().join(format!("releases/v{version}"));
        fs::create_dir_all(folder.join(&name)).unwrap();
        let program = folder.join(&name).join("casebook");
        let real = assert_cmd::cargo::cargo_bin!("casebook");
        fs::write(&program, format!("#!/bin/sh\nexec '{}' \"$@\"\n", real.display())).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let packed =
            "tar -czf \"$1.tar.gz\" \"$1\" && { sha256sum \"$1.tar.gz\" || shasum -a 256 \"$1.tar.gz\"; } > SHA256SUMS";
        let done = Command::new("sh").args(["-c", packed, "sh", &name]).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "{}", text(&done));
    }

    /// A fresh clone of a branch.
    fn clone(&self, branch: &str) -> PathBuf {
        let clone = self.room.path().join(format!("clone-{branch}"));
        let from = self.site.root().to_string_lossy().into_owned();
        git(self.room.path(), &["clone", "--quiet", "--branch", branch, &from, &clone.to_string_lossy()]);
        clone
    }

    /// Run steps as a runner does, and say what each printed and whether it succeeded.
    fn run(&self, clone: &Path, steps: &[Step], environment: &[(&str, &str)]) -> Vec<(String, bool, String)> {
        let file = |name: &str| self.room.path().join(name);
        let mut has_failed = false;
        let mut done = Vec::new();
        for step in steps {
            if has_failed && !step.is_always {
                continue;
            }
            let path = fs::read_to_string(file("path")).unwrap_or_default().replace('\n', ":");
            let mut shell = Command::new("bash");
            shell.args(["-e", "-c", &step.script]).current_dir(clone);
            shell.env("PATH", format!("{path}{}", std::env::var("PATH").unwrap()));
            shell.env("HOME", file("home")).env("GIT_CONFIG_GLOBAL", "/dev/null");
            shell.env("GITHUB_PATH", file("path")).env("GITHUB_STEP_SUMMARY", file("summary.md"));
            shell.env("GITHUB_OUTPUT", file("output"));
            shell.env("CASEBOOK_RELEASES", format!("file://{}", file("releases").display()));
            shell.env("CASEBOOK_VERSION", env!("CARGO_PKG_VERSION"));
            shell.envs(environment.iter().copied());
            let output = shell.output().unwrap();
            has_failed |= !output.status.success();
            done.push((step.script.clone(), output.status.success(), text(&output)));
        }
        done
    }
}

/// The shell steps of a job of GitHub's or Forgejo's kind of workflow, in order.
fn steps(workflow: &str, job: &str) -> Vec<Step> {
    let start = workflow.find(&format!("\n  {job}:\n")).expect("the job") + 1;
    let lines = workflow[start..].lines().skip(1);
    let of_job: Vec<&str> = lines.take_while(|line| line.is_empty() || line.starts_with("    ")).collect();
    shell_steps(&of_job.join("\n"), "\n      - ")
}

/// The shell steps of a list whose items begin so.
fn shell_steps(list: &str, item: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for step in list.split(item).skip(1) {
        let run = step.lines().find_map(|line| line.trim_start().strip_prefix("run: "));
        let is_always = step.contains("!cancelled()");
        steps.extend(run.map(|script| Step { script: script.to_owned(), is_always }));
    }
    assert!(steps.len() > 2, "{steps:?}");
    steps
}

/// The lines of a script of GitLab's.
fn scripts(pipeline: &str, job: &str) -> Vec<Step> {
    let list = |from: &str, key: &str| {
        let start = pipeline.find(from).expect("the job");
        let script = pipeline[start..].find(&format!("\n  {key}:\n")).expect("its script") + start + 1;
        let lines = pipeline[script..].lines().skip(1).map_while(|line| line.strip_prefix("    - "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let all = [list("default:", "before_script"), list(&format!("\n{job}:\n"), "script")].concat();
    vec![Step { script: all.join("\n"), is_always: false }]
}

#[test]
fn the_steps_of_github_publish_a_fresh_clone() {
    let ci = Ci::of("github");
    let clone = ci.clone("main");
    let workflow = ci.site.read(".github/workflows/site.yml");
    let environment = [("BASE_URL", "https://example.org/examples")];
    let done = ci.run(&clone, &steps(&workflow, "publish"), &environment);
    assert!(done.iter().all(|(_, succeeded, _)| *succeeded), "{done:?}");
    assert!(clone.join("public/index.html").is_file());
    assert!(clone.join("public/sitemap.xml").is_file(), "the address is known");
}

#[test]
fn a_program_whose_releases_are_not_known_says_what_to_fill_in() {
    if !env!("CARGO_PKG_REPOSITORY").is_empty() {
        return;
    }
    for (kind, path) in [
        ("github", ".github/workflows/site.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("forgejo", ".forgejo/workflows/site.yml"),
    ] {
        let said = Site::empty().run(&["init", "--ci", kind]).succeeds();
        assert!(said.contains(&format!("\nFill in CASEBOOK_RELEASES in {path}: ")), "{said}");
        let ci = Ci::of(kind);
        assert!(ci.site.read(path).starts_with("# Fill in CASEBOOK_RELEASES"), "{kind}");
        let step = Step { script: "sh .ci/install-casebook bin".to_owned(), is_always: false };
        let done = ci.run(&ci.clone("main"), &[step], &[("CASEBOOK_RELEASES", "")]);
        assert!(!done[0].1 && done[0].2.contains("fill in CASEBOOK_RELEASES at the top"), "{done:?}");
    }
}

#[test]
fn an_archive_with_another_checksum_is_not_installed() {
    let ci = Ci::of("github");
    let clone = ci.clone("main");
    let step = || Step { script: "sh .ci/install-casebook bin".to_owned(), is_always: false };
    let sum = "0".repeat(64);
    let done = ci.run(&clone, &[step()], &[("CASEBOOK_SHA256", sum.as_str())]);
    assert!(!done[0].1 && done[0].2.contains("has another checksum; nothing was installed"), "{done:?}");
    assert!(!clone.join("bin").exists());
}

/// A branch with a theme error, a dead wiki link and a new title.
fn with_a_branch(ci: &Ci) -> PathBuf {
    git(ci.site.root(), &["checkout", "--quiet", "-b", "change"]);
    let path = "content/cases/example-case.md";
    let case = ci.site.read(path);
    let title = case.lines().find(|line| line.starts_with("title: ")).expect("a title").to_owned();
    let case = case.replace(&title, "title: Another title");
    ci.site.write(path, format!("{}\nSee [[nowhere]].\n", case.trim_end()));
    ci.site.write(
        "themes/default/templates/404.html",
        "{% extends \"base.html\" %}\n{% block main %}\n{{ nothing.here }}\n",
    );
    ci.commit("Change");
    ci.clone("change")
}

#[test]
fn a_pull_request_is_told_at_its_lines_and_in_a_summary() {
    let ci = Ci::of("github");
    let clone = with_a_branch(&ci);
    let workflow = ci.site.read(".github/workflows/site.yml");
    let environment = [("SINCE", "origin/main")];
    let done = ci.run(&clone, &steps(&workflow, "check"), &environment);
    let step =
        |part: &str| done.iter().find(|(script, ..)| script.contains(part)).unwrap_or_else(|| panic!("{done:#?}"));
    let (_, is_clean, annotations) = step("--format github");
    assert!(!is_clean);
    let case = fs::read_to_string(clone.join("content/cases/example-case.md")).unwrap();
    let line = case.lines().position(|line| line.contains("[[nowhere]]")).unwrap() + 1;
    assert!(annotations.contains(&format!("::error file=content/cases/example-case.md,line={line},")), "{annotations}");
    assert!(annotations.contains("::error file=themes/default/templates/404.html,line="), "{annotations}");
    assert!(!step("casebook build").1, "{done:#?}");
    assert!(!clone.join("public").exists());
    let summary = fs::read_to_string(ci.room.path().join("summary.md")).unwrap();
    assert!(summary.contains("### 1 case changed") && summary.contains("- changed: Another title (was: "), "{summary}");
    let sarif = fs::read_to_string(clone.join("casebook.sarif")).unwrap();
    assert!(sarif.contains("broken-link"), "{sarif}");
}

#[test]
fn the_steps_of_forgejo_check_a_branch_and_push_the_site() {
    let ci = Ci::of("forgejo");
    let workflow = ci.site.read(".forgejo/workflows/site.yml");
    let main = ci.clone("main");
    let done = ci.run(&main, &steps(&workflow, "publish"), &[("BASE_URL", "https://example.codeberg.page/examples")]);
    assert!(done.iter().all(|(_, succeeded, _)| *succeeded), "{done:?}");
    let mut list = Command::new("git");
    list.arg("-C").arg(ci.site.root()).args(["ls-tree", "-r", "--name-only", "pages"]);
    let pages = text(&list.output().unwrap());
    let pages: Vec<&str> = pages.lines().collect();
    assert!(pages.contains(&"index.html") && pages.contains(&"sitemap.xml"), "{pages:?}");
    assert!(!pages.contains(&"casebook.yaml"), "the branch holds the site and nothing else: {pages:?}");
    let clone = with_a_branch(&ci);
    let done = ci.run(&clone, &steps(&workflow, "check"), &[("SINCE", "origin/main")]);
    let failed: Vec<&str> = done.iter().filter(|(_, succeeded, _)| !succeeded).map(|(step, ..)| &**step).collect();
    assert_eq!(failed, ["casebook check --since \"$SINCE\"", "casebook build --output public"], "{done:#?}");
}

/// A site whose only addresses are on this machine, which a check does not ask, so that the network is not needed.
fn with_private_sources(kind: &str) -> Ci {
    let ci = Ci::of(kind);
    for name in ci.site.names("content/pages") {
        ci.site.remove(&format!("content/pages/{name}"));
    }
    let path = "content/cases/example-case.md";
    let case = ci.site.read(path).replace("https://example.org", "http://127.0.0.1:9");
    assert!(!case.contains("https://"), "{case}");
    ci.site.write(path, case);
    ci.commit("Keep to this machine");
    // What is checked out there may be pushed to as well.
    git(ci.site.root(), &["config", "receive.denyCurrentBranch", "ignore"]);
    ci
}

/// What a branch of the site's repository holds of the file of checks.
fn proposed(ci: &Ci) -> String {
    let mut show = Command::new("git");
    show.arg("-C").arg(ci.site.root()).args(["show", "check-sources:content/sources.checked.yaml"]);
    text(&show.output().unwrap())
}

/// A program that writes down how it was called, and prints something.
fn fake(ci: &Ci, name: &str, prints: &str) {
    let path = ci.room.path().join(name);
    let calls = ci.room.path().join("calls");
    fs::write(&path, format!("#!/bin/sh\necho \"$@\" >> '{}'\necho '{prints}'\n", calls.display())).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(ci.room.path().join("path"), format!("{}\n", ci.room.path().display())).unwrap();
}

#[test]
fn the_steps_of_github_propose_what_a_check_of_sources_saw() {
    let ci = with_private_sources("github");
    fake(&ci, "gh", "0");
    let workflow = steps(&ci.site.read(".github/workflows/sources.yml"), "sources");
    let environment = [("GITHUB_REF_NAME", "main"), ("GH_TOKEN", "x"), ("SOURCE_DATE_EPOCH", "1795392000")];
    let done = ci.run(&ci.clone("main"), &workflow, &environment);
    assert!(done.iter().all(|(_, succeeded, _)| *succeeded), "{done:?}");
    let seen = proposed(&ci);
    assert!(seen.contains("why: an address of a private network") && seen.contains("checked: 2026-11-23"), "{seen}");
    let calls = fs::read_to_string(ci.room.path().join("calls")).unwrap();
    assert!(calls.contains("pr create --head check-sources --base main --title Note what a check"), "{calls}");
    // A week later the proposal is still open, and nothing has changed: it is taken up, and nothing is proposed.
    fs::remove_dir_all(ci.room.path().join("clone-main")).unwrap();
    fs::remove_file(ci.room.path().join("calls")).unwrap();
    let later = [("GITHUB_REF_NAME", "main"), ("GH_TOKEN", "x"), ("SOURCE_DATE_EPOCH", "1795996800")];
    let done = ci.run(&ci.clone("main"), &workflow, &later);
    assert!(done.iter().all(|(_, succeeded, _)| *succeeded), "{done:?}");
    assert_eq!(proposed(&ci), seen);
}

#[test]
fn the_steps_of_forgejo_propose_what_a_check_of_sources_saw() {
    let ci = with_private_sources("forgejo");
    let forge = Host::start();
    forge.answers(
        "/api/v1/repos/example/cases/pulls",
        &[Reply::status("201"), Reply::status("409"), Reply::status("403")],
    );
    let api = forge.url("/api/v1");
    let environment = [
        ("GITHUB_REF_NAME", "main"),
        ("GITHUB_TOKEN", "secret"),
        ("GITHUB_API_URL", api.as_str()),
        ("GITHUB_REPOSITORY", "example/cases"),
    ];
    let workflow = steps(&ci.site.read(".forgejo/workflows/sources.yml"), "sources");
    for (round, succeeds) in [("one", true), ("two", true), ("three", false)] {
        let clone = ci.clone("main");
        let done = ci.run(&clone, &workflow, &environment);
        assert_eq!(done.last().unwrap().1, succeeds, "{round}: {done:?}");
        let asked = forge.asked();
        assert!(asked[0].head.contains("Authorization: token secret"), "{}", asked[0].head);
        let body: serde_json::Value = serde_json::from_str(&asked[0].body).unwrap();
        assert_eq!((&body["head"], &body["base"]), (&"check-sources".into(), &"main".into()));
        assert!(proposed(&ci).contains("- address: "));
        fs::remove_dir_all(clone).unwrap();
    }
}

#[test]
fn the_job_of_gitlab_proposes_what_a_check_of_sources_saw() {
    let ci = with_private_sources("gitlab");
    git(ci.site.root(), &["config", "receive.advertisePushOptions", "true"]);
    let hook = ci.site.path(".git/hooks/post-receive");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\nenv | grep GIT_PUSH_OPTION > options\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let instead = format!("url.{}.insteadOf", ci.site.root().display());
    let environment = [
        ("CI_DEFAULT_BRANCH", "main"),
        ("CI_JOB_TOKEN", "secret"),
        ("CI_SERVER_HOST", "gitlab.example"),
        ("CI_PROJECT_PATH", "example/cases"),
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", instead.as_str()),
        ("GIT_CONFIG_VALUE_0", "https://oauth2:secret@gitlab.example/example/cases.git"),
    ];
    let done = ci.run(&ci.clone("main"), &scripts(&ci.site.read(".gitlab-ci.yml"), "sources"), &environment);
    assert!(done[0].1, "{done:?}");
    assert!(proposed(&ci).contains("- address: "));
    let options = ci.site.read(".git/options");
    for option in ["merge_request.create", "merge_request.target=main", "merge_request.title=Note what"] {
        assert!(options.contains(option), "{options}");
    }
}

#[test]
fn the_action_installs_the_program_of_its_own_version() {
    let ci = Ci::of("none");
    let clone = ci.clone("main");
    let action = fs::read_to_string(repository().join("action.yml")).unwrap();
    let mut steps = shell_steps(&action, "\n    - ");
    steps.push(Step { script: "casebook --version && casebook check".to_owned(), is_always: false });
    let here = repository().to_string_lossy().into_owned();
    let done = ci.run(&clone, &steps, &[("ACTION", &here), ("VERSION", "")]);
    assert!(done.iter().all(|(_, succeeded, _)| *succeeded), "{done:?}");
    let output = fs::read_to_string(ci.room.path().join("output")).unwrap();
    assert_eq!(output, format!("version={}\n", env!("CARGO_PKG_VERSION")));
    let (_, _, said) = done.last().expect("a step");
    assert!(said.starts_with(&format!("casebook {}", env!("CARGO_PKG_VERSION"))), "{said}");
}

#[test]
fn the_jobs_of_gitlab_check_a_branch_and_publish() {
    let ci = Ci::of("gitlab");
    let pipeline = ci.site.read(".gitlab-ci.yml");
    let environment =
        [("CI_PAGES_URL", "https://example.gitlab.io/examples"), ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")];
    let main = ci.clone("main");
    let done = ci.run(&main, &scripts(&pipeline, "pages"), &environment);
    assert!(done[0].1 && main.join("public/index.html").is_file(), "{done:?}");
    let clone = with_a_branch(&ci);
    let done = ci.run(&clone, &scripts(&pipeline, "check"), &environment);
    assert!(!done[0].1, "{done:?}");
    let report = fs::read(clone.join("gl-code-quality-report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    let names: Vec<&str> = report.as_array().unwrap().iter().filter_map(|found| found["check_name"].as_str()).collect();
    assert!(names.contains(&"broken-link") && names.contains(&"theme-error"), "{report:#}");
}
