/** The app's requests to the server: lost, doubled, late or given up on the way, and answered by the product. */
import type * as Y from 'yjs'
import type { DocumentCheck } from '#protocol/api/program.ts'
import { type CarriedRequest, decodeCarriedRequests, encodeCarriedAnswers } from '#protocol/exchange.ts'
import type { Owner } from './clock.ts'
import type { Device } from './device.ts'
import type { Wire } from './network.ts'
import type { World } from './world.ts'

export function request(world: World, device: Device, tab: Owner, url: string, init: RequestInit): Promise<Response> {
	const { clock, random, server, network, trace } = world
	const asked = readAsked(world, url, init)
	const travel = () => random.between(1, 2 * device.latency)
	/** Of the one that came first, if it is doubled. */
	let asking: Owner | null = null
	let isCarrying = true
	const gone = new AbortController()

	return new Promise((resolve, reject) => {
		const wire: Wire = {
			station: device,
			tab,
			documentId: '',
			inject() {},
			cut(isNoticed) {
				if (!isCarrying) return
				isCarrying = false
				network.wires.delete(wire)
				trace.operation('connection ends', tab.name)
				if (!isNoticed) return
				leaveServer(random.between(0, 3000))
				clock.schedule(random.chance(0.7) ? 0 : random.between(0, 3000), fail, tab)
			},
			orphan() {
				if (asking === null || !isCarrying) return
				isCarrying = false
				network.wires.delete(wire)
				clock.schedule(travel(), fail, tab)
			}
		}
		const fail = () => end(() => reject(new TypeError('fetch failed')))

		function end(settle: () => void): void {
			isCarrying = false
			network.wires.delete(wire)
			settle()
		}

		function leaveServer(afterMs: number): void {
			if (asking !== null) clock.schedule(afterMs, () => gone.abort(), asking)
		}

		function ask(afterMs: number): void {
			clock.schedule(
				afterMs,
				() => {
					if (!isCarrying) return
					const owner = server.owner()
					if (owner === null || !device.isNetworkOn) return clock.schedule(travel(), fail, tab)
					asking = owner
					trace.operation('exchange asks', device.deviceId, asked.carried?.length ?? 0)
					clock.schedule(0, () => void answer(world, device, tab, asked, gone.signal).then(deliver), owner)
				},
				world.everybody
			)
		}

		function deliver(answered: Response): void {
			if (random.chance(0.05)) return
			clock.schedule(
				travel(),
				() => {
					if (!isCarrying || !device.isNetworkOn) return
					trace.operation('exchange is answered', device.deviceId, answered.status)
					end(() => resolve(answered))
				},
				tab
			)
		}

		network.wires.add(wire)
		init.signal?.addEventListener('abort', () => {
			leaveServer(travel())
			end(() => reject(new DOMException('Aborted', 'AbortError')))
		})
		if (random.chance(0.05)) return random.chance(0.5) ? clock.schedule(travel(), fail, tab) : undefined
		ask(travel())
		if (random.chance(0.1)) ask(travel() + random.between(0, 5000))
	})
}

interface Asked {
	path: string
	query: URLSearchParams
	/** Null: it is no exchange. */
	carried: CarriedRequest[] | null
}

function readAsked({ bugs }: World, url: string, { body }: RequestInit): Asked {
	const { pathname, searchParams } = new URL(url, 'https://server')
	const carried = pathname === '/api/exchange' ? (decodeCarriedRequests(body as Uint8Array) ?? []) : null
	return { path: pathname, query: searchParams, carried: carried && (bugs.exchange?.(carried) ?? carried) }
}

/** Does what the endpoints do, without sessions and limits, which are not tested here. */
async function answer(
	world: World,
	device: Device,
	tab: Owner,
	{ path, query, carried }: Asked,
	signal: AbortSignal
): Promise<Response> {
	const { network, bugs } = world
	const { personId } = device
	const relay = world.server.relay()
	if (relay === null) return refusal(503, 'internal')
	if (carried !== null) {
		if (query.get('person') !== personId) return refusal(409, 'conflict')
		const headers = new Headers({ 'x-person': personId })
		const answers = carried.map(({ frames, ...rest }) => {
			const noteRead = () => network.noteReceived(device.deviceId, rest.documentId)
			noteRead()
			return relay.carry(headers, { ...rest, frames: readOneByOne(frames, noteRead) }, signal)
		})
		const type = { 'content-type': 'application/octet-stream' }
		return new Response(encodeCarriedAnswers(await Promise.all(answers)), { headers: type })
	}
	const documentId = decodeURIComponent(/^\/api\/documents\/([^/]+)\/check$/.exec(path)?.[1] ?? '')
	if (world.server.rightOf(personId, documentId) === null) return refusal(404, 'not_found')
	const reading = await relay.read(documentId, EMPTY_STATE_VECTOR, { isCheck: true }).catch(() => 'failed' as const)
	if (reading === 'failed') return refusal(500, 'internal')
	if (reading === null || reading === 'malformed') return refusal(404, 'not_found')
	const check = { epoch: reading.epoch, snapshot: Buffer.from(reading.snapshot ?? []).toString('base64') }
	const shown = [...device.tabs].find(({ owner }) => owner === tab)?.documents
	const doc: Y.Doc | undefined = shown?.find((document) => document.documentId === documentId)?.doc
	const answered: DocumentCheck = (doc && bugs.checked?.(check, doc)) ?? check
	return new Response(JSON.stringify(answered))
}

const EMPTY_STATE_VECTOR = Uint8Array.of(0)

function refusal(status: number, code: string): Response {
	return new Response(JSON.stringify({ error: { code } }), { status })
}

/** `onRead`: the server comes to a frame, as it comes to one that waits in a socket. */
function readOneByOne(frames: readonly Uint8Array[], onRead: () => void): Uint8Array[] {
	return Object.assign([...frames], {
		*[Symbol.iterator]() {
			for (let index = 0; index < frames.length; index++) {
				onRead()
				yield frames[index]!
			}
		}
	})
}
