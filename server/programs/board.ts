/**
 * The curator's board. The glances of each municipality stay in memory, and only changed programmes are read again, so that a page
 * costs the same with ten programmes or 10,000.
 */
import { searchFor } from '#domain/text.ts'
import { isSilent } from '#domain/silence.ts'
import { planOf } from '#domain/owner.ts'
import type { Board, BoardRow } from '#protocol/api/program.ts'
import type { DeviceStates } from '../documents/storage/devices.ts'
import type { ReviewLog } from '../documents/storage/review-log.ts'
import { type Glance, type GlancedParticipant, readClosures, readGlances } from './board-glances.ts'
import { byText, newestOf, pageOf, type Registry } from '../database/database.ts'
import { todayIn } from '../people/municipalities.ts'
import { municipalityOf } from '../people/programs.ts'
import { listUnits, readUnits } from './responsible-units.ts'
import { readSummaries } from './summaries.ts'

export type Attention = 'overdue' | 'silent' | 'reports' | 'behind'

export interface BoardQuery {
	/** Part of a title, an organisation or a participant's name; empty: all. */
	q: string
	attention?: Attention | undefined
	/** Only closed programmes; by default only the others. */
	phase?: 'closed' | undefined
	/** Only programmes for which this unit answers. */
	unit?: string | undefined
	/** From 1. */
	page: number
	pageSize: number
}

export interface BoardOptions {
	registry: Registry
	devices: DeviceStates
	review: Pick<ReviewLog, 'countUndecidedByDocument'>
	isOnline(documentId: string, personId: string): boolean
	/** Who of them has ever signed in. */
	hasSignedIn(personIds: readonly string[]): Promise<ReadonlySet<string>>
	now(): Date
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
}

export interface BoardCount {
	overdue: number
	silent: number
	/** ISO instant of the newest edit of a plan; null: there is none. */
	editedAt: string | null
}

interface MunicipalityGlances {
	glances: Map<string, Glance>
	changed: Set<string>
	/** One reading at a time: a second one would take away the first one's marks. */
	reading: Promise<void>
}

