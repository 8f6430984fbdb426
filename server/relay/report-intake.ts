import type { DeviceReport } from '#protocol/sync.ts'
import type { DeviceAddress } from '../storage/devices.ts'
import type { Room } from './room.ts'

/** Takes what a device says of itself at most once in an interval, the newest last: each costs the others a look (P7). */
export interface ReportIntake {
	receive(report: DeviceReport, actions: ReportActions): void
	/** Takes what is waiting: a device that says its last word and leaves is heard. */
	stop(actions: ReportActions): void
}

export interface ReportActions {
	readonly room: { readonly participants: Pick<Room['participants'], 'find' | 'record'> }
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
	if (report !== null) take(report, actions)
}

function takeWaiting(state: State, actions: ReportActions): void {
	state.timer = null
	if (state.waiting === null) return
	const report = state.waiting
	state.waiting = null
	state.timer = setTimeout(takeWaiting, state.intervalMs, state, actions)
	take(report, actions)
}

function take(report: DeviceReport, actions: ReportActions): void {
	const { participants } = actions.room
	const address = actions.address()
	const most = actions.sentUpTo()
	// Before the first answer the relay cannot judge what a device says it has, and keeps to what it knew.
	const { haveSequence = 0, seenSequence = 0 } = most === null ? (participants.find(address) ?? {}) : report
	const isNews = participants.record({
		...report,
		...address,
		haveSequence: Math.min(haveSequence, most ?? Infinity),
		seenSequence: Math.min(seenSequence, most ?? Infinity),
		lastSeenAt: actions.heardAt().toISOString()
	})
	actions.reported(isNews)
}
