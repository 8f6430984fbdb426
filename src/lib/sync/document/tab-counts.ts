/**
 * How many edits of this device the relay has not acknowledged (sync.md D2): this tab's own, and those
 * of other tabs, which tell theirs by word and by a row in the local store. A tab that ended without
 * its acknowledgements is adopted: its edits are in the log or came by word, hence in our document,
 * hence in our next SyncStep2.
 */
import type { Coverage } from './edit-coverage.ts'
import { isOthersEdits, type EditCount } from './store-records.ts'
import type { TabNews } from './tabs.ts'

export interface TabCounts {
	readonly own: EditCount
	/** What the tab was to us until now. `ended`: as far as we could tell; its word can also come behind its end. */
	hear(news: EditCount & Pick<TabNews, 'tabId' | 'kept' | 'held'>): 'new' | 'known' | 'ended'
	/**
	 * Takes in the rows, read with the log; `living` null: nobody knows which tabs live. `written`: updates given
	 * to our store until now, an ended tab's among them. True when a tab has ended whose unsent edits were not ours to
	 * offer until now.
	 */
	takeIn(rows: ReadonlyMap<string, EditCount>, living: ReadonlySet<string> | null, written: number): boolean
	/** Another database has taken the place of ours, with none of the rows. */
	forgetRows(): void
	/** The rows count edits of other tabs of which we have not heard. */
	lacks(rows: ReadonlyMap<string, EditCount>): boolean
	/** They count what the log is about to bring into our document. */
	hearRows(rows: ReadonlyMap<string, EditCount>): void
	/** Unsent edits of other tabs that are perhaps counted in no row yet: a store that writes their updates counts them, too. */
	uncounted(): ReadonlyMap<string, EditCount>
	/** All that a full difference of the document covers now. */
	coverage(): Coverage
	/**
	 * How many of the unsent edits it covers that are neither held nor covered by `refused`. Not those of other living
	 * tabs, which may not have reached us.
	 */
	toBring(refused: Coverage | null): number
	/** The holding log has what it covers (sync.md R3). */
	hold(coverage: Coverage): void
	/** It may have it no longer. False: we knew of nothing there. */
	forgetHeld(): boolean
	/** Of our own: all up to this one. */
	held(): number
	/** Unsent edits, other tabs' included, that are not known to be held. */
	unheld(): number
	/** True when it covers something of this person's that was unsent until now. */
	acknowledge(coverage: Coverage): boolean
	/** Acknowledged up to a number each, to be written into the rows of ended tabs. */
	credited(): ReadonlyMap<string, number>
	/** The rows were written. */
	forgetCredited(written: ReadonlyMap<string, number>): void
	unsent(): number
	/** How many of this person's unsent edits it covers. */
	unsentWithin(coverage: Coverage): number
	/** Those of them that others wrote. */
	unsentOfOthers(): number
	/** Edits of other tabs that no store has committed; ours has its updates up to `committed`. */
	unsavedElsewhere(committed: number): number
}

type Counts = (readonly [id: string, EditCount])[]

export function createTabCounts(tabId: string): TabCounts {
	const own: EditCount = { made: 0, acknowledged: 0 }
	const others = new Map<string, EditCount>()
	const kept = new Map<string, number>()
	/** In the holding log up to a number each: of living tabs by their word, of ended ones and ours by what we brought. */
	const held = new Map<string, number>()
	/** Counted in the rows, as far as we know. */
	const counted = new Map<string, number>()
	/** They ended before their stores had these edits: ours has them once it has its update `written`. */
	const ended = new Map<string, { unsaved: number; written: number }>()
	const adopted = new Map<string, number>()
	const credited = new Map<string, number>()

	/** Both numbers of a tab only grow, so of two tellings the larger is the newer. */
	function learn(id: string, { made, acknowledged }: EditCount): void {
		const known = others.get(id)
		others.set(id, {
			made: Math.max(made, known?.made ?? 0),
			acknowledged: Math.max(acknowledged, known?.acknowledged ?? 0, credited.get(id) ?? 0)
		})
	}

	const all = (): Counts => [[tabId, own], ...others]

	/** Without what others wrote and a file has brought. */
	const ours = (): Counts => all().filter(([id]) => !isOthersEdits(id))

	/** What the relay has not acknowledged, without what is covered up to a number by tab. */
	function left(counts: Counts, ...covered: ReadonlyMap<string, number>[]): number {
		return counts.reduce((sum, [id, { made, acknowledged }]) => {
			const until = covered.map((numbers) => numbers.get(id) ?? 0)
			return sum + Math.max(0, made - Math.max(acknowledged, ...until))
		}, 0)
	}

	const byTab = ({ own, adopted }: Coverage) => new Map([...adopted, [tabId, own]])

	function forget(id: string): void {
		others.delete(id)
		held.delete(id)
		counted.delete(id)
		adopted.delete(id)
	}

	function noteCounted(id: string, made: number): void {
		counted.set(id, Math.max(made, counted.get(id) ?? 0))
	}

	function hearRows(rows: ReadonlyMap<string, EditCount>): void {
		for (const [id, row] of rows) {
			if (id === tabId) continue
			learn(id, row)
			noteCounted(id, row.made)
		}
	}

	/** What it had not saved is left to us. */
	function inherit(id: string, written: number): void {
		const made = others.get(id)?.made ?? 0
		if (kept.has(id) || !ended.has(id)) ended.set(id, { unsaved: made - (kept.get(id) ?? made), written })
		kept.delete(id)
	}

	return {
		own,
		hear({ tabId: id, kept: committed, held: heldUpTo = 0, ...count }) {
			const before = ended.has(id) ? 'ended' : others.has(id) ? 'known' : 'new'
			learn(id, count)
			kept.set(id, committed)
			held.set(id, heldUpTo)
			noteCounted(id, committed)
			return before
		},
		takeIn(rows, living, written) {
			let hasOrphans = false
			hearRows(rows)
			if (living === null) {
				// It may be alive, and have made edits that have not reached us.
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
		hearRows,
		forgetRows: () => counted.clear(),
		uncounted: () =>
			new Map(
				[...others].filter(([id, { made, acknowledged }]) => made > Math.max(acknowledged, counted.get(id) ?? 0))
			),
		coverage: () => ({ own: own.made, adopted: new Map(adopted) }),
		toBring(refused) {
			const covered: Counts = [[tabId, own]]
			for (const [id, made] of adopted) covered.push([id, { made, acknowledged: others.get(id)?.acknowledged ?? made }])
			return left(covered, held, refused === null ? new Map() : byTab(refused))
		},
		hold(coverage) {
			for (const [id, made] of byTab(coverage)) held.set(id, Math.max(made, held.get(id) ?? 0))
		},
		forgetHeld() {
			for (const id of adopted.keys()) held.delete(id)
			return held.delete(tabId)
		},
		held: () => held.get(tabId) ?? 0,
		unheld: () => left(all(), held),
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
