/**
 * Sends to the server what a person has stated on this device, in the order they stated it. A command is sent until it
 * has an answer; the server enters an id once. One tab, or the service worker, sends at a time. Also remembers the last
 * listing of ledgers, and the news that were read.
 */
import { nanoid } from 'nanoid'
import { type Awaited, isAnswerTo } from '#domain/ledger/awaiting.ts'
import type { Command } from '#domain/ledger/statement.ts'
import { reportKeyOf } from '#domain/plan/notes.ts'
import type { FormingChoices, LedgerListing } from '#protocol/api/ledger.ts'
import { postCommands } from '../api-program.ts'
import { now } from '../clock.ts'
import { amend, forgetUnder, recall, remember } from '../device.ts'
import { storesWitnessed } from '../document/store-witness.ts'
import { databaseName } from '../document/store-database.ts'
import { readWaiting, type SeenNames, storeCommand, takeAnswers } from './ledger-store.ts'

export type NewCommand = Pick<Command, 'programId' | 'role' | 'statement'>

/**
 * Resolves with the command's id once it is on this device's disk. Rejects when it cannot be stored; then nothing was
 * stated. `seen` stays on the device.
 */
export async function putInOutbox(personId: string, said: NewCommand, seen?: SeenNames): Promise<string> {
	const command: Command = { ...said, id: nanoid(), saidAt: now().toISOString() }
	await storeCommand(personId, command, seen)
	void requestBackgroundSending()
	return command.id
}

export type Sending =
	/** Nothing waits. */
	{ outcome: 'sent' } | { outcome: 'offline' | 'not-theirs' | 'later'; afterSeconds: number | null }

/**
 * Sends all that waits. Settles about half a minute after the last answer at the latest. Rejects when the device cannot
 * be read. Once `signal` aborts, it sends nothing more. It calls `line` for each request; when that signal aborts, it
 * stops waiting for the answer.
 */
export function sendOutbox(personId: string, signal?: AbortSignal, line?: () => AbortSignal): Promise<Sending> {
	const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
	// Without locks (plain http, old browsers) two tabs may send the same. The server enters it once.
	if (locks === undefined) return sendAll(personId, signal, line)
	return locks.request(`tandem-outbox:${personId}`, () => sendAll(personId, signal, line))
}

/** The server's limits for one request. */
const MOST_COMMANDS = 50
const MOST_BYTES = 200 * 1024

async function sendAll(personId: string, signal?: AbortSignal, line?: () => AbortSignal): Promise<Sending> {
	/** Programmes with a command that got no answer. Commands of other programmes go on. */
	const stuckProgramIds = new Set<string>()
	for (;;) {
		const waiting = await readWaiting(personId)
		const batch = firstBatch(waiting.filter(({ programId }) => !stuckProgramIds.has(programId)))
		if (batch.length === 0) {
			return stuckProgramIds.size === 0 ? { outcome: 'sent' } : { outcome: 'later', afterSeconds: null }
		}
		if (signal?.aborted === true) return { outcome: 'later', afterSeconds: null }
		const sent = await postCommands(personId, batch, line?.())
		if (sent.outcome !== 'answered') return { afterSeconds: null, ...sent }
		const answered = sent.answers.filter(({ id }) => batch.some((command) => command.id === id))
		const enteredIds = answered.flatMap(({ id, outcome }) => (outcome === 'entered' ? [id] : []))
		// Before the commands leave the outbox: until then they say that nothing more is awaited.
		await rememberEntered(
			personId,
			batch.filter(({ id }) => enteredIds.includes(id))
		)
		await takeAnswers(personId, answered)
		const answeredIds = new Set(answered.map(({ id }) => id))
		for (const { id, programId } of batch) if (!answeredIds.has(id)) stuckProgramIds.add(programId)
	}
}

function firstBatch(waiting: readonly Command[]): Command[] {
	const batch: Command[] = []
	let bytes = 0
	for (const command of waiting.slice(0, MOST_COMMANDS)) {
		bytes += new TextEncoder().encode(JSON.stringify(command)).length
		if (batch.length > 0 && bytes > MOST_BYTES) break
		batch.push(command)
	}
	return batch
}

/** Tag under which the browser, where it can, starts our service worker once there is a network, even when no page is open. */
export const BACKGROUND_TAG = 'tandem-exchange'

