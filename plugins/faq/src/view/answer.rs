//! The answer to a search.

use plugin_api::{
    Locale, Result,
    ui::{self, Reply, Tone, embed::truncate},
};
use pulldown_cmark::{Event, Parser};

use super::{entry::embed, list::open_select};
use crate::{
    domain::Entry,
    texts::{text, text_with},
};

/// How much of an answer a list of several shows, in characters.
const EXCERPT_LIMIT: usize = 120;

/// How much of a question is repeated, in characters.
const QUESTION_LIMIT: usize = 150;

/// The entries that were found, best first. If the best is `sure` it is shown as a whole, above the others; a single one is shown as a whole too.
pub(crate) fn search_results(
    locale: &Locale,
    question: &str,
    entries: &[Entry],
    sure: bool,
) -> Result<Reply> {
    if let ([only], false) = (entries, sure) {
        return Ok(Reply::text(text(locale, "suggest-says")).embed(embed(locale, only)));
    }
    let (first, others) = match entries {
        [first, others @ ..] if sure => (Some(first), others),
        others => (None, others),
    };
    let mut reply = Reply::new();
    if let Some(first) = first {
        reply = reply.embed(embed(locale, first));
    }
    if others.is_empty() {
        return Ok(reply);
    }
    let title = if sure {
        text(locale, "found-others")
    } else {
        text_with(
            locale,
            "found-title",
            &[("question", ui::escape_markdown(&truncate(question, QUESTION_LIMIT)).into())],
        )
    };
    let line = |entry: &Entry| {
        let excerpt = ui::escape_markdown(&truncate(&plain_text(&entry.content.text), EXCERPT_LIMIT));
        format!("**#{} {}**\n{excerpt}", entry.id, ui::escape_markdown(&entry.content.title))
    };
    let lines = if sure {
        others
            .iter()
            .map(|entry| format!("#{} {}", entry.id, ui::escape_markdown(&entry.content.title)))
            .collect::<Vec<_>>()
    } else {
        others.iter().map(line).collect()
    };
    Ok(reply.embed(ui::embed(Tone::Neutral, &title, &lines.join("\n"))).row(open_select(locale, others)?))
}

/// The words of an answer, without its Markdown.
fn plain_text(markdown: &str) -> String {
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
pub(crate) fn nothing_found(locale: &Locale, question: &str, recorded: bool) -> Reply {
    let question = ui::escape_markdown(&truncate(question.trim(), QUESTION_LIMIT));
    let next = text(locale, if recorded { "found-nothing-kept" } else { "found-nothing-next" });
    Reply::text(format!("{}\n{next}", text_with(locale, "found-nothing", &[("question", question.into())])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_has_the_words_and_no_markdown() {
        assert_eq!(
            plain_text("# Badge\nAt the **desk**:\n- a `card`\n- <@1>"),
            "Badge At the desk : a card <@1>"
        );
    }
}
