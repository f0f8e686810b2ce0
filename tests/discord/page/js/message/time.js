// Dates and times as the person reads them: in their language, and in the browser's time zone.

import { client } from "../store/client.js";

/** The styles of <t:…:style>. https://discord.com/developers/docs/reference#message-formatting-timestamp-styles */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const UNITS = [["second", 60], ["minute", 60], ["hour", 24], ["day", 30], ["month", 12], ["year", Infinity]];

const formats = new Map();

/** A date in one of the styles of <t:…>: `t T d D f F s S`. */
export function format(date, style) {
  return cached(style, (locale) => new Intl.DateTimeFormat(locale, STYLES[style])).format(date);
}

/** How long ago, or in what time: «2 hours ago». */
export function relative(date, now) {
  let count = (date - now) / 1000;
  for (const [unit, next] of UNITS) {
    const rounded = Math.round(count);
    if (Math.abs(rounded) < next) {
      return cached("R", (locale) => new Intl.RelativeTimeFormat(locale)).format(rounded, unit);
    }
    count /= unit === "day" ? 365.25 / 12 : next;
  }
  return "";
}

/** The time beside a message: today's is short, yesterday's says so, others have their date. */
export function messageTime(date, now) {
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return format(date, "t");
  if (days === 1) return `Yesterday at ${format(date, "t")}`;
  return `${format(date, "d")} ${format(date, "t")}`;
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

function cached(style, make) {
  const locale = client.value?.user.locale ?? "en-US";
  const key = `${locale} ${style}`;
  if (!formats.has(key)) formats.set(key, make(locale));
  return formats.get(key);
}
