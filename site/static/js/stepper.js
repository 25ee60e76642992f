/* Shows the sections of a long form one at a time; without scripts they simply follow each other.

   <form data-step-text="Step {n} of {count}" data-required-text> <ol data-steps hidden> <section data-step="Name"> <h2 tabindex="-1">
   <button data-back hidden> <button data-next hidden> <button data-send> */

export class Stepper {
  constructor(form, moved = () => {}) {
    this.form = form;
    this.moved = moved;
    this.sections = [...form.querySelectorAll("[data-step]")];
    this.back = form.querySelector("[data-back]");
    this.next = form.querySelector("[data-next]");
    this.send = form.querySelector("[data-send]");
    this.list = form.querySelector("[data-steps]");
    if (this.sections.length < 2) return;
    form.classList.add("enhanced");
    this.marks = this.sections.map((section, at) => this.mark(section, at));
    if (this.list) this.list.hidden = false;
    this.back?.addEventListener("click", () => this.go(this.at - 1));
    this.next?.addEventListener("click", () => { if (this.complete(this.at)) this.go(this.at + 1); });
    form.addEventListener("keydown", (event) => this.enterGoesOn(event));
    form.addEventListener("input", (event) => forgive(event.target));
    const wrong = this.sections.findIndex((section) => section.querySelector(".errorlist"));
    this.go(Math.max(wrong, 0), { focus: false });
    if (wrong >= 0) firstWrong(this.sections[wrong])?.focus();
  }

  mark(section, at) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = section.dataset.step;
    button.addEventListener("click", () => { if (at <= this.at || this.complete(this.at)) this.go(at); });
    item.append(button);
    this.list?.append(item);
    return item;
  }

  go(at, { focus = true } = {}) {
    this.at = Math.min(Math.max(at, 0), this.sections.length - 1);
    const last = this.at === this.sections.length - 1;
    this.sections.forEach((section, i) => { section.hidden = i !== this.at; });
    this.marks.forEach((mark, i) => {
      mark.classList.toggle("on", i <= this.at);
      mark.firstChild.toggleAttribute("aria-current", i === this.at);
      if (i === this.at) mark.firstChild.setAttribute("aria-current", "step");
    });
    if (this.back) this.back.hidden = this.at === 0;
    if (this.next) this.next.hidden = last;
    if (this.send) this.send.hidden = !last;
    const section = this.sections[this.at];
    const count = section.querySelector("[data-step-count]");
    if (count) count.textContent = (this.form.dataset.stepText || "").replace("{n}", this.at + 1).replace("{count}", this.sections.length);
    if (!focus) return;
    this.moved();
    (section.querySelector("h2") || section).focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }

  /* Whether the section has all it needs; what is missing is said beside its field. */
  complete(at) {
    const missing = [...this.sections[at].querySelectorAll("[required]")].filter((field) => !field.value.trim());
    for (const field of missing) complain(field, this.form.dataset.requiredText);
    missing[0]?.focus();
    return missing.length === 0;
  }

  /* Before sending: the first section that lacks something is shown. */
  allComplete() {
    if (!this.marks) return true;
    const lacking = this.sections.findIndex((section) => [...section.querySelectorAll("[required]")].some((field) => !field.value.trim()));
    if (lacking < 0) return true;
    this.go(lacking, { focus: false });
    return this.complete(lacking);
  }

  /* Enter in a line of text goes on; it never sends. */
  enterGoesOn(event) {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    if (!event.target.matches("input:not([type=file], [type=checkbox], [type=radio])")) return;
    event.preventDefault();
    if (this.at < this.sections.length - 1) this.next?.click();
  }
}

function firstWrong(section) {
  return section.querySelector(".form-field:has(> .errorlist) :is(input:not([type=hidden]), textarea, select)");
}

function complain(field, sentence) {
  const box = field.closest(".form-field");
  if (!box || box.querySelector(":scope > .errorlist")) return;
  const list = document.createElement("ul");
  list.className = "errorlist";
  list.id = `${field.id}_error`;
  list.dataset.ours = "";
  list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
  (field.closest(".suggest") || field).before(list);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${list.id}`.trim());
}

function forgive(field) {
  const list = field.closest?.(".form-field")?.querySelector(":scope > .errorlist[data-ours]");
  if (!list || !field.value.trim()) return;
  field.removeAttribute("aria-invalid");
  field.setAttribute("aria-describedby", (field.getAttribute("aria-describedby") || "").replace(list.id, "").trim());
  list.remove();
}
