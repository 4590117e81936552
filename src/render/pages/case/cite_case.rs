//! "Cite this case": a reference to a case's own page, in APA and Chicago for reading, in `BibTeX`, RIS and CSL-JSON
//! for programs.
//!
//! A case without authors is the site's own, as the styles have it for a page by an organisation.

use serde_json::json;

use crate::export::bibtex;
use crate::model::{DatePoint, PartialDate};
use crate::render::escape::escape;
use crate::theme::{Words, fill};

/// What is cited.
#[derive(Debug)]
pub struct Reference<'a> {
    /// Its key in a bibliography.
    pub key: &'a str,
    /// Who wrote it; empty where nobody is named.
    pub authors: &'a [String],
    /// Title of the page.
    pub title: &'a str,
    /// Title of the site.
    pub site: &'a str,
    /// The version that the reader sees.
    pub date: Option<&'a PartialDate>,
    /// Absolute address.
    pub url: Option<&'a str>,
    /// BCP 47 tag.
    pub language: &'a str,
}

/// A name in its parts.
#[derive(Debug, PartialEq, Eq)]
enum Name<'a> {
    Person {
        family: String,
        given: String,
    },
    /// An organisation, or a name of one word.
    Literal(&'a str),
}

impl<'a> Reference<'a> {
    /// American Psychological Association, 7th edition, as HTML.
    pub fn apa(&self, words: &Words) -> String {
        let authors: Vec<String> = self.names().iter().map(|name| name.with_initials()).collect();
        let authors = match authors.as_slice() {
            [one] => one.clone(),
            [others @ .., last] => format!("{}, & {last}", others.join(", ")),
            [] => self.site.to_owned(),
        };
        let site = if self.authors.is_empty() { String::new() } else { format!(" {}", escape(&stopped(self.site))) };
        format!(
            "{} ({}). <i>{}</i>{site}{}",
            escape(&stopped(&authors)),
            escape(&self.date_in(words, "take.apa_day", "take.apa_month")),
            escape(&stopped(self.title)),
            escape(&self.address()),
        )
    }

    /// Chicago Manual of Style, 17th edition, bibliography entry, as HTML.
    pub fn chicago(&self, words: &Words) -> String {
        let names = self.names();
        let shown = if names.len() > 10 { 7 } else { names.len() };
        let mut authors: Vec<String> =
            names[..shown].iter().enumerate().map(|(index, name)| name.whole(index == 0)).collect();
        let authors = match (names.len() > shown, authors.len()) {
            (true, _) => format!("{}, et al", authors.join(", ")),
            (_, 0) => self.site.to_owned(),
            (_, 1) => authors.remove(0),
            (_, count) => {
                let last = authors.remove(count - 1);
                format!("{}, {} {last}", authors.join(", "), words.get("take.and"))
            }
        };
        // Quotation marks inside of quotation marks become single ones.
        let title = stopped(self.title).replace('“', "‘").replace('”', "’");
        let date = self.date_in(words, "take.chicago_day", "date.month");
        let place = if self.authors.is_empty() { date } else { format!("{}, {date}", self.site) };
        escape(&format!("{} “{title}” {}{}", stopped(&authors), stopped(&place), self.address()))
    }

    /// `BibTeX`: `@misc`, for it has no web page.
    pub fn bibtex(&self) -> String {
        let mut fields = vec![
            ("author", braced(&self.bibtex_authors())),
            ("title", format!("{{{}}}", braced(&bibtex::text(self.title)))),
            ("organization", braced(&bibtex::text(self.site))),
        ];
        if let Some(date) = self.point() {
            fields.push(("year", format!("{{{:04}}}", date.year)));
            fields.extend(date.month.and_then(month_macro).map(|month| ("month", month.to_owned())));
            fields.extend(date.day.map(|day| ("day", format!("{{{day}}}"))));
        }
        fields.extend(self.url.map(|url| ("url", braced(url))));
        fields.push(("langid", braced(&bibtex::text(self.language))));
        let fields: Vec<String> = fields.into_iter().map(|(name, value)| format!("  {name} = {value}")).collect();
        format!("@misc{{{},\n{}\n}}", self.key, fields.join(",\n"))
    }

