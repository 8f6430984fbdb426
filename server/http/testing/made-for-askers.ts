/**
 * What rows of the permission table need to exist. What askers only read, or what everybody is refused, is made once for a town. What
 * an asker takes away is made anew for each (`PermissionRow.made`), so that no answer changes the next one.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { consentOf, orderFor, proposal, raise, request, sign, submitReport } from '#domain/ledger/testing/story.ts'
import type { Statement } from '#domain/ledger/statement.ts'
import { markActivity } from '#domain/plan/edit.ts'
import { copyRegulation } from '#domain/regulation/copy-regulation.ts'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import type { Regulation, Signatory } from '#domain/regulation/schema.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import type { OwnAccount } from '#protocol/api/account.ts'
import type { CreatedInvitation, LateEdits } from '#protocol/api/program.ts'
import type { NewImport } from '#protocol/api/bank.ts'
import type { LedgerAnswers } from '#protocol/api/ledger.ts'
import type { PersonCard } from '#protocol/api/people.ts'
import { createAuthenticator } from '../../../tests/support/authenticator.ts'
import { createExchangeDevice } from '../../../tests/support/exchange-device.ts'
import { townFoundedAt, type Town, type Townsperson } from '../../../tests/support/town.ts'
import { createVisitor } from '../../../tests/support/visitor.ts'
import { writeSections } from '../../../tests/support/write-sections.ts'
import { editionHash } from '../../programs/ledger/facts.ts'

export const PASSWORD = 'три старых трамвая'

/** The programme of Darya with Viktor; active. */
export const pairOf = oncePerTown(
	async (town): Promise<{ programId: string; editionHash: string; submissionId: string }> => {
		const programId = 'one'
		const stateAs = (person: Townsperson, role: Signatory, statement: Statement) =>
			state(town, programId, person, role, statement)
		await stateAs('darya', 'mentee', { ...request, menteeIds: ['darya'] })
		const proposalId = await stateAs('elena', 'curator', proposal)
		for (const kind of ['duties', 'personal-data'] as const) {
			await stateAs('viktor', 'mentor', consentOf(kind))
			await stateAs('darya', 'mentee', consentOf(kind))
		}
		const orderId = await stateAs('elena', 'curator', raise(orderFor(proposalId, { startsOn: '2026-10-01' })))
		await stateAs('arkady', 'head', sign(orderId))
		const phone = createExchangeDevice(() => town, 'darya', `plan:${programId}`)
		await phone.exchange()
		writeSections(phone.doc)
		await phone.exchange()
		const hash = editionHash(phone.doc)
		await stateAs('darya', 'mentee', raise({ type: 'edition', hash }))
		const submissionId = await stateAs('viktor', 'mentor', submitReport('2026-12-10', { menteeIds: ['darya'] }))
		return { programId, editionHash: hash, submissionId }
	}
)

/** A programme for which a mentor is sought. */
export const requestOf = oncePerTown(async (town): Promise<{ programId: string }> => {
	const personId = await enter(town, 'mentee')
	await state(town, 'asked', 'elena', 'curator', { ...request, menteeIds: [personId] })
	return { programId: 'asked' }
})

/** What Viktor wrote in program-1 while he had no access; he has it again. */
export const lateEditOf = oncePerTown(async (town): Promise<{ id: string }> => {
	const participantPath = '/api/programs/program-1/participants/viktor'
	const phone = createExchangeDevice(() => town, 'viktor')
	await phone.exchange()
	await post(town, 'elena', `${participantPath}/end`, {})
	const mark = { markId: 'm1', status: 'done', doneOn: '2026-09-29' } as const
	markActivity(phone.doc, 'a1-1', mark, { personId: 'viktor', at: townFoundedAt.toISOString() })
	await phone.exchange()
	await post(town, 'elena', `${participantPath}/return`, {})
	const { held: late } = await read<LateEdits>(town, 'elena', '/api/held')
	return { id: late[0]?.id ?? '' }
})

/** Galina is none of the askers. */
export const galinasAccount = async (town: Town): Promise<{ sessionId: string }> => {
	const { sessions } = await read<OwnAccount>(town, 'galina', '/api/account')
	return { sessionId: sessions[0]?.id ?? '' }
}

export const galinasPasskey = oncePerTown(async (town): Promise<{ id: string }> => {
	const galina = createVisitor(town.server.address, { cookie: town.cookieOf('galina') })
	const at = '/api/account/passkeys'
	const options = await answerOf<object>(at, await galina.send('POST', `${at}/options`, {}))
	const response = createAuthenticator().create(options, new URL(town.server.address).origin)
	await answerOf(at, await galina.send('POST', at, { response }))
	const { passkeys } = await read<OwnAccount>(town, 'galina', '/api/account')
	return { id: passkeys?.[0]?.id ?? '' }
})

/** An invitation by Elena for somebody new. */
export async function invite(town: Town): Promise<{ id: string; token: string; code: string }> {
	const somebody = { familyName: 'Новикова', givenName: 'Дарья', patronymic: '', role: 'mentee' }
	const { invitation, link, code } = await post<CreatedInvitation>(town, 'elena', '/api/invitations', somebody)
	return { id: invitation.id, token: link.split('/').at(-1) ?? '', code }
}

/** The login of an account that somebody made by Elena's invitation. */
export const takenLogin = oncePerTown(async (town): Promise<string> => {
	const login = 'somebody'
	const { token } = await invite(town)
	await post(town, 'stranger', `/api/invitations/by-token/${token}/accept`, { login, password: PASSWORD })
	return login
})

