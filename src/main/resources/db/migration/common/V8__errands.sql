-- What rules want to happen to other issues, until it is done.
create table errand (
  id uuid primary key,
  connection_id uuid not null references connection (id) on delete cascade,
  kind varchar(20) not null,
  issue varchar(255) not null,
  wanted_at timestamp(6) not null
);
create index errand_order on errand (wanted_at, id);
