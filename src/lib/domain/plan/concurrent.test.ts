import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { countUpdates, createPair, createPlan, irina, meet, viktor } from '../../../../tests/support/plan-pair.ts'
import { restorePlan } from './history/restore.ts'
import { activityNotes, readActivity, type ActivityFields } from './activity.ts'
import {
	addAgreement,
	addMeeting,
	editActivity,
	editAgreement,
	editMeeting,
	editProfileItem,
	editStage,
	markActivity
} from './edit.ts'
import { addProfileItem } from './position.ts'
import { chooseValue } from './edit-fields.ts'
import { activitiesMap, setFields } from './layout.ts'
import { readMeeting } from './meeting.ts'
import { readProfile, readStages } from './stage.ts'

const place = { kind: 'activity', id: 'a1-2' } as const
const read = (doc: Y.Doc) => readActivity(doc, place.id)!
const edit = (doc: Y.Doc, fields: ActivityFields, by = irina()) => editActivity(doc, place.id, fields, by)
/** Fields with concurrent values: who wrote which, the plan's value first. */
const listConcurrentValues = (doc: Y.Doc) =>
	read(doc).concurrentValues.map(({ field, choices }) => [
		field,
		...choices.map(({ value, by }) => `${by}: ${String(value)}`)
	])

function editConcurrently(viktors: ActivityFields, irinas: ActivityFields): [Y.Doc, Y.Doc] {
	const pair = createPair()
	edit(pair[0], viktors, viktor())
	edit(pair[1], irinas)
	meet(...pair)
	return pair
}

describe('a field that both changed without a network', () => {
	it('keeps one value, the same on both phones, and shows both', () => {
		const pair = editConcurrently({ title: 'Опрос учителей' }, { title: 'Анкета' })
		const { title } = read(pair[0])
		for (const doc of pair) {
			expect(read(doc).title).toBe(title)
			const both = ['irina: Анкета', 'viktor: Опрос учителей']
			expect(listConcurrentValues(doc)).toEqual([['title', ...(title === 'Анкета' ? both : both.reverse())]])
		}
	})

	it('is in no dispute where both wrote the same, or different fields', () => {
		for (const doc of editConcurrently({ title: 'Анкета' }, { title: 'Анкета' }))
			expect(listConcurrentValues(doc)).toEqual([])
		for (const doc of editConcurrently({ title: 'Анкета' }, { place: 'Школа № 14' }))
			expect(listConcurrentValues(doc)).toEqual([])
	})

	it('shows what one wrote even where the other emptied it', () => {
		const [viktors, irinas] = createPair()
		edit(viktors, { place: 'Школа № 14' }, viktor())
		meet(viktors, irinas)
		edit(viktors, { place: 'Лицей № 2' }, viktor())
		edit(irinas, { place: '' })
		meet(viktors, irinas)
		const [present, other] = read(viktors).concurrentValues[0]!.choices
		expect(new Set([present.value, other.value])).toEqual(new Set(['Лицей № 2', '']))
	})

	it('is settled by choosing either, on both phones', () => {
		for (const wanted of ['Анкета', 'Опрос учителей']) {
			const [viktors, irinas] = editConcurrently({ title: 'Опрос учителей' }, { title: 'Анкета' })
			chooseValue(viktors, place, { field: 'title', value: wanted }, viktor())
			meet(viktors, irinas)
			for (const doc of [viktors, irinas]) {
				expect(read(doc).title).toBe(wanted)
				expect(listConcurrentValues(doc)).toEqual([])
			}
		}
	})

	it('is settled by writing a third', () => {
		const [viktors, irinas] = editConcurrently({ title: 'Опрос учителей' }, { title: 'Анкета' })
		edit(irinas, { title: 'Опрос и анкета' })
		meet(viktors, irinas)
		for (const doc of [viktors, irinas])
			expect([read(doc).title, listConcurrentValues(doc)]).toEqual(['Опрос и анкета', []])
	})

	it('stays in dispute where only another field of the form is changed', () => {
		const [viktors] = editConcurrently({ title: 'Опрос учителей' }, { title: 'Анкета' })
		edit(viktors, { title: read(viktors).title, place: 'Школа № 14' }, viktor())
		expect(listConcurrentValues(viktors)).toHaveLength(1)
	})

	it('is in dispute again when they settle it apart, each in their own favour', () => {
		const [viktors, irinas] = editConcurrently({ title: 'Опрос учителей' }, { title: 'Анкета' })
		chooseValue(viktors, place, { field: 'title', value: 'Опрос учителей' }, viktor())
		chooseValue(irinas, place, { field: 'title', value: 'Анкета' }, irina())
		meet(viktors, irinas)
		for (const doc of [viktors, irinas]) expect(listConcurrentValues(doc)).toHaveLength(1)
	})

	it('is not in dispute where one wrote with the other’s words in sight', () => {
		const [viktors, irinas] = createPair()
		edit(viktors, { title: 'Опрос учителей' }, viktor())
		meet(viktors, irinas)
		edit(irinas, { title: 'Анкета' })
		meet(viktors, irinas)
		for (const doc of [viktors, irinas]) expect([read(doc).title, listConcurrentValues(doc)]).toEqual(['Анкета', []])
	})

	it('shows three when three devices wrote apart', () => {
		const [viktors, irinas] = createPair()
		const tablet = new Y.Doc()
		meet(viktors, tablet)
		edit(viktors, { place: 'Школа № 14' }, viktor())
		edit(irinas, { place: 'Лицей № 2' })
		edit(tablet, { place: 'Гимназия' })
		meet(viktors, irinas)
		meet(viktors, tablet)
		expect(read(viktors).concurrentValues[0]!.choices).toHaveLength(3)
	})
})

