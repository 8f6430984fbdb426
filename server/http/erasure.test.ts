/**
 * Oleg has left his programme and asks Elena to erase what the municipality knows of him (152-FZ). What he stated stays, without his
 * name but for those who keep the papers.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { consentOf, proposal, request } from '#domain/ledger/testing/story.ts'
import { ERASED_NAME } from '#domain/people/erasure.ts'
import { viktorsEntry } from '#domain/people/testing/entries.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import type { AccessPage } from '#protocol/api/account.ts'
import type { LedgerAnswers, LedgerReading } from '#protocol/api/ledger.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import { knock } from '../../tests/support/knock.ts'
import { runServerCommand } from '../../tests/support/run-server-command.ts'
import { openTown, type Town, type Townsperson } from '../../tests/support/town.ts'

vi.setConfig({ testTimeout: 60_000 })

let town: Town
let count = 0
beforeEach(async () => {
	town = await openTown()
	count = 0
})
afterEach(() => town.stop())

const phone = '+7 901 555-43-21'
const email = 'oleg.ryabinin@school.example'
/** His phone, his address, and the competence that only he has. */
const words = [phone, email, 'Пожарная безопасность']

async function say(person: Townsperson, role: string, statement: Statement): Promise<string> {
	const command = { id: `c${++count}`, programId: 'new-one', role, saidAt: '2026-09-29T09:00:00.000Z', statement }
	const answer = await town.post(person, '/api/ledger', { personId: person, commands: [command] })
	expect((await answer.json()) as LedgerAnswers).toMatchObject({ answers: [{ outcome: 'entered' }] })
	return command.id
}

/** What the bank knows of Oleg, and what he said as a proposed mentor. */
async function becomeKnown(): Promise<void> {
	const card = await cardOf('oleg')
	const entry = {
		...viktorsEntry,
		personId: 'oleg',
		competences: ['Пожарная безопасность'],
		phone,
		email
	}
	const kept = await town.put('elena', '/api/bank/mentors/oleg', { version: card.mentor?.version ?? null, entry })
	expect(kept.status).toBe(200)
	await say('darya', 'mentee', { ...request, menteeIds: ['darya'] })
	const proposalId = await say('elena', 'curator', { ...proposal, mentorIds: ['oleg'] })
	await say('oleg', 'mentor', consentOf('personal-data'))
	await say('oleg', 'mentor', { type: 'refuse-proposal', proposalId, ground: 'Уезжаю' })
}

async function cardOf(person: Townsperson): Promise<PersonCard> {
	return (await (await town.get('elena', `/api/people/${person}`)).json()) as PersonCard
}

const leave = async () =>
	expect((await town.post('elena', '/api/programs/program-2/participants/oleg/end', {})).status).toBe(204)
const erase = (by: Townsperson, person: Townsperson) =>
	town.post(by, `/api/people/${person}/erasure`, { ground: 'demanded', on: '2026-09-30' })

function filesWithWords(): string[] {
	return readdirSync(town.config.dataDirectory, { recursive: true, withFileTypes: true })
		.filter((file) => file.isFile())
		.filter(({ parentPath, name }) => {
			const bytes = readFileSync(join(parentPath, name))
			return words.some((word) => bytes.includes(word))
		})
		.map(({ name }) => name)
}

it('Oleg is erased: no account, no entry, no list has him, and no file a word of it', async () => {
	await becomeKnown()
	await leave()
	expect(filesWithWords()).not.toEqual([])
	expect((await erase('elena', 'oleg')).status).toBe(200)

	expect(await cardOf('oleg')).toMatchObject({
		person: { name: ERASED_NAME },
		erased: { ground: 'demanded', on: '2026-09-30', by: expect.stringContaining('Воронцова') },
		hasAccount: false,
		canChange: false,
		mentor: null,
		organisation: null
	})
	const { rows } = (await (await town.get('elena', '/api/access?q=')).json()) as AccessPage
	expect(rows.map(({ person }) => person.id)).not.toContain('oleg')
	expect((await town.get('oleg', '/api/me')).status).toBe(401)
	expect(await knock(town, 'oleg', 'plan:program-2')).not.toBe('edit')
	expect((await town.get('stranger', '/api/erased/oleg')).status).toBe(200)
	expect((await town.get('stranger', '/api/erased/viktor')).status).toBe(404)
	await expect.poll(filesWithWords).toEqual([])
})

it('what he stated is read without his name', async () => {
	await becomeKnown()
	await leave()
	// The list says who refused.
	const listed = async () => (await town.get('elena', '/api/ledgers')).text()
	expect(await listed()).toContain('Рябинин')
	await erase('elena', 'oleg')
	expect(await listed()).not.toContain('Рябинин')
	const { entries, people } = (await (await town.get('darya', '/api/programs/new-one/ledger')).json()) as LedgerReading
	expect(new Set(entries.filter(({ by }) => by.personId === 'oleg').map(({ by }) => by.name))).toEqual(
		new Set([ERASED_NAME])
	)
	expect(people.find(({ id }) => id === 'oleg')?.name).toBe(ERASED_NAME)
})

it('nobody is erased who has something to end first, and nobody by themself or by those they rank above', async () => {
	const answers = [erase('elena', 'oleg'), erase('elena', 'galina'), erase('elena', 'elena'), erase('elena', 'arkady')]
	const read = async (answer: Promise<Response>) => {
		const { error } = (await (await answer).json()) as { error?: { code: string; field?: string } }
		return error?.field ?? error?.code
	}
	expect(await Promise.all(answers.map(read))).toEqual([
		'erasureObstacle',
		'erasureObstacle',
		'erasureObstacle',
		'unauthorized'
	])
	const obstacles = await Promise.all((['oleg', 'galina', 'elena'] as const).map(cardOf))
	expect(obstacles.map(({ erasureObstacle }) => erasureObstacle)).toEqual(['under-way', 'role', 'own'])
})

it('a backup from before that is restored loses him again, with his account', async () => {
	await becomeKnown()
	await leave()
	const backups = join(town.config.dataDirectory, 'backups')
	mkdirSync(backups)
	const file = join(backups, 'evening.sqlite')
	await runServerCommand('server/backups/main.ts', ['make', file], town.config.dataDirectory)
	await erase('elena', 'oleg')
	await town.server.stop()
	const restored = await runServerCommand('server/backups/main.ts', ['restore', file], town.config.dataDirectory)
	expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('удалено и в ней: 1') })
	await town.restart()
	expect(await cardOf('oleg')).toMatchObject({ person: { name: ERASED_NAME }, hasAccount: false, mentor: null })
	expect((await town.get('oleg', '/api/me')).status).toBe(401)
	await expect.poll(filesWithWords).toEqual(['evening.sqlite'])
})
