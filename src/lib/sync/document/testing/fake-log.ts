/** One document's log as a relay stores it: the rows, the run that stored each, and the known runs. */
import * as Y from 'yjs'
import { takeUpdates } from '#protocol/take-updates.ts'

let runsBegun = 0

interface Row {
	update: Uint8Array
	run: string
}

export interface LogBackup {
	rows: readonly Row[]
	runs: readonly string[]
}

export function createFakeLog() {
	let rows: Row[] = []
	let runs = [`run-${++runsBegun}`]
	let doc = new Y.Doc()

	return {
		doc: () => doc,
		sequence: () => rows.length,
		run: () => runs.at(-1)!,
		append(update: Uint8Array) {
			rows.push({ update, run: runs.at(-1)! })
			takeUpdates(doc, [update])
		},
		after: (sequence: number) => rows.slice(sequence).map(({ update }) => update),
		/** As `DocumentStorage.isSameLog`. */
		isSame(run: string | null, sequence: number): boolean {
			const row = rows[sequence - 1]
			if (sequence === 0) return runs.includes(run ?? '')
			if (run === null || row === undefined || !runs.includes(run)) return false
			return runs.indexOf(row.run) <= runs.indexOf(run)
		},
		/** Loses the content of the newest row, as a failed disk does. Its number and run stay. */
		lose() {
			rows[rows.length - 1]!.update = Uint8Array.of(0, 0)
			doc = new Y.Doc()
			for (const { update } of rows) takeUpdates(doc, [update])
		},
		/** The document begins anew. */
		empty() {
			rows = []
			doc = new Y.Doc()
		},
		backUp: (): LogBackup => ({ rows: [...rows], runs: [...runs] }),
		beginRun(backup?: LogBackup) {
			if (backup !== undefined) {
				rows = [...backup.rows]
				runs = [...backup.runs]
				doc = new Y.Doc()
				for (const { update } of rows) takeUpdates(doc, [update])
			}
			runs.push(`run-${++runsBegun}`)
		}
	}
}
