//! How far a case is published.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// How far a case is published: its key `draft`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Visibility {
    /// It has its page, and stands in lists.
    #[default]
    Listed,
    /// It has its page, and stands in no list.
    Unlisted,
    /// Not at all, unless drafts are asked for.
    Draft,
}

impl Visibility {
    /// The word for the one that is neither true nor false.
    pub const UNLISTED: &'static str = "unlisted";

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Visibility::Listed => "false",
            Visibility::Unlisted => Visibility::UNLISTED,
            Visibility::Draft => "true",
        }
    }
}

impl Serialize for Visibility {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Visibility::Unlisted => serializer.serialize_str(Visibility::UNLISTED),
            flag => serializer.serialize_bool(*flag == Visibility::Draft),
        }
    }
}

impl JsonSchema for Visibility {
    fn schema_name() -> Cow<'static, str> {
        "Visibility".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": [true, false, Visibility::UNLISTED] })
    }
}
