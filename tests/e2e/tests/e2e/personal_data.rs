//! What is kept about a person, given to them and erased, on both kinds of database.

use std::sync::Arc;

use chrono::DateTime;
use e2e::databases::{Database, both};
use guildhall::{
    database, migrate,
    privacy::{Mode, Person, PrivacyCommand, erase, export, run, schema},
    registry::{Entry, Registry},
};
use plugin_api::{
    About, Clock, Db, Erase, Plugin, PluginId, UserData, UserTable,
    serenity::{GuildId, UserId},
    sql,
};
use serde_json::json;

const USER: UserId = UserId::new(80_351_110_224_678_912);
const OTHER: UserId = UserId::new(7);
const GUILD: GuildId = GuildId::new(81_384_788_765_712_384);
const ELSEWHERE: GuildId = GuildId::new(8);

struct Notes;

impl Plugin for Notes {
    fn about(&self) -> About {
        About::new("Notes", "Keeps notes")
    }

    fn user_data(&self) -> UserData {
        let export: &[&str] =
            &["guild_id", "created_by", "text", "pinned", "weight", "written_at", "reader_user_id"];
        let by = |user_column, erase| UserTable { table: "notes", user_column, export, erase };
        UserData::tables(
            "Notes and who read them last.",
            vec![by("reader_user_id", Erase::Anonymise(&[])), by("created_by", Erase::Delete)],
        )
    }
}

struct Scene {
    db: Db,
    registry: Registry,
    clock: Clock,
}

impl Scene {
    async fn new(database: &Database) -> Self {
        let db = database::open(database.url()).await.expect("a database");
        let plugin = Arc::new(Notes);
        let entry = Entry { id: PluginId::new("notes"), crate_name: "notes", about: plugin.about(), plugin };
        let registry = Registry::from_entries([entry], guildhall::admin::commands()).expect("no conflicts");
        migrate::up(&db, &registry).await.expect("migrations");
        sql("CREATE TABLE notes (guild_id BIGINT NOT NULL, created_by BIGINT NOT NULL, text TEXT NOT NULL, \
             pinned BOOLEAN NOT NULL, weight DOUBLE PRECISION, written_at TIMESTAMPTZ NOT NULL, reader_user_id BIGINT)")
        .execute(&db)
        .await
        .expect("a table");
        let clock = Clock::frozen(DateTime::from_timestamp(1_800_000_000, 0).expect("in range"));
        let scene = Self { db, registry, clock };
        scene.note(GUILD, USER, "mine", None).await;
        scene.note(ELSEWHERE, USER, "mine elsewhere", Some(USER)).await;
        scene.note(GUILD, OTHER, "theirs", Some(USER)).await;
        scene.audited(USER).await;
        scene.answered(USER).await;
        scene.answered(OTHER).await;
        scene
    }

