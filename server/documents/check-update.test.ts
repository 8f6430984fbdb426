import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { checkUpdate } from './check-update.ts'

describe('[R9] values in an update', () => {
	it('a value so deep that only the stack it is read on decides whether it can be copied is refused', () => {
		const doc = new Y.Doc()
		Y.applyUpdate(doc, nested(2000))
		expect(() => copyWithLittleStack(doc.getMap('plan').toJSON())).toThrow(RangeError)
		expect(checkUpdate(nested(2000))).toBe('malformed')
	})

	it('a value nested as deep as people need is let through', () => {
		expect(checkUpdate(nested(60))).toBe('content')
		expect(checkUpdate(nested(65))).toBe('malformed')
	})

	it.each([
		['in an embed', (text: Y.Text) => text.insertEmbed(0, deepObject(70))],
		['in a format', (text: Y.Text) => text.insert(0, 'а', { bold: deepObject(70) })]
	])('also %s', (_where, write) => {
		const doc = new Y.Doc()
		write(doc.getText('notes'))
		expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBe('malformed')
	})

	it('formats, embeds, bytes and values of a usual depth are let through', () => {
		const doc = new Y.Doc()
		doc.getText('notes').insert(0, 'Протокол', { bold: true, link: { href: 'https://example.org' } })
		doc.getText('notes').insertEmbed(0, { image: 'a' })
		doc.getMap('plan').set('bytes', Uint8Array.of(1, 2))
		doc.getMap('plan').set('values', [null, undefined, true, 1.5, 'а', { a: [{ b: [] }] }])
		expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBe('content')
	})

	it('an integer that JSON cannot write is refused', () => {
		const doc = new Y.Doc()
		doc.getMap('plan').set('done', 10n)
		expect(() => JSON.stringify(doc.getMap('plan').toJSON())).toThrow(TypeError)
		expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBe('malformed')
	})

	it('a document within a document is refused', () => {
		const doc = new Y.Doc()
		doc.getMap('plan').set('other', new Y.Doc())
		expect(checkUpdate(Y.encodeStateAsUpdate(doc))).toBe('malformed')
	})
})

describe('[R9] bytes after an update', () => {
	it('are refused, whatever was looked at before', () => {
		const doc = new Y.Doc()
		doc.getText('notes').insert(0, 'Протокол')
		const sound = Y.encodeStateAsUpdate(doc)
		const withTail = Uint8Array.from([...sound, 0])
		const looked = [sound, sound.subarray(0, 5), sound, withTail, sound, withTail, sound.subarray(0, 5)].map(
			checkUpdate
		)
		expect(looked).toEqual(['content', 'malformed', 'content', 'malformed', 'content', 'malformed', 'malformed'])
	})
})

describe('[R9] an update in which a client comes twice', () => {
	it('would be one text where it is applied and another where it is merged, and is refused', () => {
		const doubled = inTwoBlocks()
		expect(textOf(doubled)).not.toBe(textOf(Y.mergeUpdates([doubled, Y.encodeStateAsUpdate(new Y.Doc())])))
		expect(checkUpdate(doubled)).toBe('malformed')
	})

	it('two clients, and a merge of two updates of one client, are let through', () => {
		const [viktor, irina] = [new Y.Doc(), new Y.Doc()]
		const [first, second, third] = ['цель ', 'и ', 'задачи'].map((word) => write(viktor, word))
		write(irina, 'встреча')
		Y.applyUpdate(irina, Y.encodeStateAsUpdate(viktor))
		expect(checkUpdate(Y.encodeStateAsUpdate(irina))).toBe('content')
		expect(checkUpdate(Y.mergeUpdates([first!, second!, third!]))).toBe('content')
		// With a gap between the two.
		expect(checkUpdate(Y.mergeUpdates([first!, third!]))).toBe('content')
	})
})

/** Writes at the end of the text, and returns the update. */
function write(doc: Y.Doc, word: string): Uint8Array {
	const before = Y.encodeStateVector(doc)
	doc.getText('notes').insert(doc.getText('notes').length, word)
	return Y.encodeStateAsUpdate(doc, before)
}

/** As a forged device writes it: two consecutive edits of one client, a block each. */
function inTwoBlocks(): Uint8Array {
	const doc = new Y.Doc()
	const blocks = ['цель ', 'и задачи'].map((word) => [...write(doc, word)].slice(1, -1))
	return Uint8Array.from([2, ...blocks.flat(), 0])
}

function textOf(update: Uint8Array): string {
	const doc = new Y.Doc()
	Y.applyUpdate(doc, update)
	return doc.getText('notes').toString()
}

/** As a component that is rendered within many others: two thirds of the stack are in use. */
function copyWithLittleStack(value: unknown): unknown {
	const deepest = measureStack()
	const descend = (frames: number): unknown => (frames === 0 ? JSON.parse(JSON.stringify(value)) : descend(frames - 1))
	return descend(Math.floor(deepest * 0.67))
}

function measureStack(): number {
	let frames = 0
	const descend = (): void => {
		frames += 1
		descend()
	}
	try {
		descend()
	} catch {
		// The overflow is expected: it shows the depth of the stack.
	}
	return frames
}

/** As a hostile client writes it: lists in lists, two bytes each. */
function nested(depth: number): Uint8Array {
	const doc = new Y.Doc()
	doc.getMap('plan').set('value', null)
	const written = [...Y.encodeStateAsUpdate(doc)]
	const [anyNull, listOfOne] = [126, [117, 1]]
	const lists = Array.from({ length: depth }, () => listOfOne).flat()
	return Uint8Array.from([...written.slice(0, written.lastIndexOf(anyNull)), ...lists, anyNull, 0])
}

function deepObject(depth: number): object {
	let value: object = {}
	for (let level = 1; level < depth; level += 1) value = { value }
	return value
}
