// The pictures chosen in the ask form: a preview, a line on what each shows, and a button to remove it.
// Without this script the file field works alone.
(() => {
  const input = document.querySelector("input[type=file][data-pictures]");
  const list = document.querySelector("[data-picture-preview]");
  const status = document.querySelector("[data-picture-status]");
  if (!input || !list || typeof DataTransfer === "undefined") return;
  const most = Number(input.dataset.pictures);
  const words = list.dataset;
  let chosen = []; // {file, caption, url}

  const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

  const store = () => {
    const transfer = new DataTransfer();
    chosen.forEach((item) => transfer.items.add(item.file));
    input.files = transfer.files;
  };

  const row = (item, index) => {
    const entry = document.createElement("li");
    const image = document.createElement("img");
    image.src = item.url;
    image.alt = `${words.picture} ${index + 1}: ${item.file.name}`;
    image.addEventListener("error", () => {
      const note = document.createElement("p");
      note.textContent = `${words.noPreview}: ${item.file.name}`;
      image.replaceWith(note);
    });
    const label = document.createElement("label");
    label.className = "form-text";
    label.htmlFor = `caption-${index}`;
    label.textContent = words.caption;
    const caption = document.createElement("input");
    caption.className = "form-control";
    caption.id = `caption-${index}`;
    caption.name = "captions";
    caption.maxLength = 200;
    caption.value = item.caption;
    caption.addEventListener("input", () => { item.caption = caption.value; });
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn btn-secondary btn-small";
    remove.textContent = words.remove;
    remove.setAttribute("aria-label", `${words.remove}: ${words.picture} ${index + 1}`);
    remove.addEventListener("click", () => {
      URL.revokeObjectURL(item.url);
      chosen = chosen.filter((other) => other !== item);
      show();
      input.focus();
    });
    entry.append(image, label, caption, remove);
    return entry;
  };

  const show = () => {
    store();
    list.replaceChildren(...chosen.map(row));
    list.hidden = chosen.length === 0;
  };

  // Choosing again adds: on a phone the camera gives one picture at a time.
  input.addEventListener("change", () => {
    const added = [...input.files].filter((file) => !chosen.some((item) => same(item.file, file)));
    const room = Math.max(0, most - chosen.length);
    status.textContent = added.length > room ? words.tooMany : "";
    chosen.push(...added.slice(0, room).map((file) => ({ file, caption: "", url: URL.createObjectURL(file) })));
    show();
  });
})();
