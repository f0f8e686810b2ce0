//! How scenes are written.

use super::{code::none, sources::Source};

/// How many characters the name of a scene may have, so that a list of them fits a terminal.
const LONGEST_NAME: usize = 80;

#[test]
fn the_name_of_a_scene_fits_a_line() {
    let found = Source::under(&["tests"]).into_iter().flat_map(|source| {
        let functions = source.functions().into_iter().filter(|(name, ..)| name.len() >= LONGEST_NAME);
        functions.map(|(name, line, _)| format!("{}:{line} {name}", source.path)).collect::<Vec<_>>()
    });
    none(found.collect(), "say in fewer words what happens");
}
