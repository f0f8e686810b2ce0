//! Takes settings out of the file, whole lines at a time: what is written above and below them stays, comments too.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use toml_edit::{DocumentMut, Item, TableLike};

/// The text without what is at a path; `None` where nothing is there.
pub(super) fn reset(document: &mut DocumentMut, text: &str, path: &[&str]) -> Option<String> {
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
    let mut found = Vec::new();
    lines(text, key.span(), value, &mut found);
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

/// The lines of a key and its value; of a table under a header or with dotted keys, those of what is in it.
fn lines(text: &str, key: Range<usize>, value: &Spanned<DeValue<'_>>, found: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::Table(table) if !is_inline(text, value) => {
            for (key, value) in table {
                lines(text, key.span(), value, found);
            }
        }
        _ => {
            let start = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[value.span().end..].find('\n').map_or(text.len(), |at| value.span().end + at + 1);
            found.push(start..end);
        }
    }
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
