import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { allowPage, createShell, setSecurityHeaders } from './shell.ts'

let directory: string
let server: Server
let address: string

async function serve(): Promise<void> {
	const shell = createShell(directory)
	server = createServer((request, response) => {
		setSecurityHeaders(response, false)
		allowPage(response)
		shell(request, response)
	}).listen(0, '127.0.0.1')
	await once(server, 'listening')
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'tandem-build-'))
})
afterEach(() => {
	server.close()
	rmSync(directory, { recursive: true })
})

function build(): void {
	mkdirSync(join(directory, '_app/immutable'), { recursive: true })
	writeFileSync(join(directory, '200.html'), '<p>the shell')
	writeFileSync(join(directory, '200.html.br'), brotliCompressSync('<p>the shell'))
	writeFileSync(join(directory, 'service-worker.js'), '// worker')
	writeFileSync(join(directory, '_app/immutable/entry.a1b2.js'), '// entry')
}

describe('the built app', () => {
	it.each([
		['/', 'the shell', 'no-cache'],
		['/programs/program-1?tab=plan', 'the shell', 'no-cache'],
		['/200.html', 'the shell', 'no-cache'],
		['/service-worker.js', 'worker', 'no-cache'],
		['/_app/immutable/entry.a1b2.js', 'entry', 'public, max-age=31536000, immutable']
	])('%s answers with %s and %s', async (path, text, caching) => {
		build()
		await serve()
		const answer = await fetch(address + path)
		expect(await answer.text()).toContain(text)
		expect(answer.headers.get('cache-control')).toBe(caching)
	})

	it('is sent compressed, asked for again by its tag, and shown in nobody’s frame', async () => {
		build()
		await serve()
		const answer = await fetch(`${address}/programs/program-1`, { headers: { 'accept-encoding': 'br' } })
		expect(answer.headers.get('content-encoding')).toBe('br')
		expect(answer.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
		const again = await fetch(`${address}/programs/program-1`, {
			headers: { 'accept-encoding': 'br', 'if-none-match': answer.headers.get('etag') ?? '' }
		})
		expect(again.status).toBe(304)
	})

	it.each([
		['GET', '/_app/immutable/of-an-old-build.js', 404],
		['GET', '/../package.json', 404],
		['GET', '/%2e%2e/package.json', 404],
		['POST', '/programs', 405]
	])('%s %s is refused with %i', async (method, path, status) => {
		build()
		await serve()
		expect((await fetch(address + path, { method })).status).toBe(status)
	})

	it('that is not built says how to build it', async () => {
		await serve()
		const answer = await fetch(address)
		expect(answer.status).toBe(503)
		expect(await answer.text()).toContain('npm run build')
	})
})
