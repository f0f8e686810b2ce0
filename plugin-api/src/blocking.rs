//! Work that keeps a processor busy for long.

use crate::Result;

/// Runs such work on a thread of its own, so that nothing else waits for it: building an index, drawing. A panic in it becomes an error.
pub async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_gives_what_it_makes_and_a_panic_is_an_error() {
        assert_eq!(run_blocking(|| 2 + 2).await.expect("it works"), 4);
        assert!(run_blocking(|| panic!("on purpose")).await.is_err());
    }
}
