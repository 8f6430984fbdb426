/** All that lives on the documents: who passes them on, keeps them small, counts them for the board, and hears decisions on them. */
import { isIP } from 'node:net'
import type { Logger } from 'pino'
import { parseDocumentId } from '#protocol/close-codes.ts'
import { type Config, isLoopback } from './config.ts'
import { openData } from './data.ts'
import { openRegistry, type Registry } from './database/database.ts'
import { startCompaction } from './documents/compaction/compaction.ts'
import { silentMeter } from './documents/relay/parts.ts'
import { type Relay, startRelay } from './documents/relay/relay.ts'
import type { RelaySettings } from './documents/relay/settings.ts'
import { startEntering } from './documents/review/entering.ts'
import { createHolding, type Holding } from './documents/review/state.ts'
import { startCheckpoints } from './documents/storage/checkpoints.ts'
import type { DeviceStates } from './documents/storage/devices.ts'
import type { HoldingLog } from './documents/storage/review-log.ts'
import { createSqliteDeviceStates } from './documents/storage/sqlite-devices.ts'
import { createSqliteHoldingLog } from './documents/storage/sqlite-review-log.ts'
import { createSqliteStorage } from './documents/storage/sqlite.ts'
import type { DocumentStorage } from './documents/storage/storage.ts'
import { clientAddressOf } from './http/serve/guards.ts'
import { startProjector } from './jobs/projector.ts'
import type { Metrics } from './metrics.ts'
import { type Accounts, openAccounts } from './people/accounts/accounts.ts'
import { createInvitationCodes, type InvitationCodes } from './people/invitation-rows.ts'
import { shutOutClosed } from './people/municipalities.ts'
import { createAdmission } from './programs/admit.ts'
import { type BoardReader, createBoard } from './programs/board.ts'
import { type StartedLedgers, startLedgers } from './programs/ledger/start-ledgers.ts'

export interface Documents {
	relay: Relay
	holding: Holding
	board: BoardReader
	ledgers: StartedLedgers
	/** Resolves when all that was stored before the start is on its way to the board. */
	catchUp(): Promise<void>
}

export interface DocumentsParts {
	stores: Stores
	/** Null: nobody counts. */
	metrics: Metrics | null
	isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean
	now(): Date
	log: Logger
	relaySettings: Partial<RelaySettings>
}

/** `opened` ends them, but for the relay: whoever listens stops it together with what is being answered. */
export async function startDocuments(parts: DocumentsParts, opened: AsyncDisposableStack): Promise<Documents> {
	const { stores, metrics, isAllowedOrigin, now, log, relaySettings } = parts
	const { registry, storage, devices, accounts, heldUpdates } = stores
	const holding = createHolding({
		log: heldUpdates,
		now,
		onHeld(documentId) {
			markDocumentChanged(documentId)
			entering.noteHeld(documentId)
		}
	})
	const board = createBoard({
		registry,
		devices,
		holding,
		isOnline: (documentId, personId) => relay.isOnline(documentId, personId),
		now
	})
	const projector = startProjector({
		storage,
		registry,
		now,
		log,
		onProjected: (programIds) => programIds.forEach(markChanged)
	})
	opened.defer(projector.stop)
	const compaction = startCompaction({ storage, now, log, onThinned: (documentId) => relay.remeasure(documentId) })
	opened.defer(compaction.stop)
	const relay = startRelay(
		{
			storage,
			devices,
			...createAdmission(registry, accounts),
			isAllowedOrigin,
			addressOf: clientAddressOf,
			hold: (update) => holding.hold(update),
			now,
			log,
			meter: metrics?.meter ?? silentMeter,
			onStored(documentId) {
				projector.enqueue(documentId)
				entering.noteStored(documentId)
				compaction.noteStored(documentId)
			},
			onDeviceChanged(documentId) {
				const document = parseDocumentId(documentId)
				if (document?.kind === 'plan') markChanged(document.programId)
			}
		},
		relaySettings
	)
	const entering = startEntering({ holding, relay, storage, now, log, onEntered: markDocumentChanged })
	opened.defer(entering.stop)
	metrics?.watch({
		relay: relay.stats,
		compaction: compaction.stats,
		heldWaiting: holding.countWaiting,
		filling: relay.countFilling,
		now
	})
	const ledgers = await startLedgers({
		registry,
		storage,
		relay,
		onStored: projector.enqueue,
		onChanged: markChanged,
		now,
		log
	})
	opened.defer(ledgers.stop)
	return { relay, holding, board, ledgers, catchUp }

	async function catchUp(): Promise<void> {
		await projector.catchUp()
		await entering.catchUp()
	}

	function markDocumentChanged(documentId: string): void {
		const document = parseDocumentId(documentId)
		if (document !== null) markChanged(document.programId)
	}

	function markChanged(programId: string): void {
		board.markChanged(programId).catch((error) => log.error({ error }, 'The board missed a change'))
	}
}

/**
 * Whom browsers keep passkeys for: a name, never an IP address, and only over https or on this machine. Without a public address
 * the page's own origin is what the request came with, which has been checked by then.
 */
export function relyingPartyOf({
	origin,
	host
}: Pick<Config, 'origin' | 'host'>): { id: string; origin: string | null } | null {
	if (origin === null) return isLoopback(host) ? { id: 'localhost', origin: null } : null
	const { hostname } = new URL(origin)
	return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin } : null
}

/** What is kept in the data directory. */
export interface Stores {
	registry: Registry
	storage: DocumentStorage
	devices: DeviceStates
	heldUpdates: HoldingLog
	accounts: Accounts
	/** Of the data directory's secret. */
	invitationCodes: InvitationCodes
}

/** `opened` closes them, in order. Throws CannotStart. */
export async function openStores(
	config: Config,
	isSecure: boolean,
	log: Logger,
	opened: AsyncDisposableStack
): Promise<Stores> {
	const { database, path, secret, replaced, close } = openData(config)
	if (replaced !== null) log.warn({ replaced }, 'A backup whose restoring was broken off is in its place now')
	opened.defer(close)
	opened.defer(startCheckpoints(database, path))
	const storage = createSqliteStorage(database)
	opened.defer(storage.close)
	const devices = createSqliteDeviceStates(database)
	opened.defer(devices.close)
	const registry = openRegistry(database)
	const accounts = await openAccounts({
		database,
		secret,
		isSecure,
		relyingParty: relyingPartyOf(config),
		oidc: config.oidc,
		log
	})
	return {
		registry,
		storage,
		devices,
		heldUpdates: createSqliteHoldingLog(database),
		accounts: shutOutClosed(accounts, registry),
		invitationCodes: createInvitationCodes(secret)
	}
}
