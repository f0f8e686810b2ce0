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

impl<T: Bind> Bind for Option<T> {
    fn value(this: Option<Self>) -> Value {
        T::value(this.flatten())
    }
}
