// Times are printed in the site's zone, with its name; here they become the reader's own clock.
// With the digits that the page has: the site writes 0 to 9 in Arabic too.
// window.askwellClock lets other scripts print a time the same way.
window.askwellClock = (moment) =>
  new Intl.DateTimeFormat(`${document.documentElement.lang}-u-nu-latn`, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
for (const time of document.querySelectorAll("time[data-clock='']")) {
  time.textContent = window.askwellClock(time.dateTime);
}
