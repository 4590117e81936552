//! The bytes of a file decoded to text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Name of the encoding, by the Encoding Standard.
    pub encoding: &'static str,
    /// Bytes that are not of that encoding: each stands as U+FFFD, or as windows-1252 in a UTF-8 text.
    pub strays: usize,
}

/// Why bytes are not text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// The file of a spreadsheet or word processor.
    #[error("this is {0}, not text; save it as {1}")]
    Document(&'static str, &'static str),
    /// Zero bytes everywhere.
    #[error("this is not text")]
    Binary,
    /// An encoding that does not exist.
    #[error("there is no encoding `{0}`; write a name such as `windows-1252`")]
    NoSuchEncoding(String),
}

/// Read bytes as text. `label` is the encoding, where the editor has said so.
///
/// Without a label the encoding is that of the byte order mark (Encoding Standard, "BOM sniff"), else UTF-16 or UTF-8
/// where the bytes fit, else chardetng's guess.
///
/// # Errors
/// Where they are not text.
pub fn decode(bytes: Vec<u8>, label: Option<&str>) -> Result<Decoded, NotText> {
    refuse_documents(&bytes)?;
    if let Some(label) = label {
        let encoding =
            Encoding::for_label(label.as_bytes()).ok_or_else(|| NotText::NoSuchEncoding(label.to_owned()))?;
        return Ok(legacy(&bytes, encoding));
    }
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_8 {
            return utf8(bytes, length);
        }
        return Ok(legacy(&bytes[length..], encoding));
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return Ok(legacy(&bytes, encoding));
    }
    utf8(bytes, 0)
}

/// Office documents and PDF are often given the wrong name.
fn refuse_documents(bytes: &[u8]) -> Result<(), NotText> {
    const DOCUMENTS: [(&[u8], &str, &str); 4] = [
        (b"PK\x03\x04", "a spreadsheet, a word processor's file or a zip archive", "CSV or plain text"),
        (b"%PDF-", "a PDF", "plain text"),
        (b"\xd0\xcf\x11\xe0", "an old Office file", "CSV or plain text"),
        (b"{\\rtf", "a rich text file", "plain text"),
    ];
    match DOCUMENTS.iter().find(|(magic, _, _)| bytes.starts_with(magic)) {
        Some((_, what, cure)) => Err(NotText::Document(what, cure)),
        None => Ok(()),
    }
}

fn legacy(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let strays = text.matches('\u{fffd}').count();
    Decoded { text: text.into_owned(), encoding: encoding.name(), strays }
}

/// Latin text in UTF-16 is every other byte a zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 >= pairs * 4 && even * 20 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 4 && odd * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn utf8(mut bytes: Vec<u8>, mark: usize) -> Result<Decoded, NotText> {
    let is_zero = |byte: &&u8| **byte == 0;
    if bytes.iter().filter(is_zero).count() * 5 > bytes.len() {
        return Err(NotText::Binary);
    }
    bytes.drain(..mark);
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, encoding: UTF_8.name(), strays: 0 }),
        Err(error) => error.into_bytes(),
    };
    let (mut multibyte, mut strays) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        strays += chunk.invalid().len();
    }
    if mark > 0 || multibyte >= strays {
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
        return Ok(Decoded { text, encoding: UTF_8.name(), strays });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    Ok(legacy(&bytes, detector.guess(None, Utf8Detection::Deny)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str, usize) {
        let decoded = decode(bytes.to_vec(), None).expect("text");
        (decoded.text, decoded.encoding, decoded.strays)
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "Überblick: café, naïve “quotes” – 10 €";
        let utf16 = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        assert_eq!(read(text.as_bytes()), (text.to_owned(), "UTF-8", 0));
        assert_eq!(read(&with(b"\xef\xbb\xbf", text.as_bytes())), (text.to_owned(), "UTF-8", 0));
        assert_eq!(read(&with(b"\xff\xfe", &utf16(u16::to_le_bytes))), (text.to_owned(), "UTF-16LE", 0));
        assert_eq!(read(&with(b"\xfe\xff", &utf16(u16::to_be_bytes))), (text.to_owned(), "UTF-16BE", 0));
        assert_eq!(read(&utf16(u16::to_le_bytes)).1, "UTF-16LE");
        let (windows, _, _) = WINDOWS_1252.encode(text);
        assert_eq!(read(&windows), (text.to_owned(), "windows-1252", 0));
        assert_eq!(decode(windows.to_vec(), Some("latin1")).map(|d| d.text), Ok(text.to_owned()));
    }

    #[test]
    fn strays_do_not_spoil_the_rest() {
        assert_eq!(read("é é é caf\u{0}".replace('\u{0}', "").as_bytes()).2, 0);
        let mixed = [b"\xc3\xa9\xc3\xa9 caf".as_slice(), b"\xe9".as_slice()].concat();
        assert_eq!(read(&mixed), ("éé café".to_owned(), "UTF-8", 1));
    }

    #[test]
    fn documents_are_refused() {
        for bytes in [b"PK\x03\x04xxxx".as_slice(), b"%PDF-1.7", b"a\0\0\0\0b\0\0\0"] {
            assert!(decode(bytes.to_vec(), None).is_err());
        }
        assert!(decode(b"a".to_vec(), Some("klingon")).is_err());
        assert_eq!(read(b""), (String::new(), "UTF-8", 0));
    }
}
