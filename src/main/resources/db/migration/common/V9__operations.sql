-- Which line of the rule wanted what could not be applied.
alter table warning add column rule_file varchar(400);
alter table warning add column rule_line int;
