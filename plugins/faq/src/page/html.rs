//! The page's HTML. What people wrote is escaped, and of its Markdown only harmless parts are rendered.

use linkify::{LinkFinder, LinkKind};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use plugin_api::{
    Locale,
    serenity::GuildId,
    ui::{paginate::Page, strip_bidi},
};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::{
    domain::{Entry, strip_mentions},
    names::ID,
    texts::{text, text_with},
};

/// A page of all entries, by category.
pub(super) fn entries_page(locale: &Locale, guild: GuildId, entries: &[Entry], page: Page) -> Markup {
    let groups = entries.chunk_by(|a, b| a.content.category == b.content.category);
    let path = page_path(guild);
    let number = |index: u32| format!("{path}?page={}", index + 1);
    layout(
        locale,
        guild,
        "",
        html! {
            @if entries.is_empty() { p { (text(locale, "page-empty")) } }
            @for group in groups {
                section {
                    @if let Some(category) = group.first().map(|entry| &entry.content.category).filter(|c| !c.is_empty()) {
                        h2 { (strip_bidi(category)) }
                    }
                    @for entry in group { (entry_details(entry, false)) }
                }
            }
            @if page.count > 1 {
                nav aria-label=(text(locale, "page-pages")) {
                    @if page.index > 0 { a rel="prev" href=(number(page.index - 1)) { (text(locale, "page-previous")) } }
                    span { (text_with(locale, "page-of", &[
                        ("page", (page.index + 1).into()), ("pages", page.count.into()),
                    ])) }
                    @if page.index + 1 < page.count {
                        a rel="next" href=(number(page.index + 1)) { (text(locale, "page-next")) }
                    }
                }
            }
        },
    )
}

/// The results of a search; the best one is open.
pub(super) fn results_page(locale: &Locale, guild: GuildId, question: &str, entries: &[Entry]) -> Markup {
    layout(
        locale,
        guild,
        question,
        html! {
            @if entries.is_empty() { p role="status" { (text(locale, "page-nothing")) } }
            section {
                @for (place, entry) in entries.iter().enumerate() { (entry_details(entry, place == 0)) }
            }
            nav { a href=(page_path(guild)) { (text(locale, "page-all")) } }
        },
    )
}

fn page_path(guild: GuildId) -> String {
    format!("/guilds/{guild}/{ID}")
}

fn layout(locale: &Locale, guild: GuildId, question: &str, content: Markup) -> Markup {
    let (path, title) = (page_path(guild), text(locale, "page-title"));
    html! {
        (DOCTYPE)
        html lang=(locale.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href=(format!("{path}/style.css"));
            }
            body {
                header {
                    h1 { (title) }
                    form method="get" action=(path) role="search" {
                        label for="q" { (text(locale, "page-search")) }
                        input id="q" name="q" type="search" maxlength="300" value=(strip_bidi(question));
                        button type="submit" { (text(locale, "page-find")) }
                    }
                }
                main { (content) }
            }
        }
    }
}

fn entry_details(entry: &Entry, open: bool) -> Markup {
    html! {
        details id=(format!("entry-{}", entry.id)) open[open] {
            summary { (strip_bidi(&strip_mentions(&entry.content.title))) }
            div { (PreEscaped(render_markdown(&entry.content.text))) }
        }
    }
}

/// Renders Markdown without the HTML of its author, ids and images; links lead only to the web and to mail, headings are below those of the page.
fn render_markdown(markdown: &str) -> String {
    let markdown = strip_mentions(markdown);
    let (mut links, mut literal) = (Vec::new(), false);
    let mut events = Vec::new();
    for event in Parser::new_ext(&markdown, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock)
            | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => {}
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            // Discord breaks lines where their author does.
            Event::SoftBreak => events.push(Event::HardBreak),
            Event::Start(Tag::Heading { .. }) => events.push(Event::Start(heading())),
            Event::End(TagEnd::Heading(_)) => events.push(Event::End(TagEnd::Heading(HeadingLevel::H3))),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                links.push(is_harmless(link_type, &dest_url));
                events.extend(
                    links.last().is_some_and(|is| *is).then(|| Event::Start(link(link_type, dest_url))),
                );
            }
            Event::End(TagEnd::Link) => {
                events.extend(links.pop().unwrap_or_default().then_some(Event::End(TagEnd::Link)));
            }
            Event::Text(text) if links.is_empty() && !literal => push_with_links(&text, &mut events),
            other => {
                literal = match other {
                    Event::Start(Tag::CodeBlock(_)) => true,
                    Event::End(TagEnd::CodeBlock) => false,
                    _ => literal,
                };
                events.push(other);
            }
        }
    }
    let mut html = String::with_capacity(markdown.len() * 2);
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    html
}

