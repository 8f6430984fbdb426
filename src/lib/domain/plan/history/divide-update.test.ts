import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { contentOf } from '../imported-content.ts'
import { addFileImport } from '../event.ts'
import { divideUpdate } from './divide-update.ts'

const at = '2026-11-21T09:00:00.000Z'

let clients = 1000

/** A phone with a document. `id` is the client id, which Yjs would draw at random; it is below 1000. */
function phone(id: number, base: Y.Doc | null = null) {
	const doc = new Y.Doc()
	doc.clientID = id
	if (base !== null) Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
	const text = doc.getText('text')
	const values = doc.getMap('values')
	return {
		doc,
		text,
		values,
		/** Records the author of the file with a client of its own, as a device does. */
		take(from: string, file: Uint8Array) {
			const news: Uint8Array[] = []
			const note = (update: Uint8Array) => void news.push(update)
			doc.on('update', note)
			Y.applyUpdate(doc, file)
			doc.off('update', note)
			if (news.length === 0) return
			const said = phone(clients++, doc)
			addFileImport(said.doc, from, contentOf(news), { personId: `phone ${said.doc.clientID}`, at })
			Y.applyUpdate(doc, Y.encodeStateAsUpdate(said.doc))
		},
		all: () => Y.encodeStateAsUpdate(doc),
		unsent: () => Y.encodeStateAsUpdate(doc, base === null ? undefined : Y.encodeStateVector(base))
	}
}

function writtenBy(id: number): Uint8Array {
	const { text, all } = phone(id)
	text.insert(0, 'words')
	return all()
}

/** Ranges of every second clock, as many as wanted. */
const inTurns = (count: number) => Array.from({ length: count }, (_, index) => [index * 2, 1]).flat()

/** Writes an import event as our app does, except for the given values. */
function addImportEvent(doc: Y.Doc, said: { content: unknown; by?: unknown; at?: unknown }) {
	doc.getMap('events').set('said', { type: 'brought', from: 'irina', by: 'viktor', at, ...said })
}

/** The text after each part, with the author of the part's file. */
function readSlices(base: Y.Doc, update: Uint8Array): [from: string, text: string][] {
	const { doc, text } = phone(9, base)
	return divideUpdate(update).map(({ fileImport, bytes }) => {
		Y.applyUpdate(doc, bytes)
		expect(doc.store.pendingStructs).toBeNull()
		return [fileImport?.from ?? 'own', text.toString()]
	})
}

it('what Viktor wrote before and after he took Irina’s file is his, and what the file brought is hers', () => {
	const base = phone(1)
	base.text.insert(0, 'plan.')
	const irina = phone(2, base.doc)
	const viktor = phone(3, base.doc)
	irina.text.insert(5, ' Hers.')
	viktor.text.insert(0, 'His ')
	viktor.take('irina', irina.all())
	viktor.text.insert(viktor.text.length, ' On hers.')
	expect(readSlices(base.doc, viktor.unsent())).toEqual([
		['own', 'His plan.'],
		['irina', 'His plan. Hers.'],
		['own', 'His plan. Hers. On hers.']
	])
})

it('what each deleted is theirs, also of what the other wrote', () => {
	const base = phone(1)
	base.text.insert(0, 'one two three ')
	const irina = phone(2, base.doc)
	const viktor = phone(3, base.doc)
	irina.text.delete(0, 4)
	irina.text.insert(irina.text.length, 'four ')
	viktor.text.delete(4, 4)
	viktor.take('irina', irina.all())
	viktor.text.delete(viktor.text.length - 5, 2)
	expect(readSlices(base.doc, viktor.unsent())).toEqual([
		// Deleted words are sent as clock ranges, not as letters.
		['irina', 'one two three ur '],
		['irina', 'two three ur '],
		['own', 'three ur ']
	])
})

it('a file that went through two hands is told under who made it first', () => {
	const base = phone(1)
	base.text.insert(0, '.')
	const [oleg, irina, viktor] = [phone(2, base.doc), phone(3, base.doc), phone(4, base.doc)]
	oleg.text.insert(0, 'Oleg')
	irina.take('oleg', oleg.all())
	irina.text.insert(irina.text.length, 'Irina')
	viktor.take('irina', irina.all())
	expect(readSlices(base.doc, viktor.unsent()).map(([from, text]) => `${from}: ${text}`)).toEqual([
		'oleg: Oleg.',
		'irina: Oleg.Irina'
	])
})

