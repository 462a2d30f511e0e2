// What the console's pages do in the browser: they call the admin API, with the session and its token, and show what it says.
"use strict";

class Problem extends Error {
  constructor(detail, status, fields, type, said = {}) {
    super(detail);
    this.said = said;
    this.status = status;
    this.fields = fields;
    this.type = type;
  }
}

const byId = (id) => document.getElementById(id);
const base = new URL(document.querySelector(".brand").href).pathname.replace(/\/$/, "");
let token = document.querySelector("meta[name=csrf]").content;

/** One call of the admin API: what it answers, as JSON or text. */
async function api(method, path, body, type = "application/json", headers = {}, again = true) {
  const answer = await fetch(base + path, {
    method,
    headers: { "X-XSRF-TOKEN": token, Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": type }), ...headers },
    body: body === undefined ? undefined : type === "application/json" ? JSON.stringify(body) : body,
  }).catch(() => {
    throw new Problem("The node does not answer. Is it running? What you typed is kept: try again.", 0, []);
  });
  if (answer.ok) {
    const text = await answer.text();
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return { body: isJson && text ? JSON.parse(text) : text, headers: answer.headers };
  }
  const refused = answer.status === 401 || answer.status === 403;
  const inside = refused && (await renewed());
  if (inside && again) return api(method, path, body, type, headers, false);
  const said = await answer.json().catch(() => ({}));
  if (refused && !inside)
    throw new Problem("You are logged out. Log in in another tab; what you typed here is kept, then try again.", 401, []);
  throw new Problem(said.detail || `The node answers with status ${answer.status}.`, answer.status, said.errors || [], said.type, said);
}

/** After another log-in the token is another one; says whether somebody is logged in. */
async function renewed() {
  const page = await fetch(location.href, { headers: { Accept: "text/html" } }).then((answer) => (answer.ok && !answer.redirected ? answer.text() : "")).catch(() => "");
  const now = new DOMParser().parseFromString(page, "text/html").querySelector("meta[name=csrf]");
  if (!now) return false;
  token = now.content;
  return true;
}

function say(text) {
  byId("problem").hidden = true;
  byId("said").textContent = text;
  byId("said").hidden = false;
}

function clear(form) {
  byId("problem").hidden = true;
  byId("said").hidden = true;
  form?.querySelectorAll("[data-problem-of]").forEach((place) => { place.textContent = ""; place.hidden = true; });
  form?.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
}

/** Beside the field that it is about, where the form has that, else at the top. */
function complain(problem, form) {
  const left = [];
  let first;
  for (const { field, message } of problem.fields.length ? problem.fields : [{ field: null, message: problem.message }]) {
    const place = field && form?.querySelector(`[data-problem-of="${CSS.escape(field)}"]`);
    if (!place) { left.push(message); continue; }
    place.textContent = message;
    place.hidden = false;
    const input = form.querySelector(`[name="${CSS.escape(field)}"]:not([type=hidden])`);
    input?.setAttribute("aria-invalid", "true");
    first ??= input;
  }
  if (left.length) {
    byId("problem").textContent = left.join(" ");
    byId("problem").hidden = false;
    byId("problem").scrollIntoView({ block: "nearest" });
  }
  first?.focus();
}

function ask(question, verb) {
  const dialog = byId("ask");
  byId("ask-text").textContent = question;
  byId("ask-yes").textContent = verb;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

/** A form's values by name; what is empty and not required is left out, unless the field says that null means something. */
function values(form) {
  const result = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled || (field.type === "radio" && !field.checked)) continue;
    const kind = field.dataset.kind;
    if (field.type === "checkbox" && kind !== "in-list") { result[field.name] = field.checked; continue; }
    if (kind === "in-list") { result[field.name] ??= []; if (field.checked) result[field.name].push(field.value); continue; }
    const text = field.value.trim();
    if (kind === "list") result[field.name] = text ? text.split(/[\s,]+/) : [];
    else if (kind === "number") { if (text) result[field.name] = Number(text); }
    else if (kind === "text") result[field.name] = field.value;
    else if (kind === "nullable") result[field.name] = text || null;
    else if (text || field.required) result[field.name] = text;
  }
  return nested(result);
}

/** A name with dots is that of a field within others. */
function nested(flat) {
  const result = {};
  for (const [name, value] of Object.entries(flat)) {
    const parts = name.split(".");
    const last = parts.pop();
    parts.reduce((at, part) => (at[part] ??= {}), result)[last] = value;
  }
  return result;
}

const filled = (template, from) => template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(from[name] ?? ""));

