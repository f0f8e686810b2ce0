//! Discord's Markdown as safe HTML. Every typed character but the marks is preserved. Libraries for the Markdown of documents
//! don't fit: they join lines, renumber lists and drop link definitions.

use linkify::{LinkFinder, LinkKind};
use maud::{PreEscaped, Render, html};

use super::names::{Mention, Names};

#[cfg(test)]
mod tests;

/// How deep marks may be nested; deeper ones are shown as typed.
const DEPTH: usize = 8;

/// Renders a message's text.
pub fn markdown_to_html(text: &str, names: &Names) -> PreEscaped<String> {
    let mut page = Page { names, html: String::with_capacity(text.len() * 2) };
    page.render_blocks(text);
    PreEscaped(page.html)
}

struct Page<'n> {
    names: &'n Names,
    html: String,
}

impl Page<'_> {
    /// Text and blocks of code in it.
    fn render_blocks(&mut self, mut rest: &str) {
        while let Some((before, after)) = rest.split_once("```") {
            let Some((code, after)) = after.split_once("```").filter(|(code, _)| !code.trim().is_empty())
            else {
                break;
            };
            self.render_lines(before.strip_suffix('\n').unwrap_or(before));
            let code = match code.split_once('\n') {
                // What stands behind the first three marks names the language.
                Some((language, code))
                    if !code.trim().is_empty()
                        && language.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
                {
                    code
                }
                _ => code,
            };
            html! { pre { code { (code.strip_suffix('\n').unwrap_or(code)) } } }.render_to(&mut self.html);
            rest = after.strip_prefix('\n').unwrap_or(after);
        }
        self.render_lines(rest);
    }

    /// Lines with marks at their beginning, and runs of those without.
    fn render_lines(&mut self, text: &str) {
        let mut rest = text;
        let mut plain = 0;
        while plain < rest.len() {
            let line_end = rest[plain..].find('\n').map_or(rest.len(), |end| plain + end);
            let line = &rest[plain..line_end];
            let Some((open, content, close, end)) = Self::parse_line_mark(&rest[plain..], line) else {
                plain = (line_end + 1).min(rest.len());
                continue;
            };
            let before = &rest[..plain];
            self.render_inline(before.strip_suffix('\n').unwrap_or(before), 0);
            self.html.push_str(open);
            self.render_inline(&content, 0);
            self.html.push_str(close);
            rest = rest[plain + end..].strip_prefix('\n').unwrap_or(&rest[plain + end..]);
            plain = 0;
        }
        self.render_inline(rest, 0);
    }

    /// What a line that begins with a mark is: its tags, its content and where it ends in `rest`.
    fn parse_line_mark(rest: &str, line: &str) -> Option<(&'static str, String, &'static str, usize)> {
        const QUOTE: (&str, &str) = ("<blockquote>", "</blockquote>");
        if let Some(all) = rest.strip_prefix(">>> ") {
            return Some((QUOTE.0, all.to_owned(), QUOTE.1, rest.len()));
        }
        if line.starts_with("> ") {
            let quoted: Vec<&str> = rest.split('\n').map_while(|line| line.strip_prefix("> ")).collect();
            let end = quoted.iter().map(|line| line.len() + 3).sum::<usize>() - 1;
            return Some((QUOTE.0, quoted.join("\n"), QUOTE.1, end));
        }
        let marks = [
            ("# ", "<strong class=\"h1\">", "</strong>"),
            ("## ", "<strong class=\"h2\">", "</strong>"),
            ("### ", "<strong class=\"h3\">", "</strong>"),
            ("-# ", "<small class=\"sub\">", "</small>"),
        ];
        marks.into_iter().find_map(|(mark, open, close)| {
            let content = line.strip_prefix(mark).filter(|content| !content.trim().is_empty())?;
            Some((open, content.to_owned(), close, line.len()))
        })
    }

    /// Text with marks inside of lines.
    fn render_inline(&mut self, text: &str, depth: usize) {
        let mut at = 0;
        let mut plain = 0;
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            if !(matches!(first, '\\' | '`' | '*' | '_' | '~' | '|' | '<' | '[') || is_web(rest)) {
                at += first.len_utf8();
                continue;
            }
            // The text before it is written first; if it turns out to be no mark, its output is removed again.
            text[plain..at].render_to(&mut self.html);
            plain = at;
            let html = self.html.len();
            let taken = match first {
                '\\' => self.render_escaped(rest),
                '`' => self.render_code(rest),
                '*' | '_' | '~' | '|' if depth < DEPTH => {
                    self.render_emphasis(rest, text[..at].chars().next_back(), depth)
                }
                '<' => self.render_mention(rest),
                '[' if depth < DEPTH => self.render_link(rest, depth),
                _ if is_web(rest) => Self::render_address(rest, &mut self.html),
                _ => None,
            };
            match taken {
                Some(taken) => {
                    at += taken;
                    plain = at;
                }
                None => {
                    self.html.truncate(html);
                    at += first.len_utf8();
                }
            }
        }
        text[plain..].render_to(&mut self.html);
    }

    fn render_escaped(&mut self, rest: &str) -> Option<usize> {
        let mark = rest[1..].chars().next().filter(char::is_ascii_punctuation)?;
        mark.to_string().render_to(&mut self.html);
        Some(2)
    }

    fn render_code(&mut self, rest: &str) -> Option<usize> {
        let fence = if rest.starts_with("``") { "``" } else { "`" };
        let inside = &rest[fence.len()..];
        let end = inside.find(fence).filter(|end| *end > 0)?;
        html! { code { (inside[..end]) } }.render_to(&mut self.html);
        Some(end + 2 * fence.len())
    }

    fn render_emphasis(&mut self, rest: &str, before: Option<char>, depth: usize) -> Option<usize> {
        let marks = [
            ("**", "<strong>", "</strong>"),
            ("__", "<u>", "</u>"),
            ("~~", "<s>", "</s>"),
            ("||", "<span class=\"spoiler\" tabindex=\"0\">", "</span>"),
            ("*", "<em>", "</em>"),
            ("_", "<em>", "</em>"),
        ];
        let (mark, open, close) = marks.into_iter().find(|(mark, ..)| rest.starts_with(mark))?;
        let inside = &rest[mark.len()..];
        let end = find_closing_mark(inside, mark)?;
        let single = mark.len() == 1;
        let spaced = inside.starts_with(char::is_whitespace) || inside[..end].ends_with(char::is_whitespace);
        let in_word = mark == "_"
            && (before.is_some_and(char::is_alphanumeric)
                || inside[end + 1..].starts_with(char::is_alphanumeric));
        if (single && spaced) || in_word {
            return None;
        }
        self.html.push_str(open);
        self.render_inline(&inside[..end], depth + 1);
        self.html.push_str(close);
        Some(end + 2 * mark.len())
    }

    /// Mentions, emoji, time stamps and addresses in angle brackets.
    fn render_mention(&mut self, rest: &str) -> Option<usize> {
        let end = rest.find('>')?;
        let inside = &rest[1..end];
        let called = |mark: &str, id: u64, name: Option<&str>| match name {
            Some(name) => html! { span.mention title=(id) { (mark) bdi { (name) } } },
            None => html! { span.mention { (mark) (id) } },
        };
        let shown = match self.names.parse_mention(inside) {
            Some(Mention::Person(id, name)) => called("@", id, name),
            Some(Mention::Role(id, name)) => called(if name.is_some() { "@" } else { "@&" }, id, name),
            Some(Mention::Channel(id, name)) => called("#", id, name),
            Some(Mention::Moment(at)) => {
                html! { time datetime=(at.to_rfc3339()) { (self.names.date_time(at)) } }
            }
            Some(Mention::Emoji(name)) => html! { span.emoji { ":" (name) ":" } },
            None if is_web(inside) && !inside.contains(char::is_whitespace) => anchor(inside, inside),
            None => return None,
        };
        shown.render_to(&mut self.html);
        Some(end + 1)
    }

    /// `[text](https://..)`; the address is shown too, so that nobody is misled.
    fn render_link(&mut self, rest: &str, depth: usize) -> Option<usize> {
        let (label, after) = rest[1..].split_once("](")?;
        let end = after.find(')')?;
        let to = after[..end].trim_start_matches('<').trim_end_matches('>');
        if label.contains('\n') || label.trim().is_empty() || !is_web(to) || to.contains(char::is_whitespace)
        {
            return None;
        }
        self.render_inline(label, depth + 1);
        html! { " (" (anchor(to, to)) ")" }.render_to(&mut self.html);
        Some(1 + label.len() + 2 + end + 1)
    }

    /// An address that stands in the text.
    fn render_address(rest: &str, html: &mut String) -> Option<usize> {
        // Only this word: the rest would be looked through again at each word that is no address.
        let rest = rest.split(char::is_whitespace).next()?;
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url]);
        let link = finder.links(rest).next().filter(|link| link.start() == 0)?;
        anchor(link.as_str(), link.as_str()).render_to(html);
        Some(link.end())
    }
}

/// Finds the closing mark, behind at least one character.
fn find_closing_mark(inside: &str, mark: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = inside[from..].find(mark) {
        let at = from + found;
        // `*` is not closed by the first half of `**`.
        let double = mark.len() == 1 && inside[at + 1..].starts_with(mark);
        let escaped = inside[..at].ends_with('\\');
        if at > 0 && !double && !escaped {
            return Some(at);
        }
        from = at + if double { 2 } else { mark.len() };
    }
    None
}

fn is_web(to: &str) -> bool {
    let starts =
        |scheme: &str| to.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    starts("https://") || starts("http://")
}

fn anchor(to: &str, shown: &str) -> PreEscaped<String> {
    html! { a href=(to) rel="noopener noreferrer nofollow" { (shown) } }
}
