//! Watches the site's files, makes a new snapshot after each burst of changes, and tells the browsers.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use file_id::{FileId, get_file_id};
use notify_debouncer_full::notify::event::ModifyKind;
use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use tokio::sync::watch::Sender;

use super::snapshot::{Snapshot, Version};
use crate::files::CONFIG_FILE;
use crate::load::{LoadError, is_litter};
use crate::pipeline::{Checked, Workspace};

/// How long a burst must pause before it is looked at: editors write a file in several steps.
const PAUSE: Duration = Duration::from_millis(10);

/// What is said where the program fails, by a fault of its own.
const FAULT: &str = "the check failed, which is a fault of Casebook: please report the file that you edited last; the \
                     next edit is checked again";

/// The folders of a site that are watched with all that is in them.
const FOLDERS: [&str; 4] = ["content", "static", "themes", "styles"];

/// How often is it looked whether the folder is still the one that is watched? It may be deleted and made anew, or
/// another put in its place, and a watch goes with what it was set on.
const LOOK: Duration = Duration::from_millis(500);

/// Watch the files of a workspace, on a thread of its own that ends with the process.
///
/// Events that arrive while a snapshot is being made wait for the next one, so switching branches makes one or two
/// snapshots and not hundreds.
pub fn watch(
    workspace: Workspace,
    snapshot: Arc<RwLock<Arc<Snapshot>>>,
    versions: Sender<Version>,
    report: impl Fn(&Checked) + Send + 'static,
) -> Result<(), notify::Error> {
    let (events, bursts) = mpsc::channel::<BTreeSet<PathBuf>>();
    let root = workspace.root().to_owned();
    let here = std::env::current_dir().map_err(notify::Error::io)?;
    let mut watcher = Watcher::start(&here, &root, events.clone())?;
    std::thread::spawn(move || {
        let mut site = Watched { workspace, snapshot, versions, report };
        loop {
            let mut paths = match bursts.recv_timeout(LOOK) {
                Ok(paths) => paths,
                Err(RecvTimeoutError::Timeout) => BTreeSet::new(),
                Err(RecvTimeoutError::Disconnected) => return,
            };
            while let Ok(more) = bursts.try_recv() {
                paths.extend(more);
            }
            if paths.remove(&root) || !watcher.is_current() {
                // Whoever stands in a folder that is gone sees nothing of the one in its place. Where that cannot be
                // watched, for it is not there yet, it is tried again.
                let _ = std::env::set_current_dir(&here);
                if let Ok(renewed) = Watcher::start(&here, &root, events.clone()) {
                    watcher = renewed;
                } else if watcher.folder.take().is_none() {
                    continue;
                }
                paths.insert(everything(&root));
            }
            if FOLDERS.iter().any(|folder| paths.contains(&root.join(folder))) {
                // A folder that was made or came back is not watched yet. Where it cannot be, its files are seen
                // with the next change that is.
                let _ = watcher.watch_folders();
            }
            if !paths.is_empty() {
                site.renew(paths);
            }
        }
    });
    Ok(())
}

/// Stands for any change: what is a folder makes the whole site be looked at.
fn everything(root: &Path) -> PathBuf {
    root.join(FOLDERS[0])
}

/// What watches the folder of a site.
struct Watcher {
    watcher: Debouncer<RecommendedWatcher, RecommendedCache>,
    absolute: PathBuf,
    /// The folder that is watched; none where it is known to be gone.
    folder: Option<FileId>,
}

impl Watcher {
    fn start(here: &Path, root: &Path, events: mpsc::Sender<BTreeSet<PathBuf>>) -> Result<Self, notify::Error> {
        let absolute = here.join(root);
        let folder = Some(get_file_id(&absolute).map_err(notify::Error::io)?);
        let prefix = (absolute.clone(), root.to_owned());
        let mut watcher = new_debouncer(PAUSE, None, move |result: DebounceEventResult| {
            let paths = changed_paths(result, &prefix);
            if !paths.is_empty() {
                // This fails only when the server has stopped.
                let _ = events.send(paths);
            }
        })?;
        watcher.watch(&absolute, RecursiveMode::NonRecursive)?;
        let mut watcher = Watcher { watcher, absolute, folder };
        watcher.watch_folders()?;
        Ok(watcher)
    }

    fn watch_folders(&mut self) -> Result<(), notify::Error> {
        let folders = FOLDERS.map(|folder| self.absolute.join(folder));
        folders
            .iter()
            .filter(|folder| folder.is_dir())
            .try_for_each(|folder| self.watcher.watch(folder, RecursiveMode::Recursive))
    }

    /// Is the folder of the site the one that is watched?
    fn is_current(&self) -> bool {
        self.folder.is_some() && get_file_id(&self.absolute).ok() == self.folder
    }
}