/** Does what data-api says, on what was read with the ETag data-match where there is one, and then what data-then says: reload, a page to go to, or a sentence after "say:". */
async function call(element, form) {
  const [method, path] = element.dataset.api.split(" ");
  const body = form ? values(form) : element.dataset.body ? JSON.parse(element.dataset.body) : undefined;
  clear(form);
  if (element.dataset.confirm && !(await ask(element.dataset.confirm, element.dataset.verb || element.textContent.trim()))) return;
  const buttons = form ? form.querySelectorAll("button") : [element];
  buttons.forEach((button) => (button.disabled = true));
  try {
    const inPath = new Set([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
    const sent = body && Object.fromEntries(Object.entries(body).filter(([name]) => !inPath.has(name)));
    const answer = await api(method, filled(path, body || {}), method === "GET" || method === "DELETE" ? undefined : sent,
      "application/json", element.dataset.match ? { "If-Match": element.dataset.match } : {});
    if (element.dataset.match) element.dataset.match = answer.headers.get("ETag");
    element.dispatchEvent(new CustomEvent("answered", { bubbles: true, detail: answer.body }));
    const then = element.dataset.then || "reload";
    if (then === "reload") location.reload();
    else if (then.startsWith("say:")) { say(then.slice(4)); refresh(); }
    else if (then !== "nothing") location.assign(base + filled(then, { ...body, ...(answer.body || {}) }));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    complain(problem, form);
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
}

/** What shows the present state is read again now. */
function refresh() {
  document.querySelectorAll("[hx-trigger*=refresh]").forEach((live) => window.htmx.trigger(live, "refresh"));
}

/** What somebody has opened is not closed under their eyes by the next look. */
document.addEventListener("htmx:beforeRequest", (event) => {
  const live = event.target.closest?.("[hx-trigger*=every]");
  if (live?.querySelector("details[open]") && event.detail.requestConfig.triggeringEvent?.type !== "refresh") event.preventDefault();
});

async function copy(button) {
  const field = byId(button.dataset.copy);
  try {
    if (navigator.clipboard && window.isSecureContext) await navigator.clipboard.writeText(field.value);
    else {
      field.select();
      if (!document.execCommand("copy")) throw new Error("refused");
    }
    say("Copied");
  } catch {
    field.select();
    complain(new Problem("The browser did not allow it: the text is selected, copy it with the keyboard.", 0, []));
  }
}

/** Steps of one form, one at a time; what was typed stays, and each step is looked at before the next is shown. */
class Wizard {
  constructor(form) {
    this.form = form;
    this.steps = [...form.querySelectorAll("[data-step]")];
    this.marks = [...document.querySelectorAll(".steps li")];
    form.addEventListener("click", (event) => {
      if (event.target.closest("[data-previous]")) this.show(this.at - 1);
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); this.next(); });
    this.show(0, false);
  }

  show(at, focus = true) {
    this.at = at;
    clear(this.form);
    this.steps.forEach((step, index) => (step.hidden = index !== at));
    this.marks.forEach((mark, index) => (index === at ? mark.setAttribute("aria-current", "step") : mark.removeAttribute("aria-current")));
    if (focus) this.steps[at].querySelector("input:not([type=hidden]):not(:disabled), select, textarea, h2")?.focus();
    this.form.dispatchEvent(new CustomEvent("step", { detail: this.steps[at].dataset.step }));
  }

  /** Required fields first, then what the step itself looks at. */
  async next() {
    const step = this.steps[this.at];
    clear(this.form);
    const missing = [...step.querySelectorAll("[required]")].filter((field) => field.offsetParent && !field.disabled && !field.value.trim());
    if (missing.length) {
      const fields = missing.map((field) => ({ field: field.name, message: field.dataset.missing || "This is needed." }));
      complain(new Problem("", 0, fields), this.form);
      return;
    }
    const buttons = step.querySelectorAll("button");
    buttons.forEach((button) => (button.disabled = true));
    try {
      const look = Wizard.looks[step.dataset.look];
      if (!look || (await look(this.form, this)) !== false) this.show(this.at + 1);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.backTo(problem);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
    }
  }

  /** A later step may find fault with what was typed in an earlier one. */
  backTo(problem) {
    const field = problem.fields[0]?.field;
    const where = this.steps.findIndex((step) => field && step.querySelector(`[name="${CSS.escape(field)}"]`));
    if (where >= 0 && where !== this.at) this.show(where);
    complain(problem, this.form);
  }
}

/** What is looked at before a step is left; false stays. */
Wizard.looks = {
  async destination(form) {
    const url = form.elements.destinationUrl;
    form.querySelector("[data-local]").hidden = true;
    if (form.elements.noUrl.checked) return;
    if (!url.value.trim())
      throw new Problem("", 0, [{ field: "destinationUrl", message: "Give the URL of the destination node, or say that you don't have one." }]);
    const { body } = await api("POST", "/api/v1/invitations/probe", { destinationUrl: url.value.trim() });
    if (body.problem) throw new Problem("", 0, [{ field: "destinationUrl", message: body.problem }]);
    const mode = form.querySelector("[name=mode]:checked").value;
    if (body.modes?.length && !body.modes.includes(mode))
      throw new Problem(`The destination does not offer ${mode}; it offers ${body.modes.join(", ")}.`, 0, []);
    form.dataset.kind = body.kind;
    form.querySelector("[data-local]").hidden = !["OURSELVES", "OUR_JIRA"].includes(body.kind);
  },
  names(form) {
    const shown = [...form.querySelectorAll("[data-step=names] input")];
    const wrong = shown.filter((field) => field.pattern && field.value && !new RegExp(`^(?:${field.pattern})$`, "u").test(field.value.trim()));
    if (wrong.length)
      throw new Problem("", 0, wrong.map((field) => ({ field: field.name, message: field.dataset.wrong })));
  },
  async initiate(form) {
    const typed = values(form);
    const asked = { ...typed, destinationUrl: typed.noUrl ? null : typed.destinationUrl };
    delete asked.noUrl;
    if (form.querySelector("[data-local]").hidden) delete asked.remoteIncomingProject;
    const { body } = await api("POST", "/api/v1/invitations", asked);
    if (!body.code) { location.assign(`${base}/connections/${encodeURIComponent(body.connection.name)}`); return false; }
    byId("code").value = body.code;
    byId("code-destination").textContent = asked.destinationUrl || "unknown";
    const expires = byId("code-expires");
    expires.textContent = new Date(body.expiresAt).toLocaleString();
    expires.dateTime = body.expiresAt;
  },
  async inspect(form) {
    const { body } = await api("POST", "/api/v1/invitations/inspect", { code: form.elements.code.value.trim() });
    const facts = {
      inviter: body.inviter.shortName, url: body.inviter.url, mode: body.mode, type: body.type, winner: body.winner,
      expires: new Date(body.expiresAt).toLocaleString(), key: body.inviterKey, invitee: body.invitee.shortName,
      host: body.inviter.url ? new URL(body.inviter.url).host : "",
      reachable: body.reachable ? "It answers." : "It does not answer from here: let the firewall out to it, or ask for a proxy. The acceptance is tried again until it does.",
    };
    for (const [name, text] of Object.entries(facts)) {
      const place = form.querySelector(`[data-fact=${name}]`);
      if (place) place.textContent = text;
    }
    if (!form.elements.connection.value) form.elements.connection.value = body.connection;
  },
  async accept(form) {
    const { code, connection, incomingProject } = values(form);
    const { body } = await api("POST", "/api/v1/invitations/accept", { code, connection, incomingProject });
    const name = encodeURIComponent(body.connection.name);
    byId("accepted-name").textContent = body.connection.name;
    byId("accepted-fingerprint").textContent = body.connection.fingerprint || "";
    byId("accepted-rules").href = `${base}/connections/${name}?tab=rules`;
    byId("accepted-sync").href = `${base}/connections/${name}?tab=info`;
  },
};

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.api) return;
  event.preventDefault();
  call(event.target, event.target);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.go) location.assign(base + button.dataset.go);
  else if (button.dataset.copy) copy(button);
  else if (button.dataset.api) call(button);
});

