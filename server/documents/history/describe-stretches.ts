/** Describes what was done in each sitting, by applying its updates one after the other. */
import type * as Y from 'yjs'
import type { FileImport, PlanEvent } from '#domain/plan/event.ts'
import { findChanges } from '#domain/plan/history/changes.ts'
import { divideUpdate } from '#domain/plan/history/divide-update.ts'
import { followFacts, type PlanFacts } from '#domain/plan/history/facts.ts'
import { createJoinedChanges, followSlices, type JoinedChanges, keyOf } from '#domain/plan/history/slice-changes.ts'
import { toPlanChange } from '#domain/plan/history/text-difference.ts'
import type { HistoryChange, HistoryEntry } from '#protocol/api/program.ts'
import { rowOfGroup } from '../compaction/thinning.ts'
import type { StoredUpdate } from '../storage/storage.ts'
import { applyRows, type Sitting, type Slices, type Stretch, toSitting } from './sittings.ts'

/** Of an entry. Restoring the beginning of a two-year plan makes some three hundred. */
const MOST_CHANGES = 500
/** Of a page; each entry keeps at least CHANGES_OF_ANY. */
const MOST_OF_PAGE = 2000
const CHANGES_OF_ANY = 20
/** Longer than between the frames of continuous typing (sync.md D10), shorter than between two actions of a person. */
const STEP_PAUSE_MS = 500

/**
 * Processor time for the entries of a page. Comparing the plan after each step takes as long as the plan is large, and
 * somebody who fills it on purpose makes both many. When a page takes longer, its rest becomes one entry; the whole page of a
 * two-year plan takes a fifth to two fifths of it, depending on how busy the machine is (tests/bench/history.ts). A single
 * comparison is not cut short.
 */
const MOST_MS = 1500

interface Work {
	/** What the person did between the edits of others. */
	changes: JoinedChanges
	/** By the key of a change: the update that last worked on it. */
	completed: Map<string, Pick<HistoryChange, 'sequence' | 'at'>>
	events: PlanEvent[]
}

interface Reading {
	doc: Y.Doc
	readFacts(): PlanFacts
	slices: Slices
	/** Whether the time is used up, so that the rest becomes one entry. */
	isSpent(): boolean
}

/** Returns the entries newest first. `doc` is the document before the first stretch. */
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
		const described = await describeStretch(reading, before, stretch)
		if (described === null) {
			const rest = stretches.slice(index).flatMap(({ rows }) => rows)
			return boundPage([...(await describeTogether(reading, before, rest)), ...entries])
		}
		entries.unshift(...described.entries.filter(isWorthListing))
		before = described.after
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

/** Null, with some of its rows applied, when no time is left for its steps. */
async function describeStretch(
	reading: Reading,
	start: PlanFacts,
	stretch: Stretch<StoredUpdate>
): Promise<{ entries: HistoryEntry[]; after: PlanFacts } | null> {
	const divided = divideStretch(stretch)
	const { sittings } = divided ?? stretch
	const workOf = new Map(sittings.map((sitting) => [sitting, createWork()]))
	const after = await (divided === null
		? workOnRows(reading, start, stretch, workOf)
		: workOnSlices(reading, start, divided, workOf))
	if (after === null) return null
	const isStart = !start.isCreated && after.isCreated
	const entries = sittings.map((sitting) =>
		isStart
			? toEntry({ ...sitting, kind: 'start' }, createWork())
			: toEntry(sitting, workOf.get(sitting) ?? createWork())
	)
	return { entries, after }
}

/** Returns the plan after all rows; null as above. */
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

/** The same for a row with imported content: what one slice of the update did is only known with the plan after all slices. */
async function workOnSlices(
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
	const findSliceChanges = followSlices(start, end)
	let before = start
	for (const [{ changes, events }, after] of states) {
		if (isSpent()) return null
		changes.add(findSliceChanges(after))
		events.push(...eventsSince(before, after))
		before = after
		await slices.rest()
	}
	return end
}

/** Describes the rows as if thinning had merged them into one. */
async function describeTogether(
	{ doc, readFacts, slices }: Reading,
	before: PlanFacts,
	rows: readonly StoredUpdate[]
): Promise<HistoryEntry[]> {
	await applyRows(doc, rows, slices)
	const work = createWork()
	addWork(work, before, readFacts())
	const row = rowOfGroup(rows, new Uint8Array())
	return row === null ? [] : [toEntry(toSitting(row), work)].filter(isWorthListing)
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

/** Groups rows without a pause between them, such as a word being typed. Comparing the plan after each would treble a page's cost. */
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
			.map((change) => ({ ...toPlanChange(change), ...(work.completed.get(keyOf(change)) ?? { sequence, at }) })),
		moreChanges: Math.max(0, changes.length - MOST_CHANGES)
	}
}

/** An entry without a lasting change, such as a word typed and deleted again, is not listed. */
function isWorthListing({ kind, changes, events }: HistoryEntry): boolean {
	return kind === 'start' || changes.length > 0 || events.some(({ type }) => type === 'restored')
}

/**
 * Divides the row of a device that has imported files into what its person wrote and what each file brought (SPEC.md P16).
 * All came in one update, so these sittings have the same sequence. Null unless the stretch is a single row that names
 * imported content.
 */
function divideStretch({ rows }: Stretch<StoredUpdate>): Stretch<StoredUpdate> | null {
	const [row, ...others] = rows
	// The first row creates the plan, or merges all that is too old to be described.
	if (row === undefined || others.length > 0 || row.sequence === row.count) return null
	const updateSlices = divideUpdate(row.bytes)
	if (updateSlices.every(({ fileImport }) => fileImport === null)) return null
	const own = toSitting(row)
	/** By author and file: imports that look the same, as two within a millisecond, share a sitting. */
	const sittings = new Map([[toKey(own), own]])
	const sittingOf = new Map<StoredUpdate, Sitting>()
	for (const { fileImport, bytes } of updateSlices) {
		const current = fileImport === null ? own : toFileSitting(own, fileImport)
		const sitting = sittings.get(toKey(current)) ?? current
		sittings.set(toKey(current), sitting)
		sittingOf.set({ ...row, bytes }, sitting)
	}
	return { rows: [...sittingOf.keys()], sittings: [...sittings.values()], sittingOf }
}

/** A thinned row may have several authors; the import names the one who imported the file. */
function toFileSitting(own: Sitting, { from, by, at }: FileImport): Sitting {
	const authorIds = own.authorIds.includes(by) ? [by] : own.authorIds
	return { ...own, authorIds, file: { from, takenAt: at } }
}

function toKey({ authorIds, file }: Sitting): string {
	return JSON.stringify([authorIds, file])
}
