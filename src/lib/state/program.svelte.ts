import { isEditor as isEditorOf } from '#domain/access.ts'
import { nanoid } from 'nanoid'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import type { Awareness } from 'y-protocols/awareness'
import type { IsoDate } from '#domain/calendar.ts'
import type { ApprovedPlan } from '#domain/plan/edition.ts'
import type { Author } from '#domain/plan/layout.ts'
import { countSummary, type ProgramSummary } from '#domain/summary.ts'
import { cityDay, now } from '#lib/sync/clock.ts'
import type { OpenDocument, ProgramSession, SyncSnapshot } from '#lib/sync/document/session.ts'
import { type CalmTick, type CalmTickView, createCalmTick, type Tick, tickOf } from '#lib/sync/document/status.ts'
import type { KnownProgram } from '#lib/sync/stored/remembered-programs.ts'
import type { Person } from '#protocol/api/program.ts'
import type { LedgerState } from './ledger.svelte.ts'
import { PlanState } from './plan.svelte.ts'
import type { Toasts } from './toasts.svelte.ts'
import type { Today } from './today.svelte.ts'

/** The programme on the screen, for all parts of its screens. */
export interface ProgramContext {
	/** As in the server's last answer; set by the screen that opened the programme. */
	listing: KnownProgram
	me: Person
	session: ProgramSession
	plan: PlanState
	/** The pair's notes (`plan/notes.ts`); null for those who may not read them. */
	notes: PlanState | null
	sync: SyncStatus
	presence: PresenceState
	today: Today
	/**
	 * The day for which the plan is shown: today, or the last day of the person's membership. What was open then does not become
	 * more overdue.
	 */
	readonly day: IsoDate
	toasts: Toasts
	/** The person's view of its ledger; null until a part of the screen that needs it loads and sets it. */
	ledger: LedgerState | null
	/** Mentor or mentee, or who else edits the plan of its owner; other people only read. */
	isEditor: boolean
	/** True for an editor whose right has ended: this device's data stays, to be read and handed over. */
	readonly isEnded: boolean
	/** The curator has deleted it on the server. */
	readonly isGone: boolean
	/** The last approved edition; null: none is approved, or this device does not know (`isCounted`). */
	readonly approved: ApprovedPlan | null
	/** False if this device does not know which edition is approved: then it shows no progress. */
	readonly isCounted: boolean
	/** Of the present plan, counted against the approved edition. */
	readonly summary: ProgramSummary
	/** True for editors, once the plan has arrived and unless the relay refuses edits. */
	readonly canEdit: boolean
	author(): Author
	newId(): string
	/** «Ирина Лаптева»; empty for a person this device does not know. */
	nameOf(personId: string): string
	givenNameOf(personId: string): string
}

export const [getProgram, setProgram] = createContext<ProgramContext>()

export function createProgramContext(options: {
	listing: KnownProgram
	me: Person
	session: ProgramSession
	today: Today
	toasts: Toasts
}): ProgramContext {
	const { me, session } = options
	let listing = $state.raw(options.listing)
	const plan = new PlanState(session.plan.doc)
	const sync = new SyncStatus(session)
	const personOf = (id: string) =>
		id === me.id
			? me
			: [
					...[...listing.participants, ...(listing.formerParticipants ?? [])].map(({ person }) => person),
					...(listing.editors ?? [])
				].find((person) => person.id === id)
	const isEditor = isEditorOf(options.listing, me.id)
	const isGone = whileSeen(() => listing.isGone === true || sync.standing.isGone)
	/** By the server's last listing, or by the relay just now. */
	const isEnded = whileSeen(
		() => isEditor && ((listing.endedAt ?? null) !== null || sync.standing.refusal === 'no-right' || isGone())
	)
	const canEdit = whileSeen(() => isEditor && plan.isCreated && sync.standing.right !== 'read' && !isEnded())
	const approved = () => listing.approved ?? null
	const counted = keepLast(countSummary)
	let ledger = $state.raw<LedgerState | null>(null)
	return {
		...options,
		get listing() {
			return listing
		},
		set listing(next) {
			listing = next
		},
		get ledger() {
			return ledger
		},
		set ledger(followed) {
			ledger = followed
		},
		plan,
		notes: session.notes && new PlanState(session.notes.doc),
		sync,
		presence: new PresenceState(session.plan.awareness, me.id),
		isEditor,
		get isEnded() {
			return isEnded()
		},
		get day() {
			const { endedAt } = listing
			return isEnded() && endedAt !== null ? cityDay(endedAt) : options.today.date
		},
		get isGone() {
			return isGone()
		},
		get approved() {
			return approved()
		},
		get isCounted() {
			return listing.approved !== undefined
		},
		get summary() {
			return counted(plan.summary, approved())
		},
		get canEdit() {
			return canEdit()
		},
		author: () => ({ personId: me.id, at: now().toISOString() }),
		newId: () => nanoid(),
		nameOf: (personId) => {
			const person = personOf(personId)
			return person === undefined ? '' : `${person.givenName} ${person.familyName}`.trim()
		},
		givenNameOf: (personId) => personOf(personId)?.givenName ?? ''
	}
}

