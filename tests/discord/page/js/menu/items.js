// What the menus of messages and members offer.

import { go } from "../address.js";
import { copy } from "../clipboard.js";
import { applicationName, menuCommands, nameOf } from "../composer/commands.js";
import { currentDraft, focusBox, startEdit, startReply, write } from "../composer/drafts.js";
import { isEditable } from "../composer/edit.js";
import { confirmDelete } from "../message/delete.js";
import { QUICK, react } from "../message/reactions.js";
import { channel, client, displayName, may } from "../store/client.js";
import { emit } from "../store/events.js";
import { runCommand } from "../store/interactions.js";
import { PERMISSION } from "../store/permissions.js";

/** The groups of a message's menu: `{label, titled, row, items: [{text, label, danger, act}]}`. */
export function messageItems(message) {
  const mine = isEditable(message);
  const deletes = message.author.id === client.value.user.id || may(PERMISSION.MANAGE_MESSAGES) && channel.value.guild_id;
  const lasting = !message.ephemeral;
  return filled([
    { label: "Add reaction", row: true, items: lasting && may(PERMISSION.ADD_REACTIONS) ? QUICK.map(reaction(message)) : [] },
    {
      label: "Message",
      items: [
        lasting && may(PERMISSION.SEND_MESSAGES) && { text: "Reply", act: () => startReply(message) },
        mine && { text: "Edit message", act: () => startEdit(message) },
        message.content && { text: "Copy text", act: () => copy(message.content, "The text") },
        { text: "Copy message ID", act: () => copy(message.id, "The message ID") },
      ],
    },
    ...applications(lasting ? menuCommands(3) : [], "message", message.id),
    { label: "Danger", items: [lasting && deletes && { text: "Delete message", danger: true, act: () => confirmDelete(message) }] },
  ]);
}

/** The groups of a user's menu. */
export function memberItems(user) {
  const person = client.value.people.some((one) => one.id === user.id);
  const other = person && user.id !== client.value.user.id;
  return filled([
    {
      label: displayName(user),
      titled: true,
      items: [
        other && { text: "View as this person", act: () => viewAs(user) },
        may(PERMISSION.SEND_MESSAGES) && !currentDraft.value?.command && { text: "Mention", act: () => mention(user) },
        { text: "Copy user ID", act: () => copy(user.id, "The user ID") },
      ],
    },
    ...applications(menuCommands(2), "user", user.id),
  ]);
}

const filled = (groups) =>
  groups.map((group) => ({ ...group, items: group.items.filter(Boolean) })).filter((group) => group.items.length > 0);

const reaction = (message) => ([emoji, name]) => ({
  text: emoji, label: `React with ${name}`, act: () => react(message, { name: emoji }, true),
});

/** The applications' own commands, by application. */
function applications(commands, type, target) {
  const groups = Map.groupBy(commands, (command) => applicationName(command.application_id));
  const run = (command) => () => runCommand({ channel: channel.value.id, name: command.name, type, target });
  return [...groups].map(([label, own]) => ({
    label,
    titled: true,
    items: own.map((command) => ({ key: command.id, text: nameOf(command), act: run(command) })),
  }));
}

function viewAs(user) {
  go({ as: user.username });
  emit({ person: user.username });
}

function mention(user) {
  const draft = currentDraft.value;
  const { text, mentions } = draft.value;
  const name = `@${displayName(user)}`;
  const before = text && !text.endsWith(" ") ? `${text} ` : text;
  write(draft, { text: `${before}${name} `, mentions: { ...mentions, [name]: `<@${user.id}>` } });
  focusBox();
}
