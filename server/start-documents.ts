/** All that lives on the documents: who passes them on, keeps them small, counts them for the board, and hears decisions on them. */
import type { Logger } from 'pino'
import { parseDocumentId } from '#protocol/close-codes.ts'
import { createAdmission } from './programs/admit.ts'
import { startEntering } from './documents/review/held-entering.ts'
import { createHolding, type Holding } from './documents/review/holding.ts'
import { clientAddressOf } from './http/serve/client-address.ts'
import { startLedgers, type StartedLedgers } from './programs/ledger/start-ledgers.ts'
import type { Metrics } from './metrics.ts'
import type { Stores } from './open-stores.ts'
import { startProjector } from './jobs/projector.ts'
import { createBoard, type BoardReader } from './programs/board.ts'
import { startCompaction } from './documents/compaction/compaction.ts'
import { silentMeter } from './documents/relay/meter.ts'
import { startRelay, type Relay } from './documents/relay/relay.ts'
import type { RelaySettings } from './documents/relay/settings.ts'

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
