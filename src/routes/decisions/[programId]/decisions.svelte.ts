/** One programme's ledger on the screen: what it says of whoever looks, and how they answer it. */
import { createContext } from 'svelte'
import { type News, subjectOf } from '#domain/ledger/chronicle.ts'
import { countedPlan, type Offer, offersTo } from '#domain/ledger/offers.ts'
import { awaitedFrom, type Awaited } from '#domain/ledger/awaiting.ts'
import { signersAfter, type Signer } from '#domain/ledger/signing.ts'
import type { Command, Matter, Statement } from '#domain/ledger/statement.ts'
import type { Facts } from '#domain/ledger/refusal.ts'
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

/** In which of the person's roles it is to be said. */
export type InRole<Value> = Value & { role: Signatory }

export class Decisions {
	readonly state: LedgerState
	readonly today: Today
	#listings: LedgerListingsState | null
	#me: () => Me | null
	#isOnline: () => boolean
	#toasts: Toasts

	constructor(parts: {
		state: LedgerState
		/** Null where the next step is not asked for. */
		listings: LedgerListingsState | null
		me: () => Me | null
		isOnline: () => boolean
		today: Today
		toasts: Toasts
	}) {
		this.state = parts.state
		this.#listings = parts.listings
		this.today = parts.today
		this.#me = parts.me
		this.#isOnline = parts.isOnline
		this.#toasts = parts.toasts
	}

	/** «Ковалёв Виктор Андреевич», who looks. */
	get ownName(): string {
		return this.#me()?.person.name ?? ''
	}

	get municipality(): Me['municipality'] {
		return this.#me()?.municipality ?? null
	}

	/** Null: there is no programme yet, or it is not for this person. */
	get listing(): ProgramListing | null {
		return this.#me()?.programs.find(({ id }) => id === this.state.programId) ?? null
	}

	get isOnline(): boolean {
		return this.#isOnline()
	}

	get roles(): Signatory[] {
		return this.#me() === null ? [] : this.state.roles
	}

	/** Whether the banks are theirs to look for a mentor in. */
	get seesBanks(): boolean {
		return (['curator', 'head'] as const).some((role) => this.#me()?.roles.includes(role))
	}

	get isGroup(): boolean {
		return (this.state.ledger.request?.menteeIds.length ?? 0) > 1
	}

	get wording(): Wording {
		const { regulation, organisationKinds, seenCategories: categories } = this.state
		const nameOf = (personId: string) => this.nameOf(personId)
		return { nameOf, regulation, categories, organisationKinds, isGroup: this.isGroup }
	}

	/** Of the programme, or before there is one what was asked for and for whom; null: nothing is known here. */
	get title(): string | null {
		const { title, proposal, request } = this.state.ledger
		const named = title ?? proposal?.title ?? this.listing?.title ?? null
		const asked = request ?? this.#unsentRequest
		return named ?? (asked === null ? null : requestWords(asked, this.wording))
	}

	/** Which only this device has. */
	get #unsentRequest(): Extract<Statement, { type: 'request' }> | null {
		const said = [...this.state.waiting, ...this.state.refused.map(({ command }) => command)]
		return said.flatMap(({ statement }) => (statement.type === 'request' ? statement : [])).at(0) ?? null
	}

	get awaited(): InRole<Awaited>[] {
		const { ledger, regulation, personId, waiting } = this.state
		if (regulation === null) return []
		return [...this.roles, ...this.state.formerRoles]
			.flatMap((role) => awaitedFrom(ledger, regulation, { personId, role }).map((one) => ({ ...one, role })))
			.filter((one) => !waiting.some(({ statement }) => answers(statement, one)))
	}

	get isOrderDrafted(): boolean {
		return isOrderDrafted(this.state)
	}

	/** The next step towards the order, where it is this person's: as the list of decisions has it. */
	get step(): {
		listing: LedgerListing
		waiting: Extract<Waiting, { type: 'find-mentor' | 'draft-order' | 'exception' }>
	} | null {
		const me = this.#me()
		const listing = this.#listings?.ledgers?.find(({ programId }) => programId === this.state.programId)
		if (me === null || listing === undefined) return null
		const waiting = waitingFor(listing, me)
		switch (waiting?.type) {
			case 'draft-order':
				// The list may not know of it yet.
				return this.isOrderDrafted ? null : { listing, waiting: { type: waiting.type } }
			case 'find-mentor':
			case 'exception':
				return { listing, waiting: { type: waiting.type } }
			case 'consent':
			case 'sign':
			case 'acquaint':
			case 'settle-consent-withdrawal':
			case 'answer-consultation':
			case 'refer-consultation':
			case 'answer':
			case undefined:
				return null
		}
	}

