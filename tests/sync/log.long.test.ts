/** Administrators read logs, and logs end up in files, mails and tickets: nobody's names or words are in them. */
import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Me } from '#protocol/api/program.ts'
import { encodeUpdate } from '#protocol/frames.ts'
import { signInToDemo } from '../support/demo-sign-in.ts'
import { openLine } from '../support/peer.ts'
import { startServer, type RunningServer } from '../support/server-process.ts'

const DOCUMENT = 'plan:program-1'
const SECRET_WORDS = 'Обсудили выгорание и уход завуча'

let server: RunningServer
afterEach(() => server.dispose())

it('a day of Viktor’s and Elena’s work, mishaps included, leaves ids and counts in the log, and no names or contents', async () => {
	server = await startServer({ LOG_LEVEL: 'trace' })
	const viktor = await signInToDemo(server.origin, 'mentor-1')
	const elena = await signInToDemo(server.origin, 'curator-1')
	const me = (await (await call('/api/me', viktor)).json()) as Me
	const line = await openLine(`${server.origin.replace('http', 'ws')}/sync`, DOCUMENT, {
		headers: { cookie: viktor },
		query: 'v=1'
	})
	line.socket.send(encodeUpdate(minutes()))
	await expect.poll(() => line.acks().at(-1)?.counter).toBe(1)
	line.socket.send(Uint8Array.of(77, 1))
	expect(await line.closed).toBe(4422)
	const invited = await call('/api/invitations', elena, {
		familyName: 'Потаённая',
		givenName: 'Зинаида',
		patronymic: 'Львовна',
		role: 'mentor'
	})
	const { link } = (await invited.json()) as { link: string }
	const token = link.split('/').at(-1) ?? ''
	await call(`/api/invitations/by-token/${token}`, '')
	await call(`/api/invitations/by-token/${token}/accept`, '', { login: 'zinaida', password: 'очень тайное слово' })
	await call('/api/sign-in', '', { login: 'zinaida', password: 'не то слово, что было' })
	await call('/api/exchange?person=mentor-1', viktor, SECRET_WORDS)
	await call('/api/board?q=Лаптева', elena)
	await call('/api/programs/program-1/history', elena)
	await call('/api/sign-out', viktor, { session: me.session })
	await server.stop()

	const log = server.printed()
	expect(log.split('\n').filter((entry) => entry.startsWith('{')).length).toBeGreaterThan(10)
	const names = me.programs.flatMap(({ title, organisation, participants }) => [
		title,
		organisation,
		...participants.flatMap(({ person }) => [person.familyName, person.patronymic])
	])
	const secrets = [SECRET_WORDS, ...names, 'Потаённая', 'Зинаида', 'zinaida', 'очень тайное', 'не то слово', token]
	const cookies = [viktor, elena].map((cookie) => cookie.split('=')[1] ?? '')
	const found = [...secrets, ...cookies].filter((secret) => log.includes(secret) || log.includes(encodeURI(secret)))
	expect(found).toEqual([])
})

function minutes(): Uint8Array {
	const doc = new Y.Doc()
	doc.getMap('meetings').set('secret', SECRET_WORDS)
	return Y.encodeStateAsUpdate(doc)
}

function call(path: string, cookie: string, body?: unknown): Promise<Response> {
	return fetch(server.origin + path, {
		headers: { cookie, origin: server.origin, 'content-type': 'application/json' },
		...(body !== undefined && { method: 'POST', body: JSON.stringify(body) })
	})
}
