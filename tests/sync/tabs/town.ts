/** What the proof's browsers talk to: the relay, and a server of their page. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { build } from 'vite'
import * as Y from 'yjs'
import { decodeCarriedRequests, encodeCarriedAnswers } from '../../../src/lib/protocol/exchange.ts'
import { decodeFrame } from '../../../src/lib/protocol/frames.ts'
import { createMemoryDisk, createMemoryStorage } from '../../../server/documents/storage/testing/memory.ts'
import { plan, type RelayFixture, startRelayFixture } from '../../support/relay-fixture.ts'

/** Where a request is cut: before the relay has it, before the answer, or in the middle of it. */
export type RequestCut = 'before' | 'after' | 'amid'

/** Chromium itself sends a request again, twice, whose connection was cut before an answer. */
const CUTS = 4

export interface Town {
	/** The address of the page for a person's device. `isOverRequests`: sockets do not get through. */
	page(person: string, device: string, isOverRequests?: boolean): string
	/** A page without a document. */
	blank: string
	/** The words that are on the server's disk. */
	stored(): ReadonlySet<string>
	/** Those and the words under review. */
	kept(): ReadonlySet<string>
	/** Cuts the next requests that bring an edit. */
	cutRequests(at: RequestCut): void
	/** Some of those have not come yet. */
	isCutting(): boolean
	/** The person's right to edit ends. */
	endRight(person: string): void
	backUp(): void
	/** The server stops, and starts again with what was backed up. */
	restore(): Promise<void>
	/** Cuts all connections to the relay. */
	cut(): void
	/** Reads nothing more from the devices that are connected now, and sends them nothing. */
	swallow(): void
	stop(): Promise<void>
}

export async function openTown(): Promise<Town> {
	const script = await bundle()
	const former = new Set<string>()
	let disk = createMemoryDisk()
	let backup = structuredClone(disk)
	let words = new Y.Doc()
	let backedUp: Uint8Array | null = null
	let underReview: Uint8Array[] = []
	let cutAt: RequestCut = 'before'
	let cutsLeft = 0
	let fixture = await start(0)

	function start(port: number): Promise<RelayFixture> {
		const storage = createMemoryStorage(disk)
		const append = storage.append.bind(storage)
		storage.append = async (documentId, update) => {
			const sequence = await append(documentId, update)
			Y.applyUpdate(words, update.bytes)
			return sequence
		}
		return startRelayFixture({
			storage,
			port,
			isAllowedOrigin: () => true,
			async admit(headers) {
				const person = /person=(\w+)/.exec(headers.get('cookie') ?? '')?.[1]
				if (person === undefined) return { outcome: 'refused', reason: 'signed-out' }
				if (former.has(person)) return { outcome: 'refused', reason: 'no-right', submitterId: person }
				return { outcome: 'admitted', personId: person, right: 'edit', canSubmitForReview: false }
			},
			async submitForReview({ bytes }) {
				underReview.push(bytes)
				return { review: 'waiting', sequence: null }
			}
		})
	}

	/** As POST /api/exchange. */
	async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const requests = decodeCarriedRequests(await buffer(request)) ?? []
		const isEdit = requests.some(({ frames }) => frames.some((frame) => decodeFrame(frame)?.type === 'update'))
		const cut = isEdit && cutsLeft-- > 0 ? cutAt : null
		if (cut === 'before') return void request.socket.destroy()
		const gone = new AbortController()
		response.on('close', () => gone.abort())
		const headers = new Headers({ cookie: request.headers.cookie ?? '' })
		const answers = encodeCarriedAnswers(
			await Promise.all(requests.map((one) => fixture.relay.carry(headers, one, gone.signal)))
		)
		if (cut === 'after') return void request.socket.destroy()
		response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': answers.length })
		if (cut !== 'amid') return void response.end(answers)
		response.write(answers.subarray(0, answers.length / 2), () => request.socket.destroy())
	}

	const server = createServer((request, response) => {
		if (request.url?.startsWith('/api/exchange') === true) return void exchange(request, response)
		if (request.url === '/page.js') return response.setHeader('content-type', 'text/javascript').end(script)
		const person = new URL(request.url ?? '/', 'http://town').searchParams.get('person')
		response.setHeader('content-type', 'text/html')
		if (person !== null) response.setHeader('set-cookie', `person=${person}`)
		response.end(person === null ? 'blank' : '<script type="module" src="/page.js"></script>')
	})
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
	const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
	return {
		page(person, device, isOverRequests = false) {
			// The server of the page knows no sockets.
			const relay = isOverRequests ? address.replace('http', 'ws') : fixture.url
			return `${address}/?person=${person}&device=${device}&relay=${encodeURIComponent(relay)}&document=${plan}`
		},
		blank: `${address}/`,
		stored: () => new Set(words.getMap('words').keys()),
		kept() {
			const doc = new Y.Doc()
			for (const update of [Y.encodeStateAsUpdate(words), ...underReview]) Y.applyUpdate(doc, update)
			return new Set(doc.getMap('words').keys())
		},
		cutRequests(at) {
			cutAt = at
			cutsLeft = CUTS
		},
		isCutting: () => cutsLeft > 0,
		endRight(person) {
			former.add(person)
			fixture.relay.readmit({ personId: person })
		},
		backUp() {
			backup = structuredClone(disk)
			backedUp = Y.encodeStateAsUpdate(words)
		},
		async restore() {
			const { port } = fixture
			await fixture.stop()
			disk = structuredClone(backup)
			words = new Y.Doc()
			underReview = []
			if (backedUp !== null) Y.applyUpdate(words, backedUp)
			fixture = await start(port)
		},
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
