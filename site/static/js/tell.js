/* The form in which a story is told: one section at a time, kept as one types, sent once. */
import "./tags.js";
import { csrfToken, Keeper } from "./keeper.js";
import { showPhotos } from "./photos.js";
import { Stepper } from "./stepper.js";

const SENT_AGAIN_AFTER = 8000;

for (const form of document.querySelectorAll("form.tell")) {
  const keeper = form.dataset.autosaveUrl ? new Keeper(form) : null;
  const stepper = new Stepper(form, () => keeper?.save());
  for (const box of form.querySelectorAll("[data-photos]")) showPhotos(box);
  form.noValidate = true;
  form.addEventListener("submit", (event) => send(event, form, keeper, stepper));
}

/* A second tap while the first is on its way does nothing; after some seconds, or coming back, one may try again. */
function send(event, form, keeper, stepper) {
  const onlyKeep = event.submitter && !event.submitter.matches("[data-send]");
  if (form.dataset.sending || (!onlyKeep && !stepper.allComplete())) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  keeper?.handOver();
  if (form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = csrfToken(form);
  const ready = () => {
    delete form.dataset.sending;
    event.submitter?.removeAttribute("aria-disabled");
  };
  setTimeout(ready, SENT_AGAIN_AFTER);
  window.addEventListener("pageshow", ready, { once: true });
}
