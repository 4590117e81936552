//! What the hosts of a site take, against what it is.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::config::Config;
use crate::model::host::Host;

/// Findings where a site has more files than its hosts take.
pub fn too_many_files(config: &Config, files: usize) -> Vec<Diagnostic> {
    let limit = |host: &Host| Some((*host, host.limits().files.filter(|limit| files > *limit)?));
    let over = config.hosts.iter().filter_map(limit);
    let found = |(host, limit): (Host, usize)| {
        let message = format!("the site has {files} files, and {} takes {limit}", host.label());
        finding(config, message, "write fewer: shorten `case_files`, set `without: [works]`, or raise `page_size`")
    };
    over.map(found).collect()
}

/// Findings where a site that was written has more bytes than its hosts take.
pub fn too_many_bytes(config: &Config, bytes: u64) -> Vec<Diagnostic> {
    let limit = |host: &Host| Some((*host, host.limits().bytes.filter(|limit| bytes > *limit)?));
    let over = config.hosts.iter().filter_map(limit);
    let found = |(host, limit): (Host, u64)| {
        let message = format!("the site has {} MiB, and {} takes {} MiB", bytes >> 20, host.label(), limit >> 20);
        finding(config, message, "write less: shorten `case_files`, or set `without: [explore, data]`")
    };
    over.map(found).collect()
}

fn finding(config: &Config, message: String, help: &str) -> Diagnostic {
    Diagnostic::new(Code::HostLimit, config.file, 0..0, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::FileId;

    #[test]
    fn a_site_is_held_against_what_each_of_its_hosts_takes() {
        let mut config = Config::new(FileId(0));
        assert!(too_many_files(&config, 1 << 30).is_empty());
        config.hosts = [Host::Cloudflare, Host::Azure, Host::Netlify].into();
        let messages = |found: Vec<Diagnostic>| found.into_iter().map(|found| found.message).collect::<Vec<_>>();
        assert!(too_many_files(&config, 15_000).is_empty());
        assert_eq!(
            messages(too_many_files(&config, 20_001)),
            [
                "the site has 20001 files, and Cloudflare Pages takes 20000",
                "the site has 20001 files, and Azure Static Web Apps takes 15000"
            ]
        );
        assert!(too_many_bytes(&config, 250 << 20).is_empty());
        assert_eq!(
            messages(too_many_bytes(&config, (300 << 20) + 1)),
            ["the site has 300 MiB, and Azure Static Web Apps takes 250 MiB"]
        );
    }
}
