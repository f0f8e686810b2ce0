//! The statements on an embedded database with the host's and this plugin's tables.

use chrono::{DateTime, TimeDelta, Utc};
use plugin_api::{
    Actor, Db,
    serenity::{ChannelId, GuildId, MessageId, Permissions, RoleId, UserId},
};
use sqlx::{migrate::Migrator, sqlite::SqlitePoolOptions};

use super::*;
use crate::domain::{Days, Origin, days::parse_days, time::parse_time};

const GUILD: GuildId = GuildId::new(10);
const OWNER: UserId = UserId::new(1);
const CHANNEL: ChannelId = ChannelId::new(20);

async fn db() -> Db {
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.expect("in memory");
    for (folder, table) in [("../../migrations/host", "_host"), ("../../migrations/reminders", "_reminders")]
    {
        let mut migrator =
            Migrator::new(std::path::Path::new(folder)).await.expect("the folder of migrations");
        migrator.dangerous_set_table_name(table);
        migrator.run(&pool).await.expect("they apply");
    }
    Db::Sqlite(pool)
}

fn now() -> DateTime<Utc> {
    "2026-03-10T11:00:00Z".parse().expect("an instant")
}

fn draft(name: &str) -> Draft {
    Draft {
        name: name.to_owned(),
        channel: CHANNEL,
        call_time: parse_time("09:30").expect("a time"),
        days: Days::NONE,
        event_time: now() + TimeDelta::hours(2),
        lead_minutes: 60,
        message: "\u{202e}@everyone `x`\n\u{200b}".to_owned(),
        location: "Room 1".to_owned(),
        mention: Mention::Nobody,
        origin: None,
    }
}

async fn add(db: &Db, guild: GuildId, owner: UserId, draft: &Draft) -> i64 {
    let mut tx = db.begin().await.expect("begins");
    let number = insert(&mut tx, guild, owner, draft, now()).await.expect("inserts");
    tx.commit().await.expect("commits");
    number
}

#[tokio::test]
async fn a_reminder_reads_back_as_it_was_written() {
    let db = db().await;
    let draft = Draft {
        days: parse_days("mon,wed").days,
        mention: Mention::Role(RoleId::new(7)),
        origin: Some(Origin { channel: ChannelId::new(3), message: MessageId::new(4) }),
        ..draft("Standup")
    };
    let number = add(&db, GUILD, OWNER, &draft).await;
    let read = fetch(&db, GUILD, number).await.expect("reads").expect("is there");
    let again = Draft {
        name: read.name,
        channel: read.channel,
        call_time: read.call_time,
        days: read.days,
        event_time: read.event_time,
        lead_minutes: read.lead_minutes,
        message: read.message,
        location: read.location,
        mention: read.mention,
        origin: read.origin,
    };
    assert_eq!(again, draft);
    assert_eq!((read.status, read.created_by, read.created_at), (Status::Active, OWNER, now()));
}

#[tokio::test]
async fn numbers_count_per_guild_and_are_looked_up_in_their_guild_only() {
    let db = db().await;
    let other = GuildId::new(11);
    assert_eq!(add(&db, GUILD, OWNER, &draft("a")).await, 1);
    assert_eq!(add(&db, GUILD, OWNER, &draft("b")).await, 2);
    assert_eq!(add(&db, other, OWNER, &draft("c")).await, 1);
    assert_eq!(fetch(&db, other, 2).await.expect("reads"), None);
    let mut tx = db.begin().await.expect("begins");
    assert!(!delete(&mut tx, other, 2).await.expect("deletes nothing"));
    assert_eq!(count(&mut tx, GUILD, Filter::Owner(OWNER)).await.expect("counts"), 2);
}

