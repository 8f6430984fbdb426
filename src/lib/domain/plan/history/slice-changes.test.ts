import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPlan, irina, viktor } from '../../../../../tests/support/plan-pair.ts'
import { contentOf } from '../imported-content.ts'
import { chooseValue } from '../edit-fields.ts'
import { deleteActivity, editActivity, markActivity, restoreActivity } from '../edit.ts'
import { addFileImport } from '../event.ts'
import { addActivity, moveActivity } from '../position.ts'
import { divideUpdate } from './divide-update.ts'
import { followFacts } from './facts.ts'
import { followSlices } from './slice-changes.ts'
import { toPlanChanges } from './text-difference.ts'

type Edit = (doc: Y.Doc) => void

/** Of two concurrent values, Yjs keeps that of the higher client. */
const [VIKTOR, IRINA] = [1, 2]

function phone(client: number, base: Y.Doc): Y.Doc {
	const doc = new Y.Doc()
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
	doc.clientID = client
	return doc
}

interface Story {
	before?: Edit
	viktors: Edit
	irinas: Edit
	/** What Viktor does after he has imported Irina's file. */
	then?: Edit
}

/** The changes of each part of the update that Viktor's phone then sends. */
function describeSlices({ before, viktors, irinas, then }: Story): [whose: string, did: string][] {
	const base = createPlan()
	before?.(base)
	const [his, hers] = [phone(VIKTOR, base), phone(IRINA, base)]
	viktors(his)
	irinas(hers)
	const file = Y.encodeStateAsUpdate(hers, Y.encodeStateVector(base))
	Y.applyUpdate(his, file)
	his.clientID = 3
	addFileImport(his, 'irina', contentOf([file]), viktor())
	his.clientID = VIKTOR
	then?.(his)

	const read = phone(9, base)
	const readFacts = followFacts(read)
	const start = readFacts()
	const states = divideUpdate(Y.encodeStateAsUpdate(his, Y.encodeStateVector(base))).map(({ fileImport, bytes }) => {
		Y.applyUpdate(read, bytes)
		return [fileImport?.from ?? 'viktor', readFacts()] as const
	})
	const findSliceChanges = followSlices(start, readFacts())
	return states.flatMap(([whose, state]) =>
		toPlanChanges(findSliceChanges(state)).map((change): [string, string] => {
			const { type, label } = change
			if (type === 'changed')
				return [whose, `${change.field}: ${change.before ?? 'nothing'} → ${change.after ?? 'nothing'}`]
			if (type === 'apart' || type === 'settled')
				return [whose, `${type}: ${change.value ?? 'nothing'}, not ${change.rival ?? 'nothing'}`]
			return [whose, `${type} ${label.slice(0, 12).trim()}`]
		})
	)
}

const place =
	(words: string, author = viktor): Edit =>
	(doc) =>
		editActivity(doc, 'a1-1', { place: words }, author())
const done = (markId: string): Edit => {
	return (doc) => markActivity(doc, 'a1-1', { markId, status: 'done', doneOn: '2026-09-10' }, irina())
}
const doneOn =
	(day: string): Edit =>
	(doc) =>
		editActivity(doc, 'a1-1', { doneOn: day }, viktor())
const all =
	(...edits: Edit[]): Edit =>
	(doc) =>
		edits.forEach((edit) => edit(doc))
/** Leaves the field with a concurrent value. */
function disputed(value: string, concurrentValue: string): Edit {
	return (doc) => {
		const [low, high] = [phone(11, doc), phone(12, doc)]
		editActivity(low, 'a1-1', { place: concurrentValue }, irina())
		editActivity(high, 'a1-1', { place: value }, viktor())
		for (const each of [low, high]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(each))
	}
}
const elsewhere: Edit = (doc) => editActivity(doc, 'a1-2', { resultForm: 'Справка' }, irina())

