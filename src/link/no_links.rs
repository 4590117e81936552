//! Findings about text that was meant to be a link and is none.

use crate::diagnostic::{Code, Diagnostic};
use crate::files::FileId;
use crate::model::{NoLink, Slip, SlipKind};

/// What there is to say of a slip, where it is such a text. The link that was meant is a fix where it `leads` somewhere:
/// else the fix would make a broken link.
pub fn found(file: FileId, text: &str, slip: &Slip, leads: impl FnOnce(&str) -> bool) -> Option<Diagnostic> {
    let SlipKind::NoLink(why, meant) = &slip.kind else { return None };
    let why = match why {
        NoLink::Reversed => "its brackets and parentheses stand the wrong way round",
        NoLink::Spaces => "an address holds no space",
        NoLink::Apart => "a space stands between its two parts",
        NoLink::Unclosed => "its parenthesis is never closed",
        NoLink::HalfWiki => "it needs two brackets on each side",
    };
    let message = format!("`{}` is no link, for {why}", &text[slip.span.clone()]);
    let found = Diagnostic::new(Code::MistypedLink, file, slip.span.clone(), message);
    Some(match meant {
        Some(meant) => {
            let found = found.help(format!("write `{meant}`"));
            if leads(meant) { found.fix("make it a link", slip.span.clone(), meant) } else { found }
        }
        None => found.help("write `%20` for each space of the address, or put the address between `<` and `>`"),
    })
}
