import type { IncomingMessage } from 'node:http'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { NackReason, Right } from '#protocol/frames.ts'
import type { DeviceStates } from '../storage/devices.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import type { AdmissionResult } from './admission.ts'

/** Like pino. Never names or contents. */
export interface RelayLog {
	info(facts: object, message?: string): void
	warn(facts: object, message?: string): void
	error(facts: object, message?: string): void
}

export interface RelayParts {
	storage: DocumentStorage
	devices: DeviceStates
	/** Whether, and with what right, a request may open a document that exists. */
	admit(headers: Headers, documentId: string): Promise<AdmissionResult>
	/** Person ids of a document's participants, for HELLO.participants. */
	participantsOf(documentId: string): Promise<readonly string[]>
	isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean
	/** Where the device is, for the limits. */
	addressOf(request: IncomingMessage): string
	/** For edits of those whose right has ended (R3). */
	hold: Hold
	now(): Date
	meter: Meter
	log: RelayLog
	/** After commit of one or more updates. */
	onStored(documentId: string): void
	/** After a device's state changed, or somebody came or went. */
	onDeviceChanged(documentId: string): void
}

/** Puts edits into the holding log (P15); resolves once they are durable. `gone`: the document is no more, or of another epoch. */
export type Hold = (update: {
	documentId: string
	epoch: number
	personId: string
	deviceId: string
	bytes: Uint8Array
}) => Promise<'held' | 'too-large' | 'gone'>

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
