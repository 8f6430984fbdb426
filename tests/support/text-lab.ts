/** Runs in a browser: several editors on one page, each with a document of its own, and no network between them. */
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { writeLines } from '#domain/plan/edit-text.ts'
import { readLines } from '#domain/plan/rich-text.ts'
import { type LineKind, joinRuns } from '#domain/plan/text-line.ts'
import { openRichText, type RichTextEditor, type TextAction } from '#lib/editor/prosemirror.ts'

interface Device {
	doc: Y.Doc
	text: Y.Text
	awareness: Awareness
	host: HTMLElement
	editor: RichTextEditor
	ended: number
}

const signs: Record<LineKind, string> = { paragraph: '', bullet: '• ', number: '1 ' }
let devices = new Map<string, Device>()

/** «• words» for an item, with spaces for its indent. */
function write(text: Y.Text, lines: readonly string[]): void {
	writeLines(
		text,
		lines.map((line) => {
			const [, indent = '', sign = '', words = ''] = /^( *)(• |1 )?(.*)$/u.exec(line) ?? []
			const kind = sign === '• ' ? 'bullet' : sign === '1 ' ? 'number' : 'paragraph'
			return { kind, indent: indent.length, runs: joinRuns([{ text: words, marks: {} }]) }
		})
	)
}

function read(text: Y.Text): string[] {
	return readLines(text).map(
		({ kind, indent, runs }) => ' '.repeat(indent) + signs[kind] + runs.map(({ text: words }) => words).join('')
	)
}

const find = (name: string) => devices.get(name)!
const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))

const lab = {
	start(lines: readonly string[], clientIds: Record<string, number>) {
		for (const { editor, host } of devices.values()) {
			editor.close()
			host.remove()
		}
		devices = new Map()
		const first = new Y.Doc()
		first.clientID = 1
		write(first.getText('text'), lines)
		for (const [name, clientId] of Object.entries(clientIds)) {
			const doc = new Y.Doc()
			doc.clientID = clientId
			Y.applyUpdate(doc, Y.encodeStateAsUpdate(first))
			const host = document.createElement('div')
			host.id = name
			document.querySelector('main')!.append(host)
			const text = doc.getText('text')
			const awareness = new Awareness(doc)
			const editor = openRichText({
				host,
				text,
				awareness,
				id: name,
				label: name,
				placeholder: 'Заметки',
				findPerson: (personId) => ({ name: personId, role: 'mentee' }),
				onchange: () => undefined,
				oncheck: () => undefined,
				onflattened: () => undefined,
				onunknown: () => undefined
			})
			const device = { doc, text, awareness, host, editor, ended: 0 }
			host.addEventListener('compositionend', () => device.ended++)
			devices.set(name, device)
		}
	},
	/** Gives `to` everything that `from` has. */
	send(from: string, to: string) {
		const { doc } = find(to)
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(find(from).doc, Y.encodeStateVector(doc)), 'network')
	},
	sendCaret(from: string, to: string) {
		const { awareness, doc } = find(from)
		const state = awareness.getLocalState()
		if (state === null) return
		find(to).awareness.states.set(doc.clientID, state)
		find(to).awareness.emit('change', [{ added: [], updated: [doc.clientID], removed: [] }, 'network'])
	},
	setPerson: (name: string, personId: string) => find(name).awareness.setLocalStateField('personId', personId),
	lines: (name: string) => read(find(name).text),
	marks: (name: string) => readLines(find(name).text).map(({ runs }) => runs.map(({ text, marks }) => [text, marks])),
	/** The lines on the screen. */
	shown: (name: string) =>
		[...find(name).host.querySelectorAll<HTMLElement>('.rich-text > p')].map((line) => {
			const copy = line.cloneNode(true) as HTMLElement
			for (const extra of copy.querySelectorAll('.partner-caret, .ProseMirror-trailingBreak')) extra.remove()
			const { kind = 'paragraph', indent = '0' } = line.dataset
			return ' '.repeat(Number(indent)) + signs[kind as LineKind] + (copy.textContent ?? '')
		}),
	/** What a third person reads who gets the devices' edits in this order. */
	merged(names: readonly string[]) {
		const doc = new Y.Doc()
		for (const name of names) Y.applyUpdate(doc, Y.encodeStateAsUpdate(find(name).doc))
		return read(doc.getText('text'))
	},
	/** Edits the document as a device without an editor would. */
	edit(name: string, lines: readonly string[]) {
		write(find(name).text, lines)
	},
	format(name: string, index: number, length: number, formats: object) {
		find(name).text.format(index, length, formats)
	},
	async caret(name: string, line: number, offset: number, toLine = line, toOffset = offset) {
		const point = (at: number, to: number): [Node, number] => {
			const element = find(name).host.querySelectorAll('.rich-text > p')[at]!
			const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
			let left = to
			for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
				if (node.parentElement?.closest('.partner-caret')) continue
				if (left <= (node as Text).length) return [node, left]
				left -= (node as Text).length
			}
			return [element, 0]
		}
		find(name).host.querySelector<HTMLElement>('.rich-text')!.focus()
		document.getSelection()!.setBaseAndExtent(...point(line, offset), ...point(toLine, toOffset))
		await frame()
	},
	run: (name: string, action: TextAction) => find(name).editor.run(action),
	compositionsEnded: (name: string) => find(name).ended,
	size: (name: string) => Y.encodeStateAsUpdate(find(name).doc).length,
	settle: frame
}

export type TextLab = typeof lab
Object.assign(globalThis, { lab })
