//! The style that a site asks for, by name from hayagriva's archive (CSL 1.0.2) or as a `.csl` file, and its locale.

use std::sync::{Arc, OnceLock};

use hayagriva::archive::{self, ArchivedStyle};
use hayagriva::citationberg::taxonomy::{OtherTerm, Term};
use hayagriva::citationberg::{DisambiguationRule, IndependentStyle, Locale, LocaleCode, Style, StyleClass, TermForm};

use super::bounds::{self, Unbounded};
use super::letters::YearLetters;
use super::locator::Labels;
use super::narrow::{self, Narrowed};
use super::place::{Settled, asks_for_position, cites_by_number};
use super::shapes::Shapes;
use super::works::Works;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::files::{Files, Role};
use crate::model::Limits;
use crate::model::config::{Config, HOUSE_STYLE};

/// Locales of the languages that themes ship; decoding all of the archive's takes 46 ms. They are the archive's
/// own files, which a test compares.
const LOCALES: [(&str, &[u8]); 5] = [
    ("en-US", include_bytes!("../../../../csl/locales/en-US.cbor")),
    ("en-GB", include_bytes!("../../../../csl/locales/en-GB.cbor")),
    ("de-DE", include_bytes!("../../../../csl/locales/de-DE.cbor")),
    ("fr-FR", include_bytes!("../../../../csl/locales/fr-FR.cbor")),
    ("es-ES", include_bytes!("../../../../csl/locales/es-ES.cbor")),
];
/// Each of them, decoded when a style first needs it.
static DECODED: [OnceLock<Option<Locale>>; LOCALES.len()] = [const { OnceLock::new() }; LOCALES.len()];

/// How a site cites.
pub enum CitationStyle {
    /// The built-in style, which needs no CSL.
    House,
    /// A CSL style.
    Csl(Box<CslStyle>),
}

/// A CSL style with its locale.
pub struct CslStyle {
    pub(super) style: IndependentStyle,
    /// The same without collapse, for groups whose items carry locators or other words of their own.
    pub(super) uncollapsed: IndependentStyle,
    pub(super) language: LocaleCode,
    pub(super) locales: Vec<Locale>,
    pub(super) labels: Labels,
    pub(super) is_note: bool,
    /// It tells the first citation of a source from later ones, or one that follows another to the same.
    pub(super) asks_for_position: bool,
    /// Works are cited by words (author, title, year), so that two can come out alike.
    pub(super) cites_in_words: bool,
    /// How works of one author and year are told apart, where the style does so by letters.
    pub(super) year_letters: Option<YearLetters>,
    /// `et al.`, as the style says it.
    pub(super) et_al: String,
    /// `n.d.`, `no date`: what stands for a date that is not known, the longest first.
    pub(super) no_date: Vec<String>,
    /// `and`, `&`: what stands before the last name of a list.
    pub(super) and_words: Vec<String>,
    /// When a page changes nothing of how its sources are cited.
    pub(super) settled: Settled,
    /// The style for works of one kind.
    narrowed: Shapes<Narrowed>,
    /// The bibliography of the style for works of some kinds, and the same without its entries.
    listed: Shapes<IndependentStyle>,
    orders: Shapes<IndependentStyle>,
}

impl CitationStyle {
    /// The style of a configuration. Without one that can be used, there is a finding, and the built-in style.
    pub fn new(files: &Files, config: &Config) -> (CitationStyle, Vec<Diagnostic>) {
        let name = &config.citation_style;
        if name.value == HOUSE_STYLE {
            return (CitationStyle::House, Vec::new());
        }
        let found = |code: Code, message: String, help: String| {
            let found = Diagnostic::new(code, config.file, name.span.clone(), message).help(help);
            (CitationStyle::House, vec![found])
        };
        let style = if name.value.ends_with(".csl") {
            match from_file(files, &name.value, &config.limits) {
                Ok(style) => style,
                Err((code, message, help)) => return found(code, message, help),
            }
        } else {
            let Some(style) = ArchivedStyle::by_name(&name.value).and_then(archived) else {
                let names = ArchivedStyle::all().iter().flat_map(|style| style.names()).copied();
                let help = did_you_mean(&name.value, std::iter::once(HOUSE_STYLE).chain(names));
                let otherwise = "use `publisher-date`, a CSL style such as `apa` or `ieee`, or a .csl file of the site";
                let message = format!("there is no citation style `{}`", name.value);
                return found(Code::BadStyle, message, help.unwrap_or_else(|| otherwise.to_owned()));
            };
            style
        };
        (CitationStyle::Csl(Box::new(CslStyle::new(style, &config.language.value))), Vec::new())
    }
}

