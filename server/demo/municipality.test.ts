import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addDaysTo, isIsoDate } from '#domain/calendar.ts'
import { activityNotes, readActivities } from '#domain/plan/activity.ts'
import { editionText } from '#domain/plan/edition.ts'
import { readPlanMeta } from '#domain/plan/layout.ts'
import { meetingMinutes, readMeetings } from '#domain/plan/meeting.ts'
import { readProfile, readStages } from '#domain/plan/stage.ts'
import { type LongText, plainTextOf } from '#domain/plan/rich-text.ts'
import { countProgress, lastMeetingOf, summarisePlan } from '#domain/summary.ts'
import { buildRoad } from '#domain/plan/road.ts'
import { findRoadmap, roadmaps } from '#domain/roadmaps/all.ts'
import { demoCommands } from './ledgers.ts'
import { demoPeople, demoPrograms, type DemoProgram } from './municipality.ts'

const today = '2026-11-20'

function fill(program: DemoProgram): Y.Doc {
	const doc = new Y.Doc()
	for (const { bytes } of program.writePlan()) Y.applyUpdate(doc, bytes)
	return doc
}

it('shows all four roadmaps, one group, and each mentee once', () => {
	const programs = demoPrograms(today)
	const tomsk = roadmaps.filter(({ source }) => source?.regulation === 'T')
	expect(new Set(programs.map(({ roadmap }) => roadmap))).toEqual(new Set(tomsk.map(({ id }) => id)))
	const mentees = programs.flatMap(({ participants }) => participants.filter(({ role }) => role === 'mentee'))
	expect(mentees.map(({ personId }) => personId)).toEqual([1, 2, 3, 4, 5, 6].map((number) => `mentee-${number}`))
	expect(programs.map(({ participants }) => participants.length)).toEqual([2, 2, 2, 3, 2])
})

it('gives every person one role and no two the same family name', () => {
	expect(demoPeople.map(({ id }) => id)).toEqual([
		'curator-1',
		'region-1',
		'head-1',
		...[1, 2, 3, 4].map((number) => `mentor-${number}`),
		...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `mentee-${number}`)
	])
	expect(demoPeople.every(({ id, roles }) => roles.join() === id.split('-')[0])).toBe(true)
	expect(new Set(demoPeople.map(({ familyName }) => familyName)).size).toBe(demoPeople.length)
})

it('[T47] the orders of one mentor together give what the regulation gives for all the mentees', () => {
	const pays = demoPrograms(today).flatMap((program) =>
		demoCommands(program, { editions: [], doc: new Y.Doc() }, today).flatMap(({ command: { statement } }) =>
			statement.type === 'raise' && statement.matter.type === 'order' ? statement.matter.pay : []
		)
	)
	expect(pays.map((pay) => / на (\d) /.exec(pay)?.[1])).toEqual(['1', '3', '3', '4', '3'])
	expect(pays[0]).toContain('по другим приказам 3, всего станет 4')
})

it('writes the same plan each time', () => {
	const contentOf = (program: DemoProgram) => {
		const doc = fill(program)
		return [readActivities(doc), readMeetings(doc), readProfile(doc), editionText(doc)]
	}
	for (const program of demoPrograms(today)) expect(contentOf(program)).toEqual(contentOf(program))
})

