//! The size and checksum of a file, computed while it is written.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use crate::model::hexadecimal;

/// Size and checksum of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 (FIPS 180-4), in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Passes on what is written to it, and sums it up.
pub struct Digester<W> {
    out: W,
    bytes: u64,
    sum: Sha256,
}

impl<W: Write> Digester<W> {
    /// Before anything is written. To learn the sum only, write to [`io::sink`].
    pub fn new(out: W) -> Self {
        Digester { out, bytes: 0, sum: Sha256::new() }
    }

    /// What was written.
    pub fn finish(self) -> Digest {
        Digest { bytes: self.bytes, sha256: hexadecimal(&self.sum.finalize()) }
    }
}

impl<W: Write> Write for Digester<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_summed_up() {
        let mut digester = Digester::new(Vec::new());
        digester.write_all(b"a").and_then(|()| digester.write_all(b"bc")).expect("memory");
        let digest = digester.finish();
        assert_eq!(digest.bytes, 3);
        // FIPS 180-4, example for "abc".
        assert_eq!(digest.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
