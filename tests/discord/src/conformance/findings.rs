//! Findings: mismatches as sentences.

use jsonschema::{ValidationError, error::ValidationErrorKind};
use serde::Serialize;

use super::Exchange;

/// Which half of an exchange does not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// What the bot sent.
    Request,
    /// What the emulator answered.
    Response,
}

/// A request or an answer that Discord's description does not allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `GET`, `POST` ...
    pub method: String,
    /// The path without `/api/v10`.
    pub path: String,
    /// Which half is wrong.
    pub direction: Direction,
    /// The status of the answer.
    pub status: u16,
    /// One sentence for each mismatch.
    pub errors: Vec<String>,
}

impl Finding {
    pub(super) fn new(exchange: Exchange<'_>, direction: Direction, errors: Vec<String>) -> Self {
        let Exchange { method, path, status, .. } = exchange;
        Self { method: method.to_owned(), path: path.to_owned(), direction, status, errors }
    }
}

/// The errors with the places where they are; for a choice of schemas, those of the closest one.
pub(super) fn describe<'v>(errors: impl Iterator<Item = ValidationError<'v>>) -> Vec<String> {
    let mut sentences = Vec::new();
    for error in errors {
        add(&error, &mut sentences);
    }
    sentences
}

fn add(error: &ValidationError<'_>, sentences: &mut Vec<String>) {
    let closest = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            context.iter().min_by_key(|branch| distance(branch, error.instance_path().as_str()))
        }
        _ => None,
    };
    match closest {
        Some(branch) if !branch.is_empty() => branch.iter().for_each(|error| add(error, sentences)),
        _ => {
            let place = error.instance_path().as_str();
            let place = if place.is_empty() { "/" } else { place };
            sentences.push(format!("{place}: {}", error.masked_with("the value")));
        }
    }
}

/// How far a branch is from matching the value at `place`: farthest is one for another type of value, then one with
/// another constant (`type: 2` of components and options).
fn distance(branch: &[ValidationError<'_>], place: &str) -> (usize, usize, usize) {
    use ValidationErrorKind::{Constant, Enum, Type};
    let other_type = |error: &&ValidationError<'_>| {
        matches!(error.kind(), Type { .. }) && error.instance_path().as_str() == place
    };
    let other_constant = |error: &&ValidationError<'_>| matches!(error.kind(), Enum { .. } | Constant { .. });
    (branch.iter().filter(other_type).count(), branch.iter().filter(other_constant).count(), branch.len())
}
