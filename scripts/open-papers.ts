/**
 * Opens a copy of every kind of paper in LibreOffice, under each regulation: those of the ledger, and those of a plan of twelve months
 * that was carried out. Keeps the pages as PDF, for a person to look at:
 *
 *     node scripts/open-papers.ts <directory>
 *
 * Not part of `npm run verify`: it needs `soffice`, which CI does not have.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { demonstrationChoice, demonstrationFacts } from '#domain/papers/demonstration.ts'
import type { PaperFacts } from '#domain/papers/facts.ts'
import { consentPaperKinds, templateKinds } from '#domain/papers/kinds.ts'
import { makePaper } from '#domain/papers/make-paper.ts'
import { makeMeetingJournal, makeMeetingRecord } from '#domain/papers/meeting-papers.ts'
import type { Paper } from '#domain/papers/paper.ts'
import { type ReportPeriod, reportOn } from '#domain/papers/plan-report.ts'
import { checkAddress, RECORD_LINE } from '#domain/papers/public-paper.ts'
import { contentOf, drawReport, makeReportPaper } from '#domain/papers/report-paper.ts'
import { planUnder, withEdition } from '#domain/papers/testing/edition.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { addAgreement, addChecklist, addMeeting, answerCheck, confirmSummary, markActivity } from '#domain/plan/edit.ts'
import { setPlainText } from '#domain/plan/edit-text.ts'
import { meetingMinutes } from '#domain/plan/meeting.ts'
import { readStages } from '#domain/plan/stage.ts'
import { checkField } from '#domain/plan/visit.ts'
import { lessonChecklist } from '#domain/regulation/checklists.ts'
import { regulations } from '#domain/regulation/packs/all.ts'
import { routePaper } from '#domain/route/route-paper.ts'
import { stageResults } from '#domain/stage-results.ts'
import { writeDocx } from '../src/lib/papers/write-docx.ts'

const requisites = {
	authority: 'Департамент образования города Заречный-на-Томи',
	address: 'г. Заречный-на-Томи, ул. Садовая, д. 1',
	site: 'edu.example',
	place: 'г. Заречный-на-Томи',
	headPost: 'Начальник департамента образования'
}
const papers = new Map<string, Paper | null>(
	regulations.flatMap((regulation) => {
		const facts = demonstrationFacts(regulation, requisites, 'https://tandem.example')
		const made: readonly (readonly [string, Paper | null])[] = [
			...templateKinds.map((kind) => [kind, makePaper(facts, demonstrationChoice(kind))] as const),
			...consentPaperKinds.flatMap((kind) =>
				['mentor', 'mentee'].map(
					(subjectId) => [`${kind}-${subjectId}`, makePaper(facts, { kind, subjectId })] as const
				)
			),
			...papersOfPlan(facts)
		]
		return made.map(([name, paper]) => [`${regulation.id}-${name}`, paper] as const)
	})
)

/** Of a year of work: all but one of the activities are done, one is cancelled, and there were two meetings. */
function papersOfPlan(facts: PaperFacts): (readonly [string, Paper | null])[] {
	const { regulation, ledger } = facts
	const today = '2027-09-14'
	const plan = planUnder(regulation)
	const at = '2027-06-01T05:00:00.000Z'
	const [author, other] = [
		{ personId: 'mentor', at },
		{ personId: 'mentee', at }
	]
	const activities = readActivities(plan)
	const ends = new Map(readStages(plan).map(({ id, endsOn }) => [id, endsOn]))
	activities.forEach(({ id, stageId }, index) => {
		const status = index === 3 ? 'cancelled' : 'done'
		if (index !== 5) markActivity(plan, id, { markId: `m-${id}`, status, doneOn: ends.get(stageId) ?? today }, author)
	})
	const activityIds = activities.slice(0, 2).map(({ id }) => id)
	const attendees = ['mentor', 'mentee']
	const visit = { heldOn: '2026-10-12', startsAt: '10:30', place: 'Школа № 14', topic: 'Урок молодого учителя' }
	addMeeting(plan, 'visit', { ...visit, attendees, activityIds, summary: 'Договорились о втором посещении' }, author)
	addChecklist(plan, 'visit', lessonChecklist)
	answerCheck(plan, 'visit', checkField(lessonChecklist.id, lessonChecklist.questions[0]!.id), { answer: 1 }, author)
	setPlainText(meetingMinutes(plan, 'visit')!, ['Посетили два урока.', 'Разобрали план урока и работу с классом.'])
	addAgreement(plan, 'visit', 'a', { text: 'Прислать конспект урока', ownerId: 'mentee', dueOn: '2026-10-20' }, author)
	confirmSummary(plan, 'visit', true, author)
	confirmSummary(plan, 'visit', true, other)
	addMeeting(plan, 'meeting', { heldOn: '2027-03-01', topic: 'Половина пути', attendees }, author)

	const people = (role: 'mentor' | 'mentee') => facts.people.filter(({ id }) => id === role)
	const meetings = {
		title: 'Первый год',
		mentors: people('mentor'),
		mentees: people('mentee'),
		findPerson: (id: string) => facts.people.find((one) => one.id === id) ?? null,
		now: { date: today, time: '12:00' },
		dayOf: (instant: string) => instant.slice(0, 10)
	}
	const report = (wording: string, period: ReportPeriod, stageId: string | null) => {
		const drawn = drawReport(reportOn(plan, period, today, stageId), ledger, {
			...{ period, isOfStage: stageId !== null, mentorId: 'mentor', today },
			attended: [{ id: 'forum', title: 'Форум наставников', on: '2026-11-20' }]
		})
		const about = { title: 'Первый год', organisation: 'Школа № 14', menteeIds: ['mentee'], common: '' }
		const written = { conclusions: 'Программа идёт по плану.', remark: 'Прошу больше встреч в школе.' }
		const content = contentOf(drawn, new Map(), { period, ...about, ...written })
		const accepted = { on: period.until, name: 'Воронцова Елена Михайловна' }
		const mark = { address: checkAddress(facts.origin, 'entry'), lines: [RECORD_LINE] }
		const { mentors, mentees } = meetings
		return makeReportPaper({ wording, mentor: mentors[0]!, units: [], mark }, [
			{ mentees, submittedOn: period.until, accepted, content }
		])
	}
	const [stage] = readStages(plan)
	const [result] = stageResults(readStages(plan), activities)
	return [
		['program', makePaper(withEdition(facts, 'in-force'), { kind: 'program', subjectId: 'edition' }, plan)],
		['report', report('Отчёт наставника', { from: '2026-12-11', until: '2027-06-10' }, null)],
		[
			'stage-result',
			report(
				result?.title ?? 'Результат этапа',
				{ from: '2026-09-15', until: stage?.endsOn ?? today },
				stage?.id ?? null
			)
		],
		['journal', makeMeetingJournal(meetings, plan)],
		['record', makeMeetingRecord(meetings, plan, 'visit')],
		['route', routePaper(plan, 'route', meetings.mentees[0] ?? null, today)]
	]
}

