-- Issues of partners that something here waits for: a child for its parent, a field for its epic, a link for its
-- other end; each by the number or the key that it has there.
create table awaited (
  twin uuid not null,
  part varchar(255) not null,
  connection_id uuid not null references connection (id) on delete cascade,
  remote_name varchar(255) not null,
  since timestamp(6) not null,
  primary key (twin, part)
);
create index awaited_issue on awaited (connection_id, remote_name);
create index twin_remote_key on twin (connection_id, remote_key);
