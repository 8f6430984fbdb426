/**
 * Makes a DOCX beside the page. A worker has a folder of its own in the build, so the service worker does not bring its weight to
 * every phone: papers are made with a network (service-worker.ts).
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
