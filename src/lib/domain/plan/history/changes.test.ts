import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPair, createPlan, irina, meet, viktor } from '../../../../../tests/support/plan-pair.ts'
import { activityNotes, readActivity } from '../activity.ts'
import {
	addAgreement,
	addMeeting,
	deleteActivity,
	deleteAgreement,
	deleteMeeting,
	deleteProfileItem,
	editActivity,
	editAgreement,
	editMeeting,
	editProfileItem,
	editStage,
	eraseActivity,
	markActivity,
	markAgreement,
	restoreActivity,
	restoreAgreement,
	restoreMeeting,
	restoreProfileItem
} from '../edit.ts'
import { addProfileItem, addActivity, moveActivity } from '../position.ts'
import { chooseValue } from '../edit-fields.ts'
import { activitiesMap, metaMap, setFields } from '../layout.ts'
import { meetingMinutes } from '../meeting.ts'
import { setPlainText } from '../edit-text.ts'
import type { LongText } from '../rich-text.ts'
import { describeArrival, describeChanges } from './changes.ts'
import { readFacts } from './facts.ts'
import type { PlanChange } from './change.ts'

function copyOf(doc: Y.Doc): Y.Doc {
	const copy = new Y.Doc()
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
	return copy
}

function write(text: LongText | null, ...lines: string[]): void {
	if (text === null) throw new Error('No text')
	setPlainText(text, lines)
}

/** A plan with a marked, a deleted and a moved activity, a meeting and a profile. */
function createLivedPlan(): Y.Doc {
	const doc = createPlan()
	markActivity(doc, 'a1-1', { markId: 'm1', status: 'done', doneOn: '2026-09-10' }, irina())
	deleteActivity(doc, 'a1-4', irina())
	addMeeting(doc, 'meet', { topic: 'План ФХД', heldOn: '2026-10-05', attendees: ['irina'] }, viktor())
	addMeeting(doc, 'gone', { heldOn: '2026-10-12' }, viktor())
	deleteMeeting(doc, 'gone', viktor())
	addAgreement(doc, 'meet', 'agreed', { text: 'Принести смету', ownerId: 'irina' }, viktor())
	addAgreement(doc, 'meet', 'dropped', { text: 'Позвонить' }, viktor())
	deleteAgreement(doc, 'meet', 'dropped', viktor())
	addProfileItem(doc, 'goal', 'goal', 'Освоить бюджет', irina())
	addProfileItem(doc, 'past', 'strength', 'Умеет слушать', irina())
	deleteProfileItem(doc, 'past', irina())
	return doc
}

const survey = { kind: 'activity', itemId: 'a1-2' } as const
const meeting = { kind: 'meeting', itemId: 'meet', label: 'План ФХД' } as const
const agreement = { kind: 'agreement', itemId: 'agreed', label: 'Принести смету' } as const
const movedTo = (stage: unknown, after: RegExp | null) => ({
	...{ type: 'moved', ...survey },
	from: { stage: 'Организационный', after: expect.stringMatching(/^1\.1 /) },
	to: { stage, after: after && expect.stringMatching(after) }
})
const changed = (
	item: { kind: 'activity' | 'meeting' | 'agreement' | 'stage' | 'profile'; itemId: string; label?: string },
	field: string,
	before: string | null,
	after: string | null
) => ({ type: 'changed', ...item, field, before, after })

