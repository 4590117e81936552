//! Spellings of publishers that make one address: `Wiley-VCH` and `Wiley VCH` are one publisher.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::names::Use;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Slug, Transliteration, fold};

/// Spellings that are another one's in all but their marks.
pub struct Spellings<'a> {
    /// Folded: the first use of the variant, and the spelling that is kept.
    variants: FxHashMap<String, (Use<'a>, String)>,
}

impl<'a> Spellings<'a> {
    /// Of names that are not known; a known one is kept, else the one that is written most often.
    pub fn of(uses: &[Use<'a>], known: &HashMap<String, u32>, transliteration: Transliteration) -> Spellings<'a> {
        let mut counts: FxHashMap<String, (Use<'a>, usize)> = FxHashMap::default();
        // Each spelling is folded once.
        let mut folded: FxHashMap<&str, String> = FxHashMap::default();
        for one in uses {
            let name = folded.entry(one.name).or_insert_with(|| fold(one.name));
            if let Some((_, count)) = counts.get_mut(name) {
                *count += 1;
            } else if !known.contains_key(name.as_str()) {
                counts.insert(name.clone(), (one.clone(), 1));
            }
        }
        let mut by_slug: FxHashMap<Slug, Vec<(String, Use<'a>, usize)>> = FxHashMap::default();
        for (name, (one, count)) in counts {
            by_slug.entry(transliteration.slug(one.name)).or_default().push((name, one, count));
        }
        let mut variants = FxHashMap::default();
        for (slug, mut group) in by_slug {
            group.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
            let of_known = known.contains_key(slug.as_str()).then(|| slug.to_string());
            let is_known = of_known.is_some();
            let kept = of_known.unwrap_or_else(|| group[0].1.name.to_owned());
            for (name, one, _) in group.into_iter().skip(usize::from(!is_known)) {
                variants.insert(name, (one, kept.clone()));
            }
        }
        Spellings { variants }
    }

    /// Is another spelling of this name kept?
    pub fn is_variant(&self, name: &str) -> bool {
        !self.variants.is_empty() && self.variants.contains_key(&fold(name))
    }

    /// Every variant with the spelling that is kept.
    pub fn kept(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variants.iter().map(|(variant, (_, kept))| (variant.as_str(), kept.as_str()))
    }

    /// Tell each, and offer it as an alias.
    pub fn report<'l>(
        &self,
        known: &HashMap<String, u32>,
        label: impl Fn(u32) -> &'l str,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut variants: Vec<_> = self.variants.iter().collect();
        variants.sort_by(|a, b| a.0.cmp(b.0));
        for (_, (first, kept)) in variants {
            let kept = known.get(kept.as_str()).map_or(kept.as_str(), |id| label(*id));
            let message = format!("`{}` is taken for the publisher `{kept}`, which has the same address", first.name);
            let help = format!(
                "write `{kept}`, or declare it in content/publishers.yaml with `aliases: [{}]`",
                crate::yaml::double_quoted(first.name)
            );
            diagnostics.push(Diagnostic::new(Code::NearTerm, first.file, first.span.clone(), message).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::FileId;

    #[test]
    fn spellings_of_one_address_are_one_publisher() {
        let names =
            ["Wiley VCH", "Wiley-VCH", "Wiley-VCH", "Example & Sons, Ltd", "Example Sons Ltd.", "Other", "the times!"];
        let uses: Vec<Use<'_>> = names.iter().map(|name| Use { name, file: FileId(0), span: &(0..0) }).collect();
        let known = HashMap::from([("the times".to_owned(), 0), ("the-times".to_owned(), 0)]);
        let spellings = Spellings::of(&uses, &known, Transliteration::PLAIN);
        let mut kept: Vec<_> = spellings.kept().collect();
        kept.sort_unstable();
        assert_eq!(
            kept,
            [("example sons ltd.", "Example & Sons, Ltd"), ("the times!", "the-times"), ("wiley vch", "Wiley-VCH")]
        );
        assert!(!spellings.is_variant("Other"));
        let mut found = Vec::new();
        spellings.report(&known, |_| "The Times", &mut found);
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].message, "`the times!` is taken for the publisher `The Times`, which has the same address");
    }
}
