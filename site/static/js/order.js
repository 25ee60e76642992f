/* A list that one puts in order: by dragging a grip, with the arrow keys, Home and End on it, or item by item from outside.
   It is always the neighbours that move around the item, never the item itself: so it keeps focus and pointer.
   Markup: LIST > [data-pick] with [data-grip]. `moved(item)` is called after every change. */

const EDGE = { top: 90, bottom: 160 }; // nearer than this the page scrolls along
const PACE = 9;

export const place = (item) => [...item.parentElement.children].indexOf(item);

export function moveTo(item, wanted) {
  const items = [...item.parentElement.children];
  const from = items.indexOf(item);
  const to = Math.max(0, Math.min(items.length - 1, wanted));
  if (to < from) item.after(...items.slice(to, from));
  if (to > from) item.before(...items.slice(from + 1, to + 1));
  return to !== from;
}

export function orderable(list, moved) {
  list.addEventListener("keydown", (event) => {
    const item = event.target.closest("[data-grip]") && event.target.closest("[data-pick]");
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const wanted = { ArrowUp: place(item) - 1, ArrowDown: place(item) + 1, Home: 0, End: Infinity }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    if (moveTo(item, wanted)) moved(item);
    item.scrollIntoView({ block: "nearest" });
  });
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (grip && event.isPrimary && event.button === 0) new Drag(grip, event, moved);
  });
}

/* One item in hand: it follows the pointer, and its neighbours make room. Escape puts it back where it was. */
class Drag {
  constructor(grip, event, moved) {
    Object.assign(this, { grip, moved, item: grip.closest("[data-pick]"), y: event.clientY });
    this.began = place(this.item);
    this.held = this.y - this.item.getBoundingClientRect().top;
    this.stop = new AbortController();
    const { signal } = this.stop;
    grip.setPointerCapture(event.pointerId);
    grip.addEventListener("pointermove", (move) => { this.y = move.clientY; this.item.classList.add("dragged"); }, { signal });
    grip.addEventListener("pointerup", () => this.drop(), { signal });
    grip.addEventListener("pointercancel", () => this.drop(), { signal });
    document.addEventListener("keydown", (key) => {
      if (key.key !== "Escape") return;
      moveTo(this.item, this.began);
      this.drop();
    }, { signal });
    this.follow();
  }

  follow() {
    if (this.item.classList.contains("dragged")) {
      scrollBy(0, this.y < EDGE.top ? -PACE : this.y > innerHeight - EDGE.bottom ? PACE : 0);
      this.settle();
    }
    this.frame = requestAnimationFrame(() => this.follow());
  }

  settle() {
    const { item } = this;
    const top = this.y - this.held;
    const { previousElementSibling: above, nextElementSibling: below } = item;
    if (below && top + item.offsetHeight > middle(below)) moveTo(item, place(item) + 1);
    else if (above && top < middle(above)) moveTo(item, place(item) - 1);
    item.style.translate = "none";
    item.style.translate = `0 ${top - item.getBoundingClientRect().top}px`;
  }

  drop() {
    this.stop.abort();
    cancelAnimationFrame(this.frame);
    this.item.classList.remove("dragged");
    this.item.style.translate = "";
    if (place(this.item) !== this.began) this.moved(this.item);
  }
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return box.top + box.height / 2;
}
