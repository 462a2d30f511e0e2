// What calls of a connection and of the settings tell, shown where it was asked.
"use strict";

{
  const line = (text, name = "p", kind = "") => Object.assign(document.createElement(name), { textContent: text, className: kind });

  /** The result of a test in sentences. */
  const tested = (place, told) => {
    const rows = [
      ["Other side", told.reachable ? "answers" : "does not answer"],
      ["Way there and back", told.roundTripMs === null ? null : `${told.roundTripMs} ms`],
      ["Difference of clocks", told.clockSkewMs === null ? null : `${told.clockSkewMs} ms`],
      ["Node", told.peer && `${told.peer.name ?? ""} ${told.peer.version ?? ""}`],
      ["Its Jira", told.peer?.jira],
      ["The proxy user lacks here", told.missingPermissions.length ? told.missingPermissions.join(", ") : "nothing"],
    ];
    const facts = line("", "dl", "facts");
    for (const [name, text] of rows) if (text) facts.append(line(name, "dt"), line(text, "dd"));
    place.replaceChildren(line("Result of the test", "h2"), ...(told.problem ? [line(told.problem, "p", "problem")] : []), facts);
    place.hidden = false;
  };

  document.addEventListener("answered", (event) => {
    if (event.target.matches("[data-shows-test]")) tested(byId("test"), event.detail);
    if (event.target.matches("[data-shows-token]")) {
      byId("token-secret").value = event.detail.token;
      byId("made-token").hidden = false;
      event.target.reset();
      byId("made-token").focus();
    }
  });
}
