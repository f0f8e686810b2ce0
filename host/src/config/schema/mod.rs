//! The part of JSON Schema that `schemars` writes for settings, to check, complete and describe them.
//!
//! Supported are types, `properties`, `items`, `additionalProperties`, `enum`, `const`, `anyOf`, `oneOf`, `allOf` of one, `$ref` into
//! `$defs`, bounds of numbers, lengths of strings and lists. Anything else (`pattern`, formats) is left to the plugin's own types and
//! [`plugin_api::Settings::check`], which always run after this.

mod check;
pub(crate) mod file;
mod parse;

use serde_json::Value;

pub(super) use check::{Fault, check, describe_value, parse_integer};
pub(crate) use parse::parse;

/// How many references are followed in a row, since a schema that refers to itself must not hang the host.
const MAX_REFERENCES: usize = 16;

/// A place in a schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'s> {
    root: &'s Value,
    at: &'s Value,
    /// The place before a reference or an option was resolved: it has the description.
    outer: &'s Value,
}

/// A placeholder for a name that an admin chooses, such as that of a category.
pub(crate) const ANY_NAME: &str = "<name>";

/// A key that can be set by itself.
pub(crate) struct Key<'s> {
    /// The key, with dots between names.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) node: Node<'s>,
    /// Whether the path has a name that an admin chose, such as that of a category.
    pub(crate) in_map: bool,
}

/// Returns the value of a key with dots between names.
pub(crate) fn value_of<'v>(values: &'v Value, key: &str) -> Option<&'v Value> {
    key.split('.').try_fold(values, |value, name| value.get(name))
}

/// Returns the names in the table at a path, for [`Node::keys`].
pub(crate) fn names_in(values: &Value, path: &str) -> Vec<String> {
    let table = value_of(values, path).and_then(Value::as_object);
    table.into_iter().flat_map(|table| table.keys().cloned()).collect()
}

impl<'s> Node<'s> {
    /// Returns the root of a schema.
    pub(crate) fn root(schema: &'s Value) -> Self {
        Self { root: schema, at: schema, outer: schema }.resolved()
    }

    fn child(self, at: &'s Value) -> Self {
        Self { root: self.root, at, outer: at }.resolved()
    }

    /// Follows references, and replaces `Option` by what is inside.
    fn resolved(mut self) -> Self {
        for _ in 0..MAX_REFERENCES {
            let inner = self.reference().or_else(|| self.only_alternative());
            let Some(inner) = inner else { break };
            self.at = inner;
        }
        self
    }