/** Computed once for all parts of a screen that show it; anew for anybody else, whom no change would reach. */
function whileSeen<Result>(compute: () => Result): () => Result {
	const seen = $derived.by(compute)
	return () => ($effect.tracking() ? seen : compute())
}

/** Answers the last result again for the same arguments. */
function keepLast<Given extends unknown[], Result>(compute: (...given: Given) => Result): (...given: Given) => Result {
	let last: { given: Given; result: Result } | null = null
	return (...given) => {
		if (last?.given.every((one, index) => one === given[index]) !== true) last = { given, result: compute(...given) }
		return last.result
	}
}

export interface PresentPerson {
	personId: string
	/** The activity or meeting whose text this person has open. */
	openItemId: string | null
}

/** The other people who have the document open. Two devices of one person are one entry. */
export class PresenceState {
	#awareness: Awareness
	#ownPersonId: string
	#subscribe: () => void

	constructor(awareness: Awareness, ownPersonId: string) {
		this.#awareness = awareness
		this.#ownPersonId = ownPersonId
		this.#subscribe = createSubscriber((update) => {
			// What one says of oneself changes no other person. It may be said while a screen is taken down, when no state may change.
			const follow = ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
				if ([...added, ...updated, ...removed].some((clientId) => clientId !== awareness.clientID)) update()
			}
			awareness.on('change', follow)
			return () => awareness.off('change', follow)
		})
	}

	get others(): readonly PresentPerson[] {
		this.#subscribe()
		const people = new Map<string, PresentPerson>()
		for (const [clientId, state] of this.#awareness.getStates()) {
			if (clientId === this.#awareness.clientID) continue
			const { personId, openItemId } = state as Record<string, unknown>
			if (typeof personId !== 'string' || personId === this.#ownPersonId) continue
			const open = typeof openItemId === 'string' ? openItemId : (people.get(personId)?.openItemId ?? null)
			people.set(personId, { personId, openItemId: open })
		}
		return [...people.values()]
	}

	setOpenItem(id: string | null): void {
		this.#awareness.setLocalStateField('openItemId', id)
	}
}

/** How this device stands with its store and the server, apart from where the edits are. */
type Standing = ReturnType<typeof standingOf>

function standingOf(snapshot: SyncSnapshot) {
	const { localStore, localStoreLost, isLoaded, connection, refusal, isGone, right, partners } = snapshot
	return {
		...{ localStore, localStoreLost, isLoaded, connection, refusal, isGone, right },
		partnerIds: partners.map(({ personId }) => personId)
	}
}

/** The sync state of an open programme, or of one document, for Svelte. */
export class SyncStatus {
	#open: Pick<OpenDocument, 'snapshot' | 'subscribe' | 'reconnect'>
	#subscribe: () => void
	#standing: Standing
	#subscribeStanding: () => void
	#calm: CalmTickView
	#due = () => {}

	constructor(open: Pick<OpenDocument, 'snapshot' | 'subscribe' | 'reconnect'>) {
		this.#open = open
		this.#calm = createCalmTick(() => this.#due())
		this.#subscribe = createSubscriber((update) => {
			this.#due = update
			const stop = open.subscribe(update)
			return () => {
				this.#calm.stop()
				stop()
			}
		})
		this.#standing = standingOf(open.snapshot())
		this.#subscribeStanding = createSubscriber((update) => {
			let seen = this.standing
			return open.subscribe(() => {
				const before = seen
				seen = this.standing
				if (seen !== before) update()
			})
		})
	}

	get snapshot(): SyncSnapshot {
		this.#subscribe()
		return this.#open.snapshot()
	}

	/** The same object until one of its parts is another: whoever needs no more does not run for each letter. */
	get standing(): Standing {
		this.#subscribeStanding()
		const now = standingOf(this.#open.snapshot())
		if (JSON.stringify(now) !== JSON.stringify(this.#standing)) this.#standing = now
		return this.#standing
	}

	get tick(): Tick {
		return tickOf(this.snapshot)
	}

	/** The tick without flicker while somebody types. */
	get calmTick(): CalmTick {
		return this.#calm.take(this.tick)
	}

	/** Called when a person taps «try again». */
	reconnect(): void {
		this.#open.reconnect()
	}
}
