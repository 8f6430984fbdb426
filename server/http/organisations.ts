import { z } from 'zod'
import { organisationSchema } from '#domain/people/organisation.ts'
import { organisationKinds, standings } from '#domain/regulation/schema.ts'
import type { OrganisationPage, OrganisationRow } from '#protocol/api/people.ts'
import {
	deleteOrganisation,
	hasNamesake,
	listOrganisations,
	readOrganisationRow,
	saveOrganisation
} from '../people/organisation-list.ts'
import { readBody, readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiParts } from './serve/api-parts.ts'
import { findBankScope, pageQuery, version } from './bank.ts'
import { requireSession } from './serve/guards.ts'

const organisationsQuery = pageQuery.extend({
	kind: z.enum(organisationKinds).optional(),
	standing: z.enum(standings).optional()
})

const saved = z.strictObject({
	version: version.nullable(),
	organisation: organisationSchema,
	isNamesake: z.boolean().optional()
})

export function addOrganisations(api: Api, parts: ApiParts): void {
	const { registry } = parts

	api.get('/organisations', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const query = readQuery(context, organisationsQuery)
		if (!query.isValid) return query.refusal
		return context.json<OrganisationPage>(await listOrganisations(scope, query.value))
	})

	api.get('/organisations/:id', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const found = await readOrganisationRow(scope, context.req.param('id'))
		return found === null ? refuse(context, 'not_found') : context.json<OrganisationRow>(found)
	})

	/** 404: `version` is of one that is not there, or of another municipality. 409 with the field `name`: another one is called so. */
	api.put('/organisations/:id', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const input = await readBody(context, saved)
		if (!input.isValid) return input.refusal
		const { organisation, version, isNamesake = false } = input.value
		const id = context.req.param('id')
		if (organisation.id !== id) return refuse(context, 'invalid', { field: 'organisation' })
		const find = () => readOrganisationRow(scope, id)
		const before = version === null ? null : await find()
		if (version !== null && before === null) return refuse(context, 'not_found')
		const isRenamed = organisation.name !== before?.organisation.name
		if (isRenamed && !isNamesake && (await hasNamesake(scope, organisation))) {
			return refuse(context, 'conflict', { field: 'name' })
		}
		if (saveOrganisation(registry, scope.municipalityId, organisation, version) === 'conflict') {
			return refuse(context, 'conflict')
		}
		const stored = await find()
		return stored === null ? refuse(context, 'not_found') : context.json<OrganisationRow>(stored)
	})

	/** 204. 409: people work there. */
	api.delete('/organisations/:id', requireSession(parts), async (context) => {
		const scope = await findBankScope(parts, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		switch (await deleteOrganisation(registry, scope.municipalityId, context.req.param('id'))) {
			case 'deleted':
				return context.body(null, 204)
			case 'conflict':
				return refuse(context, 'conflict')
			case 'not_found':
				return refuse(context, 'not_found')
		}
	})
}
