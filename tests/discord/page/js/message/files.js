// Addresses of files: this Discord's own may be shown, anything elsewhere is only linked.

import { client } from "../store/client.js";
import { webAddress } from "./markdown/inline.js";

/** The path of a file that this Discord serves, or undefined for an address elsewhere. */
export function ownFile(url) {
  const known = [location.origin, client.value?.base];
  const own = known.find((base) => base && url?.startsWith(`${base}/attachments/`));
  return own && url.slice(own.length);
}

/** `{href, host}` of an address that may be opened, or undefined. */
export function elsewhere(url) {
  const href = webAddress(url);
  return href && { href, host: new URL(href).host };
}
