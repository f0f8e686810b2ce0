// Files that go along with a message or as a command's option.

import { html, useEffect, useState } from "../html.js";
import { CloseIcon } from "../icons.js";

const MAX_FILES = 10;
const MAX_SIZE = 10 * 1024 * 1024;

/** Reads files: `{files, error}`, those that may be sent as `{id, name, type, size, base64}` and why others may not. */
export async function readFiles(list, already = 0) {
  const given = [...list];
  const fitting = given.filter((file) => file.size <= MAX_SIZE).slice(0, MAX_FILES - already);
  const big = given.find((file) => file.size > MAX_SIZE);
  let error = null;
  if (big) error = `“${big.name}” is ${sizeOf(big.size)}; a file may be up to ${sizeOf(MAX_SIZE)}.`;
  else if (fitting.length < given.length) error = `A message takes up to ${MAX_FILES} files; remove some first.`;
  const read = await Promise.allSettled(fitting.map(readFile));
  if (read.some((one) => one.status === "rejected")) error = "A file could not be read; is it a folder?";
  return { files: read.filter((one) => one.status === "fulfilled").map((one) => one.value), error };
}

/** A file as the control API takes it. */
export const upload = ({ name, type, base64 }) => ({
  filename: name, content_type: type || undefined, content_base64: base64,
});

function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => {
      const base64 = reader.result.slice(reader.result.indexOf(",") + 1);
      resolve({ id: crypto.randomUUID(), name: file.name, type: file.type, size: file.size, base64 });
    };
    reader.readAsDataURL(file);
  });
}

/** A size in bytes as people read it. */
export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${Number((bytes / 1024 / 1024).toFixed(1))} MB`;
}

/** Files that wait to be sent, each with a button that takes it out. */
export function Files({ files, onRemove }) {
  if (files.length === 0) return null;
  return html`
    <ul class="files" aria-label="Attachments">
      ${files.map((file) => html`
        <li class="file" key=${file.id}>
          ${file.type.startsWith("image/") && html`<img src=${`data:${file.type};base64,${file.base64}`} alt="" />`}
          <span class="file-name">${file.name}</span>
          <span class="file-size">${sizeOf(file.size)}</span>
          <button
            type="button" class="composer-icon" aria-label=${`Remove ${file.name}`} onClick=${() => onRemove(file)}
          ><${CloseIcon} /></button>
        </li>
      `)}
    </ul>
  `;
}

/** Takes files that are dropped anywhere in the window; returns whether some hover over it. */
export function useDrop(onFiles) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!onFiles) return undefined;
    const stop = new AbortController();
    const on = (kind, hear) =>
      addEventListener(
        kind,
        (event) => {
          if (!event.dataTransfer?.types.includes("Files")) return;
          event.preventDefault();
          hear(event);
        },
        { signal: stop.signal },
      );
    on("dragover", () => setOver(true));
    on("dragleave", (event) => event.relatedTarget === null && setOver(false));
    on("drop", (event) => {
      setOver(false);
      onFiles(event.dataTransfer.files);
    });
    return () => stop.abort();
  }, [onFiles]);
  return over;
}
