/**
 * The participants of one document: what their devices have, for HELLO and the ticks, what the devices report of themselves
 * (SPEC.md P7), and who is present (P10).
 */
import type { DeviceReport, ParticipantState, Right } from '#protocol/frames.ts'
import { encodePresence, type PresenceEntry } from '#protocol/presence.ts'
import { type DeviceAddress, type DeviceState, type DeviceStates, forgetSilent, touched } from '../storage/devices.ts'
import type { UpdateQueue } from './update-queue.ts'

export interface ParticipantsOptions {
	devices: DeviceStates
	participantsOf(documentId: string): Promise<readonly string[]>
	/** A device state could not be stored. No edit depends on it. */
	onFailed(error: unknown): void
}

export async function openParticipants(options: ParticipantsOptions, documentId: string): Promise<Participants> {
	const [stored, personIds] = await Promise.all([
		options.devices.forDocument(documentId),
		options.participantsOf(documentId)
	])
	return new Participants(options, documentId, stored, personIds)
}

/**
 * The best of a person's devices counts. The states are kept in memory beside the room, so that a report costs no read.
 */
export class Participants {
	readonly #options: ParticipantsOptions
	readonly #documentId: string
	readonly #states: Map<string, DeviceState>
	#personIds: readonly string[]

	constructor(
		options: ParticipantsOptions,
		documentId: string,
		stored: readonly DeviceState[],
		personIds: readonly string[]
	) {
		this.#options = options
		this.#documentId = documentId
		this.#states = new Map(stored.map((state) => [keyOf(state), state]))
		this.#personIds = personIds
	}

	list(): ParticipantState[] {
		return this.#personIds.map((personId) => this.#stateOf(personId))
	}

	/** The known state of a device, also of one that never reported. */
	find(address: DeviceAddress): DeviceState | undefined {
		return this.#states.get(keyOf(address))
	}

	/** True when the state changes what the others see. */
	record(state: DeviceState): boolean {
		const before = this.#stateOf(state.personId)
		this.#states.set(keyOf(state), state)
		forgetSilent(this.#states, state)
		this.#options.devices.record(state).catch(this.#options.onFailed)
		const after = this.#stateOf(state.personId)
		return before.haveSequence !== after.haveSequence || before.seenSequence !== after.seenSequence
	}

	touch(address: DeviceAddress, at: string): void {
		this.#states.set(keyOf(address), touched(this.find(address), address, at))
		forgetSilent(this.#states, address)
		this.#options.devices.touch(address, at).catch(this.#options.onFailed)
	}

	/** Reads again who takes part, because memberships change. */
	async reload(): Promise<void> {
		this.#personIds = await this.#options.participantsOf(this.#documentId)
	}

	#stateOf(personId: string): ParticipantState {
		const own = [...this.#states.values()].filter((state) => state.personId === personId)
		const instants = own.map(({ lastSeenAt }) => lastSeenAt).sort()
		return {
			personId,
			haveSequence: Math.max(0, ...own.map(({ haveSequence }) => haveSequence)),
			seenSequence: Math.max(0, ...own.map(({ seenSequence }) => seenSequence)),
			lastSeenAt: instants.at(-1) ?? null
		}
	}
}

function keyOf({ personId, deviceId }: DeviceAddress): string {
	return `${personId} ${deviceId}`
}

/** A member of a room whose presence is shown. */
interface Speaker {
	personId: string
}

/**
 * Who is present in one room (SPEC.md P10). A connection speaks for one client id, the first it names; a stock client
 * also repeats the states of others, which are dropped. The relay writes the person into each state, so nobody can pose
 * as somebody else. Of each speaker only the latest state is kept and passed on. Results are awareness updates for the
 * others; null: nothing to send.
 */
export class Presence<Member extends Speaker> {
	readonly #entries = new Map<Member, PresenceEntry>()
	/** Speakers whose latest state the others have not got yet. */
	readonly #waiting = new Set<Member>()

