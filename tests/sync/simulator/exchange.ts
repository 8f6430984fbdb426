/** POST /api/exchange between a device and the server: lost, doubled or late on the way, and answered by the product. */
import {
	createDocumentExchange,
	type DocumentExchangeOptions,
	type ExchangingDevice
} from '../../../server/http/exchange-document.ts'
import type { ExchangeAnswer, ExchangedDocument, ExchangeRequest } from '#protocol/exchange.ts'
import type { Device } from './device.ts'
import { lackingOf } from './reports.ts'
import type { Owner } from './clock.ts'
import type { World } from './world.ts'

/** As long as the app waits for an answer. */
const PATIENCE_MS = 60_000

export function exchange(world: World, device: Device, tab: Owner, init: RequestInit): Promise<Response> {
	const { clock, random, server, network, trace, bugs } = world
	const asked = JSON.parse(init.body as string) as ExchangeRequest
	const documentIds = asked.documents.map(({ documentId }) => documentId)
	const numbered = { ...asked, freeBytes: world.oracle.numberReport(lackingOf(device, documentIds)) }
	const request = bugs.exchange?.(numbered) ?? numbered
	const travel = () => random.between(1, 2 * device.latency)
	return new Promise((resolve, reject) => {
		const fail = () => reject(new TypeError('fetch failed'))
		function ask(afterMs: number): void {
			clock.schedule(
				afterMs,
				() => {
					const owner = server.owner()
					if (owner === null || !device.isNetworkOn) return clock.schedule(travel(), fail, tab)
					trace.operation('exchange asks', device.deviceId, request.documents.length)
					for (const { documentId } of request.documents) network.noteReceived(device.deviceId, documentId)
					const asked = { ...request, receivedAt: new Date().toISOString() }
					clock.schedule(0, () => void answer(world, asked).then(deliver, () => undefined), owner)
				},
				world.everybody
			)
		}
		function deliver(answer: ExchangeAnswer): void {
			if (random.chance(0.1)) return
			clock.schedule(
				travel(),
				() => {
					if (!device.isNetworkOn) return
					trace.operation('exchange is answered', device.deviceId, answer.documents.length)
					resolve(new Response(JSON.stringify(answer)))
				},
				tab
			)
		}
		clock.schedule(PATIENCE_MS, fail, tab)
		if (random.chance(0.05)) return
		ask(travel())
		if (random.chance(0.1)) ask(travel() + random.between(0, 5000))
	})
}

/** Does what the endpoint does, without its session and limits, which are not tested here. */
async function answer(
	world: World,
	{ documents, ...device }: ExchangeRequest & ExchangingDevice
): Promise<ExchangeAnswer> {
	const { server, bugs } = world
	const relay = server.relay()
	const storage = server.storage()
	const review = server.review()
	if (relay === null || storage === null || review === null) throw new Error('The server is down')
	const admitTo = async (personId: string, documentId: string) => server.admitTo(personId, documentId)
	const options = { admitTo, relay, storage, devices: server.devices(), review, log }
	const { receive, answer } = createDocumentExchange(options as unknown as DocumentExchangeOptions)
	const answers: ExchangedDocument[] = []
	for (const document of documents) {
		const answered = (await receive(device, document)) ?? (await answer(device, document, true))
		answers.push(bugs.exchanged?.(document, answered) ?? answered)
	}
	return { documents: answers, serverTime: new Date().toISOString() }
}

const log = { info() {}, warn() {}, error() {} }