	get offers(): InRole<Offer>[] {
		const { ledger, regulation, personId, reader, waiting } = this.state
		if (regulation === null) return []
		const known = { today: this.today.date, regulation, bornOn: reader?.bornOn ?? null }
		const consents = this.awaited.filter((one) => one.type === 'consent')
		// What can be answered where it is asked is not offered besides.
		const isAwaited = (offer: Offer) =>
			(offer.type === 'consent' && consents.some(({ kind }) => kind === offer.kind)) ||
			(offer.type === 'refuse-proposal' && consents.length > 0)
		const isSaid = (offer: Offer) =>
			(offer.type === 'withdraw-request' && this.isOrderDrafted) ||
			waiting.some(
				({ statement }) =>
					(statement.type === 'refuse-proposal' && offer.type === 'refuse-proposal') ||
					('kind' in offer && statement.type === offer.type && 'kind' in statement && statement.kind === offer.kind)
			)
		// Whose part is over, or never began, may still take back what they consented to.
		return [...this.roles, ...this.state.formerRoles].flatMap((role) =>
			offersTo(ledger, { personId, role }, known)
				.flatMap((offer) => withoutReleased(offer, waiting))
				.filter((offer) => !isAwaited(offer) && !isSaid(offer))
				.map((offer) => ({ ...offer, role }))
		)
	}

	nameOf(personId: string): string {
		return personId === this.state.personId ? this.ownName : this.state.nameOf(personId)
	}

	/** By name, or by what the regulation calls the role. */
	signers(list: readonly Signer[]): string {
		return list
			.map(({ role, personId }) => (personId === null ? '' : this.nameOf(personId)) || roleWords(role, this.wording))
			.join(', ')
	}

	/** Of a matter that this person would raise: those who sign after them, or they alone. */
	signersAfter(role: Signatory, matter: Matter | null): string {
		const { ledger, regulation, personId } = this.state
		if (matter === null || regulation === null) return ''
		return (
			this.signers(signersAfter(ledger, matter, { personId, name: this.ownName, role }, regulation)) || this.ownName
		)
	}

	/** Why it would not hold, in words; null: nothing known here speaks against it. */
	judge(role: Signatory, statement: Statement): string | null {
		const refusal = this.state.judge(role, statement, { today: this.today.date, plan: this.#plan() })
		return refusal === null ? null : refusalWords(refusal, this.wording)
	}

	/** False: it could not be kept, which was said. */
	async say(role: Signatory, statement: Statement, seen?: SeenNames): Promise<boolean> {
		const isKept = await this.state.state(role, statement, seen)
		if (!isKept) this.#toasts.show(m.decision_not_kept(), { isFailure: true })
		else if (!this.isOnline) this.#toasts.show(m.decision_said_offline())
		return isKept
	}

	/** Said on this device about a matter, a remark or an activity, and not entered. */
	ownAbout(subjectId: string | null): { waiting: Command[]; refused: RefusedCommand[] } {
		const isAbout = ({ statement }: Command) =>
			this.#subjectOf(statement) === subjectId || activityOf(statement) === subjectId
		return {
			waiting: this.state.waiting.filter(isAbout),
			refused: this.state.refused.filter(({ command }) => isAbout(command))
		}
	}

	/** Null where the chronicle has nothing that it would stand under. */
	#subjectOf(statement: Statement): string | null {
		const id = subjectOf({ statement })
		return this.state.entries.some((entry) => entry.id === id) ? id : null
	}

	/** As the server last counted it. */
	#plan(): Facts['plan'] {
		const summary = this.listing?.summary ?? null
		return summary === null ? null : countedPlan(summary)
	}
}

/** Whose help was said to have ended is not offered again. */
function withoutReleased(offer: Offer, waiting: readonly Command[]): Offer[] {
	if (offer.type !== 'release-specialist') return [offer]
	const isReleased = (specialistId: string) =>
		waiting.some(({ statement }) => 'specialistId' in statement && statement.specialistId === specialistId)
	const specialists = offer.specialists.filter(({ id }) => !isReleased(id))
	return specialists.length > 0 ? [{ ...offer, specialists }] : []
}

/** The one that is remarked on. Undefined: another thing, or none. */
function activityOf(statement: Statement): string | undefined {
	const isOfActivity = statement.type === 'remark' && statement.title !== undefined
	return isOfActivity ? (statement.about ?? undefined) : undefined
}

function answers(statement: Statement, awaited: Awaited): boolean {
	switch (awaited.type) {
		case 'consent':
			return statement.type === 'refuse-proposal' || (statement.type === 'consent' && statement.kind === awaited.kind)
		case 'sign':
			return (statement.type === 'sign' || statement.type === 'decline') && statement.matterId === awaited.matterId
		case 'acquaint':
			return statement.type === 'acquaint' && statement.matterId === awaited.matterId
		case 'answer':
			return statement.type === 'answer' && statement.remarkId === awaited.remarkId
		case 'answer-consultation':
		case 'refer-consultation':
			return statement.type === awaited.type && statement.consultationId === awaited.consultationId
		case 'settle-consent-withdrawal':
			return statement.type === 'settle-consent-withdrawal' && statement.withdrawalId === awaited.withdrawalId
	}
}

/**
 * For a screen that shows these news of a programme: they are told nowhere else on this device any more, once the page was looked
 * at. Answers the way to stop.
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
