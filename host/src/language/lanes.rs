//! How many requests of a guild are under way at once.

use std::collections::HashMap;

use plugin_api::serenity::GuildId;
use tokio::sync::watch;

/// Counts the requests under way; guilds without any are not in it.
#[derive(Debug, Default)]
pub(super) struct Lanes(watch::Sender<HashMap<GuildId, u8>>);

/// One request under way, until it is dropped.
pub(super) struct Lane<'l> {
    lanes: &'l Lanes,
    guild: GuildId,
}

impl Lanes {
    /// Waits until a guild has fewer than `most` under way.
    pub(super) async fn enter(&self, guild: GuildId, most: u8) -> Lane<'_> {
        let mut changes = self.0.subscribe();
        loop {
            let entered = self.0.send_if_modified(|counts| {
                let count = counts.entry(guild).or_default();
                let free = *count < most;
                *count += u8::from(free);
                free
            });
            if entered {
                return Lane { lanes: self, guild };
            }
            // Never an error: the sender lives as long as this.
            let _ = changes.changed().await;
        }
    }
}

impl Drop for Lane<'_> {
    fn drop(&mut self) {
        self.lanes.0.send_modify(|counts| {
            if let Some(count) = counts.get_mut(&self.guild) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(&self.guild);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_guild_waits_for_its_own_requests_and_for_nobody_elses() {
        let lanes = Lanes::default();
        let [one, other] = [1, 2].map(GuildId::new);
        let (first, _second) = (lanes.enter(one, 2).await, lanes.enter(one, 2).await);
        let third = lanes.enter(one, 2);
        tokio::pin!(third);
        assert!(third.as_mut().now_or_never().is_none());
        assert!(lanes.enter(other, 1).now_or_never().is_some());
        drop(first);
        drop(third.await);
    }

    #[tokio::test]
    async fn nothing_is_kept_of_a_guild_without_requests() {
        let lanes = Lanes::default();
        drop(lanes.enter(GuildId::new(1), 1).await);
        assert!(lanes.0.borrow().is_empty());
    }
}