/** TypeScript has no type for Background Sync. Only Chromium has it. */
interface SyncingRegistration {
	sync?: { register(tag: string): Promise<void> }
}

/** For a page that is about to be left. Does nothing when the person has no unsent edit. */
export async function requestBackgroundExchange(personId: string): Promise<void> {
	// Not from IndexedDB: a page that is closing has no time to read it.
	const isUnsent = storesWitnessed('unsent').some((store) => store.startsWith(databaseName(personId, '')))
	if (isUnsent) await requestBackgroundSending()
}

/** For everything of the person's that waits on this device when the network is back. */
export async function requestBackgroundSending(): Promise<void> {
	if (typeof navigator === 'undefined' || navigator.serviceWorker === undefined) return
	try {
		const { sync } = (await navigator.serviceWorker.ready) as SyncingRegistration
		await sync?.register(BACKGROUND_TAG)
	} catch {
		// Forbidden by the person or the browser: it is sent when the app is opened next.
	}
}

/** The server's last listing of the person's ledgers, for a screen without a network. */
export async function recallLedgers(personId: string): Promise<LedgerListing[] | null> {
	const known = await recall<LedgerListing[]>(`ledgers:${personId}`)
	// An older app stored fewer fields.
	return (
		known?.map((listing) => {
			const { awaited = [] } = listing as Partial<LedgerListing>
			return { ...olderDefaults, ...listing, awaited: awaited.map((one) => ({ ...keyOfOlder(one), ...one })) }
		}) ?? null
	)

	function keyOfOlder(one: Awaited): { of?: string } {
		if (one.type !== 'report') return {}
		const result = one.activityId === undefined ? null : { activityId: one.activityId, title: one.wording }
		return { of: reportKeyOf({ ...one, mentorId: one.mentorId ?? personId, result }) }
	}
}

export function rememberLedgers(personId: string, ledgers: readonly LedgerListing[]): Promise<void> {
	return remember(`ledgers:${personId}`, ledgers)
}

/** The stored listing no longer awaits what the person has done. The network may be gone before the next listing arrives. */
function rememberEntered(personId: string, entered: readonly Command[]): Promise<void> {
	return amend<LedgerListing[]>(`ledgers:${personId}`, (ledgers) => {
		const reflect = (listing: LedgerListing) => {
			const own = entered.filter(({ programId }) => programId === listing.programId)
			const isAwaited = (one: Awaited) => !own.some(({ statement }) => isAnswerTo(statement, one))
			const known = { ...olderDefaults, ...listing }
			return { ...known, awaited: known.awaited.filter(isAwaited) }
		}
		return ledgers?.map(reflect) ?? null
	})
}

export function recallChoices(personId: string): Promise<FormingChoices | null> {
	return recall(`choices:${personId}`)
}

export function rememberChoices(personId: string, choices: FormingChoices): Promise<void> {
	return remember(`choices:${personId}`, choices)
}

const olderDefaults = {
	awaited: [],
	news: [],
	ownConsent: null,
	ownConsentSaid: null,
	speaksAs: []
} satisfies Partial<LedgerListing>

export async function forgetRememberedLedgers(personId: string): Promise<void> {
	await remember(`ledgers:${personId}`, null)
	await remember(`choices:${personId}`, null)
	await forgetUnder(readKey(personId, ''))
}

/** Adds to the programme's news that were on the screen. It stays on this device: another device shows the news again. */
export function rememberRead(personId: string, programId: string, newsIds: readonly string[]): Promise<void> {
	return amend<string[]>(readKey(personId, programId), (read) => [...new Set([...(read ?? []), ...newsIds])])
}

/** Ids of the news. */
export async function recallRead(personId: string, programId: string): Promise<readonly string[]> {
	return (await recall<string[]>(readKey(personId, programId))) ?? []
}

/** The listings without the news that were on this device's screen. */
export function withoutRead(personId: string, ledgers: readonly LedgerListing[]): Promise<LedgerListing[]> {
	return Promise.all(
		ledgers.map(async (listing) => {
			if (listing.news.length === 0) return listing
			const read = await recallRead(personId, listing.programId)
			return { ...listing, news: listing.news.filter(({ id }) => !read.includes(id)) }
		})
	)
}

function readKey(personId: string, programId: string): string {
	return `read-news:${personId}:${programId}`
}
