import { afterEach, expect, it, vi } from 'vitest'
import { calmSnapshot } from '#lib/sync/testing/calm-snapshot.ts'
import { isLongOffline } from './sync-words.ts'

afterEach(() => void vi.unstubAllEnvs())

it('three days without a network are counted by the calendar of the place, not by that of Greenwich', () => {
	vi.stubEnv('TZ', 'Asia/Tomsk')
	// In Tomsk it is already the 21st.
	const waiting = {
		...calmSnapshot,
		unsent: 1,
		connection: 'offline',
		lastSyncedAt: '2026-11-20T19:00:00.000Z'
	} as const
	expect(isLongOffline(waiting, '2026-11-23')).toBe(false)
	expect(isLongOffline(waiting, '2026-11-24')).toBe(true)
	expect(isLongOffline({ ...waiting, unsent: 0 }, '2026-11-24')).toBe(false)
})
