//! Rust sources as tokens, so that what stands in macros counts too, and comments, attributes and unit tests do not.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The root of the repository.
pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

/// One source file.
pub(super) struct Source {
    /// Its path from the root, with `/`.
    pub(super) path: String,
    pub(super) text: String,
    /// What is compiled into the product: no comments, attributes or unit tests.
    pub(super) tokens: Vec<Token>,
}

/// A token: an identifier, one character of punctuation (`::` is one token), a bracket, or a literal as it is written.
pub(super) struct Token {
    pub(super) text: String,
    pub(super) line: usize,
}

impl Source {
    /// Every `.rs` file under the given folders.
    pub(super) fn under(folders: &[&str]) -> Vec<Self> {
        let mut paths = Vec::new();
        folders.iter().for_each(|folder| files(&root().join(folder), "rs", &mut paths));
        assert!(!paths.is_empty(), "no sources under {folders:?}");
        paths.iter().map(|path| Self::read(path)).collect()
    }

    /// What goes into the product: the host, the contract and the plugins, without files of unit tests.
    pub(super) fn product() -> Vec<Self> {
        let mut all = Self::under(&["host", "plugin-api", "plugins"]);
        all.retain(|source| {
            let parts: Vec<_> = source.path.split('/').collect();
            !parts.contains(&"tests") && !source.path.ends_with("/tests.rs")
        });
        all
    }

    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a source is text");
        let path = path.strip_prefix(root()).expect("it is under the root");
        Self::new(path.to_string_lossy().replace('\\', "/"), text)
    }

    /// A source with this text.
    pub(super) fn new(path: String, text: String) -> Self {
        let stream: TokenStream = text.parse().unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        Self { path, text, tokens }
    }

    /// Where a sequence of tokens stands, such as `["Utc", "::", "now"]`: `path:line`.
    pub(super) fn places(&self, sequence: &[&str]) -> Vec<String> {
        let same = |tokens: &[Token]| tokens.iter().map(|t| t.text.as_str()).eq(sequence.iter().copied());
        let found = self.tokens.windows(sequence.len()).filter(|tokens| same(tokens));
        found.map(|tokens| format!("{}:{}", self.path, tokens[0].line)).collect()
    }

    /// Its string literals, without quotes, and their lines.
    pub(super) fn strings(&self) -> impl Iterator<Item = (&str, usize)> {
        self.tokens.iter().filter_map(|token| Some((content(&token.text)?, token.line)))
    }

    /// Its functions: name, line and length in lines.
    pub(super) fn functions(&self) -> Vec<(String, usize, usize)> {
        let file = syn::parse_file(&self.text).unwrap_or_else(|e| panic!("{}: {e}", self.path));
        let mut functions = Functions(Vec::new());
        functions.visit_file(&file);
        functions.0
    }
}

struct Functions(Vec<(String, usize, usize)>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.fn_token.span.start().line;
        let last = block.brace_token.span.close().end().line;
        self.0.push((signature.ident.to_string(), first, last - first + 1));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.add(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

/// Every file with an ending under a folder, without build output and hidden folders.
pub(super) fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the repository").flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                files(&path, ending, found);
            }
        } else if ending.is_empty() || path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
}

fn flatten(stream: TokenStream, found: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                // An attribute, or a doc comment, which is one.
                if matches!(trees.peek(), Some(TokenTree::Punct(p)) if p.as_char() == '!') {
                    trees.next();
                }
                let Some(TokenTree::Group(group)) = trees.next() else { continue };
                if group.stream().to_string().replace(' ', "") == "cfg(test)" {
                    // The item that it is on: up to its body or its semicolon.
                    let ends = |tree: &TokenTree| match tree {
                        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                        TokenTree::Punct(punct) => punct.as_char() == ';',
                        _ => false,
                    };
                    let _ = trees.find(ends);
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint => {
                trees.next();
                found.push(Token { text: "::".to_owned(), line });
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                found.push(Token { text: open.to_owned(), line });
                flatten(group.stream(), found);
                found.push(Token { text: close.to_owned(), line: group.span_close().start().line });
            }
            other => found.push(Token { text: other.to_string(), line }),
        }
    }
}

fn content(literal: &str) -> Option<&str> {
    let literal = literal.strip_prefix('r').unwrap_or(literal).trim_matches('#');
    literal.strip_prefix('"')?.strip_suffix('"')
}
