//! `guildhall check`: shows which plugins are on where, and every error in the file.

use std::{io, io::Write, path::Path};

use crate::{
    config::{self, GuildPlan, Report},
    language,
    registry::Registry,
};

/// Writes a table of what is in force, if the file can be used, and returns everything that is wrong with it. `has_key`: whether there is an
/// API key of a language model.
pub(super) fn check(
    path: &Path,
    registry: &Registry,
    has_key: bool,
    out: &mut impl Write,
) -> io::Result<Report> {
    match config::load(path, registry) {
        Err(report) => Ok(report),
        Ok(plan) => {
            let mut rows = vec![guild_row("every other guild", &plan.default, has_key)];
            rows.extend(plan.guilds.iter().map(|(id, guild)| guild_row(&id.to_string(), guild, has_key)));
            let header = ["guild", "locale", "timezone", "log channel", "language model"]
                .map(str::to_owned)
                .into_iter();
            let header = header.chain(registry.iter().map(|entry| entry.id.to_string())).collect();
            write_table(out, header, &rows)?;
            if !language::guilds_without_key(&plan, has_key).is_empty() {
                writeln!(out, "\n{}", language::NO_KEY)?;
            }
            Ok(plan.findings)
        }
    }
}

fn guild_row(guild: &str, plan: &GuildPlan, has_key: bool) -> Vec<String> {
    let log_channel = plan.config.log_channel.map_or_else(|| "-".to_owned(), |channel| channel.to_string());
    let language = match (plan.language.enabled, has_key) {
        (false, _) => "off",
        (true, true) => "on",
        (true, false) => "lacks a key",
    };
    let common = [
        guild.to_owned(),
        plan.config.locale.as_str().to_owned(),
        plan.config.timezone.to_string(),
        log_channel,
        language.to_owned(),
    ];
    common.into_iter().chain(plan.plugins.iter().map(|plugin| plugin.state.to_string())).collect()
}

fn write_table(out: &mut impl Write, header: Vec<String>, rows: &[Vec<String>]) -> io::Result<()> {
    let rows: Vec<_> = std::iter::once(&header).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<_> = (0..header.len()).map(width).collect();
    for row in rows {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
