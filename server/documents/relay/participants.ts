/**
 * What each participant's devices have of one document, for HELLO and thence the ticks: the best of a
 * person's devices counts. Kept beside the room, so that a report costs no reading.
 */
import type { ParticipantState } from '#protocol/frames.ts'
import { forgetSilent, touched, type DeviceAddress, type DeviceStates, type DeviceState } from '../storage/devices.ts'

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
