import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { irina } from '../../../../tests/support/plan-pair.ts'
import { addRestore, readEvents } from './event.ts'

it('events that no app of ours wrote are passed over', () => {
	const doc = new Y.Doc()
	addRestore(doc, '2026-09-30T09:00:00.000Z', ['viktor'], irina())
	const known = readEvents(doc)
	expect(known.size).toBe(1)
	const { at } = irina()
	const foreign = [
		7,
		null,
		'restored',
		{ type: 'renamed', from: 'viktor' },
		{ type: 'brought', from: 1 },
		{ type: 'restored' },
		// `Date.parse` on our server accepts all three; a phone may not show them.
		{ type: 'restored', of: at, at: 7 },
		{ type: 'restored', of: 'x 1', at },
		{ type: 'restored', of: '2026 (the year)', at },
		{ type: 'restored', of: '+012026-09-30T09:00:00.000Z', at }
	]
	foreign.forEach((value, index) => doc.getMap('events').set(`foreign ${index}`, value))
	expect(readEvents(doc)).toEqual(known)
})
