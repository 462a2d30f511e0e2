-- A local connection is two rows that name each other; the second is called like the first with "~back" behind it.
alter table connection add column other_side uuid;
alter table connection alter column name set data type varchar(80);
alter table connection alter column name_key set data type varchar(80);
alter table journal alter column connection set data type varchar(80);

-- Of what a copy is a copy, through however many nodes it came: given where the thing was made.
alter table trace add column gid varchar(255);
create index twin_origin on twin (origin_gid);
