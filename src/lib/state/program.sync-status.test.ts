import { expect, it, vi } from 'vitest'
import type { OpenDocument } from '#lib/sync/document/session.ts'
import { SyncStatus } from './program.svelte.ts'
import { calmSnapshot as sent } from '#lib/sync/document/testing/calm-snapshot.ts'

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
