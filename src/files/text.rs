//! The text of a file, kept in memory or, on large sites, in an unnamed temporary file.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The text of a file. A clone shares it.
#[derive(Clone)]
pub struct Text(Form);

#[derive(Clone)]
enum Form {
    InMemory(Arc<str>),
    Spooled { spool: Arc<Spool>, start: u64, length: usize },
}

/// A temporary file of texts, one behind the other.
#[derive(Debug)]
pub struct Spool {
    file: File,
    end: AtomicU64,
}

impl Spool {
    /// A new one, in the system's folder for temporary files.
    ///
    /// # Errors
    /// Where no file can be made there.
    pub fn new() -> io::Result<Arc<Spool>> {
        Ok(Arc::new(Spool { file: tempfile::tempfile()?, end: AtomicU64::new(0) }))
    }

    /// Write texts at the end, all at once. They stay in memory where that fails: the disk may be full.
    pub fn add<T: AsRef<str>>(self: &Arc<Self>, texts: &[T]) -> Vec<Text> {
        let mut all = String::with_capacity(texts.iter().map(|text| text.as_ref().len()).sum());
        all.extend(texts.iter().map(AsRef::as_ref));
        let mut start = self.end.fetch_add(all.len() as u64, Ordering::Relaxed);
        if write_at(&self.file, all.as_bytes(), start).is_err() {
            return texts.iter().map(|text| Text::from(text.as_ref())).collect();
        }
        let spooled = texts.iter().map(|text| {
            let length = text.as_ref().len();
            let spooled = Text(Form::Spooled { spool: self.clone(), start, length });
            start += length as u64;
            spooled
        });
        spooled.collect()
    }
}

impl Text {
    /// The text itself, read where it is spooled: ask once for all that is needed of it.
    ///
    /// # Panics
    /// Where the system cannot read what it wrote to its temporary file: as with memory that cannot be read, there is
    /// nothing to go on with.
    pub fn get(&self) -> Cow<'_, str> {
        match &self.0 {
            Form::InMemory(text) => Cow::Borrowed(text),
            Form::Spooled { spool, start, length } => {
                let mut bytes = vec![0; *length];
                read_at(&spool.file, &mut bytes, *start).expect("a temporary file can be read");
                Cow::Owned(String::from_utf8(bytes).expect("a text was written"))
            }
        }
    }

    /// Is it out of memory?
    pub fn is_spooled(&self) -> bool {
        matches!(self.0, Form::Spooled { .. })
    }

    /// Is it the same text in the same place, not only one that reads alike?
    pub fn is_shared_with(&self, other: &Text) -> bool {
        match (&self.0, &other.0) {
            (Form::InMemory(one), Form::InMemory(other)) => Arc::ptr_eq(one, other),
            (Form::Spooled { spool, start, length }, Form::Spooled { spool: of, start: at, length: long }) => {
                Arc::ptr_eq(spool, of) && (start, length) == (at, long)
            }
            _ => false,
        }
    }
}

impl Default for Text {
    fn default() -> Text {
        "".into()
    }
}

impl<T: Into<Arc<str>>> From<T> for Text {
    fn from(text: T) -> Text {
        Text(Form::InMemory(text.into()))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.is_shared_with(other) || self.get() == other.get()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, start)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, start)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = &bytes[written..];
        start += written as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, start)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        start += read as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn spooled_texts_are_the_same_texts() {
        let spool = Spool::new().unwrap();
        let texts: Vec<String> = (0..500).map(|number| format!("Zürich {number}. ").repeat(number % 7)).collect();
        let spooled: Vec<Text> = texts.par_chunks(7).flat_map_iter(|texts| spool.add(texts)).collect();
        for (text, spooled) in texts.iter().zip(&spooled) {
            assert!(spooled.is_spooled());
            assert_eq!(spooled.get(), *text);
            assert_eq!(*spooled, Text::from(text.as_str()));
            assert!(spooled.is_shared_with(&spooled.clone()));
            assert!(!spooled.is_shared_with(&Text::from(text.as_str())));
        }
        assert!(!spooled[1].is_shared_with(&spooled[2]));
    }
}
