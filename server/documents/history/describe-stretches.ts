/** What was done in each sitting, found by applying its updates one after the other. */
import type * as Y from 'yjs'
import type { Bringing, PlanEvent } from '#domain/plan/event.ts'
import { findChanges } from '#domain/plan/history/changes.ts'
import { divideUpdate } from '#domain/plan/history/divide-update.ts'
import { followFacts, type PlanFacts } from '#domain/plan/history/facts.ts'
import { createJoinedChanges, followParts, type JoinedChanges, keyOf } from '#domain/plan/history/part-changes.ts'
import { tellChange } from '#domain/plan/history/text-difference.ts'
import type { HistoryChange, HistoryEntry } from '#protocol/api/program.ts'
import { rowOfGroup } from '../compaction/thinning.ts'
import type { StoredUpdate } from '../storage/storage.ts'
import { applyRows, type Sitting, type Slices, type Stretch, toSitting } from './sittings.ts'

/** Bringing a two-year plan back to its beginning takes some three hundred. */
const MOST_CHANGES = 500
/** Of a page, but for some of each entry. */
const MOST_OF_PAGE = 2000
const CHANGES_OF_ANY = 20
/** Longer than between the frames of who types (sync.md D10), shorter than between two things a person does. */
const STEP_PAUSE_MS = 500

/**
 * Looking at the plan after each step takes as long as the plan is large, and who fills it on purpose makes both many. A page that took
 * longer tells its rest as one entry; the whole page of a two-year plan takes a fifth to two fifths of it, as busy as the machine is
 * (tests/bench/history.ts). A single look is not cut short.
 */
const MOST_MS = 1500

interface Work {
	/** What the person did between the edits of others. */
	changes: JoinedChanges
	/** By the key of a change: where it was last worked on. */
	completed: Map<string, Pick<HistoryChange, 'sequence' | 'at'>>
	events: PlanEvent[]
}

interface Reading {
	doc: Y.Doc
	readFacts(): PlanFacts
	slices: Slices
	/** Whether all that is left is to be told as one. */
	isSpent(): boolean
}

/** Newest first. `doc` is as it was before the first of them. */
export async function describeStretches(
	doc: Y.Doc,
	stretches: readonly Stretch<StoredUpdate>[],
	slices: Slices
): Promise<HistoryEntry[]> {
	const endMs = slices.workedMs() + MOST_MS
	const reading = { doc, readFacts: followFacts(doc), slices, isSpent: () => slices.workedMs() > endMs }
	let before = reading.readFacts()
	const entries: HistoryEntry[] = []
	for (const [index, stretch] of stretches.entries()) {
		const told = await tellStretch(reading, before, stretch)
		if (told === null) {
			const rest = stretches.slice(index).flatMap(({ rows }) => rows)
			return boundPage([...(await tellTogether(reading, before, rest)), ...entries])
		}
		entries.unshift(...told.entries.filter(isWorthTelling))
		before = told.after
	}
	return boundPage(entries)
}

function boundPage(entries: readonly HistoryEntry[]): HistoryEntry[] {
	let left = MOST_OF_PAGE
	return entries.map((entry) => {
		const changes = entry.changes.slice(0, Math.max(left, CHANGES_OF_ANY))
		left -= changes.length
		return { ...entry, changes, moreChanges: entry.moreChanges + entry.changes.length - changes.length }
	})
}

/** Null, with some of it applied, when no time is left for its steps. */
async function tellStretch(
	reading: Reading,
	start: PlanFacts,
	stretch: Stretch<StoredUpdate>
): Promise<{ entries: HistoryEntry[]; after: PlanFacts } | null> {
	const divided = divideStretch(stretch)
	const { sittings } = divided ?? stretch
	const workOf = new Map(sittings.map((sitting) => [sitting, createWork()]))
	const after = await (divided === null
		? workOnRows(reading, start, stretch, workOf)
		: workOnParts(reading, start, divided, workOf))
	if (after === null) return null
	const isStart = !start.isCreated && after.isCreated
	const entries = sittings.map((sitting) =>
		isStart
			? toEntry({ ...sitting, kind: 'start' }, createWork())
			: toEntry(sitting, workOf.get(sitting) ?? createWork())
	)
	return { entries, after }
}

