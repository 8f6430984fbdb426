/**
 * The participants of one document: what their devices have, for HELLO and the ticks, and who is present (SPEC.md P10).
 * The best of a person's devices counts. The states are kept in memory beside the room, so that a report costs no read.
 */
import type { ParticipantState } from '#protocol/frames.ts'
import { encodePresence, type PresenceEntry } from '#protocol/presence.ts'
import { type DeviceAddress, type DeviceState, type DeviceStates, forgetSilent, touched } from '../storage/devices.ts'

export interface Participants {
	list(): ParticipantState[]
	/** The known state of a device, also of one that never reported. */
	find(address: DeviceAddress): DeviceState | undefined
	/** True when the state changes what the others see. */
	record(state: DeviceState): boolean
	touch(address: DeviceAddress, at: string): void
	/** Reads again who takes part, because memberships change. */
	reload(): Promise<void>
}

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
	const states = new Map(stored.map((state) => [keyOf(state), state]))
	let people = personIds

	function stateOf(personId: string): ParticipantState {
		const own = [...states.values()].filter((state) => state.personId === personId)
		const instants = own.map(({ lastSeenAt }) => lastSeenAt).sort()
		return {
			personId,
			haveSequence: Math.max(0, ...own.map(({ haveSequence }) => haveSequence)),
			seenSequence: Math.max(0, ...own.map(({ seenSequence }) => seenSequence)),
			lastSeenAt: instants.at(-1) ?? null
		}
	}

	return {
		list: () => people.map(stateOf),
		find: (address) => states.get(keyOf(address)),

		record(state) {
			const before = stateOf(state.personId)
			states.set(keyOf(state), state)
			forgetSilent(states, state)
			options.devices.record(state).catch(options.onFailed)
			const after = stateOf(state.personId)
			return before.haveSequence !== after.haveSequence || before.seenSequence !== after.seenSequence
		},

		touch(address, at) {
			states.set(keyOf(address), touched(states.get(keyOf(address)), address, at))
			forgetSilent(states, address)
			options.devices.touch(address, at).catch(options.onFailed)
		},

		async reload() {
			people = await options.participantsOf(documentId)
		}
	}
}

function keyOf({ personId, deviceId }: DeviceAddress): string {
	return `${personId} ${deviceId}`
}

/** A member of a room whose presence is shown. */
export interface Speaker {
	personId: string
}

/**
 * Who is present in one room (SPEC.md P10). A connection speaks for one client id, the first it names; a stock client
 * also repeats the states of others, which are dropped. The relay writes the person into each state, so nobody can pose
 * as somebody else. Of each speaker only the latest state is kept and passed on. Results are awareness updates for the
 * others; null: nothing to send.
 */
export interface Presence<Member extends Speaker> {
	speak(member: Member, entries: readonly PresenceEntry[]): void
	/**
	 * The latest state of each speaker since the last call. `by`: the only speaker, who need not get it; null: there are
	 * several.
	 */
	collect(): { update: Uint8Array; by: Member | null } | null
	/** The states of everybody present, for a newcomer. */
	read(): Uint8Array | null
	leave(member: Member): Uint8Array | null
}

export function createPresence<Member extends Speaker>(): Presence<Member> {
	const entriesByMember = new Map<Member, PresenceEntry>()
	/** Speakers whose latest state the others have not got yet. */
	const waiting = new Set<Member>()

	/**
	 * A phone that lost its link comes back while its old connection still looks alive. So a person may take over their
	 * own client id, and nobody else's.
	 */
	function bind(member: Member, { clientId, state }: PresenceEntry): boolean {
		if (state === null) return false
		for (const [other, { clientId: taken }] of entriesByMember) {
			if (taken !== clientId) continue
			if (other.personId !== member.personId) return false
			forget(other)
		}
		return true
	}

	function forget(member: Member): void {
		entriesByMember.delete(member)
		waiting.delete(member)
	}

	return {
		speak(member, entries) {
			const bound = entriesByMember.get(member)?.clientId
			const own = entries.find((entry) => (bound === undefined ? bind(member, entry) : entry.clientId === bound))
			if (own === undefined) return
			const state = own.state === null ? null : { ...own.state, personId: member.personId }
			entriesByMember.set(member, { ...own, state })
			waiting.add(member)
		},

		collect() {
			const [by = null, ...more] = waiting
			if (by === null) return null
			const said = [...waiting].flatMap((member) => entriesByMember.get(member) ?? [])
			waiting.clear()
			return { update: encodePresence(said), by: more.length === 0 ? by : null }
		},

		read() {
			const present = [...entriesByMember.values()].filter(({ state }) => state !== null)
			return present.length === 0 ? null : encodePresence(present)
		},

		leave(member) {
			const entry = entriesByMember.get(member)
			forget(member)
			if (entry === undefined || entry.state === null) return null
			return encodePresence([{ ...entry, state: null }])
		}
	}
}
