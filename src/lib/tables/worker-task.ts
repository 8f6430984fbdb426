import type { TableAnswer, TableTask } from './table.worker.ts'

/** The largest allowed workbook takes some seconds on a slow desktop. */
const MOST_MS = 60_000

/** Runs the task in a new worker. Null: it took too long. Rejects when the worker fails or cannot be loaded. */
export async function runTask(task: TableTask): Promise<TableAnswer | null> {
	const worker = new Worker(new URL('./table.worker.ts', import.meta.url), { type: 'module' })
	let timer: ReturnType<typeof setTimeout> | undefined
	const patience = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), MOST_MS)))
	try {
		const answer = new Promise<TableAnswer>((resolve, reject) => {
			worker.onmessage = ({ data }: MessageEvent<TableAnswer>) => resolve(data)
			worker.onerror = () => reject(new Error('The worker of tables failed'))
		})
		worker.postMessage(task, task.type === 'read' ? [task.bytes] : [])
		return await Promise.race([answer, patience])
	} finally {
		clearTimeout(timer)
		worker.terminate()
	}
}
