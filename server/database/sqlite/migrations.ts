/**
 * The registry's tables, for `migrate`. A released step never changes; add a new one at the end. The file is long, because
 * all of it is read in one place and in order.
 */
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
	`,
	`
	-- The role of the region.
	create table assignments_anew (
		person_id text not null references people (id),
		municipality_id text not null references municipalities (id),
		role text not null check (
			role in ('curator', 'head', 'administrator', 'region', 'organisation-curator', 'organisation-head')
		),
		primary key (person_id, municipality_id, role)
	) strict, without rowid;
	insert into assignments_anew select * from assignments;
	drop table assignments;
	alter table assignments_anew rename to assignments;

	create table invitations_anew (
		id text primary key,
		token_hash text not null unique,
		municipality_id text references municipalities (id),
		person_id text not null,
		role text not null check (
			role in (
				'mentor', 'mentee', 'curator', 'head', 'administrator', 'region', 'organisation-curator', 'organisation-head'
			)
		),
		family_name text not null,
		given_name text not null,
		patronymic text not null,
		created_at text not null,
		expires_at text not null,
		accepted_at text
	) strict;
	insert into invitations_anew select * from invitations;
	drop table invitations;
	alter table invitations_anew rename to invitations;

	create table ledgers (
		program_id text primary key,
		municipality_id text not null references municipalities (id),
		phase text not null,
		sequence integer not null,
		-- What the entries play to: a copy, made anew from them whenever in doubt.
		state text not null,
		-- 1: the plan's own title and term have still to be brought in line.
		is_plan_behind integer not null
	) strict;
	create index ledgers_by_municipality on ledgers (municipality_id, program_id);
	create index ledgers_with_plan_behind on ledgers (is_plan_behind);

	create table ledger_entries (
		program_id text not null references ledgers (program_id),
		sequence integer not null,
		id text not null unique,
		at text not null,
		on_day text not null,
		person_id text not null,
		person_name text not null,
		role text not null check (role in ('mentor', 'mentee', 'curator', 'head')),
		said_at text not null,
		statement text not null,
		signatories text,
		findings text,
		primary key (program_id, sequence)
	) strict, without rowid;

	-- Few among many, and asked for by day: what was said about a mentor's incentive.
	create index incentive_entries on ledger_entries (program_id, sequence)
		where json_extract(statement, '$.type') in ('cancel-incentive', 'restore-incentive');

	create table editions (
		program_id text not null,
		hash text not null,
		at text not null,
		-- The plan as one update, as it was when the edition was put forward.
		snapshot blob not null,
		primary key (program_id, hash)
	) strict;

	-- Who is awaited in forming a programme or takes part in it: whose ledgers to show to whom.
	create table ledger_people (
		person_id text not null references people (id),
		program_id text not null references ledgers (program_id),
		primary key (person_id, program_id)
	) strict, without rowid;

	-- The last day of a part that ends by itself; null: it lasts until somebody ends it.
	alter table memberships add column until_day text;
	-- The first day of a part that an order began; null: it began with the programme.
	alter table memberships add column from_day text;
	-- How it ended, or will: with the programme, or by another decision; null: by a curator's hand, or it lasts.
	alter table memberships add column ended_by text check (ended_by in ('closure', 'decision'));
	create index memberships_ending on memberships (until_day) where until_day is not null;

	create table organisations (
		id text primary key,
		municipality_id text not null references municipalities (id),
		name text not null,
		kind text not null,
		-- That answers for it; null: whichever the regulation names for its kind.
		unit text,
		level text not null check (level in ('municipal', 'regional', 'federal')),
		is_advanced integer not null,
		latitude real,
		longitude real,
		-- Put down by the authority, as JSON, beside what its indices say; null: nobody has said.
		standings text,
		-- Rises with every change: who saves what another has changed meanwhile is told.
		version integer not null default 0
	) strict;
	create index organisations_by_municipality on organisations (municipality_id);

	create table organisation_years (
		organisation_id text not null references organisations (id),
		year integer not null,
		results real not null,
		well_being real,
		differentiation real,
		part_time_share real,
		primary key (organisation_id, year)
	) strict, without rowid;

	alter table people add column organisation_id text references organisations (id);
	alter table people add column post text not null default '';
	alter table people add column version integer not null default 0;
	create index people_by_organisation on people (organisation_id) where organisation_id is not null;

	-- What the bank knows of the person, as JSON; null: nothing but that they are in it.
	alter table bank add column entry text;
	alter table bank add column version integer not null default 0;
	create index bank_by_municipality on bank (municipality_id, role);

	-- The order by which a person became what they are; null: nobody has said.
	alter table bank add column order_number text;
	alter table bank add column order_on text;
	alter table assignments add column order_number text;
	alter table assignments add column order_on text;
	-- Of a role in one organisation: which; null of every other.
	alter table assignments add column organisation_id text references organisations (id)
		check ((organisation_id is not null) = (role in ('organisation-curator', 'organisation-head')));
	-- Refers to none: one that was accepted tells what it was for, also when that organisation was taken out since.
	alter table invitations add column organisation_id text;
	-- The order such a role rests on; null: nobody has said.
	alter table invitations add column order_number text;
	alter table invitations add column order_on text;

	-- Who was taken out of a bank: the last day, why, and by which order. Long after, people may ask.
	create table bank_leavings (
		id text primary key,
		person_id text not null references people (id),
		municipality_id text not null references municipalities (id),
		role text not null check (role in ('mentor', 'mentee')),
		left_on text not null,
		reason text not null,
		-- Of the regulation, as it was cited then.
		clause text,
		ground text not null,
		order_number text,
		order_on text,
		at text not null,
		by_name text not null,
		-- What the bank had, to return to; the entry null: it knew nothing, or is kept no longer.
		entry text,
		version integer not null,
		basis_number text,
		basis_on text,
		returned_at text,
		returned_by text
	) strict;
	create index bank_leavings_by_person on bank_leavings (person_id);
	create index bank_leavings_by_municipality on bank_leavings (municipality_id, role, at);

	-- Who is curator, head, administrator or of the region no more: the last day, by which order, and by which they had been it.
	create table assignment_endings (
		id text primary key,
		person_id text not null references people (id),
		municipality_id text not null references municipalities (id),
		role text not null check (
			role in ('curator', 'head', 'administrator', 'region', 'organisation-curator', 'organisation-head')
		),
		ended_on text not null,
		order_number text,
		order_on text,
		at text not null,
		by_name text not null,
		organisation_id text references organisations (id),
		basis_number text,
		basis_on text,
		returned_at text,
		returned_by text
	) strict;
	create index assignment_endings_by_municipality on assignment_endings (municipality_id, at);

	-- Who holds an office of the body that the regulation founds: since when, by which order, and how it ended.
	create table office_holders (
		id text primary key,
		municipality_id text not null references municipalities (id),
		person_id text not null references people (id),
		office_id text not null,
		-- As the regulation called it then, and how many it let hold it: another one may know no such office.
		wording text not null,
		holders text not null,
		-- Of an office that is one organisation's; null of every other.
		organisation_id text references organisations (id),
		since_on text not null,
		order_number text,
		order_on text,
		at text not null,
		by_name text not null,
		-- The last day; null, with the next four: they hold it.
		ended_on text,
		ending_number text,
		ending_on text,
		ended_at text,
		ended_by text,
		-- It was ended by mistake, and goes on in a row of its own.
		returned_at text,
		returned_by text
	) strict;
	create index office_holders_by_municipality on office_holders (municipality_id, office_id);
	create index office_holders_by_person on office_holders (person_id);

	-- Whom the people of the banks would like to work with, asked of both sides before they are paired.
	create table preferences (
		by_id text not null references people (id) on delete cascade,
		about_id text not null references people (id) on delete cascade,
		by_role text not null check (by_role in ('mentor', 'mentee')),
		liking text not null check (liking in ('wanted', 'acceptable', 'unwanted')),
		answered_on text not null,
		primary key (by_id, about_id, by_role)
	) strict, without rowid;
	create index preferences_by_subject on preferences (about_id);

	-- Tasks of the regulation's calendar that a curator has ticked off.
	create table done_tasks (
		municipality_id text not null references municipalities (id),
		task_id text not null,
		done_on text not null,
		at text not null,
		person_id text not null,
		person_name text not null,
		primary key (municipality_id, task_id, done_on)
	) strict, without rowid;

	-- A municipality's own copies of regulations, as JSON.
	create table regulations (
		municipality_id text not null references municipalities (id),
		id text not null,
		json text not null,
		-- Rises with each saving: who saves says which one they changed.
		version integer not null,
		saved_at text not null,
		saved_by text references people (id),
		primary key (municipality_id, id)
	) strict, without rowid;

	alter table municipalities add column regulation_id text not null default 'tomsk-city';
	-- Null: people work in it. Whoever has closed it, as they were called then.
	alter table municipalities add column closed_at text;
	alter table municipalities add column closed_by text;

	-- Tables that were taken into the banks.
	create table imports (
		id text primary key,
		municipality_id text not null references municipalities (id),
		person_id text not null,
		person_name text not null,
		at text not null,
		kind text not null check (kind in ('mentors', 'mentees', 'organisations')),
		-- The file's name; empty: pasted.
		source text not null,
		created integer not null,
		updated integer not null,
		unchanged integer not null,
		-- Rows that were not taken and why, and what could not be taken back, as JSON.
		refused text not null,
		undone_at text,
		undone_by text,
		left_alone text
	) strict;
	create index imports_by_municipality on imports (municipality_id, at);

	-- What each row changed, as JSON, as long as it can be taken back.
	create table import_rows (
		import_id text not null references imports (id),
		line integer not null,
		subject_id text not null,
		-- Null: it was not there.
		before text,
		after text not null,
		primary key (import_id, line)
	) strict, without rowid;

	-- HMAC of the short code; null: there is none.
	alter table invitations add column code_hash text;
	create unique index invitations_by_code on invitations (code_hash) where code_hash is not null;
	-- SHA-256 of the token that the code was last given for.
	alter table invitations add column entry_hash text;
	-- 1: for somebody who is in the registry.
	alter table invitations add column is_for_known integer not null default 0;
	alter table invitations add column made_by text;

	create unique index municipalities_by_name on municipalities (name);

	-- Whose ways in were ended for new ones. People may be asked about it long after the invitation.
	create table access_resets (
		person_id text not null references people (id),
		at text not null,
		-- Null: whoever runs the server, from its command line.
		by_person_id text references people (id),
		primary key (person_id, at)
	) strict, without rowid;

	-- What a municipality writes on its papers: its requisites, its forms of names, and the templates it has worded anew.
	create table paper_texts (
		municipality_id text not null references municipalities (id),
		-- Of a paper, or 'requisites', 'own-forms': then the text is JSON.
		kind text not null,
		text text not null,
		saved_at text not null,
		saved_by text not null references people (id),
		primary key (municipality_id, kind)
	) strict, without rowid;

	-- What stood on papers beside the ledger when an entry made one for good, as JSON.
	create table paper_settings (
		program_id text not null,
		sequence integer not null,
		setting text not null,
		primary key (program_id, sequence),
		foreign key (program_id, sequence) references ledger_entries (program_id, sequence) on delete cascade
	) strict, without rowid;

	-- Theirs to take back for ever: found by whoever gave them, also where they take part in nothing.
	create index consent_entries on ledger_entries (person_id) where json_extract(statement, '$.type') = 'consent';
	`,
	`
	-- Who gave the role, and when; null: not known.
	alter table assignments add column appointed_by text references people (id);
	alter table assignments add column appointed_at text;
	-- The same for a signature, with the name of that day, as JSON.
	alter table ledger_entries add column appointment text;
	`,
	`
	-- What was erased, by id alone: a restored backup has it again, and has to lose it again.
	create table erasures (
		kind text not null check (kind in ('program', 'person')),
		id text not null,
		at text not null,
		-- Null: older than this table.
		by_person_id text,
		-- Why a person was erased; null for a programme.
		ground text,
		primary key (kind, id)
	) strict, without rowid;
	insert into erasures select 'program', id, deleted_at, null, null from programs where deleted_at is not null;
	update programs set title = '', organisation = '' where deleted_at is not null;

	-- Backups that were made by the command, to be deleted when their term is over. The file has its own row, too.
	create table backups (
		id text primary key,
		path text not null,
		made_at text not null
	) strict;
	`,
	`
	-- The activities of the last approved edition, as JSON; null: none is approved. Written with the entry that brings it into force.
	alter table programs add column approved text;
	-- Hash of the approved edition that the summary counts against; '': none was approved. Null: an older server made it.
	alter table summaries add column edition text;
	-- How much of the plan was done when a closure was raised, as JSON.
	alter table ledger_entries add column progress text;
	`,
	`
	-- Of tasks for which the regulation sets no day: the days that curators set, and their ticks. The newest of each kind counts.
	create table task_marks (
		municipality_id text not null references municipalities (id),
		regulation_id text not null,
		task_id text not null,
		kind text not null check (kind in ('due', 'done')),
		-- Null: taken back.
		day text,
		at text not null,
		person_id text not null references people (id),
		primary key (municipality_id, regulation_id, task_id, kind, at)
	) strict, without rowid;
	`,
	`
	-- The day of the ground on which a person was erased.
	alter table erasures add column ground_on text;
	`,
	`
	-- A plan may have the text of an earlier edition again, and be submitted as another one: both stay.
	create table editions_anew (
		program_id text not null,
		hash text not null,
		at text not null,
		-- The plan as one update, as it was when the edition was submitted.
		snapshot blob not null,
		primary key (program_id, hash, at)
	) strict;
	insert into editions_anew select program_id, hash, at, snapshot from editions;
	drop table editions;
	alter table editions_anew rename to editions;
	`,
	`
	-- Summaries that do not name who is responsible, and what was written differently, are made again.
	update summaries set edition = null;
	`,
	`
	-- Of plans with texts of older apps: what of them has been written into the flat texts.
	create table text_bridges (
		program_id text primary key references programs (id),
		-- A Yjs document, as one update.
		state blob not null,
		client_id integer not null,
		last_update blob not null
	) strict;
	-- Each summary is made again: the server reads every plan, and writes its texts anew.
	update summaries set edition = null;
	`,
	`
	-- A plan may belong to another owner than a programme of people.
	alter table programs add column owner_kind text not null default 'program';
	-- Of other owners; of a programme the mentees' workplaces tell.
	alter table programs add column organisation_id text references organisations (id);
	create index programs_by_organisation on programs (organisation_id) where organisation_id is not null;
	create index assignment_endings_by_person on assignment_endings (person_id);
	`,
	`
	alter table summaries add column depends_on_words integer not null default 1;
	`,
	`
	-- A person's calendar reads their meetings at this address, and so does whoever has it. Only the hash of its token is kept.
	create table calendar_addresses (
		person_id text primary key references people (id),
		token_hash text not null unique,
		created_at text not null
	) strict;
	-- Summaries that do not name the places of meetings are made again.
	update summaries set edition = null;
	`,
	`
	-- Events that the municipality holds for its mentors.
	create table mentor_events (
		id text primary key,
		municipality_id text not null references municipalities (id),
		kind text not null,
		title text not null,
		on_day text not null,
		-- '': not said.
		place text not null,
		version integer not null default 0
	) strict;
	create index mentor_events_by_municipality on mentor_events (municipality_id);
	-- Who attended which.
	create table mentor_event_attendance (
		event_id text not null references mentor_events (id) on delete cascade,
		person_id text not null references people (id) on delete cascade,
		primary key (event_id, person_id)
	) strict, without rowid;
	create index mentor_event_attendance_by_person on mentor_event_attendance (person_id);
	`,
	`
	-- A mentee's educational route: a plan of one person, who chooses who else reads it.
	alter table programs add column route_person_id text references people (id);
	alter table programs add column shown_to_municipality integer not null default 0;
	alter table programs add column shown_to_organisation integer not null default 0;
	create unique index programs_by_person on programs (route_person_id) where route_person_id is not null;
	`,
	`
	-- 1: closed, nothing is left to do in it, and another list has it.
	alter table ledgers add column is_over integer not null default 0;
	update ledgers set is_over = 1 where phase = 'closed'
		and json_extract(state, '$.requestWithdrawal') is null and json_extract(state, '$.requestFulfilment') is null
		and coalesce(json_array_length(state, '$.consentWithdrawals'), 0) = 0
		and not exists (select 1 from json_each(state, '$.reports') as reports where json_extract(reports.value, '$.answer') is null)
		and not exists (select 1 from json_each(state, '$.matters') as matters
			where json_extract(matters.value, '$.outcome') = 'open' or (
				json_extract(matters.value, '$.outcome') = 'in-force' and json_extract(matters.value, '$.matter.type') <> 'edition'
				and not exists (select 1 from json_each(state, '$.registrations') as registrations
					where json_extract(registrations.value, '$.matterId') = json_extract(matters.value, '$.id'))));
	drop index ledgers_by_municipality;
	create index ledgers_by_municipality on ledgers (municipality_id, program_id, is_over);
	`,
	`
	-- Approved plans that lack the results which they owe, or the planned days, are made again at the start.
	update programs set approved = null where approved not like '%"results":%' or approved not like '%"due":%';
	`,
	`
	-- A municipality's programmes are listed in pages.
	drop index programs_by_municipality;
	create index programs_by_municipality on programs (municipality_id, id);
	`
]
