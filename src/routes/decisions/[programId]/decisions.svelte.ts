/** One programme's ledger on the screen: what it asks of the person, what it offers them, and how they state it. */
import { canAny } from '#domain/access.ts'
import { createContext } from 'svelte'
import type { News } from '#domain/ledger/chronicle.ts'
import { countedPlan, subjectOf, type Offer, offersTo } from '#domain/ledger/statements/all.ts'
import { isAnswerTo, awaitedFrom, type Awaited, nearOf } from '#domain/ledger/awaiting.ts'
import { signersAfter, type Signer } from '#domain/ledger/signing.ts'
import type { Command, Decision, Statement } from '#domain/ledger/statement.ts'
import type { Facts, NeededRequisite } from '#domain/ledger/refusal.ts'
import type { Signatory } from '#domain/regulation/schema.ts'
import type { Me, ProgramListing } from '#protocol/api/program.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { refusalWords } from '#lib/ui/words/refusals.ts'
import { requestWords } from '#lib/ui/words/ledger.ts'
import { roleWords, type Wording } from '#lib/ui/words/regulation.ts'
import { m } from '#lib/paraglide/messages.js'
import type { LedgerListingsState } from '#lib/state/ledger-listings.svelte.ts'
import type { LedgerState, RefusedCommand } from '#lib/state/ledger.svelte.ts'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import type { Today } from '#lib/state/today.svelte.ts'
import type { SeenNames } from '#lib/sync/ledger/ledger-store.ts'
import { rememberRead } from '#lib/sync/ledger/outbox.ts'
import { isPageVisible, watchPage } from '#lib/sync/line/retry.ts'
import { isOrderDrafted, type Waiting, waitingFor } from '../listing.ts'

/** With the role in which the person is to state it. */
export type InRole<Value> = Value & { role: Signatory }

interface Options {
	state: LedgerState
	/** Null where the screen does not ask for the next step. */
	listings: LedgerListingsState | null
	me: () => Me | null
	/** Of the programme. */
	listing: () => ProgramListing | null
	isOnline: () => boolean
	today: Today
	toasts: Toasts
}

export class Decisions {
	readonly state: LedgerState
	readonly today: Today
	#given: Options

	constructor(given: Options) {
		this.state = given.state
		this.today = given.today
		this.#given = given
	}

	/** «Ковалёв Виктор Андреевич», the person who reads. */
	get ownName(): string {
		return this.#given.me()?.person.name ?? ''
	}

	get municipality(): Me['municipality'] {
		return this.#given.me()?.municipality ?? null
	}

	/** Null: there is no programme yet, or this person does not see it. */
	get listing(): ProgramListing | null {
		return this.#given.listing()
	}

	get isOnline(): boolean {
		return this.#given.isOnline()
	}

	get roles(): Signatory[] {
		return this.#given.me() === null ? [] : this.state.roles
	}

	/** Whether this person may search the banks for a mentor. */
	get seesBanks(): boolean {
		return canAny(this.#given.me()?.roles ?? [], 'oversee')
	}

	get wording(): Wording {
		const { regulation, organisationKinds, seenCategories: categories } = this.state
		const nameOf = (personId: string) => this.nameOf(personId)
		const { request, term } = this.state.ledger
		const isGroup = (request?.menteeIds.length ?? 0) > 1
		return { nameOf, regulation, categories, organisationKinds, isGroup, programStartsOn: term?.startsOn }
	}

	/** Title of the programme; before there is one, the request and its mentees; null: nothing is known here. */
	get title(): string | null {
		const { title, proposal, request } = this.state.ledger
		const named = title ?? proposal?.title ?? this.listing?.title ?? null
		const asked = request ?? this.#unsentRequest
		return named ?? (asked === null ? null : requestWords(asked, this.wording))
	}

	/** The request that only this device has. */
	get #unsentRequest(): Extract<Statement, { type: 'request' }> | null {
		const said = [...this.state.waiting, ...this.state.refused.map(({ command }) => command)]
		return said.flatMap(({ statement }) => (statement.type === 'request' ? statement : [])).at(0) ?? null
	}

