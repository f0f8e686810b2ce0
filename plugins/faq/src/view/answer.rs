//! What is answered to a question.

use plugin_api::{
    CustomId, Locale, Result,
    serenity::{
        ButtonStyle, CreateActionRow, CreateButton, CreateMessage, Message, MessageReference, UserId,
    },
    ui::{self, Reply, Tone, embed::cut},
};

use pulldown_cmark::{Event, Parser};

use super::{entry::shown, lists::open, text, text_with};
use crate::{ID, domain::Entry};

/// How much of an answer stands in a list of several, in characters.
const EXCERPT: usize = 120;

/// How much of a question is said back, in characters.
const QUESTION: usize = 150;

/// What was found, the best first. Where that is `sure` it is shown as a whole, and the others under it; the only one is shown as a whole too.
///
/// # Errors
/// Where a custom id can't be built.
pub fn found(locale: &Locale, question: &str, entries: &[Entry], sure: bool) -> Result<Reply> {
    if let ([only], false) = (entries, sure) {
        return Ok(Reply::text(text(locale, "suggest-says")).embed(shown(locale, only)));
    }
    let (first, others) = match entries {
        [first, others @ ..] if sure => (Some(first), others),
        others => (None, others),
    };
    let mut reply = Reply::new();
    if let Some(first) = first {
        reply = reply.embed(shown(locale, first));
    }
    if others.is_empty() {
        return Ok(reply);
    }
    let title = if sure {
        text(locale, "found-others")
    } else {
        text_with(locale, "found-title", &[("question", ui::plain(&cut(question, QUESTION)).into())])
    };
    let line = |entry: &Entry| {
        let excerpt = ui::plain(&cut(&words(&entry.draft.text), EXCERPT));
        format!("**#{} {}**\n{excerpt}", entry.id, ui::plain(&entry.draft.title))
    };
    let lines = if sure {
        others
            .iter()
            .map(|entry| format!("#{} {}", entry.id, ui::plain(&entry.draft.title)))
            .collect::<Vec<_>>()
    } else {
        others.iter().map(line).collect()
    };
    Ok(reply.embed(ui::embed(Tone::Neutral, &title, &lines.join("\n"))).row(open(locale, others)?))
}

/// The words of an answer, without its Markdown.
fn words(markdown: &str) -> String {
    let mut words = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says that nothing fits, and whether staff will see the question.
pub fn nothing(locale: &Locale, question: &str, kept: bool) -> Reply {
    let question = ui::plain(&cut(question.trim(), QUESTION));
    let next = text(locale, if kept { "found-nothing-kept" } else { "found-nothing-next" });
    Reply::text(format!("{}\n{next}", text_with(locale, "found-nothing", &[("question", question.into())])))
}

/// The answer under a question in a channel. Only who asked may say whether it helped: their id is in the buttons and nowhere else.
///
/// # Errors
/// Where a custom id can't be built.
pub fn suggestion(
    locale: &Locale,
    entry: &Entry,
    question: &Message,
    asker: UserId,
) -> Result<CreateMessage> {
    let button = |action, label, style| -> Result<CreateButton> {
        let id = CustomId::new(ID, action).with(question.id).with(asker).build()?;
        Ok(CreateButton::new(id).style(style).label(text(locale, label)))
    };
    Ok(ui::message()
        .content(text(locale, "suggest-says"))
        .embed(shown(locale, entry))
        // Deleted meanwhile, it is answered all the same.
        .reference_message(MessageReference::from(question).fail_if_not_exists(false))
        .components(vec![CreateActionRow::Buttons(vec![
            button("helped", "button-helped", ButtonStyle::Success)?,
            button("not_helped", "button-not-helped", ButtonStyle::Secondary)?,
        ])]))
}

/// The suggestion after it helped.
pub fn thanks(locale: &Locale, entry: Option<&Entry>) -> Reply {
    let reply = Reply::text(text(locale, "suggest-helped"));
    match entry {
        Some(entry) => reply.embed(shown(locale, entry)),
        None => reply,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_has_the_words_and_no_markdown() {
        assert_eq!(words("# Badge\nAt the **desk**:\n- a `card`\n- <@1>"), "Badge At the desk : a card <@1>");
    }
}
