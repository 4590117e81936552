//! Fingerprints: what tells one text, or one list of texts, from another.

use std::fmt;

use sha2::{Digest, Sha256};

/// The first half of a SHA-256 (FIPS 180-4): nobody is to be deceived by it, so that half of its length does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Read what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() != 32 || !text.bytes().all(is_digit) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(|number| Fingerprint(number.to_be_bytes()))
    }

    /// As a number below another.
    pub fn below(self, end: u32) -> u32 {
        u32::try_from(u128::from_be_bytes(self.0) % u128::from(end.max(1))).unwrap_or_default()
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// Takes in one value after the other. Every value goes in with its length, so that no two lists of values are the
/// same row of bytes.
#[derive(Default)]
pub struct Fingerprinter(Sha256);

impl Fingerprinter {
    /// Bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.number(bytes.len());
        self.0.update(bytes);
        self
    }

    /// A text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    /// A text that may be absent.
    pub fn maybe(&mut self, text: Option<&str>) -> &mut Self {
        self.number(usize::from(text.is_some())).text(text.unwrap_or_default())
    }

    /// A number.
    pub fn number(&mut self, number: usize) -> &mut Self {
        self.0.update((number as u64).to_be_bytes());
        self
    }

    /// Of all that was taken in.
    pub fn finish(self) -> Fingerprint {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0.finalize()[..16]);
        Fingerprint(half)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut one = Fingerprinter::default();
        one.text("a").text("bc");
        let one = one.finish();
        assert_eq!(Fingerprint::parse(&one.to_string()), Some(one));
        for garbled in ["", "0", &one.to_string()[1..], &one.to_string().to_uppercase(), &format!("+{:031x}", 1)] {
            assert_eq!(Fingerprint::parse(garbled), None, "{garbled}");
        }
    }

    #[test]
    fn lists_are_told_apart() {
        let of = |texts: &[&str]| {
            let mut sum = Fingerprinter::default();
            for text in texts {
                sum.text(text);
            }
            sum.finish()
        };
        assert_ne!(of(&["a", "bc"]), of(&["ab", "c"]));
        assert_ne!(of(&["a", ""]), of(&["a"]));
    }
}
