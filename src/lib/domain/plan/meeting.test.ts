import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { countUpdates, createPair, createPlan, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import {
	addAgreement,
	addMeeting,
	deleteAgreement,
	deleteMeeting,
	editAgreement,
	editMeeting,
	markAgreement,
	restoreAgreement,
	restoreMeeting
} from './edit.ts'
import { meetingsMap } from './layout.ts'
import { isMeetingAhead, meetingMinutes, readDeletedMeetings, readMeeting, readMeetings } from './meeting.ts'
import { setPlainText } from './edit-text.ts'
import { plainTextOf } from './rich-text.ts'

const ids = (doc: Y.Doc) => readMeetings(doc).map(({ id }) => id)

describe('meetings', () => {
	it.each([
		['of yesterday', '2026-11-20', null, false],
		['of an hour that has come', '2026-11-21', '12:00', false],
		['of a later hour of today', '2026-11-21', '12:01', true],
		['of today without an hour', '2026-11-21', null, true],
		['of tomorrow', '2026-11-22', '08:00', true],
		['without a day', null, null, true]
	] as const)('one %s, at noon', (_which, heldOn, startsAt, isAhead) => {
		expect(isMeetingAhead({ heldOn, startsAt }, { date: '2026-11-21', time: '12:00' })).toBe(isAhead)
	})

	it('stand newest first, those without a day before all others', () => {
		const doc = createPlan()
		addMeeting(doc, 'november', { heldOn: '2026-11-13', startsAt: '14:00' }, irina())
		addMeeting(doc, 'september', { heldOn: '2026-09-07' }, irina())
		addMeeting(doc, 'morning', { heldOn: '2026-11-13', startsAt: '09:00' }, irina())
		addMeeting(doc, 'sometime', {}, irina('2026-11-01T09:00:00.000Z'))
		addMeeting(doc, 'a-later-idea', {}, irina('2026-11-02T09:00:00.000Z'))
		expect(ids(doc)).toEqual(['a-later-idea', 'sometime', 'november', 'morning', 'september'])
	})

	it('what both planned offline is kept, and edits of different fields merge', () => {
		const [viktors, irinas] = createPair()
		addMeeting(viktors, 'by-viktor', { heldOn: '2026-11-24', topic: 'ФХД' }, viktor())
		addMeeting(irinas, 'by-irina', { heldOn: '2026-11-25', topic: 'Охрана труда' }, irina())
		meet(viktors, irinas)
		expect(ids(viktors)).toEqual(['by-irina', 'by-viktor'])
		editMeeting(viktors, 'by-irina', { place: 'Лицей № 2', attendees: ['viktor', 'irina'] }, viktor())
		editMeeting(irinas, 'by-irina', { startsAt: '15:00', activityIds: ['a2-5'] }, irina())
		meet(viktors, irinas)
		expect(readMeeting(irinas, 'by-irina')).toMatchObject({
			place: 'Лицей № 2',
			startsAt: '15:00',
			attendees: ['viktor', 'irina'],
			activityIds: ['a2-5'],
			createdBy: 'irina'
		})
		expect(readMeetings(viktors)).toEqual(readMeetings(irinas))
	})

	it('saving an unchanged form leaves no update behind', () => {
		const doc = createPlan()
		const fields = { heldOn: '2026-11-24', startsAt: null, attendees: ['irina'] }
		addMeeting(doc, 'm', fields, irina())
		expect(countUpdates(doc, () => editMeeting(doc, 'm', fields, irina()))).toBe(0)
		expect(countUpdates(doc, () => editMeeting(doc, 'unknown', fields, irina()))).toBe(0)
	})

	it('deleting sets aside minutes and agreements, restoring brings them back', () => {
		const doc = createPlan()
		addMeeting(doc, 'm', { heldOn: '2026-11-13' }, irina())
		const minutes = meetingMinutes(doc, 'm')
		if (minutes) setPlainText(minutes, ['Прочитали план ФХД построчно.'])
		addAgreement(doc, 'm', 'a', { text: 'Прислать смету' }, irina())
		deleteMeeting(doc, 'm', viktor())
		expect(readMeetings(doc)).toEqual([])
		expect(readDeletedMeetings(doc)).toMatchObject([{ id: 'm', deletedBy: 'viktor', hasMinutes: true }])
		expect(countUpdates(doc, () => deleteMeeting(doc, 'm', irina()))).toBe(0)
		restoreMeeting(doc, 'm')
		expect(readMeetings(doc)).toMatchObject([{ hasMinutes: true, agreements: [{ text: 'Прислать смету' }] }])
		expect(minutes && plainTextOf(minutes)).toBe('Прочитали план ФХД построчно.')
	})

	it('foreign values are read as empty', () => {
		const doc = createPlan()
		addMeeting(doc, 'm', {}, irina())
		const item = meetingsMap(doc).get('m')
		item?.set('heldOn', '13 ноября')
		item?.set('startsAt', '25:00')
		item?.set('attendees', 'irina')
		item?.set('agreements', [])
		item?.set('minutes', 7)
		;(meetingsMap(doc) as Y.Map<unknown>).set('foreign', 1)
		expect(readMeetings(doc)).toMatchObject([
			{ heldOn: null, startsAt: null, attendees: [], agreements: [], hasMinutes: false }
		])
		expect([readMeeting(doc, 'foreign'), meetingMinutes(doc, 'foreign'), meetingMinutes(doc, 'unknown')]).toEqual([
			null,
			null,
			null
		])
		addAgreement(doc, 'm', 'a', { text: 'Никуда' }, irina())
		expect(readMeeting(doc, 'm')?.agreements).toEqual([])
	})
})

describe('agreements', () => {
	function withMeeting(): [Y.Doc, Y.Doc] {
		const [viktors, irinas] = createPair()
		addMeeting(viktors, 'm', { heldOn: '2026-11-13' }, viktor())
		meet(viktors, irinas)
		return [viktors, irinas]
	}
	const texts = (doc: Y.Doc) => readMeeting(doc, 'm')?.agreements.map(({ text }) => text)

	it('made by both offline stand in the order they were made', () => {
		const [viktors, irinas] = withMeeting()
		addAgreement(irinas, 'm', 'a1', { text: 'Прислать смету', ownerId: 'irina' }, irina('2026-11-13T10:05:00.000Z'))
		addAgreement(viktors, 'm', 'a2', { text: 'Позвать бухгалтера' }, viktor('2026-11-13T10:01:00.000Z'))
		meet(viktors, irinas)
		expect(texts(viktors)).toEqual(['Позвать бухгалтера', 'Прислать смету'])
		expect(texts(irinas)).toEqual(texts(viktors))
	})

	it('are kept, opened again and edited', () => {
		const [doc] = withMeeting()
		addAgreement(doc, 'm', 'a', { text: 'Прислать смету' }, irina())
		editAgreement(doc, 'm', 'a', { ownerId: 'irina', dueOn: '2026-11-23' }, irina())
		markAgreement(doc, 'm', 'a', { markId: 'k1', isKept: true }, irina('2026-11-21T09:00:00.000Z'))
		expect(readMeeting(doc, 'm')?.agreements).toMatchObject([
			{ meetingId: 'm', ownerId: 'irina', dueOn: '2026-11-23', isKept: true }
		])
		markAgreement(doc, 'm', 'a', { markId: 'k2', isKept: false }, viktor('2026-11-22T09:00:00.000Z'))
		expect(readMeeting(doc, 'm')?.agreements[0]?.isKept).toBe(false)
	})

	it('deleted by Viktor while Irina keeps it come back as kept', () => {
		const [viktors, irinas] = withMeeting()
		addAgreement(viktors, 'm', 'a', { text: 'Прислать смету' }, viktor())
		meet(viktors, irinas)
		deleteAgreement(viktors, 'm', 'a', viktor())
		markAgreement(irinas, 'm', 'a', { markId: 'k1', isKept: true }, irina())
		meet(viktors, irinas)
		expect(texts(irinas)).toEqual([])
		restoreAgreement(irinas, 'm', 'a')
		expect(readMeeting(irinas, 'm')?.agreements).toMatchObject([{ text: 'Прислать смету', isKept: true }])
	})

	it('of an unknown meeting or with an unknown id change nothing', () => {
		const [doc] = withMeeting()
		const edits = () => {
			addAgreement(doc, 'unknown', 'a', { text: '' }, irina())
			editAgreement(doc, 'm', 'unknown', { text: '' }, irina())
			markAgreement(doc, 'unknown', 'a', { markId: 'k', isKept: true }, irina())
			deleteAgreement(doc, 'm', 'unknown', irina())
			restoreAgreement(doc, 'm', 'unknown')
		}
		expect(countUpdates(doc, edits)).toBe(0)
	})
})
