// Mentions: people, roles, channels, commands, instants, emoji.

const rule = (expression, parse) => ({ match: (source) => expression.exec(source), parse });

/** The rules. */
export const MENTIONS = {
  user: rule(/^<@!?(\d{1,20})>/, ([, id]) => ({ id })),
  role: rule(/^<@&(\d{1,20})>/, ([, id]) => ({ id })),
  channel: rule(/^<#(\d{1,20})>/, ([, id]) => ({ id })),
  everyone: rule(/^@(everyone|here)/, ([text]) => ({ text })),
  command: rule(/^<\/([-_\p{L}\p{N}]{1,32}(?: [-_\p{L}\p{N}]{1,32}){0,2}):(\d{1,20})>/u, ([, name]) => ({ name })),
  navigation: rule(/^<id:(customize|browse|guide|linked-roles)(?::\d{1,20})?>/, ([, place]) => ({ place })),
  stamp: rule(/^<t:(-?\d{1,17})(?::([tTdDfFRsS]))?>/, ([text, seconds, style = "f"]) => ({ text, seconds: Number(seconds), style })),
  emoji: rule(/^<a?:(\w{2,32}):(\d{1,20})>/, ([, name]) => ({ name })),
};
