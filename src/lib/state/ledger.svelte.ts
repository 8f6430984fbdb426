/**
 * The ledger of one programme for a screen: its statements and their result, first from this device's copy, then from the
 * server. Works for any programme id, also before the first request is made.
 *
 *   const ledger = new LedgerState({ personId, programId, today })
 *   onMount(() => ledger.start())            reads, and follows the server while the screen is open
 *   ledger.ledger                            as of today (#domain/ledger/ledger.ts); without waiting commands
 *   await ledger.state('mentee', statement)  true: stored on this device, will be sent; false: could not be stored
 *   ledger.waiting, ledger.refused           this person's commands in this programme; refused ones until `dismiss`
 *   ledger.roles                             the roles in which the person may state; `check` checks a statement beforehand
 */
import { consentedAs, replayVisible } from '#domain/ledger/visible-ledger.ts'
import { checkAtHand, type FactsAtHand } from '#domain/ledger/statements/all.ts'
import type { NeededRequisite, Refusal } from '#domain/ledger/refusal.ts'
import { missingSite } from '#domain/papers/facts.ts'
import { type Appointment, wasMember } from '#domain/ledger/memberships.ts'
import { isInvolved, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/apply-decision.ts'
import { isOfReport } from '#domain/ledger/reports.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import { loadShippedRegulation } from '#domain/regulation/load-shipped.ts'
import { withHeadPost } from '#domain/regulation/roles.ts'
import type { OrganisationKind, Regulation, Signatory } from '#domain/regulation/schema.ts'
import type { Person } from '#protocol/api/program.ts'
import type { LedgerReader, LedgerReading } from '#protocol/api/ledger.ts'
import { fetchLedger } from '#lib/sync/api-program.ts'
import type { FailureCode } from '#lib/sync/api.ts'
import { watchLedgers } from '#lib/sync/stored/change-feed.ts'
import {
	type CachedLedger,
	dropRefused,
	emptyCache,
	readKnownLedger,
	storeReading,
	takeBack,
	watchLedgerStore,
	withReading,
	type CommandRefusal,
	type KnownLedger,
	type SeenNames
} from '#lib/sync/ledger/ledger-store.ts'
import { putInOutbox } from '#lib/sync/ledger/outbox.ts'
import { isPageVisible, watchPage } from '#lib/sync/line/retry.ts'
import { waitAtMost } from '#lib/sync/document/supervised-database.ts'
import { Today } from './today.svelte.ts'

/** A network that leads nowhere must not hide what is here. */
const PATIENCE_MS = 15_000

export interface RefusedCommand {
	command: Command
	refusal: CommandRefusal
}

/**
 * For a ledger that outlives the component that asks for it first: it goes on following when that component is gone.
 * What a component derives, ends with it.
 */
export function createLastingLedger(options: ConstructorParameters<typeof LedgerState>[0]): LedgerState {
	let state!: LedgerState
	$effect.root(() => {
		state = new LedgerState(options)
	})
	return state
}

export class LedgerState {
	readonly personId: string
	readonly programId: string
	#today: Today
	#known = $state.raw<KnownLedger>({ cached: null, commands: [] })
	/** The device's copy has been read, or cannot be read. */
	isRead = $state(false)
	/** The server has answered since `start`, also with `not_found`, and what it answered is stored. */
	isAnswered = $state(false)
	/** Why the last request failed; `not_found`: the ledger does not exist, or the person may not read it. */
	failure = $state<FailureCode | null>(null)
	/** This device cannot store anything now. */
	isBroken = $state(false)
	readonly ledger: Ledger = $derived.by(() =>
		reachDay(replayVisible(this.programId, this.entries, this.#known.cached?.bare ?? null), this.#today.date)
	)
	/** The shipped regulation of the request: a file of its own, loaded before the request is shown. Null: none, or it could not be. */
	#shipped = $state.raw<Regulation | null>(null)
	/** The last try to fetch it failed. */
	#isShippedMissing = false
	/** As the municipality calls its head; null until the request is known, and while its file cannot be fetched. */
	readonly regulation: Regulation | null = $derived.by(() => {
		const known = this.#known.cached?.regulation ?? (this.ledger.request && this.#shipped)
		return known && withHeadPost(known, this.reader?.headPost ?? '')
	})
	/** All readings wait for the same one: they keep their order. */
	#loading: Promise<void> | null = null
	#followers = 0
	#stop: () => void = () => undefined
	/** The request in progress; null: none. */
	#asking: { isWhole: boolean } | null = null
	/** The request to make after the present one; null: none. */
	#next: { isWhole: boolean } | null = null

	/** `today`: the municipality's day; by default this device's. */
	constructor({ personId, programId, today = new Today() }: { personId: string; programId: string; today?: Today }) {
		this.personId = personId
		this.programId = programId
		this.#today = today
	}

	/** Oldest first. */
	get entries(): readonly Entry[] {
		return this.#known.cached?.entries ?? []
	}

	/** Commands that are not entered yet, as far as this device knows; oldest first. The entry may come before the answer. */
	get waiting(): readonly Command[] {
		const entered = new Set(this.entries.map(({ id }) => id))
		return this.#known.commands.flatMap(({ command, refusal }) =>
			refusal === null && !entered.has(command.id) ? command : []
		)
	}

	/** Without reports that the person has submitted from another device: nothing of them is lost, their words are in the pair's notes. */
	get refused(): readonly RefusedCommand[] {
		return this.#known.commands.flatMap(({ command, refusal }) =>
			refusal === null || this.#isSubmittedElsewhere(command, refusal) ? [] : { command, refusal }
		)
	}

	#isSubmittedElsewhere({ statement }: Command, { reason }: CommandRefusal): boolean {
		if (statement.type !== 'submit-report' || reason !== 'already-said') return false
		return this.entries.some(
			({ by, statement: said }) =>
				by.personId === this.personId &&
				said.type === 'submit-report' &&
				said.mentorId === statement.mentorId &&
				said.insteadOf === statement.insteadOf &&
				isOfReport(said, statement)
		)
	}

	/** The people that the entries mention. */
	get people(): readonly Person[] {
		return this.#known.cached?.people ?? []
	}

	/** The terms of the active mentors; empty until the server has sent them. */
	get appointments(): readonly Appointment[] {
		return this.#known.cached?.appointments ?? []
	}

	/** The units that answer for the programme; empty until the server has sent them. */
	get units(): readonly string[] {
		return this.#known.cached?.units ?? []
	}

	/** The kinds of the mentees' organisations; empty until the server has sent them. */
	get organisationKinds(): readonly OrganisationKind[] {
		return this.#known.cached?.organisationKinds ?? []
	}

	/** Open decisions that nobody in office may sign, and the role; empty until the server has sent them. */
	get unsignable(): LedgerReading['unsignable'] {
		return this.#known.cached?.unsignable ?? []
	}

	/** The people whom the programme concerns who must still be invited; empty until the server has sent them, and for all but staff. */
	get uninvited(): readonly string[] {
		return this.#known.cached?.uninvited ?? []
	}

	/** The person's own birthday and post as the server knows them; null: not received yet. */
	get reader(): LedgerReader | null {
		return this.#known.cached?.reader ?? null
	}

	/** What the municipality has not entered of its requisites. A device's older copy knows only the operator. */
	get missingRequisites(): readonly NeededRequisite[] {
		if (this.reader === null) return []
		const { operator, missingRequisites = operator.address === '' ? ['address'] : [] } = this.reader
		return [...missingRequisites, ...missingSite(operator)]
	}

	/** «Ковалёв Виктор Андреевич»; empty for a person whom neither an entry nor an own unanswered command names. */
	nameOf(personId: string): string {
		return [...this.people, ...this.#seen.flatMap(({ people }) => people)].find(({ id }) => id === personId)?.name ?? ''
	}

	/** The categories named in own unanswered commands: their regulation may be unknown to this device. */
	get seenCategories(): NonNullable<SeenNames['categories']> {
		return this.#seen.flatMap(({ categories = [] }) => categories)
	}

	get #seen(): SeenNames[] {
		return this.#known.commands.flatMap(({ seen }) => seen ?? [])
	}

	/** The roles in which the person may state something in this programme. */
	get roles(): Signatory[] {
		// The server sends nothing to a person who is no longer proposed: this device's copy is older than that.
		if (this.failure === 'not_found') return []
		const own = (['mentor', 'mentee'] as const).filter((role) => isInvolved(this.ledger, this.personId, role))
		return [...own, ...(this.#known.cached?.speaksAs ?? [])]
	}

	/**
	 * Roles in which the person took part earlier: they may be asked about the decision that ended it. Also roles in which they
	 * consented without taking part: they may withdraw that consent.
	 */
	get formerRoles(): Signatory[] {
		const { ledger, personId, entries } = this
		if (this.failure === 'not_found') return []
		const consented = consentedAs(entries, personId)
		return (['mentor', 'mentee'] as const).filter(
			(role) => (wasMember(ledger, personId, role) || consented.includes(role)) && !isInvolved(ledger, personId, role)
		)
	}

	/** The person never took part, and reads only their own statements. */
	get isFormerCandidate(): boolean {
		return this.#known.cached?.bare?.isApart === true
	}

	/** Checks a statement with this device's data; null: no reason to refuse it is known. */
	check(
		role: Signatory,
		statement: Statement,
		facts: Pick<FactsAtHand, 'today'> & Partial<Pick<FactsAtHand, 'plan' | 'planHash' | 'planSections'>>
	): Refusal | null {
		const { regulation, reader, personId, ledger } = this
		if (regulation === null) return null
		const by = { personId, name: '', role }
		return checkAtHand(ledger, statement, by, {
			plan: null,
			planHash: null,
			planSections: null,
			...facts,
			regulation,
			bornOn: reader?.bornOn ?? null,
			missingRequisites: this.missingRequisites
		})
	}

	/** Reads, and follows the local store and the server until everybody who started it has stopped. Returns a function that stops it. */
	start(): () => void {
		if (this.#followers++ === 0) this.#stop = this.#follow()
		return () => {
			if (--this.#followers === 0) this.#stop()
		}
	}

	#follow(): () => void {
		let isWhole = true
		const ask = () => {
			if (!isPageVisible()) return
			void this.refresh(isWhole)
			isWhole = false
		}
		/** A request made before the network was lost may never be answered: stops waiting for it, even on a hidden page. */
		const askAnew = () => {
			isWhole ||= this.#asking?.isWhole === true
			this.#asking = null
			ask()
		}
		const stops = [
			watchLedgerStore(this.personId, () => void this.#read()),
			watchPage({ onVisible: ask, onOnline: askAnew }),
			watchLedgers(ask)
		]
		void this.#read().then(ask)
		return () => stops.forEach((stop) => stop())
	}

	/** Asks the server for new entries; `isWhole`: for all of them, as the server may have been restored from a copy. */
	async refresh(isWhole = false): Promise<void> {
		if (this.#asking !== null) {
			this.#next = { isWhole: isWhole || this.#next?.isWhole === true }
			return
		}
		const asking = (this.#asking = { isWhole })
		try {
			const after = isWhole ? 0 : (this.#known.cached?.readUpTo ?? 0)
			const result = await fetchLedger(this.programId, after)
			if (result.ok) await this.#loadShipped(result.value)
			if (this.#asking !== asking) return
			this.failure = result.ok ? null : result.code
			if (!result.ok) {
				this.isAnswered ||= result.code === 'not_found'
				return
			}
			const { entries, bare } = result.value
			const cached = this.#known.cached
			// The reader may now read more (joined the group, proposed again) or less (no longer awaited): read everything again.
			if (!isWhole && cached !== null && reachOf(cached) !== reachOf(result.value)) {
				this.#next = { isWhole: true }
				return
			}
			const isNew = entries.length > 0 || bare !== null || besidesEntries(result.value) !== besidesEntries(cached)
			if (isWhole || isNew) await this.#keep(result.value, isWhole)
			// Not before: a screen would say that there is nothing while the entries are being stored.
			this.isAnswered = true
		} finally {
			if (this.#asking === asking) {
				if (this.#isShippedMissing) this.failure ??= 'offline'
				this.#goOn()
			}
		}
	}

	#goOn(): void {
		const next = this.#next
		this.#asking = this.#next = null
		if (next !== null) void this.refresh(next.isWhole)
	}

	/** Stores a command on this device, to send at the first opportunity. False: it could not be stored, and nothing was stated. */
	async state(role: Signatory, statement: Statement, seen?: SeenNames): Promise<boolean> {
		try {
			await putInOutbox(this.personId, { programId: this.programId, role, statement }, seen)
		} catch {
			// No room, or no IndexedDB: nobody may believe that it was stated.
			this.isBroken = true
			return false
		}
		await this.#read()
		return true
	}

	/** Removes a refused command after the person has seen the reason. */
	async dismiss(commandId: string): Promise<void> {
		await dropRefused(this.personId, commandId)
		await this.#read()
	}

	/** Withdraws a waiting command. If the server has already received it, it soon appears among the entries. */
	async takeBack(commandId: string): Promise<void> {
		await takeBack(this.personId, commandId)
		await this.#read()
	}

	/** Shows the reading even if the device cannot store it. */
	async #keep(reading: LedgerReading, isWhole: boolean): Promise<void> {
		try {
			await storeReading(this.personId, this.programId, reading, isWhole)
			await this.#read()
		} catch {
			const before = isWhole ? null : this.#known.cached
			this.#known = { ...this.#known, cached: withReading(before ?? emptyCache(this.programId), reading) }
			this.isBroken = true
		}
	}

	/** Resolves also if the file cannot be fetched: the next reading tries again. */
	async #loadShipped({
		entries,
		regulation,
		bare
	}: Pick<CachedLedger, 'entries' | 'regulation' | 'bare'>): Promise<void> {
		if (regulation !== null || this.#shipped !== null) return
		// Of what is stored, and not of the derived ledger: the screen may be gone by now, and what it derives ends with it.
		const statements = [...this.entries, ...entries].map(({ statement }) => statement)
		const asked = statements.findLast((statement) => statement.type === 'request')
		const request = this.#known.cached?.bare?.request ?? bare?.request ?? asked
		if (request === undefined) return
		this.#loading ??= waitAtMost(PATIENCE_MS, loadShippedRegulation(request.regulationId))
			.then((shipped) => {
				this.#shipped = shipped
				this.#isShippedMissing = false
			})
			.catch(() => void (this.#isShippedMissing = true))
			.finally(() => (this.#loading = null))
		await this.#loading
	}

	async #read(): Promise<void> {
		const before = this.waiting.length
		try {
			const known = await readKnownLedger(this.personId, this.programId)
			if (known.cached !== null) await this.#loadShipped(known.cached)
			this.#known = known
			this.isBroken = false
		} catch {
			this.isBroken = true
		}
		this.isRead = true
		// The answer to an own command may have come after entries of others: read on.
		if (this.waiting.length < before) void this.refresh()
	}
}

/** What may change without a new entry, and is stored then. */
function besidesEntries(
	known: Partial<Pick<CachedLedger, 'speaksAs' | 'unsignable' | 'uninvited' | 'reader'>> | null
): string {
	return JSON.stringify([known?.speaksAs, known?.unsignable, known?.uninvited, known?.reader])
}

/** Names how much of the ledger the reader may read. If it changes, everything is read again. */
function reachOf({ bare, until }: Partial<Pick<LedgerReading, 'bare' | 'until'>>): string {
	const kind = bare == null ? 'stated' : bare.isApart === true ? 'former-candidate' : 'joining'
	return `${kind} ${until ?? 'without end'}`
}
