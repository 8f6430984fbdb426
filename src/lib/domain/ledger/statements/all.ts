/**
 * Every statement with its row: whether it may be entered, what it does to the ledger, and who is offered it. The server checks a
 * statement on its arrival, a device before a person makes it, as far as it knows. What the regulation demands comes from its pack. What the ledger
 * cannot know (banks, other programmes, the plan) is passed in as facts.
 */
import { can, type Capability } from '../../access.ts'
import { reachDay, supersedeAbandoned } from '../apply-decision.ts'
import {
	emptyLedger,
	type Entry,
	type Ledger,
	type Speaker,
	type Asker,
	lastingMenteeIds,
	menteesToKnow
} from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import type { Statement } from '../statement.ts'
import { consentStatements } from './consent.ts'
import { consultationStatements } from './consultation.ts'
import { decisionStatements } from './decision.ts'
import type { OffersOf } from './decisions.ts'
import { editionStatements } from './edition.ts'
import { formingStatements } from './forming.ts'
import { incentiveStatements } from './incentive.ts'
import { memberStatements } from './members.ts'
import { remarkStatements } from './remark.ts'
import { reportStatements } from './report.ts'
import type { OfferFacts, Said, StatementRow, StatementRows } from './row.ts'
import { specialistStatements } from './specialist.ts'
import type { IsoDate } from '../../calendar.ts'
import type { Regulation } from '../../regulation/schema.ts'

/** The order is that in which they are offered. */
const rows = {
	...remarkStatements,
	...consultationStatements,
	...formingStatements,
	...decisionStatements,
	...editionStatements,
	...reportStatements,
	...specialistStatements,
	...incentiveStatements,
	...consentStatements,
	...memberStatements
}
const all: StatementRows<Said['type']> = rows

/** One offer of a row, with what the form needs to know beforehand. */
export type Offer = OffersOf<typeof rows>

/**
 * Undefined: an older app does not know the type of a newer server's statement. The cast is safe: the table has each type's own row,
 * which the compiler cannot follow from a type that it does not know.
 */
function rowOf<S extends Said>({ type }: S): StatementRow<S> | undefined {
	return all[type] as unknown as StatementRow<S> | undefined
}

/** Null: the statement may be entered. */
export function checkStatement(ledger: Ledger, statement: Statement, by: Speaker, facts: Facts): Refusal | null {
	if (ledger.request === null && statement.type !== 'request') return { reason: 'unknown-subject' }
	// Whatever can be stated has a check (`StatementRows`).
	const { check, statedWith } = rowOf(statement) as StatementRow<Statement> &
		Required<Pick<StatementRow<Statement>, 'check'>>
	if (!may(by, statedWith)) return { reason: 'not-your-role' }
	return check(ledger, statement, by, facts)
}

/** What a person may state of their own accord in one role, as far as the device knows. */
export function offersTo(ledger: Ledger, by: Asker, known: OfferFacts): Offer[] {
	if (ledger.request === null) return []
	const listed: readonly StatementRow<never>[] = Object.values(rows)
	return listed
		.filter(({ statedWith }) => may(by, statedWith))
		.flatMap(({ offers }) => (offers?.(ledger, by, known) ?? []) as readonly Offer[])
}

function may({ role }: Pick<Asker, 'role'>, statedWith: Capability | undefined): boolean {
	return statedWith === undefined || can(role, statedWith)
}

/**
 * Applies entries one after the other. Uses no clock and no regulation: an entry in the ledger is taken as true. `reachDay` adds what
 * the passing of days alone changes.
 */
export function replayEntries(programId: string, entries: readonly Entry[]): Ledger {
	return entries.reduce(applyEntry, emptyLedger(programId))
}

/** `entry` must be the next one of this ledger. */
export function applyEntry(before: Ledger, entry: Entry): Ledger {
	const ledger = reachDay(before, entry.on)
	const applied = rowOf(entry.statement)?.apply(ledger, entry.statement, entry) ?? ledger
	return { ...supersedeAbandoned(ledger, applied, entry.on), sequence: entry.sequence }
}

/** Id of the entry that this one is about; null: it stands alone. */
export function subjectOf({ statement }: Pick<Entry, 'statement'>): string | null {
	return rowOf(statement)?.subjectOf?.(statement) ?? null
}

/** Ids of the people a statement is about, without the speaker. */
export function namedPeople(statement: Said): readonly string[] {
	return rowOf(statement)?.peopleOf?.(statement) ?? []
}

/** The facts for a check that a device knows: enough to warn a person before they make a statement that fails. */
export interface FactsAtHand {
	today: IsoDate
	regulation: Regulation
	/** The speaker's day of birth; null: the bank does not know it. */
	bornOn: IsoDate | null
	/** Null: this device has no plan. */
	plan: Facts['plan']
	planHash: string | null
	planSections: Facts['planSections']
	/** Absent: this device does not know. */
	missingRequisites?: Facts['missingRequisites']
}

/** The plan as counted in a summary, which names no activities. `results`: those of the approved edition. */
export function countedPlan(
	{ done, total }: { done: number; total: number },
	results: readonly string[] = []
): Facts['plan'] {
	return { done, total, activityIds: new Set(), results }
}

/** Null: nothing that this device knows refuses it. The server knows more, and decides. */
export function checkAtHand(ledger: Ledger, statement: Statement, by: Speaker, known: FactsAtHand): Refusal | null {
	const named = namedPeople(statement)
	const refusal = checkStatement(ledger, statement, by, {
		missingRequisites: [],
		...known,
		// Only the server knows banks and other programmes: nobody is refused here because of them.
		unmetConditions: new Map([...(ledger.proposal?.mentorIds ?? []), ...named].map((personId) => [personId, []])),
		openPrograms: new Map([...menteesToKnow(ledger), ...named].map((personId) => [personId, null])),
		unfitCategories: new Map(),
		representatives: new Map(),
		birthDays: new Map(known.bornOn === null ? [] : [[by.personId, known.bornOn]])
	})
	return refusal === null || isUnknown(ledger, statement, refusal, known) ? null : refusal
}

/**
 * Whether the refusal rests on something this device does not know: the plan, or the mentees of a group that the speaker is only to
 * join.
 */
function isUnknown(
	ledger: Ledger,
	statement: Statement,
	{ reason }: Refusal,
	{ plan, planHash, planSections }: FactsAtHand
): boolean {
	if (reason === 'plan-changed' || reason === 'plan-unchanged') return planHash === null
	if (reason === 'content-missing') return planSections === null
	if (reason === 'not-a-group') return lastingMenteeIds(ledger).length === 0
	if (reason === 'plan-unfulfilled' || reason === 'edition-missing') return plan === null
	// A summary counts activities and names none.
	return statement.type === 'accept-activity' && reason === 'unknown-subject' && (plan?.activityIds.size ?? 0) === 0
}
