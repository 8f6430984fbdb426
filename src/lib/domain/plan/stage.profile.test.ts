import { expect, it } from 'vitest'
import type * as Y from 'yjs'
import { countUpdates, createPair, createPlan, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import { profileMap } from './layout.ts'
import { readProfile } from './stage.ts'
import { deleteProfileItem, editProfileItem, restoreProfileItem } from './edit.ts'
import { addProfileItem } from './position.ts'

const goals = (doc: Y.Doc) => readProfile(doc).goal.map(({ text }) => text)

it('goals, difficulties and strengths stand each in the order they were added', () => {
	const doc = createPlan()
	addProfileItem(doc, 'z', 'goal', 'Вести бюджетный цикл', irina())
	addProfileItem(doc, 'd', 'difficulty', 'Закупки', irina())
	addProfileItem(doc, 'a', 'goal', 'Собрать команду', irina())
	addProfileItem(doc, 's', 'strength', 'Знает ФГОС', viktor())
	addProfileItem(doc, 'n', 'direction', 'Финансы школы', viktor())
	expect(goals(doc)).toEqual(['Вести бюджетный цикл', 'Собрать команду'])
	expect(readProfile(doc).difficulty.map(({ text }) => text)).toEqual(['Закупки'])
	expect(readProfile(doc).strength.map(({ text }) => text)).toEqual(['Знает ФГОС'])
	expect(readProfile(doc).direction.map(({ text }) => text)).toEqual(['Финансы школы'])
})

it('what both added offline is kept, in the same order on both devices', () => {
	const [viktors, irinas] = createPair()
	addProfileItem(viktors, 'v', 'goal', 'Цель Виктора', viktor())
	addProfileItem(irinas, 'i', 'goal', 'Цель Ирины', irina())
	meet(viktors, irinas)
	expect(goals(viktors)).toEqual(['Цель Ирины', 'Цель Виктора'])
	expect(goals(irinas)).toEqual(goals(viktors))
})

it('a deleted goal comes back as the other has edited it meanwhile', () => {
	const [viktors, irinas] = createPair()
	addProfileItem(viktors, 'g', 'goal', 'Команда', viktor())
	meet(viktors, irinas)
	deleteProfileItem(viktors, 'g', viktor())
	editProfileItem(irinas, 'g', 'Собрать команду', irina())
	meet(viktors, irinas)
	expect([goals(viktors), goals(irinas)]).toEqual([[], []])
	restoreProfileItem(irinas, 'g')
	expect(goals(irinas)).toEqual(['Собрать команду'])
})

it('edits that change nothing leave no update, and foreign kinds are passed over', () => {
	const doc = createPlan()
	addProfileItem(doc, 'g', 'goal', 'Команда', irina())
	addProfileItem(doc, 'x', 'goal', 'Другое', irina())
	profileMap(doc).get('x')?.set('kind', 'dream')
	;(profileMap(doc) as Y.Map<unknown>).set('foreign', 'text')
	expect(goals(doc)).toEqual(['Команда'])
	const edits = () => {
		editProfileItem(doc, 'g', 'Команда', irina())
		editProfileItem(doc, 'unknown', 'Команда', irina())
		deleteProfileItem(doc, 'unknown', irina())
		restoreProfileItem(doc, 'g')
	}
	expect(countUpdates(doc, edits)).toBe(0)
})