describe('every edit is told as exactly what it did', () => {
	const edits: readonly [string, (doc: Y.Doc) => void, object[]][] = [
		[
			'adding an activity',
			(doc) => addActivity(doc, { id: 'new', stageId: 's1', title: 'Открытый урок' }, irina(), 'a1-1'),
			[{ type: 'added', kind: 'activity', itemId: 'new', label: 'Открытый урок' }]
		],
		[
			'adding an activity and marking it at once',
			(doc) => {
				addActivity(doc, { id: 'new', stageId: 's1', title: 'Открытый урок' }, irina())
				markActivity(doc, 'new', { markId: 'x', status: 'done', doneOn: '2026-11-19' }, irina())
			},
			[
				{ type: 'added', kind: 'activity', itemId: 'new', label: 'Открытый урок' },
				{
					type: 'marked',
					kind: 'activity',
					itemId: 'new',
					label: 'Открытый урок',
					status: 'done',
					doneOn: '2026-11-19'
				}
			]
		],
		[
			'editing an activity',
			(doc) =>
				editActivity(
					doc,
					'a1-2',
					{ startsOn: '2026-09-02', dueOn: '2026-09-20', responsible: ['irina', 'viktor'] },
					irina()
				),
			[
				changed(survey, 'startsOn', null, '2026-09-02'),
				changed(survey, 'dueOn', null, '2026-09-20'),
				changed(survey, 'responsible', null, 'irina, viktor')
			]
		],
		[
			'renaming an activity',
			(doc) => editActivity(doc, 'a1-2', { title: 'Опрос', place: 'Школа № 14', resultForm: 'Справка' }, irina()),
			[
				{ ...changed(survey, 'title', expect.any(String), 'Опрос'), label: '1.2 Опрос' },
				changed(survey, 'resultForm', null, 'Справка'),
				changed(survey, 'place', null, 'Школа № 14')
			]
		],
		[
			'marking an activity done',
			(doc) => markActivity(doc, 'a1-2', { markId: 'x', status: 'done', doneOn: '2026-11-19' }, irina()),
			[{ type: 'marked', ...survey, status: 'done', doneOn: '2026-11-19' }]
		],
		[
			'taking a mark back',
			(doc) => markActivity(doc, 'a1-1', { markId: 'x', status: 'planned', doneOn: '2026-11-19' }, irina()),
			[{ type: 'marked', kind: 'activity', itemId: 'a1-1', status: 'planned', doneOn: null }]
		],
		[
			'marking again what is marked already',
			(doc) => markActivity(doc, 'a1-1', { markId: 'x', status: 'done', doneOn: '2026-11-19' }, irina()),
			[]
		],
		[
			'correcting the day it was done',
			(doc) => editActivity(doc, 'a1-1', { doneOn: '2026-09-11' }, irina()),
			[changed({ kind: 'activity', itemId: 'a1-1' }, 'doneOn', '2026-09-10', '2026-09-11')]
		],
		['moving an activity', (doc) => moveActivity(doc, 'a1-2', 's1', 'a1-3'), [movedTo('Организационный', /^1\.3 /)]],
		['moving it to the front', (doc) => moveActivity(doc, 'a1-2', 's1', null), [movedTo('Организационный', null)]],
		[
			'moving it to another stage',
			(doc) => moveActivity(doc, 'a1-2', 's3', null),
			[movedTo(expect.not.stringMatching('Организационный'), null)]
		],
		['deleting an activity', (doc) => deleteActivity(doc, 'a1-2', irina()), [{ type: 'deleted', ...survey }]],
		[
			'bringing an activity back',
			(doc) => restoreActivity(doc, 'a1-4'),
			[{ type: 'restored', kind: 'activity', itemId: 'a1-4' }]
		],
		[
			'adding and deleting in between',
			(doc) => {
				addActivity(doc, { id: 'new', stageId: 's1', title: 'Открытый урок' }, irina())
				deleteActivity(doc, 'new', irina())
			},
			[]
		],
		[
			'writing notes',
			(doc) => write(activityNotes(doc, 'a1-2'), 'Результат: 68 из 100'),
			[changed(survey, 'notes', null, 'Результат: 68 из 100')]
		],
		['opening the editor and leaving it', (doc) => write(activityNotes(doc, 'a1-2'), ''), []],
		[
			'editing a stage',
			(doc) => editStage(doc, 's2', { title: 'Становление', endsOn: '2027-06-30' }, irina()),
			[
				changed({ kind: 'stage', itemId: 's2', label: 'Становление' }, 'title', expect.any(String), 'Становление'),
				changed({ kind: 'stage', itemId: 's2' }, 'endsOn', expect.any(String), '2027-06-30')
			]
		],
		[
			'adding a meeting',
			(doc) => addMeeting(doc, 'm2', { heldOn: '2026-11-20' }, viktor()),
			[{ type: 'added', kind: 'meeting', itemId: 'm2', label: '2026-11-20' }]
		],
		[
			'editing a meeting',
			(doc) =>
				editMeeting(
					doc,
					'meet',
					{
						heldOn: '2026-10-06',
						startsAt: '15:00',
						attendees: ['irina', 'viktor'],
						activityIds: ['a2-5', 'a1-1']
					},
					irina()
				),
			[
				changed(meeting, 'heldOn', '2026-10-05', '2026-10-06'),
				changed(meeting, 'startsAt', null, '15:00'),
				changed(meeting, 'attendees', 'irina', 'irina, viktor'),
				changed(meeting, 'activityIds', null, expect.stringMatching(/^2\.5 .+; 1\.1 .+/))
			]
		],
		[
			'writing minutes',
			(doc) => write(meetingMinutes(doc, 'meet'), 'Разобрали смету'),
			[changed(meeting, 'minutes', null, 'Разобрали смету')]
		],
		['deleting a meeting', (doc) => deleteMeeting(doc, 'meet', viktor()), [{ type: 'deleted', ...meeting }]],
		[
			'bringing a meeting back',
			(doc) => restoreMeeting(doc, 'gone'),
			[{ type: 'restored', kind: 'meeting', itemId: 'gone', label: '2026-10-12' }]
		],
		[
			'agreeing on something',
			(doc) => addAgreement(doc, 'meet', 'new', { text: 'Собрать справки' }, viktor()),
			[{ type: 'added', kind: 'agreement', itemId: 'new', label: 'Собрать справки' }]
		],
		[
			'editing an agreement',
			(doc) => editAgreement(doc, 'meet', 'agreed', { ownerId: 'viktor', dueOn: '2026-12-01' }, irina()),
			[changed(agreement, 'ownerId', 'irina', 'viktor'), changed(agreement, 'dueOn', null, '2026-12-01')]
		],
		[
			'marking an agreement kept',
			(doc) => markAgreement(doc, 'meet', 'agreed', { markId: 'x', isKept: true }, irina()),
			[{ type: 'marked', ...agreement, status: 'done', doneOn: null }]
		],
		[
			'deleting an agreement',
			(doc) => deleteAgreement(doc, 'meet', 'agreed', irina()),
			[{ type: 'deleted', ...agreement }]
		],
		[
			'bringing an agreement back',
			(doc) => restoreAgreement(doc, 'meet', 'dropped'),
			[{ type: 'restored', kind: 'agreement', itemId: 'dropped', label: 'Позвонить' }]
		],
		[
			'adding to the profile',
			(doc) => addProfileItem(doc, 'new', 'difficulty', 'Закупки', irina()),
			[{ type: 'added', kind: 'profile', itemId: 'new', label: 'Закупки' }]
		],
		[
			'editing the profile',
			(doc) => editProfileItem(doc, 'goal', 'Освоить бюджет школы', irina()),
			[changed({ kind: 'profile', itemId: 'goal' }, 'text', 'Освоить бюджет', 'Освоить бюджет школы')]
		],
		[
			'deleting from the profile',
			(doc) => deleteProfileItem(doc, 'goal', irina()),
			[{ type: 'deleted', kind: 'profile', itemId: 'goal', label: 'Освоить бюджет' }]
		],
		[
			'bringing back into the profile',
			(doc) => restoreProfileItem(doc, 'past'),
			[{ type: 'restored', kind: 'profile', itemId: 'past', label: 'Умеет слушать' }]
		],
		[
			'a new term of the programme',
			(doc) => setFields(metaMap(doc), { termMonths: 18 }),
			[
				{
					type: 'changed',
					kind: 'program',
					itemId: '',
					label: 'Начинающий руководитель',
					field: 'termMonths',
					before: '24',
					after: '18'
				}
			]
		]
	]

	it.each(edits)('%s', (_, edit, expected) => {
		const before = createLivedPlan()
		const after = copyOf(before)
		edit(after)
		const changes = describeChanges(before, after)
		expect(changes).toMatchObject(expected)
		expect(changes).toHaveLength(expected.length)
	})
})

