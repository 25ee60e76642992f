/* The desk: what is typed and ordered is saved by itself, and stories come and go without a new page.
   Without scripts every button does the same by a page of its own; here they are only pressed less often.

   <form data-desk data-saved-text data-failed-text data-moved-text data-added-text data-out-text>: [name=version],
   [data-picks] > [data-pick][data-title], [data-side] with img[data-bouquet], [data-saved], [data-save], [data-said].
   The answer to a save is {version, saved_at, bouquet}; to anything else, or when somebody was faster, the page. */

import { moveTo, orderable, place } from "./order.js";

const PAUSE = 1500;
const BUTTONS = { add: ".maybe button", out: "[data-pick] .out" };

class Desk {
  constructor(form) {
    this.form = form;
    this.turn = Promise.resolve(); // one request at a time: each needs the version that the one before it made
    this.busy = 0;
    this.failed = false;
    this.leaving = false;
    this.pressed = new Set();
    form.addEventListener("input", () => this.saveIn(PAUSE));
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("click", (event) => this.look(event));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("[data-pick] textarea")) event.preventDefault(); // one line, however long
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.timer) this.save(); });
    window.addEventListener("pageshow", () => { this.leaving = false; });
    window.addEventListener("online", () => { if (this.failed) this.save(); });
    this.find("[data-save]").hidden = true;
    this.make();
  }

  /* Whatever came from the server is made ready here. */
  make() {
    for (const grip of this.form.querySelectorAll("[data-grip]")) grip.hidden = false;
    orderable(this.find("[data-picks]"), (item) => this.moved(item));
  }

  find(selector) { return this.form.querySelector(selector); }

  say(where, words) { this.find(where).textContent = words; }

  submit(event) {
    const button = event.submitter, [action] = (button?.value ?? "save").split(":");
    if (this.leaving) event.preventDefault(); // pressed twice
    else if (action === "up" || action === "down") this.step(event, action === "up" ? -1 : 1);
    else if (action === "add" || action === "out") this.change(event, action);
    else if (action === "save" && !this.failed) {
      event.preventDefault();
      this.save();
    } else if (this.busy) {
      event.preventDefault();
      this.turn.then(() => this.form.requestSubmit(button));
    } else {
      clearTimeout(this.timer);
      this.leaving = true;
    }
  }

  /* A preview shows what was typed a moment ago, too. */
  look(event) {
    const link = event.target.closest(".actions a");
    if (!link || !(this.timer || this.busy) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    (this.timer ? this.save() : this.turn).then(() => location.assign(link.href));
  }

  step(event, by) {
    event.preventDefault();
    const button = event.submitter, item = button.closest("[data-pick]");
    if (moveTo(item, place(item) + by)) this.moved(item);
    if (button.disabled) item.querySelector(".mover:enabled")?.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  moved(item) {
    this.count();
    this.tell(this.form.dataset.movedText, item);
    this.saveIn(400);
  }

  /* The first cannot go up, nor the last down. */
  count() {
    for (const item of this.form.querySelectorAll("[data-pick]")) {
      const [up, down] = item.querySelectorAll(".mover");
      up.disabled = !item.previousElementSibling;
      down.disabled = !item.nextElementSibling;
    }
  }

  tell(sentence, item) {
    const words = { title: item.dataset.title, n: place(item) + 1, count: item.parentElement.children.length };
    this.say("[data-said]", sentence.replace(/\{(\w+)\}/g, (_all, name) => words[name]));
  }

  saveIn(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  save() {
    clearTimeout(this.timer);
    this.timer = 0;
    return this.inTurn(async () => this.answered(await this.post("save", "application/json")));
  }

  /* A story in or out: the answer is the page as it is then, from which the list and the shortlist are taken. */
  change(event, action) {
    event.preventDefault();
    const button = event.submitter, key = button.value;
    if (this.pressed.has(key)) return;
    this.pressed.add(key);
    clearTimeout(this.timer);
    this.timer = 0;
    const title = button.dataset.title ?? button.closest("[data-pick]").dataset.title;
    const index = [...this.form.querySelectorAll(BUTTONS[action])].indexOf(button);
    this.inTurn(async () => {
      await this.answered(await this.post(key, "text/html"));
      const there = [...this.form.querySelectorAll("[data-pick]")].find((item) => item.dataset.title === title);
      if (action === "add" && there) this.tell(this.form.dataset.addedText, there);
      if (action === "out" && !there) this.say("[data-said]", this.form.dataset.outText.replace("{title}", title));
      const buttons = [...this.form.querySelectorAll(BUTTONS[action])].filter((one) => one.checkVisibility());
      (buttons[Math.min(index, buttons.length - 1)] ?? this.find("#worth")).focus({ preventScroll: true });
    }).finally(() => this.pressed.delete(key));
  }

  inTurn(work) {
    this.busy += 1;
    this.turn = this.turn.then(work).catch(() => this.offerSave(this.form.dataset.failedText)).finally(() => { this.busy -= 1; });
    return this.turn;
  }

  /* The button for it appears when it did not happen by itself; its own page then says what was wrong. */
  offerSave(words) {
    this.failed = true;
    this.find("[data-save]").hidden = false;
    this.say("[data-saved]", words);
  }

  async post(action, accept) {
    const body = new FormData(this.form);
    body.set("action", action);
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: accept }, keepalive: document.hidden });
    if (!answer.ok && answer.status !== 409) throw new Error(`${answer.status}`);
    return answer;
  }

  async answered(answer) {
    if (!answer.headers.get("Content-Type").includes("json")) {
      this.exchange(await answer.text());
      return answer.ok ? this.saved(Date.now()) : this.offerSave("");
    }
    const { version, saved_at: at, bouquet } = await answer.json();
    this.form.elements.version.value = version;
    this.saved(at);
    return bouquet && this.bind(bouquet);
  }

  saved(at) {
    const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.failed = false;
    this.find("[data-save]").hidden = true;
    this.say("[data-saved]", this.form.dataset.savedText.replace("{time}", time));
  }

  /* The bouquet follows the order; the old one stands until the new one can be shown. */
  async bind(url) {
    const next = new Image();
    next.src = url;
    await next.decode().catch(() => {});
    this.find("img[data-bouquet]").src = url;
  }

  exchange(html) {
    const page = new DOMParser().parseFromString(html, "text/html"), form = page.querySelector("form[data-desk]");
    if (!page.querySelector(".desk")) throw new Error("signed out");
    if (!form) return document.querySelector("main").replaceWith(page.querySelector("main")); // it has gone out meanwhile
    for (const typed of this.form.querySelectorAll("[data-picks] textarea")) {
      const fresh = form.elements[typed.name];
      if (fresh) fresh.value = typed.value;
    }
    if (this.find(".others[open]")) form.querySelector(".others")?.setAttribute("open", "");
    for (const part of ["[data-picks]", "[data-side]"]) this.find(part).replaceWith(form.querySelector(part));
    this.form.elements.version.value = form.elements.version.value;
    showMessages(page.querySelector("main > .messages"));
    return this.make();
  }
}

function showMessages(messages) {
  document.querySelector("main > .messages")?.remove();
  if (!messages) return;
  document.querySelector("main").prepend(messages);
  messages.scrollIntoView({ block: "center" });
}

const form = document.querySelector("form[data-desk]");
if (form) new Desk(form);