	get awaited(): InRole<Awaited>[] {
		const { ledger, regulation, personId, waiting } = this.state
		if (regulation === null) return []
		const { stages = [], results } = this.listing?.summary ?? {}
		const known = { until: nearOf(this.today.date), stages, results }
		return [...this.roles, ...this.state.formerRoles]
			.flatMap((role) => awaitedFrom(ledger, regulation, { personId, role }, known).map((one) => ({ ...one, role })))
			.filter((one) => !waiting.some(({ statement }) => isAnswerTo(statement, one)))
	}

	/** Who collects the reports, in words; '': not known. */
	get reportsCollectedBy(): string {
		const { units } = this.state
		return units.length === 0 ? '' : m.reports_collected_by({ units: units.join(', ') })
	}

	get isOrderDrafted(): boolean {
		return isOrderDrafted(this.state)
	}

	/** The next step towards the order, if it is this person's, as the list of decisions has it. */
	get step(): {
		listing: LedgerListing
		waiting: Extract<Waiting, { type: 'find-mentor' | 'draft-order' | 'unfit-mentor' }>
	} | null {
		const me = this.#given.me()
		const listing = this.#given.listings?.ledgers?.find(({ programId }) => programId === this.state.programId)
		if (me === null || listing === undefined) return null
		const waiting = waitingFor(listing, me.roles, this.state.waiting)
		switch (waiting?.type) {
			case 'draft-order':
				// The list may not have the draft yet.
				return this.isOrderDrafted ? null : { listing, waiting: { type: waiting.type } }
			case 'find-mentor':
			case 'unfit-mentor':
				return { listing, waiting: { type: waiting.type } }
			case 'consent':
			case 'sign':
			case 'acquaint':
			case 'register':
			case 'settle-consent-withdrawal':
			case 'answer-consultation':
			case 'refer-consultation':
			case 'answer':
			case 'feedback':
			case 'accept-report':
			case 'sign-report':
			case undefined:
				return null
		}
	}

	get offers(): InRole<Offer>[] {
		const { ledger, regulation, personId, waiting } = this.state
		if (regulation === null) return []
		const known = { today: this.today.date, regulation }
		const { awaited } = this
		const consents = awaited.filter((one) => one.type === 'consent')
		// What can be answered where it is asked is not offered a second time.
		const isAwaited = (offer: Offer) =>
			(offer.type === 'consent' && consents.some(({ kind }) => kind === offer.kind)) ||
			(offer.type === 'refuse-proposal' && consents.length > 0) ||
			(offer.type === 'feedback' && awaited.some(({ type }) => type === 'feedback'))
		const isSaid = (offer: Offer) =>
			(offer.type === 'withdraw-request' && this.isOrderDrafted) ||
			waiting.some(
				({ statement }) =>
					(statement.type === 'refuse-proposal' && offer.type === 'refuse-proposal') ||
					('kind' in offer && statement.type === offer.type && 'kind' in statement && statement.kind === offer.kind)
			)
		// A person whose membership is over, or never began, may still withdraw their consent.
		return [...this.roles, ...this.state.formerRoles].flatMap((role) =>
			offersTo(ledger, { personId, role }, known)
				.flatMap((offer) => withoutReleased(offer, waiting))
				.filter((offer) => !isAwaited(offer) && !isSaid(offer))
				.map((offer) => ({ ...offer, role }))
		)
	}

	/** What the municipality has not entered of its requisites: consents wait for it. */
	get missingRequisites(): readonly NeededRequisite[] {
		return this.state.missingRequisites
	}

	nameOf(personId: string): string {
		return personId === this.state.personId ? this.ownName : this.state.nameOf(personId)
	}

