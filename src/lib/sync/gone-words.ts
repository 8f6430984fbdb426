/** Words that went with the part of a text they were in, as updates from elsewhere came in. */
import * as Y from 'yjs'
import type { GoneWords } from '#domain/plan/keep-stranded-words.ts'
import { TAKEN, type Taken } from '#protocol/take-updates.ts'
import { waitAtMost } from './wait-at-most.ts'

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

type Keep = (gone: GoneWords) => Promise<void>

/** For who may write them beside their text, as soon as somebody may. */
export interface GoneWordsWatch {
	/** `keep` is given what waits and what comes, and again a while later what it rejects. Answers the way to stop. */
	follow(keep: Keep): () => void
	/** Settles when nothing is being kept; within a second or so. */
	whenKept(): Promise<void>
}

/** Whoever only reads follows nothing: then only so much waits. */
const MOST_WAITING = 20
const AGAIN_MS = 5_000
const PATIENCE_MS = 1_000

export function openGoneWordsWatch(doc: Y.Doc): GoneWordsWatch {
	const waiting: GoneWords[] = []
	let follower: Keep | null = null
	let keeping: Promise<void> = Promise.resolve()
	let timer: ReturnType<typeof setTimeout> | undefined
	watchGoneWords(doc, (gone) => {
		if (waiting.length < MOST_WAITING) waiting.push(gone)
		handOver()
	})

	function handOver(): void {
		const keep = follower
		if (keep === null) return
		for (const gone of waiting.splice(0)) {
			const kept = keep(gone).catch(() => {
				waiting.push(gone)
				clearTimeout(timer)
				timer = setTimeout(handOver, AGAIN_MS)
			})
			keeping = Promise.all([keeping, kept]).then(() => undefined)
		}
	}

	return {
		follow(keep) {
			follower = keep
			handOver()
			return () => {
				if (follower !== keep) return
				follower = null
				clearTimeout(timer)
			}
		},
		async whenKept() {
			// What keeps them is fetched from a network that may hang.
			await waitAtMost(PATIENCE_MS, keeping)
		}
	}
}
