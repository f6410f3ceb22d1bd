// The optional keyboard shortcuts of the dashboard and the editor, loaded only for doctors who switched them on; listed
// on the help page. A single letter counts only outside fields and dialogs, and never together with Ctrl, Alt or Meta,
// which belong to the browser and to screen readers.
(() => {
  const help = document.currentScript.dataset.help;
  const rows = () => [...document.querySelectorAll(".row-list > li")];
  const form = document.querySelector("#answer-form, .followup-form");
  const target = (row) => row?.querySelector("a[href], button") || row; // a query that a colleague holds has neither
  const here = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (step) => {
    const list = rows();
    const at = here();
    const next = at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + step));
    const goal = target(list[next]);
    goal?.focus();
    goal?.scrollIntoView({ block: "nearest" });
  };
  const press = (found) => { found?.click(); return Boolean(found); };
  const jump = (id) => {
    const part = document.getElementById(id);
    if (!part) return false;
    part.scrollIntoView({ block: "start" });
    (id === "the-answer" ? part.querySelector("textarea") || part : part).focus({ preventScroll: true });
    return true;
  };

  const letters = {
    j: () => go(1),
    k: () => go(-1),
    o: () => press(rows()[here()]?.querySelector("a[href]")),
    c: () => press(rows()[here()]?.querySelector("form[action*='/claim/'] button")),
    "?": () => { location.href = help; },
  };
  const withAlt = {
    KeyP: () => press(form?.querySelector("[data-key-preview]")),
    KeyQ: () => jump("the-query"),
    KeyA: () => jump("the-answer"),
  };
  const typing = (element) => element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") return;
    if (document.querySelector("dialog[open]")) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s" && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".editor__head button"));
    } else if (event.altKey && !control && !event.shiftKey && withAlt[event.code]) {
      if (withAlt[event.code]()) event.preventDefault();
    } else if (!event.altKey && !control && !typing(event.target) && letters[event.key]) {
      if (event.key === "?" || rows().length) {
        event.preventDefault();
        letters[event.key]();
      }
    }
  });
})();