#[tokio::test]
async fn a_member_is_offered_only_what_they_may_change() {
    let db = db().await;
    let elsewhere = ChannelId::new(21);
    add(&db, GUILD, OWNER, &draft("Mine 100%")).await;
    add(&db, GUILD, UserId::new(2), &draft("Theirs here")).await;
    add(&db, GUILD, UserId::new(2), &Draft { channel: elsewhere, ..draft("Theirs elsewhere") }).await;
    add(&db, GuildId::new(11), OWNER, &draft("Mine in another guild")).await;
    let offered = async |granted, typed: &str| {
        let actor = Actor::member(OWNER, Vec::new(), granted).in_channel(CHANNEL);
        let found = search(&db, GUILD, &actor, typed, 25).await.expect("offers");
        found.iter().map(|reminder| reminder.number).collect::<Vec<_>>()
    };
    assert_eq!(offered(Permissions::empty(), "").await, [1]);
    assert_eq!(offered(Permissions::MANAGE_MESSAGES, "").await, [1, 2]);
    assert_eq!(offered(Permissions::all(), "").await, [1, 2, 3]);
    assert_eq!(offered(Permissions::all(), "THEIRS").await, [2, 3]);
    assert_eq!(offered(Permissions::all(), "#3").await, [3]);
    assert_eq!(offered(Permissions::all(), "0%").await, [1]);
    assert_eq!(offered(Permissions::all(), "_").await, [0_i64; 0]);
    add(&db, GUILD, OWNER, &draft("Één overleg")).await;
    assert_eq!(offered(Permissions::empty(), "ÉÉN O").await, [4]);
    assert_eq!(offered(Permissions::empty(), "één").await, [4]);
}

#[tokio::test]
async fn what_ended_leaves_the_lists_and_is_purged_after_its_time() {
    let db = db().await;
    for name in ["a", "b", "c"] {
        add(&db, GUILD, OWNER, &draft(name)).await;
    }
    let mut tx = db.begin().await.expect("begins");
    mark_ended(&mut tx, GUILD, 1, now()).await.expect("ends");
    mark_ended(&mut tx, GUILD, 2, now() + TimeDelta::days(1)).await.expect("ends");
    tx.commit().await.expect("commits");
    assert_eq!(count(&db, GUILD, Filter::All).await.expect("counts"), 1);
    assert_eq!(fetch_page(&db, GUILD, Filter::Channel(CHANNEL), 10, 0).await.expect("lists").len(), 1);
    assert_eq!(fetch_after(&db, GUILD, 0, 10).await.expect("pages").len(), 3);
    assert_eq!(delete_ended_before(&db, GUILD, now() + TimeDelta::hours(1)).await.expect("purges"), 1);
    assert_eq!(fetch_after(&db, GUILD, 1, 10).await.expect("pages").len(), 2);
}

#[tokio::test]
async fn what_was_sent_and_the_announcement_that_is_up_are_kept() {
    let db = db().await;
    let number = add(&db, GUILD, OWNER, &draft("a")).await;
    for lead_message in [Some(MessageId::new(5)), None] {
        let mut tx = db.begin().await.expect("begins");
        mark_sent(&mut tx, GUILD, number, now()).await.expect("marks");
        set_lead_message(&mut tx, GUILD, number, lead_message).await.expect("keeps it");
        tx.commit().await.expect("commits");
        let read = fetch(&db, GUILD, number).await.expect("reads").expect("is there");
        assert_eq!((read.lead_message, read.last_sent_at), (lead_message, Some(now())));
    }
}

#[tokio::test]
async fn a_snoozed_one_that_is_sent_leaves_the_announcement_of_the_next_where_it_is() {
    let db = db().await;
    let number = add(&db, GUILD, OWNER, &draft("a")).await;
    let mut tx = db.begin().await.expect("begins");
    set_lead_message(&mut tx, GUILD, number, Some(MessageId::new(5))).await.expect("keeps it");
    mark_sent(&mut tx, GUILD, number, now()).await.expect("marks");
    let read = lock(&mut tx, GUILD, number).await.expect("reads").expect("is there");
    assert_eq!((read.lead_message, read.last_sent_at), (Some(MessageId::new(5)), Some(now())));
}
