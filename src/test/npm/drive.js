'use strict';

// Drives a Jira as somebody's integration would, through a client that was written for the real one.
// Usage: node drive.js <url> basic|bearer <user> <password or token> <project>
// The last line of its output tells what it left behind, as JSON. Any surprise ends it with a status other than 0.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const JiraApi = require('jira-client');

const [address, login, user, secret, project] = process.argv.slice(2);
const url = new URL(address);
const jira = new JiraApi({
  protocol: url.protocol.replace(':', ''),
  host: url.hostname,
  port: url.port,
  base: url.pathname.replace(/\/$/, ''),
  apiVersion: '2',
  ...(login === 'bearer' ? { bearer: secret } : { username: user, password: secret }),
});

const FILE = 'Grüße aus Acme.txt';
const CONTENT = Buffer.from('a drawbridge\u0000 is not a wall\n');

/** For the few paths that the client has no method of its own for. */
function send(method, pathname, body, query) {
  return jira.doRequest(jira.makeRequestHeader(jira.makeUri({ pathname, query }), { method, body }));
}

/** The client passes on what Jira says, not its status. */
function refused(words, promise) {
  return assert.rejects(promise, { message: words });
}

/** By the REST API; what the client calls getIssue asks the API for boards. */
function look(key, fields = '*all') {
  return jira.findIssue(key, '', fields);
}

function create(summary, more = {}) {
  return jira.addNewIssue({ fields: { project: { key: project }, issuetype: { name: 'Bug' }, summary, ...more } });
}

async function whereAndWho() {
  const info = await jira.getServerInfo();
  assert.equal(info.baseUrl, address);
  assert.notEqual(info.deploymentType, 'Cloud');
  assert.equal(info.versionNumbers.length, 3);
  assert.equal((await jira.getCurrentUser()).name, user);
  assert.deepEqual((await jira.searchUsers({ username: user })).map((found) => found.name), [user]);
}

async function findsItsWay() {
  assert.ok((await jira.listProjects()).some((one) => one.key === project));
  assert.equal((await jira.getProject(project)).key, project);
  const types = await jira.genericGet(`issue/createmeta/${project}/issuetypes`);
  const bug = types.values.find((type) => type.name === 'Bug');
  const fields = await jira.genericGet(`issue/createmeta/${project}/issuetypes/${bug.id}`);
  assert.ok(fields.values.some((field) => field.fieldId === 'summary' && field.required));
  assert.ok((await jira.listFields()).some((field) => field.id === 'summary'));
  assert.ok((await jira.listPriorities()).some((priority) => priority.name === 'High'));
  assert.ok((await jira.listStatus()).some((status) => status.name === 'Done'));
  assert.ok((await jira.listIssueTypes()).some((type) => type.subtask));
  await refused(/No project could be found with key 'NOWHERE'/, jira.getProject('NOWHERE'));
}

async function versionsAndComponents() {
  const version = await jira.createVersion({ project, name: `1.0 ${login}` });
  await jira.updateVersion({ id: version.id, released: true });
  assert.ok((await jira.getVersions(project)).some((one) => one.id === version.id && one.released));
  const component = await jira.addNewComponent({ project, name: `Gate ${login}` });
  assert.ok((await jira.listComponents(project)).some((one) => one.id === component.id));
  const gone = await jira.createVersion({ project, name: `0.9 ${login}` });
  await jira.deleteVersion(gone.id);
  await refused(/Could not find version for id/, jira.getVersion(gone.id));
  return { fixVersions: [{ id: version.id }], components: [{ id: component.id }] };
}

async function issues(parts) {
  const made = await create(`Created with ${login}`, { description: 'by *somebody*', labels: ['real'], ...parts });
  await jira.updateIssue(made.key, {
    fields: { summary: `Edited with ${login}`, priority: { name: 'High' } },
    update: { labels: [{ add: 'edited' }] },
  });
  const read = await look(made.key);
  assert.equal(read.id, made.id);
  assert.equal(read.fields.summary, `Edited with ${login}`);
  assert.deepEqual([...read.fields.labels].sort(), ['edited', 'real']);
  assert.equal(read.fields.fixVersions[0].id, parts.fixVersions[0].id);
  assert.deepEqual(Object.keys((await look(made.key, 'summary')).fields), ['summary']);
  await refused(/You must specify a summary of the issue/, create(''));
  return made;
}

async function search() {
  const made = [];
  for (let i = 0; i < 5; i += 1) {
    made.push((await create(`Page ${i} ${login}`, { labels: [`paged-${login}`] })).key);
  }
  const found = [];
  for (let startAt = 0, total = 1; startAt < total; ) {
    const page = await jira.searchJira(`project = ${project} AND labels = paged-${login} ORDER BY key ASC`, {
      startAt,
      maxResults: 2,
      fields: ['summary'],
    });
    assert.ok(page.issues.length >= 1 && page.issues.length <= 2);
    assert.equal(page.startAt, startAt);
    found.push(...page.issues.map((issue) => issue.key));
    startAt += page.issues.length;
    total = page.total;
  }
  assert.deepEqual(found, made);
  await refused(/Error in the JQL Query/, jira.searchJira('no such ~~ query'));
}

