import type { CloseReason } from '#protocol/close-codes.ts'
import type { NackReason } from '#protocol/frames.ts'

/** What the relay counts while it works. Some of it is called for every edit: it must cost next to nothing. */
export interface Meter {
	/** From the arrival of an edit until it was durable and let out. */
	committed(milliseconds: number): void
	acknowledged(): void
	refused(reason: NackReason, isHeld: boolean): void
	/** By the relay; devices that leave are not counted. */
	closed(reason: CloseReason): void
}

export const silentMeter: Meter = { committed() {}, acknowledged() {}, refused() {}, closed() {} }

/** What there is at this moment. */
export interface RelayStats {
	connections: number
	rooms: number
	/** Documents with updates that are not durable yet. */
	uncommittedDocuments: number
	/** Devices that are neither admitted nor refused yet. */
	admissions: number
}
