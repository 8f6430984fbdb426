/**
 * Counts the edits of this device that the relay has not acknowledged (sync.md D2): this tab's own, and those of other
 * tabs, which report theirs by message and by a row in the local store. A tab that ended before its acknowledgements is
 * adopted: its edits are in the log or came by message, so they are in our document and in our next SyncStep2.
 */
import type { Coverage } from './edit-coverage.ts'
import { isOthersEdits, type EditCount } from './store-records.ts'
import type { TabNews } from './tabs.ts'

export interface TabCounts {
	readonly own: EditCount
	/** Returns what the tab was to us so far. `ended`: as far as we could tell; its message can also arrive after its end. */
	receive(news: EditCount & Pick<TabNews, 'tabId' | 'kept' | 'held'>): 'new' | 'known' | 'ended'
	/**
	 * Takes the rows that were read with the log. `living` null: nobody knows which tabs live. `written`: updates given
	 * to our store so far, an ended tab's included. True when a tab has ended whose unsent edits we did not offer until
	 * now.
	 */
	takeIn(rows: ReadonlyMap<string, EditCount>, living: ReadonlySet<string> | null, written: number): boolean
	/** A new database without the rows has replaced ours. */
	forgetRows(): void
	/** The rows count edits of other tabs that we do not know of. */
	lacks(rows: ReadonlyMap<string, EditCount>): boolean
	/** The rows count edits that the log is about to apply to our document. */
	noteRows(rows: ReadonlyMap<string, EditCount>): void
	/** Unsent edits of other tabs that perhaps no row counts yet. A store that writes their updates must count them too. */
	uncounted(): ReadonlyMap<string, EditCount>
	/** What a full difference of the document covers now. */
	coverage(): Coverage
	/**
	 * How many of the covered unsent edits are neither under review nor covered by `refused`. Leaves out other living
	 * tabs, whose edits may not have reached us.
	 */
	toSend(refused: Coverage | null): number
	/** The review log has what it covers (sync.md R3). */
	markUnderReview(coverage: Coverage): void
	/** The review log may no longer have them. False: we knew of no edit of this tab there. */
	forgetReview(): boolean
	/** All edits of this tab up to this number are in the review log or acknowledged. */
	underReview(): number
	/** Unsent edits of all tabs that are not known to be under review. */
	unsubmitted(): number
	/** True when it covers edits of this person that were unsent until now. */
	acknowledge(coverage: Coverage): boolean
	/** Acknowledged up to a number each. To be written into the rows of ended tabs. */
	credited(): ReadonlyMap<string, number>
	/** The rows were written. */
	forgetCredited(written: ReadonlyMap<string, number>): void
	unsent(): number
	/** How many of this person's unsent edits it covers. */
	unsentWithin(coverage: Coverage): number
	/** Unsent imported edits of other people. */
	unsentOfOthers(): number
	/** Edits of other tabs that no store has committed. Our store has committed its updates up to `committed`. */
	unsavedElsewhere(committed: number): number
}

type Counts = (readonly [id: string, EditCount])[]

