/** The parts that endpoints are made of, and the API they are added to. */
import type { IncomingMessage } from 'node:http'
import type { Hono } from 'hono'
import type { Accounts } from '../../people/accounts/accounts.ts'
import type { History } from '../../documents/history/history.ts'
import type { ReadLateEdit } from '../../documents/review/reading.ts'
import type { Review } from '../../documents/review/state.ts'
import type { BoardReader } from '../../programs/board.ts'
import type { Registry } from '../../database/database.ts'
import type { InvitationCodes } from '../../people/invitation-rows.ts'
import type { StartedLedgers } from '../../programs/ledger/start-ledgers.ts'
import type { Relay } from '../../documents/relay/relay.ts'
import type { DeviceStates } from '../../documents/storage/devices.ts'
import type { DocumentStorage } from '../../documents/storage/storage.ts'
import type { ApiEnv } from './answers.ts'

/** The readings of all people, for the whole API. */
export interface Readings {
	/** 0: go on. Otherwise the seconds until the person may read again. */
	take(personId: string, cost: number): number
	/** Readings of one person are made one after the other, and between two of them others get their turn. */
	inTurn(personId: string, read: () => Promise<void>): Promise<void>
}

export interface ApiOptions {
	version: string
	isDemo: boolean
	accounts: Accounts
	registry: Registry
	invitationCodes: InvitationCodes
	/** To be called after a deletion of what is known of people. Sessions and ways in are cut with the next one. */
	cutLog(): void
	storage: DocumentStorage
	devices: DeviceStates
	review: Review
	readLateEdit: ReadLateEdit
	board: BoardReader
	history: History
	ledgers: Pick<StartedLedgers, 'submit' | 'watch' | 'announce'>
	readings: Readings
	relay: Pick<Relay, 'readmit' | 'store' | 'read' | 'carry' | 'deleteDocument'>
	/** The public address, for links; null: the address to which the request came. */
	origin: string | null
	isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean
	/** The address of the person's device. */
	addressOf(request: IncomingMessage): string
	/** For the metrics. */
	answered(method: string, route: string, status: number): void
	/** Aborted when the server stops, so that endless answers end. */
	stopping: AbortSignal
	now(): Date
	log: { debug(details: object, message: string): void; error(details: object, message: string): void }
}

export type Api = Hono<ApiEnv>
