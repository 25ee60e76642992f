/* The search fields suggest what may be meant, and the search page says what was opened (never by whom).

   <form data-suggest-url="/search/suggest/" data-suggestions-text="{count} suggestions"><div class="suggest"><input name="q">
   The address answers ?q= with {options: [{text, kind, url, lang}]}. Without scripts it is a plain form. */

const WAIT = 160;
const AT_REST = 4000;

class FindBox {
  constructor(form, number) {
    this.form = form;
    this.input = form.querySelector(".suggest input");
    this.active = -1;
    this.build(number);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
    form.addEventListener("submit", () => this.close());
  }

  build(number) {
    this.list = element("ul", "suggest-list");
    this.status = element("span", "unseen");
    this.status.setAttribute("role", "status");
    this.list.id = `find_${number}`;
    this.list.setAttribute("role", "listbox");
    const label = this.input.getAttribute("aria-label") || this.input.labels[0]?.textContent || "";
    this.list.setAttribute("aria-label", label);
    this.list.hidden = true;
    Object.assign(this.input, { type: "text", inputMode: "search", enterKeyHint: "search" }); // a search field may not be a combobox
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.input.after(this.list, this.status);
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.suggest(), WAIT);
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" && open) this.point(this.active + 1, event);
    else if (event.key === "ArrowDown") this.suggest();
    else if (event.key === "ArrowUp" && open) this.point(this.active - 1, event);
    else if (event.key === "Escape" && open) { event.preventDefault(); this.close(); }
    else if (event.key === "Enter" && open && this.active >= 0) { event.preventDefault(); this.choose(this.list.children[this.active]); }
  }

  async suggest() {
    const text = this.input.value.trim();
    if (text.length < 2) return this.close();
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const address = `${this.form.dataset.suggestUrl}?q=${encodeURIComponent(this.input.value)}`;
      const response = await fetch(address, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      this.open(response.ok && !response.redirected ? (await response.json()).options : []);
    } catch { /* another letter came, or no connection: Enter still searches */ }
    return undefined;
  }

  open(options) {
    if (!options.length || document.activeElement !== this.input) return this.close();
    this.list.replaceChildren(...options.map((option, at) => this.row(option, at)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(-1);
    this.status.textContent = (this.form.dataset.suggestionsText || "").replace("{count}", options.length);
    return undefined;
  }

  row({ text, kind, url, lang }, at) {
    const row = element("li");
    const words = element("span");
    words.textContent = text;
    if (lang) words.lang = lang;
    row.append(words);
    if (kind) row.append(" ", Object.assign(element("small"), { textContent: kind }));
    row.id = `${this.list.id}_${at}`;
    row.dataset.url = url;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    return row;
  }

  choose(row) {
    if (row) window.location.assign(row.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.active = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  point(at, event) {
    event?.preventDefault();
    const count = this.list.children.length;
    this.active = at < -1 ? count - 1 : at >= count ? -1 : at;
    [...this.list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === this.active)));
    if (this.active < 0) return this.input.removeAttribute("aria-activedescendant");
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", this.list.children[this.active].id);
  }
}

/* The log: a half-typed query counts when it has come to rest or a story is opened. */
function handIn(slip, place = "") {
  const url = document.querySelector("[data-seen-url]")?.dataset.seenUrl;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!url || !token || !slip) return;
  const body = new URLSearchParams({ slip, place });
  fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, keepalive: true }).catch(() => {});
}

let resting;
function wait() {
  clearTimeout(resting);
  const results = document.querySelector("#results[data-slip][data-half-typed]");
  if (results) resting = setTimeout(() => { results.removeAttribute("data-half-typed"); handIn(results.dataset.slip); }, AT_REST);
}

function opened(event) {
  const link = event.target.closest?.("#results[data-slip] a[data-place]");
  if (!link || event.button > 1) return;
  clearTimeout(resting);
  handIn(link.closest("#results").dataset.slip, link.dataset.place);
}

/* After a filter or an order was chosen: the field says what is asked now, and whoever pressed what is gone goes on at the stories. */
function follow({ detail }) {
  if (!detail.boosted) return;
  const field = document.getElementById("q");
  field.value = document.getElementById("results")?.dataset.text ?? field.value;
  if (document.activeElement === document.body) document.querySelector("#results .found")?.focus({ preventScroll: true });
}

const element = (name, className = "") => Object.assign(document.createElement(name), { className });

document.querySelectorAll("form[data-suggest-url]").forEach((form, number) => new FindBox(form, number));
document.addEventListener("click", opened);
document.addEventListener("auxclick", opened);
document.addEventListener("htmx:afterSettle", wait);
document.addEventListener("htmx:afterSettle", follow);
