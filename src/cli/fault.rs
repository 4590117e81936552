//! What the program says where it fails: a fault of its own, or of a library at what strangers wrote.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::PanicHookInfo;

use crate::files::neutral;

/// Tell of faults in a line each: what a library says of one may quote the text that it failed at.
pub fn tell_in_a_line() {
    std::panic::set_hook(Box::new(|fault| {
        eprintln!("{}", told(fault));
        // Asked for by RUST_BACKTRACE.
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            eprintln!("{trace}");
        }
    }));
}

fn told(fault: &PanicHookInfo<'_>) -> String {
    let place = fault.location().map(|place| format!(" at {place}")).unwrap_or_default();
    let said = fault.payload();
    let said = said.downcast_ref::<&str>().copied().or_else(|| said.downcast_ref().map(String::as_str));
    let said = said.unwrap_or("it says nothing of it");
    format!("fault of the program{}: {}", neutral(&place), neutral(said))
}
