//! Old addresses of a case (`aliases`): a redirect page each.

use crate::support::site::Site;

const CASE: &str = "content/cases/example-case.md";

#[test]
fn old_addresses_lead_on() {
    let site = Site::init("Examples");
    site.edit(CASE, "\ndate:", "\naliases: [old-name, 2019/older.html]\ndate:");
    site.run(&["build", "--base-url", "https://example.org/kb", "--deny-warnings"]).succeeds();
    for (page, root) in [("public/cases/old-name.html", "../"), ("public/2019/older.html", "../")] {
        let html = site.read(page);
        let target = format!("{root}cases/example-case.html");
        assert!(html.contains(&format!("<meta http-equiv=\"refresh\" content=\"0; url={target}\">")), "{html}");
        assert!(html.contains(&format!("href=\"{target}\"")), "{html}");
        assert!(
            html.contains("<link rel=\"canonical\" href=\"https://example.org/kb/cases/example-case.html\">"),
            "{html}"
        );
        assert!(html.contains("<meta name=\"robots\" content=\"noindex\">"), "{html}");
    }
    let sitemap = site.read("public/sitemap.xml");
    assert!(!sitemap.contains("old-name") && !sitemap.contains("older"), "{sitemap}");

    let refused = site.run(&["new", "Old name"]).exits_with(2);
    let message = "error: `old-name` is an old address of the case in content/cases/example-case.md; \
                   choose another slug with --slug\n";
    assert_eq!(refused.err, message);

    // An address that another page has is no old one.
    site.edit(CASE, "old-name", "about.html");
    let found = site.run(&["check"]).exits_with(1).out;
    assert!(found.contains("error[route-collision]"), "{found}");
}
