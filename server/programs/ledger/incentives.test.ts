/** What Viktor is paid for, read from the ledgers of the stories. */
import { expect, it } from 'vitest'
import { computeIncentives } from '#domain/ledger/incentive.ts'
import type { RecordedEvidence } from '#domain/ledger/ledger.ts'
import { arkady, elena, irina, raise, sign, submitReport, viktor } from '#domain/ledger/testing/story.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { saveMentorEvent } from '../../people/mentor-events.ts'
import { readPaidPrograms } from './incentives.ts'
import { readEntries } from './ledger-log.ts'
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
	const council = await openCouncil()
	await begin(council)
	const paid = { mentorId: 'viktor', menteeIds: ['irina'], salaries: 3, cancelled: [null] }
	expect(await read(council, '2026-09-14')).toEqual([])
	expect(await read(council, '2026-09-15')).toEqual([paid])
	expect(await read(council, '2028-09-14')).toEqual([paid])
	expect(await read(council, '2028-09-15')).toEqual([])
})

it('[T48] cancelled from the day the head says so, and paid again from the day it is restored', async () => {
	const council = await openCouncil()
	await begin(council)
	const about = { mentorId: 'viktor', ground: 'Нет отчётов' }
	await council.sayAll([arkady, { type: 'cancel-incentive', ...about, groundIds: ['reports'] }])
	// Submitted on the day of the council, before the programme begins.
	expect(await read(council, '2026-09-15')).toMatchObject([{ salaries: 0, menteeIds: [], cancelled: ['Нет отчётов'] }])
	await council.sayAll([arkady, { type: 'restore-incentive', mentorId: 'viktor', ground: 'Отчёты сданы' }])
	expect(await read(council, '2026-09-15')).toMatchObject([{ salaries: 3, cancelled: [null] }])
})

it('[T48] a cancellation keeps what was known that day of the grounds it names, whatever is recorded later', async () => {
	const council = await openCouncil()
	await begin(council)
	council.reopen({ now: () => new Date('2026-12-20T05:00:00.000Z') })
	const record = (title: string) => ({
		type: 'record-evidence' as const,
		mentorId: 'viktor',
		evidence: { kind: 'material' as const, title, address: 'папка методкабинета' },
		on: '2026-12-01'
	})
	await council.sayAll([viktor, record('Памятка')])
	const ground = 'Нет отчёта к 10 декабря'
	await council.sayAll([
		arkady,
		{ type: 'cancel-incentive', mentorId: 'viktor', groundIds: ['reports', 'materials'], ground }
	])
	await council.sayAll([viktor, record('Разработка урока')])
	const cancelling = (await readEntries(council.registry, 'program-a')).find(
		({ statement }) => statement.type === 'cancel-incentive'
	)
	expect(cancelling?.findings).toMatchObject([
		{ id: 'reports', isFound: true, evidence: { missing: [{ dueOn: '2026-12-10' }] } },
		{ id: 'materials', isFound: false, evidence: { found: [{ title: 'Памятка' }] } }
	])
})

it('[T48] reports, events and materials stand behind the line as they were recorded; a returned report is missing again', async () => {
	const council = await openCouncil()
	await begin(council)
	const record = (evidence: RecordedEvidence['evidence']) => ({
		type: 'record-evidence' as const,
		mentorId: 'viktor',
		evidence,
		on: '2026-09-01'
	})
	const grounds = async (on: string) => {
		const programs = await readPaidPrograms(council.registry, town, on)
		const paid = programs.flatMap((program) => program.toMentorPrograms(tomskCity))
		const [line] = computeIncentives(tomskCity, paid, on)[0]?.lines ?? []
		return line?.grounds.map(({ id, isFound }) => [id, isFound])
	}
	expect(await grounds('2026-12-01')).toEqual([
		['plan', null],
		['reports', false],
		['events', null],
		['materials', null]
	])
	await council.sayAll(
		[viktor, submitReport('2026-12-10')],
		[elena, record({ kind: 'material', title: 'Памятка', address: 'папка методкабинета' })]
	)
	const save = (attendedIds: string[], version: number | null) =>
		saveMentorEvent(council.registry, 'town', 'forum', {
			version,
			event: { kind: 'forum', title: 'Форум «Молодые – молодым»', on: '2026-11-20', place: '' },
			attendedIds
		})
	const expectedGrounds = [
		['plan', null],
		['reports', false],
		['events', null],
		['materials', true]
	]
	// The material was made before the mentor’s membership began, and no event has been held yet.
	expect(await grounds('2026-12-11')).toEqual(expectedGrounds)
	await save(['oleg'], null)
	expect(await grounds('2026-12-11')).toContainEqual(['events', true])
	await save(['oleg', 'viktor'], 0)
	expect(await grounds('2026-12-11')).toContainEqual(['events', false])
	const [submissionId = ''] = (await council.ledger()).reports.map(({ id }) => id)
	await council.sayAll([elena, { type: 'return-report', submissionId, remarks: 'Нет встреч' }])
	expect(await grounds('2026-12-11')).toContainEqual(['reports', true])
})

