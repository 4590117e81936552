//! What a key of a record is: its name, its shape, what it means, and what other formats call it.

/// A key that a record may have.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own")]
pub struct Key<'a> {
    /// As it is written.
    pub name: &'a str,
    /// What its values are.
    pub shape: Shape,
    /// Must every record have it?
    pub required: bool,
    /// What it means; the first sentence is enough where there is little room.
    pub meaning: &'a str,
    /// What holds where it is not given, as the reference says it.
    pub default: &'a str,
    /// Does it say something of a work, and not of how a case saw it?
    pub of_work: bool,
    /// Does a new record offer it, though it need not be there?
    pub offered: bool,
    /// Is it a column of the tables?
    pub column: bool,
    /// Its CSL variable (CSL 1.0.2, appendix IV).
    pub csl: Option<&'a str>,
    /// Its field of BibLaTeX; what has none goes by its own name there.
    pub biblatex: Option<&'a str>,
    /// Its tag of RIS.
    pub ris: Option<&'a str>,
    /// Its property in schema.org.
    pub schema_org: Option<&'a str>,
}

/// What the values of a key are.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A text of one line.
    Line,
    /// A text that may have several lines.
    Text,
    /// Names of people and bodies in one text, as [`crate::model::names`] reads them.
    Names,
    /// A BCP 47 tag.
    Language,
    /// A date at the precision that is known.
    Date,
    /// An absolute web address.
    Url,
    /// `true` or `false`.
    Flag,
    /// `true`, `false`, or this word.
    FlagOr(&'static str),
    /// A colour, or a pair of them: on light paper and on dark.
    Colours,
    /// A whole number from 1.
    Count,
    /// One of a few words.
    Choice(fn() -> Vec<&'static str>),
    /// Some of a few words.
    Choices(fn() -> Vec<&'static str>),
    /// A name in addresses, which a message calls so (`a route`).
    Slug(&'static str),
    /// By which a source is cited.
    SourceId,
    /// Digital object identifier.
    Doi,
    /// ISBN.
    Isbn,
    /// An item of Wikidata.
    Wikidata,
    /// An id of the Research Organization Registry.
    Ror,
    /// A Legal Entity Identifier.
    Lei,
    /// The code of a diagnostic that may be changed.
    Code,
    /// Texts of one line each.
    Lines,
    /// Names of web hosts.
    Hosts,
    /// Ids by which sources are cited.
    SourceIds,
    /// Addresses that a page had, which were in this folder of the output where they are given as slugs.
    OldAddresses(&'static str),
    /// Terms of a taxonomy, by id, label or alias.
    Terms,
    /// Values of a field of the site's own.
    Value,
    /// Id of a taxonomy.
    Taxonomy,
    /// Pairs of ids of taxonomies.
    Pairs,
    /// Names of pages and taxonomies, or records.
    Menu(fn() -> Outline),
    /// Sources for each of some directives of a Content-Security-Policy.
    Policy,
    /// A severity for each of some codes.
    Severities,
    /// A text of one line, or a record of which it says the first key.
    LineOr(fn() -> Outline),
    /// One record.
    Record(fn() -> Outline),
    /// Records.
    Records(fn() -> Outline),
    /// Whatever YAML can say.
    Anything,
}

/// A kind of record without its type: what is said of it, and its keys.
#[derive(Debug, Clone)]
pub struct Outline {
    /// A word for it: `source`.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Its keys, in their order.
    pub keys: Vec<Key<'static>>,
    /// Keys of which one must be there.
    pub one_of: &'static [&'static str],
}

impl Outline {
    /// A word for it that names it in a schema.
    pub fn definition_name(&self) -> &'static str {
        match self.name {
            "line of `allow`" => "allowance",
            name => name,
        }
    }
}

impl<'a> Key<'a> {
    /// A key that nothing more is known of.
    pub const fn new(name: &'a str, shape: Shape, meaning: &'a str) -> Self {
        Key {
            name,
            shape,
            required: false,
            meaning,
            default: "",
            of_work: false,
            offered: false,
            column: false,
            csl: None,
            biblatex: None,
            ris: None,
            schema_org: None,
        }
    }

    /// The first sentence of its meaning.
    pub fn gist(&self) -> &'a str {
        self.meaning.split(". ").next().unwrap_or_default().trim_end_matches('.')
    }

    /// What a person who fills it in wants to know.
    pub fn hint(&self) -> String {
        match self.shape {
            Shape::Date => format!("{}: 2026, 2026-11, 2026-11-23; with ~ behind it where approximate", self.note()),
            Shape::Choice(words) => words().join(", "),
            _ => self.note(),
        }
    }

    /// Its first sentence as the end of a line: `when it was published`.
    pub fn note(&self) -> String {
        let gist = self.gist();
        let mut chars = gist.chars();
        match chars.next() {
            Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
                first.to_lowercase().chain(chars).collect()
            }
            _ => gist.to_owned(),
        }
    }
}

impl Shape {
    /// Is a value one text, without a form that asks for more?
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Shape::Line
                | Shape::Text
                | Shape::Language
                | Shape::Url
                | Shape::Doi
                | Shape::Isbn
                | Shape::Wikidata
                | Shape::Ror
                | Shape::Lei
                | Shape::Slug(_)
                | Shape::SourceId
                | Shape::Code
                | Shape::Taxonomy
        )
    }

    /// Is a value a list of texts?
    pub fn is_list(self) -> bool {
        matches!(
            self,
            Shape::Lines | Shape::Hosts | Shape::SourceIds | Shape::OldAddresses(_) | Shape::Choices(_) | Shape::Terms
        )
    }
}

/// `adoption_type` → `Adoption type`
pub fn label_of(id: &str) -> String {
    let words = id.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
