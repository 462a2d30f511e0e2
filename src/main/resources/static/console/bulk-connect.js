// Bulk Connect: the file is looked at as soon as it is chosen, and connected only as it was looked at.
"use strict";

{
  const form = byId("bulk-connect");
  let turn = 0;

  const path = (preview) => {
    const { connection, fields, existing } = form.elements;
    const query = new URLSearchParams({ fields: fields.value, existing: existing.value, ...(preview ? { preview } : {}) });
    return `/api/v1/connections/${encodeURIComponent(connection.value)}/bulk-connect?${query}`;
  };

  const rows = (place, items, cells) => {
    place.hidden = items.length === 0;
    place.querySelector("tbody").replaceChildren(...items.map((item) => {
      const row = document.createElement("tr");
      row.append(...cells(item).map((text) => Object.assign(document.createElement("td"), { textContent: text })));
      return row;
    }));
  };

  const many = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;

  const show = ({ issues, mails, problems, withheld }) => {
    byId("preview-sum").textContent =
      `${many(issues, "pair")} can be connected. ${mails === 0 ? "Jira sends no mails for that." : `Jira may send mails for at most ${many(mails, "change")}.`}` +
      (problems.length ? ` ${many(problems.length, "problem")}:` : "");
    rows(byId("preview-problems"), problems, ({ line, item, message }) => [line || "", item, message]);
    rows(byId("preview-withheld"), withheld, ({ issue, part, why }) => [issue, part, why]);
    byId("preview").hidden = false;
    byId("connect").disabled = issues === 0;
  };

  const send = async (preview) => {
    const file = form.elements.file.files[0];
    if (!file) throw new Problem("", 0, [{ field: "file", message: "Choose the CSV file." }]);
    return (await api("POST", path(preview), file, "text/csv")).body;
  };

  const said = (problem) => {
    if (!(problem instanceof Problem)) throw problem;
    const fields = problem.fields.length ? problem.fields : [{ field: "file", message: problem.message }];
    complain(new Problem(problem.message, problem.status, fields), form);
  };

  const look = async () => {
    const mine = ++turn;
    clear(form);
    byId("preview").hidden = true;
    byId("connect").disabled = true;
    try {
      const seen = await send(true);
      if (mine === turn) show(seen);
    } catch (problem) {
      if (mine === turn) said(problem);
    }
  };

  form?.addEventListener("change", () => { if (form.elements.file.files.length) look(); });
  byId("look")?.addEventListener("click", look);
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    byId("connect").disabled = true;
    try {
      location.assign(`${base}/jobs/${(await send(false)).job}`);
    } catch (problem) {
      byId("connect").disabled = false;
      said(problem);
    }
  });
}
