//! Asynchronous functions that a plugin declares.

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::Result;

/// An asynchronous function that a plugin declares, erased so that the host can keep it.
pub type Handler<T> = Arc<dyn Fn(T) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// Erases the type of an asynchronous function.
pub(crate) fn handler<T, F, Fut>(function: F) -> Handler<T>
where
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<()>> + Send + 'static,
{
    Arc::new(move |input| Box::pin(function(input)))
}
