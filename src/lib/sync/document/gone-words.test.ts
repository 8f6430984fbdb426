import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { createPlan } from '../../../../tests/support/plan-pair.ts'
import { activityNotes } from '#domain/plan/activity.ts'
import { keepStrandedWords } from '#domain/plan/keep-stranded-words.ts'
import {
	idOfWords,
	keyOfWords,
	readStrandedWords,
	settleStrandedWords,
	settleWords
} from '#domain/plan/stranded-words.ts'
import { activitiesMap } from '#domain/plan/layout.ts'
import { appendParagraph, plainTextOf } from '#domain/plan/rich-text.ts'
import { takeUpdates } from '#protocol/take-updates.ts'
import { editActivity } from '#domain/plan/edit.ts'
import { createDeviceDocument } from './document-log.ts'
import { openGoneWordsWatch } from './gone-words.ts'
import { keepWords, takeNews } from '../stored/stored-document.ts'

const place = { kind: 'activity', id: 'a1-2', field: 'notes' } as const

const itemOf = (doc: Y.Doc) => activitiesMap(doc).get(place.id)!

/** Stored stranded words, also those that are not read. */
const strandedEntries = (doc: Y.Doc) => [...itemOf(doc).entries()].filter(([key]) => key.startsWith('notes~'))

const strandedIn = (doc: Y.Doc) => readStrandedWords(itemOf(doc), place.field)

interface Phone {
	doc: Y.Doc
	/** One update for each edit, as it would be sent. */
	edits: Uint8Array[]
	notes: Y.XmlFragment
	take(updates: readonly Uint8Array[]): void
	stranded(): string[]
}

function openPhone(start: Uint8Array): Phone {
	const doc = createDeviceDocument()
	takeUpdates(doc, [start])
	const edits: Uint8Array[] = []
	openGoneWordsWatch(doc).follow(async (gone) => {
		keepStrandedWords(doc, gone)
		return true
	})
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

/** As the editor does it: deletes the paragraph, and inserts a copy of it in a list. */
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

function write(phone: Phone, words: string, paragraph = 0): void {
	const text = paragraphWords(phone, paragraph)
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

	it('are kept when they come while the programme is closed', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' И ключи.')
		const stored = createDeviceDocument()
		takeUpdates(stored, [Y.encodeStateAsUpdate(viktors.doc)])
		const { rows, gone } = takeNews(stored, irinas.edits)
		const kept = keepWords('plan:program-1', stored, gone)
		viktors.take([...rows, ...kept])
		irinas.take(viktors.edits)
		irinas.take(kept)
		for (const phone of [viktors, irinas]) expect(phone.stranded()).toEqual(['И ключи.'])
		expect(keepWords('notes:program-1', stored, gone)).toEqual([])
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
	const settle = ({ doc }: Phone, outcome: 'put' | 'taken') =>
		settleStrandedWords(doc, place, strandedIn(doc)[0]!, outcome)

	it('go to its end, and back again', () => {
		const [viktors] = strand()
		const undo = settle(viktors, 'put')!
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
		settle(viktors, 'taken')
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
		settle(viktors, 'put')
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

	it('leave only what was written on to be offered, once the beginning is put into the text', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' Ключи')
		viktors.take(irinas.edits)
		settle(viktors, 'put')
		write(irinas, ' от зала')
		irinas.take(viktors.edits)
		viktors.take(irinas.edits)
		for (const phone of [viktors, irinas]) {
			expect(plainTextOf(phone.notes)).toBe('Взять журнал.\nКлючи')
			expect(phone.stranded()).toEqual(['от зала'])
		}
	})
})

describe('what stands below the text is what was written', () => {
	it('with its typing error put right, and a word made bold', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' Взять ключы')
		const text = paragraphWords(irinas)
		text.delete(text.length - 1, 1)
		write(irinas, 'и от зала')
		text.format(text.length - 4, 4, { strong: {} })
		write(irinas, '!')
		irinas.take(viktors.edits)
		viktors.take(irinas.edits)
		for (const phone of [viktors, irinas]) expect(phone.stranded()).toEqual(['Взять ключи от зала!'])
	})

	it('with the space between words that came letter by letter, also where she did something else in between', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' Взять')
		editActivity(irinas.doc, place.id, { place: 'Зал' }, { personId: 'irina', at: '2026-11-21T09:00:00.000Z' })
		write(irinas, ' ключи')
		for (const edit of irinas.edits) viktors.take([edit])
		expect(viktors.stranded()).toEqual(['Взять ключи'])
	})

	it('with a sign where other words were between', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		paragraphWords(irinas).insert(0, 'Не забыть: ')
		write(irinas, ' И мел.')
		irinas.take(viktors.edits)
		expect(irinas.stranded()).toEqual(['Не забыть: … И мел.'])
	})
})

