// The members who see the channel that is shown, by role.

import { Avatar } from "../avatar.js";
import { html } from "../html.js";
import { CrownIcon, MoreIcon } from "../icons.js";
import { openMemberMenu } from "../menu/context.js";
import { channel, channelById, client, displayName, guild, isThread, memberColour, roleById, rolesOf } from "../store/client.js";
import { seesChannel } from "./visibility.js";

const OTHERS = { id: "others", name: "Members", position: -1 };

/** The list of members. */
export function Members() {
  return html`${groups().map(({ role, members }) => html`
    <section class="member-group" key=${role.id}>
      <h2>${role.name} — ${members.length}</h2>
      <ul>${members.map(({ user }) => html`<${Member} key=${user.id} user=${user} />`)}</ul>
    </section>
  `)}`;
}

/** The members by the highest of their roles that is shown apart; the highest role first. */
function groups() {
  if (!client.value) return [];
  if (!guild.value) return [{ role: OTHERS, members: [client.value, { user: client.value.bot }] }];
  const place = isThread(channel.value ?? {}) ? channelById(channel.value.parent_id) : channel.value;
  const there = guild.value.members.filter((member) => !place || seesChannel(guild.value, place, member));
  const byRole = Map.groupBy(there, (member) => rolesOf(member).find(({ hoist }) => hoist)?.id);
  const all = [...byRole].map(([id, members]) => ({ role: roleById(id) ?? OTHERS, members: sorted(members) }));
  return all.sort((a, b) => b.role.position - a.role.position);
}

const { compare } = new Intl.Collator();
const sorted = (members) => members.toSorted((a, b) => compare(displayName(a.user), displayName(b.user)));

function Member({ user }) {
  const name = displayName(user);
  const owns = guild.value?.owner_id === user.id;
  const open = (event, at) => {
    event.preventDefault();
    openMemberMenu(user, at);
  };
  return html`
    <li class="member" onContextMenu=${(event) => open(event, event)}>
      <${Avatar} user=${user} />
      <span class="member-name" style=${{ color: memberColour(user.id) }} title=${`@${user.username}`}>${name}</span>
      ${owns && html`<span class="crown" title="Owner of the guild"><${CrownIcon} /><span class="visually-hidden">Owner</span></span>`}
      ${user.bot && html`<span class="badge">APP</span>`}
      <button
        type="button" class="quiet" aria-haspopup="menu" aria-label=${`More about ${name}`}
        onClick=${(event) => open(event, event.currentTarget)}
      ><${MoreIcon} /></button>
    </li>
  `;
}
