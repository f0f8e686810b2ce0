// The menu of all people in this world, to view as another one.

import { address, go } from "../address.js";
import { Avatar } from "../avatar.js";
import { html, useId } from "../html.js";
import { client, displayName, people, rolesOf } from "../store/client.js";
import { emit } from "../store/events.js";

/** The menu that changes the person. It stays while the next person's client is on its way. */
export function People() {
  const id = useId();
  const { as } = address.value;
  const user = people.value.find((person) => person.username === as || person.id === as);
  const roles = topRoles();
  const choose = ({ target }) => {
    go({ as: target.value });
    emit({ person: target.value });
  };
  return html`
    <section class="people" aria-label="You">
      ${user && html`<${Avatar} user=${user} />`}
      <div class="people-choice">
        <label for=${id}>You are</label>
        <select id=${id} value=${user?.username ?? ""} onChange=${choose} data-tour-person>
          ${!user && html`<option value="" disabled>nobody yet</option>`}
          ${people.value.map((person) => html`<option key=${person.id} value=${person.username}>${describe(person, roles.get(person.id))}</option>`)}
        </select>
        ${user?.locale && html`<span class="people-locale" title="Language">@${user.username} · ${user.locale}</span>`}
      </div>
    </section>
  `;
}

/** «Ada — Admin»: the name and the highest role in a guild. */
function describe(person, role) {
  return role ? `${displayName(person)} — ${role.name}` : displayName(person);
}

/** Every member's highest role, by user id. */
function topRoles() {
  const { guilds = [] } = client.value ?? {};
  const members = guilds.flatMap(({ members }) => members);
  // In several guilds it is the first one that counts.
  return new Map(members.reverse().map((member) => [member.user.id, rolesOf(member)[0]]));
}