// A menu that somebody has opened is not taken away.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.querySelector("details[open]")) event.preventDefault();
});

document.addEventListener("input", (event) => {
  const filter = event.target.closest("[data-filters]");
  if (!filter) return;
  const wanted = filter.value.toLowerCase();
  for (const option of byId(filter.dataset.filters).options)
    option.hidden = option.value !== "" && !option.textContent.toLowerCase().includes(wanted);
});

document.querySelectorAll("form[data-wizard]").forEach((form) => {
  const wizard = new Wizard(form);
  const box = form.elements.noUrl;
  if (!box) return;
  const unknown = () => {
    const url = form.elements.destinationUrl;
    if (box.checked) url.value = "";
    url.disabled = box.checked;
    clear(form);
  };
  box.addEventListener("change", unknown);
  unknown();
  const named = form.elements.connection;
  let typed = named.value !== "";
  named.addEventListener("input", () => (typed = named.value !== ""));
  form.addEventListener("input", (event) => {
    if (typed || !["localShortName", "remoteShortName"].includes(event.target.name)) return;
    const [ours, theirs] = [form.elements.localShortName.value.trim(), form.elements.remoteShortName.value.trim()];
    named.value = ours && theirs ? `${ours} to ${theirs}` : "";
  });
  void wizard;
});