impl CslStyle {
    /// Does it write notes?
    pub fn is_note(&self) -> bool {
        self.is_note
    }

    /// Does the same citation come out the same wherever it stands?
    pub(super) fn repeats_alike(&self) -> bool {
        !self.is_note && !self.asks_for_position
    }

    /// The style for works of one kind.
    pub(super) fn narrowed(&self, works: &Works) -> Arc<Narrowed> {
        self.narrowed.get(works, |works| Narrowed::new(&self.style, works))
    }

    /// The bibliography of the style for works of some kinds.
    pub(super) fn listed(&self, works: &Works) -> Arc<IndependentStyle> {
        self.listed.get(works, |works| narrow::bibliography(&self.style, works))
    }

    /// The same without its entries: it puts works in order.
    pub(super) fn order(&self, works: &Works) -> Arc<IndependentStyle> {
        self.orders.get(works, |works| narrow::order(&self.style, works))
    }

    /// Does every entry stand by itself, whatever stands above it?
    pub(super) fn has_lone_entries(&self) -> bool {
        self.style.bibliography.as_ref().is_some_and(|one| one.subsequent_author_substitute.is_none())
    }

    /// A style for a site in a language (BCP 47).
    pub fn new(mut style: IndependentStyle, language: &str) -> CslStyle {
        // hayagriva does nothing for the other rules, and people of one family name would be one.
        style.citation.givenname_disambiguation_rule = DisambiguationRule::ByCite;
        let is_note = style.settings.class == StyleClass::Note;
        let asks_for_position = asks_for_position(&style);
        // Where a note has another form behind the first one of its source, the engine alone knows what is alike.
        let (style, year_letters) =
            if is_note && asks_for_position { (style, None) } else { YearLetters::taken_from(style) };
        let mut uncollapsed = style.clone();
        uncollapsed.citation.collapse = None;
        let code = self::language(Some(&style), language);
        let locales = locales(&code);
        let labels = Labels::new(&locales);
        let term = |term: OtherTerm| {
            let found = style.locale.iter().chain(&locales).find_map(|one| one.term(Term::Other(term), TermForm::Long));
            found.and_then(|term| term.single()).map(str::to_owned)
        };
        let forms = [TermForm::Long, TermForm::Short].into_iter();
        let no_date = forms.flat_map(|form| {
            let of_locale = |one: &'_ Locale| {
                one.term(Term::Other(OtherTerm::NoDate), form).and_then(|term| term.single()).map(str::to_owned)
            };
            style.locale.iter().chain(&locales).filter_map(of_locale).collect::<Vec<_>>()
        });
        let mut no_date: Vec<String> = no_date.collect();
        no_date.sort_by_key(|words| std::cmp::Reverse(words.len()));
        let and_words = ["&".to_owned(), "and".to_owned()].into_iter().chain(term(OtherTerm::And)).collect();
        CslStyle {
            is_note,
            asks_for_position,
            cites_in_words: (!is_note || year_letters.is_some()) && !cites_by_number(&style),
            settled: Settled::of(&style, asks_for_position),
            narrowed: Shapes::default(),
            listed: Shapes::default(),
            orders: Shapes::default(),
            year_letters,
            et_al: term(OtherTerm::EtAl).unwrap_or_else(|| "et al.".to_owned()),
            no_date,
            and_words,
            style,
            uncollapsed,
            language: code,
            locales,
            labels,
        }
    }
}

/// The language that a style is written in for a site in a language (BCP 47): its own, where it has one.
pub(super) fn language(style: Option<&IndependentStyle>, language: &str) -> LocaleCode {
    let own = style.and_then(|style| style.default_locale.clone());
    own.unwrap_or_else(|| LocaleCode(locale_code(language)))
}

/// A style of a name, where the archive has one that stands by itself.
pub(super) fn archived(style: ArchivedStyle) -> Option<IndependentStyle> {
    match style.get() {
        Style::Independent(style) => Some(style),
        Style::Dependent(_) => None,
    }
}

/// Why a style cannot be used: a code, a message and its cure.
type Unusable = (Code, String, String);

/// Bytes of stack for reading a style, which goes down with its elements: they lie at most [`bounds::DEEPEST`] deep.
const STACK: usize = 16 << 20;

