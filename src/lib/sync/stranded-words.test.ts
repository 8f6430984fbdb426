import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPlan } from '../../../tests/support/plan-pair.ts'
import { activityNotes } from '#domain/plan/activity.ts'
import { keepStrandedWords } from '#domain/plan/find-stranded-words.ts'
import { settleStrandedWords } from '#domain/plan/settle-stranded-words.ts'
import { activitiesMap } from '#domain/plan/layout.ts'
import { readStrandedWords } from '#domain/plan/stranded-words.ts'
import { appendParagraph, plainTextOf } from '#domain/plan/rich-text.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { createDeviceDocument } from './device-document.ts'
import { takeNews } from './stored-document.ts'
import { openStrandedWordsWatch } from './stranded-words.ts'

const place = { kind: 'activity', id: 'a1-2', field: 'notes' } as const

const strandedIn = (doc: Y.Doc) => readStrandedWords(activitiesMap(doc).get(place.id)!, place.field)

interface Phone {
	doc: Y.Doc
	/** What was written on it, as it would be sent: one update for each edit. */
	edits: Uint8Array[]
	notes: Y.XmlFragment
	take(updates: readonly Uint8Array[]): void
	stranded(): string[]
}

function openPhone(start: Uint8Array): Phone {
	const doc = createDeviceDocument()
	takeUpdates(doc, [start])
	const edits: Uint8Array[] = []
	openStrandedWordsWatch(doc).follow((gone) => Promise.resolve(keepStrandedWords(doc, gone)))
	doc.on('update', (update, origin) => void (origin !== 'server' && edits.push(update)))
	return {
		doc,
		edits,
		notes: activityNotes(doc, place.id)!,
		take: (updates) => void takeUpdates(doc, updates, 'server'),
		stranded: () => strandedIn(doc).map(({ words }) => words)
	}
}

/** The mentor's and the mentee's phone, and a third one, all with one paragraph in the notes. */
function openPhones(): [viktors: Phone, irinas: Phone, desk: Phone] {
	const plan = createPlan()
	appendParagraph(activityNotes(plan, place.id)!, 'Взять журнал.')
	const start = Y.encodeStateAsUpdate(plan)
	return [openPhone(start), openPhone(start), openPhone(start)]
}

function paragraphWords({ notes }: Phone, index = 0): Y.XmlText {
	return (notes.get(index) as Y.XmlElement).get(0) as Y.XmlText
}

/** As the editor does it: the paragraph goes, and a copy of it comes in a list. */
function makeList({ doc, notes }: Phone): void {
	doc.transact(() => {
		const words = plainTextOf(notes)
		notes.delete(0, 1)
		const list = new Y.XmlElement('bullet_list')
		notes.insert(0, [list])
		const item = new Y.XmlElement('list_item')
		list.push([item])
		appendParagraph(item, words)
	})
}

function write(phone: Phone, words: string): void {
	const text = paragraphWords(phone)
	for (const letter of words) text.insert(text.length, letter)
}

describe('words written without a network into a paragraph that the other makes a list of', () => {
	it('stand below the text on both phones, whoever hears of the other first', () => {
		for (const isIrinaFirst of [true, false]) {
			const [viktors, irinas] = openPhones()
			makeList(viktors)
			write(irinas, ' И ключи от зала.')
			const [first, second] = isIrinaFirst ? [irinas, viktors] : [viktors, irinas]
			second.take([...first.edits])
			first.take(second.edits)
			second.take(first.edits)
			for (const phone of [viktors, irinas]) {
				expect(phone.stranded()).toEqual(['И ключи от зала.'])
				expect(plainTextOf(phone.notes)).toBe('Взять журнал.')
			}
		}
	})

	it('are found by who took the paragraph out long before, and sends all at once', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' И ключи от зала.')
		const reloaded = openPhone(Y.encodeStateAsUpdate(viktors.doc))
		reloaded.take(irinas.edits)
		expect(reloaded.stranded()).toEqual(['И ключи от зала.'])
		irinas.take([Y.encodeStateAsUpdate(reloaded.doc)])
		expect(irinas.stranded()).toEqual(['И ключи от зала.'])
	})

	it('are found when the app is opened, where they came while it was closed', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		const stored = createDeviceDocument()
		takeUpdates(stored, [Y.encodeStateAsUpdate(viktors.doc)])
		write(irinas, ' И ключи.')
		const rows = [Y.encodeStateAsUpdate(viktors.doc), ...takeNews(stored, irinas.edits)]
		const opened = openPhone(Y.encodeStateAsUpdate(new Y.Doc()))
		opened.take(rows)
		expect(opened.stranded()).toEqual(['И ключи.'])
	})

	it('are two where they were written into two paragraphs', () => {
		const [viktors, irinas] = openPhones()
		appendParagraph(viktors.notes, 'Позвонить завучу.')
		irinas.take(viktors.edits)
		write(irinas, ' И ключи.')
		paragraphWords(irinas, 1).insert(0, 'Не забыть! ')
		viktors.doc.transact(() => viktors.notes.delete(0, 2))
		viktors.take(irinas.edits)
		expect(new Set(viktors.stranded())).toEqual(new Set(['И ключи.', 'Не забыть!']))
	})
})

