/** «План выполнен в полном объёме», over HTTP: what one person cancels counts only once everybody has approved it (domain.md T44). */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Command, Decision, Statement } from '#domain/ledger/statement.ts'
import { consentOf, orderFor, proposal, raise, request, sign, submitReport } from '#domain/ledger/testing/story.ts'
import { makePaper } from '#domain/papers/make-paper.ts'
import { paperText } from '#domain/papers/paper.ts'
import { readActivities } from '#domain/plan/activity.ts'
import { deleteActivity, markActivity, restoreActivity } from '#domain/plan/edit.ts'
import { addActivity } from '#domain/plan/position.ts'
import type { Board, BoardRow, Me } from '#protocol/api/program.ts'
import type { LedgerAnswer, LedgerAnswers, LedgerReading } from '#protocol/api/ledger.ts'
import type { PaperReading } from '#protocol/api/regulations.ts'
import { createExchangeDevice, type ExchangeDevice } from '../../tests/support/exchange-device.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'
import { writeSections } from '../../tests/support/write-sections.ts'
import { editionHash } from '../programs/ledger/facts.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const roles: Partial<Record<Townsperson, Command['role']>> = {
	viktor: 'mentor',
	darya: 'mentee',
	elena: 'curator',
	arkady: 'head'
}
const closure: Extract<Decision, { type: 'closure' }> = {
	type: 'closure',
	reasonId: 'fulfilled',
	ground: null,
	lastDay: null,
	conclusion: 'Выполнено'
}

let town: Town
let count = 0
let daryas: ExchangeDevice
beforeEach(async () => {
	town = await openTown()
	await say('darya', { ...request, menteeIds: ['darya'] })
	const proposalId = await say('elena', proposal)
	for (const kind of ['duties', 'personal-data'] as const) {
		for (const person of ['viktor', 'darya'] as const) await say(person, consentOf(kind))
	}
	await say('arkady', sign(await say('elena', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))))
	daryas = createExchangeDevice(() => town, 'darya', 'plan:new-one')
	await daryas.exchange()
	writeSections(daryas.doc)
	markDarya('a1-1', 'done')
	await daryas.exchange()
})
afterEach(() => town.stop())

async function send(person: Townsperson, statement: Statement): Promise<LedgerAnswer | undefined> {
	const command = { id: `c${++count}`, programId: 'new-one', role: roles[person], saidAt: '2026-09-30T05:00:00.000Z' }
	const body = { personId: person, commands: [{ ...command, statement }] }
	return ((await (await town.post(person, '/api/ledger', body)).json()) as LedgerAnswers).answers[0]
}

async function say(person: Townsperson, statement: Statement): Promise<string> {
	const answer = await send(person, statement)
	if (answer?.outcome !== 'entered') throw new Error(`${person}: ${JSON.stringify(answer)}`)
	return answer.id
}

function markDarya(id: string, status: 'done' | 'cancelled'): void {
	const at = `2026-10-12T09:00:${String(++count % 60).padStart(2, '0')}.000Z`
	markActivity(daryas.doc, id, { markId: `m${count}`, status, doneOn: '2026-10-12' }, { personId: 'darya', at })
}

async function approve(): Promise<void> {
	const id = await say('darya', raise({ type: 'edition', hash: editionHash(daryas.doc) }))
	for (const person of ['viktor', 'elena', 'arkady'] as const) await say(person, sign(id))
}

/** Darya alone; 21 of the 22 activities. */
async function cancelOthers(): Promise<void> {
	for (const { id } of readActivities(daryas.doc)) if (id !== 'a1-1') markDarya(id, 'cancelled')
	await daryas.exchange()
}

/** Of its first stage, by Viktor: without it, whoever raises the closure is refused. */
async function submitResult(): Promise<void> {
	expect(await send('darya', raise(closure))).toMatchObject({ refusal: { reason: 'results-missing', missing: 1 } })
	const report = submitReport('2026-10-31', { reportId: 'stage-result' })
	const result = { activityId: 'a1-1', title: 'Информационная справка: этап «Организационный»' }
	await say('viktor', { ...report, content: { ...report.content, menteeIds: ['darya'] }, result })
}

/** What the board's line and its summary count. */
async function row(): Promise<Partial<BoardRow['summary']> & Pick<BoardRow, 'done' | 'total'>> {
	const { rows } = (await (await town.get('elena', '/api/board')).json()) as Board
	const found = rows.find(({ programId }) => programId === 'new-one')
	const { done = 0, total = 0, summary } = found ?? {}
	return { ...summary, done, total }
}

const countsOf = ({ done, total, cancelled, toCancel }: Awaited<ReturnType<typeof row>>) => ({
	done,
	total,
	cancelled,
	toCancel
})