/// A style of the site's own.
fn from_file(files: &Files, path: &str, limits: &Limits) -> Result<IndependentStyle, Unusable> {
    let of_role = || files.iter().filter(|(_, file)| file.role == Role::CitationStyle).map(|(_, file)| file);
    let Some(file) = of_role().find(|file| file.path == path) else {
        let near = did_you_mean(path, of_role().map(|file| file.path.as_str()));
        let help = near.unwrap_or_else(|| "put the file beside casebook.yaml, or in styles/".to_owned());
        return Err((Code::BadStyle, format!("there is no citation style at `{path}`"), help));
    };
    let deep = || {
        let message = format!("the elements of `{path}` lie more than {} deep in each other", bounds::DEEPEST);
        (Code::TooLarge, message, "take groups and macros apart; no setting raises this limit".to_owned())
    };
    let xml = file.text.get().into_owned();
    if bounds::is_deep(&xml) {
        return Err(deep());
    }
    // On a thread of its own, where the reader can neither run out of stack nor take the program with it.
    let reader = std::thread::Builder::new().stack_size(STACK).spawn(move || Style::from_xml(&xml).ok());
    let read = reader.ok().and_then(|reader| reader.join().ok()).flatten();
    let style = match read {
        Some(Style::Independent(style)) => style,
        Some(Style::Dependent(style)) => {
            let parent = ArchivedStyle::by_id(style.parent_link.href.as_str());
            return parent.and_then(archived).ok_or_else(|| {
                let message = format!("`{path}` only points to the style {}", style.parent_link.href);
                (Code::BadStyle, message, "name that style, or put its file beside this one and name that".to_owned())
            });
        }
        None => {
            let help = "validate it at validator.citationstyles.org";
            return Err((Code::BadStyle, format!("`{path}` is not a CSL style"), help.to_owned()));
        }
    };
    match bounds::check(&style, limits.style_elements) {
        Ok(()) => Ok(style),
        Err(Unbounded::Deep) => Err(deep()),
        Err(Unbounded::CallsItself(name)) => {
            let message = format!("the macro `{name}` of `{path}` calls itself");
            Err((Code::BadStyle, message, "take the call out of it, or out of a macro that it calls".to_owned()))
        }
        Err(Unbounded::Large(most)) => {
            let message = format!("`{path}` comes to more than {most} elements, its macros put in");
            let help = "call fewer macros, or raise `style_elements` in the `limits` of casebook.yaml";
            Err((Code::TooLarge, message, help.to_owned()))
        }
    }
}

/// The code of the CSL locale of a language: `de` → `de-DE`.
fn locale_code(language: &str) -> String {
    let code = language.replace('_', "-");
    if LOCALES.iter().any(|(known, _)| *known == code) {
        return code;
    }
    LocaleCode(code.clone()).fallback().map_or(code, |fallback| fallback.0)
}

/// The locale of a code, and American English, which styles fall back to.
pub(super) fn locales(code: &LocaleCode) -> Vec<Locale> {
    let base = |code: &str| code.split('-').next().unwrap_or_default().to_owned();
    let wanted = |name: &str| name == "en-US" || base(name) == base(&code.0);
    let embedded = LOCALES.iter().zip(&DECODED).filter(|((name, _), _)| wanted(name));
    let decoded =
        embedded.filter_map(|((_, bytes), decoded)| decoded.get_or_init(|| ciborium::from_reader(*bytes).ok()).clone());
    let mut locales: Vec<Locale> = decoded.collect();
    if !LOCALES.iter().any(|(name, _)| base(name) == base(&code.0)) {
        let others = archive::locales().into_iter();
        locales.extend(others.filter(|one| one.lang.as_ref().is_some_and(|lang| base(&lang.0) == base(&code.0))));
    }
    locales
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_locales_are_those_of_the_archive() {
        let all = archive::locales();
        for (name, bytes) in LOCALES {
            let embedded: Locale = ciborium::from_reader(bytes).expect("a locale");
            let of_archive = all.iter().find(|one| one.lang.as_ref().is_some_and(|lang| lang.0 == name));
            assert_eq!(Some(&embedded), of_archive, "{name}: copy archive/locales/{name}.cbor of hayagriva");
        }
    }

    #[test]
    fn styles_say_whether_they_ask_where_they_stand() {
        let of = |name: &str| ArchivedStyle::by_name(name).and_then(archived).expect("a style");
        for (name, repeats_alike) in
            [("apa", true), ("ieee", true), ("chicago-author-date", false), ("chicago-notes", false)]
        {
            assert_eq!(CslStyle::new(of(name), "en").repeats_alike(), repeats_alike, "{name}");
        }
    }

    #[test]
    fn languages_find_their_locale() {
        for (language, code) in
            [("en", "en-US"), ("en-GB", "en-GB"), ("de", "de-DE"), ("de-CH", "de-DE"), ("nl", "nl-NL")]
        {
            assert_eq!(locale_code(language), code);
        }
        assert_eq!(locales(&LocaleCode("nl-NL".to_owned())).len(), 2);
        assert_eq!(locales(&LocaleCode("de-DE".to_owned())).len(), 2);
    }
}
