-- The memory of one node. Times are UTC. What is kept of issue contents for good is sealed before it comes here; payloads
-- of events are not, and go some days after both sides are done with them.
create table node (
  only_row int primary key,
  node_id varchar(64) not null,
  epoch varchar(64) not null,
  created timestamp(6) not null
);

create table connection (
  id uuid primary key,
  version bigint not null,
  name varchar(64) not null,
  name_key varchar(64) not null unique,
  description varchar(2000) not null,
  type varchar(16) not null,
  dials varchar(8),
  mode varchar(16) not null,
  state varchar(16) not null,
  condition varchar(24) not null,
  why varchar(2000) not null,
  paused_there boolean not null,
  parting varchar(8),
  local_short varchar(20) not null,
  remote_short varchar(20) not null,
  winner varchar(20) not null,
  inviter boolean not null,
  remote_url varchar(1000),
  remote_jira_url varchar(1000),
  remote_node_id varchar(64),
  remote_node_name varchar(200),
  remote_version varchar(64),
  incoming_project varchar(64) not null,
  projects varchar(4000) not null,
  signing_key text not null,
  signing_public varchar(64) not null,
  sealing_key text not null,
  sealing_public varchar(64) not null,
  peer_signing_public varchar(64),
  peer_sealing_public varchar(64),
  settings text not null,
  origin varchar(16) not null,
  created timestamp(6) not null,
  last_contact timestamp(6)
);

create table invitation (
  id varchar(64) primary key,
  connection_id uuid not null references connection (id) on delete cascade,
  side varchar(8) not null,
  state varchar(16) not null,
  code text,
  expires_at timestamp(6) not null,
  created timestamp(6) not null,
  wrong_proofs int not null,
  accepted_key varchar(64),
  transcript text
);

-- How far a connection has come in both directions.
create table line (
  connection_id uuid primary key references connection (id) on delete cascade,
  out_seq bigint not null,
  out_hash varchar(64) not null,
  acked_seq bigint not null,
  in_seq bigint not null,
  in_hash varchar(64) not null,
  peer_epoch varchar(64)
);

create table outbox (
  id uuid primary key,
  connection_id uuid not null references connection (id) on delete cascade,
  twin uuid,
  kind varchar(24) not null,
  seq bigint,
  hash varchar(64),
  priority int not null,
  bytes int not null,
  payload text,
  created timestamp(6) not null,
  acked_at timestamp(6),
  settled_at timestamp(6),
  unique (connection_id, seq)
);
create index outbox_waiting on outbox (connection_id, priority, created);
create index outbox_twin on outbox (connection_id, twin);
create index outbox_settled on outbox (connection_id, settled_at);

create table inbox (
  id uuid primary key,
  connection_id uuid not null references connection (id) on delete cascade,
  epoch varchar(64) not null,
  seq bigint not null,
  hash varchar(64) not null,
  event_id uuid not null,
  twin uuid,
  kind varchar(24) not null,
  state varchar(16) not null,
  bytes int not null,
  payload text,
  stored timestamp(6) not null,
  done_at timestamp(6),
  unique (connection_id, epoch, seq)
);
create index inbox_lane on inbox (connection_id, twin, state, seq);
create index inbox_waiting on inbox (state);
create index inbox_done on inbox (connection_id, done_at);

-- One row for each twin that has stored events to work on.
create table lane (
  connection_id uuid not null references connection (id) on delete cascade,
  twin uuid not null,
  state varchar(16) not null,
  next_at timestamp(6) not null,
  attempts int not null,
  crashes int not null,
  owner varchar(64),
  fence bigint not null,
  leased_until timestamp(6),
  since timestamp(6) not null,
  problem varchar(24),
  reason varchar(4000),
  remedy varchar(2000),
  rule_file varchar(400),
  rule_line int,
  rule_version varchar(64),
  stack_trace text,
  error_id uuid,
  approved boolean not null,
  primary key (connection_id, twin)
);
create index lane_due on lane (state, next_at);

create table lease (
  resource varchar(120) primary key,
  owner varchar(64),
  fence bigint not null,
  leased_until timestamp(6) not null
);

