import type { Statement } from '#domain/ledger/statement.ts'
import type { LedgerAnswers } from '#protocol/api/ledger.ts'
import { expect, type Actor } from './actors.ts'

let count = 0

/** Submits a statement over HTTP, for the beginning of a story; resolves with its id. */
export async function say(
	{ context }: Pick<Actor, 'context'>,
	personId: string,
	role: string,
	programId: string,
	statement: Statement
): Promise<string> {
	const id = `told-${++count}`
	const command = { id, programId, role, saidAt: new Date().toISOString(), statement }
	const answer = await context.request.post('/api/ledger', { data: { personId, commands: [command] } })
	const { answers } = (await answer.json()) as LedgerAnswers
	expect(answers).toMatchObject([{ outcome: 'entered' }])
	return id
}

/** Vera, of the reserve, asks for a mentor: for the beginning of a story. */
export const verasRequest: Extract<Statement, { type: 'request' }> = {
	type: 'request',
	menteeIds: ['mentee-7'],
	regulationId: 'tomsk-city',
	categoryId: 'reservist',
	mainRequest: 'Финансы школы',
	difficulties: [],
	forms: ['traditional']
}
