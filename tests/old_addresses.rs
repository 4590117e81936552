//! Old addresses of a case (`aliases`): a redirect page each.

#![expect(clippy::disallowed_methods, reason = "tests lay out sites of their own")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;

fn casebook(folder: &Path, args: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("casebook").expect("the program").current_dir(folder).args(args).assert()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_owned()).expect("UTF-8")
}

#[test]
fn old_addresses_lead_on() {
    let folder = tempfile::tempdir().expect("a folder");
    casebook(folder.path(), &["init"]).success();
    let path = folder.path().join("content/cases/example-case.md");
    let written = fs::read_to_string(&path).expect("a file");
    fs::write(&path, written.replacen("\ndate:", "\naliases: [old-name, 2019/older.html]\ndate:", 1)).expect("a file");
    casebook(folder.path(), &["build", "--base-url", "https://example.org/kb", "--deny-warnings"]).success();
    for (page, root) in [("public/cases/old-name.html", "../"), ("public/2019/older.html", "../")] {
        let html = fs::read_to_string(folder.path().join(page)).expect(page);
        let target = format!("{root}cases/example-case.html");
        assert!(html.contains(&format!("<meta http-equiv=\"refresh\" content=\"0; url={target}\">")), "{html}");
        assert!(html.contains(&format!("href=\"{target}\"")), "{html}");
        assert!(
            html.contains("<link rel=\"canonical\" href=\"https://example.org/kb/cases/example-case.html\">"),
            "{html}"
        );
        assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{html}");
    }
    let sitemap = fs::read_to_string(folder.path().join("public/sitemap.xml")).expect("a sitemap");
    assert!(!sitemap.contains("old-name") && !sitemap.contains("older"), "{sitemap}");

    let refused = casebook(folder.path(), &["new", "Old name"]).code(2);
    let message = "error: `old-name` is an old address of the case in content/cases/example-case.md; \
                   choose another slug with --slug\n";
    assert_eq!(text(&refused.get_output().stderr), message);

    // An address that another page has is no old one.
    let written = fs::read_to_string(&path).expect("a file");
    fs::write(&path, written.replacen("old-name", "about.html", 1)).expect("a file");
    let found = text(&casebook(folder.path(), &["check"]).code(1).get_output().stdout);
    assert!(found.contains("error[route-collision]"), "{found}");
}
