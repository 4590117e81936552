//! What is made of a style for works of one kind, made once and kept.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::works::Works;

/// How many are kept: content has a few dozen kinds of works.
const MOST: usize = 500;

/// What is made for works, by what is known of them.
#[derive(Debug)]
pub struct Shapes<T>(RwLock<HashMap<Works, Arc<T>>>);

impl<T> Default for Shapes<T> {
    fn default() -> Self {
        Shapes(RwLock::default())
    }
}

impl<T> Shapes<T> {
    /// What is made for some works, by a function that comes to the same for the same works.
    pub fn get(&self, works: &Works, make: impl FnOnce(&Works) -> T) -> Arc<T> {
        if let Some(made) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(works) {
            return Arc::clone(made);
        }
        let made = Arc::new(make(works));
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(works.clone(), Arc::clone(&made));
        made
    }
}