it('a file that went through two hands is told so, too, when the last had the half of it already', () => {
	const base = phone(1)
	base.text.insert(0, '.')
	const [oleg, irina, viktor] = [phone(2, base.doc), phone(3, base.doc), phone(4, base.doc)]
	oleg.text.insert(0, 'Oleg')
	viktor.take('oleg', oleg.all())
	oleg.text.insert(0, 'More of ')
	irina.take('oleg', oleg.all())
	viktor.take('irina', irina.all())
	expect(readSlices(base.doc, viktor.unsent())[0]).toEqual(['oleg', 'More of Oleg.'])
})

it('two files of which each is said to hold the other divide it all the same', () => {
	const { doc, text, all } = phone(1)
	text.insert(0, 'words')
	const content = { structs: { 1: [0, 9] }, deletions: {} }
	for (const from of ['irina', 'oleg'])
		doc.getMap('events').set(from, { type: 'brought', from, by: 'viktor', at, content })
	expect(divideUpdate(all()).map(({ fileImport }) => fileImport?.from)).toEqual(['irina', 'oleg'])
})

it('what goes on from an update that has not come yet is there when that has', () => {
	const viktor = phone(3)
	const updates: Uint8Array[] = []
	viktor.doc.on('update', (update: Uint8Array) => void updates.push(update))
	for (const word of ['one ', 'two ', 'three ']) viktor.text.insert(viktor.text.length, word)
	viktor.take('irina', writtenBy(2))
	const [first, second, ...others] = updates
	const read = phone(9)
	for (const { bytes } of divideUpdate(Y.mergeUpdates([first!, ...others]))) Y.applyUpdate(read.doc, bytes)
	expect(read.text.toString()).not.toContain('three')
	Y.applyUpdate(read.doc, second!)
	expect(read.text.toString()).toBe(viktor.text.toString())
})

it('an update that takes in no file, or does not say what the file brought, stays whole', () => {
	const doc = phone(1)
	doc.text.insert(0, 'words')
	expect(divideUpdate(doc.all())).toEqual([{ fileImport: null, bytes: doc.all() }])
	addFileImport(doc.doc, 'irina', null, { personId: 'viktor', at })
	expect(divideUpdate(doc.all())).toEqual([{ fileImport: null, bytes: doc.all() }])
	const damaged = doc.all().subarray(0, doc.all().length - 3)
	expect(divideUpdate(damaged)).toEqual([{ fileImport: null, bytes: damaged }])
})

it('an update that was filled on purpose, or takes in no end of files, stays whole', () => {
	const [one, other] = [phone(1), phone(2)]
	one.text.insert(0, 'words')
	other.take('irina', one.all())
	for (let file = 0; file < 15; file++) {
		one.text.insert(0, 'more ')
		other.take('irina', one.all())
	}
	expect(new Set(divideUpdate(other.all()).map(({ fileImport }) => fileImport)).size).toBe(16)
	one.text.insert(0, 'the last ')
	other.take('irina', one.all())
	expect(divideUpdate(other.all())).toHaveLength(1)

	const large = phone(3)
	large.text.insert(0, 'a'.repeat(1024 * 1024))
	large.take('irina', writtenBy(4))
	expect(divideUpdate(large.all())).toEqual([{ fileImport: null, bytes: large.all() }])
})

it.each([
	['no places', {}],
	['places that are no numbers', { structs: { 1: ['0', 1] }, deletions: {} }],
	['places in no order', { structs: { 1: [5, 1, 0, 2] }, deletions: {} }],
	['places without a length', { structs: { 1: [5] }, deletions: {} }],
	['places of nothing', { structs: { 1: [5, 0] }, deletions: {} }],
	['a list', { structs: [], deletions: 'all' }],
	['places beyond number', { structs: { 1: inTurns(2001) }, deletions: {} }]
])('%s in a foreign hand’s event divide nothing', (_, content) => {
	const doc = phone(1)
	addImportEvent(doc.doc, { content })
	expect(divideUpdate(doc.all())).toEqual([{ fileImport: null, bytes: doc.all() }])
})

