import type { PersonCard } from '#protocol/api/people.ts'
import type { BankScope } from '../people/bank-list.ts'
import { readPersonCard } from '../people/person-card.ts'
import { refuse, type ApiContext } from './serve/answers.ts'
import type { ApiParts } from './serve/api-parts.ts'

/** The card as it is now. 404: nobody of the municipality has this id. */
export async function answerCard(
	context: ApiContext,
	{ accounts }: ApiParts,
	scope: BankScope,
	personId: string
): Promise<Response> {
	const card = await readPersonCard(scope, personId)
	if (card === null) return refuse(context, 'not_found')
	return context.json<PersonCard>({ ...card, hasAccount: await accounts.hasAccount(personId) })
}
