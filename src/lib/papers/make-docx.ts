import type { Paper } from '#domain/papers/paper.ts'
import type { DocxAnswer } from './docx-worker.ts'

/** Rejects when the writer cannot be loaded, for example without a network. */
export function makeDocx(paper: Paper): Promise<Blob> {
	const worker = new Worker(new URL('./docx-worker.ts', import.meta.url), { type: 'module' })
	return new Promise<Blob>((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<DocxAnswer>) => {
			if ('blob' in data) resolve(data.blob)
			else reject(new Error(data.failure))
		}
		worker.onerror = (event) => reject(new Error(event.message))
		worker.postMessage(paper)
	}).finally(() => worker.terminate())
}

/** The paper's name, without characters that a file name may not contain. */
export function fileNameOf({ name }: Pick<Paper, 'name'>): string {
	return `${name.replaceAll(/[\\/:*?"<>|\u0000-\u001f\s]+/g, ' ').trim()}.docx`
}
