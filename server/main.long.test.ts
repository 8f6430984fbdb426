import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const directories: string[] = []
const children: ChildProcess[] = []
afterEach(() => {
	for (const child of children.splice(0)) child.kill('SIGKILL')
	for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
})

function run(env: Record<string, string> = {}) {
	const directory = mkdtempSync(join(tmpdir(), 'tandem-'))
	directories.push(directory)
	const child = spawn(process.execPath, [main], {
		env: { PATH: process.env.PATH, TANDEM_DATA: join(directory, 'data'), PORT: '0', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	})
	children.push(child)
	const printed = { out: '', error: '' }
	child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()))
	child.stderr.on('data', (chunk: Buffer) => (printed.error += chunk.toString()))
	return { directory, child, printed, ended: once(child, 'close') as Promise<[number | null, string | null]> }
}

describe('the process', () => {
	it.each(['SIGTERM', 'SIGINT'] as const)(
		'prints its address once and ends in good order on %s',
		async (signal) => {
			const { child, printed, ended } = run()
			await expect.poll(() => printed.out, { timeout: 20_000 }).toMatch(/^Тандем: http:\/\/127\.0\.0\.1:\d+$/m)
			const address = /http\S+/.exec(printed.out)?.[0]
			expect((await fetch(`${address}/api/health`)).status).toBe(200)
			child.kill(signal)
			expect(await ended).toEqual([0, null])
			expect(printed.out.match(/http/g)).toHaveLength(1)
			expect(printed.error).toBe('')
		},
		30_000
	)

	it('keeps what it writes for its own user', async () => {
		const { directory, printed } = run()
		await expect.poll(() => printed.out, { timeout: 20_000 }).toContain('Тандем')
		const kept = globSync('data{,/**}', { cwd: directory })
		expect(kept).toContain(join('data', 'tandem.sqlite'))
		expect(kept.filter((path) => (statSync(join(directory, path)).mode & 0o077) !== 0)).toEqual([])
	}, 30_000)

	it('that cannot start says why in two languages, without a stack, and ends with 1', async () => {
		const { printed, ended } = run({ HOST: '0.0.0.0', TANDEM_DEMO: '1', PORT: 'x' })
		expect(await ended).toEqual([1, null])
		expect(printed.out).toBe('')
		expect(printed.error).toContain('Неверные настройки')
		expect(printed.error).toContain('Wrong settings')
		expect(printed.error).not.toMatch(/^\s+at /m)
	}, 30_000)
})
