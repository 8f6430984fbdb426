/** What the proof's browsers talk to: the relay, and a server of their page. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'vite'
import * as Y from 'yjs'
import { plan, startRelayFixture } from '../../support/relay-fixture.ts'

export interface Town {
	/** The address of the page for a person's device. */
	page(person: string, device: string): string
	/** A page without a document. */
	blank: string
	/** The words that are on the server's disk. */
	stored(): ReadonlySet<string>
	/** Cuts all connections to the relay. */
	cut(): void
	/** Reads nothing more from the devices that are connected now, and sends them nothing. */
	swallow(): void
	stop(): Promise<void>
}

export async function openTown(): Promise<Town> {
	const script = await bundle()
	const words = new Y.Doc()
	let read = 0
	const fixture = await startRelayFixture({
		isAllowedOrigin: () => true,
		async admit(headers) {
			const person = /person=(\w+)/.exec(headers.get('cookie') ?? '')?.[1]
			if (person === undefined) return { outcome: 'refused', reason: 'signed-out' }
			return { outcome: 'admitted', personId: person, right: 'edit', canSubmitForReview: false }
		}
	})
	const { storage } = fixture
	const append = storage.append.bind(storage)
	storage.append = async (documentId, update) => {
		const sequence = await append(documentId, update)
		Y.applyUpdate(words, update.bytes)
		read = sequence
		return sequence
	}
	const server = createServer((request, response) => {
		if (request.url === '/page.js') return response.setHeader('content-type', 'text/javascript').end(script)
		const person = new URL(request.url ?? '/', 'http://town').searchParams.get('person')
		response.setHeader('content-type', 'text/html')
		if (person !== null) response.setHeader('set-cookie', `person=${person}`)
		response.end(person === null ? 'blank' : '<script type="module" src="/page.js"></script>')
	})
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
	const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	return {
		page: (person, device) =>
			`${address}/?person=${person}&device=${device}&relay=${encodeURIComponent(fixture.url)}&document=${plan}`,
		blank: `${address}/`,
		stored: () => new Set(read === 0 ? [] : words.getMap('words').keys()),
		cut: () => fixture.sockets.forEach((socket) => socket.destroy()),
		swallow: () => fixture.sockets.forEach((socket) => socket.pause()),
		async stop() {
			server.closeAllConnections()
			server.close()
			await fixture.stop()
		}
	}
}

async function bundle(): Promise<string> {
	const input = new URL('page.ts', import.meta.url).pathname
	const built = await build({
		configFile: false,
		logLevel: 'silent',
		build: { write: false, rollupOptions: { input, output: { codeSplitting: false } } }
	})
	const { output } = built as { output: readonly { code: string }[] }
	return output[0]!.code
}
