import { expect, it, vi } from 'vitest'
import type { OpenDocument, SyncSnapshot } from '#lib/sync/session.ts'
import { SyncStatus } from './sync-status.svelte.ts'

const sent: SyncSnapshot = {
	localStore: 'ready',
	localStoreFailure: null,
	localStoreLost: false,
	isLoaded: true,
	connection: 'connected',
	way: 'socket',
	refusal: null,
	right: 'edit',
	isSynced: true,
	unsaved: 0,
	unsent: 0,
	refused: 0,
	isHeld: false,
	hasOwn: false,
	isSpaceLow: false,
	lastSyncedAt: '2026-11-21T09:00:00.000Z',
	partners: []
}

it('shows what the document says now, as one mark', () => {
	let snapshot = sent
	const reconnect = vi.fn()
	const open = { snapshot: () => snapshot, subscribe: () => () => undefined, reconnect } as Partial<OpenDocument>
	const status = new SyncStatus(open as OpenDocument)
	expect(status.tick).toBe('onServer')
	snapshot = { ...sent, connection: 'offline', unsent: 2 }
	expect(status.snapshot).toBe(snapshot)
	expect(status.tick).toBe('onDevice')
	status.reconnect()
	expect(reconnect).toHaveBeenCalledOnce()
})