const stories: readonly [string, Story, [whose: string, did: string][]][] = [
	[
		'what both wrote apart is told from the value before, and beside what counts in the end',
		{ before: place('Лицей'), viktors: place('Школа'), irinas: place('Гимназия', irina) },
		[
			['viktor', 'apart: Гимназия, not Школа'],
			['irina', 'place: Лицей → Гимназия']
		]
	],
	[
		'what Viktor wrote over the file is told as his alone',
		{ before: place('Лицей'), viktors: elsewhere, irinas: place('Гимназия', irina), then: place('Школа') },
		[
			['viktor', 'resultForm: nothing → Справка'],
			['viktor', 'place: Лицей → Школа']
		]
	],
	[
		'what Viktor emptied is told as emptied',
		{ before: place('Лицей'), viktors: place(''), irinas: elsewhere },
		[
			['viktor', 'place: Лицей → nothing'],
			['irina', 'resultForm: nothing → Справка']
		]
	],
	[
		'what was in sight of him who wrote over it is not told as written apart',
		{ before: place('Лицей', irina), viktors: place('Школа'), irinas: elsewhere },
		[
			['viktor', 'place: Лицей → Школа'],
			['irina', 'resultForm: nothing → Справка']
		]
	],
	[
		'a dispute goes with the value it was about',
		{ before: disputed('Лицей', 'Техникум'), viktors: place('Школа'), irinas: place('Гимназия', irina) },
		[
			['viktor', 'apart: Гимназия, not Школа'],
			['irina', 'place: Лицей → Гимназия']
		]
	],
	[
		'a dispute that Viktor settled is told as settled',
		{
			before: disputed('Лицей', 'Техникум'),
			viktors: (doc) =>
				chooseValue(doc, { kind: 'activity', id: 'a1-1' }, { field: 'place', value: 'Лицей' }, viktor()),
			irinas: elsewhere
		},
		[
			['irina', 'resultForm: nothing → Справка'],
			['viktor', 'settled: Лицей, not Техникум']
		]
	],
	[
		'what both moved apart is told as moved by the one whose place counts',
		{
			viktors: (doc) => moveActivity(doc, 'a1-1', 's2', null),
			irinas: (doc) => moveActivity(doc, 'a1-1', 's3', null)
		},
		[['irina', 'moved 1.1 Диагност']]
	],
	[
		'what both moved apart within its stage, too',
		{
			viktors: (doc) => moveActivity(doc, 'a1-3', 's1', 'a1-1'),
			irinas: (doc) => moveActivity(doc, 'a1-3', 's1', 'a1-4')
		},
		[['irina', 'moved 1.3 Проведен']]
	],
	[
		'what was deleted, brought back by both and deleted again has not changed',
		{
			before: (doc) => deleteActivity(doc, 'a1-1', irina()),
			viktors: (doc) => {
				restoreActivity(doc, 'a1-1')
				deleteActivity(doc, 'a1-1', viktor())
			},
			irinas: (doc) => {
				restoreActivity(doc, 'a1-1')
				deleteActivity(doc, 'a1-1', irina('2026-11-20T10:00:00.000Z'))
			}
		},
		[]
	],
	[
		'the day of what was done, which both changed apart, too',
		{ before: all(done('m1'), doneOn('2026-09-11')), viktors: doneOn('2026-09-12'), irinas: doneOn('2026-09-13') },
		[
			['viktor', 'apart: 2026-09-13, not 2026-09-12'],
			['irina', 'doneOn: 2026-09-11 → 2026-09-13']
		]
	],
	[
		'what the file added is called by the name that Viktor gave it then',
		{
			viktors: elsewhere,
			irinas: (doc) => addActivity(doc, { id: 'hers', stageId: 's1', title: 'Разбор', number: '3.4' }, irina()),
			then: (doc) => editActivity(doc, 'hers', { title: 'Урок' }, viktor())
		},
		[
			['viktor', 'resultForm: nothing → Справка'],
			['irina', 'added 3.4 Урок'],
			['viktor', 'title: nothing → Урок']
		]
	]
]

it.each(stories)('%s', (_, story, expected) => {
	expect(describeSlices(story)).toEqual(expected)
})
