/** A phone of a demonstration person on which no programme is open, with its own local stores and its own sign-in. */
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { vi } from 'vitest'
import type * as Y from 'yjs'
import type { Me } from '#protocol/api/program.ts'
import { databaseName } from '#lib/sync/document/store-database.ts'
import { appendStored, readStoredDocument, updatesDuring } from '#lib/sync/stored/stored-document.ts'
import { exchangeStored } from '#lib/sync/stored/stored-exchange.ts'
import { signInToDemo } from './demo-sign-in.ts'

const realFetch = fetch

/** `use` stubs the browser's globals: restore them with `vi.unstubAllGlobals`. */
export async function openClosedPhone(origin: string, personId: string) {
	const cookie = await signInToDemo(origin, personId, realFetch)
	const stores = new IDBFactory()
	const me = (await (await realFetch(`${origin}/api/me`, { headers: { cookie } })).json()) as Me
	const device = { personId, deviceId: `phone-of-${personId}`, appVersion: 'test' }
	const documentIds = me.programs.flatMap(({ documents }) => Object.values(documents))
	const read = (documentId: string) => readStoredDocument(databaseName(personId, documentId))
	return {
		device,
		programs: me.programs,
		/** Makes the browser's globals those of this phone; the other functions need it. */
		use(): void {
			vi.stubGlobal('indexedDB', stores)
			vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
				realFetch(origin + path, { ...init, headers: { ...init.headers, cookie, origin } })
			)
		},
		exchange: () => exchangeStored(device, documentIds),
		/** A copy for the caller to work on. */
		doc: async (documentId: string): Promise<Y.Doc> => (await read(documentId)).doc,
		/** Stores an unsent edit of a tab that has ended since. */
		async edit(documentId: string, change: (doc: Y.Doc) => void): Promise<void> {
			const { doc } = await read(documentId)
			const edited = updatesDuring(doc, () => change(doc))
			const count = { own: edited.length, others: 0 }
			await appendStored(databaseName(personId, documentId), { edited, count })
		}
	}
}

export type ClosedPhone = Awaited<ReturnType<typeof openClosedPhone>>
