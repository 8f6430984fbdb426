import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createCompactionThread, type CompactionThread } from './thread.ts'

let thread: CompactionThread

afterEach(() => thread.stop())

describe('the thread of compaction', () => {
	it('[R5] merges a document whole, with what it covers', async () => {
		thread = createCompactionThread()
		const { viktor, updates } = write('Открытый урок')
		const compacted = await thread.compact(updates[0] ?? null, updates.slice(1))
		if (compacted.outcome !== 'compacted') throw new Error(compacted.outcome)
		expect(read([compacted.bytes])).toBe('Открытый урок')
		expect(compacted.covers).toEqual(Y.encodeSnapshot(Y.snapshot(viktor)))
	})

	it('[R5] a document in which something waits for its beginning is left alone', async () => {
		thread = createCompactionThread()
		const { updates } = write('Урок')
		expect(await thread.compact(null, updates.slice(1))).toEqual({ outcome: 'pending' })
		expect(await thread.compact(null, [...updates.slice(1), ...updates.slice(0, 1)])).toMatchObject({
			outcome: 'compacted'
		})
	})

	it('[R5] a deletion that waits for what it deletes is waited for, too', async () => {
		thread = createCompactionThread()
		const { viktor, updates } = write('Урок')
		viktor.on('update', (update: Uint8Array) => updates.push(update))
		viktor.getText('notes').delete(0, 4)
		expect(await thread.compact(null, updates.slice(-1))).toEqual({ outcome: 'pending' })
	})

	it('[R5] a document with bytes that nobody can read is left alone, and the next one is compacted', async () => {
		thread = createCompactionThread()
		const { updates } = write('Урок')
		expect(await thread.compact(null, [...updates, Uint8Array.of(1, 1, 255)])).toEqual({ outcome: 'unreadable' })
		expect(await thread.compact(null, updates)).toMatchObject({ outcome: 'compacted' })
	})

	it('[R5] rows merged into one keep what waits, each group on its own', async () => {
		thread = createCompactionThread()
		const { updates } = write('Урок')
		const [beginning = new Uint8Array(), ...rest] = updates
		const [merged, alone, damaged] = await thread.mergeGroups([
			rest,
			[beginning],
			[beginning, Uint8Array.of(1, 1, 255)]
		])
		expect(damaged).toBeNull()
		expect(read([merged ?? beginning])).toBe('')
		expect(read([merged ?? beginning, alone ?? beginning])).toBe('Урок')
	})

	it('[R5] a job that takes too long is given up, and the next one finds a new thread', async () => {
		const { updates } = write('Урок')
		thread = createCompactionThread(0)
		await expect(thread.compact(null, updates)).rejects.toThrow('has ended')
		await thread.stop()
		thread = createCompactionThread()
		expect(await thread.compact(null, updates)).toMatchObject({ outcome: 'compacted' })
	})

	it('a stopped one takes no jobs', async () => {
		thread = createCompactionThread()
		await thread.stop()
		await expect(thread.compact(null, [])).rejects.toThrow('stopped')
	})
})

/** Writes letter by letter, an update each. */
function write(words: string): { viktor: Y.Doc; updates: Uint8Array[] } {
	const viktor = new Y.Doc()
	const updates: Uint8Array[] = []
	viktor.on('update', (update: Uint8Array) => updates.push(update))
	for (const letter of words) viktor.getText('notes').insert(viktor.getText('notes').length, letter)
	return { viktor, updates }
}

function read(updates: readonly Uint8Array[]): string {
	const doc = new Y.Doc()
	for (const update of updates) Y.applyUpdate(doc, update)
	return doc.getText('notes').toJSON()
}
