// The application's commands that the person may use where they are.

import { channel, client, guild, may } from "../store/client.js";
import { computed } from "../html.js";
import { PERMISSION } from "../store/permissions.js";
import { bestFirst } from "./listbox.js";

const CHAT = 1;
const GROUPING = [1, 2];

const offered = computed(() => {
  if (!channel.value || !may(PERMISSION.USE_APPLICATION_COMMANDS)) return [];
  return (channel.value.guild_id ? guild.value?.commands : client.value?.dm_commands) ?? [];
});

/** The slash commands, each subcommand for itself: `{name, label, description, options, application}`. */
export const slashCommands = computed(() => offered.value.filter((command) => command.type === CHAT).flatMap(flatten));

/** The commands of a context menu: type 2 are for members, type 3 for messages. */
export const menuCommands = (type) => offered.value.filter((command) => command.type === type);

/** A command's, option's or choice's name in the person's language. */
export const nameOf = (named) => named.name_localized ?? named.name;

/** A command's or option's description in the person's language. */
export const descriptionOf = (described) => described.description_localized ?? described.description;

/** The name of the application that a command belongs to. */
export function applicationName(id) {
  const { application } = client.value ?? {};
  return application && (id === undefined || application.id === id) ? application.name : "Application";
}

/** The slash command with this full name, or undefined if it is not offered. */
export const commandByName = (name) => slashCommands.value.find((command) => command.name === name);

/** What to offer for a text that begins with a slash: `{label, items, note}`, or null. */
export function commandSuggestions(text) {
  if (!text.startsWith("/") || text.includes("\n")) return null;
  const wanted = text.slice(1).toLowerCase();
  const fits = ({ name, label }) => [name, label].some((one) => one.toLowerCase().includes(wanted));
  const items = bestFirst(slashCommands.value.filter(fits).map(entry), wanted);
  return {
    kind: "command",
    label: "Commands",
    // The arrow keys follow the order on the screen, one application after the other.
    items: Object.values(Object.groupBy(items, (item) => item.group)).flat(),
    note: items.length === 0 ? noneOf(slashCommands.value) : null,
  };
}

const noneOf = ({ length }) =>
  length === 0 ? "No commands here. Enter sends it as a message." : "No command is called that. Enter sends it as a message.";

const entry = (command) => ({
  key: command.name,
  label: `/${command.label}`,
  detail: command.description,
  hint: command.options.filter((option) => option.required).map(nameOf).join(" "),
  group: applicationName(command.application),
  tour: command.name,
  command,
});

function flatten(command) {
  const walk = (node, names, shown) => {
    const inner = (node.options ?? []).filter((option) => GROUPING.includes(option.type));
    if (inner.length > 0) return inner.flatMap((sub) => walk(sub, [...names, sub.name], [...shown, nameOf(sub)]));
    return [{
      name: names.join(" "),
      label: shown.join(" "),
      description: descriptionOf(node),
      options: node.options ?? [],
      application: command.application_id,
    }];
  };
  return walk(command, [command.name], [nameOf(command)]);
}
