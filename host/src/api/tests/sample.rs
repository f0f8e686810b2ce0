//! A plugin with one route of each kind.

use std::sync::Arc;

use axum::{Json, Router, extract::Path, http::StatusCode};
use plugin_api::{
    About, ApiJson, ApiPath, ApiQuery, Caller, Plugin, PluginId, Problem, Routes, UserData, Visitor,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::registry::Entry;

pub(super) fn entry() -> Entry {
    let plugin = Arc::new(Sample);
    Entry { id: PluginId::new("sample"), crate_name: "sample", about: plugin.about(), plugin }
}

struct Sample;

impl Plugin for Sample {
    fn about(&self) -> About {
        About::new("Sample", "Shows what routes do")
    }

    fn user_data(&self) -> UserData {
        UserData::none("keeps nothing")
    }

    fn routes(&self) -> Routes {
        Routes::new(
            OpenApiRouter::new()
                .routes(routes!(list, create))
                .routes(routes!(get))
                .routes(routes!(panics))
                .routes(routes!(sleeps))
                .routes(routes!(bare))
                .routes(routes!(fails)),
        )
        .pages(Router::new().route("/", axum::routing::get(page)))
    }
}

#[derive(Serialize, Deserialize, ToSchema)]
struct Item {
    name: String,
}

#[derive(Deserialize, IntoParams)]
struct Page {
    page: u32,
}

#[derive(Deserialize, IntoParams)]
struct ByNumber {
    number: i64,
}

/// Lists items
#[utoipa::path(get, path = "/", params(Page), responses((status = 200, body = [Item])))]
async fn list(caller: Caller, ApiQuery(page): ApiQuery<Page>) -> Json<Vec<Item>> {
    Json(vec![Item { name: format!("{} {} {}", caller.guild, caller.token, page.page) }])
}

/// Makes an item
#[utoipa::path(post, path = "/", request_body = Item, responses((status = 201, body = Item), (status = 422, body = Problem)))]
async fn create(_: Caller, ApiJson(item): ApiJson<Item>) -> (StatusCode, Json<Item>) {
    (StatusCode::CREATED, Json(item))
}

/// Gives an item
#[utoipa::path(get, path = "/{number}", params(ByNumber), responses((status = 200, body = Item)))]
async fn get(_: Caller, ApiPath(path): ApiPath<ByNumber>) -> Json<Item> {
    Json(Item { name: path.number.to_string() })
}

/// The public page
async fn page(visitor: Visitor) -> String {
    format!("The page of {}", visitor.guild)
}

#[utoipa::path(get, path = "/panics", responses((status = 200)))]
async fn panics() {
    panic!("the secret reason");
}

#[utoipa::path(get, path = "/sleeps", responses((status = 200)))]
async fn sleeps() {
    std::future::pending::<()>().await;
}

/// Reads its path as plugins must not: axum answers 500 with a plain text
#[utoipa::path(get, path = "/bare/{number}", params(ByNumber), responses((status = 200)))]
async fn bare(Path(_number): Path<i64>) {}

#[utoipa::path(get, path = "/fails", responses((status = 200)))]
async fn fails() -> Result<(), Problem> {
    Err(plugin_api::Error::from(anyhow::anyhow!("the secret reason")).into())
}
