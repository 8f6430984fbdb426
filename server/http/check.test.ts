/** The page to which a paper's code leads, as a stranger with a phone reads it, against the real server. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTown, type Town } from '../../tests/support/town.ts'
import { pairOf } from './testing/made-for-askers.ts'

let town: Town
beforeEach(async () => {
	town = await openTown()
})
afterEach(() => town.stop())

/** The address of the order on Viktor and Darya, which is in force. */
async function orderAddress(): Promise<string> {
	const { programId } = await pairOf(town)
	const facts = (await (await town.get('elena', `/api/programs/${programId}/paper-facts`)).json()) as {
		ledger: { matters: { id: string; outcome: string; matter: { type: string } }[] }
	}
	const order = facts.ledger.matters.find(({ matter, outcome }) => matter.type === 'order' && outcome === 'in-force')
	if (order === undefined) throw new Error('There is no order in force')
	return `/check/${order.id}`
}

const read = (address: string, headers: Record<string, string> = {}) =>
	fetch(town.server.address + address, { headers })

it('[L4] says that the order exists, which offices approved it and when, and no name, school or content', async () => {
	const answer = await read(await orderAddress())
	expect(answer.status).toBe(200)
	const page = await answer.text()
	expect(page).toContain('<html lang="ru">')
	expect(page).toContain('Приказ о закреплении наставнических пар')
	expect(page).toContain('Действует')
	expect(page).toMatch(/<dd><span lang="ru">[^<]+<\/span> — \d+\s\S+\s2026\sг\.<\/dd>/)
	expect(page).not.toMatch(/Ковал|Шубин|Новиков|Дарья|Виктор|Елен|Аркади|Школ|Лице|viktor|darya|program-|оклад/)
})

it('sets no cookie, runs nothing, and asks not to be indexed', async () => {
	const answer = await read(await orderAddress())
	expect(answer.headers.get('set-cookie')).toBeNull()
	expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow')
	expect(answer.headers.get('cache-control')).toBe('no-store')
	expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/)
	expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
	expect(await answer.text()).not.toMatch(/<script|<link|src=/)
})

it('is English for a browser that asks for English first', async () => {
	const address = await orderAddress()
	expect(await (await read(address, { 'accept-language': 'en-GB,en;q=0.9,ru;q=0.5' })).text()).toContain('In force')
	expect(await (await read(address, { 'accept-language': 'ru-RU,en;q=0.5' })).text()).toContain('Действует')
})

it('says of an unknown mark that there is no such paper', async () => {
	for (const address of [`/check/${'0'.repeat(32)}`, '/check/%3Cscript%3E']) {
		const answer = await read(address)
		expect(answer.status).toBe(404)
		expect(await answer.text()).toContain('Такого документа здесь нет')
	}
})

it('makes a network wait that tries many marks', async () => {
	const answers = await Promise.all(Array.from({ length: 70 }, (_, index) => read(`/check/${index}`)))
	const limited = answers.find(({ status }) => status === 429)
	expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0)
})

it('of a report says for which period it is, and whether it was accepted', async () => {
	const { submissionId } = await pairOf(town)
	const page = (await (await read(`/check/${submissionId}`)).text()).replaceAll('\u00a0', ' ')
	expect(page).toContain('Отчёт наставника')
	expect(page).toContain('по 10 декабря 2026 г.')
	expect(page).toContain('Сдан, ещё не принят')
	expect(page).not.toMatch(/Новиков|Дарья|Школ|Намечено/)
})
