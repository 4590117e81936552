//! A new name brought to the disk: all of it, or nothing where that can be known before.

use super::proposal::Proposal;
use super::subject::RenameError;
use crate::disk::{Batch, WriteError, move_file, read_text, remove, remove_empty_folders};

/// Write the texts that change and move what moves.
///
/// Nothing is done where a file has changed since it was read. The files beside go first and go back where one cannot;
/// then the texts are exchanged; the old file goes last, so that none is lost whenever it stops.
///
/// # Errors
/// As said there; and where somebody saves a file in the midst of it, which is left alone and named.
pub fn write(proposal: &Proposal) -> Result<(), RenameError> {
    let root = &proposal.before.root;
    let (old, new) = (proposal.before.get(proposal.subject), proposal.after.get(proposal.subject));
    let old_text = old.text.get();
    let mut batch = Batch::open(root)?;
    if !batch.create(&new.path, &*new.text.get())? {
        return Err(RenameError::Meanwhile(new.path.clone()));
    }
    for (old, new) in proposal.others() {
        batch.replace(&old.path, &old.text.get(), &new.text.get())?;
    }
    for file in proposal.others().map(|(old, _)| old).chain([old]) {
        if read_text(root, &file.path)?.as_deref() != Some(&*file.text.get()) {
            return Err(RenameError::Meanwhile(file.path.clone()));
        }
    }
    let beside: Vec<&(String, String)> = proposal.moved.iter().filter(|(from, _)| *from != old.path).collect();
    move_all(root, &beside)?;
    let mut left_alone = batch.commit()?;
    if read_text(root, &old.path)?.as_deref() == Some(&*old_text) {
        remove(root, &old.path)?;
    } else {
        left_alone.push(old.path.clone());
    }
    for (from, _) in &proposal.moved {
        remove_empty_folders(root, from);
    }
    if left_alone.is_empty() { Ok(()) } else { Err(RenameError::LeftAlone(left_alone)) }
}

/// Move files, or none of them.
fn move_all(root: &std::path::Path, files: &[&(String, String)]) -> Result<(), WriteError> {
    for (index, (from, to)) in files.iter().enumerate() {
        if let Err(error) = move_file(root, from, to) {
            for (from, to) in files[..index].iter().rev() {
                move_file(root, to, from)?;
            }
            return Err(error);
        }
    }
    Ok(())
}
