/** What Viktor is paid for, read from the ledgers as they were told. */
import { expect, it } from 'vitest'
import { computeIncentives } from '#domain/incentive.ts'
import { arkady } from '#domain/ledger/testing/story.ts'
import { tomskCity } from '#domain/regulation/tomsk-city.ts'
import { readPaidPrograms } from './incentives.ts'
import { begin, openCouncil, type Council } from './testing/council.ts'

const town = { id: 'town', timeZone: 'Asia/Tomsk' }

async function read(council: Council, on: string) {
	const programs = await readPaidPrograms(council.registry, town, on)
	const paid = programs.flatMap((program) => program.toMentorPrograms(tomskCity))
	return computeIncentives(tomskCity, paid, on).map(({ mentorId, menteeIds, salaries, lines }) => ({
		mentorId,
		menteeIds,
		salaries,
		cancelled: lines.map(({ cancelled }) => cancelled?.ground ?? null)
	}))
}

it('[T47] from the first day of the order to the last day of the term', async () => {
	const council = openCouncil()
	await begin(council)
	const paid = { mentorId: 'viktor', menteeIds: ['irina'], salaries: 3, cancelled: [null] }
	expect(await read(council, '2026-09-14')).toEqual([])
	expect(await read(council, '2026-09-15')).toEqual([paid])
	expect(await read(council, '2028-09-14')).toEqual([paid])
	expect(await read(council, '2028-09-15')).toEqual([])
})

it('[T48] cancelled from the day the head says so, and paid again from the day it is restored', async () => {
	const council = openCouncil()
	await begin(council)
	const about = { mentorId: 'viktor', ground: 'Нет отчётов' }
	await council.tell([arkady, { type: 'cancel-incentive', ...about, groundIds: ['reports'] }])
	// Heard on the day of the council, before the programme begins.
	expect(await read(council, '2026-09-15')).toMatchObject([{ salaries: 0, menteeIds: [], cancelled: ['Нет отчётов'] }])
	await council.tell([arkady, { type: 'restore-incentive', mentorId: 'viktor', ground: 'Отчёты сданы' }])
	expect(await read(council, '2026-09-15')).toMatchObject([{ salaries: 3, cancelled: [null] }])
})

it('[T48] of reports there are the days they were due, and no word that they are missing', async () => {
	const council = openCouncil()
	await begin(council)
	const [program] = await readPaidPrograms(council.registry, town, '2027-06-11')
	const [paid] = program?.toMentorPrograms(tomskCity) ?? []
	expect(paid?.evidence.unrecorded).toEqual(['plan', 'reports', 'events', 'materials'])
	expect(paid?.evidence.reports.map(({ dueOn }) => dueOn)).toEqual(['2026-12-10', '2027-06-10'])
	const [incentive] = computeIncentives(tomskCity, paid === undefined ? [] : [paid], '2027-06-11')
	expect(incentive?.lines[0]?.grounds.map(({ isFound }) => isFound)).toEqual([null, null, null, null])
})

it('another town is paid for nothing of it', async () => {
	const council = openCouncil()
	await begin(council)
	expect(await readPaidPrograms(council.registry, { id: 'other', timeZone: 'Asia/Tomsk' }, '2026-09-15')).toEqual([])
})
