import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { editionText, hasRewritten, readApprovedPlan } from './edition.ts'
import { changesOfEdition } from './history/changes.ts'
import { readActivities } from './activity.ts'
import { deleteActivity, deleteProfileItem, editActivity, editStage, markActivity, restoreActivity } from './edit.ts'
import { activitiesMap, metaMap, setFields, stagesMap } from './layout.ts'
import { addProfileItem, addActivity } from './position.ts'
import { fillPlanFromRoadmap } from '../roadmaps/roadmap.ts'
import { beginnerHead } from '../roadmaps/tomsk.ts'

const viktor = { personId: 'viktor', at: '2026-09-15T08:00:00.000Z' }
const irina = { personId: 'irina', at: '2026-09-16T08:00:00.000Z' }

function irinasPlan(): Y.Doc {
	const doc = new Y.Doc()
	fillPlanFromRoadmap(doc, beginnerHead, { title: 'Первый год', startsOn: '2026-09-15', termMonths: 24 }, viktor)
	return doc
}

function copyOf(doc: Y.Doc): Y.Doc {
	const copy = new Y.Doc()
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
	return copy
}

describe('an edition', () => {
	it('is the same on both devices, whatever order their edits came in', () => {
		const viktors = irinasPlan()
		const irinas = copyOf(viktors)
		const [first, second] = readActivities(viktors)
		editActivity(viktors, first?.id ?? '', { place: 'Школа № 4' }, viktor)
		editActivity(irinas, second?.id ?? '', { dueOn: '2026-10-01' }, irina)
		const [toIrina, toViktor] = [Y.encodeStateAsUpdate(viktors), Y.encodeStateAsUpdate(irinas)]
		Y.applyUpdate(irinas, toIrina)
		Y.applyUpdate(viktors, toViktor)
		expect(editionText(irinas)).toBe(editionText(viktors))
	})

	it('[T44] is another one when the plan is, and the same when it is carried out', () => {
		const approved = irinasPlan()
		const plan = copyOf(approved)
		const [first] = readActivities(plan)
		markActivity(plan, first?.id ?? '', { markId: 'mark-1', status: 'done', doneOn: '2026-09-20' }, irina)
		expect(editionText(plan)).toBe(editionText(approved))
		expect(changesOfEdition(approved, plan)).toEqual([])

		editActivity(plan, first?.id ?? '', { title: 'Диагностика затруднений, дважды' }, irina)
		expect(editionText(plan)).not.toBe(editionText(approved))
		expect(changesOfEdition(approved, plan)).toMatchObject([{ type: 'changed', field: 'title' }])
	})

	it('[T44] is another one when an activity is cancelled, and the former one when that is taken back', () => {
		const approved = irinasPlan()
		const plan = copyOf(approved)
		const [first, second] = readActivities(plan)
		const mark = (id = '', status: 'cancelled' | 'planned' | 'done', at: string) =>
			markActivity(plan, id, { markId: `${id}-${status}`, status, doneOn: '2026-09-20' }, { ...irina, at })
		mark(first?.id, 'cancelled', '2026-09-16T08:00:00.000Z')
		mark(second?.id, 'done', '2026-09-16T08:00:00.000Z')
		expect(editionText(plan)).not.toBe(editionText(approved))
		expect(changesOfEdition(approved, plan)).toMatchObject([{ type: 'marked', itemId: first?.id, status: 'cancelled' }])
		expect(changesOfEdition(plan, approved)).toMatchObject([{ type: 'marked', itemId: first?.id, status: 'planned' }])
		mark(first?.id, 'planned', '2026-09-17T08:00:00.000Z')
		expect(editionText(plan)).toBe(editionText(approved))
		expect(changesOfEdition(approved, plan)).toEqual([])
	})

	it('[T44] is not changed by a cancellation that Viktor marked apart and that does not count', () => {
		const approved = irinasPlan()
		const [viktors, irinas] = [copyOf(approved), copyOf(approved)]
		const [first] = readActivities(approved)
		const id = first?.id ?? ''
		markActivity(viktors, id, { markId: 'his', status: 'cancelled', doneOn: '' }, viktor)
		markActivity(irinas, id, { markId: 'hers', status: 'done', doneOn: '2026-09-16' }, irina)
		Y.applyUpdate(irinas, Y.encodeStateAsUpdate(viktors))
		expect(editionText(irinas)).toBe(editionText(approved))
		expect(changesOfEdition(approved, irinas)).toEqual([])
	})

	it('is the former one again when what was added is deleted, and what was deleted comes back', () => {
		const approved = irinasPlan()
		const plan = copyOf(approved)
		const [first] = readActivities(plan)
		addActivity(plan, { id: 'extra', stageId: first?.stageId ?? '', title: 'Ещё одна встреча' }, irina)
		deleteActivity(plan, 'extra', irina)
		deleteActivity(plan, first?.id ?? '', irina)
		expect(editionText(plan)).not.toBe(editionText(approved))
		restoreActivity(plan, first?.id ?? '')
		expect(editionText(plan)).toBe(editionText(approved))
		expect(hasRewritten(readActivities(plan), readApprovedPlan(approved, { hash: 'first', on: '2026-09-12' }))).toBe(
			false
		)
	})

	it('[T44] has the same text when an activity was deleted and written again, but then another activity', () => {
		const approved = irinasPlan()
		addActivity(
			approved,
			{ id: 'extra', stageId: readActivities(approved)[0]?.stageId ?? '', title: 'Встреча' },
			viktor
		)
		const plan = copyOf(approved)
		deleteActivity(plan, 'extra', irina)
		addActivity(plan, { id: 'again', stageId: readActivities(approved)[0]?.stageId ?? '', title: 'Встреча' }, irina)
		expect(editionText(plan)).toBe(editionText(approved))
		const edition = { hash: 'first', on: '2026-09-12' }
		expect(hasRewritten(readActivities(plan), readApprovedPlan(approved, edition))).toBe(true)
		expect(hasRewritten(readActivities(plan), readApprovedPlan(plan, edition))).toBe(false)
	})

	it('[T44] has the text it always had, letter by letter: its mark is printed on signed papers', () => {
		const plan = new Y.Doc()
		setFields(metaMap(plan), { schemaVersion: 2, title: 'Первый год', startsOn: '2026-09-15', termMonths: 24 })
		stagesMap(plan).set('s1', new Y.Map())
		stagesMap(plan).set('s2', new Y.Map())
		setFields(stagesMap(plan).get('s1')!, { title: 'Начало', order: 'a0' })
		setFields(stagesMap(plan).get('s2')!, { title: 'Итоги', order: 'a1' })
		editStage(plan, 's1', { startsOn: '2026-09-15', endsOn: '2026-12-31' }, viktor)
		addActivity(plan, { id: 'a', stageId: 's1', title: 'Открытый урок', number: '1.1' }, viktor)
		const days = { startsOn: '2026-10-01', dueOn: '2026-10-05', doneOn: '2026-10-04' }
		const rest = { responsible: ['viktor', 'irina'], resultForm: 'Аналитическая справка', place: 'Школа № 4' }
		editActivity(plan, 'a', { ...days, ...rest }, irina)
		addActivity(plan, { id: 'b', stageId: 's1', title: '' }, viktor)
		setFields(activitiesMap(plan).get('b')!, { deadlineWording: '1 раз в год' })
		markActivity(plan, 'b', { markId: 'mark', status: 'cancelled', doneOn: '' }, irina)
		for (const kind of ['goal', 'direction', 'difficulty', 'strength'] as const)
			addProfileItem(plan, kind, kind, kind, irina)
		expect(editionText(plan)).toBe(
			'{"version":1,"title":"Первый год","startsOn":"2026-09-15","termMonths":24,"stages":[' +
				'{"title":"Начало","startsOn":"2026-09-15","endsOn":"2026-12-31","activities":[' +
				'["1.1","Открытый урок","2026-10-01","2026-10-05",["irina","viktor"],"Аналитическая справка","Школа № 4"],' +
				'[null,"",null,null,[],"","","cancelled"]]},' +
				'{"title":"Итоги","startsOn":null,"endsOn":null,"activities":[]}],' +
				'"profile":[["goal"],["difficulty"],["strength"]],"directions":["direction"]}'
		)
	})

	it('[T9] [S14] forms, the desired image, and later fields are in it only where they are filled', () => {
		const plan = irinasPlan()
		const [first] = readActivities(plan)
		const { id: activityId = '', stageId = '' } = first ?? {}
		const before = editionText(plan)
		addProfileItem(plan, 'form', 'form', 'Групповая', irina)
		addProfileItem(plan, 'image', 'image', 'Директор с командой', irina)
		expect(JSON.parse(editionText(plan))).toEqual({
			...JSON.parse(before),
			forms: ['Групповая'],
			image: ['Директор с командой']
		})
		for (const id of ['form', 'image']) deleteProfileItem(plan, id, irina)
		editActivity(plan, activityId, { kind: 'Практикум', audience: 'Рабочая группа', carryOverReason: 'Болезнь' }, irina)
		editStage(plan, stageId, { products: 'Концепция развития' }, irina)
		const [stage] = JSON.parse(editionText(plan)).stages
		expect(stage.products).toBe('Концепция развития')
		expect(stage.activities[0].at(-1)).toEqual({ kind: 'Практикум', audience: 'Рабочая группа' })
		editActivity(plan, activityId, { kind: '', audience: '' }, irina)
		editStage(plan, stageId, { products: '' }, irina)
		expect(editionText(plan)).toBe(before)
	})

	it('[T9] without directions reads as it did before there were any; with them it is another one', () => {
		const plan = new Y.Doc()
		for (const kind of ['strength', 'difficulty', 'goal'] as const) addProfileItem(plan, kind, kind, kind, irina)
		const before =
			'{"version":1,"title":"","startsOn":"","termMonths":0,"stages":[],"profile":[["goal"],["difficulty"],["strength"]]}'
		expect(editionText(plan)).toBe(before)
		const approved = copyOf(plan)
		addProfileItem(plan, 'direction', 'direction', 'Финансы школы', viktor)
		expect(JSON.parse(editionText(plan))).toEqual({ ...JSON.parse(before), directions: ['Финансы школы'] })
		expect(changesOfEdition(approved, plan)).toMatchObject([{ type: 'added', kind: 'profile', label: 'Финансы школы' }])
		deleteProfileItem(plan, 'direction', irina)
		expect(editionText(plan)).toBe(before)
	})
})
