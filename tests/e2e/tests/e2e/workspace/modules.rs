//! Which module of a crate uses which, read from the sources: no two of them may need each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    code::none,
    sources::{Source, Token},
};

/// A module's place in its crate; the root's is empty.
type Path = Vec<String>;

/// One module: a file, with what it declares inline.
#[derive(Default)]
struct Module {
    file: String,
    /// What its `use` items call by a name of its own.
    names: BTreeMap<String, Path>,
    /// The paths that it mentions, from the crate's root.
    mentions: Vec<Path>,
}

/// The modules of a crate.
struct Crate(BTreeMap<Path, Module>);

impl Crate {
    /// Reads the sources below `root`. Unit tests may use whatever they test.
    fn new<'a>(root: &str, sources: impl Iterator<Item = &'a Source>) -> Self {
        let mut modules = BTreeMap::new();
        let mut tokens = Vec::new();
        for source in sources {
            let Some(file) = source.path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')) else {
                continue;
            };
            let mut path: Path = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
            if path.iter().any(|part| part == "tests" || part == "bin") {
                continue;
            }
            if path.last().is_some_and(|last| last == "mod") || matches!(file, "lib.rs" | "main.rs") {
                path.pop();
            }
            let module = Module { file: source.path.clone(), ..Module::default() };
            modules.entry(path.clone()).or_insert(module);
            tokens.push((path, &source.tokens));
        }
        let mut all = Self(modules);
        for (path, tokens) in &tokens {
            all.read_imports(path, tokens);
        }
        for (path, tokens) in &tokens {
            all.read_paths(path, tokens);
        }
        all
    }

    /// Notes what each `use` of a module names.
    fn read_imports(&mut self, path: &Path, tokens: &[Token]) {
        let uses = tokens.iter().enumerate().filter(|(_, token)| token.text == "use").map(|(at, _)| at + 1);
        for start in uses {
            let mut leaves = Vec::new();
            use_tree(&tokens[start..], &mut Vec::new(), &mut leaves);
            for (target, name) in leaves {
                let Some(target) = self.resolve(path, &target) else { continue };
                let module = self.0.get_mut(path).expect("it was put there");
                module.mentions.push(target.clone());
                if let Some(name) = name {
                    module.names.insert(name, target);
                }
            }
        }
    }

    /// Notes every path in a module that begins with `crate`, `self`, `super`, one of its children or a name that it imported.
    fn read_paths(&mut self, path: &Path, tokens: &[Token]) {
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let begins = at == 0 || tokens[at - 1].text != "::";
            if !begins || tokens.get(at + 1).is_none_or(|next| next.text != "::") {
                continue;
            }
            let mut parts = vec![token.text.clone()];
            let mut rest = &tokens[at + 1..];
            while let [colons, part, further @ ..] = rest
                && colons.text == "::"
                && is_word(&part.text)
            {
                parts.push(part.text.clone());
                rest = further;
            }
            let known = self.0.get(path).and_then(|module| module.names.get(&parts[0])).cloned();
            let absolute = match known {
                Some(target) => Some(target.into_iter().chain(parts.into_iter().skip(1)).collect()),
                None => self.resolve(path, &parts),
            };
            found.extend(absolute);
        }
        self.0.get_mut(path).expect("it was put there").mentions.extend(found);
    }

    /// A path as it is written in a module, from the crate's root; `None` if it leads out of the crate.
    fn resolve(&self, module: &Path, written: &[String]) -> Option<Path> {
        let (first, rest) = written.split_first()?;
        let mut path = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => module.split_last()?.1.to_vec(),
            name => {
                let child: Path = module.iter().cloned().chain([name.to_owned()]).collect();
                self.0.contains_key(&child).then_some(child)?
            }
        };
        for part in rest {
            if part == "super" {
                path.pop()?;
            } else {
                path.push(part.clone());
            }
        }
        Some(path)
    }

    /// The module that defines what a path names: re-exports are followed to where they come from.
    fn home(&self, path: &[String], depth: usize) -> Option<Path> {
        let mut module = Vec::new();
        for (at, part) in path.iter().enumerate() {
            module.push(part.clone());
            if self.0.contains_key(&module) {
                continue;
            }
            module.pop();
            if let Some(target) = self.0.get(&module)?.names.get(part)
                && depth < 8
            {
                let further: Path = target.iter().chain(&path[at + 1..]).cloned().collect();
                return self.home(&further, depth + 1);
            }
            break;
        }
        Some(module)
    }

    /// For each module those that it uses.
    fn arrows(&self) -> BTreeMap<&Path, BTreeSet<Path>> {
        let used = |path: &Path, module: &Module| {
            let homes = module.mentions.iter().filter_map(|mention| {
                let home = self.home(mention, 0)?;
                // To name a module is not yet to use it; what is taken from it is mentioned by a longer path.
                let names_a_module = self.0.contains_key(mention);
                (home != *path && !names_a_module).then_some(home)
            });
            homes.collect()
        };
        self.0.iter().map(|(path, module)| (path, used(path, module))).collect()
    }

    /// Every set of modules that need each other, each with its arrows.
    fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let reached: BTreeMap<&Path, BTreeSet<Path>> =
            arrows.keys().map(|path| (*path, reach(path, &arrows))).collect();
        let mut seen = BTreeSet::new();
        let mut circles = Vec::new();
        for (path, to) in &reached {
            let together: BTreeSet<&Path> = to
                .iter()
                .filter(|other| reached.get(other).is_some_and(|back| back.contains(*path)))
                .collect();
            if together.len() < 2 || !seen.insert(together.iter().copied().cloned().collect::<Vec<_>>()) {
                continue;
            }
            let inside: Vec<(&Path, &Path)> = together
                .iter()
                .flat_map(|from| {
                    arrows[*from].iter().filter(|to| together.contains(to)).map(|to| (*from, to))
                })
                .collect();
            if !only_parents_and_children(&inside, together.len()) {
                let name = |path: &Path| self.0[path].file.clone();
                let lines = inside.iter().map(|(from, to)| format!("    {} -> {}", name(from), name(to)));
                let lines = lines.collect::<Vec<_>>().join("\n");
                circles.push(format!("{} modules:\n{lines}", together.len()));
            }
        }
        circles
    }
}

