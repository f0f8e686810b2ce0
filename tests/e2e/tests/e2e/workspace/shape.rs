//! How large a plugin's parts may be.

use syn::visit::{self, Visit};

use super::{code::none, sources::Source};

/// How many parameters a function may have, besides `self`.
const MOST_PARAMETERS: usize = 5;

/// How many lines a plugin's `lib.rs` may have.
const MOST_LINES_OF_LIB: usize = 120;

#[test]
fn no_function_of_a_plugin_has_more_than_five_parameters() {
    let sources = Source::under(&["plugins"]);
    let found = sources.iter().flat_map(|source| {
        signatures(&source.text)
            .into_iter()
            .filter(|(_, _, parameters)| *parameters > MOST_PARAMETERS)
            .map(|(name, line, parameters)| format!("{}:{line} {name}: {parameters}", source.path))
    });
    none(found.collect(), "what travels together is a struct, made once at the edge");
}

#[test]
fn the_root_of_a_plugin_reads_as_a_table_of_contents() {
    let roots = Source::under(&["plugins"]).into_iter().filter(|source| source.path.ends_with("/src/lib.rs"));
    let mut found = Vec::new();
    for root in roots {
        let lines = root.text.lines().count();
        if lines > MOST_LINES_OF_LIB {
            found.push(format!("{}: {lines} lines", root.path));
        }
        for logic in ["if", "match", "for", "while", "loop", "await"] {
            let places = root.places(&[logic]).into_iter().filter(|_| logic != "for");
            found.extend(places.map(|place| format!("{place}: {logic}")));
        }
    }
    none(found, "a plugin's lib.rs names what there is and decides nothing");
}

/// The functions of a source: name, line and number of parameters. A command's are options that Discord shows, each declared once.
fn signatures(text: &str) -> Vec<(String, usize, usize)> {
    let mut found = Signatures(Vec::new());
    found.visit_file(&syn::parse_file(text).expect("it compiles"));
    found.0
}

struct Signatures(Vec<(String, usize, usize)>);

impl<'ast> Visit<'ast> for Signatures {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let command = function.attrs.iter().any(|attribute| {
            attribute.path().segments.last().is_some_and(|segment| segment.ident == "command")
        });
        if !command {
            self.visit_signature(&function.sig);
        }
        visit::visit_block(self, &function.block);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let typed = signature.inputs.iter().filter(|input| matches!(input, syn::FnArg::Typed(_))).count();
        self.0.push((signature.ident.to_string(), signature.fn_token.span.start().line, typed));
    }
}

#[test]
fn parameters_are_counted_in_functions_methods_and_traits() {
    let text = "
        fn six(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) { fn inner(a: u8) {} }
        impl A { fn method(&self, a: u8, b: u8) {} }
        trait B { fn declared(&self, a: u8); }
        #[poise::command(slash_command)] async fn options(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8) {}";
    let counted: Vec<_> = signatures(text).into_iter().map(|(name, _, count)| (name, count)).collect();
    let expected = [("six", 6), ("inner", 1), ("method", 2), ("declared", 1)];
    assert_eq!(counted, expected.map(|(name, count)| (name.to_owned(), count)));
}