/** The invited head has not accepted yet. */
export async function inviteHead(town: Town): Promise<{ personId: string }> {
	const head = { familyName: 'Громова', givenName: 'Алла', patronymic: '' }
	const { invitation } = await post<CreatedInvitation>(town, 'anna', '/api/municipalities/town/heads', head)
	return { personId: invitation.personId }
}

export async function leaveBank(town: Town): Promise<{ id: string }> {
	const personId = await enter(town, 'mentor')
	const leaving = { personId, role: 'mentor', version: 0, on: '2026-09-30', reasonId: 'moved', ground: '', order: null }
	const { leavings } = await post<PersonCard>(town, 'elena', '/api/bank/leavings', leaving)
	return { id: leavings[0]?.id ?? '' }
}

/** The ended role of somebody who was the curator of a school of the town. */
export async function endRole(town: Town): Promise<{ id: string }> {
	const of = { personId: await enter(town, 'mentor'), role: 'organisation-curator', order: null }
	await post(town, 'elena', '/api/staff', of)
	return post(town, 'elena', '/api/staff/endings', { ...of, on: '2026-09-30' })
}

/** The town's own regulation becomes the current one; it has offices. */
export const foundCentre = oncePerTown(async (town): Promise<void> => {
	const id = 'with-centre'
	const regulation = { ...copyRegulation(tomskCity, id, id), composition: dinskoy.composition }
	await post(town, 'elena', `/api/regulations/${id}`, { base: null, regulation })
	await post(town, 'elena', '/api/regulations/current', { id, was: 'tomsk-city' })
})

/** Gives an office to somebody new; `until`: the day on which it ended. */
export async function giveOffice(town: Town, until?: string): Promise<{ id: string }> {
	await foundCentre(town)
	const personId = await enter(town, 'mentor')
	const office = { officeId: 'member', personId, organisationId: null, since: '2026-09-01', order: null }
	const { id } = await post<{ id: string }>(town, 'elena', '/api/offices', office)
	if (until !== undefined) await post(town, 'elena', `/api/offices/${id}/end`, { on: until, order: null })
	return { id }
}

export async function takeImport(town: Town, id: string): Promise<{ id: string }> {
	await post(town, 'elena', '/api/imports', importOfOne(id))
	return { id }
}

export function importOfOne(id: string): NewImport {
	const row = { familyName: 'Сорокина', givenName: 'Анна', patronymic: '', entry: {} }
	return { id, kind: 'mentors', source: '', rows: [{ line: 2, target: { type: 'new', isSeparate: true }, row }] }
}

/** A copy of the shipped regulation, under which there is no programme. */
export async function copyShipped(town: Town, id: string): Promise<{ id: string; regulation: Regulation }> {
	const regulation = copyRegulation(tomskCity, id, id)
	await post(town, 'elena', `/api/regulations/${id}`, { base: null, regulation })
	return { id, regulation }
}

/** A programme of the town without participants. */
export const emptyProgramOf = oncePerTown(({ config }): Promise<{ programId: string }> => {
	const programId = 'empty'
	const database = new DatabaseSync(join(config.dataDirectory, 'tandem.sqlite'))
	database
		.prepare(
			`INSERT INTO programs (id, municipality_id, title, roadmap_id, organisation, starts_on, term_months, created_at)
			VALUES (?, 'town', 'Резервист', '', '', '2026-09-01', 24, ?)`
		)
		.run(programId, townFoundedAt.toISOString())
	database.close()
	return Promise.resolve({ programId })
})

/** Enters somebody new of school-4. */
export async function enter(town: Town, role: 'mentor' | 'mentee'): Promise<string> {
	const name = { familyName: 'Зуева', givenName: 'Зоя', patronymic: '', organisationId: 'school-4', post: '' }
	return (await post<{ personId: string }>(town, 'elena', '/api/people', { ...name, role, isNamesake: true })).personId
}

/** Resolves with the statement's id. */
async function state(
	town: Town,
	programId: string,
	person: Townsperson,
	role: Signatory,
	statement: Statement
): Promise<string> {
	const id = crypto.randomUUID()
	const command = { id, programId, role, saidAt: townFoundedAt.toISOString(), statement }
	const { answers } = await post<LedgerAnswers>(town, person, '/api/ledger', { personId: person, commands: [command] })
	if (answers[0]?.outcome !== 'entered') throw new Error(JSON.stringify([statement, answers]))
	return id
}

function oncePerTown<Made>(make: (town: Town) => Promise<Made>): (town: Town) => Promise<Made> {
	const made = new WeakMap<Town, Promise<Made>>()
	return (town) => {
		const known = made.get(town) ?? make(town)
		made.set(town, known)
		return known
	}
}

async function read<Answer>(town: Town, person: Townsperson, path: string): Promise<Answer> {
	return answerOf<Answer>(path, await town.get(person, path))
}

async function post<Answer>(town: Town, person: Townsperson, path: string, body: object): Promise<Answer> {
	return answerOf<Answer>(path, await town.post(person, path, body))
}

/** The table would prove nothing about something that was not made. */
async function answerOf<Answer>(path: string, answer: Response): Promise<Answer> {
	const text = await answer.text()
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
	return (text === '' ? null : JSON.parse(text)) as Answer
}
