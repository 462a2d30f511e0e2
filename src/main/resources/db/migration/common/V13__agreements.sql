-- What the two sides of a connection agree on anew: who wins conflicts, and with which keys they sign.
alter table connection add column winner_proposed_here boolean default false not null;
alter table connection add column winner_proposed_there boolean default false not null;
alter table connection add column winner_offered int default 0 not null;
alter table connection add column winner_terms text default '[]' not null;
alter table connection add column next_signing_key text;
alter table connection add column next_signing_public varchar(64);
alter table connection add column next_sealing_key text;
alter table connection add column next_sealing_public varchar(64);
alter table connection add column former_signing_public varchar(64);
alter table connection add column former_until timestamp(6);
alter table connection add column keys_since timestamp(6);
alter table connection add column peer_former_signing varchar(64);
alter table connection add column peer_former_until timestamp(6);
