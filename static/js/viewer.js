// Opens a query's pictures in a dialog: enlarge, move by mouse, touch or arrow keys, go on to the next. A picture is
// fetched when it is opened and not before, since the server records each look; what was fetched stays in this page.
// Links with data-picture (their number) share the dialog [data-viewer]; without this script they open a new window.
(() => {
  const dialog = document.querySelector("dialog[data-viewer]");
  const links = [...document.querySelectorAll("a[data-picture]")];
  if (!dialog || !dialog.showModal || !links.length) return;
  const MOST = 8; // times as large as the stage
  const STEP = 1.5;
  const MOVE = 60; // pixels an arrow key moves
  const part = (name) => dialog.querySelector(`[data-viewer-${name}]`);
  const stage = part("stage"), status = part("status"), output = part("scale");
  const image = Object.assign(document.createElement("img"), { alt: "", draggable: false, hidden: true });
  const heading = dialog.querySelector("h2");
  const words = dialog.dataset;
  const pictures = [...new Map(links.map((link) => [link.href, link])).values()]; // each once
  const fetched = new Map(); // address → promise of an object URL
  let current = 0;
  let scale = 1, x = 0, y = 0;
  let opener = null;
  stage.append(image);

  const draw = () => {
    const roomX = Math.max(0, (image.offsetWidth * scale - stage.clientWidth) / 2);
    const roomY = Math.max(0, (image.offsetHeight * scale - stage.clientHeight) / 2);
    x = Math.min(roomX, Math.max(-roomX, x));
    y = Math.min(roomY, Math.max(-roomY, y));
    image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    stage.classList.toggle("viewer__stage--large", scale > 1);
    output.textContent = `${Math.round(scale * 100)} %`;
  };
  // Enlarges around a point of the stage, counted from its middle.
  const zoom = (to, atX = 0, atY = 0) => {
    const next = Math.min(MOST, Math.max(1, to));
    x = atX - ((atX - x) * next) / scale;
    y = atY - ((atY - y) * next) / scale;
    scale = next;
    draw();
  };
  const whole = () => { scale = 1; x = y = 0; draw(); };

  const load = (address) => {
    if (!fetched.has(address)) {
      const found = fetch(address, { redirect: "error" }).then(async (response) => {
        if (!response.ok) throw new Error(response.status);
        return URL.createObjectURL(await response.blob());
      });
      found.then((url) => thumbnail(address, url), () => fetched.delete(address));
      fetched.set(address, found);
    }
    return fetched.get(address);
  };
  const thumbnail = (address, url) => {
    for (const link of links.filter((one) => one.href === address)) {
      const small = document.createElement("img");
      small.src = url;
      small.alt = "";
      link.querySelector(".picture-tile__frame").replaceChildren(small);
    }
  };

  const show = async (number) => {
    current = (number + pictures.length) % pictures.length;
    const mine = pictures[current];
    const title = words.title.replace("{number}", mine.dataset.picture).replace("{total}", pictures.length);
    heading.textContent = title;
    part("caption").textContent = mine.dataset.caption || "";
    image.hidden = true;
    status.textContent = words.loading;
    try {
      const url = await load(mine.href);
      if (pictures[current] !== mine) return;
      image.src = url;
      await image.decode();
      if (pictures[current] !== mine) return;
      image.alt = `${title}${mine.dataset.caption ? `: ${mine.dataset.caption}` : ""}`;
      image.hidden = false;
      status.textContent = "";
      whole();
    } catch {
      if (pictures[current] === mine) status.textContent = words.failed;
    }
  };

  for (const link of links) {
    link.setAttribute("aria-haspopup", "dialog");
    link.querySelector("[data-new-window]")?.remove();
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a window of its own was asked for
      event.preventDefault();
      opener = link;
      dialog.showModal();
      stage.focus();
      show(pictures.findIndex((one) => one.href === link.href));
    });
  }
  for (const button of dialog.querySelectorAll("[data-viewer-step]")) {
    button.hidden = pictures.length < 2;
    button.addEventListener("click", () => show(current + Number(button.dataset.viewerStep)));
  }
  for (const button of dialog.querySelectorAll("[data-viewer-zoom]")) {
    const act = { in: () => zoom(scale * STEP), out: () => zoom(scale / STEP), whole };
    button.addEventListener("click", act[button.dataset.viewerZoom]);
  }
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); }); // beside it
  dialog.addEventListener("close", () => opener?.focus());

  stage.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (scale > 1) {
      x += way[0] * MOVE;
      y += way[1] * MOVE;
      draw();
    } else if (way[0] && pictures.length > 1) show(current - way[0]);
  });

  // One pointer moves the picture, two enlarge it.
  const pointers = new Map();
  const middle = (event) => {
    const box = stage.getBoundingClientRect();
    return [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
  };
  const apart = () => {
    const [one, two] = [...pointers.values()];
    return Math.hypot(one[0] - two[0], one[1] - two[1]);
  };
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, middle(event));
  });
  stage.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = middle(event);
    if (pointers.size === 2) {
      const distance = apart();
      pointers.set(event.pointerId, now);
      const [one, two] = [...pointers.values()];
      if (distance > 0) zoom((scale * apart()) / distance, (one[0] + two[0]) / 2, (one[1] + two[1]) / 2);
      return;
    }
    pointers.set(event.pointerId, now);
    x += now[0] - before[0];
    y += now[1] - before[1];
    draw();
  });
  const up = (event) => pointers.delete(event.pointerId);
  stage.addEventListener("pointerup", up);
  stage.addEventListener("pointercancel", up);
  stage.addEventListener("dblclick", (event) => (scale > 1 ? whole() : zoom(2.5, ...middle(event))));
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(scale * (event.deltaY < 0 ? STEP : 1 / STEP), ...middle(event));
  }, { passive: false });
  addEventListener("resize", () => { if (dialog.open) draw(); });
})();
