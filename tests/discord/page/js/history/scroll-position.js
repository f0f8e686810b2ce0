// The scroll position in a log that changes at both ends: at the newest message, or at the topmost visible one.

const NEAR = 40;
const AHEAD = 800;

/**
 * Keeps the reader's place in `scroller`. `log` is the window onto the channel; `moved` is called when the reader has
 * come to the newest message or left it, `wanted` that older (`"earlier"`) or newer ones (`"later"`) come near.
 */
export class ScrollPosition {
  #anchor;
  #end;
  #top = 0;

  constructor(scroller, log, { moved, wanted }) {
    Object.assign(this, { scroller, log, moved, wanted });
    const observer = new ResizeObserver(() => this.restore());
    observer.observe(scroller);
    for (const child of scroller.children) observer.observe(child);
    this.end = () => observer.disconnect();
  }

  /** Notes where the reader is. */
  note() {
    const { scroller, log } = this;
    const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    // Only scrolling up leaves the newest: scroll events arrive late, and the log may have grown since.
    const isUp = scroller.scrollTop < this.#top;
    this.#top = scroller.scrollTop;
    log.following = !log.later.value && (below < NEAR || (log.following && !isUp));
    this.moved(log.following);
    this.#anchor = this.#messageOnTop();
    this.#end = this.#offset(this.#anchor);
    if (scroller.scrollTop < AHEAD && log.earlier.value) this.wanted("earlier");
    if (below < AHEAD && log.later.value) this.wanted("later");
  }

  /** Goes back to where the reader was, after something has changed. */
  restore() {
    const { scroller, log } = this;
    if (!log.loaded.value) return;
    if (log.following) scroller.scrollTop = scroller.scrollHeight;
    else if (this.#anchor?.isConnected) scroller.scrollTop += this.#offset(this.#anchor) - this.#end;
    this.note();
  }

  /** Goes to the newest message and stays there. */
  follow() {
    this.log.following = true;
    this.restore();
  }

  /** Goes to a message that is in the log. */
  show(message) {
    this.log.following = false;
    message.scrollIntoView({ block: "center" });
    this.note();
  }

  #messageOnTop() {
    const { top } = this.scroller.getBoundingClientRect();
    const messages = this.scroller.querySelectorAll("li[id^='message-']");
    let low = 0;
    let high = messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (messages[middle].getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    return messages[low];
  }

  /** Where an element ends: what is read below it stays, also when its own head comes or goes. */
  #offset(element) {
    return element ? element.getBoundingClientRect().bottom - this.scroller.getBoundingClientRect().top : 0;
  }
}
