//! Discord's limits on application commands, checked before anything is sent
//! (<https://discord.com/developers/docs/interactions/application-commands>).

use plugin_api::Command;

/// The most characters of all names, descriptions and values of one command with its options.
const MAX_CHARACTERS: usize = 8_000;

/// Finds the limits that a command exceeds. Each is a sentence that names the command, the limit and the remedy.
pub(super) fn exceeded(command: &Command) -> Vec<String> {
    let mut found = Vec::new();
    let path = command.name.to_string();
    if command.slash_action.is_some() {
        check_command(command, &path, 0, &mut found);
        let total = count_characters(command);
        if total > MAX_CHARACTERS {
            found.push(format!(
                "the command /{path} has {total} characters in all, more than {MAX_CHARACTERS}; shorten its texts"
            ));
        }
    }
    if command.context_menu_action.is_some() {
        let name = command.context_menu_name.as_ref().unwrap_or(&command.name);
        check_length(&mut found, &format!("the name of the menu command '{name}'"), name, 32);
    }
    found
}

fn check_command(command: &Command, path: &str, depth: usize, found: &mut Vec<String>) {
    check_name(found, &format!("the command /{path}"), &command.name);
    let description = command.description.as_deref().unwrap_or_default();
    check_length(found, &format!("the description of /{path}"), description, 100);
    for (locale, text) in command.description_localizations.iter() {
        check_length(found, &format!("the {locale} description of /{path}"), text, 100);
    }
    if depth > 2 {
        found.push(format!("/{path} is nested deeper than a group of subcommands; flatten it"));
    }
    if command.parameters.len().max(command.subcommands.len()) > 25 {
        found.push(format!("/{path} has more than 25 options or subcommands; split it"));
    }
    let mut optional_before = None;
    for parameter in &command.parameters {
        let what = format!("the option '{}' of /{path}", parameter.name);
        check_name(found, &what, &parameter.name);
        check_length(
            found,
            &format!("the description of {what}"),
            parameter.description.as_deref().unwrap_or_default(),
            100,
        );
        if parameter.choices.len() > 25 {
            found.push(format!("{what} has more than 25 choices; use autocomplete"));
        }
        match (parameter.required, &optional_before) {
            (true, Some(other)) => {
                found.push(format!("{what} is required but comes after the optional '{other}'; swap them"));
            }
            (false, None) => optional_before = Some(parameter.name.clone()),
            _ => {}
        }
    }
    for subcommand in &command.subcommands {
        check_command(subcommand, &format!("{path} {}", subcommand.name), depth + 1, found);
    }
}

fn check_name(found: &mut Vec<String>, what: &str, name: &str) {
    check_length(found, &format!("the name of {what}"), name, 32);
    let allowed = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_' | '\'');
    if !name.chars().all(allowed) {
        found.push(format!("{what} may have only lower-case letters, digits, '-' and '_' in its name"));
    }
}

fn check_length(found: &mut Vec<String>, what: &str, text: &str, most: usize) {
    let count = text.chars().count();
    if count == 0 || count > most {
        found.push(format!("{what} has {count} characters; Discord takes 1 to {most}"));
    }
}

fn count_characters(command: &Command) -> usize {
    let own =
        command.name.chars().count() + command.description.as_deref().unwrap_or_default().chars().count();
    let options = command.parameters.iter().map(|parameter| {
        let choices: usize = parameter.choices.iter().map(|c| c.name.chars().count()).sum();
        parameter.name.chars().count()
            + parameter.description.as_deref().unwrap_or_default().chars().count()
            + choices
    });
    own + options.sum::<usize>() + command.subcommands.iter().map(count_characters).sum::<usize>()
}