    /// RIS, of the type `ELEC` (web page).
    pub fn ris(&self) -> String {
        let mut lines = vec![("TY", "ELEC".to_owned()), ("TI", self.title.to_owned())];
        let family_first = |name: &Name<'_>| ("AU", name.whole(true));
        lines.extend(self.names().iter().map(family_first));
        lines.push(("T2", self.site.to_owned()));
        if let Some(date) = self.point() {
            let part = |part: Option<u8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
            lines.push(("PY", format!("{:04}", date.year)));
            lines.push(("DA", format!("{:04}/{}/{}/", date.year, part(date.month), part(date.day))));
        }
        lines.extend(self.url.map(|url| ("UR", url.to_owned())));
        lines.push(("LA", self.language.to_owned()));
        lines.push(("ER", String::new()));
        let lines: Vec<String> = lines.iter().map(|(tag, value)| format!("{tag}  - {value}\n")).collect();
        lines.concat()
    }

    /// CSL-JSON (the schema of citeproc), a list of one.
    pub fn csl_json(&self) -> String {
        let author = |name: &Name<'_>| match name {
            Name::Person { family, given } => json!({ "family": family, "given": given }),
            Name::Literal(name) => json!({ "literal": name }),
        };
        let authors: Vec<_> = self.names().iter().map(author).collect();
        let mut item = json!({
            "id": self.key, "type": "webpage", "title": self.title, "container-title": self.site,
            "author": authors, "language": self.language,
        });
        if let Some(date) = self.point() {
            let parts = [Some(date.year), date.month.map(u16::from), date.day.map(u16::from)];
            let parts: Vec<u16> = parts.into_iter().flatten().collect();
            item["issued"] = json!({ "date-parts": [parts] });
        }
        if let Some(url) = self.url {
            item["URL"] = json!(url);
        }
        serde_json::to_string_pretty(&json!([item])).unwrap_or_default()
    }

    fn names(&self) -> Vec<Name<'a>> {
        if self.authors.is_empty() {
            return vec![Name::Literal(self.site)];
        }
        self.authors.iter().map(|author| Name::parse(author)).collect()
    }

    fn point(&self) -> Option<DatePoint> {
        self.date.map(PartialDate::start)
    }

    /// The date as a style wants it: a day and a month have forms of their own, the rest is said as ever.
    fn date_in(&self, words: &Words, day_pattern: &str, month_pattern: &str) -> String {
        let Some(date) = self.date else { return words.get("date.undated").to_owned() };
        let point = date.start();
        let (Some(month), None) = (point.month, date.end()) else { return words.date_text(date) };
        let pattern = if point.day.is_some() { day_pattern } else { month_pattern };
        fill(words.get(pattern), |name| match name {
            "day" => point.day.map(|day| day.to_string()),
            "month" => Some(words.month(month)),
            "year" => Some(point.year.to_string()),
            _ => None,
        })
    }

    fn address(&self) -> String {
        self.url.map(|url| format!(" {url}")).unwrap_or_default()
    }

    fn bibtex_authors(&self) -> String {
        let author = |name: &Name<'_>| match name {
            Name::Person { .. } => bibtex::text(&name.whole(true)),
            // Braces keep an organisation's name from being taken apart.
            Name::Literal(name) => braced(&bibtex::text(name)),
        };
        self.names().iter().map(author).collect::<Vec<_>>().join(" and ")
    }
}

