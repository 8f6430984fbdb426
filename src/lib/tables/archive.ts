/**
 * The zip archive that a workbook is. It is unpacked here, with a count of what comes out, because a hostile one says it is small;
 * and packed again without compression for the reader of workbooks, which would otherwise unpack large parts in workers made of
 * text, as the page's policy forbids.
 */

const END = 0x06054b50
const END_BYTES = 22
const MOST_COMMENT_BYTES = 0xffff
const ENTRY = 0x02014b50
const ENTRY_BYTES = 46
const FILE = 0x04034b50
const FILE_BYTES = 30
const DEFLATED = 8
const UTF8 = 0x0800
const ENCRYPTED = 1

export type Unpacked = { ok: true; parts: Map<string, Uint8Array> } | { ok: false; reason: 'unreadable' | 'bomb' }

/** Only the parts that are wanted. */
export async function unpack(
	bytes: Uint8Array<ArrayBuffer>,
	isWanted: (name: string) => boolean,
	mostBytes: number
): Promise<Unpacked> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	const end = findEnd(view)
	if (end === null) return broken
	const parts = new Map<string, Uint8Array>()
	let left = mostBytes
	let at = view.getUint32(end + 16, true)
	for (let entries = view.getUint16(end + 10, true); entries > 0; entries--) {
		if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY) return broken
		const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => view.getUint16(at + field, true))
		const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + (nameBytes ?? 0)))
		if (isWanted(name)) {
			const part = await unpackPart(bytes, view, at, left)
			if (!(part instanceof Uint8Array)) return { ok: false, reason: part }
			left -= part.length
			parts.set(name, part)
		}
		at += ENTRY_BYTES + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0)
	}
	return { ok: true, parts }
}

/** Nobody checks the sums of such an archive again: they are left out. */
export function packPlainly(parts: ReadonlyMap<string, Uint8Array>): Blob {
	const files: Uint8Array<ArrayBuffer>[] = []
	const directory: Uint8Array<ArrayBuffer>[] = []
	let offset = 0
	for (const [name, part] of parts) {
		const nameBytes = new TextEncoder().encode(name)
		const file = numbers(
			[FILE, 4],
			[20, 2],
			[UTF8, 2],
			[0, 10],
			[part.length, 4],
			[part.length, 4],
			[nameBytes.length, 2],
			[0, 2]
		)
		files.push(file, nameBytes, new Uint8Array(part))
		directory.push(
			numbers(
				[ENTRY, 4],
				[20, 2],
				[20, 2],
				[UTF8, 2],
				[0, 10],
				[part.length, 4],
				[part.length, 4],
				[nameBytes.length, 2],
				[0, 12],
				[offset, 4]
			),
			nameBytes
		)
		offset += file.length + nameBytes.length + part.length
	}
	const size = directory.reduce((sum, piece) => sum + piece.length, 0)
	const end = numbers([END, 4], [0, 4], [parts.size, 2], [parts.size, 2], [size, 4], [offset, 4], [0, 2])
	return new Blob([...files, ...directory, end])
}

const broken = { ok: false as const, reason: 'unreadable' as const }

async function unpackPart(
	bytes: Uint8Array<ArrayBuffer>,
	view: DataView,
	entry: number,
	mostBytes: number
): Promise<Uint8Array | 'unreadable' | 'bomb'> {
	const [flags, method] = [view.getUint16(entry + 8, true), view.getUint16(entry + 10, true)]
	const packedBytes = view.getUint32(entry + 20, true)
	const file = view.getUint32(entry + 42, true)
	if ((flags & ENCRYPTED) !== 0 || (method !== 0 && method !== DEFLATED)) return 'unreadable'
	if (file + FILE_BYTES > view.byteLength || view.getUint32(file, true) !== FILE) return 'unreadable'
	const from = file + FILE_BYTES + view.getUint16(file + 26, true) + view.getUint16(file + 28, true)
	const packed = bytes.subarray(from, from + packedBytes)
	if (method === 0) return packed.length > mostBytes ? 'bomb' : packed
	const pieces: Uint8Array<ArrayBuffer>[] = []
	let size = 0
	try {
		const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
		for (let read = await reader.read(); !read.done; read = await reader.read()) {
			size += read.value.length
			if (size > mostBytes) {
				await reader.cancel()
				return 'bomb'
			}
			pieces.push(read.value)
		}
	} catch {
		// What is no deflated stream is said by throwing.
		return 'unreadable'
	}
	return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

function findEnd(view: DataView): number | null {
	const first = Math.max(0, view.byteLength - END_BYTES - MOST_COMMENT_BYTES)
	for (let at = view.byteLength - END_BYTES; at >= first; at--) if (view.getUint32(at, true) === END) return at
	return null
}

/** Each a number and how many bytes it takes, the lowest first. */
function numbers(...fields: readonly (readonly [value: number, bytes: number])[]): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(
		fields.flatMap(([value, bytes]) =>
			Array.from({ length: bytes }, (_, index) => (index > 3 ? 0 : (value >>> (8 * index)) & 0xff))
		)
	)
}
