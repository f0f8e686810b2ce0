//! The public page of a guild.

use e2e::{World, world::GUILD};
use reqwest::{Method, Response, header};
use serde_json::json;

use super::{add, config, is_added, scene};

async fn get(world: &World, rest: &str) -> Response {
    world.api(Method::GET, &format!("/guilds/{GUILD}/faq{rest}")).send().await.unwrap()
}

#[tokio::test]
async fn everybody_reads_the_published_entries_of_a_guild_that_wants_it() {
    scene("public_page = true")
        .play_on_both(async |world| {
            let title = "How do I <b>join</b> & \"win\"?";
            let text = "Press **Join** <script>alert(1)</script>\n[here](javascript:alert(1)) or https://example.org";
            assert!(add(world, title, text, json!({ "category": "<i>New</i>" })).await.whisper().contains("is added"));
            is_added(world, "A secret", "Of staff").await;
            world.user("ada").slash("faq publish", json!({ "entry": "2", "published": false }), "general").await;

            let page = get(world, "").await;
            assert_eq!(page.status(), 200);
            let head = |name: &str| page.headers()[name].to_str().unwrap().to_owned();
            assert!(head("content-security-policy").starts_with("default-src 'none'"));
            assert_eq!(head("x-content-type-options"), "nosniff");
            assert!(head("cache-control").contains("max-age=60"));
            let tag = head("etag");
            let html = page.text().await.unwrap();
            assert!(html.contains("How do I &lt;b&gt;join&lt;/b&gt; &amp; &quot;win&quot;?"), "{html}");
            assert!(html.contains("<strong>Join</strong>") && html.contains("&lt;i&gt;New"), "{html}");
            assert!(!html.contains("<script") && !html.contains("javascript:"), "{html}");
            assert!(!html.contains("style=") && !html.contains("<i>New"), "{html}");
            assert!(!html.contains("A secret") && !html.contains("Of staff"), "{html}");

            let same = world
                .api(Method::GET, &format!("/guilds/{GUILD}/faq"))
                .header(header::IF_NONE_MATCH, format!("W/{tag}"))
                .send()
                .await
                .unwrap();
            assert_eq!(same.status(), 304);
            is_added(world, "Where is it?", "Here.").await;
            assert_ne!(get(world, "").await.headers()["etag"].to_str().unwrap(), tag);

            let found = get(world, "?q=how+to+joim+%3Cscript%3E").await.text().await.unwrap();
            assert!(found.contains("<details id=\"entry-1\" open>") && found.contains("value=\"how to joim &lt;script"), "{found}");
            let style = get(world, "/style.css").await;
            assert!(style.headers()["content-type"].to_str().unwrap().starts_with("text/css"));
            let post = world.api(Method::POST, &format!("/guilds/{GUILD}/faq")).send().await.unwrap();
            assert_eq!(post.status(), 405);
        })
        .await;
}

#[tokio::test]
async fn there_is_no_page_where_the_setting_or_the_plugin_is_off() {
    scene("")
        .play(async |world| {
            is_added(world, "How do I join?", "Press Join.").await;
            let closed = get(world, "").await;
            assert_eq!(closed.status(), 404);
            let closed = closed.text().await.unwrap();
            assert_eq!(get(world, "/style.css").await.status(), 404);
            let off = config("public_page = true")
                .replace("[plugins.faq]\nenabled = true", "[plugins.faq]\nenabled = false");
            world.switch(faq::ID, false, &off).await;
            let other = get(world, "").await;
            assert_eq!((other.status().as_u16(), other.text().await.unwrap()), (404, closed));
            let nowhere = world.api(Method::GET, "/guilds/nobody/faq").send().await.unwrap();
            assert_eq!(nowhere.status(), 404);
        })
        .await;
}

#[tokio::test]
async fn who_reads_too_often_waits() {
    scene("public_page = true")
        .play(async |world| {
            for _ in 0..200 {
                let answer = get(world, "/style.css").await;
                if answer.status() == 429 {
                    assert!(answer.headers().contains_key(header::RETRY_AFTER));
                    return;
                }
            }
            panic!("200 requests at once were let through");
        })
        .await;
}
