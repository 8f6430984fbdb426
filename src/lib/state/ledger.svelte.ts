/**
 * The ledger of one programme as a screen sees it: what was stated and what holds because of it, from this device's copy at
 * once and from the server as soon as it answers. For any programme id, also one whose first request is still to be made.
 *
 *   const ledger = new LedgerState({ personId, programId, today })
 *   onMount(() => ledger.start())            reads, and follows the server while the screen is open
 *   ledger.ledger                            as it is today (#domain/ledger/ledger.ts); without those that still wait
 *   await ledger.state('mentee', statement)  true: it is on this device's disk and will be sent; false: it could not be kept
 *   ledger.waiting, ledger.refused           this person's own, in this programme; the latter until `dismiss`
 *   ledger.roles                             as whom the person may speak here; `judge` says beforehand whether it would hold
 */
import { consentedAs, playTold } from '#domain/ledger/appointments.ts'
import { judgeAtHand, type FactsAtHand } from '#domain/ledger/offers.ts'
import type { Refusal } from '#domain/ledger/refusal.ts'
import { type Appointment, hadPart } from '#domain/ledger/parts.ts'
import { isInvolved, type Entry, type Ledger } from '#domain/ledger/ledger.ts'
import { reachDay } from '#domain/ledger/play-matter.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import { findRegulation } from '#domain/regulation/packs/all.ts'
import type { OrganisationKind, Regulation, Signatory } from '#domain/regulation/schema.ts'
import type { Person } from '#protocol/api/program.ts'
import type { LedgerReader, LedgerReading } from '#protocol/api/ledger.ts'
import { fetchLedger } from '#lib/sync/api-program.ts'
import { watchLedgers } from '#lib/sync/stored/change-feed.ts'
import {
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
import type { FailureCode } from '#lib/sync/api.ts'
import { Today } from './today.svelte.ts'

export interface RefusedCommand {
	command: Command
	refusal: CommandRefusal
}

export class LedgerState {
	readonly personId: string
	readonly programId: string
	#today: Today
	#known = $state.raw<KnownLedger>({ cached: null, commands: [] })
	/** The device's own copy has been read, or cannot be. */
	isRead = $state(false)
	/** The server has answered since `start`, be it that there is nothing. */
	isAnswered = $state(false)
	/** Why its last answer brought nothing; `not_found`: there is no such ledger, or it is not for this person. */
	failure = $state<FailureCode | null>(null)
	/** This device cannot keep anything now. */
	isBroken = $state(false)
	readonly ledger: Ledger = $derived.by(() =>
		reachDay(playTold(this.programId, this.entries, this.#known.cached?.bare ?? null), this.#today.date)
	)
	/** Null until the request is known. */
	readonly regulation: Regulation | null = $derived.by(
		() => this.#known.cached?.regulation ?? findRegulation(this.ledger.request?.regulationId ?? '')
	)
	#followers = 0
	#stop: () => void = () => undefined
	/** The question whose answer is awaited; null: none. */
	#asking: { isWhole: boolean } | null = null
	/** What is to be asked once the answer on its way is here; null: nothing more. */
	#next: { isWhole: boolean } | null = null

	/** `today`: where the municipality is; by default that of this device. */
	constructor({ personId, programId, today = new Today() }: { personId: string; programId: string; today?: Today }) {
		this.personId = personId
		this.programId = programId
		this.#today = today
	}

	/** Oldest first. */
	get entries(): readonly Entry[] {
		return this.#known.cached?.entries ?? []
	}

	/** Said, and not answered yet; oldest first. */
	get waiting(): readonly Command[] {
		return this.#known.commands.filter(({ refusal }) => refusal === null).map(({ command }) => command)
	}

	get refused(): readonly RefusedCommand[] {
		return this.#known.commands.flatMap(({ command, refusal }) => (refusal === null ? [] : { command, refusal }))
	}

	/** Those the entries speak of. */
	get people(): readonly Person[] {
		return this.#known.cached?.people ?? []
	}

	/** Until when the mentors at work are appointed; the server has not told it yet where it is empty. */
	get appointments(): readonly Appointment[] {
		return this.#known.cached?.appointments ?? []
	}

	/** Who answers for the programme; the server has not told it yet where it is empty. */
	get units(): readonly string[] {
		return this.#known.cached?.units ?? []
	}

	/** Of the mentees' organisations; the server has not told it yet where it is empty. */
	get organisationKinds(): readonly OrganisationKind[] {
		return this.#known.cached?.organisationKinds ?? []
	}

	/** The person's own day of birth and post, as the server knows them; null: it was not asked yet. */
	get reader(): LedgerReader | null {
		return this.#known.cached?.reader ?? null
	}

	/** «Ковалёв Виктор Андреевич»; an empty text for somebody of whom neither an entry nor one's own unanswered word speaks. */
	nameOf(personId: string): string {
		return [...this.people, ...this.#seen.flatMap(({ people }) => people)].find(({ id }) => id === personId)?.name ?? ''
	}

	/** Those that one's own unanswered words name, of a regulation this device may not know otherwise. */
	get seenCategories(): NonNullable<SeenNames['categories']> {
		return this.#seen.flatMap(({ categories = [] }) => categories)
	}

	get #seen(): SeenNames[] {
		return this.#known.commands.flatMap(({ seen }) => seen ?? [])
	}

	/** As whom the person may speak of this programme. */
	get roles(): Signatory[] {
		// The server tells nothing more to whoever was proposed and is not any longer: what this device has is from before that.
		if (this.failure === 'not_found') return []
		const own = (['mentor', 'mentee'] as const).filter((role) => isInvolved(this.ledger, this.personId, role))
		return [...own, ...(this.#known.cached?.speaksAs ?? [])]
	}

	/** As whom they took part and do no more: of what ended it they may be asked. Or never did and have consented: it is theirs to take back. */
	get formerRoles(): Signatory[] {
		const { ledger, personId, entries } = this
		if (this.failure === 'not_found') return []
		const consented = consentedAs(entries, personId)
		return (['mentor', 'mentee'] as const).filter(
			(role) => (hadPart(ledger, personId, role) || consented.includes(role)) && !isInvolved(ledger, personId, role)
		)
	}

	/** The person never took part, and reads their own words alone. */
	get isApart(): boolean {
		return this.#known.cached?.bare?.isApart === true
	}

	/** Null: nothing this device knows speaks against it. */
	judge(
		role: Signatory,
		statement: Statement,
		facts: Pick<FactsAtHand, 'today'> & Partial<Pick<FactsAtHand, 'plan' | 'planHash' | 'planParts'>>
	): Refusal | null {
		const { regulation, reader, personId, ledger } = this
		if (regulation === null) return null
		const by = { personId, name: '', role }
		return judgeAtHand(ledger, statement, by, {
			plan: null,
			planHash: null,
			planParts: null,
			...facts,
			regulation,
			bornOn: reader?.bornOn ?? null
		})
	}

	/** Reads, and follows device and server, as long as somebody who has started it does not stop. Answers the way to stop. */
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
		/** What was asked before the network went may never be answered: nothing waits for it any more, also on a page out of sight. */
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

	/** Asks the server for what is new; `isWhole`: for all of it, as it may have been restored from a copy. */
	async refresh(isWhole = false): Promise<void> {
		if (this.#asking !== null) {
			this.#next = { isWhole: isWhole || this.#next?.isWhole === true }
			return
		}
		const asking = (this.#asking = { isWhole })
		try {
			const after = isWhole ? 0 : (this.#known.cached?.readUpTo ?? 0)
			const result = await fetchLedger(this.programId, after)
			if (this.#asking !== asking) return
			this.failure = result.ok ? null : result.code
			this.isAnswered ||= result.ok || result.code === 'not_found'
			if (!result.ok) return
			const { entries, bare, speaksAs } = result.value
			const cached = this.#known.cached
			// Whoever has joined the group, or is proposed anew, reads what they were not told before; whoever is awaited no more, no longer all.
			if (!isWhole && cached !== null && reachOf(cached) !== reachOf(result.value)) {
				this.#next = { isWhole: true }
				return
			}
			const isNew = entries.length > 0 || bare !== null || speaksAs.join() !== cached?.speaksAs?.join()
			if (!isWhole && !isNew) return
			await this.#keep(result.value, isWhole)
		} finally {
			if (this.#asking === asking) this.#goOn()
		}
	}

	#goOn(): void {
		const next = this.#next
		this.#asking = this.#next = null
		if (next !== null) void this.refresh(next.isWhole)
	}

	/** True once it is kept on this device, to be sent at the first chance; false: it was not said. */
	async state(role: Signatory, statement: Statement, seen?: SeenNames): Promise<boolean> {
		try {
			await putInOutbox(this.personId, { programId: this.programId, role, statement }, seen)
		} catch {
			// No room, or no IndexedDB: nobody may think that it was said.
			this.isBroken = true
			return false
		}
		await this.#read()
		return true
	}

	/** The person has seen why it was refused. */
	async dismiss(commandId: string): Promise<void> {
		await dropRefused(this.personId, commandId)
		await this.#read()
	}

	/** One that waits is not to be sent after all; where the server has heard it, it is among the entries soon. */
	async takeBack(commandId: string): Promise<void> {
		await takeBack(this.personId, commandId)
		await this.#read()
	}

	/** What the device takes no more in is still shown. */
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

	async #read(): Promise<void> {
		const before = this.waiting.length
		try {
			this.#known = await readKnownLedger(this.personId, this.programId)
			this.isBroken = false
		} catch {
			this.isBroken = true
		}
		this.isRead = true
		// An answer to one's own may have come after others': the ledger is read on.
		if (this.waiting.length < before) void this.refresh()
	}
}

/** How far whoever reads is told of it: the same as before, or all is to be read again. */
function reachOf({ bare, until }: Partial<Pick<LedgerReading, 'bare' | 'until'>>): string {
	const kind = bare == null ? 'stated' : bare.isApart === true ? 'apart' : 'joining'
	return `${kind} ${until ?? 'without end'}`
}
