// Asks before a typed text is lost by leaving, closing or reloading; silent once the form is on its way.
// For forms marked data-unsaved; those of autosave.js know better what is saved. A page that comes back after a mistake
// holds what the server gave back: no change.
document.querySelectorAll("form[data-unsaved]:not([data-autosave])").forEach((form) => {
  const typed = () => [...form.elements].some((field) => /^text/.test(field.type) && field.value !== field.defaultValue);
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; }); // back from where the form led
  addEventListener("beforeunload", (event) => { if (!leaving && typed()) event.preventDefault(); });
});
