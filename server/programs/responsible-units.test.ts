/** Irina's programme with Viktor, and the units of the authority that answer for it. */
import { beforeEach, expect, it } from 'vitest'
import { elena, submitReport, viktor } from '#domain/ledger/testing/story.ts'
import type { Organisation } from '#domain/people/organisation.ts'
import { begin, openCouncil, type Council } from './ledger/testing/council.ts'
import { readBoardReports } from './board-glances.ts'
import { assignWorkplace, storeOrganisation } from '../people/organisations.ts'
import { findOfUnit, listUnits, readUnits } from './responsible-units.ts'

let council: Council
beforeEach(async () => {
	council = await openCouncil()
	await begin(council)
})

const kindergarten: Organisation = {
	id: 'kindergarten-7',
	name: 'Детский сад № 7',
	kind: 'preschool',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: null,
	standings: null,
	years: []
}

async function irinaWorksAt(organisation: Organisation): Promise<void> {
	const { registry } = council
	await registry.commitTogether([
		...storeOrganisation(registry, 'town', organisation),
		assignWorkplace(registry, 'irina', organisation.id, 'Заведующий')
	])
}

it('[T2] the unit follows the mentee’s organisation, also when it is moved to another unit', async () => {
	await irinaWorksAt(kindergarten)
	const before = await readUnits(council.registry, 'town', ['program-a'])
	expect(before.get('program-a')).toEqual(['Комитет по дошкольному образованию'])
	await irinaWorksAt({ ...kindergarten, unit: 'Отдел сельских садов' })
	const after = await readUnits(council.registry, 'town', ['program-a'])
	expect(after.get('program-a')).toEqual(['Отдел сельских садов'])
	expect(await listUnits(council.registry, 'town')).toEqual([
		'Комитет по дошкольному образованию',
		'Комитет по общему образованию',
		'Отдел воспитания и дополнительного образования',
		'Отдел сельских садов'
	])
})

it('[T2] the unit stays while Irina is kept out, and goes with her when it is decided that she leaves', async () => {
	await irinaWorksAt(kindergarten)
	const { registry } = council
	await council.sayAll([elena, { type: 'suspend', personId: 'irina' }])
	const keptOut = await readUnits(registry, 'town', ['program-a'])
	expect(keptOut.get('program-a')).toEqual(['Комитет по дошкольному образованию'])
	const membership = registry.query.updateTable('memberships').where('person_id', '=', 'irina')
	await membership.set({ ended_by: 'decision' }).execute()
	expect(await readUnits(registry, 'town', ['program-a'])).toEqual(new Map())
})

it('[T2] finds the programmes of a unit among those that it is given, and lets edits through while it looks', async () => {
	await irinaWorksAt(kindergarten)
	const unit = 'Комитет по дошкольному образованию'
	const many = Array.from({ length: 2_000 }, (_, index) => `program-${index}`)
	let turns = 0
	let isOver = false
	const nextTurn = () => setImmediate(() => (turns++, isOver || nextTurn()))
	nextTurn()
	const found = await findOfUnit(council.registry, 'town', unit, [...many, 'program-a'])
	isOver = true
	expect(found).toEqual(new Set(['program-a']))
	expect(turns).toBeGreaterThanOrEqual(4)
	expect(await findOfUnit(council.registry, 'town', unit, many)).toEqual(new Set())
	expect(await findOfUnit(council.registry, 'other', unit, ['program-a'])).toEqual(new Set())
})

it('[T2] where nobody knows the organisation, nobody answers', async () => {
	expect((await readUnits(council.registry, 'town', ['program-a'])).get('program-a')).toEqual([])
	expect(await readUnits(council.registry, 'other', ['program-a'])).toEqual(new Map())
})

it('[T3] the board knows who reported and who has not', async () => {
	council.reopen({ now: () => new Date('2027-06-20T05:00:00.000Z') })
	await council.sayAll([viktor, submitReport('2026-12-10')])
	const reports = (await readBoardReports(council.registry, 'town', ['program-a'], new Map())).get('program-a')
	expect(reports?.map(({ mentorId, dueOn, submittedOn }) => [mentorId, dueOn, submittedOn])).toEqual([
		['viktor', '2026-12-10', '2027-06-20'],
		['viktor', '2027-06-10', null],
		['viktor', '2027-12-10', null],
		['viktor', '2028-06-10', null]
	])
	expect(await readBoardReports(council.registry, 'other', [], new Map())).toEqual(new Map())
})
