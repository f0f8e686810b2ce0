use plugin_api::{
    Event, EventKind, Hook, InvalidSetting, Result, Settings, SettingsSchema, UserData,
    serenity::GatewayIntents,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::*;
use crate::config::tests::fixture::FixtureSettings;

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Other {}

impl Settings for Other {
    const PLUGIN: PluginId = PluginId::new("other");

    fn check(&self) -> Result<(), InvalidSetting> {
        Ok(())
    }
}

struct Odd {
    about: About,
    hook: fn(Hook) -> Hook,
}

impl Plugin for Odd {
    fn about(&self) -> About {
        self.about.clone()
    }

    fn user_data(&self) -> UserData {
        UserData::none("keeps nothing")
    }

    fn hooks(&self) -> Vec<Hook> {
        let hook = Hook::new(EventKind::Message, |_: Event| async { Ok(()) });
        vec![(self.hook)(hook.intents(GatewayIntents::MESSAGE_CONTENT))]
    }

    fn settings(&self) -> Option<SettingsSchema> {
        Some(SettingsSchema::new::<Other>())
    }
}

/// What is wrong with a plugin `odd` that uses and requires these.
fn conflicts(
    uses: &'static [PluginId],
    requires: &'static [PluginId],
    hook: fn(Hook) -> Hook,
) -> Vec<String> {
    let about = About::new("Odd", "Is wrong somewhere").uses(uses).requires(requires);
    let plugin = Odd { about: about.clone(), hook };
    let entry = Entry { id: PluginId::new("odd"), crate_name: "tests", about, plugin: Arc::new(plugin) };
    Registry::from_entries([entry], Vec::new()).err().unwrap_or_default()
}

#[test]
fn a_hook_that_asks_settings_of_another_type_is_refused() {
    assert_eq!(conflicts(&[], &[], |hook| hook.when(|_: &Other| true)), Vec::<String>::new());
    assert_eq!(
        conflicts(&[], &[], |hook| hook.when(|_: &FixtureSettings| true)),
        [
            "'odd' declares a hook for Message that asks other settings than its own; give `when` the type that \
             settings() names"
        ]
    );
}

#[test]
fn a_plugin_that_is_used_need_not_be_linked_but_is_another_one_and_not_required() {
    static ABSENT: &[PluginId] = &[PluginId::new("absent")];
    static ITSELF: &[PluginId] = &[PluginId::new("odd")];
    assert_eq!(conflicts(ABSENT, &[], |hook| hook), Vec::<String>::new());
    let itself = conflicts(ITSELF, &[], |hook| hook);
    assert!(itself.len() == 1 && itself[0].contains("uses 'odd', which it is or requires"), "{itself:?}");
    let both = conflicts(ABSENT, ABSENT, |hook| hook);
    assert!(both.iter().any(|conflict| conflict.contains("uses 'absent'")), "{both:?}");
    assert!(both.iter().any(|conflict| conflict.contains("is not linked")), "{both:?}");
}
