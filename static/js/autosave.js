// Saves a form while it is being written. One request at a time, and a change during it is sent after it, so the
// latest text wins; no change waits longer than WAIT for its turn, however fast somebody types. "Saved 14:02" stands
// there only while the server has every word of the form. Whatever goes wrong is said in words, the text stays in the
// form, and nothing is overwritten: the server refuses a version that isn't the newest.
// <form data-autosave="address" data-saving data-saved data-unsaved data-last data-offline data-failed data-signed-out
// data-conflict> with a field `version`; [data-autosave-state] and [data-autosave-problem] within; data-typed when the
// page came with words that aren't saved. data-saved and data-last hold "{time}", which becomes the time of the last save.
// The <time> within [data-claim-line] on the page is told the claim's new end.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const WAIT = 3000; // milliseconds from a change to its sending
  const PATIENCE = 10000; // how long a reply may take
  const LONGEST_PAUSE = 15000; // between two failed tries
  const KEEPALIVE_BYTES = 60000; // browsers send no more once the page is gone
  const words = form.dataset;
  const state = form.querySelector("[data-autosave-state]");
  const problem = form.querySelector("[data-autosave-problem]");
  const claimEnd = document.querySelector("[data-claim-line] time");
  let timer = null;
  let request = null; // the promise of the request under way
  let changedAt = null; // since when there is a change that no request carries
  let unconfirmed = null; // what was sent when the reply got lost: the server may have it, so it is sent again first
  let failures = 0;
  let stopped = false; // a conflict: only the doctor can say which text is right
  let leaving = false;
  let passing = null; // the button whose form waits for a request
  let refused = null; // texts the server can't take as they are: sent again only when changed
  let lastSaved = state.querySelector("time")?.dateTime || null;

  const texts = () => {
    const data = new URLSearchParams(new FormData(form));
    data.delete("csrfmiddlewaretoken");
    data.delete("version");
    return data.toString();
  };
  let saved = "typed" in words ? null : texts();
  const unsaved = () => unconfirmed !== null || texts() !== saved;
  const worthSending = () => !stopped && unsaved() && (unconfirmed !== null || texts() !== refused);

  const clock = (moment) => {
    const time = document.createElement("time");
    time.dateTime = moment;
    time.textContent = window.askwellClock(moment);
    return time;
  };
  const say = (text, moment) => {
    const [before, after] = text.split("{time}");
    state.replaceChildren(before, clock(moment), after);
  };
  // What the line says is true of the form as it stands at this moment.
  const tell = () => {
    if (lastSaved) say(unsaved() ? words.last : words.saved, lastSaved);
    else state.textContent = words.unsaved;
  };
  const complain = (text) => {
    if (problem.textContent !== text) problem.textContent = text;
    tell();
  };
  const schedule = (delay) => {
    if (stopped || request !== null) return;
    const due = changedAt === null ? WAIT : Math.max(0, changedAt + WAIT - Date.now());
    clearTimeout(timer);
    timer = setTimeout(start, delay ?? due);
  };
  const pause = () => {
    failures += 1;
    return Math.min(2000 * failures, LONGEST_PAUSE);
  };

  function start() {
    clearTimeout(timer);
    timer = null;
    if (request === null && worthSending()) {
      request = save().then((delay) => {
        request = null;
        if (worthSending()) schedule(document.hidden && failures === 0 ? 0 : delay);
      });
    } else if (request === null && !problem.textContent) tell();
    return request;
  }

  async function save() {
    if (unconfirmed === null) changedAt = null;
    const sent = unconfirmed || { version: form.elements.version.value, texts: texts() };
    const data = new URLSearchParams(sent.texts);
    data.set("version", sent.version);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    state.textContent = words.saving;
    let response, reply;
    try {
      response = await fetch(words.autosave, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: data.toString().length < KEEPALIVE_BYTES,
        signal: AbortSignal.timeout(PATIENCE),
      });
      reply = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
    } catch {
      unconfirmed = sent;
      complain(words.offline);
      return pause();
    }
    if (response.ok && reply) return accept(sent, reply);
    if (response.status >= 500) {
      unconfirmed = sent;
      complain(words.failed);
      return pause();
    }
    unconfirmed = null;
    if (response.status === 409) {
      stopped = true;
      complain(words.conflict);
    } else if (reply?.error === "invalid" || reply?.error === "not_verified") {
      refused = sent.texts;
      if (reply.version) noteStored(reply); // the other parts are saved
      complain(reply.message);
    } else if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      complain(words.signedOut);
      await renewToken();
      return pause();
    } else {
      complain(words.failed);
      return pause();
    }
    return undefined;
  }

  function noteStored(reply) {
    form.elements.version.value = reply.version;
    lastSaved = reply.saved_at;
    if (!claimEnd || !("claimed_until" in reply)) return;
    claimEnd.dateTime = reply.claimed_until || "";
    if (reply.claimed_until) claimEnd.textContent = window.askwellClock(reply.claimed_until);
    document.dispatchEvent(new Event("claim"));
  }

  function accept(sent, reply) {
    unconfirmed = refused = null;
    failures = 0;
    saved = sent.texts;
    problem.textContent = "";
    noteStored(reply);
    tell();
    document.dispatchEvent(new Event("autosaved"));
    return undefined;
  }

  // After signing in again in another window the old token is void; a fresh one lets this page go on.
  async function renewToken() {
    try {
      const response = await fetch(words.autosave, {
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!response.ok) return;
      const { csrf } = await response.json();
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = csrf;
    } catch { /* the next try says what is wrong */ }
  }

  const changed = () => {
    changedAt ??= Date.now();
    if (!stopped && request === null && !problem.textContent) tell();
    if (timer === null) schedule();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed); // what scripts and some phones fill in
  const again = () => { if (failures > 0) start(); };
  addEventListener("online", again);
  addEventListener("focus", again);
  document.addEventListener("visibilitychange", () => { if (document.hidden) start(); else again(); });
  addEventListener("pagehide", start);

  // A button waits until its words are saved: the version would be old otherwise, and a page that can't be reached
  // would take the text with it.
  form.addEventListener("submit", async (event) => {
    leaving = true;
    clearTimeout(timer);
    timer = null;
    if (request === null && !worthSending()) return;
    event.preventDefault();
    if (passing) return;
    passing = event.submitter || form;
    await (request || start());
    clearTimeout(timer);
    timer = null;
    const button = passing;
    passing = null;
    if (failures === 0) form.requestSubmit(button === form ? null : button);
    else {
      leaving = false;
      schedule(2000);
    }
  });
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted && !unsaved()) location.reload(); // back from another page, which may have saved since
  });
  addEventListener("beforeunload", (event) => { if (!leaving && unsaved()) event.preventDefault(); });
  if (unsaved()) {
    changedAt = Date.now();
    schedule();
  }
})();