    fn reference(self) -> Option<&'s Value> {
        self.root.pointer(self.at.get("$ref")?.as_str()?.strip_prefix('#')?)
    }

    fn only_alternative(self) -> Option<&'s Value> {
        let is_null = |value: &&Value| value.get("type").and_then(Value::as_str) != Some("null");
        let mut given =
            ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|word| self.at.get(word)?.as_array());
        let mut alternatives = given.next()?.iter().filter(is_null);
        let first = alternatives.next()?;
        alternatives.next().is_none().then_some(first)
    }

    /// The schemas of which one must fit, if there are several.
    fn alternatives(self) -> Vec<Self> {
        let given = ["anyOf", "oneOf"].into_iter().find_map(|word| self.at.get(word)?.as_array());
        given.into_iter().flatten().map(|at| self.child(at)).collect()
    }

    /// Whether it is a table with a fixed set of keys.
    fn is_struct(self) -> bool {
        self.at.get("properties").is_some() && self.alternatives().is_empty()
    }

    /// Whether layers merge it key by key: a table, with fixed names or with names that an admin chooses.
    pub(crate) fn is_layered(self) -> bool {
        self.is_struct() || self.additional().is_some()
    }

    /// The keys of a table, in the schema's order.
    pub(crate) fn properties(self) -> impl Iterator<Item = (&'s str, Self)> {
        let properties = self.at.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(move |(name, at)| (name.as_str(), self.child(at)))
    }

    /// Returns the schema of a name in a table.
    pub(crate) fn named(self, name: &str) -> Option<Self> {
        let named = self.properties().find(|(known, _)| *known == name).map(|(_, found)| found);
        named.or_else(|| self.additional().filter(|_| !name.is_empty()))
    }

    /// Returns the schema of a key such as `lead` or `limits.active`.
    pub(crate) fn key(self, path: &str) -> Option<Self> {
        path.split('.').try_fold(self, Self::named)
    }

    /// Lists every key that can be set by itself, with dots between names. `names` returns the names in a table at a path whose names are
    /// not fixed; if it returns none, the table itself is such a key.
    pub(crate) fn keys(self, names: &dyn Fn(&str) -> Vec<String>) -> Vec<Key<'s>> {
        let mut keys = Vec::new();
        for (name, node) in self.properties() {
            node.collect_keys(name.to_owned(), false, names, &mut keys);
        }
        keys
    }

    fn collect_keys(
        self,
        path: String,
        in_map: bool,
        names: &dyn Fn(&str) -> Vec<String>,
        keys: &mut Vec<Key<'s>>,
    ) {
        if self.is_struct() {
            for (name, node) in self.properties() {
                node.collect_keys(format!("{path}.{name}"), in_map, names, keys);
            }
            return;
        }
        let inner = self.additional().map(|node| (node, names(&path))).filter(|(_, known)| !known.is_empty());
        let Some((node, known)) = inner else { return keys.push(Key { path, node: self, in_map }) };
        for name in known {
            node.collect_keys(format!("{path}.{name}"), true, names, keys);
        }
    }

    /// The default, if the schema has it.
    pub(crate) fn default(self) -> Option<&'s Value> {
        self.outer.get("default").or_else(|| self.at.get("default"))
    }

    /// The description, if the schema has it.
    pub(crate) fn description(self) -> Option<&'s str> {
        self.outer.get("description").or_else(|| self.at.get("description"))?.as_str()
    }

    /// The only values that are allowed, if they are listed.
    pub(crate) fn choices(self) -> Option<Vec<&'s Value>> {
        if let Some(constant) = self.at.get("const") {
            return Some(vec![constant]);
        }
        if let Some(values) = self.at.get("enum").and_then(Value::as_array) {
            return Some(values.iter().filter(|value| !value.is_null()).collect());
        }
        let alternatives = self.alternatives();
        if alternatives.is_empty() {
            return None;
        }
        let nested: Option<Vec<_>> = alternatives.into_iter().map(Self::choices).collect();
        nested.map(|lists| lists.into_iter().flatten().collect())
    }

    /// Whether it is a switch.
    pub(crate) fn is_boolean(self) -> bool {
        self.types() == ["boolean"]
    }

    fn types(self) -> Vec<&'s str> {
        match self.at.get("type") {
            Some(Value::String(word)) => vec![word],
            Some(Value::Array(words)) => {
                words.iter().filter_map(Value::as_str).filter(|word| *word != "null").collect()
            }
            _ => Vec::new(),
        }
    }

    fn number(self, word: &str) -> Option<f64> {
        self.at.get(word)?.as_f64()
    }

    fn count(self, word: &str) -> Option<u64> {
        self.at.get(word)?.as_u64()
    }

    fn items(self) -> Option<Self> {
        self.at.get("items").filter(|items| items.is_object()).map(|items| self.child(items))
    }

    /// The schema of the keys whose names are not fixed; `None` if there can be none, or if anything is allowed.
    fn additional(self) -> Option<Self> {
        self.at.get("additionalProperties").filter(|more| more.is_object()).map(|more| self.child(more))
    }

    /// Describes what is allowed: "an integer from 0 to 4320".
    pub(crate) fn allowed(self) -> String {
        if let Some(choices) = self.choices() {
            return format!(
                "one of {}",
                choices
                    .iter()
                    .map(|value| format!("`{}`", display_value(value)))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
        }
        let alternatives = self.alternatives();
        if !alternatives.is_empty() {
            return alternatives.into_iter().map(Self::allowed).collect::<Vec<_>>().join(" or ");
        }
        let types = self.types().into_iter().map(|word| self.allowed_for_type(word)).collect::<Vec<_>>();
        if types.is_empty() { "any value".to_owned() } else { types.join(" or ") }
    }

    fn allowed_for_type(self, word: &str) -> String {
        match word {
            "integer" => format!("an integer{}", self.range()),
            "number" => format!("a number{}", self.range()),
            "boolean" => "`true` or `false`".to_owned(),
            "string" => format!("a text in quotes{}", self.length("minLength", "maxLength", "characters")),
            "array" => {
                let length = self.length("minItems", "maxItems", "items");
                format!(
                    "a list{length}{}",
                    self.items().map(|item| format!(", each {}", item.allowed())).unwrap_or_default()
                )
            }
            "object" => "a table".to_owned(),
            other => other.to_owned(),
        }
    }

    fn range(self) -> String {
        let low = self.number("minimum").map(|n| n.to_string());
        let low = low.or_else(|| self.number("exclusiveMinimum").map(|n| format!("more than {n}")));
        let high = self.number("maximum").map(|n| n.to_string());
        let high = high.or_else(|| self.number("exclusiveMaximum").map(|n| format!("less than {n}")));
        match (low, high) {
            (Some(low), Some(high)) => format!(" from {low} to {high}"),
            (Some(low), None) => format!(", at least {low}"),
            (None, Some(high)) => format!(", at most {high}"),
            (None, None) => String::new(),
        }
    }

    fn length(self, least: &str, most: &str, what: &str) -> String {
        match (self.count(least).filter(|least| *least > 0), self.count(most)) {
            (Some(least), Some(most)) => format!(" of {least} to {most} {what}"),
            (Some(least), None) => format!(" of at least {least} {what}"),
            (None, Some(most)) => format!(" of at most {most} {what}"),
            (None, None) => String::new(),
        }
    }
}

/// Formats a value as people write it, a text without quotes.
pub(crate) fn display_value(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
