//! A component interaction or a submitted modal, as Discord sent it.

use std::num::NonZeroU64;

use serenity::all::{
    ActionRowComponent, ChannelId, ComponentInteractionDataKind, CreateInteractionResponse, GuildId,
    InteractionId, Member, Message, ModalInteraction, User,
};
use serenity::http::Http;

use crate::{Locale, Result, retry, ui::Reply};

/// The interaction.
#[derive(Clone, Debug)]
pub enum Source {
    /// A button or select.
    Component(Box<serenity::all::ComponentInteraction>),
    /// A modal that was submitted.
    Modal(Box<ModalInteraction>),
}

/// Reads a field that both kinds of interaction have.
macro_rules! either {
    ($source:expr, $interaction:ident => $value:expr) => {
        match $source {
            Source::Component($interaction) => $value,
            Source::Modal($interaction) => $value,
        }
    };
}

impl Source {
    /// The custom id of the component or modal.
    pub fn custom_id(&self) -> &str {
        either!(self, interaction => &interaction.data.custom_id)
    }

    /// The guild; `None` in a direct message.
    pub fn guild(&self) -> Option<GuildId> {
        either!(self, interaction => interaction.guild_id)
    }

    /// The user's language.
    pub fn member_locale(&self) -> Locale {
        Locale::new(either!(self, interaction => &interaction.locale))
    }

    /// Answers for the first time.
    pub async fn respond(&self, http: &Http, response: CreateInteractionResponse) -> Result<()> {
        retry::send(|| async {
            either!(self, interaction => interaction.create_response(http, response.clone()).await)
        })
        .await
    }

    pub(super) fn interaction(&self) -> (InteractionId, &str) {
        either!(self, interaction => (interaction.id, &interaction.token))
    }

    pub(super) fn user(&self) -> &User {
        either!(self, interaction => &interaction.user)
    }

    pub(super) fn member(&self) -> Option<&Member> {
        either!(self, interaction => interaction.member.as_ref())
    }

    pub(super) fn channel(&self) -> ChannelId {
        either!(self, interaction => interaction.channel_id)
    }

    pub(super) fn message(&self) -> Option<&Message> {
        match self {
            Self::Component(interaction) => Some(&interaction.message),
            Self::Modal(interaction) => interaction.message.as_deref(),
        }
    }

    pub(super) fn values(&self) -> &[String] {
        match self {
            Self::Component(interaction) => match &interaction.data.kind {
                ComponentInteractionDataKind::StringSelect { values } => values,
                _ => &[],
            },
            Self::Modal(_) => &[],
        }
    }

    /// The ids that were chosen in a select of users, roles or channels.
    pub(super) fn ids<T: From<NonZeroU64>>(&self) -> Vec<T> {
        use ComponentInteractionDataKind as Kind;
        let Self::Component(interaction) = self else { return Vec::new() };
        let ids: Vec<u64> = match &interaction.data.kind {
            Kind::UserSelect { values } => values.iter().map(|id| id.get()).collect(),
            Kind::RoleSelect { values } => values.iter().map(|id| id.get()).collect(),
            Kind::ChannelSelect { values } => values.iter().map(|id| id.get()).collect(),
            Kind::MentionableSelect { values } => values.iter().map(|id| id.get()).collect(),
            Kind::StringSelect { .. } | Kind::Button | Kind::Unknown(_) => Vec::new(),
        };
        ids.into_iter().filter_map(NonZeroU64::new).map(T::from).collect()
    }

    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let Self::Modal(interaction) = self else { return None };
        interaction.data.components.iter().flat_map(|row| &row.components).find_map(|component| {
            match component {
                ActionRowComponent::InputText(input) if input.custom_id == name => {
                    input.value.as_deref().filter(|value| !value.is_empty())
                }
                _ => None,
            }
        })
    }

    pub(super) async fn edit_original(&self, http: &Http, reply: Reply) -> Result<()> {
        either!(self, interaction => interaction.edit_response(http, reply.into_edit()).await)?;
        Ok(())
    }

    pub(super) async fn follow_up(&self, http: &Http, reply: Reply) -> Result<()> {
        either!(self, interaction => interaction.create_followup(http, reply.into_follow_up()).await)?;
        Ok(())
    }
}
