-- How far detection has come, by Jira's own clock in milliseconds.
create table watermark (
  only_row int primary key,
  at bigint not null,
  wide_at timestamp(6) not null,
  node varchar(255) not null
);

-- Issues that are to be looked at outside the ordinary pass; a row holds all that asked for it since the last look.
create table look_again (
  id uuid primary key,
  issue_id bigint not null,
  next_at timestamp(6) not null,
  attempts int not null,
  asked int not null
);
create index look_again_issue on look_again (issue_id);
create index look_again_due on look_again (next_at);

-- Since when a connection reads a project, by this node's clock: what is older is never picked up by itself.
create table scope (
  connection_id uuid not null references connection (id) on delete cascade,
  project varchar(255) not null,
  since timestamp(6) not null,
  primary key (connection_id, project)
);

-- How far the daily look at all issues under sync has come.
create table census (
  only_row int primary key,
  begun timestamp(6) not null,
  last_issue bigint not null,
  finished boolean not null
);

-- Issues under sync that are archived, or that the proxy user may not see any more.
create table away (
  issue_id bigint primary key,
  reason varchar(16) not null,
  since timestamp(6) not null
);

-- The durable note before each call to Jira; goes when the apply is settled or the twin ends. What is to be done is named by
-- what it is (a copy of a certain comment, the issue itself), since a later attempt may have another plan.
create table intent (
  twin uuid not null,
  kind varchar(24) not null,
  marker varchar(255) not null,
  issue_id bigint,
  project varchar(64),
  baseline text,
  started timestamp(6) not null,
  tried timestamp(6) not null,
  answered boolean not null,
  result varchar(64),
  primary key (twin, kind, marker)
);
create index intent_issue on intent (issue_id);

-- What an apply that is not settled has written over, sealed, with fingerprints of what it wrote.
create table own_write (
  twin uuid not null,
  part varchar(255) not null,
  former text,
  written text not null,
  primary key (twin, part)
);