describe('words that come one by one', () => {
	const sentence = 'И ключи от зала. '.repeat(60).trim()

	it('are whole, and written anew only in part with each letter', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ` ${sentence}`)
		for (const edit of irinas.edits) viktors.take([edit])
		expect(viktors.stranded()).toEqual([sentence])
		const written = viktors.edits.reduce((bytes, edit) => bytes + edit.length, 0)
		expect(written).toBeLessThan(600 * sentence.length)
	})

	it('are kept up to a bound, however many times something is written on', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		const text = paragraphWords(irinas)
		for (let times = 0; times < 30; times++) text.insert(text.length, 'а'.repeat(1_000))
		for (const edit of irinas.edits) viktors.take([edit])
		expect(viktors.stranded()).toEqual(['а'.repeat(20_000)])
		expect(JSON.stringify(strandedEntries(viktors.doc)).match(/а/g)).toHaveLength(20_000)
	})
})

describe('words that come where some of them stand or stood already', () => {
	function writeUnseen(): { viktors: Phone; irinas: Phone; id: string; from: number } {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		const { store, clientID } = irinas.doc
		const from = Y.getState(store, clientID)
		const id = idOfWords(clientID, paragraphWords(irinas)._item!.id)
		write(irinas, ' И ключи.')
		return { viktors, irinas, id, from }
	}

	it('are shown around what another device kept from their middle', () => {
		const { viktors, irinas, id, from } = writeUnseen()
		const key = keyOfWords('notes', { id, from: from + 3, to: from + 6 })
		itemOf(viktors.doc).set(key, { runs: [[from + 3, 'клю', false]] })
		viktors.take(irinas.edits)
		expect(viktors.stranded()).toEqual(['И ключи.'])
		settleWords(itemOf(viktors.doc), 'notes', id, 'taken')
		expect(viktors.stranded()).toEqual([])
	})

	it('are kept in pieces around what another device kept, so that settling one settles no other', () => {
		const { viktors, irinas, id, from } = writeUnseen()
		const key = keyOfWords('notes', { id, from: from + 3, to: from + 6 })
		itemOf(viktors.doc).set(key, { runs: [[from + 3, 'клю', false]] })
		viktors.take(irinas.edits)
		const spans = [
			{ from, to: from + 3 },
			{ from: from + 3, to: from + 9 }
		]
		const keys = strandedEntries(viktors.doc).map(([name]) => name)
		expect(new Set(keys)).toEqual(new Set(spans.map((span) => keyOfWords('notes', { id, ...span }))))
	})

	it('are kept beside a text where a hundred others are settled', () => {
		const { viktors, irinas } = writeUnseen()
		for (let client = 1; client <= 100; client++) {
			const other = { id: `${client}:5.1`, from: 0, to: 3 }
			itemOf(viktors.doc).set(keyOfWords('notes', other), { runs: [[0, 'Мел', false]] })
			settleWords(itemOf(viktors.doc), 'notes', other.id, 'taken')
		}
		viktors.take(irinas.edits)
		expect(viktors.stranded()).toEqual(['И ключи.'])
	})

	it('are not kept beside a hundred others that are not settled', () => {
		const { viktors, irinas } = writeUnseen()
		for (let client = 1; client <= 100; client++) {
			const other = { id: `${client}:5.1`, from: 0, to: 3 }
			itemOf(viktors.doc).set(keyOfWords('notes', other), { runs: [[0, 'Мел', false]] })
		}
		viktors.take(irinas.edits)
		expect(strandedEntries(viktors.doc)).toHaveLength(100)
	})

	it('are not hidden by a made-up key from before them all to behind them all', () => {
		const { viktors, irinas, id } = writeUnseen()
		const key = keyOfWords('notes', { id, from: 0, to: 99_999_999 })
		itemOf(viktors.doc).set(key, {
			runs: [
				[0, 'х', false],
				[99_999_998, 'х', true]
			]
		})
		irinas.take(viktors.edits)
		expect(irinas.stranded()[0]).toContain('И ключи.')
	})
})

