/**
 * Reads and writes tables in a worker, so that the page keeps responding. Each worker does one task. The writer of
 * workbooks compresses large parts in workers made of text: a worker may do this, the page's policy forbids it.
 */
import { decodeText, readDelimitedText } from './delimited-text.ts'
import type { TableReading } from './limits.ts'
import { readWorkbook, writeWorkbook, type Table } from './workbook.ts'

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

/** Reads the table of a file; the first bytes decide the format. The file's name can only lead to a refusal. */
export async function readTable(bytes: Uint8Array<ArrayBuffer>, fileName: string): Promise<TableReading> {
	if (startsWith(bytes, [0x50, 0x4b])) return readWorkbook(bytes)
	// Excel 97 and workbooks with a password use another container.
	if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return { ok: false, reason: 'old-or-locked' }
	if (/\.xls[xm]$/i.test(fileName)) return { ok: false, reason: 'unreadable' }
	return readDelimitedText(decodeText(bytes))
}

function startsWith(bytes: Uint8Array, first: readonly number[]): boolean {
	return first.every((byte, index) => bytes[index] === byte)
}
