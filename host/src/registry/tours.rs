//! What must hold of a plugin's guided tours: every command, component and text that they name exists.

use std::collections::BTreeSet;

use plugin_api::{Command, CustomId, Tour, TourTarget, tour::MAX_STEPS};
use serde_json::{Map, Value};

use super::Entry;

/// Finds what is wrong with the tours of a plugin.
pub(super) fn find_conflicts(entry: &Entry) -> Vec<String> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let commands = entry.plugin.commands();
    for tour in entry.plugin.tours() {
        let mut wrong = Vec::new();
        if !seen.insert(tour.id) {
            wrong.push("is declared twice; rename one".to_owned());
        }
        if tour.steps.is_empty() || tour.steps.len() > MAX_STEPS {
            wrong.push(format!("has {} steps; give it 1 to {MAX_STEPS}", tour.steps.len()));
        }
        find_missing_texts(entry, &tour, &mut wrong);
        for step in &tour.steps {
            match &step.target {
                TourTarget::Command(name, options) => {
                    wrong.extend(find_command_conflict(&commands, name, options));
                }
                TourTarget::Button(id, after) => {
                    wrong.extend(
                        [id].into_iter().chain(after).filter_map(|id| find_button_conflict(entry, id)),
                    );
                }
                TourTarget::ClockBy(by) if by.num_milliseconds() <= 0 => {
                    wrong.push("moves the clock back; move it forward".to_owned());
                }
                _ => {}
            }
        }
        found.extend(
            wrong.into_iter().map(|wrong| format!("the tour '{}' of '{}' {wrong}", tour.id, entry.id)),
        );
    }
    found
}

fn find_missing_texts(entry: &Entry, tour: &Tour, wrong: &mut Vec<String>) {
    let Some(catalogue) = entry.plugin.messages() else {
        wrong.push("has texts, but the plugin has no messages(); return its catalogue there".to_owned());
        return;
    };
    for id in tour.steps.iter().map(|step| step.text).chain([tour.title]) {
        for language in catalogue.languages().filter(|language| catalogue.exact(language, id).is_none()) {
            wrong.push(format!("says '{id}', a text that is not there in '{language}'; add it"));
        }
    }
}

/// Finds a command that the plugin does not have, or options that it would not take.
fn find_command_conflict(commands: &[Command], name: &str, options: &Map<String, Value>) -> Option<String> {
    let Some(command) = find_command(commands, name) else {
        return Some(format!("uses the command '{name}', which the plugin does not declare"));
    };
    if !command.subcommands.is_empty() {
        return Some(format!("uses the command '{name}', which has subcommands; name one of them"));
    }
    let takes = |option: &str| command.parameters.iter().any(|parameter| parameter.name == option);
    if let Some(unknown) = options.keys().find(|option| !takes(option)) {
        return Some(format!("fills in '{unknown}', which the command '{name}' does not take"));
    }
    let lacks = |name: &str| !options.contains_key(name);
    let missing = command.parameters.iter().find(|parameter| parameter.required && lacks(&parameter.name))?;
    Some(format!("leaves out '{}', which the command '{name}' requires", missing.name))
}

/// Finds a slash command by its full name: the names of its groups and its own, separated by spaces.
fn find_command<'a>(commands: &'a [Command], name: &str) -> Option<&'a Command> {
    let (first, rest) = name.split_once(' ').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let command = commands.iter().find(|command| command.name == first && command.slash_action.is_some())?;
    match rest {
        Some(rest) => find_command(&command.subcommands, rest),
        None => Some(command),
    }
}

fn find_button_conflict(entry: &Entry, id: &CustomId) -> Option<String> {
    let (plugin, action) = (id.plugin(), id.action());
    if plugin != entry.id.as_str() {
        return Some(format!("presses a button of '{plugin}'; a tour uses its own plugin only"));
    }
    let known = entry.plugin.components().iter().any(|component| component.action.name() == action);
    (!known).then(|| format!("presses '{action}', a component that the plugin does not declare"))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use plugin_api::{
        About, Action, Catalogue, Component, Plugin, PluginId, Result, TourStep, UserData, chrono::TimeDelta,
    };

    use super::*;
    use crate::registry::Registry;

    const ID: PluginId = PluginId::new("guide");
    const WAVE: Action = Action::new(ID, "wave");

    static TEXTS: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::new(&[("en", "title = T\nstep = S\n"), ("nl", "title = T\nstep = S\n")]));

    struct Guide(Vec<Tour>);

    /// Groups
    #[poise::command(slash_command, subcommands("greet"))]
    async fn be(_: plugin_api::Context<'_>) -> Result<()> {
        Ok(())
    }

    /// Greets somebody
    #[poise::command(slash_command)]
    async fn greet(_: plugin_api::Context<'_>, #[description = "Whom"] name: String) -> Result<()> {
        drop(name);
        Ok(())
    }

    impl Plugin for Guide {
        fn about(&self) -> About {
            About::new("Guide", "Has tours")
        }
        fn user_data(&self) -> UserData {
            UserData::none("keeps nothing")
        }
        fn commands(&self) -> Vec<Command> {
            vec![greet(), be()]
        }
        fn components(&self) -> Vec<Component> {
            vec![Component::new(WAVE, |_| async { Ok(()) })]
        }
        fn messages(&self) -> Option<&'static Catalogue> {
            Some(LazyLock::force(&TEXTS))
        }
        fn tours(&self) -> Vec<Tour> {
            self.0.clone()
        }
    }

    fn conflicts_of(steps: Vec<TourStep>) -> String {
        let plugin = Guide(vec![Tour::new("t", "title").steps(steps)]);
        let about = plugin.about();
        let entry = Entry { id: ID, crate_name: "tests", plugin: Arc::new(plugin), about };
        let registry = Registry::from_entries([entry], Vec::new()).expect("a tour stops no host");
        registry.tour_conflicts().join("\n")
    }

    #[test]
    fn a_tour_of_what_is_there_is_taken() {
        let greeting = TourStep::command("step", "greet").option("name", "Ada");
        let grouped = TourStep::command("step", "be greet").option("name", "Ada");
        let wave = TourStep::button("step", WAVE.id().any_args());
        let wave = wave.after(WAVE.id());
        assert_eq!(conflicts_of(vec![greeting, grouped, wave, TourStep::clock_next("step")]), "");
    }

    #[test]
    fn a_tour_of_what_is_not_there_is_refused_with_its_name() {
        let other = Action::new(PluginId::new("other"), "wave").id();
        for (step, reason) in [
            (TourStep::command("step", "gret"), "'gret', which the plugin does not declare"),
            (TourStep::command("step", "be"), "'be', which has subcommands; name one"),
            (TourStep::command("step", "greet"), "leaves out 'name'"),
            (TourStep::command("step", "greet").option("nam", "Ada"), "fills in 'nam'"),
            (TourStep::button("step", Action::new(ID, "nod").id()), "presses 'nod'"),
            (TourStep::button("step", WAVE.id()).after(Action::new(ID, "nod").id()), "presses 'nod'"),
            (TourStep::button("step", other), "a button of 'other'"),
            (TourStep::clock_next("stp"), "'stp', a text that is not there in 'nl'"),
            (TourStep::clock_by("step", TimeDelta::zero()), "move it forward"),
        ] {
            let found = conflicts_of(vec![step]);
            assert!(found.contains("the tour 't' of 'guide'") && found.contains(reason), "{found}");
        }
        assert!(conflicts_of(Vec::new()).contains("has 0 steps"));
    }
}
