/** The registry's tables, for `migrate`. A released step never changes; a new one is added at the end. */
export const registryMigrations: readonly string[] = [
	`
	create table municipalities (
		id text primary key,
		name text not null,
		time_zone text not null,
		is_demo integer not null,
		created_at text not null
	) strict;

	create table people (
		id text primary key,
		municipality_id text not null references municipalities (id),
		family_name text not null,
		given_name text not null,
		patronymic text not null,
		created_at text not null
	) strict;
	create index people_by_municipality on people (municipality_id);

	create table assignments (
		person_id text not null references people (id),
		municipality_id text not null references municipalities (id),
		role text not null check (role in ('curator', 'head', 'administrator')),
		primary key (person_id, municipality_id, role)
	) strict, without rowid;

	create table bank (
		person_id text not null references people (id),
		municipality_id text not null references municipalities (id),
		role text not null check (role in ('mentor', 'mentee')),
		primary key (person_id, municipality_id, role)
	) strict, without rowid;

	create table programs (
		id text primary key,
		municipality_id text not null references municipalities (id),
		title text not null,
		roadmap_id text not null,
		organisation text not null,
		starts_on text not null,
		term_months integer not null,
		created_at text not null
	) strict;
	create index programs_by_municipality on programs (municipality_id);

	create table memberships (
		program_id text not null references programs (id),
		person_id text not null references people (id),
		role text not null check (role in ('mentor', 'mentee')),
		primary key (program_id, person_id)
	) strict, without rowid;
	create index memberships_by_person on memberships (person_id);

	create table invitations (
		id text primary key,
		token_hash text not null unique,
		municipality_id text references municipalities (id),
		person_id text not null,
		role text not null check (role in ('mentor', 'mentee', 'curator', 'head', 'administrator')),
		family_name text not null,
		given_name text not null,
		patronymic text not null,
		created_at text not null,
		expires_at text not null,
		accepted_at text
	) strict;

	create table summaries (
		program_id text primary key references programs (id),
		sequence integer not null,
		json text not null,
		due_dates text not null,
		done integer not null,
		total integer not null,
		at text not null
	) strict;

	create table last_edits (
		program_id text not null references programs (id),
		person_id text not null,
		sequence integer not null,
		edited_at text not null,
		primary key (program_id, person_id)
	) strict, without rowid;
	`,
	`
	alter table memberships add column ended_at text;
	alter table programs add column deleted_at text;
	`
]
