/* The shell of every page: the account menu closes when one looks elsewhere, and a new bloom opens. */
import "./bloom.js";
import { forgetSentWords } from "./device.js";

if (!document.querySelector("form.tell")) forgetSentWords();

for (const menu of document.querySelectorAll("details.menu")) {
  const close = () => { menu.open = false; };
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) close(); });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(); });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
}
