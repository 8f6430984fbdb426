/**
 * Opens the stores, and starts everything that works on documents: the relay, compaction, summaries for the board, the review
 * of late edits, and the ledgers.
 */
import { parseDocumentId } from '#domain/owner.ts'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { ASIDE_DAYS } from './backups/copies.ts'
import { BOARD_NAME, type Config, isLoopback } from './config.ts'
import { diskTrouble, openData } from './data.ts'
import type { BoardRows } from './database/board-rows.ts'
import type { Registry } from './database/database.ts'
import { createSqliteBoardRows } from './database/sqlite/board-rows.ts'
import { createSqliteRegistry } from './database/sqlite/registry.ts'
import { type Relay, startRelay } from './documents/relay/relay.ts'
import { createHistory, type History } from './documents/history/history.ts'
import { type RelaySettings, silentMeter } from './documents/relay/options.ts'
import { createLateEditReading, type ReadLateEdit } from './documents/review/reading.ts'
import { createFindReviewState, createReview, type Review } from './documents/review/state.ts'
import { startCheckpoints } from './database/sqlite/checkpoints.ts'
import type { DeviceStates } from './documents/storage/devices.ts'
import type { ReviewLog } from './documents/storage/review-log.ts'
import { createSqliteDeviceStates } from './documents/storage/sqlite/devices.ts'
import { createSqliteReviewLog } from './documents/storage/sqlite/review-log.ts'
import { createSqliteStorage } from './documents/storage/sqlite/storage.ts'
import type { DocumentStorage } from './documents/storage/storage.ts'
import type { Background } from './jobs/background.ts'
import { startCompaction } from './jobs/compaction.ts'
import { createFlattening } from './jobs/flatten-texts.ts'
import { startEntering } from './jobs/late-edits.ts'
import { startProjector } from './jobs/projection/projector.ts'
import type { Metrics } from './metrics.ts'
import { type Accounts, openAccounts } from './people/accounts/accounts.ts'
import { createInvitationCodes, type InvitationCodes } from './people/invitation-rows.ts'
import { shutOutClosed } from './people/municipalities.ts'
import { admitTo, createAdmission } from './programs/admit.ts'
import { type BoardReader, createBoard } from './programs/board.ts'
import { type StartedLedgers, startLedgers } from './programs/ledger/start-ledgers.ts'

export interface Documents {
	relay: Relay
	review: Review
	history: History
	readLateEdit: ReadLateEdit
	board: BoardReader
	ledgers: StartedLedgers
}

/** How long a change may wait to be judged when nobody reads the board. */
const BOARD_MS = 2_000
/** Between two slices of rows: some four times as long as one takes. */
const BOARD_REST_MS = 40
const DAY_MS = 24 * 60 * 60 * 1000

export interface DocumentsOptions {
	stores: Stores
	background: Background
	/** Null: nothing is counted. */
	metrics: Metrics | null
	isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean
	addressOf(request: IncomingMessage): string
	now(): Date
	log: Logger
	relaySettings: Partial<RelaySettings>
}