/** Answers the plan after all of them; null as above. */
async function workOnRows(
	{ doc, readFacts, slices, isSpent }: Reading,
	start: PlanFacts,
	{ rows, sittingOf }: Stretch<StoredUpdate>,
	workOf: ReadonlyMap<Sitting, Work>
): Promise<PlanFacts | null> {
	let before = start
	for (const [sitting, some] of runsOf(rows, sittingOf)) {
		const work = workOf.get(sitting) ?? createWork()
		const begun = before
		for (const step of stepsOf(some)) {
			if (isSpent()) return null
			await applyRows(doc, step.rows, slices)
			const after = readFacts()
			const { sequence, at } = step.last
			for (const change of findChanges(before, after)) work.completed.set(keyOf(change), { sequence, at })
			before = after
			await slices.rest()
		}
		addWork(work, begun, before)
	}
	return before
}

/** Of a row with what files have brought: what a part did can be told when the plan after all of them is known. */
async function workOnParts(
	{ doc, readFacts, slices, isSpent }: Reading,
	start: PlanFacts,
	{ rows, sittingOf }: Stretch<StoredUpdate>,
	workOf: ReadonlyMap<Sitting, Work>
): Promise<PlanFacts | null> {
	const states: [work: Work, after: PlanFacts][] = []
	for (const [sitting, some] of runsOf(rows, sittingOf)) {
		if (isSpent()) return null
		await applyRows(doc, some, slices)
		states.push([workOf.get(sitting) ?? createWork(), readFacts()])
		await slices.rest()
	}
	const end = states.at(-1)?.[1] ?? start
	const findPartChanges = followParts(start, end)
	let before = start
	for (const [{ changes, events }, after] of states) {
		if (isSpent()) return null
		changes.add(findPartChanges(after))
		events.push(...eventsSince(before, after))
		before = after
		await slices.rest()
	}
	return end
}

/** As if thinning had made one row of them. */
async function tellTogether(
	{ doc, readFacts, slices }: Reading,
	before: PlanFacts,
	rows: readonly StoredUpdate[]
): Promise<HistoryEntry[]> {
	await applyRows(doc, rows, slices)
	const work = createWork()
	addWork(work, before, readFacts())
	const row = rowOfGroup(rows, new Uint8Array())
	return row === null ? [] : [toEntry(toSitting(row), work)].filter(isWorthTelling)
}

function createWork(): Work {
	return { changes: createJoinedChanges(), completed: new Map(), events: [] }
}

function addWork({ changes, events }: Work, before: PlanFacts, after: PlanFacts): void {
	changes.add(findChanges(before, after))
	events.push(...eventsSince(before, after))
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
	const changes = work.changes.read()
	return {
		...sitting,
		events: work.events,
		changes: changes
			.slice(0, MOST_CHANGES)
			.map((change) => ({ ...tellChange(change), ...(work.completed.get(keyOf(change)) ?? { sequence, at }) })),
		moreChanges: Math.max(0, changes.length - MOST_CHANGES)
	}
}

/** What came to nothing, as a word typed and taken back, is no event. */
function isWorthTelling({ kind, changes, events }: HistoryEntry): boolean {
	return kind === 'start' || changes.length > 0 || events.some(({ type }) => type === 'restored')
}

/**
 * The row of a device that has taken in files, as what its person wrote and what each file has brought (SPEC.md P16). They came
 * in one update, so their sittings have one sequence.
 */

/** Null, unless it is a single row that says what a file has brought with it. */
function divideStretch({ rows }: Stretch<StoredUpdate>): Stretch<StoredUpdate> | null {
	const [row, ...others] = rows
	// The first of all is the making of the plan, or all that is too old to be told.
	if (row === undefined || others.length > 0 || row.sequence === row.count) return null
	const parts = divideUpdate(row.bytes)
	if (parts.every(({ bringing }) => bringing === null)) return null
	const own = toSitting(row)
	/** By what is told of a file: what says it twice is one, as two bringings of a millisecond. */
	const sittings = new Map([[toKey(own), own]])
	const sittingOf = new Map<StoredUpdate, Sitting>()
	for (const { bringing, bytes } of parts) {
		const told = bringing === null ? own : toFileSitting(own, bringing)
		const sitting = sittings.get(toKey(told)) ?? told
		sittings.set(toKey(told), sitting)
		sittingOf.set({ ...row, bytes }, sitting)
	}
	return { rows: [...sittingOf.keys()], sittings: [...sittings.values()], sittingOf }
}

/** A thinned row is of several people, and one of them took the file in: who, its bringing says. */
function toFileSitting(own: Sitting, { from, by, at }: Bringing): Sitting {
	const authorIds = own.authorIds.includes(by) ? [by] : own.authorIds
	return { ...own, authorIds, file: { from, takenAt: at } }
}

function toKey({ authorIds, file }: Sitting): string {
	return JSON.stringify([authorIds, file])
}
