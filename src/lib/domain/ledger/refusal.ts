/** The facts that the check of a statement needs besides the ledger, and the reasons why it refuses a statement. */
import type { ConsentSigner } from '../people/bank-entry.ts'
import type { IsoDate } from '../calendar.ts'
import type { ProgramSection, Regulation, Signatory } from '../regulation/schema.ts'
import type { Ledger } from './ledger.ts'

export interface Facts {
	/** The day in the municipality's time zone. */
	today: IsoDate
	regulation: Regulation
	/** Unmet conditions by mentor. A person who is not in the bank of mentors is missing here. */
	unmetConditions: ReadonlyMap<string, readonly string[]>
	/** People of the bank of mentees, each with the title of another open programme of theirs; null: there is none. */
	openPrograms: ReadonlyMap<string, string | null>
	/** Ids of the categories that a mentee does not fit, by person. */
	unfitCategories: ReadonlyMap<string, readonly string[]>
	/** Days of birth that the bank knows; everybody else counts as of age (domain.md R11). */
	birthDays: ReadonlyMap<string, IsoDate>
	/** The representative of a minor by the bank. A representative missing here is named when they sign. */
	representatives: ReadonlyMap<string, string>
	/** Counts of the server's copy of the plan, against the last approved edition; null: there is no plan yet. */
	plan: {
		done: number
		total: number
		activityIds: ReadonlySet<string>
		/** Activities with a result of their stage (domain.md T54). */
		results: readonly string[]
	} | null
	/** Hash of the current plan; null: there is no plan yet. */
	planHash: string | null
	/** An activity of the approved edition was written again, so the same hash is approved again. Absent: this device does not know. */
	hasRewritten?: boolean
	/** The parts in the plan that a regulation may require; null: there is no plan yet. */
	planSections: readonly ProgramSection[] | null
	/** What the municipality has not entered yet of its requisites. */
	missingRequisites: readonly NeededRequisite[]
}

/**
 * Without these, consents and orders would be signed with gaps: the operator and its address, the place, the post of the head. Only
 * the consent to publication names the site.
 */
export type NeededRequisite = 'authority' | 'address' | 'place' | 'headPost' | 'site'

