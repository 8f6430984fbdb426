import { z } from 'zod'
import { organisationSchema } from '#domain/people/organisation.ts'
import { organisationKinds, organisationStatuses } from '#domain/regulation/schema.ts'
import type { OrganisationPage, OrganisationRow } from '#protocol/api/people.ts'
import {
	deleteOrganisation,
	hasNamesake,
	listOrganisations,
	readOrganisationRow,
	saveOrganisation
} from '../people/organisation-list.ts'
import { readBody, readQuery, refuse } from './serve/answers.ts'
import type { Api, ApiOptions } from './serve/api-options.ts'
import { findBankScope, pageQuery, version } from './bank.ts'
import { requireSession } from './serve/guards.ts'

const organisationsQuery = pageQuery.extend({
	kind: z.enum(organisationKinds).optional(),
	standing: z.enum(organisationStatuses).optional()
})

const saved = z.strictObject({
	version: version.nullable(),
	organisation: organisationSchema,
	isNamesake: z.boolean().optional()
})

export function addOrganisations(api: Api, options: ApiOptions): void {
	const { registry } = options

	api.get('/organisations', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const query = readQuery(context, organisationsQuery)
		if (!query.isValid) return query.refusal
		return context.json<OrganisationPage>(await listOrganisations(scope, query.value))
	})

	api.get('/organisations/:id', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		const found = await readOrganisationRow(scope, context.req.param('id'))
		return found === null ? refuse(context, 'not_found') : context.json<OrganisationRow>(found)
	})

	/**
	 * 404: the municipality has no such organisation, though `version` is given. 409 with the field `name`: another organisation has
	 * this name.
	 */
	api.put('/organisations/:id', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
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
		if ((await saveOrganisation(registry, scope.municipalityId, organisation, version)) === 'conflict') {
			return refuse(context, 'conflict')
		}
		const stored = await find()
		return stored === null ? refuse(context, 'not_found') : context.json<OrganisationRow>(stored)
	})

	/** 204. 409: people work there, or have or had a role or an office there, or are invited to one. */
	api.delete('/organisations/:id', requireSession(options), async (context) => {
		const scope = await findBankScope(options, context.get('personId'))
		if (scope === null) return refuse(context, 'unauthorized', { status: 403 })
		switch (await deleteOrganisation(registry, scope.municipalityId, context.req.param('id'))) {
			case 'deleted':
				options.cutLog()
				return context.body(null, 204)
			case 'conflict':
				return refuse(context, 'conflict')
			case 'not_found':
				return refuse(context, 'not_found')
		}
	})
}
