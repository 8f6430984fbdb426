/** The relational side of the database: who is who, and which programmes there are. Times are ISO instants. */
import type { ColumnType, Generated } from 'kysely'
import type { InvitedRole, PartEnding, ProgramRole, StaffRole } from '#domain/access.ts'
import type { ImportKind } from '#domain/people/import/table.ts'
import type { Phase } from '#domain/ledger/ledger.ts'
import type { Liking } from '#domain/people/matching.ts'
import type { OrganisationLevel } from '#domain/people/organisation.ts'
import type { OfficeHolders, OrganisationKind, Signatory } from '#domain/regulation/schema.ts'

export interface Tables {
	municipalities: {
		id: string
		name: string
		time_zone: string
		is_demo: 0 | 1
		created_at: string
		/** Of a shipped regulation, or of a copy of its own. */
		regulation_id: Generated<string>
		/** Null: people work in it. */
		closed_at: ColumnType<string | null, string | null | undefined, string | null>
		/** As they were called then. */
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
		/** «Директор»; empty: nobody has said. */
		post: Generated<string>
		version: Generated<number>
	}
	/** The person of the region is entered in the municipality that invited them, and sees numbers of all. */
	assignments: {
		person_id: string
		municipality_id: string
		role: StaffRole
		/** Of a role in one organisation; null of every other. */
		organisation_id: ColumnType<string | null, string | null | undefined, string | null>
	} & BasisColumns
	/** Who has such a role no more; one row for each time. */
	assignment_endings: {
		id: string
		person_id: string
		municipality_id: string
		role: StaffRole
		ended_on: string
		at: string
		by_name: string
		organisation_id: string | null
		/** By which they had been it. */
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
		/** A MentorEntry or a MenteeEntry by the role. */
		entry: ColumnType<string | null, string | null | undefined, string | null>
		version: Generated<number>
	} & BasisColumns
	/** Who is in a bank no more, and why; one row for each time. */
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
		/** As the bank had them, to return to. */
		entry: string | null
		version: number
		basis_number: string | null
		basis_on: string | null
		returned_at: string | null
		returned_by: string | null
	} & BasisColumns
	/** Offices that a regulation names (domain.md D2): held, and once held; one row for each time. */
	office_holders: {
		id: string
		municipality_id: string
		person_id: string
		office_id: string
		/** As the regulation called it then, and how many it let hold it. */
		wording: string
		holders: OfficeHolders
		organisation_id: string | null
		since_on: string
		at: string
		by_name: string
		/** The last day; null, with the next four: they hold it. */
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
		/** Of who answers. */
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
		/** As it was then. */
		person_name: string
	}
	regulations: {
		municipality_id: string
		id: string
		json: string
		version: number
		saved_at: string
		saved_by: string | null
	}
	/** Of papers made for good, by the entry that made them (server/programs/kept-settings.ts). */
	paper_settings: { program_id: string; sequence: number; setting: string }
	/** `kind`: of a template, `requisites` or `own-forms`. */
	paper_texts: { municipality_id: string; kind: string; text: string; saved_at: string; saved_by: string }
	programs: {
		id: string
		municipality_id: string
		title: string
		roadmap_id: string
		organisation: string
		starts_on: string
		term_months: number
		created_at: string
		/** Null while it lives; then no list shows it, and both its documents are tombstones. */
		deleted_at: ColumnType<string | null, string | null | undefined, string | null>
	}
	memberships: {
		program_id: string
		person_id: string
		role: ProgramRole
		/** Null while it lasts. */
		ended_at: ColumnType<string | null, string | null | undefined, string | null>
		/** By which decision it ended, or will on its last day; null: by none. Read with `endingOf` (memberships.ts). */
		ended_by: ColumnType<PartEnding | null, PartEnding | null | undefined, PartEnding | null>
		/** The first day, by the order; null: the programme's own. */
		from_day: ColumnType<string | null, string | null | undefined, string | null>
		/** The last day of a part that ends by itself. */
		until_day: ColumnType<string | null, string | null | undefined, string | null>
	}
	ledgers: {
		program_id: string
		municipality_id: string
		phase: Phase
		sequence: number
		state: string
		is_plan_behind: 0 | 1
	}
	ledger_people: { person_id: string; program_id: string }
	ledger_entries: {
		program_id: string
		sequence: number
		id: string
		at: string
		/** That instant's day where the municipality is. */
		on_day: string
		person_id: string
		person_name: string
		role: Signatory
		said_at: string
		statement: string
		signatories: string | null
		findings: string | null
	}
	/** Plans as they were put forward, to be approved and compared with. */
	editions: { program_id: string; hash: string; at: string; snapshot: Uint8Array }
	invitations: {
		id: string
		/** SHA-256 of the link's token, hex: who reads the database cannot accept. */
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
		/** SHA-256 of the token that whoever knows the code was last given. */
		entry_hash: string | null
		/** 1: the person is in the registry, with their roles; accepting gives them a way in. */
		is_for_known: 0 | 1
		/** Null: the server itself, for the first administrator; or nobody wrote it down. */
		made_by: string | null
		/** Of a role in one organisation; null of every other. */
		organisation_id: string | null
		/** Of the order such a role rests on; null: nobody has said. */
		order_number: string | null
		order_on: string | null
	}
	/** `by_person_id` null: whoever runs the server. */
	access_resets: { person_id: string; at: string; by_person_id: string | null }
	summaries: {
		program_id: string
		/** The plan's newest update that went into it. */
		sequence: number
		json: string
		/** Of the open activities, ascending, with a space between: counted on the board without reading `json`. */
		due_dates: string
		done: number
		total: number
		at: string
	}
	imports: {
		id: string
		municipality_id: string
		person_id: string
		/** As it was then. */
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
	/** The newest stored update of a plan by each person; the server's own is not an edit. */
	last_edits: { program_id: string; person_id: string; sequence: number; edited_at: string }
}

/** The order by which a person became what they are, or ceased to be it. */
interface BasisColumns {
	order_number: ColumnType<string | null, string | null | undefined, string | null>
	order_on: ColumnType<string | null, string | null | undefined, string | null>
}
