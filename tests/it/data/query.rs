//! Expressions: what they choose, and what is said of those that cannot be understood.

use casebook::query::select;
use proptest::test_runner::TestRunner;

use super::{checked, example};

#[test]
fn expressions_choose_cases() {
    let checked = checked(&example());
    let site = checked.renderer.as_ref().unwrap().site();
    for (expression, slugs) in [
        // Terms: by id, label or alias, narrower ones included.
        ("department=legal", "one"),
        ("department = Lawyers", "one"),
        ("department=office", "one two"),
        ("Department=\"Real estate\"", "two"),
        ("department='real-estate'", "two"),
        ("department!=office", "three"),
        ("department=*", "one two"),
        ("not department=*", "three"),
        ("department~real", "two"),
        // Joined: `not` before `and` before `or`.
        ("department=legal or department=real-estate and year=2023", "one"),
        ("(department=legal or department=real-estate) AND year=2024", "two"),
        ("not not department=legal", "one"),
        ("not (department=legal or year=2024)", "three"),
        // Dates, at the precision of the value; of an interval the start.
        ("year=2023", "one"),
        ("date=2023-05", "one"),
        ("date=2023-06", ""),
        ("date>2023-05", "two"),
        ("date>=2023-05", "one two"),
        ("date<2023-05", "three"),
        ("date<=2023-05", "one three"),
        ("year!=2023", "three two"),
        ("reviewed>2023", "one"),
        ("reviewed=*", "one"),
        ("newest_source=2023-06~", "one two"),
        // Evidence.
        ("evidence=all", "two"),
        ("evidence=some", "one"),
        ("evidence=none", "three"),
        ("evidence>=30%", "one two"),
        ("evidence=other", ""),
        ("independent_statements>0 and other_statements=0", "two"),
        ("uncited_statements>=1", "one three"),
        ("cited=all", "two"),
        ("cited<1", "one three"),
        ("cited>50%", "one two"),
        ("cited=none", "three"),
        ("statements>=3", "one"),
        ("sources=1", "two"),
        ("source_kind=vendor", "one"),
        ("publisher=\"Example Times\"", "one two"),
        ("publisher~post", "one"),
        ("source=10.1000/P", "one"),
        ("source=x", "two"),
        // Texts.
        ("title~EXAMPLE", "one three two"),
        ("title=\"example inc answers\"", "two"),
        ("text~\"of them\"", "one"),
        ("author~doe", "one"),
        ("slug=three", "three"),
        ("case_slug=three", "three"),
    ] {
        let mut chosen: Vec<&str> =
            select(site, Some(expression)).unwrap().iter().map(|id| site.case(*id).slug.as_str()).collect();
        chosen.sort_unstable();
        assert_eq!(chosen.join(" "), slugs, "{expression}");
    }
}

#[test]
fn errors_show_their_place() {
    let checked = checked(&example());
    let site = checked.renderer.as_ref().unwrap().site();
    for (expression, message) in [
        ("deparment=legal", "unknown field `deparment`\n  | deparment=legal\n  | ^^^^^^^^^ did you mean `department`?"),
        (
            "year=2024 and department=legl",
            "unknown department `legl`\n  | year=2024 and department=legl\n  |                          ^^^^ did you mean `legal`?",
        ),
        (
            "department=nothing",
            "unknown department `nothing`\n  | department=nothing\n  |            ^^^^^^^ terms are office, legal, real-estate",
        ),
        (
            "department=real estate",
            "unknown department `real`\n  | department=real estate\n  |            ^^^^ did you mean `real-estate`?",
        ),
        (
            "title~real estate",
            "`estate` does not belong here\n  | title~real estate\n  |            ^^^^^^ join tests by `and` or `or`, and \
             quote a value that holds spaces: sector=\"real estate\"",
        ),
        ("year=2024-13", "`2024-13` is not a date\n  | year=2024-13\n  |      ^^^^^^^ there is no such day or month"),
        (
            "department<legal",
            "the values of `department` have no order\n  | department<legal\n  |           ^ use `=` or `!=`",
        ),
        (
            "cited=lots",
            "`lots` is no value of `cited`\n  | cited=lots\n  |       ^^^^ values are all, most, some, none",
        ),
        (
            "year=2024 or",
            "a field is missing here\n  | year=2024 or\n  |             ^ write FIELD=VALUE, such as year=2024",
        ),
        ("(year=2024", "this parenthesis is not closed\n  | (year=2024\n  | ^ add `)`"),
        ("title~\"a", "this quote is not closed\n  | title~\"a\n  |       ^ add \""),
        (
            "é = 1",
            "unknown field `é`\n  | é = 1\n  | ^ fields are department, date, year, added, reviewed, \
            newest_source, statements, independent_statements, other_statements, uncited_statements, cited_statements, quoting_statements, sources, independent_sources, publishers, cited, evidence, \
            source_kind, publisher, source, draft, slug, title, summary, author, text",
        ),
    ] {
        let error = select(site, Some(expression)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn no_expression_panics() {
    let checked = checked(&example());
    let site = checked.renderer.as_ref().unwrap().site();
    let expressions = ("[a-z=!<>~()\"' é*0-9]{0,40}", 0usize..300);
    let done = TestRunner::default().run(&expressions, |(text, deep)| {
        for text in [text.clone(), format!("{}{text}", "not (".repeat(deep))] {
            if let Err(error) = select(site, Some(&text)) {
                let _ = error.to_string();
            }
        }
        Ok(())
    });
    done.unwrap();
}