it.each([
	['by nobody', { by: null }],
	['at no time', { at: null }],
	['at a time no screen can tell', { at: 'x 1' }],
	['after the last of all years', { at: '+012026-11-21T09:00:00.000Z' }]
])('a file that was taken in %s divides nothing', (_, said) => {
	const slicesOf = (changed: object) => {
		const { doc, text, all } = phone(1)
		text.insert(0, 'words')
		addImportEvent(doc, { content: { structs: { 1: [0, 2] }, deletions: {} }, ...changed })
		return divideUpdate(all()).map(({ fileImport }) => fileImport?.from)
	}
	expect([slicesOf({}), slicesOf(said)]).toEqual([['irina'], [undefined]])
})

it('an update in which two alternate comes in their turns, and one in which they do so without end stays whole', () => {
	const inTurnsOf = (values: number) => {
		const phones = phone(1)
		for (let value = 0; value < values; value++) phones.values.set(`value ${value}`, value)
		addImportEvent(phones.doc, { content: { structs: { 1: inTurns(values / 2) }, deletions: {} } })
		return phones
	}
	const most = inTurnsOf(498)
	const slices = divideUpdate(most.all())
	expect(slices.map(({ fileImport }) => fileImport?.from)).toEqual(
		slices.map((_, index) => ['irina', undefined][index % 2])
	)
	expect(slices).toHaveLength(499)
	const read = phone(9)
	for (const { bytes } of slices) Y.applyUpdate(read.doc, bytes)
	expect(read.values.toJSON()).toEqual(most.values.toJSON())
	const endless = inTurnsOf(502).all()
	expect(divideUpdate(endless)).toEqual([{ fileImport: null, bytes: endless }])
})

it('an update in which a client goes back to what it wrote before stays whole', () => {
	const { doc, text, all } = phone(1)
	text.insert(0, 'words')
	const first = all()
	const before = Y.encodeStateVector(doc)
	addImportEvent(doc, { content: { structs: { 1: [0, 5] }, deletions: {} } })
	text.insert(0, 'more ')
	const second = Y.encodeStateAsUpdate(doc, before)
	// An update begins with its number of clients and ends with its deletions.
	const [one, other] = [first, second].map((update) => update.subarray(1, -1))
	const [forth, back] = [
		[one!, other!],
		[other!, one!]
	].map(([early, late]) => Uint8Array.of(2, ...early!, ...late!, 0))
	expect(divideUpdate(forth!).map(({ fileImport }) => fileImport?.from)).toEqual(['irina', undefined])
	expect(divideUpdate(back!)).toEqual([{ fileImport: null, bytes: back }])
})

it('whatever was written, taken and deleted in whatever order, each has what is theirs, and the parts together are the update', () => {
	const act = fc.record({
		who: fc.integer({ min: 0, max: 2 }),
		what: fc.constantFrom('insert', 'delete', 'set', 'take'),
		at: fc.nat(50),
		with: fc.integer({ min: 0, max: 2 })
	})
	fc.assert(
		fc.property(fc.array(act, { maxLength: 16 }), (acts) => {
			const base = phone(1)
			base.text.insert(0, 'the plan as it was')
			const phones = [phone(2, base.doc), phone(3, base.doc), phone(4, base.doc)] as const
			for (const { who, what, at: position, with: other } of acts) {
				const { text, values, take } = phones[who]!
				if (what === 'insert') text.insert(Math.min(position, text.length), `${who}`)
				else if (what === 'delete')
					text.delete(Math.min(position, Math.max(0, text.length - 2)), Math.min(2, text.length))
				else if (what === 'set') values.set('key', position)
				else take(`phone ${other + 2}`, phones[other]!.all())
			}
			for (const { doc, text, values, unsent } of phones) {
				const read = phone(9, base.doc)
				for (const { fileImport, bytes } of divideUpdate(unsent())) {
					const author = fileImport?.from ?? `phone ${doc.clientID}`
					const writers = Y.decodeUpdate(bytes).structs.flatMap(({ id }) =>
						id.client < 1000 ? `phone ${id.client}` : []
					)
					expect(writers.filter((writer) => writer !== author)).toEqual([])
					Y.applyUpdate(read.doc, bytes)
				}
				expect([read.text.toString(), read.values.toJSON()]).toEqual([text.toString(), values.toJSON()])
				expect(Y.encodeStateVector(read.doc)).toEqual(Y.encodeStateVector(doc))
				expect(read.doc.store.pendingStructs).toBeNull()
			}
		}),
		{ numRuns: 200 }
	)
})