it('writing on and on keeps no more than the last words beside the field', () => {
	const doc = createPlan()
	const keys = () => [...activitiesMap(doc).get(place.id)!.keys()].length
	edit(doc, { title: 'А' })
	const before = keys()
	for (const title of ['Ан', 'Анк', 'Анке']) expect(countUpdates(doc, () => edit(doc, { title }))).toBe(1)
	expect(countUpdates(doc, () => edit(doc, { title: 'Анке' }))).toBe(0)
	expect(keys()).toBe(before)
})

it('a day corrected by hand twice is not disputed once somebody marks again', () => {
	const [viktors, irinas] = createPair()
	markActivity(viktors, place.id, { markId: 'm1', status: 'done', doneOn: '2026-09-10' }, viktor())
	meet(viktors, irinas)
	edit(viktors, { doneOn: '2026-09-11' }, viktor())
	edit(irinas, { doneOn: '2026-09-12' })
	meet(viktors, irinas)
	expect(listConcurrentValues(viktors)).toHaveLength(1)
	markActivity(viktors, place.id, { markId: 'm2', status: 'done', doneOn: '2026-09-13' }, viktor())
	expect(listConcurrentValues(viktors)).toEqual([])
})

it('everything of a plan that has fields shows what was written apart', () => {
	const [viktors, irinas] = createPair()
	addMeeting(viktors, 'meet', { topic: 'План' }, viktor())
	addAgreement(viktors, 'meet', 'agreed', { text: 'Смета' }, viktor())
	addProfileItem(viktors, 'goal', 'goal', 'Команда', viktor())
	meet(viktors, irinas)
	for (const [doc, words, author] of [
		[viktors, 'Раз', viktor()],
		[irinas, 'Два', irina()]
	] as const) {
		editStage(doc, 's1', { title: words }, author)
		editMeeting(doc, 'meet', { attendees: [words] }, author)
		editAgreement(doc, 'meet', 'agreed', { text: words }, author)
		editProfileItem(doc, 'goal', words, author)
	}
	meet(viktors, irinas)
	const items = () => [
		readStages(irinas)[0]!,
		readMeeting(irinas, 'meet')!,
		readMeeting(irinas, 'meet')!.agreements[0]!,
		readProfile(irinas).goal[0]!
	]
	expect(items().map(({ concurrentValues }) => concurrentValues.map(({ field }) => field))).toEqual([
		['title'],
		['attendees'],
		['text'],
		['text']
	])
	const choose = (at: Parameters<typeof chooseValue>[1], field: string, value: unknown) =>
		chooseValue(irinas, at, { field, value }, irina())
	choose({ kind: 'stage', id: 's1' }, 'title', 'Раз')
	choose({ kind: 'meeting', id: 'meet' }, 'attendees', ['Раз'])
	choose({ kind: 'agreement', id: 'agreed', meetingId: 'meet' }, 'text', 'Раз')
	choose({ kind: 'profile', id: 'goal' }, 'text', 'Раз')
	choose({ kind: 'profile', id: 'unknown' }, 'text', 'Раз')
	expect(items().flatMap(({ concurrentValues }) => concurrentValues)).toEqual([])
	expect(readMeeting(irinas, 'meet')).toMatchObject({ attendees: ['Раз'], agreements: [{ text: 'Раз' }] })
})

