// Shows what others change without a reload, and never touches what somebody is typing.
(() => {
  const path = document.body.dataset.look;
  if (!path) return;
  const pause = 1000;
  const news = document.getElementById('news');
  const shown = new Map();
  let last = '';

  const say = words => { if (news.textContent !== words) news.textContent = words; };
  const remember = part => shown.set(part.id, part.outerHTML);

  function isBusy(part) {
    // What was sent and refused is not in the page's own values, but still somebody's words.
    if (part.contains(document.activeElement) || part.querySelector('[data-typed]')) return true;
    return [...part.querySelectorAll('textarea, select, input')].some(field =>
      field.type === 'checkbox' ? field.checked !== field.defaultChecked
        : field.tagName === 'SELECT' ? field.selectedIndex !== Math.max(0, [...field.options].findIndex(one => one.defaultSelected))
          : field.value !== field.defaultValue);
  }

  function put(part, list, place) {
    const made = document.importNode(part, true);
    made.classList.add('changed');
    list.insertBefore(made, list.children[place] || null);
    remember(part);
    return made;
  }

  // Returns whether a part has to wait, because somebody is typing in it.
  function bring(list, fresh) {
    let waiting = false;
    const wanted = new Set([...fresh.children].map(part => part.id));
    for (const part of [...list.children]) {
      if (wanted.has(part.id)) continue;
      if (isBusy(part)) waiting = true;
      else part.remove();
    }
    [...fresh.children].forEach((part, place) => {
      const old = [...list.children].find(one => one.id === part.id);
      if (!old) { put(part, list, place); return; }
      if (shown.get(part.id) === part.outerHTML) return;
      if (isBusy(old)) { waiting = true; return; }
      const open = [...old.querySelectorAll('details')].map(one => one.open);
      old.remove();
      put(part, list, place).querySelectorAll('details').forEach((one, at) => { one.open = open[at] || one.open; });
    });
    return waiting;
  }

  async function look() {
    const answer = await fetch(path, {cache: 'no-store'});
    if (answer.redirected) return say('You are logged out here. Log in again in another window; what you typed stays.');
    if (answer.status === 404) return say('This was deleted or moved, or you may not see it any more.');
    if (!answer.ok) return say('This Jira is in trouble; trying again.');
    const text = await answer.text();
    say('');
    if (text === last) return;
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    let waiting = false;
    for (const list of document.querySelectorAll('[data-live]')) {
      const there = fresh.getElementById(list.id);
      if (there && bring(list, there)) waiting = true;
    }
    document.title = fresh.title;
    if (waiting) say('Somebody changed the part that you are in; it is shown when you leave it.');
    else last = text;
  }

  async function watch() {
    if (!document.hidden) {
      try {
        await look();
      } catch {
        say('This Jira does not answer; trying again.');
      }
    }
    setTimeout(watch, pause);
  }

  document.querySelectorAll('[data-live] > *').forEach(remember);
  setTimeout(watch, pause);
})();
