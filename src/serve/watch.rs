//! Watches the site's files, makes a new snapshot after each burst of changes, and tells the browsers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use notify_debouncer_full::notify::{self, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use tokio::sync::watch::Sender;

use super::snapshot::{Snapshot, Version};
use crate::files::CONFIG_FILE;
use crate::pipeline::{Checked, Workspace};

/// How long a burst must pause before it is looked at: editors write a file in several steps.
const PAUSE: Duration = Duration::from_millis(10);

/// The folders of a site that are watched with all that is in them.
const FOLDERS: [&str; 3] = ["content", "static", "themes"];

type Watcher = Debouncer<RecommendedWatcher, RecommendedCache>;

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
    let absolute = std::path::absolute(&root).unwrap_or_else(|_| root.clone());
    let prefix = (absolute.clone(), root.clone());
    let mut watcher = new_debouncer(PAUSE, None, move |result: DebounceEventResult| {
        let paths = changed_paths(result, &prefix);
        if !paths.is_empty() {
            // This fails only when the server has stopped.
            let _ = events.send(paths);
        }
    })?;
    watcher.watch(&absolute, RecursiveMode::NonRecursive)?;
    watch_folders(&mut watcher, &absolute)?;
    std::thread::spawn(move || {
        let mut workspace = workspace;
        while let Ok(mut paths) = bursts.recv() {
            while let Ok(more) = bursts.try_recv() {
                paths.extend(more);
            }
            if FOLDERS.iter().any(|folder| paths.contains(&root.join(folder))) {
                // A folder that was made or came back is not watched yet. Where it cannot be, its files are seen
                // with the next change that is.
                let _ = watch_folders(&mut watcher, &absolute);
            }
            renew(&mut workspace, paths, &snapshot, &versions, &report);
        }
    });
    Ok(())
}

fn watch_folders(watcher: &mut Watcher, root: &Path) -> Result<(), notify::Error> {
    let folders = FOLDERS.map(|folder| root.join(folder));
    folders
        .iter()
        .filter(|folder| folder.is_dir())
        .try_for_each(|folder| watcher.watch(folder, RecursiveMode::Recursive))
}

/// The site's own files among those that changed, under the root as it was given.
fn changed_paths(result: DebounceEventResult, (absolute, root): &(PathBuf, PathBuf)) -> BTreeSet<PathBuf> {
    let Ok(events) = result else {
        // Events were lost: look at everything.
        return BTreeSet::from([root.join(FOLDERS[0])]);
    };
    let written = events.into_iter().filter(|event| !matches!(event.kind, EventKind::Access(_) | EventKind::Other));
    let paths = written.flat_map(|event| event.event.paths);
    let relative = paths.filter_map(|path| path.strip_prefix(absolute).ok().map(Path::to_owned));
    relative.filter(|path| is_of_site(path)).map(|path| root.join(path)).collect()
}

fn is_of_site(path: &Path) -> bool {
    let is_hidden = path.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
    let first = path.iter().next().and_then(|part| part.to_str());
    !is_hidden && (path == Path::new(CONFIG_FILE) || first.is_some_and(|first| FOLDERS.contains(&first)))
}

/// Make the snapshot for a burst, and tell the browsers.
fn renew(
    workspace: &mut Workspace,
    paths: BTreeSet<PathBuf>,
    snapshot: &RwLock<Arc<Snapshot>>,
    versions: &Sender<Version>,
    report: &impl Fn(&Checked),
) {
    let is_style = paths.iter().all(|path| path.extension().is_some_and(|extension| extension == "css"));
    let changed: Vec<PathBuf> = paths.into_iter().collect();
    let last = snapshot.read().unwrap_or_else(PoisonError::into_inner).clone();
    let next = match workspace.update(&changed) {
        Ok(()) => {
            let checked = workspace.check();
            report(&checked);
            last.next(checked, is_style)
        }
        Err(error) => last.failed(error.to_string()),
    };
    let next = Arc::new(next);
    let version = next.version();
    *snapshot.write().unwrap_or_else(PoisonError::into_inner) = next;
    versions.send_replace(version);
}
