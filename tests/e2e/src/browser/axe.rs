//! What keeps people with a disability out of a page, as axe-core finds it.

use serde::Deserialize;
use std::sync::Arc;
use thirtyfour::{error::WebDriverResult, session::handle::SessionHandle};

const AXE: &str = include_str!("../../vendor/axe-core/axe.min.js");
const RUN: &str = include_str!("axe.js");

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    violations: Vec<Violation>,
    error: Option<String>,
}

/// A rule that is broken.
#[derive(Deserialize)]
struct Violation {
    id: String,
    impact: Option<String>,
    help: String,
    nodes: Vec<Node>,
}

/// Where.
#[derive(Deserialize)]
struct Node {
    html: String,
    #[serde(rename = "failureSummary", default)]
    summary: String,
}

/// The serious and critical findings in the window in front, a paragraph each.
pub(super) async fn findings(driver: &Arc<SessionHandle>) -> WebDriverResult<Vec<String>> {
    let there = driver.execute("return typeof axe === 'object'", []).await?.convert::<bool>()?;
    if !there {
        driver.execute(AXE, []).await?;
    }
    let report: Report = driver.execute_async(RUN, []).await?.convert()?;
    if let Some(error) = report.error {
        return Ok(vec![format!("axe-core itself failed: {error}")]);
    }
    let grave = |found: &&Violation| matches!(found.impact.as_deref(), Some("serious" | "critical"));
    Ok(report.violations.iter().filter(grave).map(paragraph).collect())
}

fn paragraph(found: &Violation) -> String {
    let impact = found.impact.as_deref().unwrap_or_default();
    let places =
        found.nodes.iter().take(5).map(|node| format!("\n    {}\n      {}", node.html, node.summary));
    format!(
        "{} ({impact}): {}, {} times{}",
        found.id,
        found.help,
        found.nodes.len(),
        places.collect::<String>()
    )
}
