//! The host's HTTP API, as a community's own programs use it.

use guildhall::api::tokens::Scope;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::{World, world::GUILD};

impl World {
    /// Calls a plugin's routes in the demo guild with a token that may read and write.
    ///
    /// # Panics
    /// If the host does not answer.
    pub async fn call(
        &self,
        method: Method,
        plugin: &str,
        path: &str,
        body: Option<&Value>,
    ) -> (StatusCode, String) {
        let token = self.cached_token(plugin).await;
        let path = format!("/api/guilds/{GUILD}/plugins/{plugin}{path}");
        loop {
            let mut request = self.api(method.clone(), &path).bearer_auth(&token);
            if let Some(body) = body {
                request = request.json(body);
            }
            let response = request.send().await.expect("the host answers");
            // A scene that looks again and again asks more often than a program may.
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                tokio::task::yield_now().await;
                continue;
            }
            return (response.status(), response.text().await.expect("an answer"));
        }
    }

    /// Reads JSON from a plugin's routes in the demo guild; nothing if the API answers that there is no such thing.
    ///
    /// # Panics
    /// If it answers with another error.
    pub async fn read(&self, plugin: &str, path: &str) -> Option<Value> {
        let (status, text) = self.call(Method::GET, plugin, path, None).await;
        if status == StatusCode::NOT_FOUND {
            return None;
        }
        assert!(status.is_success(), "GET {path}: {status} {text}");
        Some(serde_json::from_str(&text).expect("JSON"))
    }

    /// This world's token for a plugin, made when it is asked for first.
    async fn cached_token(&self, plugin: &str) -> String {
        let mut tokens = self.tokens.lock().await;
        if let Some(token) = tokens.get(plugin) {
            return token.clone();
        }
        let token = self.token(&[plugin], &[Scope::Read, Scope::Write]).await;
        tokens.insert(plugin.to_owned(), token.clone());
        token
    }
}
