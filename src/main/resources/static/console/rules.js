// The editors of a connection's rules: what is typed stays until it is saved, and nothing is overwritten unseen.
"use strict";

{
  const room = byId("rules");
  const rulesPath = `${room.dataset.base}/rules`;
  const byHand = room.dataset.publish === "manual";
  const editable = room.dataset.editable === "true";
  const GROOVY = "text/x-groovy";

  const node = (name, text = "", kind = "") => Object.assign(document.createElement(name), { textContent: text, className: kind });
  const button = (text, label, act) => {
    const made = Object.assign(node("button", text, "plain"), { type: "button" });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const etag = (version) => ({ "If-Match": `"${version}"` });
  const at = (instant) => Object.assign(node("time", new Date(instant).toLocaleString()), { dateTime: instant, title: instant });

  /** A unified diff, a line each, coloured. */
  const diff = (place, text) => {
    const kinds = { "+": "added", "-": "removed", "@": "where" };
    const lines = text.split("\n").filter((row) => !/^(---|\+\+\+) /.test(row));
    place.replaceChildren(...lines.map((row) => node("span", row || " ", kinds[row[0]] || "same")));
    if (!text) place.textContent = "Nothing differs.";
  };

  /** What was offered last: it holds as long as only the same word or text grows. */
  let offered;

  const isStill = (direction, before, from) => {
    const typed = before.slice(from);
    return offered?.direction === direction && offered.before === before.slice(0, from) && (offered.inText ? /^[^"'\n]*$/ : /^\w*$/).test(typed);
  };

  /** What the node says that fits at the cursor. */
  const complete = async (direction, editor) => {
    const cursor = editor.getCursor();
    const text = editor.getValue();
    const at = editor.indexFromPos(cursor);
    const before = text.slice(0, at);
    if (!offered || !isStill(direction, before, offered.from)) {
      const { body } = await api("POST", `${rulesPath}/${direction}/completion`, { text, at });
      offered = { direction, ...body, before: before.slice(0, body.from) };
      if (body.problem) say(body.problem);
    }
    const typed = before.slice(offered.from).toLowerCase();
    return {
      list: offered.items.filter((one) => one.shown.toLowerCase().startsWith(typed)).map((one) => ({ text: one.insert, displayText: one.shown })),
      from: editor.posFromIndex(offered.from),
      to: cursor,
    };
  };

  /** One of the two rules. */
  class Rule {
    constructor(section) {
      this.section = section;
      this.direction = section.dataset.rule;
      this.title = section.querySelector("h2").textContent;
      this.path = `${rulesPath}/${this.direction}`;
      this.version = section.dataset.version;
      this.area = section.querySelector("textarea");
      this.read = this.area.value;
      this.editor = CodeMirror.fromTextArea(this.area, {
        mode: GROOVY,
        lineNumbers: true,
        matchBrackets: true,
        indentUnit: 4,
        viewportMargin: Infinity,
        readOnly: !editable,
        screenReaderLabel: this.title,
        extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Space": (editor) => this.offer(editor) },
      });
      this.read = this.editor.getValue();
      this.editor.on("change", () => this.typed());
      this.editor.on("inputRead", (editor, change) => { if (/[.]$/.test(change.text[0])) this.offer(editor); });
      this.on("[data-publish]", () => this.publish());
      this.on("[data-save]", () => this.save());
      this.on("[data-take-disk]", () => this.takeDisk());
      this.on("[data-keep-mine]", () => this.keepMine());
      this.on("[data-older]", () => this.older());
      section.querySelector("[data-try] form").addEventListener("submit", (event) => { event.preventDefault(); this.tryOut(event.target); });
      section.querySelector("[data-versions]")?.addEventListener("toggle", (event) => { if (event.target.open) this.versions(); });
    }

    part(selector) {
      return this.section.querySelector(selector);
    }

    on(selector, act) {
      const made = this.part(selector);
      made?.addEventListener("click", async () => {
        made.disabled = true;
        await act().finally(() => (made.disabled = false));
      });
    }

    offer(editor) {
      editor.showHint({ hint: (it) => complete(this.direction, it), completeSingle: false });
    }

    get dirty() {
      return this.editor.getValue() !== this.read;
    }

    typed() {
      this.part("[data-dirty]").hidden = !this.dirty;
      this.unmark();
    }

    unmark() {
      this.mark?.forEach((undo) => undo());
      this.mark = null;
      this.part("[data-line-problem]").hidden = true;
    }

    /** A sentence under the line that it is about, and to be heard. */
    markLine(line, message) {
      this.unmark();
      const index = Math.min(Math.max(line - 1, 0), this.editor.lastLine());
      const handle = this.editor.addLineClass(index, "background", "wrong-line");
      const widget = this.editor.addLineWidget(index, node("div", message, "wrong-sentence"), { above: false });
      this.mark = [() => this.editor.removeLineClass(handle, "background", "wrong-line"), () => widget.clear()];
      const place = this.part("[data-line-problem]");
      place.textContent = `Line ${line}: ${message}`;
      place.hidden = false;
    }

    /** What the node refuses, at its line where that is in this rule. */
    wrong(problem, form) {
      if (!(problem instanceof Problem)) throw problem;
      const broken = problem.fields.find((one) => one.line > 0 && one.file?.endsWith(`/${this.direction}.groovy`));
      if (problem.said?.text !== undefined) return this.conflict(problem.said);
      if (!broken) return complain(problem, form);
      this.markLine(broken.line, broken.message);
      if (editable) {
        this.editor.setCursor(broken.line - 1, Math.max((broken.column || 1) - 1, 0));
        this.editor.focus();
      }
    }

    async send() {
      const text = this.editor.getValue();
      const { headers } = await api("PUT", this.path, text, GROOVY, etag(this.version));
      this.saved(text, headers.get("ETag"));
    }

    saved(text, version) {
      this.version = version.replace(/"/g, "");
      this.read = text;
      this.part("[data-conflict]").hidden = true;
      this.part("[data-now]").textContent = this.version;
      this.part("[data-dirty]").hidden = true;
      if (this.editor.getValue() !== text) this.editor.setValue(text);
      this.unmark();
    }

    async save() {
      clear();
      try {
        if (this.dirty) await this.send();
        say("Saved. Publish takes it into use.");
        await state();
      } catch (problem) {
        this.wrong(problem);
      }
    }

    /** Saves, and takes it into use; where others' changes would come into use with it, that is asked first. */
    async publish() {
      clear();
      try {
        if (this.dirty) await this.send();
        const { body } = await api("GET", rulesPath);
        const others = body.rules.filter((rule) => rule.changed && rule.direction !== this.direction).map((rule) => rule.file);
        if (byHand && others.length && !(await ask(`${others.join(", ")} is changed too, and comes into use with it.`, "Publish both"))) return;
        const answer = await api("POST", `${rulesPath}/publish`, undefined, undefined, etag(body.files));
        say(`Published: version ${answer.body.inUse} of the rules is in use.`);
        await state();
        if (this.part("[data-versions]")?.open) await this.versions();
      } catch (problem) {
        this.wrong(problem);
      }
    }

    /** The file is another one than was read: both texts are shown, and a person chooses. */
    conflict({ version, text, difference }) {
      this.onDisk = { version, text };
      this.part("[data-on-disk]").textContent = text;
      diff(this.part("[data-conflict-diff]"), difference ?? "");
      this.part("[data-conflict-diff]").parentElement.hidden = difference === undefined;
      const place = this.part("[data-conflict]");
      if (place.hidden) {
        place.hidden = false;
        if (difference !== undefined) place.focus();
      }
    }

    async takeDisk() {
      this.saved(this.onDisk.text, this.onDisk.version);
      this.editor.focus();
    }

    async keepMine() {
      this.version = this.onDisk.version;
      this.read = this.onDisk.text;
      this.part("[data-conflict]").hidden = true;
      this.typed();
      say("Yours is kept in the editor; Publish writes it over the text on disk.");
      this.editor.focus();
    }

    /** The file may change while somebody looks at it. */
    async look(now) {
      if (!now.version || now.version === this.version || now.version === this.onDisk?.version) return;
      const { body, headers } = await api("GET", this.path, undefined, undefined, { Accept: GROOVY });
      const version = headers.get("ETag").replace(/"/g, "");
      if (version !== this.version) this.conflict({ version, text: body });
    }

    async tryOut(form) {
      clear(form);
      const place = this.part("[data-tried]");
      place.replaceChildren();
      const asked = { direction: this.direction, rule: this.editor.getValue() };
      if (!editable) delete asked.rule;
      const issue = form.elements.issue.value.trim();
      const replica = form.elements.replica?.value.trim();
      if (issue) asked.issue = issue;
      try {
        if (!issue && !replica) throw new Problem("", 0, [{ field: "issue", message: "Name an issue of this Jira." }]);
        if (replica) asked.replica = this.parsed(replica);
        const { body } = await api("POST", `${room.dataset.base}/try`, asked);
        place.replaceChildren(...(this.direction === "outgoing" ? this.told(body) : this.planned(body)));
      } catch (problem) {
        this.wrong(problem, form);
      }
    }

    parsed(text) {
      try {
        return JSON.parse(text);
      } catch (wrong) {
        throw new Problem("", 0, [{ field: "replica", message: `This is no JSON: ${wrong.message}` }]);
      }
    }

    told({ replica, differenceToLastSent, log }) {
      return [
        node("p", "This is what would be sent. Nothing was sent, and nothing was written.", "hint"),
        node("h3", "Difference to what was sent last"),
        differenceToLastSent[0]?.startsWith(": expected nothing") ? node("p", "Nothing of it was sent yet.") : this.list(differenceToLastSent, "Nothing differs."),
        node("h3", "Replica"),
        Object.assign(node("pre", JSON.stringify(replica, null, 2)), { tabIndex: 0 }),
        ...this.logged(log),
      ];
    }

    planned({ plan, warnings, log }) {
      const table = node("table");
      const head = table.createTHead().insertRow();
      for (const title of ["Call", "Field", "From", "To"]) head.append(Object.assign(node("th", title), { scope: "col" }));
      const rows = table.createTBody();
      const shown = (value) => (value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));
      for (const step of plan) {
        const row = rows.insertRow();
        for (const value of [step.call, step.field, shown(step.from), shown(step.to)]) row.insertCell().textContent = value;
      }
      const scroll = node("div", "", "scroll");
      scroll.append(table);
      Object.assign(scroll, { tabIndex: 0 }).setAttribute("aria-label", "Planned calls");
      scroll.setAttribute("role", "region");
      return [
        node("p", "These calls would be made. Nothing was written.", "hint"),
        node("h3", "Planned difference"),
        plan.length ? scroll : node("p", "Nothing would change."),
        ...(warnings.length ? [node("h3", "Warnings"), this.list(warnings.map((one) => one.message ?? JSON.stringify(one)))] : []),
        ...this.logged(log),
      ];
    }

    logged(log) {
      return log.length ? [node("h3", "Log"), node("pre", log.join("\n"))] : [];
    }

    list(lines, none) {
      if (!lines.length) return node("p", none);
      const list = node("ul");
      list.append(...lines.map((text) => node("li", text)));
      return list;
    }

    async versions() {
      this.part("[data-versions] tbody").replaceChildren();
      this.part("[data-difference]").hidden = true;
      this.next = null;
      await this.older();
    }

    async older() {
      try {
        const { body } = await api("GET", `${this.path}/versions?limit=20${this.next ? `&cursor=${this.next}` : ""}`);
        this.next = body.next;
        this.part("[data-older]").hidden = !this.next;
        this.part("[data-versions] tbody").append(...body.items.map((kept) => this.row(kept)));
      } catch (problem) {
        this.wrong(problem);
      }
    }

    row(kept) {
      const row = node("tr");
      const version = Object.assign(node("th"), { scope: "row" });
      version.append(node("code", kept.version));
      const when = node("td");
      when.append(at(kept.at));
      const state = kept.inUse ? "In use" : kept.version === this.version ? "In the file" : kept.rules ? "" : "Never in use";
      const acts = node("div", "", "buttons");
      acts.append(button("Show the difference", `Show the difference of ${kept.version}`, () => this.difference(kept)));
      if (editable && kept.version !== this.version) acts.append(button("Roll back", `Roll back to ${kept.version}`, () => this.rollBack(kept)));
      const cell = node("td");
      cell.append(acts);
      row.append(version, when, node("td", kept.author ?? "on disk"), node("td", state), cell);
      return row;
    }

    async difference(kept) {
      try {
        const { body } = await api("GET", `${this.path}/versions/${kept.version}`);
        const place = this.part("[data-difference]");
        diff(place, body.difference);
        place.hidden = false;
        place.focus();
      } catch (problem) {
        this.wrong(problem);
      }
    }

    async rollBack(kept) {
      const lost = this.dirty ? " What is not saved in the editor is lost." : "";
      if (!(await ask(`The text of ${new Date(kept.at).toLocaleString()} (${kept.version}) is written into the file again.${lost}`, "Roll back"))) return;
      try {
        const { body } = await api("GET", `${this.path}/versions/${kept.version}`);
        const { headers } = await api("POST", `${this.path}/versions/${kept.version}/restore`, undefined, undefined, etag(this.version));
        this.saved(body.text, headers.get("ETag"));
        if (!byHand) await api("POST", `${rulesPath}/publish`);
        say(byHand ? "Rolled back in the file. Publish takes it into use." : `Rolled back: version ${kept.version} is in use.`);
        await Promise.all([state(), this.versions()]);
      } catch (problem) {
        this.wrong(problem);
      }
    }
  }

  const rules = [...room.querySelectorAll("[data-rule]")].map((section) => new Rule(section));
  const { problemFile, problemLine, problemMessage } = room.dataset;
  const blamed = rules.find((rule) => problemLine && problemFile?.endsWith(`/${rule.direction}.groovy`));
  blamed?.markLine(Number(problemLine), problemMessage);

  /** What is in the files now, and what of it is in use. */
  const state = async () => {
    const { body } = await api("GET", rulesPath);
    byId("rules-changed").hidden = !(byHand && body.changed && !body.problem);
    const problem = byId("rules-problem");
    if (problem) problem.hidden = !body.problem;
    for (const rule of rules) await rule.look(body.rules.find((one) => one.direction === rule.direction));
  };

  if (editable) setInterval(() => { if (!document.hidden) state().catch(() => {}); }, 5000);
  window.addEventListener("beforeunload", (event) => { if (rules.some((rule) => rule.dirty)) event.preventDefault(); });
}
