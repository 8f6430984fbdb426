import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { createPlan } from '../../../../tests/support/plan-pair.ts'
import { activityNotes } from './activity.ts'
import { activitiesMap } from './layout.ts'
import { plainTextOf } from './rich-text.ts'
import {
	keyOfWords,
	readStrandedWords,
	readTakenAway,
	settledKey,
	settleStrandedWords,
	settleWords
} from './stranded-words.ts'

type Run = readonly [clock: number, words: string, isSeparated: boolean]

const place = { kind: 'activity', id: 'a1-2', field: 'notes' } as const
const irinas = '7:5.1'

const itemIn = (doc: Y.Doc) => activitiesMap(doc).get(place.id)!
const strandedIn = (doc: Y.Doc) => readStrandedWords(itemIn(doc), place.field)
const wordsIn = (doc: Y.Doc) => strandedIn(doc).map(({ words }) => words)
const keyFor = (id: string, from: number, to: number) => keyOfWords(place.field, { id, from, to })

function putStranded(doc: Y.Doc, id: string, ...runs: Run[]): string {
	const ends = runs.map(([clock, words]) => clock + words.length)
	const key = keyFor(id, runs[0]![0], ends.at(-1)!)
	itemIn(doc).set(key, { runs })
	return key
}

const lettersOf = (words: string, from = 0) => [...words].map((letter, index): Run => [from + index, letter, false])

describe('words below a text', () => {
	it('are read as an earlier app wrote them, each letter for itself', () => {
		const plan = createPlan()
		const words = 'Взять ключи. '.repeat(200).trim()
		putStranded(plan, irinas, ...lettersOf(words))
		expect(wordsIn(plan)).toEqual([words])
	})

	it('stand in the order they were written, however long each piece is', () => {
		const plan = createPlan()
		putStranded(plan, irinas, [0, 'Взять', false])
		putStranded(plan, irinas, [5, ' ключи от зала', false])
		expect(wordsIn(plan)).toEqual(['Взять ключи от зала'])
	})

	it('are shown as who came upon more of them has them, without the letter that was put right', () => {
		const plan = createPlan()
		putStranded(plan, irinas, [0, 'Ключы', false])
		putStranded(plan, irinas, [0, 'Ключ', false], [5, 'и от зала', false])
		expect(wordsIn(plan)).toEqual(['Ключи от зала'])
	})

	it('are there beside many others that are settled', () => {
		const plan = createPlan()
		for (let client = 100; client < 200; client++) {
			putStranded(plan, `${client}:5.1`, [0, 'Мел', false])
			settleWords(itemIn(plan), place.field, `${client}:5.1`, 'taken')
		}
		putStranded(plan, irinas, [0, 'Ключи', false])
		expect(wordsIn(plan)).toEqual(['Ключи'])
	})

	it('are shown where somebody kept more around them that does not hold them', () => {
		const plan = createPlan()
		putStranded(plan, irinas, [6, 'ключи', false])
		putStranded(plan, irinas, [0, 'Взять ', false], [11, ' от зала', false])
		expect(wordsIn(plan)[0]).toContain('ключи')
	})
})

describe('what a foreign hand writes below a text', () => {
	it('is read in part where it is one key of 200,000 pieces', () => {
		const plan = createPlan()
		itemIn(plan).set(keyFor(irinas, 0, 200_000), { runs: lettersOf('а'.repeat(200_000)) })
		expect(wordsIn(plan)).toEqual(['а'.repeat(20_000)])
	})

	it('is read in part where it is hundreds of keys, the same part on each phone', () => {
		const [viktors, mentees] = [createPlan(), createPlan()]
		const letters = lettersOf(String.fromCharCode(...Array.from({ length: 300 }, (_, index) => 0x4e00 + index)))
		for (const letter of letters) putStranded(viktors, irinas, letter)
		for (const letter of letters.reverse()) putStranded(mentees, irinas, letter)
		expect(wordsIn(viktors)[0]!.length).toBe(100)
		expect(strandedIn(mentees)).toEqual(strandedIn(viktors))
	})

	it('keeps what is beyond the bound until something else is settled', () => {
		const plan = createPlan()
		putStranded(plan, '1:5.1', [0, 'а'.repeat(15_000), false])
		putStranded(plan, '2:5.1', [0, 'б'.repeat(15_000), false])
		expect(wordsIn(plan)).toEqual(['а'.repeat(15_000)])
		settleWords(itemIn(plan), place.field, '1:5.1', 'taken')
		expect(wordsIn(plan)).toEqual(['б'.repeat(15_000)])
	})

	it('hides nothing with a key whose first and last letter are far apart', () => {
		const plan = createPlan()
		putStranded(plan, irinas, [0, 'Ключи', false])
		putStranded(plan, irinas, [0, 'х', false], [99_999_998, 'х', false])
		expect(wordsIn(plan)[0]).toContain('лючи')
	})

	it('hides nothing with a key that says settled and not how', () => {
		const plan = createPlan()
		putStranded(plan, irinas, [40, 'Ключи', false])
		itemIn(plan).set(settledKey(keyFor(irinas, 0, 99_999_999)), 'x')
		expect(wordsIn(plan)).toEqual(['Ключи'])
	})

	it('is no words where the key says others than its value', () => {
		const plan = createPlan()
		itemIn(plan).set(keyFor(irinas, 0, 99_999_999), { runs: [[0, 'Ключи', false]] })
		expect(wordsIn(plan)).toEqual([])
	})

	it('is no words where its clocks are no numbers of characters', () => {
		const plan = createPlan()
		for (const clock of [NaN, 0.5, Infinity, '0', null]) {
			itemIn(plan).set(keyFor(irinas, 0, 5), { runs: [[clock, 'Ключи', false]] })
			expect(wordsIn(plan)).toEqual([])
		}
	})
})

describe('settling words', () => {
	const settle = (doc: Y.Doc, outcome: 'put' | 'taken', field: string = place.field) =>
		settleStrandedWords(doc, { ...place, field }, { id: irinas }, outcome)

	it('puts into the text what stands there now', () => {
		const plan = createPlan()
		putStranded(plan, irinas, [0, 'Взять', false])
		const [seen] = strandedIn(plan)
		putStranded(plan, irinas, [5, ' ключи', false])
		settleStrandedWords(plan, place, seen!, 'put')
		expect(plainTextOf(activityNotes(plan, place.id)!)).toBe('Взять ключи')
		expect(strandedIn(plan)).toEqual([])
	})

	it('leaves them where there is no text to put them into', () => {
		const plan = createPlan()
		const key = keyOfWords('minutes', { id: irinas, from: 0, to: 5 })
		itemIn(plan).set(key, { runs: [[0, 'Ключи', false]] })
		settle(plan, 'put', 'minutes')
		expect(readStrandedWords(itemIn(plan), 'minutes')).toEqual([{ id: irinas, words: 'Ключи' }])
		settle(plan, 'taken', 'minutes')
		expect(readStrandedWords(itemIn(plan), 'minutes')).toEqual([])
	})

	it('leaves nobody listening to the document, whether or not it is taken back', () => {
		const plan = createPlan()
		const listeners = () => plan._observers.get('afterTransaction')?.size ?? 0
		putStranded(plan, irinas, [0, 'Ключи', false])
		const undo = settle(plan, 'taken')!
		expect(listeners()).toBe(0)
		undo()
		expect(wordsIn(plan)).toEqual(['Ключи'])
		expect(readTakenAway(itemIn(plan), place.field).size).toBe(0)
		undo()
		expect(wordsIn(plan)).toEqual(['Ключи'])
		expect(listeners()).toBe(0)
	})
})
