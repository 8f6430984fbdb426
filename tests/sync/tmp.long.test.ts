import { afterEach, expect, it, vi } from 'vitest'
import { openClosedPhone } from '../support/closed-phone.ts'
import { startServer } from '../support/server-process.ts'
import { decodeCarriedRequests, decodeCarriedAnswers } from '#protocol/exchange.ts'
import { decodeFrame } from '#protocol/frames.ts'
const short = (f: Uint8Array) => { const d = decodeFrame(f) as any; return d === null ? 'none' : d.type === 'hello' ? 'hello ' + d.json.slice(0, 150) : d.type === 'ack' ? `ack ${d.ack.counter} ${d.ack.sequence}` : d.type + (d.update?.length ?? d.stateVector?.length ?? '') + (d.isOffer ?? '') }
it('x', { timeout: 60_000 }, async () => {
	const s0 = Date.now(); const server = await startServer(); console.log("start", Date.now()-s0)
	const viktor = await openClosedPhone(server.origin, 'mentor-1')
	viktor.use()
	const f = fetch
	const t0 = Date.now()
	vi.stubGlobal('fetch', async (path: string, init: any) => {
		for (const r of decodeCarriedRequests(new Uint8Array(init.body)) ?? []) console.log(Date.now() - t0, '>', r.documentId, r.query, r.waitMs, r.frames.map(short))
		const res = await f(path, init)
		const bytes = new Uint8Array(await res.arrayBuffer())
		console.log(Date.now() - t0, res.status, res.headers.get('content-type'), res.status === 200 ? '' : new TextDecoder().decode(bytes))
		if (res.status === 200) for (const a of decodeCarriedAnswers(bytes) ?? []) console.log('<', a.closeCode, a.frames.map(short))
		return new Response(bytes, { status: res.status, headers: res.headers })
	})
	const r = await viktor.exchange()
	console.log(Date.now() - t0, r.failure, [...r.results])
	await server.dispose()
})
