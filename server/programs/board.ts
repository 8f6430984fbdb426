/**
 * The curator's board. Each programme is judged when something of it changes, when its day turns, and once after each start; the derived
 * rows (server/database/board-rows.ts) count, sort and page what was judged. A reading takes the rows of its page from the registry, so
 * that it costs the same with ten programmes or 50,000; with a unit, a search, or a reader of single organisations it costs more. While
 * all programmes of a new file are judged, an answer has those that are.
 */
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { IsoDate } from '#domain/calendar.ts'
import { kindsOverseen, planOf } from '#domain/owner.ts'
import type { Board, BoardRow, BoardSort } from '#protocol/api/program.ts'
import { boardFlags, type BoardFlag, type BoardRows } from '../database/board-rows.ts'
import type { DeviceStates } from '../documents/storage/devices.ts'
import type { ReviewLog } from '../documents/storage/review-log.ts'
import { type Glance, readClosures, readGlances } from './board-glances.ts'
import { newestOf, type Registry } from '../database/database.ts'
import { todayIn } from '../people/municipalities.ts'
import { municipalityOf } from '../people/programs.ts'
import { countOverdue, judgeGlance } from './judge-glance.ts'
import { findOfUnit, listUnits, readUnits } from './responsible-units.ts'

export type Attention = Extract<BoardFlag, 'overdue' | 'silent' | 'reports' | 'behind'>

export interface BoardQuery {
	/** Part of a title, an organisation or a participant's name; empty: all. */
	q: string
	attention?: Attention | undefined
	/** Only closed programmes; by default only the others. */
	phase?: 'closed' | undefined
	/** Only programmes for which this unit answers. */
	unit?: string | undefined
	/** Absent: by need. */
	sort?: BoardSort | undefined
	/** From 1. */
	page: number
	pageSize: number
	/** Of the page only the rows of these programmes. */
	changed?: readonly string[] | undefined
}

export interface BoardOptions {
	registry: Registry
	rows: BoardRows
	devices: DeviceStates
	review: Pick<ReviewLog, 'countUndecidedByDocument'>
	isOnline(documentId: string, personId: string): boolean
	/** Who of them has ever signed in. */
	hasSignedIn(personIds: readonly string[]): Promise<ReadonlySet<string>>
	now(): Date
	/** How long a reader waits while all programmes of a new file are judged; then the answer has some of them. In ms. */
	patienceMs?: number
}

export interface BoardReader {
	/** `only`: nothing else is shown or counted; null: the whole municipality. */
	read(municipalityId: string, query: BoardQuery, only?: ReadonlySet<string> | null): Promise<Board>
	/** Numbers of the municipality's programmes that are counted; no titles, no names. */
	count(municipalityId: string, isCounted: (programId: string) => boolean): Promise<BoardCount>
	/** Call it when something changes that the board shows of a programme: its summary, its people or their devices. */
	markChanged(programId: string): Promise<void>
	/** Calls the listener with every change of a municipality's board, until the returned function is called. */
	watch(municipalityId: string, listener: (programId: string) => void): () => void
	/**
	 * To be called every few seconds: judges what has changed, or whose day has turned, where `checkAll` or a reader has been through.
	 */
	keepUp(): Promise<void>
	/**
	 * Judges every programme once: what the rows say is from the last run. `rest`: between two slices; false: the server stops, and the
	 * next run judges again.
	 */
	checkAll(rest: () => Promise<boolean>): Promise<void>
}

export interface BoardCount {
	overdue: number
	silent: number
	/** ISO instant of the newest edit of a plan; null: there is none. */
	editedAt: string | null
}

/** Programmes judged between two turns of the event loop; everybody's edits wait for them. */
export const SLICE = 10

interface MunicipalityChanges {
	changed: Set<string>
	/** One judgement at a time: a second one would take away the first one's marks. */
	judging: Promise<void>
	/** Resolves when the first slice of a new file is judged and others are not. */
	begun: PromiseWithResolvers<void>
}

