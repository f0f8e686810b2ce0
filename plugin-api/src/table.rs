//! Tables of comma-separated values without formulas that a spreadsheet would calculate.

use std::fmt::Display;

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};
use futures::{Stream, TryStreamExt};

use crate::Result;

/// One cell: a text that can't be a formula, or a value of our own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell(String);

impl Cell {
    /// A text that a member may have written.
    ///
    /// A spreadsheet would calculate a cell that begins like a formula (<https://owasp.org/www-community/attacks/CSV_Injection>): an
    /// apostrophe before it makes it a text. White space before it does not help.
    pub fn text(text: &str) -> Self {
        let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
        if text.starts_with(formula) || text.trim_start().starts_with(formula) {
            return Self(format!("'{text}"));
        }
        Self(text.to_owned())
    }

    /// A number, an id, an instant or a word of the program: written as it is.
    pub fn value(value: impl Display) -> Self {
        Self(value.to_string())
    }
}

impl AsRef<[u8]> for Cell {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Writes rows as RFC 4180 has them.
pub fn rows<R: IntoIterator<Item = Cell>>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    rows.into_iter().try_for_each(|row| writer.write_record(row)).map_err(anyhow::Error::from)?;
    Ok(writer.into_inner().map_err(|error| anyhow::anyhow!("a table in memory: {error}"))?)
}

/// Collects a table that is read part after part, if it is not larger than this many bytes.
pub async fn whole(parts: impl Stream<Item = Result<Vec<u8>>>, most: usize) -> Result<Option<Vec<u8>>> {
    let mut table = Vec::new();
    let mut parts = std::pin::pin!(parts);
    while let Some(part) = parts.try_next().await? {
        table.extend(part);
        if table.len() > most {
            return Ok(None);
        }
    }
    Ok(Some(table))
}

/// A route's answer that sends a table under a file name of our own while it is being read.
pub fn download(name: &str, parts: impl Stream<Item = Result<Vec<u8>>> + Send + 'static) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    (headers, Body::from_stream(parts)).into_response()
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    #[test]
    fn no_text_begins_like_a_formula() {
        for formula in ["=1+1", "+32", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert_eq!(Cell::text(formula), Cell(format!("'{formula}")));
        }
        assert_eq!(Cell::text("How? = so"), Cell("How? = so".to_owned()));
        assert_eq!(Cell::value(-1), Cell("-1".to_owned()));
    }

    #[test]
    fn cells_with_commas_quotes_and_line_breaks_stay_one_cell() {
        let written = rows([[Cell::text("a,b"), Cell::text("say \"hi\"\nnow")]]).expect("written");
        assert_eq!(String::from_utf8(written).expect("UTF-8"), "\"a,b\",\"say \"\"hi\"\"\nnow\"\r\n");
        assert!(rows([vec![Cell::value(1)], vec![Cell::value(1), Cell::value(2)]]).is_err());
    }

    #[tokio::test]
    async fn a_table_that_is_too_large_is_not_collected() {
        let parts = || stream::iter([Ok(b"ab".to_vec()), Ok(b"cd".to_vec())]);
        assert_eq!(whole(parts(), 4).await.expect("read"), Some(b"abcd".to_vec()));
        assert_eq!(whole(parts(), 3).await.expect("read"), None);
    }
}
