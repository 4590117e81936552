//! One look at an address: whether it is there, where it leads, and whether quoted words are in it.

use url::Url;

use super::absent::{Absent, Likeness, Verdict, impossible};
use super::client::{Answer, Failure, Method};
use super::hosts::{Hosts, Trouble};
use super::page::{PageText, decoded};
use super::passages::Searched;
use super::sighting::{Outcome, Sighting};
use super::walls::{is_challenge, is_door, is_riddle, is_wall_status};
use crate::model::{CheckedAddress, CheckedPassage, PassageState, digest_of_words, without_fragment};

/// Redirects that are followed.
const REDIRECTS: usize = 10;

/// Where an address led.
struct Followed {
    /// Where it ended.
    at: Url,
    /// Where redirects lead that are for good, from the first one on.
    moved_to: Option<Url>,
    answer: Answer,
}

/// Why an address led nowhere.
enum Lost {
    Trouble(Trouble),
    Redirects,
    Scheme,
}

impl From<Trouble> for Lost {
    fn from(trouble: Trouble) -> Lost {
        Lost::Trouble(trouble)
    }
}

/// Follow an address: `HEAD` as long as that is enough, `GET` to read a page and to be sure that nothing is there.
fn follow(hosts: &Hosts, asked: &Url, first: Method) -> Result<Followed, Lost> {
    let (mut at, mut method) = (asked.clone(), first);
    let (mut moved_to, mut is_for_good) = (None, true);
    let mut redirects = 0;
    loop {
        let answer = hosts.ask(method, &at)?;
        if let Some(to) = answer.redirect(&at) {
            redirects += 1;
            if redirects > REDIRECTS {
                return Err(Lost::Redirects);
            }
            if !matches!(to.scheme(), "http" | "https") {
                return Err(Lost::Scheme);
            }
            is_for_good &= matches!(answer.status, 301 | 308);
            if is_for_good {
                moved_to = Some(to.clone());
            }
            (at, method) = (to, first);
            continue;
        }
        let is_no_page = (200..300).contains(&answer.status) && !answer.may_be_page();
        // Who has too many requests is not asked once more.
        if method == Method::Get || is_no_page || answer.status == 429 {
            return Ok(Followed { at, moved_to, answer });
        }
        method = Method::Get;
    }
}

/// Look at an address. Also the page, where it is one; nothing where the host is not to be asked now.
pub fn look(
    hosts: &Hosts,
    address: &str,
    passages: &[String],
    before: Option<&CheckedAddress>,
) -> Option<(Sighting, Option<String>)> {
    let unseen = |outcome| Some((Sighting { passages: unknown(passages), ..Sighting::of(outcome) }, None));
    let Ok(asked) = Url::parse(address) else {
        return unseen(Outcome::Unknown("an address that cannot be asked".to_owned()));
    };
    let followed = match follow(hosts, &asked, Method::Head) {
        Ok(followed) => followed,
        Err(Lost::Trouble(Trouble::NotNow)) => return None,
        Err(lost) => return unseen(outcome_of(lost)),
    };
    let Followed { at, moved_to, answer } = followed;
    let status = answer.status.to_string();
    if is_challenge(&answer) || is_wall_status(answer.status) {
        return unseen(Outcome::Blocked(status));
    }
    let (html, page) = match answer.may_be_page().then(|| page_of(hosts, &answer)) {
        Some((html, page)) if is_riddle(&html, &page.text) => {
            return unseen(Outcome::Blocked("a riddle for programs".to_owned()));
        }
        Some((html, page)) => (Some(html), Some(page)),
        None => (None, None),
    };
    match answer.status {
        200..300 => {}
        404 | 410 | 500.. => return unseen(Outcome::Failed(status)),
        _ => return unseen(Outcome::Unknown(status)),
    }
    if at != asked && is_door(&at) && !is_door(&asked) {
        return unseen(Outcome::Blocked("asks who the reader is".to_owned()));
    }
    let leads_to = elsewhere(&at, address);
    let mut sighting = Sighting {
        leads_to,
        moved_to: moved_to.and_then(|to| elsewhere(&to, address)),
        passages: unknown(passages),
        ..Sighting::of(Outcome::There)
    };
    if let Some(page) = page {
        let text = page.digest();
        let is_known = before.is_some_and(|before| before.text.as_deref() == Some(&*text) && before.state.is_there());
        let verdict = if is_known {
            Verdict::Own
        } else {
            let absent = absent(hosts, &asked);
            let _turn = hosts.reading();
            absent.judge(&asked, &at, &page)
        };
        match verdict {
            Verdict::Absent => return unseen(Outcome::Failed("a page that says that there is nothing".to_owned())),
            Verdict::Unclear => {
                return unseen(Outcome::Unknown("the page that is shown for any address".to_owned()));
            }
            Verdict::Own => {}
        }
        let _turn = hosts.reading();
        read(&mut sighting, &page, passages, answer.is_cut);
    }
    Some((sighting, html))
}