/** Why a statement is refused. People and numbers in it are for the message on the screen. */
export type Refusal =
	| { reason: 'not-your-role' }
	| { reason: 'not-your-programme' }
	/** Feedback is for the end: no closure has been raised. */
	| { reason: 'not-ending' }
	/** It is already in the ledger: a request, a settled decision, a signature. */
	| { reason: 'already-said' }
	/** This cannot be stated in this phase, such as before the order or after the closure. */
	| { reason: 'wrong-phase'; phase: Ledger['phase'] }
	| { reason: 'unknown-subject' }
	/** The proposed mentor is not in the bank, or is the mentee. */
	| { reason: 'not-a-mentor'; personId: string }
	| { reason: 'not-a-mentee'; personId: string }
	| { reason: 'not-eligible'; personId: string; conditionIds: readonly string[] }
	| { reason: 'unfit-category'; personId: string }
	| { reason: 'open-program'; personId: string; title: string }
	| { reason: 'group-size'; min: number; max: number | null }
	/** A group would go on without one of its mentees. */
	| { reason: 'group-too-small'; min: number }
	/** One mentee remains: the programme goes on in other forms, or is closed. */
	| { reason: 'no-group-left' }
	/** A statement would end the programme of others who may go on. */
	| { reason: 'others-go-on' }
	/** The last mentee cannot leave: the programme is closed instead. */
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
	/** A minor consents through a representative; everybody else signs for themselves (domain.md R11). */
	| { reason: 'wrong-signer'; signer: ConsentSigner }
	/** The bank names another representative. */
	| { reason: 'other-representative' }
	/** Processing cannot have stopped for a person who still takes part (152-FZ). */
	| { reason: 'part-goes-on'; personId: string }
	/** Curator or head of the municipality enter them. */
	| { reason: 'requisites-missing'; missing: readonly NeededRequisite[] }
	| { reason: 'consents-missing'; missing: readonly { personId: string; kind: string }[] }
	| { reason: 'not-your-turn'; waitsFor: Signatory }
	/** Curator and head are two people: this one has signed in the other role (domain.md T44). */
	| { reason: 'signed-before' }
	/** A mentor or mentee of the programme does not sign as staff; another holder of the office does. */
	| { reason: 'own-pair' }
	/** Something newer has replaced what the person saw. */
	| { reason: 'superseded' }
	/** The person who raised it has withdrawn it. */
	| { reason: 'withdrawn' }
	| { reason: 'declined' }
	/** The regulation requires a public presentation with a positive mark before the last signature (domain.md D17). */
	| { reason: 'presentation-missing' }
	| { reason: 'presented-later' }
	/** Only past events can be recorded. */
	| { reason: 'still-to-come' }
	/** An app from before reports were submitted themselves would only record the day of one. */
	| { reason: 'report-without-text' }
	/** An app from before the municipality kept its events of mentors would declare one (domain.md T48). */
	| { reason: 'event-not-declared' }
	/** An app from before would name a material, but not where it is. */
	| { reason: 'material-without-address' }
	/** `earliest`: the first day of its time, the one after the previous report's due day. */
	| { reason: 'report-not-begun'; earliest: IsoDate }
	/** The day belongs to another programme, or is mistyped. `earliest`: the first accepted day. */
	| { reason: 'consented-too-early'; earliest: IsoDate }
	/** A specialist of this name helps already. */
	| { reason: 'specialist-involved'; name: string }
	/** The mentors of the programme answer before anybody else is named (domain.md D18). */
	| { reason: 'mentor-first' }
	/** A mentor has taken the consultation, or the curator has referred it. */
	| { reason: 'consultation-settled' }
	/** The membership of the mentee who asked has ended. */
	| { reason: 'asker-left' }
	/** `earliest`: the day on which the consultation was asked for. */
	| { reason: 'before-asked'; earliest: IsoDate }
	/** `earliest`: the day of the last signature. */
	| { reason: 'before-signature'; earliest: IsoDate }
	/** `earliest`: the first day of the mentor's work in the programme (domain.md T48). */
	| { reason: 'before-work'; earliest: IsoDate }
	/** A meeting in person needs a place. */
	| { reason: 'place-missing' }
	/** A participant of the programme cannot be its outside consultant. */
	| { reason: 'own-participant'; personId: string }
	/** The current plan differs from the one that was put forward. */
	| { reason: 'plan-changed' }
	/** This edition is already in force. */
	| { reason: 'plan-unchanged' }
	/** Parts are missing that the regulation requires in every programme (domain.md T9, S10). */
	| { reason: 'content-missing'; missing: readonly ProgramSection[] }
	| { reason: 'term'; minMonths: number; maxMonths: number }
	/** `earliest`: the day of the proposal. */
	| { reason: 'starts-too-early'; earliest: IsoDate }
	/** `earliest`: the first day of the programme, in which a mentor is replaced. */
	| { reason: 'starts-before-programme'; earliest: IsoDate }
	/** The day is too far in the future, or mistyped. */
	| { reason: 'too-far-ahead'; latest: IsoDate }
	| { reason: 'not-longer'; months: number }
	/** `missing`: of the results of stages, as below; absent if none is, or from an older server. */
	| { reason: 'plan-unfulfilled'; done: number; total: number; missing?: number }
	/** `missing`: how many results of stages nobody has submitted, or were returned (domain.md T54). */
	| { reason: 'results-missing'; missing: number }
	/** The regulation requires an approved programme, and no edition is approved yet. */
	| { reason: 'edition-missing' }
	| { reason: 'ground-missing' }
	/** A notice takes effect by law. Nobody has to accept it, so nobody can decline it (domain.md L1). */
	| { reason: 'notice-stands' }
	/** A notice needs three working days (domain.md L1), a statement none. `earliest`: the earliest allowed last day. */
	| { reason: 'notice-too-short'; earliest: IsoDate }
