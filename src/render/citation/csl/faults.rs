//! Where hayagriva fails at what strangers wrote, the case is cited in the built-in style, and that is a finding.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::{Code, Diagnostic};
use crate::files::FileId;

/// The files of cases at which hayagriva failed.
#[derive(Debug, Default)]
pub struct Faults(Mutex<BTreeSet<FileId>>);

impl Faults {
    /// What some work for a case comes to; nothing where it fails. It changes nothing but what it returns.
    pub fn guard<T>(&self, case: FileId, work: impl FnOnce() -> T) -> Option<T> {
        let done = catch_unwind(AssertUnwindSafe(work)).ok();
        if done.is_none() {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(case);
        }
        done
    }

    /// A finding for each case.
    pub fn report(&self) -> Vec<Diagnostic> {
        let message = "a citation of this case, or the reference to it, cannot be written in its style; citations \
                       stand as in `publisher-date`";
        let help = "this is a fault of Casebook: report it with the case; until it is mended, choose another style";
        let cases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        cases.iter().map(|case| Diagnostic::new(Code::StyleLimit, *case, 0..0, message).help(help)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_a_finding_and_the_rest_goes_on() {
        let halves = [1, 0, 2, 0];
        let faults = Faults::default();
        let done: Vec<_> = (0..4).map(|n| faults.guard(FileId(n), || 6 / halves[n as usize])).collect();
        assert_eq!(done, [Some(6), None, Some(3), None]);
        let found: Vec<_> = faults.report().into_iter().map(|found| found.place.map(|place| place.file)).collect();
        assert_eq!(found, [Some(FileId(1)), Some(FileId(3))]);
    }
}
