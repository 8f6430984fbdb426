/**
 * The JSON API of leaving the banks, beside `registry-api.ts`. Types only. For curator and head, of their own municipality;
 * whatever belongs to another is answered 404.
 */
import type { ProgramRole } from '#domain/access.ts'
import type { LeavingReason, LeavingReasonId } from '#domain/people/leaving.ts'
import type { IsoDate } from '#domain/calendar.ts'
import type { Order, Page, Person } from './program.ts'

/**
 * POST /api/bank/leavings → 200 PersonCard: takes somebody out of a bank. 400, with the field: the reason may not be given on
 * that day, its ground is missing, or the day is still to come. 409: the entry is another one than the version that was read;
 * with the field `programs`: a programme or a request of theirs in this role is under way, and is ended first.
 */
export interface NewLeaving {
	personId: string
	role: ProgramRole
	/** Of the entry, as it was read. */
	version: number
	/** The last day. */
	on: IsoDate
	reasonId: LeavingReasonId
	/** In words; empty where the reason says enough. */
	ground: string
	/** Null: there is none. */
	order: Order | null
}

/**
 * POST /api/bank/leavings/:id/return, with an empty object → 200 PersonCard: back into the bank, with what it knew as long as that
 * is kept, a year. 409: they are in it again already.
 */
export interface Leaving {
	id: string
	role: ProgramRole
	on: IsoDate
	reasonId: LeavingReasonId
	/** Of the regulation, as it was cited then; null: it says nothing of this reason. */
	clause: string | null
	ground: string
	order: Order | null
	/** ISO instant, and who wrote it down, as they were called then. */
	at: string
	by: string
	returned: { at: string; by: string } | null
	/** Nobody has left this bank later, and they are not in it. */
	canReturn: boolean
}

/** GET /api/bank/leavings?role=mentor&q=&page=1&pageSize=50: who has left a bank and is not in it, the newest first. */
export interface LeavingPage extends Page<LeavingRow> {
	role: ProgramRole
}

export interface LeavingRow {
	person: Person
	leaving: Leaving
}

/** On a person's page: what taking them out of a bank would need. */
export interface LeavingTerms {
	/** Those that may be given today. */
	reasons: LeavingReason[]
	/** What has to be ended first. */
	underWay: { programId: string; title: string; isRequest: boolean }[]
}
