/** Finds words that are deleted together with their part of a text (e.g. a paragraph) when updates from elsewhere arrive. */
import * as Y from 'yjs'
import type { GoneWords } from '#domain/plan/keep-stranded-words.ts'
import { TAKEN, type Taken } from '#protocol/take-updates.ts'
import { waitAtMost } from './supervised-database.ts'

/** Calls `listener` within the transaction: Yjs discards the deleted words right after it. Returns the function to stop. */
export function watchGoneWords(doc: Y.Doc, listener: (gone: GoneWords) => void): () => void {
	const look = (transaction: Y.Transaction) => {
		const taken = transaction.meta.get(TAKEN) as Taken | undefined
		if (taken === undefined) return
		const words: GoneWords['words'][number][] = []
		Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
			if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return
			const { id, content, parent: paragraph } = struct
			if (paragraph instanceof Y.XmlText && paragraph._item?.deleted === true)
				words.push({ id, words: content.str, paragraph })
		})
		if (words.length > 0) listener({ ...taken, words })
	}
	doc.on('afterTransaction', look)
	return () => doc.off('afterTransaction', look)
}

/** False or a rejection: not stored yet. */
type Keep = (gone: GoneWords) => Promise<boolean>

/** For the code that writes the words beside their text, as soon as the person may edit. */
export interface GoneWordsWatch {
	/**
	 * `keep` gets the waiting words and new ones. It gets again, at growing intervals, what it has not stored. Returns
	 * the function to stop.
	 */
	follow(keep: Keep): () => void
	/** Settles when no `keep` is running, at most after a second. */
	whenKept(): Promise<void>
}

/** Nobody follows where a person may only read. Then at most so many wait. */
const MOST_WAITING = 100
const FIRST_AGAIN_MS = 5_000
const MAX_AGAIN_MS = 60_000
const PATIENCE_MS = 1_000

export function openGoneWordsWatch(doc: Y.Doc): GoneWordsWatch {
	const waiting: GoneWords[] = []
	let follower: Keep | null = null
	let keeping: Promise<void> = Promise.resolve()
	let timer: ReturnType<typeof setTimeout> | undefined
	let delay = FIRST_AGAIN_MS
	watchGoneWords(doc, (gone) => (follower === null ? wait(gone) : offer(follower, gone)))

	function wait(gone: GoneWords): void {
		if (waiting.length < MOST_WAITING) waiting.push(gone)
	}

	function handOver(): void {
		stopTimer()
		const keep = follower
		if (keep !== null) waiting.splice(0).forEach((gone) => offer(keep, gone))
	}

	function offer(keep: Keep, gone: GoneWords): void {
		const kept = keep(gone)
			.catch(() => false)
			.then((isKept) => (isKept ? (delay = FIRST_AGAIN_MS) : tryAgain(gone)))
		keeping = Promise.all([keeping, kept]).then(() => undefined)
	}

	function tryAgain(gone: GoneWords): void {
		wait(gone)
		if (timer !== undefined) return
		timer = setTimeout(handOver, delay)
		delay = Math.min(2 * delay, MAX_AGAIN_MS)
	}

	function stopTimer(): void {
		clearTimeout(timer)
		timer = undefined
	}

	return {
		follow(keep) {
			follower = keep
			handOver()
			return () => {
				if (follower !== keep) return
				follower = null
				stopTimer()
			}
		},
		async whenKept() {
			// `keep` loads code over a network that may hang.
			await waitAtMost(PATIENCE_MS, keeping)
		}
	}
}
