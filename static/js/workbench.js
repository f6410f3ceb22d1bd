// The de-identification workbench without reloading: each button of a mark sends the whole form, as it does without
// this file, and what the server answers is put in place. What is typed in the meantime is never touched.
const form = document.querySelector("form[data-workbench]");

if (form) {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.before(status);
  let last = Promise.resolve(), busy = 0, waiting = null, given = null;

  const areas = () => [...form.querySelectorAll("textarea")];

  // Puts the answer's parts in place. `sent` holds each text as it was sent: one typed further stays as it is.
  const put = (page, sent) => {
    const at = document.activeElement?.id;
    for (const now of form.querySelectorAll("[data-swap]")) {
      const then = page.querySelector(`[data-swap="${now.dataset.swap}"]`);
      if (then && then.innerHTML !== now.innerHTML) now.replaceChildren(...then.childNodes);
    }
    for (const area of areas()) {
      const then = page.getElementById(area.id);
      if (then && area.value === sent.get(area) && area.value !== then.value) area.value = then.value;
    }
    if (at && document.activeElement?.id !== at) document.getElementById(at)?.focus();
  };

  // Where the hand was: the same place among the row's buttons, else the row's text.
  const placeOf = (button) => {
    const part = button.closest("[data-part]");
    const list = part ? [...part.querySelectorAll("button")] : [];
    return { part, at: list.indexOf(button) };
  };
  const goBack = ({ part, at }) => {
    if (!part || part.contains(document.activeElement)) return;
    const list = [...part.querySelectorAll("[data-swap^=marks] button")];
    (list[Math.min(at, list.length - 1)] || part.querySelector("textarea"))?.focus();
  };

  const send = async (button, place) => {
    const data = new FormData(form);
    data.append(button ? button.name : "look", button ? button.value : "1");
    const sent = new Map(areas().map((area) => [area, area.value]));
    try {
      const response = await fetch(form.dataset.workbench, { method: "POST", body: new URLSearchParams(data), redirect: "error" });
      if (response.status !== 200) throw new Error(response.status);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (button) status.textContent = page.querySelector("[data-swap=said] p")?.textContent || "";
      put(page, sent);
      if (place) goBack(place);
    } catch {
      if (!button?.isConnected) return;
      given = button; // the way without this file shows what is the matter
      form.requestSubmit(button);
    }
  };
  // One after the other, so that no press is lost and each answer is to what stands there.
  const queue = (button) => {
    const place = button ? placeOf(button) : null;
    busy += 1;
    last = last.then(() => send(button, place)).catch(() => {}).finally(() => { busy -= 1; });
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !button.formAction.split("#")[0].endsWith(form.dataset.workbench) || given === button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    queue(button);
  }, true);

  // A text that was changed is looked at again when the hand rests.
  form.addEventListener("input", (event) => {
    if (event.target.tagName !== "TEXTAREA") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (!busy) queue(null); }, 1500);
  });

  // Words that are selected in a text are those to be marked by hand.
  for (const area of areas()) {
    area.addEventListener("select", () => {
      const words = area.value.slice(area.selectionStart, area.selectionEnd).trim();
      const hand = area.closest("[data-part]")?.querySelector("[data-hand]");
      if (!hand || words.length < 2 || words.length > 200) return;
      hand.querySelector("[data-hand-words]").value = words;
      hand.open = true;
    });
  }
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-hand-words]")) return;
    event.preventDefault();
    form.requestSubmit(event.target.closest("[data-hand]").querySelector("button"));
  });
}
