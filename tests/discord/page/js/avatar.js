// Avatars: a letter on a colour, the same for a user everywhere. This Discord has no pictures.

import { html } from "./html.js";
import { displayName } from "./store/client.js";

const HUES = 8n;
const letters = new Intl.Segmenter();

/** The round picture of a user; its name is beside it, so screen readers skip it. `class` sets another size. */
export function Avatar({ user, class: name = "" }) {
  const hue = user.bot ? "hue-app" : `hue-${BigInt(user.id) % HUES}`;
  return html`<span class="avatar ${hue} ${name}" aria-hidden="true">${initial(displayName(user))}</span>`;
}

/** The first letter or sign of a name, whole, whatever it is made of. */
export function initial(name) {
  const [first] = letters.segment(name.trim());
  // Some people pile endless marks on one letter.
  return (first?.segment ?? "?").slice(0, 8).toLocaleUpperCase();
}