describe('the way back from settling a field', () => {
	it.each(['Анкета', 'Опрос учителей'])('shows both again after «%s»', (wanted) => {
		const [viktors, irinas] = editConcurrently({ title: 'Опрос учителей' }, { title: 'Анкета' })
		const before = listConcurrentValues(viktors)
		chooseValue(viktors, place, { field: 'title', value: wanted }, viktor())()
		expect(listConcurrentValues(viktors)).toEqual(before)
		meet(viktors, irinas)
		expect(listConcurrentValues(irinas)).toEqual(before)
	})

	it('leaves what the other wrote meanwhile', () => {
		const [viktors, irinas] = editConcurrently({ title: 'Опрос учителей' }, { title: 'Анкета' })
		const undo = chooseValue(viktors, place, { field: 'title', value: 'Анкета' }, viktor())
		meet(viktors, irinas)
		edit(irinas, { title: 'Опрос и анкета' })
		meet(viktors, irinas)
		undo()
		expect(read(viktors).title).toBe('Опрос и анкета')
	})
})

it('what Irina wrote is shown also where Viktor has taken his own edit back apart from her', () => {
	for (const [viktorsClient, irinasClient] of [
		[2, 1],
		[1, 2]
	] as const) {
		const [viktors, irinas] = createPair()
		viktors.clientID = viktorsClient
		irinas.clientID = irinasClient
		// As an older app left it: the field has no concurrent keys.
		setFields(activitiesMap(viktors).get(place.id)!, { place: 'Школа № 14' })
		meet(viktors, irinas)
		const past = new Y.Doc()
		Y.applyUpdate(past, Y.encodeStateAsUpdate(createPlan()))
		edit(irinas, { place: 'Лицей № 2' })
		restorePlan(viktors, { doc: past, at: viktor().at }, viktor()).undo()
		meet(viktors, irinas)
		const { place: inPlan, concurrentValues } = read(viktors)
		expect([inPlan, ...concurrentValues.flatMap(({ choices }) => choices.map(({ value }) => value))]).toContain(
			'Лицей № 2'
		)
	}
})

it('a return to an older state leaves a field in dispute there, with what it said until then', () => {
	const past = createPlan()
	const [viktors, irinas] = editConcurrently({ place: 'Лицей № 2', title: 'Опрос' }, { place: 'Школа № 14' })
	restorePlan(viktors, { doc: past, at: viktor().at }, viktor())
	meet(viktors, irinas)
	for (const doc of [viktors, irinas]) {
		expect(read(doc)).toMatchObject({
			place: readActivity(past, place.id)!.place,
			title: readActivity(past, place.id)!.title
		})
		const [dispute] = read(doc).concurrentValues
		const values = dispute!.choices.slice(1).map(({ value }) => value)
		expect([dispute!.field, new Set(values)]).toEqual(['place', new Set(['Лицей № 2', 'Школа № 14'])])
		expect(read(doc).concurrentValues).toHaveLength(1)
	}
})

describe('what a foreign hand wrote beside a field', () => {
	const writeConcurrent = (doc: Y.Doc, fields: Record<string, unknown>) =>
		setFields(activitiesMap(doc).get(place.id)!, fields)

	it('puts no field in dispute for a return to an older state, which takes it away as an edit does', () => {
		const past = createPlan()
		const now = createPlan()
		edit(now, { place: 'Лицей № 2' })
		writeConcurrent(now, { 'place~1': 'Школа № 14' })
		restorePlan(now, { doc: past, at: viktor().at }, viktor())
		expect(activitiesMap(now).get(place.id)!.has('place~1')).toBe(false)
	})

	it('is passed over where it is no value of a field that people edit', () => {
		const doc = createPlan()
		edit(doc, { title: 'Анкета' })
		const written = { value: 'x', by: 'irina' }
		writeConcurrent(doc, { 'title~foreign': 'text', 'notes~1': written, 'valueOf~1': written, 'order~1': written })
		expect(listConcurrentValues(doc)).toEqual([])
		chooseValue(doc, place, { field: 'notes', value: 'x' }, viktor())
		expect(activityNotes(doc, place.id)).not.toBeNull()
	})

	it('is shown up to eight values of, however many there are', () => {
		const doc = createPlan()
		const many = Array.from({ length: 50 }, (_, client) => [`title~${client}`, { value: `Название ${client}`, by: '' }])
		writeConcurrent(doc, Object.fromEntries(many))
		expect(read(doc).concurrentValues[0]!.choices).toHaveLength(8)
	})
})
