//! Takes settings out of the file, whole lines at a time: what is written above and below them stays, comments too.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use toml_edit::{DocumentMut, Item, TableLike};

use crate::config::schema::Node;

/// The text without what is at a path, `None` where nothing is there. `settings` is the schema of what lies under the key of that name.
pub(super) fn reset(
    document: &mut DocumentMut,
    text: &str,
    path: &[&str],
    settings: Node<'_>,
) -> Option<String> {
    let root = DeTable::parse(text).ok()?;
    let mut table = root.get_ref();
    let (last, outer) = path.split_last()?;
    for name in outer {
        let value = table.get(*name)?;
        if is_inline(text, value) {
            // Lines can't be taken out of what is all on one.
            return remove(document.as_table_mut(), path).then(|| document.to_string());
        }
        table = value.get_ref().as_table()?;
    }
    let (key, value) = table.get_key_value(*last)?;
    let inside = path.iter().skip_while(|name| **name != "settings").skip(1);
    let (node, named) = inside.fold((Some(settings), false), |at, name| deeper(at, name));
    let mut found = Vec::new();
    lines(text, key.span(), value, (node, named), &mut found);
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|range| range.start);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for range in found {
        kept.push_str(text.get(from..range.start).unwrap_or_default());
        from = range.end.max(from);
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    Some(kept)
}

/// A place in a schema, and whether an admin has named something on the way to it, such as a category: its header alone makes that one.
type Place<'s> = (Option<Node<'s>>, bool);

fn deeper<'s>((node, named): Place<'s>, name: &str) -> Place<'s> {
    let fixed = node.is_some_and(|node| node.properties().any(|(known, _)| known == name));
    (node.and_then(|node| node.name(name)), named || !fixed)
}

/// The lines of a key and its value; of a table under a header or with dotted keys, those of what is in it.
fn lines(
    text: &str,
    key: Range<usize>,
    value: &Spanned<DeValue<'_>>,
    at: Place<'_>,
    found: &mut Vec<Range<usize>>,
) {
    match value.get_ref() {
        DeValue::Table(table) if !is_inline(text, value) => {
            if at.1 {
                found.push(whole_lines(text, key));
            }
            for (key, value) in table {
                lines(text, key.span(), value, deeper(at, key.get_ref()), found);
            }
        }
        DeValue::Array(items)
            if items.iter().any(|item| item.get_ref().is_table() && !is_inline(text, item)) =>
        {
            for item in items {
                lines(text, item.span(), item, (None, true), found);
            }
        }
        _ => found.push(whole_lines(text, key.start..value.span().end)),
    }
}

fn whole_lines(text: &str, part: Range<usize>) -> Range<usize> {
    let start = text[..part.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[part.end..].find('\n').map_or(text.len(), |at| part.end + at + 1);
    start..end
}

fn is_inline(text: &str, value: &Spanned<DeValue<'_>>) -> bool {
    value.get_ref().is_table() && text.get(value.span()).is_some_and(|written| written.starts_with('{'))
}

/// Removes what is at a path, and tables that are empty then; false where nothing is there.
fn remove(table: &mut dyn TableLike, path: &[&str]) -> bool {
    let Some((name, deeper)) = path.split_first() else { return false };
    if deeper.is_empty() {
        return table.remove(name).is_some();
    }
    let Some(inner) = table.get_mut(name).and_then(Item::as_table_like_mut) else { return false };
    let removed = remove(inner, deeper);
    // From `settings` inwards: the tables around it say that somebody thought of this guild.
    if removed && inner.is_empty() && !deeper.contains(&"settings") {
        table.remove(name);
    }
    removed
}