// Seven days in a row: dates on a weekend are moved, which must not change what the demonstration shows.
describe.each([0, 1, 2, 3, 4, 5, 6].map((days) => addDaysTo('2027-02-26', days)))('seen on %s', (day) => {
	const filledPrograms = demoPrograms(day).map((program) => ({ program, doc: fill(program) }))

	it.each([
		['Ирина is in her second stage with one seminar late', 'program-1', 9, 22, 1, 1],
		['Павел is far on, and nothing is late', 'program-2', 16, 22, 0, 2],
		['Ольга has three things late', 'program-3', 8, 19, 3, 2],
		['Марина and Денис write their last report; one thing was cancelled', 'program-4', 19, 20, 0, 3],
		['Наталья has just begun', 'program-5', 1, 22, 0, 0]
	])('%s', (_, id, done, total, overdue, stageIndex) => {
		const doc = docOf(id)
		const stages = readStages(doc)
		expect(countProgress(readActivities(doc), stages, day, null)).toEqual({ done, total, overdue })
		const road = buildRoad(stages, readActivities(doc), day, null)
		expect(road.stages.findIndex(({ stops }) => stops.some(({ kind }) => kind === 'today'))).toBe(stageIndex)
	})

	it.each([
		['Ирина', 'program-1', 'doing'],
		['Павел', 'program-2', 'soon'],
		['Наталья', 'program-5', 'doing']
	])('%s has something to do within a week', (_, id, state) => {
		const doc = docOf(id)
		const stops = buildRoad(readStages(doc), readActivities(doc), day, null).stages.flatMap(({ stops }) => stops)
		const near = stops.filter((stop) => stop.kind === 'activity' && stop.daysLeft !== null && stop.daysLeft >= 0)
		expect(near).toContainEqual(expect.objectContaining({ state }))
	})

	it('every plan has the activities of its roadmap in their stages', () => {
		for (const { program, doc } of filledPrograms) {
			const expected = findRoadmap(program.roadmap)?.stages.map(({ activities }) => activities.length)
			const activities = readActivities(doc)
			const counts = readStages(doc).map(({ id }) => activities.filter(({ stageId }) => stageId === id).length)
			expect(counts).toEqual(expected)
			expect(readPlanMeta(doc)).toMatchObject({ startsOn: program.startsOn, termMonths: 24, title: program.title })
		}
	})

	it('everything said to have happened lies in the past, in order, on a working day', () => {
		for (const { program, doc } of filledPrograms) {
			const instants = readActivities(doc).flatMap(({ marks }) => marks.map(({ at }) => at))
			const meetings = readMeetings(doc)
			const created = meetings.map(({ createdAt }) => createdAt)
			for (const at of [...instants, ...created]) {
				expect(at < `${day}T`).toBe(true)
				expect(at > `${program.startsOn}T`).toBe(true)
			}
			const days = readActivities(doc).flatMap(({ dueOn, doneOn, startsOn }) => [dueOn, doneOn, startsOn])
			for (const each of [...days, ...meetings.map(({ heldOn }) => heldOn)]) {
				if (each === null) continue
				expect(isIsoDate(each)).toBe(true)
				expect([0, 6]).not.toContain(new Date(each).getUTCDay())
			}
		}
	})

	it('Ольга has been silent for six weeks, the others have met this month', () => {
		const last = filledPrograms.map(({ doc }) => lastMeetingOf(summarisePlan(doc), day)?.heldOn ?? '')
		expect(last.map((heldOn) => heldOn < addDaysTo(day, -41))).toEqual([false, false, true, false, false])
		expect(last.map((heldOn) => heldOn > addDaysTo(day, -24))).toEqual([true, true, false, true, true])
		expect(filledPrograms.map(({ doc }) => summarisePlan(doc).meetings.some(({ heldOn }) => heldOn > day))).toEqual([
			true,
			false,
			false,
			false,
			true
		])
	})

	function docOf(id: string): Y.Doc {
		const found = filledPrograms.find(({ program }) => program.id === id)
		if (found === undefined) throw new Error(`No ${id}`)
		return found.doc
	}
})

describe('what the pairs wrote', () => {
	const programs = demoPrograms(today).map((program) => ({ program, doc: fill(program) }))

	it('grown programmes have four meetings or more, each with minutes and agreements of their people', () => {
		for (const { program, doc } of programs) {
			const people = program.participants.map(({ personId }) => personId)
			const past = readMeetings(doc).filter(({ heldOn }) => heldOn !== null && heldOn < today)
			expect(past.length).toBeGreaterThanOrEqual(program.id === 'program-5' ? 1 : 4)
			for (const meeting of past) {
				expect(meeting.hasMinutes).toBe(true)
				expect(meeting.agreements.length).toBeGreaterThan(0)
				expect(people).toEqual(expect.arrayContaining(meeting.agreements.map(({ ownerId }) => ownerId)))
				expect(meeting.attendees).toEqual(people)
				expect(readActivities(doc).map(({ id }) => id)).toEqual(expect.arrayContaining(meeting.activityIds))
			}
		}
	})

	it('names nobody by family name or initials, and no given name from outside the municipality', () => {
		const given = new Set(demoPeople.flatMap(({ givenName, patronymic }) => [givenName, patronymic]))
		for (const { doc } of programs) {
			const text = [
				...readActivities(doc).map(({ id }) => textOf(activityNotes(doc, id))),
				...readMeetings(doc).map(({ id }) => textOf(meetingMinutes(doc, id))),
				...Object.values(readProfile(doc)).flatMap((items) => items.map((item) => item.text))
			].join('\n')
			expect(text.length).toBeGreaterThan(400)
			for (const { familyName } of demoPeople) expect(text).not.toContain(familyName)
			expect(text).not.toMatch(/[А-ЯЁ]\.\s?[А-ЯЁ]\./)
			for (const [patronymic] of text.matchAll(/[А-ЯЁ][а-яё]+(?:ович|евич|овна|евна)(?![а-яё])/g)) {
				expect(given).toContain(patronymic)
			}
		}
	})
})

function textOf(fragment: LongText | null): string {
	return fragment === null ? '' : plainTextOf(fragment)
}
