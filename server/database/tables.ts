/** The tables of the registry: who is who, and which programmes there are. Times are ISO instants. */
import type { ColumnType, Generated } from 'kysely'
import type { InvitedRole, MembershipEnding, ProgramRole, StaffRole } from '#domain/access.ts'
import type { ImportKind } from '#domain/people/import/table.ts'
import type { Phase } from '#domain/ledger/ledger.ts'
import type { Liking } from '#domain/people/matching.ts'
import type { MentorEvent } from '#domain/people/mentor-event.ts'
import type { OrganisationLevel } from '#domain/people/organisation.ts'
import type { OfficeHolders, OrganisationKind, Signatory } from '#domain/regulation/schema.ts'

export interface Tables {
	municipalities: {
		id: string
		name: string
		time_zone: string
		is_demo: 0 | 1
		created_at: string
		/** A shipped regulation, or the municipality's own copy. */
		regulation_id: Generated<string>
		/** Null: it is open. */
		closed_at: ColumnType<string | null, string | null | undefined, string | null>
		/** The person's name at that time. */
		closed_by: ColumnType<string | null, string | null | undefined, string | null>
	}
	organisations: {
		id: string
		municipality_id: string
		name: string
		kind: OrganisationKind
		unit: string | null
		level: OrganisationLevel
		is_advanced: 0 | 1
		latitude: number | null
		longitude: number | null
		standings: string | null
		version: Generated<number>
	}
	organisation_years: {
		organisation_id: string
		year: number
		results: number
		well_being: number | null
		differentiation: number | null
		part_time_share: number | null
	}
	people: {
		id: string
		municipality_id: string
		family_name: string
		given_name: string
		patronymic: string
		created_at: string
		organisation_id: ColumnType<string | null, string | null | undefined, string | null>
		/** «Директор»; empty: not known. */
		post: Generated<string>
		version: Generated<number>
	}
	/** A person of the region is entered in the municipality that invited them, and sees the numbers of all. */
	assignments: {
		person_id: string
		municipality_id: string
		role: StaffRole
		/** For a role in one organisation; null for every other. */
		organisation_id: ColumnType<string | null, string | null | undefined, string | null>
		/** Who gave the role; null: not known. */
		appointed_by: ColumnType<string | null, string | null | undefined, string | null>
		appointed_at: ColumnType<string | null, string | null | undefined, string | null>
	} & BasisColumns
	/** Assignments that have ended; one row each. */
	assignment_endings: {
		id: string
		person_id: string
		municipality_id: string
		role: StaffRole
		ended_on: string
		at: string
		by_name: string
		organisation_id: string | null
		/** The order on which the assignment rested. */
		basis_number: string | null
		basis_on: string | null
		returned_at: string | null
		returned_by: string | null
	} & BasisColumns
	/** The banks of mentors and mentees: who may be put into a programme. */
	bank: {
		person_id: string
		municipality_id: string
		role: ProgramRole
		/** A MentorEntry or a MenteeEntry, by the role. */
		entry: ColumnType<string | null, string | null | undefined, string | null>
		version: Generated<number>
	} & BasisColumns
	/** People who left a bank, and why; one row for each time. */
	bank_leavings: {
		id: string
		person_id: string
		municipality_id: string
		role: ProgramRole
		left_on: string
		reason: string
		clause: string | null
		ground: string
		at: string
		by_name: string
		/** The row of the bank, for a return. */
		entry: string | null
		version: number
		basis_number: string | null
		basis_on: string | null
		returned_at: string | null
		returned_by: string | null
	} & BasisColumns
	/** Assignments of offices that a regulation names (domain.md D2), current and ended; one row each. */
	office_holders: {
		id: string
		municipality_id: string
		person_id: string
		office_id: string
		/** The office's name in the regulation at that time, and how many people could have it. */
		wording: string
		holders: OfficeHolders
		organisation_id: string | null
		since_on: string
		at: string
		by_name: string
		/** The last day. Null, with the next four: the assignment is current. */
		ended_on: ColumnType<string | null, string | null | undefined, string | null>
		ending_number: ColumnType<string | null, string | null | undefined, string | null>
		ending_on: ColumnType<string | null, string | null | undefined, string | null>
		ended_at: ColumnType<string | null, string | null | undefined, string | null>
		ended_by: ColumnType<string | null, string | null | undefined, string | null>
		returned_at: ColumnType<string | null, string | null | undefined, string | null>
		returned_by: ColumnType<string | null, string | null | undefined, string | null>
	} & BasisColumns
	/** Answers of the questionnaire; the newest counts. */
	preferences: {
		by_id: string
		about_id: string
		/** The role of the person who answers. */
		by_role: ProgramRole
		liking: Liking
		answered_on: string
	}
	done_tasks: {
		municipality_id: string
		task_id: string
		done_on: string
		at: string
		person_id: string
		/** The name at that time. */
		person_name: string
	}
	task_marks: {
		municipality_id: string
		regulation_id: string
		task_id: string
		/** `due`: a day was set. `done`: it was ticked off. */
		kind: 'due' | 'done'
		/** Null: taken back. */
		day: string | null
		at: string
		person_id: string
	}
	mentor_events: {
		id: string
		municipality_id: string
		kind: MentorEvent['kind']
		title: string
		on_day: string
		/** '': not said. */
		place: string
		version: Generated<number>
	}
	/** Who attended which event. */
	mentor_event_attendance: { event_id: string; person_id: string }
	regulations: {
		municipality_id: string
		id: string
		json: string
		version: number
		saved_at: string
		saved_by: string | null
	}
	/** Settings of final papers, by the ledger entry that made them (server/programs/papers.ts). */
	paper_settings: { program_id: string; sequence: number; setting: string }
	/** `kind`: that of a template, `requisites` or `own-forms`. */
	paper_texts: { municipality_id: string; kind: string; text: string; saved_at: string; saved_by: string }
	/** The owners of plans: programmes of people, and owners of other kinds (#domain/owner.ts). */
	programs: {
		id: string
		/** A name of `ownerKinds`. */
		owner_kind: Generated<string>
		/** Whose plan it is; null for a programme of people: its mentees' workplaces tell. */
		organisation_id: ColumnType<string | null, string | null | undefined, string | null>
		/** Of a route: whose it is. Null for every other kind. */
		route_person_id: ColumnType<string | null, string | null | undefined, string | null>
		/** Of a route: who else reads it by that person's choice. */
		shown_to_municipality: Generated<0 | 1>
		shown_to_organisation: Generated<0 | 1>
		municipality_id: string
		title: string
		roadmap_id: string
		organisation: string
		starts_on: string
		term_months: number
		created_at: string
		/** Null: not deleted. A deleted programme is in no list, and both its documents are tombstones. */
		deleted_at: ColumnType<string | null, string | null | undefined, string | null>
		/** The ApprovedPlan of the last approved edition, as JSON; null: none is approved. */
		approved: ColumnType<string | null, string | null | undefined, string | null>
	}
	memberships: {
		program_id: string
		person_id: string
		role: ProgramRole
		/** Null while it lasts. */
		ended_at: ColumnType<string | null, string | null | undefined, string | null>
		/** The decision by which it ended, or will end on its last day; null: none. Read with `endingOf` (memberships.ts). */
		ended_by: ColumnType<MembershipEnding | null, MembershipEnding | null | undefined, MembershipEnding | null>
		/** The first day, by the order; null: the programme's own. */
		from_day: ColumnType<string | null, string | null | undefined, string | null>
		/** The last day of a membership that ends by itself. */
		until_day: ColumnType<string | null, string | null | undefined, string | null>
	}
	ledgers: {
		program_id: string
		municipality_id: string
		phase: Phase
		sequence: number
		state: string
		is_plan_behind: 0 | 1
		is_over: 0 | 1
	}
	ledger_people: { person_id: string; program_id: string }
	ledger_entries: {
		program_id: string
		sequence: number
		id: string
		at: string
		/** The day of `at` in the municipality's time zone. */
		on_day: string
		person_id: string
		person_name: string
		role: Signatory
		said_at: string
		statement: string
		signatories: string | null
		findings: string | null
		/** JSON; null: not known, or no signature of staff. */
		appointment: ColumnType<string | null, string | null | undefined, string | null>
		/** JSON; null: no closure, or an older server entered it. */
		progress: string | null
	}
	/** Plans as they were submitted, to be approved and compared with. */
	editions: { program_id: string; hash: string; at: string; snapshot: Uint8Array }
	invitations: {
		id: string
		/** SHA-256 of the link's token, hex: the database alone is not enough to accept. */
		token_hash: string
		/** Null: the first administrator, who names the municipality. */
		municipality_id: string | null
		/** The id the person gets. */
		person_id: string
		role: InvitedRole
		family_name: string
		given_name: string
		patronymic: string
		created_at: string
		expires_at: string
		accepted_at: string | null
		code_hash: string | null
		/** SHA-256 of the token last given to somebody who knew the code. */
		entry_hash: string | null
		/** 1: the person is in the registry already, with their roles; accepting gives them a way to sign in. */
		is_for_known: 0 | 1
		/** Null: the server itself, for the first administrator; or not recorded. */
		made_by: string | null
		/** For a role in one organisation; null for every other. */
		organisation_id: string | null
		/** Those of the order on which the role rests; null: not known. */
		order_number: string | null
		order_on: string | null
	}
	calendar_addresses: { person_id: string; token_hash: string; created_at: string }
	/** `by_person_id` null: the person who runs the server. */
	access_resets: { person_id: string; at: string; by_person_id: string | null }
	summaries: {
		program_id: string
		/** The newest update of the plan that it covers. */
		sequence: number
		json: string
		/** Those of the open activities, ascending, separated by spaces: the board counts them without reading `json`. */
		due_dates: string
		done: number
		total: number
		/** Hash of the approved edition it counts against; '': none was approved. Null: an older server made it. */
		edition: string | null
		/** 1: words that are typed into the plan may change the summary. */
		depends_on_words: Generated<number>
		at: string
	}
	/** Of plans with texts of older apps (src/lib/domain/plan/flatten-texts.ts). */
	text_bridges: {
		program_id: string
		/** The bridge as one update. */
		state: Uint8Array
		client_id: number
		/** The last update that was made for the plan. */
		last_update: Uint8Array
	}
	imports: {
		id: string
		municipality_id: string
		person_id: string
		/** The name at that time. */
		person_name: string
		at: string
		kind: ImportKind
		source: string
		created: number
		updated: number
		unchanged: number
		refused: string
		undone_at: ColumnType<string | null, string | null | undefined, string | null>
		undone_by: ColumnType<string | null, string | null | undefined, string | null>
		left_alone: ColumnType<string | null, string | null | undefined, string | null>
	}
	import_rows: { import_id: string; line: number; subject_id: string; before: string | null; after: string }
	/** What a restored backup has to lose again. */
	erasures: {
		kind: 'program' | 'person'
		id: string
		at: string
		by_person_id: string | null
		/** An ErasureGround (#domain/people/erasure.ts); null for a programme. */
		ground: string | null
		/** The day of the ground; null for a programme. */
		ground_on: ColumnType<string | null, string | null | undefined, string | null>
	}
	backups: { id: string; path: string; made_at: string }
	/** Each person's newest stored update of a plan; the server's own is not an edit. */
	last_edits: { program_id: string; person_id: string; sequence: number; edited_at: string }
	/** The account library makes the tables `auth_` and their other columns. */
	auth_users: { id: string; signedInAt: string | null }
	auth_accounts: { id: string; userId: string; providerId: string }
	auth_passkeys: { id: string; userId: string }
	auth_sessions: { id: string; userId: string }
	auth_verifications: { id: string; value: string }
}

/** The order on which a row rests: it gave the role, or ended it. */
interface BasisColumns {
	order_number: ColumnType<string | null, string | null | undefined, string | null>
	order_on: ColumnType<string | null, string | null | undefined, string | null>
}
