//! Publish: every page of the plan becomes a file, and the new output replaces the old one as a whole.

#![expect(clippy::disallowed_methods, reason = "the only writer")]

mod claim;
mod error;
mod shard;
mod stage;
mod target;
mod write;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::export::DataFile;
use crate::plan::Subject;
use crate::render::{Form, Page, Renderer};

use stage::Stage;
use write::{Written, is_long, write_page};

pub use claim::Claim;
pub use error::PublishError;
pub use shard::Shard;
pub use target::Target;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files of the output.
    pub files: usize,
    /// Those that are as they were.
    pub unchanged: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

/// Render every page of a share of the plan into the output folder. `progress` is told how many pages are done.
///
/// The output is built beside the old one and exchanged for it in one step (`renameat2` with EXCHANGE on Linux;
/// elsewhere two renames, between which there is no output for a moment). A build that fails or is killed leaves the
/// old output whole. A file whose bytes did not change is hard-linked from the old output where the file system allows
/// it, so that it keeps its inode and time. All of it is brought to the disk before it takes the old one's place.
///
/// # Errors
/// Where the folder is not ours, a page cannot be rendered or a file cannot be written; the old output stands.
pub fn publish(
    renderer: &Renderer,
    target: &Target<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Summary, PublishError> {
    let keep = &renderer.site().config.keep;
    let old = target::existing(target, keep)?;
    let plan = &renderer.plan().pages;
    let pages = target.shard.pages(plan);
    let mut stage = Stage::new(target.output, &pages)?;
    renderer.prepare(pages.iter().copied());
    let done = AtomicUsize::new(0);
    let write = |buffer: &mut Vec<u8>, page: &&Page| {
        let written = write_page(renderer, page, &stage, old.as_deref(), buffer)?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        Ok(written)
    };
    let (last, first): (Vec<&Page>, Vec<&Page>) = pages.iter().copied().partition(|page| asks_for_sums(page));
    // What takes longest begins first, each by itself: no thread is left with it at the end. So does what holds most: made
    // last, it would stand in memory beside what pages have left there.
    let begins = |page: &&Page| is_long(page) || lists_the_site(page);
    let (long, short): (Vec<&Page>, Vec<&Page>) = first.into_iter().partition(begins);
    let portion = pages.len() / 1024 + 1;
    let wave = |long: &[&Page], short: &[&Page]| -> Result<Vec<Written>, PublishError> {
        let pages = long.par_iter().with_max_len(1).chain(short.par_iter().with_max_len(portion));
        pages.map_init(Vec::new, write).collect()
    };
    let mut written = wave(&long, &short)?;
    written.extend(wave(&[], &last)?);
    // Of the whole plan, so that the list of each share is that of the site which they make up.
    stage.list(plan)?;
    if let Some(old) = &old {
        stage.keep(old, keep)?;
    }
    stage.take_the_place_of(&target.output.output, old.is_some())?;
    Ok(Summary {
        files: pages.len(),
        unchanged: written.iter().filter(|written| written.is_linked).count(),
        bytes: written.iter().map(|written| written.length).sum(),
    })
}

/// Does it list the whole site, as a sitemap and a feed do?
fn lists_the_site(page: &Page) -> bool {
    page.subject == Subject::Site && matches!(page.kind.form, Form::Template(..))
}

/// Does a page say what files of data weigh and sum up to? It waits for these: they would else be made twice.
fn asks_for_sums(page: &Page) -> bool {
    matches!(page.subject, Subject::AllData | Subject::Data(DataFile::Package | DataFile::Sums))
}
