//! What must hold of the page that the emulator serves: it is small, knows no particular bot, and shows text as text.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use guildhall::registry::Registry;
use reqwest::Url;

use super::{
    code::none,
    sources::{files, root},
};

/// The page's own files of a kind, as path from the page's folder and text; vendored libraries are not its own.
fn own(ending: &str) -> Vec<(String, String)> {
    let folder = folder();
    let mut paths = Vec::new();
    files(&folder, ending, &mut paths);
    let relative = |path: &PathBuf| {
        path.strip_prefix(&folder).expect("it is in the folder").to_string_lossy().replace('\\', "/")
    };
    let own = paths.iter().filter(|path| !relative(path).starts_with("vendor/"));
    own.map(|path| (relative(path), std::fs::read_to_string(path).expect("a source is text"))).collect()
}

fn folder() -> PathBuf {
    root().join("tests/discord/page")
}

/// Every line of the page's own scripts that contains one of the words.
fn lines_with(words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in own("js") {
        for (number, line) in text.lines().enumerate() {
            let words = words.iter().filter(|word| line.contains(**word));
            found.extend(words.map(|word| format!("{path}:{}: {word}", number + 1)));
        }
    }
    found
}

#[test]
fn the_page_never_reads_text_as_html_or_code() {
    let ways = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "dangerouslySetInnerHTML",
        "document.write",
        "createContextualFragment",
        "parseFromString",
        "setHTMLUnsafe",
        "srcdoc",
        "eval(",
        "new Function",
        "javascript:",
    ];
    none(lines_with(&ways), "give text to the template as text");
}

#[test]
fn the_page_knows_no_particular_bot() {
    let mut words = vec!["guildhall".to_owned()];
    for entry in
        Registry::linked(guildhall::admin::commands()).expect("the linked plugins fit together").iter()
    {
        words.push(format!("{}:", entry.id));
        words.extend(entry.plugin.commands().iter().map(|command| format!("\"{}\"", command.name)));
    }
    let mut found = Vec::new();
    for (path, text) in ["js", "css", "html"].into_iter().flat_map(own) {
        let text = text.to_lowercase();
        found.extend(words.iter().filter(|word| text.contains(*word)).map(|word| format!("{path}: {word}")));
    }
    none(found, "what is about one bot comes from its tours and commands");
}

/// The scripts and styles that the page loads, as paths: those that its `index.html` names, and what they import.
fn loaded(index: &str, scripts: &HashMap<String, String>) -> HashSet<String> {
    let base = Url::parse("http://page/page/").expect("it is an address");
    // Modules are named as the browser reads them: from the one that imports.
    let named = |from: &Url, text: &str| -> Vec<Url> {
        let quoted = text.split('"').skip(1).step_by(2);
        let paths = quoted.filter(|name| ["/page/", "./", "../"].iter().any(|start| name.starts_with(start)));
        paths.filter_map(|path| from.join(path).ok()).collect()
    };
    let (mut waiting, mut loaded) = (named(&base, index), HashSet::new());
    while let Some(file) = waiting.pop() {
        let path = file.path().trim_start_matches("/page/").to_owned();
        if let Some(text) = scripts.get(&path).filter(|_| !loaded.contains(&path)) {
            let imports = text.lines().filter(|line| line.contains("from \"") || line.contains("import"));
            waiting.extend(imports.flat_map(|line| named(&file, line)));
        }
        loaded.insert(path);
    }
    loaded
}

#[test]
fn every_script_and_style_of_the_page_is_small_and_used() {
    let scripts = own("js");
    let (_, index) = own("html").pop().expect("the page has an index.html");
    let used = loaded(&index, &scripts.iter().cloned().collect());
    let mut found = Vec::new();
    for (path, text) in scripts.iter().chain(&own("css")) {
        let lines = text.lines().count();
        if lines > 500 {
            found.push(format!("{path}: {lines} lines"));
        }
        if !used.contains(path) {
            found.push(format!("{path}: nothing uses it"));
        }
    }
    none(found, "two nouns want two files, and what nothing uses goes");
}

#[test]
fn a_file_is_used_by_its_place_not_by_its_name() {
    let scripts = [
        ("js/main.js", "import { a } from \"./a/one.js\";"),
        ("js/a/one.js", "export { two } from \"../two.js\";"),
        ("js/two.js", ""),
        ("js/one.js", "import \"./one.js\";"),
        ("js/a/two.js", ""),
    ];
    let scripts = scripts.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let mut used: Vec<_> =
        loaded("<script src=\"/page/js/main.js\">", &HashMap::from(scripts)).into_iter().collect();
    used.sort_unstable();
    assert_eq!(used, ["js/a/one.js", "js/main.js", "js/two.js"]);
}

#[test]
fn every_vendored_library_has_its_licence_and_its_origin() {
    let mut found = Vec::new();
    for vendor in [folder().join("vendor"), root().join("tests/e2e/vendor")] {
        let readme = std::fs::read_to_string(vendor.join("README.md")).unwrap_or_default();
        for library in std::fs::read_dir(&vendor).expect("there is a folder of libraries").flatten() {
            let name = library.file_name().to_string_lossy().into_owned();
            if library.path().is_dir() {
                let described = readme.contains(&name) || library.path().join("README.md").is_file();
                let licensed = library.path().join("LICENSE").is_file();
                if !(described && licensed) {
                    found.push(library.path().display().to_string());
                }
            }
        }
    }
    none(found, "a LICENSE beside it, and a README that says which version and where from");
}
