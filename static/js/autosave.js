// Saves the answer while it is being written. One request at a time; a change during it is sent after it, so the
// latest text wins. "Saved 14:02" is said only after the server said so; whatever goes wrong is said in words, the text
// stays in the form, and nothing is overwritten: the server refuses a version that isn't the newest.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const WAIT = 4000; // milliseconds after a change; a failed try is repeated later and later
  const words = form.dataset;
  const state = form.querySelector("[data-autosave-state]");
  const problem = form.querySelector("[data-autosave-problem]");
  const claimEnd = document.querySelector("[data-claim-end]");
  let timer = null;
  let request = null; // the promise of the request under way
  let unconfirmed = null; // what was sent when the reply got lost: the server may have it, so it is sent again first
  let failures = 0;
  let stopped = false; // a conflict: only the doctor can say which text is right
  let leaving = false;
  let refused = null; // texts the server can't take as they are: sent again only when changed

  const body = () => {
    const data = new URLSearchParams(new FormData(form));
    data.delete("ask"); // not part of the answer
    return data;
  };
  const texts = () => {
    const data = body();
    data.delete("csrfmiddlewaretoken");
    data.delete("version");
    return data.toString();
  };
  let saved = texts();
  const unsaved = () => unconfirmed !== null || texts() !== saved;
  const worthSending = () => unsaved() && texts() !== refused;

  const say = (text, moment) => {
    state.textContent = text;
    if (!moment) return;
    const time = document.createElement("time");
    time.dateTime = moment;
    time.textContent = window.askwellClock(moment);
    state.append(" ", time);
  };
  const complain = (text) => {
    if (problem.textContent !== text) problem.textContent = text;
    say(words.unsaved);
  };
  const schedule = (delay = WAIT) => {
    if (timer === null && request === null && !stopped) timer = setTimeout(start, delay);
  };
  const retry = () => {
    failures += 1;
    return Math.min(WAIT * failures, 30000);
  };

  function start() {
    clearTimeout(timer);
    timer = null;
    if (request === null && worthSending()) {
      request = save().then((delay) => {
        request = null;
        if (worthSending()) schedule(delay);
      });
    }
    return request;
  }

  async function save() {
    const sent = unconfirmed || { data: body(), texts: texts() };
    sent.data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    say(words.saving);
    let response, reply;
    try {
      response = await fetch(words.autosave, {
        method: "POST",
        body: sent.data,
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(20000),
      });
      reply = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
    } catch {
      unconfirmed = sent;
      complain(words.offline);
      return retry();
    }
    if (response.ok && reply) return accept(sent, reply);
    if (response.status >= 500) {
      unconfirmed = sent;
      complain(words.failed);
      return retry();
    }
    unconfirmed = null;
    if (response.status === 409) {
      stopped = true;
      complain(words.conflict);
    } else if (reply?.error === "invalid" || reply?.error === "not_verified") {
      complain(reply.message);
      refused = sent.texts;
    } else if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      complain(words.signedOut);
      await renewToken();
      return retry();
    } else {
      complain(words.failed);
      return retry();
    }
    return WAIT;
  }

  function accept(sent, reply) {
    unconfirmed = refused = null;
    failures = 0;
    saved = sent.texts;
    form.elements.version.value = reply.version;
    problem.textContent = "";
    say(words.saved, reply.saved_at);
    if (claimEnd && reply.claimed_until) {
      claimEnd.dateTime = reply.claimed_until;
      claimEnd.textContent = window.askwellClock(reply.claimed_until);
    }
    return WAIT;
  }

  // After signing in again in another window the old token is void; a fresh one lets this page go on.
  async function renewToken() {
    try {
      const response = await fetch(words.autosave, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!response.ok) return;
      const { csrf } = await response.json();
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = csrf;
    } catch { /* the next try says what is wrong */ }
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "ask") return;
    if (!stopped && request === null && !problem.textContent) say(words.unsaved);
    schedule();
  });
  addEventListener("online", () => { failures = 0; start(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && !stopped) start(); });
  // A button waits for the request under way: its version would be old otherwise.
  form.addEventListener("submit", async (event) => {
    leaving = true;
    clearTimeout(timer);
    timer = null;
    if (request === null) return;
    event.preventDefault();
    await request;
    clearTimeout(timer);
    timer = null;
    form.requestSubmit(event.submitter);
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (!leaving && unsaved()) event.preventDefault(); });
})();
