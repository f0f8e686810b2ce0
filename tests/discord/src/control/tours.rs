//! The guided tours.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};

use crate::{app::App, tour::Tour};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/tours", get(read))
}

async fn read(State(app): State<Arc<App>>) -> Json<Vec<Tour>> {
    Json(app.program.tours.clone())
}