it('[T48] what is kept from before there was evidence takes a record like any other', async () => {
	const council = await openCouncil()
	await begin(council)
	council.database.exec(`update ledgers set state = json_remove(state, '$.evidence')`)
	expect(await read(council, '2026-09-15')).toMatchObject([{ mentorId: 'viktor', salaries: 3 }])
	council.reopen()
	const evidence = { kind: 'material' as const, title: 'Памятка', address: 'папка методкабинета' }
	await council.sayAll([viktor, { type: 'record-evidence', mentorId: 'viktor', evidence, on: '2026-09-01' }])
	expect((await council.ledger()).evidence).toMatchObject([{ mentorId: 'viktor', evidence }])
})

it('[L1] [T47] a notice ends the pay with its last day, and a replacement that the mentor has not asked for three working days later', async () => {
	const council = await openCouncil()
	await begin(council)
	council.reopen({ now: () => new Date('2026-12-21T05:00:00.000Z') })
	const notice = {
		type: 'closure' as const,
		reasonId: 'early-refusal',
		ground: null,
		lastDay: '2027-06-30',
		conclusion: 'Половина плана выполнена'
	}
	await council.sayAll([viktor, raise(notice)])
	const paid = { mentorId: 'viktor', menteeIds: ['irina'], salaries: 3, cancelled: [null] }
	expect(await read(council, '2027-06-30')).toEqual([paid])
	expect(await read(council, '2027-07-01')).toEqual([])
	const replaceId = await council.sayAll([
		irina,
		raise({ type: 'replace', mentorId: 'viktor', ground: 'Другой запрос' })
	])
	await council.sayAll([elena, sign(replaceId)], [arkady, sign(replaceId)])
	expect(await read(council, '2026-12-24')).toEqual([paid])
	expect(await read(council, '2026-12-25')).toEqual([])
})

it('[L1] a closure by the curator is paid for three working days, for the mentees of its day', async () => {
	const council = await openCouncil()
	await begin(council)
	council.reopen({ now: () => new Date('2026-12-21T05:00:00.000Z') })
	const closure = {
		type: 'closure' as const,
		reasonId: 'curator',
		ground: 'Форс-мажор',
		lastDay: null,
		conclusion: 'Нет'
	}
	const closureId = await council.sayAll([elena, raise(closure)])
	await council.sayAll([arkady, sign(closureId)])
	expect(await read(council, '2026-12-24')).toMatchObject([{ mentorId: 'viktor', menteeIds: ['irina'], salaries: 3 }])
	expect(await read(council, '2026-12-25')).toEqual([])
})

it('[T48] of a day still to come nothing is missing yet, and the head decides nothing about what has not begun', async () => {
	const council = await openCouncil()
	await begin(council)
	const on = '2027-06-20'
	const readToday = async (today: string) => {
		const [program] = await readPaidPrograms(council.registry, town, on, null, today)
		const paid = program?.toMentorPrograms(tomskCity) ?? []
		const [line] = computeIncentives(tomskCity, paid, on, today)[0]?.lines ?? []
		return [program?.isOpen, line?.grounds.filter(({ isFound }) => isFound).map(({ id }) => id)]
	}
	expect(await readToday('2026-09-01')).toEqual([false, []])
	expect(await readToday('2026-12-10')).toEqual([true, []])
	expect(await readToday('2026-12-11')).toEqual([true, ['reports', 'materials']])
})

it('another town is paid for nothing of it', async () => {
	const council = await openCouncil()
	await begin(council)
	expect(await readPaidPrograms(council.registry, { id: 'other', timeZone: 'Asia/Tomsk' }, '2026-09-15')).toEqual([])
})
