-- What a day brought on a connection: how many issues were under sync at its end, how many states were taken by each side.
-- A row outlives its connection, so that the past stays what it was.
create table daily_figure (
  connection_id uuid not null,
  on_day date not null,
  under_sync bigint not null,
  sent bigint not null,
  received bigint not null,
  primary key (connection_id, on_day)
);
create index daily_figure_day on daily_figure (on_day);

-- What the pages count each time they are opened.
create index twin_state on twin (connection_id, state);
create index outbox_unstored on outbox (acked_at, connection_id, created);
create index outbox_settled_in_all on outbox (settled_at, kind, connection_id);
create index inbox_stored on inbox (state, connection_id, stored);
create index inbox_done_in_all on inbox (done_at, kind, state, connection_id);
create index lane_state on lane (connection_id, state);
create index warning_connection on warning (connection_id);
drop index inbox_waiting;
