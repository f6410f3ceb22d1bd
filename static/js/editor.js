// The editor's page: how long the claim still lasts, and a switch between query and answer that keeps each one's place.
(() => {
  const line = document.querySelector("[data-claim-ended]");
  if (line) {
    const ALARM = 5; // minutes before the end at which it is read out
    const end = line.querySelector("[data-claim-line] time");
    const left = line.querySelector("[data-claim-left]");
    const status = line.querySelector("[data-claim-status]");
    const running = line.querySelector("[data-claim-line]");
    const ended = document.createElement("strong");
    ended.textContent = line.dataset.claimEnded;
    line.append(ended);
    let told = "";
    const show = () => {
      const rest = end.dateTime ? new Date(end.dateTime) - Date.now() : 0;
      const minutes = Math.floor(rest / 60000);
      running.hidden = rest <= 0;
      ended.hidden = rest > 0;
      left.textContent = minutes < 1 ? left.dataset.minute : window.askwellCount(left.dataset.minutes, minutes);
      const stage = rest <= 0 ? "ended" : minutes < ALARM ? "soon" : "";
      if (stage === told) return;
      told = stage;
      status.textContent = { ended: ended.textContent, soon: left.textContent }[stage] || "";
    };
    show();
    setInterval(show, 10000);
    document.addEventListener("claim", show);
  }

  const links = [...document.querySelectorAll(".editor-switch a")];
  const parts = links.map((link) => document.querySelector(link.hash));
  const places = new Map(); // part of the page → how far the page was scrolled when it was left
  const fields = new Map(); // part of the page → the field that had the focus last
  document.addEventListener("focusin", ({ target }) => {
    const part = parts.find((one) => one !== target && one.contains(target));
    if (part) fields.set(part, target);
  });
  links.forEach((link, number) => {
    link.addEventListener("click", (event) => {
      const there = parts[number];
      const here = parts.find((part) => {
        const { top, bottom } = part.getBoundingClientRect();
        return top < innerHeight / 2 && bottom > innerHeight / 2;
      });
      if (here) places.set(here, scrollY);
      if (here === there || !places.has(there)) return; // the link leads to its beginning
      event.preventDefault();
      (fields.get(there) || there).focus({ preventScroll: true });
      scrollTo({ top: places.get(there), behavior: "instant" });
    });
  });
})();
