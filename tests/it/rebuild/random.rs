//! Any edits in any order.

use proptest::prelude::*;

use super::site::{CASES, Site};

/// What may be done to a case, whatever was done before.
const SNIPPETS: [&str; 14] = [
    "\nA paragraph.\n",
    "\nA paragraph that cites [@own].\n",
    "\nA paragraph that cites [@other, p. 3; @own].\n",
    "\nStudied, and surveyed [@study; @survey].\n",
    "\nAccording to @own, it was so. Or not.\n",
    "\nAs [[delta]] did, and [[golf|another]]. Not as [this one](hotel.md#did).\n",
    "\n- One [[alpha]].\n- Two [@own].\n  - Three [[bravo#how]].\n",
    "\n### A heading\n\nText [@own].\n",
    "\n## A section\n\nText about [[charlie]] [@other].\n",
    "\n[A reference][r] to another.\n\n[r]: foxtrot.md\n",
    "\n<b>Bold</b> [[echo]]\n",
    "\n> Quoted [@own] from [[delta]].\n",
    "\nA note[^n].\n\n[^n]: Noted [@own] by [[golf]].\n",
    "\n```\n[@own] [[alpha]]\n```\n",
];

#[derive(Debug, Clone)]
enum Edit {
    /// Add a snippet at the end of a case.
    Add(usize, usize),
    /// Put one right behind the heading of its first section.
    Insert(usize, usize),
    /// Take a snippet out, where it is.
    Remove(usize, usize),
    /// Change a word of the text.
    Word(usize),
    /// Change the front matter.
    Title(usize),
    Term(usize),
    /// A case that is a draft from now on, or no more; nobody may link to it, so it is a new one.
    Draft(bool),
    /// Build in between.
    Build,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let (case, snippet) = (0..CASES.len(), 0..SNIPPETS.len());
    let one = prop_oneof![
        4 => (case.clone(), snippet.clone()).prop_map(|(case, snippet)| Edit::Add(case, snippet)),
        3 => (case.clone(), snippet.clone()).prop_map(|(case, snippet)| Edit::Insert(case, snippet)),
        3 => (case.clone(), snippet).prop_map(|(case, snippet)| Edit::Remove(case, snippet)),
        2 => case.clone().prop_map(Edit::Word),
        1 => case.clone().prop_map(Edit::Title),
        1 => case.prop_map(Edit::Term),
        1 => any::<bool>().prop_map(Edit::Draft),
        5 => Just(Edit::Build),
    ];
    proptest::collection::vec(one, 1..12)
}

fn do_it(site: &Site, edit: &Edit) {
    let path = |case: usize| format!("content/cases/{}.md", CASES[case]);
    let replace = |case: usize, from: &str, to: &str| {
        let text = site.read(&path(case));
        site.write(&path(case), &text.replacen(from, to, 1));
    };
    match edit {
        Edit::Add(case, snippet) => site.append(&path(*case), SNIPPETS[*snippet]),
        Edit::Insert(case, snippet) => {
            replace(*case, "## What they did\n", &format!("## What they did\n{}", SNIPPETS[*snippet]));
        }
        Edit::Remove(case, snippet) => replace(*case, SNIPPETS[*snippet], ""),
        Edit::Word(case) => {
            replace(*case, "Nobody knows", "Nobody really knows");
            replace(*case, "went on", "goes on");
        }
        Edit::Title(case) => replace(*case, "title: The case of", "title: The odd case of"),
        Edit::Term(case) => replace(*case, "department: [", "department: [Kitchen, "),
        Edit::Draft(draft) => {
            let text = site.read("content/cases/alpha.md").replacen("title:", &format!("draft: {draft}\ntitle:"), 1);
            site.write("content/cases/draft.md", &text);
        }
        Edit::Build => {
            site.build();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_are_seen(edits in edits()) {
        let site = Site::new();
        site.build();
        for edit in &edits {
            do_it(&site, edit);
        }
        site.rebuild(&format!("{edits:?}"));
    }
}
