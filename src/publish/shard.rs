//! A share of the plan, for a site that several machines render.

use std::str::FromStr;

use crate::plan::Subject;
use crate::render::Page;

/// One of several shares of a plan. All of them together, each copied over the others, are the whole site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 0, below `of`.
    number: usize,
    of: usize,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Shard = Shard { number: 0, of: 1 };

    /// Its pages, in the order of the plan. What is made of the whole site is in the first share, so that no other has
    /// to go through all cases for it.
    pub fn pages<'p>(&self, plan: &'p [Page]) -> Vec<&'p Page> {
        let mut dealt = 0;
        let is_own = |page: &&Page| {
            if is_of_whole_site(page) {
                return self.number == 0;
            }
            dealt += 1;
            dealt % self.of == self.number
        };
        plan.iter().filter(is_own).collect()
    }
}

impl Default for Shard {
    fn default() -> Shard {
        Shard::WHOLE
    }
}

impl FromStr for Shard {
    type Err = String;

    /// `2/4`: the second of four.
    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number @ 1.., of)) if number <= of => Ok(Shard { number: number - 1, of }),
            _ => Err("write which share, and of how many: `2/4` is the second of four".to_owned()),
        }
    }
}

/// Is a page made of all cases, or a file that is copied? Of a list of all cases, each page has its own part.
fn is_of_whole_site(page: &Page) -> bool {
    match page.subject {
        Subject::AllData | Subject::Data(_) | Subject::Explore(_) | Subject::ThemeAsset(_) | Subject::Asset(_) => true,
        Subject::Site => page.range.is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_one_of_so_many() {
        assert_eq!("1/1".parse(), Ok(Shard::WHOLE));
        assert_eq!("7/7".parse(), Ok(Shard { number: 6, of: 7 }));
        for text in ["", "1", "0/2", "3/2", "1/0", "-1/2", "a/b", "1/2/3"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
