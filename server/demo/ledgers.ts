/** What the people of the demonstration stated before a programme began and later: a ledger for each programme, as commands. */
import type * as Y from 'yjs'
import { addDaysTo, daysBetween, type IsoDate } from '#domain/calendar.ts'
import { salariesFor } from '#domain/ledger/incentive.ts'
import { stageReport } from '#domain/ledger/reports.ts'
import type { Command, Statement } from '#domain/ledger/statement.ts'
import { consentSheet, sheetText } from '#domain/papers/consent-sheet.ts'
import { contentOf, drawReport } from '#domain/papers/report-paper.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { mentorReports, reportDates } from '#domain/plan/due-dates.ts'
import { periodOf, reportOn } from '#domain/papers/plan-report.ts'
import { readStages } from '#domain/plan/stage.ts'
import { stageResults } from '#domain/stage-results.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { ConsentKind, Signatory } from '#domain/regulation/schema.ts'
import { fullName } from '../people/people.ts'
import { type DemoProgram, demoPrograms, demoRequisites } from './municipality.ts'
import { demoPeople } from './people.ts'
import { workingDay } from './story.ts'
import { demoOrganisations, demoWorkplaces } from './workplaces.ts'

export interface DemoCommand {
	personId: string
	/** ISO instant of the command. */
	at: string
	command: Command
}

export function categoryOf({ roadmap }: Pick<DemoProgram, 'roadmap'>): string {
	const category = tomskCity.categories.find(({ roadmapId }) => roadmapId === roadmap)
	if (category === undefined) throw new Error(`No category has the roadmap ${roadmap}`)
	return category.id
}

/** The days on which the pair puts an edition forward: soon after the beginning, and after each change of what was approved. */
export function editionDays({ startsOn, replannedOn }: DemoProgram): IsoDate[] {
	return [addDaysTo(startsOn, 9), ...replannedOn.map((day) => addDaysTo(day, 4))].map((day) => workingDay(day, 0))
}

/** Oldest first, all before `today`. The same programme and day give the same commands. */
export function demoCommands(
	program: DemoProgram,
	/** The plan, and its editions: what it had on which day, oldest first. */
	plan: { editions: readonly { on: IsoDate; hash: string }[]; doc: Y.Doc },
	today: IsoDate
): DemoCommand[] {
	const { id: programId, title, startsOn, termMonths, participants } = program
	const mentors = idsOf(program, 'mentor')
	const mentees = idsOf(program, 'mentee')
	const isGroup = mentees.length > 1
	const categoryId = categoryOf(program)
	const said: DemoCommand[] = []

	/**
	 * States it on a working day, so many days from the programme's beginning. Answers the command's id. From today on, nothing is
	 * stated.
	 */
	function say(day: number, personId: string, role: Signatory, statement: Statement): string {
		const on = workingDay(startsOn, day)
		const id = `${programId}-${said.length + 1}`
		const at = `${on}T05:${String(said.length % 60).padStart(2, '0')}:00.000Z`
		if (on < today) said.push({ personId, at, command: { id, programId, role, saidAt: at, statement } })
		return id
	}

	const ask: Statement = {
		type: 'request',
		menteeIds: mentees,
		regulationId: tomskCity.id,
		categoryId,
		mainRequest: program.profile.goal[0] ?? '',
		difficulties: [...program.profile.difficulty],
		forms: [isGroup ? 'group' : 'traditional']
	}
	if (isGroup) say(-24, CURATOR, 'curator', ask)
	else for (const mentee of mentees) say(-24, mentee, 'mentee', ask)
	const proposalId = say(-20, CURATOR, 'curator', {
		type: 'propose',
		insteadOf: null,
		mentorIds: mentors,
		title,
		relation: categoryId === 'reservist' ? 'reservist-head' : 'head-head',
		forms: [isGroup ? 'group' : 'traditional']
	})
	for (const { personId, role } of participants) {
		for (const kind of ['duties', 'personal-data'] as const) {
			const text = demoConsentText(program, personId, kind)
			say(-16, personId, role, { type: 'consent', kind, text, representative: null })
		}
	}
	const orderId = say(-10, CURATOR, 'curator', {
		type: 'raise',
		matter: {
			type: 'order',
			proposalId,
			startsOn,
			termMonths,
			pay: payOf(program, today)
		}
	})
	say(-8, HEAD, 'head', { type: 'sign', matterId: orderId })
	const number = `${programId.slice(-1)}2-к`
	say(-7, CURATOR, 'curator', { type: 'register', matterId: orderId, number, on: workingDay(startsOn, -7) })
	for (const { personId, role } of participants) say(-4, personId, role, { type: 'acquaint', matterId: orderId })

	const [mentor = ''] = mentors
	for (const { on, hash } of plan.editions) {
		const day = daysBetween(startsOn, on)
		const editionId = say(day, mentor, 'mentor', { type: 'raise', matter: { type: 'edition', hash } })
		// The newest programme's edition waits for its mentee.
		if (programId === 'program-5') continue
		for (const mentee of mentees) say(day + 3, mentee, 'mentee', { type: 'sign', matterId: editionId })
		say(day + 5, CURATOR, 'curator', { type: 'sign', matterId: editionId })
		say(day + 7, HEAD, 'head', { type: 'sign', matterId: editionId })
	}
	if (programId === 'program-1') {
		const remarkId = say(30, CURATOR, 'curator', {
			type: 'remark',
			about: null,
			text: 'Прошу уточнить, кто со стороны школы отвечает за план закупок.'
		})
		const text = 'Отвечаю сама до назначения нового завхоза, после этого передам.'
		say(33, 'mentee-1', 'mentee', { type: 'answer', remarkId, text })
	}
	if (isGroup) {
		const reports = mentorReports(tomskCity, categoryId)
		const life = { from: startsOn, until: addDaysTo(today, -REPORTS_LATE_DAYS) }
		const stages = readStages(plan.doc)
		const results = stageResults(stages, readActivities(plan.doc))
		const dates = reportDates({ ...tomskCity, reports }, life, stages)
		const asked = dates.flatMap((date) => {
			const isOfStage = date.reportId === stageReport(tomskCity, categoryId).id
			const ofStage = results.filter(({ endsOn }) => isOfStage && endsOn === date.dueOn)
			return (ofStage.length === 0 ? [null] : ofStage).map((result) => ({ ...date, result }))
		})
		for (const { reportId, dueOn, result } of asked) {
			const day = daysBetween(startsOn, dueOn) - 3
			const on = workingDay(startsOn, day)
			const others = dates.filter((date) => date.reportId === reportId).map((date) => ({ ...date, submittedOn: null }))
			const period = periodOf(dueOn, others, startsOn)
			const sections = drawReport(
				reportOn(plan.doc, period, on, result?.stageId ?? null),
				{ evidence: [], matters: [], members: [] },
				{ period, isOfStage: result !== null, mentorId: mentor, today: on }
			)
			const content = contentOf(sections, new Map(), {
				period,
				title,
				organisation: program.organisation,
				menteeIds: mentees,
				common: '',
				conclusions: '',
				remark: ''
			})
			const ofStage = result && { result: { activityId: result.activityId, title: result.title } }
			const submit: Statement = { type: 'submit-report', insteadOf: null, reportId, dueOn, content, ...ofStage }
			const submissionId = say(day, mentor, 'mentor', submit)
			say(day + 5, CURATOR, 'curator', { type: 'accept-report', submissionId })
		}
	}
	// The first reports come between the signatures.
	return said.sort((one, other) => (one.at < other.at ? -1 : 1))
}

