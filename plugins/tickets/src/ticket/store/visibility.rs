//! Lists of the tickets that a member may see.

use plugin_api::{
    Result,
    db::{Executor, Statement},
    serenity::{GuildId, RoleId, UserId},
    sql,
    ui::paginate::Page,
};

use super::row::{Row, select};
use crate::ticket::domain::{Status, Ticket};

/// Which tickets a member may see in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visibility {
    /// Keys of categories: those that the member may see, or those that they may not.
    pub categories: Vec<String>,
    /// Whether `categories` are those that they may see. If not, they see all others, including those that are no longer in the settings.
    pub only: bool,
    /// Their roles: they also see a ticket that was escalated to one of them.
    pub roles: Vec<RoleId>,
    /// Whose own tickets they also see.
    pub own: Option<UserId>,
    /// Keys of the categories in which a ticket that another member of staff has claimed is hidden from them.
    pub hiding: Vec<String>,
    /// The member.
    pub user: Option<UserId>,
}

/// Which of the visible tickets are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// With one of these statuses.
    pub statuses: Vec<Status>,
    /// Opened by this member.
    pub member: Option<UserId>,
    /// In the category with this key.
    pub category: Option<String>,
    /// With this in their number, their description or answers, or their member's name, in lower case.
    pub like: String,
}

/// Whether a ticket is visible to a member.
macro_rules! visible {
    ($categories:literal, $only:literal, $roles:literal, $own:literal) => {
        concat!(
            concat!("((category = ANY(", $categories, ")) = ", $only, " OR "),
            concat!("escalated_to = ANY(", $roles, ") OR user_id = ", $own, ")")
        )
    };
}
/// Whether a visible ticket is hidden from them, as [`crate::ticket::access::TicketRequest::hidden_by`] says.
macro_rules! hidden {
    ($hiding:literal, $user:literal) => {
        concat!(
            concat!("(COALESCE(claimed_by, ", $user, ") <> ", $user, " AND "),
            concat!("status NOT IN ('closed', 'archived') AND category = ANY(", $hiding, "))")
        )
    };
}
pub(crate) use {hidden, visible};

/// The conditions that all statements share. A ticket that is hidden from the member is found by its number only: to offer it for its
/// words would reveal them.
macro_rules! within {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            "WHERE guild_id = $1 AND status = ANY($2) ",
            "AND ($3 = 0 OR user_id = $3) AND ($4 = '' OR category = $4) ",
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

/// Counts the visible tickets that match a filter.
pub async fn count(
    executor: impl Executor,
    guild: GuildId,
    visibility: &Visibility,
    filter: &Filter,
) -> Result<u64> {
    let statement = sql(within!("SELECT COUNT(*) FROM support_tickets ", ""));
    let (count,): (i64,) = bind_filter(statement, guild, visibility, filter).fetch_one(executor).await?;
    Ok(count.unsigned_abs())
}

/// Fetches a page of the visible tickets that match a filter, the oldest first.
pub async fn list(
    executor: impl Executor,
    guild: GuildId,
    visibility: &Visibility,
    filter: &Filter,
    page: Page,
) -> Result<Vec<Ticket>> {
    const OLDEST: &str = select!(within!("", "ORDER BY created_at, id LIMIT $12 OFFSET $13"));
    let rows: Vec<Row> = bind_filter(sql(OLDEST), guild, visibility, filter)
        .bind(page.size)
        .bind(page.offset())
        .fetch_all(executor)
        .await?;
    rows.into_iter().map(Row::ticket).collect()
}

/// Fetches the tickets for an autocomplete, the newest first.
pub async fn offer(
    executor: impl Executor,
    guild: GuildId,
    visibility: &Visibility,
    filter: &Filter,
    limit: u32,
) -> Result<Vec<Ticket>> {
    const NEWEST: &str = select!(within!("", "ORDER BY created_at DESC, id DESC LIMIT $12"));
    let rows: Vec<Row> =
        bind_filter(sql(NEWEST), guild, visibility, filter).bind(limit).fetch_all(executor).await?;
    rows.into_iter().map(Row::ticket).collect()
}

fn bind_filter(statement: Statement, guild: GuildId, visibility: &Visibility, filter: &Filter) -> Statement {
    let statement = statement
        .bind(guild)
        .bind(filter.statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>())
        .bind(member(filter.member, 0))
        .bind(filter.category.clone().unwrap_or_default())
        .bind(filter.like.as_str());
    bind_visibility(statement, visibility)
}

/// Binds the parameters of [`visible`] and [`hidden`], in their order.
pub(crate) fn bind_visibility(statement: Statement, visibility: &Visibility) -> Statement {
    statement
        .bind(&visibility.categories)
        .bind(visibility.only)
        .bind(&visibility.roles)
        // Not 0: erasing a member's data leaves 0, and those tickets belong to nobody.
        .bind(member(visibility.own, -1))
        .bind(&visibility.hiding)
        .bind(member(visibility.user, -1))
}

fn member(user: Option<UserId>, nobody: i64) -> i64 {
    user.map_or(nobody, |user| user.get().cast_signed())
}
