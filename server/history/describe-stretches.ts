/** What was done in each sitting, found by applying its updates one after the other. */
import type * as Y from 'yjs'
import { findChanges } from '#domain/history/changes.ts'
import { followFacts, type PlanFacts } from '#domain/history/facts.ts'
import { joinChanges, keyOf } from '#domain/history/join-changes.ts'
import { tellChange } from '#domain/history/tell-changes.ts'
import type { WholeChange } from '#domain/history/whole-change.ts'
import type { PlanEvent } from '#domain/plan/event.ts'
import type { HistoryChange, HistoryEntry } from '#protocol/api.ts'
import type { StoredUpdate } from '../storage/storage.ts'
import { applyRows, type Slices } from './replay.ts'
import type { Sitting, Stretch } from './sittings.ts'

const MAX_CHANGES = 20
/** Longer than between the frames of who types (sync.md D10), shorter than between two things a person does. */
const STEP_PAUSE_MS = 500

interface Work {
	/** What the person did between the edits of others. */
	runs: WholeChange[][]
	/** By the key of a change: where it was last worked on. */
	completed: Map<string, Pick<HistoryChange, 'sequence' | 'at'>>
	events: PlanEvent[]
}

/** Newest first. `doc` is as it was before the first of them. */
export async function describeStretches(
	doc: Y.Doc,
	stretches: readonly Stretch<StoredUpdate>[],
	slices: Slices
): Promise<HistoryEntry[]> {
	const readFacts = followFacts(doc)
	let before = readFacts()
	const entries: HistoryEntry[] = []
	for (const { rows, sittings, sittingOf } of stretches) {
		const workOf = new Map(sittings.map((sitting) => [sitting, createWork()]))
		let isStart = false
		for (const [sitting, some] of runsOf(rows, sittingOf)) {
			const work = workOf.get(sitting) ?? createWork()
			const begun = before
			for (const step of stepsOf(some)) {
				await applyRows(doc, step.rows, slices)
				const after = readFacts()
				const { sequence, at } = step.last
				for (const change of findChanges(before, after)) work.completed.set(keyOf(change), { sequence, at })
				before = after
			}
			isStart ||= !begun.isCreated && before.isCreated
			work.runs.push(findChanges(begun, before))
			work.events.push(...eventsSince(begun, before))
			await slices.rest()
		}
		const described = sittings.map((sitting) =>
			isStart
				? toEntry({ ...sitting, kind: 'start' }, createWork())
				: toEntry(sitting, workOf.get(sitting) ?? createWork())
		)
		entries.unshift(...described.filter(isWorthTelling))
	}
	return entries
}

function createWork(): Work {
	return { runs: [], completed: new Map(), events: [] }
}

/** Neighbouring rows of one sitting, in order. */
function runsOf<R>(rows: readonly R[], sittingOf: ReadonlyMap<R, Sitting>): [Sitting, R[]][] {
	const runs: [Sitting, R[]][] = []
	for (const row of rows) {
		const sitting = sittingOf.get(row)
		const last = runs.at(-1)
		if (sitting === undefined) continue
		if (last?.[0] === sitting) last[1].push(row)
		else runs.push([sitting, [row]])
	}
	return runs
}

interface Step {
	rows: StoredUpdate[]
	last: StoredUpdate
}

/** Rows without a pause between them: a word being typed. Looking at the plan after each would treble a page's cost. */
function stepsOf(rows: readonly StoredUpdate[]): Step[] {
	const steps: Step[] = []
	for (const row of rows) {
		const step = steps.at(-1)
		if (step !== undefined && Date.parse(row.from) - Date.parse(step.last.at) <= STEP_PAUSE_MS) {
			step.rows.push(row)
			step.last = row
		} else steps.push({ rows: [row], last: row })
	}
	return steps
}

function eventsSince(before: PlanFacts, after: PlanFacts): PlanEvent[] {
	return [...after.events].filter(([id]) => !before.events.has(id)).map(([, event]) => event)
}

function toEntry(sitting: Omit<Sitting, 'kind'> & Pick<HistoryEntry, 'kind'>, work: Work): HistoryEntry {
	const { sequence, at } = sitting
	const changes = joinChanges(work.runs)
	return {
		...sitting,
		events: work.events,
		changes: changes
			.slice(0, MAX_CHANGES)
			.map((change) => ({ ...tellChange(change), ...(work.completed.get(keyOf(change)) ?? { sequence, at }) })),
		moreChanges: Math.max(0, changes.length - MAX_CHANGES)
	}
}

/** What came to nothing, as a word typed and taken back, is no event. */
function isWorthTelling({ kind, changes, events }: HistoryEntry): boolean {
	return kind === 'start' || changes.length > 0 || events.some(({ type }) => type === 'restored')
}
