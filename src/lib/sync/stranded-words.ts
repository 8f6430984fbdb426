import type * as Y from 'yjs'
import type { GoneWords } from '#domain/plan/find-stranded-words.ts'
import { watchGoneWords } from './device-document.ts'

type Keep = (gone: readonly GoneWords[]) => Promise<void>

/** Words that went with their paragraph, for who may write them beside their text (find-stranded-words.ts). */
export interface StrandedWordsWatch {
	/** `keep` is handed what waits, and from then on what comes; what it could not keep it is handed again. Answers the way to stop. */
	follow(keep: Keep): () => void
	/** Settles when what was handed over is kept, or cannot be. */
	whenKept(): Promise<void>
}

/** Whoever only reads follows nothing: then only so many wait. */
const MOST_WAITING = 100

export function openStrandedWordsWatch(doc: Y.Doc): StrandedWordsWatch {
	let waiting: GoneWords[] = []
	let follower: Keep | null = null
	let keeping: Promise<void> = Promise.resolve()
	watchGoneWords(doc, (gone) => {
		waiting = [...waiting, gone].slice(0, MOST_WAITING)
		handOver()
	})

	function handOver(): void {
		if (follower === null || waiting.length === 0) return
		const handed = waiting
		waiting = []
		keeping = follower(handed).catch(() => {
			waiting = [...handed, ...waiting].slice(0, MOST_WAITING)
		})
	}

	return {
		follow(keep) {
			follower = keep
			handOver()
			return () => {
				if (follower === keep) follower = null
			}
		},
		whenKept: () => keeping
	}
}
