/** Tells a programme's ledger in tests: each statement is judged as the server would, and played when it holds. */
import { programParts, type Regulation } from '../../regulation/schema.ts'
import { tomskCity } from '../../regulation/packs/tomsk-city.ts'
import { judge } from '../judge.ts'
import type { Facts, Refusal } from '../refusal.ts'
import { emptyLedger, type Entry, type Ledger, type Speaker } from '../ledger.ts'
import { reachDay } from '../play-matter.ts'
import { playEntry } from '../play.ts'
import { signatoriesOf } from '../signing.ts'
import type { Matter, Statement } from '../statement.ts'

export const viktor: Speaker = { personId: 'viktor', name: 'Ковалёв Виктор Андреевич', role: 'mentor' }
export const oleg: Speaker = { personId: 'oleg', name: 'Седов Олег Игоревич', role: 'mentor' }
export const irina: Speaker = { personId: 'irina', name: 'Лаптева Ирина Сергеевна', role: 'mentee' }
export const darya: Speaker = { personId: 'darya', name: 'Новикова Дарья Павловна', role: 'mentee' }
export const elena: Speaker = { personId: 'elena', name: 'Белова Елена Юрьевна', role: 'curator' }
export const arkady: Speaker = { personId: 'arkady', name: 'Громов Аркадий Львович', role: 'head' }

export const HASH = 'a'.repeat(64)
export const SHEET = 'Согласен с тем, что здесь написано.'

export interface Story {
	readonly entries: readonly Entry[]
	/** As it is on the day of the facts. */
	ledger(): Ledger
	/** Null when it holds; it is then the newest entry. */
	say(by: Speaker, statement: Statement): Refusal | null
	/** The id of the newest entry. */
	lastId(): string
	/** Facts of the world outside; what is set lasts. */
	facts: Facts
	/** Says the statements one after the other; throws on the first that does not hold. */
	tell(...said: readonly [Speaker, Statement][]): void
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
		plan: { done: 0, total: 22, activityIds: new Set(['activity-1']) },
		planHash: HASH,
		planParts: programParts
	}

	function say(by: Speaker, statement: Statement): Refusal | null {
		const refusal = judge(story.ledger(), statement, by, story.facts)
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
			...(statement.type === 'raise' && { signatories: signatoriesOf(statement.matter, story.facts.regulation) })
		}
		entries.push(entry)
		ledger = playEntry(ledger, entry)
		return null
	}

	const story: Story = {
		entries,
		facts,
		ledger: () => reachDay(ledger, story.facts.today),
		say,
		lastId: () => entries.at(-1)?.id ?? '',
		tell(...said) {
			for (const [by, statement] of said) {
				const refusal = say(by, statement)
				if (refusal !== null) throw new Error(`${by.name}: ${JSON.stringify(statement)}: ${JSON.stringify(refusal)}`)
			}
		}
	}
	return story
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

export const raise = (matter: Matter): Statement => ({ type: 'raise', matter })
export const sign = (matterId: string): Statement => ({ type: 'sign', matterId })

export function orderFor(proposalId: string, change: Partial<Extract<Matter, { type: 'order' }>> = {}): Matter {
	return {
		type: 'order',
		proposalId,
		startsOn: '2026-09-15',
		termMonths: 24,
		pay: 'Увеличение годового премиального фонда на 3 оклада',
		...change
	}
}

/** Requested, proposed, and consented to by both. */
export function tellConsents(story: Story): void {
	story.tell([irina, request], [elena, proposal])
	for (const kind of ['duties', 'personal-data'] as const) {
		story.tell([viktor, consentOf(kind)], [irina, consentOf(kind)])
	}
}

/** From the request to the head's signature under the order. */
export function tellOrder(story: Story): void {
	tellConsents(story)
	const proposalId = story.ledger().proposal?.id ?? ''
	story.tell([elena, raise(orderFor(proposalId))])
	story.tell([arkady, sign(story.lastId())])
}
