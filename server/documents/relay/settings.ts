import { MAX_FRAME_BYTES } from '#protocol/frames.ts'

/** Sizes in bytes, times in ms. Tests shorten the times; nobody else sets any of it so far. */
export interface RelaySettings {
	/**
	 * A document takes no update that would bring its stored updates beyond this: twenty times what two people leave in two
	 * years of typing (1.3 MB, not yet thinned).
	 */
	documentBytes: number
	/** From here on the two are told how much is left: until then even the largest frame still fits. */
	softBytes: number
	/** The oldest version of the protocol that is understood; apps of before are told to be updated. */
	oldestVersion: number
	/** What may wait in the socket of a slow reader, beside the answer it asked for. */
	bufferedBytes: number
	presenceBytes: number
	/** A device that missed more than this gets what it lacks as a merged difference, not row by row (R16). */
	resumedRows: number
	resumedBytes: number

	/** Below 20 s by more than a sweep: the stock client gives up after 30 s without data (sync.md R8). */
	keepAliveMs: number
	/** The relay asks for what it lacks (R6). */
	resyncMs: number
	/** A link that answered none of two pings in a row is gone: a phone in a tunnel does not say goodbye. */
	pingMs: number
	/** Unless so many bytes of a frame came meanwhile, 0.6 kB a second: less is no network … */
	leastBytes: number
	/** … and the frame has not been under way for longer: the largest takes that at 14 kB a second. */
	frameMs: number
	/** How often a device that is merely connected counts as seen. */
	seenMs: number
	/** HELLO is repeated no more often. */
	helloMs: number
	/** A device's reports are taken no more often, the newest of those that come sooner. */
	reportMs: number
	/** The others hear of changed presence no more often. */
	presenceMs: number
	/** How often the timers above are looked at. */
	sweepMs: number

	/** One person's phone, laptop and school computer have a dozen documents open in a few tabs. */
	connectionsPerPerson: number
	/** A whole school, or a town's network, sits behind one address. */
	connectionsPerAddress: number
	connectionsPerDocument: number
	/** How many are asked for their right at the same time; the others wait for their turn. */
	admissionsAtOnce: number
	/** How many may be waiting or asked, in all and from one address: all of a school come back at once after a power cut. */
	admissions: number
	admissionsPerAddress: number
	/** Whoever is not admitted or refused by then is sent away to try again. */
	admissionMs: number
	/** Sessions end without a word to the relay: a connection is admitted anew after this at the latest, half of it at the earliest. */
	admittedMs: number
	/** A device that does not answer the close of its connection is cut off. */
	closeMs: number

	/** What a person may send all the time, over all of their connections … */
	framesPerSecond: number
	bytesPerSecond: number
	/** … and how far it may be ahead of that: after weeks offline much comes at once. Then they are read more slowly. */
	burstMs: number

	/** A stopping relay sends its devices away over this time, so that they do not all come back at once … */
	spreadMs: number
	/** … at least so many in a second. */
	leastClosedPerSecond: number
	/** How long a stopping relay waits for devices to confirm that they were closed. */
	drainMs: number
}

const KIB = 1024
const MIB = 1024 * KIB

export const defaultSettings: RelaySettings = {
	documentBytes: 32 * MIB,
	softBytes: 32 * MIB - MAX_FRAME_BYTES,
	oldestVersion: 1,
	bufferedBytes: 4 * MIB,
	presenceBytes: 64 * KIB,
	resumedRows: 1000,
	resumedBytes: 512 * KIB,

	keepAliveMs: 17_000,
	resyncMs: 60_000,
	pingMs: 25_000,
	leastBytes: 16 * KIB,
	frameMs: 600_000,
	seenMs: 60_000,
	helloMs: 1000,
	reportMs: 1000,
	presenceMs: 50,
	sweepMs: 1000,

	connectionsPerPerson: 100,
	connectionsPerAddress: 1000,
	connectionsPerDocument: 100,
	admissionsAtOnce: 32,
	admissions: 5000,
	admissionsPerAddress: 500,
	admissionMs: 15_000,
	admittedMs: 3_600_000,
	closeMs: 5000,

	framesPerSecond: 300,
	bytesPerSecond: MIB,
	burstMs: 10_000,

	spreadMs: 3000,
	leastClosedPerSecond: 100,
	drainMs: 1500
}
