//! Who may open a ticket of a category now.

use plugin_api::{
    Error, Locale, Request, Result,
    chrono::{DateTime, TimeDelta, Utc},
    serenity::{Mentionable, RoleId},
    ui::timestamp,
};

use super::{
    store::{self, Load},
    view,
};
use crate::{settings::TicketSettings, texts};

/// Refuses who could not open a ticket of a category anyway, before they are asked for anything. [`super::actions::open`] asks again.
///
/// # Errors
/// A sentence that says why, and what helps.
pub async fn check(request: &Request, category: &str) -> Result<()> {
    let (locale, settings) = (&request.locale, request.settings::<TicketSettings>());
    if settings.category(category).is_none() {
        return Err(Error::user(view::no_category(locale, &settings, category)));
    }
    let Some(user) = request.user() else { return Ok(()) };
    check_roles(locale, &settings, category, request.actor.roles())?;
    let load = store::fetch_load(request.db(), request.guild, category, user).await?;
    check_load(locale, &settings, category, &load, request.host.clock().now())
}

/// Holds what is open against a category's limits.
pub(crate) fn check_load(
    locale: &Locale,
    settings: &TicketSettings,
    key: &str,
    load: &Load,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(category) = settings.category(key) else {
        return Err(Error::user(view::no_category(locale, settings, key)));
    };
    let label = ("category", texts::category_label(settings, key).into());
    if load.mine >= i64::from(category.open_per_member) {
        let most = ("most", category.open_per_member.into());
        let place = load.channel().map(|channel| channel.mention().to_string());
        let known = ("where", if place.is_some() { "known" } else { "none" }.into());
        let place = ("place", place.unwrap_or_default().into());
        return Err(Error::user(texts::text_with(locale, "refused-limit", &[label, most, known, place])));
    }
    if category.open_in_all > 0 && load.all >= i64::from(category.open_in_all) {
        let most = ("most", category.open_in_all.into());
        return Err(Error::user(texts::text_with(locale, "refused-limit-all", &[label, most])));
    }
    let free = load.last.map(|last| last + TimeDelta::minutes(category.cooldown_minutes.into()));
    match free.filter(|free| *free > now) {
        Some(free) => {
            let when = ("when", timestamp(free, 'R').into());
            Err(Error::user(texts::text_with(locale, "refused-cooldown", &[label, when])))
        }
        None => Ok(()),
    }
}

/// Holds a member's roles against a category's.
pub(crate) fn check_roles(
    locale: &Locale,
    settings: &TicketSettings,
    key: &str,
    roles: &[RoleId],
) -> Result<()> {
    let Some(category) = settings.category(key) else {
        return Err(Error::user(view::no_category(locale, settings, key)));
    };
    let label = ("category", texts::category_label(settings, key).into());
    if category.blocked_roles.iter().any(|role| roles.contains(role)) {
        return Err(Error::user(texts::text_with(locale, "refused-blocked", &[label])));
    }
    let required = &category.required_roles;
    if !required.is_empty() && !required.iter().any(|role| roles.contains(role)) {
        let named: Vec<_> = required.iter().map(|role| role.mention().to_string()).collect();
        let named = ("roles", named.join(", ").into());
        return Err(Error::user(texts::text_with(locale, "refused-required", &[label, named])));
    }
    Ok(())
}
