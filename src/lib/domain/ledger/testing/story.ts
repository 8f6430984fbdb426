/** Builds a programme's ledger in tests: each statement is checked as on the server, and applied when it passes. */
import type { Requisites } from '../../papers/facts.ts'
import { programSections } from '../../regulation/choices.ts'
import type { Regulation } from '../../regulation/schema.ts'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import { type Awaited, awaitedFrom, nearOf } from '../awaiting.ts'
import { checkStatement } from '../statements/all.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { approvedEdition, emptyLedger, type Entry, type Ledger, type Speaker } from '../ledger.ts'
import { reachDay } from '../apply-decision.ts'
import { applyEntry } from '../statements/all.ts'
import { signatoriesOf } from '../signing.ts'
import type { Decision, Statement } from '../statement.ts'

export const viktor: Speaker = { personId: 'viktor', name: 'Ковалёв Виктор Андреевич', role: 'mentor' }
export const oleg: Speaker = { personId: 'oleg', name: 'Седов Олег Игоревич', role: 'mentor' }
export const irina: Speaker = { personId: 'irina', name: 'Лаптева Ирина Сергеевна', role: 'mentee' }
export const darya: Speaker = { personId: 'darya', name: 'Новикова Дарья Павловна', role: 'mentee' }
export const elena: Speaker = { personId: 'elena', name: 'Белова Елена Юрьевна', role: 'curator' }
export const arkady: Speaker = { personId: 'arkady', name: 'Громов Аркадий Львович', role: 'head' }

export const HASH = 'a'.repeat(64)
/** A report of one line. */
export function submitReport(
	dueOn: string,
	{
		reportId = 'mentor-half-year',
		text = 'Намечено мероприятий: 3.',
		insteadOf = null as string | null,
		menteeIds = ['irina']
	} = {}
): Extract<Statement, { type: 'submit-report' }> {
	const sections = [{ title: 'Итоги периода', lines: [{ day: null, text }] }]
	const about = { title: 'Первый год директора', organisation: 'Школа № 14', menteeIds }
	const written = { common: '', conclusions: '', remark: '' }
	const content = { from: '2026-09-01', until: dueOn, ...about, sections, ...written }
	return { type: 'submit-report', insteadOf, reportId, dueOn, content }
}

export const SHEET = 'Согласен с тем, что здесь написано.'

/** Of the towns in tests. */
export const requisites: Requisites = {
	authority: 'Департамент образования города',
	address: 'пр. Мира, 1',
	site: 'edu.example',
	place: 'г. Город',
	headPost: 'Начальник департамента образования'
}

export interface Story {
	readonly entries: readonly Entry[]
	/** The ledger on the day of the facts. */
	ledger(): Ledger
	/** Null when the statement passes; it is then the newest entry. */
	say(by: Speaker, statement: Statement): Refusal | null
	/** The id of the newest entry. */
	lastId(): string
	/** Facts outside the ledger; a change stays. */
	facts: Facts
	/** Makes the statements one after the other; throws at the first refusal. */
	sayAll(...said: readonly [Speaker, Statement][]): void
}

