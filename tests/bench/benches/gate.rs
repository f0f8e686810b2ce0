//! What the gate costs on the way of every event, beside the obvious way: a map behind a lock.
//!
//! An event that nobody wants has to cost a lookup and no allocation; the columns of the profiler say so. `cargo bench -p bench`

use std::{
    collections::HashMap,
    sync::{LazyLock, RwLock},
};

use bench::{GUILDS, PLUGINS, guild, is_on};
use divan::{AllocProfiler, Bencher, black_box};
use guildhall::gate::Gate;
use plugin_api::{CustomId, EventKind, PluginId, serenity::GuildId};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

static GATE: LazyLock<Gate> = LazyLock::new(bench::gate);

/// Which plugins want messages in which guild, as one would write it first.
static NAIVE: LazyLock<RwLock<HashMap<(PluginId, GuildId), bool>>> = LazyLock::new(|| {
    let guilds = (0..GUILDS).flat_map(|number| {
        PLUGINS
            .iter()
            .enumerate()
            .map(move |(place, plugin)| ((*plugin, guild(number)), is_on(place, number)))
    });
    RwLock::new(guilds.collect())
});

fn main() {
    divan::main();
}

/// A message in a guild where every plugin is off.
mod uninterested {
    use super::*;

    #[divan::bench(threads = [1, 2])]
    fn gate(bencher: Bencher) {
        LazyLock::force(&GATE);
        bencher.bench(|| GATE.hooks(black_box(EventKind::Message), black_box(guild(4_711))).count());
    }

    #[divan::bench(threads = [1, 2])]
    fn naive(bencher: Bencher) {
        LazyLock::force(&NAIVE);
        bencher.bench(|| naive_hooks(black_box(guild(4_711))));
    }
}

/// A reaction, which no plugin hooks anywhere.
#[divan::bench]
fn unhooked_event(bencher: Bencher) {
    LazyLock::force(&GATE);
    bencher.bench(|| GATE.hooks(black_box(EventKind::ReactionAdd), black_box(guild(4_712))).count());
}

/// A message in a guild where half of the plugins are on.
mod interested {
    use super::*;

    #[divan::bench(threads = [1, 2])]
    fn gate(bencher: Bencher) {
        LazyLock::force(&GATE);
        bencher.bench(|| GATE.hooks(black_box(EventKind::Message), black_box(guild(4_712))).count());
    }

    #[divan::bench(threads = [1, 2])]
    fn naive(bencher: Bencher) {
        LazyLock::force(&NAIVE);
        bencher.bench(|| naive_hooks(black_box(guild(4_712))));
    }
}

/// A command, component, job or route asks for one plugin.
#[divan::bench]
fn one_plugin(bencher: Bencher) {
    LazyLock::force(&GATE);
    bencher.bench(|| GATE.is_on(black_box(PLUGINS[7]), black_box(guild(4_712))));
}

/// A button's id is read.
#[divan::bench]
fn custom_id() -> Option<CustomId> {
    CustomId::parse(black_box("reminders:snooze:4711:10"))
}

fn naive_hooks(guild: GuildId) -> usize {
    let map = NAIVE.read().expect("nobody panics with the lock");
    PLUGINS.iter().filter(|plugin| map.get(&(**plugin, guild)).copied().unwrap_or(false)).count()
}
