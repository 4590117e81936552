//! A kind of record as a table: a row for each of its fields.

use super::fields::Findings;
use super::key::{Key, Outline};
use super::value::{Given, Pairs, Value};

/// What is read into a struct, and written of one: a case is read as its front matter says it, and written as the
/// linked site knows it.
pub trait Record: Sized + 'static {
    /// Of what it is written.
    type View<'a>: Copy;
}

/// What a getter sees.
pub struct Seen<'a, R: Record> {
    /// Of what the record is written.
    pub view: R::View<'a>,
}

/// A row: a key, how to say its value and how to take one in.
pub struct Field<R: Record> {
    /// The key.
    pub key: Key<'static>,
    /// The value, where the record says it.
    pub get: for<'a> fn(Seen<'a, R>) -> Option<Value<'a>>,
    /// Take a value in.
    pub set: fn(&mut R, Given<'_>, &mut Findings<'_>),
}

/// A kind of record.
pub struct Table<R: Record> {
    /// A word for it, for messages: `source`.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// What helps where a key is known to nobody; the list of keys, where it is empty.
    pub hint: &'static str,
    /// Its rows in their order, in parts that tables may share.
    pub parts: &'static [&'static [Field<R>]],
    /// Keys of which one must be there.
    pub one_of: &'static [&'static str],
}

impl<R: Record> Table<R> {
    /// Its rows.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field<R>> {
        self.parts.iter().copied().flatten()
    }

    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key<'static>> {
        self.fields().map(|field| &field.key)
    }

    /// A key by its name.
    pub fn key(&self, name: &str) -> Option<&'static Key<'static>> {
        self.keys().find(|key| key.name == name)
    }

    /// What helps where a key is known to nobody.
    pub fn hint(&self) -> String {
        if !self.hint.is_empty() {
            return self.hint.to_owned();
        }
        let keys: Vec<String> = self.keys().map(|key| format!("`{}`", key.name)).collect();
        let (last, others) = keys.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
        let article = if self.name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {} has {} and {last}", self.name, others.join(", "))
    }

    /// Without its type.
    pub fn outline(&self) -> Outline {
        Outline { name: self.name, meaning: self.meaning, keys: self.keys().copied().collect(), one_of: self.one_of }
    }

    /// What a record says.
    pub fn pairs<'a>(&self, view: R::View<'a>) -> Pairs<'a> {
        self.fields().filter_map(|field| Some((field.key.name, field.value(view)?))).collect()
    }
}

impl<R: Record> Field<R> {
    /// A row of a key, a getter and a setter; see `field!`.
    #[must_use]
    pub const fn new(
        key: Key<'static>,
        get: for<'a> fn(Seen<'a, R>) -> Option<Value<'a>>,
        set: fn(&mut R, Given<'_>, &mut Findings<'_>),
    ) -> Self {
        Field { key, get, set }
    }

    /// Its value, where the record says it.
    pub fn value<'a>(&self, view: R::View<'a>) -> Option<Value<'a>> {
        (self.get)(Seen { view })
    }

    /// Every record must have it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.key.required = true;
        self
    }

    /// What holds where it is not given.
    #[must_use]
    pub const fn default(mut self, default: &'static str) -> Self {
        self.key.default = default;
        self
    }

    /// It says something of a work, and not of how a case saw it.
    #[must_use]
    pub const fn of_work(mut self) -> Self {
        self.key.of_work = true;
        self
    }

    /// A new record offers it.
    #[must_use]
    pub const fn offered(mut self) -> Self {
        self.key.offered = true;
        self
    }

    /// It is a column of the tables.
    #[must_use]
    pub const fn column(mut self) -> Self {
        self.key.column = true;
        self
    }

    /// Its CSL variable.
    #[must_use]
    pub const fn csl(mut self, name: &'static str) -> Self {
        self.key.csl = Some(name);
        self
    }

    /// Its field of BibLaTeX.
    #[must_use]
    pub const fn biblatex(mut self, name: &'static str) -> Self {
        self.key.biblatex = Some(name);
        self
    }

    /// Its tag of RIS.
    #[must_use]
    pub const fn ris(mut self, tag: &'static str) -> Self {
        self.key.ris = Some(tag);
        self
    }

    /// Its property in schema.org.
    #[must_use]
    pub const fn schema_org(mut self, name: &'static str) -> Self {
        self.key.schema_org = Some(name);
        self
    }
}

/// A row of a table: `field!(Record, "key", Shape, "Meaning.", where.it.stands)`, the place being the same in what is
/// read and in what is written; or with a getter and a
/// setter of its own, or only the latter where nothing is written; `read` is a setter that has findings to report.
macro_rules! field {
    ($record:ty, $name:literal, $shape:expr, $meaning:literal, read |$into:ident, $given:ident, $findings:ident| $set:expr) => {
        $crate::schema::table::Field::<$record>::new(
            $crate::schema::key::Key::new($name, $shape, $meaning),
            |_| None,
            |$into, $given, $findings| $set,
        )
    };
    ($record:ty, $name:literal, $shape:expr, $meaning:literal,
     get |$view:ident| $get:expr, read |$into:ident, $given:ident, $findings:ident| $set:expr) => {
        $crate::schema::table::Field::<$record>::new(
            $crate::schema::key::Key::new($name, $shape, $meaning),
            |seen| {
                let $view = seen.view;
                $get
            },
            |$into, $given, $findings| $set,
        )
    };
    ($record:ty, $name:literal, $shape:expr, $meaning:literal, set |$into:ident, $given:ident| $set:expr) => {
        $crate::schema::table::Field::<$record>::new(
            $crate::schema::key::Key::new($name, $shape, $meaning),
            |_| None,
            |$into, $given, _| $set,
        )
    };
    ($record:ty, $name:literal, $shape:expr, $meaning:literal,
     get |$view:ident| $get:expr, set |$into:ident, $given:ident| $set:expr) => {
        $crate::schema::table::Field::<$record>::new(
            $crate::schema::key::Key::new($name, $shape, $meaning),
            |seen| {
                let $view = seen.view;
                $get
            },
            |$into, $given, _| $set,
        )
    };
    ($record:ty, $name:literal, $shape:expr, $meaning:literal, $first:ident $(.$place:ident)*) => {
        $crate::schema::table::Field::<$record>::new(
            $crate::schema::key::Key::new($name, $shape, $meaning),
            |seen| $crate::schema::value::Shown::shown(&seen.view.$first$(.$place)*),
            |into, given, _| into.$first$(.$place)* = given.into(),
        )
    };
}

pub(crate) use field;
