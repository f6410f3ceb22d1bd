// While the one-sentence question is typed: answered questions like it, below the field. When it fails nothing is shown; the
// next page has them too.
(() => {
  const place = document.querySelector("[data-similar]");
  const field = place && document.getElementById(place.dataset.field);
  if (!field) return;
  const status = document.querySelector("[data-similar-status]");
  const token = field.form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const FEWEST_LETTERS = 8;
  const PAUSE = 600; // milliseconds
  let timer = 0;
  let asked = "";
  let running = null;
  let silentUntil = 0;

  const show = (html) => {
    place.innerHTML = html;
    place.hidden = !html;
    const count = place.querySelector("[data-similar-count]");
    status.textContent = count ? count.textContent : "";
  };

  const ask = async () => {
    const words = field.value.trim();
    if (words === asked || Date.now() < silentUntil) return;
    if (running) running.abort();
    asked = words;
    if (words.length < FEWEST_LETTERS) {
      show("");
      return;
    }
    const mine = running = new AbortController();
    try {
      const response = await fetch(place.dataset.url, {
        method: "POST",
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        body: new URLSearchParams({ words }),
        signal: mine.signal,
      });
      if (response.status === 429) silentUntil = Date.now() + 1000 * Number(response.headers.get("Retry-After") || 60);
      if (response.ok && !response.redirected && mine === running) show(await response.text());
    } catch { /* offline, or a newer question is on its way */ }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
})();
