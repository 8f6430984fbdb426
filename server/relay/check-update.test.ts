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

/** As a component does that is rendered within many others: two thirds of the stack are in use. */
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
		// The end of the stack is what is measured.
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
