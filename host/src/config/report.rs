//! Errors in `plugins.toml`, shown as a compiler shows them.

use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use plugin_api::{PluginId, serenity::GuildId};

/// One error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong; it names the thing.
    pub title: String,
    /// The text at fault, as bytes of the file; `None` if the file itself can't be read.
    pub span: Option<Range<usize>>,
    /// What is allowed there, beside the underlined text.
    pub label: String,
    /// The nearest valid name, or another remedy.
    pub help: Option<String>,
    /// The setting at fault, with dots between names; empty if it is not a single setting.
    pub key: String,
    /// The plugin that is off because of it; `None` if the whole file can't be used.
    pub plugin: Option<PluginId>,
    /// The guild in which it is off; `None` for every guild.
    pub guild: Option<GuildId>,
}

impl Finding {
    /// Makes a finding at a place: what is wrong, and what is allowed there.
    pub fn at(span: Range<usize>, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            span: Some(span),
            label: label.into(),
            help: None,
            key: String::new(),
            plugin: None,
            guild: None,
        }
    }

    /// Makes a finding about the file as a whole.
    pub fn for_file(title: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            span: None,
            label: String::new(),
            help: Some(help.into()),
            key: String::new(),
            plugin: None,
            guild: None,
        }
    }

    /// Adds a remedy.
    #[must_use]
    pub fn with_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// Says what is wrong and what is allowed on one line.
    pub fn sentence(&self) -> String {
        let parts = [self.title.as_str(), self.label.as_str(), self.help.as_deref().unwrap_or_default()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// The findings of one file, in the order of the file.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    path: PathBuf,
    source: Arc<str>,
    findings: Vec<Finding>,
}

impl Report {
    /// Makes the report of a file with this content.
    pub fn new(path: &Path, source: Arc<str>, mut findings: Vec<Finding>) -> Self {
        for finding in &mut findings {
            finding.span = finding.span.take().map(|span| clamp_span(&source, span));
        }
        findings.sort_by_key(|finding| finding.span.as_ref().map(|span| span.start));
        Self { path: path.to_owned(), source, findings }
    }

    /// The findings.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Returns the first finding as `file:line:column: what`, and how many more there are: one line for logs and `/readyz`.
    pub fn summary(&self) -> String {
        let Some(first) = self.findings.first() else { return "no errors".to_owned() };
        let place = self.location(first);
        match self.findings.len() - 1 {
            0 => format!("{place}: {}", first.sentence()),
            more => format!("{place}: {} (and {more} more)", first.sentence()),
        }
    }

    /// Renders all findings with the text at fault underlined; `styled` with colours for a terminal.
    pub fn render(&self, styled: bool) -> String {
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        let shown: Vec<_> =
            self.findings.iter().map(|finding| renderer.render(&self.group(finding))).collect();
        shown.join("\n\n")
    }

    fn group<'a>(&'a self, finding: &'a Finding) -> Vec<Group<'a>> {
        let path = self.path.to_string_lossy();
        let title = Level::ERROR.primary_title(finding.title.as_str());
        let mut group = match &finding.span {
            Some(span) => {
                let annotation = AnnotationKind::Primary.span(span.clone()).label(finding.label.as_str());
                title.element(Snippet::source(&*self.source).path(path).annotation(annotation))
            }
            None => title.element(Origin::path(path)),
        };
        if let Some(help) = &finding.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        if let Some(effect) = effect_note(finding) {
            group = group.element(Level::NOTE.message(effect));
        }
        vec![group]
    }

    fn location(&self, finding: &Finding) -> String {
        // Staff read this too, and the path is for operators only.
        let path = self.path.file_name().unwrap_or(self.path.as_os_str()).display();
        let Some(span) = &finding.span else { return path.to_string() };
        let before = &self.source[..span.start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |text| text.chars().count()) + 1;
        format!("{path}:{line}:{column}")
    }
}

/// Says which plugin is off because of a finding, if it does not concern the whole file.
fn effect_note(finding: &Finding) -> Option<String> {
    let plugin = finding.plugin?;
    Some(match finding.guild {
        Some(guild) => {
            format!("`{plugin}` is off in the guild {guild} until this is mended; everything else works")
        }
        None => format!("`{plugin}` is off until this is mended; everything else works"),
    })
}

/// Moves a span so that it lies in the text and splits no character.
fn clamp_span(source: &str, span: Range<usize>) -> Range<usize> {
    let start = source.floor_char_boundary(span.start.min(source.len()));
    let end = source.ceil_char_boundary(span.end.clamp(start, source.len()));
    start..end
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Report {}
