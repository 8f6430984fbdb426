/**
 * Reads and writes tables away from the page, which goes on answering. One task, one worker. The writer of workbooks compresses
 * large parts in workers made of text: here it may, under the page's policy it could not.
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

/** The bytes of a file → its table, by what they begin with; nothing here trusts the file's name but to refuse it. */
export async function readTable(bytes: Uint8Array<ArrayBuffer>, fileName: string): Promise<TableReading> {
	if (startsWith(bytes, [0x50, 0x4b])) return readWorkbook(bytes)
	// Excel 97, and a workbook with a password: both are of a container of their own.
	if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return { ok: false, reason: 'old-or-locked' }
	if (/\.xls[xm]$/i.test(fileName)) return { ok: false, reason: 'unreadable' }
	return readDelimitedText(decodeText(bytes))
}

function startsWith(bytes: Uint8Array, first: readonly number[]): boolean {
	return first.every((byte, index) => bytes[index] === byte)
}
