/** Types that the relay's files share: what the relay needs from outside, what it counts, and who is at the other end. */
import type { IncomingMessage } from 'node:http'
import type { CloseReason } from '#protocol/close-codes.ts'
import type { NackReason, Right } from '#protocol/frames.ts'
import type { DeviceStates } from '../storage/devices.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import type { AdmissionResult } from './admission.ts'

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
}

/**
 * Adds late edits to the review log (P15). Resolves once they are durable. `gone`: the document is deleted, or of
 * another epoch.
 */
export type SubmitForReview = (update: {
	documentId: string
	epoch: number
	personId: string
	deviceId: string
	bytes: Uint8Array
}) => Promise<'under-review' | 'too-large' | 'gone'>

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

/** The person and the device at the other end, as admitted. */
export interface Peer {
	personId: string
	right: Right
	/** The person's right to edit has ended: their edits go to the review log (P15). */
	canSubmitForReview: boolean
	/** Null until a report names it. */
	deviceId: string | null
	/** The client asked for ACK, HELLO and NACK with `?v=`. */
	wantsOwnFrames: boolean
	/** The device has every stored update up to this one (P12); null: not known. */
	resumedFrom: number | null
	/** The device says that it has edits the relay has not acknowledged. Also true when it does not say. */
	hasUnsent: boolean
	/** When the socket opened, as performance.now(). Admission may take a while after that. */
	arrivedAt: number
}
