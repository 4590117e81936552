//! GitHub's extensions: tables, task lists, strikethrough and footnotes, with examples of our own.

use super::{PLACES, html, rendered};

/// Markdown and the HTML that it means.
const EXAMPLES: &[(&str, &str)] = &[
    // Tables (GitHub Flavored Markdown, section 4.10).
    (
        "| a | b |\n|---|---|\n| c | d |\n",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
    ),
    (
        "a | b\n- | -\nc | d\n",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>",
    ),
    (
        "| a | b |\n|---|---|\n| `x \\| y` | *e* \\| f |\n",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>\
         <tbody><tr><td><code>x | y</code></td><td><em>e</em> | f</td></tr></tbody></table>",
    ),
    (
        "| a | b |\n|---|---|\n| one |\n| one | two | three |\n",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>\
         <tbody><tr><td>one</td><td></td></tr><tr><td>one</td><td>two</td></tr></tbody></table>",
    ),
    ("| a | b |\n|---|\n| c | d |\n", "<p>| a | b | |---| | c | d |</p>"),
    (
        "| a |\n|---|\n| b |\n> c\n",
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table><blockquote><p>c</p></blockquote>",
    ),
    (
        "text\n\n| [l](https://example.org/?a=1&b=2) |\n|---|\n",
        "<p>text</p><table><thead><tr><th><a href=\"https://example.org/?a=1&amp;b=2\">l</a></th></tr></thead>\
         <tbody></tbody></table>",
    ),
    // Strikethrough (section 6.5).
    ("~~a~~ b\n", "<p><del>a</del> b</p>"),
    ("~a~ b\n", "<p><del>a</del> b</p>"),
    ("~~a\n\nb~~\n", "<p>~~a</p><p>b~~</p>"),
    ("b ~~~a~~~\n", "<p>b ~~~a~~~</p>"),
    ("~~*a* `b`~~\n", "<p><del><em>a</em> <code>b</code></del></p>"),
    // Task lists (section 5.3): marks that need no form.
    (
        "- [ ] a\n- [x] b\n",
        "<ul><li><span role=\"img\" aria-label=\"open\">☐</span> a</li><li><span role=\"img\" aria-label=\"done\">☑</span> b</li></ul>",
    ),
    ("- [y] a\n", "<ul><li>[y] a</li></ul>"),
    ("1. [X] a\n", "<ol><li><span role=\"img\" aria-label=\"done\">☑</span> a</li></ol>"),
    // Footnotes: numbered by reference, one text for each name.
    (
        "a[^b] c[^a] d[^B]\n\n[^a]: first\n\n[^b]: second\n",
        "<p>a<sup><a href=\"#fn_1\">1</a></sup> c<sup><a href=\"#fn_2\">2</a></sup> d<sup><a href=\"#fn_1\">1</a></sup></p>\
         <ol><li value=\"1\"><p>second</p><a aria-label=\"back\" href=\"#fnref_1\">↩</a> \
         <a aria-label=\"back\" href=\"#fnref_1_2\">↩</a></li>\
         <li value=\"2\"><p>first</p><a aria-label=\"back\" href=\"#fnref_2\">↩</a></li></ol>",
    ),
    ("a[^none] `[^b]`\n", "<p>a[^none] <code>[^b]</code></p>"),
    (
        "a[^n]\n\n[^n]: one\n\n    two\n\n    - three\n",
        "<p>a<sup><a href=\"#fn_1\">1</a></sup></p><ol><li value=\"1\"><p>one</p><p>two</p><ul><li>three</li></ul>\
         <a aria-label=\"back\" href=\"#fnref_1\">↩</a></li></ol>",
    ),
    (
        "a[^n]\n\n[^n]: one[^m]\n[^m]: two\n",
        "<p>a<sup><a href=\"#fn_1\">1</a></sup></p><ol><li value=\"1\"><p>one<sup><a href=\"#fn_2\">2</a></sup></p>\
         <a aria-label=\"back\" href=\"#fnref_1\">↩</a></li>\
         <li value=\"2\"><p>two</p><a aria-label=\"back\" href=\"#fnref_2\">↩</a></li></ol>",
    ),
    // Two texts of one name lose nothing, and give no id twice.
    (
        "a[^n]\n\n[^n]: one\n\n[^N]: two\n",
        "<p>a<sup><a href=\"#fn_1\">1</a></sup></p><ol><li value=\"1\"><p>one</p><p>two</p>\
         <a aria-label=\"back\" href=\"#fnref_1\">↩</a></li></ol>",
    ),
    // Addresses in angle brackets only: a bare one stays text.
    (
        "https://example.org and <https://example.org>\n",
        "<p>https://example.org and <a href=\"https://example.org\">https://example.org</a></p>",
    ),
];

#[test]
fn every_example_comes_out_as_written() {
    for (markdown, wanted) in EXAMPLES {
        for place in PLACES {
            assert_eq!(rendered(markdown, place), html::normal(wanted), "{place:?}: {markdown}");
        }
    }
}

#[test]
fn no_id_stands_twice_and_no_note_leads_nowhere() {
    for text in [
        "a[^x] b[^X] c[^y]\n\n[^x]: X.[^y] [^x]\n\n[^x]: again\n\n[^y]: Y.\n\n[^unused]: U.[^late]\n\n[^late]: L.\n",
        "![a[^x] [^x]](y.png) b[^x]\n\n[^x]: X.\n",
    ] {
        for place in PLACES {
            let page = super::raw(text, place);
            let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let mut unique = ids.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), ids.len(), "{place:?}: {page}");
            for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(ids.contains(&target), "{place:?}: nothing has the id {target}: {page}");
            }
        }
    }
}
