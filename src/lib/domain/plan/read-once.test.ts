import { expect, it } from 'vitest'
import type * as Y from 'yjs'
import { createPair, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import { activityNotes, readActivities, readActivity, readAllActivities } from './activity.ts'
import { addAgreement, addMeeting, editActivity, markActivity } from './edit.ts'
import { readMeetings } from './meeting.ts'

it('what Viktor writes into one activity leaves the others the same objects on Irina’s device', () => {
	const [viktors, irinas] = createPair()
	const before = readActivities(irinas)
	editActivity(viktors, 'a1-2', { place: 'Школа № 14' }, viktor())
	meet(viktors, irinas)
	const after = readActivities(irinas)
	const changed = after.filter((activity) => !before.includes(activity))
	expect(changed).toMatchObject([{ id: 'a1-2', place: 'Школа № 14' }])
})

it('a letter in the notes leaves the activity the same object, the first one does not', () => {
	const [, irinas] = createPair()
	const notes = activityNotes(irinas, 'a1-2') as Y.Text
	const empty = readActivity(irinas, 'a1-2')
	notes.insert(0, 'С')
	const begun = readActivity(irinas, 'a1-2')
	expect(begun).not.toBe(empty)
	expect(begun?.hasNotes).toBe(true)
	notes.insert(1, 'мета')
	expect(readActivity(irinas, 'a1-2')).toBe(begun)
})

it('what lies deep in a meeting counts as an edit of it, for observers too', () => {
	const [viktors, irinas] = createPair()
	addMeeting(viktors, 'm1', { topic: 'Смета' }, viktor())
	meet(viktors, irinas)
	expect(readMeetings(irinas)[0]?.agreements).toEqual([])
	const seen: number[] = []
	irinas.getMap('meetings').observeDeep(() => seen.push(readMeetings(irinas)[0]?.agreements.length ?? 0))
	addAgreement(viktors, 'm1', 'g1', { text: 'Прислать смету' }, viktor())
	meet(viktors, irinas)
	expect(seen).toEqual([1])
	irinas.transact(() => {
		addAgreement(irinas, 'm1', 'g2', { text: 'Позвать бухгалтера' }, irina())
		expect(readMeetings(irinas)[0]?.agreements).toHaveLength(2)
	})
})

it('a list stays the same until an item reads differently, and so do the marks of an activity that is edited', () => {
	const [, irinas] = createPair()
	markActivity(irinas, 'a1-2', { markId: 'k1', status: 'done', doneOn: '2026-11-20' }, irina())
	const before = readAllActivities(irinas)
	const { marks } = readActivity(irinas, 'a1-2')!
	const notes = activityNotes(irinas, 'a1-1') as Y.Text
	notes.insert(0, 'С')
	const begun = readAllActivities(irinas)
	expect(begun).not.toBe(before)
	notes.insert(1, 'мета')
	expect(readAllActivities(irinas)).toBe(begun)
	editActivity(irinas, 'a1-2', { place: 'Школа № 14' }, irina())
	expect(readAllActivities(irinas)).not.toBe(begun)
	expect(readActivity(irinas, 'a1-2')!.marks[0]).toBe(marks[0])
})
