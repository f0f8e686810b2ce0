//! A guild's numbers: gathered, kept, drawn, and given as a table.

use std::collections::BTreeMap;

use plugin_api::{
    Host, Result,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{GuildId, UserId},
};

use super::{
    domain::{Numbers, Period, Tally, Window},
    store,
};
use crate::settings::TicketSettings;

/// How many tickets are read at once.
const PART: u32 = 2_000;

/// A guild's numbers as they are now.
///
/// # Errors
/// Where the database fails.
pub async fn gather(host: &Host, guild: GuildId, period: Period) -> Result<Numbers> {
    let window = Window::of(period, host.clock().now(), host.guild(guild).timezone);
    let settings = host.settings::<TicketSettings>(guild);
    // Hours that can't be read are refused with the settings.
    let weeks: BTreeMap<_, _> = settings
        .categories
        .iter()
        .filter_map(|(key, category)| Some((key.clone(), category.hours.parse().ok()?)))
        .collect();
    let mut tally = Tally::new(window, &weeks);
    let since = window.from.unwrap_or(DateTime::UNIX_EPOCH);
    let mut last = 0;
    loop {
        let part = store::records(host.db(), guild, since, last, PART).await?;
        part.iter().for_each(|(_, record)| tally.add(record));
        match part.last() {
            Some((id, _)) if part.len() == PART as usize => last = *id,
            _ => break,
        }
    }
    Ok(tally.finish(store::by_status(host.db(), guild).await?))
}

/// Gathers a guild's numbers and keeps them, with who asked for them.
///
/// # Errors
/// Where the database fails.
pub async fn snapshot(host: &Host, guild: GuildId, period: Period, by: Option<UserId>) -> Result<Numbers> {
    let numbers = gather(host, guild, period).await?;
    // Who of staff did how much is not kept for longer than it can be counted.
    let kept = Numbers { staff: Vec::new(), ..numbers.clone() };
    store::keep(host.db(), guild, &kept, by, host.clock().now()).await?;
    Ok(numbers)
}

/// From when on snapshots are kept.
#[must_use]
pub fn kept_since(settings: &TicketSettings, now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(settings.retention_days.into())
}
