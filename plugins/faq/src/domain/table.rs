//! Entries as a table of comma-separated values that no spreadsheet takes for formulas. Who wrote them is not in it.

use super::entry::Entry;

/// The names of the columns.
const HEAD: [&str; 13] = [
    "id",
    "title",
    "text",
    "aliases",
    "keywords",
    "category",
    "published",
    "revision",
    "views",
    "helped",
    "not_helped",
    "created_at",
    "updated_at",
];

/// The head of the table.
///
/// # Errors
/// Never for what is written to memory.
pub fn head() -> anyhow::Result<Vec<u8>> {
    written(&[HEAD.map(str::to_owned)])
}

/// Rows of the table.
///
/// # Errors
/// Never for what is written to memory.
pub fn rows(entries: &[Entry]) -> anyhow::Result<Vec<u8>> {
    written(&entries.iter().map(row).collect::<Vec<_>>())
}

fn row(entry: &Entry) -> [String; HEAD.len()] {
    let draft = &entry.draft;
    [
        entry.id.to_string(),
        guarded(&draft.title),
        guarded(&draft.text),
        guarded(&draft.typed_aliases()),
        guarded(&draft.typed_keywords()),
        guarded(&draft.category),
        entry.published.to_string(),
        entry.revision.to_string(),
        entry.views.to_string(),
        entry.helped.to_string(),
        entry.not_helped.to_string(),
        entry.created_at.to_rfc3339(),
        entry.updated_at.to_rfc3339(),
    ]
}

fn written(records: &[[String; HEAD.len()]]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    records.iter().try_for_each(|record| writer.write_record(record))?;
    writer.into_inner().map_err(|error| anyhow::anyhow!("a table in memory: {error}"))
}

/// A spreadsheet would calculate a cell that begins like a formula (<https://owasp.org/www-community/attacks/CSV_Injection>): an apostrophe
/// before it makes it a text. White space before it does not help.
fn guarded(cell: &str) -> String {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(formula) || cell.trim_start().starts_with(formula) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for formula in ["=1+1", "+32", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        assert_eq!(guarded("How? = so"), "How? = so");
    }
}
