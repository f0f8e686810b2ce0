// The files of a message.

import { Spoilered } from "../components/spoilered.js";
import { sizeOf } from "../composer/files.js";
import { html } from "../html.js";
import { FileIcon } from "../icons.js";
import { elsewhere, ownFile } from "./files.js";
import { Picture } from "./picture.js";

const PICTURE = /^image\/(png|jpeg|gif|webp|avif)/;
const covered = ({ filename, flags = 0 }) => filename.startsWith("SPOILER_") || (flags & 8) !== 0;

/** The components of a message show its files themselves. */
const IS_COMPONENTS_V2 = 1 << 15;

/** The files of a message that nothing else in it shows: pictures, and the others as rows with name and size. */
export function Attachments({ message: { attachments: all = [], embeds = [], flags = 0 } }) {
  const embedded = new Set(embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]));
  const attachments = flags & IS_COMPONENTS_V2 ? [] : all.filter(({ url }) => !embedded.has(url));
  if (attachments.length === 0) return null;
  const isPicture = ({ content_type: type, url }) => PICTURE.test(type ?? "") && ownFile(url);
  const pictures = attachments.filter(isPicture);
  return html`
    ${pictures.length > 0 && html`
      <div class="pictures">
        ${pictures.map((file) => html`
          <${Picture}
            key=${file.id} url=${file.url} alt=${file.description ?? file.filename} covered=${covered(file)} broken=${rowOf(file)}
          />
        `)}
      </div>
    `}
    ${attachments.filter((file) => !isPicture(file)).map(rowOf)}
  `;
}

const rowOf = (file) =>
  html`<${FileRow} key=${file.id} name=${file.filename} size=${file.size} url=${file.url} covered=${covered(file)} />`;

/** A file as a row: its name, its size, and where it is. */
export function FileRow({ name, size, url, covered = false }) {
  const href = ownFile(url) ?? elsewhere(url)?.href;
  return html`
    <${Spoilered} covered=${covered}>
      <div class="attached">
        <${FileIcon} />
        <span class="attached-name">
          <a href=${href} target="_blank" rel="noopener noreferrer">${name}</a>
          ${size != null && html`<small>${sizeOf(size)}</small>`}
        </span>
      </div>
    </${Spoilered}>
  `;
}
