//! Every metric, in one place. Labels are plugins, kinds and outcomes, never users or guilds: those have no bound.

use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use plugin_api::{EventKind, JobName};

/// Registers the description of each metric.
pub(crate) fn describe() {
    describe_counter!("guildhall_commands_total", "Commands run, by owner, command and outcome");
    describe_counter!(
        "guildhall_components_total",
        "Buttons, selects and modals, by plugin, action and outcome"
    );
    describe_counter!("guildhall_hooks_total", "Event hooks run, by plugin, event and outcome");
    describe_counter!("guildhall_jobs_total", "Jobs run, by plugin, kind and outcome");
    describe_counter!("guildhall_jobs_claimed_total", "Job rows claimed with a lease");
    describe_histogram!(
        "guildhall_run_seconds",
        "How long a command, component, hook or job took, by surface and plugin"
    );
    describe_counter!("guildhall_config_loads_total", "Loads of plugins.toml, by outcome");
    describe_counter!(
        "guildhall_log_entries_dropped_total",
        "Entries for log channels that were dropped: too many waited"
    );
    describe_gauge!("guildhall_jobs_waiting", "Job rows that wait for their instant or a retry");
    describe_gauge!("guildhall_jobs_parked", "Job rows that were given up and wait for an operator");
    describe_gauge!("guildhall_guilds", "Guilds that this process serves");
    describe_gauge!(
        "guildhall_gateway_latency_seconds",
        "Between a heartbeat and Discord's answer, by shard"
    );
    describe_counter!(
        "guildhall_http_requests_total",
        "Requests to the API, by method, route (the pattern) and status"
    );
    describe_histogram!(
        "guildhall_http_request_seconds",
        "How long requests to the API took, by method and route"
    );
    describe_counter!("guildhall_language_total", "Calls of the language model, by purpose and outcome");
    describe_histogram!(
        "guildhall_language_seconds",
        "How long calls of the language model took with their retries, by purpose"
    );
    describe_gauge!(
        "guildhall_language_paused",
        "1 while an endpoint of the language model is left alone because it failed, by endpoint"
    );
    describe_counter!(
        "guildhall_language_tokens_total",
        "Tokens of the language model, by purpose and direction"
    );
    describe_gauge!("guildhall_build_info", "Always 1; the label says which version runs");
}

fn record_duration(surface: &'static str, plugin: &str, time: Duration) {
    histogram!("guildhall_run_seconds", "surface" => surface, "plugin" => plugin.to_owned())
        .record(time.as_secs_f64());
}

/// Records that a command ended.
pub(crate) fn record_command(owner: &str, command: &str, outcome: &'static str, time: Duration) {
    counter!("guildhall_commands_total", "owner" => owner.to_owned(), "command" => command.to_owned(), "outcome" => outcome)
        .increment(1);
    record_duration("command", owner, time);
}

/// Records that a component or modal ended.
pub(crate) fn record_component(plugin: &str, action: &'static str, outcome: &'static str, time: Duration) {
    counter!("guildhall_components_total", "plugin" => plugin.to_owned(), "action" => action, "outcome" => outcome)
        .increment(1);
    record_duration("component", plugin, time);
}

/// Records that a hook ended.
pub(crate) fn record_hook(plugin: &str, kind: EventKind, outcome: &'static str, time: Duration) {
    counter!("guildhall_hooks_total", "plugin" => plugin.to_owned(), "event" => format!("{kind:?}"), "outcome" => outcome)
        .increment(1);
    record_duration("hook", plugin, time);
}

/// Records that a job ended.
pub(crate) fn record_job(name: JobName, outcome: &'static str, time: Duration) {
    counter!("guildhall_jobs_total", "plugin" => name.plugin.as_str(), "kind" => name.kind, "outcome" => outcome)
        .increment(1);
    record_duration("job", name.plugin.as_str(), time);
}

/// Records that rows were claimed.
pub(crate) fn record_jobs_claimed(rows: usize) {
    counter!("guildhall_jobs_claimed_total").increment(rows as u64);
}

/// Records the depth of the queue, measured when the metrics are read.
pub(crate) fn record_queue(waiting: i64, parked: i64) {
    gauge!("guildhall_jobs_waiting").set(waiting as f64);
    gauge!("guildhall_jobs_parked").set(parked as f64);
}

/// Records that the configuration was loaded, or could not be.
pub(crate) fn record_config_load(outcome: &'static str) {
    counter!("guildhall_config_loads_total", "outcome" => outcome).increment(1);
}

/// Records how many guilds this process serves.
pub(crate) fn record_guilds(count: usize) {
    gauge!("guildhall_guilds").set(count as f64);
}

/// Records how long Discord takes to answer a shard's heartbeat.
pub(crate) fn record_gateway_latency(shard: u32, latency: Duration) {
    gauge!("guildhall_gateway_latency_seconds", "shard" => shard.to_string()).set(latency.as_secs_f64());
}

/// Records that a request to the API was answered. `route` is the pattern, never the path.
pub(crate) fn record_http_request(method: &'static str, route: &str, status: u16, time: Duration) {
    let (route, status) = (route.to_owned(), status.to_string());
    counter!("guildhall_http_requests_total", "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    histogram!("guildhall_http_request_seconds", "method" => method, "route" => route)
        .record(time.as_secs_f64());
}

/// Records that a call of the language model ended.
pub(crate) fn record_language(purpose: &'static str, outcome: &'static str, time: Duration) {
    counter!("guildhall_language_total", "purpose" => purpose, "outcome" => outcome).increment(1);
    histogram!("guildhall_language_seconds", "purpose" => purpose).record(time.as_secs_f64());
}

/// Records whether an endpoint of the language model is left alone, measured when the metrics are read.
pub(crate) fn record_language_paused(endpoint: &'static str, paused: bool) {
    gauge!("guildhall_language_paused", "endpoint" => endpoint).set(f64::from(u8::from(paused)));
}

/// Records the tokens of a call of the language model.
pub(crate) fn record_language_tokens(purpose: &'static str, sent: i64, received: i64) {
    for (direction, tokens) in [("in", sent), ("out", received)] {
        counter!("guildhall_language_tokens_total", "purpose" => purpose, "direction" => direction)
            .increment(tokens.max(0).cast_unsigned());
    }
}
