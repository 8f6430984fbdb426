/** Words that went with the part of a text they were in, as updates from elsewhere came in. */
import * as Y from 'yjs'
import type { GoneWords } from '#domain/plan/keep-stranded-words.ts'
import { TAKEN, type Taken } from '#protocol/take-updates.ts'
import { waitAtMost } from './supervised-database.ts'

/** Told as it happens: Yjs throws away what is gone right after. Answers the way to stop. */
export function watchGoneWords(doc: Y.Doc, listener: (gone: GoneWords) => void): () => void {
	const look = (transaction: Y.Transaction) => {
		const taken = transaction.meta.get(TAKEN) as Taken | undefined
		if (taken === undefined) return
		const words: GoneWords['words'][number][] = []
		Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
			if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return
			const { id, content, parent: part } = struct
			if (part instanceof Y.XmlText && part._item?.deleted === true) words.push({ id, words: content.str, part })
		})
		if (words.length > 0) listener({ ...taken, words })
	}
	doc.on('afterTransaction', look)
	return () => doc.off('afterTransaction', look)
}

/** False, or rejected: not yet. */
type Keep = (gone: GoneWords) => Promise<boolean>

/** For who may write them beside their text, as soon as somebody may. */
export interface GoneWordsWatch {
	/** `keep` is given what waits and what comes, and again, ever more slowly, what it has not kept. Answers the way to stop. */
	follow(keep: Keep): () => void
	/** Settles when nothing is being kept; within a second or so. */
	whenKept(): Promise<void>
}

/** Whoever only reads follows nothing: then only so much waits. */
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
			// What keeps them is fetched from a network that may hang.
			await waitAtMost(PATIENCE_MS, keeping)
		}
	}
}
