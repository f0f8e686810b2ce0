//! Removes settings from the file, whole lines at a time: all above and below them stays, comments too.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use toml_edit::{DocumentMut, Item, TableLike};

use crate::config::schema::Node;

/// Returns the text without what is at a path, or `None` if nothing is there. `settings` is the schema of the key of that name.
pub(super) fn remove_settings(
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
            // An inline table is all on one line, so no lines can be removed from it.
            return remove_key(document.as_table_mut(), path).then(|| document.to_string());
        }
        table = value.get_ref().as_table()?;
    }
    let (key, value) = table.get_key_value(*last)?;
    let inside = path.iter().skip_while(|name| **name != "settings").skip(1);
    let (node, named) = inside.fold((Some(settings), false), |at, name| child_place(at, name));
    let mut found = Vec::new();
    collect_lines(text, key.span(), value, (node, named), &mut found);
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

/// A place in a schema, and whether its path has a name that an admin chose, such as that of a category: the header of one alone makes it.
type SchemaPlace<'s> = (Option<Node<'s>>, bool);

fn child_place<'s>((node, named): SchemaPlace<'s>, name: &str) -> SchemaPlace<'s> {
    let fixed = node.is_some_and(|node| node.properties().any(|(known, _)| known == name));
    (node.and_then(|node| node.named(name)), named || !fixed)
}

/// Collects the lines of a key and its value; for a table with a header or dotted keys, the lines of what is in it.
fn collect_lines(
    text: &str,
    key: Range<usize>,
    value: &Spanned<DeValue<'_>>,
    at: SchemaPlace<'_>,
    found: &mut Vec<Range<usize>>,
) {
    match value.get_ref() {
        DeValue::Table(table) if !is_inline(text, value) => {
            if at.1 {
                found.push(whole_lines(text, key));
            }
            for (key, value) in table {
                collect_lines(text, key.span(), value, child_place(at, key.get_ref()), found);
            }
        }
        DeValue::Array(items)
            if items.iter().any(|item| item.get_ref().is_table() && !is_inline(text, item)) =>
        {
            for item in items {
                collect_lines(text, item.span(), item, (None, true), found);
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

/// Removes what is at a path, and tables that are empty then. Returns `false` if nothing is there.
fn remove_key(table: &mut dyn TableLike, path: &[&str]) -> bool {
    let Some((name, deeper)) = path.split_first() else { return false };
    if deeper.is_empty() {
        return table.remove(name).is_some();
    }
    let Some(inner) = table.get_mut(name).and_then(Item::as_table_like_mut) else { return false };
    let removed = remove_key(inner, deeper);
    // Only from `settings` inwards: the tables around it stay, since they name the guild and the plugin.
    if removed && inner.is_empty() && !deeper.contains(&"settings") {
        table.remove(name);
    }
    removed
}
