"""What can be wrong with where things stand on a page, as scripts for its browser; each returns what it found."""

# Not drawn, or drawn only when it is asked for.
HIDDEN = '".visually-hidden, .skip-link, details:not([open]) > :not(summary)"'
# Texts drawn over each other, by more than what a line's own height explains; not those that stay while the rest moves.
OVERLAPS = """() => {
  const floats = (element) => element && (/sticky|fixed/.test(getComputedStyle(element).position)
    || floats(element.parentElement)) || false;
  const drawn = [], found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    if (!node.data.trim() || node.parentElement.closest(HIDDEN)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 2) drawn.push([box, node]);
  }
  drawn.sort((one, other) => one[0].top - other[0].top);
  drawn.forEach(([one, text], index) => {
    for (let next = index + 1; next < drawn.length && drawn[next][0].top < one.bottom; next++) {
      const [other, words] = drawn[next];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (text !== words && across > 3 && down > Math.min(one.height, other.height) / 2
        && floats(text.parentElement) === floats(words.parentElement))
        found.push([text.data.trim().slice(0, 40), words.data.trim().slice(0, 40)]);
    }
  });
  return found;
}""".replace("HIDDEN", HIDDEN)
# Beyond the window's edges, and not in what scrolls there by itself; of those within each other the outermost.
OUTSIDE = """() => {
  const leaves = (element) => {
    const box = element.getBoundingClientRect();
    return box.width && box.height && (box.right > innerWidth + 1 || box.left < -1);
  };
  const scrolls = (element) => element && (/auto|scroll/.test(getComputedStyle(element).overflowX)
    || scrolls(element.parentElement));
  return [...document.querySelectorAll("body *")].filter((element) => !element.closest(HIDDEN) && leaves(element)
    && !leaves(element.parentElement) && !scrolls(element.parentElement)
  ).map((element) => element.outerHTML.slice(0, 80));
}""".replace("HIDDEN", HIDDEN)
# Texts that end where their box does, without an ellipsis and the whole as title.
CUT = """() => [...document.querySelectorAll("body *")].filter((element) => {
  if (element.closest(HIDDEN) || !element.textContent.trim() || !element.clientWidth) return false;
  const style = getComputedStyle(element);
  const across = style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
  const down = style.overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1;
  const scrolls = (across && /auto|scroll/.test(style.overflowX)) || (down && /auto|scroll/.test(style.overflowY));
  if (!(across || down) || scrolls || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)) return false;
  const ellipsis = across ? style.textOverflow === "ellipsis" : style.webkitLineClamp !== "none";
  return !(ellipsis && element.closest("[title]"));
}).map((element) => element.outerHTML.slice(0, 80))""".replace("HIDDEN", HIDDEN)
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
