//! Values that many pages print, converted for templates once and then shared.

use std::borrow::Cow;
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::{OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

/// Room for a part that is made when a page first asks, and shared by all that print it later.
pub type Room = OnceLock<tera::Value>;

/// A value of the contract as templates are given it; a copy costs next to nothing.
pub struct Shared<T> {
    value: tera::Value,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize> Shared<T> {
    /// Convert a value, whole.
    ///
    /// # Panics
    /// Never for what the contract is made of: plain structures.
    pub fn new(value: &T) -> Self {
        Shared { value: tera::Value::from_serializable(value), of: PhantomData }
    }

    /// The part that a room holds, made if it holds none.
    pub fn once(room: &Room, make: impl FnOnce() -> T) -> Self {
        let value = room.get_or_init(|| tera::Value::from_serializable(&make())).clone();
        Shared { value, of: PhantomData }
    }
}

impl<T: Serialize + Default> Default for Shared<T> {
    fn default() -> Self {
        Shared::new(&T::default())
    }
}

/// Parts by what they are of, each made when a page first asks.
pub struct SharedBy<K, T>(RwLock<FxHashMap<K, Shared<T>>>);

impl<K: Hash + Eq + Clone, T: Serialize> SharedBy<K, T> {
    /// The part of a key.
    pub fn get(&self, key: &K, make: impl FnOnce() -> T) -> Shared<T> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        known.unwrap_or_else(|| {
            let made = Shared::new(&make());
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), made.clone());
            made
        })
    }
}

impl<K, T> Default for SharedBy<K, T> {
    fn default() -> Self {
        SharedBy(RwLock::default())
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared { value: self.value.clone(), of: PhantomData }
    }
}

impl<T> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// To templates it is the value.
impl<T: JsonSchema> JsonSchema for Shared<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
