// An event of the wire as the drawer lists it.

const OPCODES = {
  1: "Heartbeat", 2: "Identify", 3: "Presence Update", 4: "Voice State Update", 6: "Resume", 7: "Reconnect",
  8: "Request Guild Members", 9: "Invalid Session", 10: "Hello", 11: "Heartbeat ACK",
};
const HEARTBEATS = [1, 11];

/**
 * `{key, seq, kind, group, at, name, status, alarm, pending, parts}`: `group` is what one filters by, `alarm` that it is red, `parts`
 * are the bodies as `[title, value]`.
 */
export function entryOf(event) {
  return { request, gateway, finding }[event.kind](event);
}

/** Whether an entry has all the words of a search, which is in lower case, in its name, status or bodies. */
export function contains(entry, words) {
  entry.text ??= [entry.name, entry.status, ...entry.parts.map(([, value]) => JSON.stringify(value))].join(" ").toLowerCase();
  return words.every((word) => entry.text.includes(word));
}

function request({ request: { seq, at, method, path, query, headers, body, status, response, severed } }) {
  const refused = status >= 400;
  const parts = [["Request", body], ["Response", response], ["Headers", headers]];
  return {
    key: `request ${seq} ${at}`, seq, at, kind: "request", group: "request",
    name: `${method} ${path}${query ? `?${query}` : ""}`,
    status: severed ? `connection ${severed}` : String(status ?? "…"),
    alarm: refused || Boolean(severed), pending: !status && !severed,
    parts: parts.filter(([, value]) => value !== null && value !== undefined),
  };
}

function gateway({ seq, at, direction, frame }) {
  const heartbeat = HEARTBEATS.includes(frame?.op);
  return {
    key: `gateway ${seq} ${at}`, seq, at, kind: "gateway",
    // The server's «in» is what the bot sent.
    group: heartbeat ? "heartbeat" : direction === "in" ? "sent" : "heard",
    direction,
    name: frame?.t ?? OPCODES[frame?.op] ?? `opcode ${frame?.op}`,
    status: "", alarm: false, pending: false,
    parts: [["Frame", frame]],
  };
}

function finding({ at, finding }) {
  const { method, path, direction, status, errors } = finding;
  return {
    key: `finding ${JSON.stringify(finding)}`, at, kind: "finding", group: "finding",
    name: `${method} ${path}: the ${direction} is not as documented`,
    status: String(status ?? ""), alarm: true, pending: false,
    parts: [["Errors", errors], ["Finding", finding]],
  };
}
