//! The bytes of a file whose block says what Markdown cannot hold.

use super::document::Block;

/// The text of a block, changed as the words behind its path say.
pub fn of(block: &Block) -> Result<Vec<u8>, String> {
    let mut text = block.text.clone();
    let (mut encoding, mut has_mark, mut has_escapes) = ("utf-8", false, false);
    for word in block.info.iter().skip(2) {
        match (word.as_str(), word.split_once('=')) {
            ("crlf", _) => text = text.replace('\n', "\r\n"),
            ("no-final-newline", _) => text.truncate(text.trim_ascii_end().len()),
            ("bom", _) => has_mark = true,
            ("escapes", _) => has_escapes = true,
            (_, Some(("encoding", name))) => encoding = name,
            (word, _) => return Err(format!("unknown word `{word}` behind a path")),
        }
    }
    if has_mark {
        text.insert(0, '\u{feff}');
    }
    match encoding {
        "utf-8" if has_escapes => unescape(&text),
        "utf-8" => Ok(text.into_bytes()),
        _ if has_escapes => Err("`escapes` are bytes of UTF-8".to_owned()),
        "utf-16le" => Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "windows-1252" => match encoding_rs::WINDOWS_1252.encode(&text) {
            (bytes, _, false) => Ok(bytes.into_owned()),
            _ => Err("Windows-1252 lacks a character of this text".to_owned()),
        },
        name => Err(format!("unknown encoding `{name}`")),
    }
}

/// `\xFF` is a byte, `\u{fffd}` a character.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let number = |digits: &str| u32::from_str_radix(digits, 16).map_err(|error| format!("\\{after}: {error}"));
        if let Some(digits) = after.strip_prefix('x').and_then(|after| after.get(..2)) {
            bytes.push(u8::try_from(number(digits)?).map_err(|error| error.to_string())?);
            rest = &after[3..];
        } else if let Some((digits, after)) = after.strip_prefix("u{").and_then(|after| after.split_once('}')) {
            let character = char::from_u32(number(digits)?).ok_or_else(|| format!("`{digits}` is no character"))?;
            bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            rest = after;
        } else {
            bytes.push(b'\\');
            rest = after;
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}
