import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { countUpdates, createPair, createPlan, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import { activityNotes, readActivities, readActivity, readDeletedActivities } from './activity.ts'
import { deleteActivity, editActivity, eraseActivity, markActivity, restoreActivity } from './edit.ts'
import { addActivity, moveActivity } from './position.ts'
import { activitiesMap } from './layout.ts'
import { setPlainText } from './edit-text.ts'
import { plainTextOf } from './rich-text.ts'

const inStage = (doc: Y.Doc, stageId: string) =>
	readActivities(doc)
		.filter((activity) => activity.stageId === stageId)
		.map(({ id }) => id)

function notesOf(doc: Y.Doc, id: string): Y.Text {
	const notes = activityNotes(doc, id)
	if (!(notes instanceof Y.Text)) throw new Error(`No notes of ${id}`)
	return notes
}

describe('adding', () => {
	it('stands last in its stage, behind another, or first', () => {
		const doc = createPlan()
		addActivity(doc, { id: 'last', stageId: 's1', title: 'Открытый урок' }, irina())
		addActivity(doc, { id: 'second', stageId: 's1', title: 'Открытый урок' }, irina(), 'a1-1')
		addActivity(doc, { id: 'first', stageId: 's1', title: 'Открытый урок' }, irina(), null)
		expect(inStage(doc, 's1')).toEqual(['first', 'a1-1', 'second', 'a1-2', 'a1-3', 'a1-4', 'last'])
		expect(readActivity(doc, 'last')).toMatchObject({ number: null, status: 'planned', hasNotes: false, dueOn: null })
	})

	it('into a stage that does not exist is a mistake of the caller', () => {
		expect(() => addActivity(createPlan(), { id: 'x', stageId: 's9', title: '' }, irina())).toThrow('No stage s9')
	})

	it('by both at one place, offline, keeps both, in the same order on both devices', () => {
		const [viktors, irinas] = createPair()
		addActivity(viktors, { id: 'x-viktor', stageId: 's1', title: 'Разбор урока' }, viktor(), 'a1-1')
		addActivity(irinas, { id: 'x-irina', stageId: 's1', title: 'Встреча с родителями' }, irina(), 'a1-1')
		meet(viktors, irinas)
		expect(inStage(viktors, 's1')).toEqual(['a1-1', 'x-irina', 'x-viktor', 'a1-2', 'a1-3', 'a1-4'])
		expect(inStage(irinas, 's1')).toEqual(inStage(viktors, 's1'))
		moveActivity(irinas, 'a1-4', 's1', 'x-irina')
		expect(inStage(irinas, 's1')).toEqual(['a1-1', 'x-irina', 'a1-4', 'x-viktor', 'a1-2', 'a1-3'])
	})
})

describe('editing', () => {
	it('an unchanged form leaves no update behind', () => {
		const doc = createPlan()
		const fields = { dueOn: '2026-11-15', responsible: ['irina'], place: 'Школа № 14', startsOn: null }
		expect(countUpdates(doc, () => editActivity(doc, 'a2-5', fields, irina()))).toBe(1)
		expect(countUpdates(doc, () => editActivity(doc, 'a2-5', { ...fields, responsible: ['irina'] }, irina()))).toBe(0)
		expect(countUpdates(doc, () => editActivity(doc, 'unknown', fields, irina()))).toBe(0)
	})

	it('different fields of one activity offline keeps both changes', () => {
		const [viktors, irinas] = createPair()
		editActivity(viktors, 'a2-5', { dueOn: '2026-11-15' }, viktor())
		editActivity(irinas, 'a2-5', { place: 'Лицей № 2' }, irina())
		meet(viktors, irinas)
		expect(readActivity(viktors, 'a2-5')).toMatchObject({ dueOn: '2026-11-15', place: 'Лицей № 2' })
		expect(readActivity(irinas, 'a2-5')).toEqual(readActivity(viktors, 'a2-5'))
	})

	it('a day can be taken back', () => {
		const doc = createPlan()
		editActivity(doc, 'a2-5', { dueOn: '2026-11-15' }, irina())
		editActivity(doc, 'a2-5', { dueOn: null }, irina())
		expect(readActivity(doc, 'a2-5')?.dueOn).toBeNull()
	})
})

describe('moving', () => {
	it('to another stage, and to the front', () => {
		const doc = createPlan()
		moveActivity(doc, 'a2-1', 's1', 'a1-2')
		moveActivity(doc, 'a1-4', 's1', null)
		expect(inStage(doc, 's1')).toEqual(['a1-4', 'a1-1', 'a1-2', 'a2-1', 'a1-3'])
		expect(inStage(doc, 's2')).not.toContain('a2-1')
	})

	it.each([
		['to where it already stands', 'a1-2', 's1', 'a1-1'],
		['first to the front', 'a1-1', 's1', null],
		['behind itself', 'a1-2', 's1', 'a1-2'],
		['to an unknown stage', 'a1-2', 's9', null],
		['something unknown', 'unknown', 's1', null]
	])('%s leaves no update behind', (_, id, stageId, afterId) => {
		const doc = createPlan()
		expect(countUpdates(doc, () => moveActivity(doc, id, stageId, afterId))).toBe(0)
		expect(inStage(doc, 's1')).toEqual(['a1-1', 'a1-2', 'a1-3', 'a1-4'])
	})

	it('to where it is seen to stand, with a deleted one in between, leaves no update behind', () => {
		const doc = createPlan()
		deleteActivity(doc, 'a1-2', irina())
		expect(countUpdates(doc, () => moveActivity(doc, 'a1-3', 's1', 'a1-1'))).toBe(0)
	})

	it('one activity to two places offline leaves it in one of them, the same on both devices', () => {
		const [viktors, irinas] = createPair()
		moveActivity(viktors, 'a2-9', 's1', null)
		moveActivity(irinas, 'a2-9', 's3', 'a3-2')
		meet(viktors, irinas)
		expect(readActivities(viktors)).toEqual(readActivities(irinas))
		expect(readActivities(viktors).filter(({ id }) => id === 'a2-9')).toHaveLength(1)
		expect(readActivities(viktors)).toHaveLength(22)
	})
})

describe('deleting', () => {
	it('sets aside with everything in it, and restoring brings it back to its place', () => {
		const doc = createPlan()
		setPlainText(notesOf(doc, 'a1-2'), ['Результат: 68 из 100'])
		deleteActivity(doc, 'a1-2', irina())
		expect(inStage(doc, 's1')).toEqual(['a1-1', 'a1-3', 'a1-4'])
		expect(readDeletedActivities(doc)).toMatchObject([{ id: 'a1-2', deletedBy: 'irina' }])
		expect(readActivity(doc, 'a1-2')?.deletedAt).toBe(irina().at)
		restoreActivity(doc, 'a1-2')
		expect(inStage(doc, 's1')).toEqual(['a1-1', 'a1-2', 'a1-3', 'a1-4'])
		expect(plainTextOf(notesOf(doc, 'a1-2'))).toBe('Результат: 68 из 100')
		expect(readDeletedActivities(doc)).toEqual([])
	})

	it('offers nobody a new one of which no word was left, unless the other has written in it', () => {
		const doc = createPlan()
		addActivity(doc, { id: 'new', stageId: 's1', title: 'Н' }, irina())
		eraseActivity(doc, 'new', irina())
		expect(readActivity(doc, 'new')).toMatchObject({ title: '', deletedBy: 'irina' })
		expect(readDeletedActivities(doc)).toEqual([])
		setPlainText(notesOf(doc, 'new'), ['Позвать завуча'])
		expect(readDeletedActivities(doc)).toMatchObject([{ id: 'new', title: '' }])
	})

	it('offers a new one without a word where the other has written another title apart, whichever wins', () => {
		for (let index = 0; index < 8; index++) {
			const [viktors, irinas] = createPair()
			addActivity(viktors, { id: 'new', stageId: 's1', title: 'Н' }, viktor())
			meet(viktors, irinas)
			editActivity(irinas, 'new', { title: 'Наблюдение урока' }, irina())
			eraseActivity(viktors, 'new', viktor())
			meet(viktors, irinas)
			expect(readDeletedActivities(viktors)).toHaveLength(1)
		}
	})

	it('lists the last deleted first', () => {
		const doc = createPlan()
		deleteActivity(doc, 'a1-1', irina('2026-11-18T09:00:00.000Z'))
		deleteActivity(doc, 'a1-2', irina('2026-11-20T09:00:00.000Z'))
		deleteActivity(doc, 'a1-3', irina('2026-11-19T09:00:00.000Z'))
		expect(readDeletedActivities(doc).map(({ id }) => id)).toEqual(['a1-2', 'a1-3', 'a1-1'])
	})

	it('what is already deleted says who was first', () => {
		const doc = createPlan()
		deleteActivity(doc, 'a1-2', irina())
		expect(countUpdates(doc, () => deleteActivity(doc, 'a1-2', viktor()))).toBe(0)
		expect(readActivity(doc, 'a1-2')?.deletedBy).toBe('irina')
	})

	it('while the other writes, marks and edits offline loses none of it', () => {
		const [viktors, irinas] = createPair()
		setPlainText(notesOf(viktors, 'a2-5'), ['Проверить журналы инструктажей'])
		meet(viktors, irinas)
		deleteActivity(viktors, 'a2-5', viktor())
		notesOf(irinas, 'a2-5').insert(30, ' за два года')
		editActivity(irinas, 'a2-5', { place: 'Школа № 14' }, irina())
		markActivity(irinas, 'a2-5', { markId: 'm1', status: 'inProgress', doneOn: '2026-11-20' }, irina())
		meet(viktors, irinas)
		for (const doc of [viktors, irinas]) expect(inStage(doc, 's2')).not.toContain('a2-5')
		restoreActivity(viktors, 'a2-5')
		meet(viktors, irinas)
		for (const doc of [viktors, irinas]) {
			expect(readActivity(doc, 'a2-5')).toMatchObject({ place: 'Школа № 14', status: 'inProgress', hasNotes: true })
			expect(plainTextOf(notesOf(doc, 'a2-5'))).toBe('Проверить журналы инструктажей за два года')
		}
	})

	it('what a new one stands behind, offline, leaves the new one in its place', () => {
		const [viktors, irinas] = createPair()
		deleteActivity(viktors, 'a1-2', viktor())
		addActivity(irinas, { id: 'x', stageId: 's1', title: 'Открытый урок' }, irina(), 'a1-2')
		meet(viktors, irinas)
		expect(inStage(viktors, 's1')).toEqual(['a1-1', 'x', 'a1-3', 'a1-4'])
	})
})

it('two people writing notes to one activity offline lose nothing', () => {
	const [viktors, irinas] = createPair()
	setPlainText(notesOf(viktors, 'a2-6'), ['Муниципальное задание', ''])
	setPlainText(notesOf(irinas, 'a2-6'), ['Смета платных услуг', ''])
	meet(viktors, irinas)
	const lines = plainTextOf(notesOf(viktors, 'a2-6')).split('\n')
	expect(lines.sort()).toEqual(['Муниципальное задание', 'Смета платных услуг'])
	expect(plainTextOf(notesOf(irinas, 'a2-6'))).toBe(plainTextOf(notesOf(viktors, 'a2-6')))
})

it('an editor opened and left empty makes no notes', () => {
	const doc = createPlan()
	setPlainText(notesOf(doc, 'a2-6'), ['', '- '])
	expect(readActivity(doc, 'a2-6')?.hasNotes).toBe(false)
})

it('foreign values are read as empty, and what is no activity is passed over', () => {
	const doc = createPlan()
	const map = activitiesMap(doc)
	const item = map.get('a1-1')
	for (const [field, value] of Object.entries({
		title: 5,
		dueOn: '2026-02-31',
		startsOn: 'soon',
		doneOn: null,
		responsible: ['irina', 7],
		marks: 'none',
		notes: 'text',
		order: null
	})) {
		item?.set(field, value)
	}
	;(map as Y.Map<unknown>).set('foreign', 'text')
	const empty = { title: '', dueOn: null, startsOn: null, responsible: ['irina'], marks: [], hasNotes: false }
	expect(readActivity(doc, 'a1-1')).toMatchObject({ ...empty, status: 'planned', order: '' })
	expect(readActivities(doc)).toHaveLength(22)
	expect(readActivity(doc, 'foreign')).toBeNull()
	addActivity(doc, { id: 'x', stageId: 's1', title: '' }, irina(), 'a1-1')
	expect(inStage(doc, 's1')).toEqual(['a1-1', 'x', 'a1-2', 'a1-3', 'a1-4'])
})
