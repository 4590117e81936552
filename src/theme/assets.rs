//! The files of a theme's `static/` folder, and the names under which pages link them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// A file of the theme's `static/` folder.
#[derive(Debug)]
pub struct ThemeAsset {
    /// Where it goes: below `assets/`.
    pub route: String,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
}

/// Routes by the names of the files in `static/`.
pub type AssetRoutes = BTreeMap<String, String>;

/// Take the files of `static/`; stylesheets and scripts get a name that changes with what is in them, so that
/// browsers may keep them for ever.
pub fn assets<'a>(files: impl Iterator<Item = (&'a str, &'a Cow<'static, [u8]>)>) -> (Vec<ThemeAsset>, AssetRoutes) {
    let mut routes = AssetRoutes::new();
    let mut assets = Vec::new();
    for (name, bytes) in files {
        let route = match name.rsplit_once('.') {
            Some((stem, extension @ ("css" | "js"))) if !stem.contains('/') => {
                let [first, second, third, fourth, ..]: [u8; 32] = Sha256::digest(bytes).into();
                let fingerprint = u32::from_be_bytes([first, second, third, fourth]);
                format!("assets/{stem}-{fingerprint:08x}.{extension}")
            }
            _ => format!("assets/{name}"),
        };
        routes.insert(name.to_owned(), route.clone());
        assets.push(ThemeAsset { route, bytes: bytes.clone() });
    }
    (assets, routes)
}
