/**
 * What one type of statement is: when it may be entered, what it does, and to whom it is offered. The conditions of an offer are those
 * of the check without what is typed, so that a form is not offered in vain. `../statement.ts` has the fields of each type,
 * `routes/forms/statements/` the words and the form.
 */
import type { Capability } from '../../access.ts'
import type { IsoDate } from '../../calendar.ts'
import type { Asker, Entry, Ledger, RaisedDecision, Speaker } from '../ledger.ts'
import type { Facts, Refusal } from '../refusal.ts'
import type { Regulation, Signatory } from '../../regulation/schema.ts'
import type { Decision, Statement } from '../statement.ts'

export type Said = Entry['statement']
export type SaidOf<Type extends Said['type']> = Extract<Said, { type: Type }>
export type DecisionOf<Type extends Decision['type']> = Extract<Decision, { type: Type }>

/** What is known when statements are offered: neither the banks, nor other programmes, nor the plan. */
export type OfferFacts = Pick<Facts, 'today' | 'regulation'> & Partial<Pick<Facts, 'missingRequisites'>>

export interface StatementRow<S extends Said> {
	/** What a role needs to state it. Absent: every role may, as far as the check says. */
	statedWith?: Capability
	/** Null: it may be entered. Absent: nobody can state it. Not asked here: `statedWith`. */
	check?: (ledger: Ledger, statement: S, by: Speaker, facts: Facts) => Refusal | null
	apply: (ledger: Ledger, statement: S, said: Entry) => Ledger
	/** To a role that may state it. Absent: it only answers what is asked elsewhere. */
	offers?: (ledger: Ledger, by: Asker, known: OfferFacts) => readonly { type: string }[]
	/** Id of the entry that it is about. Absent: it stands alone. */
	subjectOf?: (statement: S) => string
	/** Ids of the people that it is about, without the speaker. */
	peopleOf?: (statement: S) => readonly string[]
}

export interface DecisionRow<D extends Decision> {
	/** The roles that may raise it. */
	raisersOf: (ledger: Ledger, decision: D, regulation: Regulation) => readonly Signatory[]
	/** Checked when it is raised, and again at every signature but those of an edition and a notice. */
	check: (ledger: Ledger, decision: D, by: Speaker, facts: Facts) => Refusal | null
	/** With the last signature. */
	enact: (ledger: Ledger, decision: D, raised: RaisedDecision, on: IsoDate) => Ledger
	offers?: (ledger: Ledger, by: Asker, known: OfferFacts) => readonly { type: string }[]
	/** Whether another curator's open draft is of the same thing. Absent: there is no such draft. */
	isSameDraft?: (one: D, other: D) => boolean
}

/** Whatever can be stated has a check. */
export type StatementRows<Type extends Said['type']> = {
	[One in Type]: One extends Statement['type']
		? StatementRow<SaidOf<One>> & Required<Pick<StatementRow<SaidOf<One>>, 'check'>>
		: StatementRow<SaidOf<One>>
}
export type DecisionRows<Type extends Decision['type']> = { [One in Type]: DecisionRow<DecisionOf<One>> }
