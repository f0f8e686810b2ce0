//! Autocompletes plugins, their settings, and the values of settings that have only so many.

use plugin_api::{
    Context, ContextExt,
    serenity::{CreateAutocompleteResponse, ResolvedValue},
    ui,
};
use serde_json::Value;

use super::state::from_context;
use crate::config::schema::{Node, display_value, names_in, value_of};

/// Suggests linked plugins.
pub(super) async fn suggest_plugins(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let Ok(admin) = from_context(&ctx) else { return CreateAutocompleteResponse::new() };
    offer(
        typed,
        admin
            .registry
            .iter()
            .map(|entry| (format!("{} ({})", entry.id, entry.about.title), entry.id.to_string())),
    )
}

/// Suggests settings of the plugin that was chosen.
pub(super) async fn suggest_keys(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let schema = settings_schema(&ctx).unwrap_or_default();
    let values = current_values(&ctx).unwrap_or_default();
    // Those that exist, and one that is being typed.
    let names = |path: &str| {
        let mut names = names_in(&values, path);
        let rest = typed.trim().strip_prefix(path).and_then(|rest| rest.strip_prefix('.'));
        let fresh = rest.and_then(|rest| Some(rest.split_once('.')?.0)).filter(|name| !name.is_empty());
        names.extend(fresh.filter(|name| !names.iter().any(|known| known == name)).map(str::to_owned));
        names
    };
    let keys = Node::root(&schema).keys(&names).into_iter();
    offer(typed, keys.map(|key| (format!("{}: {}", key.path, key.node.allowed()), key.path)))
}

/// Suggests the values that the setting can have, or the one that it has now.
pub(super) async fn suggest_values(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    offer(typed, allowed_values(&ctx).unwrap_or_default().into_iter().map(|value| (value.clone(), value)))
}

fn allowed_values(ctx: &Context<'_>) -> Option<Vec<String>> {
    let schema = settings_schema(ctx)?;
    let key = find_option(ctx, "key")?;
    let node = Node::root(&schema).key(&key)?;
    if let Some(choices) = node.choices() {
        return Some(choices.into_iter().map(display_value).collect());
    }
    if node.is_boolean() {
        return Some(vec!["true".to_owned(), "false".to_owned()]);
    }
    let values = current_values(ctx)?;
    let now = value_of(&values, &key).or_else(|| node.default())?;
    Some(vec![if now.is_array() { now.to_string() } else { display_value(now) }])
}

/// The values of the chosen plugin that are in force in this guild.
fn current_values(ctx: &Context<'_>) -> Option<Value> {
    let admin = from_context(ctx).ok()?;
    let index = admin.registry.index(&find_option(ctx, "plugin")?)?;
    let plan = admin.config().plan();
    serde_json::to_value(&plan.guild(ctx.guild().ok()?).plugins.get(index)?.values).ok()
}

fn settings_schema(ctx: &Context<'_>) -> Option<Value> {
    let admin = from_context(ctx).ok()?;
    let entry = admin.registry.get(&find_option(ctx, "plugin")?)?;
    Some((entry.plugin.settings()?.json)().to_value())
}

/// The value of another option so far.
fn find_option(ctx: &Context<'_>, name: &str) -> Option<String> {
    let Context::Application(application) = ctx else { return None };
    let option = application.args.iter().find(|option| option.name == name)?;
    match option.value {
        ResolvedValue::String(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// Offers those choices (name and value) whose name contains the typed text.
fn offer(typed: &str, choices: impl Iterator<Item = (String, String)>) -> CreateAutocompleteResponse {
    let typed = typed.trim().to_lowercase();
    ui::choices(choices.filter(|(name, _)| name.to_lowercase().contains(&typed)))
}
