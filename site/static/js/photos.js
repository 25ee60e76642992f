/* Shows chosen photos before they are sent, beside those that the story has, and lets one take a photo out again.

   <div data-photos data-remove-text="Remove {name}"> <label class="drop"><input type="file" multiple></label> <div data-thumbs></div> */

export function showPhotos(box) {
  const input = box.querySelector('input[type="file"]');
  const thumbs = box.querySelector("[data-thumbs]");
  if (!input || !thumbs) return;
  box.classList.add("enhanced");
  let chosen = [];

  /* Choosing again adds to what was chosen; browsers alone would replace it. */
  input.addEventListener("change", () => {
    const isNew = (file) => !chosen.some((other) => other.name === file.name && other.size === file.size);
    chosen = input.multiple ? [...chosen, ...[...input.files].filter(isNew)] : [...input.files];
    show();
  });
  for (const type of ["dragover", "drop"]) {
    box.addEventListener(type, (event) => {
      event.preventDefault();
      if (type === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  function show() {
    const files = new DataTransfer();
    chosen.forEach((file) => files.items.add(file));
    input.files = files.files;
    for (const old of thumbs.querySelectorAll("[data-object-url]")) URL.revokeObjectURL(old.src);
    for (const old of thumbs.querySelectorAll("[data-chosen]")) old.remove();
    thumbs.append(...chosen.map(thumb));
  }

  function thumb(file) {
    const figure = document.createElement("div");
    figure.className = "thumb";
    figure.dataset.chosen = "";
    figure.append(picture(file), nameOf(file), remover(file));
    return figure;
  }

  function remover(file) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon";
    button.textContent = "×";
    button.setAttribute("aria-label", (box.dataset.removeText || "{name}").replace("{name}", file.name));
    button.addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      show();
      input.focus();
    });
    return button;
  }
}

/* HEIC cannot be shown by most browsers: then its name stands in its place. */
function picture(file) {
  const image = document.createElement("img");
  image.alt = "";
  image.dataset.objectUrl = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("error", () => {
    const instead = document.createElement("span");
    instead.className = "no-picture";
    instead.textContent = file.name.split(".").pop().toUpperCase();
    image.replaceWith(instead);
  });
  return image;
}

function nameOf(file) {
  const name = document.createElement("span");
  name.className = "quiet name";
  name.textContent = file.name;
  return name;
}
