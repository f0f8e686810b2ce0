//! Reading a JSON form field by field, as Discord does: every error is noted at its path and none ends the reading.

use std::{fmt::Display, ops::RangeInclusive};

use serde_json::{Map, Value};

use crate::{
    error::{ApiResult, FormErrors},
    json::read_id,
};

/// A cursor into a form, with the errors found so far.
#[derive(Debug, Default)]
pub(crate) struct Form {
    errors: FormErrors,
    path: Vec<String>,
}

impl Form {
    /// Runs `read` one level deeper, at `key`.
    pub(crate) fn at<T>(&mut self, key: impl Display, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(key.to_string());
        let result = read(self);
        self.path.pop();
        result
    }

    /// Notes an error here.
    pub(crate) fn error(&mut self, code: &str, message: &str) {
        self.errors.add(&self.path.join("."), code, message);
    }

    /// Notes an error at the field `key` of the object here.
    pub(crate) fn error_at(&mut self, key: impl Display, code: &str, message: &str) {
        self.at(key, |form| form.error(code, message));
    }

    /// `key` is missing.
    pub(crate) fn required(&mut self, key: &str) {
        self.error_at(key, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// The value as an object; anything else is an error.
    pub(crate) fn object<'v>(&mut self, value: &'v Value) -> Option<&'v Map<String, Value>> {
        if !value.is_object() {
            self.error("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }
        value.as_object()
    }

    /// An optional text of `length` characters; absent and null are fine.
    pub(crate) fn text<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        key: &str,
        length: RangeInclusive<usize>,
    ) -> Option<&'v str> {
        let value = present(object, key)?;
        self.at(key, |form| form.text_here(value, length))
    }

    /// As [`Form::text`], but it must be there.
    pub(crate) fn required_text<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        key: &str,
        length: RangeInclusive<usize>,
    ) -> Option<&'v str> {
        if present(object, key).is_none() {
            self.required(key);
        }
        self.text(object, key, length)
    }

    /// The value here as a text of `length` characters.
    pub(crate) fn text_here<'v>(
        &mut self,
        value: &'v Value,
        length: RangeInclusive<usize>,
    ) -> Option<&'v str> {
        let Some(text) = value.as_str() else {
            self.error("STRING_TYPE_CONVERT", "Could not interpret value as string.");
            return None;
        };
        self.errors.length(&self.path.join("."), text, *length.start(), *length.end());
        Some(text)
    }

    /// The value here as a snowflake: digits, as a string or a number.
    pub(crate) fn snowflake_here(&mut self, value: &Value) {
        if read_id(value).is_none() {
            let message = format!("Value \"{}\" is not snowflake.", plain(value));
            self.error("NUMBER_TYPE_COERCE", &message);
        }
    }

    /// A snowflake that must be there.
    pub(crate) fn required_snowflake(&mut self, object: &Map<String, Value>, key: &str) {
        match present(object, key) {
            Some(value) => self.at(key, |form| form.snowflake_here(value)),
            None => self.required(key),
        }
    }

    /// An optional whole number within `range`.
    pub(crate) fn integer(
        &mut self,
        object: &Map<String, Value>,
        key: &str,
        range: RangeInclusive<i64>,
    ) -> Option<i64> {
        let value = present(object, key)?;
        self.at(key, |form| {
            // A float without a fraction is a whole number to Discord too: `4320.0`.
            let number = value
                .as_i64()
                .or_else(|| value.as_f64().filter(|float| float.fract() == 0.0).map(|float| float as i64))
                .or_else(|| value.as_str()?.parse().ok());
            match number {
                None => form.error("NUMBER_TYPE_COERCE", &format!("Value \"{}\" is not int.", plain(value))),
                Some(number) => form.bounds(number, &range),
            }
            number
        })
    }

    fn bounds(&mut self, number: i64, range: &RangeInclusive<i64>) {
        if number < *range.start() {
            let message = format!("int value should be greater than or equal to {}.", range.start());
            self.error("NUMBER_TYPE_MIN", &message);
        } else if number > *range.end() {
            let message = format!("int value should be less than or equal to {}.", range.end());
            self.error("NUMBER_TYPE_MAX", &message);
        }
    }

    /// An optional number that has to be one of `allowed`.
    pub(crate) fn one_of(&mut self, object: &Map<String, Value>, key: &str, allowed: &[i64]) -> Option<i64> {
        let number = self.integer(object, key, i64::MIN..=i64::MAX)?;
        if !allowed.contains(&number) {
            let list = allowed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            self.error_at(key, "BASE_TYPE_CHOICES", &format!("Value must be one of {{{list}}}."));
            return None;
        }
        Some(number)
    }

    /// An optional boolean.
    pub(crate) fn boolean(&mut self, object: &Map<String, Value>, key: &str) -> Option<bool> {
        let value = present(object, key)?;
        if !value.is_boolean() {
            self.error_at(key, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }
        value.as_bool()
    }

    /// An optional list of `count` elements; `each` reads them one level deeper. Returns how many there are.
    pub(crate) fn list(
        &mut self,
        object: &Map<String, Value>,
        key: &str,
        count: RangeInclusive<usize>,
        mut each: impl FnMut(&mut Self, &Value),
    ) -> usize {
        let Some(value) = present(object, key) else { return 0 };
        self.at(key, |form| {
            let Some(values) = value.as_array() else {
                form.error("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
                return 0;
            };
            form.count(values.len(), &count);
            for (index, value) in values.iter().enumerate() {
                form.at(index, |form| each(form, value));
            }
            values.len()
        })
    }

    fn count(&mut self, found: usize, allowed: &RangeInclusive<usize>) {
        let (min, max) = (*allowed.start(), *allowed.end());
        if found > max && min == 0 {
            self.error("BASE_TYPE_MAX_LENGTH", &format!("Must be {max} or fewer in length."));
        } else if !allowed.contains(&found) {
            self.error("BASE_TYPE_BAD_LENGTH", &format!("Must be between {min} and {max} in length."));
        }
    }

    /// An optional web address of at most `max` characters with one of `schemes`.
    pub(crate) fn url(&mut self, object: &Map<String, Value>, key: &str, max: usize, schemes: &[&str]) {
        let Some(text) = self.text(object, key, 0..=max) else { return };
        match text.split_once(':') {
            Some((scheme, rest)) if schemes.contains(&scheme) => {
                if rest.trim_start_matches('/').is_empty() || rest.contains(char::is_whitespace) {
                    self.error_at(key, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
                }
            }
            Some((scheme, _)) => {
                let list = schemes.iter().map(|one| format!("'{one}'")).collect::<Vec<_>>().join(", ");
                let message = format!("Scheme \"{scheme}\" must be one of ({list}).");
                self.error_at(key, "URL_TYPE_INVALID_SCHEME", &message);
            }
            None => self.error_at(key, "URL_TYPE_INVALID_URL", "Not a well formed URL."),
        }
    }

    /// `Ok` when no error was noted, else 50035 with all of them.
    pub(crate) fn finish(self) -> ApiResult<()> {
        self.errors.check()
    }
}

/// A whole number, also one that is written as `4.0`.
pub(crate) fn whole_number(value: &Value) -> Option<i64> {
    let from_float = || value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15);
    value.as_i64().or_else(|| from_float().map(|number| number as i64))
}

/// The field, unless it is absent or null.
pub(crate) fn present<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    object.get(key).filter(|value| !value.is_null())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
