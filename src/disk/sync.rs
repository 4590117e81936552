//! Syncs: what was written is brought to the disk before a name leads to it.

#[cfg(target_os = "linux")]
use std::fs::File;
use std::path::Path;

/// Bring everything that was written to the file system of a folder to the disk, where the system has a call for that.
#[cfg(target_os = "linux")]
pub fn sync_file_system(folder: &Path) -> bool {
    File::open(folder).is_ok_and(|folder| rustix::fs::syncfs(folder).is_ok())
}

/// Bring everything that was written to the file system of a folder to the disk: this system has no call for that.
#[cfg(not(target_os = "linux"))]
pub fn sync_file_system(_: &Path) -> bool {
    false
}
