//! Applies the migrations of the host and then of every plugin, sorted by id. Each owner has a table of its own that records what was
//! applied.

use anyhow::{Context, Result};
use plugin_api::Db;
use sqlx::migrate::{AppliedMigration, Migrate, MigrateError, Migrator};

use crate::registry::Registry;

/// A migration and whether it was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// `host` or the plugin's id.
    pub owner: String,
    /// The number at the start of its file's name.
    pub version: i64,
    /// The rest of its file's name.
    pub description: String,
    /// Whether the database has it.
    pub applied: bool,
}

/// Applies the migrations that are missing. Processes that start at the same time wait for each other.
///
/// # Errors
/// If a migration fails or changed after it was applied; the error names its owner.
pub async fn up(db: &Db, registry: &Registry) -> Result<()> {
    for (owner, migrator) in migrators(registry) {
        let done = match db {
            Db::Sqlite(pool) => migrator.run(pool).await,
            Db::Postgres(pool) => migrator.run(pool).await,
        };
        done.with_context(|| {
            format!("the migrations of '{owner}' (folder migrations/{owner}) can't be applied")
        })?;
    }
    Ok(())
}

/// Lists all migrations and whether each was applied.
pub async fn status(db: &Db, registry: &Registry) -> Result<Vec<Status>> {
    let mut all = Vec::new();
    for (owner, migrator) in migrators(registry) {
        let applied = fetch_applied(db, &table(&owner)).await?;
        for migration in migrator.iter().filter(|migration| !migration.migration_type.is_down_migration()) {
            all.push(Status {
                owner: owner.clone(),
                version: migration.version,
                description: migration.description.to_string(),
                applied: applied.contains(&migration.version),
            });
        }
    }
    Ok(all)
}

async fn fetch_applied(db: &Db, table: &str) -> Result<Vec<i64>> {
    let rows = match db {
        Db::Sqlite(pool) => list_applied(&mut *pool.acquire().await?, table).await,
        Db::Postgres(pool) => list_applied(&mut *pool.acquire().await?, table).await,
    };
    Ok(rows?.into_iter().map(|migration| migration.version).collect())
}

async fn list_applied(
    connection: &mut impl Migrate,
    table: &str,
) -> Result<Vec<AppliedMigration>, MigrateError> {
    connection.ensure_migrations_table(table).await?;
    connection.list_applied_migrations(table).await
}

fn migrators(registry: &Registry) -> Vec<(String, Migrator)> {
    let plugins =
        registry.iter().filter_map(|entry| Some((entry.id.to_string(), entry.plugin.migrations()?)));
    std::iter::once(("host".to_owned(), sqlx::migrate!("../migrations/host")))
        .chain(plugins)
        .map(|(owner, mut migrator)| {
            // With one table for all, another owner's migrations would count as missing files.
            migrator.dangerous_set_table_name(table(&owner));
            (owner, migrator)
        })
        .collect()
}

fn table(owner: &str) -> String {
    format!("_migrations_{owner}")
}

#[cfg(test)]
mod tests;
