/** What `judge.ts` is told beside the ledger, and why a statement does not hold. */
import type { ConsentSigner } from '../people/bank-entry.ts'
import type { IsoDate } from '../calendar.ts'
import type { ProgramPart, Regulation, Signatory } from '../regulation/schema.ts'
import type { Ledger } from './ledger.ts'

export interface Facts {
	/** Where the municipality is. */
	today: IsoDate
	regulation: Regulation
	/** Conditions a mentor does not meet, by person; a person who is not in the bank of mentors is missing. */
	unmetConditions: ReadonlyMap<string, readonly string[]>
	/** People of the bank of mentees, each with the title of another open programme of theirs; null: none. */
	openPrograms: ReadonlyMap<string, string | null>
	/** The categories a mentee does not fit, by person. */
	unfitCategories: ReadonlyMap<string, readonly string[]>
	/** People whose day of birth the bank knows; the others are of age (domain.md R11). */
	birthDays: ReadonlyMap<string, IsoDate>
	/** Who signs for a minor by the bank, by the minor; the others are named where they sign. */
	representatives: ReadonlyMap<string, string>
	/** Of the plan as the server has it; null before there is one. */
	plan: { done: number; total: number; activityIds: ReadonlySet<string> } | null
	/** Hash of the plan as it is now; null before there is one. */
	planHash: string | null
	/** What that plan has of what a regulation may ask for; null before there is one. */
	planParts: readonly ProgramPart[] | null
}

/** Why a statement does not hold. What it says of people and numbers is for the words on the screen. */
export type Refusal =
	| { reason: 'not-your-role' }
	| { reason: 'not-your-programme' }
	/** Already in the ledger: a request that was made, a matter that is settled, a signature that was given. */
	| { reason: 'already-said' }
	/** Such a thing is not said before the order, or after the closure. */
	| { reason: 'wrong-phase'; phase: Ledger['phase'] }
	| { reason: 'unknown-subject' }
	/** A mentor is proposed whom the bank does not have, or who is the mentee. */
	| { reason: 'not-a-mentor'; personId: string }
	| { reason: 'not-a-mentee'; personId: string }
	| { reason: 'not-eligible'; personId: string; conditionIds: readonly string[] }
	| { reason: 'unfit-category'; personId: string }
	| { reason: 'open-program'; personId: string; title: string }
	| { reason: 'group-size'; min: number; max: number | null }
	/** Of a group that is to go on without one of its mentees. */
	| { reason: 'group-too-small'; min: number }
	/** One mentee remains: it goes on in other forms, or is closed. */
	| { reason: 'no-group-left' }
	/** With whom the programme ends, not a part in it. */
	| { reason: 'last-mentee' }
	/** Nobody joins a pair. */
	| { reason: 'not-a-group' }
	| {
			reason: 'not-in-regulation'
			field:
				| 'regulation'
				| 'category'
				| 'relation'
				| 'forms'
				| 'reason'
				| 'ground'
				| 'condition'
				| 'consent'
				| 'presentation'
				| 'consultation'
				| 'report'
	  }
	/** A minor consents through whoever represents them; everybody else for themselves (domain.md R11). */
	| { reason: 'wrong-signer'; signer: ConsentSigner }
	/** Somebody else than the bank has. */
	| { reason: 'other-representative' }
	/** That the processing of somebody's data has stopped is said of whoever takes part no more (152-FZ). */
	| { reason: 'part-goes-on'; personId: string }
	| { reason: 'consents-missing'; missing: readonly { personId: string; kind: string }[] }
	| { reason: 'not-your-turn'; waitsFor: Signatory }
	/** Something newer has taken the place of what the person saw. */
	| { reason: 'superseded' }
	/** By whoever raised it. */
	| { reason: 'withdrawn' }
	| { reason: 'declined' }
	/** The regulation wants the edition presented in public, with a positive mark, before the last signature (domain.md D17). */
	| { reason: 'presentation-missing' }
	| { reason: 'presented-later' }
	/** What is recorded has taken place. */
	| { reason: 'still-to-come' }
	/** Of another programme, or mistyped: `earliest` is the first day that is taken. */
	| { reason: 'consented-too-early'; earliest: IsoDate }
	/** A specialist of this name helps already. */
	| { reason: 'specialist-involved'; name: string }
	/** Whoever mentors the programme answers before anybody else is named (domain.md D18). */
	| { reason: 'mentor-first' }
	/** Somebody has taken the consultation, or it was given to somebody else. */
	| { reason: 'consultation-settled' }
	/** Their part in the programme is over. */
	| { reason: 'asker-left' }
	/** `earliest`: the day the consultation was asked for. */
	| { reason: 'before-asked'; earliest: IsoDate }
	/** Who meets face to face must know where. */
	| { reason: 'place-missing' }
	/** Whoever takes part is no specialist from outside. */
	| { reason: 'own-participant'; personId: string }
	/** The plan is another one than was put forward. */
	| { reason: 'plan-changed' }
	/** It is the edition in force already. */
	| { reason: 'plan-unchanged' }
	/** Without what the regulation wants in every programme (domain.md T9, S10). */
	| { reason: 'content-missing'; missing: readonly ProgramPart[] }
	| { reason: 'term'; minMonths: number; maxMonths: number }
	/** `earliest`: the day of the proposal. */
	| { reason: 'starts-too-early'; earliest: IsoDate }
	/** A day nobody plans for yet, or a slip of the pen. */
	| { reason: 'too-far-ahead'; latest: IsoDate }
	| { reason: 'not-longer'; months: number }
	| { reason: 'plan-unfulfilled'; done: number; total: number }
	| { reason: 'ground-missing' }
	/** It takes effect by law: nobody has to accept it, so nobody declines it (domain.md L1). */
	| { reason: 'notice-stands' }
	/** Three working days (domain.md L1); `earliest`: the first last day in time. */
	| { reason: 'notice-too-short'; earliest: IsoDate }
