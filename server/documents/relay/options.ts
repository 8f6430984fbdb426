/** What the relay needs from outside, what it counts, its limits and its times. */
import type { IncomingMessage } from 'node:http'
import type { CloseReason } from '#protocol/close-codes.ts'
import { MAX_FRAME_BYTES, type Nack, type NackReason, type Right } from '#protocol/frames.ts'
import type { DeviceStates } from '../storage/devices.ts'
import type { DocumentStorage } from '../storage/storage.ts'

/** The same shape as pino. Facts never contain names of people or contents of documents. */
export interface RelayLog {
	info(facts: object, message?: string): void
	warn(facts: object, message?: string): void
	error(facts: object, message?: string): void
}

export interface RelayOptions {
	storage: DocumentStorage
	devices: DeviceStates
	/** Decides whether a request may open an existing document, and with what right. */
	admit(headers: Headers, documentId: string): Promise<AdmissionResult>
	/** Person ids of a document's participants, for HELLO.participants. */
	participantsOf(documentId: string): Promise<readonly string[]>
	isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean
	/** The device's network address, for the limits. */
	addressOf(request: IncomingMessage): string
	/** For edits of people whose right has ended (R3). */
	submitForReview: SubmitForReview
	now(): Date
	meter: Meter
	log: RelayLog
	/** Called after the commit of one or more updates. */
	onStored(documentId: string): void
	/** Called after a device's state changed, or a connection opened or ended. */
	onDeviceChanged(documentId: string): void
	/** Called after `readmit`: rights have changed. */
	onReadmitted(filter: ReadmitFilter): void
}

/**
 * Selects connections and connect requests whose rights have changed (sync.md R11). All named fields must match; a
 * field that is not named matches everything.
 */
export interface ReadmitFilter {
	personId?: string
	documentId?: string
}

/** What `RelayOptions.admit` answers when the request may open the document. */
export interface Admission {
	outcome: 'admitted'
	personId: string
	/** Null: the person may only send late edits. */
	right: Right | null
	/** The person's right to edit has ended (SPEC.md P15). */
	canSubmitForReview: boolean
}

/** `submitterId`: a person who may still send late edits (P15), and nothing else. */
export type AdmissionResult = Admission | { outcome: 'refused'; reason: CloseReason; submitterId?: string }

/**
 * Adds late edits to the review log, unless they are known there or in the document (P15). Resolves once they are durable.
 * `gone`: the document is deleted, or of another epoch. `connection`: the same object for all that comes on one connection.
 */
export type SubmitForReview = (
	update: {
		documentId: string
		epoch: number
		personId: string
		deviceId: string
		bytes: Uint8Array
	},
	connection: object
) => Promise<Pick<Nack, 'review' | 'sequence'> | 'too-large' | 'gone'>

/** The relay's counters. Some are called for every edit, so each must cost almost nothing. */
export interface Meter {
	/** The time from the arrival of an edit until it was durable and broadcast. */
	committed(milliseconds: number): void
	acknowledged(): void
	refused(reason: NackReason, isUnderReview: boolean): void
	/** A connection that the relay closed; devices that leave are not counted. */
	closed(reason: CloseReason): void
}

export const silentMeter: Meter = { committed() {}, acknowledged() {}, refused() {}, closed() {} }

/** Counts at this moment. */
export interface RelayStats {
	connections: number
	rooms: number
	/** Documents with updates that are not durable yet. */
	uncommittedDocuments: number
	/** Devices that are neither admitted nor refused yet. */
	admissions: number
}

/** Limits and times of the relay: sizes in bytes, times in ms. Only tests set other values. */
export interface RelaySettings {
	/**
	 * A document takes no update that would bring its stored updates above this. It is over twenty times what two people
	 * type in two years (1.3 MB, not yet thinned).
	 */
	documentBytes: number
	/** From this size on both people see how much room is left. Below it even the largest frame still fits. */
	softBytes: number
	/** The oldest protocol version that the relay understands. Older apps are told to update. */
	oldestVersion: number
	/** How much may wait in the socket of a slow device, beside the answer it asked for. */
	bufferedBytes: number
	presenceBytes: number
	/** A device that missed more than this gets what it lacks as a merged difference, not row by row (R16). */
	resumedRows: number
	resumedBytes: number

	/** More than one sweep below 20 s (sync.md R8): the stock client gives up after 30 s without data. */
	keepAliveMs: number
	/** How often the relay asks a device for what it lacks (R6). */
	resyncMs: number
	/**
	 * How often the relay pings. It cuts a link from which nothing whole came since the last ping: a phone in a tunnel
	 * does not say goodbye …
	 */
	pingMs: number
	/** … unless so many bytes of a frame came since then, 0.6 kB a second (less is no usable network) … */
	leastBytes: number
	/** … and the last whole thing came less than this ago: the largest frame takes that long at 14 kB a second. */
	frameMs: number
	/** How often the time of a device that is only connected is recorded. */
	seenMs: number
	/** The shortest time between two HELLOs on a connection. */
	helloMs: number
	/** The shortest time between two reports taken from a connection. Of reports that come sooner the newest is taken. */
	reportMs: number
	/** The shortest time between two broadcasts of presence. */
	presenceMs: number
	/** After an ACK the next ones of a connection are gathered for so long, unless a frame leaves anyway. */
	ackMs: number
	/** How often the relay checks what is due by the times above. */
	sweepMs: number

	/** Enough for a person's phone, laptop and school computer, with a dozen documents in a few tabs each. */
	connectionsPerPerson: number
	/** Enough for a whole school, or a town's network, behind one address. */
	connectionsPerAddress: number
	/** Enough for a person's devices with a few tabs each. Without it one person could take all places of a document. */
	connectionsPerPersonAndDocument: number
	connectionsPerDocument: number
	/** So many of a document's places are only for people who may edit it: as many as two of them can take. */
	connectionsKeptForEditors: number
	/** How many connect requests are checked at the same time; the others wait for their turn. */
	admissionsAtOnce: number
	/**
	 * How many connect requests may wait or be checked, in all and from one address: after a power cut a whole school
	 * comes back at once.
	 */
	admissions: number
	admissionsPerAddress: number
	/** How long the check of one connect request may take. After it the connection is closed, and the device tries again. */
	admissionMs: number
	/**
	 * The relay is not notified when a sign-in expires. So a connection is admitted again after this time at the latest, and
	 * after half of it at the earliest.
	 */
	admittedMs: number
	/** A device that does not confirm the close of its connection within this time is cut off. */
	closeMs: number

	/** What a person may send continuously, over all of their connections … */
	framesPerSecond: number
	bytesPerSecond: number
	/**
	 * … and how far they may be ahead of that, because after weeks offline much comes at once. Beyond it they are read
	 * more slowly.
	 */
	burstMs: number

	/** A stopping relay closes its connections over this time, so that devices do not all come back at once … */
	spreadMs: number
	/** … but at least so many in a second. */
	leastClosedPerSecond: number
	/**
	 * How long the answer to a request waits for news: less than `keepAliveMs` and than what filters grant a silent request.
	 */
	mostWaitMs: number
	/** News gathers for so long before the answer ends. */
	gatherMs: number
	/** How long a stopping relay waits for devices to confirm the close. */
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
	ackMs: 100,
	sweepMs: 1000,

	connectionsPerPerson: 100,
	connectionsPerAddress: 1000,
	connectionsPerPersonAndDocument: 20,
	connectionsPerDocument: 100,
	connectionsKeptForEditors: 40,
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
	drainMs: 1500,

	mostWaitMs: 15_000,
	gatherMs: 200
}
