//! Lists of tickets, as far as somebody may see them.

use plugin_api::{
    Result,
    db::{Executor, Statement},
    serenity::{GuildId, RoleId, UserId},
    sql,
    ui::paginate::Page,
};

use super::row::{Row, select};
use crate::ticket::domain::{Status, Ticket};

/// Which tickets somebody may see in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visibility {
    /// Keys of categories: those that they may see, or those that they may not.
    pub categories: Vec<String>,
    /// Whether `categories` are those that they may see; otherwise they see all others, those included that are no longer in the settings.
    pub only: bool,
    /// Their roles: what was escalated to one of them they see too.
    pub roles: Vec<RoleId>,
    /// Whose own tickets they see too.
    pub own: Option<UserId>,
    /// Keys of the categories in which a ticket that somebody else has in hand is hidden from them.
    pub hiding: Vec<String>,
    /// Who they are.
    pub user: Option<UserId>,
}

/// Which of them are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Access so.
    pub statuses: Vec<Status>,
    /// Opened by this member.
    pub member: Option<UserId>,
    /// Of the category of this key.
    pub category: Option<String>,
    /// With this in their number, their description or answers, or their member's name, in lower case.
    pub like: String,
}

/// Whether a word is in a list. That is bound as one text with a bar around each of its words, and REPLACE finds one in it: it knows no
/// wildcards, minds the case, and is the same on both databases.
macro_rules! listed {
    ($list:literal, $word:literal) => {
        concat!("REPLACE(", $list, ", '|' || ", $word, " || '|', '') <> ", $list)
    };
}

/// Whether a ticket is within somebody's reach.
macro_rules! visible {
    ($categories:literal, $only:literal, $roles:literal, $own:literal) => {
        concat!(
            concat!("((", listed!($categories, "category"), ") = ", $only, " OR "),
            concat!(listed!($roles, "CAST(escalated_to AS TEXT)"), " OR user_id = ", $own, ")")
        )
    };
}
/// Whether a ticket within their reach is hidden from them, as [`crate::ticket::access::TicketRequest::hidden_by`] says.
macro_rules! hidden {
    ($hiding:literal, $user:literal) => {
        concat!(
            concat!("(COALESCE(claimed_by, ", $user, ") <> ", $user, " AND "),
            concat!("status NOT IN ('closed', 'archived') AND ", listed!($hiding, "category"), ")")
        )
    };
}
pub(crate) use {hidden, listed, visible};

/// What both statements begin with. What is hidden from who types is found by its number, not by its words: that it is offered would tell
/// them.
macro_rules! within {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            "WHERE guild_id = $1 AND ",
            listed!("$2", "status"),
            " AND ($3 = 0 OR user_id = $3) AND ($4 = '' OR category = $4) ",
            "AND ($5 = '' OR CAST(id AS TEXT) = $5 OR REPLACE(folded, $5, '') <> folded) ",
            "AND ($5 = '' OR CAST(id AS TEXT) = $5 OR user_id = $9 OR NOT ",
            hidden!("$10", "$11"),
            ") ",
            "AND ",
            visible!("$6", "$7", "$8", "$9"),
            " ",
            $tail
        )
    };
}

/// How many tickets there are of those.
pub async fn count(
    on: impl Executor,
    guild: GuildId,
    visibility: &Visibility,
    filter: &Filter,
) -> Result<u64> {
    let statement = sql(within!("SELECT COUNT(*) FROM support_tickets ", ""));
    let (count,): (i64,) = bound(statement, guild, visibility, filter).fetch_one(on).await?;
    Ok(count.unsigned_abs())
}

/// Those tickets, oldest first.
pub async fn list(
    on: impl Executor,
    guild: GuildId,
    visibility: &Visibility,
    filter: &Filter,
    page: Page,
) -> Result<Vec<Ticket>> {
    const OLDEST: &str = select!(within!("", "ORDER BY created_at, id LIMIT $12 OFFSET $13"));
    let rows: Vec<Row> = bound(sql(OLDEST), guild, visibility, filter)
        .bind(page.size)
        .bind(page.offset())
        .fetch_all(on)
        .await?;
    rows.into_iter().map(Row::ticket).collect()
}

/// Those tickets for somebody who types, the newest first.
pub async fn offer(
    on: impl Executor,
    guild: GuildId,
    visibility: &Visibility,
    filter: &Filter,
    most: u32,
) -> Result<Vec<Ticket>> {
    const NEWEST: &str = select!(within!("", "ORDER BY created_at DESC, id DESC LIMIT $12"));
    let rows: Vec<Row> = bound(sql(NEWEST), guild, visibility, filter).bind(most).fetch_all(on).await?;
    rows.into_iter().map(Row::ticket).collect()
}

fn bound(statement: Statement, guild: GuildId, visibility: &Visibility, filter: &Filter) -> Statement {
    let statement = statement
        .bind(guild)
        .bind(barred(&filter.statuses))
        .bind(member(filter.member, 0))
        .bind(filter.category.clone().unwrap_or_default())
        .bind(filter.like.as_str());
    bind_visibility(statement, visibility)
}

/// Binds what [`reached`] and [`hidden`] take, in their order.
pub(crate) fn bind_visibility(statement: Statement, visibility: &Visibility) -> Statement {
    statement
        .bind(barred(&visibility.categories))
        .bind(visibility.only)
        .bind(barred(&visibility.roles))
        // Nobody's: 0 is what erasing leaves, and those tickets are nobody's own.
        .bind(member(visibility.own, -1))
        .bind(barred(&visibility.hiding))
        .bind(member(visibility.user, -1))
}

fn member(user: Option<UserId>, nobody: i64) -> i64 {
    user.map_or(nobody, |user| user.get().cast_signed())
}

fn barred(words: &[impl ToString]) -> String {
    words.iter().map(|word| format!("|{}|", word.to_string())).collect()
}
