import { nanoid } from 'nanoid'
import { z } from 'zod'
import { givenDay } from '#domain/calendar.ts'
import { leavingReasonIds } from '#domain/people/leaving.ts'
import { TEXT_LETTERS } from '#domain/text.ts'
import type { LeavingPage } from '#protocol/api/people.ts'
import { leaveBank, listLeavings, returnToBank } from '../people/bank-leavings.ts'
import { readName } from '../people/people.ts'
import { readPersonCard } from '../people/person-card.ts'
import { readBody, readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { pageQuery, version } from './bank-input.ts'
import { findBankScope } from './bank-scope.ts'
import { isOrderAhead, order } from './serve/order-input.ts'
import { answerCard } from './person-card.ts'
import { requireSession } from './serve/require-session.ts'

const role = z.enum(['mentor', 'mentee'])
const newLeaving = z.strictObject({
	personId: z.string().regex(/^[\w-]{1,64}$/),
	role,
	version,
	on: givenDay,
	reasonId: z.enum(leavingReasonIds),
	ground: z.string().trim().max(TEXT_LETTERS),
	order
})
const leavingsQuery = pageQuery.extend({ role })

export function addBankLeavings(api: Api, parts: ApiParts): void {
	const { registry, now } = parts

	api.get('/bank/leavings', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const query = readQuery(context, leavingsQuery)
		if (!query.isValid) return query.refusal
		return context.json<LeavingPage>(await listLeavings(scope, query.value))
	})

	api.post('/bank/leavings', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newLeaving)
		if (!input.isValid) return input.refusal
		const { personId, role } = input.value
		const card = await readPersonCard(scope, personId)
		if (card?.[role] == null) return refuse(context, 'not_found')
		if (isOrderAhead(input.value.order, scope.today)) return refuse(context, 'invalid', { field: 'order' })
		const made = { id: nanoid(), by: await readName(registry, context.get('personId')), at: now() }
		const outcome = await leaveBank(scope, input.value, made)
		if (outcome === 'conflict') return refuse(context, 'conflict')
		if (outcome === 'under-way') return refuse(context, 'conflict', { field: 'programs' })
		if (outcome !== 'left') return refuse(context, 'invalid', { field: outcome.invalid })
		return answerCard(context, parts, scope, personId)
	})

	api.post('/bank/leavings/:id/return', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, z.strictObject({}))
		if (!input.isValid) return input.refusal
		const by = { name: await readName(registry, context.get('personId')), at: now() }
		const returned = await returnToBank(scope, context.req.param('id'), by)
		if (returned === null) return refuse(context, 'not_found')
		if (returned.outcome === 'conflict') return refuse(context, 'conflict')
		return answerCard(context, parts, scope, returned.personId)
	})
}
