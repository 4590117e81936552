//! The theme: the templates, words and files that are built in, and those of a site, which override them file by file.

mod assets;
mod filters;
mod numbers;
mod plurals;
mod values;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tera::{ErrorKind, Tera};

use plurals::Plurals;

use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::files::{FileId, Files, Role};
use crate::model::config::{Accent, Config};
use crate::model::{Spanned, name_of_language};
use crate::yaml;
pub use assets::ThemeAsset;
pub use words::{DateView, Words, fill};

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Name of the built-in theme.
const DEFAULT: &str = "default";

/// A theme, ready to render.
pub struct Theme {
    /// Its templates.
    pub tera: Tera,
    /// Its words, in the language of the site.
    pub words: Words,
    assets: Vec<ThemeAsset>,
    /// The site's own template files, for the places of errors.
    own_templates: BTreeMap<String, FileId>,
    digest: [u8; 32],
    is_overridden: bool,
}

/// Index into the files of a theme that pages may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThemeAssetId(usize);

/// A file of the theme, by its path in the theme's folder.
struct ThemeFile {
    bytes: Cow<'static, [u8]>,
    own: Option<FileId>,
}

impl Theme {
    /// Take the built-in theme and what the site overrides of it.
    ///
    /// Fails, with findings, where the theme does not exist or a template cannot be parsed.
    pub fn new(files: &Files, config: &Config) -> (Option<Theme>, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut gathered = gather(files, config, &mut diagnostics);
        if let Some(accent) = &config.accent {
            let bytes = Cow::Owned(accent_css(accent).into_bytes());
            gathered.insert("static/accent.css".to_owned(), ThemeFile { bytes, own: None });
        }
        let (words, untranslated) = words(&gathered, config, &mut diagnostics);
        let in_static = gathered.iter().filter_map(|(path, file)| Some((path.strip_prefix("static/")?, &file.bytes)));
        let (assets, routes) = assets::assets(in_static);
        let mut tera = Tera::new();
        filters::register(&mut tera, Plurals::of(&config.language.value), routes);
        let templates: Vec<(&str, &ThemeFile)> =
            gathered.iter().filter_map(|(path, file)| Some((path.strip_prefix("templates/")?, file))).collect();
        let own_templates: BTreeMap<String, FileId> =
            templates.iter().filter_map(|(name, file)| Some(((*name).to_owned(), file.own?))).collect();
        let texts: Vec<(&str, Cow<'_, str>)> =
            templates.iter().map(|(name, file)| (*name, String::from_utf8_lossy(&file.bytes))).collect();
        if let Err(error) = tera.add_raw_templates(texts) {
            diagnostics.push(template_error(&error, &own_templates));
        }
        tera.global_context().insert("t", words.tree());
        let is_overridden = gathered.values().any(|file| file.own.is_some());
        let theme = Theme { tera, words, assets, own_templates, digest: digest(&gathered), is_overridden };
        let usable = diagnostics.is_empty();
        diagnostics.extend(untranslated);
        (usable.then_some(theme), diagnostics)
    }

    /// Has the site files of its own in it?
    pub fn is_overridden(&self) -> bool {
        self.is_overridden
    }

    /// SHA-256 over all of its files, built in or the site's own.
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// The files that every page may need, below `assets/`.
    pub fn asset_ids(&self) -> impl Iterator<Item = ThemeAssetId> + use<> {
        (0..self.assets.len()).map(ThemeAssetId)
    }

    /// A file that pages may need.
    pub fn asset(&self, id: ThemeAssetId) -> &ThemeAsset {
        &self.assets[id.0]
    }

    /// Routes of its stylesheets, in the order of their names.
    pub fn stylesheets(&self) -> Vec<String> {
        let is_style = |asset: &&ThemeAsset| asset.route.ends_with(".css");
        self.assets.iter().filter(is_style).map(|asset| asset.route.clone()).collect()
    }

    /// An error of a template as a finding.
    pub fn diagnose(&self, error: &tera::Error) -> Diagnostic {
        template_error(error, &self.own_templates)
    }
}

/// The files of the built-in theme, by their paths in its folder.
pub fn built_in() -> BTreeMap<String, &'static [u8]> {
    let mut files = BTreeMap::new();
    let mut stack = vec![&BUILT_IN];
    while let Some(dir) = stack.pop() {
        stack.extend(dir.dirs());
        for file in dir.files() {
            let path: Vec<_> = file.path().iter().filter_map(|part| part.to_str()).collect();
            files.insert(path.join("/"), file.contents());
        }
    }
    files
}