describe('what the other knew and took out', () => {
	it('is not offered again', () => {
		const [viktors, irinas] = openPhones()
		write(irinas, ' И ключи.')
		viktors.take(irinas.edits)
		viktors.notes.delete(0, 1)
		irinas.take(viktors.edits)
		expect(irinas.stranded()).toEqual([])
		expect(viktors.stranded()).toEqual([])
	})

	it('is told from what they did not know in the same paragraph', () => {
		const [viktors, irinas] = openPhones()
		write(irinas, ' И ключи.')
		viktors.take(irinas.edits)
		write(irinas, ' И мел.')
		viktors.notes.delete(0, 1)
		irinas.take(viktors.edits)
		expect(irinas.stranded()).toEqual(['И мел.'])
	})

	it('leaves nothing beside the text of an activity that is there no more', () => {
		const [viktors, irinas] = openPhones()
		write(irinas, ' И ключи.')
		viktors.doc.getMap('activities').delete(place.id)
		const before = irinas.edits.length
		irinas.take(viktors.edits)
		expect(irinas.edits.length).toBe(before)
	})
})

describe('words below the text', () => {
	function strand(): [viktors: Phone, irinas: Phone, desk: Phone] {
		const [viktors, irinas, desk] = openPhones()
		makeList(viktors)
		write(irinas, ' И ключи.')
		irinas.take(viktors.edits)
		viktors.take(irinas.edits)
		return [viktors, irinas, desk]
	}
	const settle = ({ doc }: Phone, outcome: 'append' | 'drop') =>
		settleStrandedWords(doc, place, strandedIn(doc)[0]!, outcome)

	it('go to its end, and back again', () => {
		const [viktors] = strand()
		const undo = settle(viktors, 'append')
		expect(plainTextOf(viktors.notes)).toBe('Взять журнал.\nИ ключи.')
		expect(viktors.stranded()).toEqual([])
		undo()
		expect(plainTextOf(viktors.notes)).toBe('Взять журнал.')
		expect(viktors.stranded()).toEqual(['И ключи.'])
	})

	it('do not come back once settled, though a third device comes upon them later', () => {
		const [viktors, irinas, desk] = strand()
		const [makingOfList] = viktors.edits
		desk.take(irinas.edits.slice(0, 9))
		settle(viktors, 'drop')
		desk.take([makingOfList!])
		expect(desk.stranded()).toEqual(['И ключи.'])
		desk.take(viktors.edits)
		viktors.take(desk.edits)
		for (const phone of [viktors, desk]) expect(phone.stranded()).toEqual([])
	})

	it('are not written a second time by who finds them there, also where they are settled', () => {
		const [viktors, irinas, desk] = strand()
		desk.take(irinas.edits)
		const written = desk.edits.length
		desk.take(viktors.edits)
		expect(desk.edits.length).toBe(written)
		settle(viktors, 'append')
		const late = openPhone(Y.encodeStateAsUpdate(viktors.doc))
		late.take([Y.encodeStateAsUpdate(viktors.doc)])
		expect(late.edits).toEqual([])
	})

	it('are whole where two phones came upon them in different pieces', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' И ключи.')
		viktors.take(irinas.edits.slice(0, 4))
		viktors.take(irinas.edits.slice(4))
		irinas.take(viktors.edits.slice(0, 1))
		irinas.take(viktors.edits)
		viktors.take(irinas.edits)
		for (const phone of [viktors, irinas]) expect(phone.stranded()).toEqual(['И ключи.'])
	})
})
