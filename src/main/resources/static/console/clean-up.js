// Clean-up Tools: what it concerns is counted first, and asked about once.
"use strict";

{
  const many = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;
  const cell = (content, kind = "td") => {
    const made = document.createElement(kind);
    made.append(content);
    return made;
  };

  const mapping = (share, issue) => {
    if (share.underSync === 0) return "nothing under sync";
    const link = document.createElement("a");
    const query = issue ? `?issue=${encodeURIComponent(issue)}` : "";
    link.href = `${base}/api/v1/connections/${encodeURIComponent(share.connection)}/mapping.csv${query}`;
    link.download = "";
    link.textContent = `Download the mapping of ${share.connection}`;
    return link;
  };

  const sure = (concerned, issue) => {
    const dialog = byId("clean-up");
    byId("clean-up-sum").textContent =
      `${many(concerned.twins, "twin")} and ${many(concerned.messages, "message")} are removed here, and the other side is told that the sync ends. Jira's issues stay.`;
    byId("clean-up-shares").replaceChildren(...concerned.connections.map((share) => {
      const row = document.createElement("tr");
      const figures = [share.twins, share.messages].map((number) => cell(String(number)));
      figures.forEach((figure) => (figure.className = "figure"));
      row.append(cell(share.connection, "th"), ...figures, cell(mapping(share, issue)));
      return row;
    }));
    dialog.returnValue = "no";
    dialog.showModal();
    return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
  };

  document.querySelectorAll("form[data-clean-up]").forEach((form) =>
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clear(form);
      const what = form.dataset.cleanUp;
      const value = form.elements[what].value.trim();
      const button = form.querySelector("button");
      button.disabled = true;
      try {
        if (!value) throw new Problem(`Say which ${what}.`, 0, []);
        const { body } = await api("GET", `/api/v1/cleanup?${new URLSearchParams({ [what]: value })}`);
        if (!(await sure(body, what === "issue" ? value : null))) return;
        const ordered = await api("POST", "/api/v1/cleanup", { [what]: what === "node" ? true : value });
        location.assign(`${base}/jobs/${ordered.body.job}`);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        const fields = problem.fields.length ? problem.fields : [{ field: what, message: problem.message }];
        complain(new Problem(problem.message, problem.status, fields), form);
      } finally {
        button.disabled = false;
      }
    }));
}
