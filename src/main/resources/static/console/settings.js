// What became of a test notification, way by way.
"use strict";

const WAYS = { email: "The mail server", webhook: "The webhook" };

document.addEventListener("answered", (event) => {
  if (!event.target.matches("[data-test-notification]")) return;
  const outcomes = Object.entries(event.detail);
  const place = byId("test-outcome");
  place.replaceChildren(...outcomes.map(([way, outcome]) => {
    const line = document.createElement("p");
    line.className = outcome.taken ? "said" : "problem";
    line.textContent = outcome.taken ? `${WAYS[way]} has taken it.` : `${WAYS[way]} has not taken it: ${outcome.problem}`;
    return line;
  }));
});
