/**
 * Unpacks and packs the zip archive of a workbook. Unpacking counts the output bytes, because a hostile archive lies
 * about its size. Packing does not compress: the workbook reader would unpack large compressed files in workers made of
 * text, which the page's policy forbids.
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

export type Unpacked = { ok: true; contents: Map<string, Uint8Array> } | { ok: false; reason: 'unreadable' | 'bomb' }

/** Unpacks only the wanted files of the archive; stops with `bomb` after `mostBytes`. */
export async function unpack(
	bytes: Uint8Array<ArrayBuffer>,
	isWanted: (name: string) => boolean,
	mostBytes: number
): Promise<Unpacked> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	const end = findEnd(view)
	if (end === null) return broken
	const contents = new Map<string, Uint8Array>()
	let left = mostBytes
	let at = view.getUint32(end + 16, true)
	for (let entries = view.getUint16(end + 10, true); entries > 0; entries--) {
		if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY) return broken
		const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => view.getUint16(at + field, true))
		const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + (nameBytes ?? 0)))
		if (isWanted(name)) {
			const content = await unpackContent(bytes, view, at, left)
			if (!(content instanceof Uint8Array)) return { ok: false, reason: content }
			left -= content.length
			contents.set(name, content)
		}
		at += ENTRY_BYTES + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0)
	}
	return { ok: true, contents }
}

/** Packs without compression. Leaves out the checksums: the reader does not check them. */
export function packPlainly(contents: ReadonlyMap<string, Uint8Array>): Blob {
	const files: Uint8Array<ArrayBuffer>[] = []
	const directory: Uint8Array<ArrayBuffer>[] = []
	let offset = 0
	for (const [name, content] of contents) {
		const nameBytes = new TextEncoder().encode(name)
		const file = numbers(
			[FILE, 4],
			[20, 2],
			[UTF8, 2],
			[0, 10],
			[content.length, 4],
			[content.length, 4],
			[nameBytes.length, 2],
			[0, 2]
		)
		files.push(file, nameBytes, new Uint8Array(content))
		directory.push(
			numbers(
				[ENTRY, 4],
				[20, 2],
				[20, 2],
				[UTF8, 2],
				[0, 10],
				[content.length, 4],
				[content.length, 4],
				[nameBytes.length, 2],
				[0, 12],
				[offset, 4]
			),
			nameBytes
		)
		offset += file.length + nameBytes.length + content.length
	}
	const size = directory.reduce((sum, piece) => sum + piece.length, 0)
	const end = numbers([END, 4], [0, 4], [contents.size, 2], [contents.size, 2], [size, 4], [offset, 4], [0, 2])
	return new Blob([...files, ...directory, end])
}

const broken = { ok: false as const, reason: 'unreadable' as const }

async function unpackContent(
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
		// The stream throws when the data is not deflated.
		return 'unreadable'
	}
	return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

function findEnd(view: DataView): number | null {
	const first = Math.max(0, view.byteLength - END_BYTES - MOST_COMMENT_BYTES)
	for (let at = view.byteLength - END_BYTES; at >= first; at--) if (view.getUint32(at, true) === END) return at
	return null
}

/** Little-endian bytes of the numbers, each with its length in bytes. */
function numbers(...fields: readonly (readonly [value: number, bytes: number])[]): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(
		fields.flatMap(([value, bytes]) =>
			Array.from({ length: bytes }, (_, index) => (index > 3 ? 0 : (value >>> (8 * index)) & 0xff))
		)
	)
}
