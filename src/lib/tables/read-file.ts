import { MOST_BYTES, type TableReading } from './limits.ts'
import { runTask } from './worker-task.ts'

/** The first sheet of an .xlsx, or a CSV file. Nothing of it leaves the device. */
export async function readTableFile(file: File): Promise<TableReading> {
	if (file.size > MOST_BYTES) return { ok: false, reason: 'too-large' }
	const answer = await runTask({ type: 'read', bytes: await file.arrayBuffer(), fileName: file.name })
	return answer?.type === 'read' ? answer.reading : { ok: false, reason: 'bomb' }
}
