// Makes "Before you send" anew after each autosave. Whatever goes wrong, the old advice stays: it is only advice. While
// somebody reads in it by keyboard it waits, and only the count is read out.
(() => {
  const panel = document.querySelector("[data-advice]");
  if (!panel) return;
  let busy = false;
  let again = false;

  const part = (root, name) => root.querySelector(`[data-advice-${name}]`);

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const groups = part(fresh, "groups");
    if (!groups) return;
    part(panel, "groups").replaceChildren(...groups.childNodes);
    const words = part(fresh, "count").textContent;
    if (part(panel, "count").textContent !== words) part(panel, "count").textContent = words;
  }

  async function refresh() {
    if (busy || panel.contains(document.activeElement)) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      const response = await fetch(panel.dataset.advice, { redirect: "manual", signal: AbortSignal.timeout(20000) });
      if (response.ok) show(await response.text());
    } catch { /* the next save tries again */ }
    busy = false;
    if (again) refresh();
  }

  document.addEventListener("autosaved", refresh);
  panel.addEventListener("focusout", () => setTimeout(() => { if (again && !busy) refresh(); }));
})();
