//! The table of diagnostics: name, default severity, whether a site may change it, and what it is.

use std::fmt;

use super::Severity;

macro_rules! codes {
    ($($code:ident $name:literal $severity:ident $adjust:ident $title:literal)*) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $code,)*
        }

        impl Code {
            /// Every code, by name.
            pub const ALL: [Code; [$(Code::$code),*].len()] = [$(Code::$code),*];

            /// Its name: what is written in `severities`, `allow` and `explain`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => $name,)* }
            }

            /// How grave it is unless the site says otherwise.
            pub fn default_severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity,)* }
            }

            /// May a site change its severity, and a file allow it?
            pub fn is_adjustable(self) -> bool {
                match self { $(Code::$code => codes!(@$adjust),)* }
            }

            /// What it is, in one line.
            pub fn title(self) -> &'static str {
                match self { $(Code::$code => $title,)* }
            }

            /// What it means, an example and the cure, as Markdown.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$code => include_str!(concat!("../../docs/diagnostics/", $name, ".md")),)*
                }
            }
        }
    };
    (@fixed) => { false };
    (@adjustable) => { true };
}

// Sorted by name. A site cannot change codes that are `fixed`: without them the model would be incomplete.
codes! {
    ActiveContent      "active-content"        Error   fixed      "a file that can run code on the site’s pages"
    AmbiguousCitation  "ambiguous-citation"    Warning fixed      "a citation in a document that no one source answers to"
    ArchivedSource     "archived-source"       Notice  adjustable "a source with a copy in an archive that it does not name"
    BadDate            "bad-date"              Error   fixed      "a date that is not a date"
    BadId              "bad-id"                Error   fixed      "an id, slug or file name that cannot stand in an address"
    BadQuery           "bad-query"             Error   fixed      "a query in a page that cannot be answered"
    BadStyle           "bad-style"             Error   fixed      "a citation style that cannot be used"
    BadUrl             "bad-url"               Error   fixed      "an address that is not a web address"
    BadValue           "bad-value"             Error   fixed      "a value that is not among those of its key"
    BibliographyEntry  "bibliography-entry"    Warning adjustable "an entry or field of a bibliography that is left out"
    BibliographySyntax "bibliography-syntax"   Error   fixed      "a bibliography that cannot be read"
    BrokenEmbed        "broken-embed"          Error   adjustable "a statement of a case that cannot be shown here"
    BrokenFootnote     "broken-footnote"       Warning adjustable "a footnote without a text, with two, or without a mark"
    BrokenLink         "broken-link"           Error   adjustable "a link to a case, section or file that does not exist"
    ConflictingSource  "conflicting-source"    Warning adjustable "one work described in two ways"
    ControlCharacter   "control-character"     Error   fixed      "a character that no page can hold"
    DamagedText        "damaged-text"          Warning fixed      "a text that lost characters before it was imported"
    DeadSource         "dead-source"           Warning adjustable "an address at which nothing is any more"
    DuplicateBlockId   "duplicate-block-id"    Error   fixed      "one block id given twice on a page"
    DuplicateCase      "duplicate-case"        Warning adjustable "a case that has the title or the summary of another"
    DuplicateColumn    "duplicate-column"      Warning fixed      "two columns of a table with one name"
    DuplicateIdentifier "duplicate-identifier" Error  adjustable "two terms of a vocabulary that claim one identifier"
    DuplicateKey       "duplicate-key"         Error   fixed      "one key given twice"
    DuplicatePassage   "duplicate-passage"     Error   fixed      "two passages of a source with one id"
    DuplicateSection   "duplicate-section"     Error   adjustable "one section written twice in a case"
    DuplicateSlug      "duplicate-slug"        Error   fixed      "two files that would be one page"
    DuplicateSource    "duplicate-source"      Warning adjustable "one work that is listed under two ids"
    DuplicateSourceId  "duplicate-source-id"   Error   fixed      "two sources with one id"
    DuplicateSourceUrl "duplicate-source-url"  Error   adjustable "one work listed twice in a case"
    DuplicateTerm      "duplicate-term"        Error   fixed      "two terms that claim one name or slug"
    DuplicateValue     "duplicate-value"       Warning adjustable "one term given twice in a case"
    EditedByHand       "edited-by-hand"        Warning fixed      "a change in an import that gives way to an editor’s own"
    EmptySection       "empty-section"         Warning adjustable "a section without text"
    ForeignMarkup      "foreign-markup"        Warning fixed      "markup of another program that has no form in Markdown"
    FutureDate         "future-date"           Warning adjustable "a date that lies years ahead"
    HeadingLevel       "heading-level"         Warning adjustable "a first-level heading in a text"
    HostLimit          "host-limit"            Warning adjustable "a site that is more than its host takes"
    HtmlText           "html-text"             Notice  adjustable "a text in HTML, which is no statement"
    LiteralCitation    "literal-citation"      Warning adjustable "a citation written out in words"
    MergeConflict      "merge-conflict"        Error   fixed      "a merge conflict that nobody has settled"
    MissingFrontMatter "missing-front-matter"  Error   fixed      "a file that does not start with front matter"
    MissingHistory     "missing-history"       Notice  adjustable "a repository that git does not read"
    MissingKey         "missing-key"           Error   fixed      "a required key that is absent or empty"
    MissingSection     "missing-section"       Error   adjustable "a required section that a case does not have"
    MistypedBlockId    "mistyped-block-id"     Warning adjustable "what nearly is a block id, and names nothing"
    MistypedCitation   "mistyped-citation"     Warning adjustable "what nearly is a citation, and cites nothing"
    MistypedHeading    "mistyped-heading"      Warning adjustable "what nearly is a heading, and is shown as text"
    MistypedLink       "mistyped-link"         Warning adjustable "what nearly is a link, and is shown as text"
    MistypedYaml       "mistyped-yaml"         Warning adjustable "a value that YAML reads otherwise than it looks"
    MovedSource        "moved-source"          Notice  adjustable "an address that has moved for good"
    NearTerm           "near-term"             Warning adjustable "a new term that is almost a known one"
    NoBaseUrl          "no-base-url"           Notice  adjustable "a site without feeds and sitemap"
    NotImported        "not-imported"          Warning fixed      "a row or file of an import that becomes no case"
    NotUtf8            "not-utf8"              Error   fixed      "a file in another encoding"
    OldName            "old-name"              Notice  adjustable "a link by a name that a case or page had"
    OtherEncoding      "other-encoding"        Notice  fixed      "an import that is not UTF-8"
    PassageMissing     "passage-missing"       Warning adjustable "quoted words that their source does not hold"
    PassageNear        "passage-near"          Warning adjustable "quoted words that their source has otherwise"
    PastedHtml         "pasted-html"           Notice  adjustable "HTML that a word processor left in a text"
    RaggedRow          "ragged-row"            Warning fixed      "a row of a table that does not fit its header"
    RecognisedTerm     "recognised-term"       Notice  fixed      "a term that an import found in running text"
    RouteCollision     "route-collision"       Error   fixed      "two pages that claim one address"
    ScopeMismatch      "scope-mismatch"        Error   adjustable "a scope that disagrees with the number of terms"
    ShallowHistory     "shallow-history"       Notice  adjustable "a repository without its older changes"
    SharedKey          "shared-key"            Warning fixed      "records of an import that their key does not tell apart"
    SkippedFile        "skipped-file"          Error   adjustable "a file that is not read"
    StyleLimit         "style-limit"           Warning adjustable "a citation that the style cannot write"
    TermAlias          "term-alias"            Notice  adjustable "a term or publisher given by another of its names"
    TermCycle          "term-cycle"            Error   fixed      "a term that is broader than itself"
    ThemeError         "theme-error"           Error   fixed      "a theme that cannot be used"
    TooLarge           "too-large"             Error   fixed      "more than Casebook takes of something"
    TrackingAddress    "tracking-address"      Notice  adjustable "an address that says how a reader came"
    UncheckedSource    "unchecked-source"      Notice  adjustable "a source that nobody has checked for long"
    UncitedSource      "uncited-source"        Warning adjustable "a source that the text never cites"
    UncitedStatement   "uncited-statement"     Warning adjustable "a statement without a citation"
    UncitedValue       "uncited-value"         Warning adjustable "a value of a field that names no source"
    UnknownCitation    "unknown-citation"      Error   fixed      "a citation of an id that no source has"
    UnknownColumn      "unknown-column"        Warning fixed      "a column that a map names and the input does not have"
    UnknownKey         "unknown-key"           Error   adjustable "a key that Casebook does not know"
    UnknownKind        "unknown-kind"          Notice  adjustable "a publisher of which nobody said what kind it is"
    UnknownPassage     "unknown-passage"       Error   fixed      "a citation of a passage that its source does not have"
    UnknownSection     "unknown-section"       Warning adjustable "a section that the site does not list"
    UnknownTerm        "unknown-term"          Error   fixed      "a term that a closed vocabulary does not have"
    UnplacedValue      "unplaced-value"        Warning fixed      "a value of an import that has no place in a case"
    UnportableName     "unportable-name"       Warning adjustable "a file name that other systems cannot hold"
    UnreadDate         "unread-date"           Warning fixed      "a date of an import that can mean two things, or nothing"
    UnsafeLink         "unsafe-link"           Error   fixed      "a link that would run code or open a local file"
    UntranslatedWords  "untranslated-words"    Notice  adjustable "words of the theme that stay English"
    WrongType          "wrong-type"            Error   fixed      "a value of another type than its key wants"
    YamlSyntax         "yaml-syntax"           Error   fixed      "text that is not YAML"
}

impl Code {
    /// The code of a name.
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.into_iter().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
