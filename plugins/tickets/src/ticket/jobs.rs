//! The core's jobs.

use plugin_api::JobKind;

use super::sync;
use crate::names::SYNC;

/// All kinds.
pub(crate) fn all() -> Vec<JobKind> {
    vec![JobKind::new(SYNC, sync::sync)]
}
