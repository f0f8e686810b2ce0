//! How edits by command change the file, and when they are refused.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, sync::Arc};

use insta::assert_snapshot;
use plugin_api::Clock;
use tempfile::TempDir;

use super::{GUILD, fixture::registry, settings, state};
use crate::{
    config::{
        ConfigStore, PluginState,
        edit::{Edit, EditError},
    },
    gate::Gate,
    reload::Reloader,
};

/// A file in a folder of its own, and the host that has loaded it.
pub(super) struct Case {
    pub(super) reloader: Arc<Reloader>,
    pub(super) gate: Arc<Gate>,
    pub(super) path: PathBuf,
    _folder: TempDir,
}

impl Case {
    pub(super) fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plugins.toml");
        fs::write(&path, text).expect("writable");
        let registry = Arc::new(registry());
        let store = ConfigStore::open(&path, Arc::clone(&registry), Clock::system()).expect("a good file");
        let gate = Arc::new(Gate::new(registry, store.plan()));
        let reloader = Reloader::new(Arc::new(store), Arc::clone(&gate));
        Self { reloader: Arc::new(reloader), gate, path, _folder: folder }
    }

    pub(super) fn store(&self) -> &ConfigStore {
        self.reloader.store()
    }

    pub(super) fn text(&self) -> String {
        fs::read_to_string(&self.path).expect("readable")
    }

    fn edit(&self, edit: &Edit) -> String {
        self.reloader.edit(edit).expect("not refused");
        self.text()
    }

    fn refused(&self, edit: &Edit) -> EditError {
        let before = self.text();
        let refusal = self.reloader.edit(edit).expect_err("refused");
        assert_eq!(self.text(), before, "the file stays as it was");
        refusal
    }
}

fn switch(plugin: &str, on: bool) -> Edit {
    Edit::switch(GUILD, registry().get(plugin).expect("a fixture").id, on)
}

fn set(key: &str, typed: &str) -> Edit {
    Edit::set(GUILD, registry().get("fixture").expect("a fixture"), key, typed).expect("can be typed")
}

fn reset(key: Option<&str>) -> Edit {
    Edit::reset(GUILD, registry().get("fixture").expect("a fixture"), key).expect("there is such a key")
}

const COMMENTED: &str = "\
# Ours.
[plugins.fixture]   # all of them
enabled = false

[guilds.300000000000000001] # Demo
timezone = 'Europe/Brussels'

[guilds.300000000000000001.plugins.fixture]
enabled = false # for now
settings.lead   =   5  # short
settings.limits = { active = 1 }
# the end
";