/** `opened` ends everything except the relay: the caller stops that together with the HTTP server. */
export async function startDocuments(options: DocumentsOptions, opened: AsyncDisposableStack): Promise<Documents> {
	const { stores, background, metrics, isAllowedOrigin, addressOf, now, log, relaySettings } = options
	const { registry, storage, devices, accounts, reviewLog, boardRows } = stores
	const review = createReview({
		log: reviewLog,
		now,
		onSubmitted(documentId) {
			markDocumentChanged(documentId)
			// The right may have returned while the edit was under way.
			entering.look({ documentId })
		}
	})
	const board = createBoard({
		registry,
		rows: boardRows,
		devices,
		review,
		isOnline: (documentId, personId) => relay.isOnline(documentId, personId),
		hasSignedIn: accounts.hasSignedIn,
		now
	})
	const projector = startProjector({
		storage,
		registry,
		now,
		log,
		onOldTexts: (...plan) => flattening.flatten(...plan),
		onProjected: (programIds) => programIds.forEach(markChanged)
	})
	opened.defer(projector.stop)
	const onThinned = (documentId: string) => relay.remeasure(documentId)
	const compaction = startCompaction({ background, storage, now, log, onThinned })
	const relay = startRelay(
		{
			storage,
			devices,
			...createAdmission(registry, accounts),
			isAllowedOrigin,
			addressOf,
			async submitForReview(update, connection) {
				const known = await findReviewState(update, connection)
				if (known !== null) return known
				const outcome = await review.submit(update)
				return outcome === 'under-review' ? { review: 'waiting', sequence: null } : outcome
			},
			now,
			log,
			meter: metrics?.meter ?? silentMeter,
			onStored(documentId) {
				projector.enqueue(documentId)
				compaction.noteStored(documentId)
			},
			onDeviceChanged(documentId) {
				const document = parseDocumentId(documentId)
				if (document?.kind === 'plan') markChanged(document.ownerId)
			},
			onReadmitted: (filter) => entering.look(filter)
		},
		relaySettings
	)
	const findReviewState = createFindReviewState({ review, relay })
	const flattening = createFlattening({ registry, relay, log })
	const history = createHistory(storage)
	const readLateEdit = createLateEditReading({ relay, history })
	const entering = startEntering({
		background,
		review,
		readLateEdit,
		relay,
		async mayEdit(personId, documentId) {
			const admission = await admitTo(registry, personId, documentId)
			return admission.outcome === 'admitted' && admission.right === 'edit'
		},
		now,
		onEntered: markDocumentChanged
	})
	metrics?.watch({
		relay: relay.stats,
		compaction: compaction.stats,
		countUnderReview: review.countWaiting,
		filling: relay.countFilling,
		now
	})
	const ledgers = await startLedgers({
		registry,
		storage,
		relay,
		onStored: projector.enqueue,
		onChanged: markChanged,
		everyMinute: (run, failure) => background.repeat({ firstMs: 0, everyMs: 60_000, failure, run }),
		now,
		log
	})
	opened.defer(ledgers.stop)
	const unfound = 'The plans that are behind could not be found'
	void background.takeTurn(projector.catchUp, { facts: {}, message: unfound })
	const failure = 'The board could not be judged'
	void background.repeat({ firstMs: BOARD_MS, everyMs: BOARD_MS, failure, run: board.keepUp })
	void background.repeat({ firstMs: 0, everyMs: DAY_MS, retryMs: BOARD_MS, failure, run: checkBoard })
	return { relay, review, history, readLateEdit, board, ledgers }

	function checkBoard(): Promise<void> {
		return board.checkAll(() => background.rest(BOARD_REST_MS))
	}

	function markDocumentChanged(documentId: string): void {
		const document = parseDocumentId(documentId)
		if (document !== null) markChanged(document.ownerId)
	}

	function markChanged(programId: string): void {
		board.markChanged(programId).catch((error) => log.error({ error }, 'The board missed a change'))
	}
}

/**
 * The name for which browsers keep passkeys, never an IP address, and only over https or on this machine; null: no passkeys.
 * Without a public address `origin` is null: the page's own origin comes with the request, and is checked before.
 */
export function relyingPartyOf({
	origin,
	host
}: Pick<Config, 'origin' | 'host'>): { id: string; origin: string | null } | null {
	if (origin === null) return isLoopback(host) ? { id: 'localhost', origin: null } : null
	const { hostname } = new URL(origin)
	return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { id: hostname, origin } : null
}

/** The contents of the data directory. */
export interface Stores {
	registry: Registry
	storage: DocumentStorage
	devices: DeviceStates
	reviewLog: ReviewLog
	boardRows: BoardRows
	accounts: Accounts
	/** Made with the server's secret. */
	invitationCodes: InvitationCodes
	/** To be called after every deletion of personal data. */
	cutLog(): void
}

/** `opened` closes them, in order. `lostCommits`: since the last run, from a damaged log. Throws CannotStart. */
export async function openStores(
	config: Config,
	isSecure: boolean,
	log: Logger,
	opened: AsyncDisposableStack
): Promise<{ stores: Stores; lostCommits: number }> {
	const { database, path, secret, replaced, lostCommits, close } = openData(config)
	if (replaced !== null) {
		log.warn({ replaced, daysKept: ASIDE_DAYS }, 'A backup whose restoring had been interrupted is now restored')
	}
	opened.defer(close)
	const checkpoints = startCheckpoints(database, path)
	opened.defer(checkpoints.stop)
	// Of a server that was killed after a deletion.
	checkpoints.cutLog()
	const storage = createSqliteStorage(database)
	opened.defer(storage.close)
	const devices = createSqliteDeviceStates(database)
	opened.defer(devices.close)
	const registry = createSqliteRegistry(database)
	const accounts = await openAccounts({
		registry,
		secret,
		isSecure,
		relyingParty: relyingPartyOf(config),
		oidc: config.oidc,
		log
	})
	const boardRows = openBoardRows(join(config.dataDirectory, BOARD_NAME))
	opened.defer(boardRows.close)
	const stores = {
		registry,
		boardRows,
		storage,
		devices,
		reviewLog: createSqliteReviewLog(database),
		accounts: shutOutClosed(accounts, registry),
		invitationCodes: createInvitationCodes(secret),
		cutLog: checkpoints.cutLog
	}
	return { stores, lostCommits }
}

function openBoardRows(path: string): BoardRows {
	try {
		return createSqliteBoardRows(path)
	} catch (error) {
		throw diskTrouble(path, error) ?? error
	}
}
