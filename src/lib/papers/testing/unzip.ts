/** Reads the files of a ZIP archive as bytes, for tests that look into a DOCX. */
import { inflateRawSync } from 'node:zlib'

export function unzip(archive: Buffer): Map<string, Buffer> {
	const files = new Map<string, Buffer>()
	let at = archive.readUInt32LE(archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') + 16)
	while (archive.readUInt32LE(at) === 0x02014b50) {
		const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset))
		const name = archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
		files.set(name, contentAt(archive, archive.readUInt32LE(at + 42), archive.readUInt32LE(at + 20)))
		at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0)
	}
	return files
}

function contentAt(archive: Buffer, header: number, size: number): Buffer {
	const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28)
	const content = archive.subarray(start, start + size)
	return archive.readUInt16LE(header + 8) === 0 ? content : inflateRawSync(content)
}
