//! Writes a struct or a map without the members that a fieldset leaves out.

use serde::ser::{Error as _, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::Value;

use crate::query::Fieldset;

/// Attributes, reduced to the ones asked for.
pub(super) struct Sparse<'a, A> {
    pub(super) attributes: &'a A,
    pub(super) fields: Fieldset<'a>,
}

impl<A: Serialize> Serialize for Sparse<'_, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.fields.is_all() {
            return self.attributes.serialize(serializer);
        }
        self.attributes.serialize(Filter {
            inner: serializer,
            fields: self.fields,
        })
    }
}

/// The members of the object that is being written.
struct Members<'a, M> {
    inner: M,
    fields: Fieldset<'a>,
    /// Whether to skip the next value, because its key was skipped.
    skipping: bool,
}

impl<M: SerializeMap> SerializeStruct for Members<'_, M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if self.fields.has(key) {
            self.inner.serialize_entry(key, value)?;
        }
        Ok(())
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.inner.end()
    }
}

impl<M: SerializeMap> SerializeMap for Members<'_, M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        // A key of any other type that serialises as a string is written as it is.
        let Ok(Value::String(key)) = serde_json::to_value(key) else {
            return Err(M::Error::custom("an attribute's name must be a string"));
        };
        self.skipping = !self.fields.has(&key);
        if self.skipping {
            return Ok(());
        }
        self.inner.serialize_key(&key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        if self.skipping {
            return Ok(());
        }
        self.inner.serialize_value(value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.inner.end()
    }
}

/// Takes only a struct or a map.
struct Filter<'a, S> {
    inner: S,
    fields: Fieldset<'a>,
}

impl<'a, S: Serializer> Filter<'a, S> {
    fn members(self) -> Result<Members<'a, S::SerializeMap>, S::Error> {
        Ok(Members {
            inner: self.inner.serialize_map(None)?,
            fields: self.fields,
            skipping: false,
        })
    }

    fn refuse<T>() -> Result<T, S::Error> {
        Err(S::Error::custom("attributes must be a struct or a map"))
    }
}

macro_rules! refuse {
    ($($method:ident($($argument:ty),*) -> $result:ty;)+) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$result, S::Error> { Self::refuse() })+
    };
}

impl<'a, S: Serializer> Serializer for Filter<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = Members<'a, S::SerializeMap>;
    type SerializeStruct = Members<'a, S::SerializeMap>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        self.members()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.members()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        Self::refuse()
    }

    refuse! {
        serialize_bool(bool) -> S::Ok;
        serialize_i8(i8) -> S::Ok;
        serialize_i16(i16) -> S::Ok;
        serialize_i32(i32) -> S::Ok;
        serialize_i64(i64) -> S::Ok;
        serialize_u8(u8) -> S::Ok;
        serialize_u16(u16) -> S::Ok;
        serialize_u32(u32) -> S::Ok;
        serialize_u64(u64) -> S::Ok;
        serialize_f32(f32) -> S::Ok;
        serialize_f64(f64) -> S::Ok;
        serialize_char(char) -> S::Ok;
        serialize_str(&str) -> S::Ok;
        serialize_bytes(&[u8]) -> S::Ok;
        serialize_none() -> S::Ok;
        serialize_unit() -> S::Ok;
        serialize_unit_struct(&'static str) -> S::Ok;
        serialize_unit_variant(&'static str, u32, &'static str) -> S::Ok;
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}
