import { EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { writeLines } from '#domain/plan/edit-text.ts'
import { readLines } from '#domain/plan/rich-text.ts'
import { createRandom, type Random } from '../../../tests/support/random.ts'
import { bindText, type Binding, positionAt, placeAt } from './binding.ts'
import { lineType, richTextSchema, toDocument } from './schema.ts'

interface Device {
	name: string
	doc: Y.Doc
	text: Y.Text
	view: { state: EditorState; updateState(state: EditorState): void; dispatch(tr: Transaction): void }
	binding: Binding
}

function open(name: string, clientId: number, from?: Device): Device {
	const doc = new Y.Doc()
	doc.clientID = clientId
	const text = doc.getText('text')
	if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from.doc))
	const view = {
		state: EditorState.create({ doc: toDocument(readLines(text)) }),
		updateState: (state: EditorState) => void (view.state = state),
		dispatch: (tr: Transaction) => binding.dispatch(tr)
	}
	const binding: Binding = bindText(text, () => view)
	return { name, doc, text, view, binding }
}

function sync(...devices: Device[]): void {
	for (let isQuiet = false; !isQuiet;) {
		isQuiet = true
		for (const one of devices)
			for (const other of devices) {
				const update = Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(other.doc))
				const before = Y.encodeSnapshot(Y.snapshot(other.doc)).join()
				if (one !== other) Y.applyUpdate(other.doc, update)
				if (Y.encodeSnapshot(Y.snapshot(other.doc)).join() !== before) isQuiet = false
			}
	}
}

const seen = ({ text }: Device) => JSON.stringify(toDocument(readLines(text)).toJSON())
const shown = ({ view }: Device) => JSON.stringify(view.state.doc.toJSON())

function editAtRandom({ view, binding }: Device, random: Random): string {
	const { doc } = view.state
	const { tr } = view.state
	// Never within a pair of surrogates: no browser puts a caret there.
	const somewhere = () => {
		const position = positionAt(doc, 1 + random.below(Math.max(1, placeAt(doc, doc.content.size))))
		const { nodeAfter } = doc.resolve(position)
		return /^[\uDC00-\uDFFF]/.test(nodeAfter?.text ?? '') ? position - 1 : position
	}
	const [one, other] = [somewhere(), somewhere()]
	const [from, to] = [Math.min(one, other), Math.max(one, other)]
	const kind = random.weighted({
		type: 8,
		emoji: 1,
		split: 3,
		join: 2,
		del: 2,
		mark: 2,
		form: 3,
		paste: 1,
		lines: 1,
		undo: 1,
		redo: 1,
		line: 1
	})
	const line = random.below(doc.childCount)
	let start = 0
	for (let index = 0; index < line; index++) start += doc.child(index).nodeSize
	const node = doc.child(line)
	switch (kind) {
		case 'type':
			tr.insertText(random.pick(['а', 'б', ' ', 'слово', 'в'])!, from)
			break
		case 'emoji':
			tr.insertText(random.pick(['😀', '😃'])!, from, Math.min(to, doc.resolve(from).end()))
			break
		case 'split':
			tr.split(from)
			break
		case 'join':
			if (line > 0) tr.join(start)
			break
		case 'del':
			tr.delete(from, to)
			break
		case 'mark': {
			const mark = random.pick([
				richTextSchema.mark('strong'),
				richTextSchema.mark('em'),
				richTextSchema.mark('link', { href: 'https://a.ru' })
			])!
			if (random.chance(0.5)) tr.addMark(from, to, mark)
			else tr.removeMark(from, to, mark.type)
			break
		}
		case 'form':
			if (random.chance(0.5)) tr.setNodeAttribute(start, 'kind', random.pick(['paragraph', 'bullet', 'number']))
			else tr.setNodeAttribute(start, 'indent', random.below(3))
			break
		case 'paste':
			tr.setSelection(TextSelection.create(doc, from, to)).replaceSelection(doc.slice(somewhere() > one ? one : 0, one))
			break
		case 'lines':
			tr.insert(start, [lineType.create({ kind: 'bullet' }, richTextSchema.text('пункт')), lineType.create()])
			break
		case 'line':
			if (doc.childCount > 1) tr.delete(start, start + node.nodeSize)
			break
		case 'undo':
			binding.undo()
			return kind
		case 'redo':
			binding.redo()
			return kind
	}
	view.dispatch(tr)
	return kind
}

const RUNS = Number(process.env.FUZZ_RUNS ?? 100)

it(
	`${RUNS} random runs of two or three people: the screen has what the document has after every operation`,
	{ timeout: 600_000 },
	() => {
		for (let seed = 1; seed <= RUNS; seed++) {
			const random = createRandom(seed)
			const first = open('A', 1 + random.below(1000))
			const devices = [first, open('B', 1001 + random.below(1000), first)]
			if (random.chance(0.3)) devices.push(open('C', 2001 + random.below(1000), first))
			const log: string[] = []
			for (let step = 0; step < 40; step++) {
				const device = random.pick(devices)!
				const isHeld = random.chance(0.2)
				if (isHeld) device.binding.hold()
				for (let count = 1 + random.below(3); count > 0; count--) {
					const what = editAtRandom(device, random)
					log.push(`${device.name} ${what}`)
					if (random.chance(0.3)) {
						const other = random.pick(devices)!
						log.push(`${other.name} -> ${device.name}`)
						Y.applyUpdate(device.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(device.doc)))
					}
				}
				if (isHeld) device.binding.release()
				expect(shown(device), `seed ${seed}: ${log.join(', ')}`).toBe(seen(device))
				if (random.chance(0.2)) sync(...devices)
			}
			sync(...devices)
			for (const device of devices) {
				expect(shown(device), `seed ${seed}`).toBe(seen(device))
				expect(seen(device), `seed ${seed}`).toBe(seen(first))
			}
		}
	}
)

it('opening writes nothing', () => {
	const device = open('A', 1)
	writeLines(device.text, [{ kind: 'bullet', indent: 1, runs: [{ text: 'Смета', marks: { strong: true } }] }])
	const updates: unknown[] = []
	device.doc.on('update', (update) => updates.push(update))
	bindText(device.text, () => device.view).close()
	expect(updates).toEqual([])
})

it('two who type in one place at the same time do not write each other’s words apart', () => {
	const viktor = open('A', 20)
	writeLines(viktor.text, [{ kind: 'paragraph', indent: 0, runs: [{ text: 'Смета', marks: {} }] }])
	const irina = open('B', 10, viktor)
	for (const { view } of [viktor, irina])
		view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, 6)))
	for (const [one, other] of ['аю', 'бя', 'вь', 'гэ'] as const) {
		viktor.view.dispatch(viktor.view.state.tr.insertText(one!))
		irina.view.dispatch(irina.view.state.tr.insertText(other!))
		sync(viktor, irina)
	}
	expect(viktor.view.state.doc.textContent).toMatch(/^Смета(абвгюяьэ|юяьэабвг)$/)
})
