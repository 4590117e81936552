//! What one look at an address saw, and what it makes of what was known before.

use jiff::civil::Date;

use crate::model::{AddressState, ArchivedCopy, CheckedAddress, CheckedPassage, PassageState};

/// Days after which an entry is written again though nothing changed.
pub const RENEWED: i32 = 30;

/// Days of failure that make an address dead.
const FAILURES: usize = 3;

/// What one look saw.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sighting {
    /// How it answered.
    pub outcome: Outcome,
    /// Where redirects led.
    pub leads_to: Option<String>,
    /// Where it has moved for good.
    pub moved_to: Option<String>,
    /// The title of the page.
    pub title: Option<String>,
    /// SHA-256 of its text.
    pub text: Option<String>,
    /// What became of the words that are quoted from it.
    pub passages: Vec<CheckedPassage>,
    /// A copy, where one was looked for.
    pub copy: Option<ArchivedCopy>,
}

/// How an address answered, once.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is there.
    There,
    /// It lets no program see it, and why that is thought.
    Blocked(String),
    /// It failed, and how.
    Failed(String),
    /// Nothing sure can be said, and why.
    Unknown(String),
    /// It was not asked: a copy of it was read, or only archives were.
    NotAsked,
}

impl Sighting {
    /// Nothing but how it answered.
    pub fn of(outcome: Outcome) -> Sighting {
        Sighting { outcome, leads_to: None, moved_to: None, title: None, text: None, passages: Vec::new(), copy: None }
    }

    /// What is known of an address after this look, on a day.
    pub fn noted(self, address: &str, before: Option<&CheckedAddress>, today: Date) -> CheckedAddress {
        let (state, why, failed) = self.judged(before, today);
        let since = match before {
            Some(before) if before.state == state => before.since,
            _ if state == AddressState::Dead => failed.first().copied().unwrap_or(today),
            _ => today,
        };
        // What could not be seen now is as it was seen last.
        let kept = |new: Option<String>, old: fn(&CheckedAddress) -> &Option<Box<str>>| {
            new.map(Into::into).or_else(|| before.and_then(|before| old(before).clone()))
        };
        let was_asked = self.outcome != Outcome::NotAsked;
        let passage = |new: CheckedPassage| {
            let old = before.and_then(|before| before.passage(&new.words));
            old.filter(|_| new.state == PassageState::Unknown).cloned().unwrap_or(new)
        };
        let new = CheckedAddress {
            address: address.into(),
            state,
            why,
            since,
            failed,
            checked: before.filter(|_| !was_asked).map_or(today, |before| before.checked),
            leads_to: if was_asked { self.leads_to.map(Into::into) } else { kept(None, |old| &old.leads_to) },
            moved_to: if was_asked { self.moved_to.map(Into::into) } else { kept(None, |old| &old.moved_to) },
            title: kept(self.title, |old| &old.title),
            text: kept(self.text, |old| &old.text),
            copy: self.copy.or_else(|| before.and_then(|before| before.copy.clone())),
            passages: self.passages.into_iter().map(passage).collect(),
        };
        match before {
            Some(before) if is_as_it_was(&new, before) && days_between(before.checked, today) < RENEWED => {
                before.clone()
            }
            _ => new,
        }
    }

    /// The state, why it is thought, and the days of failure.
    fn judged(&self, before: Option<&CheckedAddress>, today: Date) -> (AddressState, Option<Box<str>>, Vec<Date>) {
        let failed = || before.map(|before| before.failed.clone()).unwrap_or_default();
        let as_before = || before.map(|before| (before.state, before.why.clone(), failed()));
        let is_dead = before.is_some_and(|before| before.state == AddressState::Dead);
        let unknown = (AddressState::Unknown, Some("not asked".into()), Vec::new());
        match &self.outcome {
            Outcome::There if self.moved_to.is_some() => (AddressState::Moved, None, Vec::new()),
            Outcome::There => (AddressState::Ok, None, Vec::new()),
            Outcome::Blocked(why) => (AddressState::Blocked, Some((**why).into()), Vec::new()),
            // What nothing sure can be said of ends no count, and brings nothing back to life.
            Outcome::Unknown(_) if is_dead => as_before().unwrap_or(unknown),
            Outcome::Unknown(why) => (AddressState::Unknown, Some((**why).into()), failed()),
            Outcome::NotAsked => as_before().unwrap_or(unknown),
            // What is dead stays so, for the reason that it was found to be.
            Outcome::Failed(_) if is_dead => as_before().unwrap_or(unknown),
            Outcome::Failed(why) => {
                let mut failed = failed();
                if !failed.contains(&today) {
                    failed.push(today);
                }
                let state = if failed.len() < FAILURES { AddressState::Unknown } else { AddressState::Dead };
                (state, Some((**why).into()), failed)
            }
        }
    }
}

