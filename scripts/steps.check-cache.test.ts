import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CACHE, dropStaleCache, lastGreen } from './steps.ts'

let root: string
const kept = () => [join(root, CACHE, 'eslint'), join(root, '.svelte-kit/.svelte-check/manifest.json')]

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'tandem-checks-'))
	mkdirSync(join(root, '.svelte-kit/.svelte-check'), { recursive: true })
	writeFileSync(join(root, 'package-lock.json'), '{}')
	writeFileSync(join(root, 'eslint.config.js'), 'strict')
	dropStaleCache(root)
	mkdirSync(join(root, '.svelte-kit/.svelte-check'), { recursive: true })
	for (const path of kept()) writeFileSync(path, 'green')
})
afterEach(() => rmSync(root, { recursive: true }))

it('what the checks remember outlives a run', () => {
	dropStaleCache(root)
	expect(kept().map(existsSync)).toEqual([true, true])
})

it.each(['package-lock.json', 'eslint.config.js', 'tsconfig.json', '.prettierrc'])(
	'nothing is remembered once %s is another',
	(file) => {
		writeFileSync(join(root, file), 'other')
		dropStaleCache(root)
		expect(kept().map(existsSync)).toEqual([false, false])
	}
)

it('a green step is run again once a file that decides it is another, is gone, or the tools are others', () => {
	mkdirSync(join(root, 'server'))
	const write = (text: string) => writeFileSync(join(root, 'server/main.ts'), text)
	const isGreen = () => lastGreen('floating promises', ['server/**/*.ts'], root).isNow
	write('one')
	expect(isGreen()).toBe(false)
	lastGreen('floating promises', ['server/**/*.ts'], root).note()
	expect(isGreen()).toBe(true)
	write('other')
	expect(isGreen()).toBe(false)
	rmSync(join(root, 'server/main.ts'))
	expect(isGreen()).toBe(false)
	write('one')
	expect(isGreen()).toBe(true)
	writeFileSync(join(root, 'eslint.config.js'), 'other')
	dropStaleCache(root)
	expect(isGreen()).toBe(false)
})