it('[T41] [T44] [T54] Darya’s cancelling 21 of 22 activities alone closes nothing, until both, curator and head approve it', async () => {
	await approve()
	await cancelOthers()
	await expect.poll(async () => countsOf(await row())).toEqual({ done: 1, total: 22, cancelled: 0, toCancel: 21 })
	expect((await row()).stages?.flatMap(({ open }) => open)).toHaveLength(21)
	expect(await send('darya', raise(closure))).toMatchObject({
		refusal: { reason: 'plan-unfulfilled', done: 1, total: 22 }
	})
	const approvedOf = async (person: Townsperson) => {
		const { programs } = (await (await town.get(person, '/api/me')).json()) as Me
		return programs.find(({ id }) => id === 'new-one')?.approved
	}
	expect((await approvedOf('viktor'))?.planned).toHaveLength(22)

	await approve()
	// No edit follows: the board counts anew by itself, and the phones learn the edition at once.
	await expect.poll(async () => countsOf(await row())).toEqual({ done: 1, total: 1, cancelled: 21, toCancel: 0 })
	expect(await approvedOf('darya')).toMatchObject({ planned: ['a1-1'], hash: editionHash(daryas.doc) })
	await submitResult()
	const id = await say('darya', raise(closure))
	for (const person of ['elena', 'arkady'] as const) await say(person, sign(id))
	const { entries } = (await (await town.get('viktor', '/api/programs/new-one/ledger')).json()) as LedgerReading
	expect(entries.find((entry) => entry.id === id)?.progress).toEqual({ done: 1, total: 1, cancelled: 21 })
	const facts = (await (await town.get('viktor', '/api/programs/new-one/paper-facts')).json()) as PaperReading
	const paper = makePaper({ ...facts, origin: '' }, { kind: 'order-closure', subjectId: id })
	expect(paper && paperText(paper)).toContain('выполнено мероприятий: 1 из 1, отменено: 21')
})

it('[T44] what Darya deletes of the approved plan stays to be done, and can be done once she takes it back', async () => {
	await approve()
	for (const { id } of readActivities(daryas.doc)) {
		if (id !== 'a1-1') deleteActivity(daryas.doc, id, { personId: 'darya', at: '2026-10-12T09:00:00.000Z' })
	}
	await daryas.exchange()
	await expect.poll(async () => countsOf(await row())).toEqual({ done: 1, total: 22, cancelled: 0, toCancel: 21 })
	expect(await send('darya', raise(closure))).toMatchObject({ refusal: { reason: 'plan-unfulfilled', done: 1 } })
	restoreActivity(daryas.doc, 'a1-2')
	markDarya('a1-2', 'done')
	await daryas.exchange()
	await expect.poll(async () => countsOf(await row())).toEqual({ done: 2, total: 22, cancelled: 0, toCancel: 20 })
})

it.each([
	['at once', []],
	['after an edition without it', ['without']]
])(
	'[T41] [T44] what was deleted and written again %s is approved again, and the programme can be fulfilled',
	async (_, steps) => {
		const darya = { personId: 'darya', at: '2026-10-12T09:00:00.000Z' }
		for (const { id } of readActivities(daryas.doc)) if (id !== 'a1-1') markDarya(id, 'cancelled')
		const meeting = { stageId: readActivities(daryas.doc)[0]?.stageId ?? '', title: 'Ещё одна встреча' }
		addActivity(daryas.doc, { id: 'first', ...meeting }, darya)
		await daryas.exchange()
		await approve()
		const hash = editionHash(daryas.doc)
		deleteActivity(daryas.doc, 'first', darya)
		await daryas.exchange()
		if (steps.includes('without')) await approve()
		addActivity(daryas.doc, { id: 'again', ...meeting }, darya)
		await daryas.exchange()
		expect(editionHash(daryas.doc)).toBe(hash)
		await approve()
		expect(await send('darya', raise({ type: 'edition', hash }))).toMatchObject({
			refusal: { reason: 'plan-unchanged' }
		})
		markDarya('again', 'done')
		await daryas.exchange()
		await expect.poll(async () => countsOf(await row())).toEqual({ done: 2, total: 2, cancelled: 21, toCancel: 0 })
		await submitResult()
		await say('darya', raise(closure))
	}
)

it('[T36] without an approved programme nothing is closed as fulfilled; the board says how many are cancelled', async () => {
	await cancelOthers()
	await expect.poll(async () => countsOf(await row())).toEqual({ done: 1, total: 1, cancelled: 21, toCancel: 0 })
	for (const person of ['darya', 'viktor', 'elena'] as const) {
		expect(await send(person, raise(closure))).toMatchObject({ refusal: { reason: 'edition-missing' } })
	}
})

it('[T44] what an older server approved and summarised is counted by the edition after the start', async () => {
	await approve()
	await cancelOthers()
	await expect.poll(async () => (await row()).toCancel).toBe(21)
	const database = new DatabaseSync(join(town.config.dataDirectory, 'tandem.sqlite'))
	const older = { done: 1, total: 1, stages: [], meetings: [], openAgreements: [] }
	database.prepare('update summaries set json = ?, done = 1, total = 1, edition = null').run(JSON.stringify(older))
	database.exec('update programs set approved = null')
	database.close()
	await town.restart()
	await expect.poll(async () => countsOf(await row())).toEqual({ done: 1, total: 22, cancelled: 0, toCancel: 21 })
})
