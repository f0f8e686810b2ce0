// The page's own drawings: lines of one width, in the colour of the text around them. Screen readers skip them.

import { html } from "./html.js";

const drawing = (lines, width = 2) => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none" stroke="currentColor"
    stroke-width=${width} stroke-linecap="round" stroke-linejoin="round">${lines}</svg>
`;

/** A text channel. */
export const HashIcon = () => drawing(html`<path d="M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16" />`);

/** An announcement channel. */
export const HornIcon = () =>
  drawing(html`<path d="M4 10v4h3l9 5V5l-9 5H4ZM7.5 14l1.5 6M19.5 9.5c1 1.5 1 3.5 0 5" />`);

/** A voice channel. */
export const SpeakerIcon = () =>
  drawing(html`<path d="M4 9.5v5h3.5L13 19V5L7.5 9.5H4ZM16.5 9c1.6 1.7 1.6 4.3 0 6M19 6.5c3 3 3 8 0 11" />`);

/** A forum. */
export const ForumIcon = () =>
  drawing(html`<path d="M4 5h11v8H8.5L5.5 15.5V13H4V5ZM18 9h2v9h-1.5v2.5L15.5 18H10" />`);

/** A thread. */
export const ThreadIcon = () => drawing(html`<path d="M6 4v7a4 4 0 0 0 4 4h8M14.5 11.5 18 15l-3.5 3.5" />`);

/** Private: not all members see it. */
export const LockIcon = () =>
  drawing(html`<path d="M6 11h12v9H6v-9ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3" />`, 2.5);

/** Direct messages. */
export const BubbleIcon = () =>
  drawing(html`<path d="M4 5h16v11h-8l-5 4v-4H4V5ZM8.5 10.5h.01M12 10.5h.01M15.5 10.5h.01" />`);

/** Something that opens and closes; points down. */
export const ChevronIcon = () => drawing(html`<path d="m6 9.5 6 6 6-6" />`, 2.5);

/** The list of channels. */
export const ListIcon = () => drawing(html`<path d="M4 6.5h16M4 12h16M4 17.5h16" />`);

/** The members. */
export const MembersIcon = () =>
  drawing(html`<circle cx="9" cy="8.5" r="3.5" /><path d="M2.5 19.5c.5-4 3-5.5 6.5-5.5s6 1.5 6.5 5.5M16 5.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .7 3.2 2.3 3.5 5" />`);

/** Closes its panel. */
export const CloseIcon = () => drawing(html`<path d="m6 6 12 12M18 6 6 18" />`);

/** Down to the end. */
export const DownIcon = () => drawing(html`<path d="M12 5v14M5.5 12.5 12 19l6.5-6.5" />`);

/** Everything else that can be done. */
export const MoreIcon = () => drawing(html`<path d="M5 12h.01M12 12h.01M19 12h.01" />`, 3.5);

/** The owner of a guild. */
export const CrownIcon = () => drawing(html`<path d="m4 8 3.5 9h9L20 8l-4.5 4L12 6l-3.5 6L4 8Z" />`);

/** What goes over the wire. */
export const WireIcon = () => drawing(html`<path d="M4 8.5h15M15 4.5l4 4-4 4M20 15.5H5M9 11.5l-4 4 4 4" />`);

/** Something to break. */
export const BoltIcon = () => drawing(html`<path d="M13 3 5.5 13.5H11L10 21l8-11h-5.5L13 3Z" />`);

/** The world. */
export const GlobeIcon = () =>
  drawing(html`<circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.5c-5.5 5-5.5 12 0 17M12 3.5c5.5 5 5.5 12 0 17" />`);

/** A guided tour. */
export const FlagIcon = () => drawing(html`<path d="M6 21V4M6 5h12l-3 4 3 4H6" />`);

/** A pinned message. */
export const PinIcon = () => drawing(html`<path d="m9 4 7 0-1 6 3 4H6l3-4-1-6M12 14v6" />`);

/** Answers a message. */
export const ReplyIcon = () => drawing(html`<path d="M9 6 4 11l5 5M4 11h9a7 7 0 0 1 7 7v1" />`);

/** Changes what was written. */
export const PencilIcon = () => drawing(html`<path d="m5 19 .8-4L16 4.8a2.2 2.2 0 0 1 3.2 3.2L9 18.2 5 19Z" />`);

/** Leads out of the page. */
export const OutIcon = () => drawing(html`<path d="M13 5h6v6M19 5l-9 9M17 14v5H5V7h5" />`);

/** A file. */
export const FileIcon = () => drawing(html`<path d="M7 3.5h7l4 4v13H7v-17ZM14 3.5v4h4" />`);

/** A picture that is not shown. */
export const PictureIcon = () => drawing(html`<path d="M4 5h16v14H4V5ZM4 16l5-5 4 4 2-2 5 4M15.5 9.5h.01" />`);

/** Something to add. */
export const PlusIcon = () => drawing(html`<path d="M12 5v14M5 12h14" />`);

/** Sends what was written. */
export const SendIcon = () => drawing(html`<path d="M4 5.5 20 12 4 18.5 7 12 4 5.5ZM7 12h6" />`);

/** The beginning of a command. */
export const SlashIcon = () => drawing(html`<path d="m9 18 6-12M5 4h14v16H5V4Z" />`);

/** A member joins. */
export const ArrowIcon = () => drawing(html`<path d="M4 12h15M13 6l6 6-6 6" />`, 2.5);
