/**
 * Reads and writes tables away from the page, which goes on answering. One task, one worker. The writer of workbooks compresses
 * large parts in workers made of text: here it may, under the page's policy it could not.
 */
import type { TableReading } from './limits.ts'
import { readTable } from './read-table.ts'
import { writeWorkbook, type Table } from './workbook.ts'

export type TableTask = { type: 'read'; bytes: ArrayBuffer; fileName: string } | { type: 'write'; table: Table }
export type TableAnswer = { type: 'read'; reading: TableReading } | { type: 'written'; blob: Blob }

globalThis.onmessage = ({ data }: MessageEvent<TableTask>) => {
	void run(data).then((answer) => globalThis.postMessage(answer))
}

async function run(task: TableTask): Promise<TableAnswer> {
	switch (task.type) {
		case 'read':
			return { type: 'read', reading: await readTable(new Uint8Array(task.bytes), task.fileName) }
		case 'write':
			return { type: 'written', blob: await writeWorkbook(task.table) }
	}
}