/// Is nothing different that a reader or an editor would want to know? The text of a page changes with every comment
/// below it, so by itself it is no change; it is written with the next one.
fn is_as_it_was(new: &CheckedAddress, before: &CheckedAddress) -> bool {
    let bare = |entry: &CheckedAddress| CheckedAddress { checked: before.checked, text: None, ..entry.clone() };
    bare(new) == bare(before)
}

/// Days from one day to a later one.
pub fn days_between(one: Date, other: Date) -> i32 {
    one.until(other).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://example.org/a";

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn after(outcomes: &[(&str, Outcome)]) -> CheckedAddress {
        let mut entry = None;
        for (on, outcome) in outcomes {
            entry = Some(Sighting::of(outcome.clone()).noted(ADDRESS, entry.as_ref(), day(on)));
        }
        entry.unwrap()
    }

    fn failed() -> Outcome {
        Outcome::Failed("404".to_owned())
    }

    #[test]
    fn three_days_of_failure_make_an_address_dead() {
        let two = after(&[("2026-11-01", failed()), ("2026-11-01", failed()), ("2026-11-02", failed())]);
        assert_eq!((two.state, two.failed.len()), (AddressState::Unknown, 2));
        let three = after(&[("2026-11-01", failed()), ("2026-11-02", failed()), ("2026-11-09", failed())]);
        assert_eq!((three.state, three.since), (AddressState::Dead, day("2026-11-01")));
        assert_eq!(three.why.as_deref(), Some("404"));
        let between = after(&[
            ("2026-11-01", failed()),
            ("2026-11-02", failed()),
            ("2026-11-03", Outcome::There),
            ("2026-11-04", failed()),
        ]);
        assert_eq!((between.state, between.failed), (AddressState::Unknown, vec![day("2026-11-04")]));
        let unsure = Outcome::Unknown("no network".to_owned());
        let days = ["2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"];
        let outcomes = [failed(), failed(), unsure.clone(), failed(), unsure];
        let over: Vec<_> = days.into_iter().zip(outcomes).collect();
        assert_eq!(after(&over[..3]).state, AddressState::Unknown);
        assert_eq!(after(&over).state, AddressState::Dead, "what is not sure changes nothing");
        let blocked = after(&[("2026-11-01", failed()), ("2026-11-02", Outcome::Blocked("403".to_owned()))]);
        assert_eq!((blocked.state, blocked.failed.len()), (AddressState::Blocked, 0));
    }

    #[test]
    fn while_nothing_changes_an_entry_is_written_monthly() {
        let first = after(&[("2026-11-01", Outcome::There)]);
        let later = |on: &str| Sighting::of(Outcome::There).noted(ADDRESS, Some(&first), day(on));
        assert_eq!(later("2026-11-30"), first);
        let renewed = later("2026-12-01");
        assert_eq!((renewed.checked, renewed.since), (day("2026-12-01"), day("2026-11-01")));
        let other_text = Sighting { text: Some("ab".to_owned()), ..Sighting::of(Outcome::There) };
        assert_eq!(other_text.noted(ADDRESS, Some(&first), day("2026-11-02")), first);
        let other_title = Sighting { title: Some("New".to_owned()), ..Sighting::of(Outcome::There) };
        assert_eq!(other_title.noted(ADDRESS, Some(&first), day("2026-11-02")).checked, day("2026-11-02"));
    }

    #[test]
    fn what_cannot_be_seen_now_is_as_it_was_seen_last() {
        let passage = |state| CheckedPassage { words: "0123456789abcdef".into(), state, seen: None };
        let seen = |outcome, state| Sighting { passages: vec![passage(state)], ..Sighting::of(outcome) };
        let found = seen(Outcome::There, PassageState::Found).noted(ADDRESS, None, day("2026-11-01"));
        let blocked = seen(Outcome::Blocked("403".to_owned()), PassageState::Unknown);
        let blocked = blocked.noted(ADDRESS, Some(&found), day("2026-11-02"));
        assert_eq!((blocked.state, blocked.passages[0].state), (AddressState::Blocked, PassageState::Found));
        let missing = seen(Outcome::NotAsked, PassageState::Missing).noted(ADDRESS, Some(&found), day("2026-11-03"));
        assert_eq!((missing.state, missing.checked), (AddressState::Ok, day("2026-11-01")));
        assert_eq!(missing.passages[0].state, PassageState::Missing);
    }
}
