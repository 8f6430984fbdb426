/** A stock y-websocket client without `v=1`: it gets no acknowledgements and stores nothing, and is still served (SPEC.md P5). */
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { createOwner, type Owner } from './clock.ts'
import { PLAN } from './documents.ts'
import type { Station } from './network.ts'
import { changeOfTransaction, newEdit, type Edit } from './truth.ts'
import type { World } from './world.ts'

export interface StockClient {
	readonly owner: Owner
	readonly doc: Y.Doc
	/** Every edit that is in the document. */
	readonly has: ReadonlySet<Edit>
	isSynced(): boolean
	edit(change: (doc: Y.Doc) => void): void
}

const EDIT = 'edit'

export function openStockClient(world: World, personId: string): StockClient {
	const { clock, network, trace, oracle } = world
	const deviceId = `${personId}-stock`
	const owner = createOwner(deviceId)
	const station: Station = { deviceId, personId, isNetworkOn: true, isFiltered: false, latency: 40 }
	const truth = world.truthOf(PLAN)
	const doc = new Y.Doc()
	const has = new Set<Edit>()
	const provider = clock.as(
		owner,
		() =>
			new WebsocketProvider('ws://server/sync', PLAN, doc, {
				disableBc: true,
				WebSocketPolyfill: network.socketClass(station, owner)
			})
	)

	doc.on('afterTransaction', (transaction: Y.Transaction) => {
		const change = changeOfTransaction(transaction)
		const [struct] = change.structs
		if (transaction.origin === EDIT && struct !== undefined) {
			const [client, start, end] = struct
			const { epoch } = world.documents.get(PLAN)!
			const place = { documentId: PLAN, personId, deviceId, client, start, end, deleted: null, epoch }
			truth.add(newEdit({ id: truth.edits.length, ...place }), change.deletions)
			trace.operation('edit', owner.name, end - start)
		}
		for (const edit of truth.editsOf(change)) {
			if (has.has(edit)) continue
			has.add(edit)
			if (edit.deviceId !== deviceId) oracle.arrives(edit, owner.name)
		}
	})

	return {
		owner,
		doc,
		has,
		isSynced: () => provider.synced,
		edit: (change) => void clock.schedule(0, () => doc.transact(() => change(doc), EDIT), owner)
	}
}
