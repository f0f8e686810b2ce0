//! Computing a guild's numbers, and storing them as snapshots.

use std::collections::BTreeMap;

use plugin_api::{
    Host, Result,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{GuildId, UserId},
};

use super::{
    domain::{Numbers, NumbersBuilder, Period, Window},
    store,
};
use crate::settings::TicketSettings;

/// How many tickets are read at once.
const PART: u32 = 2_000;

/// Computes a guild's current numbers.
pub async fn compute(host: &Host, guild: GuildId, period: Period) -> Result<Numbers> {
    let window = Window::new(period, host.clock().now(), host.guild(guild).timezone);
    let settings = host.settings::<TicketSettings>(guild);
    // Hours that can't be read are refused with the settings.
    let weeks: BTreeMap<_, _> = settings
        .categories
        .iter()
        .filter_map(|(key, category)| Some((key.clone(), category.hours.parse().ok()?)))
        .collect();
    let mut builder = NumbersBuilder::new(window, &weeks);
    let since = window.from.unwrap_or(DateTime::UNIX_EPOCH);
    let mut last = 0;
    loop {
        let part = store::fetch_records(host.db(), guild, since, last, PART).await?;
        part.iter().for_each(|(_, record)| builder.add(record));
        match part.last() {
            Some((id, _)) if part.len() == PART as usize => last = *id,
            _ => break,
        }
    }
    Ok(builder.finish(store::count_by_status(host.db(), guild).await?))
}

/// Computes a guild's numbers and stores them, with the member who asked.
pub async fn take_snapshot(
    host: &Host,
    guild: GuildId,
    period: Period,
    by: Option<UserId>,
) -> Result<Numbers> {
    let numbers = compute(host, guild, period).await?;
    // Figures per member of staff are not stored for longer than the tickets.
    let kept = Numbers { staff: Vec::new(), ..numbers.clone() };
    store::insert_snapshot(host.db(), guild, &kept, by, host.clock().now()).await?;
    Ok(numbers)
}

/// Snapshots before this instant are deleted.
pub fn retention_start(settings: &TicketSettings, now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(settings.retention_days.into())
}
