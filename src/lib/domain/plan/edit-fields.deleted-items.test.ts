import { expect, it } from 'vitest'
import { createPair, createPlan, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import {
	addAgreement,
	addMeeting,
	deleteAgreement,
	deleteProfileItem,
	editAgreement,
	editProfileItem,
	eraseAgreement,
	eraseProfileItem,
	restoreAgreement,
	restoreProfileItem
} from './edit.ts'
import { addProfileItem } from './position.ts'
import { readDeletedAgreements, readDeletedProfile } from './edit-fields.ts'

it('deleted agreements of a meeting are there to be brought back, the last deleted first', () => {
	const doc = createPlan()
	addMeeting(doc, 'm1', { heldOn: '2026-11-13' }, irina())
	for (const id of ['kept', 'first', 'second']) addAgreement(doc, 'm1', id, { text: id }, irina())
	deleteAgreement(doc, 'm1', 'first', irina('2026-11-14T09:00:00.000Z'))
	deleteAgreement(doc, 'm1', 'second', viktor('2026-11-15T09:00:00.000Z'))
	expect(readDeletedAgreements(doc, 'm1')).toEqual([
		{ id: 'second', text: 'second', deletedAt: '2026-11-15T09:00:00.000Z', deletedBy: viktor().personId },
		{ id: 'first', text: 'first', deletedAt: '2026-11-14T09:00:00.000Z', deletedBy: irina().personId }
	])
	restoreAgreement(doc, 'm1', 'second')
	expect(readDeletedAgreements(doc, 'm1').map(({ id }) => id)).toEqual(['first'])
	expect(readDeletedAgreements(doc, 'unknown')).toEqual([])
})

it('a deleted goal is found among the goals only', () => {
	const doc = createPlan()
	addProfileItem(doc, 'p1', 'goal', 'Вести педсовет', irina())
	deleteProfileItem(doc, 'p1', irina())
	expect(readDeletedProfile(doc, 'goal').map(({ id, text }) => [id, text])).toEqual([['p1', 'Вести педсовет']])
	expect(readDeletedProfile(doc, 'difficulty')).toEqual([])
	restoreProfileItem(doc, 'p1')
	expect(readDeletedProfile(doc, 'goal')).toEqual([])
})

it('new ones of which no word is left are offered to nobody, but one with a day is, and one that Irina wrote in apart', () => {
	const doc = createPlan()
	addProfileItem(doc, 'p1', 'goal', 'В', irina())
	eraseProfileItem(doc, 'p1', irina())
	expect(readDeletedProfile(doc, 'goal')).toEqual([])
	for (let index = 0; index < 8; index++) {
		const [viktors, irinas] = createPair()
		addProfileItem(viktors, 'p2', 'goal', 'В', viktor())
		meet(viktors, irinas)
		editProfileItem(irinas, 'p2', 'Вести педсовет', irina())
		eraseProfileItem(viktors, 'p2', viktor())
		meet(viktors, irinas)
		expect(readDeletedProfile(irinas, 'goal')).toHaveLength(1)
	}
	addMeeting(doc, 'm1', { heldOn: '2026-11-13' }, irina())
	addAgreement(doc, 'm1', 'a1', { text: 'П' }, irina())
	eraseAgreement(doc, 'm1', 'a1', irina())
	expect(readDeletedAgreements(doc, 'm1')).toEqual([])
	editAgreement(doc, 'm1', 'a1', { dueOn: '2026-12-01' }, irina())
	expect(readDeletedAgreements(doc, 'm1')).toMatchObject([{ id: 'a1', text: '' }])
})
