/* The portrait's page: the square follows the sliders. The server draws it, so that it is exactly what is used. */
(() => {
  const form = document.querySelector("[data-portrait-form]");
  const preview = document.querySelector("[data-portrait-preview]");
  if (!form || !preview) return;
  const names = ["across", "down", "zoom"];
  let drawing = false;
  let again = false;

  const draw = () => {
    if (drawing) {
      again = true; // one request at a time; the last position is drawn in the end
      return;
    }
    drawing = true;
    const data = new FormData(form);
    const query = new URLSearchParams(names.map((name) => [name, data.get(name)]));
    preview.src = `${preview.dataset.portraitPreview}?${query}`;
  };
  const drawn = () => {
    drawing = false;
    if (again) {
      again = false;
      draw();
    }
  };
  preview.addEventListener("load", drawn);
  preview.addEventListener("error", drawn);
  form.addEventListener("input", draw);
})();
