import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { applyRows, createSlices } from './sittings.ts'

it.each([
	['small rows are applied 16 together', 'Визит', 40, 3],
	['of large ones others wait for no more than one', 'Протокол '.repeat(2000), 5, 5]
])('%s', async (_, words, count, expected) => {
	const plan = new Y.Doc()
	const rows: { bytes: Uint8Array }[] = []
	plan.on('update', (bytes) => void rows.push({ bytes }))
	for (let index = 0; index < count; index += 1) plan.getText('notes').insert(0, words)
	let rests = 0
	const slices = { ...createSlices(), rest: async () => void (rests += 1) }
	const past = new Y.Doc()
	await applyRows(past, rows, slices)
	expect(rests).toBe(expected)
	expect(past.getText('notes').toJSON()).toBe(words.repeat(count))
})
