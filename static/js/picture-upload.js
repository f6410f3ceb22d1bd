// The pictures step of the ask flow: chosen files are sent at once, one after the other, each with a preview, its progress
// and what went wrong beside it. Without this script the form sends them with its button.
(() => {
  const form = document.querySelector("form[data-picture-form]");
  const input = form && form.querySelector("input[type=file][data-pictures]");
  const waiting = form && form.querySelector("[data-picture-uploads]");
  if (!input || !waiting || typeof FormData === "undefined") return;
  const stored = form.querySelector("[data-picture-list]");
  const heading = form.querySelector("[data-picture-heading]");
  const status = form.querySelector("[data-picture-status]");
  const most = Number(input.dataset.pictures);
  const largest = Number(input.dataset.bytes);
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const say = (key, file) => waiting.dataset[`word${key}`].replace("{name}", file ? file.name : "");
  const MOST_RETRIES = 20; // some two minutes, while the page says why
  let uploads = []; // {file, entry, bar, note, again, state: "waiting" | "sending" | "stopped", retries}
  let leaving = null; // the button that was pressed while pictures were still arriving

  form.querySelector("[data-picture-add]").hidden = true;

  const refresh = () => {
    waiting.hidden = uploads.length === 0;
    stored.hidden = heading.hidden = stored.children.length === 0;
  };

  const post = (data, { progress, done }) => {
    const request = new XMLHttpRequest();
    request.open("POST", location.href); // form.action is the buttons of that name
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    if (progress) request.upload.addEventListener("progress", progress);
    request.addEventListener("loadend", () => {
      let told = null;
      try { told = JSON.parse(request.responseText); } catch { /* a page: told stays empty */ }
      done(request.status, told);
    });
    request.send(data);
  };

  const drop = (upload) => {
    URL.revokeObjectURL(upload.url);
    upload.entry.remove();
    uploads = uploads.filter((other) => other !== upload);
    refresh();
  };

  const stop = (upload, message, { again = false } = {}) => {
    upload.state = "stopped";
    upload.note.textContent = message;
    upload.note.className = "field-error";
    upload.bar.hidden = true;
    upload.again.hidden = !again;
    status.textContent = message;
  };

  const add = (told) => {
    told.added.forEach((item) => {
      if (stored.querySelector(`[data-picture="${item.pk}"]`)) return; // the same picture, chosen twice
      stored.insertAdjacentHTML("beforeend", item.html);
    });
  };

  const finish = (upload, code, told) => {
    if (told && told.added && told.added.length) {
      add(told);
      status.textContent = say("Added", upload.file);
      drop(upload);
    } else if (told && code === 503 && upload.retries < MOST_RETRIES) {
      upload.retries += 1;
      upload.state = "later";
      upload.bar.removeAttribute("value");
      upload.note.textContent = say("Busy", upload.file);
      status.textContent = upload.note.textContent;
      setTimeout(() => { if (upload.state === "later") upload.state = "waiting"; next(); }, told.retry_after * 1000 + Math.random() * 2000);
    } else if (told && (told.errors || told.message)) {
      stop(upload, told.message || told.errors.join(" "), { again: code === 429 || code === 503 });
    } else if (code === 0) {
      stop(upload, say("Offline", upload.file), { again: true });
    } else if (code >= 500) {
      stop(upload, say("Broken", upload.file), { again: true });
    } else {
      stop(upload, say("Stale", upload.file));
    }
    next();
  };

  const send = (upload) => {
    upload.state = "sending";
    upload.bar.hidden = false;
    upload.again.hidden = true;
    upload.note.className = "form-text";
    upload.note.textContent = say("Uploading", upload.file);
    status.textContent = upload.note.textContent;
    const data = new FormData();
    data.append("pictures", upload.file);
    post(data, {
      progress: (event) => {
        if (event.lengthComputable) upload.bar.value = event.loaded / event.total;
        if (event.loaded === event.total) {
          upload.bar.removeAttribute("value");
          upload.note.textContent = say("Drawing", upload.file);
        }
      },
      done: (code, told) => finish(upload, code, told),
    });
  };

  // One at a time: the server draws but two at once, for everybody.
  const next = () => {
    refresh();
    if (uploads.some((upload) => upload.state === "sending")) return;
    const first = uploads.find((upload) => upload.state === "waiting");
    if (first) send(first);
    else if (leaving && !uploads.length) form.requestSubmit(leaving);
    else if (leaving && !uploads.some((upload) => upload.state === "later")) {
      leaving = null;
      status.textContent = waiting.dataset.wordLeft;
    }
  };

  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-secondary btn-small";
    made.textContent = text;
    made.setAttribute("aria-label", `${text}: ${label}`);
    made.addEventListener("click", act);
    return made;
  };

  const begin = (file) => {
    const upload = { file, state: "waiting", retries: 0, url: URL.createObjectURL(file) };
    upload.entry = document.createElement("li");
    const image = document.createElement("img");
    image.src = upload.url;
    image.alt = "";
    image.addEventListener("error", () => image.remove()); // HEIC: few browsers draw it
    const words = document.createElement("div");
    const name = document.createElement("p");
    name.textContent = file.name;
    upload.bar = document.createElement("progress");
    upload.bar.max = 1;
    upload.bar.value = 0;
    upload.bar.setAttribute("aria-label", file.name);
    upload.note = document.createElement("p");
    upload.note.className = "form-text";
    upload.again = button(waiting.dataset.wordAgain, file.name, () => { upload.state = "waiting"; upload.retries = 0; input.focus(); next(); });
    upload.again.hidden = true;
    const left = button(waiting.dataset.wordDrop, file.name, () => {
      if (upload.state === "sending") return;
      drop(upload);
      input.focus();
      next();
    });
    words.append(name, upload.bar, upload.note, upload.again, left);
    upload.entry.append(image, words);
    waiting.append(upload.entry);
    uploads.push(upload);
    const here = stored.children.length + uploads.filter((other) => other !== upload && other.state !== "stopped").length;
    if (file.size > largest) stop(upload, say("TooLarge", file));
    else if (here >= most) stop(upload, say("TooMany", file), { again: true });
  };

  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = ""; // they are sent from here, not with the form
    files.forEach(begin);
    next();
  });

  addEventListener("online", () => {
    uploads.filter((upload) => upload.state === "stopped" && !upload.again.hidden).forEach((upload) => { upload.state = "waiting"; });
    next();
  });

  const remove = (pressed) => {
    const entry = pressed.closest("li");
    pressed.disabled = true;
    const data = new FormData();
    data.append("remove", pressed.value);
    post(data, {
      done: (code, told) => {
        if (code !== 200 || !told) { // the form's own way, which says what is wrong
          pressed.disabled = false;
          form.requestSubmit(pressed);
          return;
        }
        entry.remove();
        status.textContent = waiting.dataset.wordRemoved;
        refresh();
        input.focus();
      },
    });
  };

  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (pressed && pressed.name === "remove" && !pressed.dataset.sent) {
      event.preventDefault();
      pressed.dataset.sent = "true"; // a second time it goes the form's way
      remove(pressed);
    } else if (uploads.length) {
      event.preventDefault();
      leaving = pressed;
      const stopped = uploads.every((upload) => upload.state === "stopped");
      status.textContent = stopped ? waiting.dataset.wordLeft : waiting.dataset.wordWait;
      if (stopped) { leaving = null; waiting.querySelector("button:not([hidden])").focus(); }
    }
  });
})();
