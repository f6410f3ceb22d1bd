"""What can be wrong with where things stand on a page, as scripts for its browser; each returns what it found."""

# `unseen`: not drawn, drawn only when it is asked for, or only for screen readers. `within` looks at an element's style
# and that of all it stands in.
WORDS = """
  const within = (element, is) => Boolean(element)
    && (is(getComputedStyle(element)) || within(element.parentElement, is));
  const unseen = (element) => element.closest(".visually-hidden, .skip-link, details:not([open]) > :not(summary)")
    || within(element, (style) => style.clipPath === "inset(50%)" || style.clip === "rect(0px, 0px, 0px, 0px)");
"""
# Texts drawn over each other, by more than what a line's own height explains; not over what stays while pages move.
OVERLAPS = (
    "() => {"
    + WORDS
    + """
  const stays = (text) => within(text.parentElement, (style) => /sticky|fixed/.test(style.position));
  const drawn = [], found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    if (!node.data.trim() || unseen(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const clipped = getComputedStyle(node.parentElement).overflowX === "hidden"; // what is cut off lies over nothing
    const { left, right } = clipped ? node.parentElement.getBoundingClientRect() : { left: -Infinity, right: Infinity };
    for (const { top, bottom, height, ...box } of [...range.getClientRects()].map((one) => one.toJSON()))
      if (box.width > 2) drawn.push([{ top, bottom, height, left: Math.max(left, box.left),
        right: Math.min(right, box.right) }, node]);
  }
  drawn.sort((one, other) => one[0].top - other[0].top);
  drawn.forEach(([one, text], index) => {
    for (let next = index + 1; next < drawn.length && drawn[next][0].top < one.bottom; next++) {
      const [other, words] = drawn[next];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      const over = text !== words && across > 3 && down > Math.min(one.height, other.height) / 2;
      if (over && stays(text) === stays(words))
        found.push([text.data.trim().slice(0, 40), words.data.trim().slice(0, 40)]);
    }
  });
  return found;
}"""
)
# Beyond the window's edges, and not in what scrolls there by itself; of those within each other the outermost.
OUTSIDE = (
    "() => {"
    + WORDS
    + """
  const leaves = (element) => {
    const box = element.getBoundingClientRect();
    return box.width && box.height && (box.right > innerWidth + 1 || box.left < -1);
  };
  const scrolls = (element) => within(element, (style) => /auto|scroll/.test(style.overflowX));
  return [...document.querySelectorAll("body *")].filter((element) => leaves(element)
    && !leaves(element.parentElement) && !unseen(element) && !scrolls(element.parentElement)
  ).map((element) => element.outerHTML.slice(0, 80));
}"""
)
# Texts that end where their box does, without an ellipsis and the whole as title.
CUT = (
    "() => {"
    + WORDS
    + """
  return [...document.querySelectorAll("body *")].filter((element) => {
    const wide = element.scrollWidth > element.clientWidth + 1, high = element.scrollHeight > element.clientHeight + 1;
    if (!element.clientWidth || !(wide || high) || !element.textContent.trim() || unseen(element)) return false;
    const style = getComputedStyle(element);
    const across = wide && /hidden|clip/.test(style.overflowX), down = high && /hidden|clip/.test(style.overflowY);
    if (!(across || down) || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)) return false;
    const ellipsis = across ? style.textOverflow === "ellipsis" : style.webkitLineClamp !== "none";
    return !(ellipsis && element.closest("[title]"));
  }).map((element) => element.outerHTML.slice(0, 80));
}"""
)
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"
