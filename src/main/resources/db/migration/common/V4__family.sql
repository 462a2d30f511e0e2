-- Issues of partners that something here waits for: a child for its parent, a field for its epic, a link for its other end.
create table awaited (
  twin uuid not null,
  part varchar(255) not null,
  connection_id uuid not null references connection (id) on delete cascade,
  remote_id varchar(64) not null,
  since timestamp(6) not null,
  primary key (twin, part)
);
create index awaited_issue on awaited (connection_id, remote_id);