#[test]
fn a_change_keeps_comments_and_layout_and_is_in_force_at_once() {
    let case = Case::new(COMMENTED);
    case.edit(&switch("fixture", true));
    case.edit(&set("lead", "15"));
    assert_snapshot!(case.edit(&set("limits.total", "7")), @r##"
    # Ours.
    [plugins.fixture]   # all of them
    enabled = false

    [guilds.300000000000000001] # Demo
    timezone = 'Europe/Brussels'

    [guilds.300000000000000001.plugins.fixture]
    enabled = true # for now
    settings.lead   =   15  # short
    settings.limits = { active = 1 , total = 7 }
    # the end
    "##);
    let plan = case.store().plan();
    assert_eq!(state(&plan, GUILD, "fixture"), PluginState::On);
    let here = settings(&plan, GUILD);
    assert_eq!((here.lead, here.limits.total), (15, 7));
}

#[test]
fn a_guild_that_the_file_does_not_name_gets_a_section() {
    let case = Case::new("[plugins.fixture]\nenabled = true\n");
    case.edit(&switch("fixture", false));
    assert_snapshot!(case.edit(&set("colour", "Green")), @r##"
    [plugins.fixture]
    enabled = true

    [guilds.300000000000000001.plugins.fixture]
    enabled = false

    [guilds.300000000000000001.plugins.fixture.settings]
    colour = "green"
    "##);
}

#[test]
fn a_file_of_dotted_keys_and_inline_tables_stays_one() {
    let case = Case::new(
        "plugins.fixture = { enabled = true }\nguilds.300000000000000001 = { locale = 'nl' } # ours\n",
    );
    assert_snapshot!(case.edit(&set("days", "mon, fri")), @r##"
    plugins.fixture = { enabled = true }
    guilds.300000000000000001 = { locale = 'nl', plugins = { fixture = { settings = { days = ["mon", "fri"] } } } } # ours
    "##);
    assert_eq!(settings(&case.store().plan(), GUILD).days.len(), 2);
}

#[test]
fn reset_takes_back_one_key_or_all_and_says_when_there_is_nothing() {
    let case = Case::new(COMMENTED);
    case.edit(&reset(Some("limits.active")));
    assert_snapshot!(case.edit(&reset(None)), @r##"
    # Ours.
    [plugins.fixture]   # all of them
    enabled = false

    [guilds.300000000000000001] # Demo
    timezone = 'Europe/Brussels'

    [guilds.300000000000000001.plugins.fixture]
    enabled = false # for now
    # the end
    "##);
    assert_eq!(settings(&case.store().plan(), GUILD).lead, 60);
    assert!(matches!(case.refused(&reset(None)), EditError::NothingSet));
}

#[test]
fn reset_keeps_the_comments_around_what_it_takes_out() {
    let case = Case::new(
        "\
[guilds.300000000000000001.plugins.fixture]
# enabled = true
settings.lead = 5 # goes with it
# below

[guilds.300000000000000001.plugins.fixture.settings.limits] # a header
# above
total = 9
active = 2
",
    );
    assert_snapshot!(case.edit(&reset(None)), @r##"
    [guilds.300000000000000001.plugins.fixture]
    # enabled = true
    # below

    [guilds.300000000000000001.plugins.fixture.settings.limits] # a header
    # above
    "##);
    let inline = Case::new(
        "guilds = { 300000000000000001.plugins.fixture = { settings = { lead = 5, name = 'x' } } } # all\n",
    );
    assert_snapshot!(inline.edit(&reset(Some("lead"))), @r##"guilds = { 300000000000000001.plugins.fixture = { settings = { name = 'x' } } } # all"##);
}

#[test]
fn a_guild_that_is_new_to_the_file_comes_under_everything_else() {
    let case = Case::new("[guilds.5]\nlocale = 'nl'\n\n[plugins.fixture]\nenabled = true\n# the end\n");
    assert_snapshot!(case.edit(&set("limits.total", "8")), @r##"
    [guilds.5]
    locale = 'nl'

    [plugins.fixture]
    enabled = true
    # the end

    [guilds.300000000000000001.plugins.fixture.settings.limits]
    total = 8
    "##);
}

#[test]
fn typed_values_become_what_the_schema_wants() {
    for (key, typed, written) in [
        ("lead", " 10 ", "10"),
        ("loud", "on", "true"),
        ("name", "it's", "\"it's\""),
        ("name", "\"5\"", "\"5\""),
        ("ratio", "0.5", "0.5"),
        ("colour", "GREEN", "\"green\""),
        ("days", "mon,fri", "[\"mon\", \"fri\"]"),
        ("days", "[\"fri\"]", "[\"fri\"]"),
        ("list", "a, b", "[\"a\", \"b\"]"),
        ("limits.active", "3", "3"),
    ] {
        let case = Case::new("");
        let text = case.edit(&set(key, typed));
        let name = key.rsplit('.').next().expect("a name");
        assert!(text.contains(&format!("{name} = {written}\n")), "{key} as {typed}: {text}");
    }
}

#[test]
fn values_that_cannot_be_used_are_refused_with_what_is_allowed() {
    let registry = registry();
    let fixture = registry.get("fixture").expect("a fixture");
    let typed = Edit::set(GUILD, fixture, "lead", "soon").expect_err("no number");
    assert_snapshot!(typed, @r##"`soon` can't be used for `lead`: allowed is an integer from 0 to 4320"##);
    let unknown = Edit::set(GUILD, fixture, "limits.activ", "1").expect_err("no such key");
    assert_snapshot!(unknown, @r##"the plugin `fixture` has no setting `limits.activ`; did you mean `limits.active`?"##);
    let case = Case::new("");
    assert_snapshot!(case.refused(&set("lead", "9999")), @r##"`9999` can't be used for `lead`: allowed is an integer from 0 to 4320"##);
    assert_snapshot!(case.refused(&set("limits.active", "60")), @r##"`60` can't be used for `limits.active`: allowed is up to `limits.total`, 50"##);
}

#[test]
fn values_that_do_not_go_together_are_refused_whether_the_plugin_is_on_or_off() {
    for file in ["plugins.fixture.enabled = true\n", "plugins.fixture.enabled = false\n", ""] {
        let case = Case::new(file);
        assert_eq!(
            case.refused(&set("limits.total", "4")).to_string(),
            "`4` can't be used for `limits.total`: `limits.active` can't be used; allowed is up to `limits.total`, 4",
            "{file}"
        );
        case.edit(&set("limits.active", "4"));
        case.edit(&set("limits.total", "4"));
        assert_eq!(
            case.refused(&reset(Some("limits.active"))).to_string(),
            "this can't be taken back: `limits.active` can't be used; allowed is up to `limits.total`, 4",
            "{file}"
        );
    }
}

#[test]
fn errors_that_were_there_before_do_not_keep_one_from_mending_them_one_by_one() {
    let case = Case::new(
        "[plugins.fixture]\nenabled = true\n[guilds.300000000000000001.plugins.fixture.settings]\nlead = -1\nname = ''\n",
    );
    case.edit(&set("lead", "1"));
    assert!(matches!(state(&case.store().plan(), GUILD, "fixture"), PluginState::Misconfigured(_)));
    case.edit(&reset(Some("name")));
    assert_eq!(state(&case.store().plan(), GUILD, "fixture"), PluginState::On);
}

/// A plugin reports one error at a time, so correcting the first shows the next.
#[test]
fn what_a_plugin_says_against_its_settings_can_be_mended_one_by_one() {
    let case =
        Case::new("[plugins.fixture]\nenabled = true\nsettings = { name = 'nobody', limits.active = 60 }\n");
    case.edit(&set("limits.active", "6"));
    assert!(
        matches!(state(&case.store().plan(), GUILD, "fixture"), PluginState::Misconfigured(why) if why.contains("anybody"))
    );
    assert!(matches!(case.refused(&set("lead", "9999")), EditError::InvalidValue { .. }));
    case.edit(&set("name", "x"));
    assert_eq!(state(&case.store().plan(), GUILD, "fixture"), PluginState::On);
}

#[test]
fn a_file_that_changed_underneath_is_left_alone() {
    let case = Case::new("");
    fs::write(&case.path, "# somebody else's\n").expect("writable");
    assert!(matches!(case.refused(&switch("fixture", true)), EditError::Conflict));
    case.reloader.reload();
    assert!(case.edit(&switch("fixture", true)).starts_with("# somebody else's\n"));
}

#[test]
fn a_read_only_file_is_left_alone_and_said_to_be_read_only() {
    let case = Case::new("");
    fs::set_permissions(&case.path, fs::Permissions::from_mode(0o444)).expect("ours");
    assert_snapshot!(case.refused(&switch("fixture", true)), @r##"plugins.toml can't be written: it is read-only; make it and its folder writable for the account that runs Guildhall"##);
}

#[test]
fn the_files_mode_stays_and_nothing_is_left_beside_it() {
    let case = Case::new("");
    fs::set_permissions(&case.path, fs::Permissions::from_mode(0o640)).expect("ours");
    case.edit(&switch("fixture", true));
    assert_eq!(fs::metadata(&case.path).expect("there").permissions().mode() & 0o777, 0o640);
    let beside = fs::read_dir(case.path.parent().expect("a folder")).expect("readable").count();
    assert_eq!(beside, 1);
}

#[test]
fn a_place_that_holds_something_else_is_a_broken_file_not_a_panic() {
    let case = Case::new("");
    fs::write(&case.path, "guilds = 5\n").expect("writable");
    case.reloader.reload();
    assert!(
        matches!(case.refused(&switch("fixture", true)), EditError::NotATable(place) if place == "guilds")
    );
}

#[test]
fn what_an_admin_names_is_made_changed_and_taken_back_key_by_key() {
    let case = Case::new("[plugins.fixture.settings.kinds.billing]\nlabel = 'Billing'\n");
    assert_snapshot!(case.edit(&set("kinds.billing.limits.active", "3")), @r##"
    [plugins.fixture.settings.kinds.billing]
    label = 'Billing'

    [guilds.300000000000000001.plugins.fixture.settings.kinds.billing.limits]
    active = 3
    "##);
    assert_snapshot!(case.edit(&set("kinds.other.label", "Other")), @r##"
    [plugins.fixture.settings.kinds.billing]
    label = 'Billing'

    [guilds.300000000000000001.plugins.fixture.settings.kinds.billing.limits]
    active = 3

    [guilds.300000000000000001.plugins.fixture.settings.kinds.other]
    label = "Other"
    "##);
    let kinds = settings(&case.store().plan(), GUILD).kinds;
    assert_eq!((kinds["billing"].label.as_str(), kinds["billing"].limits.active), ("Billing", 3));
    assert_eq!(kinds["other"].label, "Other");
    assert_eq!(
        case.refused(&set("kinds.other.limits.active", "60")).to_string(),
        "`60` can't be used for `kinds.other.limits.active`: allowed is up to 50"
    );
    assert_eq!(
        case.refused(&set("kinds.other.label", "Everything else")).to_string(),
        "`\"Everything else\"` can't be used for `kinds.other.label`: allowed is a text in quotes of at most 10 characters"
    );
    assert_snapshot!(case.edit(&reset(Some("kinds.other"))), @r##"
    [plugins.fixture.settings.kinds.billing]
    label = 'Billing'

    [guilds.300000000000000001.plugins.fixture.settings.kinds.billing.limits]
    active = 3
    "##);
    let kinds = settings(&case.store().plan(), GUILD).kinds;
    assert_eq!(kinds.keys().collect::<Vec<_>>(), ["billing"], "its header alone would make one");
}

#[test]
fn a_list_of_tables_is_taken_back_with_what_it_lies_in() {
    let case = Case::new(
        "\
[guilds.300000000000000001.plugins.fixture.settings]
lead = 5
[guilds.300000000000000001.plugins.fixture.settings.kinds.a]
label = 'A'
[[guilds.300000000000000001.plugins.fixture.settings.kinds.a.questions]]
words = 'one'
[[guilds.300000000000000001.plugins.fixture.settings.kinds.a.questions]]
words = 'two'
[guilds.300000000000000001.plugins.fixture.settings.kinds.b]
label = 'B'
",
    );
    assert_eq!(settings(&case.store().plan(), GUILD).kinds["a"].questions.len(), 2);
    assert_snapshot!(case.edit(&reset(Some("kinds.a"))), @r##"
    [guilds.300000000000000001.plugins.fixture.settings]
    lead = 5
    [guilds.300000000000000001.plugins.fixture.settings.kinds.b]
    label = 'B'
    "##);
    assert_snapshot!(case.edit(&reset(None)), @r##"[guilds.300000000000000001.plugins.fixture.settings]"##);
}

#[test]
fn a_key_of_nothing_named_is_refused_with_the_nearest_one() {
    let registry = registry();
    let fixture = registry.get("fixture").expect("a fixture");
    let refused = |key: &str| Edit::set(GUILD, fixture, key, "x").expect_err("no such key").to_string();
    assert_eq!(
        refused("kinds.billing.labl"),
        "the plugin `fixture` has no setting `kinds.billing.labl`; did you mean `kinds.billing.label`?"
    );
    assert_snapshot!(refused("kinds..label"), @r##"the plugin `fixture` has no setting `kinds..label`; did you mean `kinds.<name>.label`?"##);
    assert_snapshot!(refused("zzz"), @r##"the plugin `fixture` has no setting `zzz`; it has `lead`, `name`, `colour`, `days`, `limits.active`, `limits.total`, `ratio`, `loud`, `list`, `kinds.<name>.label`, `kinds.<name>.limits.active`, `kinds.<name>.limits.total`, `kinds.<name>.questions`"##);
}
