// Starts the page.

import { App } from "./app.js";
import { html, render } from "./html.js";
import { live } from "./store/live.js";

render(html`<${App} />`, document.getElementById("app"));
live();
