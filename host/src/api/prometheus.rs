//! `/metrics`, for Prometheus.

use std::{sync::OnceLock, time::Duration};

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::state::ApiState;
use crate::language::Models;

/// Upper bounds of the histograms in seconds, from a lookup in memory to the deadline of a schedule.
const BUCKETS: &[f64] =
    &[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0];

/// How often samples are folded into histograms, so that memory stays bounded while nobody reads them.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// Installs the recorder of this process. Later calls return the same handle. Metrics recorded before are lost.
pub fn install() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let builder =
                PrometheusBuilder::new().set_buckets(BUCKETS).expect("there is at least one bucket");
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another recorder of metrics is in place; /metrics stays empty");
            }
            crate::metrics::describe();
            metrics::gauge!("guildhall_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
            handle
        })
        .clone()
}

/// Folds samples into histograms for ever.
pub(super) async fn run_upkeep() {
    let handle = install();
    let mut ticks = tokio::time::interval(UPKEEP_INTERVAL);
    loop {
        ticks.tick().await;
        handle.run_upkeep();
    }
}

/// The program's metrics, for Prometheus
#[utoipa::path(get, path = "/metrics", tag = "host", responses((status = 200, body = String, content_type = "text/plain")))]
pub(super) async fn page(State(state): State<ApiState>) -> Response {
    record_gauges(&state).await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], install().render()).into_response()
}

/// Records the metrics that are read when the page is, not when they change.
async fn record_gauges(state: &ApiState) {
    if let Some(models) = state.host.extension::<Models>() {
        models.record_metrics();
    }
    match crate::jobs::count(state.host.db()).await {
        Ok((waiting, parked)) => crate::metrics::record_queue(waiting, parked),
        Err(error) => tracing::warn!(%error, "the depth of the job queue could not be read"),
    }
    if let Some(shards) = state.connection.shards() {
        for (shard, runner) in shards.runners.lock().await.iter() {
            if let Some(latency) = runner.latency {
                crate::metrics::record_gateway_latency(shard.0, latency);
            }
        }
    }
}
