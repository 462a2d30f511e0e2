create table watermark (
  only_row int primary key,
  at bigint not null,
  wide_at timestamp(6)
);

-- Issues that are to be looked at outside the ordinary pass.
create table look_again (
  issue_id bigint primary key,
  next_at timestamp(6) not null,
  attempts int not null
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
  answered boolean not null,
  result varchar(64),
  primary key (twin, kind, marker)
);
create index intent_issue on intent (issue_id);
