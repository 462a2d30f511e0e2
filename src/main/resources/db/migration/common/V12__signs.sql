-- What issues show in Jira of their partner: a remote link, and its key in a field.
create table issue_sign (
  twin uuid primary key,
  connection_id uuid not null,
  issue_id bigint not null,
  wanted varchar(300) not null,
  link varchar(64),
  key_shown varchar(255),
  as_of timestamp(6) not null
);
create index issue_sign_connection on issue_sign (connection_id, twin);
