/** Many updates in one buffer, which changes threads without being copied; thousands of small ones would each cost a copy. */

export interface PackedUpdates {
	bytes: Uint8Array<ArrayBuffer>
	lengths: Uint32Array<ArrayBuffer>
}

export function packUpdates(updates: readonly Uint8Array[]): PackedUpdates {
	const lengths = Uint32Array.from(updates, ({ length }) => length)
	const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
	let offset = 0
	for (const update of updates) {
		bytes.set(update, offset)
		offset += update.length
	}
	return { bytes, lengths }
}

export function unpackUpdates({ bytes, lengths }: PackedUpdates): Uint8Array[] {
	let offset = 0
	return Array.from(lengths, (length) => bytes.subarray(offset, (offset += length)))
}
