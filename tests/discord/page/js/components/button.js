// Buttons in their six styles.

import { html } from "../html.js";
import { OutIcon } from "../icons.js";
import { webAddress } from "../message/markdown/inline.js";
import { Dots } from "./dots.js";
import { ComponentEmoji } from "./emoji.js";
import { usePress } from "./pending.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger" };
const LINK = 5;
const PREMIUM = 6;

/** A button of a message. */
export function Button({ component, message }) {
  if (component.style === LINK) return html`<${LinkButton} component=${component} />`;
  if (component.style === PREMIUM) {
    return html`<button type="button" class="button button-primary" disabled title="Nothing is sold here">◆ Upgrade</button>`;
  }
  return html`<${PressButton} component=${component} message=${message} />`;
}

function PressButton({ component: { custom_id: id, style, label, emoji, disabled }, message }) {
  const [busy, press] = usePress(message, id);
  return html`
    <button type="button" class=${`button button-${STYLES[style]}`} disabled=${disabled} data-tour-button=${id}
      aria-busy=${busy ? "true" : undefined} aria-disabled=${busy ? "true" : undefined}
      aria-label=${label ? undefined : emoji?.name} onClick=${() => !busy && press()}>
      <span class="button-label"><${ComponentEmoji} emoji=${emoji} />${label}</span>
      ${busy && html`<${Dots} />`}
    </button>
  `;
}

function LinkButton({ component: { url, label, emoji, disabled } }) {
  const href = disabled ? undefined : webAddress(url);
  const content = html`<${ComponentEmoji} emoji=${emoji} />${label}<${OutIcon} />`;
  if (!href) return html`<button type="button" class="button button-secondary" disabled>${content}</button>`;
  return html`<a class="button button-secondary" href=${href} target="_blank" rel="noopener noreferrer">${content}</a>`;
}
