/**
 * How long people wait for `/api/me` and `/api/board` under 200 requests a second, half of each, on the real server with eight
 * programmes. Requests leave at their time whether the server has answered or not, so a server that stalls is not spared.
 */
import { setTimeout } from 'node:timers/promises'
import { insertPerson } from '../../server/people/people.ts'
import { startServer } from '../support/server-process.ts'
import { settle } from '../support/settle.ts'
import { readConfig } from '../../server/config.ts'
import { foundLargeTown } from '../sync/storm/town.ts'
import { quantile, type Row } from './table.ts'

const PAIRS = 8
/** Each may read the board 200 times at once, one reading after the other. */
const CURATORS = 40
const PER_SECOND = 200
const WARM_UP_SECONDS = 3
const SECONDS = 10

export async function benchApi(): Promise<Row[]> {
	const { dataDirectory, inhabitants } = await foundLargeTown({ pairs: PAIRS, networks: 1 })
	const curators = await settleCurators(dataDirectory)
	const server = await startServer({ TANDEM_DATA: dataDirectory, LOG_LEVEL: 'silent' })
	const waits: Record<string, number[]> = { '/api/me': [], '/api/board': [] }
	try {
		await load('/api/board', WARM_UP_SECONDS, [])
		const startedAt = performance.now()
		await Promise.all(Object.entries(waits).map(([path, samples]) => load(path, SECONDS, samples)))
		const seconds = (performance.now() - startedAt) / 1000
		if (seconds > 2 * SECONDS) throw new Error(`The server cannot answer ${PER_SECOND} requests a second`)
	} finally {
		await server.dispose()
	}
	return Object.entries(waits).map(([path, samples]) => ({
		measure: `${path} with ${PAIRS} programmes, under ${PER_SECOND} requests a second: median, 99 of 100`,
		value: [0.5, 0.99].map((share) => `${quantile(samples, share).toFixed(1)} ms`).join(', ')
	}))

	async function load(path: string, seconds: number, samples: number[]): Promise<void> {
		const cookies = path === '/api/board' ? curators : inhabitants.map(({ headers }) => headers.cookie ?? '')
		const count = (seconds * PER_SECOND) / 2
		const startedAt = performance.now()
		const answered: Promise<void>[] = []
		for (let index = 0; index < count; index++) {
			const dueAt = startedAt + (index * 2000) / PER_SECOND
			const wait = dueAt - performance.now()
			if (wait > 0) await setTimeout(wait)
			answered.push(ask(path, cookies[index % cookies.length] ?? '', dueAt, samples))
		}
		await Promise.all(answered)
	}

	async function ask(path: string, cookie: string, dueAt: number, samples: number[]): Promise<void> {
		const answer = await fetch(server.origin + path, { headers: { cookie } })
		await answer.arrayBuffer()
		if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`)
		samples.push(performance.now() - dueAt)
	}
}

/** Resolves with their session cookies. */
function settleCurators(dataDirectory: string): Promise<string[]> {
	const config = readConfig({ PORT: '0', TANDEM_DATA: dataDirectory, LOG_LEVEL: 'fatal' })
	return settle(config, async ({ registry, signIn }) => {
		const cookies: string[] = []
		for (let index = 0; index < CURATORS; index++) {
			const id = `curator-${index}`
			const names = { familyName: 'Фамилия', givenName: 'Имя', patronymic: '' }
			const person = { id, municipalityId: 'town', ...names, roles: ['curator' as const] }
			await registry.commitTogether(insertPerson(registry, person, new Date().toISOString()))
			cookies.push(await signIn(id))
		}
		return cookies
	})
}