it('an activity whose author took away its words is told as deleted, by its name, with what the other wrote in it', () => {
	const before = createPlan()
	addActivity(before, { id: 'new', stageId: 's1', title: 'Наблюдение' }, viktor())
	const after = copyOf(before)
	write(activityNotes(after, 'new'), 'Позвать завуча')
	eraseActivity(after, 'new', viktor())
	const named = { itemId: 'new', label: 'Наблюдение' }
	expect(describeChanges(before, after)).toEqual([
		expect.objectContaining({ type: 'deleted', ...named }),
		expect.objectContaining({ type: 'changed', field: 'notes', ...named })
	])
})

it('many edits are told in the order of the plan, not of time', () => {
	const before = createLivedPlan()
	const after = copyOf(before)
	addProfileItem(after, 'new', 'goal', 'Стать наставником', irina())
	editMeeting(after, 'meet', { place: 'Лицей № 2' }, irina())
	markActivity(after, 'a2-1', { markId: 'x', status: 'inProgress', doneOn: '2026-11-19' }, irina())
	markActivity(after, 'a1-2', { markId: 'x', status: 'inProgress', doneOn: '2026-11-19' }, irina())
	editStage(after, 's1', { startsOn: '2026-09-02' }, irina())
	expect(describeChanges(before, after).map(({ itemId }) => itemId)).toEqual(['s1', 'a1-2', 'a2-1', 'meet', 'new'])
})