export function createTabCounts(tabId: string): TabCounts {
	const own: EditCount = { made: 0, acknowledged: 0 }
	const others = new Map<string, EditCount>()
	const kept = new Map<string, number>()
	/** In the review log up to a number each. Living tabs report theirs; for ended tabs and this one it is what we sent. */
	const underReview = new Map<string, number>()
	/** Counted in the rows, as far as we know. */
	const counted = new Map<string, number>()
	/** Tabs that ended before their stores had these edits. Our store has them once its update `written` is committed. */
	const ended = new Map<string, { unsaved: number; written: number }>()
	const adopted = new Map<string, number>()
	const credited = new Map<string, number>()

	/** Both numbers of a tab only grow, so the larger of two is the newer. */
	function learn(id: string, { made, acknowledged }: EditCount): void {
		const known = others.get(id)
		others.set(id, {
			made: Math.max(made, known?.made ?? 0),
			acknowledged: Math.max(acknowledged, known?.acknowledged ?? 0, credited.get(id) ?? 0)
		})
	}

	const all = (): Counts => [[tabId, own], ...others]

	/** Leaves out imported edits of other people. */
	const ours = (): Counts => all().filter(([id]) => !isOthersEdits(id))

	/** Edits the relay has not acknowledged, without those that are covered up to a number by tab. */
	function left(counts: Counts, ...covered: ReadonlyMap<string, number>[]): number {
		return counts.reduce((sum, [id, { made, acknowledged }]) => {
			const until = covered.map((numbers) => numbers.get(id) ?? 0)
			return sum + Math.max(0, made - Math.max(acknowledged, ...until))
		}, 0)
	}

	const byTab = ({ own, adopted }: Coverage) => new Map([...adopted, [tabId, own]])

	function forget(id: string): void {
		others.delete(id)
		underReview.delete(id)
		counted.delete(id)
		adopted.delete(id)
	}

	function noteCounted(id: string, made: number): void {
		counted.set(id, Math.max(made, counted.get(id) ?? 0))
	}

	function noteRows(rows: ReadonlyMap<string, EditCount>): void {
		for (const [id, row] of rows) {
			if (id === tabId) continue
			learn(id, row)
			noteCounted(id, row.made)
		}
	}

	/** Our store takes over what the ended tab had not saved. */
	function inherit(id: string, written: number): void {
		const made = others.get(id)?.made ?? 0
		if (kept.has(id) || !ended.has(id)) ended.set(id, { unsaved: made - (kept.get(id) ?? made), written })
		kept.delete(id)
	}

	return {
		own,
		receive({ tabId: id, kept: committed, held: reviewUpTo = 0, ...count }) {
			const before = ended.has(id) ? 'ended' : others.has(id) ? 'known' : 'new'
			learn(id, count)
			kept.set(id, committed)
			underReview.set(id, reviewUpTo)
			noteCounted(id, committed)
			return before
		},
		takeIn(rows, living, written) {
			let hasOrphans = false
			noteRows(rows)
			if (living === null) {
				// The tab may be alive, with edits that have not reached us.
				for (const [id, { made }] of rows) if (id !== tabId) adopted.set(id, made)
				return false
			}
			for (const [id, { made, acknowledged }] of others) {
				if (living.has(id)) {
					ended.delete(id)
					continue
				}
				inherit(id, written)
				if (!rows.has(id) && made <= acknowledged) forget(id)
				else {
					hasOrphans ||= made > Math.max(acknowledged, adopted.get(id) ?? 0)
					adopted.set(id, made)
				}
			}
			return hasOrphans
		},
		lacks: (rows) => [...rows].some(([id, { made }]) => id !== tabId && made > (others.get(id)?.made ?? 0)),
		noteRows,
		forgetRows: () => counted.clear(),
		uncounted: () =>
			new Map(
				[...others].filter(([id, { made, acknowledged }]) => made > Math.max(acknowledged, counted.get(id) ?? 0))
			),
		coverage: () => ({ own: own.made, adopted: new Map(adopted) }),
		toSend(refused) {
			const covered: Counts = [[tabId, own]]
			for (const [id, made] of adopted) covered.push([id, { made, acknowledged: others.get(id)?.acknowledged ?? made }])
			return left(covered, underReview, refused === null ? new Map() : byTab(refused))
		},
		markUnderReview(coverage) {
			for (const [id, made] of byTab(coverage)) underReview.set(id, Math.max(made, underReview.get(id) ?? 0))
		},
		forgetReview() {
			for (const id of adopted.keys()) underReview.delete(id)
			return underReview.delete(tabId)
		},
		underReview: () => underReview.get(tabId) ?? 0,
		unsubmitted: () => left(all(), underReview),
		acknowledge(coverage) {
			const before = left(ours())
			own.acknowledged = Math.max(own.acknowledged, coverage.own)
			for (const [id, made] of coverage.adopted) {
				if (!others.has(id)) continue
				credited.set(id, Math.max(credited.get(id) ?? 0, made))
				learn(id, { made: 0, acknowledged: made })
			}
			return left(ours()) < before
		},
		credited: () => new Map(credited),
		forgetCredited(written) {
			for (const [id, made] of written) {
				if (credited.get(id) !== made) continue
				credited.delete(id)
				if ((others.get(id)?.made ?? 0) <= made) forget(id)
			}
		},
		unsent: () => left(all()),
		unsentWithin: (coverage) => left(ours()) - left(ours(), byTab(coverage)),
		unsentOfOthers: () => left(all()) - left(ours()),
		unsavedElsewhere(committed) {
			let unsaved = 0
			for (const [id, count] of kept) unsaved += (others.get(id)?.made ?? 0) - count
			for (const left of ended.values()) if (left.written > committed) unsaved += left.unsaved
			return unsaved
		}
	}
}