export function beginStory(regulation: Regulation = tomskCity, today = '2026-09-01'): Story {
	const entries: Entry[] = []
	let ledger = emptyLedger('program-1')
	const facts: Facts = {
		today,
		regulation,
		unmetConditions: new Map([viktor, oleg].map(({ personId }) => [personId, []])),
		openPrograms: new Map([irina, darya].map(({ personId }) => [personId, null])),
		unfitCategories: new Map(),
		birthDays: new Map(),
		representatives: new Map(),
		plan: { done: 0, total: 22, activityIds: new Set(['activity-1']), results: [] },
		planHash: HASH,
		planSections: programSections,
		missingRequisites: []
	}

	function say(by: Speaker, statement: Statement): Refusal | null {
		const refusal = checkStatement(story.ledger(), statement, by, story.facts)
		if (refusal !== null) return refusal
		const sequence = entries.length + 1
		const at = `${story.facts.today}T08:00:00.000Z`
		const entry: Entry = {
			id: `entry-${sequence}`,
			programId: 'program-1',
			sequence,
			at,
			on: story.facts.today,
			by,
			saidAt: at,
			statement,
			...(statement.type === 'raise' && {
				signatories: signatoriesOf(statement.matter, story.facts.regulation, by.role)
			})
		}
		entries.push(entry)
		ledger = applyEntry(ledger, entry)
		return null
	}

	const story: Story = {
		entries,
		facts,
		ledger: () => reachDay(ledger, story.facts.today),
		say,
		lastId: () => entries.at(-1)?.id ?? '',
		sayAll(...said) {
			for (const [by, statement] of said) {
				const refusal = say(by, statement)
				if (refusal !== null) throw new Error(`${by.name}: ${JSON.stringify(statement)}: ${JSON.stringify(refusal)}`)
			}
		}
	}
	return story
}

/** What waits for the person on the day of the facts; the plan has no stages. */
export function awaitedBy(story: Story, by: Pick<Speaker, 'personId' | 'role'>): Awaited[] {
	const { regulation, today } = story.facts
	return awaitedFrom(story.ledger(), regulation, by, { until: nearOf(today), stages: [] })
}

export const request: Extract<Statement, { type: 'request' }> = {
	type: 'request',
	menteeIds: ['irina'],
	regulationId: 'tomsk-city',
	categoryId: 'beginner-head',
	mainRequest: 'Как выстроить команду школы',
	difficulties: ['Работа с коллективом'],
	forms: ['traditional']
}

export const proposal: Extract<Statement, { type: 'propose' }> = {
	type: 'propose',
	insteadOf: null,
	mentorIds: ['viktor'],
	title: 'Первый год директора',
	relation: 'head-head',
	forms: ['traditional']
}

export const consentOf = (
	kind: 'duties' | 'personal-data' | 'publication'
): Extract<Statement, { type: 'consent' }> => ({
	type: 'consent',
	kind,
	text: SHEET,
	representative: null
})

export const raise = (decision: Decision): Statement => ({ type: 'raise', matter: decision })
export const sign = (decisionId: string): Statement => ({ type: 'sign', matterId: decisionId })

export function orderFor(proposalId: string, change: Partial<Extract<Decision, { type: 'order' }>> = {}): Decision {
	return {
		type: 'order',
		proposalId,
		startsOn: '2026-09-15',
		termMonths: 24,
		pay: 'Увеличение годового премиального фонда на 3 оклада',
		...change
	}
}

/** Irina puts the plan forward, it is presented where the regulation asks for that, and everybody signs who must. */
export function approvePlan(story: Story): void {
	story.sayAll([irina, raise({ type: 'edition', hash: story.facts.planHash ?? HASH })])
	const id = story.lastId()
	if (story.facts.regulation.presentation !== null) {
		const presented = { presentedOn: story.facts.today, isPositive: true, conclusion: 'Одобрено' }
		story.sayAll([elena, { type: 'present', matterId: id, ...presented }])
	}
	for (const signer of [viktor, oleg, darya, elena, arkady]) story.say(signer, sign(id))
	if (approvedEdition(story.ledger()) === null) throw new Error('The plan is not approved')
}

/** Irina requests, Elena proposes, both sides consent. */
export function giveConsents(story: Story): void {
	story.sayAll([irina, request], [elena, proposal])
	for (const kind of ['duties', 'personal-data'] as const) {
		story.sayAll([viktor, consentOf(kind)], [irina, consentOf(kind)])
	}
}

/** From the request to the head's signature under the order. */
export function beginByOrder(story: Story): void {
	giveConsents(story)
	const proposalId = story.ledger().proposal?.id ?? ''
	story.sayAll([elena, raise(orderFor(proposalId))])
	story.sayAll([arkady, sign(story.lastId())])
}
