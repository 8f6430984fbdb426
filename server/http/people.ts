import { z } from 'zod'
import { invitedRoles } from '#domain/access.ts'
import { namesAfter, personNames } from '#domain/people/person-name-schema.ts'
import type { Person } from '#protocol/api/program.ts'
import type { BankScope } from '../people/bank-list.ts'
import { createBankedPerson, savePerson } from '../people/banked-people.ts'
import { setOrder } from '../people/held-roles.ts'
import { readPersonCard } from '../people/person-card.ts'
import { readBody, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { version, workplace } from './bank-input.ts'
import { findBankScope } from './bank-scope.ts'
import { isOrderAhead, order } from './serve/order-input.ts'
import { answerCard } from './person-card.ts'
import { readmitOrganisationStaff } from './readmit-organisation-staff.ts'
import { requireSession } from './serve/require-session.ts'

const newPerson = z.strictObject({
	...personNames,
	...workplace,
	role: z.enum(['mentor', 'mentee']).nullable(),
	isNamesake: z.boolean()
})
const savedPerson = (known: Person) => z.strictObject({ ...namesAfter(known), ...workplace, version })

const savedOrder = z.strictObject({ order, was: order })
const heldRole = z.enum(invitedRoles)

export function addPeople(api: Api, parts: ApiParts): void {
	const { registry, now } = parts

	/** 400 with `organisationId`: the municipality has no such organisation. */
	api.post('/people', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, newPerson)
		if (!input.isValid) return input.refusal
		if (!(await isOwn(scope, input.value.organisationId)))
			return refuse(context, 'invalid', { field: 'organisationId' })
		const personId = await createBankedPerson(registry, scope.municipalityId, input.value, now().toISOString())
		if (personId === null) return refuse(context, 'conflict', { field: 'familyName' })
		return context.json<{ personId: string }>({ personId }, 201)
	})

	api.get('/people/:personId', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		return answerCard(context, parts, scope, context.req.param('personId'))
	})

	api.put('/people/:personId', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const personId = context.req.param('personId')
		const card = await readPersonCard(scope, personId)
		if (card === null) return refuse(context, 'not_found')
		const input = await readBody(context, savedPerson(card.person))
		if (!input.isValid) return input.refusal
		if (!(await isOwn(scope, input.value.organisationId)))
			return refuse(context, 'invalid', { field: 'organisationId' })
		if (savePerson(registry, scope.municipalityId, personId, input.value) === 'conflict')
			return refuse(context, 'conflict')
		await readmitOrganisationStaff(parts, scope.municipalityId)
		return answerCard(context, parts, scope, personId)
	})

	api.put('/people/:personId/roles/:role/order', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, savedOrder)
		if (!input.isValid) return input.refusal
		const personId = context.req.param('personId')
		const role = heldRole.safeParse(context.req.param('role'))
		const card = await readPersonCard(scope, personId)
		const held = card?.roles.some((one) => one.role === role.data) ?? false
		if (!role.success || !held) return refuse(context, 'not_found')
		const { order, was } = input.value
		if (isOrderAhead(order, scope.today)) return refuse(context, 'invalid', { field: 'order' })
		const of = { personId, role: role.data }
		if ((await setOrder(registry, scope.municipalityId, of, order, was)) === 'conflict') {
			return refuse(context, 'conflict')
		}
		return answerCard(context, parts, scope, personId)
	})

	async function isOwn({ municipalityId }: BankScope, organisationId: string | null): Promise<boolean> {
		if (organisationId === null) return true
		const row = await registry.query
			.selectFrom('organisations')
			.select('id')
			.where('id', '=', organisationId)
			.where('municipality_id', '=', municipalityId)
			.executeTakeFirst()
		return row !== undefined
	}
}
