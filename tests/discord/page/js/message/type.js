// Types of messages, as Discord numbers them.

/** By what they are. A command's answer is a message of its own type, so is that of a context menu's command. */
export const MESSAGE = { written: 0, pinned: 6, joined: 7, threadBegun: 18, reply: 19, command: 20, threadStart: 21, menuCommand: 23 };

/** Whether a person wrote it. */
export const isWritten = ({ type = MESSAGE.written }) => type === MESSAGE.written || type === MESSAGE.reply;

/** Whether it is what an application answers to a command. */
export const isAnswer = ({ type }) => type === MESSAGE.command || type === MESSAGE.menuCommand;
