// The button of the card that helps with a step.

import { commandByName } from "../composer/commands.js";
import { currentDraft } from "../composer/drafts.js";
import { openCommand } from "../composer/form.js";
import { html } from "../html.js";
import { toggleDrawer } from "../sidebar/drawer.js";
import { suggestion } from "../store/interactions.js";
import { startTour, tour } from "../store/tour.js";
import { toast } from "../toast.js";

/** The button of the card, if the step has one: it fills in a command, starts over, or opens the drawer that its target is in. */
export function Offer({ located, target }) {
  if (!located.offer) return null;
  const offers = {
    fill: ["Fill it in for me", () => fill(target)],
    again: ["Start over", () => startTour(tour.value.id)],
  };
  const [label, act] = offers[located.offer] ?? ["Show me", () => toggleDrawer(located.offer)];
  return html`<button type="button" class="tool strong" onClick=${act}>${label}</button>`;
}

function fill({ command, options }) {
  const offered = commandByName(command);
  if (!offered) {
    toast(`You can't use /${command} here; go to another channel, or view as a person who may use it.`);
    return;
  }
  suggestion.value = { command, options };
  openCommand(currentDraft.value, offered);
}
