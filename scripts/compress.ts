/** Writes .br and .gz beside every text file of a build, so that the server compresses nothing while it serves. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export function compress(folder: string): void {
	for (const file of globSync(`${folder}/**/*.{js,css,html,json,svg,webmanifest,txt}`)) {
		const bytes = readFileSync(file)
		if (bytes.length < 512) continue
		writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
		writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
	}
}
