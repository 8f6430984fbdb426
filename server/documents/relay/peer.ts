import type { Right } from '#protocol/frames.ts'

/** Who is at the other end, as admitted. */
export interface Peer {
	personId: string
	right: Right
	/** Once had the right to edit and has it no more: edits go to the holding log (P15). */
	mayHold: boolean
	/** Null until a report names it. */
	deviceId: string | null
	/** Asked for ACK, HELLO and NACK with `?v=1`. */
	wantsOwnFrames: boolean
	/** The device has everything up to this stored update (P12); null: it is not known what it has. */
	resumedFrom: number | null
	/** By its own account the device has edits the relay has not acknowledged; also when it does not say. */
	hasUnsent: boolean
	/** When it came, as performance.now(): it may have been asked for its right for a while. */
	arrivedAt: number
}
