/* After applause the story's flower opens once (the animation is in bouquet.css; reduced motion has none).
   The answer of the server says that there is something new by `data-bloomed` on the part that it exchanged. */

function bloom(part) {
  const bloomed = part.matches?.("[data-bloomed]") ? part : part.querySelector?.("[data-bloomed]");
  if (!bloomed) return;
  bloomed.removeAttribute("data-bloomed");
  for (const flower of document.querySelectorAll("[data-flower] :is(img, svg)")) {
    flower.classList.add("bloom");
    flower.addEventListener("animationend", () => flower.classList.remove("bloom"), { once: true });
  }
}

document.addEventListener("htmx:load", (event) => bloom(event.detail.elt));