/// The text of an answer, and the page that it is.
fn page_of(hosts: &Hosts, answer: &Answer) -> (String, PageText) {
    let _turn = hosts.reading();
    let media_type = answer.header("content-type");
    let html = decoded(&answer.body, media_type);
    let page = match media_type {
        Some(media_type) if media_type.starts_with("text/plain") => PageText::of_plain(html.clone()),
        _ => PageText::of_html(&html),
    };
    (html, page)
}

/// Look for passages in a copy of a page that was kept.
pub fn look_at_copy(html: &str, passages: &[String]) -> Sighting {
    let mut sighting = Sighting::of(Outcome::NotAsked);
    read(&mut sighting, &PageText::of_html(html), passages, false);
    sighting
}

fn read(sighting: &mut Sighting, page: &PageText, passages: &[String], is_cut: bool) {
    sighting.text = Some(page.digest());
    sighting.title.clone_from(&page.title);
    if !passages.is_empty() {
        let searched = Searched::new(&page.text, is_cut);
        sighting.passages = passages.iter().map(|passage| searched.look(passage)).collect();
    }
}

/// What is said of passages of which nothing could be seen.
pub fn unknown(passages: &[String]) -> Vec<CheckedPassage> {
    let unknown = |passage: &String| CheckedPassage {
        words: digest_of_words(passage).into(),
        state: PassageState::Unknown,
        seen: None,
    };
    passages.iter().map(unknown).collect()
}

fn outcome_of(lost: Lost) -> Outcome {
    match lost {
        Lost::Redirects => Outcome::Failed("redirects without an end".to_owned()),
        Lost::Scheme => Outcome::Unknown("leads out of the web".to_owned()),
        Lost::Trouble(Trouble::Forbidden) => Outcome::Blocked("robots.txt".to_owned()),
        Lost::Trouble(Trouble::NoRobots(status)) => Outcome::Unknown(format!("robots.txt: {status}")),
        Lost::Trouble(Trouble::NotNow) => Outcome::NotAsked,
        Lost::Trouble(Trouble::Failed(failure)) => {
            let why = failure.as_str().to_owned();
            match failure {
                Failure::NoSuchHost | Failure::Unreachable | Failure::TimedOut | Failure::Broken => {
                    Outcome::Failed(why)
                }
                Failure::Certificate | Failure::Private | Failure::NoNetwork => Outcome::Unknown(why),
            }
        }
    }
}

/// An address where it is not the one that was asked for.
fn elsewhere(at: &Url, address: &str) -> Option<String> {
    let at = without_fragment(at.as_str());
    let is_same = Url::parse(address).is_ok_and(|asked| without_fragment(asked.as_str()) == at);
    (!is_same).then(|| at.to_owned())
}

/// What the host answers for an address that cannot exist.
fn absent(hosts: &Hosts, asked: &Url) -> std::sync::Arc<Absent> {
    hosts.absent(asked, || match follow(hosts, &impossible(asked), Method::Get) {
        Ok(Followed { at, answer, .. }) if (200..300).contains(&answer.status) && answer.may_be_page() => {
            Absent::Page(Likeness::of(at, &page_of(hosts, &answer).1))
        }
        _ => Absent::Said,
    })
}
