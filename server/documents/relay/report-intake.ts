import type { DeviceReport, Right } from '#protocol/frames.ts'
import type { DeviceAddress } from '../storage/devices.ts'
import type { Room } from './room.ts'

/**
 * Takes what a device says of itself at most once in an interval, the newest last: each costs the others a look (P7). It is
 * taken when all that came before it in the document is durable, so that of several connections of a device the latest word stays.
 */
export interface ReportIntake {
	receive(report: DeviceReport, actions: ReportActions): void
	/** Takes what is waiting: a device that says its last word and leaves is heard. */
	stop(actions: ReportActions): void
}

export interface ReportActions {
	readonly room: Pick<Room, 'receiveNothing'> & { readonly participants: Pick<Room['participants'], 'find' | 'record'> }
	readonly right: Right
	/** Something that came on this connection was refused. */
	readonly hasRefused: boolean
	address(): DeviceAddress
	/** Up to which stored update the device has been sent; null: it is not known yet. */
	sentUpTo(): number | null
	/** When something of the device last came. */
	heardAt(): Date
	/** `isNews`: the others see it. */
	reported(isNews: boolean): void
}

interface State extends ReportIntake {
	readonly intervalMs: number
	waiting: DeviceReport | null
	timer: NodeJS.Timeout | null
}

export function createReportIntake(intervalMs: number): ReportIntake {
	const state: State = { intervalMs, waiting: null, timer: null, receive, stop }
	return state
}

function receive(this: State, report: DeviceReport, actions: ReportActions): void {
	this.waiting = report
	if (this.timer === null) takeWaiting(this, actions)
}

function stop(this: State, actions: ReportActions): void {
	const report = this.waiting
	this.waiting = null
	if (this.timer !== null) clearTimeout(this.timer)
	if (report !== null) takeInTurn(report, actions)
}

function takeWaiting(state: State, actions: ReportActions): void {
	state.timer = null
	if (state.waiting === null) return
	const report = state.waiting
	state.waiting = null
	state.timer = setTimeout(takeWaiting, state.intervalMs, state, actions)
	takeInTurn(report, actions)
}

/** What came ahead of it counts as sent once it is durable; where it was lost or refused, and a reader's always is, as unsent. */
function takeInTurn(report: DeviceReport, actions: ReportActions): void {
	const { unsent, underWay } = report
	const author = {
		...actions.address(),
		acknowledge() {
			const isStored = actions.right === 'edit' && !actions.hasRefused
			take(report, isStored ? unsent - underWay : unsent, actions)
		},
		close: () => take(report, unsent, actions)
	}
	actions.room.receiveNothing(author, 0)
}

function take(report: DeviceReport, unsent: number, actions: ReportActions): void {
	const { participants } = actions.room
	const { appVersion, freeBytes, isPersisted } = report
	const address = actions.address()
	const most = actions.sentUpTo()
	// Before the first answer the relay cannot judge what a device says it has, and keeps to what it knew.
	const { haveSequence = 0, seenSequence = 0 } = most === null ? (participants.find(address) ?? {}) : report
	const isNews = participants.record({
		...address,
		appVersion,
		unsent,
		freeBytes,
		isPersisted,
		haveSequence: Math.min(haveSequence, most ?? Infinity),
		seenSequence: Math.min(seenSequence, most ?? Infinity),
		lastSeenAt: actions.heardAt().toISOString()
	})
	actions.reported(isNews)
}
