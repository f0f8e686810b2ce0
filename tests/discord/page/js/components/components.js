// The components of a message: rows of buttons and selects, and the layout of messages that are made of components.

import { hex } from "../contrast.js";
import { html } from "../html.js";
import { FileRow } from "../message/attachments.js";
import { Markdown } from "../message/markdown/markdown.js";
import { Picture } from "../message/picture.js";
import { Button } from "./button.js";
import { MessageSelect } from "./select.js";
import { Spoilered } from "./spoilered.js";

/** By type. https://discord.com/developers/docs/components/reference */
const SHOW = {
  1: ({ component, message }) => html`<div class="action-row">${inside(component.components, message)}</div>`,
  2: Button,
  3: MessageSelect,
  5: MessageSelect,
  6: MessageSelect,
  7: MessageSelect,
  8: MessageSelect,
  9: Section,
  10: ({ component }) => html`<div class="text-display markdown" dir="auto"><${Markdown} text=${component.content} /></div>`,
  11: ({ component: { media, description, spoiler } }) =>
    html`<${Picture} url=${media.url} alt=${description ?? "Thumbnail"} covered=${spoiler} class="thumbnail" />`,
  12: Gallery,
  13: ({ component: { file, name, size, spoiler } }) =>
    html`<${FileRow} name=${name ?? lastPart(file.url)} size=${size} url=${file.url} covered=${spoiler} />`,
  14: ({ component: { divider, spacing } }) => html`<hr class=${`separator ${divider ? "" : "no-line"} ${spacing === 2 ? "wide" : ""}`} />`,
  17: Container,
};

/** All components of a message. */
export function Components({ components, message }) {
  if (!components?.length) return null;
  return html`<div class="components">${inside(components, message)}</div>`;
}

function inside(components, message) {
  return components.map((component) => {
    const Shown = SHOW[component.type];
    return Shown && html`<${Shown} key=${component.id} component=${component} message=${message} />`;
  });
}

function Section({ component, message }) {
  return html`
    <div class="section">
      <div class="section-text">${inside(component.components, message)}</div>
      ${component.accessory && inside([component.accessory], message)}
    </div>
  `;
}

function Gallery({ component: { items } }) {
  return html`
    <div class="gallery" data-count=${Math.min(items.length, 3)}>
      ${items.map(({ media, description, spoiler }, at) => html`
        <${Picture} key=${at} url=${media.url} alt=${description ?? "Picture"} covered=${spoiler} class="gallery-item" />
      `)}
    </div>
  `;
}

function Container({ component: { components, accent_color: accent, spoiler }, message }) {
  const bar = accent == null ? undefined : { "--embed-colour": hex(accent) };
  return html`
    <div class=${`container ${bar ? "barred" : ""}`} style=${bar}>
      <${Spoilered} covered=${spoiler}>${inside(components, message)}</${Spoilered}>
    </div>
  `;
}

const lastPart = (url) => decodeURIComponent(new URL(url, location.href).pathname.split("/").at(-1)) || "file";
