//! A value of the contract without the fields that its template does not print.
//!
//! Comes in: any value of `context`, and the [`Names`] of a template. Goes out: the same value to serde, its
//! structures without the fields whose names stand nowhere in the template: a row of a list has a dozen fields, and a
//! plain theme prints four of them fifty times a page.

use serde::ser::{self, Serialize, Serializer};

use super::names::Names;

/// A value as a template prints it.
pub struct Printed<'a, T: ?Sized> {
    value: &'a T,
    names: &'a Names,
}

impl<'a, T: ?Sized> Printed<'a, T> {
    /// What a template of these names prints of a value.
    pub fn new(value: &'a T, names: &'a Names) -> Self {
        Printed { value, names }
    }
}

impl<T: Serialize + ?Sized> Serialize for Printed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Filter { inner: serializer, names: self.names })
    }
}

/// A serializer that leaves fields out.
struct Filter<'a, S> {
    inner: S,
    names: &'a Names,
}

/// A collection of one.
struct Inside<'a, C> {
    inner: C,
    names: &'a Names,
}

macro_rules! scalars {
    ($($method:ident: $type:ty),* $(,)?) => {$(
        fn $method(self, value: $type) -> Result<S::Ok, S::Error> {
            self.inner.$method(value)
        }
    )*};
}

impl<'a, S: Serializer> Serializer for Filter<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Inside<'a, S::SerializeSeq>;
    type SerializeTuple = Inside<'a, S::SerializeTuple>;
    type SerializeTupleStruct = S::SerializeTupleStruct;
    type SerializeTupleVariant = S::SerializeTupleVariant;
    type SerializeMap = Inside<'a, S::SerializeMap>;
    type SerializeStruct = Inside<'a, S::SerializeStruct>;
    type SerializeStructVariant = S::SerializeStructVariant;

    scalars! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
        serialize_str: &str,
        serialize_bytes: &[u8],
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(&Printed::new(value, self.names))
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit()
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_struct(name)
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, index, variant)
    }

    // A value that Tera has already made passes through this as it is.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_struct(name, value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_variant(name, index, variant, value)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        Ok(Inside { inner: self.inner.serialize_seq(len)?, names: self.names })
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        Ok(Inside { inner: self.inner.serialize_tuple(len)?, names: self.names })
    }

    fn serialize_tuple_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.inner.serialize_tuple_struct(name, len)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.inner.serialize_tuple_variant(name, index, variant, len)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        Ok(Inside { inner: self.inner.serialize_map(len)?, names: self.names })
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        // Room for as many fields as are often printed: up to seven fit where one does, of many it is half.
        let len = if self.names.has_all() { len } else { len.min(7).max(len / 2) };
        Ok(Inside { inner: self.inner.serialize_struct(name, len)?, names: self.names })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.inner.serialize_struct_variant(name, index, variant, len)
    }
}

impl<C: ser::SerializeSeq> ser::SerializeSeq for Inside<'_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        self.inner.serialize_element(&Printed::new(value, self.names))
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.inner.end()
    }
}

impl<C: ser::SerializeTuple> ser::SerializeTuple for Inside<'_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        self.inner.serialize_element(&Printed::new(value, self.names))
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.inner.end()
    }
}

impl<C: ser::SerializeMap> ser::SerializeMap for Inside<'_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), C::Error> {
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        self.inner.serialize_value(&Printed::new(value, self.names))
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.inner.end()
    }
}

impl<C: ser::SerializeStruct> ser::SerializeStruct for Inside<'_, C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), C::Error> {
        if self.names.has(name) {
            self.inner.serialize_field(name, &Printed::new(value, self.names))
        } else {
            self.inner.skip_field(name)
        }
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), C::Error> {
        self.inner.skip_field(name)
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.inner.end()
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::super::names::{Names, of_templates};
    use super::Printed;

    #[derive(Serialize)]
    struct Row {
        title: &'static str,
        summary: Option<&'static str>,
        terms: Vec<Row>,
    }

    #[test]
    fn fields_that_are_not_printed_are_left_out() {
        let term = Row { title: "b", summary: None, terms: Vec::new() };
        let row = Row { title: "a", summary: Some("s"), terms: vec![term] };
        let names = of_templates(&[("list.html", "{{ row.title }} {% for term in row.terms %}{% endfor %}")]);
        let json = |names: &Names| serde_json::to_value(Printed::new(&row, names)).expect("JSON");
        assert_eq!(
            json(&names["list.html"]),
            serde_json::json!({ "title": "a", "terms": [{ "title": "b", "terms": [] }] })
        );
        assert_eq!(json(&Names::all()), serde_json::to_value(&row).expect("JSON"));
    }
}
