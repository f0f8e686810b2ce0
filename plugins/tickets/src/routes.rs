//! The HTTP API.

use plugin_api::Routes;

/// All routes.
#[must_use]
pub fn all() -> Routes {
    Routes::none()
}