create table issue_revision (
  issue_id bigint primary key,
  revision bigint not null,
  changed_at timestamp(6) not null
);

create table twin (
  id uuid primary key,
  connection_id uuid not null references connection (id) on delete cascade,
  state varchar(16) not null,
  why varchar(2000) not null,
  started_by varchar(8) not null,
  started_at timestamp(6) not null,
  ended_at timestamp(6),
  acked boolean not null,
  issue_id bigint,
  issue_key varchar(255),
  issue_created timestamp(6),
  remote_gid varchar(255),
  remote_id varchar(64),
  remote_key varchar(255),
  remote_url varchar(1000),
  origin_gid varchar(255),
  hops int not null,
  based_on bigint not null,
  heard text,
  received text,
  seen text,
  sent text,
  force text,
  pending text,
  rule_version varchar(64),
  failure varchar(2000),
  updated timestamp(6) not null
);
create index twin_issue on twin (connection_id, issue_id);
create index twin_by_issue on twin (issue_id);
create index twin_remote on twin (connection_id, remote_id);

create table trace (
  twin uuid not null references twin (id) on delete cascade,
  kind varchar(16) not null,
  owner varchar(8) not null,
  origin_id varchar(255) not null,
  local_id varchar(64),
  remote_id varchar(64),
  content varchar(64),
  primary key (twin, kind, owner, origin_id)
);

create table warning (
  id uuid primary key,
  connection_id uuid not null references connection (id) on delete cascade,
  twin uuid not null,
  side varchar(16) not null,
  field varchar(255) not null,
  shown text not null,
  reason varchar(4000) not null,
  remedy varchar(2000) not null,
  since timestamp(6) not null
);
create index warning_twin on warning (twin);

-- Every version of a connection's rules that was ever in use, with the contents of its files.
create table rule_version (
  connection_id uuid not null references connection (id) on delete cascade,
  version varchar(64) not null,
  content text not null,
  used_at timestamp(6) not null,
  primary key (connection_id, version)
);

create table sync_trigger (
  id uuid primary key,
  connection_id uuid not null references connection (id) on delete cascade,
  jql varchar(4000) not null,
  notes varchar(2000) not null,
  active boolean not null,
  problem varchar(2000),
  problem_since timestamp(6),
  since timestamp(6) not null,
  created timestamp(6) not null
);

create table blob (
  connection_id uuid not null references connection (id) on delete cascade,
  direction varchar(8) not null,
  name varchar(64) not null,
  bytes bigint not null,
  state varchar(16) not null,
  twin uuid,
  created timestamp(6) not null,
  primary key (connection_id, direction, name)
);

create table replay (
  connection_id uuid not null references connection (id) on delete cascade,
  call varchar(16) not null,
  created_at bigint not null,
  counter bigint not null,
  primary key (connection_id, call)
);

-- What a partner was let do here lately, so that too much of it at a time waits for an administrator.
create table allowance (
  twin uuid not null,
  deed varchar(16) not null,
  part varchar(255) not null,
  connection_id uuid not null references connection (id) on delete cascade,
  at timestamp(6) not null,
  primary key (twin, deed, part)
);
create index allowance_used on allowance (connection_id, deed, at);

create sequence journal_seq increment by 50;
create table journal (
  id bigint primary key,
  at timestamp(6) not null,
  level varchar(8) not null,
  kind varchar(40) not null,
  connection_id uuid,
  connection varchar(64),
  twin uuid,
  issue varchar(255),
  event_number bigint,
  rule_version varchar(64),
  detail varchar(4000) not null,
  notify boolean not null
);
create index journal_issue on journal (issue, at);
create index journal_twin on journal (twin, at);

-- What is to become of the contents of two issues whose connecting this side has proposed.
create table proposal (
  twin uuid primary key references twin (id) on delete cascade,
  remote_key varchar(255) not null,
  fields varchar(8) not null,
  existing varchar(8) not null
);

-- Values that lost against the agreed winner, sealed; kept for a while so that nobody's edit is gone without a trace.
create table lost_value (
  id uuid primary key,
  twin uuid not null references twin (id) on delete cascade,
  field varchar(255) not null,
  side varchar(8) not null,
  content text not null,
  at timestamp(6) not null
);
