/* A text field with commas becomes a box of chips with suggestions; the field itself stays and is what gets sent.

   <form data-take-away-text="Take away {word}" data-suggestions-text="{count} suggestions">
   <input data-tags data-tags-url="/tell/suggest/tags/">: the address answers ?q= with a list of words. */

const WAIT = 160;

class TagBox {
  constructor(field, form) {
    this.field = field;
    this.form = form;
    this.url = field.dataset.tagsUrl;
    this.options = [];
    this.active = -1;
    this.build();
    this.words = split(field.value);
    this.show();
    field.addEventListener("filled", () => { this.words = split(field.value); this.show(); });
  }

  build() {
    this.box = element("div", "tagbox");
    this.input = element("input");
    this.list = element("ul", "suggest-list");
    this.status = element("span", "unseen");
    this.status.setAttribute("role", "status");
    const around = element("div", "suggest");
    const { id } = this.field;
    this.list.id = `${id}_suggestions`;
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    Object.assign(this.input, { type: "text", id, autocomplete: "off", autocapitalize: this.field.autocapitalize, enterKeyHint: "done" });
    const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid"]) if (this.field.hasAttribute(name)) this.input.setAttribute(name, this.field.getAttribute(name));
    const label = this.form.querySelector(`label[for="${id}"]`);
    if (label) { label.id ||= `${id}_label`; this.list.setAttribute("aria-labelledby", label.id); }
    this.field.id = `${id}_words`;
    this.field.type = "hidden";
    this.field.before(around);
    around.append(this.box, this.list, this.status);
    this.box.append(this.input);
    this.listen();
  }

  listen() {
    this.box.addEventListener("click", (event) => { if (event.target === this.box) this.input.focus(); });
    this.input.addEventListener("input", (event) => { event.stopPropagation(); this.typed(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => { this.add(this.input.value); this.close(); });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) this.add(option.dataset.word); });
  }

  typed() {
    const parts = this.input.value.split(/[,;]/);
    if (parts.length > 1) {
      parts.slice(0, -1).forEach((word) => this.add(word, false));
      this.input.value = parts.at(-1).trimStart();
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.suggest(), WAIT);
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" && open) this.point(this.active + 1, event);
    else if (event.key === "ArrowUp" && open) this.point(this.active - 1, event);
    else if (event.key === "Escape" && open) { event.preventDefault(); this.close(); }
    else if (event.key === "Enter" && (this.input.value.trim() || this.active >= 0)) {
      event.preventDefault();
      this.add(this.active >= 0 ? this.options[this.active] : this.input.value);
    } else if (event.key === "Backspace" && !this.input.value && this.words.length) this.take(this.words.at(-1));
  }

  async suggest() {
    const text = this.input.value.trim();
    if (!text || !this.url) return this.close();
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const response = await fetch(`${this.url}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" }, signal: this.asking.signal });
      const words = response.ok ? await response.json() : [];
      const taken = new Set(this.words.map(fold));
      this.open(words.filter((word) => !taken.has(fold(word))));
    } catch { /* another letter came, or no connection: one can still type the word */ }
    return undefined;
  }

  open(words) {
    if (!words.length || document.activeElement !== this.input) return this.close();
    this.options = words;
    this.list.replaceChildren(...words.map((word, at) => {
      const option = element("li");
      option.textContent = word;
      option.dataset.word = word;
      option.id = `${this.list.id}_${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(-1);
    this.status.textContent = (this.form.dataset.suggestionsText || "").replace("{count}", words.length);
    return undefined;
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.options = [];
    this.active = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  point(at, event) {
    event?.preventDefault();
    const count = this.options.length;
    this.active = at < -1 ? count - 1 : at >= count ? -1 : at;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === this.active)));
    if (this.active < 0) return this.input.removeAttribute("aria-activedescendant");
    this.list.children[this.active].scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", this.list.children[this.active].id);
  }

  add(text, clear = true) {
    const word = tidy(text);
    if (clear) { this.input.value = ""; this.close(); }
    if (!word || this.words.some((other) => fold(other) === fold(word))) return;
    this.words.push(word);
    this.show();
    this.tell();
  }

  take(word) {
    this.words = this.words.filter((other) => other !== word);
    this.show();
    this.tell();
    this.input.focus();
  }

  show() {
    this.field.value = this.words.join(", ");
    for (const chip of this.box.querySelectorAll(".chip")) chip.remove();
    this.input.before(...this.words.map((word) => this.chip(word)));
  }

  chip(word) {
    const chip = element("span", "chip");
    const button = element("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", (this.form.dataset.takeAwayText || "{word}").replace("{word}", word));
    button.addEventListener("click", () => this.take(word));
    chip.append(word, button);
    return chip;
  }

  tell() {
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const element = (name, className = "") => Object.assign(document.createElement(name), { className });
const tidy = (text) => text.replace(/[,;]/g, " ").replace(/\s+/g, " ").trim();
const fold = (word) => word.toLocaleLowerCase();
const split = (text) => text.split(/[,;\n]/).map(tidy).filter(Boolean);

for (const field of document.querySelectorAll("form [data-tags]")) new TagBox(field, field.form);