describe('what a foreign hand does', () => {
	it('a text of a hundred thousand letters at once is kept in part', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		paragraphWords(irinas).insert(0, 'а'.repeat(100_000))
		viktors.take(irinas.edits)
		expect(viktors.stranded()).toEqual(['а'.repeat(20_000)])
		expect(viktors.edits.at(-1)!.length).toBeLessThan(50_000)
	})

	it('words of two people who took turns in a paragraph stay apart', () => {
		const [viktors, irinas, desk] = openPhones()
		makeList(viktors)
		write(irinas, ' Мел.')
		desk.take(irinas.edits)
		write(desk, ' Ключи.')
		irinas.take(desk.edits)
		write(irinas, ' Журнал.')
		viktors.take([...irinas.edits, ...desk.edits])
		expect(new Set(viktors.stranded())).toEqual(new Set(['Мел. … Журнал.', 'Ключи.']))
	})

	it('a made-up key beside the text hides nothing', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' И ключи.')
		const paragraph = paragraphWords(irinas)._item!.id
		const key = `notes~${irinas.doc.clientID}:${paragraph.client}.${paragraph.clock}:0:99999999`
		activitiesMap(viktors.doc).get(place.id)!.set(key, 'x')
		irinas.take(viktors.edits)
		expect(irinas.stranded()).toEqual(['И ключи.'])
	})

	it('a text made to fall into thousands of pieces is kept in part', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		const text = paragraphWords(irinas)
		irinas.doc.transact(() => {
			text.insert(0, 'аб'.repeat(20_000))
			for (let index = 0; index < 5_000; index++) text.delete(index, 1)
		})
		viktors.take(irinas.edits)
		const [words] = viktors.stranded()
		expect(words!.length).toBeLessThanOrEqual(20_000)
		expect(viktors.edits.at(-1)!.length).toBeLessThan(100_000)
	})

	it('a thousand paragraphs gone at once make nobody read more than once what stands beside their text', () => {
		const [viktors, irinas] = openPhones()
		const before = viktors.notes.length
		irinas.doc.transact(() => {
			for (let index = 0; index < 1_000; index++) appendParagraph(irinas.notes, 'а')
		})
		viktors.take(irinas.edits)
		for (let index = 0; index < 1_000; index++) write(irinas, 'б', before + index)
		viktors.doc.transact(() => viktors.notes.delete(before, 1_000))
		const item = activitiesMap(viktors.doc).get(place.id)!
		const keys = vi.spyOn(item, 'keys')
		viktors.take(irinas.edits)
		expect(viktors.stranded().length).toBeGreaterThan(0)
		expect(keys.mock.calls.length).toBeLessThan(10)
	})

	it('an update that is none keeps nobody from finding what came with it', () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' И ключи.')
		viktors.take([Uint8Array.of(1, 2, 3), ...irinas.edits])
		expect(viktors.stranded()).toEqual(['И ключи.'])
	})

	it('words that were taken out on purpose are not offered by who hears of that first', () => {
		const [viktors, irinas, desk] = openPhones()
		write(irinas, ' И ключи.')
		viktors.take(irinas.edits)
		viktors.notes.delete(0, 1)
		desk.take(viktors.edits)
		desk.take(irinas.edits)
		expect(desk.stranded()).toEqual([])
	})
})

describe('what could not be kept', () => {
	beforeEach(() => void vi.useFakeTimers())
	afterEach(() => void vi.useRealTimers())

	it('is handed over again a while later', async () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		write(irinas, ' И ключи.')
		const doc = createDeviceDocument()
		takeUpdates(doc, [Y.encodeStateAsUpdate(viktors.doc)])
		const watch = openGoneWordsWatch(doc)
		let tries = 0
		watch.follow(async (gone) => {
			tries += 1
			if (tries === 1) throw new Error('The module was not there')
			keepStrandedWords(doc, gone)
			return true
		})
		takeUpdates(doc, irinas.edits)
		await watch.whenKept()
		expect(strandedIn(doc)).toEqual([])
		await vi.advanceTimersByTimeAsync(5_000)
		expect(strandedIn(doc).map(({ words }) => words)).toEqual(['И ключи.'])
	})

	it('is tried ever more slowly, and only so much of it waits', async () => {
		const [viktors, irinas] = openPhones()
		makeList(viktors)
		const watch = openGoneWordsWatch(viktors.doc)
		let tries = 0
		watch.follow(() => {
			tries += 1
			return Promise.resolve(false)
		})
		for (let index = 0; index < 300; index++) write(irinas, 'а')
		for (const edit of irinas.edits) takeUpdates(viktors.doc, [edit])
		expect(tries).toBe(300)
		await vi.advanceTimersByTimeAsync(5_000)
		expect(tries).toBe(400)
		await vi.advanceTimersByTimeAsync(3_600_000)
		expect(tries).toBeLessThan(400 + 100 * 70)
	})
})
