/**
 * The port to the derived rows of boards: one small row for each programme, judged for a day, by which boards are counted, sorted,
 * searched and paged. They hold no truth: they can be deleted at any time, and are judged again from the registry. They are in SQLite
 * whatever the registry's database is.
 */
import type { BoardSort } from '#protocol/api/program.ts'
import type { PageQuery } from './database.ts'

/** What needs a curator, and which part of the board shows a programme. A bit each: the counts of a board are kept by them. */
export const boardFlags = { closed: 1, ahead: 2, overdue: 4, silent: 8, reports: 16, behind: 32 } as const
export type BoardFlag = keyof typeof boardFlags

export interface JudgedProgram {
	programId: string
	flags: number
	overdue: number
	missingReports: number
	/** Edits under review. */
	held: number
	editedAt: string | null
	/** The share that is done, from 0 to 1; null: there is nothing to do yet. */
	progress: number | null
	/** The day of the last meeting. */
	metOn: string | null
	/** The day of the next activity that is due, of a closed programme its last day. */
	nextOn: string | null
	/** The day of the first report that is not submitted. */
	reportOn: string | null
	/** Folded. */
	sortText: string
	searchText: string
	/** From this instant it is silent, if nothing changes before; null: never. The board is sorted by it, too. */
	silentAt: string | null
	/** From this day of the municipality it is to be judged again, although nothing has changed; null: never. */
	turnsOn: string | null
}

export interface BoardRowsQuery extends PageQuery {
	isClosed: boolean
	/** Only programmes with this flag. */
	flag: BoardFlag | null
	/** Only these programmes; null: the whole municipality. */
	only: ReadonlySet<string> | null
	/** Null: by need. */
	sort: BoardSort | null
}

/** How many programmes have these flags, and their edits under review. */
export interface BoardGroup {
	flags: number
	count: number
	held: number
}

export interface BoardRows {
	/** Stores what differs from the stored rows, and deletes those of `gone`. */
	put(municipalityId: string, judged: readonly JudgedProgram[], gone: readonly string[]): void
	/** Marks those as silent that have become so, by ISO instant. */
	silence(municipalityId: string, now: string): void
	/** Those that are to be judged again on this day. */
	findTurned(municipalityId: string, today: string): string[]
	/** `only`: as in `BoardRowsQuery`. */
	count(municipalityId: string, only: ReadonlySet<string> | null): BoardGroup[]
	/**
	 * The ids of the page, and how many programmes all pages have. By need: overdue activities, silence, missing reports; closed ones have
	 * none. Equal ones by name, then by id.
	 */
	page(municipalityId: string, query: BoardRowsQuery): { programIds: string[]; count: number }
	/** The ids of the rows that come after this id, ascending. */
	listAfter(municipalityId: string, programId: string, limit: number): string[]
	/** What the region counts of each programme. */
	list(municipalityId: string): { programId: string; flags: number; editedAt: string | null }[]
	/** Every row was judged once. */
	isComplete(municipalityId: string): boolean
	markComplete(municipalityId: string): void
	close(): void
}
