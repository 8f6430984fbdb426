import { writeDelimitedText } from './delimited-text.ts'
import type { Table } from './workbook.ts'
import { runTask } from './worker-task.ts'

export async function makeWorkbook(table: Table, name: string): Promise<File> {
	const answer = await runTask({ type: 'write', table })
	if (answer?.type !== 'written') throw new Error('The workbook was not written in time')
	return new File([answer.blob], `${name}.xlsx`, { type: answer.blob.type })
}

export function makeCsv(table: readonly (readonly string[])[], name: string): File {
	return new File([writeDelimitedText(table)], `${name}.csv`, { type: 'text/csv;charset=utf-8' })
}