#[expect(clippy::disallowed_methods, reason = "fonts and pictures of a theme are read when there is a theme")]
fn gather(files: &Files, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, ThemeFile> {
    let of_program = |(path, bytes)| (path, ThemeFile { bytes: Cow::Borrowed(bytes), own: None });
    let mut gathered: BTreeMap<String, ThemeFile> = built_in().into_iter().map(of_program).collect();
    let mut found = config.theme.value == DEFAULT;
    for (id, file) in files.iter() {
        if let Role::Theme { name, path } = &file.role
            && *name == config.theme.value
        {
            found = true;
            let bytes = Cow::Owned(file.text.get().into_owned().into_bytes());
            gathered.insert(path.clone(), ThemeFile { bytes, own: Some(id) });
        }
    }
    let prefix = format!("themes/{}/", config.theme.value);
    for file in &files.theme_assets {
        let Some(path) = file.path.strip_prefix(&prefix) else { continue };
        found = true;
        match std::fs::read(&file.location) {
            Ok(bytes) => {
                gathered.insert(path.to_owned(), ThemeFile { bytes: Cow::Owned(bytes), own: None });
            }
            Err(error) => {
                let found = Diagnostic::of_site(Code::ThemeError, format!("cannot read `{}`: {error}", file.path));
                diagnostics.push(found.help("make the file readable, or remove it"));
            }
        }
    }
    if !found {
        let mut names: Vec<&str> = vec![DEFAULT];
        names.extend(files.iter().filter_map(|(_, file)| match &file.role {
            Role::Theme { name, .. } => Some(name.as_str()),
            _ => None,
        }));
        let theme = &config.theme;
        let message = format!("there is no theme `{}`", theme.value);
        let help = did_you_mean(&theme.value, names);
        let found = Diagnostic::new(Code::ThemeError, config.file, theme.span.clone(), message);
        diagnostics.push(found.help("name a folder of themes/, or use `default`").help_if(help));
    }
    gathered
}

/// The stylesheet of a site's own colour. Pages allow no style but that of files. It stands in no layer, so that what it
/// says holds.
fn accent_css(Accent { light, dark }: &Accent) -> String {
    let lighter = format!("color-mix(in oklab, {light}, white 45%)");
    let dark = dark.as_deref().unwrap_or(&lighter);
    format!("/* `accent` of casebook.yaml */\n:root {{ --accent: light-dark({light}, {dark}); }}\n")
}

fn digest(gathered: &BTreeMap<String, ThemeFile>) -> [u8; 32] {
    let mut sum = Sha256::new();
    for (path, file) in gathered {
        sum.update(format!("{} {path} {} ", path.len(), file.bytes.len()));
        sum.update(&file.bytes);
    }
    sum.finalize().into()
}

fn words(
    gathered: &BTreeMap<String, ThemeFile>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Words, Option<Diagnostic>) {
    let mut read = |name: &str| -> Value {
        let Some(file) = gathered.get(&format!("i18n/{name}.yaml")) else { return Value::Null };
        match yaml::parse(&String::from_utf8_lossy(&file.bytes), 0) {
            Ok(node) => yaml::to_json(&node),
            Err(error) => {
                match file.own {
                    Some(file_id) => {
                        let message = format!("this is not YAML: {}", error.message);
                        let found = Diagnostic::new(Code::YamlSyntax, file_id, error.span, message);
                        diagnostics.push(found.help("quote the value, or mend the indentation of the line"));
                    }
                    None => {
                        let message = format!("the theme's i18n/{name}.yaml is not YAML: {}", error.message);
                        diagnostics.push(Diagnostic::of_site(Code::ThemeError, message));
                    }
                }
                Value::Null
            }
        }
    };
    // A site's own file need not repeat the words that it keeps.
    let mut over_built_in = |name: &str| {
        let text = BUILT_IN.get_file(format!("i18n/{name}.yaml")).and_then(include_dir::File::contents_utf8);
        let built_in = text.and_then(|text| yaml::parse(text, 0).ok()).map_or(Value::Null, |node| yaml::to_json(&node));
        Words::new(built_in, read(name))
    };
    let english = over_built_in("en");
    let tag = &config.language.value;
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let mut own = over_built_in(&primary).tree().clone();
    if primary != *tag {
        own = Words::new(own, over_built_in(tag).tree().clone()).tree().clone();
    }
    let missing = if primary == "en" { Vec::new() } else { english.missing_in(&own) };
    let found = untranslated(&missing, &primary, config);
    (Words::new(english.tree().clone(), own).with_numbers(&config.language.value), found)
}

/// Which words of the theme stay English.
fn untranslated(missing: &[String], primary: &str, config: &Config) -> Option<Diagnostic> {
    /// Of many, so many are named.
    const NAMED: usize = 3;
    let Spanned { value: tag, span } = &config.language;
    let first = missing.first()?;
    let language = name_of_language(tag).map_or_else(|| format!("`{tag}`"), |name| format!("{name} (`{tag}`)"));
    let named: Vec<String> = missing.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    let others = missing.len() - named.len();
    let message = match (missing.len(), others) {
        (1, _) => format!("one word of the theme is not in {language} and stays English: `{first}`"),
        (count, 0) => {
            format!("{count} words of the theme are not in {language} and stay English: {}", named.join(", "))
        }
        (count, others) => format!(
            "{count} words of the theme are not in {language} and stay English: {} and {others} more",
            named.join(", ")
        ),
    };
    let file = format!("themes/{}/i18n/{primary}.yaml", config.theme.value);
    let found = Diagnostic::new(Code::UntranslatedWords, config.file, span.clone(), message);
    Some(found.help(format!("write them in `{file}`, in the form of the theme's `i18n/en.yaml`")))
}

/// What Tera says, at the place in the site's own template, where it is one of those.
fn template_error(error: &tera::Error, own: &BTreeMap<String, FileId>) -> Diagnostic {
    let help = "mend the template; docs/theme.md lists what templates are given";
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let message = in_lower_case(report.message().trim_end_matches('.'));
            match own.get(report.filename()) {
                Some(id) => Diagnostic::new(Code::ThemeError, *id, report.span().range.clone(), message).help(help),
                None => Diagnostic::of_site(Code::ThemeError, format!("{}: {message}", report.filename())).help(help),
            }
        }
        _ => {
            let text = error.to_string();
            Diagnostic::of_site(Code::ThemeError, text.lines().collect::<Vec<_>>().join(" ")).help(help)
        }
    }
}

/// Messages of ours start with a small letter; names in capitals stay.
fn in_lower_case(message: &str) -> String {
    let mut chars = message.chars();
    match chars.next() {
        Some(first) if !chars.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}
