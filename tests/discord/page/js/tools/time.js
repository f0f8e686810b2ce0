// Instants and spans in words, in the browser's time zone.

const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit" };

const format = (options) => new Intl.DateTimeFormat("en-GB", options);
const day = format(DAY);
const shortDay = format({ ...DAY, year: undefined });
const otherYear = format({ ...DAY, weekday: undefined });
const time = format(TIME);
const zone = format({ timeZoneName: "short" });

/** `Mon 23 Nov 2026` */
export const dayOf = (date) => day.format(date).replace(",", "");
/** `Mon 23 Nov`, or `23 Nov 2031` in another year than the present one. */
export function shortDayOf(date) {
  const isNow = date.getFullYear() === new Date().getFullYear();
  return (isNow ? shortDay : otherYear).format(date).replace(",", "");
}
/** `14:03:09` */
export const timeOf = (date) => time.format(date);
/** `CET` */
export const zoneOf = (date) => zone.formatToParts(date).find((part) => part.type === "timeZoneName").value;
/** `Mon 23 Nov 2026, 14:03:09 CET` */
export const instant = (date) => `${dayOf(date)}, ${timeOf(date)} ${zoneOf(date)}`;

const UNITS = [["day", 86_400], ["h", 3600], ["min", 60]];

/** How long it is from one Date to another: `in 2 days 3 h`, `in 42 min`, `in 5 s`, `now`; in one unit or two. */
export function until(from, to, units = 2) {
  let seconds = Math.round((to - from) / 1000);
  if (seconds <= 0) return "now";
  if (seconds < 60) return `in ${seconds} s`;
  const parts = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    seconds -= count * length;
    if (count) parts.push(`${count} ${unit === "day" && count > 1 ? "days" : unit}`);
  }
  return `in ${parts.slice(0, units).join(" ")}`;
}
