//! Whether a suggestion under a question helped who asked it.

use plugin_api::{
    ComponentInteraction, DiscordCode, Error, Result,
    serenity::{MessageId, UserId},
    ui::Reply,
};

use crate::{actions, store, store::Verdict, view};

/// `helped:<question>:<asker>`: the answer stays, without its buttons.
pub(super) async fn helped(press: ComponentInteraction) -> Result<()> {
    let Some(entry) = judged(&press, true).await? else { return Ok(()) };
    let locale = press.host.guild(press.guild).locale;
    let entry = store::get(press.host.db(), press.guild, entry).await?.filter(|entry| entry.published);
    press.update(view::thanks(&locale, entry.as_ref())).await
}

/// `not_helped:<question>:<asker>`: the answer goes, and staff find the question among those without one.
pub(super) async fn not_helped(press: ComponentInteraction) -> Result<()> {
    let Some(_) = judged(&press, false).await? else { return Ok(()) };
    let asked = press.message().and_then(|message| message.referenced_message.as_deref());
    if let Some(asked) = asked.filter(|asked| asked.author.id == press.user().id) {
        actions::unanswered(&press.host, press.guild, asked.author.id, &asked.content).await;
    }
    press.reply(Reply::text(view::text(&press.member_locale(), "suggest-not-helped"))).await?;
    let Some(message) = press.message() else { return Ok(()) };
    match press.channel().delete_message(press.host.http(), message.id).await.map_err(Error::from) {
        // 10008 Unknown Message: somebody was faster.
        Err(error) if error.discord_code() != Some(DiscordCode::UnknownMessage) => Err(error),
        _ => Ok(()),
    }
}

/// Counts what who asked says, once; gives the entry. Whoever comes second is told.
async fn judged(press: &ComponentInteraction, helped: bool) -> Result<Option<i64>> {
    let (question, asker): (MessageId, UserId) = press.args()?;
    let reader = press.member_locale();
    if asker != press.user().id {
        return Err(Error::user(view::text(&reader, "refused-not-asker")));
    }
    match store::judge(press.host.db(), press.guild, question, helped).await? {
        Verdict::Counted(entry) => Ok(Some(entry)),
        Verdict::Late => {
            press.reply(Reply::text(view::text(&reader, "suggest-late"))).await?;
            Ok(None)
        }
    }
}
