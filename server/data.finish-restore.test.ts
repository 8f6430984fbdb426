import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { finishRestore } from './data.ts'

const before = (path: string) => `before-${statSync(path).mtime.toISOString().replaceAll(/[:.]/g, '-')}.sqlite`

it.each([
	['before anything was moved', []],
	['with the log moved', ['-wal']],
	['with all but the database moved', ['-wal', '-shm']],
	['with everything moved', ['-wal', '-shm', '']]
])('a restore that was broken off %s is finished, and nothing of what was there is lost', (_when, moved) => {
	const directory = mkdtempSync(join(tmpdir(), 'tandem-restore-'))
	const ready = join(directory, 'tandem.sqlite.restored')
	writeFileSync(ready, 'backup')
	const aside = before(ready)
	for (const suffix of ['', '-wal', '-shm']) {
		writeFileSync(join(directory, (moved.includes(suffix) ? aside : 'tandem.sqlite') + suffix), `was there${suffix}`)
	}
	expect(finishRestore(directory)).toBe(join(directory, aside))
	expect(readFileSync(join(directory, 'tandem.sqlite'), 'utf8')).toBe('backup')
	for (const suffix of ['', '-wal', '-shm']) {
		expect(readFileSync(join(directory, aside + suffix), 'utf8')).toBe(`was there${suffix}`)
	}
	expect(readdirSync(directory)).toHaveLength(4)
	expect(finishRestore(directory)).toBeNull()
	expect(existsSync(join(directory, aside))).toBe(true)
})
