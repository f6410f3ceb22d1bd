// After a form came back with errors, focus goes to the summary, so that it is read out and the keyboard starts there.
// A link of the summary to a group (radio buttons, dates) focuses its first control.
(() => {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!control) return;
    event.preventDefault();
    const label = control.closest(".field") || control;
    label.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
})();
