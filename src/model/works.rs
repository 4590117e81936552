//! Types of works and names of languages, shared by the readers and writers of bibliographies.

/// CSL types (CSL 1.0.2, appendix III) that no type of entry in BibLaTeX stands for.
pub const WORK_TYPES: [&str; 22] = [
    "bill",
    "broadcast",
    "classic",
    "collection",
    "document",
    "entry",
    "entry-dictionary",
    "event",
    "figure",
    "hearing",
    "interview",
    "map",
    "musical_score",
    "performance",
    "periodical",
    "personal_communication",
    "regulation",
    "review",
    "review-book",
    "speech",
    "treaty",
    "article",
];

/// Languages as babel and BibLaTeX call them, with their codes (BCP 47). The first name of a code is the one that is
/// written.
const LANGUAGES: [(&str, &str); 62] = [
    ("english", "en"),
    ("american", "en-US"),
    ("usenglish", "en-US"),
    ("british", "en-GB"),
    ("ukenglish", "en-GB"),
    ("australian", "en-AU"),
    ("canadian", "en-CA"),
    ("newzealand", "en-NZ"),
    ("german", "de"),
    ("ngerman", "de-DE"),
    ("austrian", "de-AT"),
    ("naustrian", "de-AT"),
    ("swissgerman", "de-CH"),
    ("nswissgerman", "de-CH"),
    ("french", "fr"),
    ("francais", "fr"),
    ("canadien", "fr-CA"),
    ("acadian", "fr-CA"),
    ("spanish", "es"),
    ("mexican", "es-MX"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("portuges", "pt"),
    ("brazilian", "pt-BR"),
    ("brazil", "pt-BR"),
    ("dutch", "nl"),
    ("afrikaans", "af"),
    ("danish", "da"),
    ("swedish", "sv"),
    ("norwegian", "no"),
    ("norsk", "nb"),
    ("nynorsk", "nn"),
    ("icelandic", "is"),
    ("finnish", "fi"),
    ("estonian", "et"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("polish", "pl"),
    ("czech", "cs"),
    ("slovak", "sk"),
    ("slovene", "sl"),
    ("slovenian", "sl"),
    ("croatian", "hr"),
    ("serbian", "sr"),
    ("hungarian", "hu"),
    ("magyar", "hu"),
    ("romanian", "ro"),
    ("bulgarian", "bg"),
    ("greek", "el"),
    ("polutonikogreek", "el"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
    ("turkish", "tr"),
    ("hebrew", "he"),
    ("arabic", "ar"),
    ("farsi", "fa"),
    ("hindi", "hi"),
    ("japanese", "ja"),
    ("chinese", "zh"),
    ("korean", "ko"),
    ("catalan", "ca"),
    ("latin", "la"),
];

/// The code of a language by its name; what is none stays.
pub fn language_code(name: &str) -> String {
    let plain = name.strip_prefix("lang").unwrap_or(name).to_lowercase();
    let found = LANGUAGES.iter().find(|(known, _)| *known == plain);
    found.map_or_else(|| name.to_owned(), |(_, code)| (*code).to_owned())
}

/// The name of a language by its code; what is none stays.
pub fn language_name(code: &str) -> &str {
    LANGUAGES.iter().find(|(_, known)| known.eq_ignore_ascii_case(code)).map_or(code, |(name, _)| name)
}
