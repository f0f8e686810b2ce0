//! Files of messages are kept, since Discord's links to them die.

use axum::{Router, body::Body, routing::get};
use e2e::{World, world::GUILD};
use futures::stream;
use reqwest::Method;
use serde_json::json;
use tickets::testing::{self, File, FileState};

use super::{
    call, closed, open, scene,
    ticket::{self, Ticket},
    write,
};

/// Waits until no file of a message is pending any more.
async fn fetched(world: &World, ticket: &Ticket, message: u64) -> Vec<ticket::File> {
    let look = async || {
        let files = ticket::message(world, ticket.id, message).await?.attachments;
        files.iter().all(|file| file.state != "pending").then_some(files)
    };
    world.until_looked("every file is fetched or given up", look).await
}

#[tokio::test]
async fn files_are_kept_up_to_the_limit_and_read_after_discord_has_forgotten_them() {
    scene("attachment_megabytes = 1")
        .play_on_both(async |world| {
            let ticket = open(world, "emma", "See the pictures").await;
            let files = json!([
                { "filename": "receipt.png", "content_type": "image/png", "content": "not really a picture" },
                { "filename": "large.log", "content_type": "text/plain", "content": "x".repeat((1 << 20) + 1) },
                { "filename": "page.html", "content_type": "text/html", "content": "<script>alert(1)</script>" },
            ]);
            let id = write(world, "emma", &ticket, json!({ "content": "here", "attachments": files })).await;
            let files = fetched(world, &ticket, id).await;
            let states: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.state.as_str())).collect();
            assert_eq!(
                states,
                [("receipt.png", "stored"), ("large.log", "too_large"), ("page.html", "stored")]
            );
            super::change(world, "emma", Method::DELETE, id, None).await;
            let (_, page) = closed(world, &ticket, "").await;
            assert!(page.contains("data:image/png;base64,bm90IHJlYWxseSBhIHBpY3R1cmU="), "{page}");
            assert!(page.contains("too large to be kept") && !page.contains("<script"), "{page}");
            let rest = format!("/1/attachments/{}", files[2].id);
            let (status, content) = call(world, Method::GET, &rest, None).await;
            assert_eq!((status, content.as_str()), (200, "<script>alert(1)</script>"));
            assert_eq!(call(world, Method::GET, &format!("/1/attachments/{}", files[1].id), None).await.0, 404);
        })
        .await;
}

#[tokio::test]
async fn a_file_that_is_gone_or_too_large_is_not_kept_and_a_broken_download_is_retried() {
    scene("attachment_megabytes = 1")
        .play(async |world| {
            let ticket = open(world, "emma", "See the pictures").await;
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let endless = get(|| async {
                Body::from_stream(stream::repeat_with(|| std::io::Result::Ok(vec![b'x'; 65_536])))
            });
            let broken = get(|| async {
                let parts = [Ok(vec![b'x'; 10]), Err(std::io::Error::other("on purpose"))];
                Body::from_stream(stream::iter(parts))
            });
            let elsewhere = get(|| async { axum::response::Redirect::to("/endless") });
            let router = Router::new()
                .route("/endless", endless)
                .route("/broken", broken)
                .route("/elsewhere", elsewhere);
            let stored = testing::get_ticket(world.host().db(), GUILD, ticket.id).await.unwrap().unwrap();
            let server = tokio::spawn(async move { axum::serve(listener, router).await });
            for (id, (path, state)) in (1..).zip([
                ("endless", Some(FileState::TooLarge)),
                ("nothing", Some(FileState::Failed)),
                ("elsewhere", Some(FileState::Failed)),
                ("broken", None),
            ]) {
                let file = File {
                    id,
                    message: 1,
                    user: ticket.opener.expect("it is Emma's").get(),
                    name: path.to_owned(),
                    content_type: String::new(),
                    size: 10,
                    url: format!("http://{address}/{path}"),
                    state: FileState::Pending,
                };
                let db = world.host().db();
                let mut tx = db.begin().await.unwrap();
                testing::insert_file(&mut tx, &stored, &file).await.unwrap();
                tx.commit().await.unwrap();
                let fetched = testing::fetch_file(world.host(), GUILD, ticket.id, &file).await;
                let now = testing::get_file(db, GUILD, ticket.id, id).await.unwrap().unwrap();
                assert_eq!(fetched.is_ok(), state.is_some(), "{path}");
                assert_eq!(now.state, state.unwrap_or(FileState::Pending), "{path}");
            }
            server.abort();
        })
        .await;
}