	/** Names of the signers, or the regulation's name of the role where there is no name. */
	signers(list: readonly Signer[]): string {
		return list
			.map(({ role, personId }) => (personId === null ? '' : this.nameOf(personId)) || roleWords(role, this.wording))
			.join(', ')
	}

	/** Of a decision that this person would raise: those who sign after them, or they alone. */
	signersAfter(role: Signatory, decision: Decision | null): string {
		const { ledger, regulation, personId } = this.state
		if (decision === null || regulation === null) return ''
		return (
			this.signers(signersAfter(ledger, decision, { personId, name: this.ownName, role }, regulation)) || this.ownName
		)
	}

	/** Why the ledger would refuse the statement, in words; null: nothing known here prevents it. */
	check(role: Signatory, statement: Statement): string | null {
		const refusal = this.state.check(role, statement, { today: this.today.date, plan: this.#plan() })
		return refusal === null ? null : refusalWords(refusal, this.wording)
	}

	/** False: this device could not store it, and a toast said so. */
	async say(role: Signatory, statement: Statement, seen?: SeenNames): Promise<boolean> {
		const isKept = await this.state.state(role, statement, seen)
		if (!isKept) this.#given.toasts.show(m.decision_not_kept(), { isFailure: true })
		else if (!this.isOnline) this.#given.toasts.show(m.decision_said_offline())
		return isKept
	}

	/** For a confirmation that closed unanswered: says so if somebody has withdrawn the decision. */
	noteWithdrawn(asked: Statement | null): void {
		const id = asked !== null && 'matterId' in asked ? asked.matterId : null
		const raised = this.state.ledger.matters.find((one) => one.id === id)
		if (raised?.outcome === 'withdrawn') this.#given.toasts.show(m.decision_withdrawn_meanwhile())
	}

	/** Commands of this device about a decision, a remark or an activity that are not entered. */
	ownAbout(subjectId: string | null): { waiting: Command[]; refused: RefusedCommand[] } {
		const isAbout = ({ statement }: Command) =>
			this.#subjectOf(statement) === subjectId || activityOf(statement) === subjectId
		return {
			waiting: this.state.waiting.filter(isAbout),
			refused: this.state.refused.filter(({ command }) => isAbout(command))
		}
	}

	/** Null where the chronicle has no entry to show it under. */
	#subjectOf(statement: Statement): string | null {
		const id = subjectOf({ statement })
		return this.state.entries.some((entry) => entry.id === id) ? id : null
	}

	/** As the server last counted it. */
	#plan(): Facts['plan'] {
		const summary = this.listing?.summary ?? null
		return summary === null ? null : countedPlan(summary, this.listing?.approved?.results)
	}
}

/** A specialist is not offered for release again while the statement of their release waits. */
function withoutReleased(offer: Offer, waiting: readonly Command[]): Offer[] {
	if (offer.type !== 'release-specialist') return [offer]
	const isReleased = (specialistId: string) =>
		waiting.some(({ statement }) => 'specialistId' in statement && statement.specialistId === specialistId)
	const specialists = offer.specialists.filter(({ id }) => !isReleased(id))
	return specialists.length > 0 ? [{ ...offer, specialists }] : []
}

/** The activity that a remark is about; undefined: it is about another thing, or no remark. */
function activityOf(statement: Statement): string | undefined {
	const isOfActivity = statement.type === 'remark' && statement.title !== undefined
	return isOfActivity ? (statement.about ?? undefined) : undefined
}

/**
 * For a screen that shows these news of a programme: once the page was looked at, no other screen of this device shows them.
 * Returns a function that stops it.
 */
export function noteNewsRead(
	{ personId, programId }: Pick<LedgerState, 'personId' | 'programId'>,
	shown: readonly News[]
): () => void {
	const ids = shown.map(({ id }) => id)
	const note = () => {
		if (ids.length > 0 && isPageVisible()) void rememberRead(personId, programId, ids)
	}
	note()
	return watchPage({ onVisible: note })
}

export const [getDecisions, setDecisions] = createContext<Decisions>()
