// Finds what a screen reader is told of: elements by role and accessible name, as the browser itself computes them.
// Looks again whenever the page changes, until what is wanted holds or the time is up.
// Arguments: a path of `{role, name, text, last}`, each below the one before; what is wanted; a text; the limit in milliseconds.

const [path, wanted, text, limit, done] = arguments;

const flat = (words) => (words ?? "").replace(/\s+/gu, " ").trim();
const fits = (name, pattern) =>
  pattern === null || new RegExp(`^${flat(pattern).split("*").map(RegExp.escape).join(".*")}$`, "su").test(flat(name));
const holds = (element, words) => words === null || flat(element.innerText).includes(flat(words));
// Options of a closed list are drawn nowhere, and yet there.
const isShown = (element) => (element.closest("select") ?? element).checkVisibility({ visibilityProperty: true });

function step(roots, { role, name, text: words, last }) {
  const below = new Set(roots.flatMap((root) => [...root.querySelectorAll("*")]));
  const found = [...below].filter(
    (element) =>
      element.computedRole === role && isShown(element) && fits(element.computedName, name) && holds(element, words),
  );
  return last ? found.slice(-1) : found;
}

function look() {
  const found = path.reduce(step, [document]);
  const [first] = found;
  const region = path.length === 0 ? document.body : first;
  switch (wanted) {
    case "one":
      return found.length === 1 && { element: first };
    case "none":
      return found.length === 0 && {};
    case "focus":
      return found.length === 1 && first === document.activeElement && {};
    case "reads":
      return region && holds(region, text) && {};
    case "lacks":
      return region && !holds(region, text) && {};
    default:
      throw new Error(`nothing can be "${wanted}"`);
  }
}

/** What there is instead: the elements of the role where the path breaks off, and the text of the page. */
function instead() {
  let roots = [document];
  let broken = path.at(-1);
  for (const part of path) {
    const next = step(roots, part);
    broken = part;
    if (next.length === 0) break;
    roots = next;
  }
  const same = broken ? step(path.length > 0 && roots.length > 0 ? roots : [document], { ...broken, name: null, text: null }) : [];
  const names = same.slice(0, 40).map((element) => `${element.computedRole} "${flat(element.computedName)}"`);
  const focus = document.activeElement;
  return {
    missing: {
      found: path.reduce(step, [document]).length,
      instead: names,
      focus: `${focus?.computedRole} "${flat(focus?.computedName)}"`,
      text: flat(document.body?.innerText).slice(0, 1500),
    },
  };
}

const events = ["input", "change", "focusin", "focusout", "scroll", "toggle"];
const observer = new MutationObserver(check);
// A style may change what is shown without changing the document.
const timer = setInterval(check, 100);
const end = setTimeout(() => settle(instead()), limit);

function settle(answer) {
  observer.disconnect();
  clearInterval(timer);
  clearTimeout(end);
  events.forEach((event) => removeEventListener(event, check, true));
  done(answer);
}

function check() {
  const answer = look();
  if (answer) settle(answer);
}

events.forEach((event) => addEventListener(event, check, true));
observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
check();
