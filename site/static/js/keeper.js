/* Keeps what one types: on the server 1.5 s after the last letter, and on this device while the server cannot be had.

   <form data-autosave-url data-keep-as="tell-PERSON-STORY|new" data-saved-text data-signed-out-text data-offline-text
   data-failed-text data-back-text> <input type="hidden" name="key" data-key> <span data-saved role="status">
   The answer is {url, key, saved_at}: the form goes on at that address, with that key. */

import { forgetWords, keepWords, keptWords } from "./device.js";

const PAUSE = 1500;
const GONE_WITHIN = 10 * 1000;
const NEVER_ON_DEVICE = new Set(["csrfmiddlewaretoken", "key", "writer", "was"]);

export class Keeper {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("[data-saved]");
    this.name = form.dataset.keepAs;
    this.timer = null;
    this.sending = null;
    this.dirty = false;
    this.leaving = false;
    this.goneAt = 0;
    form.addEventListener("input", (event) => { if (event.target.type !== "file") this.changed(); });
    form.addEventListener("change", (event) => { if (event.target.type !== "file") this.changed(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.save(true); });
    window.addEventListener("beforeunload", () => this.going());
    window.addEventListener("pageshow", () => { this.leaving = false; });
    this.bringBack();
  }

  changed() {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /* The form itself is being sent: nothing may overtake it. */
  handOver() {
    clearTimeout(this.timer);
    this.leaving = true;
    this.keepOnDevice({ sent: true });
  }

  /* Leaving the page stops what is on its way, and a reload may ask for its page before that is saved:
     the words stay on the device until another page of ours has come. */
  going() {
    if (this.leaving) return;
    this.goneAt = Date.now();
    if (this.dirty || this.sending) this.keepOnDevice();
  }

  async save(hurried = false) {
    clearTimeout(this.timer);
    if (this.leaving || !this.form.dataset.autosaveUrl) return;
    if (hurried && (this.dirty || this.sending)) this.keepOnDevice();
    if (!this.dirty) return;
    if (this.sending) { this.timer = setTimeout(() => this.save(), PAUSE); return; }
    this.dirty = false;
    this.sending = this.send(hurried);
    await this.sending;
    this.sending = null;
  }

  async send(hurried) {
    let response;
    try {
      response = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST", body: this.words(), credentials: "same-origin", keepalive: hurried, redirect: "manual",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken(this.form) },
      });
    } catch {
      return this.keptOnDevice(this.form.dataset.offlineText);
    }
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      return this.keptOnDevice(this.form.dataset.signedOutText);
    }
    if (response.status === 409) return undefined; // it has been handed in, or is being kept by another tab
    const answer = response.ok ? await response.json().catch(() => null) : null;
    return answer ? this.saved(answer) : this.keptOnDevice(this.form.dataset.failedText);
  }

  saved(answer) {
    const key = this.form.querySelector("[data-key]");
    if (key && answer.key) key.value = answer.key;
    if (answer.url) {
      this.form.action = answer.url;
      history.replaceState(history.state, "", answer.url);
    }
    if (Date.now() - this.goneAt < GONE_WITHIN) this.keepOnDevice({ saved: true });
    else if (!this.dirty && !this.leaving) forgetWords(this.name);
    this.name = this.name.replace(/new$/, answer.url?.match(/(\d+)\/$/)?.[1] ?? "new");
    this.say((this.form.dataset.savedText || "{time}").replace("{time}", clock(answer.saved_at)));
  }

  keptOnDevice(sentence) {
    this.dirty = true;
    this.keepOnDevice();
    this.say(sentence, true);
    this.timer = setTimeout(() => this.save(), 10 * PAUSE);
  }

  say(sentence, warn = false) {
    if (!this.line || !sentence) return;
    this.line.classList.toggle("warn", warn);
    if (this.line.textContent !== sentence) this.line.textContent = sentence;
  }

  words() {
    const words = new FormData(this.form);
    for (const [name, value] of [...words]) if (value instanceof File) words.delete(name);
    return words;
  }

  keepOnDevice(more = {}) {
    keepWords(this.name, [...this.words()].filter(([name]) => !NEVER_ON_DEVICE.has(name)), more);
  }

  bringBack() {
    const words = keptWords(this.name);
    if (!words || this.form.querySelector(".errorlist") || !fillIn(this.form, words)) return;
    this.say(this.form.dataset.backText);
    this.changed();
  }
}

/* Puts words back into their fields; true if that changed anything. */
function fillIn(form, words) {
  const values = new Map();
  for (const [name, value] of words) values.set(name, [...(values.get(name) || []), value]);
  let changed = false;
  for (const field of form.elements) {
    const written = field.type !== "file" && (field.type !== "hidden" || "tags" in field.dataset);
    if (!field.name || !written || NEVER_ON_DEVICE.has(field.name)) continue;
    const kept = values.get(field.name) || [];
    if (field.type === "checkbox" || field.type === "radio") {
      const checked = kept.includes(field.value);
      changed ||= checked !== field.checked;
      field.checked = checked;
    } else if (kept.length && "value" in field && field.value !== kept[0]) {
      changed = true;
      field.value = kept[0];
      field.dispatchEvent(new Event("filled"));
    }
  }
  return changed;
}

/* The time of day in the page's language, from an ISO date. */
function clock(saved) {
  const time = new Date(saved ?? Date.now());
  return time.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/* Signing in elsewhere turns the token over; the cookie has the new one. */
export function csrfToken(form) {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : form.elements.csrfmiddlewaretoken?.value || "";
}
