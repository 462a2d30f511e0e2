-- Long work with progress that survives a restart. A job outlives its connection, so it keeps the name of it.
create table job (
  id uuid primary key,
  kind varchar(24) not null,
  connection_id uuid,
  connection varchar(64),
  state varchar(16) not null,
  gathered boolean not null,
  total bigint not null,
  done bigint not null,
  failed bigint not null,
  reached bigint not null,
  wanted text not null,
  result text,
  why varchar(2000) not null,
  started_by varchar(255) not null,
  attempts int not null,
  next_at timestamp(6) not null,
  created timestamp(6) not null,
  started_at timestamp(6),
  ended_at timestamp(6)
);
create index job_due on job (state, next_at);

-- What a job is to do, in order; it is done up to the number that the job has reached.
create table job_row (
  job uuid not null references job (id) on delete cascade,
  number bigint not null,
  connection_id uuid,
  connection varchar(64),
  twin uuid,
  issue_id bigint,
  local_key varchar(255),
  remote_key varchar(255),
  outcome varchar(16),
  detail text,
  there varchar(16),
  there_detail text,
  primary key (job, number)
);
create index job_row_twin on job_row (twin);

-- What went wrong with single rows, for people.
create table job_problem (
  job uuid not null references job (id) on delete cascade,
  number bigint not null,
  item varchar(600) not null,
  message varchar(2000) not null,
  primary key (job, number)
);

-- Twins that a job began: what they are told first can wait behind what people do.
create table bulk_start (
  twin uuid primary key references twin (id) on delete cascade
);

-- A proposal that is one of many which are decided about together.
alter table proposal add column bulk uuid;
alter table proposal add column pairs int;

-- A lane in which only work waits that can wait, and what a held proposal is about.
alter table lane add column bulk boolean default false not null;
alter table lane add column batch uuid;
alter table lane add column asked_issue bigint;
alter table lane add column asked_pair varchar(600);
create index lane_batch on lane (batch);
create index lane_asked on lane (connection_id, asked_issue);

-- What an administrator said to a bulk of proposals, for those of it that are still to come.
create table bulk_decision (
  batch uuid primary key,
  connection_id uuid not null references connection (id) on delete cascade,
  approved boolean not null,
  remaining int not null,
  at timestamp(6) not null
);
