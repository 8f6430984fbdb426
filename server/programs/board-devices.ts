/** What a participant's devices last said of the plan, as the board tells it: never a guess. */
import type { DeviceState } from '../documents/storage/devices.ts'
import type { BoardDevice, BoardParticipant } from '#protocol/api/program.ts'
import { newestOf } from '../database/newest-of.ts'

/**
 * A device that fell silent so long before the newest word of the person's other devices is lost, cleared or given away:
 * what it said is unsent will not come any more. It is still listed.
 */
const ABANDONED_DAYS = 90

/** `newestByOthers`: of the plan's stored updates, the newest by somebody else; null: there is none. */
export function readBoardDevices(
	states: readonly DeviceState[],
	newestByOthers: number | null
): Pick<BoardParticipant, 'lastSeenAt' | 'isBehind' | 'unsent' | 'devices'> {
	const lastSeenAt = newestOf(states.map(({ lastSeenAt }) => lastSeenAt))
	const isBehind = (haveSequence: number) => newestByOthers !== null && newestByOthers > haveSequence
	const used = states.filter((state) => !isAbandoned(state, lastSeenAt))
	const unsent = used.flatMap(({ unsent }) => unsent ?? [])
	return {
		lastSeenAt,
		isBehind: isBehind(newestOf(states.map(({ haveSequence }) => haveSequence)) ?? 0),
		unsent: unsent.length === 0 ? null : unsent.reduce((sum, count) => sum + count, 0),
		devices: states
			.toSorted((one, other) => (one.lastSeenAt < other.lastSeenAt ? 1 : -1))
			.map((state) => toBoardDevice(state, isBehind(state.haveSequence)))
	}
}

function isAbandoned({ lastSeenAt }: DeviceState, newest: string | null): boolean {
	return newest !== null && Date.parse(newest) - Date.parse(lastSeenAt) > ABANDONED_DAYS * 24 * 60 * 60 * 1000
}

function toBoardDevice(state: DeviceState, isBehind: boolean): BoardDevice {
	const { deviceId, appVersion, unsent, freeBytes, isPersisted, lastSeenAt } = state
	return { deviceId, appVersion: appVersion || null, unsent, freeBytes, isPersisted, lastSeenAt, isBehind }
}
