/** One content hash of everything the built app is made from: the name of the build (stack.md §3). */
import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'

const SOURCES = ['src/**/*', 'static/**/*', 'svelte.config.js', 'vite.config.ts', 'package-lock.json']
const GENERATED = /^src[\\/](lib[\\/]paraglide|project\.inlang[\\/]cache)|\.test\.ts$/

export function hashSources(): string {
	const hash = createHash('sha256')
	for (const file of globSync(SOURCES).sort()) {
		if (GENERATED.test(file) || !statSync(file).isFile()) continue
		hash.update(file).update('\0').update(readFileSync(file)).update('\0')
	}
	return hash.digest('hex').slice(0, 16)
}
