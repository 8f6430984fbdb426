import type { IncomingMessage } from 'node:http'
import type { DeviceStates } from '../storage/devices.ts'
import type { DocumentStorage } from '../storage/storage.ts'
import type { AdmissionResult } from './admission.ts'
import type { Hold } from './hold.ts'
import type { Meter } from './meter.ts'

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
