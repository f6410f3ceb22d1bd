// Says under a field how many characters are left, or too many. <div data-counter="300" data-counter-left="…"
// data-counter-over="…"> around the field. Counts as the server does: code points, without spaces at the ends.
for (const box of document.querySelectorAll("[data-counter]")) {
  const field = box.querySelector("textarea, input");
  const line = document.createElement("p");
  line.className = "counter";
  line.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  field.after(line, spoken);
  let timer;
  const count = () => {
    const left = Number(box.dataset.counter) - [...field.value.trim()].length;
    const text = left < 0 ? `${-left} ${box.dataset.counterOver}` : `${left} ${box.dataset.counterLeft}`;
    line.textContent = text;
    line.classList.toggle("counter--over", left < 0);
    clearTimeout(timer); // read out only when the typing pauses
    timer = setTimeout(() => { spoken.textContent = left < 50 ? text : ""; }, 1000);
  };
  field.addEventListener("input", count);
  count();
}
