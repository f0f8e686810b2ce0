// The control API of the server that this page comes from.

/** The message if the server does not answer. */
export const AWAY = "The local Discord does not answer; is it still running?";

/** A refusal by the server: its sentence, its status, and Discord's error body if Discord refuses. */
export class Refusal extends Error {
  constructor(sentence, status, discord) {
    super(sentence);
    this.status = status;
    this.discord = discord;
  }
}

/**
 * Requests `/control{path}`; an object given as `body` is sent as JSON. Throws a Refusal with a sentence to show.
 * `signal` is an AbortSignal, which frees the connection of a request that is no longer needed.
 */
export async function control(method, path, body, { signal } = {}) {
  let response;
  try {
    response = await fetch(`/control${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch {
    signal?.throwIfAborted();
    throw new Refusal(AWAY, 0);
  }
  const text = await response.text();
  const answer = parsed(text);
  if (response.ok) return answer;
  const reasons = reasonsIn(answer?.discord?.errors);
  const sentence = answer?.error ?? `The local Discord answered ${response.status}.`;
  throw new Refusal(begun([sentence, ...reasons].join(" ")), response.status, answer?.discord);
}

/** A sentence with a capital, unless it begins with the name of something. */
const begun = (sentence) => sentence.replace(/^[a-z]+(?= )/, (word) => word[0].toUpperCase() + word.slice(1));

/** What Discord's error body says of single fields: its `_errors`, however deep they lie. */
function reasonsIn(errors, field) {
  if (!errors || typeof errors !== "object") return [];
  return Object.entries(errors).flatMap(([key, inner]) =>
    key === "_errors" ? inner.map(({ message }) => `(${field ? `${field}: ` : ""}${message})`) : reasonsIn(inner, key));
}

/** Joins the segments of a path, each escaped: `path("users", name)` is `/users/...`. */
export function path(...segments) {
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join("");
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