export function createBoard(options: BoardOptions): BoardReader {
	const kept = new Map<string, MunicipalityGlances>()
	const listeners = new Map<string, Set<(programId: string) => void>>()

	async function refresh(municipalityId: string): Promise<readonly Glance[]> {
		let entry = kept.get(municipalityId)
		if (entry === undefined) {
			entry = { glances: new Map(), changed: new Set(), reading: Promise.resolve() }
			kept.set(municipalityId, entry)
			entry.reading = load(municipalityId, entry, null)
		}
		// Another caller may be reading the changes meanwhile: waits for it, then looks again.
		for (let seen: Promise<void> | null = null; seen !== entry.reading || entry.changed.size > 0;) {
			if (seen === entry.reading) {
				const changed = [...entry.changed]
				entry.changed.clear()
				entry.reading = load(municipalityId, entry, changed)
			}
			seen = entry.reading
			await seen
		}
		return [...entry.glances.values()]
	}

	async function load(municipalityId: string, entry: MunicipalityGlances, only: readonly string[] | null) {
		try {
			const glances = await readGlances(options, municipalityId, only)
			// A deleted programme is not among those that were read again.
			for (const programId of only ?? []) entry.glances.delete(programId)
			for (const glance of glances) entry.glances.set(glance.programId, glance)
		} catch (error) {
			// What should have been read again is unknown now: the next call reads everything.
			kept.delete(municipalityId)
			throw error
		}
	}

	function toRow(
		glance: Glance,
		overdue: number,
		signedIn: ReadonlySet<string>,
		more: Pick<BoardRow, 'summary' | 'closure' | 'units'>
	): BoardRow {
		const { dueDates: _due, searchText: _search, sortText: _sort, ...shown } = glance
		return {
			...shown,
			...more,
			overdue,
			participants: glance.participants.map((participant) => ({
				...participant,
				isOnline: options.isOnline(planOf(glance.programId), participant.personId),
				hasSignedIn: participant.lastSeenAt !== null || signedIn.has(participant.personId)
			}))
		}
	}

	async function assess(municipalityId: string, now: Date) {
		const today = await todayIn(options.registry, municipalityId, now)
		return (await refresh(municipalityId)).map((glance) => ({
			glance,
			isAhead: glance.startsOn > today,
			// Nothing is due in a closed programme.
			overdue: glance.phase === 'closed' ? 0 : countBefore(glance.dueDates, today),
			isSilent: isSilent(current(glance), now.toISOString()),
			missingReports: glance.reports.filter(({ dueOn, submittedOn }) => submittedOn === null && dueOn < today).length,
			// A person who has never signed in lacks everything; the board shows that instead.
			isBehind: glance.participants.some(({ isBehind, lastSeenAt }) => isBehind && lastSeenAt !== null)
		}))
	}

	return {
		async read(municipalityId, { q, attention, phase, unit, page, pageSize }, only = null) {
			const now = options.now()
			const all = await assess(municipalityId, now)
			const readable = only === null ? all : all.filter(({ glance }) => only.has(glance.programId))
			const unitsOfAll = unit === undefined ? null : await readUnits(options.registry, municipalityId, null)
			const ofUnit = readable.filter(
				({ glance }) => unit === undefined || unitsOfAll?.get(glance.programId)?.includes(unit)
			)
			const closed = ofUnit.filter(({ glance }) => glance.phase === 'closed')
			const open = ofUnit.filter(({ glance }) => glance.phase !== 'closed')
			const needs: Record<Attention, (row: (typeof open)[number]) => boolean> = {
				overdue: ({ overdue }) => overdue > 0,
				silent: ({ isSilent }) => isSilent,
				reports: ({ missingReports }) => missingReports > 0,
				behind: ({ isBehind }) => isBehind
			}
			const isFound = searchFor(q)
			const found = (phase === 'closed' ? closed : open)
				.filter(({ glance }) => isFound(glance.searchText))
				.filter((row) => attention === undefined || needs[attention](row))
			const byName = byText(found, ({ glance }) => glance.sortText)
			const shown = pageOf(phase === 'closed' ? byName : byName.sort(compareNeed), { page, pageSize })
			const shownIds = shown.rows.map(({ glance }) => glance.programId)
			const silentIds = shown.rows
				.flatMap(({ glance }) => glance.participants)
				.flatMap(({ personId, lastSeenAt }) => (lastSeenAt === null ? personId : []))
			const [summaries, closures, units, choices, signedIn] = await Promise.all([
				readSummaries(options.registry, shownIds),
				phase === 'closed' ? readClosures(options.registry, municipalityId, shownIds) : new Map<string, never>(),
				unitsOfAll ?? readUnits(options.registry, municipalityId, shownIds),
				listUnits(options.registry, municipalityId),
				options.hasSignedIn([...new Set(silentIds)])
			])
			return {
				...shown,
				rows: shown.rows.map(({ glance, overdue }) =>
					toRow(glance, overdue, signedIn, {
						summary: summaries.get(glance.programId) ?? null,
						closure: closures.get(glance.programId) ?? null,
						units: units.get(glance.programId) ?? []
					})
				),
				// The units of a programme may be from another regulation than the current one.
				units: [...new Set([...choices, ...[...units.values()].flat()])].sort(),
				totals: {
					programs: open.filter(({ isAhead }) => !isAhead).length,
					ahead: open.filter(({ isAhead }) => isAhead).length,
					overdue: open.filter(needs.overdue).length,
					silent: open.filter(needs.silent).length,
					reports: open.filter(needs.reports).length,
					behind: open.filter(needs.behind).length,
					// Late edits are decided in one place, whatever unit the board shows.
					held: readable.reduce((sum, { glance }) => sum + glance.held, 0),
					closed: closed.length
				},
				at: now.toISOString()
			}
		},

		async count(municipalityId, isCounted) {
			const all = await assess(municipalityId, options.now())
			const counted = all.filter(({ glance }) => isCounted(glance.programId))
			return {
				overdue: counted.filter(({ overdue }) => overdue > 0).length,
				silent: counted.filter(({ isSilent }) => isSilent).length,
				editedAt: newestOf(counted.flatMap(({ glance }) => glance.editedAt ?? []))
			}
		},

		async markChanged(programId) {
			const municipalityId = await municipalityOf(options.registry, programId)
			if (municipalityId === null) return
			kept.get(municipalityId)?.changed.add(programId)
			for (const listener of listeners.get(municipalityId) ?? []) listener(programId)
		},

		watch(municipalityId, listener) {
			const watching = listeners.get(municipalityId) ?? new Set()
			listeners.set(municipalityId, watching.add(listener))
			return () => void watching.delete(listener)
		}
	}
}

interface Need {
	overdue: number
	isSilent: boolean
	missingReports: number
}

/** The programme that needs the curator most comes first: by overdue activities, then silence, then missing reports. */
function compareNeed(one: Need, other: Need): number {
	return (
		other.overdue - one.overdue ||
		Number(other.isSilent) - Number(one.isSilent) ||
		other.missingReports - one.missingReports
	)
}

/** Nothing is expected of a person whose membership has ended. */
function current({ participants }: Glance): readonly GlancedParticipant[] {
	return participants.filter(({ endedAt }) => endedAt === null)
}

/** How many of the ascending dates are before the day. */
function countBefore(dates: readonly string[], day: string): number {
	const first = dates.findIndex((date) => date >= day)
	return first === -1 ? dates.length : first
}
