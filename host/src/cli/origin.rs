//! Parses the flag for the address of Discord's API: an origin, since the path of every request is appended to it.

use reqwest::Url;

/// Parses an origin. An empty text means Discord itself.
pub(super) fn parse(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or("an address begins with http:// or https://, such as http://127.0.0.1:4000")?;
    let origin = url.origin().ascii_serialization();
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(format!("only the origin is wanted, without a path: {origin}"));
    }
    Ok(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_refused_and_the_origin_is_named() {
        for text in ["http://127.0.0.1:4000/api/v10", "http://127.0.0.1:4000/?a=b"] {
            assert!(parse(text).unwrap_err().ends_with("http://127.0.0.1:4000"), "{text}");
        }
        assert!(parse("127.0.0.1:4000").unwrap_err().contains("http://"));
        for (text, origin) in [
            ("", ""),
            ("http://127.0.0.1:4000", "http://127.0.0.1:4000"),
            ("https://proxy.example/", "https://proxy.example"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(origin));
        }
    }
}
