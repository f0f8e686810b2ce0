// Pictures: this Discord's own are shown; those elsewhere stand as a frame with their address, as nothing is loaded from there.

import { useReveal } from "../components/reveal.js";
import { html, useState } from "../html.js";
import { PictureIcon } from "../icons.js";
import { elsewhere, ownFile } from "./files.js";

/** A picture by its address. `covered` hides it until it is pressed. `class` says how large it may be, `broken` what replaces one that cannot be shown. */
export function Picture({ url, alt, covered = false, class: name = "", broken }) {
  const [shown, show, place] = useReveal(covered);
  const [failed, setFailed] = useState(false);
  const path = ownFile(url);
  const fail = () => setFailed(true);
  if (failed && broken) return broken;
  if (!path || failed) return html`<${Frame} url=${url} alt=${alt} class=${name} />`;
  if (!shown) {
    return html`
      <button type="button" class="picture covered ${name}" onClick=${show}>
        <img src=${path} alt="" onError=${fail} /><span class="cover-word">SPOILER<span class="visually-hidden">: press to show the picture</span></span>
      </button>
    `;
  }
  return html`
    <a ref=${place} class="picture ${name}" href=${path} target="_blank" rel="noopener noreferrer">
      <img src=${path} alt=${alt || "Picture"} onError=${fail} />
    </a>
  `;
}

function Frame({ url, alt, class: name }) {
  const place = elsewhere(url);
  return html`
    <div class="picture picture-frame ${name}">
      <${PictureIcon} />
      ${alt && html`<span>${alt}</span>`}
      ${place && html`<a href=${place.href} target="_blank" rel="noopener noreferrer" title=${place.href}>${place.host}</a>`}
    </div>
  `;
}
