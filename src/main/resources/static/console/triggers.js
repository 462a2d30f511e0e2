// Asks Jira, when the typing stops, how many issues a trigger's query finds now.
"use strict";

{
  const form = byId("trigger");
  let timer;
  let latest = 0;

  const check = async () => {
    const jql = form.elements.jql.value.trim();
    const mine = ++latest;
    byId("matching").textContent = "";
    if (!jql) return;
    try {
      const { body } = await api("POST", "/api/v1/triggers/check", { connection: form.elements.connection.value, jql });
      if (mine !== latest) return;
      clear(form);
      byId("matching").textContent = body.matches === 1 ? "1 issue matches now." : `${body.matches} issues match now.`;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (mine !== latest) return;
      const place = form.querySelector("[data-problem-of=jql]");
      place.textContent = problem.fields[0]?.message || problem.message;
      place.hidden = false;
    }
  };

  form.addEventListener("input", (event) => {
    if (!["jql", "connection"].includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(check, 400);
  });
  if (form.elements.jql.value) check();
}