it('what was made of a roadmap is told as what was added, not as changes of the programme', () => {
	const changes = describeChanges(new Y.Doc(), createPlan())
	expect(new Set(changes.map(({ type }) => type))).toEqual(new Set(['added']))
	expect(changes).toHaveLength(26)
})

describe('marks made apart', () => {
	const mark = (doc: Y.Doc, markId: string, status: 'done' | 'cancelled', at: string) =>
		markActivity(doc, 'a1-2', { markId, status, doneOn: '2026-11-19' }, irina(at))

	function createDispute(): [before: Y.Doc, disputed: Y.Doc] {
		const [viktors, irinas] = createPair()
		mark(viktors, 'm-viktor', 'cancelled', '2026-11-20T10:00:00.000Z')
		const before = copyOf(viktors)
		mark(irinas, 'm-irina', 'done', '2026-11-20T09:00:00.000Z')
		meet(viktors, irinas)
		return [before, viktors]
	}

	it('one that does not count is told all the same', () => {
		expect(describeChanges(...createDispute())).toMatchObject([{ type: 'marked', status: 'done' }])
	})

	it('settling them is told, though the status stays', () => {
		const [, disputed] = createDispute()
		const settled = copyOf(disputed)
		mark(settled, 'm3', 'cancelled', '2026-11-20T11:00:00.000Z')
		expect(describeChanges(disputed, settled)).toMatchObject([{ type: 'marked', status: 'cancelled' }])
	})
})

