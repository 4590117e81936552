//! Web hosts that read files of their own in the output, and how much they take.

/// A web host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Host {
    /// GitHub Pages.
    Github,
    /// GitLab Pages.
    Gitlab,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// Azure Static Web Apps.
    Azure,
}

/// A file that hosts read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostFile {
    /// `_headers`: what is sent with answers.
    Headers,
    /// `_redirects`: where old addresses lead.
    Redirects,
    /// `.nojekyll`: publish the files as they are.
    NoJekyll,
    /// `staticwebapp.config.json`: both.
    StaticWebApp,
}

/// How much a host takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Files of a site.
    pub files: Option<usize>,
    /// Bytes of a site.
    pub bytes: Option<u64>,
}

impl Host {
    /// As written in the configuration.
    pub const NAMES: [(&str, Host); 5] = [
        ("github", Host::Github),
        ("gitlab", Host::Gitlab),
        ("netlify", Host::Netlify),
        ("cloudflare", Host::Cloudflare),
        ("azure", Host::Azure),
    ];

    /// Its name, for people.
    pub fn label(self) -> &'static str {
        match self {
            Host::Github => "GitHub Pages",
            Host::Gitlab => "GitLab Pages",
            Host::Netlify => "Netlify",
            Host::Cloudflare => "Cloudflare Pages",
            Host::Azure => "Azure Static Web Apps",
        }
    }

    /// Does it read this file?
    pub fn reads(self, file: HostFile) -> bool {
        match file {
            HostFile::Headers => matches!(self, Host::Netlify | Host::Cloudflare),
            HostFile::Redirects => matches!(self, Host::Gitlab | Host::Netlify | Host::Cloudflare),
            HostFile::NoJekyll => self == Host::Github,
            HostFile::StaticWebApp => self == Host::Azure,
        }
    }

    /// What it takes on its free plan, as its documentation said in 2026.
    pub fn limits(self) -> Limits {
        match self {
            Host::Github | Host::Gitlab => Limits { files: None, bytes: Some(1 << 30) },
            Host::Netlify => Limits { files: None, bytes: None },
            Host::Cloudflare => Limits { files: Some(20_000), bytes: None },
            Host::Azure => Limits { files: Some(15_000), bytes: Some(250 << 20) },
        }
    }
}