impl<'a> Name<'a> {
    /// `Doe, Jane`, `Jane Doe`, `Ludwig van Beethoven`; one word is taken whole.
    fn parse(name: &'a str) -> Self {
        if let Some((family, given)) = name.split_once(',') {
            return Name::Person { family: family.trim().to_owned(), given: given.trim().to_owned() };
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        if words.len() < 2 {
            return Name::Literal(name.trim());
        }
        let is_particle = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
        let particle = words[1..words.len() - 1].iter().position(is_particle).map(|at| at + 1);
        let (given, family) = words.split_at(particle.unwrap_or(words.len() - 1));
        Name::Person { family: family.join(" "), given: given.join(" ") }
    }

    /// `Doe, J. M.`
    fn with_initials(&self) -> String {
        let Name::Person { family, given } = self else { return self.whole(true) };
        let initial = |name: &str| {
            let parts = name.split('-').filter_map(|part| part.chars().next());
            parts.map(|first| format!("{}.", first.to_uppercase())).collect::<Vec<_>>().join("-")
        };
        let initials: Vec<String> = given.split_whitespace().map(initial).collect();
        format!("{family}, {}", initials.join(" "))
    }

    /// `Doe, Jane` or `Jane Doe`
    fn whole(&self, family_first: bool) -> String {
        match self {
            Name::Person { family, given } if family_first => format!("{family}, {given}"),
            Name::Person { family, given } => format!("{given} {family}"),
            Name::Literal(name) => (*name).to_owned(),
        }
    }
}

/// A part of a reference with the full stop that ends it, if nothing does yet.
fn stopped(text: &str) -> String {
    let ends = text.trim_end_matches(['”', '’', '"', ')']).ends_with(['.', '?', '!', '…']);
    if ends { text.to_owned() } else { format!("{text}.") }
}

fn braced(text: &str) -> String {
    format!("{{{text}}}")
}

fn month_macro(month: u8) -> Option<&'static str> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    MONTHS.get(usize::from(month).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let months = json!(["January", "February", "March", "April", "May"]);
        let take = json!({
            "apa_day": "{year}, {month} {day}", "chicago_day": "{month} {day}, {year}", "and": "and",
        });
        Words::new(json!({ "months": months, "take": take, "date": { "undated": "n.d." } }), json!({}))
    }

    fn reference<'a>(authors: &'a [String], title: &'a str, date: Option<&'a PartialDate>) -> Reference<'a> {
        let url = Some("https://example.org/cases/x_1.html");
        Reference { key: "x", authors, title, site: "Example casebook", date, url, language: "en" }
    }

    #[test]
    fn a_case_of_named_authors() {
        let authors = ["Jane Mary Doe".to_owned(), "Ludwig van Roe".to_owned()];
        let date = PartialDate::parse("2025-05-13").expect("a date");
        let reference = reference(&authors, "Is 5 % “enough”?", Some(&date));
        assert_eq!(
            reference.apa(&words()),
            "Doe, J. M., &amp; van Roe, L. (2025, May 13). <i>Is 5 % “enough”?</i> Example casebook. https://example.org/cases/x_1.html"
        );
        assert_eq!(
            reference.chicago(&words()),
            "Doe, Jane Mary, and Ludwig van Roe. “Is 5 % ‘enough’?” Example casebook, May 13, 2025. https://example.org/cases/x_1.html"
        );
        assert_eq!(
            reference.bibtex(),
            "@misc{x,\n  author = {Doe, Jane Mary and van Roe, Ludwig},\n  title = {{Is 5 \\% “enough”?}},\n  \
             organization = {Example casebook},\n  year = {2025},\n  month = may,\n  day = {13},\n  \
             url = {https://example.org/cases/x_1.html},\n  langid = {en}\n}"
        );
        assert_eq!(
            reference.ris(),
            "TY  - ELEC\nTI  - Is 5 % “enough”?\nAU  - Doe, Jane Mary\nAU  - van Roe, Ludwig\nT2  - Example casebook\n\
             PY  - 2025\nDA  - 2025/05/13/\nUR  - https://example.org/cases/x_1.html\nLA  - en\nER  - \n"
        );
    }

    #[test]
    fn a_case_of_the_site_s_own() {
        let reference = reference(&[], "A case", None);
        assert_eq!(
            reference.apa(&words()),
            "Example casebook. (n.d.). <i>A case.</i> https://example.org/cases/x_1.html"
        );
        assert_eq!(reference.chicago(&words()), "Example casebook. “A case.” n.d. https://example.org/cases/x_1.html");
        let csl: serde_json::Value = serde_json::from_str(&reference.csl_json()).expect("JSON");
        assert_eq!(csl[0]["author"], json!([{ "literal": "Example casebook" }]));
        assert_eq!(csl[0]["issued"], json!(null));
    }
}
