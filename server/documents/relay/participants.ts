/**
 * What each participant's devices have of one document, for HELLO and thence the ticks: the best of a
 * person's devices counts. Kept beside the room, so that a report costs no reading.
 */
import type { ParticipantState } from '#protocol/frames.ts'
import { encodePresence, type PresenceEntry } from '#protocol/presence.ts'
import { type DeviceAddress, type DeviceState, type DeviceStates, forgetSilent, touched } from '../storage/devices.ts'

export interface Participants {
	list(): ParticipantState[]
	/** What is known of a device, also one that never reported. */
	find(address: DeviceAddress): DeviceState | undefined
	/** True when it changes what the others see. */
	record(state: DeviceState): boolean
	touch(address: DeviceAddress, at: string): void
	/** Asks again who takes part: memberships change. */
	reload(): Promise<void>
}

export interface ParticipantsParts {
	devices: DeviceStates
	participantsOf(documentId: string): Promise<readonly string[]>
	/** A device state could not be stored. No edit hangs on it. */
	onFailed(error: unknown): void
}

export async function openParticipants(parts: ParticipantsParts, documentId: string): Promise<Participants> {
	const [stored, personIds] = await Promise.all([
		parts.devices.forDocument(documentId),
		parts.participantsOf(documentId)
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
			parts.devices.record(state).catch(parts.onFailed)
			const after = stateOf(state.personId)
			return before.haveSequence !== after.haveSequence || before.seenSequence !== after.seenSequence
		},

		touch(address, at) {
			states.set(keyOf(address), touched(states.get(keyOf(address)), address, at))
			forgetSilent(states, address)
			parts.devices.touch(address, at).catch(parts.onFailed)
		},

		async reload() {
			people = await parts.participantsOf(documentId)
		}
	}
}

function keyOf({ personId, deviceId }: DeviceAddress): string {
	return `${personId} ${deviceId}`
}

/**
 * Who is there, in one room (SPEC.md P10). A connection speaks for one client id, the first it speaks
 * for; a stock client also repeats what it heard of others, which is dropped without a word. The person
 * is written in by the relay, so nobody can pass for somebody else. What is said faster than it is passed
 * on is never heard: of each speaker only the latest is kept.
 */
export interface Speaker {
	personId: string
}

/** Answers are awareness updates for the others, or null when there is nothing to tell them. */
export interface Presence<Member extends Speaker> {
	speak(member: Member, entries: readonly PresenceEntry[]): void
	/** What was said since the last call, the latest of each; `by`: who said all of it and need not hear it. */
	collect(): { update: Uint8Array; by: Member | null } | null
	/** Everybody, for a newcomer. */
	read(): Uint8Array | null
	leave(member: Member): Uint8Array | null
}

export function createPresence<Member extends Speaker>(): Presence<Member> {
	const entriesByMember = new Map<Member, PresenceEntry>()
	/** Whose latest the others have not heard. */
	const unheard = new Set<Member>()

	/**
	 * A phone that lost its link comes back while its old connection still looks alive, so the same
	 * device may take its client id along. Anybody else's id is theirs.
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
		unheard.delete(member)
	}

	return {
		speak(member, entries) {
			const bound = entriesByMember.get(member)?.clientId
			const own = entries.find((entry) => (bound === undefined ? bind(member, entry) : entry.clientId === bound))
			if (own === undefined) return
			const state = own.state === null ? null : { ...own.state, personId: member.personId }
			entriesByMember.set(member, { ...own, state })
			unheard.add(member)
		},

		collect() {
			const [by = null, ...more] = unheard
			if (by === null) return null
			const said = [...unheard].flatMap((member) => entriesByMember.get(member) ?? [])
			unheard.clear()
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