export function createBoard(options: BoardOptions): BoardReader {
	const { registry, rows, now, patienceMs = 1_000 } = options
	const kept = new Map<string, MunicipalityChanges>()
	const listeners = new Map<string, Set<(programId: string) => void>>()

	function changesOf(municipalityId: string): MunicipalityChanges {
		const entry = kept.get(municipalityId) ?? {
			changed: new Set(),
			judging: Promise.resolve(),
			begun: Promise.withResolvers()
		}
		kept.set(municipalityId, entry)
		return entry
	}

	/** When it resolves, the rows say what was stored when it was called. Resolves with the municipality's day. */
	async function settle(municipalityId: string): Promise<IsoDate> {
		const entry = changesOf(municipalityId)
		const today = await todayIn(registry, municipalityId, now())
		await inTurn(entry, () => judgeChanged(municipalityId, entry, today))
		return today
	}

	/** As `settle`, but it does not wait for all programmes of a new file. */
	async function settleSoon(municipalityId: string): Promise<IsoDate> {
		const settling = settle(municipalityId)
		if (rows.isComplete(municipalityId)) return settling
		// If it fails later, `checkAll` judges again, and tells of it.
		const { begun } = changesOf(municipalityId)
		await Promise.race([settling, setTimeout(patienceMs, begun.promise, { ref: false })])
		return todayIn(registry, municipalityId, now())
	}

	function inTurn(entry: MunicipalityChanges, work: () => Promise<void>): Promise<void> {
		// A failure is its own caller's.
		return (entry.judging = entry.judging.catch(() => undefined).then(work))
	}

	async function judgeChanged(
		municipalityId: string,
		{ changed, begun }: MunicipalityChanges,
		today: IsoDate
	): Promise<void> {
		if (!rows.isComplete(municipalityId)) {
			let isFirst = true
			await inSlices(listAll(municipalityId), async (some) => {
				if (!isFirst) begun.resolve()
				isFirst = false
				await judge(municipalityId, some, today)
				return true
			})
			rows.markComplete(municipalityId)
		}
		const due = new Set([...changed, ...rows.findTurned(municipalityId, today)])
		changed.clear()
		await inSlices(slicesOf([...due]), async (programIds) => {
			try {
				await judge(municipalityId, programIds, today)
				for (const programId of programIds) due.delete(programId)
			} catch (error) {
				for (const programId of due) changed.add(programId)
				throw error
			}
			return true
		})
		rows.silence(municipalityId, now().toISOString())
	}

	/** Every programme there is, and every one that has a row, in slices by id. One that is made meanwhile is marked as changed. */
	async function* listAll(municipalityId: string): AsyncGenerator<readonly string[]> {
		let some: readonly string[] = []
		do {
			some = await listAfter(municipalityId, some.at(-1) ?? '')
			if (some.length > 0) yield some
		} while (some.length === SLICE)
	}

	async function listAfter(municipalityId: string, programId: string): Promise<readonly string[]> {
		const stored = rows.listAfter(municipalityId, programId, SLICE)
		const programs = await registry.query
			.selectFrom('programs')
			.select('id')
			.where('municipality_id', '=', municipalityId)
			.where('id', '>', programId)
			.where('deleted_at', 'is', null)
			.where('owner_kind', 'in', kindsOverseen())
			.orderBy('id')
			.limit(SLICE)
			.execute()
		return [...new Set([...stored, ...programs.map(({ id }) => id)])].sort().slice(0, SLICE)
	}

	async function judge(municipalityId: string, programIds: readonly string[], today: IsoDate): Promise<void> {
		const glances = await readGlances(options, municipalityId, programIds)
		const found = new Set(glances.map(({ programId }) => programId))
		rows.put(
			municipalityId,
			glances.map((glance) => judgeGlance(glance, today, now().toISOString())),
			// A deleted programme is not among those that were read.
			programIds.filter((programId) => !found.has(programId))
		)
	}

	async function readPage(municipalityId: string, programIds: readonly string[]): Promise<Glance[]> {
		const glances = new Map<string, Glance>()
		await inSlices(slicesOf(programIds), async (some) => {
			for (const glance of await readGlances(options, municipalityId, some)) glances.set(glance.programId, glance)
			return true
		})
		return programIds.flatMap((programId) => glances.get(programId) ?? [])
	}

	function toRow(
		glance: Glance,
		today: IsoDate,
		signedIn: ReadonlySet<string>,
		more: Pick<BoardRow, 'closure' | 'units'>
	): BoardRow {
		const { dueDates: _due, meetingDays: _met, lastDay: _last, searchText: _search, sortText: _sort, ...shown } = glance
		return {
			...shown,
			...more,
			overdue: countOverdue(glance, today),
			participants: glance.participants.map((participant) => ({
				...participant,
				isOnline: options.isOnline(planOf(glance.programId), participant.personId),
				hasSignedIn: participant.lastSeenAt !== null || signedIn.has(participant.personId)
			}))
		}
	}

	return {
		async read(municipalityId, { q, attention, phase, unit, sort = null, page, pageSize, changed }, only = null) {
			const today = await settleSoon(municipalityId)
			const isCounting = !rows.isComplete(municipalityId)
			const seen = () => (only === null ? rows.list(municipalityId).map(({ programId }) => programId) : [...only])
			const shownOnly = unit === undefined ? only : await findOfUnit(registry, municipalityId, unit, seen())
			const isClosed = phase === 'closed'
			const flag = attention ?? null
			const asked = { q, isClosed, flag, only: shownOnly, sort, page, pageSize }
			const { programIds, count } = rows.page(municipalityId, asked)
			const groups = rows.count(municipalityId, shownOnly)
			const held = unit === undefined ? groups : rows.count(municipalityId, only)
			const shownIds = changed === undefined ? programIds : programIds.filter((id) => changed.includes(id))
			const glances = await readPage(municipalityId, shownIds)
			const silentIds = glances
				.flatMap(({ participants }) => participants)
				.flatMap(({ personId, lastSeenAt }) => (lastSeenAt === null ? personId : []))
			const [closures, units, choices, signedIn] = await Promise.all([
				isClosed ? readClosures(registry, municipalityId, shownIds) : new Map<string, never>(),
				readUnits(registry, municipalityId, shownIds),
				listUnits(registry, municipalityId),
				options.hasSignedIn([...new Set(silentIds)])
			])
			const sum = (isCounted: (flags: number) => boolean) =>
				groups.filter(({ flags }) => isCounted(flags)).reduce((total, group) => total + group.count, 0)
			const isOpen = (flags: number) => (flags & boardFlags.closed) === 0
			const sumOf = (name: BoardFlag) => sum((flags) => isOpen(flags) && (flags & boardFlags[name]) !== 0)
			return {
				page,
				pageSize,
				count,
				rows: glances.map((glance) =>
					toRow(glance, today, signedIn, {
						closure: closures.get(glance.programId) ?? null,
						units: units.get(glance.programId) ?? []
					})
				),
				...(changed !== undefined && { order: programIds }),
				// The units of a programme may be from another regulation than the current one.
				units: [...new Set([...choices, ...[...units.values()].flat()])].sort(),
				totals: {
					programs: sum((flags) => isOpen(flags) && (flags & boardFlags.ahead) === 0),
					ahead: sumOf('ahead'),
					overdue: sumOf('overdue'),
					silent: sumOf('silent'),
					reports: sumOf('reports'),
					behind: sumOf('behind'),
					// Late edits are decided in one place, whatever unit the board shows.
					held: held.reduce((total, group) => total + group.held, 0),
					closed: sum((flags) => !isOpen(flags))
				},
				at: now().toISOString(),
				...(isCounting && { isCounting })
			}
		},

		async count(municipalityId, isCounted) {
			await settle(municipalityId)
			const counted = rows.list(municipalityId).filter(({ programId }) => isCounted(programId))
			const having = (name: BoardFlag) => counted.filter(({ flags }) => (flags & boardFlags[name]) !== 0).length
			return {
				overdue: having('overdue'),
				silent: having('silent'),
				editedAt: newestOf(counted.flatMap(({ editedAt }) => editedAt ?? []))
			}
		},

		async markChanged(programId) {
			const municipalityId = await municipalityOf(registry, programId)
			if (municipalityId === null) return
			changesOf(municipalityId).changed.add(programId)
			for (const listener of listeners.get(municipalityId) ?? []) listener(programId)
		},

		watch(municipalityId, listener) {
			const watching = listeners.get(municipalityId) ?? new Set()
			listeners.set(municipalityId, watching.add(listener))
			return () => void watching.delete(listener)
		},

		async keepUp() {
			const failures: unknown[] = []
			for (const municipalityId of kept.keys()) {
				if (!rows.isComplete(municipalityId)) continue
				// One municipality that fails does not keep the others from being judged.
				await settle(municipalityId).catch((error: unknown) => failures.push(error))
			}
			if (failures.length > 0) throw new AggregateError(failures, 'Municipalities could not be judged')
		},

		async checkAll(rest) {
			const municipalities = await registry.query.selectFrom('municipalities').select('id').execute()
			for (const { id } of municipalities) {
				const today = await todayIn(registry, id, now())
				const wasComplete = rows.isComplete(id)
				const isThrough = await inSlices(listAll(id), async (some) => {
					// A reader does not wait for the rests: then everything was judged just now.
					if (wasComplete || !rows.isComplete(id)) await inTurn(changesOf(id), () => judge(id, some, today))
					return rest()
				})
				if (!isThrough) return
				rows.markComplete(id)
				await settle(id)
			}
		}
	}
}

function* slicesOf(programIds: readonly string[]): Generator<readonly string[]> {
	for (let from = 0; from < programIds.length; from += SLICE) yield programIds.slice(from, from + SLICE)
}

/** `work` answers false to end it; then the answer is false, too. */
async function inSlices(
	slices: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
	work: (some: readonly string[]) => Promise<boolean>
): Promise<boolean> {
	for await (const some of slices) {
		if (!(await work(some))) return false
		await setImmediate()
	}
	return true
}
