//! Injected faults: which requests they match, and what goes wrong with them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::glob;

/// Which requests a fault is for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Match {
    pub(crate) method: Option<String>,
    /// The path without `/api/v10`; `*` stands for anything.
    pub(crate) path: Option<String>,
    /// The first matching request to disturb, from 1.
    pub(crate) nth: Option<u32>,
}

/// The effect of a fault.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Effect {
    /// The emulator answers this instead of doing anything.
    Status { status: u16, body: Option<Value> },
    /// It is done this much later on the emulator's clock.
    Delay { delay_ms: u32 },
    /// The connection is closed before anything is done.
    Drop { drop: bool },
    /// The connection is reset (RST) before anything is done.
    Reset { reset: bool },
    /// It is done, but the connection dies before the answer.
    LoseResponse { lose_response: bool },
    /// 429; seconds.
    RateLimit {
        retry_after: f64,
        #[serde(default)]
        global: bool,
    },
}

impl Effect {
    /// Refuses values that no server answers.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        match self {
            Self::Status { status, .. } if !(200..=599).contains(status) => {
                Err("`status` is an HTTP status from 200 to 599")
            }
            Self::RateLimit { retry_after, .. } if !(0.0..=86_400.0).contains(retry_after) => {
                Err("`retry_after` is a number of seconds, from 0 to 86400")
            }
            _ => Ok(()),
        }
    }
}

/// A fault as `POST /control/faults` takes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    #[serde(default, rename = "match")]
    pub(crate) matching: Match,
    /// How many requests it disturbs.
    #[serde(default = "once")]
    pub(crate) times: u32,
    pub(crate) effect: Effect,
}

fn once() -> u32 {
    1
}

#[derive(Clone, Debug, Serialize)]
struct ActiveFault {
    id: u64,
    /// Matching requests so far.
    seen: u32,
    #[serde(flatten)]
    fault: Fault,
}

#[derive(Default)]
struct State {
    last: u64,
    active: Vec<ActiveFault>,
}

/// The faults that have not been used up.
#[derive(Default)]
pub(crate) struct Faults {
    state: Mutex<State>,
}

impl Faults {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, fault: Fault) -> u64 {
        let mut state = self.state();
        state.last += 1;
        let id = state.last;
        state.active.push(ActiveFault { id, seen: 0, fault });
        id
    }

    /// The effect on this request, of the oldest fault that matches. `path` is without the API's prefix.
    pub(crate) fn consume_effect(&self, method: &str, path: &str) -> Option<Effect> {
        let mut state = self.state();
        let mut effect = None;
        for active in &mut state.active {
            if !active.fault.matching.matches(method, path) {
                continue;
            }
            active.seen += 1;
            if effect.is_none()
                && active.fault.times > 0
                && active.seen >= active.fault.matching.nth.unwrap_or(1)
            {
                active.fault.times -= 1;
                effect = Some(active.fault.effect.clone());
            }
        }
        state.active.retain(|active| active.fault.times > 0);
        effect
    }

    pub(crate) fn list(&self) -> Value {
        serde_json::to_value(&self.state().active).expect("faults have string keys")
    }

    /// Removes one fault, or all. Returns whether there was one.
    pub(crate) fn remove(&self, id: Option<u64>) -> bool {
        let mut state = self.state();
        let before = state.active.len();
        state.active.retain(|active| id.is_some_and(|id| active.id != id));
        state.active.len() < before
    }
}

impl Match {
    fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && self.path.as_deref().is_none_or(|wanted| {
                let wanted = ["/api/v10", "/api/v9", "/api"]
                    .iter()
                    .find_map(|prefix| wanted.strip_prefix(prefix))
                    .unwrap_or(wanted);
                glob::matches(wanted, path)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_takes_effect_from_the_nth_match_as_often_as_asked() {
        let faults = Faults::default();
        let fault = serde_json::json!({
            "match": { "method": "post", "path": "/a*", "nth": 2 }, "times": 2, "effect": { "status": 500 },
        });
        faults.add(serde_json::from_value(fault).unwrap());
        let effect = ["GET", "POST", "POST", "POST", "POST"]
            .map(|method| faults.consume_effect(method, "/ab").is_some());
        assert_eq!(effect, [false, false, true, true, false]);
    }
}