async function comments(key) {
  const kept = await jira.addComment(key, 'first words');
  const gone = await jira.addComment(key, 'soon gone');
  assert.equal((await jira.updateComment(key, kept.id, 'better words')).body, 'better words');
  await jira.deleteComment(key, gone.id);
  assert.deepEqual((await jira.getComments(key)).comments.map((comment) => comment.body), ['better words']);
  assert.equal((await jira.getComment(key, kept.id)).author.name, user);
  await refused(/comment/i, jira.getComment(key, gone.id));
}

async function attachments(key) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-'));
  try {
    const file = path.join(folder, FILE);
    fs.writeFileSync(file, CONTENT);
    const [attached] = await jira.addAttachmentOnIssue(key, fs.createReadStream(file));
    assert.equal(attached.filename, FILE);
    assert.equal(attached.size, CONTENT.length);
    assert.deepEqual(await jira.downloadAttachment(attached), CONTENT);
    const [gone] = await jira.addAttachmentOnIssue(key, fs.createReadStream(file));
    await jira.deleteAttachment(gone.id);
    assert.deepEqual((await look(key, 'attachment')).fields.attachment.map((one) => one.id), [attached.id]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function transition(key) {
  const { transitions } = await jira.listTransitions(key);
  const done = transitions.find((step) => step.to.name === 'Done');
  await jira.transitionIssue(key, { transition: { id: done.id }, fields: { resolution: { name: 'Done' } } });
  const { fields } = await look(key);
  assert.equal(fields.status.name, 'Done');
  assert.equal(fields.resolution.name, 'Done');
  await refused(/987654/, jira.transitionIssue(key, { transition: { id: '987654' } }));
}

async function worklogs(key) {
  const started = '2026-01-02T03:04:05.000+0000';
  const kept = await jira.addWorklog(key, { comment: 'dug a moat', started, timeSpentSeconds: 5400 });
  const gone = await jira.addWorklog(key, { started, timeSpent: '1h' });
  assert.equal(gone.timeSpentSeconds, 3600);
  await jira.updateWorklog(key, kept.id, { comment: 'dug a deep moat' });
  await jira.deleteWorklog(key, gone.id);
  const left = (await jira.getIssueWorklogs(key)).worklogs;
  assert.deepEqual(left.map((one) => [one.id, one.comment, one.timeSpent]), [[kept.id, 'dug a deep moat', '1h 30m']]);
}

async function links(key) {
  const other = await create(`Other end for ${login}`);
  assert.ok((await jira.listIssueLinkTypes()).issueLinkTypes.some((type) => type.name === 'Blocks'));
  const between = (type) => jira.issueLink({ type: { name: type }, inwardIssue: { key }, outwardIssue: { key: other.key } });
  await between('Blocks');
  await between('Relates');
  const of = async (issue) => (await look(issue, 'issuelinks')).fields.issuelinks;
  const gone = (await of(key)).find((link) => link.type.name === 'Relates');
  await jira.deleteIssueLink(gone.id);
  // Whoever is told as the inward issue reads the link outward, and the other way round.
  assert.deepEqual((await of(key)).map((link) => link.outwardIssue.key), [other.key]);
  assert.deepEqual((await of(other.key)).map((link) => link.inwardIssue.key), [key]);
  return other;
}

async function remoteLinks(key) {
  const link = (globalId, title) => ({ globalId, object: { url: 'https://example.org/1', title } });
  const kept = await jira.createRemoteLink(key, link('wiki-1', 'Moat plan'));
  const same = await jira.createRemoteLink(key, link('wiki-1', `Moat plan, ${login}`));
  assert.equal(same.id, kept.id);
  const gone = await jira.createRemoteLink(key, link('wiki-2', 'Old plan'));
  await jira.deleteRemoteLink(key, gone.id);
  assert.deepEqual((await jira.getRemoteLinks(key)).map((one) => one.object.title), [`Moat plan, ${login}`]);
}

async function watchers(key, watcher) {
  await jira.addWatcher(key, watcher);
  const names = async () => (await jira.getIssueWatchers(key)).watchers.map((one) => one.name);
  assert.ok((await names()).includes(watcher));
  await send('DELETE', `/issue/${key}/watchers`, undefined, { username: user });
  assert.deepEqual(await names(), [watcher]);
}

async function properties(key) {
  const value = { with: login, depth: [1, 2] };
  await send('PUT', `/issue/${key}/properties/moat`, value);
  await send('PUT', `/issue/${key}/properties/passing`, true);
  await send('DELETE', `/issue/${key}/properties/passing`);
  assert.deepEqual((await jira.getIssueProperty(key, 'moat')).value, value);
  assert.deepEqual((await jira.getIssueProperty(key, '')).keys.map((one) => one.key), ['moat']);
  await refused(/does not exist/, jira.getIssueProperty(key, 'passing'));
}

async function deletion() {
  const gone = await create(`Soon gone with ${login}`);
  await jira.deleteIssue(gone.key);
  await refused(/Issue Does Not Exist/, look(gone.key));
  return gone;
}

async function all() {
  await whereAndWho();
  await findsItsWay();
  const parts = await versionsAndComponents();
  const { key } = await issues(parts);
  await search();
  await comments(key);
  await attachments(key);
  await worklogs(key);
  const other = await links(key);
  await remoteLinks(key);
  await watchers(key, 'walt');
  await properties(key);
  await transition(key);
  const gone = await deletion();
  return { issue: key, other: other.key, gone: gone.key };
}

all().then(
  (left) => console.log(JSON.stringify(left)),
  (error) => {
    console.error(error.stack || error);
    process.exitCode = 1;
  },
);