	speak(member: Member, entries: readonly PresenceEntry[]): void {
		const bound = this.#entries.get(member)?.clientId
		const own = entries.find((entry) => (bound === undefined ? this.#bind(member, entry) : entry.clientId === bound))
		if (own === undefined) return
		const state = own.state === null ? null : { ...own.state, personId: member.personId }
		this.#entries.set(member, { ...own, state })
		this.#waiting.add(member)
	}

	/**
	 * The latest state of each speaker since the last call. `by`: the only speaker, who need not get it; null: there are
	 * several.
	 */
	collect(): { update: Uint8Array; by: Member | null } | null {
		const [by = null, ...more] = this.#waiting
		if (by === null) return null
		const said = [...this.#waiting].flatMap((member) => this.#entries.get(member) ?? [])
		this.#waiting.clear()
		return { update: encodePresence(said), by: more.length === 0 ? by : null }
	}

	/** The states of everybody present, for a newcomer. */
	read(): Uint8Array | null {
		const present = [...this.#entries.values()].filter(({ state }) => state !== null)
		return present.length === 0 ? null : encodePresence(present)
	}

	leave(member: Member): Uint8Array | null {
		const entry = this.#entries.get(member)
		this.#forget(member)
		if (entry === undefined || entry.state === null) return null
		return encodePresence([{ ...entry, state: null }])
	}

	/**
	 * A phone that lost its link comes back while its old connection still looks alive. So a person may take over their
	 * own client id, and nobody else's.
	 */
	#bind(member: Member, { clientId, state }: PresenceEntry): boolean {
		if (state === null) return false
		for (const [other, { clientId: taken }] of this.#entries) {
			if (taken !== clientId) continue
			if (other.personId !== member.personId) return false
			this.#forget(other)
		}
		return true
	}

	#forget(member: Member): void {
		this.#entries.delete(member)
		this.#waiting.delete(member)
	}
}

/** What the reports need from their connection. */
export interface ReportingConnection {
	readonly room: {
		readonly queue: Pick<UpdateQueue, 'receiveNothing'>
		readonly participants: Pick<Participants, 'find' | 'record'>
	}
	readonly right: Right | null
	/** An update on this connection was refused. */
	readonly hasRefused: boolean
	address(): DeviceAddress
	/** The device has been sent every stored update up to this one; null: not known yet. */
	sentUpTo(): number | null
	/** When something last came from the device. */
	lastReceivedAt(): Date
	/** `isNews`: the others see a change. */
	reported(isNews: boolean): void
}

/**
 * Takes a device's reports at most once in an interval, because each costs the others work. Of several that wait the newest
 * is taken. A report is taken when all that came before it in the document is durable, so that of several connections of a
 * device the latest report counts.
 */
export class DeviceReports {
	readonly #connection: ReportingConnection
	readonly #intervalMs: number
	#waiting: DeviceReport | null = null
	#timer: NodeJS.Timeout | null = null

	constructor(connection: ReportingConnection, intervalMs: number) {
		this.#connection = connection
		this.#intervalMs = intervalMs
	}

	receive(report: DeviceReport): void {
		this.#waiting = report
		if (this.#timer === null) this.takeWaiting()
	}

	/** Takes the report that waits, so that the last report of a device that leaves counts. */
	stop(): void {
		const report = this.#waiting
		this.#waiting = null
		if (this.#timer !== null) clearTimeout(this.#timer)
		if (report !== null) this.#takeInTurn(report)
	}

	takeWaiting(): void {
		this.#timer = null
		const report = this.#waiting
		if (report === null) return
		this.#waiting = null
		this.#timer = setTimeout(takeWaiting, this.#intervalMs, this)
		this.#takeInTurn(report)
	}

	/**
	 * Edits under way ahead of the report count as sent once they are durable. They count as unsent when they were lost or
	 * refused, as a reader's always are.
	 */
	#takeInTurn(report: DeviceReport): void {
		const connection = this.#connection
		const { unsent, underWay } = report
		const author = {
			...connection.address(),
			acknowledge: () => {
				const isStored = connection.right === 'edit' && !connection.hasRefused
				this.#take(report, isStored ? unsent - underWay : unsent)
			},
			close: () => this.#take(report, unsent)
		}
		connection.room.queue.receiveNothing(author, 0)
	}

	#take({ appVersion, freeBytes, isPersisted, ...report }: DeviceReport, unsent: number): void {
		const connection = this.#connection
		const { participants } = connection.room
		const address = connection.address()
		const most = connection.sentUpTo()
		// Before its first answer the relay cannot check what a device says it has, and keeps what it knew.
		const { haveSequence = 0, seenSequence = 0 } = most === null ? (participants.find(address) ?? {}) : report
		const isNews = participants.record({
			...address,
			appVersion,
			unsent,
			freeBytes,
			isPersisted,
			haveSequence: Math.min(haveSequence, most ?? Infinity),
			seenSequence: Math.min(seenSequence, most ?? Infinity),
			lastSeenAt: connection.lastReceivedAt().toISOString()
		})
		connection.reported(isNews)
	}
}

function takeWaiting(reports: DeviceReports): void {
	reports.takeWaiting()
}