/// Whether the arrows of a circle run between parents and their own children alone: then it is a tree, each edge of it both ways.
fn only_parents_and_children(arrows: &[(&Path, &Path)], modules: usize) -> bool {
    let family = |a: &Path, b: &Path| a.len() + 1 == b.len() && b.starts_with(a);
    let edges: BTreeSet<_> = arrows.iter().map(|(a, b)| if a < b { (a, b) } else { (b, a) }).collect();
    edges.len() + 1 == modules && arrows.iter().all(|(a, b)| family(a, b) || family(b, a))
}

fn reach(from: &Path, arrows: &BTreeMap<&Path, BTreeSet<Path>>) -> BTreeSet<Path> {
    let mut found = BTreeSet::new();
    let mut open = vec![from.clone()];
    while let Some(path) = open.pop() {
        for next in arrows.get(&path).into_iter().flatten() {
            if found.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    found
}

fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
}

/// Reads one tree of a `use` item into its leaves, each with the name that it gets; returns how many tokens it took.
fn use_tree(tokens: &[Token], prefix: &mut Path, leaves: &mut Vec<(Path, Option<String>)>) -> usize {
    let depth = prefix.len();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token.text != "}") {
                    at += use_tree(&tokens[at..], prefix, leaves);
                    at += usize::from(tokens.get(at).is_some_and(|token| token.text == ","));
                }
                prefix.truncate(depth);
                return at + 1;
            }
            "*" => {
                leaves.push((prefix.iter().cloned().chain(["*".to_owned()]).collect(), None));
                prefix.truncate(depth);
                return at + 1;
            }
            word if is_word(word) => {
                prefix.push(word.to_owned());
                at += 1;
                if tokens.get(at).is_some_and(|next| next.text == "::") {
                    continue;
                }
                let mut name = prefix.last().cloned();
                if prefix.len() > 1 && name.as_deref() == Some("self") {
                    prefix.pop();
                    name = prefix.last().cloned();
                }
                if tokens.get(at).is_some_and(|next| next.text == "as") {
                    name = tokens.get(at + 1).map(|alias| alias.text.clone());
                    at += 2;
                }
                leaves.push((prefix.clone(), name));
                prefix.truncate(depth);
                return at;
            }
            _ => break,
        }
    }
    prefix.truncate(depth);
    at.max(1)
}

#[test]
fn no_two_modules_of_a_crate_need_each_other() {
    let sources = Source::under(&["host", "plugin-api", "plugins", "tests"]);
    let roots: BTreeSet<_> = sources
        .iter()
        .filter_map(|source| source.path.strip_suffix("/lib.rs").or(source.path.strip_suffix("/main.rs")))
        .collect();
    assert!(roots.contains("host/src") && roots.contains("plugin-api/src"), "{roots:?}");
    let circles = roots.into_iter().flat_map(|root| Crate::new(root, sources.iter()).circles());
    none(circles.collect(), "move what both need to a module below them");
}

/// The modules of a made-up crate.
fn made_up(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<_> = files
        .iter()
        .map(|(path, text)| Source::new(format!("made/src/{path}"), (*text).to_owned()))
        .collect();
    Crate::new("made/src", sources.iter()).circles()
}

#[test]
fn a_circle_of_modules_is_found_however_it_is_written() {
    let ways = [
        ("use crate::b::B;", "use super::a::A;"),
        ("fn f() { crate::b::f() }", "use crate::a; fn f() { a::f() }"),
        ("use crate::{b::{self as other, C}, d}; fn f() { other::f() }", "use crate::A;"),
        ("fn f() { vec![crate::b::f()]; }", "fn f(_: super::a::A) {}"),
        ("use crate::c;  fn f() { c::B::new() }", "use crate::a::*;"),
    ];
    for (a, b) in ways {
        let files = [
            ("lib.rs", "mod a; mod b; mod c; pub use a::A;"),
            ("a.rs", a),
            ("b.rs", b),
            ("c.rs", "pub use crate::b::B;"),
        ];
        assert_eq!(made_up(&files).len(), 1, "{a} {b}");
    }
    let long = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::B;"),
        ("b/mod.rs", "use crate::c::C;"),
        ("c.rs", "use crate::a::A;"),
    ];
    assert_eq!(made_up(&long).len(), 1);
}

#[test]
fn parents_and_their_children_are_no_circle() {
    let family = [
        ("lib.rs", "mod a; mod b; pub use a::A; pub const ID: u8 = 1;"),
        ("a.rs", "mod c; use super::ID; fn f() { c::f() }"),
        ("a/c.rs", "use super::A; use crate::b::B;"),
        ("b.rs", "use std::fmt; #[cfg(test)] mod tests { use crate::a::A; }"),
        ("b/tests.rs", "use crate::a::A;"),
    ];
    assert_eq!(made_up(&family), Vec::<String>::new());
}
