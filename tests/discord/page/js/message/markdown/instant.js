// An instant that a text names as <t:…>, in the reader's language and time zone.

import { computed, html, useMemo } from "../../html.js";
import { now } from "../../store/clock.js";
import { format, relative } from "../time.js";

/** `seconds` since 1970, written as the `style` says; `text` is shown if there is no such day. */
export function Instant({ text, seconds, style }) {
  const shown = useMemo(() => computed(() => instantText({ text, seconds, style })), [text, seconds, style]);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return text;
  return html`<time class="stamp" datetime=${date.toISOString()} title=${format(date, "F")}>${shown.value}</time>`;
}

/** The words of an instant. */
export function instantText({ text, seconds, style }) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return text;
  return style === "R" ? relative(date, now.value) : format(date, style);
}
