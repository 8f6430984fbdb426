import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compareRecordings, mask, parseRenamed, renameKeys, toText, withAllowedSizes, writeText } from './recordings.ts'

describe('what is written', () => {
	it('is the same whatever order keys came in', () => {
		expect(toText({ b: new Set([2, 1]), a: new Map([['y', 1]]) })).toBe(toText({ a: { y: 1 }, b: [2, 1] }))
		expect(toText({ b: 1, a: { d: 1, c: 2 } })).toBe('{\n\t"a": {\n\t\t"c": 2,\n\t\t"d": 1\n\t},\n\t"b": 1\n}\n')
	})

	it('has a name for each value that was drawn by lot, also where one is within another', () => {
		const names = new Map([
			['abc', 'code'],
			['abcdef', 'token']
		])
		expect(mask('/invite/abcdef?code=abc', names)).toBe('/invite/‹token›?code=‹code›')
	})
})

describe('renamed keys', () => {
	it('are called by their new names at every depth, and sorted by them', () => {
		const older = toText({ matters: [{ matter: { type: 'order' } }], members: [] })
		expect(renameKeys(older, parseRenamed('matters=decisions,matter=decision'))).toBe(
			toText({ decisions: [{ decision: { type: 'order' } }], members: [] })
		)
	})

	it('are named in pairs', () => {
		expect(() => parseRenamed('matters')).toThrow('matters')
		expect(parseRenamed('').size).toBe(0)
	})
})

it('a size is another one from a kilobyte on', () => {
	const before = toText({ screen: { bytes: 100_000, files: 18 } })
	const allowed = (bytes: number, files = 18) => withAllowedSizes(toText({ screen: { bytes, files } }), before)
	expect(allowed(101_000)).toBe(before)
	expect(allowed(101_001)).not.toBe(before)
	expect(allowed(100_000, 19)).not.toBe(before)
})

describe('two recordings', () => {
	let directory = ''
	beforeEach(() => {
		directory = mkdtempSync(join(tmpdir(), 'tandem-recordings-'))
	})
	afterEach(() => rmSync(directory, { recursive: true }))

	function compare(older: Record<string, string>, newer: Record<string, string>, renamed = '') {
		for (const [name, files] of Object.entries({ older, newer }))
			for (const [file, text] of Object.entries(files)) writeText(join(directory, name, file), text)
		return compareRecordings(join(directory, 'older'), join(directory, 'newer'), parseRenamed(renamed), () => true)
	}

	it('differ where a file does, and where one lacks it', () => {
		const [ledgers, screens] = compare(
			{ 'screens/ru/first.txt': 'Программы\n', 'ledgers/one.json': '{}\n' },
			{ 'screens/ru/first.txt': 'Программа\n', 'screens/ru/settings.txt': 'Вы\n', 'ledgers/one.json': '{}\n' }
		)
		expect(ledgers).toMatchObject({ part: 'ledgers', files: 1, differences: [] })
		expect(screens).toMatchObject({ part: 'screens', files: 2 })
		expect(screens?.differences).toEqual([
			'screens/ru/first.txt\n@@ -1 +1 @@\n-Программы\n+Программа',
			expect.stringContaining('screens/ru/settings.txt: only in')
		])
	})

	it('are equal but for names that were changed on purpose, in ledgers', () => {
		const [older, newer] = [toText({ matters: 1 }), toText({ decisions: 1 })]
		const of = (text: string) => ({ 'ledgers/one.json': text, 'api/one.json': text })
		const parts = compare(of(older), of(newer), 'matters=decisions')
		expect(parts.map(({ part, differences }) => [part, differences.length])).toEqual([
			['api', 1],
			['ledgers', 0]
		])
	})
})