    async fn note(&self, guild: GuildId, by: UserId, text: &str, reader: Option<UserId>) {
        sql("INSERT INTO notes VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(guild)
            .bind(by)
            .bind(text)
            .bind(true)
            .bind(0.5)
            .bind(self.clock.now())
            .bind(reader)
            .execute(&self.db)
            .await
            .expect("a note");
    }

    async fn audited(&self, user: UserId) {
        sql("INSERT INTO audit VALUES ($1, 1, $2, 'enable', 'notes', '', $3)")
            .bind(GUILD)
            .bind(user)
            .bind(self.clock.now())
            .execute(&self.db)
            .await
            .expect("an entry");
    }

    async fn answered(&self, user: UserId) {
        sql("INSERT INTO idempotency_keys VALUES ($1, 'notes', $2, '', $3, $4)")
            .bind(GUILD)
            .bind(user.to_string())
            .bind(json!({ "created_by": user }).to_string())
            .bind(self.clock.now())
            .execute(&self.db)
            .await
            .expect("an answer");
    }

    async fn notes(&self) -> Vec<(String, Option<i64>)> {
        sql("SELECT text, reader_user_id FROM notes ORDER BY text").fetch_all(&self.db).await.expect("notes")
    }

    async fn guildhall_privacy(&self, command: PrivacyCommand) -> String {
        let mut out = Vec::new();
        run(command, &self.db, &self.registry, &self.clock, &mut out).await.expect("it runs");
        String::from_utf8(out).expect("text")
    }
}

fn person() -> Person {
    Person { user: USER.get().try_into().expect("not zero"), guild: None }
}

#[tokio::test]
async fn an_export_has_every_owners_rows_with_readable_values() {
    both(async |database| {
        let scene = Scene::new(database).await;
        let export =
            export(&scene.db, &scene.registry, &scene.clock, USER, Some(GUILD)).await.expect("an export");
        let owners = serde_json::to_value(&export.owners).expect("JSON");
        let note = json!({
            "guild_id": GUILD.to_string(), "created_by": USER.to_string(), "text": "mine", "pinned": true, "weight": 0.5,
            "written_at": "2027-01-15T08:00:00.000000Z", "reader_user_id": null
        });
        assert_eq!(owners[1]["tables"][1]["rows"], json!([note]));
        assert_eq!(owners[0]["owner"], "host");
        assert_eq!(owners[0]["tables"][0]["rows"][0]["user_id"], USER.to_string());
    })
    .await;
}

#[tokio::test]
async fn without_a_guild_an_export_is_about_all() {
    both(async |database| {
        let scene = Scene::new(database).await;
        let export = export(&scene.db, &scene.registry, &scene.clock, USER, None).await.expect("an export");
        assert_eq!(export.owners[1].tables[1].rows.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn erasing_in_one_guild_leaves_the_others_and_other_people_alone() {
    both(async |database| {
        let scene = Scene::new(database).await;
        let report =
            erase(&scene.db, &scene.registry, USER, Some(GUILD), Mode::Erase).await.expect("a report");
        assert_eq!(
            serde_json::to_value(&report.owners).expect("JSON"),
            json!([
                { "owner": "host", "tables": [
                    { "table": "idempotency_keys", "column": "answer", "rows": 1, "fate": "deleted" },
                    { "table": "audit", "column": "user_id", "rows": 1, "fate": "kept",
                      "reason": "a guild's staff must be able to see who changed its configuration" },
                ] },
                { "owner": "notes", "tables": [
                    { "table": "notes", "column": "reader_user_id", "rows": 1, "fate": "anonymised" },
                    { "table": "notes", "column": "created_by", "rows": 1, "fate": "deleted" },
                ] },
            ])
        );
        assert_eq!(
            scene.notes().await,
            [("mine elsewhere".to_owned(), Some(USER.get().cast_signed())), ("theirs".to_owned(), Some(0))]
        );
    })
    .await;
}

#[tokio::test]
async fn a_preview_changes_nothing_and_the_command_says_so() {
    both(async |database| {
        let scene = Scene::new(database).await;
        let preview = scene.guildhall_privacy(PrivacyCommand::Erase { person: person(), yes: false }).await;
        // The same on both kinds of database.
        insta::allow_duplicates! {
            insta::assert_snapshot!(preview, @r"
            host: 1 rows by 'idempotency_keys.answer' deleted
            host: 1 rows by 'audit.user_id' kept: a guild's staff must be able to see who changed its configuration
            notes: 2 rows by 'notes.reader_user_id' anonymised
            notes: 2 rows by 'notes.created_by' deleted

            Nothing was changed. Add --yes to do it; it can't be undone.
            ");
        }
        assert_eq!(scene.notes().await.len(), 3);
        scene.guildhall_privacy(PrivacyCommand::Erase { person: person(), yes: true }).await;
        assert_eq!(scene.notes().await, [("theirs".to_owned(), Some(0))]);
        assert!(scene.guildhall_privacy(PrivacyCommand::Export(person())).await.contains("\"rows\": []"));
    })
    .await;
}

#[tokio::test]
async fn declarations_and_tables_are_held_against_each_other() {
    both(async |database| {
        let scene = Scene::new(database).await;
        assert_eq!(
            schema::differences(&scene.db, &scene.registry).await.expect("columns"),
            Vec::<String>::new()
        );
        sql("ALTER TABLE notes RENAME COLUMN text TO words").execute(&scene.db).await.expect("renamed");
        sql("CREATE TABLE likes (guild_id BIGINT, liker_user_id BIGINT)")
            .execute(&scene.db)
            .await
            .expect("a table");
        let found = schema::differences(&scene.db, &scene.registry).await.expect("columns");
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(found[0].contains("'notes.text', which is not in the database"), "{found:#?}");
        assert!(found[2].contains("'likes.liker_user_id' holds a user's id"), "{found:#?}");
    })
    .await;
}

#[tokio::test]
async fn every_column_with_a_users_id_in_the_real_tables_is_declared() {
    both(async |database| {
        let db = database::open(database.url()).await.expect("a database");
        let registry = Registry::linked(guildhall::admin::commands()).expect("no conflicts");
        migrate::up(&db, &registry).await.expect("migrations");
        assert_eq!(schema::differences(&db, &registry).await.expect("columns"), Vec::<String>::new());
        let found = schema::columns(&db).await.expect("columns");
        assert!(found.iter().any(|column| column.table == "audit" && column.is_about_a_user()), "{found:?}");
    })
    .await;
}
