//! Sites in temporary folders, and what comes of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use casebook::pipeline::{self, Checked, Options};
use casebook::publish::{self, Claim, Shard, Target};
use tempfile::TempDir;

use super::run::{self, Run};

/// Path → bytes of every file of a folder, such as an output.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The repository, whose root is the demonstration site.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A site in a folder that goes with it.
pub struct Site(TempDir);

impl Site {
    /// A folder without files.
    pub fn empty() -> Site {
        Site(TempDir::new().expect("a temporary folder"))
    }

    /// A site of some files, by path.
    pub fn of<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Site {
        let site = Site::empty();
        for (path, bytes) in files {
            site.write(path, bytes);
        }
        site
    }

    /// What `casebook init` writes.
    pub fn init(title: &str) -> Site {
        let site = Site::empty();
        site.run(&["init", "--title", title]).succeeds();
        site
    }

    /// A copy of a folder of the repository.
    pub fn copy_of(folder: &str) -> Site {
        let site = Site::empty();
        site.copy(&repository().join(folder), "");
        site
    }

    /// A copy of the demonstration site. Its files are made last one first, so that folders may list them otherwise:
    /// nothing may rest on their order.
    pub fn demonstration() -> Site {
        let site = Site::empty();
        for top in ["static", "themes", "content"].into_iter().filter(|top| repository().join(top).is_dir()) {
            site.copy(&repository().join(top), top);
        }
        site.write("casebook.yaml", fs::read(repository().join("casebook.yaml")).expect("its configuration"));
        site
    }

    fn copy(&self, from: &Path, to: &str) {
        for path in paths(from).into_iter().rev() {
            let bytes = fs::read(from.join(&path)).expect("a file of the repository");
            self.write(&format!("{to}/{path}"), bytes);
        }
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// Where a file of it lies.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path.trim_matches('/'))
    }

    /// Write a file, and the folders that it needs.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// The text of a file.
    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replace what stands in a file, which must be there.
    #[track_caller]
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} holds no {from:?}: {text}");
        self.write(path, text.replacen(from, to, 1));
    }

    /// Add to the end of a file.
    pub fn append(&self, path: &str, text: &str) {
        self.write(path, format!("{}{text}", self.read(path)));
    }

    /// Remove a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// The names in a folder of it, in order.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Every file below a folder of it.
    pub fn files(&self, folder: &str) -> Files {
        read_all(&self.path(folder))
    }

    /// Run the program in it.
    pub fn run(&self, arguments: &[&str]) -> Run {
        run::run(self.root(), arguments)
    }

    /// Check it.
    pub fn check(&self, options: &Options) -> Checked {
        pipeline::check(self.root(), options).expect("a site")
    }

    /// Build it, which must find no errors, into its `public`.
    pub fn build(&self, options: &Options) -> Files {
        build(self.root(), options, &self.path("public"));
        self.files("public")
    }
}

/// Build a site, which must have no errors, into a folder.
pub fn build(root: &Path, options: &Options, output: &Path) {
    let checked = pipeline::check(root, options).expect("a site");
    assert_eq!(checked.counts.errors, 0, "{:?}", checked.diagnostics);
    let output = Claim::of(output).expect("an output folder");
    let target = Target { files: &checked.files, output: &output, shard: Shard::WHOLE, force: 0, home: None };
    publish::publish(&checked.renderer.expect("a site"), &target, &|_| ()).expect("an output");
}

/// The demonstration site as it is built.
pub fn demonstration(options: &Options) -> Files {
    let site = Site::empty();
    build(repository(), options, &site.path("public"));
    site.files("public")
}

/// Every file of a folder.
pub fn read_all(folder: &Path) -> Files {
    paths(folder).into_iter().map(|path| (path.clone(), fs::read(folder.join(path)).expect("a file"))).collect()
}

/// Two outputs must be the same.
#[track_caller]
pub fn assert_same(one: &Files, other: &Files, what: &str) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{what}: other files");
    let differing: Vec<_> = one.iter().filter(|(path, bytes)| other[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(differing.is_empty(), "{what}: other bytes in {differing:?}");
}

/// The paths of all files below a folder, in order.
fn paths(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = entries.map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())));
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    let path = |path: &Path| path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
    files.map(|entry| path(entry.path())).collect()
}
