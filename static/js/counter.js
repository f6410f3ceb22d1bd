// Says under a field how many characters are left, or too many: <textarea data-counter="300"> within an element that
// has the words in their plural forms (plurals.js), data-counter-left and data-counter-over. Counts as the server does:
// code points, without spaces at the ends. Read out only when few are left and the typing pauses.
for (const field of document.querySelectorAll("textarea[data-counter]")) {
  const words = field.closest("[data-counter-left]")?.dataset;
  if (!words) continue;
  const most = Number(field.dataset.counter);
  const few = Math.min(50, most / 6);
  const line = document.createElement("p");
  line.className = "counter";
  line.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  field.after(line, spoken);
  let timer;
  const count = () => {
    const left = most - [...field.value.trim()].length;
    const text = window.askwellCount(left < 0 ? words.counterOver : words.counterLeft, Math.abs(left));
    line.textContent = text;
    line.classList.toggle("counter--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = left < few ? text : ""; }, 1000);
  };
  field.addEventListener("input", count);
  count();
}
