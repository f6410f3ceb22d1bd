// Beside a text that is being written: finds snippets without leaving the page and puts one in where the cursor was last.
// Its search box has no name, and what happens in it is kept from the form around it: nothing of it is saved.
(() => {
  const panel = document.querySelector("[data-snippets]");
  if (!panel) return;
  const words = panel.dataset;
  const box = panel.querySelector("input[type=search]");
  const results = panel.querySelector("[data-snippet-results]");
  const status = panel.querySelector("[data-snippet-status]");
  const undo = panel.querySelector("[data-snippet-undo]");
  const PAUSE = 300; // milliseconds
  let timer = 0;
  let asked = null;
  let running = null;
  let field = null; // the text the cursor was in last
  let last = null; // what was inserted: {field, start, end, was, after}

  panel.querySelector("[data-snippet-tools]").hidden = false;
  const target = () => field || document.querySelector("[name=explanation], [name=reply]");
  document.addEventListener("focusin", (event) => {
    const entered = event.target;
    if (entered.matches("textarea") && !entered.readOnly && !panel.contains(entered)) field = entered;
  });

  async function look() {
    const typed = box.value.trim();
    if (typed === asked) return;
    asked = typed;
    if (running) running.abort();
    const mine = running = new AbortController();
    try {
      const response = await fetch(`${words.snippets}?${new URLSearchParams({ q: typed })}`, { signal: mine.signal, redirect: "manual" });
      if (mine !== running) return;
      if (!response.ok) throw new Error(response.type === "opaqueredirect" ? words.signedOut : words.failed);
      results.innerHTML = await response.text();
      status.textContent = results.querySelector("[data-snippet-count]").textContent;
      undo.hidden = true;
    } catch (error) {
      if (error.name === "AbortError" || mine !== running) return;
      asked = null; // the next try asks again
      status.textContent = error.message === words.signedOut ? words.signedOut : words.failed;
    }
  }

  // As typing does it, so that the browser's own undo knows of it; older browsers: by script, and told to the form.
  function replace(into, start, end, text) {
    into.focus();
    into.setSelectionRange(start, end);
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (done) return;
    into.setRangeText(text, start, end, "end");
    into.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
  }

  function insert(text) {
    const into = target();
    if (!into) return;
    // Where no text was entered yet, at its end, as a paragraph.
    const used = into === field;
    const start = used ? into.selectionStart : into.value.length;
    const stop = used ? into.selectionEnd : start;
    const was = into.value.slice(start, stop);
    const word = (letter) => letter !== undefined && !/\s/.test(letter);
    const before = word(into.value[start - 1]) ? (used ? " " : "\n\n") : "";
    const after = word(into.value[stop]) && !/[.,;:!?)]/.test(into.value[stop]) ? " " : "";
    replace(into, start, stop, before + text + after);
    last = { field: into, start, end: into.selectionEnd, was, after: into.value };
    const label = into.labels[0] ? into.labels[0].firstChild.textContent.trim() : "";
    status.textContent = words.inserted.replace("{field}", label);
    undo.hidden = false;
  }

  panel.addEventListener("toggle", () => { if (panel.open) look(); });
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(timer);
    look();
  });
  results.addEventListener("click", (event) => {
    const button = event.target.closest("[data-snippet-insert]");
    if (button) insert(button.closest("li").querySelector("[data-snippet-text]").textContent);
  });
  undo.addEventListener("click", () => {
    if (last && last.field.value === last.after) {
      replace(last.field, last.start, last.end, last.was);
      status.textContent = words.undone;
    }
    undo.hidden = true;
    last = null;
  });
})();