const directory = resolve(process.argv[2] ?? 'papers')
mkdirSync(directory, { recursive: true })
for (const [kind, paper] of papers) {
	if (paper === null) throw new Error(`No paper of the kind ${kind}`)
	rmSync(join(directory, `${kind}.pdf`), { force: true })
	writeFileSync(join(directory, `${kind}.docx`), new Uint8Array(await (await writeDocx(paper)).arrayBuffer()))
}

// A separate profile: with the usual one, a LibreOffice that is already open would answer and convert nothing.
const profile = mkdtempSync(join(tmpdir(), 'tandem-soffice-'))
const copies = [...papers.keys()].map((kind) => join(directory, `${kind}.docx`))
const { error, status } = spawnSync(
	'soffice',
	[`-env:UserInstallation=file://${profile}`, '--headless', '--convert-to', 'pdf', '--outdir', directory, ...copies],
	{ stdio: ['ignore', 'ignore', 'inherit'] }
)
rmSync(profile, { recursive: true, force: true })
const unopened = [...papers.keys()].filter((kind) => !existsSync(join(directory, `${kind}.pdf`)))
if (error !== undefined || status !== 0 || unopened.length > 0) {
	console.error(error === undefined ? `Not opened: ${unopened.join(', ')}` : `LibreOffice is needed: ${error.message}`)
	process.exitCode = 1
} else console.log(`${papers.size} kinds of papers opened; their pages are in ${directory}`)
