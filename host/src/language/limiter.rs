//! Limits how many requests of a guild are under way at once.

use std::collections::HashMap;

use plugin_api::serenity::GuildId;
use tokio::sync::watch;

/// The number of requests under way in each guild that has any.
#[derive(Debug, Default)]
pub(super) struct Limiter(watch::Sender<HashMap<GuildId, u8>>);

/// Permission for one request, until it is dropped.
#[must_use]
pub(super) struct Permit<'l> {
    limiter: &'l Limiter,
    guild: GuildId,
}

impl Limiter {
    /// Waits until a guild has fewer than `limit` requests under way.
    pub(super) async fn acquire(&self, guild: GuildId, limit: u8) -> Permit<'_> {
        let mut changes = self.0.subscribe();
        loop {
            let acquired = self.0.send_if_modified(|counts| {
                let count = counts.entry(guild).or_default();
                let free = *count < limit;
                *count += u8::from(free);
                free
            });
            if acquired {
                return Permit { limiter: self, guild };
            }
            // This can't fail: `self` owns the sender.
            let _ = changes.changed().await;
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.limiter.0.send_modify(|counts| {
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
        let limiter = Limiter::default();
        let [one, other] = [1, 2].map(GuildId::new);
        let (first, _second) = (limiter.acquire(one, 2).await, limiter.acquire(one, 2).await);
        let third = limiter.acquire(one, 2);
        tokio::pin!(third);
        assert!(third.as_mut().now_or_never().is_none());
        assert!(limiter.acquire(other, 1).now_or_never().is_some());
        drop(first);
        drop(third.await);
    }

    #[tokio::test]
    async fn nothing_is_kept_of_a_guild_without_requests() {
        let limiter = Limiter::default();
        drop(limiter.acquire(GuildId::new(1), 1).await);
        assert!(limiter.0.borrow().is_empty());
    }
}
