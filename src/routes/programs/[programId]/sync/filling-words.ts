/** What the sync sheet says of a document that is filling (sync.md R7): how much is left, why, and what the two can do. */
import { m } from '#lib/paraglide/messages.js'
import type { SyncSnapshot } from '#lib/sync/document/session.ts'

export interface FillingWords {
	tone: 'plain' | 'amber'
	title: string
	text: string
}

/**
 * A page of 1,800 characters typed letter by letter, as it is stored before the history thins: 37.5 kB, measured. Of what is pasted,
 * or written without a network, there is room for more.
 */
const PAGE_BYTES = 40_000

/** While the server refuses anything, however much room there is, nothing is said of what it takes. */
export function fillingWords(bytesLeft: number, { refusal, refused }: SyncSnapshot): FillingWords {
	const pages = roundedDown(Math.floor(bytesLeft / PAGE_BYTES))
	if (pages === 0) return { tone: 'amber', title: m.sync_full_title(), text: m.sync_full_text() }
	const accepted = refusal === null && refused === 0 ? [m.sync_filling_accepted()] : []
	const text = [...accepted, m.sync_filling_left({ pages }), m.sync_filling_text()].join(' ')
	return { tone: 'plain', title: m.sync_filling_title(), text }
}

/** Two digits are all that is known of it. */
function roundedDown(pages: number): number {
	const step = 10 ** Math.max(0, String(pages).length - 2)
	return Math.floor(pages / step) * step
}
