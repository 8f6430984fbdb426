/**
 * Makes a DOCX in a worker. Workers have a separate folder in the build, and the service worker does not fetch it: a
 * phone does not store its weight, and making a DOCX needs a network (service-worker.ts).
 */
import type { Paper } from '#domain/papers/paper.ts'
import { writeDocx } from './write-docx.ts'

export type DocxAnswer = { blob: Blob } | { failure: string }

addEventListener('message', ({ data }: MessageEvent<Paper>) => {
	writeDocx(data).then(
		(blob) => postMessage({ blob } satisfies DocxAnswer),
		(error: unknown) => postMessage({ failure: String(error) } satisfies DocxAnswer)
	)
})