describe('fields changed apart', () => {
	const due = (doc: Y.Doc, dueOn: string, author = irina()) => editActivity(doc, 'a1-2', { dueOn }, author)

	/** Yjs keeps the value of the client with the greater number. */
	function createDispute(whoCounts: 'viktor' | 'irina'): { viktors: Y.Doc; before: Y.Doc } {
		const [viktors, irinas] = createPair()
		viktors.clientID = 2
		irinas.clientID = whoCounts === 'viktor' ? 1 : 3
		due(viktors, '2026-10-01', viktor())
		const before = copyOf(viktors)
		due(irinas, '2026-10-09')
		meet(viktors, irinas)
		return { viktors, before }
	}

	it('what does not count is told when it comes, whichever of the two it is', () => {
		const concurrent = { type: 'apart', itemId: 'a1-2', field: 'dueOn' }
		const viktorCounts = createDispute('viktor')
		expect(describeChanges(viktorCounts.before, viktorCounts.viktors)).toMatchObject([
			{ ...concurrent, value: '2026-10-01', rival: '2026-10-09' }
		])
		const irinaCounts = createDispute('irina')
		expect(describeChanges(irinaCounts.before, irinaCounts.viktors)).toMatchObject([
			{ type: 'changed', before: '2026-10-01', after: '2026-10-09' },
			{ ...concurrent, value: '2026-10-09', rival: '2026-10-01' }
		])
	})

	it('in words that arrive what was there before is told as staying beside what counts, not as gone', () => {
		const { before, viktors } = createDispute('irina')
		due(viktors, '2026-10-20', viktor())
		editActivity(viktors, 'a1-3', { dueOn: '2026-10-20' }, viktor())
		const arrival = (later: Y.Doc) => describeArrival(readFacts(before), readFacts(later))
		expect(arrival(viktors)).toMatchObject([
			{ type: 'changed', itemId: 'a1-2', before: '2026-10-01', after: '2026-10-20' },
			{ type: 'changed', itemId: 'a1-3' }
		])
		expect(arrival(createDispute('irina').viktors)).toMatchObject([
			{ type: 'apart', itemId: 'a1-2', value: '2026-10-09', rival: '2026-10-01' }
		])
	})

	it('leaving it at what the plan says is told, choosing the other is a change', () => {
		const { viktors } = createDispute('viktor')
		const [value, concurrentValue] = ['2026-10-01', '2026-10-09'] as const
		const choose = (chosen: string) => {
			const settled = copyOf(viktors)
			chooseValue(settled, { kind: 'activity', id: 'a1-2' }, { field: 'dueOn', value: chosen }, viktor())
			return describeChanges(viktors, settled)
		}
		expect(choose(value)).toMatchObject([{ type: 'settled', field: 'dueOn', value, rival: concurrentValue }])
		expect(choose(concurrentValue)).toMatchObject([{ type: 'changed', before: value, after: concurrentValue }])
	})

	it('a day put right by hand twice is told, too', () => {
		const [viktors, irinas] = createPair()
		markActivity(viktors, 'a1-2', { markId: 'm', status: 'done', doneOn: '2026-11-10' }, viktor())
		meet(viktors, irinas)
		const before = copyOf(viktors)
		editActivity(viktors, 'a1-2', { doneOn: '2026-11-11' }, viktor())
		editActivity(irinas, 'a1-2', { doneOn: '2026-11-12' }, irina())
		meet(viktors, irinas)
		const { doneOn } = readActivity(viktors, 'a1-2')!
		const concurrentValue = doneOn === '2026-11-11' ? '2026-11-12' : '2026-11-11'
		expect(describeChanges(before, viktors)).toContainEqual(
			expect.objectContaining({ type: 'apart', field: 'doneOn', value: doneOn, rival: concurrentValue })
		)
	})
})

describe('moving', () => {
	const movedIds = (before: Y.Doc, after: Y.Doc) =>
		describeChanges(before, after).flatMap(({ type, itemId }) => (type === 'moved' ? [itemId] : []))

	it('tells the one that was moved, not those that made room', () => {
		const [viktors, irinas] = createPair()
		addActivity(viktors, { id: 'x-viktor', stageId: 's1', title: 'Разбор' }, viktor(), 'a1-1')
		addActivity(irinas, { id: 'x-irina', stageId: 's1', title: 'Встреча' }, irina(), 'a1-1')
		meet(viktors, irinas)
		const before = copyOf(irinas)
		// The two share an order key: the second, which is in front of the moved item, needs a new one.
		moveActivity(irinas, 'a1-4', 's1', 'x-irina')
		expect(movedIds(before, irinas)).toEqual(['a1-4'])
	})

	it('tells several, and as few as explain the new order', () => {
		const before = createPlan()
		const after = copyOf(before)
		moveActivity(after, 'a2-1', 's2', 'a2-9')
		moveActivity(after, 'a2-2', 's2', 'a2-1')
		moveActivity(after, 'a1-4', 's1', 'a1-2')
		moveActivity(after, 'a1-4', 's1', 'a1-3')
		expect(movedIds(before, after)).toEqual(['a2-1', 'a2-2'])
	})
})

it('long wordings are shortened, and so are names of what they stand on', () => {
	const before = createPlan()
	const after = copyOf(before)
	editActivity(after, 'a1-2', { title: 'я'.repeat(500) }, irina())
	const [change] = describeChanges(before, after) as [PlanChange & { type: 'changed' }]
	expect([change.label.length, change.after?.length]).toEqual([400, 200])
})

it('values from a foreign hand are no changes', () => {
	const before = createPlan()
	const after = copyOf(before)
	activitiesMap(after).get('a1-2')?.set('dueOn', '2026-02-31')
	activitiesMap(after).get('a1-2')?.set('colour', 'red')
	;(activitiesMap(after) as Y.Map<unknown>).set('foreign', 'text')
	expect(describeChanges(before, after)).toEqual([])
})