/// Pushes a text in which bare addresses are links, as Discord shows them.
fn push_with_links(text: &str, events: &mut Vec<Event<'_>>) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    for span in finder.spans(text) {
        let part = CowStr::from(span.as_str().to_owned());
        if span.kind().is_some() && is_harmless(LinkType::Autolink, &part) {
            let parts = [Event::Start(link(LinkType::Autolink, part.clone())), Event::Text(part)];
            events.extend(parts.into_iter().chain([Event::End(TagEnd::Link)]));
        } else {
            events.push(Event::Text(part));
        }
    }
}

fn link(link_type: LinkType, dest_url: CowStr<'_>) -> Tag<'_> {
    Tag::Link { link_type, dest_url, title: CowStr::from(""), id: CowStr::from("") }
}

fn heading() -> Tag<'static> {
    Tag::Heading { level: HeadingLevel::H3, id: None, classes: Vec::new(), attrs: Vec::new() }
}

fn is_harmless(kind: LinkType, to: &str) -> bool {
    let to = to.to_ascii_lowercase();
    kind == LinkType::Email || ["https://", "http://", "mailto:"].iter().any(|start| to.starts_with(start))
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, sample::select};

    use super::*;

    #[test]
    fn what_could_do_harm_is_shown_as_text_or_left_out() {
        for (markdown, html) in [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>\n"),
            ("[x](javascript:alert(1))", "<p>x</p>\n"),
            ("[x](data:text/html,x)", "<p>x</p>\n"),
            ("![x](https://example.org/p.png)", "<p>x</p>\n"),
            ("[x](https://example.org/\"y)", "<p><a href=\"https://example.org/%22y\">x</a></p>\n"),
            ("**b**\n*i*", "<p><strong>b</strong><br />\n<em>i</em></p>\n"),
            (
                "at https://example.org/a?b&c.",
                "<p>at <a href=\"https://example.org/a?b&amp;c\">https://example.org/a?b&amp;c</a>.</p>\n",
            ),
            ("`https://example.org`", "<p><code>https://example.org</code></p>\n"),
            ("# Big", "<h3>Big</h3>\n"),
            ("<@1> & <#2>", "<p>@… &amp; #…</p>\n"),
        ] {
            assert_eq!(render_markdown(markdown), html, "{markdown}");
        }
    }

    /// What does harm if it is not escaped, and what confuses a parser.
    const PARTS: &[&str] = &[
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe ",
        "<svg onload=a>",
        "<style>",
        "[x](javascript:a)",
        "[x](",
        "JaVaScRiPt:",
        "[x](data:text/html,a)",
        "<javascript:a>",
        "<data:a>",
        "[x]: javascript:a",
        "[x]",
        "![",
        "](",
        ")",
        "`",
        "```",
        "~~",
        "<!--",
        "-->",
        "\n\n",
        "\n",
        "    ",
        "> ",
        "- ",
        "# ",
        "\\",
        "&lt;",
        "&#106;avascript:",
        "\"",
        "'",
        ">",
        "<",
        "https://example.org/",
        "x",
    ];

    proptest::proptest! {
        #[test]
        fn nothing_runs(parts in vec(select(PARTS), 0..12)) {
            let html = render_markdown(&parts.concat()).to_lowercase();
            for word in ["<script", "<img", "<iframe", "<style", "<svg", "href=\"javascript", "href=\"data"] {
                proptest::prop_assert!(!html.contains(word), "{}", html);
            }
        }
    }
}
