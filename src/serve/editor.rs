//! The editor that a finding's place is opened in: an address that the writer's machine knows.

use std::path::Path;
use std::str::FromStr;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// How an editor is told to open a file at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor(Option<String>);

/// Editors by name; `{path}` is absolute and begins with a slash.
const KNOWN: [(&str, &str); 6] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
];

/// What a path may not hold in an address.
const IN_PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'&').add(b'<').add(b'>').add(b'?');

impl FromStr for Editor {
    type Err = String;

    /// By its name, by an address with `{path}`, or `none`.
    fn from_str(text: &str) -> Result<Editor, String> {
        if text == "none" {
            return Ok(Editor(None));
        }
        if let Some((_, address)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Editor(Some((*address).to_owned())));
        }
        let is_address = text.contains("{path}") && url::Url::parse(&text.replace(['{', '}'], "")).is_ok();
        // A page of findings must run nothing.
        if is_address && !text.trim_start().to_ascii_lowercase().starts_with("javascript:") {
            return Ok(Editor(Some(text.to_owned())));
        }
        let names = KNOWN.map(|(name, _)| name).join(", ");
        Err(format!("name one of {names}, none, or an address with {{path}}, {{line}} and {{column}}"))
    }
}

impl Editor {
    /// No editor is opened.
    pub const NONE: Editor = Editor(None);

    /// The address that opens a file of the site at a place.
    pub fn address(&self, root: &Path, path: &str, line: usize, column: usize) -> Option<String> {
        let path = root.join(path).to_string_lossy().replace('\\', "/");
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        let path = utf8_percent_encode(&path, IN_PATH).to_string();
        let address = self.0.as_ref()?.replace("{path}", &path);
        Some(address.replace("{line}", &line.to_string()).replace("{column}", &column.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_known_by_name_or_address() {
        let open = |editor: &str| {
            let editor: Editor = editor.parse().expect("an editor");
            editor.address(Path::new("/my site"), "content/cases/a#1.md", 6, 9)
        };
        assert_eq!(open("vscode").as_deref(), Some("vscode://file/my%20site/content/cases/a%231.md:6:9"));
        assert_eq!(open("x-ed:{path}+{line}").as_deref(), Some("x-ed:/my%20site/content/cases/a%231.md+6"));
        assert_eq!(open("none"), None);
        for wrong in ["emacs", "", "javascript:alert({path})", "{path}"] {
            assert!(wrong.parse::<Editor>().is_err(), "{wrong}");
        }
    }
}
