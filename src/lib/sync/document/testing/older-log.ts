/**
 * A log as the app before `log-records.ts` left it: «acknowledged» is on the server, «received» came from it, three edits
 * of two tabs were never sent. Made by that app.
 */
import { CUSTOM, openDatabase, UPDATES } from '../store-database.ts'

const updates: readonly (readonly [number, string])[] = [
	[1, 'AQEBAAQBBHRleHQNYWNrbm93bGVkZ2VkIAA='],
	[2, 'AQEJAIQBDAlyZWNlaXZlZCAA'],
	[3, 'AQEBDUQBAAd1bnNlbnQgAA=='],
	[4, 'AQECAEQBDQVhbHNvIAA='],
	[5, 'AAECAQAB']
]

const custom: readonly (readonly [string, unknown])[] = [
	['edits:kinzjDupChBgSAYDBbvG4', { made: 2, acknowledged: 1 }],
	['edits:zUdO-okGlhT7Zk0vuw-f2', { made: 2, acknowledged: 0 }],
	['identity', 'SMgntX-kr_tVPsQ630Ata'],
	['summary', { old: true }],
	[
		'sync',
		{
			lastSyncedAt: '2026-11-20T09:00:00.000Z',
			epoch: 1,
			otherLogs: 0,
			run: 'monday',
			haveSequence: 2,
			relayVector: null,
			ownSequence: 1,
			participants: [{ personId: 'viktor', haveSequence: 1, seenSequence: 0, lastSeenAt: null }],
			bytesLeft: null,
			isGone: false,
			verdict: { at: '', refused: 0, isHeld: false, decision: null }
		}
	]
]

export async function writeOlderLog(name: string): Promise<void> {
	const db = await openDatabase(name)
	const writing = db.transaction([UPDATES, CUSTOM], 'readwrite')
	for (const [key, update] of updates)
		writing.objectStore(UPDATES).put(new Uint8Array(Buffer.from(update, 'base64')), key)
	for (const [key, value] of custom) writing.objectStore(CUSTOM).put(value, key)
	await new Promise((resolve) => (writing.oncomplete = resolve))
	db.close()
}
