/**
 * What the checks remember from run to run: results by a file's content, for one state of tools and settings. Whatever
 * decides a result beside the files themselves is in the key, so another state begins with nothing remembered.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const DECIDING = ['package*.json', '*.config.{js,ts}', 'tsconfig*.json', '.prettier*', '.gitignore', 'scripts/steps.ts']

export const CACHE = '.tandem/checks'
/** Where svelte-check puts its own, whatever one asks. */
const SVELTE_CHECK = '.svelte-kit/.svelte-check'

/** To be called before the checks. `root`: the project's directory. */
export function dropStaleCache(root = '.'): void {
	const stamp = join(root, CACHE, 'key')
	const key = keyOf(root)
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return
	for (const path of [CACHE, SVELTE_CHECK]) rmSync(join(root, path), { recursive: true, force: true })
	mkdirSync(join(root, CACHE), { recursive: true })
	writeFileSync(stamp, key)
}

function keyOf(root: string): string {
	const hash = createHash('sha256').update(process.version)
	for (const file of globSync(DECIDING, { cwd: root }).sort()) {
		hash
			.update('\0')
			.update(file)
			.update('\0')
			.update(readFileSync(join(root, file)))
	}
	return hash.digest('hex')
}