/// The site's own files among those that changed; the root itself where it is gone.
fn changed_paths(result: DebounceEventResult, (absolute, root): &(PathBuf, PathBuf)) -> BTreeSet<PathBuf> {
    let Ok(events) = result else {
        // Events were lost: look at everything.
        return BTreeSet::from([everything(root)]);
    };
    let written = events.into_iter().filter(|event| !matches!(event.kind, EventKind::Access(_) | EventKind::Other));
    let mut changed = BTreeSet::new();
    for event in written {
        for path in &event.paths {
            let Ok(relative) = path.strip_prefix(absolute) else { continue };
            let is_gone = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            if is_of_site(relative) {
                changed.insert(root.join(relative));
            } else if relative.as_os_str().is_empty() && is_gone {
                // One that is made anew may get the number of the old one.
                changed.insert(root.clone());
            }
        }
    }
    changed
}

fn is_of_site(path: &Path) -> bool {
    let first = path.iter().next().and_then(|part| part.to_str());
    let is_dotted = |part: &&OsStr| part.as_encoded_bytes().starts_with(b".");
    // Under such a name lie files of `static/`, and nothing else that is read.
    let is_hidden = path.iter().filter(is_dotted).any(|part| first != Some("static") || is_litter(part));
    let is_style = path.iter().nth(1).is_none() && path.extension().is_some_and(|extension| extension == "csl");
    !is_hidden && (path == Path::new(CONFIG_FILE) || is_style || first.is_some_and(|first| FOLDERS.contains(&first)))
}

/// A site, and what is shown of it.
struct Watched<Report> {
    workspace: Workspace,
    snapshot: Arc<RwLock<Arc<Snapshot>>>,
    versions: Sender<Version>,
    report: Report,
}

impl<Report: Fn(&Checked)> Watched<Report> {
    /// Make the snapshot for a burst, and tell the browsers. Whatever a file makes of the program, the next edit is seen.
    fn renew(&mut self, paths: BTreeSet<PathBuf>) {
        let is_style = paths.iter().all(|path| path.extension().is_some_and(|extension| extension == "css"));
        let changed: Vec<PathBuf> = paths.into_iter().collect();
        let last = self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone();
        let checked = std::panic::catch_unwind(AssertUnwindSafe(|| {
            self.workspace.update(&changed)?;
            let checked = self.workspace.check();
            (self.report)(&checked);
            Ok(checked)
        }));
        let next = match checked {
            Ok(Ok(checked)) => last.next(checked, is_style),
            Ok(Err::<_, LoadError>(error)) => last.failed(error.to_string()),
            Err(_) => {
                // What it knew may be half of an edit.
                self.workspace.forget();
                last.failed(FAULT.to_owned())
            }
        };
        let next = Arc::new(next);
        let version = next.version();
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = next;
        self.versions.send_replace(version);
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test edits a site of its own")]
mod tests {
    use std::cell::Cell;
    use std::fs;

    use super::*;
    use crate::pipeline::Options;

    #[test]
    fn what_a_site_is_made_of_is_watched() {
        for path in [
            "casebook.yaml",
            "content/cases/a.md",
            "static/a.css",
            "themes/x/templates/a.html",
            "styles/a.csl",
            "a.csl",
        ] {
            assert!(is_of_site(Path::new(path)), "{path}");
        }
        for path in ["public/index.html", "notes.md", "other/a.csl", "content/.a.md.swp", ".git/HEAD"] {
            assert!(!is_of_site(Path::new(path)), "{path}");
        }
    }

    /// Where something fails that no file should make fail, the site stays, it is said, and the next edit is seen.
    #[test]
    fn a_check_that_fails_is_told_and_the_next_edit_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let write = |title: &str| fs::write(folder.path().join(CONFIG_FILE), format!("title: {title}\n")).unwrap();
        write("First");
        let mut workspace = Workspace::open(folder.path(), Options::default()).unwrap();
        let first = Snapshot::first(workspace.check());
        let (versions, told) = tokio::sync::watch::channel(first.version());
        let snapshot = Arc::new(RwLock::new(Arc::new(first)));
        let fails = Cell::new(true);
        let report = |_: &Checked| assert!(!fails.replace(false), "a fault of the program");
        let mut site = Watched { workspace, snapshot: snapshot.clone(), versions, report };
        let mut edit = |title: &str| {
            write(title);
            site.renew(BTreeSet::from([folder.path().join(CONFIG_FILE)]));
            let newest = snapshot.read().unwrap().clone();
            let title = newest.renderer().map(|renderer| renderer.site().config.title.clone());
            (title, newest.failure().map(ToOwned::to_owned), told.borrow().content)
        };
        assert_eq!(edit("Second"), (Some("First".to_owned()), Some(FAULT.to_owned()), 2));
        assert_eq!(edit("Third"), (Some("Third".to_owned()), None, 3));
    }
}
