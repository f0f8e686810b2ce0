//! What can be bound to a statement.

use chrono::{DateTime, SubsecRound, Utc};
use serenity::all::{ChannelId, GuildId, MessageId, RoleId, UserId};

/// A value on its way to the database. `None` is NULL of that type.
#[derive(Clone, Debug)]
pub enum Value {
    /// BIGINT; Discord's ids too.
    Integer(Option<i64>),
    /// DOUBLE PRECISION.
    Float(Option<f64>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// TEXT.
    Text(Option<String>),
    /// BYTEA or BLOB.
    Bytes(Option<Vec<u8>>),
    /// TIMESTAMPTZ or TEXT, in UTC, truncated to microseconds, which is what PostgreSQL keeps.
    Instant(Option<DateTime<Utc>>),
    /// BIGINT[], or JSON on SQLite.
    Integers(Option<Vec<i64>>),
    /// TEXT[], or JSON on SQLite.
    Texts(Option<Vec<String>>),
}

/// What [`super::Statement::bind`] takes.
pub trait Bind {
    /// Makes a value of it; `None` becomes NULL of the right type.
    fn value(this: Option<Self>) -> Value
    where
        Self: Sized;
}

macro_rules! bind {
    ($($type:ty => $variant:ident, $convert:expr;)*) => {
        $(impl Bind for $type {
            fn value(this: Option<Self>) -> Value {
                Value::$variant(this.map($convert))
            }
        })*
    };
}

bind! {
    i64 => Integer, |v| v;
    i32 => Integer, i64::from;
    u32 => Integer, i64::from;
    f64 => Float, |v| v;
    bool => Bool, |v| v;
    String => Text, |v| v;
    &str => Text, str::to_owned;
    &String => Text, Clone::clone;
    Vec<u8> => Bytes, |v| v;
    &[u8] => Bytes, <[u8]>::to_vec;
    DateTime<Utc> => Instant, |v| v.trunc_subsecs(6);
    GuildId => Integer, |v| v.get().cast_signed();
    ChannelId => Integer, |v| v.get().cast_signed();
    MessageId => Integer, |v| v.get().cast_signed();
    UserId => Integer, |v| v.get().cast_signed();
    RoleId => Integer, |v| v.get().cast_signed();
}

/// What a list that is bound to `= ANY($1)` or `<> ALL($1)` is made of.
pub trait ListItem: Sized {
    /// Makes one value of the whole list.
    fn list(items: Option<impl Iterator<Item = Self>>) -> Value;
}

macro_rules! list_items {
    ($($type:ty => $variant:ident, $convert:expr;)*) => {
        $(impl ListItem for $type {
            fn list(items: Option<impl Iterator<Item = Self>>) -> Value {
                Value::$variant(items.map(|items| items.map($convert).collect()))
            }
        })*
    };
}

list_items! {
    i64 => Integers, |v| v;
    String => Texts, |v| v;
    &str => Texts, str::to_owned;
    ChannelId => Integers, |v| v.get().cast_signed();
    GuildId => Integers, |v| v.get().cast_signed();
    MessageId => Integers, |v| v.get().cast_signed();
    RoleId => Integers, |v| v.get().cast_signed();
    UserId => Integers, |v| v.get().cast_signed();
}

impl<T: ListItem> Bind for Vec<T> {
    fn value(this: Option<Self>) -> Value {
        T::list(this.map(Vec::into_iter))
    }
}

impl<T: ListItem, const N: usize> Bind for [T; N] {
    fn value(this: Option<Self>) -> Value {
        T::list(this.map(<[T; N]>::into_iter))
    }
}

impl<T: ListItem + Clone> Bind for &[T] {
    fn value(this: Option<Self>) -> Value {
        T::list(this.map(|items| items.iter().cloned()))
    }
}

impl<T: ListItem + Clone> Bind for &Vec<T> {
    fn value(this: Option<Self>) -> Value {
        T::list(this.map(|items| items.iter().cloned()))
    }
}

impl<T: Bind> Bind for Option<T> {
    fn value(this: Option<Self>) -> Value {
        T::value(this.flatten())
    }
}
