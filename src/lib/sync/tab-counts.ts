/**
 * How many edits of this device the relay has not acknowledged (sync.md D2): this tab's own, and those
 * the local store lists for other tabs. A tab that ended without its acknowledgements is adopted: its
 * edits are in the log, hence in our document, hence in our next SyncStep2.
 */
import type { Coverage } from './edit-coverage.ts'
import { unsentOf, type EditCount } from './store-records.ts'

export interface TabCounts {
	readonly own: EditCount
	/** Takes over the rows read before the log was; `living` null: nobody knows which tabs live. */
	takeIn(rows: ReadonlyMap<string, EditCount>, living: ReadonlySet<string> | null): void
	/** Whether these rows tell of unsent edits of ended tabs that are not ours yet. */
	hasOrphans(rows: ReadonlyMap<string, EditCount>, living: ReadonlySet<string> | null): boolean
	/** All that a full difference of the document covers now. */
	coverage(): Coverage
	/** True when it covers something that was unsent until now. */
	acknowledge(coverage: Coverage): boolean
	/** Acknowledged up to a number each, to be written into the rows of ended tabs. */
	credited(): ReadonlyMap<string, number>
	/** The rows were written. */
	forgetCredited(written: ReadonlyMap<string, number>): void
	unsent(): number
}

export function createTabCounts(tabId: string): TabCounts {
	const own: EditCount = { made: 0, acknowledged: 0 }
	const adopted = new Map<string, number>()
	const credited = new Map<string, number>()
	let others = new Map<string, EditCount>()

	function withCredit(id: string, count: EditCount): EditCount {
		return { ...count, acknowledged: Math.max(count.acknowledged, credited.get(id) ?? 0) }
	}

	return {
		own,
		takeIn(rows, living) {
			others = new Map([...rows].filter(([id]) => id !== tabId).map(([id, count]) => [id, withCredit(id, count)]))
			for (const [id, { made }] of others) if (living?.has(id) !== true) adopted.set(id, made)
		},
		hasOrphans: (rows, living) =>
			[...rows].some(
				([id, { made, acknowledged }]) =>
					id !== tabId && living?.has(id) !== true && made > Math.max(acknowledged, adopted.get(id) ?? 0)
			),
		coverage: () => ({ own: own.made, adopted: new Map(adopted) }),
		acknowledge(coverage) {
			const before = unsentOf([own, ...others.values()])
			own.acknowledged = Math.max(own.acknowledged, coverage.own)
			for (const [id, made] of coverage.adopted) {
				const count = others.get(id)
				if (count === undefined) continue
				credited.set(id, Math.max(credited.get(id) ?? 0, made))
				others.set(id, withCredit(id, count))
			}
			return unsentOf([own, ...others.values()]) < before
		},
		credited: () => new Map(credited),
		forgetCredited(written) {
			for (const [id, made] of written) {
				if (credited.get(id) !== made) continue
				credited.delete(id)
				if ((others.get(id)?.made ?? 0) > made) continue
				others.delete(id)
				adopted.delete(id)
			}
		},
		unsent: () => unsentOf([own, ...others.values()])
	}
}
