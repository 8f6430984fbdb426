import { groupBy } from '#domain/group-by.ts'
import type { GroundEvidence, GroundFinding, Support } from '#domain/ledger/incentive.ts'
import { m } from '#lib/paraglide/messages.js'
import { Asked } from '#lib/state/asked.svelte.ts'
import { call } from '#lib/sync/api.ts'
import { dropRefused, readKnownLedger } from '#lib/sync/ledger/ledger-store.ts'
import { type NewCommand, putInOutbox, sendOutbox } from '#lib/sync/ledger/outbox.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { capitalised } from '#lib/ui/format.ts'
import { refusalWords } from '#lib/ui/words/refusals.ts'
import { groundWords } from '#lib/ui/words/regulation.ts'
import type { Incentives, IncentiveScheme } from '#protocol/api/region.ts'

/** The incentives of the municipality on one day. */
export class IncentivesState extends Asked<Incentives> {
	/** True while printing: the screen then shows everybody. */
	isPrinting = $state(false)

	constructor() {
		super(() => call('GET /api/incentives', { query: { on: undefined } }))
	}

	/** Null: today. */
	show(on: string | null): void {
		this.ask(on ?? '', () => call('GET /api/incentives', { query: { on: on ?? undefined } }))
	}

	readonly #names: Readonly<Record<string, string>> = $derived(
		Object.fromEntries((this.answer?.people ?? []).map(({ id, name }) => [id, name]))
	)

	nameOf(personId: string): string {
		return this.#names[personId] ?? personId
	}

	namesOf(personIds: readonly string[]): string {
		return personIds
			.map((id) => this.nameOf(id))
			.sort((one, other) => one.localeCompare(other, 'ru'))
			.join(', ')
	}
}

/** The evidence for or against cancelling an incentive, in words. It also says if nobody keeps a record (domain.md T48). */
export function evidenceWords(
	{ isFound, isRecorded, evidence }: GroundFinding,
	{ reports }: Pick<IncentiveScheme, 'reports'>
): string {
	switch (evidence.type) {
		case 'plan':
			if (!isRecorded) return m.incentives_no_data()
			return planWords(evidence)
		case 'reports': {
			const due = dueWords(evidence.missing, reports)
			if (!isRecorded) return due === '' ? m.incentives_no_data() : m.incentives_reports_unknown({ due })
			return due === ''
				? m.incentives_reports({ count: evidence.submitted.length })
				: m.incentives_reports_missing({ due })
		}
		case 'events':
		case 'materials':
			if (!isRecorded) return m.incentives_no_data()
			return evidence.found.length === 0 ? nothingWords(isFound, evidence) : evidence.found.map(supportWords).join('; ')
	}
}

function planWords(plan: Extract<GroundEvidence, { type: 'plan' }>): string {
	const { done, total, overdue } = plan
	const words = overdue === 0 ? m.incentives_plan({ done, total }) : m.incentives_plan_late({ done, total, overdue })
	// Findings that a ledger keeps from before say nothing of it.
	return plan.isApproved === false ? m.incentives_plan_not_approved({ words }) : words
}

/** Why there is nothing: it is too early, there was no event to attend, or it is missing. */
function nothingWords(
	isFound: boolean | null,
	{ since, held }: Pick<Extract<GroundEvidence, { type: 'events' | 'materials' }>, 'since' | 'held'>
): string {
	const day = formatDay(since)
	if (held === 0) return m.incentives_no_events({ since: day })
	if (isFound === null) return m.incentives_nothing_yet()
	return held === undefined ? m.incentives_nothing_since({ since: day }) : m.incentives_missed({ since: day, held })
}

function supportWords({ title, on, source }: Support): string {
	return source === undefined ? `${title}, ${formatDay(on)} (${m.evidence_declared()})` : `${title}, ${formatDay(on)}`
}

/** «Отчёт наставника: 10 июня, 10 декабря; …» */
function dueWords(missing: readonly { reportId: string; dueOn: string }[], names: IncentiveScheme['reports']): string {
	return [...groupBy(missing, ({ reportId }) => reportId)]
		.map(([id, dates]) => `${names[id] ?? id}: ${dates.map(({ dueOn }) => formatDay(dueOn)).join(', ')}`)
		.join('; ')
}

/**
 * Submits a statement. `failure` null: it is in the ledger; otherwise its outcome in words. `isKept`: it is in the ledger, or waits on
 * this device for a network.
 */
export async function submitStatement(
	personId: string,
	said: NewCommand
): Promise<{ isKept: boolean; failure: string | null }> {
	try {
		const id = await putInOutbox(personId, said)
		await sendOutbox(personId)
		const { commands } = await readKnownLedger(personId, said.programId)
		const own = commands.find(({ command }) => command.id === id)
		if (own === undefined) return { isKept: true, failure: null }
		if (own.refusal === null) return { isKept: true, failure: m.incentives_waiting() }
		await dropRefused(personId, id)
		const why = refusalWords(own.refusal, { nameOf: () => '', regulation: null, organisationKinds: [] })
		return { isKept: false, failure: m.incentives_refused({ why }) }
	} catch {
		// No space, or no IndexedDB: the person must know that the statement was not stored.
		return { isKept: false, failure: m.incentives_not_kept() }
	}
}

const grounds = ['plan', 'reports', 'events', 'materials'] as const

/**
 * For a workbook: a row for each programme of a mentor. The salaries are in the mentor's first row only, so that Excel can
 * sum them.
 */
export function incentivesTable(incentives: IncentivesState): (string | number)[][] {
	const headings = [
		m.incentives_column_mentor(),
		m.incentives_column_salaries(),
		m.incentives_column_program(),
		m.incentives_column_mentees(),
		m.incentives_column_state(),
		...grounds.map((id) => capitalised(groundWords[id]()))
	]
	const rows = (incentives.answer?.schemes ?? []).flatMap((scheme) =>
		scheme.mentors.flatMap(({ mentorId, salaries, lines }) =>
			lines.map((line, index) => [
				incentives.nameOf(mentorId),
				index === 0 ? salaries : '',
				line.title,
				incentives.namesOf(line.menteeIds),
				line.cancelled === null
					? m.incentives_counts()
					: m.incentives_cancelled({ day: formatDay(line.cancelled.on), ground: line.cancelled.ground }),
				...grounds.map((id) => {
					const finding = line.grounds.find((one) => one.id === id)
					return finding === undefined ? '' : evidenceWords(finding, scheme)
				})
			])
		)
	)
	return [headings, ...rows]
}
