//! How a reader can cite a case, correct it, and follow its history.

use percent_encoding::utf8_percent_encode;
use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use crate::addresses::route;
use crate::export::{OwnWork, bibtex, csl_json, ris};
use crate::model::config::CaseFile;
use crate::model::{Case, CaseId, Revision};
use crate::render::parts::text::ENCODED;
use crate::render::renderer::Renderer;
use crate::render::shared::Shared;
use crate::theme::{DateView, fill};

/// References to the page of a case.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct CiteView {
    /// APA, 7th edition, as HTML.
    pub apa: String,
    /// As data, one after the other.
    pub formats: Vec<CiteFormat>,
}

/// A case in another form, beside its page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaseFileView {
    /// What it is, in the site's language: `Sources (BibTeX)`.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
}

/// A reference for programs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CiteFormat {
    /// For `id` attributes.
    pub id: &'static str,
    /// `BibTeX`, `RIS`, `CSL-JSON`.
    pub label: &'static str,
    /// The reference, as plain text.
    pub text: String,
}

/// A change of a case, as its repository remembers it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RevisionView {
    /// When.
    pub date: Shared<DateView>,
    /// The first line of its message.
    pub subject: String,
    /// Its page at the repository's host, where that is known.
    pub href: Option<String>,
}

/// The ways into the repository, where the site names one at a host whose addresses are known.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct RepositoryLinks {
    /// Opens a report about this case.
    pub report: Option<String>,
    /// Opens the case's file in an editor.
    pub edit: Option<String>,
    /// Every change of the case's file.
    pub history: Option<String>,
}

/// How many changes a case shows; its repository shows them all.
const REVISIONS: usize = 10;

/// `case.cite`
pub fn cite(renderer: &Renderer, id: CaseId) -> CiteView {
    let own = OwnWork::of_case(renderer.publication(), id);
    let entry = own.entry();
    let file = renderer.site.case(id).file;
    CiteView {
        apa: renderer.faults.guard(file, || renderer.reference_style().write(&entry)).unwrap_or_default(),
        formats: vec![
            CiteFormat { id: "bibtex", label: "BibTeX", text: shown(&bibtex::to_text(&entry)) },
            CiteFormat { id: "ris", label: "RIS", text: shown(&ris::to_text(&entry)) },
            CiteFormat { id: "csl", label: "CSL-JSON", text: csl_json::to_pretty_text(&entry) },
        ],
    }
}

/// A record as it stands on a page: the file's line breaks are the page's.
fn shown(text: &str) -> String {
    text.replace('\r', "").trim_end_matches('\n').to_owned()
}

/// `case.files`
pub fn files(renderer: &Renderer, id: CaseId) -> Vec<CaseFileView> {
    let view = |file: &CaseFile| CaseFileView {
        label: renderer.words().get(word_of(*file)).to_owned(),
        href: route::case_file(&renderer.site, id, *file),
        media_type: file.media_type(),
    };
    renderer.site.config.case_files.iter().map(view).collect()
}

fn word_of(file: CaseFile) -> &'static str {
    match file {
        CaseFile::Json => "take.file_json",
        CaseFile::Md => "take.file_md",
        CaseFile::Bib => "take.file_bib",
        CaseFile::Ris => "take.file_ris",
        CaseFile::CslJson => "take.file_csl",
    }
}

/// `case.history`, and how many more changes there are.
pub fn history(renderer: &Renderer, case: &Case) -> (Vec<RevisionView>, usize) {
    let host = Host::of(renderer);
    let view = |revision: &Revision| RevisionView {
        date: renderer.date(&revision.date),
        subject: revision.subject.clone(),
        href: host.as_ref().map(|host| host.commit(&revision.id)),
    };
    let shown = case.history.iter().take(REVISIONS).map(view).collect();
    (shown, case.history.len().saturating_sub(REVISIONS))
}

/// `case.repository`
pub fn repository(renderer: &Renderer, id: CaseId) -> RepositoryLinks {
    let case = renderer.site.case(id);
    let Some(host) = Host::of(renderer) else { return RepositoryLinks::default() };
    let path = format!("{}{}", renderer.site.repository_folder, case.path);
    let branch = &renderer.site.config.repository_branch;
    let title = fill(renderer.words().get("take.report_title"), |_| Some(case.title.clone()));
    let page = renderer.absolute(&route::case(&renderer.site, id));
    let body = format!("{}\n\n{}\n", page.as_deref().unwrap_or(&path), renderer.words().get("take.report_body"));
    RepositoryLinks {
        report: Some(host.report(&title, &body)),
        edit: Some(host.file("edit", branch, &path)),
        history: Some(host.file("commits", branch, &path)),
    }
}

/// A host of repositories whose addresses are known.
struct Host<'a> {
    base: &'a str,
    kind: HostKind,
}

#[derive(Clone, Copy)]
enum HostKind {
    GitHub,
    GitLab,
    /// Forgejo, Gitea and Codeberg.
    Forgejo,
}

impl<'a> Host<'a> {
    /// Told by its name; a host of another name has no links but the repository's own.
    fn of(renderer: &'a Renderer) -> Option<Self> {
        let base = renderer.site.config.repository_url.as_deref()?;
        let url = Url::parse(base).ok()?;
        let name = url.host_str()?;
        let named = |part: &str| name.split('.').any(|label| label == part);
        let kind = if named("github") {
            HostKind::GitHub
        } else if named("gitlab") {
            HostKind::GitLab
        } else if named("codeberg") || named("gitea") || named("forgejo") {
            HostKind::Forgejo
        } else {
            return None;
        };
        Some(Host { base: base.strip_suffix(".git").unwrap_or(base), kind })
    }

    fn commit(&self, id: &str) -> String {
        match self.kind {
            HostKind::GitHub | HostKind::Forgejo => format!("{}/commit/{id}", self.base),
            HostKind::GitLab => format!("{}/-/commit/{id}", self.base),
        }
    }

    fn file(&self, action: &str, branch: &str, path: &str) -> String {
        let Host { base, kind } = self;
        let (branch, path) = (utf8_percent_encode(branch, ENCODED), utf8_percent_encode(path, ENCODED));
        match (kind, action) {
            (HostKind::GitHub, _) => format!("{base}/{action}/{branch}/{path}"),
            (HostKind::GitLab, _) => format!("{base}/-/{action}/{branch}/{path}"),
            (HostKind::Forgejo, "edit") => format!("{base}/_edit/{branch}/{path}"),
            (HostKind::Forgejo, _) => format!("{base}/{action}/branch/{branch}/{path}"),
        }
    }

    fn report(&self, title: &str, body: &str) -> String {
        let (title, body) = (utf8_percent_encode(title, ENCODED), utf8_percent_encode(body, ENCODED));
        match self.kind {
            HostKind::GitHub | HostKind::Forgejo => format!("{}/issues/new?title={title}&body={body}", self.base),
            HostKind::GitLab => {
                format!("{}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}", self.base)
            }
        }
    }
}
