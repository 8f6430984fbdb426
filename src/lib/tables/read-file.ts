import { writeDelimitedText } from './delimited-text.ts'
import { MOST_BYTES, type TableReading } from './limits.ts'
import type { Table } from './workbook.ts'
import { runTask } from './worker-task.ts'

/** Reads the first sheet of an .xlsx, or a CSV file. The data stays on the device. */
export async function readTableFile(file: File): Promise<TableReading> {
	if (file.size > MOST_BYTES) return { ok: false, reason: 'too-large' }
	const answer = await runTask({ type: 'read', bytes: await file.arrayBuffer(), fileName: file.name })
	return answer?.type === 'read' ? answer.reading : { ok: false, reason: 'bomb' }
}

export async function makeWorkbook(table: Table, name: string): Promise<File> {
	const answer = await runTask({ type: 'write', table })
	if (answer?.type !== 'written') throw new Error('The workbook was not written in time')
	return new File([answer.blob], `${name}.xlsx`, { type: answer.blob.type })
}

export function makeCsv(table: readonly (readonly string[])[], name: string): File {
	return new File([writeDelimitedText(table)], `${name}.csv`, { type: 'text/csv;charset=utf-8' })
}