/** The tiers count all mentees of a mentor together (domain.md T47). */
function payOf({ startsOn, participants }: DemoProgram, today: IsoDate): string {
	const [mentor] = participants
	const earlier = demoPrograms(today).filter(
		(other) => other.startsOn < startsOn && other.participants[0]?.personId === mentor?.personId
	)
	const salariesOf = (programs: readonly Pick<DemoProgram, 'participants'>[]) => {
		const mentees = programs.flatMap((one) => one.participants.filter(({ role }) => role === 'mentee'))
		return tomskCity.incentive === null ? 0 : salariesFor(tomskCity.incentive, mentees.length)
	}
	const before = salariesOf(earlier)
	const all = salariesOf([...earlier, { participants }])
	const fund = 'Увеличение годового премиального фонда наставника на'
	return before === 0
		? `${fund} ${all} оклада`
		: `${fund} ${all - before} оклад по этому приказу (по другим приказам ${before}, всего станет ${all})`
}

/** The group is still writing its newest report. */
const REPORTS_LATE_DAYS = 30

const CURATOR = 'curator-1'
const HEAD = 'head-1'

function idsOf({ participants }: DemoProgram, role: 'mentor' | 'mentee'): string[] {
	return participants.filter((one) => one.role === role).map(({ personId }) => personId)
}

/** The consent sheets that the people of the demonstration have signed: the same texts as in the app. */
function demoConsentText(
	{ title, startsOn, termMonths, participants }: DemoProgram,
	personId: string,
	kind: ConsentKind
): string {
	const role = participants.find((one) => one.personId === personId)?.role ?? 'mentee'
	const workplace = demoWorkplaces.find((one) => one.personId === personId)
	const organisation = demoOrganisations(startsOn).find(({ id }) => id === workplace?.organisationId)
	const { authority, address, site } = demoRequisites
	const isGroup = participants.length > 2
	return sheetText(
		consentSheet(kind, {
			person: { name: nameOf(personId), post: workplace?.post ?? '', organisation: organisation?.name ?? '' },
			role,
			partners: participants.filter((one) => one.role !== role).map((one) => nameOf(one.personId)),
			title,
			forms: [isGroup ? 'group' : 'traditional'],
			term: { minMonths: termMonths, maxMonths: termMonths },
			representative: null,
			operator: { name: authority, address, site },
			regulation: tomskCity,
			organisationKinds: organisation === undefined ? [] : [organisation.kind]
		})
	)
}

function nameOf(personId: string): string {
	const person = demoPeople.find(({ id }) => id === personId)
	if (person === undefined) throw new Error(`There is no ${personId}`)
	const { familyName: family_name, givenName: given_name, patronymic } = person
	return fullName({ family_name, given_name, patronymic })
}
