/**
 * «Проверить всё»: every document of every programme is compared with what the server reads anew from its disk, and
 * what differs is repaired on both sides (SPEC.md P13, `isCheck`).
 */
import { checkDocument, type CheckedDocument } from './check-document.ts'
import type { OpenDocument } from '../document/open-document.ts'
import type { ExchangeDevice } from './stored-exchange.ts'
import type { TransferredProgram } from './transfer.ts'

export interface CheckReport {
	/** In the order asked; those a cancelled check did not come to are missing. */
	programs: CheckedProgram[]
	isCancelled: boolean
}

export interface CheckedProgram {
	programId: string
	/**
	 * `equal`: both sides had the same. `first-loaded`: it had never been on this device and now is. `repaired`: both have the same now. `refused`: the server takes or gives nothing;
	 * what the device has stays here. `not-stored`: the local store cannot be read or written. `different`: still not the
	 * same, because somebody edited meanwhile or the repair failed; worth another check.
	 */
	result: CheckedDocument['result']
	/** Bytes the device lacked and now has. */
	deviceLacked: number
	/** Bytes the server lacked and now has. */
	serverLacked: number
}

/** The worst of its documents is a programme's result. */
const worstFirst = ['no-network', 'not-stored', 'refused', 'different', 'repaired', 'first-loaded', 'equal'] as const

/** `onProgress`: after each programme, and once before the first with `done` 0. `open`: the documents on the screen. */
export async function checkAll(
	device: ExchangeDevice,
	programs: readonly TransferredProgram[],
	options: { onProgress?(done: number, of: number): void; signal?: AbortSignal; open?: readonly OpenDocument[] } = {}
): Promise<CheckReport> {
	const { onProgress, signal, open = [] } = options
	const checked: CheckedProgram[] = []
	onProgress?.(0, programs.length)
	for (const { id, documents } of programs) {
		const results: CheckedDocument[] = []
		for (const documentId of Object.values(documents)) {
			if (signal?.aborted === true) return { programs: checked, isCancelled: true }
			const shown = open.find((document) => document.documentId === documentId)?.doc ?? null
			results.push(await checkDocument(device, documentId, shown))
		}
		checked.push({
			programId: id,
			result: worstFirst.find((result) => results.some((document) => document.result === result)) ?? 'equal',
			deviceLacked: results.reduce((sum, { deviceLacked }) => sum + deviceLacked, 0),
			serverLacked: results.reduce((sum, { serverLacked }) => sum + serverLacked, 0)
		})
		onProgress?.(checked.length, programs.length)
	}
	return { programs: checked, isCancelled: false }
}
